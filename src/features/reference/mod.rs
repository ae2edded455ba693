//! What the province's places, industries, chains and parks are called, and which words mean which stage. Rules of
//! this room:
//!
//! - loaded once from the built-in set (`data/`, sources in its README), then edited by the administrator only
//! - nothing is deleted: a row that no longer holds is switched off and keeps its name for the records that carry it
//! - a key (code, id, word) never changes; a name may
//! - whoever needs names or lookups reads the whole [`Book`] once and asks it
//!
//! Tables: `divisions industries chains gb4754_divisions parks stage_words`.

mod book;
mod builtin;
mod model;
mod store;
mod words;

pub use book::Book;
pub use builtin::load_builtin;
pub use model::{Chain, Division, Gb4754, Industry, IndustryGroup, Level, Park, STAGES, StageWord};
pub use store::book;
pub use words::{Doubt, Place, StageKind, StageReading, stage_key};
