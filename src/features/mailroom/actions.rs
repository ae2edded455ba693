//! Deeds on the mail: right, rule, outbox and audit record in the caller's transaction.

use super::test_letter::TestLetter;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::mail::{self, Letter};
use crate::outbox::{self, Addressee, Home, Listed, New, Sender, Switch};
use crate::web::Caller;
use serde_json::Value;

/// What a person does with one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Sends it again: it did not arrive, nobody knows, or it was held or dropped.
    Retry,
    /// Sends it once more: it was sent, and its words are fixed.
    Resend,
    /// Holds it back while it waits.
    Hold,
}

/// Does something with one letter.
///
/// # Errors
/// 403; 404 outside the scope; 409 for a letter that does not stand as this deed asks.
pub fn turn(conn: &mut Conn, caller: &Caller, (turn, id): (Turn, i64), now: Instant) -> Result<Listed> {
    caller.must(Deed::Administer)?;
    let (scope, by) = (&caller.scope, (caller.name.as_str(), caller.id));
    let before = outbox::letter(conn, scope, id)?.0;
    let (deed, after) = match turn {
        Turn::Retry => ("mail.retry", outbox::retry(conn, scope, id, by, now)?),
        Turn::Resend => ("mail.resend", outbox::resend(conn, scope, id, by, now)?),
        Turn::Hold => ("mail.hold", outbox::hold(conn, scope, id, by, now)?),
    };
    let change = Change::new("state", before.state.as_str(), after.state.as_str());
    let record = Record::new(deed, "letter", after.id, after.division).changing(vec![change]);
    audit::record(conn, caller, now, record)?;
    Ok(after)
}

/// Sends every letter of the caller's places again that failed; how many.
///
/// # Errors
/// 403.
pub fn retry_failed(conn: &mut Conn, caller: &Caller, now: Instant) -> Result<usize> {
    caller.must(Deed::Administer)?;
    let failed = outbox::keep_failed(conn, &caller.scope)?;
    for id in &failed {
        turn(conn, caller, (Turn::Retry, *id), now)?;
    }
    Ok(failed.len())
}

/// Holds all mail.
///
/// # Errors
/// 403 also for whoever administers a part of the province.
pub fn hold_all(conn: &mut Conn, caller: &Caller, home: &Home, reason: &str, now: Instant) -> Result<()> {
    caller.must_for_province(Deed::Administer)?;
    let stood = word(&outbox::held(conn, home)?);
    outbox::switch(conn, true, Some(reason), (&caller.name, caller.id), now)?;
    thrown(conn, caller, (stood, "held"), Some(reason.to_owned()), now)
}

/// Lets mail go, and this database send from here.
///
/// # Errors
/// 403 also for whoever administers a part of the province.
pub fn let_go(
    conn: &mut Conn,
    caller: &Caller,
    home: &Home,
    reason: Option<String>,
    now: Instant,
) -> Result<()> {
    caller.must_for_province(Deed::Administer)?;
    let stood = outbox::held(conn, home)?;
    if stood == Switch::Open {
        // Nothing is done, and nothing is remembered as done.
        return Ok(());
    }
    outbox::let_in(conn, home, Some(&caller.name), now)?;
    outbox::switch(conn, false, reason.as_deref(), (&caller.name, caller.id), now)?;
    thrown(conn, caller, (word(&stood), "open"), reason, now)
}

const fn word(switch: &Switch) -> &'static str {
    match switch {
        Switch::Open => "open",
        Switch::Held(..) => "held",
        Switch::Elsewhere => "elsewhere",
    }
}

fn thrown(
    conn: &mut Conn,
    caller: &Caller,
    (from, to): (&str, &str),
    reason: Option<String>,
    now: Instant,
) -> Result<()> {
    let change = Change::new("state", from, to);
    let record = Record::new("mail.switch", "mail", "switch", caller.scope.around());
    audit::record(conn, caller, now, record.changing(vec![change]).because(reason))
}

/// Posts a letter to the caller herself; its id.
///
/// # Errors
/// 403; 409 for an address that mail servers do not take.
pub fn test(conn: &mut Conn, caller: &Caller, from: Sender<'_>, now: Instant) -> Result<i64> {
    caller.must(Deed::Administer)?;
    if mail::mailbox(&caller.name, &caller.email).is_err() {
        return Err(Error::conflict(Message::new("mail-test-address").with("address", &caller.email)));
    }
    let to = Addressee {
        user_id: caller.id,
        name: caller.name.clone(),
        address: caller.email.clone(),
        division: caller.scope.first(),
        lang: caller.lang,
    };
    let words = Letter {
        subject: caller.lang.t("mail-test-subject"),
        text: caller.lang.all("mail-test-text", &[("name", caller.name.clone())]),
        ..Letter::default()
    };
    let key = format!("{}:{}:{}", TestLetter::NAME, caller.email, now);
    let new = New { key: &key, kind: TestLetter::NAME, to: &to, fixed: Some(&words), at: now };
    let posted = outbox::post(conn, &new, from, now)?;
    let id = posted.ok_or_else(|| Error::conflict("mail-test-again"))?;
    let record = Record::new("mail.test", "letter", id, to.division);
    let change = Change::new("to", Value::Null, to.address.as_str());
    audit::record(conn, caller, now, record.changing(vec![change]))?;
    Ok(id)
}
