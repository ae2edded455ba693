//! The quarterly list (重点项目清单): cities nominate, the province reviews, and what is published is a numbered,
//! hashed document that nobody can alter. Rules of this room:
//!
//! - every deed on a list first bumps `lists.revision`: one row lock puts all deeds on it in order, on both engines
//! - the class of an entry is the list's own; the project's class only proposes it
//! - publishing is one transaction: serials, changes, the frozen facts of each project's current version, the document,
//!   its hash, the state, the audit record; entries go in first and the version row seals them
//! - the document is the published list; the typed rows beside it serve SQL, and [`verify`] proves that they agree
//! - a list starts from the published one before: what stood there is `carried` over and waits for one of five
//!   decisions, each with a reason; what such a decision does to the registry happens at publication
//! - the deadline binds the cities, and one of them may be let in again until a named time, or until that is ended; what
//!   a city has handed up is read-only for it until it comes back
//! - lists follow one another: none is opened before one that is open or published, and one opened by mistake is taken
//!   back while nothing would be lost by it
//! - a wrong figure becomes the next version, which says what it corrects; every version stays at its own address
//! - every change of a nomination and every move of a list keeps a row, so that it can be shown as of any day
//! - a reader whose scope is not the whole province gets an extract: her entries with the whole document's hash and
//!   totals; of an unpublished list she sees her own nominations only
//!
//! What a reader sees of a list is an `edition`, arranged as the `official` table and its `attachments`; page, paper
//! and files are all made from it.
//!
//! Published versions are served from a shelf of finished `copies`. `open_data` and `public` are its doors to the outside.
//!
//! Tables: `lists list_moves list_unlocks list_justifications nominations nomination_versions list_versions list_entries`.

mod actions;
mod api;
mod attachments;
mod batch;
mod compare;
mod copies;
mod counting;
mod deadlines;
mod document;
mod edition;
mod export;
mod frozen;
mod input;
mod model;
mod nomination_sheet;
mod official;
mod open_data;
mod pages;
mod papers;
mod print;
mod public;
mod scans;
mod store;
mod totals;
mod verify;
mod words;

pub use actions::{cancel, correct, decide, end_unlock, justify, move_to, nominate, open, publish, unlock};
pub use api::Api as ListsApi;
pub use compare::item::Item as ComparedItem;
pub use compare::model::{Comparison, Gone, Kept};
pub use compare::same::{Clue, Doubt, Pairing, Proposal, Reason, pair};
pub use compare::sides::{Asked as Comparing, Compared, With as ComparedWith, read as compare};
pub use compare::words::amount;
pub use counting::{Remark, RemarkCode};
pub use deadlines::effective_deadline;
pub use document::Correction;
pub use document::SCHEMA;
pub use export::{Format, Reader, Taken, take};
pub use input::{
    ChangeBody, CorrectBody, Correcting, DecideBody, Deciding, NominateBody, Nominating, OpenBody, Opening,
    PublishBody, Publishing, StateBody, UnlockEnding, Unlocking,
};
pub use model::{
    ChangeKind, Decision, Entry, Exit, Head, ListState, NominationState, PublishedEntry, Version,
};
pub use store::{
    Known, Listed, LiveList, Published, as_of, is_unlocked, list, lists, nominated, on_lists, published,
    versions,
};
pub use totals::{Counted, Meters, Tally, Totals};
pub use verify::verify;
pub use words::{decision_text, list_state, quarter_name, state_text};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, PAGED, Routes};

/// Of the addresses that can look back.
const AS_OF: Names = &["as_of"];
/// Of the addresses that answer one version.
const VERSION: Names = &["version"];
/// Of a comparison.
const SIDES: Names = &["with", "with_version", "version"];
/// Of a list's page: of which day or version, and the filters of whoever works on it.
const SHEET: Names = &["as_of", "version", "q", "city", "class", "industry", "state", "sort", "tick"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/lists", May(Deed::Read), AS_OF, pages::index);
    routes.post("/lists", May(Deed::ManageLists), pages::open);
    routes.get_asking("/lists/{quarter}", May(Deed::Read), SHEET, pages::show);
    routes.get("/lists/{quarter}/versions/{version}", May(Deed::Read), pages::version);
    routes.get_asking("/lists/{quarter}/print", May(Deed::Read), VERSION, print::print);
    routes.get_asking("/lists/{quarter}/export.{format}", May(Deed::Read), VERSION, export::page);
    routes.get_asking("/lists/{quarter}/compare", May(Deed::Read), SIDES, pages::compare);
    routes.get_asking("/lists/{quarter}/compare.xlsx", May(Deed::Read), SIDES, compare::workbook::page);
    routes.post("/lists/{quarter}/nominations", May(Deed::Nominate), pages::nominate);
    // Withdrawing is the nominator's deed, the other decisions are the reviewer's: the action asks.
    routes.post("/lists/{quarter}/decisions", May(Deed::Nominate), pages::decide);
    routes.post("/lists/{quarter}/justifications", May(Deed::ManageLists), pages::justify);
    routes.post("/lists/{quarter}/unlocks", May(Deed::ManageLists), pages::unlock);
    routes.post("/lists/{quarter}/unlocks/end", May(Deed::ManageLists), pages::end_unlock);
    routes.post("/lists/{quarter}/cancellation", May(Deed::ManageLists), pages::cancel);
    routes.get_asking(
        "/lists/{quarter}/corrections",
        May(Deed::ManageLists),
        &["project"],
        pages::correct_form,
    );
    routes.post("/lists/{quarter}/corrections", May(Deed::ManageLists), pages::correct);
    routes.post("/lists/{quarter}/state", May(Deed::ManageLists), pages::move_to);
    routes.post("/lists/{quarter}/publish", May(Deed::ManageLists), pages::publish);

    routes.get_asking(
        "/lists/{quarter}/nominations/print",
        May(Deed::Read),
        &["city"],
        nomination_sheet::print,
    );
    routes.post("/lists/{quarter}/nominations/scan", May(Deed::Nominate), pages::receipts::attach);
    routes.post("/lists/{quarter}/nominations/scan/{id}/void", May(Deed::Nominate), pages::receipts::void);
    routes.get("/lists/{quarter}/entries/{project_id}", May(Deed::Read), pages::entry::show);
    routes.post("/lists/{quarter}/entries/{project_id}/comments", May(Deed::Comment), pages::entry::comment);
    routes.post(
        "/lists/{quarter}/entries/{project_id}/comments/{id}/void",
        May(Deed::Comment),
        pages::entry::take_back,
    );
    routes.get("/lists/{quarter}/notices", May(Deed::Read), pages::receipts::show);
    // Everybody reads the same, so nobody is asked who he is; 404 unless the office has switched it on.
    routes.get("/public/lists", Access::Anonymous, public::index);
    routes.get("/public/lists/{quarter}.oc4ids.json", Access::Anonymous, public::data);
    routes.get("/public/lists/{quarter}", Access::Anonymous, public::show);

    routes.get_asking("/api/v1/lists", May(Deed::Read), &["as_of", "page", "per_page"], api::list);
    routes.post("/api/v1/lists", May(Deed::ManageLists), api::open);
    routes.get_asking("/api/v1/lists/{quarter}", May(Deed::Read), &["as_of", "version"], api::show);
    routes.get("/api/v1/lists/{quarter}/versions/{version}", May(Deed::Read), api::show_version);
    routes.get_asking("/api/v1/lists/{quarter}/export.{format}", May(Deed::Read), VERSION, export::api);
    routes.get_asking("/api/v1/lists/{quarter}/compare", May(Deed::Read), SIDES, api::compare);
    routes.get_asking("/api/v1/lists/{quarter}/compare.xlsx", May(Deed::Read), SIDES, compare::workbook::api);
    routes.post("/api/v1/lists/{quarter}/entries", May(Deed::Nominate), api::nominate);
    routes.post("/api/v1/lists/{quarter}/entries/{project_id}/decision", May(Deed::Nominate), api::decide);
    routes.get_asking(
        "/api/v1/lists/{quarter}/entries/{project_id}/comments",
        May(Deed::Read),
        PAGED,
        api::comments::list,
    );
    routes.post(
        "/api/v1/lists/{quarter}/entries/{project_id}/comments",
        May(Deed::Comment),
        api::comments::add,
    );
    routes.get_asking(
        "/api/v1/lists/{quarter}/notices",
        May(Deed::Read),
        &["kind", "page", "per_page"],
        api::notices::list,
    );
    routes.post(
        "/api/v1/lists/{quarter}/entries/{project_id}/justifications",
        May(Deed::ManageLists),
        api::justify,
    );
    routes.post("/api/v1/lists/{quarter}/unlocks", May(Deed::ManageLists), api::unlock);
    routes.post("/api/v1/lists/{quarter}/unlocks/end", May(Deed::ManageLists), api::end_unlock);
    routes.post("/api/v1/lists/{quarter}/cancellation", May(Deed::ManageLists), api::cancel);
    routes.post("/api/v1/lists/{quarter}/corrections", May(Deed::ManageLists), api::correct);
    routes.post("/api/v1/lists/{quarter}/state", May(Deed::ManageLists), api::move_to);
    routes.post("/api/v1/lists/{quarter}/publish", May(Deed::ManageLists), api::publish);
}
