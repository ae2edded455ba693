//! A reason and nothing else, as taking something back wants it.

use super::Form;
use crate::kernel::error::{Error, Result};
use crate::kernel::text::required_text;
use serde::Deserialize;

/// Longest reason.
const LONGEST: usize = 500;

/// The body of a deed that asks only why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why.
    pub reason: String,
}

impl Reason {
    /// From the field `reason` of a form.
    pub fn of_form(form: &Form) -> Self {
        Self { reason: form.raw("reason").to_owned() }
    }

    /// The cleaned reason.
    ///
    /// # Errors
    /// [`Error::Invalid`] of `reason` for none, and for one that is too long.
    pub fn checked(self) -> Result<String> {
        required_text(&self.reason, LONGEST).map_err(|message| Error::field("reason", message))
    }
}
