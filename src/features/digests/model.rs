//! For which quarter or month a digest is, when it is due, how far it has come, and who gets one. Pure.

use crate::features::accounts::User;
use crate::features::problems::Level;
use crate::kernel::calendar::{Period, Quarter, WorkingDays, period_of, quarter_of};
use crate::kernel::division::Scope;
use crate::kernel::instant::Instant;
use crate::kernel::role::Role;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What their letters are called in the outbox.
pub const LETTER: &str = "digest";

text_enum! {
    /// How often.
    pub enum DigestKind {
        /// After each quarter, from the published list.
        Quarterly = "quarterly",
        /// After each month, with what changed since the reader's last.
        Monthly = "monthly",
    }
}

text_enum! {
    /// How far an issue has come.
    pub enum State {
        /// Its day has come and no list is published.
        Waiting = "waiting",
        /// It can be looked at and approved.
        Proposed = "proposed",
        /// It was sent on its way.
        Approved = "approved",
        /// Another version or the next issue took its place before anybody approved it.
        Dropped = "dropped",
    }
}

impl DigestKind {
    /// The Fluent id of its word.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Quarterly => "digests-kind-quarterly",
            Self::Monthly => "digests-kind-monthly",
        }
    }
}

impl State {
    /// The Fluent id of its word.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Waiting => "digests-state-waiting",
            Self::Proposed => "digests-state-proposed",
            Self::Approved => "digests-state-approved",
            Self::Dropped => "digests-state-dropped",
        }
    }
}

text_enum! {
    /// How somebody said that she wants none.
    pub enum How {
        /// By the link in a letter.
        Link = "link",
        /// On the page, signed in.
        Page = "page",
    }
}

/// For which quarter or month an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// A quarter.
    Quarter(Quarter),
    /// A month.
    Month(Period),
}

/// After how many working days issues are due; none of a kind that is switched off.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// Quarterly.
    pub quarterly: i32,
    /// Monthly.
    pub monthly: Option<i32>,
}

impl Occasion {
    /// Of a stored row; none for what is neither.
    pub fn of(kind: DigestKind, period: &str) -> Option<Self> {
        match kind {
            DigestKind::Quarterly => Quarter::parse(period).ok().map(Self::Quarter),
            DigestKind::Monthly => Period::parse(period).ok().map(Self::Month),
        }
    }

    /// How often.
    pub const fn kind(self) -> DigestKind {
        match self {
            Self::Quarter(_) => DigestKind::Quarterly,
            Self::Month(_) => DigestKind::Monthly,
        }
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        match self {
            Self::Quarter(quarter) => quarter.last_day(),
            Self::Month(period) => period.last_day(),
        }
    }

    /// Its first day and its last one.
    pub fn span(self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Quarter(quarter) => (quarter.first_day(), quarter.last_day()),
            Self::Month(period) => (period.first_day(), period.last_day()),
        }
    }

    /// The month whose lights it tells: the last one of a quarter.
    pub fn month(self) -> Period {
        period_of(self.last_day())
    }

    /// The day on which it is due; none of a kind that is switched off.
    pub fn due_on(self, due: Due, days: &WorkingDays) -> Option<NaiveDate> {
        let after = match self {
            Self::Quarter(_) => Some(due.quarterly),
            Self::Month(_) => due.monthly,
        };
        after.map(|after| days.add_working_days(self.last_day(), after))
    }

    /// The next of its kind.
    pub fn next(self) -> Self {
        match self {
            Self::Quarter(quarter) => Self::Quarter(quarter.next()),
            Self::Month(period) => Self::Month(period.next()),
        }
    }

    /// The one before it of its kind.
    pub fn previous(self) -> Self {
        match self {
            Self::Quarter(quarter) => Self::Quarter(quarter.previous()),
            Self::Month(period) => Self::Month(period.previous()),
        }
    }

    /// The quarter and the month that ended last before a day.
    pub fn ended(day: NaiveDate) -> [Self; 2] {
        [Self::Quarter(quarter_of(day).previous()), Self::Month(period_of(day).previous())]
    }
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarter(quarter) => quarter.fmt(f),
            Self::Month(period) => period.fmt(f),
        }
    }
}

/// Whether this is somebody who gets digests.
pub fn is_reader(user: &User) -> bool {
    user.role == Role::Leader && user.disabled_at.is_none()
}

/// Whether this is somebody who approves them.
pub fn is_approver(user: &User) -> bool {
    user.role == Role::Reviewer && user.disabled_at.is_none() && user.scope.is_whole_province()
}

/// Whose problems wait for whoever has this scope: the highest level within it.
pub fn level_of(scope: &Scope) -> Level {
    if scope.is_whole_province() {
        Level::Province
    } else if scope.places().iter().any(|place| place.is_city()) {
        Level::City
    } else {
        Level::County
    }
}

/// What a reader was told, kept for the next digest's "since your last".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// For which quarter or month: `2026Q3`, `2026-10`.
    pub of: String,
    /// Projects in her scope.
    pub count: i64,
    /// What of the year's plan was done, and the plan; none where nothing was measured.
    pub completion: Option<(i64, i64)>,
    /// The year that was measured.
    pub year: i32,
    /// Projects in her scope with a red light; none where no light was known.
    pub red: Option<Vec<i64>>,
    /// Problems that waited for her level.
    pub problems: Vec<i64>,
}

/// What a reader was told last, and of which places.
#[derive(Clone, Debug)]
pub struct Last {
    /// The figures.
    pub told: Told,
    /// When it was sent on its way.
    pub at: Instant,
    /// Her places then, as text: what is said of other places is not compared.
    pub scope: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_is_due_so_many_working_days_after_its_end_and_the_holidays_count() {
        let holidays = (1..=7).map(|d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap()).collect();
        let days = WorkingDays { holidays, ..WorkingDays::default() };
        let quarter = Occasion::of(DigestKind::Quarterly, "2026Q3").unwrap();
        let due = Due { quarterly: 3, monthly: None };
        assert_eq!(quarter.due_on(due, &days), Some(day("2026-10-12")));
        assert_eq!(Occasion::of(DigestKind::Monthly, "2026-09").unwrap().due_on(due, &days), None);
        assert_eq!(quarter.month(), Period::parse("2026-09").unwrap());
    }

    #[test]
    fn what_ended_last_is_found_also_across_the_year() {
        let [quarter, month] = Occasion::ended(day("2027-01-01"));
        assert_eq!((quarter.to_string(), month.to_string()), ("2026Q4".to_owned(), "2026-12".to_owned()));
        assert_eq!(quarter.next().to_string(), "2027Q1");
        assert_eq!(Occasion::of(DigestKind::Monthly, "2026Q4"), None);
    }

    #[test]
    fn the_problems_of_a_reader_are_those_that_are_asked_of_the_highest_place_in_her_scope() {
        let level = |scope: &str| level_of(&Scope::parse(scope).unwrap());
        assert_eq!(level("370000"), Level::Province);
        assert_eq!(level("370100,370202"), Level::City);
        assert_eq!(level("370202"), Level::County);
    }
}
