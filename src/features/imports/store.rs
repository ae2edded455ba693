//! SQL of imports. What a person may see passes through [`seen`]: her own workbooks, those of her scope, and what was
//! applied inside it.

use super::input::CellFix;
use super::model::{Counts, Import, Kind, Outcome, Place, RowPlan};
use crate::db::schema::{import_fixes, import_rows, imports, users};
use crate::db::{Backend, Conn, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Paged};
use crate::sheet::{Fix, Fixes};
use crate::text_enum;
use crate::web::Caller;
use anyhow::{Context as _, anyhow};
use diesel::prelude::*;
use std::collections::BTreeMap;

text_enum! {
    /// How a cell was mended.
    pub enum FixKind {
        /// Another text.
        Replace = "replace",
        /// Its own words.
        KeepText = "keep_text",
    }
}

/// What is kept of a new workbook.
pub struct NewRow<'a> {
    /// What it holds.
    pub kind: Kind,
    /// Its name.
    pub file_name: &'a str,
    /// SHA-256 in hex.
    pub file_hash: &'a str,
    /// The file.
    pub bytes: &'a [u8],
    /// Serves rows that name no city.
    pub city: Option<DivisionCode>,
    /// The month.
    pub period: Option<&'a str>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = imports)]
struct ImportRow {
    id: i64,
    kind: Kind,
    file_name: String,
    file_hash: String,
    city: Option<DivisionCode>,
    period: Option<String>,
    scope: String,
    division: DivisionCode,
    uploaded_at: Instant,
    applied_at: Option<Instant>,
    outcome: Option<String>,
}

/// Keeps a workbook; its id.
pub fn insert(conn: &mut Conn, caller: &Caller, new: &NewRow<'_>, now: Instant) -> Result<i64> {
    Ok(diesel::insert_into(imports::table)
        .values((
            imports::kind.eq(new.kind),
            imports::file_name.eq(new.file_name),
            imports::file_hash.eq(new.file_hash),
            imports::bytes.eq(new.bytes),
            imports::city.eq(new.city),
            imports::period.eq(new.period),
            imports::scope.eq(caller.scope.to_text()),
            imports::division.eq(caller.scope.around()),
            imports::uploaded_by.eq(caller.id),
            imports::uploaded_at.eq(now),
        ))
        .returning(imports::id)
        .get_result(conn)?)
}

/// An import that the caller may see.
///
/// # Errors
/// [`Error::NotFound`] also for another scope's.
pub fn import(conn: &mut Conn, caller: &Caller, id: i64) -> Result<Import> {
    let row = seen(caller)
        .filter(imports::id.eq(id))
        .select((ImportRow::as_select(), users::name.nullable()))
        .first::<(ImportRow, Option<String>)>(conn)?;
    parsed(row)
}

/// Newest first.
pub fn page(conn: &mut Conn, caller: &Caller, page: PageRequest) -> Result<Paged<Import>> {
    let total: i64 = seen(caller).count().get_result(conn)?;
    let rows = seen(caller)
        .order(imports::id.desc())
        .limit(page.per_page())
        .offset(page.offset())
        .select((ImportRow::as_select(), users::name.nullable()))
        .load::<(ImportRow, Option<String>)>(conn)?;
    let items = rows.into_iter().map(parsed).collect::<Result<Vec<_>>>()?;
    Ok(Paged::new(items, total, page))
}

type Joined = diesel::dsl::LeftJoin<imports::table, users::table>;
type Seen<'a> = diesel::helper_types::IntoBoxed<'a, Joined, Backend>;

/// A workbook is seen by whoever sent it and by people of the same scope; by those around it once it was applied.
fn seen(caller: &Caller) -> Seen<'static> {
    let applied_inside = imports::applied_at.is_not_null().and(within("imports.division", &caller.scope));
    imports::table.left_join(users::table).into_boxed::<Backend>().filter(
        imports::scope
            .eq(caller.scope.to_text())
            .nullable()
            .or(imports::uploaded_by.eq(caller.id))
            .or(applied_inside),
    )
}

fn parsed((row, sender): (ImportRow, Option<String>)) -> Result<Import> {
    let counts: Option<Counts> =
        row.outcome.as_deref().map(serde_json::from_str).transpose().context("stored counts of an import")?;
    let scope =
        Scope::parse(&row.scope).map_err(|_| anyhow!("import {} has the scope {:?}", row.id, row.scope))?;
    Ok(Import {
        id: row.id,
        kind: row.kind,
        file_name: row.file_name,
        file_hash: row.file_hash,
        city: row.city,
        period: row.period,
        scope,
        division: row.division,
        sender,
        uploaded_at: row.uploaded_at,
        applied: row.applied_at.zip(counts),
    })
}

/// The file as it came.
pub fn bytes(conn: &mut Conn, id: i64) -> Result<Vec<u8>> {
    Ok(imports::table.find(id).select(imports::bytes).first(conn)?)
}

/// The accepted fixes; and of those that decided a conflict, what was on record then.
pub fn fixes(conn: &mut Conn, id: i64) -> Result<(Fixes, BTreeMap<Place, String>)> {
    use import_fixes as t;
    type Row = (String, String, FixKind, String, Option<String>);
    let rows: Vec<Row> = t::table
        .filter(t::import_id.eq(id))
        .select((t::sheet, t::cell, t::kind, t::value, t::against))
        .load(conn)?;
    let (mut fixes, mut decided) = (Fixes::new(), BTreeMap::new());
    for (sheet, cell, kind, value, against) in rows {
        let at = cell.parse().with_context(|| format!("stored cell {cell:?} of import {id}"))?;
        let fix = match kind {
            FixKind::Replace => Fix::Replace(value),
            FixKind::KeepText => Fix::KeepText,
        };
        decided.extend(against.map(|against| ((sheet.clone(), at), against)));
        fixes.insert((sheet, at), fix);
    }
    Ok((fixes, decided))
}

/// Keeps an answer to a cell; a later one takes the place of an earlier one. `against` is what was on record when it
/// decided a conflict.
pub fn put_fix(conn: &mut Conn, id: i64, fix: &CellFix, against: Option<&str>) -> Result<()> {
    use import_fixes as t;
    let (kind, value) = match &fix.fix {
        Fix::Replace(value) => (FixKind::Replace, value.as_str()),
        Fix::KeepText => (FixKind::KeepText, ""),
    };
    let cell = fix.cell.to_string();
    let key = t::import_id.eq(id).and(t::sheet.eq(&fix.sheet)).and(t::cell.eq(&cell));
    diesel::delete(t::table.filter(key)).execute(conn)?;
    diesel::insert_into(t::table)
        .values((
            t::import_id.eq(id),
            t::sheet.eq(&fix.sheet),
            t::cell.eq(&cell),
            t::kind.eq(kind),
            t::value.eq(value),
            t::against.eq(against),
        ))
        .execute(conn)?;
    Ok(())
}

/// Marks an import as applied, once: the first write of the deed, so that two who apply at once meet here.
///
/// # Errors
/// [`Error::Conflict`] when it has been applied.
pub fn claim(conn: &mut Conn, caller: &Caller, id: i64, now: Instant) -> Result<()> {
    let claimed =
        diesel::update(imports::table.filter(imports::id.eq(id).and(imports::applied_at.is_null())))
            .set((imports::applied_at.eq(now), imports::applied_by.eq(caller.id)))
            .execute(conn)?;
    if claimed == 1 { Ok(()) } else { Err(Error::Conflict(Message::new("imports-already-applied"))) }
}

/// What applying did.
pub fn settle(conn: &mut Conn, id: i64, counts: Counts) -> Result<()> {
    let outcome = serde_json::to_string(&counts).context("counts as JSON")?;
    diesel::update(imports::table.find(id)).set(imports::outcome.eq(outcome)).execute(conn)?;
    Ok(())
}

/// Which project a row became.
pub fn insert_row(conn: &mut Conn, id: i64, row: &RowPlan, project_id: i64) -> Result<()> {
    use import_rows as t;
    diesel::insert_into(t::table)
        .values((
            t::import_id.eq(id),
            t::sheet.eq(&row.sheet),
            t::row_number.eq(row.number as i32),
            t::project_id.eq(project_id),
            t::outcome.eq(row.outcome),
        ))
        .execute(conn)?;
    Ok(())
}

/// What became of each applied row, by sheet and row.
pub fn applied_rows(conn: &mut Conn, id: i64) -> Result<BTreeMap<(String, u32), (Outcome, i64)>> {
    use import_rows as t;
    let rows: Vec<(String, i32, Outcome, i64)> = t::table
        .filter(t::import_id.eq(id))
        .select((t::sheet, t::row_number, t::outcome, t::project_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(sheet, row, outcome, project)| ((sheet, row as u32), (outcome, project)))
        .collect())
}
