//! Finds the header of a table below its title lines and decides which column is which field. A header may be one
//! row or up to three merged ones (投资情况 over 总投资 and 年度计划投资). Rules:
//!
//! - the rows that name the most fields win; at least two, a required one among them;
//! - the lowest filled header cell of a column names it; the cells above it only help (unit, `年度计划` + `投资`);
//! - spellings must match exactly once spaces, width, unit and required-marks are gone; then without bracketed
//!   remarks, then without a leading year, and last by the part behind a dash — that last one never for an amount:
//!   `2021年投资计划-主要建设内容` is a content column;
//! - of two columns for one field the better spelling wins, then the later year, then the fuller column;
//! - what is not recognised is listed, never dropped silently.

use super::cell::{Address, Grid, Region};
use super::column::{Column, Kind};
use super::spelling::{Spelling, normal, without_unit};
use crate::kernel::money::Unit;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Title lines are few; a header is looked for in the first filled rows only.
const LOOK_IN_ROWS: usize = 30;
/// A header of more merged rows has not been seen.
const DEEPEST: u32 = 3;

/// Fewer recognised fields than this are a coincidence.
const FEWEST_FIELDS: usize = 2;

/// Fields named, then the shallower.
type Score = (usize, Reverse<u32>);

/// A column that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderCell {
    /// The field it holds.
    pub field: &'static str,
    /// Its lowest header cell.
    pub address: Address,
    /// The header's own words, from above joined by ` / `.
    pub text: String,
    /// The unit the header names, else the one of the caption.
    pub unit: Option<Unit>,
}

/// Where a table begins, and what its columns are.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// First and last header row.
    pub rows: (u32, u32),
    /// Recognised columns by field.
    pub fields: BTreeMap<&'static str, HeaderCell>,
    /// Columns that name a field which a better one holds: the loser and the winner.
    pub doubles: Vec<(HeaderCell, Address)>,
    /// Headers that name no field.
    pub ignored: Vec<(Address, String)>,
    /// The lines above the header.
    pub caption: Vec<String>,
    /// The unit they name.
    pub caption_unit: Option<Unit>,
}

/// Finds the header, or nothing when the sheet is no table with these columns.
pub(super) fn find(grid: &Grid, columns: &[Column]) -> Option<Header> {
    let spellings = Spelling::of(columns);
    let filled_columns = grid.filled_columns();
    let filled_rows = grid.filled_rows();
    let top = filled_rows.iter().take(LOOK_IN_ROWS).copied();
    let mut best: Option<(Score, Candidate<'_>)> = None;
    for first in top {
        for depth in 1..=DEEPEST {
            let candidate = Candidate::new(grid, &filled_columns, (first, first + depth - 1));
            // Title lines above a header name nothing more, so of equal ones the shallower is the header.
            let score = (candidate.fields_named(&spellings, columns), Reverse(depth));
            if score.0 >= FEWEST_FIELDS && best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, candidate));
            }
        }
    }
    best.map(|(_, candidate)| candidate.settle(&spellings))
}

/// Rows that may be the header, with the path of header texts above each filled column.
struct Candidate<'a> {
    grid: &'a Grid,
    rows: (u32, u32),
    paths: BTreeMap<u32, Vec<(Address, String)>>,
}

impl<'a> Candidate<'a> {
    fn new(grid: &'a Grid, filled_columns: &BTreeSet<u32>, (first, last): (u32, u32)) -> Self {
        let merges: Vec<Region> =
            grid.merges.iter().filter(|m| m.first.row <= last && m.last.row >= first).copied().collect();
        let mut columns: BTreeSet<u32> =
            (first..=last).flat_map(|row| grid.row(row).map(|(at, _)| at.column)).collect();
        // A merged header also names the filled columns it covers.
        columns.extend(filled_columns.iter().filter(|&&c| {
            merges.iter().any(|m| m.first.row >= first && (m.first.column..=m.last.column).contains(&c))
        }));
        let paths = columns.into_iter().map(|column| {
            let mut path: Vec<(Address, String)> = Vec::new();
            for row in first..=last {
                let here = Address::new(row, column);
                let at = merges.iter().find(|m| m.contains(here)).map_or(here, |m| m.first);
                let Some(cell) = grid.get(at).filter(|_| at.row >= first) else { continue };
                if path.last().is_none_or(|(above, _)| *above != at) {
                    path.push((at, cell.shown()));
                }
            }
            (column, path)
        });
        let paths = paths.filter(|(_, path)| !path.is_empty()).collect();
        Self { grid, rows: (first, last), paths }
    }

    /// How many different fields are named; 0 without a required one.
    fn fields_named(&self, spellings: &[Spelling<'_>], columns: &[Column]) -> usize {
        let fields: BTreeSet<&str> = self
            .paths
            .values()
            .filter_map(|path| recognise(path, spellings))
            .map(|(column, _)| column.field)
            .collect();
        let needed = columns.iter().any(|c| c.required);
        let has_required = columns.iter().any(|c| c.required && fields.contains(c.field));
        if needed && !has_required { 0 } else { fields.len() }
    }

    fn settle(self, spellings: &[Spelling<'_>]) -> Header {
        let caption = self.caption();
        let caption_unit = caption.iter().find_map(|line| Unit::find_in(line));
        let mut found: BTreeMap<&'static str, Vec<(Rank, HeaderCell)>> = BTreeMap::new();
        let mut ignored = Vec::new();
        for (&column, path) in &self.paths {
            let Some((lowest, _)) = path.last() else { continue };
            let text = path.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>().join(" / ");
            let address = Address::new(lowest.row, column);
            match recognise(path, spellings) {
                None => ignored.push((address, text)),
                Some((spelled, likeness)) => {
                    let named = path.iter().rev().find_map(|(_, text)| Unit::find_in(text));
                    let unit = (spelled.kind == Kind::Money).then_some(named.or(caption_unit)).flatten();
                    let rank = (likeness, Reverse(year_of(&text)), Reverse(self.fill(column)), column);
                    let cell = HeaderCell { field: spelled.field, address, text, unit };
                    found.entry(spelled.field).or_default().push((rank, cell));
                }
            }
        }
        let (mut fields, mut doubles) = (BTreeMap::new(), Vec::new());
        for (field, mut cells) in found {
            cells.sort_by_key(|(rank, _)| *rank);
            let mut cells = cells.into_iter().map(|(_, cell)| cell);
            let Some(winner) = cells.next() else { continue };
            doubles.extend(cells.map(|loser| (loser, winner.address)));
            fields.insert(field, winner);
        }
        Header { rows: self.rows, fields, doubles, ignored, caption, caption_unit }
    }

    /// Filled cells below the header.
    fn fill(&self, column: u32) -> usize {
        self.grid.cells.keys().filter(|at| at.column == column && at.row > self.rows.1).count()
    }

    fn caption(&self) -> Vec<String> {
        self.grid
            .cells
            .range(..Address::new(self.rows.0, 0))
            .map(|(_, cell)| cell.shown().trim().to_owned())
            .collect()
    }
}

/// Smaller is better: likeness, later year, fuller, further left.
type Rank = (u8, Reverse<u32>, Reverse<usize>, u32);

/// Which column a header path names, and how loosely (0 = exactly).
fn recognise<'c>(path: &[(Address, String)], spellings: &[Spelling<'c>]) -> Option<(&'c Column, u8)> {
    let (_, lowest) = path.last()?;
    let above: String = path.iter().rev().skip(1).take(1).map(|(_, text)| normal(text)).collect();
    let own = normal(lowest);
    let alone = Spelling::recognise(spellings, &own);
    // `2026年计划` over `投资额` is that year's figure, not the total.
    let of_a_year =
        !own.contains('总') && (year_of(&above) > 0 || above.contains("年度") || above.contains("当年"));
    match alone {
        Some((column, likeness)) if !(of_a_year && column.kind == Kind::Money && !own.contains('年')) => {
            Some((column, likeness))
        }
        _ if above.is_empty() => None,
        _ => {
            Spelling::recognise(spellings, &(without_unit(&above).to_owned() + &own)).map(|(c, l)| (c, l + 1))
        }
    }
}

/// The first year a text names, else 0.
fn year_of(text: &str) -> u32 {
    let digits: Vec<char> = text.chars().collect();
    let years = digits.windows(5).filter(|w| w.last() == Some(&'年'));
    years
        .filter_map(|w| w.iter().take(4).collect::<String>().parse().ok())
        .find(|year| (1950..2100).contains(year))
        .unwrap_or(0)
}
