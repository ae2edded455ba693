//! Leads (招商线索): an enterprise that might come, who follows it, and what is to be done next. Rules of this room:
//!
//! - identified → contacted → visiting → negotiating → signed → converted, or lost with a reason; each step says in words
//!   what was done, who and when; nothing is deleted
//! - every lead has a reply clock (江府办函〔2024〕37号): answered within a day, judged within three, told within a week, and
//!   reported on every week; what the clock or a named next action asks for is a debt that the reminders tell
//! - the same enterprise may be registered by several cities: whoever was first goes on, and the others are told no more
//!   than that it is taken; the province sees all of them. Who comes back, or calls a lead by another name, comes behind
//!   the others; whoever could go on at last has the whole reply clock before her. A lead whose city is open claims nothing
//! - a lead stays in its city, with what was done about it
//! - a signed lead becomes a project, its facts carried over, and stays bound to it
//!
//! Tables: `leads lead_entries`.

mod actions;
mod api;
mod clock;
mod input;
mod model;
mod owing;
mod pages;
mod pipeline;
mod store;

pub use actions::{register, tell};
pub use api::Api as LeadsApi;
pub use clock::Owed;
pub use input::{Filter, Registering, Telling};
pub use model::{Lead, Status, Step};
pub use owing::{Owing, owing};
pub use pipeline::{Line, Pipeline, pipeline};
pub use store::{alive, find, one};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What a list of leads may be asked by.
const NAMES: Names = &["status", "signed", "chain", "segment", "city", "owner", "q", "page", "per_page"];
/// What a new lead may come with, from where somebody has seen that it is wanted.
const BEGUN: Names = &["target", "place", "segment_id", "target_id", "park_id"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, promote) = (May(Deed::Read), May(Deed::Promote));
    routes.get_asking("/leads", read, NAMES, pages::list);
    routes.get_asking("/leads/new", promote, BEGUN, pages::new_form);
    routes.post("/leads/new", promote, pages::register);
    routes.get("/leads/board", read, pages::board);
    routes.get_asking("/leads/weekly", read, &["week"], pages::weekly);
    routes.get("/leads/{id}", read, pages::show);
    routes.post("/leads/{id}/entries", promote, pages::tell);
    routes.get("/leads/{id}/edit", promote, pages::edit_form);
    routes.post("/leads/{id}/edit", promote, pages::amend);
    routes.post("/leads/{id}/project", promote, pages::convert);

    routes.get_asking("/api/v1/leads", read, NAMES, api::list);
    routes.post("/api/v1/leads", promote, api::register);
    routes.get("/api/v1/leads/{id}", read, api::show);
    routes.patch("/api/v1/leads/{id}", promote, api::amend);
    routes.post("/api/v1/leads/{id}/entries", promote, api::tell);
    routes.post("/api/v1/leads/{id}/project", promote, api::convert);
}
