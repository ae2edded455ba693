//! One reader's edition of a month: what she may see of it, ready to be shown, printed or taken away. Page, paper,
//! workbook and API are all made from an edition, so they cannot disagree about a figure.
//!
//! - a published bulletin is shown as it was frozen: its figures of all cities to every reader, projects by name only in
//!   her scope, and an extract carries the whole document's hash
//! - a month without a bulletin is measured now, in the reader's scope, and has no hash, because nothing of it holds

use super::document::{Document, Outline};
use super::model::{Imprint, Line, Month};
use super::month::measure;
use super::printed::{Group, Sheet, Told};
use super::store::{self, Version};
use super::tasks::{TaskRow, tasks_of};
use crate::db::Conn;
use crate::features::projects::Light;
use crate::features::reference;
use crate::features::updates::{At, ObligationState};
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use std::collections::BTreeMap;

/// Which of what is known for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The newest published version; where there is none, the month as it is known now.
    Newest,
    /// This published version.
    Version(i32),
    /// The month as it is known now, also beside a published bulletin.
    Now,
}

/// What one reader sees of a month.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The month; of a published bulletin whole, else in scope.
    pub month: Month,
    /// Its figures.
    pub sheet: Sheet,
    /// What the published version says of itself; none of a month that is measured now.
    pub frozen: Option<Frozen>,
    /// Whether the reader sees a part only.
    pub is_extract: bool,
    /// 督办; of a published bulletin all, else in scope.
    pub tasks: Vec<TaskRow>,
    scope: Scope,
}

/// A published version.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// Number, date, foreword.
    pub imprint: Imprint,
    /// SHA-256 of the whole document.
    pub hash: String,
    /// The newest version of this bulletin; higher than this one when this one is superseded.
    pub newest: i32,
}

impl Edition {
    /// What this reader sees.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such version.
    pub fn read(conn: &mut Conn, scope: &Scope, period: Period, which: Which, at: &At) -> Result<Self> {
        let version = match which {
            Which::Now => return Self::now(conn, scope, period, at),
            Which::Newest => None,
            Which::Version(version) => Some(version),
        };
        match store::published(conn, period, version)? {
            Some(found) => Self::published(conn, scope, found),
            None if version.is_some() => Err(Error::NotFound),
            None => Self::now(conn, scope, period, at),
        }
    }

    /// The newest published version, where there is one; measures nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn newest(conn: &mut Conn, scope: &Scope, period: Period) -> Result<Option<Self>> {
        let found = store::published(conn, period, None)?;
        found.map(|found| Self::published(conn, scope, found)).transpose()
    }

    fn published(conn: &mut Conn, scope: &Scope, (version, bytes): (Version, String)) -> Result<Self> {
        let document = Document::read(&bytes)?;
        let newest =
            store::versions(conn, version.period)?.first().map_or(version.version, |one| one.version);
        Ok(Self {
            month: document.month(),
            sheet: document.sheet,
            tasks: document.tasks,
            frozen: Some(Frozen { imprint: document.imprint, hash: version.hash, newest }),
            is_extract: !scope.is_whole_province(),
            scope: scope.clone(),
        })
    }

    fn now(conn: &mut Conn, scope: &Scope, period: Period, at: &At) -> Result<Self> {
        let month = measure(conn, scope, period, at)?;
        let sheet = Sheet::of(&month.lines, month.moment(), &cities(conn, scope)?)?;
        Ok(Self {
            tasks: tasks_of(conn, scope, period, at)?,
            month,
            sheet,
            frozen: None,
            is_extract: !scope.is_whole_province(),
            scope: scope.clone(),
        })
    }

    /// The projects that this reader may see by name.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.month.lines.iter().filter(|line| self.scope.covers(line.measured.division))
    }

    /// Those with a red light.
    pub fn red(&self) -> impl Iterator<Item = &Line> {
        self.lines().filter(|line| line.measured.light == Some(Light::Red))
    }

    /// Those whose report came late, and then those whose report did not come.
    pub fn unpunctual(&self) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self
            .lines()
            .filter(|line| matches!(line.duty, ObligationState::Late | ObligationState::Missing))
            .collect();
        lines.sort_by_key(|line| line.duty);
        lines
    }

    /// The tasks that this reader may see by name.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskRow> {
        self.tasks.iter().filter(|task| self.scope.covers(task.division))
    }

    /// Whether the projects of a city, told by its code, are this reader's to see by name.
    pub fn shows_key(&self, key: &str) -> bool {
        DivisionCode::parse(key).is_ok_and(|city| self.scope.covers(city))
    }

    /// Name of a file made from it, without its ending: `2026-09-v2`, `2026-09-draft`, `2026-09-v1-extract`.
    pub fn file_name(&self) -> String {
        let standing = self
            .frozen
            .as_ref()
            .map_or_else(|| "draft".to_owned(), |frozen| format!("v{}", frozen.imprint.version));
        let part = if self.is_extract { "-extract" } else { "" };
        format!("bulletin-{}-{standing}{part}", self.month.period)
    }
}

/// A month of a year, as a line of many months shows it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Which.
    pub period: Period,
    /// Whether its figures are those of a published bulletin.
    pub is_published: bool,
    /// All together; none for a month of which this reader knows nothing.
    pub whole: Option<Told>,
    /// Of each city that this reader may know.
    pub cities: BTreeMap<String, Told>,
}

/// The months of a year before `period`, the first one first: published ones as they were published, others as they
/// are known now in this reader's scope.
pub fn months_before(conn: &mut Conn, scope: &Scope, period: Period, at: &At) -> Result<Vec<Past>> {
    let first = Period::new(period.year(), 1).unwrap_or(period);
    let mut published: BTreeMap<Period, String> =
        store::published_between(conn, first, period.previous())?.into_iter().collect();
    let named = cities(conn, scope)?;
    let mut months = Vec::new();
    let mut month = first;
    while month < period {
        months.push(if let Some(bytes) = published.remove(&month) {
            let Outline { whole, cities } = Outline::read(&bytes)?;
            Past::new(month, true, whole, cities)
        } else {
            let measured = measure(conn, scope, month, at)?;
            let sheet = Sheet::of(&measured.lines, measured.moment(), &named)?;
            Past::new(month, false, sheet.whole, sheet.cities)
        });
        month = month.next();
    }
    Ok(months)
}

impl Past {
    fn new(period: Period, is_published: bool, whole: Told, cities: Vec<Group>) -> Self {
        let has_projects = |told: &Told| told.count > 0;
        let cities = cities.into_iter().filter(|city| has_projects(&city.told));
        let cities = cities.filter_map(|city| Some((city.key?, city.told))).collect();
        Self { period, is_published, whole: Some(whole).filter(has_projects), cities }
    }
}

impl From<Edition> for Past {
    fn from(edition: Edition) -> Self {
        let Edition { month, sheet, frozen, .. } = edition;
        Self::new(month.period, frozen.is_some(), sheet.whole, sheet.cities)
    }
}

/// The cities in use that lie in the scope.
fn cities(conn: &mut Conn, scope: &Scope) -> Result<Vec<DivisionCode>> {
    let book = reference::book(conn)?;
    Ok(book.cities().map(|city| city.code).filter(|city| scope.covers(*city)).collect())
}
