//! Working days as the State Council's yearly notice makes them: weekends are free unless declared make-up workdays
//! (调休上班), other days are worked unless declared holidays. The notice is data and is passed in.

use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// The exceptions to "Monday to Friday".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    /// Days off.
    pub holidays: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked. Wins over a holiday on the same day.
    pub makeup: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// Whether offices work on `day`.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.makeup.contains(&day) || !(weekend || self.holidays.contains(&day))
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

    proptest! {
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
