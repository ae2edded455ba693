//! What was done about leads in a span of time.

use crate::db::schema::{lead_entries as entries, leads as t};
use crate::db::{Conn, within};
use crate::features::leads::model::{Entry, Status, Step};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// What was done about leads in scope in a span, by lead, the earliest first.
///
/// # Errors
/// When it cannot be read.
pub fn told_between(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (Instant, Instant),
) -> Result<BTreeMap<i64, Vec<Entry>>> {
    type Row = (i64, Option<Step>, Option<Status>, String, String, Instant);
    let rows: Vec<Row> = entries::table
        .inner_join(t::table)
        .filter(within("leads.division", scope))
        .filter(entries::written_at.ge(from).and(entries::written_at.le(to)))
        .order(entries::id)
        .select((
            entries::lead_id,
            entries::step,
            entries::status,
            entries::text,
            entries::author,
            entries::written_at,
        ))
        .load(conn)?;
    let mut told: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
    for (lead, step, status, text, author, at) in rows {
        told.entry(lead).or_default().push(Entry { step, status, text, author, at });
    }
    Ok(told)
}
