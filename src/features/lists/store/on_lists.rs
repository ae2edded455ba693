//! On which published lists projects stand: what the attraction map counts as on its way.

use crate::db::Conn;
use crate::db::schema::{list_entries as e, list_versions as v};
use crate::kernel::calendar::Quarter;
use crate::kernel::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Of these projects, those that stand on each published list, by its newest version; a list on which none of them stands is
/// there, too. Whoever asks has found the projects in her scope.
///
/// # Errors
/// When they cannot be read.
pub fn on_lists(conn: &mut Conn, projects: &[i64]) -> Result<BTreeMap<Quarter, BTreeSet<i64>>> {
    let versions: Vec<(Quarter, i32)> =
        v::table.order(v::version).select((v::quarter, v::version)).load(conn)?;
    // The later version of a quarter replaces the earlier.
    let newest: BTreeMap<Quarter, i32> = versions.into_iter().collect();
    let mut found: BTreeMap<Quarter, BTreeSet<i64>> =
        newest.keys().map(|quarter| (*quarter, BTreeSet::new())).collect();
    // Engines take a limited number of parameters.
    for some in projects.chunks(500) {
        let rows: Vec<(Quarter, i32, i64)> = e::table
            .filter(e::project_id.eq_any(some))
            .select((e::quarter, e::version, e::project_id))
            .load(conn)?;
        for (quarter, _, project) in rows.into_iter().filter(|(q, version, _)| newest.get(q) == Some(version))
        {
            found.entry(quarter).or_default().insert(project);
        }
    }
    Ok(found)
}
