//! Deeds on lists. Each takes the list's row first ([`store::bump`]), so that two people who act at once act one after
//! the other and the second sees what the first has done.

use super::document::{self, Document, Imprint};
use super::input::{Deciding, Nominating, Opening, Publishing};
use super::model::{Decision, Entry, Head, ListState, NominationState, Version, exits, may_nominate};
use super::store::{self, Wish};
use super::totals::Meters;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::projects::{self as registry, Facts, SideState};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use anyhow::anyhow;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Opens a quarter's list.
///
/// # Errors
/// 409 when the quarter has one.
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
    if !store::insert_list(conn, &head, caller.id, now)? {
        return Err(Error::conflict(Message::new("lists-opened-already").with("quarter", new.quarter)));
    }
    let record = Record::new("list.open", "list", new.quarter, province).changing(vec![
        Change::new("target", Value::Null, new.target),
        Change::new("nominate_by", Value::Null, new.nominate_by.to_string()),
        Change::new("publish_by", Value::Null, new.publish_by.to_string()),
    ]);
    audit::record(conn, caller, now, record)?;
    Ok(head)
}

/// Nominates a project of the caller's scope, for the first time or again after it was returned or withdrawn.
///
/// # Errors
/// 422 naming the facts that lack; 409 when it stands there already or the list no longer collects.
pub fn nominate(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &Nominating,
    now: Instant,
) -> Result<Entry> {
    caller.must(Deed::Nominate)?;
    let head = store::bump(conn, quarter)?;
    let project = registry::project(conn, &caller.scope, new.project_id, quarter.year())?;
    let standing = store::entry(conn, &caller.scope, quarter, project.id)?;
    let state = standing.as_ref().map(|entry| entry.state);
    if !may_nominate(head.state, state) {
        return Err(Error::conflict(refused_nomination(&head, state)));
    }
    let class = new.class.or(project.facts.class);
    let class = gate(Facts { class, ..project.facts })?;
    let wish = Wish { project_id: project.id, section: new.section.clone(), class, by: caller.id, at: now };
    match &standing {
        None => store::insert_nomination(conn, quarter, &wish)?,
        Some(entry) => store::renew_nomination(conn, entry.id, &wish)?,
    }
    let entry = standing_entry(conn, caller, quarter, project.id)?;
    remember(conn, caller, "list.nominate", quarter, (state, &entry), None, now)?;
    Ok(entry)
}

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
    };
    remember(conn, caller, deed, quarter, (Some(entry.state), &decided), new.reason.clone(), now)?;
    Ok(decided)
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
            let state = list_state_text(same);
            return Err(Error::conflict(Message::new("lists-state-already").with_message("state", state)));
        }
    }
    store::set_state(conn, quarter, state)?;
    let record = Record::new("list.move", "list", quarter, province)
        .changing(vec![Change::new("state", head.state.as_str(), state.as_str())])
        .because(reason);
    audit::record(conn, caller, now, record)?;
    store::head(conn, quarter)
}

/// Publishes what was accepted as version 1: serials, changes, frozen facts, document, hash, state and record, all or
/// nothing. `today` is the day in the business zone.
///
/// # Errors
/// 409 when it is published already, not in review, or nominations wait for a decision; 422 when the number is taken,
/// the count departs from the target without a reason, or an accepted project has lost a fact since.
pub fn publish(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &Publishing,
    now: Instant,
    today: NaiveDate,
) -> Result<Version> {
    let province = must_manage(caller)?;
    let head = store::bump(conn, quarter)?;
    let live = store::list(conn, &caller.scope, quarter)?;
    may_publish(&head, &live.meters, new)?;
    let accepted: Vec<Entry> =
        live.entries.into_iter().filter(|entry| entry.state == NominationState::Accepted).collect();
    still_complete(&accepted)?;

    let before = store::stood_before(conn, &caller.scope, quarter)?;
    let kept = accepted.iter().map(|entry| (entry.project_id, entry.class)).collect();
    let previous = store::previous(conn, quarter)?;
    let imprint = Imprint {
        quarter,
        version: 1,
        number: new.number.clone(),
        reason: new.reason.clone(),
        target: head.target,
        data_as_of: quarter.last_day().min(today),
        published_at: now,
        publisher: caller.name.clone(),
        previous: previous.clone(),
    };
    let bytes = Document::new(imprint, &document::lines(accepted), &exits(&before, &kept))?.bytes()?;
    // Rows and answer come from the bytes as any later reader will read them, never from what we meant to write.
    let hash = document::hash(&bytes);
    let document = Document::read(&bytes)?;
    let Imprint { version, number, reason, data_as_of, published_at, publisher, .. } =
        document.imprint.clone();
    let previous_hash = previous.map(|previous| previous.hash);
    let version =
        Version { version, number, reason, data_as_of, published_at, publisher, hash, previous_hash };
    let totals = document.totals();
    store::insert_version(conn, quarter, &version, caller.id, &bytes, &document.entries())?;
    store::set_state(conn, quarter, ListState::Published)?;

    let record = Record::new("list.publish", "list", quarter, province)
        .changing(vec![
            Change::new("state", head.state.as_str(), ListState::Published.as_str()),
            Change::new("version", Value::Null, version.version),
            Change::new("number", Value::Null, version.number.as_str()),
            Change::new("hash", Value::Null, version.hash.as_str()),
            Change::new("count", Value::Null, totals.count),
            Change::new("total_investment_yuan", Value::Null, totals.total_investment.yuan()),
        ])
        .because(version.reason.clone());
    audit::record(conn, caller, now, record)?;
    Ok(version)
}

/// A list is the whole province's: whoever opens, moves or publishes it must see all of it. Gives the province.
fn must_manage(caller: &Caller) -> Result<DivisionCode> {
    caller.must(Deed::ManageLists)?;
    if !caller.scope.is_whole_province() {
        return Err(Error::forbidden("lists-province-only"));
    }
    Ok(caller.scope.first().province())
}

/// What a nomination needs; gives the class.
fn gate(facts: Facts) -> Result<registry::Class> {
    if !matches!(facts.side_state, SideState::Active | SideState::Suspended) {
        return Err(Error::conflict("lists-project-not-active"));
    }
    let lacks = registry::missing_for_nomination(&facts);
    let refused: Vec<FieldError> =
        lacks.into_iter().map(|field| FieldError::new(field, "lists-nomination-needs")).collect();
    match facts.class {
        Some(class) if refused.is_empty() => Ok(class),
        _ => Err(Error::Invalid(refused)),
    }
}

fn refused_nomination(head: &Head, state: Option<NominationState>) -> Message {
    match (head.state, state) {
        (ListState::Published, _) => Message::new("lists-published-already").with("quarter", head.quarter),
        (_, Some(state @ (NominationState::Nominated | NominationState::Accepted))) => {
            Message::new("lists-nominated-already").with_message("state", state_text(state))
        }
        (_, Some(NominationState::Declined)) => Message::new("lists-declined-already"),
        _ => Message::new("lists-not-collecting").with("quarter", head.quarter),
    }
}

/// Whether the list as a whole is ready.
fn may_publish(head: &Head, meters: &Meters, new: &Publishing) -> Result<()> {
    match head.state {
        ListState::Published => {
            return Err(Error::conflict(
                Message::new("lists-published-already").with("quarter", head.quarter),
            ));
        }
        ListState::Collecting => {
            return Err(Error::conflict(Message::new("lists-not-in-review").with("quarter", head.quarter)));
        }
        ListState::Reviewing => (),
    }
    if meters.waiting.count > 0 {
        return Err(Error::conflict(Message::new("lists-undecided").with("count", meters.waiting.count)));
    }
    if meters.accepted.count == 0 {
        return Err(Error::conflict("lists-nothing-accepted"));
    }
    if meters.off_target() != 0 && new.reason.is_none() {
        let message = Message::new("lists-off-target")
            .with("accepted", meters.accepted.count)
            .with("target", meters.target);
        return Err(Error::field("reason", message));
    }
    Ok(())
}

/// Facts may have been emptied after the acceptance; the refusal names project and field.
fn still_complete(accepted: &[Entry]) -> Result<()> {
    let mut refused = Vec::new();
    for entry in accepted {
        let facts = Facts { class: Some(entry.class), ..entry.project.facts.clone() };
        for field in registry::missing_for_nomination(&facts) {
            let message = Message::new("lists-publication-needs").with("name", &facts.name);
            refused.push(FieldError::new(format!("entries.{}.{field}", entry.project_id), message));
        }
        if !matches!(facts.side_state, SideState::Active | SideState::Suspended) {
            let message = Message::new("lists-publication-not-active").with("name", &facts.name);
            refused.push(FieldError::new(format!("entries.{}.side_state", entry.project_id), message));
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
}

/// The nomination as the deed has left it.
fn standing_entry(conn: &mut Conn, caller: &Caller, quarter: Quarter, project_id: i64) -> Result<Entry> {
    store::entry(conn, &caller.scope, quarter, project_id)?
        .ok_or_else(|| Error::Unexpected(anyhow!("the nomination of {project_id} is gone")))
}

/// The record of a nomination's deed lies where the project lies, so that its city can read it.
fn remember(
    conn: &mut Conn,
    caller: &Caller,
    deed: &'static str,
    quarter: Quarter,
    (from, entry): (Option<NominationState>, &Entry),
    reason: Option<String>,
    now: Instant,
) -> Result<()> {
    let subject = format!("{quarter}/{}", entry.project_id);
    let mut changes = vec![Change::new("state", from.map(NominationState::as_str), entry.state.as_str())];
    if deed == "list.nominate" {
        changes.push(Change::new("class", Value::Null, entry.class.as_str()));
    }
    let record = Record::new(deed, "nomination", subject, entry.project.facts.division);
    audit::record(conn, caller, now, record.changing(changes).because(reason))
}

/// What a list's state is called.
pub const fn list_state_text(state: ListState) -> &'static str {
    match state {
        ListState::Collecting => "lists-state-collecting",
        ListState::Reviewing => "lists-state-reviewing",
        ListState::Published => "lists-state-published",
    }
}

/// What a nomination's state is called.
pub const fn state_text(state: NominationState) -> &'static str {
    match state {
        NominationState::Nominated => "lists-state-nominated",
        NominationState::Accepted => "lists-state-accepted",
        NominationState::Returned => "lists-state-returned",
        NominationState::Declined => "lists-state-declined",
        NominationState::Withdrawn => "lists-state-withdrawn",
    }
}
