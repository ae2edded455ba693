//! Files attached to a record: a stamped scan, a certificate. Rules of this room:
//!
//! - the bytes lie in a folder, named by their SHA-256; a row says what they are attached to, who sent them and when
//! - taken are PDF, JPEG and PNG, told by their first bytes and never by the name that somebody gave them
//! - a photo of a site is written anew before it is kept (`photo`): no place, no camera, no hidden part
//! - a file lies where its subject lies; outside that scope it is not there
//! - nothing is deleted: a wrong file is voided with a reason and stays readable
//! - what is read is hashed again: a damaged file is refused and named by `groundwork check`, never handed out
//!
//! The room knows no page of its own but the download: the rooms whose records carry files show them.
//!
//! Tables: `attachments`.

mod actions;
mod input;
mod model;
mod pages;
mod photo;
mod store;
mod vault;
mod verify;

pub use actions::{attach, void};
pub use input::Incoming;
pub use model::{Attachment, MediaType, Voided};
pub use store::{hashes, hold, of_kind, of_subject, of_subjects, release};
pub use vault::{Damage, put as keep, read as bytes};
pub use verify::verify;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    routes.get("/files/{id}", Access::May(Deed::Read), pages::download);
}
