//! Which installation this database belongs to: one row, made at the first start. Workbooks carry the id, so that a
//! sheet of another installation is never mistaken for ours, and a demonstration stays marked as one for ever.

use super::schema::instance as t;
use super::{Conn, nested, unique_violation};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;

/// The installation's own facts.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Instance {
    /// 128 random bits in hex.
    pub id: String,
    /// Whether everything in it is invented.
    pub demonstration: bool,
    /// When it began.
    pub created_at: Instant,
}

/// Whether everything in it is invented; `false` before the first start.
///
/// # Errors
/// When the database does not answer.
pub fn demonstration(conn: &mut Conn) -> Result<bool> {
    Ok(t::table.select(t::demonstration).first(conn).optional()?.unwrap_or(false))
}

/// Reads the row, or makes it when this is the first start.
pub fn instance(conn: &mut Conn, demonstration: bool, now: Instant) -> Result<Instance> {
    let found = t::table.select((t::id, t::demonstration, t::created_at)).first(conn).optional()?;
    if let Some(instance) = found {
        return Ok(instance);
    }
    let made = Instance { id: format!("{:032x}", rand::random::<u128>()), demonstration, created_at: now };
    let row = (t::slot.eq(1), t::id.eq(&made.id), t::created_at.eq(now), t::demonstration.eq(demonstration));
    match nested(conn, |conn| diesel::insert_into(t::table).values(row).execute(conn)) {
        Ok(_) => Ok(made),
        // Another replica was a moment faster.
        Err(error) if unique_violation(&error).is_some() => {
            Ok(t::table.select((t::id, t::demonstration, t::created_at)).first(conn)?)
        }
        Err(error) => Err(error.into()),
    }
}
