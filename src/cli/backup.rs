//! `groundwork backup`: everything in one file, while the server goes on. Changes nothing, not even the schema.

use super::{Outcome, output};
use crate::config::Config;
use crate::db::{DatabaseUrl, Db};
use crate::features::operations;
use crate::kernel::message::Message;
use crate::web::Lang;
use anyhow::{anyhow, ensure};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist.
    file: PathBuf,
}

pub(super) fn run(command: &Backup, config: &Config) -> anyhow::Result<Outcome> {
    let url = DatabaseUrl::parse(&config.database.url).map_err(|why| anyhow!(why))?;
    // SQLite would make an empty file of a mistyped address, and back it up.
    if let Some(path) = url.sqlite_path() {
        ensure!(path.exists(), "there is no database at {}: check the address", path.display());
    }
    let moved = operations::back_up(&Db::open(&url, 1)?, &config.files.folder, &command.file)?;
    let done = Message::new("backup-done").with("file", command.file.display());
    output::line(Lang::Zh.render(&super::restore::counted(done, &moved)));
    for hash in &moved.lost {
        output::line(Lang::Zh.render(&Message::new("backup-lost").with("hash", hash)));
    }
    Ok(if moved.lost.is_empty() { Outcome::Done } else { Outcome::Refused })
}
