//! Letting one city in again, until a named time and with a reason (the timed unlock of AMP and DHIS2).

use super::{must_manage, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::input::Unlocking;
use crate::features::lists::model::ListState;
use crate::features::lists::store::{self, Unlock};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use serde_json::Value;

/// Lets a city nominate and mend again, whatever the deadline and the list's state, as long as it is not published.
///
/// # Errors
/// 409 for a published list; 422 for what is no city of the province, or a time that has passed.
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
    let mut unlock = Unlock {
        id: 0,
        city: new.city,
        until: new.until,
        reason: new.reason.clone(),
        granter: caller.name.clone(),
        granted_at: now,
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
