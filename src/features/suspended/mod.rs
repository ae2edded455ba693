//! 停缓建 and its 复审: which projects stand still, why, and by when somebody looks at them again. Rules of this room:
//!
//! - the standstill itself is the project's side state, however it came to be (here, on the edit page, by a workbook);
//!   this room keeps what was said about it and the day of its review
//! - where nobody named a day, the review is due some months after the standstill began (`[suspended]`)
//! - until that day the project owes no report and its light is not judged; after it, it owes again until it is reviewed
//! - whoever edits the project lets it stand still; the province reviews: it stays, goes on, or leaves
//!
//! Table: `suspension_reviews`.

mod actions;
mod api;
mod input;
mod model;
mod pages;
mod standing;
mod store;

pub use actions::{review, suspend};
pub use api::Api as SuspendedApi;
pub use input::{Filter, Reviewing, Suspending};
pub use model::{Outcome, Review, Standstill, rests};
pub use standing::{find, review_days};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What the list may be asked by.
const NAMES: Names = &["due", "city", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/suspended", May(Deed::Read), NAMES, pages::list);
    routes.get("/projects/{id}/suspension", May(Deed::Read), pages::show);
    routes.post("/projects/{id}/suspension", May(Deed::EditProjects), pages::suspend);
    routes.post("/projects/{id}/suspension/reviews", May(Deed::ReviewUpdates), pages::review);

    routes.get_asking("/api/v1/suspended", May(Deed::Read), NAMES, api::list);
    routes.get("/api/v1/projects/{id}/suspension", May(Deed::Read), api::show);
    routes.post("/api/v1/projects/{id}/suspension", May(Deed::EditProjects), api::suspend);
    routes.post("/api/v1/projects/{id}/suspension/reviews", May(Deed::ReviewUpdates), api::review);
}
