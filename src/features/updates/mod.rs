//! The monthly reports (月度调度): every project on the current list owes one for each month. Rules of this room:
//!
//! - who owes is fixed when the month is over: the projects of the newest list published by then; and how an obligation
//!   stands is computed from instants that are written down: due, handed in, returned
//! - what is unusual about a report needs a reason and stays visible; only what cannot be is refused
//! - a report that went up is not altered until it comes back; what was returned stays, and the next is a row of its own
//! - an accepted report becomes the project's facts through the registry's face; a month that is made up for does not
//!   overwrite what has been said since
//! - where the setting asks for it, a report goes up when a second person of the city has approved it; until then the
//!   province does not see it
//! - a closed month takes nothing more, but from a city that was let in again until a named time
//!
//! - a workbook comes back merged three ways: what it was handed out with, what it says, what stands
//!
//! Tables: `reporting_periods obligations period_unlocks updates report_workbooks report_workbook_rows`.

mod actions;
mod ahead;
mod api;
mod at;
mod before;
mod desk;
mod input;
mod ledger;
mod model;
mod one;
mod pages;
mod reporters;
mod store;
mod workbook;

pub use actions::{begin, close, decide, excuse, is_over, no_change, opened, report, unlock};
pub use ahead::{Foreseen, foreseen, owing};
pub use api::Api as UpdatesApi;
pub use at::At;
pub use desk::{Duty, Task, duties, ready, tasks};
pub use input::{Reporting, UpdateBody};
pub use model::flags::{Before, Flag, Month, flags};
pub use model::ledger::{Tally, tallies};
pub use model::obligation::{Attempt, Terms, standing};
pub use model::report::{Decision, Update};
pub use model::{Figures, ObligationState, UpdateState};
pub use one::Api as ReportPhotosApi;
pub use reporters::{Api as ReportersApi, assign};
pub use store::{Owed, PeriodRow, Unlock, hold, period, reporters};
pub use workbook::{Issued, Reports, issue};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, PAGED, Routes};

/// Which month an address is about.
const MONTH: Names = &["period"];
/// Which months, from and to.
const SPAN: Names = &["from", "until"];
/// Whose projects, and whether all of them are ticked.
const REPORTERS: Names = &["reporter", "all"];
/// The same for a program, page by page.
const LISTED: Names = &["reporter", "page", "per_page"];
/// Which month's workbook, and whose.
const WORKBOOK: Names = &["period", "city"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/updates", May(Deed::Read), MONTH, pages::show);
    routes.post("/updates", May(Deed::WriteUpdates), pages::submit);
    routes.get_asking("/updates/ledger", May(Deed::Read), SPAN, pages::ledger::show);
    routes.get_asking("/api/v1/obligations/ledger", May(Deed::Read), SPAN, api::ledger::show);
    routes.get("/projects/{id}/updates", May(Deed::Read), one::history);
    routes.get_asking("/updates/workbook", May(Deed::Read), WORKBOOK, workbook::download::page);
    routes.post("/updates/{id}/decision", May(Deed::DecideUpdates), pages::decide);
    routes.get("/updates/{id}/print", May(Deed::Read), one::print);
    routes.get_asking("/projects/{id}/report", May(Deed::WriteUpdates), MONTH, one::show);
    routes.post("/projects/{id}/report", May(Deed::WriteUpdates), one::submit);
    routes.post("/projects/{id}/report/{kind}", May(Deed::WriteUpdates), one::attach);
    routes.post("/projects/{id}/report/{kind}/{file}/void", May(Deed::WriteUpdates), one::void);
    routes.get_asking("/api/v1/projects/{id}/photos", May(Deed::Read), MONTH, one::photos);
    routes.post("/api/v1/projects/{id}/photos", May(Deed::WriteUpdates), one::send_photo);
    routes.post("/updates/close", May(Deed::ReviewUpdates), pages::close);
    routes.post("/updates/unlocks", May(Deed::ReviewUpdates), pages::unlock);
    routes.post("/updates/unlocks/end", May(Deed::ReviewUpdates), pages::end_unlock);
    routes.post("/updates/decisions", May(Deed::DecideUpdates), pages::decide_many);
    routes.post("/updates/excuses", May(Deed::ReviewUpdates), pages::excuse);
    routes.get_asking("/updates/reporters", May(Deed::Read), REPORTERS, reporters::page);
    routes.post("/updates/reporters", May(Deed::EditProjects), reporters::page_assign);
    routes.get_asking("/api/v1/updates/reporters", May(Deed::Read), LISTED, reporters::api_list);
    routes.post("/api/v1/updates/reporters", May(Deed::EditProjects), reporters::api_assign);
    routes.get_asking("/api/v1/updates/workbook", May(Deed::Read), WORKBOOK, workbook::download::api);
    routes.get_asking("/api/v1/updates/due", May(Deed::Read), &["period", "page", "per_page"], api::due);
    routes.post("/api/v1/updates/no-change", May(Deed::WriteUpdates), api::no_change);
    routes.post("/api/v1/updates/decisions", May(Deed::DecideUpdates), api::decide_many);
    routes.post("/api/v1/updates/{id}/decision", May(Deed::DecideUpdates), api::decide);
    routes.get_asking("/api/v1/projects/{id}/updates", May(Deed::Read), PAGED, api::list);
    routes.post("/api/v1/projects/{id}/updates", May(Deed::WriteUpdates), api::create);
    routes.get_asking("/api/v1/obligations", May(Deed::Read), MONTH, api::obligations);
    routes.post("/api/v1/obligations/{period}/close", May(Deed::ReviewUpdates), api::close);
    routes.post("/api/v1/obligations/{period}/unlocks", May(Deed::ReviewUpdates), api::unlock);
    routes.post("/api/v1/obligations/{period}/unlocks/end", May(Deed::ReviewUpdates), api::end_unlock);
    routes.post("/api/v1/obligations/{period}/excuses", May(Deed::ReviewUpdates), api::excuse);
}
