//! Who changed what, when, from which to which. One record per deed, written in the deed's own transaction: a deed
//! that is undone leaves none, and no deed is done without one. Records are never changed; they say who and why, and
//! are never replayed (the facts themselves are kept in versions).

mod api;
mod model;
mod pages;
mod store;

pub use api::Api as AuditApi;
pub use model::{Change, Record, Subject};
pub use store::{Remembered, last_about, record, trail};

use crate::kernel::role::Deed;
use crate::web::{Access, PAGED, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    routes.get_asking("/audit", Access::May(Deed::ReadAudit), PAGED, pages::list);
    routes.get_asking(
        "/api/v1/audit",
        Access::May(Deed::ReadAudit),
        &["subject_kind", "subject_id", "page", "per_page"],
        api::list,
    );
}
