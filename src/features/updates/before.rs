//! What stood before a month, from the tables: for a form and for what a report is held against.

use super::model::UpdateState;
use super::model::report::{Standing, Update, standing_before};
use crate::db::Conn;
use crate::features::projects::{Facts, as_of_many};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use chrono::TimeDelta;

/// What stood when a report went up, which later decisions do not change: for its printed sheet. Of one that has not gone
/// up, what stands now.
pub fn standing_then(
    conn: &mut Conn,
    scope: &Scope,
    update: &Update,
    facts: &Facts,
    handed: &[Update],
) -> Result<Standing> {
    let (id, period) = (update.project_id, update.period);
    let Some(went_up) = update.handed_at else { return standing(conn, scope, (id, facts), handed, period) };
    let just_before = went_up.plus(TimeDelta::microseconds(-1));
    let then = as_of_many(conn, scope, Some(&[id]), just_before, period.year())?.pop();
    let known = handed.iter().filter(|one| one.handed_at.is_some_and(|at| at <= just_before));
    let undecided = |one: &Update| match one.decided_at {
        Some(at) if at > just_before => Update { state: UpdateState::Submitted, ..one.clone() },
        _ => one.clone(),
    };
    let known: Vec<Update> = known.map(undecided).collect();
    Ok(standing_before(then.as_ref().map_or(facts, |then| &then.facts), &known, period))
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
    let has_earlier = handed.iter().any(|update| update.period < period);
    let later = handed.iter().filter(|update| update.period > period);
    if let Some(went_up) = later.filter_map(|update| update.handed_at).min().filter(|_| !has_earlier) {
        let just_before = went_up.plus(TimeDelta::microseconds(-1));
        if let Some(then) = as_of_many(conn, scope, Some(&[project_id]), just_before, period.year())?.pop() {
            return Ok(standing_before(&then.facts, handed, period));
        }
    }
    Ok(standing_before(facts, handed, period))
}
