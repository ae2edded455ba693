//! The seven kinds of reference data as one: what the administrator's pages, the audit record and the API have in
//! common about them.

use super::book::Book;
use super::model::{Chain, Division, Gb4754, Holiday, Industry, Park, StageWord};
use crate::kernel::division::DivisionCode;
use crate::text_enum;
use serde::Serialize;
use serde_json::{Map, Value};

text_enum! {
    /// A kind of reference data, as addresses spell it.
    pub enum Kind {
        /// 行政区划
        Divisions = "divisions",
        /// 产业
        Industries = "industries",
        /// 标志性产业链
        Chains = "chains",
        /// 国民经济行业大类
        Gb4754 = "gb4754",
        /// 园区
        Parks = "parks",
        /// 阶段用语
        StageWords = "stage-words",
        /// 节假日
        Holidays = "holidays",
    }
}

impl Kind {
    /// The subject's kind in the audit record.
    pub const fn subject(self) -> &'static str {
        match self {
            Self::Divisions => "division",
            Self::Industries => "industry",
            Self::Chains => "chain",
            Self::Gb4754 => "gb4754",
            Self::Parks => "park",
            Self::StageWords => "stage-word",
            Self::Holidays => "holiday",
        }
    }
}

/// A row of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Entry {
    /// A place.
    Division(Division),
    /// An industry.
    Industry(Industry),
    /// A chain.
    Chain(Chain),
    /// A division of GB/T 4754.
    Gb4754(Gb4754),
    /// A park.
    Park(Park),
    /// A word for a stage.
    StageWord(StageWord),
    /// A day off, or one that is worked instead.
    Holiday(Holiday),
}

impl Entry {
    /// What never changes about it, as addresses spell it.
    pub fn key(&self) -> String {
        match self {
            Self::Division(one) => one.code.to_string(),
            Self::Industry(one) => one.code.clone(),
            Self::Chain(one) => one.id.to_string(),
            Self::Gb4754(one) => one.code.clone(),
            Self::Park(one) => one.id.to_string(),
            Self::StageWord(one) => one.word.clone(),
            Self::Holiday(one) => one.day.to_string(),
        }
    }

    /// Its Chinese name.
    pub fn name(&self) -> &str {
        match self {
            Self::Division(Division { name_zh: name, .. })
            | Self::Industry(Industry { name_zh: name, .. })
            | Self::Chain(Chain { name_zh: name, .. })
            | Self::Gb4754(Gb4754 { name_zh: name, .. })
            | Self::Holiday(Holiday { name_zh: name, .. })
            | Self::Park(Park { name, .. })
            | Self::StageWord(StageWord { word: name, .. }) => name,
        }
    }

    /// Whether it is still offered.
    pub const fn is_active(&self) -> bool {
        match self {
            Self::Division(Division { active, .. })
            | Self::Industry(Industry { active, .. })
            | Self::Chain(Chain { active, .. })
            | Self::Gb4754(Gb4754 { active, .. })
            | Self::Park(Park { active, .. })
            | Self::StageWord(StageWord { active, .. })
            | Self::Holiday(Holiday { active, .. }) => *active,
        }
    }

    /// Where deeds about it are filed: its own place, otherwise the province.
    pub const fn place(&self, province: DivisionCode) -> DivisionCode {
        match self {
            Self::Division(one) => one.code,
            Self::Park(one) => one.division,
            _ => province,
        }
    }

    /// Its facts by the names the API uses.
    pub fn facts(&self) -> Map<String, Value> {
        // A plain struct of texts and figures always becomes an object.
        match serde_json::to_value(self) {
            Ok(Value::Object(facts)) => facts,
            _ => Map::new(),
        }
    }
}

impl Book {
    /// Every row of a kind, in its order.
    pub fn entries(&self, kind: Kind) -> Vec<Entry> {
        match kind {
            Kind::Divisions => self.divisions.values().cloned().map(Entry::Division).collect(),
            Kind::Industries => self.industries.iter().cloned().map(Entry::Industry).collect(),
            Kind::Chains => self.chains.iter().cloned().map(Entry::Chain).collect(),
            Kind::Gb4754 => self.gb4754.iter().cloned().map(Entry::Gb4754).collect(),
            Kind::Parks => self.parks.iter().cloned().map(Entry::Park).collect(),
            Kind::StageWords => self.stage_words.values().cloned().map(Entry::StageWord).collect(),
            Kind::Holidays => self.holidays.iter().cloned().map(Entry::Holiday).collect(),
        }
    }

    /// One row.
    pub fn entry(&self, kind: Kind, key: &str) -> Option<Entry> {
        self.entries(kind).into_iter().find(|entry| entry.key() == key)
    }
}
