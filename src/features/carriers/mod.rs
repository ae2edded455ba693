//! Carriers (承载园区): what the parks of the reference data can offer: land, energy, leading chains, conditions, and where
//! they lie. Rules of this room:
//!
//! - a park's name, kind and place are reference data; everything else about it is a fact with a source and a day
//! - parks and what they offer are everybody's to read; whoever keeps the map of a place says it anew
//! - a position is in degrees of CGCS2000 (WGS 84 is the same to a metre) and lies in the park's city: a position of another
//!   datum, or of another place, is refused
//!
//! Tables: `carriers carrier_chains`.

mod actions;
mod api;
mod input;
mod model;
mod store;

pub use actions::{add, offer};
pub use api::Api as ParksApi;
pub use input::{Founding, Offering, ParkBody};
pub use model::{Carrier, Offer};
pub use store::{carriers, one};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What parks may be asked by.
const NAMES: Names = &["city", "chain", "q", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, edit) = (May(Deed::Read), May(Deed::EditAtlas));
    routes.get_asking("/api/v1/parks", read, NAMES, api::list);
    routes.post("/api/v1/parks", edit, api::add);
    routes.get("/api/v1/parks/{id}", read, api::show);
    routes.patch("/api/v1/parks/{id}", edit, api::offer);
}
