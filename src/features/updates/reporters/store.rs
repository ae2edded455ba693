//! SQL of the reporters. Whatever a person may see passes through `within`.

use crate::db::schema::{obligations as o, projects as p, reporting_periods, updates, users};
use crate::db::{Conn, within};
use crate::features::projects::SideState;
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use diesel::prelude::*;

/// A project with whoever reports on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Which.
    pub project_id: i64,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub division: DivisionCode,
    /// Whose report it is, with her name.
    pub reporter: Option<(i64, String)>,
}

/// The projects in scope that may owe a report, by place; only those of one reporter, or of nobody (0), when asked.
pub fn of_projects(conn: &mut Conn, scope: &Scope, reporter: Option<i64>) -> Result<Vec<Reported>> {
    type Row = (i64, String, DivisionCode, Option<i64>, Option<String>);
    let mut query = p::table
        .left_join(users::table.on(p::reporter_id.eq(users::id.nullable())))
        .filter(within("projects.division", scope))
        .filter(p::side_state.eq_any([SideState::Active, SideState::Suspended]))
        .into_boxed();
    query = match reporter {
        Some(0) => query.filter(p::reporter_id.is_null()),
        Some(id) => query.filter(p::reporter_id.eq(id)),
        None => query,
    };
    let rows: Vec<Row> = query
        .order((p::division, p::id))
        .select((p::id, p::name, p::division, p::reporter_id, users::name.nullable()))
        .load(conn)?;
    let reported = |(project_id, name, division, id, who): Row| Reported {
        project_id,
        name,
        division,
        reporter: id.zip(who),
    };
    Ok(rows.into_iter().map(reported).collect())
}

/// Makes her the reporter of a project, and of its reports that are still owed for months that were not closed.
pub fn assign(conn: &mut Conn, project_id: i64, reporter: Option<i64>) -> Result<()> {
    diesel::update(p::table.find(project_id)).set(p::reporter_id.eq(reporter)).execute(conn)?;
    let handed: Vec<Period> = updates::table
        .filter(updates::project_id.eq(project_id).and(updates::handed_at.is_not_null()))
        .filter(updates::state.ne("returned"))
        .select(updates::period)
        .distinct()
        .load(conn)?;
    let open: Vec<Period> = reporting_periods::table
        .filter(reporting_periods::closed_at.is_null())
        .select(reporting_periods::period)
        .load(conn)?;
    let owed: Vec<Period> = open.into_iter().filter(|period| !handed.contains(period)).collect();
    diesel::update(o::table.filter(o::project_id.eq(project_id)).filter(o::period.eq_any(owed)))
        .set(o::reporter_id.eq(reporter))
        .execute(conn)?;
    Ok(())
}
