//! SQL of editions. A chain's own facts are everybody's; of judgements a reader sees hers (`Document::within`).

use super::document::Document;
use crate::db::Conn;
use crate::db::schema::chain_editions as t;
use crate::kernel::canonical::{self, Unwritable};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::Caller;
use anyhow::{Context as _, anyhow};
use diesel::prelude::*;

/// An edition without its content.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Head {
    /// 1 is 1.0.
    pub number: i32,
    /// What is new in it.
    pub note: Option<String>,
    /// SHA-256 of its document.
    pub hash: String,
    /// Who made it, by name at that time.
    pub author: String,
    /// When.
    pub written_at: Instant,
}

/// An edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// What it is.
    pub head: Head,
    /// What it holds.
    pub document: Document,
}

/// All editions of a chain, the newest first.
///
/// # Errors
/// When they cannot be read.
pub fn editions(conn: &mut Conn, chain: i64) -> Result<Vec<Head>> {
    let all = t::table.filter(t::chain_id.eq(chain)).order(t::number.desc());
    Ok(all.select((t::number, t::note, t::hash, t::author, t::written_at)).load(conn)?)
}

/// One edition, as it was hashed.
///
/// # Errors
/// [`Error::NotFound`]; when its document is no longer the one that was hashed.
pub fn edition(conn: &mut Conn, chain: i64, number: i32) -> Result<Edition> {
    let (head, document): (Head, String) = t::table
        .filter(t::chain_id.eq(chain).and(t::number.eq(number)))
        .select(((t::number, t::note, t::hash, t::author, t::written_at), t::document))
        .first(conn)?;
    if canonical::hash(&document) != head.hash {
        return Err(Error::Unexpected(anyhow!("edition {number} of chain {chain} was altered")));
    }
    let document = serde_json::from_str(&document).context("the document of an edition")?;
    Ok(Edition { head, document })
}

/// Writes an edition down; its hash.
///
/// # Errors
/// When it cannot be written.
pub fn insert(
    conn: &mut Conn,
    caller: &Caller,
    (chain, number, note): (i64, i32, Option<String>),
    document: &Document,
    now: Instant,
) -> Result<String> {
    let mut value = serde_json::to_value(document).context("the document of an edition")?;
    canonical::normalise(&mut value).map_err(|Unwritable(number)| Error::Unexpected(anyhow!("{number}")))?;
    let text = value.to_string();
    let hash = canonical::hash(&text);
    let values = (
        t::chain_id.eq(chain),
        t::number.eq(number),
        t::note.eq(note),
        t::document.eq(&text),
        t::hash.eq(&hash),
        t::author.eq(&caller.name),
        t::written_by.eq(caller.id),
        t::written_at.eq(now),
    );
    diesel::insert_into(t::table).values(values).execute(conn)?;
    Ok(hash)
}
