//! SQL of the timed unlocks: one city let in again after the deadline or during review. They run out by themselves and
//! are never deleted: who, why and until when stays readable.

use crate::db::schema::list_unlocks;
use crate::db::{Conn, within};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;
use serde::Serialize;

/// A city let in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, utoipa::ToSchema)]
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
}

/// The unlocks of a list in scope, the newest first.
pub fn unlocks(conn: &mut Conn, scope: &Scope, quarter: Quarter) -> Result<Vec<Unlock>> {
    Ok(list_unlocks::table
        .filter(list_unlocks::quarter.eq(quarter))
        .filter(within("list_unlocks.city", scope))
        .order(list_unlocks::id.desc())
        .select((
            list_unlocks::id,
            list_unlocks::city,
            list_unlocks::until,
            list_unlocks::reason,
            list_unlocks::granter,
            list_unlocks::granted_at,
        ))
        .load(conn)?)
}

/// Whether the city around `place` is let in at `now`.
pub fn is_unlocked(conn: &mut Conn, quarter: Quarter, place: DivisionCode, now: Instant) -> Result<bool> {
    let Some(city) = place.city() else { return Ok(false) };
    let holds = list_unlocks::table
        .filter(list_unlocks::quarter.eq(quarter).and(list_unlocks::city.eq(city)))
        .filter(list_unlocks::until.ge(now));
    Ok(diesel::select(diesel::dsl::exists(holds)).get_result(conn)?)
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
