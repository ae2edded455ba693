//! A monthly report as the rules see it. Pure; knows neither tables nor pages. One file a question:
//!
//! - [`obligation`]: when is it due, and how does it stand?
//! - [`flags`]: what about it needs a reason?
//! - [`ledger`]: how reliably does a city, or a person, report?
//! - [`merge`]: which side of a cell is taken when a workbook comes back?
//! - [`reasons`]: which reasons stand in a form before one is typed, and what do they answer?
//! - [`report`]: what does a report hold, and what does a new one start from?

pub mod flags;
pub mod ledger;
pub mod merge;
pub mod obligation;
pub mod reasons;
pub mod report;

use crate::features::projects::Stage;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// How far a report has come.
    pub enum UpdateState {
        /// Being written; only its city sees it.
        Draft = "draft",
        /// Written to the end. Where a second person signs it goes up with her approval, elsewhere at once.
        Submitted = "submitted",
        /// Sent back with a reason; the project owes again.
        Returned = "returned",
        /// Its figures are the project's.
        Accepted = "accepted",
    }
}

text_enum! {
    /// How an obligation stands.
    pub enum ObligationState {
        /// Nothing is here yet, and there is time.
        Due = "due",
        /// Here, and in time.
        OnTime = "on_time",
        /// Here, and too late.
        Late = "late",
        /// Nothing is here, and the time is over.
        Missing = "missing",
        /// Need not report.
        Excused = "excused",
    }
}

/// What a report says about its project at the month's end. An empty field is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How far it has come.
    pub stage: Option<Stage>,
    /// 累计完成投资: done since the start.
    pub cumulative: Option<Money>,
    /// 年度累计完成投资: done this year.
    pub ytd: Option<Money>,
    /// 形象进度
    pub progress_text: Option<String>,
    /// 是否入统
    pub enrolled: Option<bool>,
    /// 计划竣工
    pub planned_finish: Option<PlanDate>,
}
