//! Visits (外出招商, 来访): who went or came, when, and what came of it. Rules of this room:
//!
//! - a visit is a city's, or the province's; it lies behind, and says who was there and what came of it
//! - it may belong to a lead of its place
//! - from visits, and from nothing else, come the figures per city and per leader
//!
//! Tables: `visits`.

mod actions;
mod api;
mod input;
mod model;
mod pages;
mod store;

pub use api::Api as VisitsApi;
pub use input::VisitBody;
pub use model::{Visit, VisitKind};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What visits may be asked by.
const NAMES: Names = &["from", "to", "city", "kind", "leader", "lead", "page", "per_page"];
/// What figures may be asked by.
const SPAN: Names = &["from", "to"];
/// What a form may begin with.
const BEGUN: Names = &["lead_id", "place", "target"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, promote) = (May(Deed::Read), May(Deed::Promote));
    routes.get_asking("/visits", read, NAMES, pages::list);
    routes.get_asking("/visits/new", promote, BEGUN, pages::new_form);
    routes.post("/visits/new", promote, pages::enter);
    routes.get("/visits/{id}/edit", promote, pages::edit_form);
    routes.post("/visits/{id}/edit", promote, pages::amend);

    routes.get_asking("/api/v1/visits", read, NAMES, api::list);
    routes.post("/api/v1/visits", promote, api::enter);
    routes.get_asking("/api/v1/visits/figures", read, SPAN, api::figures);
    routes.get("/api/v1/visits/{id}", read, api::show);
    routes.patch("/api/v1/visits/{id}", promote, api::amend);
}
