//! An enterprise elsewhere that could fill a segment. Pure.

use crate::kernel::division::DivisionCode;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// How much it is wanted.
    pub enum Priority {
        /// 重点
        High = "high",
        /// 一般
        Medium = "medium",
        /// 关注
        Low = "low",
    }
}

impl Priority {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::High => "targets-priority-high",
            Self::Medium => "targets-priority-medium",
            Self::Low => "targets-priority-low",
        }
    }
}

text_enum! {
    /// Whether it is still wanted.
    pub enum Status {
        /// 待引进
        Open = "open",
        /// 已落地
        Landed = "landed",
        /// 放弃
        Dropped = "dropped",
    }
}

impl Status {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "targets-status-open",
            Self::Landed => "targets-status-landed",
            Self::Dropped => "targets-status-dropped",
        }
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Never reused.
    pub id: i64,
    /// Rises with every change.
    pub version: i64,
    /// `segments.id`: the segment that it could fill.
    pub segment_id: i64,
    /// Whose list it is on: a city's, or the province's.
    pub division: DivisionCode,
    /// The enterprise.
    pub name: String,
    /// 统一社会信用代码, canonical.
    pub credit_code: Option<String>,
    /// Where it sits now, in words.
    pub home: Option<String>,
    /// What it makes.
    pub products: Option<String>,
    /// How much it is wanted.
    pub priority: Priority,
    /// Whether it is still wanted.
    pub status: Status,
    /// Why it could come here.
    pub reasons: String,
    /// Land that it would need, in 亩.
    pub land_mu: Option<i64>,
    /// Energy that it would need, in 吨标准煤 a year.
    pub energy_tce: Option<i64>,
    /// Where its facts stand written.
    pub source: Option<String>,
    /// The day on which they were looked at last.
    pub verified_on: NaiveDate,
    /// Who changed it last, by name at that time.
    pub author: String,
    /// Enterprises that are here which it supplies, or which supply it; by id.
    pub ties: Vec<i64>,
}
