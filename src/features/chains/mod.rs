//! What chains (产业链) consist of: segments, what supplies what, and how strong each segment is where. Rules of this room:
//!
//! - a chain's name is reference data; its segments belong to it alone, each named once, and are switched off rather than
//!   deleted, since projects and judgements keep their name
//! - where a segment stands (上游, 中游, 下游) and what it is for are two facts, never one
//! - supply goes one way, and so does being a part: a circle is refused, with its way
//! - a judgement (强, 一般, 弱, 缺) is of a segment and a city, or of the province by itself, which is never made of its cities';
//!   it says on what, from where, and on which day the facts were looked at; a later one stands beside it and never alters it
//! - the province's judgements are everybody's to read, a city's those of its scope
//!
//! - an edition is the whole chain as it was said to be on a day, and never changes
//!
//! Tables: `chain_cards segments supply_edges strengths chain_editions`.

mod actions;
mod api;
pub mod editions;
mod editions_api;
mod input;
mod model;
mod store;

pub use actions::{add, judge, link, relink, supplied_by, tell};
pub use api::Api as ChainsApi;
pub use editions_api::{Api as EditionsApi, EditionBody, sentence};
pub use input::{ChainBody, JudgeBody, Judging, Linking, SegmentBody, Telling, not_ahead, verified_on};
pub use model::{Card, Coverage, Function, Judgement, Linked, Segment, Strength, Tier, coverage, is_stale};
pub use store::{card, judgements, segment, segments, sizes, stale, supply};

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, edit) = (May(Deed::Read), May(Deed::EditAtlas));
    routes.get("/api/v1/chains", read, api::list);
    routes.post("/api/v1/chains", edit, api::add);
    routes.get("/api/v1/chains/{id}", read, api::show);
    routes.patch("/api/v1/chains/{id}", edit, api::tell);
    routes.get("/api/v1/chains/{id}/editions", read, editions_api::list);
    routes.post("/api/v1/chains/{id}/editions", edit, editions_api::keep);
    routes.get_asking("/api/v1/chains/{id}/editions/{number}", read, &["from"], editions_api::show);
    routes.post("/api/v1/chains/{id}/segments", edit, api::link);
    routes.patch("/api/v1/segments/{id}", edit, api::relink);
    routes.post("/api/v1/segments/{id}/strengths", edit, api::judge);
}
