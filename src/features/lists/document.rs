//! The published list as bytes: RFC 8785 canonical JSON of the schema `groundwork-list/1`, strings in NFC, integers
//! only and none beyond 2^53 (RFC 8785 numbers are doubles), the hash of the version before inside. The bytes are
//! stored and hashed exactly as they are; whoever holds a copy can recompute the SHA-256 with any tool, and whoever
//! changes one digit of a version breaks the link of the one that names its hash.

use super::frozen::Frozen;
use super::model::{ChangeKind, Decision, Entry, Exit, PublishedEntry};
use super::totals::{Counted, Tally, Totals};
use crate::features::projects::{Class, Facts, differences};
use crate::kernel::calendar::Quarter;
use crate::kernel::canonical::{self, Unwritable};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use anyhow::{Context as _, anyhow};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The schema's name, inside every document.
pub const SCHEMA: &str = "groundwork-list/1";

/// A published version, whole. Unknown members are not refused here (serde cannot, beside a flattened part); they
/// show when the bytes are written again and differ.
#[derive(Debug, Serialize, Deserialize)]
pub struct Document {
    schema: String,
    /// What it says about itself.
    #[serde(flatten)]
    pub imprint: Imprint,
    totals: Sums,
    entries: Vec<Line>,
    exits: Vec<Left>,
}

/// What a version says about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Imprint {
    /// Whose list.
    pub quarter: Quarter,
    /// 1 for the publication.
    pub version: i32,
    /// The government document's number.
    pub number: String,
    /// Why it departs from the target.
    pub reason: Option<String>,
    /// How many projects the list should have had.
    pub target: i32,
    /// The day whose facts it tells.
    pub data_as_of: NaiveDate,
    /// When.
    pub published_at: Instant,
    /// By whom.
    pub publisher: String,
    /// The version before: that of this list which it corrects, else the newest of the list before.
    pub previous: Option<Previous>,
    /// What it says otherwise than the version it corrects; not written by a version 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// The place on the list as a [`Correction`] names it.
pub const SERIAL: &str = "serial";

/// One fact that a corrected version says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The project.
    pub project_id: i64,
    /// The fact's name in the contract, `section` or `serial`.
    pub field: String,
    /// As it was printed.
    pub from: Value,
    /// As it is right.
    pub to: Value,
}

/// The link of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Whose list.
    pub quarter: Quarter,
    /// Its version.
    pub version: i32,
    /// Its hash.
    pub hash: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sums {
    count: i64,
    total_investment_yuan: Money,
    by_city: Vec<Group>,
    by_class: Vec<Group>,
    by_industry: Vec<Group>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    key: Option<String>,
    count: i64,
    total_investment_yuan: Money,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    serial: i32,
    project_id: i64,
    project_version: i64,
    section: Option<String>,
    class: Class,
    change: ChangeKind,
    project: Frozen,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Left {
    project_id: i64,
    name: String,
    class: Class,
    division: DivisionCode,
    // Not written where nobody decided by name, so that every document of this schema keeps its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<Decision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    into: Vec<i64>,
}

/// What differs between two versions' lines of the same projects, fact by fact, by serial of the newer one; then every
/// line whose serial is another, because people cite a list by its serials.
pub fn corrections(before: &[PublishedEntry], after: &[PublishedEntry]) -> Vec<Correction> {
    let old: BTreeMap<i64, &PublishedEntry> = before.iter().map(|line| (line.project_id, line)).collect();
    let pairs = || after.iter().filter_map(|line| Some((*old.get(&line.project_id)?, line)));
    let renumbered = pairs().filter(|(old, new)| old.serial != new.serial).map(|(old, new)| Correction {
        project_id: new.project_id,
        field: SERIAL.to_owned(),
        from: old.serial.into(),
        to: new.serial.into(),
    });
    pairs()
        .flat_map(|(old, new)| {
            let section = (old.section != new.section)
                .then(|| ("section", Value::from(old.section.clone()), Value::from(new.section.clone())));
            let facts = differences(&old.facts, &new.facts);
            section.into_iter().chain(facts).map(|(field, from, to)| Correction {
                project_id: new.project_id,
                field: field.to_owned(),
                from: whole(from),
                to: whole(to),
            })
        })
        .chain(renumbered)
        .collect()
}

/// Degrees are the only facts that are no integers; a document has none, so it says them in words.
fn whole(value: Value) -> Value {
    if value.is_f64() { Value::from(value.to_string()) } else { value }
}

/// The lines that accepted entries make: in the official order, numbered from 1.
pub fn lines(mut accepted: Vec<Entry>) -> Vec<PublishedEntry> {
    accepted.sort_by_cached_key(Entry::place);
    let line = |(entry, serial): (Entry, i32)| PublishedEntry {
        serial,
        project_id: entry.project_id,
        project_version: entry.project.version,
        section: entry.section,
        class: entry.class,
        change: entry.change,
        // The class is the list's own; a frozen line says one class and not two.
        facts: Facts { class: Some(entry.class), ..entry.project.facts },
    };
    accepted.into_iter().zip(1..).map(line).collect()
}

impl Document {
    /// Puts a version together from its numbered lines and what left the list.
    ///
    /// # Errors
    /// As [`Totals::of`].
    pub fn new(imprint: Imprint, lines: &[PublishedEntry], exits: &[Exit]) -> Result<Self> {
        let totals = Totals::of(lines.iter().map(Counted::from))?;
        Ok(Self {
            schema: SCHEMA.to_owned(),
            imprint,
            totals: Sums::from(totals),
            entries: lines.iter().cloned().map(Line::from).collect(),
            exits: exits.iter().cloned().map(Left::from).collect(),
        })
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// When they are not a document of this schema: somebody has altered them.
    pub fn read(bytes: &str) -> Result<Self> {
        let document: Self = serde_json::from_str(bytes).context("a published list's document")?;
        if document.schema != SCHEMA {
            return Err(Error::Unexpected(anyhow!("a list of the schema {:?}", document.schema)));
        }
        Ok(document)
    }

    /// The canonical bytes.
    ///
    /// # Errors
    /// 422 when a figure is larger than any reader could read exactly.
    pub fn bytes(&self) -> Result<String> {
        let mut value = serde_json::to_value(self).context("a list as JSON")?;
        canonical::normalise(&mut value).map_err(|Unwritable(number)| {
            let message = Message::new("lists-figure-too-large").with("value", number);
            Error::field("total_investment_yuan", message)
        })?;
        Ok(serde_json_canonicalizer::to_string(&value).context("a list as canonical JSON")?)
    }

    /// Its lines, in the order of their serials.
    pub fn entries(self) -> Vec<PublishedEntry> {
        self.entries.into_iter().map(PublishedEntry::from).collect()
    }

    /// What stood on the list before and does not on this one.
    pub fn exits(&self) -> Vec<Exit> {
        self.exits.iter().cloned().map(Exit::from).collect()
    }

    /// The whole document's counts and sums.
    pub fn totals(&self) -> Totals {
        let tally = |group: &Group| Tally {
            key: group.key.clone(),
            count: group.count,
            total_investment: group.total_investment_yuan,
        };
        Totals {
            count: self.totals.count,
            total_investment: self.totals.total_investment_yuan,
            by_city: self.totals.by_city.iter().map(tally).collect(),
            by_industry: self.totals.by_industry.iter().map(tally).collect(),
            by_class: self.totals.by_class.iter().map(tally).collect(),
        }
    }
}

impl From<Totals> for Sums {
    fn from(totals: Totals) -> Self {
        let groups = |tallies: Vec<Tally>| {
            let group = |tally: Tally| Group {
                key: tally.key,
                count: tally.count,
                total_investment_yuan: tally.total_investment,
            };
            tallies.into_iter().map(group).collect()
        };
        Self {
            count: totals.count,
            total_investment_yuan: totals.total_investment,
            by_city: groups(totals.by_city),
            by_class: groups(totals.by_class),
            by_industry: groups(totals.by_industry),
        }
    }
}

impl From<PublishedEntry> for Line {
    fn from(entry: PublishedEntry) -> Self {
        let PublishedEntry { serial, project_id, project_version, section, class, change, facts } = entry;
        Self { serial, project_id, project_version, section, class, change, project: facts.into() }
    }
}

impl From<Line> for PublishedEntry {
    fn from(line: Line) -> Self {
        let Line { serial, project_id, project_version, section, class, change, project } = line;
        Self { serial, project_id, project_version, section, class, change, facts: project.into() }
    }
}

impl From<Exit> for Left {
    fn from(exit: Exit) -> Self {
        let Exit { project_id, name, class, division, decision, reason, into } = exit;
        Self { project_id, name, class, division, decision, reason, into }
    }
}

impl From<Left> for Exit {
    fn from(left: Left) -> Self {
        let Left { project_id, name, class, division, decision, reason, into } = left;
        Self { project_id, name, class, division, decision, reason, into }
    }
}

#[cfg(test)]
mod tests;
