//! Deeds of this room: keep a workbook, mend a cell, decide what is in conflict, apply. And the readings that need a
//! caller: the plan, the marked copy.

use super::input::{CellFix, NewImport, Take};
use super::kinds::{Kinds, Rows};
use super::model::{Conflict, Import, Outcome, Place, Plan};
use super::opened::{Asker, Opened};
use super::store::{self, NewRow};
use crate::context::Context;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::canonical::hash;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::sheet::{self, Fix, Fixes};
use crate::web::{ApiError, Caller, Lang};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use anyhow::anyhow;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::{Ready, ready};

/// The type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// When and where a deed is done, and which kinds of workbook there are.
#[derive(Clone)]
pub struct Occasion {
    /// Read once at the edge.
    pub now: Instant,
    /// The day in the business zone.
    pub today: NaiveDate,
    /// Which installation this is.
    pub instance: String,
    /// The kinds that can be read.
    pub kinds: Kinds,
}

impl Occasion {
    /// Reads the context's clock.
    pub fn of(ctx: &Context, kinds: Kinds) -> Self {
        let now = ctx.now();
        Self { now, today: local_date(now, ctx.zone), instance: ctx.instance.id.clone(), kinds }
    }

    const fn asker<'a>(&'a self, caller: &'a Caller) -> Asker<'a> {
        Asker { caller, instance: self.instance.as_str(), today: self.today, now: self.now }
    }

    fn of_request(request: &HttpRequest) -> Option<Self> {
        let kinds = request.app_data::<Data<Kinds>>()?.get_ref().clone();
        Some(Self::of(request.app_data::<Data<Context>>()?, kinds))
    }
}

impl FromRequest for Occasion {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || ApiError(Error::Unexpected(anyhow!("no kind of workbook is registered")));
        ready(Self::of_request(request).ok_or_else(missing))
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
    let rows = at.kinds.of(new.kind)?;
    caller.must(rows.deed())?;
    refuse_foreign_city(conn, caller, new)?;
    let opened = Opened::of(&new.bytes, &rows.columns(), &Fixes::new(), BTreeMap::new())?;
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
    let import = store::import(conn, caller, id)?;
    rows.received(conn, &import, &opened, &at.asker(caller))?;
    Ok(id)
}

/// What a workbook would do, without keeping it: the rehearsal of the command line.
pub fn rehearse(conn: &mut Conn, caller: &Caller, new: &NewImport, at: &Occasion) -> Result<Shown> {
    let rows = at.kinds.of(new.kind)?;
    caller.must(rows.deed())?;
    refuse_foreign_city(conn, caller, new)?;
    let opened = Opened::of(&new.bytes, &rows.columns(), &Fixes::new(), BTreeMap::new())?;
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
    let plan = rows.plan(conn, &import, &opened, &at.asker(caller))?;
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
    let mut shown = planned(conn, caller, id, at)?;
    if shown.import.applied.is_some() {
        let rows = store::applied_rows(conn, id)?;
        for row in &mut shown.plan.rows {
            let became = rows.get(&(row.sheet.clone(), row.number));
            (row.outcome, row.project) = became.map_or((Outcome::Error, None), |(outcome, project)| {
                (*outcome, Some((*project, row.project.map_or(0, |(_, version)| version))))
            });
            row.changes.clear();
        }
        shown.plan.conflicts.clear();
    }
    Ok(shown)
}

/// Puts an answer into a cell of an import that is not applied yet.
pub fn mend(conn: &mut Conn, caller: &Caller, id: i64, fix: &CellFix, at: &Occasion) -> Result<()> {
    let import = store::import(conn, caller, id)?;
    caller.must(at.kinds.of(import.kind)?.deed())?;
    still_open(caller, &import)?;
    let (_, opened) = opened(conn, &import, at)?;
    let grid = opened.book.sheets.iter().find(|grid| grid.name == fix.sheet);
    let grid = grid.ok_or_else(|| {
        Error::field("sheet", Message::new("imports-no-such-sheet").with("value", &fix.sheet))
    })?;
    let before = grid.get(fix.cell).map(|cell| cell.shown());
    store::put_fix(conn, id, fix, None)?;
    let after = match &fix.fix {
        Fix::Replace(value) => json!(value),
        Fix::KeepText => json!({ "keep_text": true }),
    };
    let change = Change::new(format!("{}!{}", fix.sheet, fix.cell), json!(before), after);
    audit::record(conn, caller, at.now, of_import("import.mend", caller, id).changing(vec![change]))
}

/// Decides about cells in conflict: the one at `place`, or all of them.
///
/// # Errors
/// 404, 409 when it is applied already; 422 where nothing is in conflict.
pub fn settle_conflicts(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    (place, take): (Option<Place>, Take),
    at: &Occasion,
) -> Result<()> {
    let Shown { import, plan, opened } = planned(conn, caller, id, at)?;
    caller.must(at.kinds.of(import.kind)?.deed())?;
    still_open(caller, &import)?;
    let meant = |at: &Place| place.as_ref().is_none_or(|place| place == at);
    let chosen: Vec<(Place, Conflict)> = plan.conflicts.into_iter().filter(|(at, _)| meant(at)).collect();
    if chosen.is_empty() {
        return Err(Error::field("take", "imports-no-conflict"));
    }
    let mut changes = Vec::new();
    for ((sheet, cell), conflict) in chosen {
        let grid = opened.book.sheets.iter().find(|grid| grid.name == sheet);
        let own = grid.and_then(|grid| grid.get(cell)).map(|cell| cell.shown()).unwrap_or_default();
        let value = if take == Take::Yours { own } else { conflict.current_text.clone() };
        changes.push(Change::new(format!("{sheet}!{cell}"), conflict.current, json!(take)));
        let fix = CellFix { sheet, cell, fix: Fix::Replace(value) };
        store::put_fix(conn, id, &fix, Some(&conflict.current_text))?;
    }
    audit::record(conn, caller, at.now, of_import("import.mend", caller, id).changing(changes))
}

/// Applies every row without an error in one transaction. The plan is made anew inside it.
///
/// # Errors
/// [`Error::Invalid`] naming every bad cell, unless they are to be skipped; [`Error::Conflict`] the second time.
pub fn apply(conn: &mut Conn, caller: &Caller, id: i64, skip_bad_rows: bool, at: &Occasion) -> Result<Shown> {
    let import = store::import(conn, caller, id)?;
    caller.must(at.kinds.of(import.kind)?.deed())?;
    own(caller, &import)?;
    store::claim(conn, caller, id, at.now)?;
    let Shown { mut plan, opened, .. } = planned(conn, caller, id, at)?;
    if !skip_bad_rows {
        let refused: Vec<FieldError> =
            plan.errors().map(|(cell, message)| FieldError::new(cell, message.clone())).collect();
        if !refused.is_empty() {
            return Err(Error::Invalid(refused));
        }
    }
    for row in &mut plan.rows {
        let project = match (row.outcome, &row.deed, row.project) {
            (Outcome::Error, ..) => continue,
            (Outcome::New | Outcome::Changed, Some(deed), _) => deed.done(conn, caller)?,
            (Outcome::Unchanged, _, Some(project)) => project,
            _ => return Err(Error::Unexpected(anyhow!("row {} has no deed", row.number))),
        };
        row.project = Some(project);
        store::insert_row(conn, id, row, project.0)?;
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

/// The import with its plan as it is now.
fn planned(conn: &mut Conn, caller: &Caller, id: i64, at: &Occasion) -> Result<Shown> {
    let import = store::import(conn, caller, id)?;
    let (rows, opened) = opened(conn, &import, at)?;
    let plan = rows.plan(conn, &import, &opened, &at.asker(caller))?;
    Ok(Shown { import, plan, opened })
}

/// The kept bytes, read with what people have answered.
fn opened<'a>(conn: &mut Conn, import: &Import, at: &'a Occasion) -> Result<(&'a dyn Rows, Opened)> {
    let rows = at.kinds.of(import.kind)?;
    let (fixes, decided) = store::fixes(conn, import.id)?;
    Ok((rows, Opened::of(&store::bytes(conn, import.id)?, &rows.columns(), &fixes, decided)?))
}

/// What was applied takes no more answers.
fn still_open(caller: &Caller, import: &Import) -> Result<()> {
    own(caller, import)?;
    if import.applied.is_some() { Err(Error::conflict("imports-already-applied")) } else { Ok(()) }
}

/// Only people of the sender's own scope may go on with a workbook; others are told that it is not there.
fn own(caller: &Caller, import: &Import) -> Result<()> {
    if import.scope == caller.scope { Ok(()) } else { Err(Error::NotFound) }
}

fn of_import(deed: &'static str, caller: &Caller, id: i64) -> Record {
    Record::new(deed, "import", id, caller.scope.around())
}
