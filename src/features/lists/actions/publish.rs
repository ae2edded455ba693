//! Publishing: one transaction from what was accepted to a numbered, hashed document.

use super::consistent::must_add_up;
use super::open::carry_over;
use super::{is_alive, must_manage, still_fit, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::indicators::Moment;
use crate::features::lists::document::{self, Document, Imprint};
use crate::features::lists::input::Publishing;
use crate::features::lists::model::{
    Decision, Entry, Exit, Head, ListState, NominationState, PublishedEntry, Version,
};
use crate::features::lists::store::{self, LiveList};
use crate::features::lists::totals::Totals;
use crate::features::lists::words;
use crate::features::projects::{self as registry, Departure, Facts};
use crate::kernel::calendar::Quarter;
use crate::kernel::canonical;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Publishes what was accepted as version 1: serials, changes, frozen facts, document, hash, state and record, and what
/// the roll-over decided about the projects that leave, all or nothing. `today` is the day in the business zone.
///
/// # Errors
/// 409 when it is published already, not in review, out of its order, or entries wait for a decision; 422 when the
/// number is taken, the count departs from the target without a reason, or an accepted project has lost a fact since.
pub fn publish(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &Publishing,
    now: Instant,
    today: NaiveDate,
) -> Result<Version> {
    let province = must_manage(caller)?;
    store::line_up(conn)?;
    let head = store::bump(conn, quarter)?;
    let live = store::list(conn, &caller.scope, quarter)?;
    may_publish(&head, &live, new)?;
    in_order(conn, quarter)?;
    if store::number_is_taken(conn, quarter, &new.number)? {
        return Err(Error::field("number", "lists-number-taken"));
    }
    let unanswered = unanswered(conn, quarter, &live.entries)?;
    let accepted: Vec<Entry> =
        live.entries.into_iter().filter(|entry| entry.state == NominationState::Accepted).collect();
    still_complete(&accepted)?;
    heirs_stand(conn, caller, &live.exits, quarter)?;

    let previous = store::previous(conn, quarter, None)?;
    let imprint = Imprint {
        quarter,
        version: 1,
        number: new.number.clone(),
        reason: new.reason.clone(),
        target: head.target,
        data_as_of: quarter.last_day().min(today),
        published_at: now,
        publisher: caller.name.clone(),
        previous,
        corrections: Vec::new(),
    };
    let (version, totals) = seal(conn, caller, imprint, &document::lines(accepted), &live.exits)?;
    store::set_state(conn, &head, ListState::Published, now)?;
    let_go(conn, caller, &live.exits, (now, today))?;
    for later in store::unpublished(conn)? {
        store::bump(conn, later)?;
        carry_over(conn, caller, later, now)?;
    }

    let mut changes = vec![
        Change::new("state", head.state.as_str(), ListState::Published.as_str()),
        Change::new("version", Value::Null, version.version),
        Change::new("number", Value::Null, version.number.as_str()),
        Change::new("hash", Value::Null, version.hash.as_str()),
        Change::new("count", Value::Null, totals.count),
        Change::new("total_investment_yuan", Value::Null, totals.total_investment.yuan()),
    ];
    if !unanswered.is_empty() {
        changes.push(Change::new("remarks_unanswered", Value::Null, unanswered));
    }
    let record = Record::new("list.publish", "list", quarter, province)
        .changing(changes)
        .because(version.reason.clone());
    audit::record(conn, caller, now, record)?;
    tell::published(conn, caller, quarter, (&version, &totals), now)?;
    Ok(version)
}

/// What the rules against counting twice remark and nobody has answered: it blocks nothing, and the record of the
/// publication says that it went out so.
fn unanswered(conn: &mut Conn, quarter: Quarter, entries: &[Entry]) -> Result<Vec<Value>> {
    let remarks = store::remarks(conn, quarter, entries)?;
    Ok(remarks
        .into_iter()
        .filter(|remark| remark.justified.is_none())
        .map(
            |remark| json!({ "project_id": remark.project_id, "code": remark.code, "others": remark.others }),
        )
        .collect())
}

/// Makes the document of these lines and stores it with its rows. Rows and answer come from the bytes as any later
/// reader will read them, never from what we meant to write.
pub(super) fn seal(
    conn: &mut Conn,
    caller: &Caller,
    imprint: Imprint,
    lines: &[PublishedEntry],
    exits: &[Exit],
) -> Result<(Version, Totals)> {
    let bytes = Document::new(imprint, lines, exits)?.bytes()?;
    let hash = canonical::hash(&bytes);
    let document = Document::read(&bytes)?;
    let Imprint { quarter, version, number, reason, data_as_of, published_at, publisher, previous, .. } =
        document.imprint.clone();
    let previous_hash = previous.map(|previous| previous.hash);
    let version =
        Version { version, number, reason, data_as_of, published_at, publisher, hash, previous_hash };
    let totals = document.totals();
    let lines = document.entries();
    must_add_up(&lines, &totals, Moment { year: quarter.year(), as_of: data_as_of })?;
    store::insert_version(conn, quarter, &version, caller.id, &bytes, &lines)?;
    Ok((version, totals))
}

/// Lists follow one another: each says what changed since the one before.
fn in_order(conn: &mut Conn, quarter: Quarter) -> Result<()> {
    let refuse = |id, other: Quarter| {
        Err(Error::conflict(Message::new(id).with("quarter", quarter).with("other", other)))
    };
    if let Some(later) = store::published_after(conn, quarter)? {
        return refuse("lists-order-published", later);
    }
    match store::unpublished(conn)?.first() {
        Some(earlier) if *earlier < quarter => refuse("lists-order-open", *earlier),
        _ => Ok(()),
    }
}

/// Nobody lives on in a project that is no longer alive, or that this very list lets go: that was asked when the
/// decision was taken, and much may have happened since.
fn heirs_stand(conn: &mut Conn, caller: &Caller, exits: &[Exit], quarter: Quarter) -> Result<()> {
    use Decision::{Drop, Merge, Split};
    let ids: Vec<i64> = exits.iter().flat_map(|exit| exit.into.iter().copied()).collect();
    let found = registry::projects_by_ids(conn, &caller.scope, &ids, quarter.year())?;
    let stands = |id: &i64| {
        let goes =
            |other: &Exit| other.project_id == *id && matches!(other.decision, Some(Drop | Merge | Split));
        found.iter().any(|heir| heir.id == *id && is_alive(&heir.facts)) && !exits.iter().any(goes)
    };
    let refused: Vec<FieldError> = exits
        .iter()
        .filter_map(|exit| Some((exit, exit.into.iter().find(|id| !stands(id))?)))
        .map(|(exit, heir)| {
            let message = Message::new("lists-heir-gone").with("name", &exit.name).with("heir", heir);
            FieldError::new(format!("entries.{}.into", exit.project_id), message)
        })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
}

/// Does to the registry what the roll-over decided: dropped projects leave the lists, merged and split ones live on in
/// others. What graduates stays as it is, and what was declined is merely not on this list.
fn let_go(conn: &mut Conn, caller: &Caller, exits: &[Exit], at: (Instant, NaiveDate)) -> Result<()> {
    for exit in exits {
        let departure = match (exit.decision, exit.into.as_slice()) {
            (Some(Decision::Drop), _) => Departure::Exit,
            (Some(Decision::Merge), [into]) => Departure::Merge(*into),
            (Some(Decision::Split), into) => Departure::Split(into.to_vec()),
            _ => continue,
        };
        registry::depart(conn, caller, exit.project_id, &departure, exit.reason.clone(), at)?;
    }
    Ok(())
}

/// Whether the list as a whole is ready.
fn may_publish(head: &Head, live: &LiveList, new: &Publishing) -> Result<()> {
    let meters = &live.meters;
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
    let undecided = live.entries.iter().filter(|entry| entry.is_undecided());
    let undecided: Vec<&str> = undecided.map(|entry| entry.project.facts.name.as_str()).collect();
    if let Some(names) = words::some_of(&undecided) {
        let message = Message::new("lists-undecided").with("count", undecided.len());
        return Err(Error::conflict(message.with_message("names", names)));
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
    let refused: Vec<FieldError> = accepted
        .iter()
        .flat_map(|entry| {
            let facts = Facts { class: Some(entry.class), ..entry.project.facts.clone() };
            still_fit(entry.project_id, &facts)
        })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
}
