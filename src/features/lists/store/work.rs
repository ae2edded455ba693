//! Writing a list in work: its row, its nominations.

use super::head;
use crate::db::schema::{lists, nominations};
use crate::db::{Conn, nested, unique_violation};
use crate::features::lists::model::{Head, ListState, NominationState};
use crate::features::projects::Class;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;

/// What every deed on a list does first: takes its row for itself until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] when it was never opened.
pub fn bump(conn: &mut Conn, quarter: Quarter) -> Result<Head> {
    diesel::update(lists::table.find(quarter)).set(lists::revision.eq(lists::revision + 1)).execute(conn)?;
    head(conn, quarter)
}

/// Opens a list; `false` when the quarter has one.
pub fn insert_list(conn: &mut Conn, head: &Head, opened_by: Option<i64>, now: Instant) -> Result<bool> {
    let standing: i64 = lists::table.filter(lists::quarter.eq(head.quarter)).count().get_result(conn)?;
    if standing > 0 {
        return Ok(false);
    }
    let inserted = nested(conn, |conn| {
        diesel::insert_into(lists::table)
            .values((
                lists::quarter.eq(head.quarter),
                lists::state.eq(head.state),
                lists::target.eq(head.target),
                lists::nominate_by.eq(head.nominate_by),
                lists::publish_by.eq(head.publish_by),
                lists::revision.eq(head.revision),
                lists::opened_by.eq(opened_by),
                lists::opened_at.eq(now),
            ))
            .execute(conn)
    });
    match inserted {
        Ok(_) => Ok(true),
        // Somebody else opened it between our look and our insert.
        Err(error) if unique_violation(&error).is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Moves a list on.
pub fn set_state(conn: &mut Conn, quarter: Quarter, state: ListState) -> Result<()> {
    diesel::update(lists::table.find(quarter)).set(lists::state.eq(state)).execute(conn)?;
    Ok(())
}

/// What a nomination says.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The project.
    pub project_id: i64,
    /// Heading.
    pub section: Option<String>,
    /// Class on this list.
    pub class: Class,
    /// Who nominates.
    pub by: Option<i64>,
    /// When.
    pub at: Instant,
}

/// Nominates a project for the first time.
pub fn insert_nomination(conn: &mut Conn, quarter: Quarter, wish: &Wish) -> Result<()> {
    diesel::insert_into(nominations::table)
        .values((
            nominations::quarter.eq(quarter),
            nominations::project_id.eq(wish.project_id),
            nominations::state.eq(NominationState::Nominated),
            nominations::section.eq(&wish.section),
            nominations::class.eq(wish.class),
            nominations::version.eq(1_i64),
            nominations::nominated_by.eq(wish.by),
            nominations::nominated_at.eq(wish.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Nominates a project again. What was last decided about it stays readable in the audit record.
pub fn renew_nomination(conn: &mut Conn, id: i64, wish: &Wish) -> Result<()> {
    diesel::update(nominations::table.find(id))
        .set((
            nominations::state.eq(NominationState::Nominated),
            nominations::section.eq(&wish.section),
            nominations::class.eq(wish.class),
            nominations::reason.eq(None::<String>),
            nominations::version.eq(nominations::version + 1),
            nominations::nominated_by.eq(wish.by),
            nominations::nominated_at.eq(wish.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Settles a nomination.
pub fn decide_nomination(
    conn: &mut Conn,
    id: i64,
    state: NominationState,
    reason: Option<&str>,
    by: Option<i64>,
    now: Instant,
) -> Result<()> {
    diesel::update(nominations::table.find(id))
        .set((
            nominations::state.eq(state),
            nominations::reason.eq(reason),
            nominations::version.eq(nominations::version + 1),
            nominations::decided_by.eq(by),
            nominations::decided_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
