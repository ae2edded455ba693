//! What is owed now, source by source. Each asks the room whose matter it is, within a scope, so that nobody is reminded of
//! what she may not see.

mod leads;
mod lists;
mod matters;
mod milestones;
mod reports;

use super::model::debt::{Debt, DebtKind};
use super::model::ladders::Ladders;
use crate::config;
use crate::db::Conn;
use crate::features::updates::At;
use crate::kernel::calendar::WorkingDays;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Within which scope.
    pub scope: &'a Scope,
    /// When, and by which rules.
    pub at: &'a At,
    /// The days off.
    pub days: &'a WorkingDays,
    /// Whether the words are wanted, or only what is owed: who asks whether a letter is still due reads no names.
    pub words: bool,
    /// Until which day debts are foreseen that are not there yet; today for none.
    pub until: NaiveDate,
    /// Which say how many days a milestone is told before.
    pub ladders: &'a Ladders,
    /// The reply clock of leads.
    pub leads: &'a config::Leads,
}

/// The debts of these kinds.
///
/// # Errors
/// When the database does not answer.
pub fn owed(conn: &mut Conn, asked: Asked<'_>, kinds: &BTreeSet<DebtKind>) -> Result<Vec<Debt>> {
    let mut debts = Vec::new();
    for kind in kinds {
        debts.extend(match kind {
            DebtKind::Report => reports::owed(conn, asked)?,
            DebtKind::Nomination => lists::nominations(conn, asked)?,
            DebtKind::Publication => lists::publications(conn, asked)?,
            DebtKind::Task => matters::tasks(conn, asked)?,
            DebtKind::Problem => matters::problems(conn, asked)?,
            DebtKind::Review => matters::reviews(conn, asked)?,
            DebtKind::Lead => leads::owed(conn, asked)?,
            DebtKind::Milestone => milestones::owed(conn, asked)?,
        });
    }
    Ok(debts)
}

/// Every kind.
pub fn all_kinds() -> BTreeSet<DebtKind> {
    DebtKind::ALL.iter().copied().collect()
}
