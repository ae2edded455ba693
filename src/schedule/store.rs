//! SQL of the schedule: lines that administrators wrote, and every tick.

use crate::db::schema::{job_lines as l, ticks as t};
use crate::db::{Backend, Conn, nested, unique_violation};
use crate::kernel::calendar::CronLine;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::text_enum;
use anyhow::anyhow;
use diesel::prelude::*;
use serde_json::Value;

text_enum! {
    /// What became of a tick.
    pub enum TickState {
        /// The job did what was due.
        Done = "done",
        /// It failed, and is tried again.
        Failed = "failed",
    }
}

/// A line that an administrator wrote.
pub(super) struct Written {
    pub(super) line: CronLine,
    pub(super) at: Instant,
    pub(super) by_name: String,
}

/// A job's line, where an administrator wrote one; the newest counts, and an empty one gives it back to the configuration.
pub(super) fn line(conn: &mut Conn, job: &str) -> Result<Option<Written>> {
    let newest: Option<(String, Instant, String)> = l::table
        .filter(l::job.eq(job))
        .order(l::id.desc())
        .select((l::line, l::at, l::by_name))
        .first(conn)
        .optional()?;
    let Some((line, at, by_name)) = newest.filter(|(line, ..)| !line.is_empty()) else { return Ok(None) };
    let line = CronLine::parse(&line).map_err(|fault| anyhow!("stored line {line:?} of {job}: {fault}"))?;
    Ok(Some(Written { line, at, by_name }))
}

/// Writes another line for a job; none gives it back to the configuration.
///
/// # Errors
/// When the database does not answer.
pub fn change(
    conn: &mut Conn,
    job: &str,
    line: Option<&CronLine>,
    (name, id): (&str, Option<i64>),
    now: Instant,
) -> Result<()> {
    let values = (
        l::job.eq(job),
        l::line.eq(line.map_or("", CronLine::as_str)),
        l::at.eq(now),
        l::by_name.eq(name),
        l::by_id.eq(id),
    );
    diesel::insert_into(l::table).values(values).execute(conn)?;
    Ok(())
}

/// A tick as it is listed.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = t)]
pub struct Listed {
    /// Which job.
    pub job: String,
    /// Since when it was due.
    pub due_at: Instant,
    /// What became of it.
    pub state: TickState,
    /// How many before it were missed.
    missed: i32,
    /// How often it was tried.
    pub attempts: i32,
    /// When it last ran.
    pub ran_at: Instant,
    /// When it is tried again.
    pub next_at: Option<Instant>,
    /// What the job said, as JSON.
    pub report: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

impl Listed {
    /// How many runs before this one were missed.
    pub fn missed(&self) -> usize {
        usize::try_from(self.missed).unwrap_or_default()
    }
}

/// The newest tick of a job.
pub(super) struct Last {
    pub(super) due_at: Instant,
    pub(super) missed: usize,
    pub(super) attempts: i32,
    pub(super) next_at: Option<Instant>,
}

pub(super) fn last(conn: &mut Conn, job: &str) -> Result<Option<Last>> {
    let newest: Option<Listed> = t::table
        .filter(t::job.eq(job))
        .order(t::due_at.desc())
        .select(Listed::as_select())
        .first(conn)
        .optional()?;
    Ok(newest.map(|tick| Last {
        due_at: tick.due_at,
        missed: tick.missed(),
        attempts: tick.attempts,
        next_at: tick.next_at,
    }))
}

fn count(missed: usize) -> i32 {
    i32::try_from(missed).unwrap_or(i32::MAX)
}

/// Takes a tick; `false` when somebody else has it. The row's own key is the lock: on Postgres the second one waits for the
/// first one's transaction, on SQLite writers take turns.
pub(super) fn begin(
    conn: &mut Conn,
    (job, due_at): (&str, Instant),
    (missed, attempts): (usize, i32),
    now: Instant,
) -> Result<bool> {
    if attempts > 0 {
        let failed = t::table.filter(t::job.eq(job).and(t::due_at.eq(due_at)));
        let failed = failed.filter(t::state.eq(TickState::Failed).and(t::attempts.eq(attempts)));
        let values = (
            t::state.eq(TickState::Done),
            t::attempts.eq(attempts + 1),
            t::ran_at.eq(now),
            t::next_at.eq(None::<Instant>),
            t::error.eq(None::<String>),
        );
        return Ok(diesel::update(failed).set(values).execute(conn)? == 1);
    }
    let values = (
        t::job.eq(job),
        t::due_at.eq(due_at),
        t::state.eq(TickState::Done),
        t::missed.eq(count(missed)),
        t::attempts.eq(1),
        t::ran_at.eq(now),
    );
    match nested(conn, |conn| diesel::insert_into(t::table).values(values).execute(conn)) {
        Ok(_) => Ok(true),
        Err(error) if unique_violation(&error).is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Keeps what the job said.
pub(super) fn finish(conn: &mut Conn, (job, due_at): (&str, Instant), report: &Value) -> Result<()> {
    let this = t::table.filter(t::job.eq(job).and(t::due_at.eq(due_at)));
    diesel::update(this).set(t::report.eq(report.to_string())).execute(conn)?;
    Ok(())
}

/// Says why a tick failed, after everything it did was undone.
pub(super) fn fail(
    conn: &mut Conn,
    (job, due_at): (&str, Instant),
    (missed, attempts): (usize, i32),
    (why, again): (&str, Instant),
    now: Instant,
) -> Result<()> {
    let values = (
        t::state.eq(TickState::Failed),
        t::attempts.eq(attempts + 1),
        t::ran_at.eq(now),
        t::next_at.eq(again),
        t::error.eq(why),
    );
    let key = (t::job.eq(job), t::due_at.eq(due_at), t::missed.eq(count(missed)));
    if attempts == 0 {
        // Of two that failed at once one says so.
        let inserted = nested(conn, |conn| diesel::insert_into(t::table).values((key, values)).execute(conn));
        return match inserted {
            Ok(_) => Ok(()),
            Err(error) if unique_violation(&error).is_some() => Ok(()),
            Err(error) => Err(error.into()),
        };
    }
    let failed = t::table.filter(t::job.eq(job).and(t::due_at.eq(due_at)));
    let failed = failed.filter(t::state.eq(TickState::Failed).and(t::attempts.eq(attempts)));
    diesel::update(failed).set(values).execute(conn)?;
    Ok(())
}

/// The ticks, the newest first; of one state where it is named.
///
/// # Errors
/// When the database does not answer.
pub fn ticks(conn: &mut Conn, state: Option<TickState>, page: PageRequest) -> Result<Paged<Listed>> {
    let chosen = || {
        let all = t::table.into_boxed::<Backend>();
        match state {
            Some(state) => all.filter(t::state.eq(state)),
            None => all,
        }
    };
    let total: i64 = chosen().count().get_result(conn)?;
    let items = chosen()
        .order((t::due_at.desc(), t::job))
        .limit(page.per_page())
        .offset(page.offset())
        .select(Listed::as_select())
        .load(conn)?;
    Ok(Paged::new(items, total, page))
}

/// When a tick ran last, and how many wait to be tried again: a failed one that a newer one has overtaken does not.
///
/// # Errors
/// When the database does not answer.
pub fn health(conn: &mut Conn) -> Result<(Option<Instant>, i64)> {
    let last = t::table.select(diesel::dsl::max(t::ran_at)).get_result(conn)?;
    let newest: Vec<(String, Option<Instant>)> =
        t::table.group_by(t::job).select((t::job, diesel::dsl::max(t::due_at))).load(conn)?;
    let mut failing = 0;
    for (job, due_at) in newest {
        let Some(due_at) = due_at else { continue };
        let failed = t::table.filter(t::job.eq(job).and(t::due_at.eq(due_at)));
        failing += failed.filter(t::state.eq(TickState::Failed)).count().get_result::<i64>(conn)?;
    }
    Ok((last, failing))
}
