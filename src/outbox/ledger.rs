//! The ledger of all letters as people read it: which there are, how far each has come, what happened to it; and what a person
//! does with one. Whatever is read passes through `within`.

use super::model::{By, State, Waiting};
use super::store::{Row, step, waiting, words};
use crate::db::schema::{letter_steps as s, letters as t};
use crate::db::{Backend, Conn, alone, containing, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Paged};
use crate::mail::Letter;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use serde::Serialize;

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
    /// Whether its words are those that were approved, and not written when it leaves.
    pub is_fixed: bool,
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

/// What the ledger is asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How far they have come.
    pub state: Option<State>,
    /// A part of name, address, subject, words or key, in large or small letters.
    pub q: Option<String>,
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
        let like = containing(&q.to_lowercase());
        let part = |column: &str| {
            // The engines differ in whether a pattern minds large and small letters.
            sql::<Bool>(&format!("lower({column}) like ")).bind::<Text, _>(like.clone()).sql(" escape '\\'")
        };
        let of_reader = part("letters.name").or(part("letters.address"));
        let of_words = part("letters.subject").or(part("coalesce(letters.body_text, '')"));
        query = query.filter(of_reader.or(of_words).or(part("letters.key")));
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

/// A letter of the scope as its kind takes it, for whoever wants to see what it would say.
pub(super) fn as_waiting(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Waiting> {
    let row: Row = t::table
        .filter(t::id.eq(id).and(within("letters.division", scope)))
        .select(Row::as_select())
        .first(conn)?;
    waiting(conn, row)
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

/// Keeps the letters in scope that failed for this transaction; which, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn keep_failed(conn: &mut Conn, scope: &Scope) -> Result<Vec<i64>> {
    let failed = || t::table.filter(within("letters.division", scope)).filter(t::state.eq(State::Failed));
    let ids: Vec<i64> = failed().select(t::id).load(conn)?;
    alone(conn, "letters", &ids)?;
    // While we waited, somebody else may have had some of them sent again.
    Ok(failed().filter(t::id.eq_any(ids)).order(t::id).select(t::id).load(conn)?)
}

/// Sends a letter once more that the server has taken: its reader may have lost it. Under the same Message-ID, so that a mail
/// program that still has it shows one. Only one whose words are fixed: what is written when it leaves, such as a reminder,
/// would say something else, and comes again by itself.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope; 409 for one that was not sent, or whose words are not fixed.
pub fn resend(conn: &mut Conn, scope: &Scope, id: i64, by: By<'_>, now: Instant) -> Result<Listed> {
    if !letter(conn, scope, id)?.0.is_fixed {
        return Err(Error::conflict("mail-resend-written"));
    }
    turn(conn, scope, id, (&[State::Sent], State::Queued, "mail-resend-state"), by, now)
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
