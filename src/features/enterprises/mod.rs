//! Enterprises that are here (现有企业): where each sits, what it makes, and on which segments of which chains it stands.
//! Rules of this room:
//!
//! - an enterprise stands here once, by its name and by its code: a second entry is refused and names the first
//! - it stands on many segments, with a role on each (龙头, 核心, 主要, 参与), and is never torn apart for it
//! - every fact says from where it is known and on which day it was looked at
//! - nothing is deleted: who has gone is switched off
//! - an enterprise is seen by whoever sees its place
//!
//! Tables: `enterprises enterprise_positions`.

mod actions;
mod api;
mod input;
mod model;
mod store;

pub use actions::{add, amend};
pub use api::Api as EnterprisesApi;
pub use input::{Entering, EnterpriseBody, Filter, Placing, PositionBody};
pub use model::{Enterprise, Position, Role};
pub use store::{everywhere, find, named, names, one};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What enterprises may be asked by.
const NAMES: Names = &["segment", "chain", "city", "park", "role", "active", "q", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, edit) = (May(Deed::Read), May(Deed::EditAtlas));
    routes.get_asking("/api/v1/enterprises", read, NAMES, api::list);
    routes.post("/api/v1/enterprises", edit, api::add);
    routes.get("/api/v1/enterprises/{id}", read, api::show);
    routes.patch("/api/v1/enterprises/{id}", edit, api::amend);
}
