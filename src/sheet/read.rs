//! From cells to rows. Every visible sheet in which the columns can be recognised is read from top to bottom in one
//! pass; every bad cell is reported, and what is no project row (totals, sections, notes, unused template rows) is
//! recognised as such. Nothing is guessed and nothing is left out without a remark.

mod rows;

use super::cell::{Address, Book, Carried, Grid, RawCell};
use super::column::Column;
use super::header::{self, HeaderCell};
use super::remark::{Fix, Fixes, Level, Remark};
use super::totals::{self, Declared};
use super::value::{self, Value};
use super::write::PROPERTIES_SHEET;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::money::{Money, Unit};
use rows::SheetReader;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One sheet as a table.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Name of the sheet.
    pub sheet: String,
    /// The lines above the header.
    pub caption: Vec<String>,
    /// The unit they name.
    pub unit: Option<Unit>,
    /// First and last header row, counted from 1.
    pub header_rows: (u32, u32),
    /// The recognised columns by field.
    pub columns: BTreeMap<&'static str, HeaderCell>,
    /// Headers that name no field; their columns were not read.
    pub ignored_columns: Vec<String>,
    /// The data rows, from above.
    pub rows: Vec<Row>,
    /// Lines such as `注：…` and `填表人：…`.
    pub notes: Vec<String>,
    /// What the sheet's total row declares about all rows.
    pub declared: Declared,
    /// Everything there is to say, in the order of the cells.
    pub remarks: Vec<Remark>,
}

/// One data row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The sheet's row number, from 1.
    pub number: u32,
    /// The section it stands in, e.g. `一、新能源`.
    pub section: Option<String>,
    /// Filled cells by field.
    pub cells: BTreeMap<&'static str, Cell>,
    /// At least one of its cells has an error.
    pub has_error: bool,
}

/// One filled cell of a data row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands.
    pub address: Address,
    /// Its own words.
    pub raw_text: String,
    /// What it holds.
    pub value: Value,
}

impl Reading {
    /// Where a row's cell of `field` stands, filled or not; `None` when the sheet has no such column.
    pub fn address(&self, row: &Row, field: &str) -> Option<Address> {
        let here = row.cells.get(field).map(|cell| cell.address);
        here.or_else(|| self.columns.get(field).map(|c| Address::new(row.number - 1, c.address.column)))
    }

    /// The sum of a money column over all rows; cells without an amount count nothing. `None` beyond 64 bits.
    pub fn sum(&self, field: &str) -> Option<Money> {
        totals::sum(&self.rows, field)
    }
}

/// Reads every visible sheet that has the columns. Accepted `fixes` replace cells before they are read. Refuses a
/// book in which no sheet has them, naming what was looked for and what was found.
pub fn read(book: &Book, columns: &[Column], fixes: &Fixes) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    let mut passed_over = Vec::new();
    for grid in book.sheets.iter().filter(|grid| grid.name != PROPERTIES_SHEET) {
        let grid = fixed(grid, fixes);
        match header::find(&grid, columns) {
            Some(header) if !grid.hidden => {
                readings.push(SheetReader::new(&grid, columns, fixes, header).read());
            }
            Some(_) => passed_over.push((grid.name.clone(), "sheet-hidden")),
            None if grid.cells.is_empty() || grid.hidden => {}
            None => passed_over.push((grid.name.clone(), "sheet-without-header")),
        }
    }
    let Some(first) = readings.first_mut() else { return Err(no_header(book, columns)) };
    let carried = book.carries.iter().map(|one| {
        let id = match one {
            Carried::Macros => "sheet-carries-macros",
            Carried::Links => "sheet-carries-links",
        };
        about_the_book(first.sheet.clone(), Level::Warning, Message::new(id))
    });
    let passed_over = passed_over.into_iter().map(|(sheet, id)| {
        let message = Message::new(id).with("sheet", &sheet);
        about_the_book(sheet, Level::Note, message)
    });
    let said: Vec<Remark> = carried.chain(passed_over).collect();
    first.remarks.extend(said);
    Ok(readings)
}

/// A remark about no cell in particular.
fn about_the_book(sheet: String, level: Level, message: Message) -> Remark {
    let (cell, value) = (Address::new(0, 0), String::new());
    Remark { sheet, cell, field: None, level, message, value, suggestion: None }
}

/// The sheet with the accepted replacements typed in.
fn fixed<'g>(grid: &'g Grid, fixes: &Fixes) -> Cow<'g, Grid> {
    let mut grid = Cow::Borrowed(grid);
    for ((sheet, at), fix) in fixes {
        match fix {
            Fix::Replace(text) if *sheet == grid.name && text.trim().is_empty() => {
                grid.to_mut().cells.remove(at);
            }
            Fix::Replace(text) if *sheet == grid.name => {
                grid.to_mut().cells.insert(*at, RawCell::Text(text.clone()));
            }
            _ => {}
        }
    }
    grid
}

fn no_header(book: &Book, columns: &[Column]) -> Error {
    let list = |words: Vec<String>| words.join("、");
    let wanted = columns.iter().map(|c| c.label().to_owned()).take(8).collect();
    let cells = book.sheets.iter().filter(|g| !g.hidden).flat_map(|g| g.cells.values());
    let found = cells.take(8).map(value::quoted).collect();
    Error::field(
        "file",
        Message::new("sheet-no-header").with("wanted", list(wanted)).with("found", list(found)),
    )
}
