//! The attraction map (招商图谱) as people use it: what of a chain is there and what is missing where, who works on it, who
//! could fill it, and which park fits. Rules of this room:
//!
//! - it keeps nothing: all of it is computed from chains, enterprises, targets, parks, projects on lists and leads
//! - a gap is a judgement of 缺 or 弱 that stands; what nobody has judged is no gap, and is counted as not judged
//! - it is covered by what its reader may see in the place: enterprises that stand on the segment, projects on the newest
//!   published list, leads; what is missing with neither project nor lead is nobody's, and comes first
//! - a place is looked at by whoever sees it whole: nobody is told that nothing is being done where she cannot see it
//! - every score is shown with what it is made of, and two that are alike are ordered by their number
//!
//! Tables: none.

mod api;
mod ground;
mod intake;
mod map;
mod matches;
mod model;
mod pages;

pub use api::Api as AtlasApi;
pub use ground::Ground;
pub use intake::{Asked as IntakeAsked, Counts as IntakeCounts, Intake, Taker, marked, take, workbook};
pub use matches::{Best, Fit, parks, targets};
pub use model::gaps::{Cover, CoverKind, Gap};
pub use model::matching::{Reason, Score};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What gaps may be asked by.
const GAPS: Names = &["place"];
/// What a page of the map may be asked by.
const VIEW: Names = &["view", "metric", "place", "list", "at", "step"];
const CHAIN: Names = &["place", "view"];
/// What a form may begin with.
const BEGUN: Names = &["place", "strength", "evidence"];
/// What the map may be asked by.
const MAP: Names = &["list", "metric"];
/// What the workbook may be asked by.
const OF_CHAIN: Names = &["chain"];
/// What matches may be asked by.
const MATCHES: Names = &["place", "target"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, edit) = (May(Deed::Read), May(Deed::EditAtlas));
    routes.get_asking("/atlas", read, VIEW, pages::index);
    routes.get("/atlas/workbook", read, pages::workbook::page);
    routes.post("/atlas/workbook", edit, pages::workbook::bring);
    routes.get_asking("/atlas/workbook.xlsx", read, OF_CHAIN, pages::workbook::take);
    routes.get_asking("/atlas/{chain}", read, CHAIN, pages::chain);
    routes.get("/atlas/enterprises/{id}/edit", edit, pages::edit::enterprise_form);
    routes.post("/atlas/enterprises/{id}/edit", edit, pages::edit::enterprise);
    routes.get("/atlas/targets/{id}/edit", edit, pages::edit::target_form);
    routes.post("/atlas/targets/{id}/edit", edit, pages::edit::target);
    routes.get("/atlas/parks/{id}/edit", edit, pages::edit::park_form);
    routes.post("/atlas/parks/{id}/edit", edit, pages::edit::park);
    routes.get("/atlas/{chain}/edit", edit, pages::edit::chain_form);
    routes.post("/atlas/{chain}/edit", edit, pages::edit::chain);
    routes.get("/atlas/{chain}/segments/new", edit, pages::edit::new_segment_form);
    routes.post("/atlas/{chain}/segments/new", edit, pages::edit::new_segment);
    routes.get("/atlas/{chain}/segments/{segment}/edit", edit, pages::edit::segment_form);
    routes.post("/atlas/{chain}/segments/{segment}/edit", edit, pages::edit::segment);
    routes.get("/atlas/{chain}/editions", read, pages::editions::list);
    routes.post("/atlas/{chain}/editions", edit, pages::editions::keep);
    routes.get_asking("/atlas/{chain}/segments/{segment}", read, MATCHES, pages::segment);
    routes.get_asking("/atlas/{chain}/segments/{segment}/judge", edit, BEGUN, pages::judge_form);
    routes.post("/atlas/{chain}/segments/{segment}/judge", edit, pages::judge);
    routes.get_asking("/atlas/{chain}/segments/{segment}/enterprises", edit, BEGUN, pages::enterprise_form);
    routes.post("/atlas/{chain}/segments/{segment}/enterprises", edit, pages::enterprise);
    routes.get_asking("/atlas/{chain}/segments/{segment}/targets", edit, BEGUN, pages::target_form);
    routes.post("/atlas/{chain}/segments/{segment}/targets", edit, pages::target);

    routes.get_asking("/api/v1/atlas/workbook", read, OF_CHAIN, intake::api::workbook);
    routes.post("/api/v1/atlas/workbook", edit, intake::api::bring);
    routes.get_asking("/api/v1/map.geojson", read, MAP, map::geojson);
    routes.get_asking("/api/v1/chains/{id}/gaps", read, GAPS, api::gaps);
    routes.get_asking("/api/v1/segments/{id}/matches", read, MATCHES, api::matches);
}
