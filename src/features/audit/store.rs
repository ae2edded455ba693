//! SQL of the audit record: append and read.

use super::model::{Change, Record};
use crate::db::schema::audit_records::dsl as t;
use crate::db::{Backend, Conn, within};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use anyhow::Context as _;
use diesel::prelude::*;
use serde::Serialize;

/// Remembers a deed; call it inside the deed's transaction.
pub fn record(conn: &mut Conn, caller: &Caller, now: Instant, record: Record) -> Result<()> {
    let changes = serde_json::to_string(&record.changes).context("changes as JSON")?;
    diesel::insert_into(t::audit_records)
        .values((
            t::at.eq(now),
            t::actor_id.eq(caller.id),
            t::actor.eq(&caller.name),
            t::deed.eq(record.deed),
            t::subject_kind.eq(record.subject_kind),
            t::subject_id.eq(record.subject_id),
            t::division.eq(record.division),
            t::changes.eq(changes),
            t::reason.eq(record.reason),
            t::request_id.eq(&caller.request_id),
        ))
        .execute(conn)?;
    Ok(())
}

/// Number of the last record about a subject of one of these kinds, 0 when there is none: it rises with every deed, so
/// whoever keeps something made of such subjects sees by it that they have changed.
pub fn last_about(conn: &mut Conn, kinds: &[&str]) -> Result<i64> {
    let last: Option<i64> =
        t::audit_records.filter(t::subject_kind.eq_any(kinds)).select(diesel::dsl::max(t::id)).first(conn)?;
    Ok(last.unwrap_or_default())
}

/// A remembered deed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Remembered {
    /// Rising number.
    pub id: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Who, by name at that time.
    pub actor: String,
    /// `project.create` …
    pub deed: String,
    /// `project`, `list` …
    pub subject_kind: String,
    /// Its id.
    pub subject_id: String,
    /// From which to which.
    pub changes: Vec<Change>,
    /// The reason given.
    pub reason: Option<String>,
    /// The request, for the log.
    pub request_id: Option<String>,
}

/// What happened to one subject, oldest first, as far as `scope` reaches. A record's own readers may read this; the
/// whole record is the auditor's.
pub fn trail(conn: &mut Conn, scope: &Scope, kind: &str, id: &str) -> Result<Vec<Remembered>> {
    let filter = Filter { subject_kind: Some(kind.to_owned()), subject_id: Some(id.to_owned()) };
    let rows: Vec<Row> = filtered(scope, &filter).order(t::id).select(COLUMNS).load(conn)?;
    rows.into_iter().map(remembered).collect()
}

/// What the reader asks for.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only this kind of subject.
    pub subject_kind: Option<String>,
    /// Only this subject.
    pub subject_id: Option<String>,
}

/// Newest first.
pub fn page(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Remembered>> {
    let total: i64 = filtered(scope, filter).count().get_result(conn)?;
    let rows: Vec<Row> = filtered(scope, filter)
        .order(t::id.desc())
        .limit(page.per_page())
        .offset(page.offset())
        .select(COLUMNS)
        .load(conn)?;
    let items = rows.into_iter().map(remembered).collect::<Result<Vec<_>>>()?;
    Ok(Paged::new(items, total, page))
}

type Row = (i64, Instant, String, String, String, String, String, Option<String>, Option<String>);
type Columns =
    (t::id, t::at, t::actor, t::deed, t::subject_kind, t::subject_id, t::changes, t::reason, t::request_id);
const COLUMNS: Columns =
    (t::id, t::at, t::actor, t::deed, t::subject_kind, t::subject_id, t::changes, t::reason, t::request_id);

fn remembered(row: Row) -> Result<Remembered> {
    let (id, at, actor, deed, subject_kind, subject_id, changes, reason, request_id) = row;
    let changes = serde_json::from_str(&changes).context("stored changes")?;
    Ok(Remembered { id, at, actor, deed, subject_kind, subject_id, changes, reason, request_id })
}

type Boxed<'a> = diesel::helper_types::IntoBoxed<'a, t::audit_records, Backend>;

fn filtered<'a>(scope: &Scope, filter: &'a Filter) -> Boxed<'a> {
    let mut query = t::audit_records.into_boxed::<Backend>().filter(within("audit_records.division", scope));
    if let Some(kind) = &filter.subject_kind {
        query = query.filter(t::subject_kind.eq(kind));
    }
    if let Some(id) = &filter.subject_id {
        query = query.filter(t::subject_id.eq(id));
    }
    query
}
