//! Deeds of the administrator: accounts, their rights, their links. She reaches the accounts whose whole scope lies
//! within her own; others are not there for her.

use crate::db::Conn;
use crate::features::accounts::input::{NewUser, parse_password};
use crate::features::accounts::model::{INVITATION_LIFETIME, User};
use crate::features::accounts::{secret, store};
use crate::features::audit::{self, Change, Record};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;

/// Makes an account. Without a password the person gets one by a link.
pub fn add_user(
    conn: &mut Conn,
    caller: &Caller,
    new: &NewUser,
    password: Option<&str>,
    now: Instant,
) -> Result<i64> {
    within_own(caller, &new.scope)?;
    let hash = password.map(parse_password).transpose()?.map(secret::hash_password).transpose()?;
    let id = store::insert_user(conn, new, hash.as_deref(), now)?;
    let changes = vec![
        Change::new("email", serde_json::Value::Null, new.email.as_str()),
        Change::new("role", serde_json::Value::Null, new.role.as_str()),
        Change::new("scope", serde_json::Value::Null, new.scope.to_text()),
    ];
    let record = Record::new("user.create", "user", id, new.scope.first()).changing(changes);
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
    let before = store::within(conn, &caller.scope, id)?;
    within_own(caller, &new.scope)?;
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
        Record::new("user.change", "user", id, new.scope.first()).changing(changes),
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
    audit::record(conn, caller, now, Record::new("user.password", "user", id, user.scope.first()))
}

/// A one-time link's secret with which a person sets her password.
pub fn invite(conn: &mut Conn, caller: &Caller, user_id: i64, now: Instant) -> Result<String> {
    let user = store::within(conn, &caller.scope, user_id)?;
    let token = store::insert_invitation(conn, Some(user_id), now, now.plus(INVITATION_LIFETIME))?;
    audit::record(conn, caller, now, Record::new("user.invite", "user", user_id, user.scope.first()))?;
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

/// Refuses to hand out a scope wider than the caller's own.
fn within_own(caller: &Caller, scope: &Scope) -> Result<()> {
    match scope.places().iter().find(|place| !caller.scope.covers(**place)) {
        None => Ok(()),
        Some(place) => {
            Err(Error::field("scope", Message::new("accounts-scope-outside").with("place", place)))
        }
    }
}
