//! Which projects are read-only below the province, because they are nominated: what was handed up is not altered or
//! taken away until it comes back (DOMAIN section 2.2: 已上报不能删改，退回后才能调整).

use crate::db::Conn;
use crate::db::schema::{list_unlocks, lists, nominations, projects};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Those of `ids` that are locked at `now`, each with the list that holds it. Held is what is nominated or accepted on
/// a list that is not yet published. What merely came over from the list before is not held until somebody decides
/// about it, and nothing is held in a city that the reviewer has let in again.
pub fn locked(conn: &mut Conn, ids: &[i64], now: Instant) -> Result<BTreeMap<i64, Quarter>> {
    let held: Vec<(i64, Quarter, DivisionCode)> = nominations::table
        .inner_join(lists::table)
        .inner_join(projects::table)
        .filter(nominations::project_id.eq_any(ids))
        .filter(lists::state.ne("published"))
        .filter(nominations::state.eq_any(["nominated", "accepted"]))
        .filter(
            nominations::carried
                .eq(false)
                .or(nominations::renewed.eq(true))
                .or(nominations::nominated_by.is_not_null())
                .or(nominations::decision.is_not_null()),
        )
        .order(nominations::quarter)
        .select((nominations::project_id, nominations::quarter, projects::division))
        .load(conn)?;
    if held.is_empty() {
        return Ok(BTreeMap::new());
    }
    let open: Vec<(Quarter, DivisionCode)> = list_unlocks::table
        .filter(list_unlocks::until.ge(now).and(list_unlocks::ended_at.is_null()))
        .select((list_unlocks::quarter, list_unlocks::city))
        .load(conn)?;
    let open: BTreeSet<(Quarter, DivisionCode)> = open.into_iter().collect();
    let let_in =
        |quarter, place: DivisionCode| place.city().is_some_and(|city| open.contains(&(quarter, city)));
    Ok(held
        .into_iter()
        .filter(|(_, quarter, place)| !let_in(*quarter, *place))
        .map(|(id, quarter, _)| (id, quarter))
        .collect())
}
