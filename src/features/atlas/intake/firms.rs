//! Rows of the sheets of enterprises, of where they stand, and of targets.

use super::chains::active;
use super::line::Line;
use super::sheets::Sheet;
use super::taking::{Did, Taking, word_in};
use super::words::several;
use crate::db::Conn;
use crate::features::enterprises::{self, Enterprise, EnterpriseBody, Position, PositionBody, Role};
use crate::features::targets::{self, Priority, Status, Target, TargetBody};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::sheet::Level;

/// An enterprise that is here.
pub fn enterprise(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let name = line.text("name");
    let Some(place) = taking.county(line) else { return Ok(None) };
    if taking.contradicts(Sheet::Enterprises, &[name], line) {
        return Ok(None);
    }
    let Ok(active) = active(line) else { return Ok(None) };
    let park = match line.text("park") {
        "" => None,
        words => match taking.book.place(words, place.city()).park {
            Some(park) => Some(park),
            None => return Ok(line.refuse("park", Message::new("atlas-import-park").with("value", words))),
        },
    };
    let body = EnterpriseBody {
        name: Some(name.to_owned()),
        credit_code: line.given("credit_code").map(Some),
        place: Some(place),
        park_id: park.map(Some),
        products: line.given("products").map(Some),
        note: line.given("note").map(Some),
        source: line.given("source").map(Some),
        verified_on: line.given("verified_on"),
        active,
        positions: None,
    };
    let scope = &taking.caller.scope;
    let keyed = match taking.key(line) {
        Some((id, _)) => match enterprises::one(conn, scope, id) {
            Ok(one) => Some(one),
            Err(Error::NotFound) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    let stands = match keyed {
        Some(stands) => Some(stands),
        None => enterprises::named(conn, scope, name)?,
    };
    let Some(stands) = stands else {
        enterprises::add(conn, taking.caller, body.checked(true)?, taking.when)?;
        return Ok(Some(Did::Made));
    };
    // A row that names the city says nothing of the county that is known.
    let place =
        if place.is_city() && stands.division.city() == Some(place) { stands.division } else { place };
    let new = EnterpriseBody { place: Some(place), ..body }.checked(false)?;
    if new.clone().on(&stands, stands.verified_on) == stands {
        return Ok(Some(Did::Nothing));
    }
    if !taking.is_current(line, stands.version) {
        return Ok(None);
    }
    enterprises::amend(conn, taking.caller, (stands.id, stands.version), new, taking.when)?;
    Ok(Some(Did::Changed))
}

/// Where an enterprise stands.
pub fn position(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let name = line.text("enterprise");
    let Some(segment) = taking.segment(conn, line)? else { return Ok(None) };
    if taking.contradicts(Sheet::Positions, &[name, &segment.id.to_string()], line) {
        return Ok(None);
    }
    let Ok(Some(role)) = word_in(line, "role", (Role::ALL, Role::as_str, Role::name)) else {
        return Ok(None);
    };
    let Some(stands) = enterprises::named(conn, &taking.caller.scope, name)? else {
        return Ok(
            line.refuse("enterprise", Message::new("atlas-import-enterprise-unknown").with("value", name))
        );
    };
    if !stands.active {
        return Ok(
            line.refuse("enterprise", Message::new("atlas-import-enterprise-gone").with("value", name))
        );
    }
    let here = PositionBody {
        segment_id: segment.id,
        role: Some(role),
        source: line.given("source"),
        verified_on: line.given("verified_on"),
    };
    let before = stands.positions.iter().find(|one| one.segment_id == segment.id);
    if before.is_some_and(|before| is_same(before, &here)) {
        return Ok(Some(Did::Nothing));
    }
    let here = PositionBody {
        source: here.source.or_else(|| before.and_then(|before| before.source.clone())),
        ..here
    };
    let others = stands.positions.iter().filter(|one| one.segment_id != segment.id).map(told);
    let body = EnterpriseBody {
        positions: Some(others.chain([here]).collect()),
        verified_on: Some(stands.verified_on.to_string()),
        ..EnterpriseBody::default()
    };
    let did = if before.is_some() { Did::Changed } else { Did::Made };
    enterprises::amend(conn, taking.caller, (stands.id, stands.version), body.checked(false)?, taking.when)?;
    Ok(Some(did))
}

/// A position said again as it stands.
pub fn told(one: &Position) -> PositionBody {
    PositionBody {
        segment_id: one.segment_id,
        role: Some(one.role),
        source: one.source.clone(),
        verified_on: Some(one.verified_on.to_string()),
    }
}

/// Whether a row says of a position what stands; an empty cell says nothing.
fn is_same(stands: &Position, said: &PositionBody) -> bool {
    said.role == Some(stands.role)
        && said.source.as_ref().is_none_or(|source| Some(source) == stands.source.as_ref())
        && said.verified_on.as_ref().is_none_or(|day| *day == stands.verified_on.to_string())
}

/// An enterprise that could come.
pub fn target(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let (name, words) = (line.text("name"), line.text("place"));
    let Some(segment) = taking.segment(conn, line)? else { return Ok(None) };
    let Some(place) = taking.city_or_province(words) else {
        return Ok(line.refuse("place", Message::new("atlas-import-city").with("value", words)));
    };
    if taking.contradicts(Sheet::Targets, &[&segment.id.to_string(), place.as_str(), name], line) {
        return Ok(None);
    }
    let priority = word_in(line, "priority", (Priority::ALL, Priority::as_str, Priority::name));
    let status = word_in(line, "status", (Status::ALL, Status::as_str, Status::name));
    let (Ok(priority), Ok(status)) = (priority, status) else { return Ok(None) };
    let Some(ties) = ties(conn, taking, line)? else { return Ok(None) };
    let body = TargetBody {
        segment_id: Some(segment.id),
        place: Some(place),
        name: Some(name.to_owned()),
        credit_code: line.given("credit_code").map(Some),
        home: line.given("home").map(Some),
        products: line.given("products").map(Some),
        priority,
        status,
        reasons: line.given("reasons"),
        land_mu: line.whole("land_mu").map(Some),
        energy_tce: line.whole("energy_tce").map(Some),
        source: line.given("source").map(Some),
        verified_on: line.given("verified_on"),
        ties: (!ties.is_empty()).then_some(ties),
    };
    let Some(stands) = known_target(conn, taking, line, (segment.id, place))? else {
        let here = enterprises::named(conn, &taking.caller.scope, name)?;
        if here.is_some_and(|here| here.active && place.contains(here.division)) {
            line.say("name", Level::Warning, Message::new("atlas-import-target-here").with("value", name));
        }
        targets::add(conn, taking.caller, body.checked(true)?, taking.when)?;
        return Ok(Some(Did::Made));
    };
    let new = body.checked(false)?;
    if new.clone().on(&stands, stands.verified_on) == stands {
        return Ok(Some(Did::Nothing));
    }
    if !taking.is_current(line, stands.version) {
        return Ok(None);
    }
    targets::amend(conn, taking.caller, (stands.id, stands.version), new, taking.when)?;
    Ok(Some(Did::Changed))
}

fn known_target(
    conn: &mut Conn,
    taking: &Taking<'_>,
    line: &Line<'_>,
    (segment, place): (i64, crate::kernel::division::DivisionCode),
) -> Result<Option<Target>> {
    let (scope, key) = (&taking.caller.scope, name_key(line.text("name")));
    if let Some((id, _)) = taking.key(line)
        && let Ok(keyed) = targets::one(conn, scope, id)
    {
        return Ok(Some(keyed));
    }
    let asked = targets::Filter { segment: Some(segment), place: Some(place), ..targets::Filter::default() };
    Ok(targets::everywhere(conn, scope, &asked)?.into_iter().find(|one| name_key(&one.name) == key))
}

/// The enterprises that a cell names; refused where one is not here.
fn ties(conn: &mut Conn, taking: &Taking<'_>, line: &mut Line<'_>) -> Result<Option<Vec<i64>>> {
    let mut ids = Vec::new();
    for name in several(line.text("ties")) {
        let found: Option<Enterprise> = enterprises::named(conn, &taking.caller.scope, &name)?;
        let Some(one) = found else {
            let message = Message::new("atlas-import-enterprise-unknown").with("value", name);
            return Ok(line.refuse("ties", message));
        };
        ids.push(one.id);
    }
    Ok(Some(ids))
}
