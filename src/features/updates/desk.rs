//! What is owed for a month, as a city and the province look at it: how each obligation stands, what was written for
//! it, and the values with which its form begins.

use super::actions;
use super::at::At;
use super::before;
use super::model::obligation::{Terms, owes_again, standing};
use super::model::reasons::Reasons;
use super::model::report::{Update, horizon};
use super::model::{Figures, ObligationState};
use super::store::{self, Owed, PeriodRow};
use crate::context::Context;
use crate::db::Conn;
use crate::features::projects::{self, Facts, projects_by_ids};
use crate::features::reference;
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use std::collections::BTreeMap;

/// An obligation as it stands.
#[derive(Clone, Debug)]
pub struct Duty {
    /// What was fixed, and what was handed in.
    pub owed: Owed,
    /// How it stands.
    pub state: ObligationState,
    /// By when it is to be met.
    pub deadline: Instant,
}

/// A duty with what its form needs.
#[derive(Clone, Debug)]
pub struct Task {
    /// The obligation.
    pub duty: Duty,
    /// The project's facts, with the money of the month's year.
    pub facts: Facts,
    /// What was written for it last.
    pub update: Option<Update>,
    /// What stood last.
    pub last: Figures,
    /// The reasons that last from the report before.
    pub reasons: Reasons,
}

impl Task {
    /// The reasons that stand in the row.
    pub fn standing_reasons(&self) -> Reasons {
        Reasons::standing(&self.reasons, self.update.as_ref())
    }
}

/// One project's report for a month, whether it is owed or not.
#[derive(Clone, Debug)]
pub struct Single {
    /// The project's facts, with the money of the month's year.
    pub facts: Facts,
    /// By when it is to be met; none where nothing is owed.
    pub deadline: Option<Instant>,
    /// Whether the month is closed, and not opened again for this city.
    pub is_shut: bool,
    /// What was written for it last.
    pub update: Option<Update>,
    /// What stood last.
    pub last: Figures,
    /// The reasons that last from the report before.
    pub reasons: Reasons,
}

/// The report of one project for a month, with what its form needs.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] for a project outside the scope.
pub fn single(conn: &mut Conn, caller: &Caller, id: i64, period: Period, at: &At) -> Result<Single> {
    let facts = projects::project(conn, &caller.scope, id, period.year())?.facts;
    let (row, duties) = duties(conn, &caller.scope, period, at)?;
    let is_closed = row.is_some_and(|row| row.closed_at.is_some());
    let is_shut = is_closed && !store::is_unlocked(conn, period, facts.division, at.now)?;
    let duty = duties.iter().find(|duty| duty.owed.project_id == id);
    let again = duty.is_some_and(|duty| owes_again(duty.state, &duty.owed.attempts));
    let is_shut = is_shut && !again;
    let deadline = duty.map(|duty| duty.deadline);
    let handed = store::handed(conn, &[id], horizon(period))?.remove(&id).unwrap_or_default();
    let last = before::standing(conn, &caller.scope, (id, &facts), &handed, period)?.last;
    let update = store::of_project(conn, caller, id)?.into_iter().find(|update| update.period == period);
    Ok(Single { deadline, is_shut, update, last, reasons: Reasons::before(&handed, period), facts })
}

/// Fixes who owes for a month that is over, once: the first to look does it.
pub async fn ready(ctx: &Context, period: Period, at: &At) -> Result<()> {
    let (asked, at) = (at.clone(), at.clone());
    if ctx.db.read(move |conn| actions::is_to_open(conn, period, &asked)).await? {
        ctx.db.write(move |conn| actions::opened(conn, period, &at).map(drop)).await?;
    }
    Ok(())
}

/// The month, and how what is owed for it in scope stands.
pub fn duties(
    conn: &mut Conn,
    scope: &Scope,
    period: Period,
    at: &At,
) -> Result<(Option<PeriodRow>, Vec<Duty>)> {
    let Some(row) = store::period(conn, period)? else { return Ok((None, Vec::new())) };
    let days = reference::working_days(conn)?;
    let duties = duties_of(conn, scope, &row, &at.terms(&days), at.now)?;
    Ok((Some(row), duties))
}

/// How what is owed for a month in scope stands.
pub fn duties_of(
    conn: &mut Conn,
    scope: &Scope,
    row: &PeriodRow,
    terms: &Terms<'_>,
    now: Instant,
) -> Result<Vec<Duty>> {
    let duty = |owed: Owed| {
        let (state, deadline) = standing(terms, row.due_at, owed.excuse.is_some(), &owed.attempts, now);
        Duty { owed, state, deadline }
    };
    Ok(store::obligations(conn, scope, row.period)?.into_iter().map(duty).collect())
}

/// What this caller still owes for a month, or all of it.
pub fn tasks(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    only_owing: bool,
    at: &At,
) -> Result<(Option<PeriodRow>, Vec<Task>)> {
    let (row, mut duties) = duties(conn, &caller.scope, period, at)?;
    if only_owing {
        duties.retain(|duty| matches!(duty.state, ObligationState::Due | ObligationState::Missing));
    }
    let ids: Vec<i64> = duties.iter().map(|duty| duty.owed.project_id).collect();
    let handed = store::handed(conn, &ids, horizon(period))?;
    let mut written = store::of_period(conn, caller, period)?;
    let mut facts: BTreeMap<i64, Facts> = projects_by_ids(conn, &caller.scope, &ids, period.year())?
        .into_iter()
        .map(|project| (project.id, project.facts))
        .collect();
    let mut tasks = Vec::new();
    for duty in duties {
        let id = duty.owed.project_id;
        let Some(facts) = facts.remove(&id) else { continue };
        let handed = handed.get(&id).map_or(&[][..], Vec::as_slice);
        let last = before::standing(conn, &caller.scope, (id, &facts), handed, period)?.last;
        let reasons = Reasons::before(handed, period);
        tasks.push(Task { update: written.remove(&id), last, reasons, facts, duty });
    }
    Ok((row, tasks))
}
