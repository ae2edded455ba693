//! Publishing: one transaction from what was accepted to a numbered, hashed document.

use super::{must_manage, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::document::{self, Document, Imprint};
use crate::features::lists::input::Publishing;
use crate::features::lists::model::{Entry, Head, ListState, NominationState, Version, exits};
use crate::features::lists::store;
use crate::features::lists::totals::Meters;
use crate::features::projects::{self as registry, Facts, SideState};
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::Value;

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
    tell::published(conn, caller, quarter, (&version, &totals), now)?;
    Ok(version)
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
