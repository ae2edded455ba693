//! Deeds of the monthly reports. Each asks for the right, holds the rules, writes, and leaves one audit record, all in
//! the caller's transaction.

mod decide;
mod periods;
mod report;

pub use decide::decide;
pub use periods::{close, excuse, is_over, opened, unlock};
pub use report::{no_change, refuse, report};

use super::model::obligation::Terms;
use super::model::report::Update;
use crate::config;
use crate::kernel::calendar::{WorkingDays, local_date};
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::{Value, json};

/// When a deed is done, and by which rule.
#[derive(Clone, Debug)]
pub struct At {
    /// The instant.
    pub now: Instant,
    /// The business zone.
    pub zone: Tz,
    /// When reports are due, and who signs.
    pub rule: config::Updates,
}

impl At {
    /// The day it is.
    pub fn today(&self) -> NaiveDate {
        local_date(self.now, self.zone)
    }

    /// Deadlines with these holidays.
    pub const fn terms<'a>(&'a self, days: &'a WorkingDays) -> Terms<'a> {
        Terms { rule: &self.rule, days, zone: self.zone }
    }
}

/// The three sides of a deed that came too late.
fn stale(expected: i64, yours: Value, current: &Update) -> Error {
    Error::Stale {
        base: json!({ "version": expected }),
        yours,
        current: json!({
            "version": current.version,
            "state": current.state,
            "stage": current.figures.stage,
            "cumulative_investment_yuan": current.figures.cumulative,
            "ytd_investment_yuan": current.figures.ytd,
            "progress_text": current.figures.progress_text,
            "reason": current.reason,
        }),
    }
}
