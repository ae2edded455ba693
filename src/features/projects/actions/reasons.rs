//! Reasons: why something was done, and why a warning is no fault.

use crate::features::audit::Change;
use crate::features::projects::model::{Facts, fields};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::text::clean_text;
use serde_json::json;
use std::collections::BTreeMap;

/// Longest reason.
const LONGEST: usize = 500;

/// Warnings settled, by field.
pub(super) type Settled = BTreeMap<String, String>;

/// A blank reason is none.
pub(super) fn clean_reason(reason: Option<String>) -> Result<Option<String>> {
    let Some(reason) = reason else { return Ok(None) };
    let reason = clean_text(&reason, LONGEST).map_err(|message| Error::field("reason", message))?;
    Ok(Some(reason).filter(|reason| !reason.is_empty()))
}

/// The standing reasons with the new ones over them; an empty reason settles nothing and is refused.
pub(super) fn settled(facts: &Facts, standing: &Settled, new: Settled) -> Result<Settled> {
    let mut all = standing.clone();
    let mut wrong = Vec::new();
    for (field, reason) in new {
        let path = format!("justifications.{field}");
        if !fields::is_field(facts, &field) {
            wrong.push(FieldError::new(path, "input-unknown-field"));
            continue;
        }
        match clean_text(&reason, LONGEST) {
            Ok(reason) if reason.is_empty() => wrong.push(FieldError::new(path, "input-required")),
            Ok(reason) => {
                all.insert(field, reason);
            }
            Err(message) => wrong.push(FieldError::new(path, message)),
        }
    }
    if wrong.is_empty() { Ok(all) } else { Err(Error::Invalid(wrong)) }
}

/// What the audit record says when reasons were given. That a changed field drops its reason goes without saying.
pub(super) fn change_of(old: &Settled, new: &Settled) -> Option<Change> {
    let given = new.iter().any(|(field, reason)| old.get(field) != Some(reason));
    given.then(|| Change::new("justifications", json!(old), json!(new)))
}
