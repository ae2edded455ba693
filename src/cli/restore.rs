//! `groundwork restore`: fills an empty database of either engine, and the folder of attachments, from a backup.

use super::{Outcome, output};
use crate::config::Config;
use crate::db::{DatabaseUrl, Db};
use crate::features::operations::{self, Moved};
use crate::kernel::instant::Clock;
use crate::kernel::message::Message;
use crate::web::Lang;
use anyhow::anyhow;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct Restore {
    /// The file that `groundwork backup` wrote.
    file: PathBuf,
}

pub(super) fn run(command: &Restore, config: &Config) -> anyhow::Result<Outcome> {
    let url = DatabaseUrl::parse(&config.database.url).map_err(|why| anyhow!(why))?;
    let now = Clock::system().now();
    let moved = operations::restore(&Db::open(&url, 1)?, &config.files.folder, &command.file, now)?;
    let done = Message::new("restore-done").with("file", command.file.display());
    output::line(Lang::Zh.render(&counted(done, &moved)));
    Ok(Outcome::Done)
}

/// With what was moved.
pub(super) fn counted(message: Message, moved: &Moved) -> Message {
    message.with("tables", moved.tables).with("rows", moved.rows).with("files", moved.files)
}
