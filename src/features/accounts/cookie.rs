//! The session cookie, as both faces set it.

use crate::web::{SESSION_COOKIE, Site};
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use chrono::TimeDelta;

/// The cookie of a session that has begun: not readable by scripts, not sent along from other sites' forms.
pub fn session(token: String, site: Site, lifetime: TimeDelta) -> Cookie<'static> {
    Cookie::build(SESSION_COOKIE, token)
        .path("/")
        .http_only(true)
        .secure(site.secure_cookies)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(lifetime.num_seconds()))
        .finish()
}

/// The cookie that ends it.
pub fn ended() -> Cookie<'static> {
    let mut cookie = Cookie::build(SESSION_COOKIE, "").path("/").http_only(true).finish();
    cookie.make_removal();
    cookie
}

/// The browser's or program's own name, for the list of sessions.
pub fn agent(request: &HttpRequest) -> String {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    agent.unwrap_or_default().to_owned()
}
