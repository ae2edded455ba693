//! Deeds of this room: keep a workbook, mend a cell, apply. And the readings that need a caller: the plan, the marked
//! copy.

use super::input::{CellFix, NewImport};
use super::model::{Import, Outcome, Plan};
use super::planning::{self, Asker, Opened};
use super::store::{self, NewRow};
use crate::context::Context;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::{projects, reference};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::sheet;
use crate::web::{Caller, Lang};
use chrono::NaiveDate;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// When and where a deed is done.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// Read once at the edge.
    pub now: Instant,
    /// The day in the business zone.
    pub today: NaiveDate,
    /// Which installation this is.
    pub instance: String,
}

impl Occasion {
    /// Reads the context's clock.
    pub fn of(ctx: &Context) -> Self {
        let now = ctx.now();
        Self { now, today: local_date(now, ctx.zone), instance: ctx.instance.id.clone() }
    }
}

/// An import, and what it would do or has done.
pub struct Shown {
    /// The import.
    pub import: Import,
    /// Row by row.
    pub plan: Plan,
    /// The workbook.
    pub opened: Opened,
}

/// Keeps a workbook as it came. It is opened once, so that a file nobody can read is refused and not kept.
pub fn upload(conn: &mut Conn, caller: &Caller, new: &NewImport, at: &Occasion) -> Result<i64> {
    caller.must(Deed::EditProjects)?;
    refuse_foreign_city(conn, caller, new)?;
    planning::open(&new.bytes, &sheet::Fixes::new())?;
    let row = NewRow {
        kind: new.kind,
        file_name: &new.file_name,
        file_hash: &hash(&new.bytes),
        bytes: &new.bytes,
        city: new.city,
        period: new.period.as_deref(),
    };
    let id = store::insert(conn, caller, &row, at.now)?;
    let changes = vec![
        Change::new("file", Value::Null, new.file_name.as_str()),
        Change::new("hash", Value::Null, row.file_hash),
    ];
    audit::record(conn, caller, at.now, of_import("import.upload", caller, id).changing(changes))?;
    Ok(id)
}

/// What a workbook would do, without keeping it: the rehearsal of the command line.
pub fn rehearse(conn: &mut Conn, caller: &Caller, new: &NewImport, at: &Occasion) -> Result<Shown> {
    caller.must(Deed::EditProjects)?;
    refuse_foreign_city(conn, caller, new)?;
    let opened = planning::open(&new.bytes, &sheet::Fixes::new())?;
    let import = Import {
        id: 0,
        kind: new.kind,
        file_name: new.file_name.clone(),
        file_hash: hash(&new.bytes),
        city: new.city,
        period: new.period.clone(),
        scope: caller.scope.clone(),
        division: caller.scope.around(),
        sender: Some(caller.name.clone()),
        uploaded_at: at.now,
        applied: None,
    };
    let plan = planned(conn, caller, &import, &opened, at)?;
    Ok(Shown { import, plan, opened })
}

/// A city that does not exist, or that the sender has nothing to do with.
fn refuse_foreign_city(conn: &mut Conn, caller: &Caller, new: &NewImport) -> Result<()> {
    let Some(city) = new.city else { return Ok(()) };
    let known = reference::book(conn)?.is_known(city);
    let mine = caller.scope.covers(city) || caller.scope.places().iter().any(|place| city.contains(*place));
    if known && mine && !city.is_province() { Ok(()) } else { Err(Error::field("city", "imports-city")) }
}

/// What the import would do now, or, once applied, what it did.
pub fn shown(conn: &mut Conn, caller: &Caller, id: i64, at: &Occasion) -> Result<Shown> {
    let import = store::import(conn, caller, id)?;
    let (bytes, fixes) = (store::bytes(conn, id)?, store::fixes(conn, id)?);
    let opened = planning::open(&bytes, &fixes)?;
    let mut plan = planned(conn, caller, &import, &opened, at)?;
    if import.applied.is_some() {
        let rows = store::applied_rows(conn, id)?;
        for row in &mut plan.rows {
            let became = rows.get(&(row.sheet.clone(), row.number));
            (row.outcome, row.project) = became.map_or((Outcome::Error, None), |(outcome, project)| {
                (*outcome, Some((*project, row.project.map_or(0, |(_, version)| version))))
            });
            row.changes.clear();
        }
    }
    Ok(Shown { import, plan, opened })
}

/// Puts an answer into a cell of an import that is not applied yet.
pub fn mend(conn: &mut Conn, caller: &Caller, id: i64, fix: &CellFix, at: &Occasion) -> Result<()> {
    caller.must(Deed::EditProjects)?;
    let import = store::import(conn, caller, id)?;
    own(caller, &import)?;
    if import.applied.is_some() {
        return Err(Error::conflict("imports-already-applied"));
    }
    let opened = planning::open(&store::bytes(conn, id)?, &store::fixes(conn, id)?)?;
    let grid = opened.book.sheets.iter().find(|grid| grid.name == fix.sheet);
    let grid = grid.ok_or_else(|| {
        Error::field("sheet", Message::new("imports-no-such-sheet").with("value", &fix.sheet))
    })?;
    let before = grid.get(fix.cell).map(|cell| cell.shown());
    store::put_fix(conn, id, fix)?;
    let after = match &fix.fix {
        sheet::Fix::Replace(value) => json!(value),
        sheet::Fix::KeepText => json!({ "keep_text": true }),
    };
    let change = Change::new(format!("{}!{}", fix.sheet, fix.cell), json!(before), after);
    audit::record(conn, caller, at.now, of_import("import.mend", caller, id).changing(vec![change]))
}

/// Applies every row without an error in one transaction. The plan is made anew inside it.
///
/// # Errors
/// [`Error::Invalid`] naming every bad cell, unless they are to be skipped; [`Error::Conflict`] the second time.
pub fn apply(conn: &mut Conn, caller: &Caller, id: i64, skip_bad_rows: bool, at: &Occasion) -> Result<Shown> {
    caller.must(Deed::EditProjects)?;
    let import = store::import(conn, caller, id)?;
    own(caller, &import)?;
    store::claim(conn, caller, id, at.now)?;
    let opened = planning::open(&store::bytes(conn, id)?, &store::fixes(conn, id)?)?;
    let mut plan = planned(conn, caller, &import, &opened, at)?;
    if !skip_bad_rows {
        let refused: Vec<FieldError> =
            plan.errors().map(|(cell, message)| FieldError::new(cell, message.clone())).collect();
        if !refused.is_empty() {
            return Err(Error::Invalid(refused));
        }
    }
    let source = planning::source_of(conn, &import, &caller.scope)?;
    for row in &mut plan.rows {
        let project = match (row.outcome, row.project) {
            (Outcome::Error, _) => continue,
            (Outcome::New, _) => {
                projects::create(conn, caller, row.facts.clone(), &source, at.now, at.today)?
            }
            (Outcome::Changed, Some((project, version))) => {
                let (facts, version) = (row.facts.clone(), Some(version));
                projects::change(conn, caller, project, version, facts, None, &source, at.now, at.today)?
            }
            (Outcome::Unchanged, Some((project, _))) => {
                store::insert_row(conn, id, row, project)?;
                continue;
            }
            (_, None) => return Err(Error::NotFound),
        };
        row.project = Some((project.id, project.version));
        store::insert_row(conn, id, row, project.id)?;
    }
    let counts = plan.counts();
    store::settle(conn, id, counts)?;
    let changes = [
        ("new", counts.new),
        ("changed", counts.changed),
        ("unchanged", counts.unchanged),
        ("error", counts.error),
    ];
    let changes = changes.map(|(name, count)| Change::new(name, Value::Null, count)).to_vec();
    audit::record(conn, caller, at.now, of_import("import.apply", caller, id).changing(changes))?;
    let import = store::import(conn, caller, id)?;
    Ok(Shown { import, plan, opened })
}

/// The workbook as it came, with its bad cells marked and annotated in the reader's language, under a name that
/// tells it from the original.
pub fn marked_copy(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    lang: Lang,
    at: &Occasion,
) -> Result<(String, Vec<u8>)> {
    let shown = shown(conn, caller, id, at)?;
    let name = &shown.import.file_name;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    Ok((format!("{stem}-marked.xlsx"), mark(&shown, lang, at)?))
}

/// The marked workbook of what was shown.
pub fn mark(shown: &Shown, lang: Lang, at: &Occasion) -> Result<Vec<u8>> {
    let Shown { plan, opened, .. } = shown;
    let render = |message: &Message| lang.render(message);
    sheet::marked_copy(&opened.book, &opened.readings, &plan.remarks, &render, at.now)
}

fn planned(
    conn: &mut Conn,
    caller: &Caller,
    import: &Import,
    opened: &Opened,
    at: &Occasion,
) -> Result<Plan> {
    planning::plan(
        conn,
        import,
        opened,
        &Asker { scope: &caller.scope, instance: &at.instance, today: at.today, now: at.now },
    )
}

/// Only people of the sender's own scope may go on with a workbook; others are told that it is not there.
fn own(caller: &Caller, import: &Import) -> Result<()> {
    if import.scope == caller.scope { Ok(()) } else { Err(Error::NotFound) }
}

fn of_import(deed: &'static str, caller: &Caller, id: i64) -> Record {
    Record::new(deed, "import", id, caller.scope.around())
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
