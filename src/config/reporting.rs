//! `[updates]`, `[lights]`, `[supervised]`, `[suspended]`, `[leads]` and `[bulletins]`: when a monthly report is due, from
//! which figures on a light changes its colour, what follows when it stays red or a project stands still, how soon a lead
//! is answered, and how bulletins are numbered.

use super::sources::Problem;
use serde::Deserialize;

/// `[updates]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Updates {
    pub due_working_day: i32,
    pub due_hour: u32,
    pub return_working_days: i32,
    pub sign_off: bool,
    pub counties_report_to_city: bool,
}

impl Updates {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(1..=60).contains(&self.due_working_day) {
            problems.push(Problem::new("updates.due_working_day", "expected 1 to 60"));
        }
        if !(1..=24).contains(&self.due_hour) {
            problems.push(Problem::new("updates.due_hour", "expected 1 to 24"));
        }
        if !(0..=60).contains(&self.return_working_days) {
            problems.push(Problem::new("updates.return_working_days", "expected 0 to 60"));
        }
        problems
    }
}

/// `[lights]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Lights {
    pub start_yellow_months: i64,
    pub start_red_months: i64,
    pub progress_yellow_points: i64,
    pub progress_red_points: i64,
    pub progress_slack: String,
    pub enrolment_yellow_months: i64,
    pub enrolment_red_months: i64,
    pub unreported_red_months: i64,
}

impl Lights {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, yellow, red) in [
            ("lights.start_red_months", self.start_yellow_months, self.start_red_months),
            ("lights.progress_red_points", self.progress_yellow_points, self.progress_red_points),
            ("lights.enrolment_red_months", self.enrolment_yellow_months, self.enrolment_red_months),
            ("lights.unreported_red_months", 1, self.unreported_red_months),
        ] {
            if !(1..=100).contains(&yellow) || !(yellow + 1..=120).contains(&red) {
                let what = "expected 2 to 120, and more than what makes the light yellow (1 to 100)";
                problems.push(Problem::new(path, what));
            }
        }
        if !["green", "yellow"].contains(&self.progress_slack.as_str()) {
            problems.push(Problem::new("lights.progress_slack", "expected \"green\" or \"yellow\""));
        }
        problems
    }
}

/// `[supervised]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Supervised {
    pub red_months: u32,
    pub due_working_days: i32,
}

impl Supervised {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(1..=24).contains(&self.red_months) {
            problems.push(Problem::new("supervised.red_months", "expected 1 to 24"));
        }
        if !(1..=120).contains(&self.due_working_days) {
            problems.push(Problem::new("supervised.due_working_days", "expected 1 to 120"));
        }
        problems
    }
}

/// `[suspended]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Suspended {
    pub review_months: u32,
}

impl Suspended {
    pub(super) fn problems(&self) -> Vec<Problem> {
        if (1..=24).contains(&self.review_months) {
            return Vec::new();
        }
        vec![Problem::new("suspended.review_months", "expected 1 to 24")]
    }
}

/// `[leads]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Leads {
    pub respond_days: i32,
    pub assess_days: i32,
    pub major_yuan: i64,
    pub assess_major_days: u32,
    pub feedback_days: u32,
    pub report_days: u32,
    pub follow_days: u32,
}

impl Leads {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let days = [
            ("leads.respond_days", i64::from(self.respond_days)),
            ("leads.assess_days", i64::from(self.assess_days)),
            ("leads.assess_major_days", i64::from(self.assess_major_days)),
            ("leads.feedback_days", i64::from(self.feedback_days)),
            ("leads.report_days", i64::from(self.report_days)),
            ("leads.follow_days", i64::from(self.follow_days)),
        ];
        for (path, days) in days {
            if !(1..=90).contains(&days) {
                problems.push(Problem::new(path, "expected 1 to 90"));
            }
        }
        if self.major_yuan < 1 {
            problems.push(Problem::new("leads.major_yuan", "expected at least 1"));
        }
        problems
    }
}

/// `[bulletins]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Bulletins {
    pub word: String,
}

impl Bulletins {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let (word, length) = (self.word.trim(), self.word.chars().count());
        if word.len() == self.word.len() && (1..=20).contains(&length) && !word.contains(char::is_control) {
            return Vec::new();
        }
        vec![Problem::new("bulletins.word", "expected 1 to 20 characters without spaces around them")]
    }
}
