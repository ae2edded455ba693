//! Letting one city in again, until a named time and with a reason (the timed unlock of AMP and DHIS2), and shutting the
//! door before that time.

use super::{must_manage, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::input::{UnlockEnding, Unlocking};
use crate::features::lists::model::ListState;
use crate::features::lists::store::{self, Unlock, UnlockEnd};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use chrono::TimeDelta;
use serde_json::Value;

/// The longest a city is let in for: about a quarter, in which another list takes the place of this one.
const LONGEST_DAYS: i64 = 92;

/// Lets a city nominate and mend again, whatever the deadline and the list's state, as long as it is not published.
///
/// # Errors
/// 409 for a published list; 422 for what is no city of the province, or a time that has passed or lies too far ahead.
pub fn unlock(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &Unlocking,
    now: Instant,
) -> Result<Unlock> {
    must_manage(caller)?;
    let head = store::bump(conn, quarter)?;
    if head.state == ListState::Published {
        return Err(Error::conflict(Message::new("lists-published-already").with("quarter", quarter)));
    }
    let known = reference::book(conn)?.division(new.city).is_some_and(|city| city.active);
    if !(known && new.city.is_city() && caller.scope.covers(new.city)) {
        return Err(Error::field("city", Message::new("lists-unlock-city").with("value", new.city)));
    }
    if new.until <= now {
        return Err(Error::field("until", "lists-unlock-past"));
    }
    if new.until > now.plus(TimeDelta::days(LONGEST_DAYS)) {
        return Err(Error::field("until", Message::new("lists-unlock-long").with("days", LONGEST_DAYS)));
    }
    let mut unlock = Unlock {
        id: 0,
        city: new.city,
        until: new.until,
        reason: new.reason.clone(),
        granter: caller.name.clone(),
        granted_at: now,
        end: None,
    };
    unlock.id = store::insert_unlock(conn, quarter, &unlock, caller.id)?;
    let record = Record::new("list.unlock", "list", quarter, unlock.city)
        .changing(vec![
            Change::new("city", Value::Null, unlock.city.as_str()),
            Change::new("until", Value::Null, unlock.until.to_string()),
        ])
        .because(Some(unlock.reason.clone()));
    audit::record(conn, caller, now, record)?;
    tell::unlocked(conn, caller, quarter, &unlock, now)?;
    Ok(unlock)
}

/// Ends what lets a city in before its time. What it was, who ended it, when and why stay readable.
///
/// # Errors
/// 409 for a published list, and when nothing lets the city in any more.
pub fn end_unlock(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &UnlockEnding,
    now: Instant,
) -> Result<Vec<Unlock>> {
    must_manage(caller)?;
    let head = store::bump(conn, quarter)?;
    if head.state == ListState::Published {
        return Err(Error::conflict(Message::new("lists-published-already").with("quarter", quarter)));
    }
    let ended = end_running(conn, caller, quarter, Some(new.city), &new.reason, now)?;
    if ended.is_empty() {
        return Err(Error::conflict(Message::new("lists-unlock-none").with("city", new.city)));
    }
    tell::unlock_ended(conn, caller, quarter, (new.city, &new.reason), now)?;
    Ok(ended)
}

/// Ends every unlock of a list that still holds, of one city when it is named.
pub(super) fn end_running(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    city: Option<DivisionCode>,
    reason: &str,
    now: Instant,
) -> Result<Vec<Unlock>> {
    let mut running = store::running(conn, quarter, city, now)?;
    let ids: Vec<i64> = running.iter().map(|unlock| unlock.id).collect();
    let end = UnlockEnd { at: now, by: caller.name.clone(), reason: reason.to_owned() };
    store::end_unlocks(conn, &ids, &end, caller.id)?;
    for unlock in &mut running {
        let record = Record::new("list.unlock_end", "list", quarter, unlock.city)
            .changing(vec![Change::new("until", unlock.until.to_string(), now.to_string())])
            .because(Some(end.reason.clone()));
        audit::record(conn, caller, now, record)?;
        unlock.end = Some(end.clone());
    }
    Ok(running)
}
