//! Projects as they stand: a fixed number of queries for one project or for five hundred.

use super::light::newest_lights;
use super::rows::{AmountRow, Purse, VersionRow, amount};
use crate::db::schema::{amounts, project_figures, project_versions, project_years, projects};
use crate::db::{Backend, Conn, within};
use crate::features::projects::model::amounts::Amount;
use crate::features::projects::model::identity::{Identity, unit_key};
use crate::features::projects::model::lit::Lit;
use crate::features::projects::model::{Facts, SideState};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use anyhow::Context as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use std::collections::{BTreeMap, HashMap};

/// A project as it lies in the tables; what is remarked about it is computed from this.
#[derive(Clone, Debug)]
pub struct Stored {
    /// `projects.id`
    pub id: i64,
    /// Its newest version.
    pub version: i64,
    /// What is stated.
    pub facts: Facts,
    /// The last word of each source about the total, the adopted one first.
    pub amounts: Vec<Amount>,
    /// Reasons that settled warnings, by field.
    pub justifications: BTreeMap<String, String>,
    /// The record this one was merged into.
    pub merged_into: Option<i64>,
    /// Who reports on it.
    pub reporter_id: Option<i64>,
    /// The light of the newest month that has one; none of a past day.
    pub light: Option<Lit>,
    /// When it was entered.
    pub created_at: Instant,
    /// When its newest version was recorded.
    pub updated_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = projects)]
struct HeadRow {
    id: i64,
    version: i64,
    justifications: String,
    merged_into: Option<i64>,
    reporter_id: Option<i64>,
    created_at: Instant,
    updated_at: Instant,
}

/// One project, with the plan and the year-to-date of `year`.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope.
pub fn stored(conn: &mut Conn, scope: &Scope, id: i64, year: i32) -> Result<Stored> {
    stored_many(conn, scope, &[id], year)?.pop().ok_or(Error::NotFound)
}

/// Several projects in the order of `ids`; what is not there or outside the scope is left out.
pub fn stored_many(conn: &mut Conn, scope: &Scope, ids: &[i64], year: i32) -> Result<Vec<Stored>> {
    let rows: Vec<(HeadRow, VersionRow)> = projects::table
        .inner_join(
            project_versions::table.on(project_versions::project_id
                .eq(projects::id)
                .and(project_versions::version.eq(projects::version))),
        )
        .filter(projects::id.eq_any(ids).and(within("projects.division", scope)))
        .select((HeadRow::as_select(), VersionRow::as_select()))
        .load(conn)?;
    let mut statements = standing_amounts(conn, ids)?;
    let plans = plans(conn, ids, year)?;
    let figures = newest_figures(conn, ids, year)?;
    let mut lights = newest_lights(conn, ids)?;
    let mut found = HashMap::new();
    for (head, version) in rows {
        let amounts = statements.remove(&head.id).unwrap_or_default();
        let done = figures.get(&head.id).copied().unwrap_or_default();
        let purse = Purse {
            total: amounts.iter().find(|a| a.is_adopted()).map(|a| a.figure.clone()).unwrap_or_default(),
            annual_plan: plans.get(&head.id).copied(),
            ytd: done.ytd,
            cumulative: done.cumulative,
        };
        let justifications =
            serde_json::from_str(&head.justifications).context("stored justifications of a project")?;
        found.insert(
            head.id,
            Stored {
                id: head.id,
                version: head.version,
                facts: version.into_facts(purse),
                amounts,
                justifications,
                merged_into: head.merged_into,
                reporter_id: head.reporter_id,
                light: lights.remove(&head.id),
                created_at: head.created_at,
                updated_at: head.updated_at,
            },
        );
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The last word of each source about each project's total, the newest first but for the adopted one.
fn standing_amounts(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<Amount>>> {
    let rows: Vec<(i64, AmountRow)> = amounts::table
        .filter(amounts::project_id.eq_any(ids).and(amounts::scope.eq("whole")))
        .filter(amounts::latest)
        .order(amounts::id.desc())
        .select((amounts::project_id, AMOUNT))
        .load(conn)?;
    let mut by_project: HashMap<i64, Vec<Amount>> = HashMap::new();
    for (project, row) in rows {
        by_project.entry(project).or_default().push(amount(row));
    }
    for amounts in by_project.values_mut() {
        amounts.sort_by_key(|amount| !amount.is_adopted());
    }
    Ok(by_project)
}

/// Columns of an [`AmountRow`].
pub(super) const AMOUNT: (
    amounts::id,
    amounts::yuan,
    amounts::text,
    amounts::source,
    amounts::recorded_at,
    amounts::adopted_from,
    amounts::adopted_until,
) = (
    amounts::id,
    amounts::yuan,
    amounts::text,
    amounts::source,
    amounts::recorded_at,
    amounts::adopted_from,
    amounts::adopted_until,
);

fn plans(conn: &mut Conn, ids: &[i64], year: i32) -> Result<HashMap<i64, Money>> {
    use project_years as t;
    let rows: Vec<(i64, Money)> = t::table
        .filter(t::project_id.eq_any(ids).and(t::year.eq(year)).and(t::until_version.is_null()))
        .select((t::project_id, t::annual_plan_yuan))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What is done, as it was stated last.
#[derive(Clone, Copy, Default)]
pub(super) struct Done {
    /// In the year that is asked about.
    pub ytd: Option<Money>,
    /// Since the start.
    pub cumulative: Option<Money>,
}

/// What was stated last of each project: the cumulative investment, and the year-to-date of `year`, which a statement
/// about another year leaves alone.
pub(super) fn newest_figures(conn: &mut Conn, ids: &[i64], year: i32) -> Result<HashMap<i64, Done>> {
    use project_figures as f;
    const NEWEST: &str = "(select f.id from project_figures f where f.project_id = projects.id";
    let of_year = format!(
        "{NEWEST} and f.period between '{year:04}-01' and '{year:04}-12' order by f.id desc limit 1)"
    );
    let newest: Vec<(i64, Option<i64>, Option<i64>)> = projects::table
        .filter(projects::id.eq_any(ids))
        .select((
            projects::id,
            sql::<Nullable<BigInt>>(NEWEST).sql(" order by f.id desc limit 1)"),
            sql::<Nullable<BigInt>>(&of_year),
        ))
        .load(conn)?;
    let wanted: Vec<i64> = newest.iter().flat_map(|(_, ever, of_year)| [*ever, *of_year]).flatten().collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, Option<Money>, Option<Money>)> = f::table
        .filter(f::id.eq_any(wanted))
        .select((f::id, f::ytd_investment_yuan, f::cumulative_investment_yuan))
        .load(conn)?;
    let stated: HashMap<i64, (Option<Money>, Option<Money>)> =
        rows.into_iter().map(|(id, ytd, cumulative)| (id, (ytd, cumulative))).collect();
    let of = |id: Option<i64>| id.and_then(|id| stated.get(&id)).copied().unwrap_or_default();
    Ok(newest
        .into_iter()
        .map(|(project, ever, of_year)| (project, Done { ytd: of(of_year).0, cumulative: of(ever).1 }))
        .collect())
}

/// Every living record in scope that shares a name, a unit or a project code with one of `rows`, or is one of them by
/// id: what [`crate::features::projects::same_project`] chooses from. One query for a whole workbook.
pub fn candidates(conn: &mut Conn, scope: &Scope, rows: &[Identity]) -> Result<Vec<Identity>> {
    type Found =
        (i64, String, String, Option<String>, DivisionCode, Option<String>, Option<Money>, Option<i64>);
    let ids: Vec<i64> = rows.iter().map(|row| row.id).filter(|id| *id != 0).collect();
    let names: Vec<&str> = rows.iter().map(|row| row.name_key.as_str()).collect();
    let units: Vec<&str> = rows.iter().filter_map(|row| row.unit_key.as_deref()).collect();
    let codes: Vec<&str> = rows.iter().filter_map(|row| row.project_code.as_deref()).collect();
    use projects as t;
    let found: Vec<Found> = t::table
        .into_boxed::<Backend>()
        .filter(within("projects.division", scope))
        .filter(t::side_state.ne(SideState::Voided))
        .filter(
            t::id
                .eq_any(ids)
                .or(t::name_key.eq_any(names))
                .or(t::unit_key.is_not_null().and(t::unit_key.assume_not_null().eq_any(units)))
                .or(t::project_code.is_not_null().and(t::project_code.assume_not_null().eq_any(codes))),
        )
        .order(t::id)
        .select((
            t::id,
            t::name,
            t::name_key,
            t::unit_key,
            t::division,
            t::project_code,
            t::total_investment_yuan,
            t::parent_id,
        ))
        .load(conn)?;
    Ok(found
        .into_iter()
        .map(|(id, name, name_key, unit_key, division, project_code, total, parent_id)| Identity {
            id,
            name,
            name_key,
            unit_key,
            city: division.city(),
            project_code,
            total,
            parent_id,
        })
        .collect())
}

/// The bundle that this record is itself a part of; refuses what is not there for the caller.
pub fn parent_of(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Option<i64>> {
    Ok(projects::table
        .filter(projects::id.eq(id).and(within("projects.division", scope)))
        .select(projects::parent_id)
        .first(conn)?)
}

/// Whether other records are parts of this one.
pub fn has_parts(conn: &mut Conn, id: i64) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(projects::table.filter(projects::parent_id.eq(id))))
        .get_result(conn)?)
}

/// The unit's key as it is kept in `projects`.
pub(super) fn stored_unit_key(facts: &Facts) -> Option<String> {
    unit_key(facts.unit.as_deref())
}
