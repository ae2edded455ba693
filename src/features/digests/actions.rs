//! Deeds on digests: right, rule, store, outbox and audit record in the caller's transaction.

use super::model::{How, State, is_reader};
use super::prepare::{Report, renew_open, stands};
use super::rules::Rules;
use super::send::send;
use super::stops;
use super::store::{self, Issue};
use crate::db::Conn;
use crate::features::accounts::{self, User};
use crate::features::audit::{self, Change, Record};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;

/// Approves an issue as it was looked at, and posts it.
///
/// # Errors
/// 403 but for the province's reviewers; 404; 409 for one that waits, was approved or dropped, or was prepared anew since
/// `revision`, or of whose list, bulletin or readers something has changed since.
pub fn approve(
    conn: &mut Conn,
    caller: &Caller,
    rules: &Rules,
    (id, revision): (i64, i64),
    now: Instant,
) -> Result<Issue> {
    caller.must_for_province(Deed::ManageLists)?;
    let issue = store::one(conn, id)?;
    if issue.state != State::Proposed {
        let state = Message::new(issue.state.message());
        return Err(Error::conflict(Message::new("digests-approve-state").with_message("state", state)));
    }
    // A list that was corrected this afternoon is prepared tomorrow morning; until then nothing is sent.
    let is_current = issue.revision == revision && stands(conn, rules, &issue)?;
    if !is_current || !send(conn, rules, &issue, Some(caller), now)? {
        return Err(Error::conflict("digests-approve-overtaken"));
    }
    renew_open(conn, rules, now, &mut Report::default())?;
    store::one(conn, id)
}

/// Whoever a link in a letter is of wants no digests any more; who it is, none where the link was altered.
///
/// # Errors
/// When the database does not answer.
pub fn stop_by_link(conn: &mut Conn, token: &str, now: Instant) -> Result<Option<User>> {
    let Some(user) = reader_of(conn, token)? else { return Ok(None) };
    if stops::stop(conn, user.id, How::Link, now)? {
        told(conn, &as_caller(&user), ("digest.stop", true), now)?;
    }
    Ok(Some(user))
}

/// Whose link it is; none for one that was altered, or whose reader is no longer there.
///
/// # Errors
/// When the database does not answer.
pub fn reader_of(conn: &mut Conn, token: &str) -> Result<Option<User>> {
    let id = stops::known_secret(conn)?.and_then(|secret| secret.reader(token));
    let Some(id) = id else { return Ok(None) };
    Ok(accounts::all_users(conn)?.into_iter().find(|user| user.id == id))
}

/// The caller wants digests, or none.
///
/// # Errors
/// 404 for whoever gets none in any case.
pub fn choose(conn: &mut Conn, caller: &Caller, wants: bool, now: Instant) -> Result<()> {
    let id = caller.id.ok_or(Error::NotFound)?;
    if !accounts::all_users(conn)?.iter().any(|user| user.id == id && is_reader(user)) {
        return Err(Error::NotFound);
    }
    let changed = if wants { stops::resume(conn, id, now)? } else { stops::stop(conn, id, How::Page, now)? };
    if changed {
        told(conn, caller, if wants { ("digest.resume", false) } else { ("digest.stop", true) }, now)?;
    }
    Ok(())
}

fn told(conn: &mut Conn, caller: &Caller, (deed, stopped): (&'static str, bool), now: Instant) -> Result<()> {
    let id = caller.id.unwrap_or_default();
    let change = Change::new("stopped", !stopped, stopped);
    let record = Record::new(deed, "user", id, caller.scope.first()).changing(vec![change]);
    audit::record(conn, caller, now, record)
}

/// Whoever has the link acts as its reader, in this alone.
fn as_caller(user: &User) -> Caller {
    Caller {
        id: Some(user.id),
        name: user.name.clone(),
        email: user.email.clone(),
        role: user.role,
        scope: user.scope.clone(),
        lang: user.lang,
        session: None,
        request_id: None,
    }
}
