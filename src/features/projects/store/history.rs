//! What a project was: read from its versions, never replayed from the audit record. The audit record only says who
//! made each version and why.

use super::read::AMOUNT;
use super::rows::{AmountRow, Purse, VersionRow, amount};
use crate::db::schema::{amounts, audit_records, project_figures, project_versions, project_years, projects};
use crate::db::{Conn, within};
use crate::features::audit::Change;
use crate::features::projects::model::amounts::Amount;
use crate::features::projects::model::{Facts, fields};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};

/// One version, with what made it differ from the one before.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Recorded {
    /// Rises by one.
    pub version: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
    /// Who, by name at that time.
    pub actor: Option<String>,
    /// `project.create`, `project.change` …
    pub deed: Option<String>,
    /// The reason given.
    pub reason: Option<String>,
    /// Field by field; the first version states everything anew.
    #[schema(value_type = Vec<Object>)]
    pub changes: Vec<Change>,
}

/// All versions, newest first; plans and year-to-date are those of `year`.
///
/// # Errors
/// [`Error::NotFound`] also outside the scope.
pub fn history(conn: &mut Conn, scope: &Scope, id: i64, year: i32) -> Result<Vec<Recorded>> {
    visible(conn, scope, id)?;
    let versions: Vec<VersionRow> = project_versions::table
        .filter(project_versions::project_id.eq(id))
        .order(project_versions::version)
        .select(VersionRow::as_select())
        .load(conn)?;
    let money = Ledger::load(conn, id, year)?;
    let mut deeds = deeds(conn, id)?;
    let mut before: Option<Facts> = None;
    let mut recorded = Vec::new();
    for row in versions {
        let (version, at) = (row.version, row.recorded_at);
        let facts = row.into_facts(money.at(version, at));
        let differences =
            before.map_or_else(|| fields::stated(&facts), |old| fields::differences(&old, &facts));
        let mut changes: Vec<Change> =
            differences.into_iter().map(|(field, from, to)| Change::new(field, from, to)).collect();
        changes.extend(money.kept_beside(at));
        let deed = deeds.get_mut(&at).and_then(VecDeque::pop_front);
        let (actor, deed, reason) =
            deed.map_or((None, None, None), |(actor, deed, reason)| (Some(actor), Some(deed), reason));
        recorded.push(Recorded { version, recorded_at: at, actor, deed, reason, changes });
        before = Some(facts);
    }
    recorded.reverse();
    Ok(recorded)
}

/// The facts of one version.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version in the scope.
pub fn facts_at(conn: &mut Conn, scope: &Scope, id: i64, version: i64, year: i32) -> Result<Facts> {
    visible(conn, scope, id)?;
    let row: VersionRow =
        project_versions::table.find((id, version)).select(VersionRow::as_select()).first(conn)?;
    let purse = Ledger::load(conn, id, year)?.at(version, row.recorded_at);
    Ok(row.into_facts(purse))
}

/// Everything that was ever stated about a total, oldest first.
pub fn amounts_of(conn: &mut Conn, id: i64) -> Result<Vec<Amount>> {
    let rows: Vec<AmountRow> = amounts::table
        .filter(amounts::project_id.eq(id).and(amounts::scope.eq("whole")))
        .order(amounts::id)
        .select(AMOUNT)
        .load(conn)?;
    Ok(rows.into_iter().map(amount).collect())
}

fn visible(conn: &mut Conn, scope: &Scope, id: i64) -> Result<()> {
    let found: i64 = projects::table
        .filter(projects::id.eq(id).and(within("projects.division", scope)))
        .count()
        .get_result(conn)?;
    if found == 1 { Ok(()) } else { Err(Error::NotFound) }
}

type Deeds = HashMap<Instant, VecDeque<(String, String, Option<String>)>>;

/// Who did what when. Every version has one audit record with the same instant, in the same order.
fn deeds(conn: &mut Conn, id: i64) -> Result<Deeds> {
    use audit_records as t;
    let rows: Vec<(Instant, String, String, Option<String>)> = t::table
        .filter(t::subject_kind.eq("project").and(t::subject_id.eq(id.to_string())))
        .order(t::id)
        .select((t::at, t::actor, t::deed, t::reason))
        .load(conn)?;
    let mut deeds = Deeds::new();
    for (at, actor, deed, reason) in rows {
        deeds.entry(at).or_default().push_back((actor, deed, reason));
    }
    Ok(deeds)
}

/// A project's money through time.
struct Ledger {
    year: i32,
    amounts: Vec<Amount>,
    /// Plan, from version, until version.
    plans: Vec<(Money, i64, Option<i64>)>,
    /// Period, recorded at, year to date, cumulative; the newest first.
    figures: Vec<(Period, Instant, Option<Money>, Option<Money>)>,
}

impl Ledger {
    fn load(conn: &mut Conn, id: i64, year: i32) -> Result<Self> {
        use project_years as y;
        let plans = y::table
            .filter(y::project_id.eq(id).and(y::year.eq(year)))
            .select((y::annual_plan_yuan, y::from_version, y::until_version))
            .load(conn)?;
        use project_figures as f;
        let figures = f::table
            .filter(f::project_id.eq(id))
            .order(f::id.desc())
            .select((f::period, f::recorded_at, f::ytd_investment_yuan, f::cumulative_investment_yuan))
            .load(conn)?;
        Ok(Self { year, amounts: amounts_of(conn, id)?, plans, figures })
    }

    fn at(&self, version: i64, at: Instant) -> Purse {
        let mut by_then = self.figures.iter().filter(|(_, recorded, ..)| *recorded <= at);
        let of_year = by_then.clone().find(|(period, ..)| period.year() == self.year);
        let total = self.amounts.iter().find(|amount| amount.holds_at(version));
        let plan = self
            .plans
            .iter()
            .find(|(_, from, until)| *from <= version && until.is_none_or(|until| version < until));
        Purse {
            total: total.map(|amount| amount.figure.clone()).unwrap_or_default(),
            annual_plan: plan.map(|(plan, ..)| *plan),
            ytd: of_year.and_then(|(_, _, ytd, _)| *ytd),
            cumulative: by_then.next().and_then(|(_, _, _, cumulative)| *cumulative),
        }
    }

    /// Statements that came in then without becoming the total.
    fn kept_beside(&self, at: Instant) -> impl Iterator<Item = Change> {
        self.amounts
            .iter()
            .filter(move |amount| {
                amount.recorded_at == at && (amount.is_open() || amount.adopted_from == amount.adopted_until)
            })
            .map(|amount| {
                let stated = json!({
                    "source": amount.source,
                    "total_investment_yuan": amount.figure.money.map(Money::yuan),
                    "total_text": amount.figure.text,
                });
                Change::new("amounts", Value::Null, stated)
            })
    }
}
