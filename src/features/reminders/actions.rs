//! Deeds of this room on people and ladders: right, rule, row and audit record in the caller's transaction.

use super::input::Entering;
use super::model::ladders::Ladder;
use super::model::people::Standing;
use super::rules::people;
use super::store::{self, Call};
use crate::db::Conn;
use crate::features::accounts::{self, User};
use crate::features::audit::{self, Change, Record};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::{Value, json};

/// A person whom the caller may look after: herself, or somebody within her scope for whoever sees to reminders.
///
/// # Errors
/// 403; 404 outside the scope.
pub fn looked_after(conn: &mut Conn, caller: &Caller, id: i64) -> Result<User> {
    if caller.id != Some(id) {
        caller.must(Deed::Remind)?;
    }
    let user = accounts::users_within(conn, &caller.scope)?.into_iter().find(|user| user.id == id);
    user.ok_or(Error::NotFound)
}

/// Writes down how a person stands.
///
/// # Errors
/// 403; 404 outside the scope; 422 for somebody who may not see what it is about, or who is she herself.
pub fn stand(conn: &mut Conn, caller: &Caller, id: i64, wanted: Standing, now: Instant) -> Result<()> {
    let user = looked_after(conn, caller, id)?;
    let everybody = people(conn)?;
    let before = everybody.standing(id).cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    let named = [
        ("superior", wanted.superior, before.superior),
        ("deputy", wanted.deputy, before.deputy.filter(|_| wanted.away.is_none())),
    ];
    for (field, named, before) in named {
        // Who stood there before and has left since is no fault of whoever changes something else.
        let Some(named) = named.filter(|named| Some(*named) != before) else { continue };
        let other = everybody.get(named);
        let sees = other.is_some_and(|other| user.lies_within(&other.scope));
        if named == id {
            wrong.push(FieldError::new(field, Message::new("reminders-person-herself")));
        } else if !sees {
            wrong.push(FieldError::new(field, Message::new("reminders-person-scope")));
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    store::put_standing(conn, id, &wanted)?;
    let changes = changes(&before, &wanted);
    if changes.is_empty() {
        return Ok(());
    }
    let record = Record::new("reminders.stand", "user", id, user.scope.first()).changing(changes);
    audit::record(conn, caller, now, record)
}

/// The same of oneself: who is one's superior others say.
///
/// # Errors
/// As [`stand`].
pub fn stand_oneself(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    wanted: Standing,
    now: Instant,
) -> Result<()> {
    let superior = people(conn)?.standing(id).and_then(|stands| stands.superior);
    stand(conn, caller, id, Standing { superior, ..wanted }, now)
}

fn changes(before: &Standing, after: &Standing) -> Vec<Change> {
    let days =
        |one: &Standing| one.away.map_or(Value::Null, |(from, until)| json!(format!("{from}/{until}")));
    let id = |id: Option<i64>| id.map_or(Value::Null, Value::from);
    let all = [
        ("superior", id(before.superior), id(after.superior)),
        ("deputy", id(before.deputy), id(after.deputy)),
        ("away", days(before), days(after)),
    ];
    all.into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| Change::new(field, before, after))
        .collect()
}

/// Writes down that a person was reminded by telephone.
///
/// # Errors
/// 403; 404 outside the scope.
pub fn call(conn: &mut Conn, caller: &Caller, id: i64, said: String, now: Instant) -> Result<()> {
    caller.must(Deed::Remind)?;
    let user = looked_after(conn, caller, id)?;
    let call = Call { said, called_at: now, by_name: caller.name.clone() };
    store::insert_call(conn, id, &call, caller.id)?;
    let record = Record::new("reminders.call", "user", id, user.scope.first());
    audit::record(conn, caller, now, record.because(Some(call.said)))
}

/// Enters a ladder.
///
/// # Errors
/// 403 but for the administrator.
pub fn enter(conn: &mut Conn, caller: &Caller, new: &Entering, now: Instant) -> Result<Ladder> {
    caller.must(Deed::Administer)?;
    let id = store::insert_ladder(conn, caller, new, now)?;
    let figures = &new.figures;
    let changes = [
        ("valid_from", json!(new.valid_from)),
        ("valid_until", json!(new.valid_until)),
        ("before_days", json!(figures.before_days)),
        ("on_the_day", json!(figures.on_the_day)),
        ("after_days", json!(figures.after_days)),
        ("superior_days", json!(figures.superior_days)),
        ("repeat_days", json!(figures.repeat_days)),
        ("milestone_days", json!(figures.milestone_days)),
        ("source", json!(new.source)),
    ];
    let changes = changes.map(|(field, value)| Change::new(field, Value::Null, value)).to_vec();
    let record = Record::new("reminders.ladder", "reminder_ladder", id, caller.scope.around());
    audit::record(conn, caller, now, record.changing(changes))?;
    ladder(conn, id)
}

/// Withdraws a ladder; what it covered is told by the one that then covers it. What was told stays told.
///
/// # Errors
/// 403; 404; 409 when it was withdrawn already.
pub fn withdraw(
    conn: &mut Conn,
    caller: &Caller,
    (id, reason): (i64, String),
    now: Instant,
) -> Result<Ladder> {
    caller.must(Deed::Administer)?;
    ladder(conn, id)?;
    if !store::withdraw_ladder(conn, caller, (id, &reason), now)? {
        return Err(Error::conflict("reminders-ladder-withdrawn-already"));
    }
    let record = Record::new("reminders.withdraw", "reminder_ladder", id, caller.scope.around());
    audit::record(conn, caller, now, record.because(Some(reason)))?;
    ladder(conn, id)
}

fn ladder(conn: &mut Conn, id: i64) -> Result<Ladder> {
    store::ladders(conn)?.into_iter().find(|ladder| ladder.id == id).ok_or(Error::NotFound)
}
