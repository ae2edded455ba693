//! Targets (目标企业): enterprises elsewhere that could fill a segment, why they could come, and what they would need. Rules of
//! this room:
//!
//! - a target is on the list of a city, or of the province, for one segment; the province's list is everybody's to read, a
//!   city's those of its scope
//! - priority and reasons are a person's judgement, with a source and the day on which it was looked at
//! - ties to enterprises that are here say whom it would supply, or be supplied by
//! - what is done about a target is a lead; a target that has landed, or was given up, stays readable
//!
//! Tables: `targets target_ties`.

mod actions;
mod api;
mod input;
mod model;
mod store;

pub use actions::{add, amend, land};
pub use api::Api as TargetsApi;
pub use input::{Aiming, Filter, TargetBody};
pub use model::{Priority, Status, Target};
pub use store::{everywhere, find, one};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What targets may be asked by.
const NAMES: Names = &["segment", "chain", "city", "priority", "status", "q", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, edit) = (May(Deed::Read), May(Deed::EditAtlas));
    routes.get_asking("/api/v1/targets", read, NAMES, api::list);
    routes.post("/api/v1/targets", edit, api::add);
    routes.get("/api/v1/targets/{id}", read, api::show);
    routes.patch("/api/v1/targets/{id}", edit, api::amend);
}
