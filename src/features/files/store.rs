//! SQL of attachments. What a person may see passes through `within`.

use super::model::{Attachment, MediaType, Voided};
use crate::db::schema::attachments as t;
use crate::db::{Backend, Conn, within};
use crate::features::audit::Subject;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// What is kept of a new file.
pub struct NewRow<'a> {
    /// SHA-256 in hex.
    pub hash: &'a str,
    /// Its name.
    pub file_name: &'a str,
    /// What it is.
    pub media_type: MediaType,
    /// How long.
    pub bytes: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    subject_kind: String,
    subject_id: String,
    division: DivisionCode,
    hash: String,
    file_name: String,
    media_type: MediaType,
    bytes: i64,
    uploader: String,
    uploaded_at: Instant,
    voided_at: Option<Instant>,
    voided_by: Option<String>,
    void_reason: Option<String>,
}

impl From<Row> for Attachment {
    fn from(row: Row) -> Self {
        let voided = row.voided_at.map(|at| Voided {
            at,
            by: row.voided_by.unwrap_or_default(),
            reason: row.void_reason.unwrap_or_default(),
        });
        Self {
            id: row.id,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            division: row.division,
            hash: row.hash,
            file_name: row.file_name,
            media_type: row.media_type,
            bytes: row.bytes,
            uploader: row.uploader,
            uploaded_at: row.uploaded_at,
            voided,
        }
    }
}

/// Attaches a file; its id.
pub fn insert(
    conn: &mut Conn,
    caller: &Caller,
    subject: &Subject,
    new: &NewRow<'_>,
    now: Instant,
) -> Result<i64> {
    Ok(diesel::insert_into(t::table)
        .values((
            t::subject_kind.eq(subject.kind),
            t::subject_id.eq(&subject.id),
            t::division.eq(subject.division),
            t::hash.eq(new.hash),
            t::file_name.eq(new.file_name),
            t::media_type.eq(new.media_type),
            t::bytes.eq(new.bytes),
            t::uploaded_by.eq(caller.id),
            t::uploader.eq(&caller.name),
            t::uploaded_at.eq(now),
        ))
        .returning(t::id)
        .get_result(conn)?)
}

/// Keeps a file from the province until [`release`].
pub fn hold(conn: &mut Conn, id: i64) -> Result<()> {
    diesel::update(t::table.find(id)).set(t::shared.eq(false)).execute(conn)?;
    Ok(())
}

/// Lets the province see what is attached to a subject, but for what was taken back before.
pub fn release(conn: &mut Conn, kind: &str, subject_id: &str) -> Result<()> {
    let of_subject = t::table.filter(t::subject_kind.eq(kind).and(t::subject_id.eq(subject_id)));
    diesel::update(of_subject.filter(t::shared.eq(false).and(t::voided_at.is_null())))
        .set(t::shared.eq(true))
        .execute(conn)?;
    Ok(())
}

/// Says that a file no longer counts.
pub fn void(conn: &mut Conn, caller: &Caller, id: i64, reason: &str, now: Instant) -> Result<()> {
    diesel::update(t::table.find(id))
        .set((t::voided_at.eq(now), t::voided_by.eq(&caller.name), t::void_reason.eq(reason)))
        .execute(conn)?;
    Ok(())
}

/// One file in scope.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] also for what lies outside.
pub fn attachment(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Attachment> {
    let row: Row = seen(scope).filter(t::id.eq(id)).select(Row::as_select()).first(conn)?;
    Ok(row.into())
}

/// The files of one subject, oldest first; the voided ones too.
pub fn of_subject(conn: &mut Conn, scope: &Scope, subject: &Subject) -> Result<Vec<Attachment>> {
    let query = seen(scope).filter(t::subject_kind.eq(subject.kind)).filter(t::subject_id.eq(&subject.id));
    listed(conn, query)
}

/// The files of several subjects of a kind that still count, by the subject's id, oldest first.
pub fn of_subjects(
    conn: &mut Conn,
    scope: &Scope,
    kind: &str,
    ids: &[String],
) -> Result<BTreeMap<String, Vec<Attachment>>> {
    let standing = t::subject_kind.eq(kind).and(t::subject_id.eq_any(ids)).and(t::voided_at.is_null());
    let mut files: BTreeMap<String, Vec<Attachment>> = BTreeMap::new();
    for file in listed(conn, seen(scope).filter(standing))? {
        files.entry(file.subject_id.clone()).or_default().push(file);
    }
    Ok(files)
}

/// The files of every subject of a kind whose id stands under a prefix: `nomination_sheet` under `2026Q3/`. In the
/// order of the subjects' ids, then oldest first.
pub fn of_kind(conn: &mut Conn, scope: &Scope, kind: &str, prefix: &str) -> Result<Vec<Attachment>> {
    let under = format!("{prefix}%");
    listed(conn, seen(scope).filter(t::subject_kind.eq(kind)).filter(t::subject_id.like(under)))
}

/// Every file, for the check.
pub fn all(conn: &mut Conn) -> Result<Vec<Attachment>> {
    listed(conn, t::table.into_boxed::<Backend>())
}

type Boxed<'a> = diesel::helper_types::IntoBoxed<'a, t::table, Backend>;

fn seen(scope: &Scope) -> Boxed<'static> {
    let seen = t::table.into_boxed::<Backend>().filter(within("attachments.division", scope));
    if scope.is_whole_province() { seen.filter(t::shared) } else { seen }
}

fn listed(conn: &mut Conn, query: Boxed<'_>) -> Result<Vec<Attachment>> {
    let rows: Vec<Row> = query.order((t::subject_id, t::id)).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Attachment::from).collect())
}

/// The hashes of everything that was ever attached, each once; voided attachments are kept, too.
///
/// # Errors
/// When they cannot be read.
pub fn hashes(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(t::table.select(t::hash).distinct().order(t::hash).load(conn)?)
}
