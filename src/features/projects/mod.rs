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
//! Tables: `projects project_versions amounts project_years project_figures project_lights`.

mod actions;
mod api;
mod as_of;
mod checks;
mod export;
mod filter;
mod input;
mod lamp;
mod model;
mod pages;
mod registry;
mod sheet;
mod store;

pub use actions::{
    Departure, Reported, adopt, change, create, depart, edit, justify, report, reported, set_stage, void,
};
pub use api::Api as ProjectsApi;
pub use as_of::{When, as_of_many, facts_as_of, find_as_of};
pub use checks::{check, tidy};
pub use export::{Format, Reader, export, selected};
pub use filter::{Filter, SORTS};
pub use input::{amended, from_form};
pub use lamp::lamp;
pub use model::amounts::{Amount, Figure, Verdict, weigh};
pub use model::fields::{differences, values};
pub use model::identity::{Identity, Match, Pairs, same_project};
pub use model::lit::{Light, Lit, LitReason};
pub use model::stage::{missing, missing_for_nomination, stage_name};
pub use model::{Class, Facts, Nature, Project, SideState, Source, Stage, Warning};
pub use pages::FactWords;
pub use registry::{as_of, history, project, projects_by_ids};
pub use sheet::{Setting, SheetRow, StageWords, columns, lay_over, read_rows, stage_of, yes_or_no};
pub use store::{
    Attached, Brief, Found, Planned, Recorded, Row, Stored, attached, briefs, candidates, find, lights,
    lights_of, locked, planned, shine,
};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, PAGED, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    const AS_OF: Names = &["as_of"];
    let (read, edit) = (May(Deed::Read), May(Deed::EditProjects));
    routes.get_asking("/projects", read, filter::NAMES, pages::list::list);
    routes.get("/projects/new", edit, pages::edit::new_form);
    routes.post("/projects/new", edit, pages::edit::create);
    routes.get_asking("/projects/export.xlsx", read, filter::NAMES, pages::download::xlsx);
    routes.get_asking("/projects/export.csv", read, filter::NAMES, pages::download::csv);
    routes.get_asking("/projects/{id}", read, AS_OF, pages::record::record);
    routes.get("/projects/{id}/edit", edit, pages::edit::edit_form);
    routes.post("/projects/{id}/edit", edit, pages::edit::change);
    routes.post("/projects/{id}/stage", edit, pages::deeds::stage);
    routes.post("/projects/{id}/void", edit, pages::deeds::void);
    routes.post("/projects/{id}/justifications", edit, pages::deeds::justify);
    routes.post("/projects/{id}/amounts/{amount}", edit, pages::deeds::adopt);

    routes.get_asking("/api/v1/projects", May(Deed::Read), filter::NAMES, api::list);
    routes.post("/api/v1/projects", May(Deed::EditProjects), api::create);
    routes.get_asking("/api/v1/projects/{id}", May(Deed::Read), AS_OF, api::show);
    routes.patch("/api/v1/projects/{id}", May(Deed::EditProjects), api::change);
    routes.get_asking("/api/v1/projects/{id}/history", May(Deed::Read), PAGED, api::changes);
}
