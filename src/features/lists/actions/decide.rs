//! Deciding about one nomination: the reviewer's acts, and the city's withdrawal.

use super::{gate, remember, standing_entry, tell};
use crate::db::Conn;
use crate::features::lists::input::Deciding;
use crate::features::lists::model::{Decision, Entry, ListState};
use crate::features::lists::store;
use crate::features::lists::words::state_text;
use crate::features::projects::Facts;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::json;

/// Decides about a nomination: accept, return, decline (the reviewer), withdraw (who nominates). `version` is the one
/// of the nomination that the decision is based on.
///
/// # Errors
/// 404 for a project that is not nominated or not in scope, 409 when the nomination has changed or its state does not
/// allow the decision, 422 when an accepted project lacks a fact.
pub fn decide(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    project_id: i64,
    version: i64,
    new: &Deciding,
    now: Instant,
) -> Result<Entry> {
    let deed = if new.decision == Decision::Withdraw { Deed::Nominate } else { Deed::ManageLists };
    caller.must(deed)?;
    let head = store::bump(conn, quarter)?;
    let entry = store::entry(conn, &caller.scope, quarter, project_id)?.ok_or(Error::NotFound)?;
    if entry.version != version {
        return Err(Error::Stale {
            base: json!({ "version": version }),
            yours: json!({ "decision": new.decision, "reason": new.reason }),
            current: json!({ "version": entry.version, "state": entry.state, "reason": entry.reason }),
        });
    }
    if !new.decision.is_possible(head.state, entry.state) {
        let state = Message::new(state_text(entry.state));
        return Err(Error::conflict(match (head.state, new.decision) {
            (ListState::Published, _) => Message::new("lists-published-already").with("quarter", quarter),
            (ListState::Collecting, Decision::Accept | Decision::Return | Decision::Decline) => {
                Message::new("lists-not-in-review").with("quarter", quarter)
            }
            _ => Message::new("lists-decision-impossible").with_message("state", state),
        }));
    }
    if new.decision == Decision::Accept {
        gate(Facts { class: Some(entry.class), ..entry.project.facts.clone() })?;
    }
    let outcome = new.decision.outcome();
    store::decide_nomination(conn, entry.id, outcome, new.reason.as_deref(), caller.id, now)?;
    let decided = standing_entry(conn, caller, quarter, project_id)?;
    let deed = match new.decision {
        Decision::Accept => "list.accept",
        Decision::Return => "list.return",
        Decision::Decline => "list.decline",
        Decision::Withdraw => "list.withdraw",
        Decision::Continue => "list.continue",
        Decision::Graduate => "list.graduate",
        Decision::Drop => "list.drop",
        Decision::Merge => "list.merge",
        Decision::Split => "list.split",
    };
    remember(conn, caller, deed, quarter, (Some(entry.state), &decided), new.reason.clone(), now)?;
    if new.decision == Decision::Return {
        tell::returned(conn, caller, quarter, &decided, now)?;
    }
    Ok(decided)
}
