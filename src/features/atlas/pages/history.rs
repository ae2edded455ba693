//! The quarters through which a slider shows the province closing its gaps: from the first judgement to the quarter that runs.

use super::Choice;
use crate::features::atlas::ground::Ground;
use crate::features::atlas::map::Metric;
use crate::features::atlas::model::gaps::{Gap, Standing};
use crate::kernel::calendar::{Quarter, end_of_day, quarter_of};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::web::Form;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Quarters that a slider goes through, at most: five years.
const MOST: usize = 20;

/// A quarter that an address names; none where it names none.
///
/// # Errors
/// 422 for what is no quarter.
pub fn quarter_in(asked: &Form, name: &str) -> Result<Option<Quarter>> {
    let quarter = |text: &str| Quarter::parse(text).map_err(|message| Error::field(name, message));
    asked.text(name).map(quarter).transpose()
}

/// The quarters, and which of them is shown.
pub struct History {
    /// The earliest first; the last is the one that runs.
    quarters: Vec<Quarter>,
    step: usize,
    zone: Tz,
}

impl History {
    /// Of these chains; shown is what the address names by quarter (`at`) or by its number (`step`), else the one that runs.
    ///
    /// # Errors
    /// 422 for what is no quarter, or none of these.
    pub fn of(grounds: &[Ground], (today, zone): (NaiveDate, Tz), asked: &Form) -> Result<Self> {
        let first = grounds.iter().filter_map(Ground::judged_first).min();
        let mut quarters = vec![quarter_of(today)];
        while let Some(last) = quarters.last()
            && quarters.len() < MOST
            && first.is_some_and(|first| end_of_day(last.previous().last_day(), zone) >= first)
        {
            quarters.push(last.previous());
        }
        quarters.reverse();
        let last = quarters.len() - 1;
        let step = match (quarter_in(asked, "at")?, asked.number::<usize>("step")?) {
            (Some(at), _) => quarters.iter().position(|one| *one == at),
            (None, Some(step)) => Some(step).filter(|step| *step <= last),
            (None, None) => Some(last),
        };
        let step = step.ok_or_else(|| Error::field("at", "atlas-history-unknown"))?;
        Ok(Self { quarters, step, zone })
    }

    /// What was missing or weak in these places then, and what had been judged.
    pub fn then(&self, ground: &Ground, places: &[DivisionCode]) -> (Vec<Gap>, Standing) {
        if self.step + 1 == self.quarters.len() {
            return (ground.gaps(places), ground.standing.clone());
        }
        ground.then(places, (self.quarters[self.step], self.zone))
    }

    /// The quarters as links, and the number of the one that is shown; nothing where there is but one, or another metric.
    pub fn choices(&self, (metric, as_tiles, _): (Metric, bool, Option<Quarter>)) -> (Vec<Choice>, usize) {
        if metric != Metric::Gaps || self.quarters.len() < 2 {
            return (Vec::new(), 0);
        }
        let view = if as_tiles { "&view=tiles" } else { "" };
        let choice = |(at, quarter): (usize, &Quarter)| {
            (format!("/atlas?metric={metric}{view}&at={quarter}"), quarter.to_string(), at == self.step)
        };
        (self.quarters.iter().enumerate().map(choice).collect(), self.step)
    }
}
