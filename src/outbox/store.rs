//! SQL of the outbox. A letter is changed only by whoever holds its lease, and every change is a step that stays.

use super::model::{ATTEMPTS, By, Outcome, State, Waiting};
use crate::db::schema::{letter_files as f, letter_steps as s, letters as t, users};
use crate::db::{Conn, alone};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::locales::Lang;
use crate::mail::{Attachment, Letter};
use diesel::prelude::*;

/// Whose rows are kept before several of them are changed.
const TABLE: &str = "letters";

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
pub(super) struct Row {
    id: i64,
    key: String,
    kind: String,
    user_id: Option<i64>,
    name: String,
    address: String,
    lang: Lang,
    is_fixed: bool,
    subject: String,
    body_text: Option<String>,
    body_html: Option<String>,
    attempts: i32,
    message_id: String,
}

pub(super) fn step(
    conn: &mut Conn,
    id: i64,
    (state, said): (State, Option<&str>),
    by: Option<By<'_>>,
    now: Instant,
) -> Result<()> {
    let values = (
        s::letter_id.eq(id),
        s::at.eq(now),
        s::state.eq(state),
        s::said.eq(said),
        s::by_name.eq(by.map(|(name, _)| name)),
        s::by_id.eq(by.and_then(|(_, id)| id)),
    );
    diesel::insert_into(s::table).values(values).execute(conn)?;
    Ok(())
}

/// What became of letters whose sender did not come back: a claim returns to the queue, since nothing had left; what was
/// being handed over is unknown, or sent again where `resend` says so. How many are unknown.
pub fn recover(conn: &mut Conn, resend: bool, now: Instant) -> Result<usize> {
    let ran_out = |state: State| t::state.eq(state).and(t::lease_until.lt(now));
    let claimed: Vec<i64> = t::table.filter(ran_out(State::Claimed)).select(t::id).load(conn)?;
    let handed: Vec<(i64, i32)> =
        t::table.filter(ran_out(State::Handed)).select((t::id, t::attempts)).load(conn)?;
    // One that ends its sender each time is not sent for ever.
    let is_sent_again = |attempts: &i32| resend && *attempts < ATTEMPTS;
    let (again, unknown): (Vec<_>, Vec<_>) =
        handed.into_iter().partition(|(_, attempts)| is_sent_again(attempts));
    let ids = |letters: Vec<(i64, i32)>| letters.into_iter().map(|(id, _)| id).collect::<Vec<i64>>();
    let (again, unknown) = (ids(again), ids(unknown));
    alone(conn, TABLE, &[claimed.as_slice(), &again, &unknown].concat())?;
    let mut lost = 0;
    for (ids, from, to, said) in [
        (&claimed, State::Claimed, State::Queued, None),
        (&again, State::Handed, State::Queued, Some("no word of whether it arrived; sent again")),
        (&unknown, State::Handed, State::Unknown, Some("no word of whether it arrived")),
    ] {
        for id in ids {
            let target = t::table.filter(t::id.eq(id).and(ran_out(from)));
            let values = (
                t::state.eq(to),
                t::lease.eq(None::<String>),
                t::lease_until.eq(None::<Instant>),
                t::next_at.eq(now),
                t::error.eq(said),
            );
            if diesel::update(target).set(values).execute(conn)? == 1 {
                step(conn, *id, (to, said), None, now)?;
                lost += usize::from(to == State::Unknown);
            }
        }
    }
    Ok(lost)
}

/// Claims letters that are due, the longest waiting first, until the lease ends. None when another sender was faster with all
/// of them: others may be due, to be claimed in a transaction of their own.
pub fn claim(
    conn: &mut Conn,
    (lease, until): (&str, Instant),
    limit: i64,
    now: Instant,
) -> Result<Option<Vec<Waiting>>> {
    let is_due = || t::state.eq(State::Queued).and(t::next_at.le(now));
    let due = t::table.filter(is_due()).order((t::next_at, t::id)).limit(limit);
    let ids: Vec<i64> = due.select(t::id).load(conn)?;
    if ids.is_empty() {
        return Ok(Some(Vec::new()));
    }
    alone(conn, TABLE, &ids)?;
    // While we waited, another sender may have been faster with some of them, or put them off.
    diesel::update(t::table.filter(t::id.eq_any(&ids).and(is_due())))
        .set((t::state.eq(State::Claimed), t::lease.eq(lease), t::lease_until.eq(until)))
        .execute(conn)?;
    let claimed = t::table.filter(t::id.eq_any(&ids).and(t::lease.eq(lease)));
    let mut rows: Vec<Row> = claimed.order((t::next_at, t::id)).select(Row::as_select()).load(conn)?;
    for row in &mut rows {
        readdress(conn, row)?;
    }
    let claimed: Vec<Waiting> = rows.into_iter().map(|row| waiting(conn, row)).collect::<Result<_>>()?;
    Ok((!claimed.is_empty()).then_some(claimed))
}

/// A letter goes where its reader is now, not where she was when it was posted; the ledger says where it went.
fn readdress(conn: &mut Conn, row: &mut Row) -> Result<()> {
    let Some(reader) = row.user_id else { return Ok(()) };
    let now: Option<(String, String)> =
        users::table.find(reader).select((users::name, users::email)).first(conn).optional()?;
    let Some((name, address)) = now.filter(|now| (&now.0, &now.1) != (&row.name, &row.address)) else {
        return Ok(());
    };
    let values = (t::name.eq(&name), t::address.eq(&address));
    diesel::update(t::table.find(row.id)).set(values).execute(conn)?;
    (row.name, row.address) = (name, address);
    Ok(())
}

pub(super) fn waiting(conn: &mut Conn, row: Row) -> Result<Waiting> {
    let fixed = if row.is_fixed { words(conn, &row)? } else { None };
    Ok(Waiting {
        id: row.id,
        key: row.key,
        kind: row.kind,
        user_id: row.user_id,
        name: row.name,
        address: row.address,
        lang: row.lang,
        attempts: row.attempts,
        message_id: row.message_id,
        fixed,
    })
}

/// Its words, as they were fixed or written last.
pub(super) fn words(conn: &mut Conn, row: &Row) -> Result<Option<Letter>> {
    let Some(text) = row.body_text.clone() else { return Ok(None) };
    let (subject, html) = (row.subject.clone(), row.body_html.clone());
    Ok(Some(Letter { subject, text, html, files: files(conn, row.id)? }))
}

fn files(conn: &mut Conn, id: i64) -> Result<Vec<Attachment>> {
    let rows: Vec<(String, String, Vec<u8>)> = f::table
        .filter(f::letter_id.eq(id))
        .order(f::id)
        .select((f::name, f::media_type, f::bytes))
        .load(conn)?;
    Ok(rows.into_iter().map(|(name, media_type, bytes)| Attachment { name, media_type, bytes }).collect())
}

/// How many letters have gone to an address since an instant.
pub fn handed_since(conn: &mut Conn, address: &str, since: Instant) -> Result<i64> {
    Ok(t::table.filter(t::address.eq(address).and(t::handed_at.ge(since))).count().get_result(conn)?)
}

/// Says that a letter's content is about to leave, and keeps what it says, where that does not stand there already; `false`
/// when the lease was lost.
pub fn hand(
    conn: &mut Conn,
    (id, lease): (i64, &str),
    written: Option<&Letter>,
    until: Instant,
    now: Instant,
) -> Result<bool> {
    let target = t::table.filter(t::id.eq(id).and(t::lease.eq(lease)).and(t::state.eq(State::Claimed)));
    let values = (
        t::state.eq(State::Handed),
        t::attempts.eq(t::attempts + 1),
        t::lease_until.eq(until),
        t::handed_at.eq(now),
        written.map(|letter| {
            (t::subject.eq(&letter.subject), t::body_text.eq(&letter.text), t::body_html.eq(&letter.html))
        }),
    );
    let done = diesel::update(target).set(values).execute(conn)? == 1;
    if done {
        step(conn, id, (State::Handed, None), None, now)?;
    }
    Ok(done)
}

/// Writes down what became of an attempt, if the lease is still held. `counts` says that the attempt was not counted yet.
pub fn settle(
    conn: &mut Conn,
    (id, lease): (i64, &str),
    outcome: &Outcome,
    counts: bool,
    now: Instant,
) -> Result<()> {
    let target = t::table.filter(t::id.eq(id).and(t::lease.eq(lease)));
    let values = (
        t::state.eq(outcome.state),
        t::attempts.eq(t::attempts + i32::from(counts)),
        t::lease.eq(None::<String>),
        t::lease_until.eq(None::<Instant>),
        t::error.eq(&outcome.said),
        outcome.next_at.map(|at| t::next_at.eq(at)),
        (outcome.state == State::Sent).then(|| t::sent_at.eq(now)),
    );
    if diesel::update(target).set(values).execute(conn)? != 1 {
        return Ok(());
    }
    step(conn, id, (outcome.state, outcome.said.as_deref()), None, now)
}

/// Keeps what waits of a kind for this transaction, before it is dropped reader by reader.
///
/// # Errors
/// When the database does not answer.
pub fn keep_waiting(conn: &mut Conn, kind: &str) -> Result<()> {
    let waiting = t::table.filter(t::kind.eq(kind).and(t::state.eq(State::Queued)));
    let ids: Vec<i64> = waiting.select(t::id).load(conn)?;
    alone(conn, TABLE, &ids)
}

/// Drops what waits of a kind for a reader, but for one letter; which ones. A letter that a sender has claimed is hers.
///
/// # Errors
/// When the database does not answer.
pub fn drop_waiting(
    conn: &mut Conn,
    (kind, reader): (&str, i64),
    but: i64,
    now: Instant,
) -> Result<Vec<i64>> {
    let hers = t::kind.eq(kind).and(t::user_id.eq(reader)).and(t::state.eq(State::Queued));
    let waiting: Vec<i64> = t::table.filter(hers.and(t::id.ne(but))).select(t::id).load(conn)?;
    alone(conn, TABLE, &waiting)?;
    let mut dropped = Vec::new();
    for id in waiting {
        let still = t::table.filter(t::id.eq(id).and(t::state.eq(State::Queued)));
        if diesel::update(still).set(t::state.eq(State::Dropped)).execute(conn)? == 1 {
            step(conn, id, (State::Dropped, None), None, now)?;
            dropped.push(id);
        }
    }
    Ok(dropped)
}

/// Gives letters back that are not handed over now, to be looked at again at `next_at`.
pub fn put_back(conn: &mut Conn, (ids, lease): (&[i64], &str), next_at: Instant) -> Result<()> {
    alone(conn, TABLE, ids)?;
    diesel::update(t::table.filter(t::id.eq_any(ids).and(t::lease.eq(lease))))
        .set((
            t::state.eq(State::Queued),
            t::lease.eq(None::<String>),
            t::lease_until.eq(None::<Instant>),
            t::next_at.eq(next_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps letters, and then their readers, for this transaction: of two senders that have letters for her one waits, and sees
/// what the other has handed over.
pub fn keep(conn: &mut Conn, letters: &[i64], readers: &[i64]) -> Result<()> {
    alone(conn, TABLE, letters)?;
    if readers.is_empty() { Ok(()) } else { alone(conn, "users", readers) }
}
