//! Taking back a list that was opened by mistake, such as 2027Q1 for 2026Q4. Only while nothing would be lost by it: what
//! merely came over from the list before goes as it came. Its quarter may be opened again, with everything that was
//! kept about the first time.

use super::unlock::end_running;
use super::{must_manage, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::model::ListState;
use crate::features::lists::store;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use serde_json::Value;

/// Takes a list back; every city is told why.
///
/// # Errors
/// 409 for a published list, and for one on which somebody has nominated, decided, remarked or filed something.
pub fn cancel(conn: &mut Conn, caller: &Caller, quarter: Quarter, reason: &str, now: Instant) -> Result<()> {
    let province = must_manage(caller)?;
    store::line_up(conn)?;
    let head = store::bump(conn, quarter)?;
    if head.state == ListState::Published {
        return Err(Error::conflict(Message::new("lists-published-already").with("quarter", quarter)));
    }
    let entries = store::list(conn, &caller.scope, quarter)?.entries;
    let nominations = entries.iter().filter(|entry| entry.is_work()).count() as i64;
    let (remarks, files) = store::held_beside(conn, quarter)?;
    for (id, count) in [
        ("lists-cancel-nominations", nominations),
        ("lists-cancel-comments", remarks),
        ("lists-cancel-files", files),
    ] {
        if count > 0 {
            let message = Message::new(id).with("quarter", quarter).with("count", count);
            return Err(Error::conflict(message));
        }
    }
    let carried = store::take_off_untouched(conn, quarter, now)?;
    end_running(conn, caller, quarter, None, reason, now)?;
    store::cancel_list(conn, &head, now)?;
    let record = Record::new("list.cancel", "list", quarter, province)
        .changing(vec![
            Change::new("state", head.state.as_str(), Value::Null),
            Change::new("carried", carried as i64, 0),
        ])
        .because(Some(reason.to_owned()));
    audit::record(conn, caller, now, record)?;
    tell::cancelled(conn, caller, quarter, reason, now)
}
