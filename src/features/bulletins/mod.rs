//! The monthly bulletin (通报): what the accepted reports of a month say of cities, chains and industries, published as a
//! numbered, hashed document that nobody can alter. Rules of this room:
//!
//! - a month is measured from what was known of each project for that month (`month`), never from the registry of today;
//!   who is measured are the projects that owed a report, in the classes of the list that says so
//! - every figure comes from the `indicators` room, lights are the stored ones of that month, the discipline of reporting
//!   is the ledger's of `updates`; and before anything is published each printed figure is recomputed from the document's
//!   own projects (`claims`)
//! - a bulletin is published when nobody has time left to report, or when the month was closed; what is accepted later
//!   changes the month, not the bulletin: a correction is the next version, with a reason, and the one before stays
//! - numbers run through a year (`通报〔2026〕9号`); a person may type another, and none is used twice
//! - the figures of a published bulletin are everybody's who is signed in; projects by name only within the reader's
//!   scope, whose extract carries the whole document's hash. A month without a bulletin is measured in her scope
//!
//! What a reader sees of a month is an `edition`; page, paper, workbook, API and the statistics room are made from it.
//! Measuring a month stands here and not in `statistics`, because what is published must be measured by the very rules
//! that the statistics show; `statistics` knocks here as it knocks on `lists`.
//!
//! Tables: `bulletins`.

mod actions;
mod api;
mod claims;
mod document;
mod download;
mod edition;
mod input;
mod model;
mod month;
mod pages;
mod print;
mod printed;
mod sheet;
mod store;
mod table;
mod tasks;
mod verify;
mod words;

pub use actions::{correct, publish};
pub use api::Api as BulletinsApi;
pub use edition::{Edition, Frozen, Past, Which, months_before};
pub use input::{Correcting, Publishing};
pub use model::{Imprint, Line, Month, Why};
pub use printed::{Group, Sheet, Told};
pub use store::Version;
pub use tasks::TaskRow;
pub use verify::verify;

use crate::kernel::role::Deed;
use crate::web::{Access, Names, PAGED, Routes};

/// Of the addresses that answer one version.
const VERSION: Names = &["version"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, review) = (May(Deed::Read), May(Deed::ReviewUpdates));
    routes.get_asking("/bulletins", read, PAGED, pages::index);
    routes.get_asking("/bulletins/{period}", read, VERSION, pages::show);
    routes.get_asking("/bulletins/{period}/print", read, VERSION, print::print);
    routes.get_asking("/bulletins/{period}/export.{format}", read, VERSION, download::page);
    routes.post("/bulletins/{period}/publish", review, pages::publish);
    routes.post("/bulletins/{period}/corrections", review, pages::correct);
    routes.get_asking("/api/v1/bulletins", read, PAGED, api::list);
    routes.get_asking("/api/v1/bulletins/{period}", read, VERSION, api::show);
    routes.get_asking("/api/v1/bulletins/{period}/export.{format}", read, VERSION, download::api);
    routes.post("/api/v1/bulletins/{period}/publish", review, api::publish);
    routes.post("/api/v1/bulletins/{period}/corrections", review, api::correct);
}
