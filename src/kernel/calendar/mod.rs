//! Days, months and quarters of the business zone. An instant becomes a day here and nowhere else, always through
//! the zone that the caller passes: at half past midnight in Shanghai it is still yesterday in UTC, and a list, a
//! deadline or a reminder computed there would be a day off.

mod cron_line;
mod period;
mod quarter;
mod working_days;

pub use cron_line::{CronFault, CronLine};
pub use period::Period;
pub use quarter::Quarter;
pub use working_days::WorkingDays;

use super::instant::Instant;
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// The day it is in `zone` at that instant.
pub fn local_date(at: Instant, zone: Tz) -> NaiveDate {
    at.utc().with_timezone(&zone).date_naive()
}

/// The calendar quarter of a day.
pub fn quarter_of(day: NaiveDate) -> Quarter {
    period_of(day).quarter()
}

/// The calendar month of a day.
pub fn period_of(day: NaiveDate) -> Period {
    Period::containing(day)
}

/// A day as programs and date fields write it: exactly `YYYY-MM-DD`, digits only, so that no year is signed, five digits
/// long or before our era, which the two engines would not agree about.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let well_formed = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let day = well_formed.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())??;
    (day.year() > 0).then_some(day)
}

/// The first instant of `day` in `zone`.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where summer time skips midnight (or a zone skipped a whole day) the day begins when the gap ends.
    let start = (0..=2 * 24 * 4).find_map(|quarter_hours| {
        zone.from_local_datetime(&(midnight + TimeDelta::minutes(15 * quarter_hours))).earliest()
    });
    Instant::new(start.map_or_else(|| midnight.and_utc(), |start| start.to_utc()))
}

/// The last instant of `day` in `zone`: what was handed in then is still on time.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> Instant {
    let next = day.succ_opt().unwrap_or(day);
    start_of_day(next, zone).plus(TimeDelta::microseconds(-1))
}

/// Years that four digits can write.
const LAST_YEAR: i32 = 9999;

/// A year as four ASCII digits.
fn year_digits(year: i32) -> [u8; 4] {
    let digit = |power: i32| b'0' + (year / power % 10) as u8;
    [digit(1000), digit(100), digit(10), digit(1)]
}

/// The number that ASCII digits write.
fn number(digits: &[u8]) -> i32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::Sao_Paulo;
    use chrono_tz::Asia::Shanghai;
    use proptest::prelude::*;

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_a_plain_day_of_our_era_is_read() {
        assert_eq!(parse_day("2026-10-08"), Some(day("2026-10-08")));
        for text in ["-9999-1-01", "+99999-1-1", "0000-01-01", "2026-2-30", "2026-02-30", "2026/10/08", ""] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn after_midnight_in_shanghai_it_is_already_the_next_day_and_quarter() {
        let at = instant("2026-09-30T16:00:00Z");
        assert_eq!(local_date(at, Shanghai), day("2026-10-01"));
        assert_eq!(quarter_of(local_date(at, Shanghai)).to_string(), "2026Q4");
        assert_eq!(period_of(local_date(instant("2026-09-30T15:59:59Z"), Shanghai)).to_string(), "2026-09");
    }

    #[test]
    fn a_day_begins_and_ends_in_its_zone() {
        assert_eq!(start_of_day(day("2026-10-08"), Shanghai), instant("2026-10-07T16:00:00Z"));
        assert_eq!(end_of_day(day("2026-10-08"), Shanghai), instant("2026-10-08T15:59:59.999999Z"));
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_begins_after_the_gap() {
        assert_eq!(start_of_day(day("2017-10-15"), Sao_Paulo), instant("2017-10-15T03:00:00Z"));
    }

    proptest! {
        #[test]
        fn every_instant_lies_within_its_own_day(seconds in 0i64..4_000_000_000, west in any::<bool>()) {
            let zone = if west { Sao_Paulo } else { Shanghai };
            let at = Instant::new(chrono::DateTime::from_timestamp(seconds, 0).unwrap());
            let today = local_date(at, zone);
            prop_assert!(start_of_day(today, zone) <= at && at <= end_of_day(today, zone));
            prop_assert_eq!(end_of_day(today, zone).plus(TimeDelta::microseconds(1)), start_of_day(today.succ_opt().unwrap(), zone));
        }
    }
}
