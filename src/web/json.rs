//! JSON bodies, and the conventions of the API around them: unknown fields and wrong types are refused by the
//! field's name, a change needs `If-Match`, bodies are bounded.

use super::faces::ApiError;
use crate::config::Limits;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

/// A JSON body of type `T`, which should `deny_unknown_fields`.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let is_json = kind.starts_with("application/json");
        let body = body(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(ApiError(Error::UnsupportedMediaType));
            }
            Ok(Self(parse(&body.await?)?))
        })
    }
}

/// The body within the limit of ordinary requests.
pub(super) fn body(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<web::Bytes>> + 'static + use<> {
    let limit = request.app_data::<web::Data<Limits>>().map_or(1 << 20, |limits| limits.body_bytes);
    let payload = web::Payload::from_request(request, payload);
    async move {
        let payload = payload.await.map_err(|_| Error::Malformed("error-body".into()))?;
        match payload.to_bytes_limited(limit).await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(_)) => Err(Error::Malformed("error-body".into())),
            Err(_) => Err(Error::TooLarge(limit)),
        }
    }
}

/// Parses JSON; the refusal names the field.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // serde would take an array for a struct, its members by position: they have names here.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Error::field(".", wrong_kind("object")));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if !inner.is_data() {
            return Error::Malformed(
                Message::new("error-json").with("line", inner.line()).with("column", inner.column()),
            );
        }
        refused_field(&path, &inner.to_string())
    })?;
    json.end().map_err(|error| {
        Error::Malformed(Message::new("error-json").with("line", error.line()).with("column", error.column()))
    })?;
    Ok(value)
}

/// serde says what it expected in English words; the field and the kind of refusal are ours to name.
fn refused_field(path: &str, why: &str) -> Error {
    let quoted =
        |prefix: &str| why.strip_prefix(prefix).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    if let Some(name) = quoted("unknown field `") {
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let full = if parent.is_empty() || path == name { name } else { format!("{parent}.{name}") };
        return Error::field(full, "input-unknown-field");
    }
    for (prefix, id) in
        [("missing field `", "input-required"), ("duplicate field `", "input-duplicate-field")]
    {
        if let Some(name) = quoted(prefix) {
            let full = if path == "." || path.is_empty() { name } else { format!("{path}.{name}") };
            return Error::field(full, id);
        }
    }
    // "invalid type: string \"x\", expected i64 at line 1 column 9"
    let expected = why.rsplit_once("expected ").map_or("", |(_, rest)| rest);
    Error::field(path, wrong_kind(expected.split(" at line").next().unwrap_or_default()))
}

/// That a value is not of the kind that was expected, said in the reader's words and not in those of a programming
/// language. What is expected comes from serde, or from a type of the kernel.
fn wrong_kind(expected: &str) -> Message {
    let whole = |min: i64, max: u64| Message::new("input-kind-integer").with("min", min).with("max", max);
    let kind = match expected {
        "i32" => whole(i32::MIN.into(), i32::MAX as u64),
        "i64" => whole(i64::MIN, i64::MAX as u64),
        "u32" => whole(0, u32::MAX.into()),
        "u64" | "usize" => whole(0, u64::MAX),
        "f64" => Message::new("input-kind-number"),
        "a string" => Message::new("input-kind-text"),
        "a boolean" => Message::new("input-kind-boolean"),
        "a sequence" => Message::new("input-kind-list"),
        "object" | "a map" => Message::new("input-kind-object"),
        "a division code of six digits" => Message::new("input-kind-division"),
        "at least one division code" => Message::new("input-kind-divisions"),
        "an RFC 3339 instant" => Message::new("input-kind-instant"),
        other => {
            let part = |start: &str| other.strip_prefix(start).map(|rest| rest.replace('`', ""));
            match (part("one of"), part("a date: "), part("a month: "), part("a quarter: ")) {
                (Some(words), ..) => {
                    let words = words.trim_start_matches(':').replace(',', "");
                    Message::new("input-kind-word").with("allowed", words.trim())
                }
                (_, Some(form), ..) => Message::new("input-kind-date").with("form", form),
                (_, _, Some(form), _) => Message::new("input-kind-month").with("form", form),
                (.., Some(form)) => Message::new("input-kind-quarter").with("form", form),
                _ if other.starts_with("struct ") => Message::new("input-kind-object"),
                _ => Message::new("input-kind-other"),
            }
        }
    };
    Message::new("input-type").with_message("expected", kind)
}

/// Runs `validator` and turns its findings into sentences. The refused value is never echoed: it may be a password.
pub fn check(input: &impl Validate) -> Result<()> {
    match input.validate() {
        Ok(()) => Ok(()),
        Err(errors) => {
            let mut fields = Vec::new();
            collect(&errors, "", &mut fields);
            fields.sort_by(|a, b| a.field.cmp(&b.field));
            Err(Error::Invalid(fields))
        }
    }
}

fn collect(errors: &ValidationErrors, prefix: &str, fields: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let path = if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        match kind {
            ValidationErrorsKind::Field(found) => {
                fields.extend(found.iter().map(|error| FieldError::new(path.clone(), sentence(error))));
            }
            ValidationErrorsKind::Struct(inner) => collect(inner, &path, fields),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{path}[{index}]"), fields);
                }
            }
        }
    }
}

fn sentence(error: &validator::ValidationError) -> Message {
    let figure = |name: &str| error.params.get(name).map(ToString::to_string);
    match (error.code.as_ref(), figure("min"), figure("max")) {
        ("length", _, Some(max)) => {
            Message::new("input-length").with("min", figure("min").unwrap_or_default()).with("max", max)
        }
        ("length", Some(min), None) => Message::new("input-too-short").with("min", min),
        ("range", min, max) => Message::new("input-range")
            .with("min", min.unwrap_or_default())
            .with("max", max.unwrap_or_default()),
        ("email", ..) => Message::new("input-email"),
        _ => Message::new("input-invalid"),
    }
}

/// The version an edit is based on: `If-Match: "7"` (or bare `7`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl IfMatch {
    /// For the few deeds that may do without.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `If-Match` for what is no version.
    pub fn given(request: &HttpRequest) -> Result<Option<Self>> {
        let value = request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        let version = value.map(|text| text.trim().trim_start_matches("W/").trim_matches('"').parse());
        version
            .transpose()
            .map(|version| version.map(Self))
            .map_err(|_| Error::field("If-Match", "input-if-match"))
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<std::result::Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = Self::given(request).and_then(|given| given.ok_or(Error::PreconditionRequired));
        ready(given.map_err(ApiError))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::calendar::Quarter;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::message::Arg;
    use crate::web::Lang;
    use chrono::NaiveDate;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Deserialize, Debug, Default)]
    #[serde(deny_unknown_fields, default)]
    struct Nested {
        yuan: i64,
        small: i32,
        text: String,
        flag: bool,
        list: Vec<i64>,
        inner: Option<Box<Nested>>,
        map: BTreeMap<String, String>,
        lang: Option<Lang>,
        quarter: Option<Quarter>,
        division: Option<DivisionCode>,
        day: Option<NaiveDate>,
    }

    #[derive(Deserialize, Debug, Validate)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[validate(length(min = 12, max = 20))]
        password: String,
        #[serde(default)]
        yuan: i64,
    }

    fn refused(text: &str) -> (String, &'static str) {
        match parse::<Sample>(text.as_bytes()) {
            Err(Error::Invalid(fields)) => (fields[0].field.clone(), fields[0].message.id),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_refusal_names_the_field() {
        assert_eq!(refused(r#"{"password":"x","colour":1}"#), ("colour".into(), "input-unknown-field"));
        assert_eq!(refused(r#"{"password":"x","yuan":"1"}"#), ("yuan".into(), "input-type"));
        assert_eq!(refused(r#"{"password":"x","yuan":99999999999999999999}"#).0, "yuan");
        assert_eq!(refused(r#"{"yuan":1}"#), ("password".into(), "input-required"));
    }

    #[test]
    fn no_refusal_speaks_the_programs_own_words() {
        let (largest, integer) = (i64::MAX.to_string(), "input-kind-integer");
        let expected = |text: &str| match parse::<Nested>(text.as_bytes()) {
            Err(Error::Invalid(fields)) => match fields[0].message.args.first() {
                Some((_, Arg::Message(kind))) => (fields[0].field.clone(), kind.id, Lang::Zh.render(kind)),
                other => panic!("{text}: {other:?}"),
            },
            other => panic!("{text}: {other:?}"),
        };
        for (body, field, kind) in [
            (r#"{"yuan":"1"}"#, "yuan", integer),
            (r#"{"yuan":1.5}"#, "yuan", integer),
            (r#"{"yuan":99999999999999999999}"#, "yuan", integer),
            (r#"{"small":9999999999}"#, "small", integer),
            (r#"{"text":1}"#, "text", "input-kind-text"),
            (r#"{"text":null}"#, "text", "input-kind-text"),
            (r#"{"flag":"yes"}"#, "flag", "input-kind-boolean"),
            (r#"{"list":{}}"#, "list", "input-kind-list"),
            (r#"{"list":[1,"2"]}"#, "list[1]", integer),
            (r#"{"inner":3}"#, "inner", "input-kind-object"),
            (r#"{"map":3}"#, "map", "input-kind-object"),
            (r#"{"lang":"fr"}"#, "lang", "input-kind-word"),
            (r#"{"quarter":"2026-3"}"#, "quarter", "input-kind-quarter"),
            (r#"{"division":"济南"}"#, "division", "input-kind-division"),
            (r#"{"day":"2026-02-30"}"#, "day", "input-kind-other"),
            ("3", ".", "input-kind-object"),
        ] {
            let (named, id, sentence) = expected(body);
            assert_eq!((named.as_str(), id), (field, kind), "{body}");
            let foreign = ["struct", "i64", "i32", "expected", "invalid", "Nested"];
            assert!(foreign.iter().all(|word| !sentence.contains(word)), "{body}: {sentence}");
        }
        assert!(expected(r#"{"yuan":"1"}"#).2.contains(&largest));
        assert!(expected(r#"{"lang":"fr"}"#).2.contains("zh-CN en"));
        assert!(expected(r#"{"quarter":"2026-3"}"#).2.contains("YYYYQn"));
        assert_eq!(
            refused(r#"{"password":"x","password":"y"}"#),
            ("password".into(), "input-duplicate-field")
        );
    }

    #[test]
    fn a_right_body_is_taken_and_what_may_be_missing_has_its_default() {
        assert_eq!(parse::<Sample>(br#"{"password":"x","yuan":3}"#).unwrap().yuan, 3);
        assert_eq!(parse::<Sample>(br#"{"password":"x"}"#).unwrap().yuan, 0);
    }

    #[test]
    fn members_have_names_and_no_positions() {
        assert_eq!(refused(r#" ["x",3]"#), (".".into(), "input-type"));
        assert_eq!(refused("[]").1, "input-type");
    }

    #[test]
    fn broken_json_is_malformed_not_invalid() {
        for text in ["{", r#"{"password":"x"} x"#, ""] {
            assert!(matches!(parse::<Sample>(text.as_bytes()), Err(Error::Malformed(_))), "{text}");
        }
    }

    #[test]
    fn a_refused_password_is_not_repeated() {
        let error = check(&Sample { password: "secret".into(), yuan: 0 }).unwrap_err();
        assert!(!format!("{error:?}").contains("secret"));
    }
}
