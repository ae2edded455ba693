//! Deeds on targets: one is named, what is known of it said anew.

use super::input::Aiming;
use super::model::{Priority, Status, Target};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::{chains, enterprises, reference};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Names a target; its id.
///
/// # Errors
/// 403; 422 for a list outside the scope, a segment or an enterprise that is none, and a name that is on the list already.
pub fn add(conn: &mut Conn, caller: &Caller, new: Aiming, (now, today): (Instant, NaiveDate)) -> Result<i64> {
    caller.must(Deed::EditAtlas)?;
    let place = new.place.or(caller.scope.only()).ok_or_else(|| Error::field("place", "input-required"))?;
    let segment_id = new.segment_id.ok_or_else(|| Error::field("segment_id", "input-required"))?;
    let blank = Target {
        id: 0,
        version: 0,
        segment_id,
        division: place,
        name: String::new(),
        credit_code: None,
        home: None,
        products: None,
        priority: Priority::Medium,
        status: Status::Open,
        reasons: String::new(),
        land_mu: None,
        energy_tce: None,
        source: None,
        verified_on: today,
        author: caller.name.clone(),
        ties: Vec::new(),
    };
    let is = new.on(&blank, today);
    fits(conn, caller, (None, &is), today)?;
    let id = store::insert(conn, caller, &is, now)?;
    let changes = Change::between(&json!({}), &facts(&is));
    let record = Record::new("target.add", "target", id, is.division).changing(changes);
    audit::record(conn, caller, now, record)?;
    Ok(id)
}

/// Says anew what is known of a target.
///
/// # Errors
/// As [`add`]; 404 for what the caller may not see; 403 for one of a list that is not hers; 409 when it has changed since
/// `based`.
pub fn amend(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, i64),
    new: Aiming,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    caller.must(Deed::EditAtlas)?;
    let was = store::one(conn, &caller.scope, id)?;
    if !caller.scope.covers(was.division) {
        // She sees it, and it is the province's to change.
        return Err(Error::forbidden("error-province-only"));
    }
    let is = new.on(&was, today);
    let stale = |current: &Target| Error::Stale {
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
    if !store::update(conn, caller, (&was, &is), now)? {
        return Err(stale(&store::one(conn, &caller.scope, id)?));
    }
    let record = Record::new("target.amend", "target", id, is.division).changing(changes);
    audit::record(conn, caller, now, record)
}

/// A target has come: what it was wanted for has become a project. Whoever leads it on has the right, also where the list that
/// it stands on is the province's. One that is not wanted any more stays as it is.
///
/// # Errors
/// When the database does not answer.
pub fn land(conn: &mut Conn, caller: &Caller, id: i64, now: Instant) -> Result<()> {
    let was = match store::one(conn, &caller.scope, id) {
        Ok(was) if was.status == Status::Open => was,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(other) => return Err(other),
    };
    let is = Target { status: Status::Landed, ..was.clone() };
    if !store::update(conn, caller, (&was, &is), now)? {
        return Err(Error::conflict("targets-meanwhile"));
    }
    let changes = Change::between(&facts(&was), &facts(&is));
    audit::record(conn, caller, now, Record::new("target.land", "target", id, is.division).changing(changes))
}

/// Refuses what is not there, not hers, or lies ahead. What stands already may have been given up since.
fn fits(
    conn: &mut Conn,
    caller: &Caller,
    (was, is): (Option<&Target>, &Target),
    today: NaiveDate,
) -> Result<()> {
    let (book, mut wrong) = (reference::book(conn)?, Vec::new());
    let place = is.division;
    let moves = was.is_none_or(|was| was.division != place);
    if moves && (place.is_county() || !book.is_known(place) || !caller.scope.covers(place)) {
        wrong.push(FieldError::new("place", Message::new("targets-place-unknown").with("value", place)));
    }
    if book.segment(is.segment_id).is_none() {
        let message = Message::new("targets-segment-unknown").with("value", is.segment_id);
        wrong.push(FieldError::new("segment_id", message));
    }
    let named = enterprises::names(conn, &caller.scope, &is.ties)?;
    if let Some(stranger) = is.ties.iter().find(|id| !named.contains_key(id)) {
        wrong.push(FieldError::new("ties", Message::new("targets-tie-unknown").with("value", *stranger)));
    }
    chains::not_ahead("verified_on", is.verified_on, today, &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What a person has said, by the names of the contract.
fn facts(of: &Target) -> Value {
    json!({
        "segment_id": of.segment_id, "place": of.division, "name": of.name, "credit_code": of.credit_code,
        "home": of.home, "products": of.products, "priority": of.priority, "status": of.status,
        "reasons": of.reasons, "land_mu": of.land_mu, "energy_tce": of.energy_tce, "source": of.source,
        "verified_on": of.verified_on, "ties": of.ties,
    })
}
