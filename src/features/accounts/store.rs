//! SQL of accounts and sessions.

use super::input::NewUser;
use super::model::{SEEN_RESOLUTION, SignInPolicy, User};
use super::secret;
use crate::db::schema::{api_tokens, invitations, sessions, sign_in_attempts, users};
use crate::db::{Conn, unique_violation};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Role;
use crate::web::{Caller, Credential, Lang, SessionProof};
use anyhow::anyhow;
use diesel::prelude::*;

type UserRow = (i64, String, String, Role, String, Lang, Option<Instant>, Option<String>, Instant);
type UserColumns = (
    users::id,
    users::email,
    users::name,
    users::role,
    users::scope,
    users::lang,
    users::disabled_at,
    users::password_hash,
    users::created_at,
);
const USER: UserColumns = (
    users::id,
    users::email,
    users::name,
    users::role,
    users::scope,
    users::lang,
    users::disabled_at,
    users::password_hash,
    users::created_at,
);

fn user((id, email, name, role, scope, lang, disabled_at, password, created_at): UserRow) -> Result<User> {
    let scope = Scope::parse(&scope).map_err(|_| anyhow!("stored scope {scope:?} of user {id}"))?;
    Ok(User { id, email, name, role, scope, lang, disabled_at, has_password: password.is_some(), created_at })
}

/// Every account, by e-mail.
pub fn all_users(conn: &mut Conn) -> Result<Vec<User>> {
    users::table.select(USER).order(users::email).load::<UserRow>(conn)?.into_iter().map(user).collect()
}

/// The accounts whose whole scope lies within `scope`, by e-mail.
pub fn users_within(conn: &mut Conn, scope: &Scope) -> Result<Vec<User>> {
    Ok(all_users(conn)?.into_iter().filter(|user| user.lies_within(scope)).collect())
}

/// One account whose whole scope lies within `scope`; any other is not there.
pub fn within(conn: &mut Conn, scope: &Scope, id: i64) -> Result<User> {
    let user = by_id(conn, id)?;
    if user.lies_within(scope) { Ok(user) } else { Err(Error::NotFound) }
}

/// One account.
pub fn by_id(conn: &mut Conn, id: i64) -> Result<User> {
    user(users::table.find(id).select(USER).first::<UserRow>(conn)?)
}

/// One account by its e-mail, in any case of letters.
pub fn by_email(conn: &mut Conn, email: &str) -> Result<Option<User>> {
    let row =
        users::table.filter(users::email.eq(email.trim().to_lowercase())).select(USER).first::<UserRow>(conn);
    row.optional()?.map(user).transpose()
}

/// The stored hash of an account that may sign in.
pub fn password_hash(conn: &mut Conn, email: &str) -> Result<Option<(i64, String)>> {
    let row: Option<(i64, Option<String>)> = users::table
        .filter(users::email.eq(email.trim().to_lowercase()).and(users::disabled_at.is_null()))
        .select((users::id, users::password_hash))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(id, hash)| Some((id, hash?))))
}

/// Inserts an account; the e-mail must be new.
pub fn insert_user(conn: &mut Conn, new: &NewUser, password: Option<&str>, now: Instant) -> Result<i64> {
    let inserted = crate::db::nested(conn, |conn| {
        diesel::insert_into(users::table)
            .values((
                users::email.eq(&new.email),
                users::name.eq(&new.name),
                users::role.eq(new.role),
                users::scope.eq(new.scope.to_text()),
                users::lang.eq(new.lang),
                users::password_hash.eq(password),
                users::created_at.eq(now),
            ))
            .returning(users::id)
            .get_result(conn)
    });
    inserted.map_err(taken_email)
}

/// Writes the editable facts of an account.
pub fn update_user(conn: &mut Conn, id: i64, new: &NewUser, disabled_at: Option<Instant>) -> Result<()> {
    let updated = crate::db::nested(conn, |conn| {
        diesel::update(users::table.find(id))
            .set((
                users::email.eq(&new.email),
                users::name.eq(&new.name),
                users::role.eq(new.role),
                users::scope.eq(new.scope.to_text()),
                users::lang.eq(new.lang),
                users::disabled_at.eq(disabled_at),
            ))
            .execute(conn)
    });
    updated.map(drop).map_err(taken_email)
}

fn taken_email(error: diesel::result::Error) -> Error {
    match unique_violation(&error).as_deref() {
        Some("users__email") => Error::field("email", "accounts-email-taken"),
        _ => error.into(),
    }
}

/// Sets the password.
pub fn set_password(conn: &mut Conn, user_id: i64, hash: &str) -> Result<()> {
    diesel::update(users::table.find(user_id)).set(users::password_hash.eq(hash)).execute(conn)?;
    Ok(())
}

/// Sets the language.
pub fn set_lang(conn: &mut Conn, user_id: i64, lang: Lang) -> Result<()> {
    diesel::update(users::table.find(user_id)).set(users::lang.eq(lang)).execute(conn)?;
    Ok(())
}

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

/// Counts this try against a subject (`account:…`, `address:…`) and says how many there are in the window. The try
/// is counted before the password is looked at, so parallel guesses cannot slip through together.
pub fn count_attempt(conn: &mut Conn, subject: &str, window: chrono::TimeDelta, now: Instant) -> Result<i64> {
    use sign_in_attempts as t;
    diesel::delete(t::table.filter(t::at.le(now.plus(-window)))).execute(conn)?;
    diesel::insert_into(t::table).values((t::subject.eq(subject), t::at.eq(now))).execute(conn)?;
    Ok(t::table.filter(t::subject.eq(subject)).count().get_result(conn)?)
}

/// Oldest counted try of a subject: when it leaves the window, another is allowed.
pub fn oldest_attempt(conn: &mut Conn, subject: &str) -> Result<Option<Instant>> {
    use sign_in_attempts as t;
    Ok(t::table.filter(t::subject.eq(subject)).order(t::at).select(t::at).first(conn).optional()?)
}

/// Forgets the tries of subjects that have just signed in rightly.
pub fn forget_attempts(conn: &mut Conn, subjects: &[String]) -> Result<()> {
    use sign_in_attempts as t;
    diesel::delete(t::table.filter(t::subject.eq_any(subjects))).execute(conn)?;
    Ok(())
}

/// Makes a one-time link; earlier ones for the same person stop working.
pub fn insert_invitation(
    conn: &mut Conn,
    user_id: Option<i64>,
    now: Instant,
    expires_at: Instant,
) -> Result<String> {
    use invitations as t;
    let earlier = diesel::update(t::table.filter(t::used_at.is_null()));
    match user_id {
        Some(id) => earlier.filter(t::user_id.eq(id)).set(t::used_at.eq(now)).execute(conn)?,
        None => earlier.filter(t::user_id.is_null()).set(t::used_at.eq(now)).execute(conn)?,
    };
    let token = secret::token();
    diesel::insert_into(t::table)
        .values((
            t::user_id.eq(user_id),
            t::token_hash.eq(secret::hash(&token)),
            t::created_at.eq(now),
            t::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(token)
}

/// The link's id and whom it is for, while it works.
pub fn invitation(conn: &mut Conn, token: &str, now: Instant) -> Result<(i64, Option<i64>)> {
    use invitations as t;
    Ok(t::table
        .filter(t::token_hash.eq(secret::hash(token)).and(t::used_at.is_null()).and(t::expires_at.gt(now)))
        .select((t::id, t::user_id))
        .first(conn)?)
}

/// Marks a link as used.
pub fn use_invitation(conn: &mut Conn, id: i64, now: Instant) -> Result<()> {
    use invitations as t;
    let used = diesel::update(t::table.find(id).filter(t::used_at.is_null()))
        .set(t::used_at.eq(now))
        .execute(conn)?;
    if used == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// How many accounts there are.
pub fn count_users(conn: &mut Conn) -> Result<i64> {
    Ok(users::table.count().get_result(conn)?)
}
