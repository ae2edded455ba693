//! Opening a quarter's list, and moving it between collecting and reviewing.

use super::{must_manage, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::input::Opening;
use crate::features::lists::model::{Head, ListState, NominationState};
use crate::features::lists::store;
use crate::features::lists::words::list_state;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use serde_json::Value;

/// Opens a quarter's list. What stood on the published list before comes over and waits for its decisions.
///
/// # Errors
/// 409 when the quarter has one, or when a later quarter's is open or published: lists follow one another, and what the
/// later one has carried over came from the list before this one.
pub fn open(conn: &mut Conn, caller: &Caller, new: &Opening, now: Instant) -> Result<Head> {
    let province = must_manage(caller)?;
    let head = Head {
        quarter: new.quarter,
        state: ListState::Collecting,
        target: new.target,
        nominate_by: new.nominate_by,
        publish_by: new.publish_by,
        revision: 1,
    };
    store::line_up(conn)?;
    if let Some(later) = store::published_after(conn, new.quarter)? {
        let message = Message::new("lists-order-later").with("quarter", new.quarter).with("later", later);
        return Err(Error::conflict(message));
    }
    if let Some(later) = store::unpublished(conn)?.into_iter().find(|open| *open > new.quarter) {
        let message =
            Message::new("lists-order-open-later").with("quarter", new.quarter).with("later", later);
        return Err(Error::conflict(message));
    }
    if !store::insert_list(conn, &head, caller.id, now)? {
        return Err(Error::conflict(Message::new("lists-opened-already").with("quarter", new.quarter)));
    }
    carry_over(conn, caller, new.quarter, now)?;
    let record = Record::new("list.open", "list", new.quarter, province).changing(vec![
        Change::new("target", Value::Null, new.target),
        Change::new("nominate_by", Value::Null, new.nominate_by.to_string()),
        Change::new("publish_by", Value::Null, new.publish_by.to_string()),
    ]);
    audit::record(conn, caller, now, record)?;
    tell::opened(conn, caller, &head, now)?;
    Ok(head)
}

/// Ends the collecting, or begins it again.
///
/// # Errors
/// 409 when the list stands there already or is published.
pub fn move_to(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    state: ListState,
    reason: Option<String>,
    now: Instant,
) -> Result<Head> {
    let province = must_manage(caller)?;
    let head = store::bump(conn, quarter)?;
    match (head.state, state) {
        (ListState::Collecting, ListState::Reviewing) | (ListState::Reviewing, ListState::Collecting) => (),
        (ListState::Published, _) => {
            return Err(Error::conflict(Message::new("lists-published-already").with("quarter", quarter)));
        }
        (_, ListState::Published) => return Err(Error::field("state", "lists-publish-elsewhere")),
        (same, _) => {
            let state = list_state(same);
            return Err(Error::conflict(Message::new("lists-state-already").with_message("state", state)));
        }
    }
    store::set_state(conn, &head, state, now)?;
    let record = Record::new("list.move", "list", quarter, province)
        .changing(vec![Change::new("state", head.state.as_str(), state.as_str())])
        .because(reason);
    audit::record(conn, caller, now, record)?;
    store::head(conn, quarter)
}

/// Brings a list in line with the published one before it, and remembers what that did to nominations.
pub(super) fn carry_over(conn: &mut Conn, caller: &Caller, quarter: Quarter, now: Instant) -> Result<()> {
    use NominationState::{Accepted, Nominated, Withdrawn};
    let done = store::carry_over(conn, quarter, now)?;
    let taken_off =
        done.taken_off.into_iter().map(|one| ("list.withdraw", one, (true, false), None, Withdrawn));
    let asked_again = done
        .asked_again
        .into_iter()
        .map(|one| ("list.carry", one, (false, true), Some(Accepted.as_str()), Nominated));
    for (deed, (project_id, division), (was, is), from, to) in taken_off.chain(asked_again) {
        let record = Record::new(deed, "nomination", format!("{quarter}/{project_id}"), division)
            .changing(vec![Change::new("carried", was, is), Change::new("state", from, to.as_str())]);
        audit::record(conn, caller, now, record)?;
    }
    Ok(())
}
