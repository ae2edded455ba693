//! What an issue is made of, read once for all its readers: the published list and the one before it, the stored lights of
//! the month, the month's published bulletin. Nothing here is measured from the registry of today.

use super::model::Occasion;
use super::rules::Rules;
use crate::db::Conn;
use crate::features::bulletins::{Edition, Frozen};
use crate::features::indicators::{Measured, Moment};
use crate::features::lists::{self, Compared, ComparedWith, Comparing, Comparison, Published};
use crate::features::projects::{self, Light, Lit, LitReason};
use crate::features::reference::{self, Book};
use crate::features::updates::{self, At};
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use std::collections::{BTreeMap, HashMap};

/// The lights of one month, of the projects of one list.
#[derive(Clone, Debug)]
pub struct MonthLights {
    /// Which month's.
    pub period: Period,
    /// By project; empty where the month has none.
    pub of: HashMap<i64, Lit>,
}

/// The list before, and what changed since.
#[derive(Clone, Debug)]
pub struct Before {
    /// That list.
    pub list: Published,
    /// The lights of its quarter's last month.
    pub lights: MonthLights,
    /// What entered, left and changed.
    pub comparison: Comparison,
}

/// A month's published bulletin.
#[derive(Clone, Debug)]
pub struct Told {
    /// The whole of it.
    pub edition: Edition,
    /// What it says of itself.
    pub frozen: Frozen,
}

/// What an issue is made of.
#[derive(Clone, Debug)]
pub struct Ground {
    /// For which quarter or month.
    pub occasion: Occasion,
    /// The published list that it is bound to, whole.
    pub list: Published,
    /// Of a quarter that has one: the published list before.
    pub before: Option<Before>,
    /// The lights of the month.
    pub lights: MonthLights,
    /// The month's bulletin, where it is published.
    pub bulletin: Option<Told>,
    /// Names of places and industries.
    pub book: Book,
    /// When it is prepared, and by which rules months are.
    pub at: At,
}

/// The list that an issue is bound to: of a quarter its own; of a month the one whose projects owed a report, and where
/// nothing was owed the newest one that does not come after it. Its newest version; none while none is published.
pub fn list_of(conn: &mut Conn, occasion: Occasion) -> Result<Option<(Quarter, i32, String)>> {
    let published: Vec<(Quarter, i32, String)> = lists::lists(conn)?
        .into_iter()
        .filter_map(|list| list.newest.map(|newest| (list.head.quarter, newest.version, newest.hash)))
        .collect();
    let wanted = match occasion {
        Occasion::Quarter(quarter) => Some(quarter),
        Occasion::Month(period) => {
            let owed = updates::period(conn, period)?.and_then(|row| row.quarter);
            let last = || {
                published.iter().map(|(quarter, ..)| *quarter).filter(|quarter| *quarter <= period.quarter())
            };
            owed.or_else(|| last().max())
        }
    };
    Ok(published.into_iter().find(|(quarter, ..)| Some(*quarter) == wanted))
}

/// The month's bulletin, where one is published.
pub fn bulletin_of(conn: &mut Conn, rules: &Rules, period: Period) -> Result<Option<Told>> {
    let newest = Edition::newest(conn, &rules.province(), period)?;
    Ok(newest.and_then(|edition| edition.frozen.clone().map(|frozen| Told { edition, frozen })))
}

impl Ground {
    /// Reads it.
    ///
    /// # Errors
    /// When the list is not published.
    pub fn read(
        conn: &mut Conn,
        rules: &Rules,
        (occasion, quarter, version): (Occasion, Quarter, i32),
        now: Instant,
    ) -> Result<Self> {
        let province = rules.province();
        let list = lists::published(conn, &province, quarter, Some(version))?;
        let before = match occasion {
            Occasion::Quarter(_) => before(conn, rules, quarter, version)?,
            Occasion::Month(_) => None,
        };
        Ok(Self {
            occasion,
            lights: lights(conn, &list, occasion.month())?,
            bulletin: bulletin_of(conn, rules, occasion.month())?,
            before,
            list,
            book: reference::book(conn)?,
            at: rules.at(now),
        })
    }

    /// The projects of the list as they are measured.
    pub fn rows(&self) -> Vec<Measured> {
        rows(&self.list, &self.lights)
    }

    /// As of when the list tells its facts.
    pub fn moment(&self) -> Moment {
        moment(&self.list)
    }
}

impl Before {
    /// Its projects as they are measured.
    pub fn rows(&self) -> Vec<Measured> {
        rows(&self.list, &self.lights)
    }

    /// As of when it tells its facts.
    pub fn moment(&self) -> Moment {
        moment(&self.list)
    }
}

impl MonthLights {
    /// Whether the month has lights at all.
    pub fn are_known(&self) -> bool {
        !self.of.is_empty()
    }

    /// Whether a project's is red.
    pub fn is_red(&self, project: i64) -> bool {
        self.of.get(&project).is_some_and(|lit| lit.colour == Light::Red)
    }
}

fn moment(list: &Published) -> Moment {
    Moment { year: list.head.quarter.year(), as_of: list.version.data_as_of }
}

fn rows(list: &Published, lights: &MonthLights) -> Vec<Measured> {
    let row = |entry: &lists::PublishedEntry| Measured {
        light: lights.of.get(&entry.project_id).map(|lit| lit.colour),
        ..Measured::of(entry.project_id, Some(entry.class), &entry.facts)
    };
    list.entries.iter().map(row).collect()
}

/// The lights of the projects on a list in the month that is told, by project: which colour, for which reasons.
pub fn lights_shown(
    conn: &mut Conn,
    rules: &Rules,
    (occasion, quarter, version): (Occasion, Quarter, i32),
) -> Result<BTreeMap<i64, (Light, Vec<LitReason>)>> {
    let list = lists::published(conn, &rules.province(), quarter, Some(version))?;
    let shown = lights(conn, &list, occasion.month())?.of.into_iter();
    Ok(shown.map(|(project, lit)| (project, (lit.colour, lit.reasons))).collect())
}

fn lights(conn: &mut Conn, list: &Published, period: Period) -> Result<MonthLights> {
    let ids: Vec<i64> = list.entries.iter().map(|entry| entry.project_id).collect();
    Ok(MonthLights { period, of: projects::lights_of(conn, &ids, period)? })
}

/// The published list before a version, and what changed since.
fn before(conn: &mut Conn, rules: &Rules, quarter: Quarter, version: i32) -> Result<Option<Before>> {
    let asked = Comparing { quarter, version: Some(version), with: ComparedWith::Before };
    let Compared { from, comparison, .. } = match lists::compare(conn, &rules.province(), asked) {
        Ok(compared) => compared,
        // Nothing was published before.
        Err(Error::Invalid(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let version = from.version().map(|version| version.version);
    let list = lists::published(conn, &rules.province(), from.quarter, version)?;
    let lights = lights(conn, &list, Occasion::Quarter(from.quarter).month())?;
    Ok(Some(Before { list, lights, comparison }))
}
