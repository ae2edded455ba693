//! What comes from outside: the preparation that is approved, and whether somebody wants digests.

use crate::kernel::error::{Error, Result};
use crate::web::Form;

/// The preparation that was looked at.
///
/// # Errors
/// [`Error::Invalid`] where none, or no number, is named.
pub fn revision(form: &Form) -> Result<i64> {
    form.number("revision")?.ok_or_else(|| Error::field("revision", "input-required"))
}

/// Whether she wants digests: `on`, `off`.
///
/// # Errors
/// [`Error::Invalid`] for any other word.
pub fn wants(form: &Form) -> Result<bool> {
    match form.raw("state") {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(Error::field("state", "digests-choice-unknown")),
    }
}
