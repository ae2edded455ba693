//! The one error of the house. It says what happened in the field's terms; `web::faces` decides whether that becomes
//! a page or `application/problem+json`, and which status it carries. Which one to use:
//!
//! - a row that is not there, *or that the caller may not see* -> [`Error::NotFound`] (another city's ids look absent)
//! - a deed the caller's role may not do -> [`Error::Forbidden`]
//! - input that cannot be taken -> [`Error::Invalid`], one [`FieldError`] for each field
//! - a deed that the present state refuses (published twice, wrong phase) -> [`Error::Conflict`]
//! - an edit based on an old version -> [`Error::Stale`]
//! - everything that is our fault -> [`Error::Unexpected`], logged once, never shown

use super::message::Message;

/// Shorthand used everywhere.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What one field refuses, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field as the API spells it.
    pub field: String,
    /// What was expected and what to do. Its id is the `code`.
    pub message: Message,
}

impl FieldError {
    /// A refusal of `field`.
    pub fn new(field: impl Into<String>, message: impl Into<Message>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Everything that can go wrong, as the caller needs to hear it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404. Also the answer for what lies outside the caller's scope.
    #[error("not found")]
    NotFound,
    /// 401. No valid session or token.
    #[error("not signed in: {}", .0.id)]
    Unauthenticated(Message),
    /// 403. Signed in, but this role may not do this.
    #[error("forbidden: {}", .0.id)]
    Forbidden(Message),
    /// 422. One entry for each refused field.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<FieldError>),
    /// 400. The request itself cannot be read (broken JSON, broken multipart).
    #[error("malformed request: {}", .0.id)]
    Malformed(Message),
    /// 409. The present state refuses the deed.
    #[error("conflict: {}", .0.id)]
    Conflict(Message),
    /// 409. The caller edited an old version; the three sides as JSON objects.
    #[error("stale version")]
    Stale {
        /// What the caller started from.
        base: serde_json::Value,
        /// What the caller wants.
        yours: serde_json::Value,
        /// What stands now.
        current: serde_json::Value,
    },
    /// 428. A change without `If-Match`.
    #[error("precondition required")]
    PreconditionRequired,
    /// 413, with the limit in bytes.
    #[error("body larger than {0} bytes")]
    TooLarge(usize),
    /// 405.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// 415.
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// 429, with the seconds to wait.
    #[error("too many attempts, wait {0} s")]
    TooMany(u64),
    /// 503. The database does not answer now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// 500. Ours to mend; the cause is logged, never shown.
    #[error("unexpected: {0:#}")]
    Unexpected(#[from] anyhow::Error),
}

impl Error {
    /// A refusal of a single field.
    pub fn field(field: impl Into<String>, message: impl Into<Message>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// A refusal by the present state.
    pub fn conflict(message: impl Into<Message>) -> Self {
        Self::Conflict(message.into())
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::Unauthenticated("error-unauthenticated-detail".into())
    }

    /// A refusal by right.
    pub fn forbidden(message: impl Into<Message>) -> Self {
        Self::Forbidden(message.into())
    }
}

/// The value, or its refusal on the pile: every wrong field of an input is told at once.
pub fn kept<T>(field: &str, read: Result<T, Message>, wrong: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|message| wrong.push(FieldError::new(field, message))).ok()
}

/// How a text is cleaned that may have so many characters.
pub type Cleaning = fn(&str, usize) -> Result<String, Message>;

/// A text that may be left out, cleaned; none where it is blank. Its refusal goes on the pile.
pub fn optional(
    field: &str,
    text: Option<String>,
    (clean, longest): (Cleaning, usize),
    wrong: &mut Vec<FieldError>,
) -> Option<String> {
    let text = kept(field, clean(&text?, longest), wrong)?;
    (!text.is_empty()).then_some(text)
}
