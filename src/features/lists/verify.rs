//! Proves that what was published still stands as it was: `groundwork check` asks. For every version the hash of the
//! stored bytes is computed again, the bytes are written again from what they say, the typed rows are compared with
//! the document, and the link to the version before is followed. Each fault names its list.

use super::document::{Document, Previous, SERIAL, corrections};
use super::model::PublishedEntry;
use super::store::{self, EntryRow};
use super::totals::{Counted, Totals};
use crate::db::Conn;
use crate::kernel::calendar::Quarter;
use crate::kernel::canonical::hash;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use std::collections::{BTreeMap, BTreeSet};

/// One sentence for each fault, in the order of lists and versions; nothing when all is well.
pub fn verify(conn: &mut Conn) -> Result<Vec<Message>> {
    let mut faults = Vec::new();
    let stored = store::stored(conn)?;
    let hashes: BTreeMap<(Quarter, i32), String> = stored
        .iter()
        .map(|stored| ((stored.quarter, stored.version.version), stored.version.hash.clone()))
        .collect();
    let mut lines_of = BTreeMap::new();
    for stored in &stored {
        let (quarter, version) = (stored.quarter, stored.version.version);
        let last = hashes.keys().map(|(quarter, _)| *quarter).filter(|other| *other < quarter).max();
        let mut fault = |id| faults.push(about(id, quarter, version));
        if hash(&stored.document) != stored.version.hash {
            fault("lists-check-hash");
        }
        let document = match Document::read(&stored.document) {
            Ok(document) => document,
            // The fault is the answer; what exactly serde stumbled over helps nobody here.
            Err(Error::Unexpected(_)) => {
                fault("lists-check-unreadable");
                continue;
            }
            Err(other) => return Err(other),
        };
        // An altered figure may be one that cannot be written at all; that is the same fault.
        if !matches!(document.bytes(), Ok(bytes) if bytes == stored.document) {
            fault("lists-check-not-canonical");
        }
        if !imprint_agrees(&document, stored) {
            fault("lists-check-imprint");
        }
        let before = document.imprint.previous.as_ref();
        let is_link = |before: &Previous| {
            let place = (before.quarter, before.version);
            // A correction follows the version it corrects, a first version some version of the list before.
            let follows =
                if version > 1 { place == (quarter, version - 1) } else { Some(before.quarter) == last };
            follows && hashes.get(&place) == Some(&before.hash)
        };
        if before.map_or(version > 1 || last.is_some(), |before| !is_link(before)) {
            fault("lists-check-chain");
        }
        let totals = document.totals();
        let told = document.imprint.corrections.clone();
        let lines = document.entries();
        // What a corrected version says of its corrections must be what differs from the version it corrects.
        let old = before_lines(&lines_of, quarter, version);
        let ids =
            |lines: &[PublishedEntry]| lines.iter().map(|line| line.project_id).collect::<BTreeSet<_>>();
        let mut differ = old.map(|old| corrections(old, &lines)).unwrap_or_default();
        // Documents were sealed before new serials were told; those tell none at all.
        if told.iter().all(|one| one.field != SERIAL) && differ.iter().any(|one| one.field != SERIAL) {
            differ.retain(|one| one.field != SERIAL);
        }
        if differ != told || old.is_some_and(|old| ids(old) != ids(&lines)) {
            faults.push(about("lists-check-corrections", quarter, version));
        }
        let mut fault = |id| faults.push(about(id, quarter, version));
        if !matches!(Totals::of(lines.iter().map(Counted::from)), Ok(counted) if counted == totals) {
            fault("lists-check-totals");
        }
        let Ok(expected) =
            lines.iter().map(|line| EntryRow::of(quarter, version, line)).collect::<Result<Vec<_>>>()
        else {
            fault("lists-check-unreadable");
            continue;
        };
        lines_of.insert((quarter, version), lines);
        let rows = store::entry_rows(conn, quarter, version)?;
        if rows.len() != expected.len() {
            fault("lists-check-row-count");
        }
        if let Some(altered) = expected.iter().find(|row| !rows.contains(row)) {
            faults.push(about("lists-check-row", quarter, version).with("serial", altered.serial()));
        }
    }
    let sealed: BTreeSet<(Quarter, i32)> = hashes.into_keys().collect();
    for (quarter, version) in store::versions_with_lines(conn)? {
        if !sealed.contains(&(quarter, version)) {
            faults.push(about("lists-check-unsealed", quarter, version));
        }
    }
    let with_version: BTreeSet<Quarter> = sealed.into_iter().map(|(quarter, _)| quarter).collect();
    let published = store::published_quarters(conn)?;
    for quarter in with_version.symmetric_difference(&published) {
        faults.push(Message::new("lists-check-state").with("quarter", quarter));
    }
    Ok(faults)
}

fn before_lines(
    lines_of: &BTreeMap<(Quarter, i32), Vec<PublishedEntry>>,
    quarter: Quarter,
    version: i32,
) -> Option<&[PublishedEntry]> {
    lines_of.get(&(quarter, version - 1)).map(Vec::as_slice)
}

fn imprint_agrees(document: &Document, stored: &store::Stored) -> bool {
    let (told, typed) = (&document.imprint, &stored.version);
    told.quarter == stored.quarter
        && told.version == typed.version
        && told.number == typed.number
        && told.reason == typed.reason
        && told.data_as_of == typed.data_as_of
        && told.published_at == typed.published_at
        && told.publisher == typed.publisher
        && told.previous.as_ref().map(|before| &before.hash) == typed.previous_hash.as_ref()
}

fn about(id: &'static str, quarter: Quarter, version: i32) -> Message {
    Message::new(id).with("quarter", quarter).with("version", version)
}
