//! SQL of this room: what was told to whom, how people stand to each other, calls, ladders.

mod ladders;

pub use ladders::{days_text, insert_ladder, ladders, withdraw_ladder};

use super::model::people::Standing;
use super::model::plan::{Item, Told};
use crate::db::schema::{letter_items as i, letters, person_standings as s, phone_calls as c};
use crate::db::{Conn, nested, unique_violation, within};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{self, State};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Debts that are asked about at once: both engines bound what one statement takes.
const AT_ONCE: usize = 500;

/// What was told of these debts. A letter that was dropped has told nothing.
pub fn told(conn: &mut Conn, debts: &[&str]) -> Result<BTreeSet<Told>> {
    let mut told = BTreeSet::new();
    for some in debts.chunks(AT_ONCE) {
        let rows: Vec<Told> = i::table
            .inner_join(letters::table)
            .filter(i::debt.eq_any(some.iter().copied()))
            .filter(letters::state.ne(State::Dropped))
            .select((i::debt, i::rung, i::ower_id, i::to_superior))
            .load(conn)?;
        told.extend(rows);
    }
    Ok(told)
}

/// Writes down what a letter says. What a dropped letter was to say is this one's now.
pub fn insert_items(conn: &mut Conn, letter: i64, reader: i64, items: &[Item]) -> Result<()> {
    for item in items {
        let values = (
            i::letter_id.eq(letter),
            i::debt.eq(&item.debt),
            i::rung.eq(&item.rung),
            i::ower_id.eq(item.ower),
            i::reader_id.eq(reader),
            i::to_superior.eq(item.to_superior),
        );
        match nested(conn, |conn| diesel::insert_into(i::table).values(values).execute(conn)) {
            Ok(_) => {}
            Err(error) if unique_violation(&error).is_some() => {
                let same = i::debt.eq(&item.debt).and(i::rung.eq(&item.rung));
                let same = same.and(i::ower_id.eq(item.ower)).and(i::reader_id.eq(reader));
                let same = same.and(i::to_superior.eq(item.to_superior));
                diesel::update(i::table.filter(same)).set(i::letter_id.eq(letter)).execute(conn)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// What waits in older reminders of a reader is said by this one: nobody gets two on a day, also after mail was held.
pub fn take_over(
    conn: &mut Conn,
    letter: i64,
    (kind, reader): (&'static str, i64),
    now: Instant,
) -> Result<()> {
    let dropped = outbox::drop_waiting(conn, (kind, reader), letter, now)?;
    diesel::update(i::table.filter(i::letter_id.eq_any(dropped)))
        .set(i::letter_id.eq(letter))
        .execute(conn)?;
    Ok(())
}

/// What a letter is to say, or has said; nothing for one that is no reminder.
///
/// # Errors
/// When the database does not answer.
pub fn items(conn: &mut Conn, letter: i64) -> Result<Vec<Item>> {
    let rows: Vec<(String, String, i64, bool)> = i::table
        .filter(i::letter_id.eq(letter))
        .order((i::debt, i::rung, i::ower_id))
        .select((i::debt, i::rung, i::ower_id, i::to_superior))
        .load(conn)?;
    let item = |(debt, rung, ower, to_superior)| Item { debt, rung, ower, to_superior };
    Ok(rows.into_iter().map(item).collect())
}

/// Whether a reader was handed a letter of this kind since an instant, other than this one.
pub fn had_one(
    conn: &mut Conn,
    (kind, reader): (&str, i64),
    since: Instant,
    other_than: Option<i64>,
) -> Result<bool> {
    let hers = letters::table.filter(letters::kind.eq(kind).and(letters::user_id.eq(reader)));
    let handed = hers.filter(letters::handed_at.ge(since).and(letters::id.ne(other_than.unwrap_or(0))));
    Ok(diesel::select(diesel::dsl::exists(handed)).get_result(conn)?)
}

/// How everybody stands.
pub fn standings(conn: &mut Conn) -> Result<BTreeMap<i64, Standing>> {
    type Row = (i64, Option<i64>, Option<i64>, Option<NaiveDate>, Option<NaiveDate>);
    let rows: Vec<Row> = s::table
        .select((s::user_id, s::superior_id, s::deputy_id, s::away_from, s::away_until))
        .load(conn)?;
    let standing =
        |(id, superior, deputy, from, until): Row| (id, Standing { superior, deputy, away: from.zip(until) });
    Ok(rows.into_iter().map(standing).collect())
}

/// Writes down how a person stands.
pub fn put_standing(conn: &mut Conn, id: i64, standing: &Standing) -> Result<()> {
    let (from, until) = standing.away.unzip();
    let values = (
        s::superior_id.eq(standing.superior),
        s::deputy_id.eq(standing.deputy),
        s::away_from.eq(from),
        s::away_until.eq(until),
    );
    if diesel::update(s::table.find(id)).set(values).execute(conn)? == 1 {
        return Ok(());
    }
    match nested(conn, |conn| diesel::insert_into(s::table).values((s::user_id.eq(id), values)).execute(conn))
    {
        Ok(_) => Ok(()),
        // Somebody was faster; hers is written over like any older one.
        Err(error) if unique_violation(&error).is_some() => {
            diesel::update(s::table.find(id)).set(values).execute(conn)?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// A reminder by telephone.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Call {
    /// What was said.
    pub said: String,
    /// When.
    pub called_at: Instant,
    /// Who called, by her name as it was then.
    pub by_name: String,
}

/// Writes down a call; its id.
pub fn insert_call(conn: &mut Conn, user_id: i64, call: &Call, by_id: Option<i64>) -> Result<i64> {
    let values = (
        c::user_id.eq(user_id),
        c::said.eq(&call.said),
        c::called_at.eq(call.called_at),
        c::by_name.eq(&call.by_name),
        c::by_id.eq(by_id),
    );
    Ok(diesel::insert_into(c::table).values(values).returning(c::id).get_result(conn)?)
}

/// The calls to a person, the newest first.
pub fn calls(conn: &mut Conn, user_id: i64) -> Result<Vec<Call>> {
    Ok(c::table
        .filter(c::user_id.eq(user_id))
        .order((c::called_at.desc(), c::id.desc()))
        .select((c::said, c::called_at, c::by_name))
        .load(conn)?)
}

/// A reminder that was posted to a person.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Posted {
    /// `letters.id`
    pub id: i64,
    /// What it is about; empty until it is written.
    pub subject: String,
    /// How far it has come.
    pub state: State,
    /// When its content left; none while it waits.
    pub handed_at: Option<Instant>,
    /// When it is due.
    pub next_at: Instant,
}

/// The newest reminders to a person.
pub fn letters_to(
    conn: &mut Conn,
    scope: &Scope,
    (kind, user_id): (&str, i64),
    count: i64,
) -> Result<Vec<Posted>> {
    let hers = letters::table.filter(letters::kind.eq(kind).and(letters::user_id.eq(user_id)));
    let hers = hers.filter(within("letters.division", scope));
    let columns = (letters::id, letters::subject, letters::state, letters::handed_at, letters::next_at);
    Ok(hers.order(letters::id.desc()).limit(count).select(columns).load(conn)?)
}

/// When each person was last handed a reminder.
pub fn last_letters(conn: &mut Conn, kind: &str) -> Result<BTreeMap<i64, Instant>> {
    let rows: Vec<(Option<i64>, Option<Instant>)> = letters::table
        .filter(letters::kind.eq(kind).and(letters::user_id.is_not_null()))
        .group_by(letters::user_id)
        .select((letters::user_id, diesel::dsl::max(letters::handed_at)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id?, at?))).collect())
}

/// When each person was last called.
pub fn last_calls(conn: &mut Conn) -> Result<BTreeMap<i64, Instant>> {
    let rows: Vec<(i64, Option<Instant>)> =
        c::table.group_by(c::user_id).select((c::user_id, diesel::dsl::max(c::called_at))).load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}
