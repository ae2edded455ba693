//! What keeps an installation running and safe: what runs by itself, how much waits and what failed; the backup and its
//! restore. Rules of this room:
//!
//! - how the whole installation runs is seen by whoever administers or audits it; a job's line is changed by whoever
//!   administers the whole province, and takes effect at once
//! - a backup is one file that either engine restores: every row of one snapshot, taken while others go on writing, and
//!   every attachment and photo; each part with its hash
//! - it is restored into an empty database only, in the schema in which it was made, and brought up afterwards; nothing is
//!   there unless all of it is
//! - what is restored is another installation: it gets an id of its own, and stays a demonstration when it was one
//!
//! The backup reads and writes every table, by the engine's own catalogue.

mod actions;
mod api;
mod archive;
mod backup;
mod input;
mod pages;
mod restore;
mod standing;

pub use api::Api as OperationsApi;
pub use backup::back_up;
pub use restore::restore;
pub use standing::{Standing, standing};

use crate::kernel::role::Deed;
use crate::web::{Access, Names, Routes};

/// What the page may be asked by.
const NAMES: Names = &["state", "job", "line", "page", "per_page"];

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::May;
    let (read, administer) = (May(Deed::ReadAudit), May(Deed::Administer));
    routes.get_asking("/operations", read, NAMES, pages::show);
    routes.post("/operations/jobs/{job}", administer, pages::change);

    routes.get("/api/v1/operations", read, api::show);
    routes.post("/api/v1/operations/jobs/{job}", administer, api::change);
}

/// What went into a backup, or came out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Tables.
    pub tables: usize,
    /// Rows of all of them.
    pub rows: usize,
    /// Attachments and photos.
    pub files: usize,
    /// Hashes of those that could not be read; the rest of the backup is whole all the same.
    pub lost: Vec<String>,
}
