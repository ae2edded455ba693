//! For `groundwork check`: whether every attachment still holds the bytes that were sent.

use super::store;
use super::vault::{self, Damage};
use crate::db::Conn;
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use std::path::Path;

/// A sentence for each attachment whose bytes are missing, others or unreadable; voided ones are kept, too.
pub fn verify(conn: &mut Conn, folder: &Path) -> Result<Vec<Message>> {
    let mut faults = Vec::new();
    for file in store::all(conn)? {
        let Err(damage) = vault::read(folder, &file.hash) else { continue };
        let id = match damage {
            Damage::Missing => "files-check-missing",
            Damage::Altered => "files-check-altered",
            Damage::Unreadable(_) => "files-check-unreadable",
        };
        faults.push(
            Message::new(id)
                .with("id", file.id)
                .with("name", file.file_name)
                .with("subject", file.subject_id)
                .with("hash", file.hash),
        );
    }
    Ok(faults)
}
