//! A chain's map comes in as a table: a row names a segment of a chain, an enterprise on it, and how things stand with it. Every
//! row goes through the deeds that page and API use, so that the same rules refuse the same things; what they refuse is told at
//! its cell. Either all rows that have no error are taken, or nothing is; the same file again changes nothing.
//!
//! - an enterprise that is here is entered and stands on the segment; one that is coming is a target of the city
//! - a row that says that something is missing is a judgement of its city, with its own words as evidence
//! - a row without a segment, or whose words nobody understands, is told at its cell and left out, never guessed at

mod row;
mod words;

use crate::db::{Conn, attempt};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::sheet::{self, Fixes, Level, Limits, Remark};
use crate::web::{Caller, Lang};
use chrono::NaiveDate;
use row::{Did, Taker};
use serde::Serialize;

/// How many rows did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows that brought something that was not there.
    pub new: usize,
    /// Rows that changed what was there.
    pub changed: usize,
    /// Rows that said what was known.
    pub unchanged: usize,
    /// Rows with an error.
    pub error: usize,
    /// Rows with a warning and no error.
    pub warning: usize,
}

/// What a table does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Row by row.
    pub counts: Counts,
    /// What is to be said of its cells.
    pub remarks: Vec<Remark>,
    /// Whether it was kept.
    pub is_applied: bool,
}

/// How a table is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Only say what would be done.
    pub dry_run: bool,
    /// Take the rows without an error and leave the others.
    pub skip_bad_rows: bool,
}

/// Takes a table, in the caller's transaction.
///
/// # Errors
/// 403 but for the province; 422 for a file that is no such table.
pub fn take(
    conn: &mut Conn,
    caller: &Caller,
    bytes: &[u8],
    asked: Asked,
    when: (Instant, NaiveDate),
) -> Result<Intake> {
    caller.must_for_province(Deed::EditAtlas)?;
    let book = sheet::open(bytes, &Limits::default())?;
    let readings = sheet::read(&book, &words::columns(), &Fixes::new())?;
    let mut told = Intake::default();
    let kept = attempt(conn, |conn| {
        for reading in &readings {
            told.remarks.extend(reading.remarks.iter().cloned());
            for row in &reading.rows {
                one(conn, &mut Taker::new(caller, reading, row, when), &mut told)?;
            }
        }
        let is_refused = told.counts.error > 0 && !asked.skip_bad_rows;
        // Undone, since only to be told.
        if asked.dry_run || is_refused { Err(Error::conflict("atlas-import-undone")) } else { Ok(()) }
    });
    match kept {
        Ok(()) => told.is_applied = true,
        Err(Error::Conflict(why)) if why.id == "atlas-import-undone" => {}
        Err(other) => return Err(other),
    }
    Ok(told)
}

/// The table back as a workbook, its bad cells marked.
///
/// # Errors
/// As [`take`]; when the copy cannot be written.
pub fn marked(bytes: &[u8], told: &Intake, lang: Lang, now: Instant) -> Result<Vec<u8>> {
    let book = sheet::open(bytes, &Limits::default())?;
    let readings = sheet::read(&book, &words::columns(), &Fixes::new())?;
    sheet::marked_copy(&book, &readings, &told.remarks, &|message| lang.render(message), now)
}

/// One row, undone when something of it is refused.
fn one(conn: &mut Conn, taker: &mut Taker<'_>, told: &mut Intake) -> Result<()> {
    if taker.row_has_error() {
        told.counts.error += 1;
        return Ok(());
    }
    let done = attempt(conn, |conn| taker.take(conn));
    let mut remarks = taker.remarks();
    match done {
        Ok(_) if remarks.iter().any(|remark| remark.level == Level::Error) => told.counts.error += 1,
        Ok(did) => {
            match did {
                Did::Made => told.counts.new += 1,
                Did::Changed => told.counts.changed += 1,
                Did::Nothing => told.counts.unchanged += 1,
            }
            told.counts.warning += usize::from(remarks.iter().any(|remark| remark.level == Level::Warning));
        }
        Err(Error::Invalid(errors)) => {
            remarks.extend(errors.into_iter().map(|error| taker.refused(error)));
            told.counts.error += 1;
        }
        Err(Error::Conflict(why)) => {
            remarks.push(taker.remark("enterprise", Level::Error, why));
            told.counts.error += 1;
        }
        Err(other) => return Err(other),
    }
    told.remarks.extend(remarks);
    Ok(())
}
