//! SQL of this room: accounts here, what proves who somebody is beside it.

mod attempts;
mod invitations;
mod sessions;

pub use attempts::{forget_attempts, insert_tries, tries};
pub use invitations::{insert_invitation, invitation, use_invitation};
pub use sessions::{SessionRow, end_session, end_sessions, sessions_of, start_session, touch, who_is};

use super::input::NewUser;
use super::model::User;
use crate::db::schema::users;
use crate::db::{Conn, unique_violation};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Role;
use crate::web::Lang;
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

/// How many accounts there are.
pub fn count_users(conn: &mut Conn) -> Result<i64> {
    Ok(users::table.count().get_result(conn)?)
}
