//! What about a report needs a reason before it is taken. A flag never says that something is wrong: it names what is
//! unusual, with its figures, and asks. Given a reason it stays visible to the reviewer. Errors proper are few and stand
//! elsewhere: a negative amount, a year's sum above the whole.

use super::Figures;
use crate::features::projects::{Stage, stage_name};
use crate::kernel::calendar::Period;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use serde::{Deserialize, Serialize};

/// The fields whose flags a reason answers.
pub const JUSTIFIABLE: [&str; 6] = [
    "stage",
    "cumulative_investment_yuan",
    "ytd_investment_yuan",
    "progress_text",
    "enrolled",
    "planned_finish",
];

/// One month's investment above this part of the total is unusual: a third.
const PART_OF_TOTAL: i128 = 3;
/// So is one above this many times the mean of the months before.
const TIMES_THE_MEAN: i128 = 5;
/// So many months without any change are two quarters.
const TWO_QUARTERS: i64 = 6;

/// Something unusual, with the figures that make it so. Kept with the report, so that it reads the same later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "flag", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the operands are named after what they are")]
pub enum Flag {
    /// The cumulative investment is less than it was.
    CumulativeFell { from: Money, to: Money },
    /// What was done this year is less than it was, and it is the same year.
    YtdFell { from: Money, to: Money },
    /// More is done than the project costs.
    AboveTotal { cumulative: Money, total: Money },
    /// The month in which it should start is over, and it has not.
    StartPassed { planned: PlanDate },
    /// The stage went back.
    StageBack { from: Stage, to: Stage },
    /// Since the last report more than a third of the total was done.
    MonthOfTotal { amount: Money, total: Money },
    /// Since the last report more than five times the monthly mean before was done.
    MonthAboveMean { amount: Money, mean: Money },
    /// Neither stage nor investment has changed for two quarters.
    Unchanged { since: Period },
    /// Entered in the statistics system, and not started.
    EnrolledNotStarted { stage: Stage },
    /// The planned finish moved.
    FinishMoved { from: PlanDate, to: PlanDate },
}

impl Flag {
    /// Contract name of the field that it is about; the reason is given under this name.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::CumulativeFell { .. }
            | Self::AboveTotal { .. }
            | Self::MonthOfTotal { .. }
            | Self::MonthAboveMean { .. } => "cumulative_investment_yuan",
            Self::YtdFell { .. } => "ytd_investment_yuan",
            Self::StartPassed { .. } | Self::StageBack { .. } => "stage",
            Self::Unchanged { .. } => "progress_text",
            Self::EnrolledNotStarted { .. } => "enrolled",
            Self::FinishMoved { .. } => "planned_finish",
        }
    }

    /// Its name in refusals: `updates-flag-…`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CumulativeFell { .. } => "updates-flag-cumulative-fell",
            Self::YtdFell { .. } => "updates-flag-ytd-fell",
            Self::AboveTotal { .. } => "updates-flag-above-total",
            Self::StartPassed { .. } => "updates-flag-start-passed",
            Self::StageBack { .. } => "updates-flag-stage-back",
            Self::MonthOfTotal { .. } => "updates-flag-month-of-total",
            Self::MonthAboveMean { .. } => "updates-flag-month-above-mean",
            Self::Unchanged { .. } => "updates-flag-unchanged",
            Self::EnrolledNotStarted { .. } => "updates-flag-enrolled-not-started",
            Self::FinishMoved { .. } => "updates-flag-finish-moved",
        }
    }

    /// Whether it is about what goes on until it is mended, and not about something that happened in one month.
    pub const fn lasts(&self) -> bool {
        matches!(
            self,
            Self::AboveTotal { .. }
                | Self::StartPassed { .. }
                | Self::Unchanged { .. }
                | Self::EnrolledNotStarted { .. }
        )
    }

    /// The explanation with its figures.
    pub fn sentence(&self) -> Message {
        let sentence = Message::new(self.code());
        match self {
            Self::CumulativeFell { from, to } | Self::YtdFell { from, to } => {
                sentence.with("from", from.wan_text()).with("to", to.wan_text())
            }
            Self::AboveTotal { cumulative, total } => {
                sentence.with("cumulative", cumulative.wan_text()).with("total", total.wan_text())
            }
            Self::StartPassed { planned } => sentence.with("planned", planned),
            Self::StageBack { from, to } => {
                sentence.with_message("from", stage_name(*from)).with_message("to", stage_name(*to))
            }
            Self::MonthOfTotal { amount, total } => {
                sentence.with("amount", amount.wan_text()).with("total", total.wan_text())
            }
            Self::MonthAboveMean { amount, mean } => {
                sentence.with("amount", amount.wan_text()).with("mean", mean.wan_text())
            }
            Self::Unchanged { since } => sentence.with("since", since),
            Self::EnrolledNotStarted { stage } => sentence.with_message("stage", stage_name(*stage)),
            Self::FinishMoved { from, to } => sentence.with("from", from).with("to", to),
        }
    }
}

/// A month that was reported before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Which.
    pub period: Period,
    /// The stage at its end.
    pub stage: Option<Stage>,
    /// Done by its end.
    pub cumulative: Option<Money>,
}

/// What a report is held against.
#[derive(Clone, Debug, Default)]
pub struct Before<'a> {
    /// What stood last.
    pub last: Figures,
    /// The whole total.
    pub total: Option<Money>,
    /// 计划开工
    pub planned_start: Option<PlanDate>,
    /// The months reported before, the earliest first.
    pub months: &'a [Month],
}

/// Everything unusual about what is said for `period`.
pub fn flags(said: &Figures, before: &Before<'_>, period: Period) -> Vec<Flag> {
    let mut flags = Vec::new();
    flags.extend(of_money(said, before));
    flags.extend(of_stage(said, before, period));
    flags.extend(unchanged(said, before.months, period));
    if let (Some(true), Some(stage)) = (said.enrolled, said.stage)
        && !stage.is_started()
    {
        flags.push(Flag::EnrolledNotStarted { stage });
    }
    if let (Some(from), Some(to)) = (&before.last.planned_finish, &said.planned_finish)
        && (from.is_before(to) || to.is_before(from))
    {
        flags.push(Flag::FinishMoved { from: from.clone(), to: to.clone() });
    }
    flags
}

fn of_money(said: &Figures, before: &Before<'_>) -> Vec<Flag> {
    let mut flags = Vec::new();
    if let (Some(from), Some(to)) = (before.last.cumulative, said.cumulative)
        && to < from
    {
        flags.push(Flag::CumulativeFell { from, to });
    }
    // What stood last of another year is none of this year's.
    if let (Some(from), Some(to)) = (before.last.ytd, said.ytd)
        && to < from
    {
        flags.push(Flag::YtdFell { from, to });
    }
    let Some(cumulative) = said.cumulative else { return flags };
    if let Some(total) = before.total.filter(|total| cumulative > *total) {
        flags.push(Flag::AboveTotal { cumulative, total });
    }
    let Some(amount) = before.last.cumulative.and_then(|last| cumulative.checked_sub(last)) else {
        return flags;
    };
    let wide = |money: Money| i128::from(money.yuan());
    if let Some(total) = before.total.filter(|total| wide(amount) * PART_OF_TOTAL > wide(*total)) {
        flags.push(Flag::MonthOfTotal { amount, total });
    }
    let known: Vec<(Period, Money)> =
        before.months.iter().filter_map(|month| Some((month.period, month.cumulative?))).collect();
    if let ([(first, began), .., (last, came)], true) = (known.as_slice(), amount > Money::ZERO) {
        let (done, months) = (wide(*came) - wide(*began), last.months_since(*first));
        if done >= 0 && months > 0 && wide(amount) * i128::from(months) > TIMES_THE_MEAN * done {
            let mean = Money::from_yuan(i64::try_from(done / i128::from(months)).unwrap_or(i64::MAX));
            flags.push(Flag::MonthAboveMean { amount, mean });
        }
    }
    flags
}

fn of_stage(said: &Figures, before: &Before<'_>, period: Period) -> Vec<Flag> {
    let mut flags = Vec::new();
    let started = said.stage.is_some_and(Stage::is_started);
    if let Some(planned) = before.planned_start.clone().filter(|_| !started)
        && planned.last_day() <= period.last_day()
    {
        flags.push(Flag::StartPassed { planned });
    }
    if let (Some(from), Some(to)) = (before.last.stage, said.stage)
        && to < from
    {
        flags.push(Flag::StageBack { from, to });
    }
    flags
}

/// A project that is built or not yet begun may stand still for a while, but not for two quarters; one that is
/// completed has nothing to change.
fn unchanged(said: &Figures, months: &[Month], period: Period) -> Option<Flag> {
    if said.stage.is_some_and(|stage| stage >= Stage::Completed) {
        return None;
    }
    let same = |month: &&Month| month.stage == said.stage && month.cumulative == said.cumulative;
    let since = months.iter().rev().take_while(same).last()?.period;
    (period.months_since(since) >= TWO_QUARTERS).then_some(Flag::Unchanged { since })
}

#[cfg(test)]
mod tests;
