//! Workbooks in and out, knowing no feature: the caller names typed columns and gets rows of typed cells, with a
//! remark at every cell that cannot be taken or deserves a look. In the order of use:
//!
//! - [`open()`]: bytes to cells, within [`Limits`];
//! - [`read()`]: cells to rows, by a feature's [`Column`]s and the [`Fixes`] a person accepted;
//! - [`marked_copy`]: the same book back, its bad cells coloured and annotated;
//! - [`mod@write`]: tables for print and exchange, as xlsx and csv.

mod cell;
mod column;
mod header;
mod mark;
mod open;
mod read;
mod remark;
mod spelling;
mod totals;
mod value;
pub mod write;

pub use cell::{Address, Book, Carried, Grid, RawCell, Region};
pub use column::{Column, Kind};
pub use header::HeaderCell;
pub use mark::marked_copy;
pub use open::{Limits, open};
pub use read::{Cell, Reading, Row, read};
pub use remark::{Fix, Fixes, Level, Remark, Suggestion};
pub use totals::Declared;
pub use value::Value;

#[cfg(test)]
mod tests;
