//! The projects that belong to segments of a chain, as the attraction map counts them.

use crate::db::schema::{project_versions as v, projects as t};
use crate::db::{Conn, within};
use crate::features::projects::model::{SideState, Stage};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::plan_date::PlanDate;
use diesel::prelude::*;

/// A project on a segment.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Attached {
    /// `projects.id`
    pub id: i64,
    /// As written.
    pub name: String,
    /// Where it lies.
    pub division: DivisionCode,
    /// `segments.id`
    pub segment_id: i64,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// 投产
    pub in_production_on: Option<PlanDate>,
}

/// The projects in scope on these segments that still count, by id.
///
/// # Errors
/// When they cannot be read.
pub fn attached(conn: &mut Conn, scope: &Scope, segments: &[i64]) -> Result<Vec<Attached>> {
    let living = [SideState::Active, SideState::Suspended];
    let newest = v::table.on(v::project_id.eq(t::id).and(v::version.eq(t::version)));
    let rows = t::table
        .inner_join(newest)
        .filter(within("projects.division", scope))
        .filter(t::segment_id.eq_any(segments))
        .filter(t::side_state.eq_any(living))
        .order(t::id)
        .select((t::id, t::name, t::division, t::segment_id.assume_not_null(), t::stage, v::in_production_on))
        .load(conn)?;
    Ok(rows)
}
