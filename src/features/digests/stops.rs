//! Who wants no digests: the link that says so with one click (RFC 8058), and how it is undone. The link names its reader
//! and is signed (HMAC-SHA256) with a secret that this database made once; altered by a letter, it is none.

use super::model::How;
use crate::db::schema::{digest_secrets as s, digest_stops as t};
use crate::db::{Conn, nested, unique_violation};
use crate::kernel::canonical::hex;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use anyhow::anyhow;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeSet;

/// The secret's name.
const NAME: &str = "stop";

/// What links are signed with.
#[derive(Clone)]
pub struct Secret(String);

/// The secret, made when there is none; `now` is written beside it.
///
/// # Errors
/// When the database does not answer.
pub fn secret(conn: &mut Conn, now: Instant) -> Result<Secret> {
    if let Some(known) = known_secret(conn)? {
        return Ok(known);
    }
    let made = hex(&rand::random::<[u8; 32]>());
    let values = (s::name.eq(NAME), s::secret.eq(&made), s::made_at.eq(now));
    match nested(conn, |conn| diesel::insert_into(s::table).values(values).execute(conn)) {
        Ok(_) => Ok(Secret(made)),
        // Another one was faster; hers counts.
        Err(error) if unique_violation(&error).is_some() => Ok(known_secret(conn)?
            .ok_or_else(|| anyhow!("the secret of the digests was made and is not there"))?),
        Err(error) => Err(error.into()),
    }
}

/// The secret; none while no digest was ever prepared.
///
/// # Errors
/// When the database does not answer.
pub fn known_secret(conn: &mut Conn) -> Result<Option<Secret>> {
    let known: Option<String> = s::table.find(NAME).select(s::secret).first(conn).optional()?;
    Ok(known.map(Secret))
}

impl Secret {
    /// What stands in a reader's link.
    ///
    /// # Errors
    /// When the secret cannot be a key.
    pub fn token(&self, user: i64) -> Result<String> {
        Ok(format!("{user}-{}", hex(&self.signing(user)?.finalize().into_bytes())))
    }

    /// Whose link it is; none for one that was altered. Compared in constant time.
    pub fn reader(&self, token: &str) -> Option<i64> {
        let (user, signed) = token.split_once('-')?;
        let user: i64 = user.parse().ok().filter(|id: &i64| id.to_string() == user)?;
        self.signing(user).ok()?.verify_slice(&from_hex(signed)?).ok().map(|()| user)
    }

    fn signing(&self, user: i64) -> Result<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .map_err(|_| anyhow!("a secret that cannot be a key"))?;
        mac.update(format!("stop:{user}").as_bytes());
        Ok(mac)
    }
}

/// The bytes of 64 lower-case digits.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let is_plain =
        digits.len() == 64 && digits.iter().all(|d| d.is_ascii_digit() || (b'a'..=b'f').contains(d));
    let byte = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    if is_plain { (0..64).step_by(2).map(byte).collect() } else { None }
}

/// Since when somebody wants none.
///
/// # Errors
/// When the database does not answer.
pub fn stopped_at(conn: &mut Conn, user: i64) -> Result<Option<Instant>> {
    let of_hers = t::table.filter(t::user_id.eq(user).and(t::resumed_at.is_null()));
    Ok(of_hers.order(t::id).select(t::stopped_at).first(conn).optional()?)
}

/// Everybody who wants none.
///
/// # Errors
/// When the database does not answer.
pub fn stopped(conn: &mut Conn) -> Result<BTreeSet<i64>> {
    let users: Vec<i64> = t::table.filter(t::resumed_at.is_null()).select(t::user_id).load(conn)?;
    Ok(users.into_iter().collect())
}

/// Writes down that somebody wants none; `false` where she had said so.
///
/// # Errors
/// When the database does not answer.
pub fn stop(conn: &mut Conn, user: i64, how: How, now: Instant) -> Result<bool> {
    if stopped_at(conn, user)?.is_some() {
        return Ok(false);
    }
    let values = (t::user_id.eq(user), t::stopped_at.eq(now), t::how.eq(how));
    diesel::insert_into(t::table).values(values).execute(conn)?;
    Ok(true)
}

/// Writes down that she wants them again; `false` where she did.
///
/// # Errors
/// When the database does not answer.
pub fn resume(conn: &mut Conn, user: i64, now: Instant) -> Result<bool> {
    let of_hers = t::table.filter(t::user_id.eq(user).and(t::resumed_at.is_null()));
    Ok(diesel::update(of_hers).set(t::resumed_at.eq(now)).execute(conn)? > 0)
}

/// A letter's words without what stops it: whoever looks at another person's letter does not get her key.
pub fn without_stop(text: &str) -> String {
    const BEFORE: &str = "/mail/stop/";
    let is_key = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
    let mut parts = text.split(BEFORE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, rest| told + BEFORE + "…" + rest.trim_start_matches(is_key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_its_readers_and_altered_it_is_nobodys() {
        let (secret, other) = (Secret("a".repeat(64)), Secret("b".repeat(64)));
        let token = secret.token(12).unwrap();
        assert_eq!(secret.reader(&token), Some(12));
        let signed = token.split_once('-').unwrap().1;
        for altered in [
            format!("13-{signed}"),
            format!("012-{signed}"),
            format!("+12-{signed}"),
            format!("12-{}", signed.to_uppercase()),
            format!("12-{}", &signed[..63]),
            format!("12-{signed}0"),
            "12-".to_owned(),
            String::new(),
            other.token(12).unwrap(),
        ] {
            assert_eq!(secret.reader(&altered), None, "{altered}");
        }
    }
}
