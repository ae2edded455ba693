//! Small deeds with a name of their own: a move of stage, a choice between totals, a settled warning, a void.

use super::Because;
use super::edit::{Next, commit, edit, must_not_be_locked, open, stale, started_from};
use super::reasons::clean_reason;
use super::rules::{changes, faults, none_of};
use crate::db::Conn;
use crate::features::audit::{Change, Record};
use crate::features::projects::model::{Facts, Project, SideState, Source, Stage, fields};
use crate::features::projects::store::Say;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::plan_date::PlanDate;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Moves a project to a stage, with the day it happened where the stage keeps one.
///
/// # Errors
/// As [`super::change`].
pub fn set_stage(
    conn: &mut Conn,
    caller: &Caller,
    (id, expected): (i64, Option<i64>),
    (stage, on): (Stage, Option<PlanDate>),
    reason: Option<String>,
    now: Instant,
    today: NaiveDate,
) -> Result<Project> {
    edit(conn, caller, (id, expected), &Source::person(&caller.name), (now, today), |before, _| {
        let mut facts = Facts { stage: Some(stage), ..before.clone() };
        let slot = match stage {
            Stage::Started => Some(&mut facts.actual_start),
            Stage::Completed => Some(&mut facts.actual_finish),
            Stage::InProduction => Some(&mut facts.in_production_on),
            _ => None,
        };
        if let (Some(slot), Some(on)) = (slot, on) {
            *slot = Some(on);
        }
        Ok((facts, reason.into()))
    })
}

/// Makes one source's statement the total; whatever else was stated is decided against.
///
/// # Errors
/// As [`super::change`]; [`Error::NotFound`] for a statement that is not the last word of its source.
pub fn adopt(
    conn: &mut Conn,
    caller: &Caller,
    (id, expected): (i64, Option<i64>),
    amount_id: i64,
    reason: Option<String>,
    now: Instant,
    today: NaiveDate,
) -> Result<Project> {
    let (before, book) = open(conn, caller, id, today)?;
    let chosen =
        before.amounts.iter().find(|amount| amount.id == amount_id).cloned().ok_or(Error::NotFound)?;
    let mut facts = started_from(conn, caller, &before, expected, today)?;
    (facts.total_investment, facts.total_text) = (chosen.figure.money, chosen.figure.text.clone());
    if expected.is_some_and(|expected| expected != before.version) {
        let base = started_from(conn, caller, &before, expected, today)?;
        return Err(stale((expected, &base), &facts, &before));
    }
    none_of(faults(conn, caller, Some(&before), &facts, &book)?)?;
    must_not_be_locked(conn, caller, id, now)?;
    let mut differences = changes(fields::differences(&before.facts, &facts));
    let open = before.amounts.iter().any(|amount| amount.is_open());
    if open || !differences.is_empty() {
        differences.push(Change::new("amounts", Value::Null, json!({ "adopted": chosen.source })));
    }
    let mut justifications = before.justifications.clone();
    justifications.remove("total_investment_yuan");
    let record = Record::new("project.adopt", "project", id, facts.division)
        .changing(differences)
        .because(clean_reason(reason)?);
    let next = Next { facts: &facts, justifications: &justifications, say: Say::Chosen(&chosen) };
    commit(conn, caller, (&before, &book), next, record, (now, today))
}

/// Settles the warnings about a field with a reason.
///
/// # Errors
/// As [`super::change`]; [`Error::Invalid`] for an empty reason.
pub fn justify(
    conn: &mut Conn,
    caller: &Caller,
    (id, expected): (i64, Option<i64>),
    field: &str,
    reason: &str,
    now: Instant,
    today: NaiveDate,
) -> Result<Project> {
    let because =
        Because { reason: None, justifications: BTreeMap::from([(field.to_owned(), reason.to_owned())]) };
    edit(conn, caller, (id, expected), &Source::person(&caller.name), (now, today), |before, _| {
        Ok((before.clone(), because))
    })
}

/// Takes a record out of every list and count, with a reason. It stays readable.
///
/// # Errors
/// As [`super::change`]; [`Error::Invalid`] without a reason.
pub fn void(
    conn: &mut Conn,
    caller: &Caller,
    (id, expected): (i64, Option<i64>),
    reason: &str,
    now: Instant,
    today: NaiveDate,
) -> Result<Project> {
    let because = Because::from(Some(reason.to_owned()));
    edit(conn, caller, (id, expected), &Source::person(&caller.name), (now, today), |before, _| {
        Ok((Facts { side_state: SideState::Voided, ..before.clone() }, because))
    })
}
