//! The file of a backup: a zip of one part for each table, one for each attachment, and a manifest that names every table's
//! part with its hash.
//!
//! - `manifest.json`: [`Manifest`]
//! - `tables/<name>.jsonl`: the columns as a JSON array, then a row a line
//! - `files/<sha256>`: the bytes of that hash

use crate::kernel::canonical::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The format's name, inside every backup.
pub const FORMAT: &str = "groundwork-backup/1";
/// Where the manifest lies.
pub const MANIFEST: &str = "manifest.json";

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`]
    pub format: String,
    /// The newest migration of the database.
    pub schema: String,
    /// Whether everything in it is invented.
    pub demonstration: bool,
    /// The tables, each after those that its rows point at.
    pub tables: Vec<Part>,
    /// How many attachments there are.
    pub files: usize,
}

/// One table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: usize,
    /// SHA-256 of its part, 64 hex digits.
    pub sha256: String,
}

impl Part {
    /// The name of the part inside the file.
    pub fn place(table: &str) -> String {
        format!("tables/{table}.jsonl")
    }
}

/// The name of an attachment's part.
pub fn place_of(hash: &str) -> String {
    format!("files/{hash}")
}

/// Writes on, and hashes what goes by.
pub struct Hashing<W> {
    inner: W,
    digest: Sha256,
}

impl<W: Write> Hashing<W> {
    /// Around a writer.
    pub fn new(inner: W) -> Self {
        Self { inner, digest: Sha256::new() }
    }

    /// SHA-256 of everything that was written.
    pub fn hash(self) -> String {
        hex(&self.digest.finalize())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
