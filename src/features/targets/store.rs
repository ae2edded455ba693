//! SQL of targets and of their ties. A target passes through `within` by whose list it is on; the province's is everybody's.

use super::input::Filter;
use super::model::{Priority, Status, Target};
use crate::db::schema::{enterprises, segments, target_ties as ties, targets as t};
use crate::db::{Backend, Conn, containing, nested, unique_violation, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::kernel::text::name_key;
use crate::web::Caller;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    version: i64,
    segment_id: i64,
    division: DivisionCode,
    name: String,
    credit_code: Option<String>,
    home: Option<String>,
    products: Option<String>,
    priority: Priority,
    status: Status,
    reasons: String,
    land_mu: Option<i64>,
    energy_tce: Option<i64>,
    source: Option<String>,
    verified_on: NaiveDate,
    author: String,
}

fn target(row: Row, ties: Vec<i64>) -> Target {
    Target {
        id: row.id,
        version: row.version,
        segment_id: row.segment_id,
        division: row.division,
        name: row.name,
        credit_code: row.credit_code,
        home: row.home,
        products: row.products,
        priority: row.priority,
        status: row.status,
        reasons: row.reasons,
        land_mu: row.land_mu,
        energy_tce: row.energy_tce,
        source: row.source,
        verified_on: row.verified_on,
        author: row.author,
        ties,
    }
}

fn visible(scope: &Scope, filter: &Filter) -> t::BoxedQuery<'static, Backend> {
    let province = scope.first().province();
    let is_seen = within("targets.division", scope).or(t::division.eq(province));
    let mut query = t::table.into_boxed::<Backend>().filter(is_seen);
    if let Some(segment) = filter.segment {
        query = query.filter(t::segment_id.eq(segment));
    }
    if let Some(chain) = filter.chain {
        let of_chain = segments::table.filter(segments::chain_id.eq(chain)).select(segments::id);
        query = query.filter(t::segment_id.eq_any(of_chain));
    }
    if let Some(place) = filter.place {
        query = query.filter(t::division.eq(place));
    }
    if let Some(priority) = filter.priority {
        query = query.filter(t::priority.eq(priority));
    }
    if let Some(status) = filter.status {
        query = query.filter(t::status.eq(status));
    }
    if let Some(q) = &filter.q {
        let key = name_key(q);
        // What has no letter in it is in no name.
        let is_asked = (!key.is_empty()).into_sql::<Bool>();
        query = query.filter(t::name_key.like(containing(&key)).escape('\\').and(is_asked));
    }
    query
}

/// The targets that the caller may see and the filter lets through, by segment and name.
///
/// # Errors
/// When they cannot be read.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Target>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<Row> = visible(scope, filter)
        .order((t::segment_id, t::name, t::id))
        .limit(page.per_page())
        .offset(page.offset())
        .select(Row::as_select())
        .load(conn)?;
    Ok(Paged::new(with_ties(conn, scope, rows)?, total, page))
}

/// All targets that the caller may see and the filter lets through, by id.
///
/// # Errors
/// When they cannot be read.
pub fn everywhere(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<Vec<Target>> {
    let rows: Vec<Row> = visible(scope, filter).order(t::id).select(Row::as_select()).load(conn)?;
    with_ties(conn, scope, rows)
}

/// One target.
///
/// # Errors
/// [`Error::NotFound`] also for what the caller may not see.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Target> {
    let query = visible(scope, &Filter::default()).filter(t::id.eq(id));
    let row: Row = query.select(Row::as_select()).first(conn)?;
    with_ties(conn, scope, vec![row])?.pop().ok_or(Error::NotFound)
}

/// With the ties to enterprises that the caller sees.
fn with_ties(conn: &mut Conn, scope: &Scope, rows: Vec<Row>) -> Result<Vec<Target>> {
    let mut of: HashMap<i64, Vec<i64>> = HashMap::new();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    // Engines take a limited number of parameters.
    for some in ids.chunks(500) {
        let found: Vec<(i64, i64)> = ties::table
            .inner_join(enterprises::table)
            .filter(ties::target_id.eq_any(some))
            .filter(within("enterprises.division", scope))
            .order(ties::enterprise_id)
            .select((ties::target_id, ties::enterprise_id))
            .load(conn)?;
        for (target, enterprise) in found {
            of.entry(target).or_default().push(enterprise);
        }
    }
    let whole = |row: Row| {
        let ties = of.remove(&row.id).unwrap_or_default();
        target(row, ties)
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// Inserts a target under a new id.
///
/// # Errors
/// [`Error::Invalid`] for a name that stands on this list for this segment already.
pub fn insert(conn: &mut Conn, caller: &Caller, new: &Target, now: Instant) -> Result<i64> {
    let values = (t::version.eq(1_i64), facts(new), written(caller, now));
    let id = known(nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    }))?;
    tie(conn, id, (&[], &new.ties))?;
    Ok(id)
}

/// Writes a target that still has this version; `false` when it has another one.
///
/// # Errors
/// As [`insert`].
pub fn update(conn: &mut Conn, caller: &Caller, (was, is): (&Target, &Target), now: Instant) -> Result<bool> {
    let row = t::table.filter(t::id.eq(is.id).and(t::version.eq(is.version)));
    let values = (t::version.eq(is.version + 1), facts(is), written(caller, now));
    if known(nested(conn, |conn| diesel::update(row).set(values).execute(conn)))? != 1 {
        return Ok(false);
    }
    tie(conn, is.id, (&was.ties, &is.ties))?;
    Ok(true)
}

/// Ties that the caller does not see stay as they are.
fn tie(conn: &mut Conn, id: i64, (was, is): (&[i64], &[i64])) -> Result<()> {
    let gone: Vec<i64> = was.iter().copied().filter(|one| !is.contains(one)).collect();
    let of_target = ties::table.filter(ties::target_id.eq(id));
    diesel::delete(of_target.filter(ties::enterprise_id.eq_any(gone))).execute(conn)?;
    for enterprise in is.iter().filter(|one| !was.contains(one)) {
        let values = (ties::target_id.eq(id), ties::enterprise_id.eq(enterprise));
        diesel::insert_into(ties::table).values(values).execute(conn)?;
    }
    Ok(())
}

type Facts<'a> = (
    diesel::dsl::Eq<t::segment_id, i64>,
    diesel::dsl::Eq<t::division, DivisionCode>,
    diesel::dsl::Eq<t::name, &'a str>,
    diesel::dsl::Eq<t::name_key, String>,
    diesel::dsl::Eq<t::credit_code, Option<&'a str>>,
    diesel::dsl::Eq<t::home, Option<&'a str>>,
    diesel::dsl::Eq<t::products, Option<&'a str>>,
    diesel::dsl::Eq<t::priority, Priority>,
    diesel::dsl::Eq<t::status, Status>,
    diesel::dsl::Eq<t::reasons, &'a str>,
    diesel::dsl::Eq<t::land_mu, Option<i64>>,
    diesel::dsl::Eq<t::energy_tce, Option<i64>>,
    diesel::dsl::Eq<t::source, Option<&'a str>>,
    diesel::dsl::Eq<t::verified_on, NaiveDate>,
);

fn facts(of: &Target) -> Facts<'_> {
    let key = name_key(&of.name);
    (
        t::segment_id.eq(of.segment_id),
        t::division.eq(of.division),
        t::name.eq(of.name.as_str()),
        t::name_key.eq(if key.is_empty() { of.name.clone() } else { key }),
        t::credit_code.eq(of.credit_code.as_deref()),
        t::home.eq(of.home.as_deref()),
        t::products.eq(of.products.as_deref()),
        t::priority.eq(of.priority),
        t::status.eq(of.status),
        t::reasons.eq(of.reasons.as_str()),
        t::land_mu.eq(of.land_mu),
        t::energy_tce.eq(of.energy_tce),
        t::source.eq(of.source.as_deref()),
        t::verified_on.eq(of.verified_on),
    )
}

type Written<'a> = (
    diesel::dsl::Eq<t::author, &'a str>,
    diesel::dsl::Eq<t::written_by, Option<i64>>,
    diesel::dsl::Eq<t::written_at, Instant>,
);

fn written(caller: &Caller, now: Instant) -> Written<'_> {
    (t::author.eq(caller.name.as_str()), t::written_by.eq(caller.id), t::written_at.eq(now))
}

fn known<T>(done: Result<T, diesel::result::Error>) -> Result<T> {
    done.map_err(|error| match unique_violation(&error) {
        Some(_) => Error::field("name", "targets-known"),
        None => error.into(),
    })
}
