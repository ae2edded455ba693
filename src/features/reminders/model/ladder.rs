//! The rungs of a debt: the days on which its people are told. Before the day, on it, after it, then the superior, then
//! both again and again. A rung on a day off moves to a working day, as jobs do.

use super::ladders::Ladders;
use crate::kernel::calendar::WorkingDays;
use crate::schedule::Shift;
use chrono::{Days, NaiveDate};

/// One of the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// So many days before it is due.
    Before(u32),
    /// On the day.
    Due,
    /// So many days after it.
    After(u32),
    /// So many days after it, to the superior.
    Superior(u32),
    /// So many days after it, to both, after all the others: named by its day, so that another ladder's means its own.
    Again(u32),
}

impl Rung {
    /// As it is kept.
    pub fn key(self) -> String {
        match self {
            Self::Before(days) => format!("before-{days}"),
            Self::Due => "due".to_owned(),
            Self::After(days) => format!("after-{days}"),
            Self::Superior(days) => format!("superior-{days}"),
            Self::Again(days) => format!("again-{days}"),
        }
    }

    /// Whether the person herself is told.
    pub const fn tells_person(self) -> bool {
        !matches!(self, Self::Superior(_))
    }

    /// Whether her superior is told.
    pub const fn tells_superior(self) -> bool {
        matches!(self, Self::Superior(_) | Self::Again(_))
    }
}

/// By which rules rungs are set.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The figures, by the day on which something is due.
    pub ladders: &'a Ladders,
    /// Where a rung goes that falls on a day off.
    pub shift: Shift,
    /// The days off.
    pub days: &'a WorkingDays,
}

/// The rungs of a debt that is due on a day, up to `until`, in order, each with its working day.
pub fn rungs(due_on: NaiveDate, setting: Setting<'_>, until: NaiveDate) -> Vec<(NaiveDate, Rung)> {
    let rule = setting.ladders.of(due_on);
    let on = |offset: i64| match u64::try_from(offset) {
        Ok(after) => due_on.checked_add_days(Days::new(after)),
        Err(_) => due_on.checked_sub_days(Days::new(offset.unsigned_abs())),
    };
    let mut all: Vec<(i64, Rung)> = Vec::new();
    all.extend(rule.before_days.iter().map(|days| (-i64::from(*days), Rung::Before(*days))));
    all.extend(rule.on_the_day.then_some((0, Rung::Due)));
    all.extend(rule.after_days.iter().map(|days| (i64::from(*days), Rung::After(*days))));
    let superior = i64::from(rule.superior_days);
    if superior > 0 {
        all.push((superior, Rung::Superior(rule.superior_days)));
    }
    // What is repeated goes on from the last rung there is.
    let base = all.iter().map(|(offset, _)| *offset).max().unwrap_or_default().max(0);
    if rule.repeat_days > 0 {
        let step = i64::from(rule.repeat_days);
        let last = ((until - due_on).num_days() - base) / step + 1;
        all.extend(
            (1..=last)
                .map(|times| base + step * times)
                .filter_map(|days| Some((days, Rung::Again(u32::try_from(days).ok()?)))),
        );
    }
    all.sort();
    all.dedup();
    let placed = all.into_iter().filter_map(|(offset, rung)| Some((on(offset)?, rung)));
    placed
        .map(|(day, rung)| (setting.shift.day(day, setting.days), rung))
        .filter(|(day, _)| *day <= until)
        .collect()
}

/// The single rung of a milestone that comes near.
pub fn near(due_on: NaiveDate, setting: Setting<'_>, until: NaiveDate) -> Vec<(NaiveDate, Rung)> {
    let days = setting.ladders.of(due_on).milestone_days;
    let day = due_on.checked_sub_days(Days::new(days.into())).filter(|_| days > 0);
    let day = day.map(|day| setting.shift.day(day, setting.days)).filter(|day| *day <= until);
    day.map(|day| (day, Rung::Before(days))).into_iter().collect()
}

/// The newest of the rungs on a day that tell somebody: of those that were missed only this one is told.
pub fn newest(rungs: &[(NaiveDate, Rung)], today: NaiveDate, tells: impl Fn(Rung) -> bool) -> Option<Rung> {
    rungs.iter().rev().find(|(day, rung)| *day <= today && tells(*rung)).map(|(_, rung)| *rung)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule() -> config::Reminders {
        config::Reminders {
            before_days: vec![3],
            on_the_day: true,
            after_days: vec![1],
            superior_days: 3,
            repeat_days: 7,
            milestone_days: 15,
        }
    }

    /// National Day 2026: 1 to 7 October off, Saturday 10 October worked.
    fn october() -> WorkingDays {
        WorkingDays {
            holidays: (1..=7).map(|d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap()).collect(),
            makeup: [day("2026-10-10")].into(),
        }
    }

    fn told(due: &str, shift: Shift, until: &str) -> Vec<String> {
        let (ladders, days) = (Ladders::new(rule(), Vec::new()), october());
        let setting = Setting { ladders: &ladders, shift, days: &days };
        let rungs = rungs(day(due), setting, day(until));
        rungs.iter().map(|(day, rung)| format!("{} {}", day.format("%m-%d"), rung.key())).collect()
    }

    #[test]
    fn the_rungs_stand_before_on_and_after_the_day_and_go_on_every_week() {
        assert_eq!(
            told("2026-10-13", Shift::After, "2026-11-01"),
            [
                "10-10 before-3",
                "10-13 due",
                "10-14 after-1",
                "10-16 superior-3",
                "10-23 again-10",
                "10-30 again-17"
            ]
        );
    }

    #[test]
    fn a_rung_on_a_day_off_moves_as_configured() {
        // Friday 6 November: three days before is Tuesday; one after Saturday, three after Monday.
        let after = told("2026-11-06", Shift::After, "2026-11-12");
        assert_eq!(after, ["11-03 before-3", "11-06 due", "11-09 after-1", "11-09 superior-3"]);
        let before = told("2026-11-06", Shift::Before, "2026-11-12");
        assert_eq!(before, ["11-03 before-3", "11-06 due", "11-06 after-1", "11-09 superior-3"]);
        // A Thursday after the holiday week.
        assert_eq!(told("2026-10-08", Shift::Before, "2026-10-08"), ["09-30 before-3", "10-08 due"]);
        assert_eq!(told("2026-10-08", Shift::After, "2026-10-08"), ["10-08 before-3", "10-08 due"]);
    }

    #[test]
    fn of_several_rungs_on_a_day_the_newest_is_told_to_the_person_and_to_her_superior() {
        let (ladders, days) = (Ladders::new(rule(), Vec::new()), october());
        let setting = Setting { ladders: &ladders, shift: Shift::After, days: &days };
        let rungs = rungs(day("2026-11-06"), setting, day("2026-12-31"));
        let hers = |today| newest(&rungs, day(today), Rung::tells_person);
        let above = |today| newest(&rungs, day(today), Rung::tells_superior);
        assert_eq!((hers("2026-11-02"), above("2026-11-02")), (None, None));
        assert_eq!((hers("2026-11-05"), above("2026-11-06")), (Some(Rung::Before(3)), None));
        let monday = (hers("2026-11-09"), above("2026-11-09"));
        assert_eq!(monday, (Some(Rung::After(1)), Some(Rung::Superior(3))), "Saturday's and Monday's");
        let weeks = Some(Rung::Again(24));
        assert_eq!((hers("2026-11-30"), above("2026-11-30")), (weeks, weeks), "9 November and three weeks");
    }

    #[test]
    fn no_superior_and_no_repetition_where_the_figures_are_nought() {
        let rule = config::Reminders { superior_days: 0, repeat_days: 0, milestone_days: 0, ..rule() };
        let (ladders, days) = (Ladders::new(rule, Vec::new()), WorkingDays::default());
        let setting = Setting { ladders: &ladders, shift: Shift::After, days: &days };
        let rungs = rungs(day("2026-11-06"), setting, day("2027-12-31"));
        assert_eq!(rungs.last(), Some(&(day("2026-11-09"), Rung::After(1))));
        assert_eq!(near(day("2026-11-30"), setting, day("2027-12-31")), []);
    }
}
