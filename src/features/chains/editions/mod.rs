//! Editions of a chain (图谱版本, 1.0 → 2.0): what it was said to be on a day, as a document that never changes, and how two of
//! them differ. An edition holds every city's judgement; its readers see of them what they see of the chain.

mod difference;
mod document;
mod store;

pub use difference::{Difference, difference};
pub use document::{Document, Link, Standing};
pub use store::{Edition, Head, edition, editions};

use super::store as chains;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::reference;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::Value;

/// Keeps a chain as it is now under the next number; which.
///
/// # Errors
/// 403 but for the province; 404; 409 where nothing has changed since the last one, or there is nothing to keep.
pub fn keep(
    conn: &mut Conn,
    caller: &Caller,
    (chain, note): (i64, Option<String>),
    now: Instant,
) -> Result<i32> {
    caller.must_for_province(Deed::EditAtlas)?;
    chains::keep_chain(conn, chain)?;
    let document = present(conn, caller, chain)?;
    if document.segments.is_empty() {
        return Err(Error::conflict("chains-edition-empty"));
    }
    let last = editions(conn, chain)?.first().map_or(0, |last| last.number);
    if last > 0 && edition(conn, chain, last)?.document == document {
        return Err(Error::conflict("chains-edition-same"));
    }
    let hash = store::insert(conn, caller, (chain, last + 1, note), &document, now)?;
    let changes = vec![Change::new("number", Value::Null, last + 1), Change::new("hash", Value::Null, hash)];
    let place = caller.scope.first().province();
    let record = Record::new("chain.edition", "chain", chain, place).changing(changes);
    audit::record(conn, caller, now, record)?;
    Ok(last + 1)
}

/// A chain as it is now, with every city's judgement.
///
/// # Errors
/// 404.
pub fn present(conn: &mut Conn, caller: &Caller, chain: i64) -> Result<Document> {
    let book = reference::book(conn)?;
    let name = book.chains.iter().find(|one| one.id == chain).ok_or(Error::NotFound)?.name_zh.clone();
    let segments = chains::segments(conn, chain)?;
    let ids: Vec<i64> = segments.iter().map(|segment| segment.id).collect();
    let province = caller.scope.first().province();
    let judgements = chains::judgements(conn, (&Scope::from(province), province), &ids)?;
    Ok(Document::of(name, chains::card(conn, chain)?, segments, &chains::supply(conn, chain)?, judgements))
}
