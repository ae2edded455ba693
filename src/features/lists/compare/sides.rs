//! The two sides of a comparison: which are asked for, and what the reader sees of them.
//!
//! - `from` is the older side and `to` the newer, whichever of them the address names: a comparison always tells what
//!   has changed since. Against the registry it is the list that is older
//! - why a project left is said by the list that let it go, also by one between the two sides
//! - a list that is not yet published is compared as its draft
//! - the registry's side: the list's own entries as they stand today, as far as they are alive, and every other living
//!   record that is complete for a nomination (parts of a bundle are left out, because their bundle stands for them);
//!   sums are those of the list's own entries

use super::item::Item;
use super::model::{Comparison, Fate, compare};
use super::totals::Totals;
use crate::db::Conn;
use crate::features::lists::edition::Edition;
use crate::features::lists::model::{Exit, PublishedEntry, Version};
use crate::features::lists::store;
use crate::features::projects::{self as registry, Filter, SideState};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Sort};
use crate::web::Form;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The word of `with` that means the registry as it stands now.
pub const LIVE: &str = "live";

/// Which comparison is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The list of the address.
    pub quarter: Quarter,
    /// Its version; the newest, or the draft, when none is named.
    pub version: Option<i32>,
    /// With what.
    pub with: With,
}

/// The other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// The published list before, when nobody says.
    Before,
    /// A list: its named version, or the newest, or the draft.
    List(Quarter, Option<i32>),
    /// The registry as it stands now.
    Live,
}

impl Asked {
    /// `with`, `with_version` and `version` of an address.
    ///
    /// # Errors
    /// 422 naming what cannot be read.
    pub fn of(quarter: Quarter, query: &Form) -> Result<Self> {
        let (version, with_version) = (query.number("version")?, query.number("with_version")?);
        let with = match query.text("with") {
            Some(LIVE) if with_version.is_some() => {
                return Err(Error::field("with_version", "compare-live-has-no-version"));
            }
            Some(LIVE) => With::Live,
            Some(text) => {
                let unknown =
                    |_| Error::field("with", Message::new("compare-with-unknown").with("value", text));
                With::List(Quarter::parse(text).map_err(unknown)?, with_version)
            }
            None if with_version.is_some() => With::List(quarter, with_version),
            None => With::Before,
        };
        Ok(Self { quarter, version, with })
    }
}

/// What one side is.
#[derive(Clone, Debug)]
pub struct Side {
    /// Whose list; of the registry, the list it is compared with.
    pub quarter: Quarter,
    /// Whether it holds.
    pub standing: Standing,
    /// Whether the reader sees a part only.
    pub extract: bool,
}

/// Whether a side holds.
#[derive(Clone, Debug)]
pub enum Standing {
    /// A published version, and whether it is the newest of its list.
    Published(Box<Version>, bool),
    /// A list in work.
    Draft,
    /// The registry.
    Live,
}

/// Two sides compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The older side.
    pub from: Side,
    /// The newer side.
    pub to: Side,
    /// Whether the list of the address is the older one.
    pub turned: bool,
    /// What changed.
    pub comparison: Comparison,
}

impl Side {
    fn of(edition: &Edition) -> Self {
        let standing = edition.frozen().map_or(Standing::Draft, |frozen| {
            let newest = frozen.version.version == frozen.newest;
            Standing::Published(Box::new(frozen.version.clone()), newest)
        });
        Self { quarter: edition.head.quarter, standing, extract: edition.extract }
    }

    /// `2026Q3-v2`, `2026Q3-draft`, `live`: for the name of a file.
    pub fn file_name(&self) -> String {
        match &self.standing {
            Standing::Published(version, _) => format!("{}-v{}", self.quarter, version.version),
            Standing::Draft => format!("{}-draft", self.quarter),
            Standing::Live => LIVE.to_owned(),
        }
    }

    /// The published version, when it is one.
    pub fn version(&self) -> Option<&Version> {
        match &self.standing {
            Standing::Published(version, _) => Some(version),
            Standing::Draft | Standing::Live => None,
        }
    }

    /// Its place in time: a draft comes after every version.
    fn age(&self) -> (Quarter, i32) {
        (self.quarter, self.version().map_or(i32::MAX, |version| version.version))
    }
}

impl Compared {
    /// Whether the newer side is the registry.
    pub const fn is_live(&self) -> bool {
        matches!(self.to.standing, Standing::Live)
    }

    /// Whether either side is a reader's extract.
    pub const fn is_extract(&self) -> bool {
        self.from.extract || self.to.extract
    }
}

/// Compares, as `scope` sees both sides.
///
/// # Errors
/// [`Error::NotFound`] when a list or version is not there; 422 when both sides are one, or when nothing was
/// published before and nobody says with what to compare.
pub fn read(conn: &mut Conn, scope: &Scope, asked: Asked) -> Result<Compared> {
    let list = Edition::read(conn, scope, asked.quarter, asked.version)?;
    let (quarter, version) = match asked.with {
        With::Live => return against_registry(conn, scope, list),
        With::List(quarter, version) => (quarter, version),
        With::Before => match store::previous(conn, asked.quarter, None)? {
            Some(before) => (before.quarter, Some(before.version)),
            None => return Err(Error::field("with", "compare-nothing-before")),
        },
    };
    let other = Edition::read(conn, scope, quarter, version)?;
    let order = Side::of(&list).age().cmp(&Side::of(&other).age());
    let (before, after) = match order {
        Ordering::Equal => return Err(Error::field("with", "compare-with-itself")),
        Ordering::Greater => (other, list),
        Ordering::Less => (list, other),
    };
    let (from, to) = (Side::of(&before), Side::of(&after));
    let fates = fates(conn, scope, from.quarter, &after)?;
    let comparison = compare(items(before), items(after), fates)?;
    Ok(Compared { from, to, turned: order == Ordering::Less, comparison })
}

/// Why projects left since the list of `before`: the last list that let one go has the last word.
fn fates(conn: &mut Conn, scope: &Scope, before: Quarter, after: &Edition) -> Result<BTreeMap<i64, Fate>> {
    let mut fates = BTreeMap::new();
    let mut take = |exits: Vec<Exit>| {
        fates.extend(exits.into_iter().map(|exit| {
            let fate =
                Fate { decision: exit.decision, reason: exit.reason, into: exit.into, side_state: None };
            (exit.project_id, fate)
        }));
    };
    let skipped = store::published_quarters(conn)?;
    for quarter in skipped.into_iter().filter(|one| *one > before && *one < after.head.quarter) {
        take(store::published(conn, scope, quarter, None)?.exits);
    }
    take(after.exits.clone());
    Ok(fates)
}

fn items(edition: Edition) -> Vec<Item> {
    let numbered = edition.frozen().is_some();
    let item = |entry: PublishedEntry| {
        let serial = numbered.then_some(entry.serial);
        Item::new(entry.project_id, serial, entry.class, entry.section, entry.facts)
    };
    edition.entries.into_iter().map(item).collect()
}

fn against_registry(conn: &mut Conn, scope: &Scope, list: Edition) -> Result<Compared> {
    let from = Side::of(&list);
    let to = Side { standing: Standing::Live, extract: !scope.is_whole_province(), ..from.clone() };
    let before = items(list);
    let listed: Vec<i64> = before.iter().map(|item| item.project_id).collect();
    let mut after = Vec::new();
    let mut fates = BTreeMap::new();
    let year = from.quarter.year();
    let headings: BTreeMap<i64, &Item> = before.iter().map(|item| (item.project_id, item)).collect();
    for project in registry::projects_by_ids(conn, scope, &listed, year)? {
        let state = project.facts.side_state;
        match headings.get(&project.id) {
            Some(stood) if is_alive(state) => {
                let class = project.facts.class.unwrap_or(stood.class);
                after.push(Item::new(project.id, None, class, stood.section.clone(), project.facts));
            }
            _ => {
                fates.insert(project.id, Fate { side_state: Some(state), ..Fate::default() });
            }
        }
    }
    // The figures are those of the list's own entries, then and now; what is not on the list is only named.
    let totals = Totals::of(&before, &after)?;
    let others = complete(conn, scope, &listed.into_iter().collect())?;
    for project in registry::projects_by_ids(conn, scope, &others, year)? {
        if let Some(class) = project.facts.class {
            after.push(Item::new(project.id, None, class, None, project.facts));
        }
    }
    let comparison = Comparison { totals, ..compare(before, after, fates)? };
    Ok(Compared { from, to, turned: false, comparison })
}

const fn is_alive(state: SideState) -> bool {
    matches!(state, SideState::Active | SideState::Suspended)
}

/// The living records in scope that lack nothing and are not `listed`, the first entered first.
fn complete(conn: &mut Conn, scope: &Scope, listed: &BTreeSet<i64>) -> Result<Vec<i64>> {
    let order = Sort { field: "id", descending: false };
    let mut ids = Vec::new();
    for number in 1.. {
        let page = PageRequest::new(Some(number), Some(PageRequest::MAX_PER_PAGE))?;
        let found = registry::find(conn, scope, &Filter::default(), order, page)?.page;
        let last = number >= found.pages();
        let fits = |row: &&registry::Row| {
            is_alive(row.side_state)
                && row.parent_id.is_none()
                && row.missing().next().is_none()
                && !listed.contains(&row.id)
        };
        ids.extend(found.items.iter().filter(fits).map(|row| row.id));
        if last {
            break;
        }
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<Asked> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Asked::of(quarter("2026Q3"), &Form::from_pairs(pairs))
    }

    fn quarter(text: &str) -> Quarter {
        Quarter::parse(text).unwrap()
    }

    #[test]
    fn an_address_names_both_sides() {
        assert_eq!(asked(&[]).unwrap().with, With::Before);
        assert_eq!(asked(&[("with", "live")]).unwrap().with, With::Live);
        assert_eq!(asked(&[("with", "2026Q1")]).unwrap().with, With::List(quarter("2026Q1"), None));
        let versions = asked(&[("with", "2026Q3"), ("with_version", "1"), ("version", "2")]).unwrap();
        assert_eq!((versions.version, versions.with), (Some(2), With::List(quarter("2026Q3"), Some(1))));
        assert_eq!(asked(&[("with_version", "1")]).unwrap().with, With::List(quarter("2026Q3"), Some(1)));
        assert_eq!(asked(&[("with", " "), ("version", "")]).unwrap().with, With::Before, "an empty form");
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_its_name() {
        for (pairs, field) in [
            (&[("with", "2026Q5")][..], "with"),
            (&[("with", "last year")], "with"),
            (&[("version", "x")], "version"),
            (&[("with", "2026Q2"), ("with_version", "1.5")], "with_version"),
            (&[("with", "live"), ("with_version", "1")], "with_version"),
        ] {
            match asked(pairs) {
                Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, field, "{pairs:?}"),
                other => panic!("{pairs:?}: {other:?}"),
            }
        }
    }
}
