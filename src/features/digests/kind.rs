//! A digest in the outbox: the bytes that were approved, to whoever may still read them and still wants them.

use super::model::{LETTER, is_reader};
use super::rules::Rules;
use super::{stops, store};
use crate::db::Conn;
use crate::features::accounts::{self, User};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{Draft, Kind, Waiting};

/// `digest`
#[derive(Clone, Debug)]
pub struct DigestLetter {
    rules: Rules,
}

impl DigestLetter {
    /// Its word.
    pub const NAME: &'static str = LETTER;

    /// By these rules.
    pub const fn new(rules: Rules) -> Self {
        Self { rules }
    }

    fn still(conn: &mut Conn, letter: &Waiting) -> Result<bool> {
        let Some(reader) = letter.user_id else { return Ok(false) };
        let Some(scope) = store::scope_of(conn, &letter.key, reader)? else { return Ok(false) };
        Ok(still_reads(conn, reader, &scope)?.is_some())
    }
}

/// A reader who is still a leader, of the places that her copy was written for, and has not stopped it.
///
/// # Errors
/// When the database does not answer.
pub fn still_reads(conn: &mut Conn, reader: i64, scope: &str) -> Result<Option<User>> {
    if stops::stopped_at(conn, reader)?.is_some() {
        return Ok(None);
    }
    let is_hers = |user: &User| user.id == reader && is_reader(user) && user.scope.to_text() == scope;
    Ok(accounts::all_users(conn)?.into_iter().find(is_hers))
}

impl Kind for DigestLetter {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_due(&self, conn: &mut Conn, letter: &Waiting, _: Instant) -> Result<bool> {
        Self::still(conn, letter)
    }

    fn write(&self, conn: &mut Conn, letter: &Waiting, _: Instant) -> Result<Option<Draft>> {
        let (Some(reader), true) = (letter.user_id, Self::still(conn, letter)?) else { return Ok(None) };
        let Some(fixed) = letter.fixed.clone() else { return Ok(None) };
        let token = stops::known_secret(conn)?.map(|secret| secret.token(reader)).transpose()?;
        let unsubscribe = token.map(|token| self.rules.link(&format!("/mail/stop/{token}")));
        Ok(Some(Draft { letter: fixed, unsubscribe }))
    }
}
