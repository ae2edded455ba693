//! The registry's workbook: what its columns mean. The reader (`crate::sheet`) has already turned cells into typed
//! values; here a row of values becomes [`Facts`], and whatever could not be taken over plainly becomes a remark at
//! its cell. Pure: no database, no clock; the caller says which day it is and whose place a row without one has.
//!
//! - [`columns`]: fields and their header spellings
//! - `words`: stage, class, nature, industry by the cell's own words
//! - `place`: city, county and address
//! - `unit_and_name`: one column that holds both
//! - [`read_rows`]: row by row to [`SheetRow`]
//! - [`lay_over`]: a row over the record it speaks of

mod columns;
mod lay_over;
mod place;
mod row;
mod unit_and_name;
mod words;

pub use columns::columns;
pub use lay_over::lay_over;
pub use row::{Setting, SheetRow, read_rows};
pub use words::{StageWords, stage_of, yes_or_no};
