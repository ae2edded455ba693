//! Plans as they stand beside what could be, and the deed that writes what a person submits.

use super::input::Planning;
use super::model::{Proposal, propose};
use crate::db::Conn;
use crate::features::projects::{self, Facts, Filter, SideState, Source};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::paging::Sort;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::{Datelike, NaiveDate};

/// A project with its plans and the proposal.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Whose.
    pub id: i64,
    /// The version that a change is based on.
    pub version: i64,
    /// With the money of the year that runs.
    pub facts: Facts,
    /// The plan of the year in question, as far as there is one.
    pub plan: Option<Money>,
    /// What it could be.
    pub proposal: Proposal,
}

/// The projects in scope that are under way, each with its plan for `year` and the proposal; by place.
pub fn proposals(conn: &mut Conn, scope: &Scope, year: i32, today: NaiveDate) -> Result<Vec<Planned>> {
    let sort = Sort { field: "id", descending: false };
    let now = projects::selected(conn, scope, &Filter::default(), sort, today.year())?;
    let then = projects::selected(conn, scope, &Filter::default(), sort, year)?;
    let active = now.into_iter().zip(then).filter(|(now, _)| now.facts.side_state == SideState::Active);
    let planned = active.map(|(now, then)| Planned {
        id: now.id,
        version: now.version,
        proposal: propose(&now.facts, year, today.year()),
        plan: then.facts.annual_plan,
        facts: now.facts,
    });
    let mut all: Vec<Planned> = planned.collect();
    all.sort_by_key(|one| (one.facts.division, one.id));
    Ok(all)
}

/// Writes the plan of one project for a year; answers whether anything is different now.
///
/// # Errors
/// 403; 404 outside the scope; 409 for a project that has changed since, is nominated or voided; 422 for what cannot be.
pub fn plan(conn: &mut Conn, caller: &Caller, year: i32, new: Planning, now: Instant) -> Result<bool> {
    caller.must(Deed::EditProjects)?;
    // The registry writes a plan to the year of the day that the deed is about.
    let day = Period::new(year, 1).map(Period::first_day).ok_or(Error::NotFound)?;
    let source = Source::person(&caller.name);
    let mut differs = false;
    projects::edit(conn, caller, (new.project_id, new.based), &source, (now, day), |stands, _| {
        differs = stands.annual_plan != new.plan;
        Ok((Facts { annual_plan: new.plan, ..stands.clone() }, None.into()))
    })?;
    Ok(differs)
}
