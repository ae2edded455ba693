//! How a reference row looks to the administrator: the cells of its table and the fields of its form. A field's name
//! is the form's; its label is `reference-field-…`.

use super::book::Book;
use super::entry::{Entry, Kind};
use super::model::{HolidayKind, IndustryGroup, Level, STAGES, decimal};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::FieldError;
use crate::web::{Form, Lang, encode};

/// A row of the table.
pub struct Row {
    /// Its own page.
    pub url: String,
    /// Its name, in the column that heads the row.
    pub name: String,
    /// Label and text of the other columns.
    pub cells: Vec<(String, String)>,
    /// Still offered.
    pub active: bool,
}

/// What kind of control a field gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Part of the key: shown, and not changed.
    Fixed,
    /// One line.
    Line,
    /// A short line for a figure or a code.
    Short,
    /// One of several.
    Choice,
    /// Yes or no.
    Check,
}

/// A field of the form.
pub struct Field {
    /// As posted.
    pub name: &'static str,
    /// In the reader's language.
    pub label: String,
    /// Its control.
    pub control: Control,
    /// Must be filled in.
    pub required: bool,
    /// What stands in it.
    pub value: String,
    /// Value and label of what can be chosen.
    pub options: Vec<(String, String)>,
    /// What to write; may be empty.
    pub hint: String,
    /// Why it was refused; empty when it was not.
    pub error: String,
}

/// The cells of one row.
pub fn row(book: &Book, lang: Lang, entry: &Entry) -> Row {
    let place = |code: Option<DivisionCode>| code.map_or(String::new(), |code| book.name(lang, code));
    let cells = match entry {
        Entry::Division(one) => vec![
            ("name_en", one.name_en.clone()),
            ("code", one.code.to_string()),
            ("level", lang.t(&format!("reference-level-{}", one.level))),
            ("parent", place(one.parent)),
            ("successor", place(one.successor)),
        ],
        Entry::Industry(one) => vec![
            ("name_en", one.name_en.clone()),
            ("code", one.code.clone()),
            ("group", group_name(lang, one.group)),
            ("valid_from", one.valid_from.to_string()),
            ("valid_to", one.valid_to.map_or(String::new(), |year| year.to_string())),
        ],
        Entry::Chain(one) => vec![("name_en", one.name_en.clone()), ("position", one.position.to_string())],
        Entry::Gb4754(one) => vec![("name_en", one.name_en.clone()), ("code", one.code.clone())],
        Entry::Park(one) => vec![
            ("division", place(Some(one.division))),
            ("kind", one.kind.clone()),
            ("stat_code", one.stat_code.map_or(String::new(), |code| code.to_string())),
            ("area_km2", one.area_m2.map_or(String::new(), decimal)),
            ("note", one.note.clone()),
        ],
        Entry::StageWord(one) => vec![
            ("stage", stage_name(lang, one.stage.as_deref())),
            ("partial", if one.partial { lang.t("reference-yes") } else { String::new() }),
        ],
        Entry::Holiday(one) => vec![("name_en", one.name_en.clone()), ("kind", holiday_kind(lang, one.kind))],
    };
    let labelled = |(name, text): (&str, String)| (label(lang, name), text);
    Row {
        url: format!("/reference/{}/{}", kind_of(entry), encode(&entry.key())),
        name: match entry {
            Entry::Holiday(one) => format!("{} {}", one.day, one.name_zh),
            _ => entry.name().to_owned(),
        },
        cells: cells.into_iter().map(labelled).collect(),
        active: entry.is_active(),
    }
}

/// The fields of a kind's form, filled in and with what was refused.
pub fn fields(
    book: &Book,
    lang: Lang,
    kind: Kind,
    stands: Option<&Entry>,
    form: &Form,
    errors: &[FieldError],
) -> Vec<Field> {
    let names: &[(&'static str, Control, bool)] = match kind {
        Kind::Divisions => &[
            ("code", Control::Short, true),
            ("name_zh", Control::Line, true),
            ("name_en", Control::Line, true),
            ("lng", Control::Short, false),
            ("lat", Control::Short, false),
            ("successor", Control::Choice, false),
        ],
        Kind::Industries => &[
            ("code", Control::Short, true),
            ("group", Control::Choice, true),
            ("name_zh", Control::Line, true),
            ("name_en", Control::Line, true),
            ("valid_from", Control::Short, true),
            ("valid_to", Control::Short, false),
            ("position", Control::Short, true),
        ],
        Kind::Chains => &[
            ("name_zh", Control::Line, true),
            ("name_en", Control::Line, true),
            ("position", Control::Short, true),
        ],
        Kind::Gb4754 => &[
            ("code", Control::Short, true),
            ("name_zh", Control::Line, true),
            ("name_en", Control::Line, true),
        ],
        Kind::Parks => &[
            ("name", Control::Line, true),
            ("division", Control::Choice, true),
            ("kind", Control::Line, true),
            ("stat_code", Control::Short, false),
            ("area_km2", Control::Short, false),
            ("note", Control::Line, false),
        ],
        Kind::StageWords => &[
            ("word", Control::Line, true),
            ("stage", Control::Choice, false),
            ("partial", Control::Check, false),
        ],
        Kind::Holidays => &[
            ("day", Control::Short, true),
            ("kind", Control::Choice, true),
            ("name_zh", Control::Line, true),
            ("name_en", Control::Line, true),
        ],
    };
    let switch = ("active", Control::Check, false);
    names
        .iter()
        .chain([&switch])
        .map(|&(name, control, required)| {
            let is_key = stands.is_some() && matches!(name, "code" | "word" | "day");
            let value = match stands {
                Some(entry) if is_key => entry.key(),
                _ => form.raw(name).to_owned(),
            };
            let error = errors.iter().find(|error| error.field == name);
            Field {
                name,
                label: label(lang, name),
                control: if is_key { Control::Fixed } else { control },
                required,
                value,
                options: options(book, lang, kind, name),
                hint: hint(kind, name).map_or(String::new(), |id| lang.t(id)),
                error: error.map_or(String::new(), |error| lang.render(&error.message)),
            }
        })
        .collect()
}

fn kind_of(entry: &Entry) -> Kind {
    match entry {
        Entry::Division(_) => Kind::Divisions,
        Entry::Industry(_) => Kind::Industries,
        Entry::Chain(_) => Kind::Chains,
        Entry::Gb4754(_) => Kind::Gb4754,
        Entry::Park(_) => Kind::Parks,
        Entry::StageWord(_) => Kind::StageWords,
        Entry::Holiday(_) => Kind::Holidays,
    }
}

fn label(lang: Lang, name: &str) -> String {
    lang.t(&format!("reference-field-{name}"))
}

fn group_name(lang: Lang, group: IndustryGroup) -> String {
    lang.t(&format!("reference-group-{group}"))
}

fn holiday_kind(lang: Lang, kind: HolidayKind) -> String {
    lang.t(&format!("reference-holiday-{kind}"))
}

/// A kind as the pages call it.
pub fn kind_name(lang: Lang, kind: Kind) -> String {
    lang.t(&format!("reference-kind-{kind}"))
}

/// A word without a stage speaks of a plan.
fn stage_name(lang: Lang, stage: Option<&str>) -> String {
    stage.map_or_else(|| lang.t("reference-plan"), |stage| lang.word("stage", stage))
}

fn options(book: &Book, lang: Lang, kind: Kind, name: &str) -> Vec<(String, String)> {
    match name {
        "kind" if kind == Kind::Holidays => {
            HolidayKind::ALL.iter().map(|kind| (kind.to_string(), holiday_kind(lang, *kind))).collect()
        }
        "group" => {
            IndustryGroup::ALL.iter().map(|group| (group.to_string(), group_name(lang, *group))).collect()
        }
        "stage" => STAGES.iter().map(|stage| ((*stage).to_owned(), lang.word("stage", stage))).collect(),
        "division" | "successor" => book
            .divisions
            .values()
            .filter(|one| one.active && one.level != Level::Province)
            .map(|one| (one.code.to_string(), format!("{} {}", one.code, book.name(lang, one.code))))
            .collect(),
        _ => Vec::new(),
    }
}

fn hint(kind: Kind, name: &str) -> Option<&'static str> {
    match (kind, name) {
        (Kind::Divisions, "code") => Some("reference-hint-division-code"),
        (Kind::Industries, "code") => Some("reference-hint-industry-code"),
        (Kind::Gb4754, "code") => Some("reference-hint-gb4754-code"),
        (Kind::Holidays, "day") => Some("reference-hint-day"),
        (Kind::Holidays, "kind") => Some("reference-hint-holiday-kind"),
        (Kind::Holidays, "active") => Some("reference-hint-holiday-active"),
        (_, "lng" | "lat") => Some("reference-hint-degrees"),
        (_, "successor") => Some("reference-hint-successor"),
        (_, "valid_to") => Some("reference-hint-valid-to"),
        (_, "stat_code") => Some("reference-hint-stat-code"),
        (_, "area_km2") => Some("reference-hint-area"),
        (_, "stage") => Some("reference-hint-stage"),
        (_, "partial") => Some("reference-hint-partial"),
        (_, "active") => Some("reference-hint-active"),
        _ => None,
    }
}
