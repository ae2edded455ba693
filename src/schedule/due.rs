//! When a job is due: the instants of its line, moved off the days on which offices are closed. Pure.

use crate::kernel::calendar::{CronLine, WorkingDays};
use crate::kernel::instant::Instant;
use crate::text_enum;
use chrono::{NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;

text_enum! {
    /// Where a run goes that falls on a day off.
    pub enum Shift {
        /// To the last working day before.
        Before = "before",
        /// To the first working day after.
        After = "after",
    }
}

/// Longer than any row of days off, so that a run that was moved is found from either side.
const LONGEST_BREAK: TimeDelta = TimeDelta::days(20);
/// How far back a missed run is looked for; an older one is missed for good.
const LONGEST_STOP: TimeDelta = TimeDelta::days(400);

impl Shift {
    /// The working day that stands for a day.
    pub fn day(self, day: NaiveDate, days: &WorkingDays) -> NaiveDate {
        match self {
            _ if days.is_working(day) => day,
            Self::Before => days.add_working_days(day, -1),
            Self::After => days.next_working_on_or_after(day),
        }
    }

    fn instant(self, at: Instant, zone: Tz, days: &WorkingDays) -> Instant {
        let local = at.utc().with_timezone(&zone);
        let day = self.day(local.date_naive(), days);
        if day == local.date_naive() {
            return at;
        }
        // An hour that summer time skips: the run goes where it would have gone.
        zone.from_local_datetime(&day.and_time(local.time()))
            .earliest()
            .map_or(at, |moved| Instant::new(moved.to_utc()))
    }
}

/// The days by which runs are moved; none for a job that knows no days off.
pub(super) type Moved<'a> = Option<(Shift, &'a WorkingDays)>;

/// The newest run after `since` and up to `now`, and how many there were before it.
pub(super) fn newest(
    line: &CronLine,
    moved: Moved<'_>,
    (since, now): (Instant, Instant),
    zone: Tz,
) -> Option<(Instant, usize)> {
    let since = since.max(now.plus(-LONGEST_STOP));
    let runs = moved_runs(line, moved, since, zone).take_while(|run| *run <= now);
    runs.enumerate().last().map(|(before, run)| (run, before))
}

/// The next runs after an instant, the earliest first.
pub fn next_runs(
    line: &CronLine,
    moved: Option<(Shift, &WorkingDays)>,
    now: Instant,
    zone: Tz,
) -> impl Iterator<Item = Instant> {
    moved_runs(line, moved, now, zone)
}

/// Every run after an instant once, in order: a line's runs keep their order when they are moved, and those that fall on
/// the same instant are one.
fn moved_runs(line: &CronLine, moved: Moved<'_>, after: Instant, zone: Tz) -> impl Iterator<Item = Instant> {
    let begin = if moved.is_some() { after.plus(-LONGEST_BREAK) } else { after };
    let mut last = after;
    line.runs(begin, zone)
        .map(move |run| moved.map_or(run, |(shift, days)| shift.instant(run, zone, days)))
        .filter(move |run| {
            let is_new = *run > last;
            last = last.max(*run);
            is_new
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}:00+08:00")).unwrap()
    }

    /// National Day 2026: 1 to 7 October off, Saturday 10 October worked.
    fn october() -> WorkingDays {
        WorkingDays {
            holidays: (1..=7).map(|d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap()).collect(),
            makeup: ["2026-10-10".parse().unwrap()].into(),
        }
    }

    fn runs(line: &str, shift: Option<Shift>, from: &str, count: usize) -> Vec<String> {
        let (line, days) = (CronLine::parse(line).unwrap(), october());
        let moved = shift.map(|shift| (shift, &days));
        next_runs(&line, moved, at(from), Shanghai)
            .take(count)
            .map(|run| run.utc().with_timezone(&Shanghai).format("%m-%dT%H:%M").to_string())
            .collect()
    }

    #[test]
    fn a_run_on_a_day_off_goes_to_the_working_day_before_or_after() {
        let first = |shift| runs("0 9 3 * *", shift, "2026-09-05T00:00", 2);
        assert_eq!(first(None), ["10-03T09:00", "11-03T09:00"]);
        assert_eq!(first(Some(Shift::After)), ["10-08T09:00", "11-03T09:00"]);
        assert_eq!(first(Some(Shift::Before)), ["09-30T09:00", "11-03T09:00"]);
    }

    #[test]
    fn a_week_of_holidays_is_one_run_and_a_saturday_that_is_worked_another() {
        let daily = |shift| runs("30 8 * * *", Some(shift), "2026-09-30T12:00", 4);
        assert_eq!(daily(Shift::After), ["10-08T08:30", "10-09T08:30", "10-10T08:30", "10-12T08:30"]);
        assert_eq!(daily(Shift::Before), ["10-08T08:30", "10-09T08:30", "10-10T08:30", "10-12T08:30"]);
    }

    #[test]
    fn of_those_that_were_missed_the_newest_runs_and_the_others_are_counted() {
        let (line, days) = (CronLine::parse("30 8 * * *").unwrap(), october());
        let found = |since, now| newest(&line, Some((Shift::After, &days)), (at(since), at(now)), Shanghai);
        assert_eq!(found("2026-09-28T09:00", "2026-10-09T07:00"), Some((at("2026-10-08T08:30"), 2)));
        assert_eq!(found("2026-10-08T08:30", "2026-10-09T07:00"), None, "it ran");
        assert_eq!(found("2026-09-30T08:30", "2026-10-07T23:00"), None, "offices are closed");
    }
}
