//! SQL of the bulletins: published versions, which are only ever added, and what a month is measured from.

use crate::db::schema::{bulletins as b, list_entries, list_versions, reporting_periods, updates};
use crate::db::{Conn, nested, unique_violation};
use crate::features::projects::Class;
use crate::features::updates::UpdateState;
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::kernel::text::document_number_key;
use diesel::prelude::*;
use std::collections::BTreeMap;

use super::model::Previous;

/// A published version, without its document.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = b)]
pub struct Version {
    /// Whose bulletin.
    pub period: Period,
    /// 1 for the publication.
    pub version: i32,
    /// The document's number.
    pub number: String,
    /// Why it corrects the version before.
    pub reason: Option<String>,
    /// By whom, by name at that time.
    pub publisher: String,
    /// When.
    pub published_at: Instant,
    /// SHA-256 of the document's bytes.
    pub hash: String,
    /// That of the version before.
    pub previous_hash: Option<String>,
}

/// What a uniqueness refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Somebody else was faster with this version.
    Version,
    /// The number belongs to another bulletin.
    Number,
}

/// Adds a version; what another transaction took first is said.
pub fn insert(
    conn: &mut Conn,
    version: &Version,
    published_by: Option<i64>,
    document: &str,
) -> Result<Option<Taken>> {
    let values = (
        b::period.eq(version.period),
        b::version.eq(version.version),
        b::number.eq(&version.number),
        b::reason.eq(&version.reason),
        b::publisher.eq(&version.publisher),
        b::published_by.eq(published_by),
        b::published_at.eq(version.published_at),
        b::document.eq(document),
        b::hash.eq(&version.hash),
        b::previous_hash.eq(&version.previous_hash),
    );
    match nested(conn, |conn| diesel::insert_into(b::table).values(values).execute(conn)) {
        Ok(_) => Ok(None),
        Err(error) => match unique_violation(&error).as_deref() {
            Some("bulletins__number__version") => Ok(Some(Taken::Number)),
            Some(_) => Ok(Some(Taken::Version)),
            None => Err(error.into()),
        },
    }
}

/// The versions of a month's bulletin, the newest first.
pub fn versions(conn: &mut Conn, period: Period) -> Result<Vec<Version>> {
    let of_month = b::table.filter(b::period.eq(period)).order(b::version.desc());
    Ok(of_month.select(Version::as_select()).load(conn)?)
}

/// The newest version of a month's bulletin, or the one of this number, with its bytes.
pub fn published(conn: &mut Conn, period: Period, version: Option<i32>) -> Result<Option<(Version, String)>> {
    let mut of_month = b::table.filter(b::period.eq(period)).into_boxed::<crate::db::Backend>();
    if let Some(version) = version {
        of_month = of_month.filter(b::version.eq(version));
    }
    let newest = of_month.order(b::version.desc());
    Ok(newest.select((Version::as_select(), b::document)).first(conn).optional()?)
}

/// The newest versions of the bulletins of these months, with their bytes, the earliest month first.
pub fn published_between(conn: &mut Conn, from: Period, until: Period) -> Result<Vec<(Period, String)>> {
    let rows: Vec<(Period, i32, String)> = b::table
        .filter(b::period.between(from, until))
        .order((b::period, b::version))
        .select((b::period, b::version, b::document))
        .load(conn)?;
    let newest: BTreeMap<Period, String> =
        rows.into_iter().map(|(period, _, bytes)| (period, bytes)).collect();
    Ok(newest.into_iter().collect())
}

/// Every version with its bytes, in the order of the chain.
pub fn all(conn: &mut Conn) -> Result<Vec<(Version, String)>> {
    let ordered = b::table.order((b::period, b::version));
    Ok(ordered.select((Version::as_select(), b::document)).load(conn)?)
}

/// What the next version of a month follows: its newest version, else the newest one of the last month before it.
pub fn previous(conn: &mut Conn, period: Period) -> Result<Option<Previous>> {
    let row: Option<(Period, i32, String)> = b::table
        .filter(b::period.le(period))
        .order((b::period.desc(), b::version.desc()))
        .select((b::period, b::version, b::hash))
        .first(conn)
        .optional()?;
    Ok(row.map(|(period, version, hash)| Previous { period, version, hash }))
}

/// The numbers of all bulletins; a correction keeps the number of what it corrects.
pub fn numbers(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(b::table.filter(b::version.eq(1)).order(b::period).select(b::number).load(conn)?)
}

/// Whether a bulletin of another month, or a list, bears this number, however either is written.
pub fn number_is_taken(conn: &mut Conn, period: Period, number: &str) -> Result<bool> {
    let mut taken: Vec<String> =
        b::table.filter(b::period.ne(period).and(b::version.eq(1))).select(b::number).load(conn)?;
    let of_lists: Vec<String> =
        list_versions::table.filter(list_versions::version.eq(1)).select(list_versions::number).load(conn)?;
    taken.extend(of_lists);
    let key = document_number_key(number);
    Ok(taken.iter().any(|other| document_number_key(other) == key))
}

/// The months for which something is owed, the newest first, each with its newest published version.
pub fn months(conn: &mut Conn, page: PageRequest) -> Result<Paged<(Period, Option<Version>)>> {
    let owed = || reporting_periods::table.filter(reporting_periods::quarter.is_not_null());
    let total: i64 = owed().count().get_result(conn)?;
    let periods: Vec<Period> = owed()
        .order(reporting_periods::period.desc())
        .limit(page.per_page())
        .offset(page.offset())
        .select(reporting_periods::period)
        .load(conn)?;
    let rows: Vec<Version> = b::table
        .filter(b::period.eq_any(&periods))
        .order(b::version)
        .select(Version::as_select())
        .load(conn)?;
    let mut newest: BTreeMap<Period, Version> = rows.into_iter().map(|row| (row.period, row)).collect();
    let items = periods.into_iter().map(|period| (period, newest.remove(&period))).collect();
    Ok(Paged::new(items, total, page))
}

/// The classes in which projects stand on a published version.
pub fn classes(conn: &mut Conn, (quarter, version): (Quarter, i32)) -> Result<BTreeMap<i64, Class>> {
    let rows: Vec<(i64, Class)> = list_entries::table
        .filter(list_entries::quarter.eq(quarter).and(list_entries::version.eq(version)))
        .select((list_entries::project_id, list_entries::class))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many reports of a month went up and wait for a decision.
pub fn waiting(conn: &mut Conn, ids: &[i64], period: Period) -> Result<i64> {
    use updates as u;
    Ok(u::table
        .filter(u::period.eq(period).and(u::project_id.eq_any(ids)))
        .filter(u::state.eq(UpdateState::Submitted).and(u::handed_at.is_not_null()))
        .count()
        .get_result(conn)?)
}
