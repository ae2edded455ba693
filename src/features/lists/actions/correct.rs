//! Correcting what is published: a wrong figure becomes the next version, with a reason and a marked difference. The
//! version before stays as it is, at its own address, hash and all. The registry is not touched: a correction is about
//! what was printed.

use super::publish::seal;
use super::{must_manage, still_fit, tell};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::lists::document::{self, Imprint, Previous, SERIAL};
use crate::features::lists::input::{ChangeBody, Correcting};
use crate::features::lists::model::{ListState, Place, PublishedEntry, Version, change_kind};
use crate::features::lists::store;
use crate::features::projects as registry;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::text::clean_line;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Facts that belong to the registry's record and are no figures of a list.
const NOT_CORRECTED: [&str; 2] = ["side_state", "parent_id"];

/// Publishes the next version of a list at once, under the same number.
///
/// # Errors
/// 409 when the list is not published, the version that was read is superseded, or a class is to change under a later
/// published list; 422 naming each change that cannot be or changes nothing.
pub fn correct(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    new: &Correcting,
    (now, today): (Instant, NaiveDate),
) -> Result<Version> {
    let province = must_manage(caller)?;
    store::line_up(conn)?;
    let head = store::bump(conn, quarter)?;
    if head.state != ListState::Published {
        let message = Message::new("lists-correction-unpublished").with("quarter", quarter);
        return Err(Error::conflict(message));
    }
    let stands = store::published(conn, &caller.scope, quarter, None)?;
    if let Some(base) = new.base.filter(|base| *base != stands.newest) {
        let message =
            Message::new("lists-correction-superseded").with("version", base).with("newest", stands.newest);
        return Err(Error::conflict(message));
    }
    let book = reference::book(conn)?;
    let mut lines = corrected(&stands.entries, &new.changes, (&book, today))?;
    let class_moved = |line: &PublishedEntry| {
        stands.entries.iter().any(|old| old.project_id == line.project_id && old.class != line.class)
    };
    if lines.iter().any(class_moved)
        && let Some(later) = store::published_after(conn, quarter)?
    {
        return Err(Error::conflict(Message::new("lists-correction-class").with("later", later)));
    }
    let before: BTreeMap<i64, registry::Class> = store::classes_before(conn, quarter, None)?;
    lines.sort_by_cached_key(|line| {
        Place::new(line.class, line.section.as_deref(), line.facts.division, line.serial.into())
    });
    // An official list is reissued whole, its order that of class, section and city and its serials running through 1…n:
    // a line that moves to another group would otherwise stand out of order, or be printed among those it no longer
    // belongs to. Whoever has cited the version before finds every new serial in the marked difference.
    for (line, serial) in lines.iter_mut().zip(1..) {
        line.serial = serial;
        line.change = change_kind(before.get(&line.project_id).copied(), line.class);
    }
    let corrections = document::corrections(&stands.entries, &lines);
    let imprint = Imprint {
        quarter,
        version: stands.newest + 1,
        number: stands.version.number.clone(),
        reason: Some(new.reason.clone()),
        target: head.target,
        data_as_of: stands.version.data_as_of,
        published_at: now,
        publisher: caller.name.clone(),
        previous: Some(Previous { quarter, version: stands.newest, hash: stands.version.hash.clone() }),
        corrections: corrections.clone(),
    };
    let (version, totals) = seal(conn, caller, imprint, &lines, &stands.exits)?;
    let mut changes = vec![
        Change::new("version", stands.newest, version.version),
        Change::new("hash", stands.version.hash.as_str(), version.hash.as_str()),
    ];
    changes.extend(
        corrections
            .into_iter()
            // The new serials follow from the rest; the document tells them.
            .filter(|one| one.field != SERIAL)
            .map(|one| Change::new(format!("entries.{}.{}", one.project_id, one.field), one.from, one.to)),
    );
    let record = Record::new("list.correct", "list", quarter, province)
        .changing(changes)
        .because(version.reason.clone());
    audit::record(conn, caller, now, record)?;
    tell::published(conn, caller, quarter, (&version, &totals), now)?;
    Ok(version)
}

/// The lines with every change made, each refused change named by its place in the request.
fn corrected(
    stand: &[PublishedEntry],
    changes: &[ChangeBody],
    (book, today): (&Book, NaiveDate),
) -> Result<Vec<PublishedEntry>> {
    let mut lines = stand.to_vec();
    let mut refused = Vec::new();
    let mut named = BTreeSet::new();
    for (at, change) in changes.iter().enumerate() {
        if !named.insert((change.project_id, change.field.as_str())) {
            refused.push(FieldError::new(format!("changes[{at}].field"), "lists-correction-twice"));
            continue;
        }
        let Some(line) = lines.iter_mut().find(|line| line.project_id == change.project_id) else {
            let message = Message::new("lists-correction-not-on-list").with("id", change.project_id);
            refused.push(FieldError::new(format!("changes[{at}].project_id"), message));
            continue;
        };
        match amended(line, change, book) {
            Ok(right) if right == *line => {
                let message = Message::new("lists-correction-same").with("name", &line.facts.name);
                refused.push(FieldError::new(format!("changes[{at}].to"), message));
            }
            Ok(right) => *line = right,
            Err(Error::Invalid(fields)) => refused.extend(fields.into_iter().map(|field| {
                let place = if field.message.id == "lists-correction-field" { "field" } else { "to" };
                FieldError::new(format!("changes[{at}].{place}"), field.message)
            })),
            Err(other) => return Err(other),
        }
    }
    // A refusal of the corrected whole leads to the change that caused it, where one did.
    let place = |project_id: i64, field: &str| {
        let cause = changes.iter().position(|one| one.project_id == project_id && one.field == field);
        cause.map_or_else(|| format!("entries.{project_id}.{field}"), |at| format!("changes[{at}].to"))
    };
    for line in lines.iter().filter(|line| changes.iter().any(|change| change.project_id == line.project_id))
    {
        refused.extend(still_fit(line.project_id, &line.facts).into_iter().map(|field| {
            let name = field.field.rsplit('.').next().unwrap_or_default();
            FieldError::new(place(line.project_id, name), field.message)
        }));
        if let Err(Error::Invalid(fields)) = registry::check(&line.facts, book, today) {
            refused.extend(
                fields
                    .into_iter()
                    .map(|field| FieldError::new(place(line.project_id, &field.field), field.message)),
            );
        }
    }
    if refused.is_empty() { Ok(lines) } else { Err(Error::Invalid(refused)) }
}

fn amended(line: &PublishedEntry, change: &ChangeBody, book: &Book) -> Result<PublishedEntry> {
    let mut right = line.clone();
    if change.field == "section" {
        let heading = match &change.to {
            Value::Null => String::new(),
            Value::String(text) => {
                clean_line(text, 60).map_err(|message| Error::field("section", message))?
            }
            _ => {
                return Err(Error::field(
                    "section",
                    Message::new("input-type").with_message("expected", "input-kind-text"),
                ));
            }
        };
        right.section = Some(heading).filter(|heading| !heading.is_empty());
        return Ok(right);
    }
    let known = registry::values(&line.facts).iter().any(|(name, _)| *name == change.field);
    if !known || NOT_CORRECTED.contains(&change.field.as_str()) {
        let message = Message::new("lists-correction-field").with("field", &change.field);
        return Err(Error::field("field", message));
    }
    right.facts = registry::amended(&line.facts, &change.field, &change.to, book)?;
    if let Some(class) = right.facts.class.filter(|_| change.field == "class") {
        right.class = class;
    }
    Ok(right)
}
