//! Deeds on remarks: writing one, taking one's own back.

use super::model::Comment;
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record, Subject};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::Caller;
use anyhow::anyhow;
use serde_json::Value;

/// Remarks on a subject that exists (the subject's own room has asked). The record says that there is a remark; its
/// words stand with the remark alone.
///
/// # Errors
/// 403 for a role that only reads, 404 outside the scope.
pub fn add(conn: &mut Conn, caller: &Caller, subject: &Subject, body: &str, now: Instant) -> Result<Comment> {
    caller.must(Deed::Comment)?;
    caller.must_cover(subject.division)?;
    let id = store::insert(conn, caller, subject, body, now)?;
    let change = vec![Change::new("comment", Value::Null, id)];
    audit::record(conn, caller, now, Record::about("comment.add", subject).changing(change))?;
    let written = store::of_subject(conn, &caller.scope, subject)?.into_iter().find(|one| one.id == id);
    written.ok_or_else(|| Error::Unexpected(anyhow!("the remark {id} is gone")))
}

/// Takes one's own remark back.
///
/// # Errors
/// 404 for a remark that is not on this subject, not in scope or not one's own; 409 when it was taken back before.
pub fn take_back(conn: &mut Conn, caller: &Caller, subject: &Subject, id: i64, now: Instant) -> Result<()> {
    caller.must(Deed::Comment)?;
    let all = store::of_subject(conn, &caller.scope, subject)?;
    let own = all.into_iter().find(|one| one.id == id && caller.id.is_some() && one.author_id == caller.id);
    if own.ok_or(Error::NotFound)?.voided_at.is_some() {
        return Err(Error::conflict("comments-taken-back-already"));
    }
    store::void(conn, id, now)?;
    let change = vec![Change::new("comment", id, Value::Null)];
    audit::record(conn, caller, now, Record::about("comment.void", subject).changing(change))
}
