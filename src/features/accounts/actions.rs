//! Deeds of this room.

use super::input::{NewUser, SignInBody, parse_password};
use super::model::{INVITATION_LIFETIME, SignInPolicy, User};
use super::{secret, store};
use crate::context::Context;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::Caller;

/// A session that has just begun.
pub struct SignedIn {
    /// The cookie's value.
    pub token: String,
    /// What unsafe requests repeat.
    pub csrf_token: String,
    /// Who it is.
    pub user: User,
}

/// Signs a person in, or says the same for an unknown account, a disabled one and a wrong password.
///
/// # Errors
/// [`Error::Unauthenticated`]; [`Error::TooMany`] when the account or the address has failed too often.
pub async fn sign_in(
    ctx: &Context,
    policy: SignInPolicy,
    input: SignInBody,
    address: String,
    agent: String,
) -> Result<SignedIn> {
    let now = ctx.now();
    let email = input.email.trim().to_lowercase();
    let subjects = vec![format!("account:{email}"), format!("address:{address}")];
    let (counted, account) = (subjects.clone(), email.clone());
    let stored = ctx
        .db
        .write(move |conn| {
            let limits = [policy.per_account, policy.per_address];
            let mut wait = 0;
            for (subject, limit) in counted.iter().zip(limits) {
                if store::count_attempt(conn, subject, policy.window, now)? > limit {
                    let free = store::oldest_attempt(conn, subject)?
                        .map_or(now, |oldest| oldest.plus(policy.window));
                    wait = wait.max((free.utc() - now.utc()).num_seconds().max(1));
                }
            }
            // Ok, so that the counted tries are kept.
            if wait > 0 { Ok(Err(wait)) } else { Ok(Ok(store::password_hash(conn, &account)?)) }
        })
        .await?
        .map_err(|seconds| Error::TooMany(seconds as u64))?;
    let (id, hash) = stored.unzip();
    let password = input.password;
    // On the blocking pool: argon2 takes tens of milliseconds, and no transaction waits for it.
    let right = actix_web::web::block(move || secret::verify_password(&password, hash.as_deref()))
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    let Some(id) = id.filter(|_| right) else {
        return Err(Error::Unauthenticated("accounts-wrong-credentials".into()));
    };
    ctx.db
        .write(move |conn| {
            store::forget_attempts(conn, &subjects)?;
            let (token, csrf_token) =
                store::start_session(conn, id, (&address, &agent), policy.lifetime, now)?;
            Ok(SignedIn { token, csrf_token, user: store::by_id(conn, id)? })
        })
        .await
}

/// Ends the caller's own session.
pub fn sign_out(conn: &mut Conn, caller: &Caller, now: Instant) -> Result<()> {
    match (caller.id, &caller.session) {
        (Some(user), Some(session)) => store::end_session(conn, user, session.id, now),
        _ => Ok(()),
    }
}

/// Makes an account. Without a password the person gets one by a link.
pub fn add_user(
    conn: &mut Conn,
    caller: &Caller,
    new: &NewUser,
    password: Option<&str>,
    now: Instant,
) -> Result<i64> {
    let hash = password.map(parse_password).transpose()?.map(secret::hash_password).transpose()?;
    let id = store::insert_user(conn, new, hash.as_deref(), now)?;
    let changes = vec![
        Change::new("email", serde_json::Value::Null, new.email.as_str()),
        Change::new("role", serde_json::Value::Null, new.role.as_str()),
        Change::new("scope", serde_json::Value::Null, new.scope.to_text()),
    ];
    let record = Record::new("user.create", "user", id, place(&new.scope)).changing(changes);
    audit::record(conn, caller, now, record)?;
    Ok(id)
}

/// Changes an account's facts, or shuts it; a shut account's sessions end at once.
pub fn change_user(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    new: &NewUser,
    disabled: bool,
    now: Instant,
) -> Result<()> {
    let before = store::by_id(conn, id)?;
    if caller.id == Some(id) && (disabled || new.role != before.role) {
        return Err(Error::field("role", "accounts-not-yourself"));
    }
    let disabled_at = disabled.then(|| before.disabled_at.unwrap_or(now));
    let mut changes = new.changes_of(&before);
    if disabled_at.is_some() != before.disabled_at.is_some() {
        changes.push(Change::new("disabled", before.disabled_at.is_some(), disabled));
    }
    if changes.is_empty() {
        return Ok(());
    }
    store::update_user(conn, id, new, disabled_at)?;
    if disabled || new.role != before.role || new.scope != before.scope {
        store::end_sessions(conn, id, None, now)?;
    }
    audit::record(
        conn,
        caller,
        now,
        Record::new("user.change", "user", id, place(&new.scope)).changing(changes),
    )
}

/// Shuts an account by its e-mail (command line).
pub fn disable_user(conn: &mut Conn, caller: &Caller, email: &str, now: Instant) -> Result<()> {
    let user = store::by_email(conn, email)?.ok_or(Error::NotFound)?;
    let User { email, name, role, scope, lang, .. } = user;
    change_user(conn, caller, user.id, &NewUser { email, name, role, scope, lang }, true, now)
}

/// Sets a person's password without asking for the old one (the link, the command line). Her sessions end.
pub fn reset_password(conn: &mut Conn, caller: &Caller, id: i64, password: &str, now: Instant) -> Result<()> {
    let hash = secret::hash_password(parse_password(password)?)?;
    let user = store::by_id(conn, id)?;
    store::set_password(conn, id, &hash)?;
    store::end_sessions(conn, id, None, now)?;
    audit::record(conn, caller, now, Record::new("user.password", "user", id, place(&user.scope)))
}

/// Changes the caller's own password; her other sessions end.
pub fn change_own_password(
    conn: &mut Conn,
    caller: &Caller,
    old: &str,
    new: &str,
    now: Instant,
) -> Result<()> {
    let id = caller.id.ok_or(Error::NotFound)?;
    let stored = store::password_hash(conn, &caller.email)?;
    if !secret::verify_password(old, stored.as_ref().map(|(_, hash)| hash.as_str())) {
        return Err(Error::field("old_password", "accounts-old-password-wrong"));
    }
    let hash = secret::hash_password(parse_password(new)?)?;
    store::set_password(conn, id, &hash)?;
    store::end_sessions(conn, id, caller.session.as_ref().map(|session| session.id), now)?;
    audit::record(conn, caller, now, Record::new("user.password", "user", id, place(&caller.scope)))
}

/// A one-time link's secret with which a person sets her password.
pub fn invite(conn: &mut Conn, caller: &Caller, user_id: i64, now: Instant) -> Result<String> {
    let user = store::by_id(conn, user_id)?;
    let token = store::insert_invitation(conn, Some(user_id), now, now.plus(INVITATION_LIFETIME))?;
    audit::record(conn, caller, now, Record::new("user.invite", "user", user_id, place(&user.scope)))?;
    Ok(token)
}

/// The first start's link, when there is no account at all. A newer link replaces an older one.
pub fn invite_first_administrator(conn: &mut Conn, now: Instant) -> Result<Option<String>> {
    if store::count_users(conn)? > 0 {
        return Ok(None);
    }
    store::insert_invitation(conn, None, now, now.plus(INVITATION_LIFETIME)).map(Some)
}

/// Uses a link: sets the password of whom it was made for, or makes the first administrator.
pub fn accept_invitation(
    conn: &mut Conn,
    token: &str,
    first: Option<&NewUser>,
    password: &str,
    now: Instant,
) -> Result<()> {
    let (invitation, user_id) = store::invitation(conn, token, now)?;
    store::use_invitation(conn, invitation, now)?;
    match (user_id, first) {
        (Some(id), _) => {
            let User { email, name, role, scope, lang, .. } = store::by_id(conn, id)?;
            let caller =
                Caller { id: Some(id), name, email, role, scope, lang, session: None, request_id: None };
            reset_password(conn, &caller, id, password, now)
        }
        (None, Some(new)) if store::count_users(conn)? == 0 => {
            let NewUser { email, name, role, scope, lang } = new.clone();
            let caller = Caller { id: None, name, email, role, scope, lang, session: None, request_id: None };
            add_user(conn, &caller, new, Some(password), now).map(drop)
        }
        _ => Err(Error::NotFound),
    }
}

/// Where the record of an account lies: the first division of its scope.
fn place(scope: &crate::kernel::division::Scope) -> DivisionCode {
    scope.first()
}
