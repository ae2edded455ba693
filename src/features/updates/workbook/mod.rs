//! The monthly reports as a workbook: handed out with what stands, filled in without a line to the province, and merged
//! back three ways. What each row was handed out with is kept here and not in the file, because the file comes back
//! re-saved by another program, copied from last month, cut and pasted into another book; a row only carries the number
//! under which its values are kept. Rules:
//!
//! - a cell that repeats what it was handed out with says nothing, an empty one neither
//! - what was changed on both sides is a conflict, and its row waits until a person has chosen
//! - a row goes up through the same deed as the form: the same refusals, at its cells
//! - a workbook of another month is read as such and said so; nothing is guessed from its old values
//!
//! One file a step: `columns` both ways, [`issue()`] out, `read` cells to a row, `plan` a row to its outcome.

mod columns;
pub mod download;
mod ignored;
mod issue;
mod months;
mod plan;
mod read;
mod said;

pub use issue::{Issued, issue};
pub use plan::Reports;
