//! SQL of notices and of who has read them. What a person may see passes through `within`.

use super::about::{About, Kind};
use super::content::Content;
use super::model::{Announcement, Notice, Receipt, Received, Told};
use crate::db::schema::{lists, notice_receipts, notices, projects};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use anyhow::Context as _;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Writes a notice down; its id.
pub fn insert(conn: &mut Conn, caller: &Caller, notice: &Notice, now: Instant) -> Result<i64> {
    let content = serde_json::to_string(&notice.content).context("a notice as JSON")?;
    Ok(diesel::insert_into(notices::table)
        .values((
            notices::kind.eq(notice.content.kind()),
            notices::quarter.eq(notice.about.quarter()),
            notices::period.eq(notice.about.period()),
            notices::version.eq(notice.content.version()),
            notices::project_id.eq(notice.content.project_id()),
            notices::division.eq(notice.division),
            notices::content.eq(content),
            notices::created_at.eq(now),
            notices::created_by.eq(caller.id),
            notices::sender.eq(&caller.name),
        ))
        .returning(notices::id)
        .get_result(conn)?)
}

/// Writes a receipt down; `false` when this person has confirmed before.
pub fn insert_receipt(conn: &mut Conn, notice: i64, reader: (i64, &str), now: Instant) -> Result<bool> {
    let inserted = nested(conn, |conn| {
        diesel::insert_into(notice_receipts::table)
            .values((
                notice_receipts::notice_id.eq(notice),
                notice_receipts::user_id.eq(reader.0),
                notice_receipts::reader.eq(reader.1),
                notice_receipts::read_at.eq(now),
            ))
            .execute(conn)
    });
    match inserted {
        Ok(_) => Ok(true),
        Err(error) if unique_violation(&error).is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct Row {
    id: i64,
    quarter: Option<Quarter>,
    period: Option<Period>,
    division: DivisionCode,
    content: String,
    created_at: Instant,
    sender: String,
}

fn content(stored: &str) -> Result<Content> {
    Ok(serde_json::from_str(stored).context("a stored notice")?)
}

fn received(row: Row, read_at: Option<Instant>) -> Result<Received> {
    let about = About::of(row.quarter, row.period);
    let notice = Notice { about, division: row.division, content: content(&row.content)? };
    Ok(Received { id: row.id, notice, created_at: row.created_at, sender: row.sender, read_at })
}

/// One notice that this person may read, as she sees it.
///
/// # Errors
/// [`Error::NotFound`] also for what lies outside.
pub fn notice(conn: &mut Conn, caller: &Caller, id: i64) -> Result<Received> {
    let row: Row = readable(&caller.scope).filter(notices::id.eq(id)).select(Row::as_select()).first(conn)?;
    let read = read_by(conn, caller, &[id])?;
    received(row, read.get(&id).copied())
}

/// The notices that this person is told, newest first; none to the province's own people.
pub fn for_reader(conn: &mut Conn, caller: &Caller, page: PageRequest) -> Result<Paged<Received>> {
    if caller.scope.is_whole_province() {
        return Ok(Paged::new(Vec::new(), 0, page));
    }
    let total: i64 = readable(&caller.scope).count().get_result(conn)?;
    let rows: Vec<Row> = readable(&caller.scope)
        .order(notices::id.desc())
        .limit(page.per_page())
        .offset(page.offset())
        .select(Row::as_select())
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let read = read_by(conn, caller, &ids)?;
    let items = rows.into_iter().map(|row| {
        let read_at = read.get(&row.id).copied();
        received(row, read_at)
    });
    Ok(Paged::new(items.collect::<Result<Vec<_>>>()?, total, page))
}

/// How many of those that are addressed to her she has not confirmed.
pub fn unconfirmed(conn: &mut Conn, caller: &Caller) -> Result<i64> {
    let Some(reader) = caller.id.filter(|_| !caller.scope.is_whole_province()) else { return Ok(0) };
    let receipt = notice_receipts::table
        .filter(notice_receipts::notice_id.eq(notices::id))
        .filter(notice_receipts::user_id.eq(reader));
    Ok(in_scope(&caller.scope).filter(not(exists(receipt))).count().get_result(conn)?)
}

/// Who has read what was announced about a quarter's list, as far as `scope` reaches: the newest announcement first.
///
/// # Errors
/// [`Error::NotFound`] when the quarter has no list.
pub fn receipts(
    conn: &mut Conn,
    scope: &Scope,
    quarter: Quarter,
    kind: Option<Kind>,
) -> Result<Vec<Announcement>> {
    let opened: i64 = lists::table.filter(lists::quarter.eq(quarter)).count().get_result(conn)?;
    if opened == 0 {
        return Err(Error::NotFound);
    }
    let mut query = in_scope(scope).filter(notices::quarter.eq(quarter));
    if let Some(kind) = kind {
        query = query.filter(notices::kind.eq(kind));
    }
    let rows: Vec<Row> = query.order((notices::division, notices::id)).select(Row::as_select()).load(conn)?;
    let mut confirmed = receipts_of(conn, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    // What one deed has announced bears one instant.
    let mut announcements: BTreeMap<(Instant, Kind, Option<i32>), Announcement> = BTreeMap::new();
    for row in rows {
        let content = content(&row.content)?;
        let (kind, version) = (content.kind(), content.version());
        let (created_at, sender) = (row.created_at, row.sender);
        let receipts = confirmed.remove(&row.id).unwrap_or_default();
        announcements
            .entry((created_at, kind, version))
            .or_insert(Announcement { kind, version, created_at, sender, told: Vec::new() })
            .told
            .push(Told { notice_id: row.id, division: row.division, content, receipts });
    }
    Ok(announcements.into_values().rev().collect())
}

type Boxed = diesel::helper_types::IntoBoxed<'static, notices::table, Backend>;

fn in_scope(scope: &Scope) -> Boxed {
    notices::table.into_boxed::<Backend>().filter(within("notices.division", scope))
}

/// What is addressed into the scope, and what is sent to the cities that its counties belong to: that either speaks of no
/// project or of one in the scope.
fn readable(scope: &Scope) -> Boxed {
    let counties = scope.places().iter().filter(|place| place.is_county());
    let cities: Vec<DivisionCode> = counties.filter_map(|county| county.city()).collect();
    let own = projects::table
        .filter(projects::id.nullable().eq(notices::project_id))
        .filter(within("projects.division", scope));
    let of_city = notices::division.eq_any(cities).and(notices::project_id.is_null().or(exists(own)));
    notices::table.into_boxed::<Backend>().filter(within("notices.division", scope).or(of_city))
}

/// When this person confirmed which of these.
fn read_by(conn: &mut Conn, caller: &Caller, ids: &[i64]) -> Result<BTreeMap<i64, Instant>> {
    let Some(reader) = caller.id else { return Ok(BTreeMap::new()) };
    let rows: Vec<(i64, Instant)> = notice_receipts::table
        .filter(notice_receipts::user_id.eq(reader))
        .filter(notice_receipts::notice_id.eq_any(ids))
        .select((notice_receipts::notice_id, notice_receipts::read_at))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who confirmed which of these, earliest first.
fn receipts_of(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Receipt>>> {
    let rows: Vec<(i64, String, Instant)> = notice_receipts::table
        .filter(notice_receipts::notice_id.eq_any(ids))
        .order((notice_receipts::read_at, notice_receipts::user_id))
        .select((notice_receipts::notice_id, notice_receipts::reader, notice_receipts::read_at))
        .load(conn)?;
    let mut of: BTreeMap<i64, Vec<Receipt>> = BTreeMap::new();
    for (notice, reader, read_at) in rows {
        of.entry(notice).or_default().push(Receipt { reader, read_at });
    }
    Ok(of)
}
