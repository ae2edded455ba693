//! SQL of one-time links.

use crate::db::Conn;
use crate::db::schema::invitations;
use crate::features::accounts::secret;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use diesel::prelude::*;

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
