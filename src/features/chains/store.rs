//! SQL of chains: their cards, segments, supply and judgements. Chains and segments are the whole province's; a judgement is of
//! a place and passes through `within`, but the province's own judgement, which everybody may see.

use super::model::{Card, Function, Judgement, Segment, Strength, Tier};
use crate::db::schema::{chain_cards as cards, chains, segments as t, strengths, supply_edges as edges};
use crate::db::{Conn, alone, nested, unique_violation, within};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::text::name_key;
use crate::web::Caller;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    version: i64,
    chain_id: i64,
    parent_id: Option<i64>,
    name_zh: String,
    name_en: String,
    tier: Tier,
    function: Option<Function>,
    position: i32,
    note: Option<String>,
    active: bool,
}

impl From<Row> for Segment {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            version: row.version,
            chain_id: row.chain_id,
            parent_id: row.parent_id,
            name_zh: row.name_zh,
            name_en: row.name_en,
            tier: row.tier,
            function: row.function,
            position: row.position,
            note: row.note,
            active: row.active,
        }
    }
}

/// What is told of a chain; blank where nothing was.
///
/// # Errors
/// When it cannot be read.
pub fn card(conn: &mut Conn, chain: i64) -> Result<Card> {
    type Row = (i64, Option<String>, Option<String>, Option<String>);
    let columns = (cards::version, cards::chief, cards::leader, cards::policies);
    let row: Option<Row> = cards::table.find(chain).select(columns).first(conn).optional()?;
    Ok(row.map_or_else(Card::default, |(version, chief, leader, policies)| Card {
        version,
        chief,
        leader,
        policies,
    }))
}

/// Writes a card whose chain still has this version of it; `false` when it has another one.
///
/// # Errors
/// When it cannot be written.
pub fn keep_card(conn: &mut Conn, chain: i64, card: &Card) -> Result<bool> {
    let values = (
        cards::version.eq(card.version + 1),
        cards::chief.eq(&card.chief),
        cards::leader.eq(&card.leader),
        cards::policies.eq(&card.policies),
    );
    if card.version == 0 {
        let insert = |conn: &mut Conn| {
            diesel::insert_into(cards::table).values((cards::chain_id.eq(chain), values)).execute(conn)
        };
        return match nested(conn, insert) {
            Ok(_) => Ok(true),
            Err(error) if unique_violation(&error).is_some() => Ok(false),
            Err(error) => Err(error.into()),
        };
    }
    let target = cards::table.filter(cards::chain_id.eq(chain).and(cards::version.eq(card.version)));
    Ok(diesel::update(target).set(values).execute(conn)? == 1)
}

/// The segments of a chain in their order, those that are switched off among them.
///
/// # Errors
/// When they cannot be read.
pub fn segments(conn: &mut Conn, chain: i64) -> Result<Vec<Segment>> {
    let of_chain = t::table.filter(t::chain_id.eq(chain)).order((t::position, t::id));
    let mut all: Vec<Segment> =
        of_chain.select(Row::as_select()).load(conn)?.into_iter().map(Segment::from).collect();
    all.sort_by_key(|segment| segment.tier);
    Ok(all)
}

/// How many segments that stand each chain has.
///
/// # Errors
/// When they cannot be read.
pub fn sizes(conn: &mut Conn) -> Result<HashMap<i64, i64>> {
    let standing = t::table.filter(t::active.eq(true)).group_by(t::chain_id);
    let rows: Vec<(i64, i64)> = standing.select((t::chain_id, diesel::dsl::count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// One segment.
///
/// # Errors
/// [`Error::NotFound`]
pub fn segment(conn: &mut Conn, id: i64) -> Result<Segment> {
    Ok(t::table.find(id).select(Row::as_select()).first::<Row>(conn)?.into())
}

/// Keeps a chain's segments and what they supply as they are until the transaction ends: of two who change them at once the
/// second sees what the first has done.
///
/// # Errors
/// When the database does not answer.
pub fn keep_chain(conn: &mut Conn, chain: i64) -> Result<()> {
    alone(conn, "chains", &[chain])
}

/// Inserts a segment under a new id, after the others of its tier where its position is below zero.
///
/// # Errors
/// [`Error::Invalid`] for a name that another one of the chain bears.
pub fn insert(conn: &mut Conn, new: &Segment) -> Result<i64> {
    let last: Option<i32> = t::table
        .filter(t::chain_id.eq(new.chain_id).and(t::tier.eq(new.tier)))
        .select(diesel::dsl::max(t::position))
        .first(conn)?;
    let position = if new.position < 0 { last.map_or(1, |last| last + 1) } else { new.position };
    let values = (t::version.eq(1_i64), t::chain_id.eq(new.chain_id), facts(new), t::position.eq(position));
    let inserted = nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    });
    named(inserted)
}

/// Writes a segment that still has this version; `false` when it has another one.
///
/// # Errors
/// As [`insert`].
pub fn update(conn: &mut Conn, segment: &Segment) -> Result<bool> {
    let target = t::table.filter(t::id.eq(segment.id).and(t::version.eq(segment.version)));
    let values = (t::version.eq(segment.version + 1), facts(segment), t::position.eq(segment.position));
    Ok(named(nested(conn, |conn| diesel::update(target).set(values).execute(conn)))? == 1)
}

#[expect(clippy::type_complexity, reason = "diesel's own types")]
fn facts(
    segment: &Segment,
) -> (
    diesel::dsl::Eq<t::parent_id, Option<i64>>,
    diesel::dsl::Eq<t::name_zh, &str>,
    diesel::dsl::Eq<t::name_en, &str>,
    diesel::dsl::Eq<t::name_key, String>,
    diesel::dsl::Eq<t::tier, Tier>,
    diesel::dsl::Eq<t::function, Option<Function>>,
    diesel::dsl::Eq<t::note, Option<&str>>,
    diesel::dsl::Eq<t::active, bool>,
) {
    (
        t::parent_id.eq(segment.parent_id),
        t::name_zh.eq(segment.name_zh.as_str()),
        t::name_en.eq(segment.name_en.as_str()),
        t::name_key.eq(name_key(&segment.name_zh)),
        t::tier.eq(segment.tier),
        t::function.eq(segment.function),
        t::note.eq(segment.note.as_deref()),
        t::active.eq(segment.active),
    )
}

fn named<T>(done: Result<T, diesel::result::Error>) -> Result<T> {
    done.map_err(|error| match unique_violation(&error) {
        Some(_) => Error::field("name_zh", "chains-segment-named-already"),
        None => error.into(),
    })
}

/// What supplies what in a chain: from, to.
///
/// # Errors
/// When it cannot be read.
pub fn supply(conn: &mut Conn, chain: i64) -> Result<Vec<(i64, i64)>> {
    let of_chain = t::table.filter(t::chain_id.eq(chain)).select(t::id);
    let all = edges::table.filter(edges::from_id.eq_any(of_chain)).order((edges::from_id, edges::to_id));
    Ok(all.select((edges::from_id, edges::to_id)).load(conn)?)
}

/// Says anew what a segment supplies.
///
/// # Errors
/// When it cannot be written.
pub fn set_supply(conn: &mut Conn, from: i64, to: &[i64]) -> Result<()> {
    let gone = edges::table.filter(edges::from_id.eq(from).and(edges::to_id.ne_all(to)));
    diesel::delete(gone).execute(conn)?;
    let stands: Vec<i64> = edges::table.filter(edges::from_id.eq(from)).select(edges::to_id).load(conn)?;
    for new in to.iter().filter(|to| !stands.contains(to)) {
        let values = (edges::from_id.eq(from), edges::to_id.eq(new));
        diesel::insert_into(edges::table).values(values).execute(conn)?;
    }
    Ok(())
}

/// Writes a judgement down.
///
/// # Errors
/// When it cannot be written.
pub fn judge(conn: &mut Conn, caller: &Caller, new: &Judgement) -> Result<()> {
    let values = (
        strengths::segment_id.eq(new.segment_id),
        strengths::division.eq(new.division),
        strengths::strength.eq(new.strength),
        strengths::evidence.eq(&new.evidence),
        strengths::source.eq(&new.source),
        strengths::verified_on.eq(new.verified_on),
        strengths::author.eq(&new.author),
        strengths::written_by.eq(caller.id),
        strengths::written_at.eq(new.written_at),
    );
    diesel::insert_into(strengths::table).values(values).execute(conn)?;
    Ok(())
}

/// How many judgements that stand of a scope were looked at before a day: of the whole province its own, of a part of it those
/// of its places.
///
/// # Errors
/// When they cannot be counted.
pub fn stale(conn: &mut Conn, scope: &Scope, before: NaiveDate) -> Result<i64> {
    let newest = "not exists (select 1 from strengths newer where newer.segment_id = strengths.segment_id \
         and newer.division = strengths.division and newer.id > strengths.id)";
    let standing = strengths::table
        .inner_join(t::table.inner_join(chains::table))
        .filter(t::active.eq(true))
        .filter(chains::active.eq(true))
        .filter(strengths::verified_on.lt(before))
        .filter(sql::<Bool>(newest));
    Ok(if scope.is_whole_province() {
        standing.filter(strengths::division.eq(scope.first())).count().get_result(conn)?
    } else {
        standing.filter(within("strengths.division", scope)).count().get_result(conn)?
    })
}

/// Every judgement of these segments that the scope may see, the newest last: those of its places and the province's own.
///
/// # Errors
/// When they cannot be read.
pub fn judgements(
    conn: &mut Conn,
    (scope, province): (&Scope, DivisionCode),
    segments: &[i64],
) -> Result<Vec<Judgement>> {
    type Row = (i64, DivisionCode, Strength, String, Option<String>, NaiveDate, String, Instant);
    let rows: Vec<Row> = strengths::table
        .filter(strengths::segment_id.eq_any(segments))
        .filter(within("strengths.division", scope).or(strengths::division.eq(province)))
        .order(strengths::id)
        .select((
            strengths::segment_id,
            strengths::division,
            strengths::strength,
            strengths::evidence,
            strengths::source,
            strengths::verified_on,
            strengths::author,
            strengths::written_at,
        ))
        .load(conn)?;
    let judgement = |(segment_id, division, strength, evidence, source, verified_on, author, written_at)| {
        Judgement { segment_id, division, strength, evidence, source, verified_on, author, written_at }
    };
    Ok(rows.into_iter().map(judgement).collect())
}
