//! A list as it was known at the end of a past day: the version that was published by then, or the nominations as they
//! stood, with their projects as they were known. Read from the rows that were kept at every change, never replayed.

use super::archive::{classes_before, stood_before};
use super::{HEAD, LiveList, Published, Unlock, assembled, head_of, into_of, published, unlocks};
use crate::db::schema::{list_moves, list_versions, lists, nomination_versions, nominations, projects};
use crate::db::{Conn, within};
use crate::features::lists::model::{Decision, Entry, Head, ListState, NominationState, change_kind};
use crate::features::projects::{self as registry, Class, Project};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// What was known of a list.
pub enum Known {
    /// It was in work.
    Live(Box<LiveList>),
    /// It was published.
    Published(Box<Published>),
}

/// The list of `quarter` as it was known at `at`, as `scope` sees it today.
///
/// # Errors
/// [`Error::NotFound`] when it was not yet opened, or taken back.
pub fn as_of(conn: &mut Conn, scope: &Scope, quarter: Quarter, at: Instant) -> Result<Known> {
    let moved: Option<(ListState, bool)> = list_moves::table
        .filter(list_moves::quarter.eq(quarter).and(list_moves::at.le(at)))
        .order(list_moves::revision.desc())
        .select((list_moves::state, list_moves::cancelled))
        .first(conn)
        .optional()?;
    let (state, _) = moved.filter(|(_, cancelled)| !cancelled).ok_or(Error::NotFound)?;
    if state == ListState::Published {
        let version: Option<i32> = list_versions::table
            .filter(list_versions::quarter.eq(quarter).and(list_versions::published_at.le(at)))
            .select(diesel::dsl::max(list_versions::version))
            .first(conn)?;
        let mut found = published(conn, scope, quarter, Some(version.ok_or(Error::NotFound)?))?;
        found.newest = found.version.version;
        return Ok(Known::Published(Box::new(found)));
    }
    // Also of a list that was taken back since.
    let head = Head { state, ..head_of(lists::table.find(quarter).select(HEAD).first(conn)?) };
    let before = stood_before(conn, scope, quarter, Some(at))?;
    let entries = entries(conn, scope, quarter, at)?;
    let mut unlocks: Vec<Unlock> = unlocks(conn, scope, quarter)?;
    unlocks.retain(|unlock| unlock.granted_at <= at);
    for unlock in &mut unlocks {
        unlock.end = unlock.end.take().filter(|end| end.at <= at);
    }
    Ok(Known::Live(Box::new(assembled(head, entries, &before, unlocks)?)))
}

/// In which state each list stood at `at`; none of one that was not yet opened, or taken back.
pub(super) fn states(conn: &mut Conn, at: Instant) -> Result<BTreeMap<Quarter, ListState>> {
    let moves: Vec<(Quarter, (ListState, bool))> = list_moves::table
        .filter(list_moves::at.le(at))
        .order((list_moves::quarter, list_moves::revision))
        .select((list_moves::quarter, (list_moves::state, list_moves::cancelled)))
        .load(conn)?;
    // The later move of a quarter replaces the earlier.
    let last: BTreeMap<Quarter, (ListState, bool)> = moves.into_iter().collect();
    let stood = last.into_iter().filter(|(_, (_, cancelled))| !cancelled);
    Ok(stood.map(|(quarter, (state, _))| (quarter, state)).collect())
}

#[derive(Queryable)]
struct Row {
    id: i64,
    project_id: i64,
    carried: bool,
    version: i64,
    recorded_at: Instant,
    state: NominationState,
    section: Option<String>,
    class: Class,
    decision: Option<Decision>,
    reason: Option<String>,
    into_projects: String,
}

fn entries(conn: &mut Conn, scope: &Scope, quarter: Quarter, at: Instant) -> Result<Vec<Entry>> {
    use nomination_versions as v;
    let rows: Vec<Row> = v::table
        .inner_join(nominations::table.inner_join(projects::table))
        .filter(nominations::quarter.eq(quarter).and(v::recorded_at.le(at)))
        .filter(within("projects.division", scope))
        .order((v::nomination_id, v::version))
        .select((
            nominations::id,
            nominations::project_id,
            nominations::carried,
            v::version,
            v::recorded_at,
            v::state,
            v::section,
            v::class,
            v::decision,
            v::reason,
            v::into_projects,
        ))
        .load(conn)?;
    // The later version of a nomination replaces the earlier; its first one says when it came in.
    let mut came_in: BTreeMap<i64, Instant> = BTreeMap::new();
    let mut newest: BTreeMap<i64, Row> = BTreeMap::new();
    for row in rows {
        came_in.entry(row.id).or_insert(row.recorded_at);
        newest.insert(row.id, row);
    }
    let ids: Vec<i64> = newest.values().map(|row| row.project_id).collect();
    let found = registry::as_of_many(conn, scope, Some(&ids), at, quarter.year())?;
    let mut found: BTreeMap<i64, Project> = found.into_iter().map(|project| (project.id, project)).collect();
    let before = classes_before(conn, quarter, Some(at))?;
    let mut entries = Vec::with_capacity(newest.len());
    for (id, row) in newest {
        // Recorded at the same instant as its nomination at the latest; only an altered file has one without the other.
        let Some(project) = found.remove(&row.project_id) else { continue };
        entries.push(Entry {
            id,
            project_id: row.project_id,
            change: change_kind(before.get(&row.project_id).copied(), row.class),
            section: row.section,
            class: row.class,
            carried: row.carried && before.contains_key(&row.project_id),
            // Who nominated again is not asked of the past; it only matters for what may still be done.
            renewed: false,
            state: row.state,
            decision: row.decision,
            reason: row.reason,
            into: into_of(&row.into_projects)?,
            version: row.version,
            nominated_by: None,
            nominated_at: came_in.get(&id).copied().unwrap_or(row.recorded_at),
            decided_by: None,
            decided_at: row.decision.map(|_| row.recorded_at),
            project,
        });
    }
    entries.sort_by_cached_key(Entry::place);
    Ok(entries)
}
