//! Who is calling. The kit knows how a request carries its proof (session cookie or bearer token) and asks a hook who
//! that is; the accounts room fills the hook. Handlers take [`Caller`] as an argument and pass it down.

use super::faces::ApiError;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::role::{Deed, Role};
use crate::locales::Lang;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "groundwork_session";

/// A person who is signed in, or a program with her token.
#[derive(Clone, Debug)]
pub struct Caller {
    /// `users.id`; nobody's when the command line acts.
    pub id: Option<i64>,
    /// Shown in the top bar, on exports and in the audit record.
    pub name: String,
    /// Unique, lower case; empty for the command line.
    pub email: String,
    /// What kinds of deed.
    pub role: Role,
    /// On which rows.
    pub scope: Scope,
    /// Her language.
    pub lang: Lang,
    /// Present when she came by cookie: such a request must prove that it came from our own page.
    pub session: Option<SessionProof>,
    /// The request's id, for the audit record.
    pub request_id: Option<String>,
}

/// What a cookie session carries.
#[derive(Clone, Debug)]
pub struct SessionProof {
    /// `sessions.id`, to revoke it.
    pub id: i64,
    /// The token that unsafe requests repeat.
    pub csrf_token: String,
}

impl Caller {
    /// Whoever sits at the machine itself: the commands `import`, `export`, `demo`.
    pub fn command_line(province: DivisionCode) -> Self {
        Self {
            id: None,
            name: "command line".to_owned(),
            email: String::new(),
            role: Role::Reviewer,
            scope: Scope::from(province),
            lang: Lang::Zh,
            session: None,
            request_id: None,
        }
    }

    /// Whether her role knows this deed.
    pub const fn may(&self, deed: Deed) -> bool {
        self.role.may(deed)
    }

    /// Refuses when her role does not know this deed.
    ///
    /// # Errors
    /// [`Error::Forbidden`]
    pub fn must(&self, deed: Deed) -> Result<()> {
        if self.may(deed) { Ok(()) } else { Err(Error::forbidden("error-role")) }
    }

    /// Whether her role knows this deed and she sees the whole province, in whose name it is done.
    pub fn may_for_province(&self, deed: Deed) -> bool {
        self.may(deed) && self.scope.is_whole_province()
    }

    /// Refuses what is done in the province's name when her role does not know it, or she sees a part of the province only.
    ///
    /// # Errors
    /// [`Error::Forbidden`]
    pub fn must_for_province(&self, deed: Deed) -> Result<()> {
        self.must(deed)?;
        if self.scope.is_whole_province() { Ok(()) } else { Err(Error::forbidden("error-province-only")) }
    }

    /// Refuses when `division` lies outside her scope; the row is then not there for her.
    ///
    /// # Errors
    /// [`Error::NotFound`]
    pub fn must_cover(&self, division: DivisionCode) -> Result<()> {
        if self.scope.covers(division) { Ok(()) } else { Err(Error::NotFound) }
    }
}

/// How a request proves who it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// The session cookie's value.
    Session(String),
    /// `Authorization: Bearer …`
    Bearer(String),
}

impl Credential {
    /// A bearer token wins over a cookie: a program says what it means.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        let bearer = request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        match bearer {
            Some(token) => Some(Self::Bearer(token.trim().to_owned())),
            None => request.cookie(SESSION_COOKIE).map(|cookie| Self::Session(cookie.value().to_owned())),
        }
    }
}

/// The answer of the hook, later.
pub type Answer = Pin<Box<dyn Future<Output = Result<Option<Caller>>>>>;

/// Asks who a credential belongs to. Filled by the accounts room, stored as app data.
#[derive(Clone)]
pub struct WhoIs(pub Arc<dyn Fn(Credential) -> Answer + Send + Sync>);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    /// The route's guard has already asked the hook; a handler that wants a caller on a public route gets 401.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or_else(|| ApiError(Error::unauthenticated())))
    }
}
