//! Which ladder holds for a debt: of those that were entered, the one that begins last among those that cover the day on
//! which it is due; else the configuration's.

use crate::config;
use crate::kernel::instant::Instant;
use chrono::NaiveDate;

/// A ladder as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// Never reused.
    pub id: i64,
    /// The days.
    pub figures: config::Reminders,
    /// The first due day for which it holds.
    pub valid_from: NaiveDate,
    /// The last one; until another begins without it.
    pub valid_until: Option<NaiveDate>,
    /// The document or practice that it comes from.
    pub source: String,
    /// Who entered it, by name at that time.
    pub author: String,
    /// When.
    pub created_at: Instant,
    /// When it was withdrawn, by whom, and why.
    pub withdrawn: Option<(Instant, String, String)>,
}

impl Ladder {
    fn covers(&self, day: NaiveDate) -> bool {
        self.withdrawn.is_none()
            && self.valid_from <= day
            && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// All ladders of an installation.
#[derive(Clone, Debug)]
pub struct Ladders {
    seed: config::Reminders,
    /// Those that begin last first, and of one day the newest first.
    entered: Vec<Ladder>,
}

impl Ladders {
    /// The configuration's, and what was entered.
    pub fn new(seed: config::Reminders, mut entered: Vec<Ladder>) -> Self {
        entered.sort_by_key(|ladder| std::cmp::Reverse((ladder.valid_from, ladder.id)));
        Self { seed, entered }
    }

    /// The days of what is due on a day.
    pub fn of(&self, due_on: NaiveDate) -> &config::Reminders {
        self.in_force(due_on).map_or(&self.seed, |ladder| &ladder.figures)
    }

    /// The entered ladder that holds for what is due on a day; none where the configuration's does.
    pub fn in_force(&self, due_on: NaiveDate) -> Option<&Ladder> {
        self.entered.iter().find(|ladder| ladder.covers(due_on))
    }

    /// Every ladder that was entered, also withdrawn ones, those that begin last first.
    pub fn entered(&self) -> &[Ladder] {
        &self.entered
    }

    /// The configuration's.
    pub const fn seed(&self) -> &config::Reminders {
        &self.seed
    }

    /// How many days before its day a milestone is told at the earliest.
    pub fn milestone_days(&self) -> u32 {
        let standing = self.entered.iter().filter(|ladder| ladder.withdrawn.is_none());
        standing.map(|ladder| ladder.figures.milestone_days).fold(self.seed.milestone_days, Ord::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn figures(before: u32) -> config::Reminders {
        config::Reminders {
            before_days: vec![before],
            on_the_day: true,
            after_days: Vec::new(),
            superior_days: 3,
            repeat_days: 7,
            milestone_days: before,
        }
    }

    fn ladder(id: i64, before: u32, from: &str, until: Option<&str>) -> Ladder {
        let at = Instant::parse("2026-10-01T00:00:00Z").unwrap();
        Ladder {
            id,
            figures: figures(before),
            valid_from: day(from),
            valid_until: until.map(day),
            source: String::new(),
            author: String::new(),
            created_at: at,
            withdrawn: None,
        }
    }

    #[test]
    fn the_ladder_that_begins_last_holds_and_a_withdrawn_one_never() {
        let mut wrong = ladder(4, 40, "2026-12-01", None);
        wrong.withdrawn = Some((wrong.created_at, String::new(), String::new()));
        let entered = vec![
            ladder(1, 10, "2026-11-01", None),
            ladder(2, 20, "2026-11-10", Some("2026-11-20")),
            ladder(3, 30, "2026-11-10", Some("2026-11-12")),
            wrong,
        ];
        let ladders = Ladders::new(figures(3), entered);
        let before = |text| ladders.of(day(text)).before_days[0];
        assert_eq!(["2026-10-31", "2026-11-01", "2026-11-09"].map(before), [3, 10, 10]);
        assert_eq!(["2026-11-10", "2026-11-12", "2026-11-13"].map(before), [30, 30, 20]);
        assert_eq!(["2026-11-20", "2026-11-21", "2026-12-01"].map(before), [20, 10, 10]);
        assert_eq!(ladders.milestone_days(), 30);
    }
}
