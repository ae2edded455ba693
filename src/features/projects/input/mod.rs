//! What comes from outside about a project: one body for JSON and form. A field that is absent keeps what stands, an
//! empty one empties it; so the same type serves POST, PATCH and the page.

mod body;
mod form;
mod place;

pub use body::Body;
pub use form::from_form;

use super::model::Facts;
use crate::features::reference::Book;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::web::{Caller, parse_json};
use serde_json::{Value, json};

/// Where a new record begins: nothing is known but the place, if the person has only one.
pub fn blank(caller: &Caller, province: DivisionCode) -> Facts {
    let home = match caller.scope.places() {
        [only] => *only,
        _ => province,
    };
    Facts::named(String::new(), home)
}

/// `base` with one fact said anew: `field` and `to` as a PATCH would say them. For whoever corrects a copy of the facts
/// (a published list) by the registry's own rules.
///
/// # Errors
/// [`Error::Invalid`](crate::kernel::error::Error::Invalid) on `field` for what is no fact or cannot be read.
pub fn amended(base: &Facts, field: &str, to: &Value, book: &Book) -> Result<Facts> {
    let said = json!({ field: to });
    parse_json::<Body>(said.to_string().as_bytes())?.apply(base, book)
}
