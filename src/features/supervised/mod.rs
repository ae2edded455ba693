//! 督办 (supervised tasks): what the province wants done about a project, by when, and what the city answered. Rules of
//! this room:
//!
//! - a light that stays red for some months in a row ([`watch`], `[supervised]` says how many) begins a task by itself,
//!   once, when a month's reports are in; later red months are added to it, and only a person closes it
//! - a reviewer or a leader begins one by a remark (批示) on a project
//! - the city answers; the province closes with words or sends the answer back, and everything said stays
//!
//! Tables: `supervised_tasks supervised_replies`.

mod actions;
mod api;
mod input;
mod model;
mod pages;
mod store;

pub use actions::{raise, say, state_name, watch};
pub use api::Api as SupervisedApi;
pub use input::{Filter, Raising, Saying};
pub use model::{Cause, State, Task, red_since};
pub use store::{find, moved_after};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What a list of tasks may be asked by.
const NAMES: Names = &["state", "city", "project", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/supervised", May(Deed::Read), NAMES, pages::list);
    routes.get("/supervised/{id}", May(Deed::Read), pages::show);
    routes.post("/supervised/{id}/replies", May(Deed::Comment), pages::say);
    routes.post("/projects/{id}/supervised", May(Deed::Instruct), pages::raise);

    routes.get_asking("/api/v1/supervised", May(Deed::Read), NAMES, api::list);
    routes.get("/api/v1/supervised/{id}", May(Deed::Read), api::show);
    routes.post("/api/v1/supervised/{id}/replies", May(Deed::Comment), api::say);
    routes.post("/api/v1/projects/{id}/supervised", May(Deed::Instruct), api::raise);
}
