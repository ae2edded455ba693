//! The sheets of the map's workbook: what each is called, its columns, and how a sheet that comes in is told from the others. What
//! they are called is data.

use super::words;
use crate::kernel::text::name_key;
use crate::sheet::{self, Book, Column, Fixes, Grid, Kind, Reading};
use crate::text_enum;
use crate::web::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

/// `sheet,field,kind,required,width,zh,en,also`; the line without a field names the sheet.
const COLUMNS: &str = include_str!("../data/workbook.csv");

/// Header of the hidden column whose cells are `ID:VERSION`.
pub const KEY_HEADER: &str = "_key";

text_enum! {
    /// A sheet, in the order in which they are written and taken: what others name comes first.
    pub enum Sheet {
        /// Chains with their cards.
        Chains = "chains",
        /// Links of chains, and what supplies what.
        Segments = "segments",
        /// What parks offer.
        Parks = "parks",
        /// Enterprises that are here.
        Enterprises = "enterprises",
        /// Where they stand.
        Positions = "positions",
        /// Enterprises that could come.
        Targets = "targets",
        /// How strong segments are where.
        Strengths = "strengths",
    }
}

/// A column of a sheet.
#[derive(Debug, Deserialize)]
pub struct Defined {
    sheet: String,
    /// Its name, as the API spells it.
    pub field: String,
    kind: String,
    required: String,
    /// In characters.
    pub width: Option<f64>,
    zh: String,
    en: String,
    also: String,
}

impl Defined {
    /// What it is called.
    pub fn header(&self, lang: Lang) -> &str {
        if lang == Lang::Zh { &self.zh } else { &self.en }
    }
}

static ROWS: LazyLock<Vec<Defined>> = LazyLock::new(|| {
    csv::Reader::from_reader(COLUMNS.as_bytes()).deserialize().filter_map(Result::ok).collect()
});

impl Sheet {
    fn rows(self) -> impl Iterator<Item = &'static Defined> {
        ROWS.iter().filter(move |row| row.sheet == self.as_str())
    }

    /// What it is called.
    pub fn title(self, lang: Lang) -> &'static str {
        self.rows().find(|row| row.field.is_empty()).map_or(self.as_str(), |row| row.header(lang))
    }

    /// Whether a column is a part of what its rows are about.
    pub fn names(self, field: &str) -> bool {
        let of: &[&str] = match self {
            Self::Chains | Self::Enterprises => &["name"],
            Self::Segments => &["chain", "name"],
            Self::Parks => &["name", "city"],
            Self::Positions => &["enterprise", "chain", "segment"],
            Self::Targets => &["chain", "segment", "place", "name"],
            Self::Strengths => &["chain", "segment", "place"],
        };
        of.contains(&field)
    }

    /// Whether its rows know what they are by a key.
    pub fn has_keys(self) -> bool {
        self.rows().any(|row| row.kind == "key")
    }

    /// Its columns in the order in which they are written, but that of the keys.
    pub fn defined(self) -> impl Iterator<Item = &'static Defined> {
        self.rows().filter(|row| !row.field.is_empty() && row.kind != "key")
    }

    /// Its columns as the reader looks for them.
    pub fn columns(self) -> Vec<Column> {
        let column = |row: &'static Defined| {
            let kind = match row.kind.as_str() {
                "text" => Kind::Multiline { max: 2000 },
                "whole" => Kind::Integer,
                "serial" => Kind::Serial,
                _ => Kind::Text { max: 2000 },
            };
            let also = row.also.split(';').filter(|word| !word.is_empty());
            let spellings = [row.zh.as_str(), &row.en].into_iter().chain(also).map(str::to_owned);
            let column = Column::new(row.field.as_str(), kind, spellings);
            if row.required == "1" { column.required() } else { column }
        };
        self.rows().filter(|row| !row.field.is_empty()).map(column).collect()
    }
}

/// What a sheet of a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// A sheet of the workbook.
    Sheet(Sheet),
    /// A chain's map in one table, of which each row names segment, enterprise and how things stand.
    Map,
}

/// Reads every sheet of a book as what it is: by its name, else as that of which most columns are there.
///
/// # Errors
/// 422 for a book that has no such sheet.
pub fn read(book: &Book) -> crate::kernel::error::Result<Vec<(Holds, Reading)>> {
    let (mut found, mut refused) = (Vec::new(), None);
    for grid in book.sheets.iter().filter(|grid| grid.name != sheet::write::PROPERTIES_SHEET && !grid.hidden)
    {
        let alone = Book { sheets: vec![grid.clone()], ..book.clone() };
        let named = named(grid);
        let all = Sheet::ALL.iter().map(|one| Holds::Sheet(*one)).chain([Holds::Map]);
        let tried = all.filter(|holds| named.is_none_or(|named| *holds == Holds::Sheet(named)));
        let readings = tried.filter_map(|holds| match sheet::read(&alone, &columns(holds), &Fixes::new()) {
            Ok(mut readings) => readings.pop().map(|reading| (holds, reading)),
            Err(error) => {
                refused.get_or_insert(error);
                None
            }
        });
        // Of what fits equally well the last is the wider one.
        let best = readings
            .filter(|(holds, reading)| has_required(*holds, reading))
            .max_by_key(|(_, reading)| reading.columns.len());
        found.extend(best);
    }
    found.sort_by_key(|(holds, _)| *holds);
    match refused {
        Some(error) if found.is_empty() => Err(error),
        _ => Ok(found),
    }
}

fn columns(holds: Holds) -> Vec<Column> {
    match holds {
        Holds::Sheet(sheet) => sheet.columns(),
        Holds::Map => words::columns(),
    }
}

fn has_required(holds: Holds, reading: &Reading) -> bool {
    columns(holds)
        .iter()
        .filter(|column| column.required)
        .all(|column| reading.columns.contains_key(column.field))
}

fn named(grid: &Grid) -> Option<Sheet> {
    let key = name_key(&grid.name);
    Sheet::ALL
        .iter()
        .copied()
        .find(|one| [Lang::Zh, Lang::En].iter().any(|lang| name_key(one.title(*lang)) == key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_a_name_in_both_languages_and_columns_that_are_asked_for() {
        assert!(ROWS.iter().all(|row| row.sheet.parse::<Sheet>().is_ok()), "{ROWS:?}");
        for sheet in Sheet::ALL {
            assert_ne!(sheet.title(Lang::Zh), sheet.title(Lang::En), "{sheet}");
            assert!(sheet.columns().iter().filter(|column| column.required).count() > 0, "{sheet}");
        }
    }

    #[test]
    fn a_table_is_told_by_its_columns() {
        let of = |text: &str| {
            let book = sheet::open(text.as_bytes(), &sheet::Limits::default()).unwrap();
            read(&book).unwrap().into_iter().map(|(holds, _)| holds).collect::<Vec<_>>()
        };
        assert_eq!(of("no,name\n1,高端装备\n"), [Holds::Sheet(Sheet::Chains)]);
        assert_eq!(
            of("name,city,kind,area_km2,note\n甲园,济南市,化工园区,7.5,\n"),
            [Holds::Sheet(Sheet::Parks)]
        );
        let map = "chain,node,tier,enterprise,relation,city,carrier,note,source_id\n锂电,隔膜,上游,甲,existing,枣庄市,,,S1\n";
        assert_eq!(of(map), [Holds::Map]);
        let strengths = "产业链,环节,地区,强弱,依据\n锂电,隔膜,枣庄市,弱,一家\n";
        assert_eq!(of(strengths), [Holds::Sheet(Sheet::Strengths)]);
    }
}
