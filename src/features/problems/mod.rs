//! What stands in a project's way (存在问题, 需协调事项), as records with a life of their own. Rules of this room:
//!
//! - a report names a problem month after month; it is one record, found by what its words come down to, and a solved
//!   one that is reported again in a later month is opened again
//! - open → coordinating → resolved → reopened: each step says in words what was done, who and when; nothing is deleted
//! - a city sees the problems of its projects, the province all of them; what the province says about one is told to the
//!   project's city
//!
//! It stands above the reports, which raise problems through [`mention`], and knows nothing of them but the month.
//!
//! Tables: `problems problem_replies`.

mod actions;
mod api;
mod input;
mod model;
mod pages;
mod store;

pub use actions::{mention, raise, say};
pub use api::Api as ProblemsApi;
pub use input::{Filter, Raising, Saying};
pub use model::{Level, Mention, Problem, ProblemKind, Reply, State};
pub use store::{due, find};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What a list of problems may be asked by.
const NAMES: Names = &["state", "kind", "level", "city", "project", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/problems", May(Deed::Read), NAMES, pages::list);
    routes.get("/problems/{id}", May(Deed::Read), pages::show);
    routes.post("/problems/{id}/replies", May(Deed::Comment), pages::say);
    routes.post("/projects/{id}/problems", May(Deed::EditProjects), pages::raise);

    routes.get_asking("/api/v1/problems", May(Deed::Read), NAMES, api::list);
    routes.get("/api/v1/problems/{id}", May(Deed::Read), api::show);
    routes.post("/api/v1/problems/{id}/replies", May(Deed::Comment), api::say);
    routes.post("/api/v1/projects/{id}/problems", May(Deed::EditProjects), api::raise);
}
