//! Projects as they were known at an instant: a few queries for one registry, however many projects and however long
//! their history. Versions are append-only and money is bound to them, so nothing has to be replayed.

use super::read::{AMOUNT, Done, Stored};
use super::rows::{AmountRow, Purse, VersionRow, amount};
use crate::db::schema::{amounts, project_figures, project_versions, project_years, projects};
use crate::db::{Conn, within};
use crate::features::projects::model::SideState;
use crate::features::projects::model::amounts::Amount;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use anyhow::Context as _;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// What of `projects` is no fact of a version: id, newest version, justifications, merged into, reporter, entered at.
type Head = (i64, i64, String, Option<i64>, Option<i64>, Instant);

/// Every project of the scope, or these of them, that was recorded at `at`, by id, in the version that was its newest
/// then; with the plan and the year-to-date of `year` as far as they were known. Scope is a matter of today: what lies
/// elsewhere now is not there.
pub fn stored_as_of(
    conn: &mut Conn,
    scope: &Scope,
    ids: Option<&[i64]>,
    at: Instant,
    year: i32,
) -> Result<Vec<Stored>> {
    use project_versions as v;
    let newest_then = sql::<BigInt>(
        "(select max(v.version) from project_versions v where v.project_id = projects.id and v.recorded_at <= ",
    )
    .bind::<Timestamp, _>(at)
    .sql(")");
    let rows: Vec<(Head, VersionRow)> = projects::table
        .inner_join(v::table.on(v::project_id.eq(projects::id).and(v::version.eq(newest_then))))
        .filter(within("projects.division", scope).and(among(ids)))
        .order(projects::id)
        .select((
            (
                projects::id,
                projects::version,
                projects::justifications,
                projects::merged_into,
                projects::reporter_id,
                projects::created_at,
            ),
            VersionRow::as_select(),
        ))
        .load(conn)?;
    let mut statements = statements(conn, scope, ids, at)?;
    let plans = plans(conn, scope, ids, year)?;
    let figures = figures(conn, scope, ids, at, year)?;
    rows.into_iter()
        .map(|((id, newest, justifications, merged_into, reporter_id, created_at), row)| {
            let (version, updated_at) = (row.version, row.recorded_at);
            let stated = statements.remove(&id).unwrap_or_default();
            let total = stated.iter().find(|amount| amount.holds_at(version));
            let plan = plans.get(&id).into_iter().flatten().find(|plan| plan.holds_at(version));
            let done = figures.get(&id).copied().unwrap_or_default();
            let purse = Purse {
                total: total.map(|amount| amount.figure.clone()).unwrap_or_default(),
                annual_plan: plan.map(|plan| plan.yuan),
                ytd: done.ytd,
                cumulative: done.cumulative,
            };
            let facts = row.into_facts(purse);
            // Reasons that settled a warning are kept for the newest version only.
            let justifications = if version == newest {
                serde_json::from_str(&justifications).context("stored justifications of a project")?
            } else {
                BTreeMap::new()
            };
            Ok(Stored {
                id,
                version,
                merged_into: merged_into.filter(|_| facts.side_state == SideState::Merged),
                facts,
                amounts: last_words(stated, version),
                justifications,
                reporter_id,
                light: None,
                created_at,
                updated_at,
            })
        })
        .collect()
}

/// These projects, or all of them.
fn among(ids: Option<&[i64]>) -> SqlLiteral<Bool> {
    match ids {
        None => sql("1 = 1"),
        Some([]) => sql("1 = 0"),
        Some(ids) => {
            let listed: Vec<String> = ids.iter().map(i64::to_string).collect();
            sql(&format!("projects.id in ({})", listed.join(", ")))
        }
    }
}

/// Everything that had been stated about each total, oldest first.
fn statements(
    conn: &mut Conn,
    scope: &Scope,
    ids: Option<&[i64]>,
    at: Instant,
) -> Result<HashMap<i64, Vec<Amount>>> {
    let rows: Vec<(i64, AmountRow)> = amounts::table
        .inner_join(projects::table)
        .filter(within("projects.division", scope).and(among(ids)))
        .filter(amounts::scope.eq("whole").and(amounts::recorded_at.le(at)))
        .order(amounts::id)
        .select((amounts::project_id, AMOUNT))
        .load(conn)?;
    let mut by_project: HashMap<i64, Vec<Amount>> = HashMap::new();
    for (project, row) in rows {
        by_project.entry(project).or_default().push(amount(row));
    }
    Ok(by_project)
}

/// The last word of each source as it stood at `version`: what was decided later was not decided yet. In the order of
/// what stands now: the adopted one first, then the newest.
fn last_words(stated: Vec<Amount>, version: i64) -> Vec<Amount> {
    let mut last: BTreeMap<String, Amount> = BTreeMap::new();
    for amount in stated {
        let by_then = |of: Option<i64>| of.filter(|of| *of <= version);
        let (adopted_from, adopted_until) = (by_then(amount.adopted_from), by_then(amount.adopted_until));
        last.insert(amount.source.clone(), Amount { adopted_from, adopted_until, ..amount });
    }
    let mut words: Vec<Amount> = last.into_values().collect();
    words.sort_by_key(|amount| (!amount.is_adopted(), std::cmp::Reverse(amount.id)));
    words
}

/// A plan of the year, with the versions that it holds for.
struct Plan {
    yuan: Money,
    from: i64,
    until: Option<i64>,
}

impl Plan {
    fn holds_at(&self, version: i64) -> bool {
        self.from <= version && self.until.is_none_or(|until| version < until)
    }
}

/// Each project's plans of the year.
fn plans(conn: &mut Conn, scope: &Scope, ids: Option<&[i64]>, year: i32) -> Result<HashMap<i64, Vec<Plan>>> {
    use project_years as y;
    let rows: Vec<(i64, Money, i64, Option<i64>)> = y::table
        .inner_join(projects::table)
        .filter(within("projects.division", scope).and(among(ids)))
        .filter(y::year.eq(year))
        .select((y::project_id, y::annual_plan_yuan, y::from_version, y::until_version))
        .load(conn)?;
    let mut plans: HashMap<i64, Vec<Plan>> = HashMap::new();
    for (project, yuan, from, until) in rows {
        plans.entry(project).or_default().push(Plan { yuan, from, until });
    }
    Ok(plans)
}

/// What had been stated last of each project by then: the cumulative investment, and the year-to-date of `year`.
fn figures(
    conn: &mut Conn,
    scope: &Scope,
    ids: Option<&[i64]>,
    at: Instant,
    year: i32,
) -> Result<HashMap<i64, Done>> {
    use project_figures as f;
    let mut done: HashMap<i64, Done> = HashMap::new();
    for of_year in [false, true] {
        let span = if of_year {
            format!(" and f.period between '{year:04}-01' and '{year:04}-12'")
        } else {
            String::new()
        };
        let newest_then = sql::<BigInt>(
            "(select f.id from project_figures f where f.project_id = projects.id and f.recorded_at <= ",
        )
        .bind::<Timestamp, _>(at)
        .sql(&span)
        .sql(" order by f.id desc limit 1)");
        let rows: Vec<(i64, Option<Money>, Option<Money>)> = f::table
            .inner_join(projects::table)
            .filter(within("projects.division", scope).and(among(ids)))
            .filter(f::id.eq(newest_then))
            .select((f::project_id, f::ytd_investment_yuan, f::cumulative_investment_yuan))
            .load(conn)?;
        for (project, ytd, cumulative) in rows {
            let done = done.entry(project).or_default();
            if of_year {
                done.ytd = ytd;
            } else {
                done.cumulative = cumulative;
            }
        }
    }
    Ok(done)
}
