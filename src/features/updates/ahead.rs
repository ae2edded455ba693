//! What is owed over all months, now and in months to come: for reminders and their calendar.

use super::at::At;
use super::desk::{Duty, duties_of};
use super::model::ObligationState;
use super::model::obligation::owes_again;
use super::store;
use crate::db::Conn;
use crate::features::projects::SideState;
use crate::features::reference;
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// How many of the newest months are looked at: what is older is closed, or nobody will report it any more.
const MONTHS: i64 = 6;

/// What is still owed in scope and can be handed in now, by month.
///
/// # Errors
/// When the database does not answer.
pub fn owing(conn: &mut Conn, scope: &Scope, at: &At) -> Result<Vec<(Period, Vec<Duty>)>> {
    let (mut all, days) = (Vec::new(), reference::working_days(conn)?);
    let terms = at.terms(&days);
    for row in store::newest_periods(conn, MONTHS)? {
        let is_closed = row.closed_at.is_some();
        let mut duties = duties_of(conn, scope, &row, &terms, at.now)?;
        duties.retain(|duty| matches!(duty.state, ObligationState::Due | ObligationState::Missing));
        if is_closed {
            let mut open: BTreeMap<DivisionCode, bool> = BTreeMap::new();
            for duty in &duties {
                let place = duty.owed.division;
                if let Entry::Vacant(free) = open.entry(place) {
                    free.insert(store::is_unlocked(conn, row.period, place, at.now)?);
                }
            }
            duties.retain(|duty| {
                owes_again(duty.state, &duty.owed.attempts) || open.get(&duty.owed.division) == Some(&true)
            });
        }
        if !duties.is_empty() {
            all.push((row.period, duties));
        }
    }
    Ok(all)
}

/// A month that is not over yet.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// When its reports will be due.
    pub due_at: Instant,
    /// Who will owe: project, place, reporter.
    pub owing: Vec<(i64, DivisionCode, Option<i64>)>,
}

/// What will be owed in scope for a month that is not over, if the newest list stays the newest.
///
/// # Errors
/// When the database does not answer.
pub fn foreseen(conn: &mut Conn, scope: &Scope, period: Period, at: &At) -> Result<Foreseen> {
    let days = reference::working_days(conn)?;
    let (_, listed) = store::listed(conn, at.now)?;
    let owing = listed
        .into_iter()
        .filter(|(_, place, side_state, _)| *side_state == SideState::Active && scope.covers(*place));
    Ok(Foreseen {
        due_at: at.terms(&days).due_at(period),
        owing: owing.map(|(id, place, _, reporter)| (id, place, reporter)).collect(),
    })
}
