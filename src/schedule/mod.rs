//! Jobs that run by themselves. Knows no feature: each room that has something to do at a time registers a [`Job`] with the
//! composition root. Rules:
//!
//! - a job has a line of five fields in the business zone (`CronLine`): from the configuration, until an administrator
//!   writes another one
//! - every run is a tick: a row of its own under (job, due instant), written in the transaction of what the job does. Two
//!   replicas never run a tick twice, and a program that is killed has either done it or not
//! - after a stop only the newest missed tick runs; how many were missed is written beside it
//! - a job of working days runs on the first one after a day off, or on the last one before it, as configured
//! - a job that fails undoes what it did, says why in its tick, and is tried again later and later
//!
//! Tables: `job_lines ticks`.

mod due;
mod job;
mod run;
mod store;

pub use due::{Shift, next_runs};
pub use job::{Job, Jobs, Planned};
pub use run::Ran;
pub use store::{Listed, TickState, change, health, ticks};
