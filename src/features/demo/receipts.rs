//! Who has read what in the demonstration: of the published quarters every city everything, of the one in review most
//! cities that it was opened, so that both the city's and the province's pages have something to show.

use super::people::Account;
use crate::db::Conn;
use crate::features::notices::{self, Kind};
use crate::kernel::calendar::Quarter;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::PageRequest;
use crate::kernel::role::Role;

/// The cities' officers confirm what they were told about a quarter's list.
pub fn confirm(
    conn: &mut Conn,
    accounts: &[Account],
    quarter: Quarter,
    in_review: bool,
    now: Instant,
) -> Result<()> {
    let page = PageRequest::new(None, Some(PageRequest::MAX_PER_PAGE))?;
    let officers = accounts.iter().filter(|account| account.role == Role::City);
    for (number, officer) in officers.enumerate().filter(|(number, _)| !in_review || number % 5 != 2) {
        for told in notices::for_reader(conn, officer.caller(), page)?.items {
            let waits = told.notice.about.quarter() == Some(quarter) && told.read_at.is_none();
            let reads = !in_review || told.notice.content.kind() == Kind::Opening;
            if waits && reads {
                // Not all at once: an officer a minute.
                let at = now.plus(chrono::TimeDelta::minutes(number as i64));
                notices::confirm(conn, officer.caller(), told.id, at)?;
            }
        }
    }
    Ok(())
}
