//! The leaders' digests: after each quarter one letter bound to the published list and its hash, after each month one with
//! what changed since the reader's last. Rules of this room:
//!
//! - an issue is made of what is published and stored (the list's version, the month's lights, its bulletin), never of the
//!   registry of today; without a published list it waits, and the province's reviewers hear so once
//! - each reader's copy is made and kept when the issue is prepared; a reviewer sees it, and what she approves is sent to
//!   the byte. Where the configuration says so, it also goes by itself
//! - prepared anew before the approval when the documents or the readers change: another version of the list has a row of
//!   its own. After the approval nothing is sent again by itself
//! - names only within the reader's scope; figures of all cities to everybody, as a bulletin does it
//! - a missing fact is said in a sentence; text and HTML are laid out from the same blocks (`paper`)
//! - it can be stopped with one click (RFC 8058): a POST to a signed link, a GET only shows a page. Whoever stopped it, may
//!   not sign in any more or has other places now gets none, asked once more when it leaves
//!
//! The promotion of leads has no room yet; a digest has no section about it until there is one.
//!
//! Tables: `digests digest_copies digest_stops digest_secrets`.

mod actions;
mod api;
mod expected;
mod ground;
mod input;
mod job;
mod kind;
mod letter;
mod model;
mod pages;
mod paper;
mod part;
mod prepare;
mod rules;
mod send;
mod stops;
mod store;
mod tell;
mod view;
mod words;

pub use actions::{approve, choose};
pub use api::Api as DigestsApi;
pub use expected::{Foretold, expected};
pub use job::Digests;
pub use kind::DigestLetter;
pub use model::{DigestKind, State};
pub use prepare::{Report, prepare};
pub use rules::Rules;
pub use stops::without_stop;
pub use store::is_empty;
pub use tell::DigestWord;

use crate::kernel::role::Deed;
use crate::web::{Access, PAGED, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::{May, Public};
    let (read, manage) = (May(Deed::Read), May(Deed::ManageLists));
    routes.get_asking("/digests", read, PAGED, pages::index);
    routes.post("/digests/choice", read, pages::choose);
    routes.get_asking("/digests/{id}", read, &["reader"], pages::show);
    routes.post("/digests/{id}/approve", manage, pages::approve);
    routes.get("/digests/{id}/copies/{user}", read, pages::copy);
    routes.get("/digests/{id}/copies/{user}/file", read, pages::file);
    // Whoever has the letter has the link; the mail program that posts it has neither session nor token.
    routes.get("/mail/stop/{token}", Public, pages::stop_form);
    routes.post("/mail/stop/{token}", Public, pages::stop);

    routes.get_asking("/api/v1/digests", read, PAGED, api::list);
    routes.get("/api/v1/digests/{id}", read, api::show);
    routes.post("/api/v1/digests/{id}/approve", manage, api::approve);
}
