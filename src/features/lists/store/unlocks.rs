//! SQL of the timed unlocks: one city let in again after the deadline or during review. They run out by themselves, may
//! be ended early, and are never deleted: who, why and until when stays readable.

use crate::db::schema::list_unlocks;
use crate::db::{Backend, Conn, within};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;
use serde::Serialize;

/// A city let in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Unlock {
    /// Rising number.
    pub id: i64,
    /// Which city.
    #[schema(value_type = String)]
    pub city: DivisionCode,
    /// The last instant at which it holds.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
    /// Why.
    pub reason: String,
    /// Who let it in, by name at that time.
    pub granter: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub granted_at: Instant,
    /// How it was ended before its time; null when it was not.
    pub end: Option<UnlockEnd>,
}

/// That an unlock was ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnlockEnd {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// By whom, by name at that time.
    pub by: String,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = list_unlocks)]
struct Row {
    id: i64,
    city: DivisionCode,
    until: Instant,
    reason: String,
    granter: String,
    granted_at: Instant,
    ended_at: Option<Instant>,
    ender: Option<String>,
    end_reason: Option<String>,
}

impl From<Row> for Unlock {
    fn from(row: Row) -> Self {
        let Row { id, city, until, reason, granter, granted_at, ended_at, ender, end_reason } = row;
        let end = ended_at.map(|at| UnlockEnd {
            at,
            by: ender.unwrap_or_default(),
            reason: end_reason.unwrap_or_default(),
        });
        Self { id, city, until, reason, granter, granted_at, end }
    }
}

/// The unlocks of a list in scope, the newest first.
pub fn unlocks(conn: &mut Conn, scope: &Scope, quarter: Quarter) -> Result<Vec<Unlock>> {
    let rows: Vec<Row> = list_unlocks::table
        .filter(list_unlocks::quarter.eq(quarter))
        .filter(within("list_unlocks.city", scope))
        .order(list_unlocks::id.desc())
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Unlock::from).collect())
}

/// What an unlock must be to let anybody in at `now`.
#[diesel::dsl::auto_type(no_type_alias)]
fn holds(quarter: Quarter, now: Instant) -> _ {
    list_unlocks::quarter.eq(quarter).and(list_unlocks::until.ge(now)).and(list_unlocks::ended_at.is_null())
}

/// Whether the city around `place` is let in at `now`.
pub fn is_unlocked(conn: &mut Conn, quarter: Quarter, place: DivisionCode, now: Instant) -> Result<bool> {
    let Some(city) = place.city() else { return Ok(false) };
    let open = list_unlocks::table.filter(holds(quarter, now)).filter(list_unlocks::city.eq(city));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// The unlocks of a list that hold at `now`, of one city when it is named.
pub fn running(
    conn: &mut Conn,
    quarter: Quarter,
    city: Option<DivisionCode>,
    now: Instant,
) -> Result<Vec<Unlock>> {
    let mut query = list_unlocks::table.filter(holds(quarter, now)).into_boxed::<Backend>();
    if let Some(city) = city {
        query = query.filter(list_unlocks::city.eq(city));
    }
    let rows: Vec<Row> = query.order(list_unlocks::id).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Unlock::from).collect())
}

/// Lets a city in.
pub fn insert_unlock(
    conn: &mut Conn,
    quarter: Quarter,
    unlock: &Unlock,
    granted_by: Option<i64>,
) -> Result<i64> {
    Ok(diesel::insert_into(list_unlocks::table)
        .values((
            list_unlocks::quarter.eq(quarter),
            list_unlocks::city.eq(unlock.city),
            list_unlocks::until.eq(unlock.until),
            list_unlocks::reason.eq(&unlock.reason),
            list_unlocks::granter.eq(&unlock.granter),
            list_unlocks::granted_by.eq(granted_by),
            list_unlocks::granted_at.eq(unlock.granted_at),
        ))
        .returning(list_unlocks::id)
        .get_result(conn)?)
}

/// Ends these unlocks before their time.
pub fn end_unlocks(conn: &mut Conn, ids: &[i64], end: &UnlockEnd, ended_by: Option<i64>) -> Result<()> {
    diesel::update(list_unlocks::table.filter(list_unlocks::id.eq_any(ids)))
        .set((
            list_unlocks::ended_at.eq(end.at),
            list_unlocks::ender.eq(&end.by),
            list_unlocks::ended_by.eq(ended_by),
            list_unlocks::end_reason.eq(&end.reason),
        ))
        .execute(conn)?;
    Ok(())
}
