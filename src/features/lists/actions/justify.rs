//! Answering a remark about counting twice: the reason stands beside it from then on.

use super::must_manage;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::counting::{Pair, Remark};
use crate::features::lists::input::Justifying;
use crate::features::lists::model::ListState;
use crate::features::lists::store;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use serde_json::Value;
use std::collections::BTreeSet;

/// Gives the reason why a project counts as it does beside `new.others`; when none are named, beside those about whom
/// nobody has said anything yet, or all of them when everything is settled. A later reason takes the place of an
/// earlier one about the same two.
///
/// # Errors
/// 404 when the project is not on the list; 409 for a published list; 422 when nothing of that code is remarked, or not
/// about the named.
pub fn justify(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    project_id: i64,
    new: &Justifying,
    now: Instant,
) -> Result<()> {
    must_manage(caller)?;
    let head = store::bump(conn, quarter)?;
    if head.state == ListState::Published {
        return Err(Error::conflict(Message::new("lists-published-already").with("quarter", quarter)));
    }
    let live = store::list(conn, &caller.scope, quarter)?;
    let entry = live.entries.iter().find(|entry| entry.project_id == project_id).ok_or(Error::NotFound)?;
    let mut about = store::remarks(conn, quarter, &live.entries)?;
    about.retain(|remark| remark.project_id == project_id && remark.code == new.code);
    if about.is_empty() {
        return Err(Error::field("code", "lists-remark-none"));
    }
    let has_open = about.iter().any(|remark| remark.justified.is_none());
    let mut pairs: Vec<Pair> = match &new.others {
        None => about
            .iter()
            .filter(|remark| !has_open || remark.justified.is_none())
            .flat_map(Remark::pairs)
            .collect(),
        Some(others) => {
            let remarked: Vec<Pair> = about.iter().flat_map(Remark::pairs).collect();
            let wanted: Vec<Pair> = others.iter().map(|other| Pair::of(project_id, *other)).collect();
            if wanted.iter().any(|pair| !remarked.contains(pair)) {
                return Err(Error::field("others", "lists-remark-others"));
            }
            wanted
        }
    };
    pairs.sort_unstable();
    pairs.dedup();
    for pair in &pairs {
        store::keep_justification(conn, quarter, *pair, new, caller, now)?;
    }
    let others = pairs.iter().map(|pair| pair.ids()).flat_map(|(one, other)| [one, other]);
    let others: BTreeSet<i64> = others.filter(|id| *id != project_id).collect();
    let subject = format!("{quarter}/{project_id}");
    let record = Record::new("list.justify", "nomination", subject, entry.project.facts.division)
        .changing(vec![
            Change::new("code", Value::Null, new.code.as_str()),
            Change::new("others", Value::Null, others.into_iter().collect::<Vec<_>>()),
        ])
        .because(Some(new.reason.clone()));
    audit::record(conn, caller, now, record)
}
