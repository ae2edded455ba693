//! An enterprise and where it stands in chains. Pure.

use crate::kernel::division::DivisionCode;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// What an enterprise is on a segment (企业角色), the first of them the weightiest.
    pub enum Role {
        /// 龙头: the one around which the segment is built.
        Leading = "leading",
        /// 核心
        Core = "core",
        /// 主要
        Main = "main",
        /// 参与
        Participating = "participating",
    }
}

impl Role {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leading => "enterprises-role-leading",
            Self::Core => "enterprises-role-core",
            Self::Main => "enterprises-role-main",
            Self::Participating => "enterprises-role-participating",
        }
    }
}

/// Where an enterprise stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// `segments.id`
    pub segment_id: i64,
    /// What it is there.
    pub role: Role,
    /// Where that stands written.
    pub source: Option<String>,
    /// The day on which it was looked at last.
    pub verified_on: NaiveDate,
}

/// An enterprise that is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enterprise {
    /// Never reused.
    pub id: i64,
    /// Rises with every change.
    pub version: i64,
    /// 联泓新材料科技股份有限公司
    pub name: String,
    /// 统一社会信用代码, canonical.
    pub credit_code: Option<String>,
    /// A county, or a city where no county is known.
    pub division: DivisionCode,
    /// `parks.id`
    pub park_id: Option<i64>,
    /// What it makes.
    pub products: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Where its facts stand written.
    pub source: Option<String>,
    /// The day on which they were looked at last.
    pub verified_on: NaiveDate,
    /// Still here.
    pub active: bool,
    /// Who changed it last, by name at that time.
    pub author: String,
    /// By segment.
    pub positions: Vec<Position>,
}
