//! Deeds on parks: one is added to the reference data, what it offers is said anew.

use super::input::{Founding, Offering};
use super::model::Offer;
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::{chains, reference};
use crate::kernel::degrees::degrees;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// How far outside the drawn outline of its city a park may lie, in millionths of a degree: the outline is simplified.
const SLACK: i64 = 50_000;

/// Adds a park to the reference data, with what it offers; its id.
///
/// # Errors
/// 403; 422 for a place outside the scope, and a name that another park bears there.
pub fn add(
    conn: &mut Conn,
    caller: &Caller,
    (new, offering): (Founding, Offering),
    when: (Instant, NaiveDate),
) -> Result<i64> {
    caller.must(Deed::EditAtlas)?;
    let place = new.place.or(caller.scope.only()).ok_or_else(|| Error::field("place", "input-required"))?;
    let is_known = reference::book(conn)?.is_known(place);
    if place.city().is_none() || !is_known || !caller.scope.covers(place) {
        return Err(Error::field("place", Message::new("carriers-place-unknown").with("value", place)));
    }
    let kind = new.kind.unwrap_or_else(|| crate::web::Lang::Zh.t("carriers-kind"));
    let park = reference::add_park(conn, caller, (new.name, place, kind, new.area_m2), when.0)?;
    offer(conn, caller, (park, 0), offering, when)?;
    Ok(park)
}

/// Says anew what a park offers.
///
/// # Errors
/// 403; 404 outside the scope; 409 when it has changed since `based`; 422 for a chain that is none, and a position outside
/// the park's city.
pub fn offer(
    conn: &mut Conn,
    caller: &Caller,
    (park, based): (i64, i64),
    new: Offering,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    caller.must(Deed::EditAtlas)?;
    let book = reference::book(conn)?;
    let carrier = store::one(conn, &book, park)?;
    caller.must_cover(carrier.park.division)?;
    let (was, place) = (carrier.offer, carrier.park.division);
    let is = new.on(&was, today);
    let stale = |current: &Offer| Error::Stale {
        base: json!({ "version": based }),
        yours: facts(&is),
        current: facts(current),
    };
    if based != was.version {
        return Err(stale(&was));
    }
    let mut wrong = Vec::new();
    if let Some(stranger) = is.chains.iter().find(|id| !book.chains.iter().any(|chain| chain.id == **id)) {
        wrong
            .push(FieldError::new("chains", Message::new("carriers-chain-unknown").with("value", *stranger)));
    }
    if let Some(position) = is.position.filter(|_| is.position != was.position) {
        lies_in(position, place, &mut wrong)?;
    }
    if let Some(day) = is.verified_on {
        chains::not_ahead("verified_on", day, today, &mut wrong);
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let changes = Change::between(&facts(&was), &facts(&is));
    if changes.is_empty() {
        return Ok(());
    }
    if !store::keep(conn, caller, park, &is, now)? {
        return Err(stale(&store::one(conn, &book, park)?.offer));
    }
    audit::record(conn, caller, now, Record::new("park.offer", "park", park, place).changing(changes))
}

/// Refuses a position that lies outside the city, with where the city lies.
fn lies_in((lng, lat): (i64, i64), place: DivisionCode, wrong: &mut Vec<FieldError>) -> Result<()> {
    let Some(city) = place.city() else { return Ok(()) };
    let Some(extent) = reference::outline()?.extent(city.as_str()) else { return Ok(()) };
    let [west, south, east, north] = extent;
    for (field, value, least, most) in [("lng", lng, west, east), ("lat", lat, south, north)] {
        if !(least - SLACK..=most + SLACK).contains(&value) {
            let text = |e6: i64| format!("{:.3}", degrees(e6));
            let message = Message::new("carriers-outside")
                .with("value", text(value))
                .with("least", text(least))
                .with("most", text(most));
            wrong.push(FieldError::new(field, message));
        }
    }
    Ok(())
}

/// What a person has said, by the names of the contract.
fn facts(of: &Offer) -> Value {
    let (lng, lat) = of.position.unzip();
    json!({
        "land_mu": of.land_mu, "energy_tce": of.energy_tce, "leading": of.leading, "chains": of.chains,
        "conditions": of.conditions, "lng": lng.map(degrees), "lat": lat.map(degrees), "source": of.source,
        "verified_on": of.verified_on,
    })
}
