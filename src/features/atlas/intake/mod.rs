//! The map comes in as a workbook with a sheet for each kind, or as one table such as offices write them. Every row goes through
//! the deeds that page and API use, so that the same rules refuse the same things; what they refuse is told at its cell. Either
//! all rows that have no error are taken, or nothing is; the same file again changes nothing.
//!
//! - a sheet is told by its name, else by its columns, so that a table of one kind alone comes in, too
//! - an empty cell says nothing of what stands; what it would change and has changed since it was written out is refused
//! - rows that contradict one another are refused, and so is a name that is neither in the file nor here
//! - of a chain's map in one table, an enterprise that is coming is a target of the city, and what is missing a judgement; a
//!   row without a segment, or whose words nobody understands, is told at its cell and left out, never guessed at

pub mod api;
mod chains;
mod export;
mod firms;
mod line;
mod map_row;
mod parks;
mod sheets;
mod taking;
mod words;

pub use export::{Taker, file_name, workbook};
pub use words::several;

use crate::db::{Conn, attempt};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::sheet::{self, Level, Limits, Reading, Remark};
use crate::web::{Caller, Lang};
use chrono::NaiveDate;
use line::Line;
use serde::Serialize;
use sheets::{Holds, Sheet};
use taking::{Did, Taking};

/// How many rows did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
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

/// What a file does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Row by row.
    pub counts: Counts,
    /// What is to be said of its cells.
    pub remarks: Vec<Remark>,
    /// Whether it was kept.
    pub is_applied: bool,
    /// Whether it cannot be kept, whatever is left out.
    is_refused: bool,
}

/// How a file is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Only say what would be done.
    pub dry_run: bool,
    /// Take the rows without an error and leave the others.
    pub skip_bad_rows: bool,
    /// `instance.id`: keys of another installation are not ours.
    pub instance: &'a str,
}

/// The first look at a row, and the second one of segments, which name one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Facts,
    Ties,
}

/// What undoes what was only to be told.
const UNDONE: &str = "atlas-import-undone";

/// Takes a file, in the caller's transaction.
///
/// # Errors
/// 403; 422 for a file that has no such table.
pub fn take(
    conn: &mut Conn,
    caller: &Caller,
    bytes: &[u8],
    asked: Asked<'_>,
    when: (Instant, NaiveDate),
) -> Result<Intake> {
    caller.must(Deed::EditAtlas)?;
    let book = sheet::open(bytes, &Limits::default())?;
    let sheets = sheets::read(&book)?;
    let has_keys = book.properties().get("instance").is_some_and(|instance| instance == asked.instance);
    let mut told = Intake::default();
    let kept = attempt(conn, |conn| {
        let mut taking = Taking::new(conn, caller, when, has_keys)?;
        for (holds, reading) in &sheets {
            all(conn, &mut taking, (*holds, reading), &mut told)?;
        }
        let is_refused = told.is_refused || (told.counts.error > 0 && !asked.skip_bad_rows);
        // Undone, since only to be told.
        if asked.dry_run || is_refused { Err(Error::conflict(UNDONE)) } else { Ok(()) }
    });
    match kept {
        Ok(()) => told.is_applied = true,
        Err(Error::Conflict(why)) if why.id == UNDONE => {}
        Err(other) => return Err(other),
    }
    Ok(told)
}

/// The file back as a workbook, its bad cells marked.
///
/// # Errors
/// As [`take`]; when the copy cannot be written.
pub fn marked(bytes: &[u8], told: &Intake, lang: Lang, now: Instant) -> Result<Vec<u8>> {
    let book = sheet::open(bytes, &Limits::default())?;
    let readings: Vec<Reading> = sheets::read(&book)?.into_iter().map(|(_, reading)| reading).collect();
    sheet::marked_copy(&book, &readings, &told.remarks, &|message| lang.render(message), now)
}

/// The rows of a sheet.
fn all(
    conn: &mut Conn,
    taking: &mut Taking<'_>,
    (holds, reading): (Holds, &Reading),
    told: &mut Intake,
) -> Result<()> {
    told.remarks.extend(reading.remarks.iter().cloned());
    let first = first_of(holds);
    let mut lines: Vec<(Line<'_>, Option<Did>, Vec<Remark>)> = Vec::new();
    for row in &reading.rows {
        let mut line = Line::new(reading, row, first);
        let did = one(conn, taking, (holds, Look::Facts), &mut line)?;
        let remarks = line.remarks();
        lines.push((line, did, remarks));
    }
    if holds == Holds::Sheet(Sheet::Segments) {
        for (line, did, remarks) in &mut lines {
            let Some(before) = *did else { continue };
            *did = one(conn, taking, (holds, Look::Ties), line)?.map(|after| after.max(before));
            remarks.extend(line.remarks());
            // Its facts stand already: they are taken back with the whole file, and with nothing less.
            told.is_refused |= did.is_none();
        }
    }
    for (_, did, mut remarks) in lines {
        remarks.sort_by_key(|remark| remark.cell);
        match did {
            None => told.counts.error += 1,
            Some(Did::Made) => told.counts.new += 1,
            Some(Did::Changed) => told.counts.changed += 1,
            Some(Did::Nothing) => told.counts.unchanged += 1,
        }
        let is_warned = did.is_some() && remarks.iter().any(|remark| remark.level == Level::Warning);
        told.counts.warning += usize::from(is_warned);
        told.remarks.extend(remarks);
    }
    Ok(())
}

/// One row, undone when something of it is refused.
fn one(
    conn: &mut Conn,
    taking: &mut Taking<'_>,
    (holds, look): (Holds, Look),
    line: &mut Line<'_>,
) -> Result<Option<Did>> {
    if line.has_error() {
        return Ok(None);
    }
    let done = attempt(conn, |conn| {
        let did = match (holds, look) {
            (Holds::Map, _) => map_row::row(conn, taking, line),
            (Holds::Sheet(Sheet::Segments), Look::Ties) => chains::ties(conn, taking, line),
            (Holds::Sheet(Sheet::Chains), _) => chains::chain(conn, taking, line),
            (Holds::Sheet(Sheet::Segments), _) => chains::segment(conn, taking, line),
            (Holds::Sheet(Sheet::Parks), _) => parks::park(conn, taking, line),
            (Holds::Sheet(Sheet::Enterprises), _) => firms::enterprise(conn, taking, line),
            (Holds::Sheet(Sheet::Positions), _) => firms::position(conn, taking, line),
            (Holds::Sheet(Sheet::Targets), _) => firms::target(conn, taking, line),
            (Holds::Sheet(Sheet::Strengths), _) => chains::strength(conn, taking, line),
        };
        did?.ok_or_else(|| Error::conflict(UNDONE))
    });
    let why = match done {
        Ok(did) => {
            let brings_names = matches!(holds, Holds::Map)
                || matches!(holds, Holds::Sheet(Sheet::Chains | Sheet::Segments | Sheet::Parks));
            if brings_names && did > Did::Nothing {
                taking.renew(conn)?;
            }
            return Ok(Some(did));
        }
        Err(Error::Invalid(errors)) => {
            for error in errors {
                line.refused(error, column_of(holds));
            }
            return Ok(None);
        }
        Err(Error::Conflict(why)) if why.id == UNDONE => return Ok(None),
        Err(Error::Conflict(why) | Error::Forbidden(why)) => why,
        // What is named lies outside the caller's places.
        Err(Error::NotFound) => Message::new("atlas-import-not-yours"),
        Err(Error::Stale { .. }) => Message::new("atlas-import-meanwhile"),
        Err(other) => return Err(other),
    };
    line.say(first_of(holds), Level::Error, why);
    Ok(None)
}

/// The column at which is said what is about none.
const fn first_of(holds: Holds) -> &'static str {
    match holds {
        Holds::Map | Holds::Sheet(Sheet::Positions) => "enterprise",
        Holds::Sheet(Sheet::Strengths) => "segment",
        Holds::Sheet(
            Sheet::Chains | Sheet::Segments | Sheet::Parks | Sheet::Enterprises | Sheet::Targets,
        ) => "name",
    }
}

/// Which column a refused field is about.
fn column_of(holds: Holds) -> fn(&str) -> &'static str {
    match holds {
        Holds::Map => map_row::column,
        Holds::Sheet(Sheet::Strengths | Sheet::Targets) => placed,
        Holds::Sheet(_) => plain,
    }
}

/// On sheets that name a city or the province in one column.
fn placed(field: &str) -> &'static str {
    match field {
        "place" => "place",
        other => plain(other),
    }
}

fn plain(field: &str) -> &'static str {
    let field = field.rsplit_once("].").map_or(field, |(_, last)| last);
    match field {
        "name_zh" => "name",
        "place" => "city",
        "park_id" => "park",
        "segment_id" => "segment",
        "parent_id" => "parent",
        other => COLUMNS.iter().find(|column| **column == other).copied().unwrap_or("name"),
    }
}

/// The columns that are called as the fields are.
const COLUMNS: &[&str] = &[
    "name_en",
    "chief",
    "leader",
    "policies",
    "tier",
    "function",
    "position",
    "supplies",
    "note",
    "strength",
    "evidence",
    "source",
    "verified_on",
    "credit_code",
    "products",
    "role",
    "home",
    "reasons",
    "land_mu",
    "energy_tce",
    "ties",
    "leading",
    "chains",
    "conditions",
    "lng",
    "lat",
    "datum",
    "area_km2",
    "area_km2",
];
