//! Imports: one door for workbooks. A person sends a file; it is kept as it came; she sees what it would do, row by
//! row and cell by cell, mends or skips what is wrong, and applies it. Rules of this room:
//!
//! - nothing of the registry is written before somebody applies; the plan is computed anew from the kept bytes and the
//!   accepted fixes whenever it is shown, and once more inside the transaction that applies it
//! - the same file again changes nothing; an empty cell erases nothing; two rows are never one project
//! - a row outside the sender's scope is an error at its cell and says nothing about what exists there
//! - a workbook belongs to its sender's scope: others do not see it, the province not before it was applied
//! - a cell that was changed on both sides is asked about, and its row waits for the answer
//! - every kind of workbook comes through this door: the room that understands it registers its [`Rows`]
//! - page, API and command line go through `actions`
//!
//! Tables: `imports import_fixes import_rows`.

mod actions;
mod api;
mod input;
mod kinds;
mod matching;
mod model;
mod opened;
mod pages;
mod planning;
mod row_deed;
mod store;
mod view;

pub use actions::{Occasion, Shown, apply, mark, rehearse, shown, upload};
pub use api::{Api as ImportsApi, ImportView};
pub use input::NewImport;
pub use kinds::{Kinds, Rows};
pub use model::{Change, Conflict, Counts, Import, Kind, Outcome, Place, Plan, RowPlan};
pub use opened::{Asker, Opened};
pub use planning::Registry;
pub use row_deed::RowDeed;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/imports", May(Deed::Read), &["city", "page", "per_page"], pages::list);
    routes.post("/imports", May(Deed::EditProjects), pages::upload);
    routes.get_asking("/imports/{id}", May(Deed::Read), &["only", "page", "per_page"], pages::preview);
    routes.post("/imports/{id}/cells", May(Deed::EditProjects), pages::mend);
    routes.post("/imports/{id}/conflicts", May(Deed::EditProjects), pages::settle);
    routes.post("/imports/{id}/apply", May(Deed::EditProjects), pages::apply);
    routes.get("/imports/{id}/workbook", May(Deed::Read), pages::workbook);

    routes.post("/api/v1/imports", May(Deed::EditProjects), api::upload);
    routes.get("/api/v1/imports/{id}", May(Deed::Read), api::show);
    routes.post("/api/v1/imports/{id}/cells", May(Deed::EditProjects), api::mend);
    routes.post("/api/v1/imports/{id}/conflicts", May(Deed::EditProjects), api::settle);
    routes.post("/api/v1/imports/{id}/apply", May(Deed::EditProjects), api::apply);
    routes.get("/api/v1/imports/{id}/workbook", May(Deed::Read), api::workbook);
}
