//! The administrator's view of the mail: what waits, what was sent, what became of it, and the switch that holds it. Rules of
//! this room:
//!
//! - a letter is seen by whoever administers, or audits, the place where its reader belongs
//! - nothing is sent twice by itself; sending again is a person's deed and is remembered as hers
//! - holding all mail, and letting a moved database send, is the whole province's
//!
//! Tables: none of its own; the outbox' are written through its face.

mod actions;
mod api;
mod calendar;
mod input;
mod pages;
mod test_letter;

pub use actions::{hold_all, let_go};
pub use api::{Api as MailApi, PreviewView};
pub use calendar::{Expected, expected, span};
pub use test_letter::TestLetter;

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What the ledger may be asked by.
const NAMES: Names = &["state", "q", "page", "per_page"];

/// What the calendar may be asked by.
const SPAN: Names = &["from", "to", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, administer) = (May(Deed::ReadAudit), May(Deed::Administer));
    routes.get_asking("/mail", read, NAMES, pages::list);
    routes.post("/mail/switch", administer, pages::switch);
    routes.post("/mail/test", administer, pages::test);
    routes.post("/mail/retries", administer, pages::retry_failed);
    routes.get_asking("/mail/calendar", read, SPAN, pages::calendar);
    routes.get("/mail/calendar/{day}/{reader}", read, pages::expected_letter);
    routes.get("/mail/{id}", read, pages::letter);
    routes.post("/mail/{id}/retry", administer, pages::retry);
    routes.post("/mail/{id}/resend", administer, pages::resend);
    routes.post("/mail/{id}/hold", administer, pages::hold);
    routes.get("/mail/{id}/html", read, pages::html_of);

    routes.get_asking("/api/v1/mail/outbox", read, NAMES, api::list);
    routes.get("/api/v1/mail/outbox/{id}", read, api::letter);
    routes.post("/api/v1/mail/outbox/{id}/retry", administer, api::retry);
    routes.post("/api/v1/mail/outbox/{id}/resend", administer, api::resend);
    routes.post("/api/v1/mail/outbox/{id}/hold", administer, api::hold);
    routes.post("/api/v1/mail/retries", administer, api::retry_failed);
    routes.get_asking("/api/v1/mail/preview", read, &["from", "to"], api::preview);
    routes.get("/api/v1/mail/switch", read, api::stands);
    routes.post("/api/v1/mail/switch", administer, api::switch);
}
