//! Tables for print and exchange. One description gives an xlsx (A3 landscape, header repeated on every page, a
//! hidden sheet with the keys that bring it back) and a csv; several make the attachments of one official document,
//! a worksheet each. Two rules protect the reader: user text is always
//! written as text, never as a formula, and the same table gives the same bytes.

mod csv;
mod xlsx;

pub use csv::to_csv;
pub(super) use xlsx::sheet_name;
pub use xlsx::{to_attachments, to_xlsx, to_xlsx_book};

use super::cell::{Book, RawCell};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The hidden sheet that carries what belongs to the file and not to a row: instance, schema, hash.
pub const PROPERTIES_SHEET: &str = "_groundwork";

/// A spreadsheet may take a text that begins so for a formula (the full-width ones in Chinese versions too).
pub(super) const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What to write.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name of the sheet.
    pub sheet: String,
    /// The title line; also the document's title.
    pub title: String,
    /// Lines below the title: unit, number, date.
    pub captions: Vec<String>,
    /// The columns from left to right.
    pub columns: Vec<Heading>,
    /// Data and subtotal rows, in order.
    pub rows: Vec<Line>,
    /// Lines below the table; begin them with `注：` so that a reader knows them for notes.
    pub notes: Vec<String>,
    /// Printed at the foot of each page beside the page number: hash, reader, time. Cut at 180 characters.
    pub footer: String,
    /// Header of a hidden first column with the rows' keys; `None` writes no such column.
    pub key_header: Option<String>,
    /// Written to the hidden sheet [`PROPERTIES_SHEET`].
    pub properties: Vec<(String, String)>,
    /// The document's time of creation. Part of the bytes.
    pub created: Instant,
}

/// A [`Table`] as an attachment of an official document (GB/T 9704): its number stands above the title, the place for
/// the signatures below the rows.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// `附件1`
    pub heading: String,
    /// What it lists; of several, the first one's title, time and properties are the file's.
    pub table: Table,
    /// 填表人, 审核人, 联系电话, on one line.
    pub signature: String,
}

/// A column of a [`Table`].
#[derive(Clone, Debug)]
pub struct Heading {
    /// The header, with its unit: `总投资（万元）`.
    pub header: String,
    /// Width in characters of the standard font.
    pub width: f64,
    /// How a person fills it in; a table with such a column is a form, and everything else in it is locked.
    pub fill: Option<Fill>,
}

impl Heading {
    /// A column that is only read.
    pub fn new(header: String, width: f64) -> Self {
        Self { header, width, fill: None }
    }

    /// A column that a person fills in.
    pub fn open(header: String, width: f64, fill: Fill) -> Self {
        Self { header, width, fill: Some(fill) }
    }
}

/// What a column of a form expects.
#[derive(Clone, Debug)]
pub struct Fill {
    /// Said beside the cell while it is filled in, and as a note at the header. Cut at 255 characters.
    pub hint: String,
    /// The words to choose from; none where anything may be written.
    pub choices: Vec<String>,
}

/// A row of a [`Table`].
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The row's key, for the hidden first column.
    pub key: String,
    /// One entry for each column; missing ones at the end are empty.
    pub cells: Vec<Entry>,
    /// Bold on grey.
    pub is_subtotal: bool,
}

/// A cell of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Nothing.
    Empty,
    /// Words; written as text whatever they begin with.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An amount, written in 万元 without loss (up to 15 digits, the precision of a spreadsheet).
    MoneyWan(Money),
    /// A day.
    Date(NaiveDate),
}

impl Book {
    /// What [`to_xlsx`] wrote to the hidden sheet: keys and values. Empty for a book that is not ours.
    pub fn properties(&self) -> BTreeMap<String, String> {
        let sheet = self.sheets.iter().find(|grid| grid.name == PROPERTIES_SHEET);
        let rows = sheet.map(|grid| (grid, grid.filled_rows()));
        rows.into_iter()
            .flat_map(|(grid, rows)| {
                rows.into_iter().filter_map(move |row| {
                    let mut cells = grid.row(row).map(|(_, cell)| RawCell::shown(cell));
                    Some((cells.next()?, cells.next().unwrap_or_default()))
                })
            })
            .collect()
    }
}
