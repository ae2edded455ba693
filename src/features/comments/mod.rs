//! Remarks on a record: what the city and the province say to one another about it. Rules of this room:
//!
//! - whoever may read the record reads its remarks; whoever enters, nominates, decides or leads may write one
//! - a remark lies where its subject lies; outside that scope it is not there
//! - a remark is never rewritten; its author may take it back, and then it says that it was
//!
//! The room has no page of its own: the rooms whose records carry remarks show them.
//!
//! Tables: `comments`.

mod actions;
mod input;
mod model;
mod store;

pub use actions::{add, take_back};
pub use input::NewComment;
pub use model::Comment;
pub use store::of_subject;
