//! An issue leaves: one letter to each reader who may still read it, with the bytes that were prepared, under a key of its
//! own, so that it is posted once.

use super::kind::{DigestLetter, still_reads};
use super::rules::Rules;
use super::store::{self, Issue, Seen};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{Addressee, New, post};
use crate::web::Caller;
use serde_json::Value;

/// Posts it; `false` where it is no longer as it was read. Without a caller it goes by itself.
///
/// # Errors
/// When the database does not answer.
pub fn send(
    conn: &mut Conn,
    rules: &Rules,
    issue: &Issue,
    by: Option<&Caller>,
    now: Instant,
) -> Result<bool> {
    if !store::approve(conn, issue, by.map(|caller| (caller.name.as_str(), caller.id)), now)? {
        return Ok(false);
    }
    let all = Seen::Scope(rules.province());
    let copies = store::copies_of(conn, &all, &[issue.id])?.remove(&issue.id).unwrap_or_default();
    let mut posted = 0;
    for copy in copies {
        let Some(user) = still_reads(conn, copy.user_id, &copy.scope)? else { continue };
        let (_, letter) = store::copy(conn, &all, (issue.id, copy.user_id))?;
        let to = Addressee {
            user_id: Some(user.id),
            name: user.name,
            address: user.email,
            division: copy.division,
            lang: copy.lang,
        };
        let name = DigestLetter::NAME;
        let key = store::key(issue.kind, &issue.period, issue.version, user.id);
        let new = New { key: &key, kind: name, to: &to, fixed: Some(&letter), at: now };
        posted += i64::from(post(conn, &new, rules.sender(), now)?.is_some());
    }
    let changes = vec![
        Change::new("revision", Value::Null, issue.revision),
        Change::new("hash", Value::Null, issue.hash.clone()),
        Change::new("letters", Value::Null, posted),
    ];
    let subject = format!("{}/{}/{}", issue.kind, issue.period, issue.version);
    let record = Record::new("digest.approve", "digest", subject, rules.context().province).changing(changes);
    let itself = Caller { name: "groundwork".to_owned(), ..Caller::command_line(rules.context().province) };
    audit::record(conn, by.unwrap_or(&itself), now, record)?;
    Ok(true)
}
