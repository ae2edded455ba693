//! SQL of the outbox. A letter is changed only by whoever holds its lease, and every change is a step that stays.

use super::model::{Outcome, State, Waiting};
use crate::db::schema::{letter_files as f, letter_steps as s, letters as t};
use crate::db::{Backend, Conn, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Paged};
use crate::locales::Lang;
use crate::mail::{Attachment, Letter};
use diesel::prelude::*;
use serde::Serialize;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
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

/// A letter as the ledger lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Selectable)]
#[diesel(table_name = t)]
pub struct Listed {
    /// Never reused.
    pub id: i64,
    /// What it is.
    pub key: String,
    /// Which kind.
    pub kind: String,
    /// To whom, by name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// Where she belongs.
    pub division: DivisionCode,
    /// What it is about; empty until it is written.
    pub subject: String,
    /// How far it has come.
    pub state: State,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is due.
    pub next_at: Instant,
    /// When the server took it.
    pub sent_at: Option<Instant>,
    /// The same whenever it is sent.
    pub message_id: String,
    /// What was said when it did not leave.
    pub error: Option<String>,
}

/// Something that happened to a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// The state that it came to.
    pub state: State,
    /// What was said.
    pub said: Option<String>,
    /// Who did it; none for what happened by itself.
    pub by: Option<String>,
}

/// Who does something with a letter: name, and `users.id`.
pub type By<'a> = (&'a str, Option<i64>);

/// What the ledger is asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How far they have come.
    pub state: Option<State>,
    /// A part of name, address, subject or key.
    pub q: Option<String>,
}

fn step(
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
    let handed: Vec<i64> = t::table.filter(ran_out(State::Handed)).select(t::id).load(conn)?;
    let (after, why) = if resend {
        (State::Queued, "no word of whether it arrived; sent again")
    } else {
        (State::Unknown, "no word of whether it arrived")
    };
    let mut lost = 0;
    for (ids, from, to, said) in
        [(&claimed, State::Claimed, State::Queued, None), (&handed, State::Handed, after, Some(why))]
    {
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

/// Claims letters that are due, the longest waiting first, until the lease ends.
pub fn claim(
    conn: &mut Conn,
    (lease, until): (&str, Instant),
    limit: i64,
    now: Instant,
) -> Result<Vec<Waiting>> {
    let due = t::state.eq(State::Queued).and(t::next_at.le(now));
    let ids: Vec<i64> =
        t::table.filter(due).order((t::next_at, t::id)).limit(limit).select(t::id).load(conn)?;
    // Another sender may have been faster with some of them.
    diesel::update(t::table.filter(t::id.eq_any(&ids).and(t::state.eq(State::Queued))))
        .set((t::state.eq(State::Claimed), t::lease.eq(lease), t::lease_until.eq(until)))
        .execute(conn)?;
    let claimed = t::table.filter(t::id.eq_any(&ids).and(t::lease.eq(lease)));
    let rows: Vec<Row> = claimed.order((t::next_at, t::id)).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(|row| waiting(conn, row)).collect()
}

fn waiting(conn: &mut Conn, row: Row) -> Result<Waiting> {
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
fn words(conn: &mut Conn, row: &Row) -> Result<Option<Letter>> {
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

/// Says that a letter's content is about to leave, and keeps what it says; `false` when the lease was lost.
pub fn hand(
    conn: &mut Conn,
    (id, lease): (i64, &str),
    letter: &Letter,
    until: Instant,
    now: Instant,
) -> Result<bool> {
    let target = t::table.filter(t::id.eq(id).and(t::lease.eq(lease)).and(t::state.eq(State::Claimed)));
    let values = (
        t::state.eq(State::Handed),
        t::attempts.eq(t::attempts + 1),
        t::lease_until.eq(until),
        t::handed_at.eq(now),
        t::subject.eq(&letter.subject),
        t::body_text.eq(&letter.text),
        t::body_html.eq(&letter.html),
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

/// Gives a letter back that is not handed over now, to be looked at again at `next_at`.
pub fn put_back(conn: &mut Conn, (id, lease): (i64, &str), next_at: Instant) -> Result<()> {
    diesel::update(t::table.filter(t::id.eq(id).and(t::lease.eq(lease))))
        .set((
            t::state.eq(State::Queued),
            t::lease.eq(None::<String>),
            t::lease_until.eq(None::<Instant>),
            t::next_at.eq(next_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The letters in scope that the filter lets through, the newest first.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Listed>> {
    let total: i64 = chosen(scope, filter).count().get_result(conn)?;
    let items = chosen(scope, filter)
        .order(t::id.desc())
        .limit(page.per_page())
        .offset(page.offset())
        .select(Listed::as_select())
        .load(conn)?;
    Ok(Paged::new(items, total, page))
}

/// How many letters in scope stand in each state; without those of which there are none.
pub fn counts(conn: &mut Conn, scope: &Scope) -> Result<Vec<(State, i64)>> {
    let in_scope = t::table.filter(within("letters.division", scope));
    let rows = in_scope.group_by(t::state).select((t::state, diesel::dsl::count_star())).order(t::state);
    Ok(rows.load(conn)?)
}

/// Since when the oldest letter in scope waits that is due.
pub fn oldest(conn: &mut Conn, scope: &Scope, now: Instant) -> Result<Option<Instant>> {
    let due = t::table.filter(t::state.eq(State::Queued).and(t::next_at.le(now)));
    Ok(due.filter(within("letters.division", scope)).select(diesel::dsl::min(t::next_at)).get_result(conn)?)
}

fn chosen(scope: &Scope, filter: &Filter) -> t::BoxedQuery<'static, Backend> {
    let mut query = t::table.into_boxed::<Backend>().filter(within("letters.division", scope));
    if let Some(state) = filter.state {
        query = query.filter(t::state.eq(state));
    }
    if let Some(q) = &filter.q {
        let escaped = q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = format!("%{escaped}%");
        let in_words = t::name.like(like.clone()).escape('\\').or(t::subject.like(like.clone()).escape('\\'));
        query = query.filter(
            in_words.or(t::address.like(like.clone()).escape('\\')).or(t::key.like(like).escape('\\')),
        );
    }
    query
}

/// A letter with its words, as far as it was written.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope.
pub fn letter(conn: &mut Conn, scope: &Scope, id: i64) -> Result<(Listed, Option<Letter>)> {
    let row: (Listed, Row) = t::table
        .filter(t::id.eq(id).and(within("letters.division", scope)))
        .select((Listed::as_select(), Row::as_select()))
        .first(conn)?;
    let words = words(conn, &row.1)?;
    Ok((row.0, words))
}

/// Everything that happened to a letter, the first first.
pub fn steps(conn: &mut Conn, id: i64) -> Result<Vec<Step>> {
    let rows: Vec<Step> = s::table
        .filter(s::letter_id.eq(id))
        .order(s::id)
        .select((s::at, s::state, s::said, s::by_name))
        .load(conn)?;
    Ok(rows)
}

/// Sends a letter again that failed, of which nobody knows, that was held or dropped: under the same Message-ID.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope; 409 for one that waits or was sent.
pub fn retry(conn: &mut Conn, scope: &Scope, id: i64, by: By<'_>, now: Instant) -> Result<Listed> {
    let again = &[State::Failed, State::Unknown, State::Held, State::Dropped];
    turn(conn, scope, id, (again, State::Queued, "mail-retry-state"), by, now)
}

/// Holds a letter back that waits.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope; 409 for one that does not wait.
pub fn hold(conn: &mut Conn, scope: &Scope, id: i64, by: By<'_>, now: Instant) -> Result<Listed> {
    turn(conn, scope, id, (&[State::Queued], State::Held, "mail-hold-state"), by, now)
}

fn turn(
    conn: &mut Conn,
    scope: &Scope,
    id: i64,
    (from, to, refusal): (&[State], State, &'static str),
    by: By<'_>,
    now: Instant,
) -> Result<Listed> {
    let (stands, _) = letter(conn, scope, id)?;
    let target = t::table.filter(t::id.eq(id).and(t::state.eq_any(from)));
    let values = (t::state.eq(to), t::next_at.eq(now), t::attempts.eq(0), t::error.eq(None::<String>));
    if diesel::update(target).set(values).execute(conn)? != 1 {
        let state = Message::new(stands.state.message());
        return Err(Error::conflict(Message::new(refusal).with_message("state", state)));
    }
    step(conn, id, (to, None), Some(by), now)?;
    Ok(letter(conn, scope, id)?.0)
}
