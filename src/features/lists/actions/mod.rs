//! Deeds on lists, one file an act. Each takes the list's row first ([`store::bump`]), so that two people who act at
//! once act one after the other and the second sees what the first has done.

mod cancel;
mod consistent;
mod correct;
mod decide;
mod justify;
mod nominate;
mod open;
mod publish;
mod tell;
mod unlock;

pub use cancel::cancel;
pub use correct::correct;
pub use decide::decide;
pub use justify::justify;
pub use nominate::nominate;
pub use open::{move_to, open};
pub use publish::publish;
pub use unlock::{end_unlock, unlock};

use super::model::{Entry, NominationState};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::projects::{self as registry, Facts, SideState};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use anyhow::anyhow;
use serde_json::Value;

/// A list is the whole province's: whoever opens, moves or publishes it must see all of it. Gives the province.
fn must_manage(caller: &Caller) -> Result<DivisionCode> {
    caller.must(Deed::ManageLists)?;
    if !caller.scope.is_whole_province() {
        return Err(Error::forbidden("lists-province-only"));
    }
    Ok(caller.scope.first().province())
}

/// What a nomination needs; gives the class.
fn gate(facts: Facts) -> Result<registry::Class> {
    if !is_alive(&facts) {
        return Err(Error::conflict("lists-project-not-active"));
    }
    let lacks = registry::missing_for_nomination(&facts);
    let refused: Vec<FieldError> =
        lacks.into_iter().map(|field| FieldError::new(field, "lists-nomination-needs")).collect();
    match facts.class {
        Some(class) if refused.is_empty() => Ok(class),
        _ => Err(Error::Invalid(refused)),
    }
}

/// Whether a project may stand on a list at all.
fn is_alive(facts: &Facts) -> bool {
    matches!(facts.side_state, SideState::Active | SideState::Suspended)
}

/// What keeps a project from standing on a published list, each with the entry and the field.
fn still_fit(project_id: i64, facts: &Facts) -> Vec<FieldError> {
    let mut refused: Vec<FieldError> = registry::missing_for_nomination(facts)
        .into_iter()
        .map(|field| {
            let message = Message::new("lists-publication-needs").with("name", &facts.name);
            FieldError::new(format!("entries.{project_id}.{field}"), message)
        })
        .collect();
    if !is_alive(facts) {
        let message = Message::new("lists-publication-not-active").with("name", &facts.name);
        refused.push(FieldError::new(format!("entries.{project_id}.side_state"), message));
    }
    refused
}

/// The nomination as the deed has left it.
fn standing_entry(conn: &mut Conn, caller: &Caller, quarter: Quarter, project_id: i64) -> Result<Entry> {
    store::entry(conn, &caller.scope, quarter, project_id)?
        .ok_or_else(|| Error::Unexpected(anyhow!("the nomination of {project_id} is gone")))
}

/// The record of a nomination's deed lies where the project lies, so that its city can read it.
fn remember(
    conn: &mut Conn,
    caller: &Caller,
    deed: &'static str,
    quarter: Quarter,
    (from, entry): (Option<NominationState>, &Entry),
    reason: Option<String>,
    now: Instant,
) -> Result<()> {
    let subject = format!("{quarter}/{}", entry.project_id);
    let mut changes = vec![Change::new("state", from.map(NominationState::as_str), entry.state.as_str())];
    if deed == "list.nominate" {
        changes.push(Change::new("class", Value::Null, entry.class.as_str()));
    }
    let record = Record::new(deed, "nomination", subject, entry.project.facts.division);
    audit::record(conn, caller, now, record.changing(changes).because(reason))
}
