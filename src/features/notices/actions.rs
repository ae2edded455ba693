//! Telling a city something, and a city's confirmation that it has read it.

use super::about::About;
use super::content::Content;
use super::model::{Notice, Received};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Record};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::Caller;

/// Gives a notice, in the transaction of the deed that it tells about; its id. The one door: another way of telling is
/// added here. Needs no record of its own, because the deed has one.
pub fn announce(conn: &mut Conn, caller: &Caller, notice: &Notice, now: Instant) -> Result<i64> {
    store::insert(conn, caller, notice, now)
}

/// [`announce`] to the city around a place; a place in no city tells nobody.
pub fn tell_city(
    conn: &mut Conn,
    caller: &Caller,
    (about, place): (About, DivisionCode),
    content: Content,
    now: Instant,
) -> Result<()> {
    let Some(division) = place.city() else { return Ok(()) };
    announce(conn, caller, &Notice { about, division, content }, now).map(drop)
}

/// Confirms having read a notice. Confirming again changes nothing: the first instant stands.
///
/// # Errors
/// 403 for a role that only reads, 404 for a notice outside the scope, 409 for whom it is not addressed to: the
/// province's own people, and those of a county who read what is sent to their city.
pub fn confirm(conn: &mut Conn, caller: &Caller, id: i64, now: Instant) -> Result<Received> {
    caller.must(Deed::Nominate)?;
    let told = store::notice(conn, caller, id)?;
    if caller.scope.is_whole_province() {
        return Err(Error::conflict("notices-not-addressed"));
    }
    if !caller.scope.covers(told.notice.division) {
        return Err(Error::conflict("notices-city-confirms"));
    }
    let reader = caller.id.ok_or_else(|| Error::forbidden("error-role"))?;
    if told.read_at.is_some() || !store::insert_receipt(conn, id, (reader, &caller.name), now)? {
        return store::notice(conn, caller, id);
    }
    audit::record(conn, caller, now, Record::new("notice.confirm", "notice", id, told.notice.division))?;
    store::notice(conn, caller, id)
}
