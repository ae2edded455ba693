//! The HTTP kit: what every page and every API answer has in common. Knows no feature. A room declares its addresses
//! with [`Routes`], each with who may use it; handlers take [`Caller`], [`Shell`], [`Form`], [`Json`], [`Upload`] as
//! arguments and return [`PageResult`] or [`ApiResult`], which decides the face of a failure.

pub mod address;
mod assets;
mod caller;
pub mod copies;
mod download;
mod faces;
mod field;
mod form;
mod given;
pub mod headers;
mod json;
pub mod listing;
mod piece;
mod reason;
mod refusal;
mod refused;
mod routes;
mod shell;
mod upload;

pub use crate::locales::Lang;
pub use assets::serve as serve_asset;
pub use caller::{Caller, Credential, SESSION_COOKIE, SessionProof, WhoIs};
pub use download::{attachment, disposition};
pub use faces::{ApiError, ApiResult, Face, PageError, PageResult, failure};
pub use field::{Control, Field, Select};
pub use form::{Form, query};
pub use given::{Given, given};
pub use json::{IfMatch, Json, check, parse as parse_json};
pub use piece::Piece;
pub use reason::Reason;
pub use refusal::finish as finish_failures;
pub use refused::{Refused, refused, summary};
pub use routes::{Access, Names, PAGED, RouteInfo, Routes};
pub use shell::{Shell, Site, encode, html, html_text, html_with_status, page, redirect, redirect_with};
pub use upload::Upload;
