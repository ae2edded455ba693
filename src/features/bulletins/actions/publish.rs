//! From a measured month to a document that nobody can alter.

use super::tell;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::bulletins::claims::must_add_up;
use crate::features::bulletins::document::Document;
use crate::features::bulletins::input::{Correcting, Publishing};
use crate::features::bulletins::model::{Imprint, ListRef, Month, serial_of};
use crate::features::bulletins::month::measure;
use crate::features::bulletins::printed::Sheet;
use crate::features::bulletins::store::{self, Taken, Version};
use crate::features::bulletins::tasks::{TaskRow, tasks_of};
use crate::features::reference;
use crate::features::updates::{self, At};
use crate::kernel::calendar::Period;
use crate::kernel::canonical;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang};
use anyhow::anyhow;
use chrono::Datelike;
use serde_json::Value;

/// Publishes the bulletin of a month as version 1, under the number that is named or the next one of the year that
/// begins with `word`.
///
/// # Errors
/// 403 but for the province's reviewers; 409 for a month that is not over, for which nothing is owed, that still takes
/// reports in time, or whose bulletin is published; 422 for a number that is taken, and for figures that do not come out
/// of the document's own projects.
pub fn publish(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    new: &Publishing,
    (word, at): (&str, &At),
) -> Result<Version> {
    caller.must(Deed::ReviewUpdates)?;
    let month = ready(conn, caller, period, at)?;
    if let Some(first) = store::versions(conn, period)?.pop() {
        let message = Message::new("bulletins-published-already").with("period", period);
        return Err(Error::conflict(message.with("number", first.number)));
    }
    let number = match &new.number {
        Some(number) => number.clone(),
        None => next_number(conn, word, at.today().year())?,
    };
    if store::number_is_taken(conn, period, &number)? {
        return Err(number_taken(number));
    }
    let imprint = Imprint {
        period,
        version: 1,
        number,
        reason: None,
        foreword: new.foreword.clone(),
        ..imprint(conn, caller, &month, at)?
    };
    let waiting = month.waiting;
    let tasks = tasks_of(conn, &caller.scope, period, at)?;
    let (version, document) = seal(conn, caller, imprint, &month, tasks)?;
    let mut changes = vec![
        Change::new("version", Value::Null, version.version),
        Change::new("number", Value::Null, version.number.as_str()),
        Change::new("hash", Value::Null, version.hash.as_str()),
        Change::new("count", Value::Null, document.sheet.whole.count),
        Change::new("completion_rate", Value::Null, document.sheet.whole.completion_rate.clone()),
    ];
    if waiting > 0 {
        changes.push(Change::new("reports_waiting", Value::Null, waiting));
    }
    let record = Record::new("bulletin.publish", "bulletin", period, caller.scope.around());
    audit::record(conn, caller, at.now, record.changing(changes))?;
    tell::published(conn, caller, &document, at.now)?;
    Ok(version)
}

/// Publishes the next version of a bulletin at once, under the same number: the month as it is known now. The version
/// before stays as it is, at its own address, hash and all.
///
/// # Errors
/// 403; 409 when nothing was published, the version that was read is superseded, or nothing is different; 422 as
/// [`publish`].
pub fn correct(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    new: &Correcting,
    at: &At,
) -> Result<Version> {
    caller.must(Deed::ReviewUpdates)?;
    updates::hold(conn, period)?;
    let unpublished =
        || Error::conflict(Message::new("bulletins-correction-unpublished").with("period", period));
    let (stands, bytes) = store::published(conn, period, None)?.ok_or_else(unpublished)?;
    must_be_province(caller)?;
    if let Some(base) = new.base.filter(|base| *base != stands.version) {
        let message = Message::new("bulletins-correction-superseded").with("version", base);
        return Err(Error::conflict(message.with("newest", stands.version)));
    }
    let before = Document::read(&bytes)?;
    let month = measure(conn, &caller.scope, period, at)?;
    let foreword = new.foreword.clone().unwrap_or_else(|| before.imprint.foreword.clone());
    if month.lines == before.month().lines && foreword == before.imprint.foreword {
        return Err(Error::conflict("bulletins-correction-same"));
    }
    let imprint = Imprint {
        version: stands.version + 1,
        number: stands.number.clone(),
        reason: Some(new.reason.clone()),
        foreword,
        ..imprint(conn, caller, &month, at)?
    };
    let (version, document) = seal(conn, caller, imprint, &month, before.tasks)?;
    let (old, fresh) = (&before.sheet.whole, &document.sheet.whole);
    let changes = vec![
        Change::new("version", stands.version, version.version),
        Change::new("hash", stands.hash.as_str(), version.hash.as_str()),
        Change::new("completion_rate", old.completion_rate.clone(), fresh.completion_rate.clone()),
    ];
    let record = Record::new("bulletin.correct", "bulletin", period, caller.scope.around());
    let record = record.changing(changes).because(version.reason.clone());
    audit::record(conn, caller, at.now, record)?;
    tell::published(conn, caller, &document, at.now)?;
    Ok(version)
}

/// The number that the next bulletin of a year bears: one more than the highest that begins with `word`.
pub fn next_number(conn: &mut Conn, word: &str, year: i32) -> Result<String> {
    let written = |serial: &str| {
        let parts = [("word", word.to_owned()), ("year", year.to_string()), ("serial", serial.to_owned())];
        Lang::Zh.all("bulletins-number-of", &parts)
    };
    const MARK: &str = "#";
    let pattern = written(MARK);
    let parts = pattern.split_once(MARK).ok_or_else(|| anyhow!("a number of bulletins without a serial"))?;
    let numbers = store::numbers(conn)?;
    let highest = numbers.iter().filter_map(|number| serial_of(number, parts)).max().unwrap_or(0);
    Ok(written(&(highest + 1).to_string()))
}

/// A bulletin is the whole province's. Asked once there is something to publish, so that everybody who may review hears
/// first that there is nothing.
fn must_be_province(caller: &Caller) -> Result<()> {
    if caller.scope.is_whole_province() { Ok(()) } else { Err(Error::forbidden("bulletins-province-only")) }
}

/// The month, once it may be published: nobody still has time to report, or it was closed.
fn ready(conn: &mut Conn, caller: &Caller, period: Period, at: &At) -> Result<Month> {
    if !updates::is_over(period, at) {
        return Err(Error::conflict(Message::new("bulletins-not-over").with("period", period)));
    }
    if updates::opened(conn, period, at)?.is_some() {
        must_be_province(caller)?;
    }
    updates::hold(conn, period)?;
    let month = measure(conn, &caller.scope, period, at)?;
    let (Some(due_at), false) = (month.due_at, month.lines.is_empty()) else {
        return Err(Error::conflict(Message::new("bulletins-nothing-owed").with("period", period)));
    };
    match month.still_due() {
        still @ 1.. if month.closed_at.is_none() => {
            let due = due_at.local_text(at.zone);
            Err(Error::conflict(Message::new("bulletins-still-due").with("count", still).with("due", due)))
        }
        _ => Ok(month),
    }
}

/// What every version says of itself; number, version and words are the deed's own.
fn imprint(conn: &mut Conn, caller: &Caller, month: &Month, at: &At) -> Result<Imprint> {
    let (Some((quarter, version)), Some(due_at)) = (month.list, month.due_at) else {
        return Err(Error::conflict(Message::new("bulletins-nothing-owed").with("period", month.period)));
    };
    Ok(Imprint {
        period: month.period,
        version: 1,
        number: String::new(),
        reason: None,
        foreword: None,
        published_at: at.now,
        publisher: caller.name.clone(),
        list: ListRef { quarter, version },
        due_at,
        closed_at: month.closed_at,
        months: month.moment().months(),
        previous: store::previous(conn, month.period)?,
    })
}

/// Makes the document and stores it. What is checked and answered comes from the bytes as any later reader will read
/// them, never from what we meant to write.
fn seal(
    conn: &mut Conn,
    caller: &Caller,
    imprint: Imprint,
    month: &Month,
    tasks: Vec<TaskRow>,
) -> Result<(Version, Document)> {
    let book = reference::book(conn)?;
    let cities: Vec<_> = book.cities().map(|city| city.code).collect();
    let sheet = Sheet::of(&month.lines, month.moment(), &cities)?;
    let bytes = Document::new(imprint, sheet, &month.lines, tasks).bytes()?;
    let document = Document::read(&bytes)?;
    must_add_up(&document)?;
    let told = document.imprint.clone();
    let version = Version {
        period: told.period,
        version: told.version,
        number: told.number,
        reason: told.reason,
        publisher: told.publisher,
        published_at: told.published_at,
        hash: canonical::hash(&bytes),
        previous_hash: told.previous.map(|previous| previous.hash),
    };
    match store::insert(conn, &version, caller.id, &bytes)? {
        None => Ok((version, document)),
        Some(Taken::Number) => Err(number_taken(version.number)),
        Some(Taken::Version) => {
            let message = Message::new("bulletins-published-already").with("period", version.period);
            Err(Error::conflict(message.with("number", version.number)))
        }
    }
}

fn number_taken(number: String) -> Error {
    Error::field("number", Message::new("bulletins-number-taken").with("number", number))
}
