//! Working days as the State Council's yearly notice makes them: weekends are free unless declared make-up workdays
//! (调休上班), other days are worked unless declared holidays. The notice is data and is passed in.

use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;
use std::ops::Bound;

/// The exceptions to "Monday to Friday".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    /// Days off.
    pub holidays: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked. Wins over a holiday on the same day.
    pub makeup: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// The years of a span of which no day off is known: there, only weekends count as such.
    pub fn undeclared(&self, from: NaiveDate, to: NaiveDate) -> Vec<i32> {
        let is_known = |year: &i32| self.holidays.iter().any(|day| day.year() == *year);
        (from.year()..=to.year()).filter(|year| !is_known(year)).collect()
    }

    /// Whether offices work on `day`.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.makeup.contains(&day) || !(is_weekend(day) || self.holidays.contains(&day))
    }

    /// `day` itself when it is worked, else the next one that is.
    pub fn next_working_on_or_after(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// The `days`-th working day after `from` (before it when negative); `from` itself is not counted. Zero gives
    /// `from`, worked or not.
    pub fn add_working_days(&self, from: NaiveDate, days: i32) -> NaiveDate {
        let step = |day: &NaiveDate| if days < 0 { day.pred_opt() } else { day.succ_opt() };
        let wanted = days.unsigned_abs() as usize;
        std::iter::successors(step(&from), step)
            .filter(|day| self.is_working(*day))
            .take(wanted)
            .last()
            .unwrap_or(from)
    }

    /// How many working days lie after `from` up to `to`, `to` itself included; negative when `to` is the earlier one.
    /// Whole weeks are multiplied, not walked through: a deadline in the year 9999 costs no more than tomorrow's.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = (to - from).num_days();
        let rest = from.iter_days().skip(1).take((days % 7) as usize);
        let weekdays = days / 7 * 5 + rest.filter(|day| !is_weekend(*day)).count() as i64;
        let after = (Bound::Excluded(from), Bound::Included(to));
        let off = self.holidays.range(after).filter(|day| !is_weekend(**day) && !self.makeup.contains(day));
        let worked = self.makeup.range(after).filter(|day| is_weekend(**day));
        weekdays - off.count() as i64 + worked.count() as i64
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// National Day 2024: 1 to 7 October off; Sunday 29 September and Saturday 12 October worked.
    fn national_day_2024() -> WorkingDays {
        WorkingDays {
            holidays: (1..=7).map(|d| NaiveDate::from_ymd_opt(2024, 10, d).unwrap()).collect(),
            makeup: [day("2024-09-29"), day("2024-10-12")].into(),
        }
    }

    #[test]
    fn a_year_without_a_day_off_is_not_known() {
        let calendar = national_day_2024();
        assert_eq!(calendar.undeclared(day("2023-12-31"), day("2025-01-01")), [2023, 2025]);
        assert_eq!(calendar.undeclared(day("2024-01-01"), day("2024-12-31")), Vec::<i32>::new());
    }

    #[test]
    fn a_long_holiday_is_free_and_its_makeup_days_are_worked() {
        let calendar = national_day_2024();
        assert!(calendar.is_working(day("2024-09-29")) && calendar.is_working(day("2024-10-12")));
        assert!(!calendar.is_working(day("2024-10-01")) && !calendar.is_working(day("2024-10-13")));
        assert_eq!(calendar.next_working_on_or_after(day("2024-10-01")), day("2024-10-08"));
        assert_eq!(calendar.next_working_on_or_after(day("2024-10-12")), day("2024-10-12"));
    }

    #[test]
    fn working_days_are_counted_without_the_first() {
        let calendar = national_day_2024();
        assert_eq!(calendar.add_working_days(day("2024-09-28"), 1), day("2024-09-29"));
        assert_eq!(calendar.add_working_days(day("2024-09-30"), 1), day("2024-10-08"));
        assert_eq!(calendar.add_working_days(day("2024-10-08"), -2), day("2024-09-29"));
        assert_eq!(calendar.add_working_days(day("2024-10-01"), 0), day("2024-10-01"));
    }

    #[test]
    fn the_days_between_leave_out_the_first_and_count_the_last() {
        let calendar = national_day_2024();
        let between = |from, to| calendar.working_days_between(day(from), day(to));
        assert_eq!(between("2024-09-30", "2024-10-08"), 1);
        assert_eq!(between("2024-10-08", "2024-09-30"), -1);
        assert_eq!(between("2024-09-28", "2024-09-29"), 1, "a Sunday that is worked");
        assert_eq!(between("2024-10-08", "2024-10-08"), 0);
        assert_eq!(between("2024-10-01", "2024-10-07"), 0);
    }

    proptest! {
        #[test]
        fn the_days_between_are_the_days_one_would_count(offset in -30i64..90, length in 0i64..60) {
            let calendar = national_day_2024();
            let from = day("2024-09-01") + chrono::TimeDelta::days(offset);
            let to = from + chrono::TimeDelta::days(length);
            let counted = from.iter_days().skip(1).take(length as usize).filter(|day| calendar.is_working(*day));
            prop_assert_eq!(calendar.working_days_between(from, to), counted.count() as i64);
        }

        #[test]
        fn the_days_between_add_up_and_answer_what_was_added(a in 0i64..90, b in 0i64..90, days in 1i32..40) {
            let calendar = national_day_2024();
            let start = day("2024-08-15");
            let [a, b] = [a, b].map(|offset| start + chrono::TimeDelta::days(offset));
            let sum = calendar.working_days_between(start, a) + calendar.working_days_between(a, b);
            prop_assert_eq!(sum, calendar.working_days_between(start, b));
            prop_assert_eq!(calendar.working_days_between(a, calendar.add_working_days(a, days)), i64::from(days));
        }

        #[test]
        fn forth_and_back_returns_to_a_working_day(offset in 0i64..60, days in 1i32..40) {
            let calendar = national_day_2024();
            let from = calendar.next_working_on_or_after(day("2024-09-01") + chrono::TimeDelta::days(offset));
            let there = calendar.add_working_days(from, days);
            prop_assert!(there > from && calendar.is_working(there));
            prop_assert_eq!(calendar.add_working_days(there, -days), from);
        }
    }
}
