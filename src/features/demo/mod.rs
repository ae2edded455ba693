//! The demonstration: 200 invented projects of invented companies in real cities, one account a role, three published
//! quarters and one in review, the months of the last one reported. Deterministic: a project's whole history follows from
//! its number (`invented`); the deeds are the real ones (`story`), done at past instants, so audit records, versions and hashes are real too.
//! The database is marked as a demonstration for ever, and every page and export says so.

mod atlas;
mod catalogue;
mod delays;
mod digests;
mod invented;
mod leads;
mod months;
mod people;
mod problems;
mod receipts;
mod standstills;
mod story;

pub use people::Account;

use crate::config::Config;
use crate::context::Context;
use crate::kernel::error::Result;

/// Fills an empty database and returns one account a role (and one a city), all with the same password.
///
/// A database that already has accounts is left as it is: the demonstration is served again with its own people.
///
/// # Errors
/// When the database refuses, or the reference data lack an industry the demonstration needs.
pub fn fill(context: &Context, config: &Config, password: &str) -> Result<Vec<Account>> {
    let accounts = people::make(context, password)?;
    story::tell(context, config, &accounts)?;
    problems::tell(context, &accounts)?;
    atlas::tell(context, &accounts)?;
    leads::tell(context, &accounts)?;
    delays::tell(context, config, &accounts)?;
    standstills::tell(context, config, &accounts)?;
    digests::tell(context, config)?;
    Ok(accounts)
}
