//! Deeds on chains. What a chain consists of is said in the province's name; how strong a segment is in a place, by whoever
//! the place is hers.

use super::input::{Judging, Linking, Telling, not_ahead};
use super::model::{Card, Judgement, Segment, Tier, circle};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::reference;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Adds a chain to the reference data, with what is told of it; its id.
///
/// # Errors
/// 403 but for the province; 422 for a name that another chain bears.
pub fn add(conn: &mut Conn, caller: &Caller, mut new: Telling, now: Instant) -> Result<i64> {
    caller.must_for_province(Deed::EditAtlas)?;
    let names = new.names.take().ok_or_else(|| Error::field("name_zh", "input-required"))?;
    let chain = reference::add_chain(conn, caller, names, now)?;
    tell(conn, caller, (chain, 0), new, now)?;
    Ok(chain)
}

/// Says anew what is told of a chain.
///
/// # Errors
/// 403 but for the province; 404; 409 when it has changed since `based`.
pub fn tell(
    conn: &mut Conn,
    caller: &Caller,
    (chain, based): (i64, i64),
    new: Telling,
    now: Instant,
) -> Result<()> {
    caller.must_for_province(Deed::EditAtlas)?;
    must_be(conn, chain)?;
    let stands = store::card(conn, chain)?;
    let card = new.on(&stands);
    let sides =
        |card: &Card| json!({ "chief": card.chief, "leader": card.leader, "policies": card.policies });
    let stale = |current| Error::Stale { base: json!({ "version": based }), yours: sides(&card), current };
    if based != stands.version {
        return Err(stale(sides(&stands)));
    }
    let changes = Change::between(&sides(&stands), &sides(&card));
    if changes.is_empty() {
        return Ok(());
    }
    if !store::keep_card(conn, chain, &card)? {
        let current = sides(&store::card(conn, chain)?);
        return Err(stale(current));
    }
    let place = caller.scope.first().province();
    audit::record(conn, caller, now, Record::new("chain.tell", "chain", chain, place).changing(changes))
}

/// Adds a segment to a chain.
///
/// # Errors
/// 403 but for the province; 404; 422 naming the name that another one bears, a parent or a supplied segment of another chain,
/// a circle.
pub fn link(conn: &mut Conn, caller: &Caller, chain: i64, new: Linking, now: Instant) -> Result<i64> {
    caller.must_for_province(Deed::EditAtlas)?;
    must_be(conn, chain)?;
    store::keep_chain(conn, chain)?;
    let blank = Segment {
        id: 0,
        version: 0,
        chain_id: chain,
        parent_id: None,
        name_zh: String::new(),
        name_en: new.name_zh.clone().unwrap_or_default(),
        tier: Tier::Upstream,
        function: None,
        position: -1,
        note: None,
        active: true,
    };
    let supplies = new.supplies.clone();
    let segment = new.on(&blank);
    let id = store::insert(conn, &segment)?;
    let segment = store::segment(conn, id)?;
    place_in_chain(conn, &segment, supplies.as_deref())?;
    let facts = facts(&segment, supplies.as_deref().unwrap_or_default());
    let changes = Change::between(&json!({}), &facts);
    record(conn, caller, "segment.add", &segment, changes, now)?;
    Ok(id)
}

/// Says anew what a segment is, where it stands, and what it supplies.
///
/// # Errors
/// As [`link`], and 409 when it has changed since `based`.
pub fn relink(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, i64),
    new: Linking,
    now: Instant,
) -> Result<Segment> {
    caller.must_for_province(Deed::EditAtlas)?;
    let chain = store::segment(conn, id)?.chain_id;
    store::keep_chain(conn, chain)?;
    let stands = store::segment(conn, id)?;
    let supplied = supplied_by(&store::supply(conn, stands.chain_id)?, id);
    let supplies = new.supplies.clone().unwrap_or_else(|| supplied.clone());
    let segment = new.on(&stands);
    let (before, after) = (facts(&stands, &supplied), facts(&segment, &supplies));
    if based != stands.version {
        return Err(Error::Stale { base: json!({ "version": based }), yours: after, current: before });
    }
    let changes = Change::between(&before, &after);
    if changes.is_empty() {
        return Ok(stands);
    }
    if !store::update(conn, &segment)? {
        return Err(Error::Stale { base: json!({ "version": based }), yours: after, current: before });
    }
    place_in_chain(conn, &segment, Some(&supplies))?;
    record(conn, caller, "segment.change", &segment, changes, now)?;
    store::segment(conn, id)
}

/// Judges how strong a segment is in a place.
///
/// # Errors
/// 403; 404 for a place outside the scope; 422 for a county, a day that lies ahead, and where the caller has several places
/// and names none.
pub fn judge(
    conn: &mut Conn,
    caller: &Caller,
    segment: i64,
    new: Judging,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    caller.must(Deed::EditAtlas)?;
    let segment = store::segment(conn, segment)?;
    let place = new.place.or(caller.scope.only()).ok_or_else(|| Error::field("place", "input-required"))?;
    if place.is_county() {
        return Err(Error::field("place", Message::new("chains-place-county").with("value", place)));
    }
    if !reference::book(conn)?.division(place).is_some_and(|division| division.active) {
        return Err(Error::field("place", Message::new("chains-place-unknown").with("value", place)));
    }
    caller.must_cover(place)?;
    let (verified_on, mut wrong) = (new.verified_on.unwrap_or(today), Vec::new());
    not_ahead("verified_on", verified_on, today, &mut wrong);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let judgement = Judgement {
        segment_id: segment.id,
        division: place,
        strength: new.strength,
        evidence: new.evidence,
        source: new.source,
        verified_on,
        author: caller.name.clone(),
        written_at: now,
    };
    store::judge(conn, caller, &judgement)?;
    let changes = vec![
        Change::new("strength", Value::Null, judgement.strength.as_str()),
        Change::new("evidence", Value::Null, judgement.evidence.as_str()),
        Change::new("verified_on", Value::Null, verified_on.to_string()),
    ];
    audit::record(
        conn,
        caller,
        now,
        Record::new("segment.judge", "segment", segment.id, place).changing(changes),
    )
}

fn must_be(conn: &mut Conn, chain: i64) -> Result<()> {
    let book = reference::book(conn)?;
    if book.chains.iter().any(|one| one.id == chain) { Ok(()) } else { Err(Error::NotFound) }
}

/// Sets what a written segment supplies, and refuses what does not fit into its chain.
fn place_in_chain(conn: &mut Conn, segment: &Segment, supplies: Option<&[i64]>) -> Result<()> {
    let all = store::segments(conn, segment.chain_id)?;
    let name = |id: i64| {
        let found = all.iter().find(|one| one.id == id);
        found.map_or_else(|| format!("#{id}"), |one| one.name_zh.clone())
    };
    let mut wrong = Vec::new();
    let stranger = |id: &i64| !all.iter().any(|one| one.id == *id);
    if let Some(parent) = segment.parent_id.filter(stranger) {
        wrong.push(FieldError::new("parent_id", Message::new("chains-other-chain").with("value", parent)));
    }
    if let Some(other) = supplies.unwrap_or_default().iter().find(|id| stranger(id)) {
        wrong.push(FieldError::new("supplies", Message::new("chains-other-chain").with("value", *other)));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    if let Some(supplies) = supplies {
        store::set_supply(conn, segment.id, supplies)?;
    }
    let mut refuse = |field: &str, edges: &[(i64, i64)]| {
        if let Some(round) = circle(edges) {
            let names: Vec<String> = round.iter().chain(round.first()).map(|id| name(*id)).collect();
            wrong.push(FieldError::new(field, Message::new("chains-circle").with("way", names.join(" → "))));
        }
    };
    refuse("supplies", &store::supply(conn, segment.chain_id)?);
    let parts: Vec<(i64, i64)> =
        all.iter().filter_map(|one| one.parent_id.map(|parent| (one.id, parent))).collect();
    refuse("parent_id", &parts);
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What a segment supplies, among all supply of its chain.
pub fn supplied_by(edges: &[(i64, i64)], id: i64) -> Vec<i64> {
    edges.iter().filter(|(from, _)| *from == id).map(|(_, to)| *to).collect()
}

fn facts(segment: &Segment, supplies: &[i64]) -> Value {
    json!({
        "name_zh": segment.name_zh, "name_en": segment.name_en, "tier": segment.tier, "function": segment.function,
        "parent_id": segment.parent_id, "position": segment.position, "note": segment.note, "active": segment.active,
        "supplies": supplies,
    })
}

fn record(
    conn: &mut Conn,
    caller: &Caller,
    deed: &'static str,
    segment: &Segment,
    changes: Vec<Change>,
    now: Instant,
) -> Result<()> {
    let place = caller.scope.first().province();
    audit::record(conn, caller, now, Record::new(deed, "segment", segment.id, place).changing(changes))
}
