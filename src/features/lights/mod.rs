//! The lights of the projects (亮灯): green, yellow, red, or not reported. Rules of this room:
//!
//! - a light follows from rules that are data, each set with the months in which it holds and the document it comes from;
//!   a new set begins with the current month at the earliest, so that no month that was judged is judged again
//! - four families look at the start, the progress, the enrolment and the report; the worst gives the colour, and each
//!   says in one sentence with its figures why it has its own
//! - only delay without a justified reason (正当理由) counts: a city asks, the province approves until a day, and until
//!   then the family stays in sight without counting. The report itself cannot be suspended
//! - a month is judged by the facts that its bulletin has, with the plan that stood when it was over: what is planned anew
//!   counts from the day on which it is entered
//! - lights are stored when they are computed, one for a project and month; the next month's is foretold by the same rules
//!
//! It stands above the reports, whose deeds have the lights computed through [`shine`].
//!
//! Tables: `light_rules light_suspensions`; the lights themselves are the registry's (`project_lights`).

mod actions;
mod api;
mod facts;
mod input;
mod model;
mod pages;
mod shine;
mod store;
mod suspension;

pub use actions::{ask, decide};
pub use api::Api as LightsApi;
pub use facts::facts_of_month;
pub use model::{Family, Finding, Rules, Situation, Suspended, Why, forecast, in_force, light};
pub use shine::{By, foresee, shine, shine_since};
pub use suspension::{Asking, Decision as SuspensionDecision, State as SuspensionState, Suspension};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, PAGED, Routes};

/// What a list of suspensions may be asked by.
const NAMES: Names = &["state", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/lights", May(Deed::Read), PAGED, pages::overview);
    routes.post("/lights/rules", May(Deed::Administer), pages::enter);
    routes.post("/lights/rules/{id}/withdrawal", May(Deed::Administer), pages::withdraw);
    routes.post("/lights/suspensions/{id}/decision", May(Deed::ReviewUpdates), pages::decide);
    routes.get("/projects/{id}/light", May(Deed::Read), pages::of_project);
    routes.post("/projects/{id}/light", May(Deed::WriteUpdates), pages::ask);

    routes.get("/api/v1/light-rules", May(Deed::Read), api::rules);
    routes.post("/api/v1/light-rules", May(Deed::Administer), api::enter);
    routes.post("/api/v1/light-rules/{id}/withdrawal", May(Deed::Administer), api::withdraw);
    routes.get_asking("/api/v1/light-suspensions", May(Deed::Read), NAMES, api::suspensions);
    routes.post("/api/v1/light-suspensions/{id}/decision", May(Deed::ReviewUpdates), api::decide);
    routes.post("/api/v1/projects/{id}/light-suspensions", May(Deed::WriteUpdates), api::ask);
    routes.get("/api/v1/projects/{id}/lights", May(Deed::Read), api::lights);
}
