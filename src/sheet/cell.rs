//! Cells as the file holds them, and where they stand. A grid is sparse: a file may declare a million rows, or put
//! one cell into the last corner, and costs no more than the cells it fills.

use crate::kernel::plan_date::PlanDate;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// Rows and columns an xlsx sheet may have (ECMA-376).
pub const MAX_ROWS: u32 = 1_048_576;
/// See [`MAX_ROWS`].
pub const MAX_COLUMNS: u32 = 16_384;

/// The place of a cell, counted from zero, written `B12`. Sorted row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// From 0; row 0 is written `1`.
    pub row: u32,
    /// From 0; column 0 is written `A`.
    pub column: u32,
}

impl Address {
    /// The cell in `row` and `column`, both from zero.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

/// The letters of a column counted from zero: `0` is `A`, `26` is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

/// A text that is no cell address, e.g. `12B` or a cell beyond the last corner `XFD1048576`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no cell address")]
pub struct NoAddress;

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or(NoAddress)?;
        let (letters, number) = text.split_at(digits);
        if letters.is_empty() || letters.len() > 3 || number.starts_with('0') {
            return Err(NoAddress);
        }
        let mut column = 0;
        for letter in letters.bytes().map(|b| b.to_ascii_uppercase()) {
            if !letter.is_ascii_uppercase() {
                return Err(NoAddress);
            }
            column = column * 26 + u32::from(letter - b'A') + 1;
        }
        let row: u32 = number.parse().map_err(|_| NoAddress)?;
        if column > MAX_COLUMNS || row > MAX_ROWS {
            return Err(NoAddress);
        }
        Ok(Self::new(row - 1, column - 1))
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Upper left; in a merged region the one cell that holds the value.
    pub first: Address,
    /// Lower right.
    pub last: Address,
}

impl Region {
    /// Whether `at` lies inside.
    pub fn contains(self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }
}

/// What one filled cell holds. An empty cell is not stored.
#[derive(Clone, Debug, PartialEq)]
pub enum RawCell {
    /// Words, also those that only look like a number or begin with `=`.
    Text(String),
    /// A number without a date format. It may still be a date: see `serial_date`.
    Number(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number with a date format: days since 1899-12-30, whatever epoch the workbook uses.
    Date(f64),
    /// `#REF!`, `#N/A` and the like.
    Error(String),
    /// A formula whose result the file does not hold.
    Uncomputed,
}

impl RawCell {
    /// The cell in words, as a person sees it in the sheet; dates as ISO.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Date(serial) => {
                serial_date(*serial).map_or_else(|| number_text(*serial), |d| d.to_string())
            }
            Self::Uncomputed => "=".to_owned(),
        }
    }
}

/// The day of a serial number (45597 is 2024-11-01); a time of day is cut off.
pub fn serial_date(serial: f64) -> Option<PlanDate> {
    PlanDate::from_excel_serial(serial.floor())
}

/// A number in plain decimals with the 15 significant digits a spreadsheet shows, so that the float behind
/// `0.1+0.2` reads `0.3`. From here on amounts are exact: the text is what gets parsed.
pub fn number_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let text = rounded.to_string();
    if text == "-0" { "0".to_owned() } else { text }
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// The sheet's name.
    pub name: String,
    /// Hidden sheets are not read as lists; our own exports keep their keys in one.
    pub hidden: bool,
    /// The workbook counts days from 1904-01-01; bare numbers in a date column need the shift too.
    pub from_1904: bool,
    /// Filled cells only.
    pub cells: BTreeMap<Address, RawCell>,
    /// Merged regions, in the file's order.
    pub merges: Vec<Region>,
}

impl Grid {
    /// The cell at `at`, if it is filled.
    pub fn get(&self, at: Address) -> Option<&RawCell> {
        self.cells.get(&at)
    }

    /// The filled cells of one row from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (Address, &RawCell)> {
        self.cells.range(Address::new(row, 0)..=Address::new(row, u32::MAX)).map(|(at, cell)| (*at, cell))
    }

    /// The rows that have a filled cell, from above.
    pub fn filled_rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|at| at.row).collect();
        rows.dedup();
        rows
    }

    /// The columns that have a filled cell.
    pub fn filled_columns(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|at| at.column).collect()
    }
}

/// A workbook, or the one sheet of a csv file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// In the file's order, hidden ones included.
    pub sheets: Vec<Grid>,
    /// What the file carries besides cells that is never run, opened or followed.
    pub carries: Vec<Carried>,
}

/// Something beside the cells of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A program.
    Macros,
    /// References to other files or to databases; cells hold what they said when the file was saved.
    Links,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_corners_of_a_sheet_have_their_names() {
        for (at, name) in [(Address::new(0, 0), "A1"), (Address::new(11, 27), "AB12")] {
            assert_eq!(at.to_string(), name);
            assert_eq!(name.parse(), Ok(at));
        }
        assert_eq!("XFD1048576".parse(), Ok(Address::new(MAX_ROWS - 1, MAX_COLUMNS - 1)));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "A", "12", "A0", "A01", "XFE1", "A1048577", "市1", "AAAA1", "A-1", "A1:B2"] {
            assert_eq!(text.parse::<Address>(), Err(NoAddress), "{text}");
        }
    }

    #[test]
    fn float_noise_is_not_shown() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (468.5, "468.5"),
            (61_333_688.49, "61333688.49"),
            (1_400_000.0, "1400000"),
            (-0.0, "0"),
            (1e20, "100000000000000000000"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    proptest! {
        #[test]
        fn an_address_reads_back_as_it_was_written(row in 0..MAX_ROWS, column in 0..MAX_COLUMNS) {
            let at = Address::new(row, column);
            prop_assert_eq!(at.to_string().parse(), Ok(at));
        }

        #[test]
        fn a_number_of_up_to_fifteen_digits_keeps_every_digit(units in 0u64..1_000_000_000_000, cents in 0u32..100) {
            let text = if cents == 0 { units.to_string() } else {
                format!("{units}.{cents:02}").trim_end_matches('0').to_owned()
            };
            prop_assert_eq!(number_text(text.parse().unwrap()), text);
        }
    }
}
