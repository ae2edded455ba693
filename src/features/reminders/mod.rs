//! Who is told what she owes, and when: before it is due, on the day, after it, then her superior. Rules of this room:
//!
//! - a debt has no row of its own: it follows from what other rooms have written down, and is asked for again when a letter
//!   is planned, when it is written and in the commit before its content leaves; paid in between, it is not told
//! - each rung of a debt is told once to each person; of rungs that were missed only the newest
//! - one letter a day for each reader, with everything in it; what waits in older letters is said by the newest
//! - a reminder is a duty: it cannot be stopped, but whoever is away names a deputy who reads it instead
//! - a superior gets one line for each person, not her letters
//! - nobody, deputy or superior, is told of what lies outside her scope
//! - on which days is data: the configuration's ladder, or one that was entered for what is due from a day on
//!
//! Tables: `person_standings letter_items phone_calls reminder_ladders`.

mod actions;
mod api;
mod calendar;
mod content;
mod debts;
mod desk;
mod input;
mod job;
mod letter;
mod model;
mod pages;
mod rules;
mod store;
mod words;

pub use api::Api as RemindersApi;
pub use calendar::{Foretold, Span};
pub use job::Reminders;
pub use letter::Reminder;
pub use model::plan::Item;
pub use rules::Rules;
pub use store::items;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get("/reminders", May(Deed::Read), pages::mine);
    routes.post("/reminders", May(Deed::Read), pages::put_mine);
    routes.get("/reminders/people", May(Deed::Remind), pages::list);
    routes.get("/reminders/people/{id}", May(Deed::Remind), pages::person);
    routes.post("/reminders/people/{id}", May(Deed::Remind), pages::put);
    routes.post("/reminders/people/{id}/calls", May(Deed::Remind), pages::call);
    routes.get("/reminders/ladders", May(Deed::Read), pages::ladders::list);
    routes.post("/reminders/ladders", May(Deed::Administer), pages::ladders::enter);
    routes.post("/reminders/ladders/{id}/withdrawal", May(Deed::Administer), pages::ladders::withdraw);

    routes.get("/api/v1/reminder-ladders", May(Deed::Read), api::ladders);
    routes.post("/api/v1/reminder-ladders", May(Deed::Administer), api::enter);
    routes.post("/api/v1/reminder-ladders/{id}/withdrawal", May(Deed::Administer), api::withdraw);
}
