//! Deeds on visits: one is entered, what is known of it said anew.

use super::input::Telling;
use super::model::{Visit, VisitKind};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::{leads, reference};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Enters a visit; its id.
///
/// # Errors
/// 403; 422 for a place outside the scope, a day that lies ahead, and a lead that is none of the place.
pub fn enter(
    conn: &mut Conn,
    caller: &Caller,
    new: Telling,
    (now, today): (Instant, NaiveDate),
) -> Result<i64> {
    caller.must(Deed::Promote)?;
    let place = new.place.or(caller.scope.only()).ok_or_else(|| Error::field("place", "input-required"))?;
    let blank = Visit {
        id: 0,
        version: 0,
        kind: VisitKind::Outbound,
        visited_on: today,
        division: place,
        target: String::new(),
        leader: None,
        people: String::new(),
        result: String::new(),
        lead_id: None,
        author: caller.name.clone(),
    };
    let is = new.on(&blank);
    fits(conn, caller, (None, &is), today)?;
    let id = store::insert(conn, caller, &is, now)?;
    let changes = Change::between(&json!({}), &facts(&is));
    audit::record(conn, caller, now, Record::new("visit.enter", "visit", id, is.division).changing(changes))?;
    Ok(id)
}

/// Says anew what is known of a visit.
///
/// # Errors
/// As [`enter`]; 404 outside the scope; 409 when it has changed since `based`.
pub fn amend(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, i64),
    new: Telling,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    caller.must(Deed::Promote)?;
    let was = store::one(conn, &caller.scope, id)?;
    let is = new.on(&was);
    let stale = |current: &Visit| Error::Stale {
        base: json!({ "version": based }),
        yours: facts(&is),
        current: facts(current),
    };
    if based != was.version {
        return Err(stale(&was));
    }
    fits(conn, caller, (Some(&was), &is), today)?;
    let changes = Change::between(&facts(&was), &facts(&is));
    if changes.is_empty() {
        return Ok(());
    }
    if !store::update(conn, caller, &is, now)? {
        return Err(stale(&store::one(conn, &caller.scope, id)?));
    }
    audit::record(conn, caller, now, Record::new("visit.amend", "visit", id, is.division).changing(changes))
}

/// Refuses what is not there, not hers, or lies ahead.
fn fits(
    conn: &mut Conn,
    caller: &Caller,
    (was, is): (Option<&Visit>, &Visit),
    today: NaiveDate,
) -> Result<()> {
    let (book, mut wrong) = (reference::book(conn)?, Vec::new());
    let place = is.division;
    let moves = was.is_none_or(|was| was.division != place);
    if moves && (place.is_county() || !book.is_known(place) || !caller.scope.covers(place)) {
        wrong.push(FieldError::new("place", Message::new("visits-place-unknown").with("value", place)));
    }
    if is.visited_on > today {
        let message = Message::new("visits-ahead").with("today", today.to_string());
        wrong.push(FieldError::new("visited_on", message));
    }
    let binds = moves || was.is_none_or(|was| was.lead_id != is.lead_id);
    if let Some(lead) = is.lead_id.filter(|_| binds) {
        let is_its = match leads::one(conn, &caller.scope, lead) {
            Ok(lead) => place.contains(lead.division),
            Err(Error::NotFound) => false,
            Err(other) => return Err(other),
        };
        if !is_its {
            wrong.push(FieldError::new("lead_id", "visits-lead-unknown"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What a person has said, by the names of the contract.
fn facts(of: &Visit) -> Value {
    json!({
        "kind": of.kind, "visited_on": of.visited_on, "place": of.division, "target": of.target, "leader": of.leader,
        "people": of.people, "result": of.result, "lead_id": of.lead_id,
    })
}
