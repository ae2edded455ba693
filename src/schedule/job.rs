//! Jobs, and by which line each runs.

use super::due::{Moved, Shift, next_runs};
use super::store;
use crate::db::Conn;
use crate::kernel::calendar::{CronLine, WorkingDays};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use anyhow::anyhow;
use chrono_tz::Tz;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// What a room does at its times.
pub trait Job: Send + Sync {
    /// Its word in `ticks.job`.
    fn name(&self) -> &'static str;

    /// Whether it runs on working days alone.
    fn on_working_days(&self) -> bool;

    /// Does what is due at `now`; what it says is kept with its tick.
    ///
    /// # Errors
    /// All of it is then undone, and tried again later.
    fn run(&self, conn: &mut Conn, now: Instant) -> Result<Value>;
}

/// Asks for the days on which offices are closed; a hook, since they are a feature's.
pub type AskDays = fn(&mut Conn) -> Result<WorkingDays>;

/// All jobs of an installation; cloning shares them.
#[derive(Clone)]
pub struct Jobs(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) jobs: Vec<(Box<dyn Job>, CronLine)>,
    pub(super) zone: Tz,
    pub(super) shift: Shift,
    pub(super) days: AskDays,
    /// When this installation began: before that nothing was missed.
    pub(super) began: Instant,
}

/// A job with its line and what comes next.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Its word.
    pub job: &'static str,
    /// By which line it runs.
    pub line: CronLine,
    /// The line that the configuration has.
    pub configured: CronLine,
    /// Whether it runs on working days alone.
    pub on_working_days: bool,
    /// The next runs.
    pub next: Vec<Instant>,
    /// Who wrote the line, and when; none for that of the configuration.
    pub written: Option<(Instant, String)>,
}

impl Jobs {
    /// These, each with the line of the configuration.
    ///
    /// # Errors
    /// When a line is none; the configuration refuses it first.
    pub fn new(
        jobs: Vec<(Box<dyn Job>, &str)>,
        (zone, shift, days): (Tz, Shift, AskDays),
        began: Instant,
    ) -> anyhow::Result<Self> {
        let read = |(job, line): (Box<dyn Job>, &str)| {
            let line = CronLine::parse(line).map_err(|fault| anyhow!("schedule.{}: {fault}", job.name()))?;
            Ok((job, line))
        };
        let jobs = jobs.into_iter().map(read).collect::<anyhow::Result<_>>()?;
        Ok(Self(Arc::new(Inner { jobs, zone, shift, days, began })))
    }

    /// The job of this name.
    pub fn name(&self, name: &str) -> Option<&'static str> {
        self.0.jobs.iter().map(|(job, _)| job.name()).find(|known| *known == name)
    }

    /// Every job with the next `count` runs after `now`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn planned(&self, conn: &mut Conn, now: Instant, count: usize) -> Result<Vec<Planned>> {
        let days = (self.0.days)(conn)?;
        let mut planned = Vec::new();
        for (job, configured) in &self.0.jobs {
            let written = store::line(conn, job.name())?;
            let line = written.as_ref().map_or_else(|| configured.clone(), |written| written.line.clone());
            let next = next_runs(&line, self.0.moved(&**job, &days), now, self.0.zone).take(count).collect();
            planned.push(Planned {
                job: job.name(),
                line,
                configured: configured.clone(),
                on_working_days: job.on_working_days(),
                next,
                written: written.map(|written| (written.at, written.by_name)),
            });
        }
        Ok(planned)
    }

    /// The next runs of a line that somebody thinks of writing for a job.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn runs_of(
        &self,
        conn: &mut Conn,
        (name, line): (&str, &CronLine),
        now: Instant,
        count: usize,
    ) -> Result<Vec<Instant>> {
        let days = (self.0.days)(conn)?;
        let job = self.0.jobs.iter().find(|(job, _)| job.name() == name);
        let moved = job.and_then(|(job, _)| self.0.moved(&**job, &days));
        Ok(next_runs(line, moved, now, self.0.zone).take(count).collect())
    }
}

impl Inner {
    /// By which days a job's runs are moved.
    pub(super) fn moved<'a>(&self, job: &dyn Job, days: &'a WorkingDays) -> Moved<'a> {
        job.on_working_days().then_some((self.shift, days))
    }
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.jobs.iter().map(|(job, line)| (job.name(), line.as_str()))).finish()
    }
}
