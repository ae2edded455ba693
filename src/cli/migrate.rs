//! `groundwork migrate`: brings the schema up and says what was run.

use super::{Outcome, output};
use crate::config::Config;
use crate::db::{DatabaseUrl, Db};
use anyhow::anyhow;

pub(super) fn run(config: Config) -> anyhow::Result<Outcome> {
    let url = DatabaseUrl::parse(&config.database.url).map_err(|why| anyhow!(why))?;
    let done = Db::open(&url, 1)?.migrate()?;
    if done.is_empty() {
        output::line("the schema is up to date");
    }
    for migration in done {
        output::line(migration);
    }
    // The built-in reference data belong to a usable schema.
    super::open(config)?;
    Ok(Outcome::Done)
}
