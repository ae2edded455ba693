//! A chain, its segments, what supplies what, and how strong a segment is in a place. Pure.

mod coverage;
mod order;

pub use coverage::{Coverage, Linked, coverage};
pub use order::circle;

use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::text_enum;
use chrono::{NaiveDate, TimeDelta};

text_enum! {
    /// Where a segment stands in one chain: its position, whatever it is for.
    pub enum Tier {
        /// 上游
        Upstream = "upstream",
        /// 中游
        Midstream = "midstream",
        /// 下游
        Downstream = "downstream",
    }
}

impl Tier {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upstream => "chains-tier-upstream",
            Self::Midstream => "chains-tier-midstream",
            Self::Downstream => "chains-tier-downstream",
        }
    }
}

text_enum! {
    /// What a segment is for, whatever its position (环节功能).
    pub enum Function {
        /// 生产设备
        Equipment = "equipment",
        /// 生产原料
        RawMaterial = "raw_material",
        /// 辅助材料
        AuxiliaryMaterial = "auxiliary_material",
        /// 辅助设备
        AuxiliaryEquipment = "auxiliary_equipment",
        /// 加工工艺
        Process = "process",
        /// 技术服务
        TechnicalService = "technical_service",
        /// 产品业务
        Product = "product",
        /// 销售渠道
        SalesChannel = "sales_channel",
    }
}

impl Function {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equipment => "chains-function-equipment",
            Self::RawMaterial => "chains-function-raw_material",
            Self::AuxiliaryMaterial => "chains-function-auxiliary_material",
            Self::AuxiliaryEquipment => "chains-function-auxiliary_equipment",
            Self::Process => "chains-function-process",
            Self::TechnicalService => "chains-function-technical_service",
            Self::Product => "chains-function-product",
            Self::SalesChannel => "chains-function-sales_channel",
        }
    }
}

text_enum! {
    /// How strong a segment is in a place.
    pub enum Strength {
        /// 强
        Strong = "strong",
        /// 一般
        Ordinary = "ordinary",
        /// 弱
        Weak = "weak",
        /// 缺
        Missing = "missing",
    }
}

impl Strength {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strong => "chains-strength-strong",
            Self::Ordinary => "chains-strength-ordinary",
            Self::Weak => "chains-strength-weak",
            Self::Missing => "chains-strength-missing",
        }
    }
}

/// Who leads a chain, and what is promised to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Rises with every change, from 0 for a chain of which nothing was said.
    pub version: i64,
    /// 链长: the office that leads it.
    pub chief: Option<String>,
    /// 链主: the enterprise around which it is built.
    pub leader: Option<String>,
    /// 政策
    pub policies: Option<String>,
}

/// A link of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Never reused.
    pub id: i64,
    /// Rises with every change.
    pub version: i64,
    /// `chains.id`
    pub chain_id: i64,
    /// The segment of the same chain that it is a part of.
    pub parent_id: Option<i64>,
    /// 负极材料
    pub name_zh: String,
    /// Anode material
    pub name_en: String,
    /// Its position in this chain.
    pub tier: Tier,
    /// What it is for, where somebody has said so.
    pub function: Option<Function>,
    /// Place among those of its tier.
    pub position: i32,
    /// Anything else.
    pub note: Option<String>,
    /// Part of the chain as it stands.
    pub active: bool,
}

/// A judgement of how strong a segment is in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// `segments.id`
    pub segment_id: i64,
    /// A city, or the province by its own judgement.
    pub division: DivisionCode,
    /// What was judged.
    pub strength: Strength,
    /// On what.
    pub evidence: String,
    /// Where that stands.
    pub source: Option<String>,
    /// The day on which the facts were looked at last.
    pub verified_on: NaiveDate,
    /// By her name as it was then.
    pub author: String,
    /// When it was written down.
    pub written_at: Instant,
}

impl Judgement {
    /// Whether nobody has looked at its facts for so many days: it is shown as stale and has to be looked at again.
    pub fn is_stale(&self, after_days: u32, today: NaiveDate) -> bool {
        is_stale(self.verified_on, after_days, today)
    }
}

/// Whether nobody has looked at a fact for so many days.
pub fn is_stale(verified_on: NaiveDate, after_days: u32, today: NaiveDate) -> bool {
    today - verified_on > TimeDelta::days(after_days.into())
}
