//! `[digest]`: when the leaders' letters are prepared, and who lets them go.

use super::sources::Problem;
use chrono::TimeDelta;
use serde::Deserialize;

/// `[digest]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Digest {
    pub quarterly_working_day: i32,
    pub monthly: bool,
    pub monthly_working_day: i32,
    pub approval: String,
    pub by_itself_hours: i64,
}

impl Digest {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, day, most) in [
            ("digest.quarterly_working_day", self.quarterly_working_day, 60),
            ("digest.monthly_working_day", self.monthly_working_day, 20),
        ] {
            if !(1..=most).contains(&day) {
                problems.push(Problem::new(path, format!("expected 1 to {most}")));
            }
        }
        if !["person", "by_itself"].contains(&self.approval.as_str()) {
            problems.push(Problem::new("digest.approval", "expected person, by_itself"));
        }
        if !(0..=720).contains(&self.by_itself_hours) {
            problems.push(Problem::new("digest.by_itself_hours", "expected 0 to 720"));
        }
        problems
    }

    /// After how long an issue goes without a person; none where a person must approve it.
    pub fn by_itself(&self) -> Option<TimeDelta> {
        (self.approval == "by_itself").then(|| TimeDelta::hours(self.by_itself_hours))
    }
}
