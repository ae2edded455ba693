//! What every deed on facts has to pass, whoever does it.

use crate::db::Conn;
use crate::features::audit::Change;
use crate::features::projects::checks::{place_field, refusals};
use crate::features::projects::model::Facts;
use crate::features::projects::store::{self, Stored};
use crate::features::reference::Book;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::Caller;
use serde_json::Value;

/// What cannot be, all of it at once: the facts themselves, a place that is not the caller's, a bundle that is none.
pub(super) fn faults(
    conn: &mut Conn,
    caller: &Caller,
    before: Option<&Stored>,
    facts: &Facts,
    book: &Book,
) -> Result<Vec<FieldError>> {
    let mut refused = refusals(facts, book);
    if !caller.scope.covers(facts.division) {
        refused.push(FieldError::new(place_field(facts), "projects-outside-scope"));
    }
    let stood = before.and_then(|one| one.facts.parent_id);
    if let Some(parent) = facts.parent_id.filter(|parent| stood != Some(*parent)) {
        refused.extend(not_a_bundle(conn, caller, before.map(|one| one.id), parent)?);
    }
    Ok(refused)
}

/// Refuses when there is anything to refuse.
pub(super) fn none_of(refused: Vec<FieldError>) -> Result<()> {
    if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
}

/// A bundle is another record that is itself no part, and a part has no parts of its own.
fn not_a_bundle(
    conn: &mut Conn,
    caller: &Caller,
    own: Option<i64>,
    parent: i64,
) -> Result<Option<FieldError>> {
    let refusal = |id| Ok(Some(FieldError::new("parent_id", Message::new(id).with("value", parent))));
    if own == Some(parent) {
        return refusal("projects-parent-itself");
    }
    match store::parent_of(conn, &caller.scope, parent) {
        Err(Error::NotFound) => return refusal("projects-parent-unknown"),
        Err(other) => return Err(other),
        Ok(Some(_)) => return refusal("projects-parent-is-part"),
        Ok(None) => {}
    }
    match own {
        Some(own) if store::has_parts(conn, own)? => refusal("projects-parent-has-parts"),
        _ => Ok(None),
    }
}

/// Differences as the audit record keeps them.
pub(super) fn changes(differences: Vec<(&'static str, Value, Value)>) -> Vec<Change> {
    differences.into_iter().map(|(field, from, to)| Change::new(field, from, to)).collect()
}
