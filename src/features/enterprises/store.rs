//! SQL of enterprises and of where they stand. Whatever a person may see passes through `within`.

use super::input::Filter;
use super::model::{Enterprise, Position, Role};
use crate::db::schema::{enterprise_positions as p, enterprises as t, segments};
use crate::db::{Backend, Conn, containing, nested, unique_violation, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Paged};
use crate::kernel::text::name_key;
use crate::web::Caller;
use chrono::NaiveDate;
use diesel::dsl::{AsExprOf, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    version: i64,
    name: String,
    credit_code: Option<String>,
    division: DivisionCode,
    park_id: Option<i64>,
    products: Option<String>,
    note: Option<String>,
    source: Option<String>,
    verified_on: NaiveDate,
    active: bool,
    author: String,
}

fn enterprise(row: Row, positions: Vec<Position>) -> Enterprise {
    Enterprise {
        id: row.id,
        version: row.version,
        name: row.name,
        credit_code: row.credit_code,
        division: row.division,
        park_id: row.park_id,
        products: row.products,
        note: row.note,
        source: row.source,
        verified_on: row.verified_on,
        active: row.active,
        author: row.author,
        positions,
    }
}

/// A condition that is decided before the database is asked.
fn any(is_any: bool) -> AsExprOf<bool, Bool> {
    is_any.into_sql::<Bool>()
}

fn visible(scope: &Scope, filter: &Filter) -> t::BoxedQuery<'static, Backend> {
    let mut query = t::table.into_boxed::<Backend>().filter(within("enterprises.division", scope));
    if !filter.with_gone {
        query = query.filter(t::active.eq(true));
    }
    if let Some(city) = filter.city {
        query = query.filter(within("enterprises.division", &Scope::from(city)));
    }
    if let Some(park) = filter.park {
        query = query.filter(t::park_id.eq(park));
    }
    if filter.segment.is_some() || filter.chain.is_some() || filter.role.is_some() {
        // All that is asked of one position; a subquery cannot be boxed over both engines.
        let stands = p::table
            .inner_join(segments::table)
            .filter(p::segment_id.eq(filter.segment.unwrap_or_default()).or(any(filter.segment.is_none())))
            .filter(segments::chain_id.eq(filter.chain.unwrap_or_default()).or(any(filter.chain.is_none())))
            .filter(p::role.eq(filter.role.unwrap_or(Role::Main)).or(any(filter.role.is_none())))
            .select(p::enterprise_id);
        query = query.filter(t::id.eq_any(stands));
    }
    if let Some(q) = &filter.q {
        // The engines differ in whether a pattern minds large and small letters.
        let of_products = sql::<Bool>("lower(coalesce(enterprises.products, '')) like ")
            .bind::<Text, _>(containing(&q.to_lowercase()))
            .sql(" escape '\\'");
        let key = name_key(q);
        // What has no letter in it is in no name.
        let of_name = t::name_key.like(containing(&key)).escape('\\').and(any(!key.is_empty()));
        query = query.filter(of_name.or(of_products));
    }
    query
}

/// The enterprises in scope that the filter lets through, by name.
///
/// # Errors
/// When they cannot be read.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Enterprise>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<Row> = visible(scope, filter)
        .order((t::name, t::id))
        .limit(page.per_page())
        .offset(page.offset())
        .select(Row::as_select())
        .load(conn)?;
    Ok(Paged::new(with_positions(conn, rows)?, total, page))
}

/// All enterprises in scope that the filter lets through, by id: for what is computed over all of them.
///
/// # Errors
/// When they cannot be read.
pub fn everywhere(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<Vec<Enterprise>> {
    let rows: Vec<Row> = visible(scope, filter).order(t::id).select(Row::as_select()).load(conn)?;
    with_positions(conn, rows)
}

/// One enterprise, also one that has gone.
///
/// # Errors
/// [`Error::NotFound`] also for what lies outside the scope.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Enterprise> {
    let all = Filter { with_gone: true, ..Filter::default() };
    let row: Row = visible(scope, &all).filter(t::id.eq(id)).select(Row::as_select()).first(conn)?;
    with_positions(conn, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The enterprise of a name, also one that has gone.
///
/// # Errors
/// When it cannot be read.
pub fn named(conn: &mut Conn, scope: &Scope, name: &str) -> Result<Option<Enterprise>> {
    let all = Filter { with_gone: true, ..Filter::default() };
    let of_name = visible(scope, &all).filter(t::name_key.eq(key(name)));
    let row: Option<Row> = of_name.select(Row::as_select()).first(conn).optional()?;
    Ok(with_positions(conn, row.into_iter().collect())?.pop())
}

/// Names of enterprises in scope by id.
///
/// # Errors
/// When they cannot be read.
pub fn names(conn: &mut Conn, scope: &Scope, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let mut names = HashMap::new();
    // Engines take a limited number of parameters.
    for some in ids.chunks(500) {
        let hers = t::table.filter(within("enterprises.division", scope)).filter(t::id.eq_any(some));
        names.extend(hers.select((t::id, t::name)).load::<(i64, String)>(conn)?);
    }
    Ok(names)
}

fn with_positions(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Enterprise>> {
    type Stands = (i64, i64, Role, Option<String>, NaiveDate);
    let mut of: HashMap<i64, Vec<Position>> = HashMap::new();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    // Engines take a limited number of parameters.
    for some in ids.chunks(500) {
        let found: Vec<Stands> = p::table
            .filter(p::enterprise_id.eq_any(some))
            .order(p::segment_id)
            .select((p::enterprise_id, p::segment_id, p::role, p::source, p::verified_on))
            .load(conn)?;
        for (enterprise, segment_id, role, source, verified_on) in found {
            let position = Position { segment_id, role, source, verified_on };
            of.entry(enterprise).or_default().push(position);
        }
    }
    let whole = |row: Row| {
        let positions = of.remove(&row.id).unwrap_or_default();
        enterprise(row, positions)
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// Inserts an enterprise under a new id.
///
/// # Errors
/// [`Error::Invalid`] naming the one that has this name or code already.
pub fn insert(conn: &mut Conn, caller: &Caller, new: &Enterprise, now: Instant) -> Result<i64> {
    let values = (t::version.eq(1_i64), facts(new), written(caller, now));
    let inserted = nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    });
    let id = known(conn, &caller.scope, new, inserted)?;
    place(conn, id, &new.positions)?;
    Ok(id)
}

/// Writes an enterprise that still has this version; `false` when it has another one.
///
/// # Errors
/// As [`insert`].
pub fn update(conn: &mut Conn, caller: &Caller, is: &Enterprise, now: Instant) -> Result<bool> {
    let target = t::table.filter(t::id.eq(is.id).and(t::version.eq(is.version)));
    let values = (t::version.eq(is.version + 1), facts(is), written(caller, now));
    let updated = nested(conn, |conn| diesel::update(target).set(values).execute(conn));
    if known(conn, &caller.scope, is, updated)? != 1 {
        return Ok(false);
    }
    place(conn, is.id, &is.positions)?;
    Ok(true)
}

fn place(conn: &mut Conn, id: i64, positions: &[Position]) -> Result<()> {
    diesel::delete(p::table.filter(p::enterprise_id.eq(id))).execute(conn)?;
    for one in positions {
        let values = (
            p::enterprise_id.eq(id),
            p::segment_id.eq(one.segment_id),
            p::role.eq(one.role),
            p::source.eq(&one.source),
            p::verified_on.eq(one.verified_on),
        );
        diesel::insert_into(p::table).values(values).execute(conn)?;
    }
    Ok(())
}

type Facts<'a> = (
    diesel::dsl::Eq<t::name, &'a str>,
    diesel::dsl::Eq<t::name_key, String>,
    diesel::dsl::Eq<t::credit_code, Option<&'a str>>,
    diesel::dsl::Eq<t::division, DivisionCode>,
    diesel::dsl::Eq<t::park_id, Option<i64>>,
    diesel::dsl::Eq<t::products, Option<&'a str>>,
    diesel::dsl::Eq<t::note, Option<&'a str>>,
    diesel::dsl::Eq<t::source, Option<&'a str>>,
    diesel::dsl::Eq<t::verified_on, NaiveDate>,
    diesel::dsl::Eq<t::active, bool>,
);

fn facts(of: &Enterprise) -> Facts<'_> {
    (
        t::name.eq(of.name.as_str()),
        t::name_key.eq(key(&of.name)),
        t::credit_code.eq(of.credit_code.as_deref()),
        t::division.eq(of.division),
        t::park_id.eq(of.park_id),
        t::products.eq(of.products.as_deref()),
        t::note.eq(of.note.as_deref()),
        t::source.eq(of.source.as_deref()),
        t::verified_on.eq(of.verified_on),
        t::active.eq(of.active),
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

fn key(name: &str) -> String {
    let key = name_key(name);
    if key.is_empty() { name.to_owned() } else { key }
}

/// Says what is taken, by name and by code; whose it is, only to whoever sees it.
fn known<T>(
    conn: &mut Conn,
    scope: &Scope,
    of: &Enterprise,
    done: Result<T, diesel::result::Error>,
) -> Result<T> {
    let error = match done {
        Ok(done) => return Ok(done),
        Err(error) => error,
    };
    if unique_violation(&error).is_none() {
        return Err(error.into());
    }
    // Engines name one of the two, and not the same one.
    let same_name: Option<i64> = t::table
        .filter(t::name_key.eq(key(&of.name)).and(t::id.ne(of.id)))
        .select(t::id)
        .first(conn)
        .optional()?;
    let same_code: Option<i64> = match &of.credit_code {
        Some(code) => {
            let same = t::table.filter(t::credit_code.eq(code).and(t::id.ne(of.id)));
            same.select(t::id).first(conn).optional()?
        }
        None => None,
    };
    let mut wrong = Vec::new();
    for (field, id, known, taken) in [
        ("name", same_name, "enterprises-name-known", "enterprises-name-taken"),
        ("credit_code", same_code, "enterprises-code-known", "enterprises-code-taken"),
    ] {
        let Some(id) = id else { continue };
        let message = match names(conn, scope, &[id])?.remove(&id) {
            Some(name) => Message::new(known).with("name", name),
            None => Message::new(taken),
        };
        wrong.push(FieldError::new(field, message));
    }
    Err(Error::Invalid(wrong))
}
