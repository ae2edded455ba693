//! What every answer carries: the safety headers, the remembered language, and the spent note's removal.

use super::shell::{LANG_COOKIE, has_flash, query_lang, spent_flash};
use crate::locales::Lang;
use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;

/// Nothing leaves the server and nothing inline runs; styles and scripts come from our own files alone.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The page may show an address of our own in a frame.
pub const FRAMING: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A letter as mail programs show it, in a frame of our own page: its inline styles and nothing else, as of no origin.
pub const FRAMED_LETTER: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'self'; sandbox";

/// Gives an answer a policy of its own in place of everybody's: one of those above.
pub fn policy(response: &mut actix_web::HttpResponse, policy: &'static str) {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}

/// Middleware around everything.
pub async fn finish<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let chosen = query_lang(request.query_string());
    let spends_flash = request.method() == Method::GET
        && has_flash(request.request())
        && !request.path().starts_with("/static/");
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let everybodys = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, everybodys);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(lang) = chosen {
        response.response_mut().add_cookie(&remembered(lang))?;
    }
    if spends_flash && !response.response().cookies().any(|cookie| cookie.name() == spent_flash().name()) {
        response.response_mut().add_cookie(&spent_flash())?;
    }
    Ok(response)
}

fn remembered(lang: Lang) -> Cookie<'static> {
    Cookie::build(LANG_COOKIE, lang.as_str())
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .max_age(Duration::days(365))
        .finish()
}
