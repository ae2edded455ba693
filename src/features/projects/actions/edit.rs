//! Changing a project: compare with the version the caller started from, weigh what a workbook says against what
//! stands, ask the gates, write the next version.

use super::Because;
use super::reasons::{Settled, change_of, clean_reason, settled};
use super::rules::{changes, faults, none_of};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::projects::checks::{lead_on, name_chain, tidy};
use crate::features::projects::model::amounts::{Figure, Verdict, weigh};
use crate::features::projects::model::stage::gate;
use crate::features::projects::model::{Facts, Project, SideState, Source, fields};
use crate::features::projects::registry::project;
use crate::features::projects::store::{self, Say, Stored, Target, Written};
use crate::features::reference::{Book, book};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// Replaces the facts of a project. `expected` is the version the caller started from; `None` for commands and
/// imports, which read inside the same transaction. A workbook's total never overrules another source's: it is kept
/// beside, with a warning, until somebody adopts one.
///
/// # Errors
/// [`Error::NotFound`] outside the scope; [`Error::Stale`] with the three sides; [`Error::Invalid`] for what cannot
/// be, a stage whose facts are missing included; [`Error::Conflict`] for a voided record, and for a nominated one below
/// the province.
#[expect(clippy::too_many_arguments, reason = "one deed with all it depends on; agreed between the rooms")]
pub fn change(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    expected: Option<i64>,
    facts: Facts,
    reason: Option<String>,
    source: &Source,
    now: Instant,
    today: NaiveDate,
) -> Result<Project> {
    edit(conn, caller, (id, expected), source, (now, today), |_, _| Ok((facts, reason.into())))
}

/// [`change`] for whoever says what differs instead of the whole: `wanted` gets the facts that the caller started
/// from, which are those of an older version when the edit is stale.
///
/// # Errors
/// As [`change`], and whatever `wanted` refuses.
pub fn edit(
    conn: &mut Conn,
    caller: &Caller,
    (id, expected): (i64, Option<i64>),
    source: &Source,
    (now, today): (Instant, NaiveDate),
    wanted: impl FnOnce(&Facts, &Book) -> Result<(Facts, Because)>,
) -> Result<Project> {
    let (before, book) = open(conn, caller, id, today)?;
    let started = started_from(conn, caller, &before, expected, today)?;
    let (mut facts, because) = wanted(&started, &book)?;
    tidy(&mut facts);
    name_chain(&mut facts, &book);
    let moved = lead_on(&mut facts, &book);
    if expected.is_some_and(|expected| expected != before.version) {
        return Err(stale((expected, &started), &facts, &before));
    }
    let reason = clean_reason(because.reason)?;
    let voided = |facts: &Facts| facts.side_state == SideState::Voided;
    if voided(&before.facts) && voided(&facts) && facts != before.facts {
        return Err(Error::conflict("projects-is-voided"));
    }
    let mut refused = faults(conn, caller, Some(&before), &facts, &book)?;
    let mut beside = None;
    if source.import.is_some() {
        beside = weighed(conn, &before, &mut facts, source)?;
    } else {
        refused.extend(gate(&before.facts, &facts, reason.as_deref()));
    }
    none_of(refused)?;
    let mut differences = changes(fields::differences(&before.facts, &facts));
    if !differences.is_empty() || beside.is_some() {
        must_not_be_locked(conn, caller, id, now)?;
    }
    let mut standing = before.justifications.clone();
    standing.retain(|field, _| !differences.iter().any(|change| change.field == *field));
    if let Some(figure) = &beside {
        standing.remove("total_investment_yuan");
        differences.push(beside_change(figure, source));
    }
    let justifications = settled(&facts, &standing, because.justifications)?;
    differences.extend(change_of(&before.justifications, &justifications));
    let deed = if voided(&facts) && !voided(&before.facts) { "project.void" } else { "project.change" };
    let record = Record::new(deed, "project", id, facts.division).changing(differences).because(reason);
    let say = match &beside {
        Some(figure) => Say::Beside(&source.label, figure),
        None => Say::Stated(&source.label),
    };
    let next = Next { facts: &facts, justifications: &justifications, say };
    let mut saved = commit(conn, caller, (&before, &book), next, record, (now, today))?;
    saved.warnings.extend(moved);
    Ok(saved)
}

/// Refuses to let a city alter what it has nominated; the province may.
///
/// # Errors
/// [`Error::Conflict`] naming the list that holds it.
pub fn must_not_be_locked(conn: &mut Conn, caller: &Caller, id: i64, now: Instant) -> Result<()> {
    if caller.scope.is_whole_province() {
        return Ok(());
    }
    match store::locked(conn, &[id], now)?.get(&id) {
        Some(quarter) => Err(Error::conflict(Message::new("projects-locked").with("quarter", quarter))),
        None => Ok(()),
    }
}

/// The record as it stands, for a caller who may edit it, and the reference data.
pub(super) fn open(conn: &mut Conn, caller: &Caller, id: i64, today: NaiveDate) -> Result<(Stored, Book)> {
    caller.must(Deed::EditProjects)?;
    Ok((store::stored(conn, &caller.scope, id, today.year())?, book(conn)?))
}

/// What the next version says.
pub(super) struct Next<'a> {
    pub facts: &'a Facts,
    pub justifications: &'a Settled,
    pub say: Say<'a>,
}

/// Writes the next version unless nothing changed.
pub(super) fn commit(
    conn: &mut Conn,
    caller: &Caller,
    (before, book): (&Stored, &Book),
    next: Next<'_>,
    record: Record,
    (now, today): (Instant, NaiveDate),
) -> Result<Project> {
    if !record.changes.is_empty() {
        let target = Target::Next { id: before.id, version: before.version, before: &before.facts };
        let written =
            store::record(conn, target, next.facts, next.justifications, book, next.say, (now, today))?;
        if !matches!(written, Written::Done(_)) {
            // Somebody was faster between our reading and our writing.
            let current = store::stored(conn, &caller.scope, before.id, today.year())?;
            return Err(stale((Some(before.version), &before.facts), next.facts, &current));
        }
        audit::record(conn, caller, now, record)?;
    }
    project(conn, &caller.scope, before.id, today.year())
}

/// The facts of the version the caller started from. For a version that never was there is no common ground, so what
/// stands serves as the base.
pub(super) fn started_from(
    conn: &mut Conn,
    caller: &Caller,
    before: &Stored,
    expected: Option<i64>,
    today: NaiveDate,
) -> Result<Facts> {
    match expected.filter(|expected| *expected != before.version) {
        Some(version) => match store::facts_at(conn, &caller.scope, before.id, version, today.year()) {
            Err(Error::NotFound) => Ok(before.facts.clone()),
            found => found,
        },
        None => Ok(before.facts.clone()),
    }
}

/// The three sides of an edit that came too late.
pub(super) fn stale((expected, base): (Option<i64>, &Facts), yours: &Facts, current: &Stored) -> Error {
    let versioned = |version: Option<i64>, facts: &Facts| {
        let mut object = fields::object(facts);
        object.insert("version".to_owned(), json!(version));
        Value::Object(object)
    };
    Error::Stale {
        base: versioned(expected, base),
        yours: versioned(expected, yours),
        current: versioned(Some(current.version), &current.facts),
    }
}

/// Takes a workbook's total out of `facts` where it may not overrule what stands; returns what is to be kept beside.
fn weighed(conn: &mut Conn, before: &Stored, facts: &mut Facts, source: &Source) -> Result<Option<Figure>> {
    let figure = |facts: &Facts| Figure { money: facts.total_investment, text: facts.total_text.clone() };
    let (stated, stands) = (figure(facts), figure(&before.facts));
    if stated == stands {
        return Ok(None);
    }
    let verdict = weigh(&store::amounts_of(conn, before.id)?, &source.label, &stated);
    if verdict == Verdict::Adopt {
        return Ok(None);
    }
    (facts.total_investment, facts.total_text) = (stands.money, stands.text);
    Ok((verdict == Verdict::KeepBeside).then_some(stated))
}

fn beside_change(figure: &Figure, source: &Source) -> Change {
    let stated = json!({
        "source": source.label,
        "total_investment_yuan": figure.money.map(Money::yuan),
        "total_text": figure.text,
    });
    Change::new("amounts", Value::Null, stated)
}
