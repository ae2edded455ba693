//! Whether mail leaves at all: a switch that a person throws, and the question whether this database may send from here.

use super::home::{self, Home};
use super::model::By;
use crate::db::Conn;
use crate::db::schema::mail_switches as t;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;

/// How the switch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Mail leaves.
    Open,
    /// A person holds it: since when, why, and who.
    Held(Instant, Option<String>, Option<String>),
    /// This database has never sent from here: it is a copy, or was moved.
    Elsewhere,
}

/// How the switch stands for a sender at this home.
///
/// # Errors
/// When the database does not answer.
pub fn held(conn: &mut Conn, home: &Home) -> Result<Switch> {
    if !home::is_known(conn, home)? {
        return Ok(Switch::Elsewhere);
    }
    let newest: Option<(Instant, bool, Option<String>, Option<String>)> = t::table
        .order(t::id.desc())
        .select((t::at, t::is_held, t::reason, t::by_name))
        .first(conn)
        .optional()?;
    Ok(match newest {
        Some((at, true, reason, by)) => Switch::Held(at, reason, by),
        _ => Switch::Open,
    })
}

/// Holds all mail, or lets it go.
///
/// # Errors
/// When the database does not answer.
pub fn switch(
    conn: &mut Conn,
    is_held: bool,
    reason: Option<&str>,
    (name, id): By<'_>,
    now: Instant,
) -> Result<()> {
    let values =
        (t::at.eq(now), t::is_held.eq(is_held), t::reason.eq(reason), t::by_name.eq(name), t::by_id.eq(id));
    diesel::insert_into(t::table).values(values).execute(conn)?;
    Ok(())
}
