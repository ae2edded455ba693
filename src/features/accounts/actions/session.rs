//! Signing in and out, and what a person does to her own account.

use crate::context::Context;
use crate::db::Conn;
use crate::features::accounts::input::{SignInBody, parse_password};
use crate::features::accounts::model::{SignInPolicy, User};
use crate::features::accounts::{secret, store};
use crate::features::audit::{self, Change, Record};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::{Caller, Lang};

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
    let subjects = subjects(&email, &address);
    let stored = count_try(ctx, policy, &email, subjects.clone(), now).await?;
    let (id, hash) = stored.unzip();
    let password = input.password;
    // On the blocking pool: argon2 takes tens of milliseconds, and no transaction waits for it.
    let right = off_thread(move || Ok(secret::verify_password(&password, hash.as_deref()))).await?;
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
    match &caller.session {
        Some(session) => store::end_session(conn, own_id(caller)?, session.id, now),
        None => Ok(()),
    }
}

/// Ends one of the caller's sessions: the browser that she left open elsewhere.
pub fn end_session(conn: &mut Conn, caller: &Caller, session: i64, now: Instant) -> Result<()> {
    let id = own_id(caller)?;
    store::end_session(conn, id, session, now)?;
    audit::record(conn, caller, now, Record::new("session.end", "user", id, caller.scope.first()))
}

/// Changes the language of the caller's letters and of pages on a browser that has not chosen.
pub fn choose_lang(conn: &mut Conn, caller: &Caller, lang: Lang, now: Instant) -> Result<()> {
    let id = own_id(caller)?;
    if lang == caller.lang {
        return Ok(());
    }
    store::set_lang(conn, id, lang)?;
    let change = Change::new("lang", caller.lang.as_str(), lang.as_str());
    let record = Record::new("user.change", "user", id, caller.scope.first()).changing(vec![change]);
    audit::record(conn, caller, now, record)
}

/// Changes the caller's own password; her other sessions end. The old one is asked for and wrong answers are counted
/// like failed sign-ins, so that a session left open is no way to guess it.
///
/// # Errors
/// The field that is wrong; [`Error::TooMany`].
pub async fn change_own_password(
    ctx: &Context,
    policy: SignInPolicy,
    caller: Caller,
    (old, new): (String, String),
    address: String,
) -> Result<()> {
    let now = ctx.now();
    let id = own_id(&caller)?;
    parse_password(&new)?;
    let subjects = subjects(&caller.email, &address);
    let stored = count_try(ctx, policy, &caller.email, subjects.clone(), now).await?.map(|(_, hash)| hash);
    let verified = stored.clone();
    let hash = off_thread(move || {
        if !secret::verify_password(&old, verified.as_deref()) {
            return Err(Error::field("old_password", "accounts-old-password-wrong"));
        }
        secret::hash_password(&new)
    })
    .await?;
    ctx.db
        .write(move |conn| {
            // Another change came in between: the password that was verified is no longer hers.
            if store::password_hash(conn, &caller.email)?.map(|(_, hash)| hash) != stored {
                return Err(Error::field("old_password", "accounts-old-password-wrong"));
            }
            store::forget_attempts(conn, &subjects)?;
            store::set_password(conn, id, &hash)?;
            store::end_sessions(conn, id, caller.session.as_ref().map(|session| session.id), now)?;
            audit::record(conn, &caller, now, Record::new("user.password", "user", id, caller.scope.first()))
        })
        .await
}

fn subjects(email: &str, address: &str) -> Vec<String> {
    vec![format!("account:{email}"), format!("address:{address}")]
}

/// Counts a try against the account and the address and, when both still may, fetches what is stored.
async fn count_try(
    ctx: &Context,
    policy: SignInPolicy,
    email: &str,
    subjects: Vec<String>,
    now: Instant,
) -> Result<Option<(i64, String)>> {
    let counted = subjects.clone();
    ctx.db.write(move |conn| store::insert_tries(conn, &counted, policy.window, now)).await?;
    let email = email.to_owned();
    ctx.db
        .read(move |conn| {
            let mut wait = None;
            for (subject, limit) in subjects.iter().zip([policy.per_account, policy.per_address]) {
                wait = wait.max(store::tries(conn, subject, limit, policy.window, now)?);
            }
            match wait {
                Some(seconds) => Err(Error::TooMany(seconds as u64)),
                None => store::password_hash(conn, &email),
            }
        })
        .await
}

/// Counts a link that is none of ours against the address that asked for it, as a failed sign-in is; apart from
/// those, so that nobody is kept from signing in by it.
///
/// # Errors
/// [`Error::TooMany`] when the address has failed too often.
pub async fn count_strange(ctx: &Context, policy: SignInPolicy, address: String) -> Result<()> {
    let (now, subject) = (ctx.now(), format!("strange:{address}"));
    let counted = vec![subject.clone()];
    ctx.db.write(move |conn| store::insert_tries(conn, &counted, policy.window, now)).await?;
    let wait =
        ctx.db.read(move |conn| store::tries(conn, &subject, policy.per_address, policy.window, now)).await?;
    wait.map_or(Ok(()), |seconds| Err(Error::TooMany(seconds as u64)))
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    actix_web::web::block(work).await.map_err(|error| Error::Unavailable(error.to_string()))?
}

/// The command line has no account of its own.
fn own_id(caller: &Caller) -> Result<i64> {
    caller.id.ok_or(Error::NotFound)
}
