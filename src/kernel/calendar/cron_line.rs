//! When a job runs, as a line of five fields in the business zone, as administrators know them from crontab: minute, hour,
//! day of the month, month, day of the week with Monday as 1 and Sunday as 0 or 7. The crate that computes the instants
//! has seconds in front and counts Sunday as 1; nobody outside this file needs to know.

use super::super::instant::Instant;
use super::super::message::Message;
use chrono::TimeDelta;
use chrono_tz::Tz;
use cron::Schedule;
use std::fmt;
use std::str::FromStr;

/// A line that fires, and not all the time.
#[derive(Clone, Debug, PartialEq)]
pub struct CronLine {
    text: String,
    schedule: Schedule,
}

/// Why a line is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CronFault {
    /// Not five fields.
    Fields,
    /// A field that cannot be read.
    Unknown,
    /// A day of the month and a day of the week at once.
    BothDays,
    /// It has no next time.
    Never,
    /// Its runs follow each other in fewer minutes than `SHORTEST`.
    Often,
}

/// Minutes that lie between two runs of a job at least.
pub const SHORTEST: i64 = 5;
/// How many runs are looked at to see how closely they follow each other: more than a day has of the shortest.
const LOOKED_AT: usize = 300;
const WEEKDAYS: [&str; 8] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

impl CronFault {
    /// The sentence for a person.
    pub fn message(self) -> Message {
        match self {
            Self::Fields => Message::new("schedule-line-fields"),
            Self::Unknown => Message::new("schedule-line-unknown"),
            Self::BothDays => Message::new("schedule-line-both-days"),
            Self::Never => Message::new("schedule-line-never"),
            Self::Often => Message::new("schedule-line-often").with("minutes", SHORTEST),
        }
    }
}

impl fmt::Display for CronFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields => f.write_str(
                "expected five fields: minute, hour, day of the month, month, day of the week (1 is Monday); seconds are \
                 not written",
            ),
            Self::Unknown => f.write_str(
                "a field cannot be read; expected numbers, ranges such as 1-5, lists such as 1,15, steps such as */2, or *",
            ),
            Self::BothDays => f.write_str(
                "a day of the month and a day of the week at once; expected * in one of the two fields",
            ),
            Self::Never => f.write_str("it never fires; expected a day that the calendar has"),
            Self::Often => write!(f, "it fires more often than every {SHORTEST} minutes"),
        }
    }
}

impl CronLine {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, CronFault> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let &[minute, hour, day, month, weekday] = fields.as_slice() else { return Err(CronFault::Fields) };
        let star = |field: &str| field == "*" || field == "?";
        if !star(day) && !star(weekday) {
            return Err(CronFault::BothDays);
        }
        let weekday = named_weekdays(weekday).ok_or(CronFault::Unknown)?;
        // What the crate calls a shorthand, and years, are no part of our lines.
        let readable = |field: &&str| !field.is_empty() && !field.starts_with('@');
        if !fields.iter().all(readable) {
            return Err(CronFault::Unknown);
        }
        let line = format!("0 {minute} {hour} {day} {month} {weekday}");
        let schedule = Schedule::from_str(&line).map_err(|_| CronFault::Unknown)?;
        let line = Self { text: fields.join(" "), schedule };
        line.fires()?;
        Ok(line)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first run after an instant.
    pub fn after(&self, at: Instant, zone: Tz) -> Option<Instant> {
        self.runs(at, zone).next()
    }

    /// The runs after an instant, the earliest first.
    pub fn runs(&self, at: Instant, zone: Tz) -> impl Iterator<Item = Instant> {
        self.schedule.after_owned(at.utc().with_timezone(&zone)).map(|run| Instant::new(run.to_utc()))
    }

    /// The last run up to an instant, that instant included.
    pub fn last(&self, at: Instant, zone: Tz) -> Option<Instant> {
        let after = at.plus(TimeDelta::seconds(1)).utc().with_timezone(&zone);
        self.schedule.after(&after).rev().map(|run| Instant::new(run.to_utc())).find(|run| *run <= at)
    }

    /// Whether it fires, and not too often. Looked at from a fixed day on, so that a line is as good on every day.
    fn fires(&self) -> Result<(), CronFault> {
        let start = Instant::new(chrono::DateTime::UNIX_EPOCH.to_utc()).plus(TimeDelta::days(20_000));
        let runs: Vec<Instant> = self.runs(start, Tz::UTC).take(LOOKED_AT).collect();
        if runs.is_empty() {
            return Err(CronFault::Never);
        }
        let close = runs.windows(2).any(|pair| pair[0].plus(TimeDelta::minutes(SHORTEST)) > pair[1]);
        if close { Err(CronFault::Often) } else { Ok(()) }
    }
}

/// Days of the week with their numbers as names: `1-5` as `MON-FRI`, `*/2` and `*` as they are.
fn named_weekdays(field: &str) -> Option<String> {
    let one = |part: &str| -> Option<String> {
        let (days, step) = part.split_once('/').map_or((part, None), |(days, step)| (days, Some(step)));
        let name = |day: &str| match day.parse::<usize>() {
            Ok(number) => WEEKDAYS.get(number).map(|name| (*name).to_owned()),
            Err(_) => Some(day.to_owned()),
        };
        let named = match days.split_once('-') {
            // A week that ends on Sunday runs from its Monday on: the crate's begins on Sunday.
            Some((from, to)) => {
                let (from, to) = (name(from)?, name(to)?);
                if to == "SUN" && from != "SUN" { format!("{from}-SAT,SUN") } else { format!("{from}-{to}") }
            }
            None => name(days)?,
        };
        Some(step.map_or(named.clone(), |step| format!("{named}/{step}")))
    };
    let parts: Option<Vec<String>> = field.split(',').map(one).collect();
    Some(parts?.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}:00+08:00")).unwrap()
    }

    fn next(line: &str, from: &str) -> String {
        let line = CronLine::parse(line).unwrap();
        let next = line.after(at(from), Shanghai).unwrap();
        next.utc().with_timezone(&Shanghai).format("%a %Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn monday_is_the_first_day_of_the_week_and_hours_are_those_of_the_business_zone() {
        assert_eq!(next("30 8 * * 1", "2026-11-27T16:00"), "Mon 2026-11-30T08:30");
        assert_eq!(next("0 9 * * 1-5", "2026-11-27T16:00"), "Mon 2026-11-30T09:00");
        assert_eq!(next("0 9 * * 0", "2026-11-27T16:00"), "Sun 2026-11-29T09:00");
        assert_eq!(next("0 9 * * 7", "2026-11-27T16:00"), "Sun 2026-11-29T09:00");
        assert_eq!(next("0 9 * * 5-7", "2026-11-28T16:00"), "Sun 2026-11-29T09:00");
        assert_eq!(next("0 9 * * FRI", "2026-11-28T16:00"), "Fri 2026-12-04T09:00");
        // At half past midnight in Shanghai it is still yesterday in UTC.
        assert_eq!(next("30 0 1 * *", "2026-11-27T16:00"), "Tue 2026-12-01T00:30");
    }

    #[test]
    fn the_last_run_counts_the_instant_itself() {
        let line = CronLine::parse("30 8 * * *").unwrap();
        assert_eq!(line.last(at("2026-11-27T08:30"), Shanghai), Some(at("2026-11-27T08:30")));
        assert_eq!(line.last(at("2026-11-27T08:29"), Shanghai), Some(at("2026-11-26T08:30")));
        assert_eq!(
            line.last(at("2026-11-27T08:30").plus(TimeDelta::milliseconds(500)), Shanghai),
            Some(at("2026-11-27T08:30"))
        );
    }

    #[test]
    fn a_line_that_is_none_never_fires_or_fires_too_often_is_refused_with_the_reason() {
        for (line, fault) in [
            ("", CronFault::Fields),
            ("30 8 * *", CronFault::Fields),
            ("* * * * * *", CronFault::Fields),
            ("@daily", CronFault::Fields),
            ("61 8 * * *", CronFault::Unknown),
            ("30 8 * * 8", CronFault::Unknown),
            ("30 8 * * MOON", CronFault::Unknown),
            ("a b c d e", CronFault::BothDays),
            ("30 8 1 * 1", CronFault::BothDays),
            ("0 8 30 2 *", CronFault::Never),
            ("* * * * *", CronFault::Often),
            ("*/2 9 * * *", CronFault::Often),
            ("0,3 9 1 * *", CronFault::Often),
            ("58,0 * * * *", CronFault::Often),
        ] {
            assert_eq!(CronLine::parse(line).unwrap_err(), fault, "{line:?}");
        }
        assert!(CronLine::parse("0 8 29 2 *").is_ok(), "a leap day comes");
        assert!(CronLine::parse("*/5 * * * *").is_ok());
    }
}
