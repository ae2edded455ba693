//! SQL of the first page: counts, never rows, so that the page costs the same with two hundred projects and with two
//! hundred thousand. Reads the tables of other rooms and writes none.

use super::model::Cell;
use crate::db::schema::{list_versions, projects};
use crate::db::{Conn, within};
use crate::features::projects::{self as projects_room, Filter, Light, SideState};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::paging::{PageRequest, Sort};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// What counts nowhere any more: see the room's rules.
const GONE: [SideState; 3] = [SideState::Merged, SideState::Split, SideState::Voided];

/// Everything counted, in groups.
pub fn cells(conn: &mut Conn, scope: &Scope) -> Result<Vec<Cell>> {
    let groups = (projects::division, projects::class, projects::stage);
    let total = sql::<BigInt>(
        "cast(coalesce(sum(case when parent_id is null then total_investment_yuan else 0 end), 0) as bigint)",
    );
    let rows: Vec<(_, Option<_>, Option<_>, i64, _)> = projects::table
        .filter(within("projects.division", scope))
        .filter(projects::side_state.ne_all(GONE))
        .group_by(groups)
        .select((projects::division, projects::class, projects::stage, count_star(), total))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(division, class, stage, count, total)| Cell { division, class, stage, count, total })
        .collect())
}

/// The newest published list: its quarter, its number, its version.
pub fn newest_list(conn: &mut Conn) -> Result<Option<(String, String, i32)>> {
    Ok(list_versions::table
        .order((list_versions::quarter.desc(), list_versions::version.desc()))
        .select((list_versions::quarter, list_versions::number, list_versions::version))
        .first(conn)
        .optional()?)
}

/// How many projects show this light in the newest month that was judged for them, counted as the registry lists them.
pub fn lit(conn: &mut Conn, scope: &Scope, light: Light) -> Result<i64> {
    let filter = Filter { light: Some(light), ..Filter::default() };
    let by_id = Sort { field: "id", descending: false };
    Ok(projects_room::find(conn, scope, &filter, by_id, PageRequest::new(None, Some(1))?)?.page.total)
}
