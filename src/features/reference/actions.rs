//! Deeds of the administrator on reference data: add and change. Nothing is deleted; a row is switched off. Places and
//! parks are hers where her scope reaches; what the whole province shares needs the whole province.

use super::entry::{Entry, Kind};
use super::model::{Chain, Park};
use super::{input, store};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form};
use serde_json::Value;

/// Adds a row; its key or name must be new.
///
/// # Errors
/// [`Error::Invalid`] with every refused field.
pub fn add(conn: &mut Conn, caller: &Caller, kind: Kind, form: &Form, now: Instant) -> Result<Entry> {
    caller.must(Deed::Administer)?;
    let book = store::book(conn)?;
    let entry = input::parse(kind, form, &book, None)?;
    must_reach(caller, &entry)?;
    added(conn, caller, (kind, entry), now)
}

fn added(conn: &mut Conn, caller: &Caller, (kind, new): (Kind, Entry), now: Instant) -> Result<Entry> {
    let entry = store::insert(conn, new)?;
    let facts = entry.facts().into_iter().filter(|(_, to)| !to.is_null());
    let changes = facts.map(|(field, to)| Change::new(field, Value::Null, to)).collect();
    remember(conn, caller, "reference.add", kind, &entry, changes, now)?;
    Ok(entry)
}

/// Changes a row, or switches it off or on; what does not differ leaves no record.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with every refused field.
pub fn change(
    conn: &mut Conn,
    caller: &Caller,
    kind: Kind,
    key: &str,
    form: &Form,
    now: Instant,
) -> Result<Entry> {
    caller.must(Deed::Administer)?;
    let book = store::book(conn)?;
    let before = book.entry(kind, key).ok_or(Error::NotFound)?;
    must_reach(caller, &before)?;
    let after = input::parse(kind, form, &book, Some(&before))?;
    must_reach(caller, &after)?;
    let (from, to) = (before.facts(), after.facts());
    let differing = to.into_iter().filter(|(field, to)| from.get(field) != Some(to));
    let changes: Vec<Change> = differing
        .map(|(field, to)| Change::new(field.as_str(), from.get(&field).cloned().unwrap_or_default(), to))
        .collect();
    if !changes.is_empty() {
        store::update(conn, &after)?;
        remember(conn, caller, "reference.change", kind, &after, changes, now)?;
    }
    Ok(after)
}

/// Adds a chain under new names, after the others; its id. Whoever calls has asked for the right.
///
/// # Errors
/// [`Error::Invalid`] for a name that another chain bears.
pub fn add_chain(conn: &mut Conn, caller: &Caller, (zh, en): (String, String), now: Instant) -> Result<i64> {
    let position = store::book(conn)?.chains.iter().map(|chain| chain.position).max().unwrap_or_default() + 1;
    let chain = Chain { id: 0, name_zh: zh, name_en: en, position, active: true };
    match added(conn, caller, (Kind::Chains, Entry::Chain(chain)), now)? {
        Entry::Chain(chain) => Ok(chain.id),
        _ => Err(Error::NotFound),
    }
}

/// Adds a park under a new name, with its kind and its area in square metres; its id. Whoever calls has asked for the right, and that the place is hers.
///
/// # Errors
/// [`Error::Invalid`] for a name that another park of the place bears.
pub fn add_park(
    conn: &mut Conn,
    caller: &Caller,
    (name, division, kind, area_m2): (String, DivisionCode, String, Option<i64>),
    now: Instant,
) -> Result<i64> {
    let (stat_code, note) = (None, String::new());
    let park = Park { id: 0, name, division, kind, stat_code, area_m2, note, active: true };
    match added(conn, caller, (Kind::Parks, Entry::Park(park)), now)? {
        Entry::Park(park) => Ok(park.id),
        _ => Err(Error::NotFound),
    }
}

/// Refuses what lies outside the administrator's scope: it is not there for her.
///
/// # Errors
/// [`Error::NotFound`]
pub fn must_reach(caller: &Caller, entry: &Entry) -> Result<()> {
    caller.must_cover(place_of(caller, entry))
}

fn place_of(caller: &Caller, entry: &Entry) -> DivisionCode {
    entry.place(caller.scope.first().province())
}

fn remember(
    conn: &mut Conn,
    caller: &Caller,
    deed: &'static str,
    kind: Kind,
    entry: &Entry,
    changes: Vec<Change>,
    now: Instant,
) -> Result<()> {
    let place = place_of(caller, entry);
    audit::record(conn, caller, now, Record::new(deed, kind.subject(), entry.key(), place).changing(changes))
}
