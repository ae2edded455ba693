//! Deciding about one nomination: the reviewer's acts, and the city's withdrawal. What came over from the list before
//! asks for one of five decisions, each with a reason; what such a decision does to the registry happens when the list
//! is published, so that until then the reviewer may change her mind.

use super::{gate, is_alive, must_manage, remember, standing_entry, tell};
use crate::db::Conn;
use crate::features::lists::input::Deciding;
use crate::features::lists::model::{Decision, Entry, Head, ListState};
use crate::features::lists::store::{self, Verdict};
use crate::features::lists::words::state_text;
use crate::features::projects::{self as registry, Facts, Stage};
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::json;

/// Decides about a nomination: accept, return, decline (the reviewer), withdraw (who nominates), and for what came over
/// from the list before continue, graduate, drop, merge, split. `version` is the one of the nomination that the
/// decision is based on.
///
/// # Errors
/// 404 for a project that is not nominated or not in scope, 409 when the nomination has changed or its state does not
/// allow the decision, 422 when a reason, a fact or the projects to live on in are wanting.
pub fn decide(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    project_id: i64,
    version: i64,
    new: &Deciding,
    now: Instant,
) -> Result<Entry> {
    if new.decision == Decision::Withdraw {
        caller.must(Deed::Nominate)?;
    } else {
        must_manage(caller)?;
    }
    let head = store::bump(conn, quarter)?;
    let entry = store::entry(conn, &caller.scope, quarter, project_id)?.ok_or(Error::NotFound)?;
    if entry.version != version {
        return Err(Error::Stale {
            base: json!({ "version": version }),
            yours: json!({ "decision": new.decision, "reason": new.reason }),
            current: json!({ "version": entry.version, "state": entry.state, "reason": entry.reason }),
        });
    }
    possible(&head, &entry, new)?;
    let class = new.class.unwrap_or(entry.class);
    match new.decision {
        Decision::Accept | Decision::Continue => {
            gate(Facts { class: Some(class), ..entry.project.facts.clone() })?;
        }
        Decision::Graduate if entry.project.facts.stage < Some(Stage::InProduction) => {
            return Err(Error::field("decision", "lists-graduate-not-in-production"));
        }
        Decision::Merge | Decision::Split => lives_on(conn, caller, quarter, project_id, new)?,
        _ => {}
    }
    let verdict = Verdict {
        decision: new.decision,
        reason: new.reason.as_deref(),
        class,
        into: &new.into,
        by: caller.id,
        at: now,
    };
    store::decide_nomination(conn, entry.id, &verdict)?;
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

/// Whether the list's state and the nomination's own allow the decision.
fn possible(head: &Head, entry: &Entry, new: &Deciding) -> Result<()> {
    if head.state == ListState::Published {
        let message = Message::new("lists-published-already").with("quarter", head.quarter);
        return Err(Error::conflict(message));
    }
    if new.decision.is_roll_over() && !entry.carried {
        return Err(Error::field("decision", "lists-not-carried"));
    }
    if new.decision == Decision::Withdraw && entry.is_untouched() {
        return Err(Error::conflict("lists-carried-not-withdrawn"));
    }
    if !new.decision.is_possible(head.state, entry.state) {
        return Err(Error::conflict(match (head.state, new.decision) {
            (ListState::Collecting, decision) if decision != Decision::Withdraw => {
                Message::new("lists-not-in-review").with("quarter", head.quarter)
            }
            _ => Message::new("lists-decision-impossible")
                .with_message("state", Message::new(state_text(entry.state))),
        }));
    }
    if new.decision == Decision::Decline && entry.carried && !entry.renewed {
        return Err(Error::field("decision", "lists-carried-not-declined"));
    }
    // Accepting what its city did not even nominate again is keeping it, and keeping needs a reason.
    if new.decision == Decision::Accept && entry.carried && !entry.renewed && new.reason.is_none() {
        return Err(Error::field("reason", "lists-carried-needs-reason"));
    }
    Ok(())
}

/// The projects that a merged or split one lives on in must be there, alive, and others than itself.
fn lives_on(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    project_id: i64,
    new: &Deciding,
) -> Result<()> {
    let found = registry::projects_by_ids(conn, &caller.scope, &new.into, quarter.year())?;
    for id in &new.into {
        let heir = found.iter().find(|project| project.id == *id);
        let alive = heir.is_some_and(|heir| is_alive(&heir.facts));
        if *id == project_id || !alive {
            return Err(Error::field("into", Message::new("lists-into-unfit").with("id", id)));
        }
    }
    Ok(())
}
