//! Delays that cities of the demonstration ask not to have counted: one that waits for the province, one that it approved.

use super::people::Account;
use crate::config::Config;
use crate::context::Context;
use crate::features::lights::{self, Asking, By, Family, SuspensionDecision};
use crate::features::projects::{self, Filter, Light};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, Result};
use crate::kernel::paging::Sort;
use crate::kernel::role::Role;
use chrono::{Datelike, Days};

/// What the cities say, in the order of their codes.
const REASONS: [&str; 2] =
    ["主汛期停工，防汛指挥部通知在案，预计年底前开工", "征地补偿方案复核中，已列市级协调清单"];

/// Asks for them; a database that already has them is left alone.
pub fn tell(context: &Context, config: &Config, accounts: &[Account]) -> Result<()> {
    let now = context.now();
    let today = local_date(now, context.zone);
    let officers = accounts.iter().filter(|account| account.role == Role::City);
    let Some(reviewer) = accounts.iter().find(|account| account.role == Role::Reviewer) else {
        return Ok(());
    };
    context.db.write_now(|conn| {
        for (number, (officer, reason)) in officers.zip(REASONS).enumerate() {
            let by_id = Sort { field: "id", descending: false };
            let red = Filter { light: Some(Light::Red), ..Filter::default() };
            let red = projects::selected(conn, &officer.scope, &red, by_id, today.year())?;
            let Some(project) = red.first() else { continue };
            let new =
                Asking { family: Family::Start, until: today + Days::new(84), reason: reason.to_owned() };
            let asked = match lights::ask(conn, officer.caller(), project.id, &new, (now, today)) {
                Err(Error::Conflict(_)) => continue,
                asked => asked?,
            };
            if number == 1 {
                let deciding = (SuspensionDecision::Approve, None);
                let by = By { now, zone: context.zone, seed: &config.lights };
                lights::decide(conn, reviewer.caller(), (asked.id, asked.version), deciding, by)?;
            }
        }
        Ok(())
    })
}
