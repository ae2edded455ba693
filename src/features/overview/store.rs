//! SQL of the first page: counts, never rows, so that the page costs the same with two hundred projects and with two
//! hundred thousand. Reads the tables of other rooms and writes none.

use super::model::{Cell, Waiting};
use crate::db::schema::{imports, list_versions, lists, nominations, problems, projects};
use crate::db::{Conn, within};
use crate::features::notices;
use crate::features::projects::SideState;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::role::Deed;
use crate::web::Caller;
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

/// What waits for this person, by what her role may do.
pub fn waiting(conn: &mut Conn, caller: &Caller) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    if caller.may(Deed::ManageLists) {
        let of = |(quarter, count)| Waiting::ToDecide { quarter, count };
        waiting.extend(nominated(conn, caller, "nominated")?.into_iter().map(of));
        let count: i64 = problems::table
            .inner_join(projects::table)
            .filter(within("projects.division", &caller.scope))
            .filter(problems::level.eq("province").and(problems::state.eq_any(["open", "reopened"])))
            .count()
            .get_result(conn)?;
        waiting.extend((count > 0).then_some(Waiting::Problems { count }));
    }
    if caller.may(Deed::Nominate) {
        let of = |(quarter, count)| Waiting::Returned { quarter, count };
        waiting.extend(nominated(conn, caller, "returned")?.into_iter().map(of));
        let count = notices::unconfirmed(conn, caller)?;
        waiting.extend((count > 0).then_some(Waiting::Notices { count }));
    }
    if caller.may(Deed::EditProjects) {
        let count: i64 = projects::table
            .filter(within("projects.division", &caller.scope))
            .filter(projects::side_state.ne_all(GONE))
            .filter(projects::missing.ne(""))
            .count()
            .get_result(conn)?;
        waiting.extend((count > 0).then_some(Waiting::Incomplete { count }));
        let count: i64 = imports::table
            .filter(imports::uploaded_by.eq(caller.id))
            .filter(imports::applied_at.is_null())
            .count()
            .get_result(conn)?;
        waiting.extend((count > 0).then_some(Waiting::Unapplied { count }));
    }
    Ok(waiting)
}

/// Nominations in this state on lists that are still open, by quarter.
fn nominated(conn: &mut Conn, caller: &Caller, state: &str) -> Result<Vec<(String, i64)>> {
    Ok(nominations::table
        .inner_join(projects::table.on(projects::id.eq(nominations::project_id)))
        .inner_join(lists::table.on(lists::quarter.eq(nominations::quarter)))
        .filter(within("projects.division", &caller.scope))
        .filter(lists::state.ne("published"))
        .filter(nominations::state.eq(state))
        .group_by(nominations::quarter)
        .order(nominations::quarter)
        .select((nominations::quarter, count_star()))
        .load(conn)?)
}
