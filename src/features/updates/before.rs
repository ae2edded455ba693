//! What stood before a month, from the tables: for a form and for what a report is held against.

use super::model::UpdateState;
use super::model::report::{Standing, Update, horizon, standing_before};
use super::store;
use crate::db::Conn;
use crate::features::projects::{Facts, facts_as_of};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono::TimeDelta;

/// What stood when a report went up, which later decisions do not change: for its printed sheet. Of one that has not gone
/// up, what stands now.
pub fn standing_then(conn: &mut Conn, scope: &Scope, update: &Update, facts: &Facts) -> Result<Standing> {
    let (id, period) = (update.project_id, update.period);
    let Some(went_up) = update.handed_at else {
        let handed = store::handed(conn, &[id], horizon(period))?.remove(&id).unwrap_or_default();
        return standing(conn, scope, (id, facts), &handed, period);
    };
    let just_before = just_before(went_up);
    let known = store::handed_then(conn, id, horizon(period), just_before)?;
    let undecided = |one: Update| match one.decided_at {
        Some(at) if at > just_before => Update { state: UpdateState::Submitted, ..one },
        _ => one,
    };
    let known: Vec<Update> = known.into_iter().map(undecided).collect();
    let then = facts_then(conn, scope, (id, period), moment(&known, period).unwrap_or(just_before))?;
    Ok(standing_before(then.as_ref().unwrap_or(facts), &known, period))
}

/// What stood before `period`; `facts` and `handed` as in [`standing_before`]. Of a month that is made up for, with none
/// reported before it, the facts are those that were known just before the first later report went up.
pub fn standing(
    conn: &mut Conn,
    scope: &Scope,
    (project_id, facts): (i64, &Facts),
    handed: &[Update],
    period: Period,
) -> Result<Standing> {
    let then = match moment(handed, period) {
        Some(at) => facts_then(conn, scope, (project_id, period), at)?,
        None => None,
    };
    Ok(standing_before(then.as_ref().unwrap_or(facts), handed, period))
}

/// Just before the first later report went up, of a month with none reported before it.
fn moment(handed: &[Update], period: Period) -> Option<Instant> {
    let has_earlier = handed.iter().any(|update| update.period < period);
    let later = handed.iter().filter(|update| update.period > period);
    later.filter_map(|update| update.handed_at).min().filter(|_| !has_earlier).map(just_before)
}

fn facts_then(
    conn: &mut Conn,
    scope: &Scope,
    (id, period): (i64, Period),
    at: Instant,
) -> Result<Option<Facts>> {
    Ok(facts_as_of(conn, scope, &[id], at, period.year())?.remove(&id))
}

fn just_before(at: Instant) -> Instant {
    at.plus(TimeDelta::microseconds(-1))
}
