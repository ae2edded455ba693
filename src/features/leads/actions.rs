//! Deeds on leads: an enterprise is registered, what is known of it amended, what was done told, and a signed one made a
//! project.

use super::input::{Registering, Telling};
use super::model::{Lead, Status, Step};
use super::store;
use crate::db::Conn;
use crate::features::accounts;
use crate::features::audit::{self, Change, Record};
use crate::features::projects::{self, Facts, SideState, Source, Stage};
use crate::features::reference::{Book, book};
use crate::features::targets;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang};
use chrono::{Datelike as _, NaiveDate};
use serde_json::{Value, json};

/// Registers an enterprise.
///
/// # Errors
/// 403; 422 when the city has an open lead for it, for a place or a person outside the scope, a chain or park that is none,
/// and a day that has passed.
pub fn register(
    conn: &mut Conn,
    caller: &Caller,
    new: &Registering,
    when: (Instant, NaiveDate),
) -> Result<Lead> {
    caller.must(Deed::Promote)?;
    let Some(target) = &new.target else { return Err(Error::field("target", "input-required")) };
    let book = book(conn)?;
    let chain = chain_of(&book, new.segment_id.flatten(), new.chain_id.flatten());
    let new = &Registering { chain_id: Some(chain), ..new.clone() };
    let Some(place) = new.place.or(caller.scope.only()) else {
        return Err(Error::field("place", "input-required"));
    };
    let Some(owner) = new.owner_id.or(caller.id) else {
        return Err(Error::field("owner_id", "input-required"));
    };
    let next = new.next.as_ref().and_then(|next| next.as_ref().map(|(_, day)| *day));
    let known = Known {
        place: Some(place),
        chain,
        segment: new.segment_id.flatten(),
        target: new.target_id.flatten(),
        segment_now: new.segment_id.flatten(),
        park: new.park_id.flatten(),
        owner: Some(owner),
        next_on: next,
    };
    known.check(conn, caller, (place, chain), when.1)?;
    let id = store::insert(conn, caller, (target, place, owner), new, when)?;
    let lead = store::one(conn, &caller.scope, id)?;
    let stated = Change::between(&json!({}), &stated(&lead));
    let record = Record::new("lead.register", "lead", id, place).changing(stated);
    audit::record(conn, caller, when.0, record)?;
    Ok(lead)
}

/// Says anew what is known of a lead.
///
/// # Errors
/// As [`register`]; 404 outside the scope; 409 when it has changed since `based`, or is over.
pub fn amend(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, i64),
    new: Registering,
    (now, today): (Instant, NaiveDate),
) -> Result<Lead> {
    caller.must(Deed::Promote)?;
    let was = store::one(conn, &caller.scope, id)?;
    if based != was.version {
        return Err(stale(based, json!({ "target": new.target }), &was));
    }
    must_be_open(&was)?;
    let next_on = new.next.as_ref().and_then(|next| next.as_ref().map(|(_, day)| *day));
    let stands = was.next.as_ref().map(|(_, day)| *day);
    let book = book(conn)?;
    let segment_id = new.segment_id.unwrap_or(was.segment_id);
    let is = Lead {
        target: new.target.unwrap_or_else(|| was.target.clone()),
        division: new.place.unwrap_or(was.division),
        credit_code: new.credit_code.unwrap_or_else(|| was.credit_code.clone()),
        chain_id: chain_of(&book, segment_id, new.chain_id.unwrap_or(was.chain_id)),
        segment_id,
        target_id: new.target_id.unwrap_or(was.target_id),
        park_id: new.park_id.unwrap_or(was.park_id),
        source: new.source.unwrap_or_else(|| was.source.clone()),
        scope_text: new.scope_text.unwrap_or_else(|| was.scope_text.clone()),
        intended: new.intended.unwrap_or(was.intended),
        owner_id: new.owner_id.unwrap_or(was.owner_id),
        next: new.next.unwrap_or_else(|| was.next.clone()),
        ..was.clone()
    };
    if was.division.city().is_some_and(|city| is.division.city() != Some(city)) {
        return Err(Error::field("place", "leads-place-moved"));
    }
    // What stands already may have been given up since; only what is new has to be there.
    let moved = is.division != was.division;
    let known = Known {
        place: moved.then_some(is.division),
        chain: is.chain_id.filter(|_| is.chain_id != was.chain_id),
        segment: is.segment_id.filter(|_| (is.segment_id, is.chain_id) != (was.segment_id, was.chain_id)),
        target: is.target_id.filter(|_| (is.target_id, is.segment_id) != (was.target_id, was.segment_id)),
        segment_now: is.segment_id,
        park: is.park_id.filter(|_| is.park_id != was.park_id),
        owner: (moved || is.owner_id != was.owner_id).then_some(is.owner_id),
        next_on: next_on.filter(|day| Some(*day) != stands),
    };
    known.check(conn, caller, (is.division, is.chain_id), today)?;
    // Who calls a lead by another name comes behind those who have claimed it.
    let claims = |lead: &Lead| (lead.target.clone(), lead.credit_code.clone(), lead.division.city());
    let (claims_anew, before) = (claims(&was) != claims(&is), store::claims(conn)?);
    let changes = Change::between(&stated(&was), &stated(&is));
    if changes.is_empty() {
        return Ok(was);
    }
    if !store::amend(conn, &is, claims_anew, now)? {
        return Err(stale(based, json!({ "target": is.target }), &store::one(conn, &caller.scope, id)?));
    }
    store::let_go_on(conn, &before, today)?;
    audit::record(conn, caller, now, Record::new("lead.amend", "lead", id, is.division).changing(changes))?;
    store::one(conn, &caller.scope, id)
}

/// Says what was done about a lead, and moves it where the words say so.
///
/// # Errors
/// 403; 404 outside the scope; 409 for a step that does not follow, for one of an enterprise that another city was first
/// with, or when it has changed since `based`; 422 for a day that has passed.
pub fn tell(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, Option<i64>),
    new: &Telling,
    (now, today): (Instant, NaiveDate),
) -> Result<Lead> {
    caller.must(Deed::Promote)?;
    let lead = store::one(conn, &caller.scope, id)?;
    if let Some(based) = based.filter(|based| *based != lead.version) {
        return Err(stale(based, json!({ "status": new.status, "text": new.text }), &lead));
    }
    if let Some(status) = new.status.filter(|status| !lead.status.leads_to(*status)) {
        let name = |status: Status| Message::new(status.name());
        let message = Message::new("leads-no-step")
            .with_message("from", name(lead.status))
            .with_message("to", name(status));
        return Err(Error::conflict(message));
    }
    if new.status.is_none() {
        must_be_open(&lead)?;
    }
    let moves = new.status.is_some_and(|status| status != Status::Lost && status != Status::Identified);
    let is_lost = new.status == Some(Status::Lost);
    if lead.is_taken && (moves || (new.step.is_some() && !is_lost)) {
        return Err(Error::conflict("leads-taken"));
    }
    let stands = lead.next.as_ref().map(|(_, day)| *day);
    let next_on = new.next.as_ref().and_then(|next| next.as_ref().map(|(_, day)| *day));
    must_come(next_on.filter(|day| Some(*day) != stands), today)?;
    let mut new = new.clone();
    // Whoever has spoken to the enterprise has answered it; whoever gives it up has not.
    let answered = moves && lead.taken.response.is_none() && new.step.is_none();
    new.step = new.step.or(answered.then_some(Step::Response)).filter(|_| !is_lost);
    if is_lost {
        new.next = Some(None);
    }
    let before = store::claims(conn)?;
    if !store::step(conn, &lead, &new, (now, today))? {
        let current = store::one(conn, &caller.scope, id)?;
        return Err(stale(lead.version, json!({ "status": new.status, "text": new.text }), &current));
    }
    store::let_go_on(conn, &before, today)?;
    store::insert_entry(conn, caller, id, &new, now)?;
    let mut changes = vec![Change::new("text", Value::Null, new.text.as_str())];
    changes.extend(new.step.map(|step| Change::new("step", Value::Null, step.as_str())));
    changes.extend(new.status.map(|status| Change::new("status", lead.status.as_str(), status.as_str())));
    if let Some(next) = new.next.as_ref().filter(|next| **next != lead.next) {
        changes.push(Change::new("next", json!(lead.next), json!(next)));
    }
    audit::record(conn, caller, now, Record::new("lead.tell", "lead", id, lead.division).changing(changes))?;
    store::one(conn, &caller.scope, id)
}

/// Makes a signed lead a project: a new one with what is known carried over, or one that is there already.
///
/// # Errors
/// 403; 404 outside the scope; 409 for one that is not signed, or of an enterprise that another city was first with, for a
/// project that another lead has become, or when it has changed since `based`; 422 for a project that is not there, is over,
/// or lies in another city.
pub fn convert(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, Option<i64>),
    project: Option<i64>,
    (now, today): (Instant, NaiveDate),
) -> Result<Lead> {
    caller.must(Deed::Promote)?;
    caller.must(Deed::EditProjects)?;
    let lead = store::one(conn, &caller.scope, id)?;
    if let Some(based) = based.filter(|based| *based != lead.version) {
        return Err(stale(based, json!({ "project_id": project }), &lead));
    }
    if lead.status != Status::Signed {
        return Err(Error::conflict("leads-not-signed"));
    }
    if lead.is_taken {
        return Err(Error::conflict("leads-taken"));
    }
    let project = match project {
        Some(project) => existing(conn, caller, &lead, project, today)?,
        None => projects::create(conn, caller, carried(&lead), &Source::person(&caller.name), now, today)?.id,
    };
    let before = store::claims(conn)?;
    if !store::convert(conn, &lead, project, now)? {
        let current = store::one(conn, &caller.scope, id)?;
        return Err(stale(lead.version, json!({ "project_id": project }), &current));
    }
    store::let_go_on(conn, &before, today)?;
    if let Some(target) = lead.target_id {
        targets::land(conn, caller, target, now)?;
    }
    let text = Lang::Zh.with("leads-became", "project", project);
    let entry = Telling { text, step: None, status: Some(Status::Converted), next: None };
    store::insert_entry(conn, caller, id, &entry, now)?;
    let changes = vec![
        Change::new("status", lead.status.as_str(), Status::Converted.as_str()),
        Change::new("project_id", Value::Null, project),
    ];
    audit::record(
        conn,
        caller,
        now,
        Record::new("lead.convert", "lead", id, lead.division).changing(changes),
    )?;
    store::one(conn, &caller.scope, id)
}

/// A project that is there already: alive, and in the lead's city.
fn existing(conn: &mut Conn, caller: &Caller, lead: &Lead, id: i64, today: NaiveDate) -> Result<i64> {
    let unknown = || Error::field("project_id", "leads-project-unknown");
    let found = match projects::project(conn, &caller.scope, id, today.year()) {
        Err(Error::NotFound) => return Err(unknown()),
        other => other?,
    };
    let is_here = lead.division.city().is_none_or(|city| found.facts.division.city() == Some(city));
    let is_alive = matches!(found.facts.side_state, SideState::Active | SideState::Suspended);
    if is_here && is_alive { Ok(found.id) } else { Err(unknown()) }
}

/// What a project takes over from the lead that it was.
fn carried(lead: &Lead) -> Facts {
    Facts {
        unit: Some(lead.target.clone()),
        credit_code: lead.credit_code.clone(),
        chain_id: lead.chain_id,
        segment_id: lead.segment_id,
        park_id: lead.park_id,
        scope_text: lead.scope_text.clone(),
        total_investment: lead.intended,
        stage: Some(Stage::Signed),
        ..Facts::named(Lang::Zh.with("leads-project-name", "target", lead.target.clone()), lead.division)
    }
}

/// A segment says which chain it is of, where nobody has named one.
fn chain_of(book: &Book, segment: Option<i64>, chain: Option<i64>) -> Option<i64> {
    chain.or_else(|| book.segment(segment?).map(|segment| segment.chain_id))
}

/// What has to be there, of what is said anew.
struct Known {
    place: Option<DivisionCode>,
    chain: Option<i64>,
    segment: Option<i64>,
    target: Option<i64>,
    /// The segment that the lead has then, which a target has to be for.
    segment_now: Option<i64>,
    park: Option<i64>,
    owner: Option<i64>,
    next_on: Option<NaiveDate>,
}

impl Known {
    /// Of a lead of this place and chain.
    fn check(
        &self,
        conn: &mut Conn,
        caller: &Caller,
        (of, chain): (DivisionCode, Option<i64>),
        today: NaiveDate,
    ) -> Result<()> {
        let (mut wrong, book) = (Vec::new(), book(conn)?);
        if let Some(place) = self.place.filter(|place| !book.is_known(*place) || !caller.scope.covers(*place))
        {
            let message = Message::new("leads-place-unknown").with("value", place.to_string());
            wrong.push(FieldError::new("place", message));
        }
        if self.chain.is_some_and(|id| !book.chains.iter().any(|chain| chain.id == id)) {
            wrong.push(FieldError::new("chain_id", "leads-chain-unknown"));
        }
        match self.segment.map(|id| book.segment(id)) {
            Some(None) => wrong.push(FieldError::new("segment_id", "leads-segment-unknown")),
            Some(Some(segment)) if Some(segment.chain_id) != chain => {
                let message = Message::new("leads-segment-other-chain").with("value", &segment.name_zh);
                wrong.push(FieldError::new("segment_id", message));
            }
            _ => {}
        }
        if let Some(id) = self.target {
            let is_its = match targets::one(conn, &caller.scope, id) {
                Ok(target) => Some(target.segment_id) == self.segment_now,
                Err(Error::NotFound) => false,
                Err(other) => return Err(other),
            };
            if !is_its {
                wrong.push(FieldError::new("target_id", "leads-target-unknown"));
            }
        }
        if self.park.is_some_and(|id| !book.parks.iter().any(|park| park.id == id)) {
            wrong.push(FieldError::new("park_id", "leads-park-unknown"));
        }
        let may = |user: &accounts::User| {
            user.disabled_at.is_none() && user.role.may(Deed::Promote) && user.scope.covers(of)
        };
        if let Some(owner) = self.owner
            && !accounts::all_users(conn)?.iter().any(|user| user.id == owner && may(user))
        {
            wrong.push(FieldError::new("owner_id", "leads-owner-unknown"));
        }
        if let Err(Error::Invalid(past)) = must_come(self.next_on, today) {
            wrong.extend(past);
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

/// What is to be done lies ahead.
fn must_come(day: Option<NaiveDate>, today: NaiveDate) -> Result<()> {
    if day.is_some_and(|day| day < today) {
        let message = Message::new("leads-next-past").with("today", today.to_string());
        return Err(Error::field("next_on", message));
    }
    Ok(())
}

fn must_be_open(lead: &Lead) -> Result<()> {
    if lead.status.is_open() { Ok(()) } else { Err(Error::conflict("leads-over")) }
}

/// What a person has stated, by the names of the contract.
fn stated(lead: &Lead) -> Value {
    json!({
        "target": lead.target, "place": lead.division, "credit_code": lead.credit_code,
        "chain_id": lead.chain_id, "segment_id": lead.segment_id, "target_id": lead.target_id, "park_id": lead.park_id, "source": lead.source,
        "scope_text": lead.scope_text, "intended_investment_yuan": lead.intended.map(|money| money.yuan()),
        "owner_id": lead.owner_id, "next": lead.next,
    })
}

fn stale(based: i64, yours: Value, current: &Lead) -> Error {
    Error::Stale {
        base: json!({ "version": based }),
        yours,
        current: json!({ "version": current.version, "status": current.status, "target": current.target }),
    }
}
