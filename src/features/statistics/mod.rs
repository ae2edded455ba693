//! Statistics of a list or of the registry: counts, sums and rates by city, stage, class, industry, chain or nature,
//! with the places of those that compete. Rules of this room:
//!
//! - every figure comes from the `indicators` room, with its formula and its denominator; nothing is computed here
//! - the aggregates of a published list are a bulletin that every signed-in reader sees whole; names of projects only
//!   within her scope. What is not published, list or registry, is measured within her scope
//! - a list is measured as of its own day and in its own classes, the registry as of today and in the projects' classes
//! - a month (`period`) is what the `bulletins` room measures: the accepted reports, not the registry of today; a published
//!   bulletin is shown to every reader as it was published, a month without one within her scope
//! - from every group the way leads down to its rows (`key`), to those that the reader may see by name
//!
//! It owns no table: lists and projects are read through their faces.

mod api;
mod input;
mod monthly;
mod pages;
mod sheet;
mod source;
mod words;

pub use api::Api as StatisticsApi;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    routes.get_asking("/statistics", May(Deed::Read), input::NAMES, pages::page);
    routes.get_asking("/statistics/export.xlsx", May(Deed::Read), input::NAMES, sheet::download);
    routes.get_asking("/api/v1/statistics", May(Deed::Read), input::NAMES, api::show);
}
