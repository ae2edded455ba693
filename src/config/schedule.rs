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

/// `[reminders]`: the days on which people are told, where no others were entered on the page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
    /// Most days before or after on which a person is told.
    pub const MOST: usize = 10;
    /// Furthest of them.
    pub const FURTHEST: u32 = 90;

    /// Which of the figures cannot be, by their keys.
    pub fn wrong(&self) -> Vec<&'static str> {
        let is_wrong = |days: &[u32]| {
            days.len() > Self::MOST || days.iter().any(|days| !(1..=Self::FURTHEST).contains(days))
        };
        let far = |days: u32| days > Self::FURTHEST;
        let all = [
            ("before_days", is_wrong(&self.before_days)),
            ("after_days", is_wrong(&self.after_days)),
            // The person and her superior would be told the same on one day under two names.
            ("superior_days", far(self.superior_days) || self.after_days.contains(&self.superior_days)),
            ("repeat_days", far(self.repeat_days)),
            ("milestone_days", far(self.milestone_days)),
        ];
        all.into_iter().filter(|(_, is_wrong)| *is_wrong).map(|(field, _)| field).collect()
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let problem = |field| {
            let expected = match field {
                "before_days" | "after_days" => "expected at most ten figures of 1 to 90",
                "superior_days" => "expected 0 to 90, and none of reminders.after_days",
                _ => "expected 0 to 90",
            };
            Problem::new(format!("reminders.{field}"), expected)
        };
        self.wrong().into_iter().map(problem).collect()
    }
}
