//! What surrounds every page: language, who is signed in, the token for forms, the note after a deed, the mark of a
//! demonstration. A page's template holds a [`Shell`] and extends `web/templates/base.html`.

use super::assets;
use super::caller::Caller;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::locales::Lang;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use askama::Template;
use std::convert::Infallible;
use std::future::{Ready, ready};

/// Name of the language cookie.
pub const LANG_COOKIE: &str = "groundwork_lang";
/// Name of the cookie that carries one note across a redirect.
const FLASH_COOKIE: &str = "groundwork_flash";

/// What the site says of itself; app data.
#[derive(Clone, Copy, Debug, Default)]
pub struct Site {
    /// Every page and export is marked as a demonstration.
    pub demonstration: bool,
    /// Cookies are marked Secure.
    pub secure_cookies: bool,
}

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The reader's language.
    pub lang: Lang,
    /// Who is signed in.
    pub caller: Option<Caller>,
    /// Path of the request.
    pub path: String,
    /// Path and query of the request with the other language, for the switch.
    pub other_lang_url: String,
    /// A note left by the deed before the redirect.
    pub flash: Option<String>,
    /// Mark the page as a demonstration.
    pub demonstration: bool,
    /// Only the fragment is wanted (`X-Fragment: 1`).
    pub fragment: bool,
}

impl Shell {
    /// Reads the request; never fails.
    pub fn of(request: &HttpRequest) -> Self {
        let caller = request.extensions().get::<Caller>().cloned();
        let lang = lang_of(request, caller.as_ref().map(|caller| caller.lang));
        let site = request.app_data::<web::Data<Site>>().map(|site| *site.get_ref()).unwrap_or_default();
        Self {
            lang,
            other_lang_url: with_lang(request.path(), request.query_string(), lang.other()),
            path: request.path().to_owned(),
            flash: request.cookie(FLASH_COOKIE).and_then(|cookie| decode(cookie.value())),
            demonstration: site.demonstration,
            fragment: request.headers().contains_key("x-fragment"),
            caller,
        }
    }

    /// Around nobody: for the part of a page that is the same for everybody who reads this language.
    pub fn of_nobody(lang: Lang, demonstration: bool) -> Self {
        Self {
            lang,
            caller: None,
            path: String::new(),
            other_lang_url: String::new(),
            flash: None,
            demonstration,
            fragment: false,
        }
    }

    /// The sentence with this id, in the reader's language.
    pub fn t(&self, id: &str) -> String {
        self.lang.t(id)
    }

    /// Whether the person's role knows the deed; nobody's does when nobody is signed in.
    pub fn may(&self, deed: Deed) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.may(deed))
    }

    /// May edit the registry (for templates).
    pub fn may_edit(&self) -> bool {
        self.may(Deed::EditProjects)
    }

    /// May register leads and follow them (for templates).
    pub fn may_promote(&self) -> bool {
        self.may(Deed::Promote)
    }

    /// May nominate and confirm what a city is told (for templates).
    pub fn may_nominate(&self) -> bool {
        self.may(Deed::Nominate)
    }

    /// May open, decide and publish lists (for templates).
    pub fn may_manage_lists(&self) -> bool {
        self.may(Deed::ManageLists)
    }

    /// May administer (for templates).
    pub fn may_administer(&self) -> bool {
        self.may(Deed::Administer)
    }

    /// May read the audit record (for templates).
    pub fn may_read_audit(&self) -> bool {
        self.may(Deed::ReadAudit)
    }

    /// The token that forms repeat; empty when nobody is signed in.
    pub fn csrf(&self) -> &str {
        self.caller
            .as_ref()
            .and_then(|c| c.session.as_ref())
            .map_or("", |session| session.csrf_token.as_str())
    }

    /// `page` when the path lies under `prefix`, for `aria-current`.
    pub fn current(&self, prefix: &str) -> bool {
        if prefix == "/" { self.path == "/" } else { self.path.starts_with(prefix) }
    }

    /// Address of a built-in asset with its hash.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }
}

impl FromRequest for Shell {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// The language of the answer, where there is no page around it.
impl FromRequest for Lang {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let stored = request.extensions().get::<Caller>().map(|caller| caller.lang);
        ready(Ok(lang_of(request, stored)))
    }
}

/// The one rule: what is asked for with this very request wins, `?lang=`, or the `Accept-Language` of a program (a browser
/// sends it without being told to). Then what was chosen before: the remembered switch, the account's language. Then what
/// the browser prefers; Chinese for whoever says nothing.
fn lang_of(request: &HttpRequest, stored: Option<Lang>) -> Lang {
    let accepted = accepted_lang(request);
    let is_program = request.path().starts_with("/api/v1/");
    query_lang(request.query_string())
        .or(accepted.filter(|_| is_program))
        .or_else(|| request.cookie(LANG_COOKIE).and_then(|cookie| Lang::from_word(cookie.value())))
        .or(stored)
        .or(accepted)
        .unwrap_or(Lang::Zh)
}

/// The choice in a query string.
pub(super) fn query_lang(query: &str) -> Option<Lang> {
    query.split('&').filter_map(|pair| pair.strip_prefix("lang=")).find_map(Lang::from_word)
}

/// The one of our languages that `Accept-Language` weighs most; of equal ones the first.
fn accepted_lang(request: &HttpRequest) -> Option<Lang> {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for one in accepted.split(',') {
        let (range, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let word = range.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let weight = weight.trim().strip_prefix("q=").and_then(|number| number.parse().ok()).unwrap_or(0.0);
        if let Some(lang) = Lang::from_word(&word)
            && weight > best.map_or(0.0, |(most, _)| most)
        {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

fn with_lang(path: &str, query: &str, lang: Lang) -> String {
    let word = if lang == Lang::Zh { "zh" } else { "en" };
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let mut pairs = kept;
    let lang = format!("lang={word}");
    pairs.push(&lang);
    format!("{path}?{}", pairs.join("&"))
}

/// A rendered page as a response.
pub fn html(template: &impl Template) -> HttpResponse {
    html_with_status(actix_web::http::StatusCode::OK, template)
}

/// A rendered page with another status: a form shown again with its errors (422), a stale edit (409).
pub fn html_with_status(status: actix_web::http::StatusCode, template: &impl Template) -> HttpResponse {
    html_body(status, page(template))
}

/// A page that was put together already.
pub fn html_text(text: String) -> HttpResponse {
    html_body(actix_web::http::StatusCode::OK, text)
}

fn html_body(status: actix_web::http::StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::VARY, "X-Fragment, Cookie"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}

/// Renders; a template that fails to format is our fault and says so in the log.
pub fn page(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a template failed to render");
        String::new()
    })
}

/// After a deed: back to a page (303), with a note that is shown once.
pub fn redirect_with(to: &str, lang: Lang, note: &Message) -> HttpResponse {
    let cookie = Cookie::build(FLASH_COOKIE, encode(&lang.render(note)))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish();
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).cookie(cookie).finish()
}

/// After a deed without a note.
pub fn redirect(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// The cookie that forgets the note once it was shown.
pub(super) fn spent_flash() -> Cookie<'static> {
    let mut cookie = Cookie::build(FLASH_COOKIE, "").path("/").http_only(true).finish();
    cookie.make_removal();
    cookie
}

/// Whether the request carries a note that the page now shows.
pub(super) fn has_flash(request: &HttpRequest) -> bool {
    request.cookie(FLASH_COOKIE).is_some_and(|cookie| !cookie.value().is_empty())
}

/// Percent-encodes everything but unreserved characters: for cookies, query values and file names (RFC 3986, 5987).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0').to_ascii_uppercase());
            out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0').to_ascii_uppercase());
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, tail) {
            let digit = |byte: &u8| char::from(*byte).to_digit(16);
            bytes.push((digit(high)? * 16 + digit(low)?) as u8);
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let text = "已发布：鲁工信清单〔2026〕3号; 100% a=b";
        assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        assert_eq!(decode("%zz"), None);
    }

    #[test]
    fn of_the_accepted_languages_the_one_that_weighs_most_and_is_ours_counts() {
        let accepted = |value: &str| {
            let request = actix_web::test::TestRequest::default();
            accepted_lang(&request.insert_header((header::ACCEPT_LANGUAGE, value)).to_http_request())
        };
        assert_eq!(accepted("en-US,en;q=0.9,zh-CN;q=0.8"), Some(Lang::En));
        assert_eq!(accepted("fr, zh-Hans;q=0.7, en;q=0.9"), Some(Lang::En));
        assert_eq!(accepted("zh-CN,zh;q=0.9,en;q=0.8"), Some(Lang::Zh));
        for none in ["fr", "*", "", "en;q=0", "en;q=x"] {
            assert_eq!(accepted(none), None, "{none}");
        }
    }

    #[test]
    fn the_language_switch_keeps_the_query() {
        assert_eq!(with_lang("/projects", "city=370100&lang=zh", Lang::En), "/projects?city=370100&lang=en");
        assert_eq!(with_lang("/", "", Lang::Zh), "/?lang=zh");
    }
}
