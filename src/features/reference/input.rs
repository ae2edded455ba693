//! The administrator's form of a reference row, parsed. Every wrong field is reported at once; the key is read only
//! when a row is new.

use super::book::Book;
use super::entry::{Entry, Kind};
use super::model::{
    Chain, Division, Gb4754, Holiday, HolidayKind, Industry, IndustryGroup, Level, Park, STAGES, StageWord,
    decimal, millionths,
};
use super::words::stage_key;
use crate::kernel::codes::check_gb4754;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::text::clean_line;
use crate::web::Form;
use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::Value;
use std::ops::RangeInclusive;

/// A name may be this long.
const NAME_MAX: usize = 100;

/// The years an industry may bear.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// Parses a form; `stands` is the row being changed, none for a new one.
pub fn parse(kind: Kind, form: &Form, book: &Book, stands: Option<&Entry>) -> Result<Entry> {
    let mut reader = Reader { form, wrong: Vec::new() };
    let entry = match kind {
        Kind::Divisions => reader.division(book, stands),
        Kind::Industries => reader.industry(stands),
        Kind::Chains => reader.chain(stands),
        Kind::Gb4754 => reader.gb4754(stands),
        Kind::Parks => reader.park(book, stands),
        Kind::StageWords => reader.stage_word(stands),
        Kind::Holidays => reader.holiday(stands),
    };
    match entry {
        Some(entry) if reader.wrong.is_empty() => Ok(entry),
        _ => Err(Error::Invalid(reader.wrong)),
    }
}

/// The form as it would have been filled in for this row.
pub fn filled(entry: &Entry) -> Form {
    let pairs = entry.facts().into_iter().filter_map(|(name, value)| match (name.as_str(), value) {
        (_, Value::Null | Value::Bool(false)) => None,
        (_, Value::Bool(true)) => Some((name, "true".to_owned())),
        ("lng_e6", value) => Some(("lng".to_owned(), decimal(value.as_i64()?))),
        ("lat_e6", value) => Some(("lat".to_owned(), decimal(value.as_i64()?))),
        ("area_m2", value) => Some(("area_km2".to_owned(), decimal(value.as_i64()?))),
        (_, Value::String(text)) => Some((name, text)),
        (_, value) => Some((name, value.to_string())),
    });
    Form::from_pairs(pairs)
}

struct Reader<'f> {
    form: &'f Form,
    wrong: Vec<FieldError>,
}

impl Reader<'_> {
    fn division(&mut self, book: &Book, stands: Option<&Entry>) -> Option<Entry> {
        let code = match stands {
            Some(Entry::Division(one)) => Some(one.code),
            _ => self.take("code", DivisionCode::parse(self.form.raw("code").trim())),
        };
        let parent = code.and_then(|code| if code.is_county() { code.city() } else { Some(code.province()) });
        let parent = parent.filter(|parent| Some(*parent) != code);
        if code.is_some() && stands.is_none() && !parent.is_some_and(|parent| book.is_known(parent)) {
            self.refuse("code", "reference-division-parent");
        }
        let successor = self.optional("successor", |text| known_division(book, text));
        if successor.is_some() && successor == code {
            self.refuse("successor", "reference-successor-itself");
        }
        let (name_zh, name_en) = (self.name("name_zh"), self.name("name_en"));
        let (lng_e6, lat_e6) = (self.figure("lng", -180..=180), self.figure("lat", -90..=90));
        let code = code?;
        Some(Entry::Division(Division {
            code,
            name_zh: name_zh?,
            name_en: name_en?,
            level: level_of(code),
            parent,
            lng_e6,
            lat_e6,
            successor,
            active: self.active(),
        }))
    }

    fn industry(&mut self, stands: Option<&Entry>) -> Option<Entry> {
        let code = match stands {
            Some(Entry::Industry(one)) => Some(one.code.clone()),
            _ => self.take("code", ascii_word(self.form.raw("code").trim())),
        };
        let group =
            self.form.raw("group").parse::<IndustryGroup>().map_err(|_| "reference-group-unknown".into());
        let group = self.take("group", group);
        let (name_zh, name_en) = (self.name("name_zh"), self.name("name_en"));
        let valid_from = self.required("valid_from", |text| whole(text, YEARS));
        let valid_to = self.optional("valid_to", |text| whole(text, YEARS));
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && to < from
        {
            self.refuse("valid_to", "reference-years-reversed");
        }
        let position = self.position();
        Some(Entry::Industry(Industry {
            code: code?,
            group: group?,
            name_zh: name_zh?,
            name_en: name_en?,
            valid_from: valid_from?,
            valid_to,
            position: position?,
            active: self.active(),
        }))
    }

    fn chain(&mut self, stands: Option<&Entry>) -> Option<Entry> {
        let id = if let Some(Entry::Chain(one)) = stands { one.id } else { 0 };
        let (name_zh, name_en, position) = (self.name("name_zh"), self.name("name_en"), self.position());
        Some(Entry::Chain(Chain {
            id,
            name_zh: name_zh?,
            name_en: name_en?,
            position: position?,
            active: self.active(),
        }))
    }

    fn gb4754(&mut self, stands: Option<&Entry>) -> Option<Entry> {
        let code = match stands {
            Some(Entry::Gb4754(one)) => Some(one.code.clone()),
            _ => self.take("code", gb4754_division(self.form.raw("code"))),
        };
        let (name_zh, name_en) = (self.name("name_zh"), self.name("name_en"));
        Some(Entry::Gb4754(Gb4754 {
            code: code?,
            name_zh: name_zh?,
            name_en: name_en?,
            active: self.active(),
        }))
    }

    fn park(&mut self, book: &Book, stands: Option<&Entry>) -> Option<Entry> {
        let id = if let Some(Entry::Park(one)) = stands { one.id } else { 0 };
        let (name, kind) = (self.name("name"), self.name("kind"));
        let division = self.required("division", |text| known_division(book, text));
        let stat_code = self.optional("stat_code", DivisionCode::parse);
        let area_m2 = self.figure("area_km2", 0..=100_000);
        let note = self.take("note", clean_line(self.form.raw("note"), 200));
        Some(Entry::Park(Park {
            id,
            name: name?,
            division: division?,
            kind: kind?,
            stat_code,
            area_m2,
            note: note?,
            active: self.active(),
        }))
    }

    fn stage_word(&mut self, stands: Option<&Entry>) -> Option<Entry> {
        let word = match stands {
            Some(Entry::StageWord(one)) => Some(one.word.clone()),
            _ => self.name("word").map(|word| stage_key(&word)),
        };
        if word.as_ref().is_some_and(String::is_empty) {
            self.refuse("word", "input-invalid");
        }
        let stage = self.optional("stage", |text| {
            let known = STAGES.contains(&text);
            known.then(|| text.to_owned()).ok_or_else(|| "reference-stage-unknown".into())
        });
        let partial = self.form.has("partial");
        if partial && self.form.text("stage").is_none() {
            self.refuse("partial", "reference-partial-without-stage");
        }
        Some(Entry::StageWord(StageWord { word: word?, stage, partial, active: self.active() }))
    }

    fn holiday(&mut self, stands: Option<&Entry>) -> Option<Entry> {
        let day = match stands {
            Some(Entry::Holiday(one)) => Some(one.day),
            _ => self.required("day", declared_day),
        };
        let kind = self.required("kind", |text| {
            text.parse::<HolidayKind>().map_err(|_| "reference-holiday-kind-unknown".into())
        });
        let weekend = day.is_some_and(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
        if kind == Some(HolidayKind::Makeup) && day.is_some() && !weekend {
            self.refuse("kind", "reference-makeup-on-a-weekday");
        }
        let (name_zh, name_en) = (self.name("name_zh"), self.name("name_en"));
        Some(Entry::Holiday(Holiday {
            day: day?,
            kind: kind?,
            name_zh: name_zh?,
            name_en: name_en?,
            active: self.active(),
        }))
    }

    fn active(&self) -> bool {
        self.form.has("active")
    }

    fn name(&mut self, field: &str) -> Option<String> {
        self.required(field, |text| clean_line(text, NAME_MAX))
    }

    fn position(&mut self) -> Option<i32> {
        self.required("position", |text| whole(text, 1..=9999))
    }

    /// A decimal figure within whole bounds, in millionths.
    fn figure(&mut self, field: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let bounds = bounds.start() * 1_000_000..=bounds.end() * 1_000_000;
        self.optional(field, |text| {
            let value = millionths(text).filter(|value| bounds.contains(value));
            value.ok_or_else(|| "reference-decimal".into())
        })
    }

    /// None when the field is blank, and when it was refused.
    fn optional<T>(&mut self, field: &str, parse: impl FnOnce(&str) -> Result<T, Message>) -> Option<T> {
        let parsed = self.form.text(field).map(parse)?;
        self.take(field, parsed)
    }

    fn required<T>(&mut self, field: &str, parse: impl FnOnce(&str) -> Result<T, Message>) -> Option<T> {
        let parsed = self.form.text(field).ok_or_else(|| "input-required".into()).and_then(parse);
        self.take(field, parsed)
    }

    fn take<T>(&mut self, field: &str, parsed: Result<T, Message>) -> Option<T> {
        parsed.map_err(|why| self.refuse(field, why)).ok() // the refusal is kept in `wrong`
    }

    fn refuse(&mut self, field: &str, why: impl Into<Message>) {
        self.wrong.push(FieldError::new(field, why));
    }
}

fn level_of(code: DivisionCode) -> Level {
    match (code.is_province(), code.is_city()) {
        (true, _) => Level::Province,
        (_, true) => Level::City,
        _ => Level::County,
    }
}

fn known_division(book: &Book, text: &str) -> Result<DivisionCode, Message> {
    let code = DivisionCode::parse(text)?;
    if book.is_known(code) { Ok(code) } else { Err("reference-division-unknown".into()) }
}

/// `2026-10-01`, in a year that an industry may bear, too: a slip of the finger is no holiday of the year 20260.
fn declared_day(text: &str) -> Result<NaiveDate, Message> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
    day.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| "reference-day".into())
}

/// `C13`: the division only.
fn gb4754_division(text: &str) -> Result<String, Message> {
    let code = check_gb4754(text)?;
    if code.len() == 3 { Ok(code) } else { Err("reference-gb4754-division".into()) }
}

/// Small letters, digits and `_`, 4 to 40, so that an address and a csv can carry it.
fn ascii_word(text: &str) -> Result<String, Message> {
    let fits = (4..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if fits { Ok(text.to_owned()) } else { Err("reference-code-word".into()) }
}

fn whole(text: &str, range: RangeInclusive<i32>) -> Result<i32, Message> {
    let value = text.parse::<i32>().map_err(|_| Message::new("input-whole-number"))?;
    if range.contains(&value) {
        return Ok(value);
    }
    Err(Message::new("input-range").with("min", range.start()).with("max", range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::reference::builtin::built_in_book;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    /// The refused fields with their codes.
    fn refused(kind: Kind, pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
        match parse(kind, &form(pairs), &built_in_book(), None) {
            Err(Error::Invalid(wrong)) => {
                wrong.into_iter().map(|error| (error.field, error.message.id)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_built_in_row_survives_its_own_form() {
        let book = built_in_book();
        for kind in Kind::ALL {
            for entry in book.entries(*kind) {
                let again = parse(*kind, &filled(&entry), &book, Some(&entry)).unwrap();
                assert_eq!(again, entry);
            }
        }
    }

    #[test]
    fn every_wrong_field_is_reported_at_once() {
        let wrong = refused(
            Kind::Industries,
            &[
                ("code", "AI"),
                ("group", "x"),
                ("valid_from", "2026"),
                ("valid_to", "2025"),
                ("position", "1.5"),
            ],
        );
        let expected = [
            ("code", "reference-code-word"),
            ("group", "reference-group-unknown"),
            ("name_zh", "input-required"),
            ("name_en", "input-required"),
            ("valid_to", "reference-years-reversed"),
            ("position", "input-whole-number"),
        ];
        let expected: Vec<_> = expected.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect();
        assert_eq!(wrong, expected);
    }

    #[test]
    fn a_new_division_needs_the_one_around_it_and_gets_its_level_from_its_code() {
        let names = [("name_zh", "新区"), ("name_en", "New District"), ("active", "true")];
        let with = |code| [&[("code", code)], names.as_slice()].concat();
        for orphan in ["320102", "320000", "371201"] {
            assert_eq!(
                refused(Kind::Divisions, &with(orphan)),
                [("code".to_owned(), "reference-division-parent")]
            );
        }
        let entry = parse(Kind::Divisions, &form(&with("370118")), &built_in_book(), None).unwrap();
        let Entry::Division(division) = entry else { panic!("{entry:?}") };
        assert_eq!(division.level, Level::County);
        assert_eq!(division.parent.map(|parent| parent.to_string()).as_deref(), Some("370100"));
    }

    #[test]
    fn figures_and_choices_outside_their_bounds_are_refused() {
        let park = [("name", "某园区"), ("kind", "开发区"), ("division", "371200"), ("area_km2", "-1")];
        let codes: Vec<_> = refused(Kind::Parks, &park).into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["reference-division-unknown", "reference-decimal"]);
        let word = [("word", "二期投产"), ("partial", "true")];
        assert_eq!(
            refused(Kind::StageWords, &word),
            [("partial".to_owned(), "reference-partial-without-stage")]
        );
        let gb = [("code", "C2641"), ("name_zh", "涂料"), ("name_en", "Paint")];
        assert_eq!(refused(Kind::Gb4754, &gb), [("code".to_owned(), "reference-gb4754-division")]);
        let declared =
            |day, kind| [("day", day), ("kind", kind), ("name_zh", "国庆节"), ("name_en", "National Day")];
        for day in ["2026-10-32", "2026-9-1", "10月1日", "0026-10-01"] {
            assert_eq!(
                refused(Kind::Holidays, &declared(day, "holiday")),
                [("day".to_owned(), "reference-day")]
            );
        }
        assert_eq!(
            refused(Kind::Holidays, &declared("2026-10-08", "makeup")),
            [("kind".to_owned(), "reference-makeup-on-a-weekday")]
        );
        let deceiving = [("name_zh", "链\u{202E}"), ("name_en", "x"), ("position", "1")];
        assert_eq!(refused(Kind::Chains, &deceiving), [("name_zh".to_owned(), "kernel-text-invisible")]);
    }
}
