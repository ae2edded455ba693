//! Writing a report: laid over what stood last, asked for reasons where it is unusual, handed in.

use super::{is_before_ours, opened, owes_again, stale};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::files;
use crate::features::lights;
use crate::features::problems;
use crate::features::projects::{self, Project, SideState, check, reported};
use crate::features::reference;
use crate::features::updates::at::At;
use crate::features::updates::before::standing;
use crate::features::updates::input::Reporting;
use crate::features::updates::model::flags::{Before, Flag, flags};
use crate::features::updates::model::report::{PHOTO, Update, horizon, paper_id};
use crate::features::updates::model::{Figures, UpdateState};
use crate::features::updates::store;
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A report that may be written down.
pub struct Prepared {
    /// The project, with the money of the month's year.
    project: Project,
    /// The open one that it replaces.
    open: Option<Update>,
    /// As it will be written.
    update: Update,
}

/// Everything that is asked before a report is written; changes nothing.
///
/// # Errors
/// As [`report`].
pub fn prepared(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    new: &Reporting,
    based: Option<i64>,
    at: &At,
) -> Result<Prepared> {
    caller.must(Deed::WriteUpdates)?;
    let period = new.period;
    let project = projects::project(conn, &caller.scope, project_id, period.year())?;
    if !matches!(project.facts.side_state, SideState::Active | SideState::Suspended | SideState::Exited) {
        return Err(Error::conflict("updates-project-gone"));
    }
    must_be_open(conn, (project_id, project.facts.division), period, at)?;
    let open = store::open_one(conn, project_id, period)?;
    if open.as_ref().is_some_and(Update::is_handed) {
        return Err(Error::conflict(Message::new("updates-handed-already").with("period", period)));
    }
    // A draft that the province cannot see is not the province's to overwrite.
    if let Some(draft) = open.as_ref().filter(|draft| draft.written_by != caller.id)
        && caller.scope.is_whole_province()
    {
        let message = Message::new("updates-open-in-city").with("writer", &draft.writer);
        return Err(Error::conflict(message));
    }
    match (&open, based) {
        (Some(open), Some(based)) if open.version != based => {
            return Err(stale(based, figures_json(&new.said), open));
        }
        // Whoever names no version has not seen what a colleague is writing.
        (Some(open), None) if open.written_by != caller.id => {
            let message = Message::new("updates-open-by-another").with("writer", &open.writer);
            return Err(Error::conflict(message));
        }
        _ => {}
    }
    let update = written(conn, caller, &project, new, at)?;
    Ok(Prepared { project, open, update })
}

/// Writes a project's report for a month: keeps it as a draft, or hands it in. `based` is the version of the open one
/// that it replaces.
///
/// # Errors
/// 403, 404 outside the scope; 409 for a month that is closed, a report that is already handed in, an open one that has
/// changed since; 422 for a month to come, for what cannot be, and for each flag that has no reason.
pub fn report(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    new: &Reporting,
    based: Option<i64>,
    at: &At,
) -> Result<Update> {
    let period = new.period;
    store::keep_open(conn, (project_id, period))?;
    let Prepared { project, open, update } = prepared(conn, caller, project_id, new, based, at)?;
    let id = match &open {
        Some(open) if store::rewrite(conn, (open.id, open.version), &update)? => open.id,
        Some(open) => return Err(stale(open.version, figures_json(&new.said), open)),
        None => store::insert(conn, &update)?
            .ok_or_else(|| Error::conflict(Message::new("updates-handed-already").with("period", period)))?,
    };
    let deed = if new.draft { "update.draft" } else { "update.submit" };
    let changes = vec![
        Change::new("project_id", Value::Null, project_id),
        Change::new("period", Value::Null, period.as_str()),
        Change::new("figures", Value::Null, figures_json(&update.figures)),
    ];
    let record = Record::new(deed, "update", id, project.facts.division).changing(changes);
    audit::record(conn, caller, at.now, record)?;
    if update.handed_at.is_some() {
        files::release(conn, PHOTO, &paper_id(project_id, period))?;
        let whose = (project_id, project.facts.division);
        problems::mention(conn, caller, whose, (period, &update.problems), at.now)?;
        lights::shine_since(conn, &caller.scope, project_id, period, at.by())?;
    }
    store::update(conn, caller, id)
}

/// Says of many projects that nothing moved. Each stands for itself: one that is refused does not hold up the others.
///
/// # Errors
/// 403; everything else is the answer of its row.
pub fn no_change(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    ids: &[i64],
    at: &At,
) -> Result<Vec<(i64, Result<Update>)>> {
    caller.must(Deed::WriteUpdates)?;
    let mut outcomes = Vec::new();
    for id in ids {
        // What one has begun oneself about it is no less said: it goes up too, or is refused as a change.
        let begun = store::open_one(conn, *id, period)?.filter(|open| open.written_by == caller.id);
        let new = match begun {
            Some(open) => Reporting {
                said: open.figures,
                problems: open.problems,
                ..Reporting::no_change(period, open.justifications)
            },
            None => Reporting::no_change(period, BTreeMap::new()),
        };
        let outcome = report(conn, caller, *id, &new, None, at);
        if matches!(outcome, Err(Error::NotFound)) {
            refuse(conn, caller, *id, at)?;
        }
        outcomes.push((*id, outcome));
    }
    Ok(outcomes)
}

/// Remembers that somebody tried to report for another city's project, so that it is not only refused.
pub fn refuse(conn: &mut Conn, caller: &Caller, project_id: i64, at: &At) -> Result<()> {
    if store::place_of(conn, project_id)?.is_none_or(|division| caller.scope.covers(division)) {
        return Ok(());
    }
    let record = Record::new("update.refuse", "project", project_id, caller.scope.around());
    audit::record(conn, caller, at.now, record)
}

/// Whether what this person writes or signs for a place is the city's to let go up: she answers for a county, and
/// counties report to their city.
pub(super) fn must_ask_its_city(caller: &Caller, place: DivisionCode, at: &At) -> bool {
    at.rule.counties_report_to_city && place.city().is_some_and(|city| !caller.scope.covers(city))
}

/// A month takes reports from its first day on until it is closed, and then from a city that was let in again, and of a
/// project whose report came back within the term that it was given for that.
///
/// # Errors
/// 422 of `period` for a month to come and for one that was never asked for, 409 for one that is closed.
pub fn must_be_open(
    conn: &mut Conn,
    (project_id, place): (i64, DivisionCode),
    period: Period,
    at: &At,
) -> Result<()> {
    if period > period_of(at.today()) {
        return Err(Error::field("period", Message::new("updates-period-future").with("period", period)));
    }
    let row = opened(conn, period, at)?;
    if row.is_none() && is_before_ours(conn, period)? {
        return Err(Error::field("period", Message::new("updates-period-before").with("period", period)));
    }
    let is_closed = row.is_some_and(|row| row.closed_at.is_some());
    if is_closed
        && !store::is_unlocked(conn, period, place, at.now)?
        && !owes_again(conn, (project_id, place), period, at)?
    {
        return Err(Error::conflict(Message::new("updates-period-closed").with("period", period)));
    }
    Ok(())
}

/// The report as it will be written down; refuses what cannot be, and what lacks its reason.
fn written(conn: &mut Conn, caller: &Caller, project: &Project, new: &Reporting, at: &At) -> Result<Update> {
    let period = new.period;
    let handed = store::handed(conn, &[project.id], horizon(period))?.remove(&project.id).unwrap_or_default();
    let before = standing(conn, &caller.scope, (project.id, &project.facts), &handed, period)?;
    let figures = new.said.clone().or(&before.last);
    let mut wrong = Vec::new();
    if new.no_change && figures != before.last {
        wrong.push(FieldError::new("no_change", "updates-no-change-but-changed"));
    }
    if let (Some(ytd), Some(cumulative)) = (figures.ytd, figures.cumulative)
        && ytd > cumulative
    {
        let message = Message::new("updates-ytd-above-cumulative")
            .with("ytd", ytd.wan_text())
            .with("cumulative", cumulative.wan_text());
        wrong.push(FieldError::new("ytd_investment_yuan", message));
    }
    let facts = reported(&project.facts, &figures.clone().into(), period);
    match check(&facts, &reference::book(conn)?, at.today()) {
        Err(Error::Invalid(refused)) => wrong.extend(refused),
        other => drop(other?),
    }
    let held_against = Before {
        last: before.last,
        total: project.facts.total_investment,
        planned_start: project.facts.planned_start.clone(),
        months: &before.months,
    };
    let mut flags = flags(&figures, &held_against, period);
    let was_asked = |flag: &Flag| new.seen.as_ref().is_none_or(|seen| seen.contains(flag.code()));
    let answered = |flag: &Flag| new.justifications.contains_key(flag.field()) && was_asked(flag);
    if new.draft {
        // A draft keeps what it has answered, so that it is not asked again.
        flags.retain(answered);
    } else {
        let unanswered = flags.iter().filter(|flag| !answered(flag));
        wrong.extend(unanswered.map(|flag| FieldError::new(flag.field(), flag.sentence())));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let waits = at.rule.sign_off || must_ask_its_city(caller, project.facts.division, at);
    let mut justifications = new.justifications.clone();
    justifications.retain(|field, _| flags.iter().any(|flag| flag.field() == field));
    Ok(Update {
        id: 0,
        project_id: project.id,
        period,
        version: 0,
        state: if new.draft { UpdateState::Draft } else { UpdateState::Submitted },
        figures,
        problems: new.problems.clone(),
        flags,
        justifications,
        no_change: new.no_change,
        writer: caller.name.clone(),
        written_by: caller.id,
        written_at: at.now,
        approver: None,
        handed_at: (!new.draft && !waits).then_some(at.now),
        decider: None,
        decided_at: None,
        reason: None,
    })
}

fn figures_json(figures: &Figures) -> Value {
    json!({
        "stage": figures.stage,
        "cumulative_investment_yuan": figures.cumulative,
        "ytd_investment_yuan": figures.ytd,
        "progress_text": figures.progress_text,
        "enrolled": figures.enrolled,
        "planned_finish": figures.planned_finish,
    })
}
