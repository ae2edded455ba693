//! Projects whose plan names a day, a month or a year that comes: for reminders of milestones.

use crate::db::schema::projects as t;
use crate::db::{Conn, within};
use crate::features::projects::model::{SideState, Stage};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::plan_date::PlanDate;
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

/// A project with its plan.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = t)]
pub struct Planned {
    /// `projects.id`
    pub id: i64,
    /// As written.
    pub name: String,
    /// County, city or the province.
    pub division: DivisionCode,
    /// Whose reports these are.
    pub reporter_id: Option<i64>,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// 计划开工
    pub planned_start: Option<PlanDate>,
    /// 计划竣工
    pub planned_finish: Option<PlanDate>,
}

/// The projects in scope that go on and whose plan names something in the years of these days, by id. A plan is text of its
/// own precision, so the year finds it and whoever asks looks closer.
///
/// # Errors
/// When the database does not answer.
pub fn planned(
    conn: &mut Conn,
    scope: &Scope,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Planned>> {
    let (first, last) = (format!("{}%", from.year()), format!("{}%", until.year()));
    let in_years = t::planned_start
        .like(first.clone())
        .or(t::planned_start.like(last.clone()))
        .or(t::planned_finish.like(first))
        .or(t::planned_finish.like(last));
    Ok(t::table
        .filter(within("projects.division", scope))
        .filter(t::side_state.eq(SideState::Active).and(t::merged_into.is_null()))
        .filter(in_years.assume_not_null())
        .order(t::id)
        .select(Planned::as_select())
        .load(conn)?)
}
