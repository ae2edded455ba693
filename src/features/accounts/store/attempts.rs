//! SQL of counting failed sign-ins. A try is written and committed before anybody counts: of tries that run side by
//! side the last to be committed sees all the others, on either engine, so that no more than the limit slip through.

use crate::db::Conn;
use crate::db::schema::sign_in_attempts as t;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono::TimeDelta;
use diesel::prelude::*;

/// Writes down a try against each subject (`account:…`, `address:…`) and sweeps those that have left the window.
pub fn insert_tries(conn: &mut Conn, subjects: &[String], window: TimeDelta, now: Instant) -> Result<()> {
    diesel::delete(t::table.filter(t::at.le(now.plus(-window)))).execute(conn)?;
    for subject in subjects {
        diesel::insert_into(t::table).values((t::subject.eq(subject), t::at.eq(now))).execute(conn)?;
    }
    Ok(())
}

/// Seconds until a subject may try again; nothing when the tries in its window, this one included, are within
/// `limit`. A try at that time counts too, so room for it must have come free.
pub fn tries(
    conn: &mut Conn,
    subject: &str,
    limit: i64,
    window: TimeDelta,
    now: Instant,
) -> Result<Option<i64>> {
    let mine = || t::table.filter(t::subject.eq(subject).and(t::at.gt(now.plus(-window))));
    let count: i64 = mine().count().get_result(conn)?;
    if count <= limit {
        return Ok(None);
    }
    let last_in_the_way: Option<Instant> =
        mine().order(t::at).offset(count - limit).select(t::at).first(conn).optional()?;
    let free = last_in_the_way.unwrap_or(now).plus(window);
    Ok(Some((free.utc() - now.utc()).num_seconds().max(1)))
}

/// Forgets the tries of subjects that have just signed in rightly.
pub fn forget_attempts(conn: &mut Conn, subjects: &[String]) -> Result<()> {
    diesel::delete(t::table.filter(t::subject.eq_any(subjects))).execute(conn)?;
    Ok(())
}
