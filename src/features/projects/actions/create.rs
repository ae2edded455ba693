//! Entering a project.

use super::Because;
use super::reasons::{clean_reason, settled};
use super::rules::{changes, faults, none_of};
use crate::db::Conn;
use crate::features::audit::{self, Record};
use crate::features::projects::checks::{lead_on, name_chain, tidy};
use crate::features::projects::model::{Facts, Project, Source, fields};
use crate::features::projects::registry::project;
use crate::features::projects::store::{self, Say, Target, Written};
use crate::features::reference::book;
use crate::kernel::canonical::hash;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use std::collections::BTreeMap;

/// Enters a project. The same facts from the same person within a minute are one submission: the second answers with
/// the project that the first made.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for what cannot be, a place outside the caller's scope included.
pub fn create(
    conn: &mut Conn,
    caller: &Caller,
    facts: Facts,
    source: &Source,
    now: Instant,
    today: NaiveDate,
) -> Result<Project> {
    create_with(conn, caller, facts, Because::default(), source, (now, today))
}

/// [`create`], with a reason and with warnings settled at once.
///
/// # Errors
/// As [`create`].
pub fn create_with(
    conn: &mut Conn,
    caller: &Caller,
    mut facts: Facts,
    because: Because,
    source: &Source,
    (now, today): (Instant, NaiveDate),
) -> Result<Project> {
    caller.must(Deed::EditProjects)?;
    let book = book(conn)?;
    tidy(&mut facts);
    name_chain(&mut facts, &book);
    let moved = lead_on(&mut facts, &book);
    none_of(faults(conn, caller, None, &facts, &book)?)?;
    let reason = clean_reason(because.reason)?;
    let justifications = settled(&facts, &BTreeMap::new(), because.justifications)?;
    let keys = submission_keys(caller, source, &facts, now);
    let written = if let Some(id) = store::submitted(conn, &keys)? {
        Written::Submitted(id)
    } else {
        let target = Target::New { by: caller.id, submission: keys.into_iter().next() };
        let say = Say::Stated(&source.label);
        store::record(conn, target, &facts, &justifications, &book, say, (now, today))?
    };
    let id = match written {
        Written::Submitted(id) => id,
        Written::Done(id) => {
            let stated = changes(fields::stated(&facts));
            let record = Record::new("project.create", "project", id, facts.division);
            audit::record(conn, caller, now, record.changing(stated).because(reason))?;
            id
        }
        Written::Stale => return Err(Error::NotFound),
    };
    let mut saved = project(conn, &caller.scope, id, today.year())?;
    saved.warnings.extend(moved);
    Ok(saved)
}

/// One key for this minute and one for the last: a person who sends the same facts twice means one project. Empty for
/// workbooks and commands, which know their rows.
fn submission_keys(caller: &Caller, source: &Source, facts: &Facts, now: Instant) -> Vec<String> {
    let (Some(person), None) = (caller.id, source.import) else { return Vec::new() };
    let minute = now.utc().timestamp() / 60;
    let stated = Value::Object(fields::object(facts));
    [minute, minute - 1].iter().map(|minute| hash(format!("{person} {minute} {stated}"))).collect()
}
