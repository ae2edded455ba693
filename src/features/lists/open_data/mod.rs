//! A published list as open data: a project package of OC4IDS 0.9, the Open Contracting for Infrastructure Data
//! Standard (DOMAIN section 14). Rules:
//!
//! - only what is published, in its frozen facts; a reader with a scope of her own gets her extract
//! - organisations are told, persons never: neither the responsible person nor the sponsoring leader, nor who published
//! - what is planned stands under `forecasts`, what was done under `metrics`
//! - a member that is not known is left out; the standard knows no null
//! - identifiers begin with `groundwork-` and the installation, since a prefix of the standard's own is given out by its
//!   help desk to each publisher

mod project;

use super::edition::Edition;
use super::words::Words;
use crate::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::plan_date::PlanDate;
use anyhow::Context as _;
use chrono::{NaiveDate, NaiveTime, TimeZone};
use project::{exited, listed};
use serde_json::{Value, json};

/// The standard's version, as `major.minor`.
const VERSION: &str = "0.9";

/// What every project's object is made with.
struct Publication<'a> {
    edition: &'a Edition,
    words: &'a Words,
    ctx: &'a Context,
    /// When the version was published, RFC 3339.
    updated: String,
    /// The day whose facts the version tells.
    data_as_of: NaiveDate,
    /// Where the list stands.
    list_url: String,
}

/// The package: every project on the list, and as cancelled or in operation what left it. `uri` is where it stands.
///
/// # Errors
/// [`Error::NotFound`] of a draft, and when the reader sees no project: the standard knows no empty package.
pub fn package(edition: &Edition, words: &Words, ctx: &Context, uri: &str) -> Result<Vec<u8>> {
    let version = &edition.frozen().ok_or(Error::NotFound)?.version;
    let publication = Publication {
        edition,
        words,
        ctx,
        updated: version.published_at.to_string(),
        data_as_of: version.data_as_of,
        list_url: format!("{}/lists/{}/versions/{}", ctx.public_url, edition.head.quarter, version.version),
    };
    let mut projects: Vec<Value> = edition.entries.iter().map(|entry| listed(&publication, entry)).collect();
    projects.extend(edition.exits.iter().map(|exit| exited(&publication, exit)));
    if projects.is_empty() {
        return Err(Error::NotFound);
    }
    let package = json!({
        "uri": uri,
        "publishedDate": publication.updated,
        "version": VERSION,
        "publisher": {
            "name": words.lang.with("open-data-publisher", "province", words.book.name(words.lang, ctx.province)),
            "uri": ctx.public_url,
        },
        "projects": projects,
    });
    Ok(serde_json::to_vec_pretty(&without_nothing(package)).context("open data as JSON")?)
}

impl Publication<'_> {
    /// What a project is called everywhere.
    fn id(&self, project: i64) -> String {
        format!("groundwork-{}-{project}", self.ctx.instance.id)
    }

    /// The first moment of a date that may be a whole month, quarter or year: nothing begins before it. RFC 3339 with
    /// the business zone's offset, so that the day reads as it was written.
    fn begin(&self, date: &PlanDate) -> Option<String> {
        self.moment(date.first_day(), NaiveTime::MIN)
    }

    /// The last second of a date that may be a whole month, quarter or year: it has come when the last day is over.
    fn end(&self, date: &PlanDate) -> Option<String> {
        self.moment(date.last_day(), NaiveTime::from_hms_opt(23, 59, 59)?)
    }

    fn moment(&self, day: NaiveDate, time: NaiveTime) -> Option<String> {
        let local = self.ctx.zone.from_local_datetime(&day.and_time(time)).earliest()?;
        Some(local.to_rfc3339())
    }

    /// `startDate` and `endDate` as far as they are known.
    fn period(&self, start: Option<&PlanDate>, finish: Option<&PlanDate>) -> Value {
        json!({
            "startDate": start.and_then(|date| self.begin(date)),
            "endDate": finish.and_then(|date| self.end(date)),
        })
    }
}

/// Takes out nulls, empty words, lists and objects, from the inside outwards.
fn without_nothing(value: Value) -> Value {
    let is_something = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    };
    match value {
        Value::Array(items) => items.into_iter().map(without_nothing).filter(is_something).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, without_nothing(member)))
            .filter(|(_, member)| is_something(member))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out_with_all_that_holds_nothing_else() {
        let told = without_nothing(json!({
            "id": "1", "title": "", "budget": { "amount": { "amount": null } }, "parties": [{ "name": null }, {}],
            "zero": 0, "metrics": [{ "id": "a", "value": null }],
        }));
        assert_eq!(told, json!({ "id": "1", "zero": 0, "metrics": [{ "id": "a" }] }));
    }
}
