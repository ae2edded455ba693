//! Nominating: a city's wish that a project stand on a quarter's list.

use super::{gate, remember, standing_entry};
use crate::db::Conn;
use crate::features::lists::deadlines::effective_deadline;
use crate::features::lists::input::Nominating;
use crate::features::lists::model::{Door, Entry, Head, ListState, NominationState, may_nominate};
use crate::features::lists::store::{self, Wish};
use crate::features::lists::words::state_text;
use crate::features::projects::{self as registry, Facts};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;

/// Nominates a project of the caller's scope, for the first time or again: after it was returned or withdrawn, or when
/// it came over from the list before. `today` is the day in the business zone.
///
/// # Errors
/// 422 naming the facts that lack; 409 when it stands there already, the deadline has passed or the list no longer
/// collects.
pub fn nominate(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &Nominating,
    (now, today): (Instant, NaiveDate),
) -> Result<Entry> {
    caller.must(Deed::Nominate)?;
    let head = store::bump(conn, quarter)?;
    let project = registry::project(conn, &caller.scope, new.project_id, quarter.year())?;
    let standing = store::entry(conn, &caller.scope, quarter, project.id)?;
    let state = standing.as_ref().map(|entry| entry.state);
    let door = door(conn, caller, &head, project.facts.division, (now, today))?;
    // What came over may be nominated as if it were new, as long as nobody has said anything about it.
    let fresh = state.filter(|_| !standing.as_ref().is_some_and(Entry::is_untouched));
    if !may_nominate(head.state, door, fresh) {
        let last_day = effective_deadline(head.nominate_by, &reference::working_days(conn)?);
        return Err(Error::conflict(refused_nomination(&head, door, last_day, fresh)));
    }
    let class = new.class.or(project.facts.class);
    let class = gate(Facts { class, ..project.facts })?;
    let wish = Wish { project_id: project.id, section: new.section.clone(), class, by: caller.id, at: now };
    match &standing {
        None => store::insert_nomination(conn, quarter, &wish)?,
        Some(entry) => store::renew_nomination(conn, entry.id, &wish)?,
    }
    let entry = standing_entry(conn, caller, quarter, project.id)?;
    remember(conn, caller, "list.nominate", quarter, (state, &entry), None, now)?;
    Ok(entry)
}

/// How this caller stands before the list's door. The deadline binds the cities, not the reviewer.
fn door(
    conn: &mut Conn,
    caller: &Caller,
    head: &Head,
    place: DivisionCode,
    (now, today): (Instant, NaiveDate),
) -> Result<Door> {
    if store::is_unlocked(conn, head.quarter, place, now)? {
        return Ok(Door::Unlocked);
    }
    if caller.may_for_province(Deed::ManageLists) {
        return Ok(Door::Open);
    }
    let late = today > effective_deadline(head.nominate_by, &reference::working_days(conn)?);
    Ok(if late { Door::Late } else { Door::Open })
}

fn refused_nomination(
    head: &Head,
    door: Door,
    last_day: NaiveDate,
    state: Option<NominationState>,
) -> Message {
    match (head.state, state) {
        (ListState::Published, _) => Message::new("lists-published-already").with("quarter", head.quarter),
        (_, Some(state @ (NominationState::Nominated | NominationState::Accepted))) => {
            Message::new("lists-nominated-already").with_message("state", state_text(state))
        }
        (_, Some(NominationState::Declined)) => Message::new("lists-declined-already"),
        (ListState::Collecting, _) if door == Door::Late => {
            Message::new("lists-deadline-over").with("quarter", head.quarter).with("day", last_day)
        }
        _ => Message::new("lists-not-collecting").with("quarter", head.quarter),
    }
}
