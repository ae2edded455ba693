//! One error, two faces. A handler's return type says which: [`PageResult`] fails as an HTML page, [`ApiResult`] as
//! RFC 9457 `application/problem+json`. The status table stands here and nowhere else. The body is written later, by
//! `web::refusal`, because only there the reader's language and the request's id are known.

use crate::kernel::error::{Error, FieldError};
use crate::kernel::message::Message;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;
use std::fmt;

/// What the reader of an error can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// An HTML page.
    Page,
    /// `application/problem+json`
    Api,
}

impl Face {
    /// By address, where no handler has spoken: unknown addresses, wrong methods, refused guards.
    pub fn of_path(path: &str) -> Self {
        if path == "/api" || path.starts_with("/api/") { Self::Api } else { Self::Page }
    }
}

/// What a page handler returns.
pub type PageResult = Result<HttpResponse, PageError>;
/// What an API handler returns.
pub type ApiResult = Result<HttpResponse, ApiError>;

/// Fails as a page.
pub struct PageError(pub Error);
/// Fails as problem+json.
pub struct ApiError(pub Error);

macro_rules! face {
    ($name:ident, $face:expr) => {
        impl<E: Into<Error>> From<E> for $name {
            fn from(error: E) -> Self {
                Self(error.into())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl ResponseError for $name {
            fn status_code(&self) -> StatusCode {
                status(&self.0)
            }
            fn error_response(&self) -> HttpResponse {
                failure(&self.0, $face)
            }
        }
    };
}
face!(PageError, Face::Page);
face!(ApiError, Face::Api);

/// The status table.
pub const fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Malformed(_) => StatusCode::BAD_REQUEST,
        Error::Conflict(_) | Error::Stale { .. } => StatusCode::CONFLICT,
        Error::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Error::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What the body will say, carried along with the response that still lacks it.
#[derive(Clone)]
pub(super) struct Failure {
    pub(super) face: Face,
    /// Fluent id of the title.
    pub(super) title: &'static str,
    pub(super) detail: Message,
    pub(super) fields: Vec<FieldError>,
    /// `base`, `yours`, `current` of a stale edit.
    pub(super) sides: Option<serde_json::Value>,
}

/// A response that still lacks its body.
pub fn failure(error: &Error, face: Face) -> HttpResponse {
    let status = status(error);
    let mut sides = None;
    let (title, detail, fields) = match error {
        Error::NotFound => ("error-not-found", Message::new("error-not-found-detail"), vec![]),
        Error::Unauthenticated(why) => ("error-unauthenticated", why.clone(), vec![]),
        Error::Forbidden(why) => ("error-forbidden", why.clone(), vec![]),
        Error::Invalid(fields) => ("error-invalid", Message::new("error-invalid-detail"), fields.clone()),
        Error::Malformed(why) => ("error-malformed", why.clone(), vec![]),
        Error::Conflict(why) => ("error-conflict", why.clone(), vec![]),
        Error::Stale { base, yours, current } => {
            sides = Some(json!({ "base": base, "yours": yours, "current": current }));
            ("error-stale", Message::new("error-stale-detail"), vec![])
        }
        Error::PreconditionRequired => {
            ("error-precondition", Message::new("error-precondition-detail"), vec![])
        }
        Error::TooLarge(limit) => {
            ("error-too-large", Message::new("error-too-large-detail").with("limit", limit / 1024), vec![])
        }
        Error::MethodNotAllowed => ("error-method", Message::new("error-method-detail"), vec![]),
        Error::UnsupportedMediaType => ("error-media-type", Message::new("error-media-type-detail"), vec![]),
        Error::TooMany(seconds) => {
            ("error-too-many", Message::new("error-too-many-detail").with("seconds", seconds), vec![])
        }
        Error::Unavailable(why) => {
            tracing::error!(%why, "unavailable");
            ("error-unavailable", Message::new("error-unavailable-detail"), vec![])
        }
        Error::Unexpected(cause) => {
            tracing::error!(cause = format!("{cause:#}"), "unexpected error");
            ("error-unexpected", Message::new("error-unexpected-detail"), vec![])
        }
    };
    let mut builder = HttpResponse::build(status);
    if let Error::TooMany(seconds) = error {
        builder.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if matches!(error, Error::Unauthenticated(_)) && face == Face::Api {
        builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    let response = builder.finish();
    let mut response = response;
    response.extensions_mut().insert(Failure { face, title, detail, fields, sides });
    response
}
