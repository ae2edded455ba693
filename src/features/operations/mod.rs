//! What keeps an installation safe: the backup and its restore. Rules of this room:
//!
//! - a backup is one file that either engine restores: every row of one snapshot, taken while others go on writing, and
//!   every attachment and photo; each part with its hash
//! - it is restored into an empty database only, in the schema in which it was made, and brought up afterwards; nothing is
//!   there unless all of it is
//! - what is restored is another installation: it gets an id of its own, and stays a demonstration when it was one
//!
//! Reads and writes every table, by the engine's own catalogue.

mod archive;
mod backup;
mod restore;

pub use backup::back_up;
pub use restore::restore;

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
