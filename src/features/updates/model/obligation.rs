//! When a month's report is due, and how the obligation stands. Everything follows from instants that are written down
//! (due, handed in, returned), so the ledger can be computed again at any time and says the same.

use super::ObligationState;
use crate::config;
use crate::kernel::calendar::{Period, WorkingDays, end_of_day, local_date, start_of_day};
use crate::kernel::instant::Instant;
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

/// The days that deadlines are counted in.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The day and the hour.
    pub rule: &'a config::Updates,
    /// The holidays.
    pub days: &'a WorkingDays,
    /// The business zone.
    pub zone: Tz,
}

impl Terms<'_> {
    /// The last instant at which the report for `period` is on time.
    pub fn due_at(&self, period: Period) -> Instant {
        self.last_instant(self.days.add_working_days(period.last_day(), self.rule.due_working_day))
    }

    /// The last instant at which a report that was returned is handed in again without being late: some working days
    /// after the return, never before it was due in the first place.
    pub fn due_again_at(&self, due_at: Instant, returned_at: Instant) -> Instant {
        let returned = local_date(returned_at, self.zone);
        let day = self.days.add_working_days(returned, self.rule.return_working_days);
        self.last_instant(day).max(due_at)
    }

    fn last_instant(&self, day: NaiveDate) -> Instant {
        match self.rule.due_hour {
            24 => end_of_day(day, self.zone),
            hour => {
                let span = TimeDelta::hours(hour.into()) - TimeDelta::microseconds(1);
                start_of_day(day, self.zone).plus(span)
            }
        }
    }
}

/// One handing in, and the return that undid it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it went up.
    pub handed_at: Instant,
    /// When it was sent back.
    pub returned_at: Option<Instant>,
}

/// How an obligation that was due at `due_at` stands at `now`, and by when it is to be met. A report that came late is
/// late whatever becomes of it; one that was in time stays so when it is handed in again within its new term.
pub fn standing(
    terms: &Terms<'_>,
    due_at: Instant,
    excused: bool,
    attempts: &[Attempt],
    now: Instant,
) -> (ObligationState, Instant) {
    let (mut deadline, mut in_time) = (due_at, true);
    let mut is_here = false;
    for attempt in attempts {
        in_time &= attempt.handed_at <= deadline;
        is_here = attempt.returned_at.is_none();
        if let Some(returned_at) = attempt.returned_at {
            deadline = terms.due_again_at(due_at, returned_at);
        }
    }
    let state = match (excused, is_here) {
        (true, _) => ObligationState::Excused,
        (_, true) if in_time => ObligationState::OnTime,
        (_, true) => ObligationState::Late,
        (_, false) if now <= deadline => ObligationState::Due,
        (_, false) => ObligationState::Missing,
    };
    (state, deadline)
}

/// Whether the last report came back and the term for the next one still runs.
pub fn owes_again(state: ObligationState, attempts: &[Attempt]) -> bool {
    state == ObligationState::Due && attempts.last().is_some_and(|last| last.returned_at.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}+08:00")).unwrap()
    }

    fn rule(due_hour: u32) -> config::Updates {
        config::Updates {
            due_working_day: 5,
            due_hour,
            return_working_days: 2,
            sign_off: false,
            counties_report_to_city: false,
        }
    }

    /// National Day 2026: 1 to 7 October off, Saturday 10 October worked.
    fn october_2026() -> WorkingDays {
        WorkingDays {
            holidays: (1..=7).map(|d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap()).collect(),
            makeup: ["2026-10-10".parse().unwrap()].into(),
        }
    }

    fn due(period: &str, due_hour: u32) -> String {
        let (rule, days) = (rule(due_hour), october_2026());
        let terms = Terms { rule: &rule, days: &days, zone: Shanghai };
        terms.due_at(Period::parse(period).unwrap()).to_string()
    }

    #[test]
    fn the_day_is_counted_in_working_days_over_a_holiday_week() {
        // 8, 9, 10, 12 and 13 October are the five.
        assert_eq!(due("2026-09", 24), "2026-10-13T15:59:59.999999Z");
        // 2 to 6 November, Monday to Friday.
        assert_eq!(due("2026-10", 24), "2026-11-06T15:59:59.999999Z");
        // January is a month like any other: 1 to 7 January 2027 without a notice for that year.
        assert_eq!(due("2026-12", 24), "2027-01-07T15:59:59.999999Z");
    }

    #[test]
    fn an_hour_ends_the_day_earlier() {
        assert_eq!(due("2026-09", 17), "2026-10-13T08:59:59.999999Z");
    }

    /// `handed>returned` instants of day and time in October 2026, and what stands at `now`.
    fn stands(attempts: &[(&str, Option<&str>)], now: &str) -> ObligationState {
        let (rule, days) = (rule(24), october_2026());
        let terms = Terms { rule: &rule, days: &days, zone: Shanghai };
        let attempts: Vec<Attempt> = attempts
            .iter()
            .map(|(handed, returned)| Attempt { handed_at: at(handed), returned_at: returned.map(at) })
            .collect();
        standing(&terms, terms.due_at(Period::parse("2026-09").unwrap()), false, &attempts, at(now)).0
    }

    #[test]
    fn the_last_minute_of_the_due_day_is_on_time_and_the_next_is_late() {
        use ObligationState::{Due, Late, Missing, OnTime};
        assert_eq!(stands(&[("2026-10-13T23:59:59", None)], "2026-11-01T00:00:00"), OnTime);
        assert_eq!(stands(&[("2026-10-14T00:00:00", None)], "2026-11-01T00:00:00"), Late);
        assert_eq!(stands(&[], "2026-10-13T23:59:59"), Due);
        assert_eq!(stands(&[], "2026-10-14T00:00:00"), Missing);
    }

    #[test]
    fn a_returned_report_owes_again_within_a_term_of_its_own() {
        use ObligationState::{Due, Late, Missing, OnTime};
        let early = ("2026-10-09T10:00:00", Some("2026-10-10T10:00:00"));
        assert_eq!(stands(&[early], "2026-10-13T23:59:59"), Due, "never less time than there was");
        let first = ("2026-10-13T10:00:00", Some("2026-10-15T10:00:00"));
        // Thursday 15 October: Friday 16 and Monday 19 are the two working days.
        assert_eq!(stands(&[first], "2026-10-19T23:59:59"), Due);
        assert_eq!(stands(&[first], "2026-10-20T00:00:00"), Missing);
        assert_eq!(stands(&[first, ("2026-10-19T20:00:00", None)], "2026-11-01T00:00:00"), OnTime);
        assert_eq!(stands(&[first, ("2026-10-20T08:00:00", None)], "2026-11-01T00:00:00"), Late);
    }

    #[test]
    fn a_report_that_came_late_stays_late_when_it_was_returned_in_between() {
        let late = ("2026-10-14T09:00:00", Some("2026-10-15T10:00:00"));
        let state = stands(&[late, ("2026-10-16T09:00:00", None)], "2026-11-01T00:00:00");
        assert_eq!(state, ObligationState::Late);
    }

    #[test]
    fn whoever_is_excused_owes_nothing_and_is_never_missing() {
        let (rule, days) = (rule(24), october_2026());
        let terms = Terms { rule: &rule, days: &days, zone: Shanghai };
        let due_at = terms.due_at(Period::parse("2026-09").unwrap());
        let (state, _) = standing(&terms, due_at, true, &[], at("2027-01-01T00:00:00"));
        assert_eq!(state, ObligationState::Excused);
    }
}
