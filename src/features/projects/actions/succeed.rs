//! Leaving the lists for good: what a list's roll-over decides about a project is carried out here, when that list is
//! published. The record stays, with all its versions; a merged one names the record it lives on in, and a later change
//! of its side state, with a reason, undoes that.

use super::edit::{Next, commit, open};
use super::rules::changes;
use crate::db::Conn;
use crate::features::audit::{Change, Record};
use crate::features::projects::model::{Facts, SideState, fields};
use crate::features::projects::store::{self, Say};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// How a project leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// 退出: followed up, on no list.
    Exit,
    /// 合并: it lives on in this record.
    Merge(i64),
    /// 拆分: it lives on in these records.
    Split(Vec<i64>),
}

/// Lets a project leave. A record that is no longer alive (voided, or gone
/// already) is left as it is.
///
/// # Errors
/// [`Error::NotFound`](crate::kernel::error::Error::NotFound) outside the scope.
pub fn depart(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    departure: &Departure,
    reason: Option<String>,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    let (before, book) = open(conn, caller, id, today)?;
    let (deed, side_state, into) = match departure {
        Departure::Exit => ("project.exit", SideState::Exited, Vec::new()),
        Departure::Merge(into) => ("project.merge", SideState::Merged, vec![*into]),
        Departure::Split(into) => ("project.split", SideState::Split, into.clone()),
    };
    if !matches!(before.facts.side_state, SideState::Active | SideState::Suspended) {
        return Ok(());
    }
    let facts = Facts { side_state, ..before.facts.clone() };
    let mut differences = changes(fields::differences(&before.facts, &facts));
    if !into.is_empty() {
        differences.push(Change::new("into", Value::Null, json!(into)));
    }
    let record = Record::new(deed, "project", id, facts.division).changing(differences).because(reason);
    let say = Say::Stated(&caller.name);
    let next = Next { facts: &facts, justifications: &before.justifications, say };
    commit(conn, caller, (&before, &book), next, record, (now, today))?;
    if let Departure::Merge(into) = departure {
        store::point_to(conn, id, *into)?;
    }
    Ok(())
}
