//! What the reference data consists of. Each row is a name with a key that never changes; what no longer holds is
//! switched off and keeps its name for the records that carry it.

use crate::db::schema::{chains, divisions, gb4754_divisions, holidays, industries, parks, stage_words};
use crate::kernel::division::DivisionCode;
use crate::text_enum;
use chrono::NaiveDate;
use diesel::{AsChangeset, Insertable, Queryable};
use serde::Serialize;

text_enum! {
    /// Depth of a division of GB/T 2260.
    pub enum Level {
        /// 省
        Province = "province",
        /// 地级市
        City = "city",
        /// 县、县级市、区
        County = "county",
    }
}

text_enum! {
    /// The province's groups of industries, in the order in which its plans name them.
    pub enum IndustryGroup {
        /// 传统产业
        Traditional = "traditional",
        /// 优势产业
        Advantageous = "advantageous",
        /// 新兴产业
        Emerging = "emerging",
        /// 未来产业
        Future = "future",
    }
}

/// A province, city or county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = divisions, primary_key(code), treat_none_as_null = true)]
pub struct Division {
    /// GB/T 2260.
    #[schema(value_type = String)]
    pub code: DivisionCode,
    /// 济南市, 历下区
    pub name_zh: String,
    /// Jinan, Lixia District
    pub name_en: String,
    /// Its depth.
    #[schema(value_type = String)]
    pub level: Level,
    /// The division around it; none for a province.
    #[diesel(column_name = parent_code)]
    #[schema(value_type = Option<String>)]
    pub parent: Option<DivisionCode>,
    /// Longitude of its seat in millionths of a degree.
    pub lng_e6: Option<i64>,
    /// Latitude of its seat in millionths of a degree.
    pub lat_e6: Option<i64>,
    /// Where it went when it was abolished.
    #[schema(value_type = Option<String>)]
    pub successor: Option<DivisionCode>,
    /// Still in use.
    pub active: bool,
}

/// An industry as the province's plans name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = industries, primary_key(code), treat_none_as_null = true)]
pub struct Industry {
    /// Stable ASCII word, e.g. `metallurgy`.
    pub code: String,
    /// Its group.
    #[diesel(column_name = group_code)]
    #[schema(value_type = String)]
    pub group: IndustryGroup,
    /// 冶金
    pub name_zh: String,
    /// Metallurgy
    pub name_en: String,
    /// First year whose plan names it.
    pub valid_from: i32,
    /// Last year whose plan names it; none while it stands.
    pub valid_to: Option<i32>,
    /// Place in lists.
    pub position: i32,
    /// Offered in forms.
    pub active: bool,
}

impl Industry {
    /// Whether it is offered for a list of this year.
    pub fn stands_in(&self, year: i32) -> bool {
        self.active && self.valid_from <= year && self.valid_to.is_none_or(|last| year <= last)
    }
}

/// A signature chain (标志性产业链); its segments belong to the atlas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = chains, primary_key(id), treat_none_as_null = true)]
pub struct Chain {
    /// Never reused; given by the database.
    #[diesel(skip_insertion)]
    pub id: i64,
    /// 高端化工
    pub name_zh: String,
    /// High-end chemicals
    pub name_en: String,
    /// Place in lists.
    pub position: i32,
    /// Offered in forms.
    pub active: bool,
}

/// A segment of a chain by its names; what else is known of it, the room of chains keeps.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct SegmentName {
    /// Never reused.
    pub id: i64,
    /// `chains.id`
    pub chain_id: i64,
    /// 负极材料
    pub name_zh: String,
    /// Anode material
    pub name_en: String,
    /// Part of its chain as it stands.
    pub active: bool,
}

/// A manufacturing division of GB/T 4754-2017.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = gb4754_divisions, primary_key(code), treat_none_as_null = true)]
pub struct Gb4754 {
    /// `C13` to `C43`
    pub code: String,
    /// 化学原料和化学制品制造业
    pub name_zh: String,
    /// Chemical raw materials and chemical products
    pub name_en: String,
    /// Offered in forms.
    pub active: bool,
}

/// A park or development zone that carries projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = parks, primary_key(id), treat_none_as_null = true)]
pub struct Park {
    /// Never reused; given by the database.
    #[diesel(skip_insertion)]
    pub id: i64,
    /// Its Chinese name; parks have no official English one.
    pub name: String,
    /// The county or city it lies in.
    #[schema(value_type = String)]
    pub division: DivisionCode,
    /// 化工园区, 开发区 …
    pub kind: String,
    /// A development zone's statistical code, six digits with a 7 in fifth place.
    #[schema(value_type = Option<String>)]
    pub stat_code: Option<DivisionCode>,
    /// Area in square metres.
    pub area_m2: Option<i64>,
    /// A remark of the source; may be empty.
    pub note: String,
    /// Offered in forms.
    pub active: bool,
}

/// A word of real workbooks for a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = stage_words, primary_key(word), treat_none_as_null = true)]
pub struct StageWord {
    /// As [`stage_key`](super::stage_key) spells it.
    pub word: String,
    /// One of [`STAGES`]; none when the word speaks of a plan (计划开工).
    pub stage: Option<String>,
    /// Speaks of one phase only; [`StageWord::stage`] is what may be said of the whole project.
    pub partial: bool,
    /// Still read.
    pub active: bool,
}

text_enum! {
    /// What the State Council's notice declares a day to be.
    pub enum HolidayKind {
        /// 放假
        Holiday = "holiday",
        /// 调休上班: a Saturday or Sunday that is worked.
        Makeup = "makeup",
    }
}

/// A day that departs from "Monday to Friday is worked".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Insertable, AsChangeset, utoipa::ToSchema)]
#[diesel(table_name = holidays, primary_key(day), treat_none_as_null = true)]
pub struct Holiday {
    /// Which day.
    #[schema(value_type = String, format = Date)]
    pub day: NaiveDate,
    /// Off or worked.
    #[schema(value_type = String)]
    pub kind: HolidayKind,
    /// 国庆节
    pub name_zh: String,
    /// National Day
    pub name_en: String,
    /// Still counted with.
    pub active: bool,
}

/// The ten stages as the contract spells them, in their order. Their meaning belongs to the registry of projects.
pub const STAGES: [&str; 10] = [
    "planned",
    "reserved",
    "negotiating",
    "signed",
    "filed",
    "started",
    "under_construction",
    "completed",
    "in_production",
    "at_capacity",
];

/// A decimal figure in millionths: degrees as stored coordinates, square kilometres as square metres. Without floats.
pub fn millionths(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part:0<6}");
    let fits = !whole.is_empty() && part.len() <= 6 && all.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| all.parse::<i64>().ok()).flatten().map(|value| sign * value)
}

/// As [`millionths`] reads it, without zeros at the end.
pub fn decimal(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, part) = (value.unsigned_abs() / 1_000_000, value.unsigned_abs() % 1_000_000);
    let text = format!("{sign}{whole}.{part:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_decimal_is_kept_in_millionths() {
        for (text, value) in
            [("117.214", 117_214_000), ("7.57", 7_570_000), ("-0.5", -500_000), ("8", 8_000_000)]
        {
            assert_eq!(millionths(text), Some(value));
            assert_eq!(decimal(value), text);
        }
        for text in ["", ".", "-", "1.2345678", "1e3", "1,5", "七", "--1", "9999999999999999"] {
            assert_eq!(millionths(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_old_industry_is_offered_for_its_years_only() {
        let industry = Industry {
            code: "metaverse".into(),
            group: IndustryGroup::Future,
            name_zh: String::new(),
            name_en: String::new(),
            valid_from: 2024,
            valid_to: Some(2024),
            position: 1,
            active: true,
        };
        assert!(industry.stands_in(2024) && !industry.stands_in(2023) && !industry.stands_in(2025));
        assert!(!Industry { active: false, ..industry }.stands_in(2024));
    }

    proptest! {
        #[test]
        fn every_figure_survives_its_text(value in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(millionths(&decimal(value)), Some(value));
        }
    }
}
