//! `groundwork check`: proves that what is stored still holds. Changes nothing, not even the schema, so that it can be
//! run on a copy and from a timer. A line for each fault and exit 1, or one line that says that all is well.

use super::{Outcome, output};
use crate::config::Config;
use crate::db::{self, Conn, DatabaseUrl, Db};
use crate::features::{bulletins, files, lists};
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use crate::web::Lang;
use anyhow::{anyhow, ensure};
use std::path::Path;

pub(super) fn run(config: &Config) -> anyhow::Result<Outcome> {
    let url = DatabaseUrl::parse(&config.database.url).map_err(|why| anyhow!(why))?;
    // SQLite would make an empty file of a mistyped address, and call it whole.
    if let Some(path) = url.sqlite_path() {
        ensure!(path.exists(), "there is no database at {}: check the address", path.display());
    }
    let db = Db::open(&url, 1)?;
    let pending = db::pending(&mut *db.connection()?)?;
    let faults = if pending.is_empty() {
        db.read_now(|conn| faults(conn, &config.files.folder))?
    } else {
        // What an older schema lacks cannot be asked.
        pending.iter().map(|name| Message::new("check-pending").with("name", name)).collect()
    };
    for fault in &faults {
        output::line(Lang::Zh.render(fault));
    }
    if faults.is_empty() {
        output::line(Lang::Zh.t("check-well"));
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Refused)
}

/// Everything that does not hold, in sentences.
fn faults(conn: &mut Conn, attachments: &Path) -> Result<Vec<Message>> {
    let mut faults = lists::verify(conn)?;
    faults.extend(bulletins::verify(conn)?);
    faults.extend(files::verify(conn, attachments)?);
    let guards = db::missing_guards(conn)?;
    faults.extend(guards.into_iter().map(|name| Message::new("check-guard").with("name", name)));
    faults.extend(db::orphans(conn)?.into_iter().map(|found| {
        Message::new("check-orphans")
            .with("table", found.table)
            .with("columns", found.columns.join(" "))
            .with("parent", found.parent)
            .with("rows", found.rows)
    }));
    Ok(faults)
}
