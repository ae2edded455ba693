//! What the reports of projects say, and for which months they were owed: what a light looks at, as of a month.

use crate::db::Conn;
use crate::db::schema::{obligations, updates};
use crate::features::projects::{Reported, Stage};
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
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

type Said = (Option<Stage>, Option<Money>, Option<Money>, Option<bool>, Option<PlanDate>);

/// What accepted reports of these months say that were accepted after an instant, by project, the earliest month first;
/// whoever asks has found the projects in her scope.
pub fn accepted_after(
    conn: &mut Conn,
    ids: &[i64],
    (from, until): (Period, Period),
    since: Instant,
) -> Result<BTreeMap<i64, Vec<(Period, Reported)>>> {
    use updates as u;
    let rows: Vec<(i64, Period, Said)> = u::table
        .filter(u::project_id.eq_any(ids).and(u::period.between(from, until)))
        .filter(u::state.eq("accepted").and(u::decided_at.gt(since)))
        .order((u::project_id, u::period))
        .select((
            u::project_id,
            u::period,
            (u::stage, u::cumulative_investment_yuan, u::ytd_investment_yuan, u::enrolled, u::planned_finish),
        ))
        .load(conn)?;
    let mut of: BTreeMap<i64, Vec<(Period, Reported)>> = BTreeMap::new();
    for (project, period, (stage, cumulative, ytd, enrolled, planned_finish)) in rows {
        let said = Reported { stage, cumulative, ytd, enrolled, planned_finish };
        of.entry(project).or_default().push((period, said));
    }
    Ok(of)
}

/// The newest of these months whose report had been accepted by then, of those that have one.
pub fn newest_accepted_by(
    conn: &mut Conn,
    ids: &[i64],
    (from, until): (Period, Period),
    by: Instant,
) -> Result<BTreeMap<i64, Period>> {
    use updates as u;
    let rows: Vec<(i64, Option<Period>)> = u::table
        .filter(u::project_id.eq_any(ids).and(u::period.between(from, until)))
        .filter(u::state.eq("accepted").and(u::decided_at.le(by)))
        .group_by(u::project_id)
        .select((u::project_id, diesel::dsl::max(u::period)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, period)| Some((id, period?))).collect())
}

/// The months for which each project owed a report and was not let off, and those from which the province let it off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// A report was owed.
    pub counted: BTreeSet<Period>,
    /// None was asked for.
    pub excused: BTreeSet<Period>,
}

/// What each project owed up to `period`.
pub fn owed(conn: &mut Conn, ids: &[i64], period: Period) -> Result<BTreeMap<i64, Owed>> {
    let rows: Vec<(i64, Period, bool)> = obligations::table
        .filter(obligations::project_id.eq_any(ids).and(obligations::period.le(period)))
        .select((obligations::project_id, obligations::period, obligations::excuse.is_not_null()))
        .load(conn)?;
    let mut owed: BTreeMap<i64, Owed> = BTreeMap::new();
    for (project, period, is_excused) in rows {
        let of_project = owed.entry(project).or_default();
        if is_excused { &mut of_project.excused } else { &mut of_project.counted }.insert(period);
    }
    Ok(owed)
}
