//! Copies of published versions, kept in memory: a version never changes, so what was made of it once is served again,
//! after the guard has asked who is calling. Rules:
//!
//! - a key names everything the bytes depend on: program, installation, form, quarter, version, the version's hash (a
//!   restored database may hold another document under the same number), the list's revision (every deed on a list
//!   raises it, a correction too), the reader's scope, her language, the names of places and industries; a workbook also
//!   names its reader and the day
//! - so nothing is ever thrown away because it is wrong: a stale copy has a key that nobody asks for any more
//! - which version is the newest is asked of the database each time; another process may have published
//! - two scopes never share a copy: the scope is in the key, and the key is the ETag

use super::store;
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::web::copies::{Copies, Copy, Tag};
use crate::web::{Lang, Piece};
use std::sync::Arc;

/// Of whom the answer's bytes depend, for `Vary`.
pub const BY_READER: &str = "Cookie, Authorization, Accept-Language";
/// Kept by the reader's own program only, and asked for again each time.
pub const OWN: &str = "private, no-cache";

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `view`, `document`, `page`, `xlsx` …
    pub form: &'static str,
    /// Whose list.
    pub quarter: Quarter,
    /// The newest when none is named.
    pub version: Option<i32>,
    /// What the reader may see.
    pub scope: Scope,
    /// Of the words in it; none where it has no words.
    pub lang: Option<Lang>,
    /// What else makes its bytes differ.
    pub marks: String,
}

/// A published version that can be served.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The version that is meant.
    pub version: i32,
    key: String,
}

impl Wanted {
    /// The ETag; `more` is what the answer has besides the copy.
    pub fn tag(&self, more: &[&[u8]]) -> Tag {
        Tag::of(&[&[self.key.as_bytes()], more].concat())
    }
}

/// Which version is meant, in three small reads; none while nothing is published and no version is named.
///
/// # Errors
/// [`NotFound`](crate::kernel::error::Error::NotFound) when the list was never opened, or has no such version.
pub async fn wanted(ctx: &Context, asked: Asked) -> Result<Option<Wanted>> {
    let instance = ctx.instance.id.clone();
    let read = move |conn: &mut Conn| {
        let (revision, found) = store::standing(conn, asked.quarter, asked.version)?;
        let Some((version, hash)) = found else { return Ok(None) };
        let names = if asked.lang.is_some() { reference::stamp(conn)? } else { 0 };
        let lang = asked.lang.map(Lang::as_str).unwrap_or_default();
        let program = env!("CARGO_PKG_VERSION");
        let Asked { form, quarter, scope, marks, .. } = asked;
        let scope = scope.to_text();
        let key = format!(
            "{program}|{instance}|{form}|{quarter}|{version}|{hash}|{revision}|{scope}|{lang}|{names}|{marks}"
        );
        Ok(Some(Wanted { version, key }))
    };
    ctx.db.read(read).await
}

/// The copy from the shelf; made and put there when it is not on it.
///
/// # Errors
/// Those of `make`, [`NotFound`](crate::kernel::error::Error::NotFound) among them for a version that does not exist.
pub async fn obtain(
    ctx: &Context,
    copies: &Copies,
    wanted: &Wanted,
    make: impl FnOnce(&mut Conn, i32) -> Result<(String, Vec<u8>)> + Send + 'static,
) -> Result<Arc<Copy>> {
    if let Some(copy) = copies.find(&wanted.key) {
        return Ok(copy);
    }
    let version = wanted.version;
    let copy = ctx
        .db
        .read(move |conn| {
            let (title, bytes) = make(conn, version)?;
            Ok(Copy { title, body: Piece::new(bytes) })
        })
        .await?;
    Ok(copies.keep(&wanted.key, copy))
}
