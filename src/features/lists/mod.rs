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
//! - the deadline binds the cities, and one of them may be let in again until a named time; what a city has handed up is
//!   read-only for it until it comes back
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

pub use actions::{correct, decide, justify, move_to, nominate, open, publish, unlock};
pub use api::Api as ListsApi;
pub use compare::same::{Clue, Doubt, Pairing, Proposal, Reason, pair};
pub use counting::{Remark, RemarkCode};
pub use deadlines::effective_deadline;
pub use document::Correction;
pub use document::SCHEMA;
pub use export::{Format, Reader, Taken, take};
pub use input::{
    ChangeBody, CorrectBody, Correcting, DecideBody, Deciding, NominateBody, Nominating, OpenBody, Opening,
    PublishBody, Publishing, StateBody,
};
pub use model::{
    ChangeKind, Decision, Entry, Exit, Head, ListState, NominationState, PublishedEntry, Version,
};
pub use store::{Known, Listed, LiveList, Published, as_of, list, lists, published, versions};
pub use totals::{Counted, Meters, Tally, Totals};
pub use verify::verify;
pub use words::{list_state, state_text};

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get("/lists", May(Deed::Read), pages::index);
    routes.post("/lists", May(Deed::ManageLists), pages::open);
    routes.get("/lists/{quarter}", May(Deed::Read), pages::show);
    routes.get("/lists/{quarter}/versions/{version}", May(Deed::Read), pages::version);
    routes.get("/lists/{quarter}/print", May(Deed::Read), print::print);
    routes.get("/lists/{quarter}/export.{format}", May(Deed::Read), export::page);
    routes.get("/lists/{quarter}/compare", May(Deed::Read), pages::compare);
    routes.get("/lists/{quarter}/compare.xlsx", May(Deed::Read), compare::workbook::page);
    routes.post("/lists/{quarter}/nominations", May(Deed::Nominate), pages::nominate);
    // Withdrawing is the nominator's deed, the other decisions are the reviewer's: the action asks.
    routes.post("/lists/{quarter}/decisions", May(Deed::Nominate), pages::decide);
    routes.post("/lists/{quarter}/justifications", May(Deed::ManageLists), pages::justify);
    routes.post("/lists/{quarter}/unlocks", May(Deed::ManageLists), pages::unlock);
    routes.get("/lists/{quarter}/corrections", May(Deed::ManageLists), pages::correct_form);
    routes.post("/lists/{quarter}/corrections", May(Deed::ManageLists), pages::correct);
    routes.post("/lists/{quarter}/state", May(Deed::ManageLists), pages::move_to);
    routes.post("/lists/{quarter}/publish", May(Deed::ManageLists), pages::publish);

    routes.get("/lists/{quarter}/nominations/print", May(Deed::Read), nomination_sheet::print);
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

    routes.get("/api/v1/lists", May(Deed::Read), api::list);
    routes.post("/api/v1/lists", May(Deed::ManageLists), api::open);
    routes.get("/api/v1/lists/{quarter}", May(Deed::Read), api::show);
    routes.get("/api/v1/lists/{quarter}/versions/{version}", May(Deed::Read), api::show_version);
    routes.get("/api/v1/lists/{quarter}/export.{format}", May(Deed::Read), export::api);
    routes.get("/api/v1/lists/{quarter}/compare", May(Deed::Read), api::compare);
    routes.get("/api/v1/lists/{quarter}/compare.xlsx", May(Deed::Read), compare::workbook::api);
    routes.post("/api/v1/lists/{quarter}/entries", May(Deed::Nominate), api::nominate);
    routes.post("/api/v1/lists/{quarter}/entries/{project_id}/decision", May(Deed::Nominate), api::decide);
    routes.get("/api/v1/lists/{quarter}/entries/{project_id}/comments", May(Deed::Read), api::comments::list);
    routes.post(
        "/api/v1/lists/{quarter}/entries/{project_id}/comments",
        May(Deed::Comment),
        api::comments::add,
    );
    routes.get("/api/v1/lists/{quarter}/notices", May(Deed::Read), api::notices::list);
    routes.post(
        "/api/v1/lists/{quarter}/entries/{project_id}/justifications",
        May(Deed::ManageLists),
        api::justify,
    );
    routes.post("/api/v1/lists/{quarter}/unlocks", May(Deed::ManageLists), api::unlock);
    routes.post("/api/v1/lists/{quarter}/corrections", May(Deed::ManageLists), api::correct);
    routes.post("/api/v1/lists/{quarter}/state", May(Deed::ManageLists), api::move_to);
    routes.post("/api/v1/lists/{quarter}/publish", May(Deed::ManageLists), api::publish);
}
