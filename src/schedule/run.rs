//! One look at the clock: every job that is due runs, each in a transaction with its tick.

use super::due::newest;
use super::job::{Inner, Job, Jobs};
use super::store::{self, TickState};
use crate::context::Context;
use crate::db::Conn;
use crate::kernel::calendar::CronLine;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::backoff;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// A tick that ran.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ran {
    /// Which job.
    pub job: &'static str,
    /// Since when it was due.
    pub due_at: Instant,
    /// `done` or `failed`
    pub state: TickState,
    /// How many runs before this one were missed.
    pub missed: usize,
    /// What the job says it did.
    pub report: Option<Value>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A tick that is to run.
#[derive(Clone, Copy, Debug)]
struct Due {
    at: Instant,
    missed: usize,
    /// How often it was tried.
    attempts: i32,
}

impl Jobs {
    /// Runs what is due. A job that fails does not keep the others from running.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn run(&self, ctx: &Context) -> Result<Vec<Ran>> {
        let mut all = Vec::new();
        for place in 0..self.0.jobs.len() {
            all.extend(self.run_one(ctx, place).await?);
        }
        Ok(all)
    }

    async fn run_one(&self, ctx: &Context, place: usize) -> Result<Option<Ran>> {
        let (now, asked) = (ctx.now(), Arc::clone(&self.0));
        let due = ctx
            .db
            .read(move |conn| {
                let (job, line) = &asked.jobs[place];
                due(conn, &asked, (&**job, line), now)
            })
            .await?;
        let Some(tick) = due else { return Ok(None) };
        let (running, name) = (Arc::clone(&self.0), self.0.jobs[place].0.name());
        let ran = move |conn: &mut Conn| {
            let job = &running.jobs[place].0;
            if !store::begin(conn, (job.name(), tick.at), (tick.missed, tick.attempts), now)? {
                return Ok(None);
            }
            let report = job.run(conn, now)?;
            store::finish(conn, (job.name(), tick.at), &report)?;
            Ok(Some(report))
        };
        let ran = ctx.db.write(ran).await;
        let told = |state, report, error| Ran {
            job: name,
            due_at: tick.at,
            state,
            missed: tick.missed,
            report,
            error,
        };
        match ran {
            Ok(report) => Ok(report.map(|report| told(TickState::Done, Some(report), None))),
            Err(error) => {
                let why = error.to_string();
                tracing::error!(job = name, due_at = %tick.at, error = %why, "a job failed");
                let (said, key) = (why.clone(), format!("{name}:{}", tick.at));
                let again = now.plus(backoff(&key, tick.attempts + 1));
                let failed = (tick.missed, tick.attempts);
                ctx.db
                    .write(move |conn| store::fail(conn, (name, tick.at), failed, (&said, again), now))
                    .await?;
                Ok(Some(told(TickState::Failed, None, Some(why))))
            }
        }
    }
}

/// The tick of a job that is to run: the newest that nobody has run, or one that failed and whose time has come again.
fn due(
    conn: &mut Conn,
    of: &Inner,
    (job, configured): (&dyn Job, &CronLine),
    now: Instant,
) -> Result<Option<Due>> {
    let written = store::line(conn, job.name())?;
    let last = store::last(conn, job.name())?;
    let mut since = last.as_ref().map_or(of.began, |last| last.due_at);
    // Under a new line nothing was missed before it was written.
    since = written.as_ref().map_or(since, |written| since.max(written.at));
    let line = written.as_ref().map_or(configured, |written| &written.line);
    let days = (of.days)(conn)?;
    if let Some((at, missed)) = newest(line, of.moved(job, &days), (since, now), of.zone) {
        return Ok(Some(Due { at, missed, attempts: 0 }));
    }
    let again = last.filter(|last| last.next_at.is_some_and(|at| at <= now));
    Ok(again.map(|last| Due { at: last.due_at, missed: last.missed, attempts: last.attempts }))
}
