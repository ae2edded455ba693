//! Rows of the sheet of parks.

use super::line::Line;
use super::sheets::Sheet;
use super::taking::{Did, Taking};
use super::words::several;
use crate::db::Conn;
use crate::features::carriers::{self, ParkBody};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::sheet::Level;

/// A park and what it offers.
pub fn park(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let name = line.text("name");
    let Some(place) = taking.county(line) else { return Ok(None) };
    if taking.contradicts(Sheet::Parks, &[name, place.city().unwrap_or(place).as_str()], line) {
        return Ok(None);
    }
    let Some(chains) = chains(taking, line) else { return Ok(None) };
    let (lng, lat) = (degrees(line, "lng"), degrees(line, "lat"));
    let (Ok(lng), Ok(lat), Ok(area)) = (lng, lat, area(line)) else { return Ok(None) };
    let mut body = ParkBody {
        land_mu: line.whole("land_mu").map(Some),
        energy_tce: line.whole("energy_tce").map(Some),
        leading: line.given("leading").map(Some),
        chains: (!chains.is_empty()).then_some(chains),
        conditions: line.given("conditions").map(Some),
        lng: lng.map(Some),
        lat: lat.map(Some),
        datum: line.given("datum"),
        source: line.given("source").map(Some),
        verified_on: line.given("verified_on"),
        ..ParkBody::default()
    };
    let (key, keyed) = (name_key(name), taking.key(line).map(|(id, _)| id));
    let is_it = |park: &&crate::features::reference::Park| {
        keyed == Some(park.id) || (name_key(&park.name) == key && park.division.city() == place.city())
    };
    let Some((park, reference)) = taking.book.parks.iter().find(is_it).map(|park| (park.id, park.clone()))
    else {
        (body.name, body.place, body.kind) = (Some(name.to_owned()), Some(place), line.given("kind"));
        body.area_m2 = area;
        let (new, offering) = body.checked(true)?;
        let new = new.ok_or_else(|| Error::field("name", "input-required"))?;
        carriers::add(conn, taking.caller, (new, offering), taking.when)?;
        return Ok(Some(Did::Made));
    };
    if name_key(&reference.name) != key {
        let message = Message::new("atlas-import-name-elsewhere").with("stands", &reference.name);
        line.say("name", Level::Warning, message);
    }
    if area.is_some() && area != reference.area_m2 {
        line.say("area_km2", Level::Warning, "atlas-import-area");
    }
    let (_, new) = body.checked(false)?;
    let stands = match carriers::one(conn, &taking.book, park) {
        Ok(carrier) => carrier.offer,
        Err(Error::NotFound) => return Ok(line.refuse("name", "atlas-import-park-gone")),
        Err(other) => return Err(other),
    };
    let mut is = new.clone().on(&stands, taking.today());
    if new.verified_on.is_none() {
        is.verified_on = stands.verified_on;
    }
    if is == stands {
        return Ok(Some(Did::Nothing));
    }
    if !taking.is_current(line, stands.version) {
        return Ok(None);
    }
    carriers::offer(conn, taking.caller, (park, stands.version), new, taking.when)?;
    Ok(Some(Did::Changed))
}

/// The chains that a cell names.
fn chains(taking: &Taking<'_>, line: &mut Line<'_>) -> Option<Vec<i64>> {
    let mut ids = Vec::new();
    for name in several(line.text("chains")) {
        let key = name_key(&name);
        let found = taking
            .book
            .chains
            .iter()
            .find(|one| name_key(&one.name_zh) == key || name_key(&one.name_en) == key);
        let Some(chain) = found else {
            return line.refuse("chains", Message::new("atlas-import-chain-unknown").with("value", name));
        };
        ids.push(chain.id);
    }
    ids.sort_unstable();
    ids.dedup();
    Some(ids)
}

/// Degrees as they are written; none for an empty cell.
fn degrees(line: &mut Line<'_>, field: &'static str) -> Result<Option<f64>, ()> {
    let text = line.text(field);
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| line.say(field, Level::Error, "carriers-degrees"))
}

/// Square kilometres as they are written, in square metres; none for an empty cell.
fn area(line: &mut Line<'_>) -> Result<Option<i64>, ()> {
    let text = line.text("area_km2");
    if text.is_empty() {
        return Ok(None);
    }
    let km2 = text.parse::<f64>().ok().filter(|km2| (0.0..1e6).contains(km2));
    if km2.is_none() {
        line.say("area_km2", Level::Error, "atlas-import-area-figure");
        return Err(());
    }
    Ok(km2.map(|km2| (km2 * 1e6).round() as i64))
}
