//! Deeds on files: attaching one, and saying that it no longer counts.

use super::input::{self, Incoming};
use super::model::Attachment;
use super::store::{self, NewRow};
use super::vault::{self, Damage};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record, Subject};
use crate::kernel::canonical;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::Value;
use std::path::Path;

/// Attaches a file to a subject that exists (the subject's own room has asked). `folder` is where the bytes go. Inside
/// the deed's transaction, because nobody may fill the disk who may not attach; bytes whose row was undone are harmless.
///
/// # Errors
/// 403 for a role that enters nothing, 404 outside the scope, 422 of `file` when these very bytes are attached already and undamaged.
pub fn attach(
    conn: &mut Conn,
    folder: &Path,
    caller: &Caller,
    subject: &Subject,
    file: &Incoming,
    now: Instant,
) -> Result<i64> {
    caller.must(Deed::EditProjects)?;
    caller.must_cover(subject.division)?;
    let hash = canonical::hash(&file.bytes);
    let standing = store::of_subject(conn, &caller.scope, subject)?;
    if let Some(same) = standing.iter().find(|other| other.hash == hash && other.voided.is_none()) {
        if vault::read(folder, &hash).is_ok() {
            let message = Message::new("files-attached-already").with("name", &same.file_name);
            return Err(Error::field("file", message));
        }
        // Its bytes were damaged: sending the original again mends them.
        vault::put(folder, &file.bytes)?;
        let record =
            Record::about("file.mend", subject).changing(vec![Change::new("hash", Value::Null, hash)]);
        audit::record(conn, caller, now, record)?;
        return Ok(same.id);
    }
    vault::put(folder, &file.bytes)?;
    let new = NewRow {
        hash: &hash,
        file_name: &file.file_name,
        media_type: file.media_type,
        bytes: file.bytes.len() as i64,
    };
    let id = store::insert(conn, caller, subject, &new, now)?;
    let record = Record::about("file.attach", subject).changing(vec![
        Change::new("file", Value::Null, id),
        Change::new("file_name", Value::Null, file.file_name.as_str()),
        Change::new("hash", Value::Null, hash),
    ]);
    audit::record(conn, caller, now, record)?;
    Ok(id)
}

/// Says that a file no longer counts, and why. It stays readable.
///
/// # Errors
/// 403 for a role that enters nothing, 404 outside the scope or for a file of another kind of subject, 409 when it was
/// voided before, 422 without a reason.
pub fn void(
    conn: &mut Conn,
    caller: &Caller,
    kind: &'static str,
    id: i64,
    reason: Option<&str>,
    now: Instant,
) -> Result<()> {
    caller.must(Deed::EditProjects)?;
    let file = store::attachment(conn, &caller.scope, id)?;
    if file.subject_kind != kind {
        return Err(Error::NotFound);
    }
    if file.voided.is_some() {
        return Err(Error::conflict("files-voided-already"));
    }
    let reason = input::reason(reason)?;
    store::void(conn, caller, id, &reason, now)?;
    let subject = Subject { kind, id: file.subject_id, division: file.division };
    let change = vec![Change::new("file", id, Value::Null)];
    audit::record(
        conn,
        caller,
        now,
        Record::about("file.void", &subject).changing(change).because(Some(reason)),
    )
}

/// A file in scope with its bytes, proved to be those that were sent.
///
/// # Errors
/// 404 outside the scope; 409 when the bytes are missing or damaged, which is logged for the administrator.
pub fn read(conn: &mut Conn, folder: &Path, scope: &Scope, id: i64) -> Result<(Attachment, Vec<u8>)> {
    let file = store::attachment(conn, scope, id)?;
    match vault::read(folder, &file.hash) {
        Ok(bytes) => Ok((file, bytes)),
        Err(damage) => {
            tracing::error!(attachment = id, hash = %file.hash, %damage, "an attachment is damaged");
            Err(Error::conflict(match damage {
                Damage::Missing => "files-missing",
                Damage::Altered | Damage::Unreadable(_) => "files-damaged",
            }))
        }
    }
}
