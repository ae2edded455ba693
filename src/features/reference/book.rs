//! All reference data in memory: a few hundred rows, read once for a request or an import, asked by name and by code
//! ever after. Names of switched-off rows are still known, because old records carry them.

use super::model::{
    Chain, Division, Gb4754, Holiday, HolidayKind, Industry, Level, Park, SegmentName, StageWord,
};
use crate::kernel::calendar::WorkingDays;
use crate::kernel::division::{DivisionCode, Scope};
use crate::web::Lang;
use std::collections::BTreeMap;

/// The reference data of the province.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// By code.
    pub divisions: BTreeMap<DivisionCode, Division>,
    /// By position.
    pub industries: Vec<Industry>,
    /// By position.
    pub chains: Vec<Chain>,
    /// By chain, then by position.
    pub segments: Vec<SegmentName>,
    /// By name.
    pub parks: Vec<Park>,
    /// By code.
    pub gb4754: Vec<Gb4754>,
    /// By word.
    pub stage_words: BTreeMap<String, StageWord>,
    /// By day.
    pub holidays: Vec<Holiday>,
}

impl Book {
    /// A division by its code, abolished ones too.
    pub fn division(&self, code: DivisionCode) -> Option<&Division> {
        self.divisions.get(&code)
    }

    /// Whether the code is a division in use.
    pub fn is_known(&self, code: DivisionCode) -> bool {
        self.division(code).is_some_and(|division| division.active)
    }

    /// Full name; a county always with its city: `济南市历下区`, `Lixia District, Jinan`. A code nobody knows is shown
    /// as it is.
    pub fn name(&self, lang: Lang, code: DivisionCode) -> String {
        let own = self.short_name(lang, code);
        let city = code.city().filter(|_| code.is_county()).and_then(|city| self.division(city));
        match (city, lang) {
            (None, _) => own,
            (Some(city), Lang::Zh) => format!("{}{own}", city.name_zh),
            (Some(city), Lang::En) => format!("{own}, {}", city.name_en),
        }
    }

    /// The division's own name, for a table whose rows already stand under their city.
    pub fn short_name(&self, lang: Lang, code: DivisionCode) -> String {
        match (self.division(code), lang) {
            (Some(division), Lang::Zh) => division.name_zh.clone(),
            (Some(division), Lang::En) => division.name_en.clone(),
            (None, _) => code.to_string(),
        }
    }

    /// The cities in use, by code.
    pub fn cities(&self) -> impl Iterator<Item = &Division> {
        self.of_level(Level::City)
    }

    /// The counties in use of one city, by code.
    pub fn counties_of(&self, city: DivisionCode) -> impl Iterator<Item = &Division> {
        self.of_level(Level::County).filter(move |county| city.contains(county.code))
    }

    /// The divisions in use that lie inside a scope, by code: what a form offers to this person.
    pub fn divisions_in(&self, scope: &Scope) -> impl Iterator<Item = &Division> {
        self.divisions.values().filter(|division| division.active && scope.covers(division.code))
    }

    fn of_level(&self, level: Level) -> impl Iterator<Item = &Division> {
        self.divisions.values().filter(move |division| division.active && division.level == level)
    }

    /// The industries offered for a list of this year, by position.
    pub fn industries_in(&self, year: i32) -> impl Iterator<Item = &Industry> {
        self.industries.iter().filter(move |industry| industry.stands_in(year))
    }

    /// An industry's name; a code nobody knows is shown as it is.
    pub fn industry_name(&self, lang: Lang, code: &str) -> String {
        let found = self.industries.iter().find(|industry| industry.code == code);
        found.map_or_else(|| code.to_owned(), |one| in_lang(lang, &one.name_zh, &one.name_en))
    }

    /// A chain's name; an id nobody knows is shown as it is.
    pub fn chain_name(&self, lang: Lang, id: i64) -> String {
        let found = self.chains.iter().find(|chain| chain.id == id);
        found.map_or_else(|| id.to_string(), |one| in_lang(lang, &one.name_zh, &one.name_en))
    }

    /// A segment, switched off ones too.
    pub fn segment(&self, id: i64) -> Option<&SegmentName> {
        self.segments.iter().find(|segment| segment.id == id)
    }

    /// A segment's name; an id nobody knows is shown as it is.
    pub fn segment_name(&self, lang: Lang, id: i64) -> String {
        self.segment(id).map_or_else(|| id.to_string(), |one| in_lang(lang, &one.name_zh, &one.name_en))
    }

    /// The parks in use inside a scope, by name.
    pub fn parks_in(&self, scope: &Scope) -> impl Iterator<Item = &Park> {
        self.parks.iter().filter(|park| park.active && scope.covers(park.division))
    }

    /// The calendar that deadlines are counted with: the days in use.
    pub fn working_days(&self) -> WorkingDays {
        working_days(&self.holidays)
    }

    /// The GB/T 4754 division of a code of any depth: `C2922` lies in `C29`.
    pub fn gb4754(&self, code: &str) -> Option<&Gb4754> {
        self.gb4754.iter().find(|division| code.starts_with(division.code.as_str()))
    }
}

/// The declared days in use, as the kernel counts with them.
pub(super) fn working_days(declared: &[Holiday]) -> WorkingDays {
    let of = |kind: HolidayKind| {
        declared.iter().filter(move |one| one.active && one.kind == kind).map(|one| one.day).collect()
    };
    WorkingDays { holidays: of(HolidayKind::Holiday), makeup: of(HolidayKind::Makeup) }
}

fn in_lang(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
}
