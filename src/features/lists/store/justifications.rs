//! SQL around the remarks about counting twice: what the list before said of the units, and the reasons that settle a
//! remark.

use super::archive::previous;
use super::shelf::document;
use crate::db::Conn;
use crate::db::schema::{list_entries, list_justifications};
use crate::features::lists::counting::{self, Pair, Reasons, Remark, RemarkCode};
use crate::features::lists::document::Document;
use crate::features::lists::input::Justifying;
use crate::features::lists::model::Entry;
use crate::features::projects::values;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The remarks about a list in work, with what settles them.
pub fn remarks(conn: &mut Conn, quarter: Quarter, entries: &[Entry]) -> Result<Vec<Remark>> {
    let reasons = justifications(conn, quarter)?;
    let mut remarks = counting::remarks(entries, &units_before(conn, quarter)?, &reasons);
    remarks.extend(undone(conn, quarter, entries)?.into_iter().map(|one| one.settled_by(&reasons)));
    Ok(remarks)
}

/// The entries about which the list before was put right while the registry still says what was wrong.
fn undone(conn: &mut Conn, quarter: Quarter, entries: &[Entry]) -> Result<Vec<Remark>> {
    let Some(before) = previous(conn, quarter, None)?.filter(|before| before.version > 1) else {
        return Ok(Vec::new());
    };
    let document = Document::read(&document(conn, before.quarter, before.version)?)?;
    let mut remarks = Vec::new();
    for entry in entries.iter().filter(|entry| entry.carried) {
        let says = values(&entry.project.facts);
        let still_wrong = document.imprint.corrections.iter().any(|one| {
            let told = says.iter().find(|(field, _)| *field == one.field);
            one.project_id == entry.project_id && told.is_some_and(|(_, value)| *value == one.from)
        });
        if still_wrong {
            let name = entry.project.facts.name.clone();
            let message = Message::new("lists-remark-correction-undone")
                .with("name", &name)
                .with("quarter", before.quarter)
                .with("version", before.version);
            remarks.push(Remark {
                project_id: entry.project_id,
                name,
                code: RemarkCode::CorrectionUndone,
                others: Vec::new(),
                message,
                justified: None,
            });
        }
    }
    Ok(remarks)
}

/// The units as they stood on the published list before `quarter`, by project.
fn units_before(conn: &mut Conn, quarter: Quarter) -> Result<BTreeMap<i64, Option<String>>> {
    let Some(before) = previous(conn, quarter, None)? else { return Ok(BTreeMap::new()) };
    let rows: Vec<(i64, Option<String>)> = list_entries::table
        .filter(list_entries::quarter.eq(before.quarter).and(list_entries::version.eq(before.version)))
        .select((list_entries::project_id, list_entries::unit))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Reason and author of everything that is settled.
fn justifications(conn: &mut Conn, quarter: Quarter) -> Result<Reasons> {
    let rows: Vec<(RemarkCode, i64, i64, String, String)> = list_justifications::table
        .filter(list_justifications::quarter.eq(quarter))
        .select((
            list_justifications::code,
            list_justifications::project_id,
            list_justifications::other_id,
            list_justifications::reason,
            list_justifications::author,
        ))
        .load(conn)?;
    let reason = |(code, one, other, reason, author)| ((code, Pair::of(one, other)), (reason, author));
    Ok(rows.into_iter().map(reason).collect())
}

/// Keeps a reason about two entries in place of whatever was said before; the audit record remembers both.
pub fn keep_justification(
    conn: &mut Conn,
    quarter: Quarter,
    pair: Pair,
    new: &Justifying,
    caller: &Caller,
    now: Instant,
) -> Result<()> {
    use list_justifications as t;
    let (project_id, other_id) = pair.ids();
    diesel::delete(t::table.find((quarter, new.code, project_id, other_id))).execute(conn)?;
    diesel::insert_into(t::table)
        .values((
            t::quarter.eq(quarter),
            t::code.eq(new.code),
            t::project_id.eq(project_id),
            t::other_id.eq(other_id),
            t::reason.eq(&new.reason),
            t::author.eq(&caller.name),
            t::justified_by.eq(caller.id),
            t::justified_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
