//! What is owed about the leads of a scope, for the reminders.

use super::clock::{Clock, Owed};
use super::model::Lead;
use super::store;
use crate::config;
use crate::db::Conn;
use crate::kernel::calendar::WorkingDays;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use chrono::NaiveDate;

/// Something that is owed about a lead.
#[derive(Clone, Debug)]
pub struct Owing {
    /// The lead.
    pub lead: Lead,
    /// What.
    pub what: Owed,
    /// By the end of which day.
    pub due_on: NaiveDate,
}

/// Everything that is owed about the leads of a scope, by lead.
///
/// # Errors
/// When they cannot be read.
pub fn owing(
    conn: &mut Conn,
    scope: &Scope,
    (rule, days): (&config::Leads, &WorkingDays),
) -> Result<Vec<Owing>> {
    let clock = Clock { rule, days };
    let of = |lead: Lead| {
        let owed = clock.owed(&lead);
        owed.into_iter().map(move |(what, due_on)| Owing { lead: lead.clone(), what, due_on })
    };
    Ok(store::alive(conn, scope)?.into_iter().flat_map(of).collect())
}
