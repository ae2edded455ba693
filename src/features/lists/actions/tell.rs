//! What the cities are told of a deed on a list, within the deed itself: a deed undone tells nobody. Notices go to the
//! cities that stand in the reference data on that day; what lies in no city is the province's own and told to none.

use crate::db::Conn;
use crate::features::lists::model::{Entry, Head, Version};
use crate::features::lists::store::Unlock;
use crate::features::lists::totals::Totals;
use crate::features::notices::{self, About, Content, Notice};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;

/// Every city hears that a list takes nominations, and until when.
pub fn opened(conn: &mut Conn, caller: &Caller, head: &Head, now: Instant) -> Result<()> {
    for city in cities(conn, caller)? {
        tell(conn, caller, head.quarter, city, Content::Opening { nominate_by: head.nominate_by }, now)?;
    }
    Ok(())
}

/// The project's city hears what came back and why.
pub fn returned(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    entry: &Entry,
    now: Instant,
) -> Result<()> {
    let Some(city) = entry.project.facts.division.city() else { return Ok(()) };
    let content = Content::Return {
        project_id: entry.project_id,
        name: entry.project.facts.name.clone(),
        reason: entry.reason.clone().unwrap_or_default(),
    };
    tell(conn, caller, quarter, city, content, now)
}

/// Every city hears that a version was published, with the figures of its extract. The first version is the
/// publication; each later one corrects it and says why.
pub fn published(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    (version, totals): (&Version, &Totals),
    now: Instant,
) -> Result<()> {
    for city in cities(conn, caller)? {
        let own = totals.by_city.iter().find(|tally| tally.key.as_deref() == Some(city.as_str()));
        let (count, total_investment_yuan) =
            own.map_or((0, 0), |tally| (tally.count, tally.total_investment.yuan()));
        let (number, reason) = (version.number.clone(), version.reason.clone().unwrap_or_default());
        let content = match version.version {
            1 => Content::Publication { version: 1, number, count, total_investment_yuan },
            version => Content::Correction { version, number, reason, count, total_investment_yuan },
        };
        tell(conn, caller, quarter, city, content, now)?;
    }
    Ok(())
}

/// The city hears until when it is let in again, and why.
pub fn unlocked(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    unlock: &Unlock,
    now: Instant,
) -> Result<()> {
    let content = Content::Unlock { until: unlock.until, reason: unlock.reason.clone() };
    tell(conn, caller, quarter, unlock.city, content, now)
}

/// The city hears that it is let in no longer, and why.
pub fn unlock_ended(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    (city, reason): (DivisionCode, &str),
    now: Instant,
) -> Result<()> {
    tell(conn, caller, quarter, city, Content::UnlockEnd { reason: reason.to_owned() }, now)
}

/// Every city hears that a list was taken back, and why.
pub fn cancelled(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    reason: &str,
    now: Instant,
) -> Result<()> {
    for city in cities(conn, caller)? {
        tell(conn, caller, quarter, city, Content::Cancellation { reason: reason.to_owned() }, now)?;
    }
    Ok(())
}

fn cities(conn: &mut Conn, caller: &Caller) -> Result<Vec<DivisionCode>> {
    let book = reference::book(conn)?;
    Ok(book.cities().map(|city| city.code).filter(|city| caller.scope.covers(*city)).collect())
}

fn tell(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    division: DivisionCode,
    content: Content,
    now: Instant,
) -> Result<()> {
    notices::announce(conn, caller, &Notice { about: About::List(quarter), division, content }, now).map(drop)
}
