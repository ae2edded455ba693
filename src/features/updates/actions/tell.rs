//! What a city is told about its reports, within the deed itself: a deed undone tells nobody.

use crate::db::Conn;
use crate::features::notices::{self, About, Content};
use crate::features::projects;
use crate::features::updates::at::At;
use crate::features::updates::model::report::Update;
use crate::features::updates::store::Unlock;
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::web::Caller;

/// The project's city hears what came back and why.
pub fn returned(
    conn: &mut Conn,
    caller: &Caller,
    update: &Update,
    reason: Option<&str>,
    at: &At,
) -> Result<()> {
    let project = projects::project(conn, &caller.scope, update.project_id, update.period.year())?;
    let place = project.facts.division;
    let content = Content::ReportReturn {
        project_id: project.id,
        name: project.facts.name,
        reason: reason.unwrap_or_default().to_owned(),
    };
    notices::tell_city(conn, caller, (About::Month(update.period), place), content, at.now)
}

/// The city hears that it is let in no longer, and why.
pub fn unlock_ended(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    (unlock, reason): (&Unlock, &str),
    at: &At,
) -> Result<()> {
    let content = Content::MonthUnlockEnd { reason: reason.to_owned() };
    notices::tell_city(conn, caller, (About::Month(period), unlock.city), content, at.now)
}

/// The city hears until when it is let in again, and why.
pub fn unlocked(conn: &mut Conn, caller: &Caller, period: Period, unlock: &Unlock, at: &At) -> Result<()> {
    let content = Content::MonthUnlock { until: unlock.until, reason: unlock.reason.clone() };
    notices::tell_city(conn, caller, (About::Month(period), unlock.city), content, at.now)
}
