//! What was planned at an instant, for whoever judges a month that is over: a plan that is entered or mended afterwards
//! belongs to the day on which that was done.

use crate::db::Conn;
use crate::db::schema::{project_versions, project_years};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamp};
use std::collections::HashMap;

/// What was to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// 计划开工
    pub start: Option<PlanDate>,
    /// 年度计划投资 of the year that was asked about.
    pub year: Option<Money>,
}

/// The plans of these projects as they stood at `at`, with that of `year`; without those that were not recorded yet.
/// Whoever asks has found them in her scope.
pub fn planned_then(conn: &mut Conn, ids: &[i64], at: Instant, year: i32) -> Result<HashMap<i64, Planned>> {
    use project_versions as v;
    use project_years as y;
    let newest_then = sql::<BigInt>(
        "(select max(n.version) from project_versions n where n.project_id = project_versions.project_id \
         and n.recorded_at <= ",
    )
    .bind::<Timestamp, _>(at)
    .sql(")");
    let versions: Vec<(i64, i64, Option<PlanDate>)> = v::table
        .filter(v::project_id.eq_any(ids).and(v::version.eq(newest_then)))
        .select((v::project_id, v::version, v::planned_start))
        .load(conn)?;
    let plans: Vec<(i64, Money, i64, Option<i64>)> = y::table
        .filter(y::project_id.eq_any(ids).and(y::year.eq(year)))
        .select((y::project_id, y::annual_plan_yuan, y::from_version, y::until_version))
        .load(conn)?;
    let held = |id: i64, version: i64| {
        let holds = |(of, _, from, until): &&(i64, Money, i64, Option<i64>)| {
            *of == id && *from <= version && until.is_none_or(|until| version < until)
        };
        plans.iter().find(holds).map(|(_, yuan, ..)| *yuan)
    };
    let planned = |(id, version, start)| (id, Planned { start, year: held(id, version) });
    Ok(versions.into_iter().map(planned).collect())
}
