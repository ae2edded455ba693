//! `[schedule]` and `[reminders]`: when jobs run, and on which days people are reminded of what they owe.

use super::sources::Problem;
use crate::kernel::calendar::CronLine;
use serde::Deserialize;

/// `[schedule]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Schedule {
    pub working_days: String,
    pub reminders: String,
    pub digests: String,
}

impl Schedule {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !["before", "after"].contains(&self.working_days.as_str()) {
            problems.push(Problem::new("schedule.working_days", "expected before, after"));
        }
        for (path, line) in [("schedule.reminders", &self.reminders), ("schedule.digests", &self.digests)] {
            if let Err(fault) = CronLine::parse(line) {
                problems.push(Problem::new(path, fault.to_string()));
            }
        }
        problems
    }
}

/// `[reminders]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Reminders {
    pub before_days: Vec<u32>,
    pub on_the_day: bool,
    pub after_days: Vec<u32>,
    pub superior_days: u32,
    pub repeat_days: u32,
    pub milestone_days: u32,
}

impl Reminders {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, days) in
            [("reminders.before_days", &self.before_days), ("reminders.after_days", &self.after_days)]
        {
            if days.len() > 10 || days.iter().any(|days| !(1..=90).contains(days)) {
                problems.push(Problem::new(path, "expected at most ten figures of 1 to 90"));
            }
        }
        if self.superior_days > 90 || self.after_days.contains(&self.superior_days) {
            let what = "expected 0 to 90, and none of reminders.after_days";
            problems.push(Problem::new("reminders.superior_days", what));
        }
        if self.repeat_days > 90 {
            problems.push(Problem::new("reminders.repeat_days", "expected 0 to 90"));
        }
        if self.milestone_days > 90 {
            problems.push(Problem::new("reminders.milestone_days", "expected 0 to 90"));
        }
        problems
    }
}
