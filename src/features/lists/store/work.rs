//! Writing a list in work: its row, its nominations. Whatever changes here also leaves a row in `list_moves` or
//! `nomination_versions`, so that the list can be shown as of any day.

use super::head;
use crate::db::schema::{instance, list_moves, lists, nomination_versions, nominations};
use crate::db::{Conn, nested, unique_violation};
use crate::features::lists::model::{Decision, Head, ListState, NominationState};
use crate::features::projects::Class;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use anyhow::Context as _;
use diesel::prelude::*;

/// What every deed on a list does first: takes its row for itself until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] when it was never opened.
pub fn bump(conn: &mut Conn, quarter: Quarter) -> Result<Head> {
    diesel::update(lists::table.find(quarter)).set(lists::revision.eq(lists::revision + 1)).execute(conn)?;
    head(conn, quarter)
}

/// Takes the one row that all lists share until the transaction ends: opening, publishing and correcting look at other
/// lists than their own, so they come one after the other.
pub fn line_up(conn: &mut Conn) -> Result<()> {
    diesel::update(instance::table.find(1)).set(instance::slot.eq(1)).execute(conn)?;
    Ok(())
}

/// Opens a list, for the first time or after it was taken back; `false` when the quarter has one.
pub fn insert_list(conn: &mut Conn, head: &Head, opened_by: Option<i64>, now: Instant) -> Result<bool> {
    let standing: Option<(i64, Option<Instant>)> = lists::table
        .find(head.quarter)
        .select((lists::revision, lists::cancelled_at))
        .first(conn)
        .optional()?;
    match standing {
        None => {}
        Some((_, None)) => return Ok(false),
        Some((revision, Some(_))) => {
            diesel::update(lists::table.find(head.quarter))
                .set((
                    lists::state.eq(head.state),
                    lists::target.eq(head.target),
                    lists::nominate_by.eq(head.nominate_by),
                    lists::publish_by.eq(head.publish_by),
                    lists::revision.eq(revision + 1),
                    lists::opened_by.eq(opened_by),
                    lists::opened_at.eq(now),
                    lists::cancelled_at.eq(None::<Instant>),
                ))
                .execute(conn)?;
            keep_move(conn, (head.quarter, revision + 1), head.state, false, now)?;
            return Ok(true);
        }
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
        Ok(_) => {
            keep_move(conn, (head.quarter, head.revision), head.state, false, now)?;
            Ok(true)
        }
        // Somebody else opened it between our look and our insert.
        Err(error) if unique_violation(&error).is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Moves a list on. `head` is the list as this deed's [`bump`] gave it.
pub fn set_state(conn: &mut Conn, head: &Head, state: ListState, now: Instant) -> Result<()> {
    diesel::update(lists::table.find(head.quarter)).set(lists::state.eq(state)).execute(conn)?;
    keep_move(conn, (head.quarter, head.revision), state, false, now)
}

/// Takes a list back: from now on its quarter has none. `head` as in [`set_state`].
pub fn cancel_list(conn: &mut Conn, head: &Head, now: Instant) -> Result<()> {
    diesel::update(lists::table.find(head.quarter)).set(lists::cancelled_at.eq(now)).execute(conn)?;
    keep_move(conn, (head.quarter, head.revision), head.state, true, now)
}

fn keep_move(
    conn: &mut Conn,
    (quarter, revision): (Quarter, i64),
    state: ListState,
    cancelled: bool,
    now: Instant,
) -> Result<()> {
    diesel::insert_into(list_moves::table)
        .values((
            list_moves::quarter.eq(quarter),
            list_moves::revision.eq(revision),
            list_moves::state.eq(state),
            list_moves::at.eq(now),
            list_moves::cancelled.eq(cancelled),
        ))
        .execute(conn)?;
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
    let id: i64 = diesel::insert_into(nominations::table)
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
        .returning(nominations::id)
        .get_result(conn)?;
    keep_version(conn, id, wish.at)
}

/// Nominates a project again. What was last decided about it stays readable in its versions.
pub fn renew_nomination(conn: &mut Conn, id: i64, wish: &Wish) -> Result<()> {
    diesel::update(nominations::table.find(id))
        .set((
            nominations::state.eq(NominationState::Nominated),
            nominations::section.eq(&wish.section),
            nominations::class.eq(wish.class),
            nominations::renewed.eq(true),
            nominations::decision.eq(None::<Decision>),
            nominations::reason.eq(None::<String>),
            nominations::into_projects.eq("[]"),
            nominations::version.eq(nominations::version + 1),
            nominations::nominated_by.eq(wish.by),
            nominations::nominated_at.eq(wish.at),
        ))
        .execute(conn)?;
    keep_version(conn, id, wish.at)
}

/// What was decided about a nomination.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// What.
    pub decision: Decision,
    /// Why.
    pub reason: Option<&'a str>,
    /// The class in which it will stand.
    pub class: Class,
    /// The projects that it lives on in.
    pub into: &'a [i64],
    /// Who.
    pub by: Option<i64>,
    /// When.
    pub at: Instant,
}

/// Settles a nomination.
pub fn decide_nomination(conn: &mut Conn, id: i64, verdict: &Verdict<'_>) -> Result<()> {
    diesel::update(nominations::table.find(id))
        .set((
            nominations::state.eq(verdict.decision.outcome()),
            nominations::decision.eq(verdict.decision),
            nominations::reason.eq(verdict.reason),
            nominations::class.eq(verdict.class),
            nominations::into_projects
                .eq(serde_json::to_string(verdict.into).context("ids of projects as JSON")?),
            nominations::version.eq(nominations::version + 1),
            nominations::decided_by.eq(verdict.by),
            nominations::decided_at.eq(verdict.at),
        ))
        .execute(conn)?;
    keep_version(conn, id, verdict.at)
}

/// A nomination as it stands, for its row of versions.
#[derive(Queryable, Selectable)]
#[diesel(table_name = nominations)]
struct Standing {
    version: i64,
    state: NominationState,
    section: Option<String>,
    class: Class,
    decision: Option<Decision>,
    reason: Option<String>,
    into_projects: String,
}

/// Remembers how a nomination stands from `now` on.
pub(super) fn keep_version(conn: &mut Conn, id: i64, now: Instant) -> Result<()> {
    let standing: Standing = nominations::table.find(id).select(Standing::as_select()).first(conn)?;
    diesel::insert_into(nomination_versions::table)
        .values((
            nomination_versions::nomination_id.eq(id),
            nomination_versions::version.eq(standing.version),
            nomination_versions::recorded_at.eq(now),
            nomination_versions::state.eq(standing.state),
            nomination_versions::section.eq(standing.section),
            nomination_versions::class.eq(standing.class),
            nomination_versions::decision.eq(standing.decision),
            nomination_versions::reason.eq(standing.reason),
            nomination_versions::into_projects.eq(standing.into_projects),
        ))
        .execute(conn)?;
    Ok(())
}
