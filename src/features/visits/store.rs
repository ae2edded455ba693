//! SQL of visits. Whatever a person may see passes through `within`.

use super::input::Filter;
use super::model::{Figures, Visit, VisitKind};
use crate::db::schema::visits as t;
use crate::db::{Backend, Conn, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    version: i64,
    kind: VisitKind,
    visited_on: NaiveDate,
    division: DivisionCode,
    target: String,
    leader: Option<String>,
    people: String,
    result: String,
    lead_id: Option<i64>,
    author: String,
}

impl From<Row> for Visit {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            version: row.version,
            kind: row.kind,
            visited_on: row.visited_on,
            division: row.division,
            target: row.target,
            leader: row.leader,
            people: row.people,
            result: row.result,
            lead_id: row.lead_id,
            author: row.author,
        }
    }
}

fn visible(scope: &Scope, filter: &Filter) -> t::BoxedQuery<'static, Backend> {
    let mut query = t::table.into_boxed::<Backend>().filter(within("visits.division", scope));
    if let Some(from) = filter.from {
        query = query.filter(t::visited_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(t::visited_on.le(to));
    }
    if let Some(place) = filter.place {
        query = query.filter(t::division.eq(place));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(t::kind.eq(kind));
    }
    if let Some(leader) = &filter.leader {
        query = query.filter(t::leader.eq(leader.clone()));
    }
    if let Some(lead) = filter.lead {
        query = query.filter(t::lead_id.eq(lead));
    }
    query
}

/// The visits in scope that the filter lets through, the newest first.
///
/// # Errors
/// When they cannot be read.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Visit>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<Row> = visible(scope, filter)
        .order((t::visited_on.desc(), t::id.desc()))
        .limit(page.per_page())
        .offset(page.offset())
        .select(Row::as_select())
        .load(conn)?;
    Ok(Paged::new(rows.into_iter().map(Visit::from).collect(), total, page))
}

/// One visit.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] also for what lies outside the scope.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Visit> {
    let query = visible(scope, &Filter::default()).filter(t::id.eq(id));
    Ok(query.select(Row::as_select()).first::<Row>(conn)?.into())
}

/// What is counted of the visits in scope in a span.
///
/// # Errors
/// When they cannot be counted.
pub fn figures(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<Figures> {
    // A day that is not asked for bounds nothing.
    let (from, to) = (from.unwrap_or(NaiveDate::MIN), to.unwrap_or(FAR));
    let from = from.max(LONG_AGO);
    let rows: Vec<(DivisionCode, Option<String>, VisitKind, i64)> = t::table
        .filter(within("visits.division", scope))
        .filter(t::visited_on.ge(from).and(t::visited_on.le(to)))
        .group_by((t::division, t::leader, t::kind))
        .select((t::division, t::leader, t::kind, count_star()))
        .load(conn)?;
    Ok(Figures::of(rows))
}

/// Days that both engines can hold, beyond every visit.
const LONG_AGO: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
const FAR: NaiveDate = NaiveDate::from_ymd_opt(9000, 1, 1).unwrap();

/// Inserts a visit under a new id.
///
/// # Errors
/// When it cannot be written.
pub fn insert(conn: &mut Conn, caller: &Caller, new: &Visit, now: Instant) -> Result<i64> {
    let values = (t::version.eq(1_i64), facts(new), written(caller, now));
    Ok(diesel::insert_into(t::table).values(values).returning(t::id).get_result(conn)?)
}

/// Writes a visit that still has this version; `false` when it has another one.
///
/// # Errors
/// When it cannot be written.
pub fn update(conn: &mut Conn, caller: &Caller, is: &Visit, now: Instant) -> Result<bool> {
    let target = t::table.filter(t::id.eq(is.id).and(t::version.eq(is.version)));
    let values = (t::version.eq(is.version + 1), facts(is), written(caller, now));
    Ok(diesel::update(target).set(values).execute(conn)? == 1)
}

type Facts<'a> = (
    diesel::dsl::Eq<t::kind, VisitKind>,
    diesel::dsl::Eq<t::visited_on, NaiveDate>,
    diesel::dsl::Eq<t::division, DivisionCode>,
    diesel::dsl::Eq<t::target, &'a str>,
    diesel::dsl::Eq<t::leader, Option<&'a str>>,
    diesel::dsl::Eq<t::people, &'a str>,
    diesel::dsl::Eq<t::result, &'a str>,
    diesel::dsl::Eq<t::lead_id, Option<i64>>,
);

fn facts(of: &Visit) -> Facts<'_> {
    (
        t::kind.eq(of.kind),
        t::visited_on.eq(of.visited_on),
        t::division.eq(of.division),
        t::target.eq(of.target.as_str()),
        t::leader.eq(of.leader.as_deref()),
        t::people.eq(of.people.as_str()),
        t::result.eq(of.result.as_str()),
        t::lead_id.eq(of.lead_id),
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
