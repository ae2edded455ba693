//! Months: opened with what is owed when they are over, closed, and opened again for one city for a while.

use super::tell;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lights;
use crate::features::projects::SideState;
use crate::features::reference;
use crate::features::supervised;
use crate::features::suspended;
use crate::features::updates::at::At;
use crate::features::updates::input::Unlocking;
use crate::features::updates::model::obligation::{self, standing};
use crate::features::updates::store::{self, Listed, PeriodRow, Unlock};
use crate::kernel::calendar::{Period, end_of_day, local_date, period_of};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::Days;
use serde_json::Value;
use std::collections::BTreeSet;

/// The longest a city is let in again for: a quarter, after which the figures of its month are nobody's question any more.
const LONGEST_DAYS: u64 = 92;

/// Whether the month's last day has passed.
pub fn is_over(period: Period, at: &At) -> bool {
    at.today() > period.last_day()
}

/// Whether the month is over, something is owed for it, and nobody has asked so far: so that looking at it takes no
/// writer's turn but once.
pub fn is_to_open(conn: &mut Conn, period: Period, at: &At) -> Result<bool> {
    if !is_over(period, at) || store::period(conn, period)?.is_some() || is_before_ours(conn, period)? {
        return Ok(false);
    }
    Ok(store::listed(conn, end_of_day(period.last_day(), at.zone))?.0.is_some())
}

/// Whether the month lies before those that were opened here: it was never asked for, and is not made up for.
pub fn is_before_ours(conn: &mut Conn, period: Period) -> Result<bool> {
    Ok(store::first_period(conn)?.is_some_and(|first| period < first))
}

/// The first month for which reports are owed: the first that was opened, else the one in which the first list was published.
fn first(conn: &mut Conn, at: &At) -> Result<Option<Period>> {
    if let Some(opened) = store::first_period(conn)? {
        return Ok(Some(opened));
    }
    Ok(store::first_published(conn)?.map(|published| period_of(local_date(published, at.zone))))
}

/// The month with what is owed for it. Whoever asks first after its end fixes who owes: the projects of the newest list
/// that was published by then, but for those that have left. `None` while it lasts, before the first of ours, and when no
/// list was published yet.
///
/// Months are opened in their order, with those between: what is said of one, such as a light that stays red, follows from
/// the one before it, and must not depend on which of them somebody looks at first.
pub fn opened(conn: &mut Conn, period: Period, at: &At) -> Result<Option<PeriodRow>> {
    let standing = store::period(conn, period)?;
    if standing.is_some() || !is_over(period, at) {
        return Ok(standing);
    }
    let Some(first) = first(conn, at)? else { return Ok(None) };
    let mut next = store::period_before(conn, period)?.map_or(first, Period::next);
    while next <= period {
        open(conn, next, at)?;
        next = next.next();
    }
    store::period(conn, period)
}

/// Begins the monthly reports with a month, where none was opened: those before it are not asked for, whatever was
/// published then.
pub fn begin(conn: &mut Conn, period: Period, at: &At) -> Result<()> {
    if is_over(period, at) && store::newest_periods(conn, 1)?.is_empty() {
        open(conn, period, at)
    } else {
        Ok(())
    }
}

fn open(conn: &mut Conn, period: Period, at: &At) -> Result<()> {
    let (list, mut owing) = store::listed(conn, end_of_day(period.last_day(), at.zone))?;
    if list.is_none() {
        return Ok(());
    }
    let days = reference::working_days(conn)?;
    let due_at = at.terms(&days).due_at(period);
    if store::insert_period(conn, (period, due_at), list, at.now)? {
        owing.retain(|(_, _, side_state, _)| matches!(side_state, SideState::Active | SideState::Suspended));
        let resting = resting(conn, &owing, period, at)?;
        store::insert_obligations(conn, period, &owing, &resting)?;
        let judged = owing.iter().map(|(id, ..)| *id).filter(|id| !resting.contains(id));
        let ids: Vec<i64> = judged.collect();
        if let Some((_, place, ..)) = owing.first() {
            lights::shine(conn, &Scope::from(place.province()), &ids, period, at.by())?;
            // The month before has had its time.
            let machine = Caller::command_line(place.province());
            watch(conn, &machine, (&ids, period.previous()), at)?;
        }
    }
    Ok(())
}

/// What stands still and is not to be reviewed by the month's end.
fn resting(conn: &mut Conn, owing: &[Listed], period: Period, at: &At) -> Result<BTreeSet<i64>> {
    let still = owing.iter().filter(|(_, _, side_state, _)| *side_state == SideState::Suspended);
    let still: Vec<i64> = still.map(|(id, ..)| *id).collect();
    let days = suspended::review_days(conn, &still, (&at.suspended, at.zone))?;
    let rests = |(id, day)| suspended::rests(day, period.last_day()).then_some(id);
    Ok(days.into_iter().filter_map(rests).collect())
}

/// Whether a project's report of this month came back, and the term for the next one still runs.
pub fn owes_again(
    conn: &mut Conn,
    (project_id, place): (i64, DivisionCode),
    period: Period,
    at: &At,
) -> Result<bool> {
    let Some(row) = store::period(conn, period)? else { return Ok(false) };
    let days = reference::working_days(conn)?;
    let all = store::obligations(conn, &Scope::from(place.province()), period)?;
    Ok(all.into_iter().find(|owed| owed.project_id == project_id).is_some_and(|owed| {
        let (state, _) =
            standing(&at.terms(&days), row.due_at, owed.excuse.is_some(), &owed.attempts, at.now);
        obligation::owes_again(state, &owed.attempts)
    }))
}

/// Takes nothing more for a month: what is missing stays missing.
///
/// # Errors
/// 403; 409 for a month that is not over, has nothing owed or is closed; 422 before the reports are due.
pub fn close(conn: &mut Conn, caller: &Caller, period: Period, at: &At) -> Result<PeriodRow> {
    let row = owed(conn, caller, period, at)?;
    if at.now <= row.due_at {
        let due = row.due_at.local_text(at.zone);
        return Err(Error::conflict(Message::new("updates-close-early").with("due", due)));
    }
    if !store::close(conn, period, caller, at.now)? {
        return Err(Error::conflict(Message::new("updates-closed-already").with("period", period)));
    }
    let ids: Vec<i64> =
        store::obligations(conn, &caller.scope, period)?.into_iter().map(|owed| owed.project_id).collect();
    watch(conn, caller, (&ids, period), at)?;
    let record = Record::new("period.close", "period", period, province(caller));
    audit::record(conn, caller, at.now, record)?;
    store::period(conn, period)?.ok_or(Error::NotFound)
}

/// Red lights that stayed begin their tasks.
fn watch(conn: &mut Conn, caller: &Caller, of: (&[i64], Period), at: &At) -> Result<()> {
    supervised::watch(conn, caller, of, &at.supervised, (at.now, at.today()))
}

/// Lets one city hand in for a closed month until a named time.
///
/// # Errors
/// 403; 409 as [`close`]; 422 for what is no city of the province, or a time that has passed.
pub fn unlock(conn: &mut Conn, caller: &Caller, period: Period, new: &Unlocking, at: &At) -> Result<Unlock> {
    owed(conn, caller, period, at)?;
    let known = reference::book(conn)?.division(new.city).is_some_and(|city| city.active);
    if !(known && new.city.is_city() && caller.scope.covers(new.city)) {
        return Err(Error::field("city", Message::new("updates-unlock-city").with("value", new.city)));
    }
    if new.until <= at.now {
        return Err(Error::field("until", "updates-unlock-past"));
    }
    let last = at.today() + Days::new(LONGEST_DAYS);
    if new.until > end_of_day(last, at.zone) {
        return Err(Error::field("until", Message::new("updates-unlock-long").with("days", LONGEST_DAYS)));
    }
    let mut unlock = Unlock {
        id: 0,
        city: new.city,
        until: new.until,
        reason: new.reason.clone(),
        granter: caller.name.clone(),
        granted_at: at.now,
        ended_at: None,
        ender: None,
        end_reason: None,
    };
    unlock.id = store::insert_unlock(conn, period, &unlock, caller.id)?;
    let changes = vec![
        Change::new("city", Value::Null, unlock.city.as_str()),
        Change::new("until", Value::Null, unlock.until.to_string()),
    ];
    tell::unlocked(conn, caller, period, &unlock, at)?;
    let record = Record::new("period.unlock", "period", period, unlock.city);
    audit::record(conn, caller, at.now, record.changing(changes).because(Some(unlock.reason.clone())))?;
    Ok(unlock)
}

/// Ends what lets a city in before its time. What it was, who ended it, when and why stay readable.
///
/// # Errors
/// 403; 404 for an unlock of another month; 409 for one that has run out or was ended already.
pub fn end_unlock(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    (id, reason): (i64, &str),
    at: &At,
) -> Result<Unlock> {
    owed(conn, caller, period, at)?;
    let of_month = |conn: &mut Conn| -> Result<Unlock> {
        let all = store::unlocks(conn, &caller.scope, period)?;
        all.into_iter().find(|unlock| unlock.id == id).ok_or(Error::NotFound)
    };
    let before = of_month(conn)?;
    if !before.holds(at.now) {
        return Err(Error::conflict("updates-unlock-over"));
    }
    // Whatever else lets the city in ends with it: she is told that she is out.
    let all = store::unlocks(conn, &caller.scope, period)?.into_iter();
    for unlock in all.filter(|one| one.city == before.city && one.holds(at.now)) {
        if !store::end_unlock(conn, unlock.id, (caller, reason), at.now)? {
            return Err(Error::conflict("updates-unlock-over"));
        }
        let changes = vec![Change::new("until", unlock.until.to_string(), at.now.to_string())];
        let record = Record::new("period.unlock_end", "period", period, before.city);
        audit::record(conn, caller, at.now, record.changing(changes).because(Some(reason.to_owned())))?;
    }
    tell::unlock_ended(conn, caller, period, (&before, reason), at)?;
    of_month(conn)
}

/// Lets a project off its report for a month.
///
/// # Errors
/// 403; 404 when the project owes nothing for this month, is excused already, or lies outside the scope.
pub fn excuse(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    (project_id, reason): (i64, &str),
    at: &At,
) -> Result<()> {
    owed(conn, caller, period, at)?;
    if !store::excuse(conn, (period, project_id), reason, caller, at.now)? {
        return Err(Error::NotFound);
    }
    lights::shine_since(conn, &caller.scope, project_id, period, at.by())?;
    let subject = format!("{period}/{project_id}");
    let record = Record::new("period.excuse", "obligation", subject, province(caller));
    audit::record(conn, caller, at.now, record.because(Some(reason.to_owned())))
}

/// The month, for whoever reviews the whole province's, once something is owed for it.
fn owed(conn: &mut Conn, caller: &Caller, period: Period, at: &At) -> Result<PeriodRow> {
    caller.must(Deed::ReviewUpdates)?;
    let nothing = || Error::conflict(Message::new("updates-nothing-owed").with("period", period));
    let row = opened(conn, period, at)?.ok_or_else(nothing)?;
    if caller.scope.is_whole_province() { Ok(row) } else { Err(Error::forbidden("updates-province-only")) }
}

fn province(caller: &Caller) -> DivisionCode {
    caller.scope.around()
}
