//! SQL of standstills. Whatever a person may see passes through `within`.

use super::model::{Outcome, Review};
use crate::db::schema::{project_versions as v, projects as p, suspension_reviews as t};
use crate::db::{Conn, nested, unique_violation, within};
use crate::features::projects::SideState;
use crate::kernel::calendar::parse_day;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The projects in scope that stand still: id, name, place.
pub fn standing_still(
    conn: &mut Conn,
    scope: &Scope,
    city: Option<DivisionCode>,
) -> Result<Vec<(i64, String, DivisionCode)>> {
    let around = city.map_or_else(|| scope.clone(), Scope::from);
    Ok(p::table
        .filter(p::side_state.eq(SideState::Suspended))
        .filter(within("projects.division", scope))
        .filter(within("projects.division", &around))
        .order(p::id)
        .select((p::id, p::name, p::division))
        .load(conn)?)
}

/// The side states of these projects, version by version, the earliest first.
pub fn versions(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Vec<(SideState, Instant)>>> {
    let rows: Vec<(i64, SideState, Instant)> = v::table
        .filter(v::project_id.eq_any(ids))
        .order((v::project_id, v::version))
        .select((v::project_id, v::side_state, v::recorded_at))
        .load(conn)?;
    let mut versions: BTreeMap<i64, Vec<(SideState, Instant)>> = BTreeMap::new();
    for (id, state, at) in rows {
        versions.entry(id).or_default().push((state, at));
    }
    Ok(versions)
}

/// What was said about these projects, the earliest first; whoever asks has found them in her scope.
pub fn reviews(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Review>>> {
    type Row = (i64, i64, Outcome, String, Option<String>, String, Instant);
    let rows: Vec<Row> = t::table
        .filter(t::project_id.eq_any(ids))
        .order((t::project_id, t::step))
        .select((t::project_id, t::step, t::outcome, t::reason, t::review_on, t::author, t::written_at))
        .load(conn)?;
    let mut reviews: BTreeMap<i64, Vec<Review>> = BTreeMap::new();
    for (id, step, outcome, reason, review_on, author, at) in rows {
        let day = |text: String| parse_day(&text).ok_or_else(|| anyhow!("{text} is no day"));
        let review_on = review_on.map(day).transpose()?;
        reviews.entry(id).or_default().push(Review { step, outcome, reason, review_on, author, at });
    }
    Ok(reviews)
}

/// Writes down what was said; `false` when somebody was faster with this step.
pub fn insert(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, step): (i64, i64),
    (outcome, reason, review_on): (Outcome, &str, Option<NaiveDate>),
    now: Instant,
) -> Result<bool> {
    let values = (
        t::project_id.eq(project_id),
        t::step.eq(step),
        t::outcome.eq(outcome),
        t::reason.eq(reason),
        t::review_on.eq(review_on.map(|day| day.to_string())),
        t::author.eq(&caller.name),
        t::written_by.eq(caller.id),
        t::written_at.eq(now),
    );
    match nested(conn, |conn| diesel::insert_into(t::table).values(values).execute(conn)) {
        Ok(_) => Ok(true),
        Err(error) if unique_violation(&error).is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}
