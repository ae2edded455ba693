//! Deeds on enterprises: one is entered, what is known of it said anew.

use super::input::Entering;
use super::model::Enterprise;
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::{chains, reference};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Enters an enterprise; its id.
///
/// # Errors
/// 403; 422 for a place outside the scope, a park of another city, a segment that is none, and a name or code that is here
/// already.
pub fn add(
    conn: &mut Conn,
    caller: &Caller,
    new: Entering,
    (now, today): (Instant, NaiveDate),
) -> Result<i64> {
    caller.must(Deed::EditAtlas)?;
    let place = new.place.or(caller.scope.only()).ok_or_else(|| Error::field("place", "input-required"))?;
    let blank = Enterprise {
        id: 0,
        version: 0,
        name: String::new(),
        credit_code: None,
        division: place,
        park_id: None,
        products: None,
        note: None,
        source: None,
        verified_on: today,
        active: true,
        author: caller.name.clone(),
        positions: Vec::new(),
    };
    let is = new.on(&blank, today);
    fits(conn, caller, (None, &is), today)?;
    let id = store::insert(conn, caller, &is, now)?;
    let changes = Change::between(&json!({}), &facts(&is));
    let record = Record::new("enterprise.add", "enterprise", id, is.division).changing(changes);
    audit::record(conn, caller, now, record)?;
    Ok(id)
}

/// Says anew what is known of an enterprise.
///
/// # Errors
/// As [`add`]; 404 outside the scope; 409 when it has changed since `based`.
pub fn amend(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, i64),
    new: Entering,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    caller.must(Deed::EditAtlas)?;
    let was = store::one(conn, &caller.scope, id)?;
    let is = new.on(&was, today);
    let stale = |current: &Enterprise| Error::Stale {
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
    let record = Record::new("enterprise.amend", "enterprise", id, is.division).changing(changes);
    audit::record(conn, caller, now, record)
}

/// Refuses what is not there, not hers, or lies ahead. What stands already may have been given up since.
fn fits(
    conn: &mut Conn,
    caller: &Caller,
    (was, is): (Option<&Enterprise>, &Enterprise),
    today: NaiveDate,
) -> Result<()> {
    let (book, mut wrong) = (reference::book(conn)?, Vec::new());
    let place = is.division;
    let moves = was.is_none_or(|was| was.division != place);
    if moves && (place.city().is_none() || !book.is_known(place) || !caller.scope.covers(place)) {
        let message = Message::new("enterprises-place-unknown").with("value", place);
        wrong.push(FieldError::new("place", message));
    }
    let parks_anew = moves || was.is_none_or(|was| was.park_id != is.park_id);
    if let Some(id) = is.park_id.filter(|_| parks_anew) {
        match book.parks.iter().find(|park| park.id == id) {
            None => wrong.push(FieldError::new("park_id", "enterprises-park-unknown")),
            Some(park) if park.division.city() != place.city() => {
                let message = Message::new("enterprises-park-elsewhere").with("park", &park.name);
                wrong.push(FieldError::new("park_id", message));
            }
            Some(_) => {}
        }
    }
    for (at, one) in is.positions.iter().enumerate() {
        if book.segment(one.segment_id).is_none() {
            let message = Message::new("enterprises-segment-unknown").with("value", one.segment_id);
            wrong.push(FieldError::new(format!("positions[{at}].segment_id"), message));
        }
        chains::not_ahead(&format!("positions[{at}].verified_on"), one.verified_on, today, &mut wrong);
    }
    chains::not_ahead("verified_on", is.verified_on, today, &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What a person has said, by the names of the contract.
fn facts(of: &Enterprise) -> Value {
    let position = |one: &super::model::Position| json!({ "segment_id": one.segment_id, "role": one.role, "source": one.source, "verified_on": one.verified_on });
    json!({
        "name": of.name, "credit_code": of.credit_code, "place": of.division, "park_id": of.park_id,
        "products": of.products, "note": of.note, "source": of.source, "verified_on": of.verified_on,
        "active": of.active, "positions": of.positions.iter().map(position).collect::<Vec<_>>(),
    })
}
