//! HTML forms. The extractor checks the CSRF token before anything else reads the body, so a form handler cannot
//! forget it. A field's value stays text here; each room's `input.rs` turns it into the parsed type and keeps the
//! person's words for showing the form again.

use super::caller::Caller;
use super::faces::PageError;
use super::json::body;
use super::routes::{TokenInBody, check_token};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Paged};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

/// The posted fields, by name. A name that comes several times (check boxes) keeps all its values.
#[derive(Clone, Debug, Default)]
pub struct Form(BTreeMap<String, Vec<String>>);

impl Form {
    /// From pairs, e.g. a query string's or a test's.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    /// The trimmed value, when the field came and is not blank.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The value as posted, blank when it did not come: for showing the form again.
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// One of the words of `T`, if the field came; `unknown` names the sentence about any other, which is told its `value`.
    pub fn word<T: FromStr>(&self, name: &str, unknown: &'static str) -> Result<Option<T>> {
        let wrong = |text: &str| Error::field(name, Message::new(unknown).with("value", text));
        self.text(name).map(|text| text.parse().map_err(|_| wrong(text))).transpose()
    }

    /// A whole number, if the field came.
    pub fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>> {
        let digits = |text: &str| text.parse().map_err(|_| Error::field(name, "input-whole-number"));
        self.text(name).map(digits).transpose()
    }

    /// The code of a division, if the field came.
    pub fn place(&self, name: &str) -> Result<Option<DivisionCode>> {
        let code = |text: &str| DivisionCode::parse(text).map_err(|message| Error::field(name, message));
        self.text(name).map(code).transpose()
    }

    /// `page` and `per_page`.
    pub fn page(&self) -> Result<PageRequest> {
        PageRequest::new(self.number("page")?, self.number("per_page")?)
    }

    /// The page that is asked for of a collection that is answered whole when nobody names one.
    pub fn part<T>(&self, items: Vec<T>) -> Result<Vec<T>> {
        if !self.has("page") && !self.has("per_page") {
            return Ok(items);
        }
        Ok(Paged::cut(items, self.page()?).items)
    }

    /// Whether the field came at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Every value of a repeated field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names that came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl FromRequest for Form {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = body(request, payload);
        let due = token_due(request);
        Box::pin(async move {
            let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body.await?)
                .map_err(|_| Error::Malformed("error-form".into()))?;
            let form = Self::from_pairs(pairs);
            if let Some(expected) = due {
                check_token(form.raw("csrf").as_bytes(), &expected)?;
            }
            Ok(form)
        })
    }
}

/// The token that this request's body has to carry, if the guard left that check to the body's reader.
pub(super) fn token_due(request: &HttpRequest) -> Option<String> {
    request.extensions().get::<TokenInBody>()?;
    request.extensions().get::<Caller>()?.session.as_ref().map(|session| session.csrf_token.clone())
}

/// Reads a query string as a form: filters live in the URL.
pub fn query(request: &HttpRequest) -> Result<Form> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string())
        .map_err(|_| Error::Malformed("error-query".into()))?;
    Ok(Form::from_pairs(pairs))
}
