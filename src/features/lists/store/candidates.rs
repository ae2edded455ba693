//! SQL of the projects that may still be nominated for a list.

use crate::db::schema::{nominations, projects};
use crate::db::{Backend, Conn, within};
use crate::features::lists::model::NominationState;
use crate::features::projects::{self as registry, Project, SideState};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use diesel::prelude::*;

/// The most candidates one page shows; a province with more narrows them down by a keyword.
pub const MOST: i64 = 300;

/// The projects in scope that are alive and stand on no open nomination of this list, the last changed first, and how
/// many there are in all. A returned or withdrawn project is a candidate again. `keyword` is in lower case and looks
/// into what the registry's own search looks into.
pub fn candidates(
    conn: &mut Conn,
    scope: &Scope,
    quarter: Quarter,
    keyword: &str,
) -> Result<(Vec<Project>, i64)> {
    use NominationState::{Accepted, Declined, Nominated};
    let select = || {
        let standing = nominations::table
            .filter(nominations::quarter.eq(quarter))
            .filter(nominations::state.eq_any([Nominated, Accepted, Declined]))
            .select(nominations::project_id);
        let pattern = format!("%{}%", keyword.replace(['!', '%', '_'], ""));
        projects::table
            .filter(projects::side_state.eq_any([SideState::Active, SideState::Suspended]))
            .filter(within("projects.division", scope))
            .filter(projects::id.ne_all(standing))
            .filter(projects::search.like(pattern))
            .into_boxed::<Backend>()
    };
    let total = select().count().get_result(conn)?;
    let ids: Vec<i64> = select()
        .order((projects::updated_at.desc(), projects::id.desc()))
        .limit(MOST)
        .select(projects::id)
        .load(conn)?;
    Ok((registry::projects_by_ids(conn, scope, &ids, quarter.year())?, total))
}
