//! 停缓建 in the demonstration: one project whose review is due today, one that is reviewed after half a year.

use super::people::Account;
use crate::config::Config;
use crate::context::Context;
use crate::features::projects::{self, Filter, Light, SideState};
use crate::features::suspended::{self, Suspending};
use crate::kernel::calendar::local_date;
use crate::kernel::error::Result;
use crate::kernel::paging::Sort;
use crate::kernel::role::Role;
use chrono::Datelike;

/// What the province's officer enters, and whether the review is due at once.
const REASONS: [(&str, bool); 2] =
    [("企业重组，资金安排未定，待专题研究", true), ("市场需求下行，业主申请缓建", false)];

/// Lets them stand still; a database where some already do is left alone.
pub fn tell(context: &Context, config: &Config, accounts: &[Account]) -> Result<()> {
    let now = context.now();
    let today = local_date(now, context.zone);
    // What its city has nominated only the province may change.
    let Some(officer) = accounts.iter().find(|account| account.role == Role::Officer) else {
        return Ok(());
    };
    let rule = (&config.suspended, context.zone);
    context.db.write_now(|conn| {
        let (by_id, year) = (Sort { field: "id", descending: false }, today.year());
        let still = Filter { side_state: Some(SideState::Suspended), ..Filter::default() };
        if !projects::selected(conn, &officer.scope, &still, by_id, year)?.is_empty() {
            return Ok(());
        }
        let red = Filter { light: Some(Light::Red), ..Filter::default() };
        let red = projects::selected(conn, &officer.scope, &red, by_id, year)?;
        // The first ones have asked for something else.
        for (project, (reason, is_due)) in red.iter().rev().zip(REASONS) {
            let new = Suspending { reason: reason.to_owned(), review_on: is_due.then_some(today) };
            suspended::suspend(conn, officer.caller(), project.id, &new, (rule, (now, today)))?;
        }
        Ok(())
    })
}
