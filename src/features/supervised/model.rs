//! A task, who may move it where, and when red lights begin one. Pure.

use crate::features::projects::{Light, Lit};
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// Why a task was begun.
    pub enum Cause {
        /// 连续红灯
        RedLight = "red_light",
        /// 批示
        Remark = "remark",
    }
}

text_enum! {
    /// How far a task has come.
    pub enum State {
        /// Waits for an answer.
        Open = "open",
        /// Answered; the province looks at it.
        Answered = "answered",
        /// 办结
        Closed = "closed",
    }
}

impl State {
    /// Whether `next` may follow, and whether it is the province's step.
    pub const fn leads_to(self, next: Self) -> Option<Side> {
        match (self, next) {
            (Self::Open, Self::Answered) => Some(Side::City),
            (Self::Answered, Self::Open) | (Self::Open | Self::Answered, Self::Closed) => {
                Some(Side::Province)
            }
            _ => None,
        }
    }
}

/// Whose step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whoever answers for the project.
    City,
    /// Whoever asked.
    Province,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Never reused.
    pub id: i64,
    /// Whose.
    pub project_id: i64,
    /// The project's name.
    pub project: String,
    /// Where the project lies.
    pub division: DivisionCode,
    /// Rises with every change.
    pub version: i64,
    /// Why it was begun.
    pub cause: Cause,
    /// The first and the last month of the red lights.
    pub months: Option<(Period, Period)>,
    /// What is to be done.
    pub text: String,
    /// Who is to answer.
    pub owner: Option<String>,
    /// By when.
    pub due_on: NaiveDate,
    /// How far it has come.
    pub state: State,
    /// Who began it, by name at that time.
    pub raiser: String,
    /// When.
    pub raised_at: Instant,
    /// When it came into its state.
    pub moved_at: Instant,
}

impl Task {
    /// Whether its day is over and nobody has answered.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state == State::Open && self.due_on < today
    }
}

/// Something that was said about a task, and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The state it was moved to.
    pub state: Option<State>,
    /// In words.
    pub text: String,
    /// By name at that time.
    pub author: String,
    /// When.
    pub at: Instant,
}

/// Since which month the light has been red without a break up to `period`, if that is for `months` months or more.
/// `lit` are the project's lights, the newest month first; a month without a light breaks the row.
pub fn red_since(lit: &[Lit], period: Period, months: u32) -> Option<Period> {
    let red = |month: Period| lit.iter().any(|one| one.period == month && one.colour == Light::Red);
    let mut first = period;
    let mut count = 0;
    let mut month = period;
    while red(month) {
        (first, count) = (month, count + 1);
        month = month.previous();
    }
    (count >= months.max(1)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn lit(months: &[(&str, Light)]) -> Vec<Lit> {
        let one = |(month, colour): &(&str, Light)| Lit {
            period: period(month),
            colour: *colour,
            reasons: Vec::new(),
        };
        months.iter().map(one).collect()
    }

    #[test]
    fn two_red_months_in_a_row_begin_a_task_and_a_break_begins_the_count_anew() {
        let now = period("2026-09");
        let row = lit(&[("2026-09", Light::Red), ("2026-08", Light::Red), ("2026-07", Light::Yellow)]);
        assert_eq!(red_since(&row, now, 2), Some(period("2026-08")));
        assert_eq!(red_since(&row, now, 3), None);
        assert_eq!(red_since(&row, period("2026-08"), 2), None, "as of August there was one");
        let gap = lit(&[("2026-09", Light::Red), ("2026-07", Light::Red)]);
        assert_eq!(red_since(&gap, now, 2), None, "nobody judged August");
        let unreported = lit(&[("2026-09", Light::Unreported), ("2026-08", Light::Red)]);
        assert_eq!(red_since(&unreported, now, 1), None);
        let turn = lit(&[("2027-01", Light::Red), ("2026-12", Light::Red), ("2026-11", Light::Red)]);
        assert_eq!(red_since(&turn, period("2027-01"), 2), Some(period("2026-11")), "over the year's end");
    }

    #[test]
    fn the_city_answers_and_the_province_closes_or_sends_back() {
        use State::{Answered, Closed, Open};
        let steps: Vec<(State, State, Side)> = State::ALL
            .iter()
            .flat_map(|from| State::ALL.iter().map(move |to| (*from, *to)))
            .filter_map(|(from, to)| Some((from, to, from.leads_to(to)?)))
            .collect();
        assert_eq!(
            steps,
            [
                (Open, Answered, Side::City),
                (Open, Closed, Side::Province),
                (Answered, Open, Side::Province),
                (Answered, Closed, Side::Province)
            ]
        );
    }
}
