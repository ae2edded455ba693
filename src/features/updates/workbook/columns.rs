//! The columns of a report workbook, in their order: what is only shown, and what is filled in. The same headers lead
//! out and back, in either language.

use crate::features::projects::{Stage, stage_name};
use crate::sheet::write::{Fill, Heading};
use crate::sheet::{Column, Kind};
use crate::web::Lang;

/// Header of the hidden column whose cells are `WORKBOOK:PROJECT`.
pub const KEY_HEADER: &str = "_key";

const LINE: Kind = Kind::Text { max: 200 };
const PROSE: Kind = Kind::Multiline { max: 1000 };

/// Field, header, width, kind, and the hint of one that is filled in.
#[rustfmt::skip]
const COLUMNS: &[(&str, &str, f64, Kind, Option<&str>)] = &[
    ("serial", "updates-sheet-serial", 6.0, Kind::Serial, None),
    ("name", "updates-sheet-name", 36.0, LINE, None),
    ("unit", "updates-sheet-unit", 28.0, LINE, None),
    ("place", "updates-sheet-place", 16.0, LINE, None),
    ("state", "updates-sheet-state", 10.0, LINE, None),
    ("total", "updates-sheet-total", 13.0, LINE, None),
    ("plan", "updates-sheet-plan", 13.0, LINE, None),
    ("last_cumulative", "updates-sheet-last-cumulative", 15.0, LINE, None),
    ("last_ytd", "updates-sheet-last-ytd", 15.0, LINE, None),
    ("stage", "updates-sheet-stage", 12.0, LINE, Some("updates-sheet-hint-stage")),
    ("cumulative_investment", "updates-sheet-cumulative", 15.0, Kind::Money, Some("updates-sheet-hint-cumulative")),
    ("ytd_investment", "updates-sheet-ytd", 15.0, Kind::Money, Some("updates-sheet-hint-ytd")),
    ("progress_text", "updates-sheet-progress", 36.0, PROSE, Some("updates-sheet-hint-progress")),
    ("enrolled", "updates-sheet-enrolled", 10.0, LINE, Some("updates-sheet-hint-enrolled")),
    ("planned_finish", "updates-sheet-finish", 13.0, Kind::Date, Some("updates-sheet-hint-finish")),
    ("problems", "updates-sheet-problems", 32.0, PROSE, Some("updates-sheet-hint-problems")),
    ("no_change", "updates-sheet-no-change", 10.0, LINE, Some("updates-sheet-hint-no-change")),
    ("why", "updates-sheet-why", 32.0, PROSE, Some("updates-sheet-hint-why")),
];

/// As the reader of workbooks wants them.
pub fn columns() -> Vec<Column> {
    let key = Column::new("key", LINE, [KEY_HEADER]);
    let named = COLUMNS.iter().map(|(field, header, _, kind, _)| {
        let column = Column::new(field, *kind, Lang::ALL.iter().map(|lang| lang.t(header)));
        if *field == "name" { column.required() } else { column }
    });
    std::iter::once(key).chain(named).collect()
}

/// As the writer of workbooks wants them.
pub fn headings(lang: Lang) -> Vec<Heading> {
    let heading = |(field, header, width, _, hint): &(&str, &str, f64, Kind, Option<&str>)| {
        let header = lang.t(header);
        match hint {
            Some(hint) => {
                Heading::open(header, *width, Fill { hint: lang.t(hint), choices: choices(field, lang) })
            }
            None => Heading::new(header, *width),
        }
    };
    COLUMNS.iter().map(heading).collect()
}

/// Whether a column is filled in, and not only there to be read.
pub fn is_open(field: &str) -> bool {
    COLUMNS.iter().any(|(name, .., hint)| *name == field && hint.is_some())
}

fn choices(field: &str, lang: Lang) -> Vec<String> {
    match field {
        "stage" => Stage::ALL.iter().map(|stage| lang.render(&stage_name(*stage))).collect(),
        "enrolled" => vec![lang.t("updates-sheet-yes"), lang.t("updates-sheet-no")],
        "no_change" => vec![lang.t("updates-sheet-yes")],
        _ => Vec::new(),
    }
}

/// The column of a field, by the contract's name of the field.
pub fn column_of(field: &str) -> &str {
    match field {
        "cumulative_investment_yuan" => "cumulative_investment",
        "ytd_investment_yuan" => "ytd_investment",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_header_names_two_columns_in_either_language() {
        let mut seen = BTreeSet::new();
        for column in columns() {
            for alias in column.aliases.iter().collect::<BTreeSet<_>>() {
                assert!(seen.insert(alias.clone()), "{alias}");
            }
        }
    }

    #[test]
    fn a_hint_fits_beside_its_cell_and_the_choices_into_their_list() {
        for lang in [Lang::Zh, Lang::En] {
            for fill in headings(lang).into_iter().filter_map(|heading| heading.fill) {
                assert!(fill.hint.chars().count() <= 255, "{}", fill.hint);
                assert!(fill.choices.join(",").chars().count() <= 255);
            }
        }
    }
}
