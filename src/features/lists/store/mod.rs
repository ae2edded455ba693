//! SQL of lists: what a reader sees. Nominations are read with the projects of today, published versions from their
//! document; which of their rows she may see is always asked of [`within`].

mod archive;
mod as_of;
mod candidates;
mod carried;
mod held;
mod justifications;
mod on_lists;
mod shelf;
mod subject;
mod unlocks;
mod work;

pub use archive::{
    EntryRow, Stored, classes_before, entry_rows, insert_version, number_is_taken, previous, published_after,
    published_quarters, stood_before, stored, unpublished, versions_with_lines,
};
pub use as_of::{Known, as_of};
pub use candidates::candidates;
pub use carried::{carry_over, take_off_untouched};
pub use held::held_beside;
pub use justifications::{keep_justification, remarks};
pub use on_lists::on_lists;
pub use shelf::{document, nominated, nomination_counts, project_name, published_sums, standing, versions};
pub use subject::nomination;
pub use unlocks::{Unlock, UnlockEnd, end_unlocks, insert_unlock, is_unlocked, running, unlocks};
pub use work::{
    Verdict, Wish, bump, cancel_list, decide_nomination, insert_list, insert_nomination, line_up,
    renew_nomination, set_state,
};

use super::attachments::ChangeSet;
use super::document::{Correction, Document};
use super::model::{
    Decision, Entry, Exit, Head, ListState, NominationState, PublishedEntry, Version, change_kind, exits,
};
use super::totals::{Counted, Meters, Totals};
use crate::db::schema::{list_entries, list_versions, lists, nominations, projects, users};
use crate::db::{Backend, Conn, within};
use crate::features::projects::{self as registry, Class, Project};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use anyhow::{Context as _, anyhow};
use archive::{VERSION, VersionRow, version_of};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A list in work.
#[derive(Clone, Debug)]
pub struct LiveList {
    /// As it was opened.
    pub head: Head,
    /// The nominations in scope, in the official order.
    pub entries: Vec<Entry>,
    /// What stood on the list before and is not nominated or accepted here.
    pub exits: Vec<Exit>,
    /// The entries counted against the target.
    pub meters: Meters,
    /// The cities that were let in again, in scope, the newest first.
    pub unlocks: Vec<Unlock>,
}

/// A version of a published list, or a reader's extract of it.
#[derive(Clone, Debug)]
pub struct Published {
    /// As it was opened.
    pub head: Head,
    /// What this version says about itself.
    pub version: Version,
    /// The newest version's number; higher than this one's when this one is superseded.
    pub newest: i32,
    /// The lines in scope, by serial.
    pub entries: Vec<PublishedEntry>,
    /// What left the list, in scope.
    pub exits: Vec<Exit>,
    /// Which kinds of change the whole document has.
    pub changes: ChangeSet,
    /// Whether lines outside the reader's scope were left out.
    pub extract: bool,
    /// Of the lines in scope.
    pub totals: Totals,
    /// Of the whole document.
    pub whole: Totals,
    /// What it says otherwise than the version it corrects, in scope.
    pub corrections: Vec<Correction>,
}

/// A list on the page of lists.
#[derive(Clone, Debug)]
pub struct Listed {
    /// As it was opened.
    pub head: Head,
    /// Its newest published version.
    pub newest: Option<Version>,
}

/// Every list, the newest quarter first.
pub fn lists(conn: &mut Conn) -> Result<Vec<Listed>> {
    lists_at(conn, None)
}

/// Every list as it stood at `past`, or as it stands; the newest quarter first. What was not yet opened is not there.
pub fn lists_at(conn: &mut Conn, past: Option<Instant>) -> Result<Vec<Listed>> {
    let mut heads = lists::table.order(lists::quarter.desc()).select(HEAD).into_boxed::<Backend>();
    if past.is_none() {
        heads = heads.filter(lists::cancelled_at.is_null());
    }
    let heads: Vec<HeadRow> = heads.load(conn)?;
    let mut versions = list_versions::table
        .order((list_versions::quarter, list_versions::version))
        .select((list_versions::quarter, VERSION))
        .into_boxed::<Backend>();
    if let Some(at) = past {
        versions = versions.filter(list_versions::published_at.le(at));
    }
    let versions: Vec<(Quarter, VersionRow)> = versions.load(conn)?;
    // The later row of a quarter replaces the earlier.
    let mut newest: BTreeMap<Quarter, VersionRow> = versions.into_iter().collect();
    let mut states = past.map(|at| as_of::states(conn, at)).transpose()?;
    let mut listed = Vec::with_capacity(heads.len());
    for row in heads {
        let mut head = head_of(row);
        if let Some(states) = &mut states {
            let Some(state) = states.remove(&head.quarter) else { continue };
            head.state = state;
        }
        let newest = newest.remove(&head.quarter).map(version_of);
        listed.push(Listed { head, newest });
    }
    Ok(listed)
}

/// A list in work, as `scope` sees it: its nominations there, with the projects of today.
///
/// # Errors
/// [`Error::NotFound`] when it was never opened.
pub fn list(conn: &mut Conn, scope: &Scope, quarter: Quarter) -> Result<LiveList> {
    let head = head(conn, quarter)?;
    let before = stood_before(conn, scope, quarter, None)?;
    let entries = entries(conn, scope, quarter, None)?;
    let unlocks = unlocks(conn, scope, quarter)?;
    // What has moved to another place since still stands, for whoever saw it leave.
    let elsewhere: Vec<(i64, Class)> = nominations::table
        .filter(nominations::quarter.eq(quarter))
        .filter(nominations::state.ne_all([NominationState::Declined, NominationState::Withdrawn]))
        .select((nominations::project_id, nominations::class))
        .load(conn)?;
    let before = exits(&before, &elsewhere.into_iter().collect());
    assembled(head, entries, &before, unlocks)
}

/// A list in work of its parts: what leaves it, and how it stands against its target.
fn assembled(head: Head, entries: Vec<Entry>, before: &[Exit], unlocks: Vec<Unlock>) -> Result<LiveList> {
    let kept = entries
        .iter()
        .filter(|entry| !matches!(entry.state, NominationState::Declined | NominationState::Withdrawn))
        .map(|entry| (entry.project_id, entry.class))
        .collect();
    let meters = Meters::of(head.target, &entries)?;
    let exits = decided(exits(before, &kept), &entries);
    Ok(LiveList { head, entries, exits, meters, unlocks })
}

/// Says of each exit why it leaves, as its nomination was decided.
fn decided(mut exits: Vec<Exit>, entries: &[Entry]) -> Vec<Exit> {
    let decided: BTreeMap<i64, &Entry> = entries.iter().map(|entry| (entry.project_id, entry)).collect();
    for exit in &mut exits {
        if let Some(entry) = decided.get(&exit.project_id) {
            exit.decision = entry.decision;
            exit.reason.clone_from(&entry.reason);
            exit.into.clone_from(&entry.into);
        }
    }
    exits
}

/// A version of a published list, the newest when none is named, as `scope` sees it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version.
pub fn published(
    conn: &mut Conn,
    scope: &Scope,
    quarter: Quarter,
    version: Option<i32>,
) -> Result<Published> {
    let head = head(conn, quarter)?;
    let newest: Option<i32> = list_versions::table
        .filter(list_versions::quarter.eq(quarter))
        .select(diesel::dsl::max(list_versions::version))
        .first(conn)?;
    let newest = newest.ok_or(Error::NotFound)?;
    let (row, bytes): (VersionRow, String) = list_versions::table
        .find((quarter, version.unwrap_or(newest)))
        .select((VERSION, list_versions::document))
        .first(conn)?;
    let version = version_of(row);
    let seen: BTreeSet<i64> = list_entries::table
        .filter(list_entries::quarter.eq(quarter).and(list_entries::version.eq(version.version)))
        .filter(within("list_entries.division", scope))
        .select(list_entries::project_id)
        .load(conn)?
        .into_iter()
        .collect();
    let document = Document::read(&bytes)?;
    let whole = document.totals();
    let mut exits = document.exits();
    let mut corrections = document.imprint.corrections.clone();
    corrections.retain(|one| seen.contains(&one.project_id));
    let mut entries = document.entries();
    let changes = ChangeSet::of(&entries, &exits);
    exits.retain(|exit| scope.covers(exit.division));
    entries.retain(|entry| seen.contains(&entry.project_id));
    let totals = Totals::of(entries.iter().map(Counted::from))?;
    let extract = !scope.is_whole_province() || totals.count < whole.count;
    Ok(Published { head, version, newest, entries, exits, changes, extract, totals, whole, corrections })
}

/// The list as it was opened.
///
/// # Errors
/// [`Error::NotFound`] when it was not, or was taken back.
pub fn head(conn: &mut Conn, quarter: Quarter) -> Result<Head> {
    let opened = lists::table.find(quarter).filter(lists::cancelled_at.is_null());
    Ok(head_of(opened.select(HEAD).first(conn)?))
}

/// The nomination of one project, with its facts of today.
pub fn entry(conn: &mut Conn, scope: &Scope, quarter: Quarter, project: i64) -> Result<Option<Entry>> {
    Ok(entries(conn, scope, quarter, Some(project))?.pop())
}

type HeadRow = (Quarter, ListState, i32, NaiveDate, NaiveDate, i64);
const HEAD: (
    lists::quarter,
    lists::state,
    lists::target,
    lists::nominate_by,
    lists::publish_by,
    lists::revision,
) = (lists::quarter, lists::state, lists::target, lists::nominate_by, lists::publish_by, lists::revision);

fn head_of((quarter, state, target, nominate_by, publish_by, revision): HeadRow) -> Head {
    Head { quarter, state, target, nominate_by, publish_by, revision }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = nominations)]
struct NominationRow {
    id: i64,
    project_id: i64,
    state: NominationState,
    section: Option<String>,
    class: Class,
    carried: bool,
    renewed: bool,
    decision: Option<Decision>,
    reason: Option<String>,
    into_projects: String,
    version: i64,
    nominated_by: Option<i64>,
    nominated_at: Instant,
    decided_by: Option<i64>,
    decided_at: Option<Instant>,
}

/// The nominations in scope (of one project, when named) in the official order.
fn entries(conn: &mut Conn, scope: &Scope, quarter: Quarter, project: Option<i64>) -> Result<Vec<Entry>> {
    let mut query = nominations::table
        .inner_join(projects::table)
        .filter(nominations::quarter.eq(quarter))
        .filter(within("projects.division", scope))
        .select(NominationRow::as_select())
        .into_boxed::<Backend>();
    if let Some(project) = project {
        query = query.filter(nominations::project_id.eq(project));
    }
    let rows: Vec<NominationRow> = query.load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.project_id).collect();
    let people = names(conn, rows.iter().flat_map(|row| [row.nominated_by, row.decided_by]))?;
    let before: BTreeMap<i64, Class> = classes_before(conn, quarter, None)?;
    let found = registry::projects_by_ids(conn, scope, &ids, quarter.year())?;
    let mut found: BTreeMap<i64, Project> = found.into_iter().map(|project| (project.id, project)).collect();
    let named = |id: Option<i64>| id.and_then(|id| people.get(&id).cloned());
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let project = found
            .remove(&row.project_id)
            .ok_or_else(|| anyhow!("nomination {} without its project", row.id))?;
        entries.push(Entry {
            id: row.id,
            project_id: row.project_id,
            change: change_kind(before.get(&row.project_id).copied(), row.class),
            section: row.section,
            class: row.class,
            carried: row.carried,
            renewed: row.renewed,
            state: row.state,
            decision: row.decision,
            reason: row.reason,
            into: into_of(&row.into_projects)?,
            version: row.version,
            nominated_by: named(row.nominated_by),
            nominated_at: row.nominated_at,
            decided_by: named(row.decided_by),
            decided_at: row.decided_at,
            project,
        });
    }
    entries.sort_by_cached_key(Entry::place);
    Ok(entries)
}

/// The projects that a merged or split one lives on in, as they are stored.
fn into_of(stored: &str) -> Result<Vec<i64>> {
    Ok(serde_json::from_str(stored).context("the projects a nomination lives on in")?)
}

/// What these people are called.
fn names(conn: &mut Conn, ids: impl Iterator<Item = Option<i64>>) -> Result<BTreeMap<i64, String>> {
    let ids: BTreeSet<i64> = ids.flatten().collect();
    let rows: Vec<(i64, String)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, users::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
