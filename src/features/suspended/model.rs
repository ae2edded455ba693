//! A standstill, since when it lasts, and by when it is to be reviewed. Pure.

use crate::features::projects::SideState;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::text_enum;
use chrono::{Months, NaiveDate};

text_enum! {
    /// What was said about a standstill.
    pub enum Outcome {
        /// The project stands still from now on.
        Begins = "begins",
        /// 继续停缓建
        Stays = "stays",
        /// 恢复建设
        Resumes = "resumes",
        /// 退出
        Leaves = "leaves",
    }
}

/// Something that was said about a standstill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Counted for each project from 1.
    pub step: i64,
    /// What.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// By when it is reviewed again.
    pub review_on: Option<NaiveDate>,
    /// By whom, by name at that time.
    pub author: String,
    /// When.
    pub at: Instant,
}

/// A project that stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standstill {
    /// Which.
    pub project_id: i64,
    /// Its name.
    pub project: String,
    /// Where it lies.
    pub division: DivisionCode,
    /// How long.
    pub span: Span,
}

/// How long a project stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Since when.
    pub since: NaiveDate,
    /// By when it is to be reviewed.
    pub review_on: NaiveDate,
    /// Whether somebody named that day; else it follows from the rule.
    pub is_named: bool,
    /// Why, as it was said last; nobody said so here.
    pub reason: Option<String>,
}

impl Span {
    /// `said` is the newest review of this standstill; without a day of its own it is reviewed after so many months.
    pub fn new(since: NaiveDate, said: Option<&Review>, months: u32) -> Self {
        let named = said.and_then(|said| said.review_on);
        Self {
            since,
            review_on: named.unwrap_or_else(|| by_rule(since, months)),
            is_named: named.is_some(),
            reason: said.map(|said| said.reason.clone()),
        }
    }

    /// Whether its review is due.
    pub fn is_due(&self, today: NaiveDate) -> bool {
        !rests(self.review_on, today)
    }
}

/// Whether a project that is to be reviewed by `review_on` may still rest on `day`.
pub fn rests(review_on: NaiveDate, day: NaiveDate) -> bool {
    day < review_on
}

/// When the standstill began: with the first version that says so after the last one that does not. `versions` are the
/// earliest first.
pub fn since(versions: &[(SideState, Instant)]) -> Option<Instant> {
    versions.rsplit(|(state, _)| *state != SideState::Suspended).next()?.first().map(|(_, at)| *at)
}

/// The newest of `reviews` that speaks of the standstill that began at `since`. They are the earliest first.
pub fn latest(reviews: &[Review], since: Instant) -> Option<&Review> {
    reviews.last().filter(|last| last.at >= since && last.review_on.is_some())
}

/// The day that follows from the rule: so many months after the standstill began.
pub fn by_rule(since: NaiveDate, months: u32) -> NaiveDate {
    since.checked_add_months(Months::new(months)).unwrap_or(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}T01:00:00Z")).unwrap()
    }

    fn review(step: i64, on: &str, review_on: Option<&str>) -> Review {
        Review {
            step,
            outcome: if review_on.is_some() { Outcome::Stays } else { Outcome::Resumes },
            reason: "资金".to_owned(),
            review_on: review_on.map(day),
            author: "甲".to_owned(),
            at: at(on),
        }
    }

    #[test]
    fn a_standstill_begins_with_the_first_version_after_the_last_one_that_was_active() {
        use SideState::{Active, Suspended};
        assert_eq!(since(&[]), None);
        assert_eq!(since(&[(Suspended, at("2026-01-05")), (Active, at("2026-02-01"))]), None);
        let twice = [
            (Active, at("2025-01-01")),
            (Suspended, at("2025-02-01")),
            (Active, at("2025-03-01")),
            (Suspended, at("2026-04-01")),
            (Suspended, at("2026-05-01")),
        ];
        assert_eq!(since(&twice), Some(at("2026-04-01")), "what was said in 2025 is another standstill");
        assert_eq!(since(&twice[3..]), Some(at("2026-04-01")), "it came in standing still");
    }

    #[test]
    fn the_newest_review_counts_unless_it_speaks_of_an_older_standstill() {
        let reviews =
            [review(1, "2026-01-05", Some("2026-07-01")), review(2, "2026-07-01", Some("2026-10-01"))];
        assert_eq!(latest(&reviews, at("2026-01-05")).map(|review| review.step), Some(2));
        assert_eq!(latest(&reviews, at("2026-08-01")), None);
        let ended = [review(1, "2026-01-05", Some("2026-07-01")), review(2, "2026-07-01", None)];
        assert_eq!(latest(&ended, at("2026-01-05")), None);
    }

    #[test]
    fn it_rests_until_the_day_of_its_review_and_months_end_where_they_end() {
        assert_eq!(by_rule(day("2026-08-31"), 6), day("2027-02-28"));
        assert!(rests(day("2026-12-01"), day("2026-11-30")));
        assert!(!rests(day("2026-12-01"), day("2026-12-01")));
    }
}
