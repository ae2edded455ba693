//! What a city is told inside the program, and that it was read. Rules of this room:
//!
//! - [`announce`] is the one door: whoever tells a city something comes through it, in the deed's own transaction, so
//!   that a deed undone tells nobody, and other ways of telling (a letter) can be hooked in there
//! - a notice is addressed to a division; it is read by the people whose scope covers that division and is smaller than
//!   the province: the province's own people see who has read it, and confirm nothing
//! - a county's people belong to its city: they read what is sent to the city, unless it is about a project that lies
//!   elsewhere in it; confirming stays with the people it is addressed to
//! - reading is confirmed by each person once; the first instant stands
//! - a notice keeps what it says without words, so that each reader reads it in her language
//!
//! Tables: `notices notice_receipts`.

mod about;
mod actions;
mod api;
mod content;
mod model;
mod month_told;
mod pages;
mod store;

pub use about::{About, Kind};
pub use actions::{announce, confirm, tell_city};
pub use api::Api as NoticesApi;
pub use content::{Content, Decided, Reviewed};
pub use model::{Announcement, Notice, Receipt, Received, Told};
pub use month_told::MonthTold;
pub use store::{for_reader, receipts, unconfirmed};

use crate::kernel::role::Deed;
use crate::web::{Access, PAGED, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/notices", May(Deed::Read), PAGED, pages::list);
    routes.post("/notices/{id}/receipt", May(Deed::Nominate), pages::confirm);
    routes.get_asking("/api/v1/notices", May(Deed::Read), PAGED, api::list);
    routes.post("/api/v1/notices/{id}/receipt", May(Deed::Nominate), api::confirm);
}
