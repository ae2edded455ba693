//! SQL of what stands around a list: the counts beside each quarter, the versions that were published, their bytes.

use crate::db::schema::{list_entries, list_versions, lists, nominations, projects};
use crate::db::{Backend, Conn, within};
use crate::features::lists::model::NominationState;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::collections::BTreeMap;

/// Nominations of each quarter in each state, as `scope` sees them.
pub fn nomination_counts(
    conn: &mut Conn,
    scope: &Scope,
) -> Result<BTreeMap<Quarter, BTreeMap<NominationState, i64>>> {
    let rows: Vec<(Quarter, NominationState, i64)> = nominations::table
        .inner_join(projects::table)
        .filter(within("projects.division", scope))
        .group_by((nominations::quarter, nominations::state))
        .select((nominations::quarter, nominations::state, count_star()))
        .load(conn)?;
    let mut counts: BTreeMap<Quarter, BTreeMap<NominationState, i64>> = BTreeMap::new();
    for (quarter, state, count) in rows {
        counts.entry(quarter).or_default().insert(state, count);
    }
    Ok(counts)
}

/// Of each city in scope: how many projects its people have nominated for a quarter, and how many of those were sent back.
///
/// # Errors
/// When the database does not answer.
pub fn nominated(
    conn: &mut Conn,
    scope: &Scope,
    quarter: Quarter,
) -> Result<BTreeMap<DivisionCode, (usize, usize)>> {
    let rows: Vec<(DivisionCode, NominationState)> = nominations::table
        .inner_join(projects::table)
        .filter(within("projects.division", scope))
        .filter(nominations::quarter.eq(quarter).and(nominations::nominated_by.is_not_null()))
        .filter(nominations::state.ne(NominationState::Withdrawn))
        .select((projects::division, nominations::state))
        .load(conn)?;
    let mut cities: BTreeMap<DivisionCode, (usize, usize)> = BTreeMap::new();
    for (place, state) in rows {
        let Some(city) = place.city() else { continue };
        let counts = cities.entry(city).or_default();
        counts.0 += 1;
        counts.1 += usize::from(state == NominationState::Returned);
    }
    Ok(cities)
}

/// Count and total of every published version. Aggregates of published lists are a bulletin: no scope.
pub fn published_sums(conn: &mut Conn) -> Result<BTreeMap<(Quarter, i32), (i64, Money)>> {
    let rows: Vec<(Quarter, i32, i64, Money)> = list_entries::table
        .group_by((list_entries::quarter, list_entries::version))
        .select((
            list_entries::quarter,
            list_entries::version,
            count_star(),
            sql::<BigInt>("cast(coalesce(sum(list_entries.total_investment_yuan), 0) as bigint)"),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(quarter, version, count, sum)| ((quarter, version), (count, sum))).collect())
}

/// The published versions of a list, the newest first: number of the version, when, hash.
pub fn versions(conn: &mut Conn, quarter: Quarter) -> Result<Vec<(i32, Instant, String)>> {
    Ok(list_versions::table
        .filter(list_versions::quarter.eq(quarter))
        .order(list_versions::version.desc())
        .select((list_versions::version, list_versions::published_at, list_versions::hash))
        .load(conn)?)
}

/// How often anybody has done something to a list, which rises with every deed; and number and hash of the named
/// version, or of the newest when none is named and there is one.
///
/// # Errors
/// [`Error::NotFound`] when it was never opened, or has no version of that number.
pub fn standing(
    conn: &mut Conn,
    quarter: Quarter,
    version: Option<i32>,
) -> Result<(i64, Option<(i32, String)>)> {
    let revision = lists::table.find(quarter).select(lists::revision).first(conn)?;
    let mut query = list_versions::table
        .filter(list_versions::quarter.eq(quarter))
        .order(list_versions::version.desc())
        .select((list_versions::version, list_versions::hash))
        .into_boxed::<Backend>();
    if let Some(version) = version {
        query = query.filter(list_versions::version.eq(version));
    }
    let found: Option<(i32, String)> = query.first(conn).optional()?;
    if version.is_some() && found.is_none() {
        return Err(Error::NotFound);
    }
    Ok((revision, found))
}

/// The bytes of a published version, exactly as they were hashed.
///
/// # Errors
/// [`NotFound`](crate::kernel::error::Error::NotFound) when there is no such version.
pub fn document(conn: &mut Conn, quarter: Quarter, version: i32) -> Result<String> {
    Ok(list_versions::table.find((quarter, version)).select(list_versions::document).first(conn)?)
}

/// What a project in scope is called.
///
/// # Errors
/// [`NotFound`](crate::kernel::error::Error::NotFound) when it is not there for this reader.
pub fn project_name(conn: &mut Conn, scope: &Scope, id: i64) -> Result<String> {
    let one = projects::table.filter(projects::id.eq(id)).filter(within("projects.division", scope));
    Ok(one.select(projects::name).first(conn)?)
}
