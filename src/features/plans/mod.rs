//! The year turns (年度计划): each project's plan for a year, with a proposal for the next one. Rules of this room:
//!
//! - what started in an earlier year goes on as 续建, what is to start in the year is 新开工, what is finished has no plan
//! - the proposal is what is left to be done, spread evenly over the months from the year's first (or the planned start)
//!   to the planned finish; a project without a planned finish gets none, and is told why
//! - nothing is written but what a person submits: a plan is a fact of the registry, with its version and its record
//! - the year-to-date begins anew by itself: it belongs to its year, as the plan does
//!
//! It has no tables: plans are the registry's (`project_years`).

mod actions;
mod api;
mod input;
mod model;
mod pages;

pub use actions::{Planned, plan, proposals};
pub use api::Api as PlansApi;
pub use model::{Course, Proposal, propose};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// Which year an address is about.
const YEAR: Names = &["year"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/plans", May(Deed::Read), YEAR, pages::show);
    routes.post("/plans", May(Deed::EditProjects), pages::submit);
    routes.get_asking("/api/v1/plans", May(Deed::Read), YEAR, api::list);
    routes.post("/api/v1/plans/{year}", May(Deed::EditProjects), api::submit);
}
