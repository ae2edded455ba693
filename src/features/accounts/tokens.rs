//! API tokens: a program's way to act as a person. Shown once, stored hashed, ended by a click.

use super::{secret, store};
use crate::db::Conn;
use crate::db::schema::api_tokens as t;
use crate::features::audit::{self, Change, Record};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::text::clean_line;
use crate::web::Caller;
use diesel::prelude::*;

/// A token as its owner sees it.
#[derive(Debug, Queryable)]
pub struct TokenRow {
    /// Its id.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// Until when, if bounded.
    pub expires_at: Option<Instant>,
    /// Last use, to five minutes.
    pub used_at: Option<Instant>,
}

/// Makes a token for a person and returns it; it cannot be shown again.
///
/// # Errors
/// A name that is empty or too long; days outside 1–3650.
pub fn create_token(
    conn: &mut Conn,
    caller: &Caller,
    user_id: i64,
    name: &str,
    days: Option<i64>,
    now: Instant,
) -> Result<String> {
    let name = clean_line(name, 60).map_err(|message| Error::field("name", message))?;
    if name.is_empty() {
        return Err(Error::field("name", "input-required"));
    }
    if days.is_some_and(|days| !(1..=3650).contains(&days)) {
        return Err(Error::field(
            "days",
            crate::kernel::message::Message::new("input-range").with("min", 1).with("max", 3650),
        ));
    }
    let user = store::by_id(conn, user_id)?;
    let token = secret::token();
    let id: i64 = diesel::insert_into(t::table)
        .values((
            t::user_id.eq(user_id),
            t::name.eq(&name),
            t::token_hash.eq(secret::hash(&token)),
            t::created_at.eq(now),
            t::expires_at.eq(days.map(|days| now.plus(chrono::TimeDelta::days(days)))),
        ))
        .returning(t::id)
        .get_result(conn)?;
    let record = Record::new("token.create", "token", id, user.scope.first()).changing(vec![Change::new(
        "name",
        serde_json::Value::Null,
        name,
    )]);
    audit::record(conn, caller, now, record)?;
    Ok(token)
}

/// The working tokens of a person, newest first.
pub fn of_user(conn: &mut Conn, user_id: i64, now: Instant) -> Result<Vec<TokenRow>> {
    Ok(t::table
        .filter(t::user_id.eq(user_id).and(t::revoked_at.is_null()))
        .filter(t::expires_at.is_null().or(t::expires_at.gt(now)))
        .order(t::id.desc())
        .select((t::id, t::name, t::created_at, t::expires_at, t::used_at))
        .load(conn)?)
}

/// Ends one of the caller's own tokens.
pub fn revoke(conn: &mut Conn, caller: &Caller, id: i64, now: Instant) -> Result<()> {
    let owner = caller.id.ok_or(Error::NotFound)?;
    let ended =
        diesel::update(t::table.filter(t::id.eq(id).and(t::user_id.eq(owner)).and(t::revoked_at.is_null())))
            .set(t::revoked_at.eq(now))
            .execute(conn)?;
    if ended != 1 {
        return Err(Error::NotFound);
    }
    audit::record(conn, caller, now, Record::new("token.revoke", "token", id, caller.scope.first()))
}
