//! What the reports of a project say that its light looks at, as of a month.

use crate::db::Conn;
use crate::db::schema::{obligations, updates};
use crate::features::projects::Stage;
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The newest month up to `period` for which each project has a report that went up and did not come back.
pub fn last_reports(conn: &mut Conn, ids: &[i64], period: Period) -> Result<BTreeMap<i64, Period>> {
    let rows: Vec<(i64, Option<Period>)> = updates::table
        .filter(updates::project_id.eq_any(ids).and(updates::period.le(period)))
        .filter(updates::handed_at.is_not_null().and(updates::state.ne("returned")))
        .group_by(updates::project_id)
        .select((updates::project_id, diesel::dsl::max(updates::period)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, period)| Some((id, period?))).collect())
}

/// What an accepted report said of the facts that a light looks at.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Word {
    /// Whose.
    pub project_id: i64,
    /// Of which month.
    pub period: Period,
    /// How far it had come.
    pub stage: Option<Stage>,
    /// Done that year.
    pub ytd: Option<Money>,
    /// 是否入统
    pub enrolled: Option<bool>,
}

/// Of the projects of which a later month than `period` is accepted already: the last word up to `period`. Their facts of
/// today tell of the later month; a month that is made up for, or judged again, is judged by its own.
pub fn words_then(conn: &mut Conn, ids: &[i64], period: Period) -> Result<BTreeMap<i64, Word>> {
    let first = (0..24).fold(period, |month, _| month.previous());
    let rows: Vec<Word> = updates::table
        .filter(updates::project_id.eq_any(ids).and(updates::period.ge(first)))
        .filter(updates::state.eq("accepted"))
        .order((updates::period, updates::id))
        .select((
            updates::project_id,
            updates::period,
            updates::stage,
            updates::ytd_investment_yuan,
            updates::enrolled,
        ))
        .load(conn)?;
    let later: BTreeSet<i64> =
        rows.iter().filter(|word| word.period > period).map(|word| word.project_id).collect();
    let then = rows.into_iter().filter(|word| word.period <= period && later.contains(&word.project_id));
    Ok(then.map(|word| (word.project_id, word)).collect())
}

/// The months from which the province let each project off.
pub fn excused(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, BTreeSet<Period>>> {
    let rows: Vec<(i64, Period)> = obligations::table
        .filter(obligations::project_id.eq_any(ids).and(obligations::excuse.is_not_null()))
        .select((obligations::project_id, obligations::period))
        .load(conn)?;
    let mut excused: BTreeMap<i64, BTreeSet<Period>> = BTreeMap::new();
    for (project, period) in rows {
        excused.entry(project).or_default().insert(period);
    }
    Ok(excused)
}

/// The first month for which each project owed a report.
pub fn owes_since(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Period>> {
    let rows: Vec<(i64, Option<Period>)> = obligations::table
        .filter(obligations::project_id.eq_any(ids))
        .group_by(obligations::project_id)
        .select((obligations::project_id, diesel::dsl::min(obligations::period)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, period)| Some((id, period?))).collect())
}
