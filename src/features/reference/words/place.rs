//! A place in free text: “济宁市金乡县”, “兖州”, “烟台黄渤海新区”, “莱芜市”. Rules (DOMAIN sections 3 and 10):
//!
//! - a county's full name is tried before a city's short one: 莱芜区 and 东营区 are counties
//! - 市中区 lies in two cities: without a city it stays open, and both are offered
//! - an abolished city is read as its successor, and says so: 莱芜市 went into 济南市
//! - old county names go by their stem: 章丘市 is 章丘区 today
//! - a development zone is no division: the city is kept, the words become the address, never a guessed county

use crate::features::reference::book::Book;
use crate::features::reference::model::{Division, Level};
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::text::{fold_width, name_key};
use crate::web::Lang;

/// What the words about a place mean. Nothing but [`Place::rest`] when nobody knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The city.
    pub city: Option<DivisionCode>,
    /// The county, always inside that city.
    pub county: Option<DivisionCode>,
    /// A known park or zone that the words name.
    pub park: Option<i64>,
    /// What is left of the words: a town, a street, a zone. Belongs into the address.
    pub rest: Option<String>,
    /// What a person should look at.
    pub doubt: Option<Doubt>,
}

/// Why the words about a place need a person's eye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The division was abolished; the place is read as its successor. A warning.
    Abolished {
        /// 371200
        from: DivisionCode,
        /// 370100
        to: DivisionCode,
    },
    /// Several counties bear the name and no city decides. A warning; the county stays open.
    Ambiguous(Vec<DivisionCode>),
    /// The words name a place in another city than the one given. A warning; the given city stays.
    Elsewhere(DivisionCode),
    /// The city is known, the rest is no county (a zone, a town). A note; the words become the address.
    NoCounty,
    /// Nothing of the words is a division. A warning.
    Unknown,
}

impl Doubt {
    /// The sentence for the reader. Division names are Chinese in both languages: they are what the workbook has to say.
    pub fn message(&self, book: &Book, words: &str) -> Message {
        let named = |code: &DivisionCode| format!("{} {}", code, book.name(Lang::Zh, *code));
        match self {
            Self::Abolished { from, to } => Message::new("reference-place-abolished")
                .with("name", book.short_name(Lang::Zh, *from))
                .with("successor", named(to)),
            Self::Ambiguous(codes) => Message::new("reference-place-ambiguous")
                .with("value", words)
                .with("places", codes.iter().map(named).collect::<Vec<_>>().join(" / ")),
            Self::Elsewhere(code) => {
                Message::new("reference-place-elsewhere").with("value", words).with("place", named(code))
            }
            Self::NoCounty => Message::new("reference-place-no-county").with("value", words),
            Self::Unknown => Message::new("reference-place-unknown").with("value", words),
        }
    }
}

impl Place {
    /// The finest division known: county, else city, else the province itself.
    pub fn division(&self, province: DivisionCode) -> DivisionCode {
        self.county.or(self.city).unwrap_or(province)
    }
}

impl Book {
    /// Reads the words about a place. `within` is the city that another column or the person's scope has given.
    pub fn place(&self, words: &str, within: Option<DivisionCode>) -> Place {
        let text: String = fold_width(words).chars().filter(|c| !c.is_whitespace()).collect();
        let given = within.and_then(DivisionCode::city).map(|city| self.in_use(city));
        let mut place = Place { city: given, ..Place::default() };
        let tail = self.without_province(&text);
        if tail.is_empty() || WHOLE_PROVINCE.contains(&tail) {
            return place;
        }
        if let Some(named) = self.spelt_out(words.trim(), tail, given) {
            return named;
        }
        let (city, tail, shortened) = self.leading_city(tail);
        if let Some(city) = city {
            if city.successor.is_some() {
                place.doubt = Some(Doubt::Abolished { from: city.code, to: self.in_use(city.code) });
            }
            if given.is_some_and(|given| given != self.in_use(city.code)) {
                return Place { doubt: Some(Doubt::Elsewhere(city.code)), rest: Some(text), ..place };
            }
            place.city = Some(self.in_use(city.code));
        }
        match self.leading_county(tail, place.city) {
            Found::One(named, left) => {
                let county = self.in_use(named);
                if county != named {
                    place.doubt = Some(Doubt::Abolished { from: named, to: county });
                }
                place.city = county.city();
                place.county = Some(county);
                place.rest = kept(left);
            }
            Found::Several(codes) => place.doubt = Some(Doubt::Ambiguous(codes)),
            Found::Elsewhere(county) => {
                place.doubt = Some(Doubt::Elsewhere(county));
                place.rest = Some(text.clone());
            }
            // The short name belongs to the zone's own name: 烟台黄渤海新区.
            Found::None => place.rest = kept(if shortened && !tail.is_empty() { &text } else { tail }),
        }
        self.add_park(&mut place, &text);
        if place.rest.is_some() && place.county.is_none() && place.doubt.is_none() {
            place.doubt = Some(if place.city.is_some() { Doubt::NoCounty } else { Doubt::Unknown });
        }
        place
    }

    /// The division itself, or what became of it.
    fn in_use(&self, code: DivisionCode) -> DivisionCode {
        self.division(code).and_then(|division| division.successor).unwrap_or(code)
    }

    fn without_province<'t>(&self, text: &'t str) -> &'t str {
        let mut provinces = self.divisions.values().filter(|division| division.level == Level::Province);
        provinces.find_map(|province| text.strip_prefix(province.name_zh.as_str())).unwrap_or(text)
    }

    /// A code, or an English name in full.
    fn spelt_out(&self, words: &str, text: &str, given: Option<DivisionCode>) -> Option<Place> {
        let found: Vec<&Division> = match DivisionCode::parse(text) {
            Ok(code) => vec![self.division(code)?],
            Err(_) => self
                .divisions
                .values()
                .filter(|one| {
                    one.name_en.eq_ignore_ascii_case(words)
                        || self.name(Lang::En, one.code).eq_ignore_ascii_case(words)
                })
                .filter(|one| given.is_none_or(|city| city.contains(one.code)))
                .collect(),
        };
        let [one] = found.as_slice() else {
            let codes: Vec<DivisionCode> = found.iter().map(|one| one.code).collect();
            let doubt = (!codes.is_empty()).then_some(Doubt::Ambiguous(codes))?;
            return Some(Place { city: given, doubt: Some(doubt), ..Place::default() });
        };
        let code = self.in_use(one.code);
        if given.is_some_and(|city| !city.contains(code)) {
            return Some(Place { city: given, doubt: Some(Doubt::Elsewhere(code)), ..Place::default() });
        }
        let doubt = (code != one.code).then_some(Doubt::Abolished { from: one.code, to: code });
        Some(Place { city: code.city(), county: code.is_county().then_some(code), doubt, ..Place::default() })
    }

    /// The city the text begins with, what follows, and whether the city's name was shortened (济南).
    fn leading_city<'t>(&self, text: &'t str) -> (Option<&Division>, &'t str, bool) {
        let cities = || self.divisions.values().filter(|division| division.level == Level::City);
        if let Some(found) = cities().find_map(|city| Some((city, text.strip_prefix(city.name_zh.as_str())?)))
        {
            return (Some(found.0), found.1, false);
        }
        if self.counties().any(|county| text.starts_with(county.name_zh.as_str())) {
            return (None, text, false);
        }
        let short = cities().find_map(|city| Some((city, text.strip_prefix(stem(&city.name_zh)?)?)));
        short.map_or((None, text, false), |(city, tail)| (Some(city), tail, true))
    }

    /// In use, or abolished with a known successor.
    fn counties(&self) -> impl Iterator<Item = &Division> {
        let read = |one: &&Division| one.active || one.successor.is_some();
        self.divisions.values().filter(|one| one.level == Level::County).filter(read)
    }

    /// The county the text begins with, or names in brackets.
    fn leading_county<'t>(&self, text: &'t str, city: Option<DivisionCode>) -> Found<'t> {
        let here = |county: &&Division| city.is_none_or(|city| city.contains(county.code));
        let full: Vec<_> = self.counties().filter_map(|county| begins(county, text)).collect();
        let ours: Vec<_> = full.iter().filter(|(county, _)| here(county)).collect();
        match (ours.as_slice(), full.as_slice()) {
            ([(county, left)], _) => return Found::One(county.code, left),
            ([], [(county, _)]) => return Found::Elsewhere(county.code),
            ([_, _, ..], _) => return Found::Several(ours.iter().map(|(county, _)| county.code).collect()),
            ([], _) => {}
        }
        let stems: Vec<_> = self.counties().filter(here).filter_map(|one| begins_short(one, text)).collect();
        if let [(county, left)] = stems.as_slice() {
            return Found::One(county.code, left);
        }
        let bracketed = text.split_once('(').and_then(|(_, inner)| inner.split_once(')'));
        let named = bracketed.and_then(|(inner, _)| {
            self.counties().filter(here).find(|one| one.name_zh == inner || stem(&one.name_zh) == Some(inner))
        });
        named.map_or(Found::None, |county| Found::One(county.code, text))
    }

    /// A park whose name the text holds, also in its usual short form; it may settle the city.
    fn add_park(&self, place: &mut Place, text: &str) {
        let spellings = [name_key(text), name_key(&lengthened(text))];
        let named = |name: &str| spellings.iter().any(|spelling| spelling.contains(&name_key(name)));
        let city = place.city;
        let found = self
            .parks
            .iter()
            .filter(|park| park.active && city.is_none_or(|city| city.contains(park.division)))
            .find(|park| named(&park.name));
        if let Some(park) = found {
            place.park = Some(park.id);
            place.city = park.division.city();
            place.county = place.county.or(park.division.is_county().then_some(park.division));
        }
    }
}

/// What stands in a place column when a project is the province's own or spans it.
const WHOLE_PROVINCE: [&str; 4] = ["全省", "省直", "省级", "省属"];

enum Found<'t> {
    One(DivisionCode, &'t str),
    Several(Vec<DivisionCode>),
    Elsewhere(DivisionCode),
    None,
}

fn begins<'d, 't>(county: &'d Division, text: &'t str) -> Option<(&'d Division, &'t str)> {
    Some((county, text.strip_prefix(county.name_zh.as_str())?))
}

/// By the stem: 兖州, 章丘市 (as it was called before), 莱西国际招商产业园.
fn begins_short<'d, 't>(county: &'d Division, text: &'t str) -> Option<(&'d Division, &'t str)> {
    let left = text.strip_prefix(stem(&county.name_zh)?)?;
    Some((county, left.strip_prefix(['市', '区', '县']).unwrap_or(left)))
}

/// The name without 市, 区, 县; none where that leaves too little to recognise (莒县, 市中区).
fn stem(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(['市', '区', '县'])?;
    (stem.chars().count() >= 2 && stem != "市中").then_some(stem)
}

/// 高新区 and 开发区 as their official names spell them.
fn lengthened(text: &str) -> String {
    let text = text.replace("高新区", "高新技术产业开发区").replace("经开区", "经济技术开发区");
    if text.contains("技术") || text.contains("经济开发区") {
        return text;
    }
    text.replace("开发区", "经济技术开发区")
}

fn kept(text: &str) -> Option<String> {
    let text = text.trim_matches([',', ';', '、', '，', '；', '-', '/']);
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
