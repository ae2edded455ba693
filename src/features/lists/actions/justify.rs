//! Answering a remark about counting twice: the reason stands beside it from then on.

use super::must_manage;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::input::Justifying;
use crate::features::lists::model::ListState;
use crate::features::lists::store;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use serde_json::Value;

/// Gives the reason why a project counts as it does. A later reason takes the place of an earlier one.
///
/// # Errors
/// 404 when the project is not on the list; 409 for a published list; 422 when nothing of that code is remarked.
pub fn justify(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    project_id: i64,
    new: &Justifying,
    now: Instant,
) -> Result<()> {
    must_manage(caller)?;
    let head = store::bump(conn, quarter)?;
    if head.state == ListState::Published {
        return Err(Error::conflict(Message::new("lists-published-already").with("quarter", quarter)));
    }
    let live = store::list(conn, &caller.scope, quarter)?;
    let entry = live.entries.iter().find(|entry| entry.project_id == project_id).ok_or(Error::NotFound)?;
    let remarks = store::remarks(conn, quarter, &live.entries)?;
    if !remarks.iter().any(|remark| remark.project_id == project_id && remark.code == new.code) {
        return Err(Error::field("code", "lists-remark-none"));
    }
    store::keep_justification(conn, quarter, project_id, new, caller, now)?;
    let subject = format!("{quarter}/{project_id}");
    let record = Record::new("list.justify", "nomination", subject, entry.project.facts.division)
        .changing(vec![Change::new("code", Value::Null, new.code.as_str())])
        .because(Some(new.reason.clone()));
    audit::record(conn, caller, now, record)
}
