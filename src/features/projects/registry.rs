//! Projects as people see them: what is stored, and what is remarked about it now.

use super::checks::remarks;
use super::model::amounts::Amount;
use super::model::identity::{Identity, suspects};
use super::model::stage::missing;
use super::model::{Facts, Project, Warning};
use super::store::{self, Stored, candidates, facts_at, stored_many};
use crate::db::Conn;
use crate::features::reference::{Book, book};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeMap;

/// One project, with the plan and the year-to-date of `year`.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope.
pub fn project(conn: &mut Conn, scope: &Scope, id: i64, year: i32) -> Result<Project> {
    projects_by_ids(conn, scope, &[id], year)?.pop().ok_or(Error::NotFound)
}

/// Several projects in the order of `ids`; what is not there or outside the scope is left out.
pub fn projects_by_ids(conn: &mut Conn, scope: &Scope, ids: &[i64], year: i32) -> Result<Vec<Project>> {
    let found = stored_many(conn, scope, ids, year)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let book = book(conn)?;
    let identities: Vec<Identity> = found.iter().map(|one| Identity::of(one.id, &one.facts)).collect();
    let known = candidates(conn, scope, &identities)?;
    Ok(found
        .into_iter()
        .zip(&identities)
        .map(|(one, identity)| remarked(one, &book, identity, &known))
        .collect())
}

/// The facts of one version.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version in the scope.
pub fn as_of(conn: &mut Conn, scope: &Scope, id: i64, version: i64, year: i32) -> Result<Facts> {
    facts_at(conn, scope, id, version, year)
}

/// The versions of a project, newest first.
pub fn history(conn: &mut Conn, scope: &Scope, id: i64, year: i32) -> Result<Vec<store::Recorded>> {
    store::history(conn, scope, id, year)
}

pub(super) fn remarked(one: Stored, book: &Book, identity: &Identity, known: &[Identity]) -> Project {
    let mut warnings = remarks(&one.facts, book, latest_day(one.updated_at));
    warnings.extend(conflict(&one.amounts));
    warnings.extend(duplicate(&suspects(identity, known), known));
    settle(&mut warnings, &one.justifications);
    Project {
        id: one.id,
        version: one.version,
        missing: missing(&one.facts),
        facts: one.facts,
        warnings,
        amounts: one.amounts,
        merged_into: one.merged_into,
        reporter_id: one.reporter_id,
        light: one.light,
        created_at: one.created_at,
        updated_at: one.updated_at,
    }
}

/// The latest day it is anywhere on Earth (UTC+14): a date after it lay in the future when it was recorded, whatever
/// the zone.
fn latest_day(at: Instant) -> NaiveDate {
    at.plus(TimeDelta::hours(14)).utc().date_naive()
}

/// Another source's total that nobody has decided about.
fn conflict(amounts: &[Amount]) -> Option<Warning> {
    let adopted = amounts.iter().find(|amount| amount.is_adopted())?;
    let other = amounts.iter().find(|amount| amount.is_open() && !amount.figure.agrees(&adopted.figure))?;
    let said = |amount: &Amount| {
        let words = amount.figure.text.clone().unwrap_or_default();
        amount.figure.money.map_or(words, |money| money.wan_text())
    };
    let message = Message::new("projects-total-conflict")
        .with("adopted", said(adopted))
        .with("source", &adopted.source)
        .with("other", said(other))
        .with("other_source", &other.source);
    Some(Warning::new("total_investment_yuan", message))
}

fn duplicate(suspects: &[i64], known: &[Identity]) -> Option<Warning> {
    if suspects.is_empty() {
        return None;
    }
    let named: Vec<String> = known
        .iter()
        .filter(|other| suspects.contains(&other.id))
        .map(|other| format!("#{} {}", other.id, other.name))
        .collect();
    let message = Message::new("projects-suspected-duplicate").with("names", named.join("; "));
    Some(Warning { suspects: suspects.to_vec(), ..Warning::new("name", message) })
}

/// Marks what a reason has settled.
fn settle(warnings: &mut [Warning], justifications: &BTreeMap<String, String>) {
    for warning in warnings {
        warning.justified = justifications.get(warning.field).cloned();
    }
}
