//! SQL of sessions and of asking whose a credential is.

use super::{USER, UserRow, user};
use crate::db::Conn;
use crate::db::schema::{api_tokens, sessions, users};
use crate::features::accounts::model::{SEEN_RESOLUTION, SignInPolicy, User};
use crate::features::accounts::secret;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::{Caller, Credential, SessionProof};
use diesel::prelude::*;

/// Ends every session of a person, but for one.
pub fn end_sessions(conn: &mut Conn, user_id: i64, except: Option<i64>, now: Instant) -> Result<()> {
    diesel::update(sessions::table)
        .filter(
            sessions::user_id
                .eq(user_id)
                .and(sessions::revoked_at.is_null())
                .and(sessions::id.ne(except.unwrap_or(0))),
        )
        .set(sessions::revoked_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Ends one session of a person.
pub fn end_session(conn: &mut Conn, user_id: i64, session_id: i64, now: Instant) -> Result<()> {
    let ended = diesel::update(sessions::table)
        .filter(
            sessions::id
                .eq(session_id)
                .and(sessions::user_id.eq(user_id))
                .and(sessions::revoked_at.is_null()),
        )
        .set(sessions::revoked_at.eq(now))
        .execute(conn)?;
    if ended == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Starts a session; returns its secret and the CSRF token.
pub fn start_session(
    conn: &mut Conn,
    user_id: i64,
    (address, agent): (&str, &str),
    lifetime: chrono::TimeDelta,
    now: Instant,
) -> Result<(String, String)> {
    let (token, csrf) = (secret::token(), secret::token());
    diesel::insert_into(sessions::table)
        .values((
            sessions::user_id.eq(user_id),
            sessions::token_hash.eq(secret::hash(&token)),
            sessions::csrf_token.eq(&csrf),
            sessions::address.eq(address),
            sessions::agent.eq(agent.chars().take(200).collect::<String>()),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now.plus(lifetime)),
        ))
        .execute(conn)?;
    Ok((token, csrf))
}

/// A running session, for the person's own page.
#[derive(Debug, Queryable)]
pub struct SessionRow {
    /// Its id.
    pub id: i64,
    /// Where it was begun.
    pub address: String,
    /// With which browser.
    pub agent: String,
    /// When.
    pub created_at: Instant,
    /// Last use, to five minutes.
    pub seen_at: Instant,
}

/// The running sessions of a person, newest first.
pub fn sessions_of(
    conn: &mut Conn,
    user_id: i64,
    policy: &SignInPolicy,
    now: Instant,
) -> Result<Vec<SessionRow>> {
    Ok(sessions::table
        .filter(
            sessions::user_id
                .eq(user_id)
                .and(sessions::revoked_at.is_null())
                .and(sessions::expires_at.gt(now))
                .and(sessions::seen_at.gt(now.plus(-policy.idle))),
        )
        .order(sessions::id.desc())
        .select((sessions::id, sessions::address, sessions::agent, sessions::created_at, sessions::seen_at))
        .load(conn)?)
}

/// Whose credential this is, and whether its last use should be written down.
pub fn who_is(
    conn: &mut Conn,
    credential: &Credential,
    policy: &SignInPolicy,
    now: Instant,
) -> Result<Option<(Caller, bool)>> {
    let found: Option<(UserRow, Option<SessionProof>, bool)> = match credential {
        Credential::Session(token) => sessions::table
            .inner_join(users::table)
            .filter(sessions::token_hash.eq(secret::hash(token)))
            .filter(sessions::revoked_at.is_null().and(sessions::expires_at.gt(now)))
            .filter(sessions::seen_at.gt(now.plus(-policy.idle)))
            .select((USER, sessions::id, sessions::csrf_token, sessions::seen_at))
            .first::<(UserRow, i64, String, Instant)>(conn)
            .optional()?
            .map(|(row, id, csrf_token, seen)| {
                (row, Some(SessionProof { id, csrf_token }), seen.plus(SEEN_RESOLUTION) <= now)
            }),
        Credential::Bearer(token) => api_tokens::table
            .inner_join(users::table)
            .filter(api_tokens::token_hash.eq(secret::hash(token)).and(api_tokens::revoked_at.is_null()))
            .filter(api_tokens::expires_at.is_null().or(api_tokens::expires_at.gt(now)))
            .select((USER, api_tokens::used_at))
            .first::<(UserRow, Option<Instant>)>(conn)
            .optional()?
            .map(|(row, used)| (row, None, used.is_none_or(|used| used.plus(SEEN_RESOLUTION) <= now))),
    };
    let Some((row, session, stale)) = found else { return Ok(None) };
    let person = user(row)?;
    if person.disabled_at.is_some() {
        return Ok(None);
    }
    let User { id, email, name, role, scope, lang, .. } = person;
    Ok(Some((Caller { id: Some(id), name, email, role, scope, lang, session, request_id: None }, stale)))
}

/// Writes down that a credential was just used.
pub fn touch(conn: &mut Conn, credential: &Credential, now: Instant) -> Result<()> {
    match credential {
        Credential::Session(token) => {
            diesel::update(sessions::table.filter(sessions::token_hash.eq(secret::hash(token))))
                .set(sessions::seen_at.eq(now))
                .execute(conn)?
        }
        Credential::Bearer(token) => {
            diesel::update(api_tokens::table.filter(api_tokens::token_hash.eq(secret::hash(token))))
                .set(api_tokens::used_at.eq(now))
                .execute(conn)?
        }
    };
    Ok(())
}
