//! The registry (项目库): every project the province knows, from the first idea to full capacity. Rules of this room:
//!
//! - permissive registry, strict gates: a record may have gaps, and they are listed on it; a change of stage and a
//!   nomination name the facts they require
//! - nothing is deleted and nothing overwritten: `projects` is the newest row of the append-only `project_versions`,
//!   written by one function; money that has a history of its own stands beside, bound to the version it came with
//! - a warning never blocks; it stays on the record until a reason settles it
//! - two sources with two totals are two rows and a warning, never a flip-flop
//! - a project outside the caller's scope is not there
//!
//! Tables: `projects project_versions amounts project_years updates` (the last until the monthly reports have a room).

mod actions;
mod api;
mod checks;
mod filter;
mod input;
mod model;
mod registry;
mod store;

pub use actions::{adopt, change, create, justify, set_stage, void};
pub use api::Api as ProjectsApi;
pub use checks::{check, tidy};
pub use filter::{Filter, Light, SORTS};
pub use input::from_form;
pub use model::amounts::{Amount, Figure, Verdict, weigh};
pub use model::fields::{differences, values};
pub use model::identity::{Identity, Match, same_project};
pub use model::stage::{missing, missing_for_nomination, stage_name};
pub use model::{Class, Facts, Nature, Project, SideState, Source, Stage, Warning};
pub use registry::{as_of, history, project, projects_by_ids};
pub use store::{Found, Recorded, Row, candidates, find};

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get("/api/v1/projects", May(Deed::Read), api::list);
    routes.post("/api/v1/projects", May(Deed::EditProjects), api::create);
    routes.get("/api/v1/projects/{id}", May(Deed::Read), api::show);
    routes.patch("/api/v1/projects/{id}", May(Deed::EditProjects), api::change);
    routes.get("/api/v1/projects/{id}/history", May(Deed::Read), api::changes);
}
