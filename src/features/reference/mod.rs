//! What the province's places, industries, chains and parks are called, which words mean which stage, and which days
//! are worked. Rules of this room:
//!
//! - loaded once from the built-in set (`data/`, sources in its README), then edited by the administrator only
//! - nothing is deleted: a row that no longer holds is switched off and keeps its name for the records that carry it
//! - a key (code, id, word) never changes; a name may
//! - whoever needs names or lookups reads the whole [`Book`] once and asks it
//!
//! Tables: `divisions industries chains gb4754_divisions parks stage_words holidays`.

mod actions;
mod api;
mod book;
mod builtin;
mod entry;
mod fields;
mod input;
mod model;
mod outline;
mod pages;
mod store;
mod words;

pub use actions::{add_chain, add_park};
pub use api::Api as ReferenceApi;
pub use book::Book;
#[cfg(test)]
pub use builtin::built_in_book;
pub use builtin::load_builtin;
pub use model::{
    Chain, Division, Gb4754, Holiday, HolidayKind, Industry, IndustryGroup, Level, Park, STAGES, SegmentName,
    StageWord,
};
pub use outline::{city_geometries, outline};
pub use store::{book, stamp, working_days};
pub use words::{Doubt, Place, StageKind, StageReading, stage_key};

use crate::kernel::role::Deed;
use crate::web::{Access, PAGED, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get("/reference", May(Deed::Administer), pages::first);
    routes.get("/reference/{kind}", May(Deed::Administer), pages::list);
    routes.post("/reference/{kind}", May(Deed::Administer), pages::add);
    routes.get("/reference/{kind}/new", May(Deed::Administer), pages::new);
    routes.get("/reference/{kind}/{key}", May(Deed::Administer), pages::edit);
    routes.post("/reference/{kind}/{key}", May(Deed::Administer), pages::change);

    routes.get_asking("/api/v1/reference/{kind}", May(Deed::Read), PAGED, api::list);
}
