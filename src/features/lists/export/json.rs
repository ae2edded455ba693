//! A list as JSON to take away: of a whole published list the hashed bytes themselves, otherwise an object that says
//! what it is a part or a draft of.

use super::Reader;
use crate::db::Conn;
use crate::features::lists::edition::Edition;
use crate::features::lists::frozen::Frozen as FrozenFacts;
use crate::features::lists::store;
use crate::features::lists::totals::{Tally, Totals};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use anyhow::Context as _;
use serde_json::{Value, json};

/// The hashed bytes themselves for who sees the whole document; otherwise an object that says what it is a part of.
pub(super) fn json_bytes(
    conn: &mut Conn,
    edition: &Edition,
    reader: &Reader,
    now: Instant,
) -> Result<Vec<u8>> {
    if let Some(frozen) = edition.frozen()
        && !edition.extract
    {
        let document = store::document(conn, edition.head.quarter, frozen.version.version)?;
        return Ok(document.into_bytes());
    }
    let value = match edition.frozen() {
        Some(frozen) => json!({
            "schema": "groundwork-list-extract/1",
            "quarter": edition.head.quarter,
            "version": frozen.version.version,
            "number": frozen.version.number,
            "published_at": frozen.version.published_at,
            "data_as_of": frozen.version.data_as_of,
            "hash_of_whole": frozen.version.hash,
            "totals_of_whole": totals(&frozen.whole),
            "totals": totals(&edition.totals),
            "entries": entries(edition)?,
            "scope": reader.scope.to_text(),
            "taken_by": reader.name,
            "taken_at": now,
        }),
        None => json!({
            "schema": "groundwork-list-draft/1",
            "quarter": edition.head.quarter,
            "state": edition.head.state,
            "published": false,
            "note": reader.lang.render(&Message::new("lists-standing-draft")),
            "target": edition.head.target,
            "totals": totals(&edition.totals),
            "entries": entries(edition)?,
            "scope": reader.scope.to_text(),
            "taken_by": reader.name,
            "taken_at": now,
        }),
    };
    Ok(serde_json::to_vec_pretty(&value).context("a list as JSON")?)
}

fn entries(edition: &Edition) -> Result<Vec<Value>> {
    let mut entries = Vec::with_capacity(edition.entries.len());
    for entry in &edition.entries {
        let project =
            serde_json::to_value(FrozenFacts::from(entry.facts.clone())).context("a project as JSON")?;
        entries.push(json!({
            "serial": entry.serial,
            "project_id": entry.project_id,
            "project_version": entry.project_version,
            "section": entry.section,
            "class": entry.class,
            "change": entry.change,
            "state": edition.state_of(entry.project_id),
            "project": project,
        }));
    }
    Ok(entries)
}

/// As the document writes them.
fn totals(totals: &Totals) -> Value {
    let groups = |tallies: &[Tally]| {
        let group = |tally: &Tally| json!({ "key": tally.key, "count": tally.count, "total_investment_yuan": tally.total_investment });
        tallies.iter().map(group).collect::<Vec<_>>()
    };
    json!({
        "count": totals.count,
        "total_investment_yuan": totals.total_investment,
        "by_city": groups(&totals.by_city),
        "by_class": groups(&totals.by_class),
        "by_industry": groups(&totals.by_industry),
    })
}
