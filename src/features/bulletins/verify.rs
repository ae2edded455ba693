//! Proves that what was published still stands as it was: `groundwork check` asks. For every version the hash of the
//! stored bytes is computed again, the bytes are written again from what they say, every printed figure is recomputed
//! from the projects in them, and the link to the version before is followed. Each fault names its bulletin.

use super::claims::must_add_up;
use super::document::Document;
use super::model::Previous;
use super::store::{self, Version};
use crate::db::Conn;
use crate::kernel::calendar::Period;
use crate::kernel::canonical::hash;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use std::collections::BTreeMap;

/// One sentence for each fault, in the order of months and versions; nothing when all is well.
pub fn verify(conn: &mut Conn) -> Result<Vec<Message>> {
    let stored = store::all(conn)?;
    let hashes: BTreeMap<(Period, i32), String> =
        stored.iter().map(|(one, _)| ((one.period, one.version), one.hash.clone())).collect();
    let mut faults = Vec::new();
    for (version, bytes) in &stored {
        let mut fault = |id| {
            let message = Message::new(id).with("period", version.period);
            faults.push(message.with("version", version.version));
        };
        if hash(bytes) != version.hash {
            fault("bulletins-check-hash");
        }
        let document = match Document::read(bytes) {
            Ok(document) => document,
            // The fault is the answer; what exactly serde stumbled over helps nobody here.
            Err(Error::Unexpected(_)) => {
                fault("bulletins-check-unreadable");
                continue;
            }
            Err(other) => return Err(other),
        };
        if !matches!(document.bytes(), Ok(again) if again == *bytes) {
            fault("bulletins-check-not-canonical");
        }
        if !imprint_agrees(&document, version) {
            fault("bulletins-check-imprint");
        }
        if !is_linked(document.imprint.previous.as_ref(), version, &hashes) {
            fault("bulletins-check-chain");
        }
        match must_add_up(&document) {
            Ok(_) => {}
            Err(Error::Invalid(_) | Error::Unexpected(_)) => fault("bulletins-check-figures"),
            Err(other) => return Err(other),
        }
    }
    Ok(faults)
}

fn imprint_agrees(document: &Document, version: &Version) -> bool {
    let told = &document.imprint;
    told.period == version.period
        && told.version == version.version
        && told.number == version.number
        && told.reason == version.reason
        && told.publisher == version.publisher
        && told.published_at == version.published_at
        && told.previous.as_ref().map(|before| &before.hash) == version.previous_hash.as_ref()
}

/// A correction follows the version that it corrects; a first version some version of an earlier month, or none.
fn is_linked(before: Option<&Previous>, version: &Version, hashes: &BTreeMap<(Period, i32), String>) -> bool {
    let Some(before) = before else { return version.version == 1 };
    let follows = if version.version > 1 {
        (before.period, before.version) == (version.period, version.version - 1)
    } else {
        before.period < version.period
    };
    follows && hashes.get(&(before.period, before.version)) == Some(&before.hash)
}
