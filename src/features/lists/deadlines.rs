//! The days of a quarter's list in working days. A rule proposes them when the list is opened, and a last day on which
//! offices are closed does not shorten anybody's time: it moves on to the next working day, as the Civil Code has it
//! for every term (民法典第二百零三条).

use crate::config;
use crate::kernel::calendar::{Quarter, WorkingDays};
use chrono::NaiveDate;

/// The last day for nominations and the day of publication that a new list of this quarter is proposed: so many
/// working days after the quarter's last day, which is not counted itself.
pub fn proposed(quarter: Quarter, rule: &config::Lists, days: &WorkingDays) -> (NaiveDate, NaiveDate) {
    let after = |count: i32| days.add_working_days(quarter.last_day(), count);
    (after(rule.nominate_working_days), after(rule.publish_working_days))
}

/// The day on which a deadline is really over: the day itself when it is worked, else the next one that is. Whoever
/// refuses something as late asks for this day and not for the one that was announced.
pub fn effective_deadline(day: NaiveDate, days: &WorkingDays) -> NaiveDate {
    days.next_working_on_or_after(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// National Day 2026: 1 to 7 October off, Saturday 10 October worked.
    fn october_2026() -> WorkingDays {
        WorkingDays {
            holidays: (1..=7).map(|d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap()).collect(),
            makeup: [day("2026-09-20"), day("2026-10-10")].into(),
        }
    }

    #[test]
    fn the_days_are_counted_from_the_end_of_the_quarter_over_its_holidays() {
        let rule = config::Lists { nominate_working_days: 10, publish_working_days: 20 };
        let quarter = Quarter::parse("2026Q3").unwrap();
        // 8, 9, 10, 12 to 16, 19, 20 October are ten.
        assert_eq!(proposed(quarter, &rule, &october_2026()), (day("2026-10-20"), day("2026-11-03")));
        // A year without a notice has weekends only.
        let plain = WorkingDays::default();
        assert_eq!(proposed(quarter, &rule, &plain), (day("2026-10-14"), day("2026-10-28")));
    }

    #[test]
    fn a_last_day_on_which_offices_are_closed_moves_on() {
        let days = october_2026();
        for (announced, effective) in [
            ("2026-10-01", "2026-10-08"),
            ("2026-10-10", "2026-10-10"),
            ("2026-10-11", "2026-10-12"),
            ("2026-10-13", "2026-10-13"),
        ] {
            assert_eq!(effective_deadline(day(announced), &days), day(effective));
        }
    }
}
