//! What comes from outside about a project: one body for JSON and form. A field that is absent keeps what stands, an
//! empty one empties it; so the same type serves POST, PATCH and the page.

mod body;
mod form;
mod place;

pub use body::Body;
pub use form::from_form;

use super::model::Facts;
use crate::kernel::division::DivisionCode;
use crate::web::Caller;

/// Absent, null or a value: the two kinds of nothing that a PATCH is about.
type Given<T> = Option<Option<T>>;

/// Where a new record begins: nothing is known but the place, if the person has only one.
pub fn blank(caller: &Caller, province: DivisionCode) -> Facts {
    let home = match caller.scope.places() {
        [only] => *only,
        _ => province,
    };
    Facts::named(String::new(), home)
}
