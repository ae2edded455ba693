//! The lights of a month, computed when something about it has changed and stored through the registry's face; and the
//! one that the next month will show if nothing further is reported.

use super::facts::facts_of_month;
use super::model::{Finding, Rules, Situation, Suspended, forecast, in_force, light};
use super::store::{self, Owed, RuleSet};
use crate::config;
use crate::db::Conn;
use crate::features::projects::{self, Facts, Lit, LitReason, Stage};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Lang;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// By what lights are computed, beside the rules that were entered.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// When.
    pub now: Instant,
    /// The zone in which a month ends.
    pub zone: Tz,
    /// The rules that hold where no others were entered.
    pub seed: &'a config::Lights,
}

/// A project at a month's end, and what does not count against it.
struct Known {
    id: i64,
    situation: Situation,
    suspended: Vec<Suspended>,
}

/// Computes and stores the lights of these projects as of the month's end. Whoever asks has found them in her scope.
pub fn shine(conn: &mut Conn, scope: &Scope, ids: &[i64], period: Period, by: By<'_>) -> Result<()> {
    let Some(rules) = rules_for(conn, period, by.seed)? else { return Ok(()) };
    for Known { id, situation, suspended } in known(conn, scope, ids, period, by.zone)? {
        if let Some(lit) = lit(period, &light(&rules, &situation, &suspended, period)) {
            projects::shine(conn, id, &lit, by.now)?;
        }
    }
    Ok(())
}

/// The same for one project and also for the later months that are lit already: what is said for a month may count in
/// them too.
pub fn shine_since(conn: &mut Conn, scope: &Scope, id: i64, period: Period, by: By<'_>) -> Result<()> {
    shine(conn, scope, &[id], period, by)?;
    let later: Vec<Period> =
        projects::lights(conn, id)?.into_iter().map(|lit| lit.period).filter(|lit| *lit > period).collect();
    for month in later {
        shine(conn, scope, &[id], month, by)?;
    }
    Ok(())
}

/// The light of the month after `period` if nothing further is reported.
pub fn foresee(
    conn: &mut Conn,
    scope: &Scope,
    id: i64,
    period: Period,
    seed: &config::Lights,
) -> Result<Option<Lit>> {
    let next = period.next();
    let Some(rules) = rules_for(conn, next, seed)? else { return Ok(None) };
    // What lies ahead goes by what stands today.
    let today = projects::projects_by_ids(conn, scope, &[id], period.year())?;
    let facts = today.into_iter().map(|project| (project.id, project.facts)).collect();
    let found = with_reports(conn, facts, period)?.pop();
    Ok(found.and_then(|known| lit(next, &forecast(&rules, &known.situation, &known.suspended, period))))
}

/// The rules for a month: of those that were entered, or the configuration's.
fn rules_for(conn: &mut Conn, period: Period, seed: &config::Lights) -> Result<Option<Rules>> {
    Ok(in_force(&standing(&store::rule_sets(conn)?, seed), period).cloned())
}

/// The rules that were not withdrawn, over the configuration's. Of two that begin with the same month the one that was
/// entered last counts: it comes first in the table's order, and last here.
pub fn standing(sets: &[RuleSet], seed: &config::Lights) -> Vec<Rules> {
    let entered = sets.iter().rev().filter(|set| set.withdrawn.is_none()).map(|set| set.rules.clone());
    std::iter::once(Rules::from(seed)).chain(entered).collect()
}

/// What is known of each project at the end of a month that is over.
fn known(conn: &mut Conn, scope: &Scope, ids: &[i64], period: Period, zone: Tz) -> Result<Vec<Known>> {
    let facts = facts_of_month(conn, scope, ids, period, zone)?;
    with_reports(conn, facts, period)
}

/// These facts beside what was reported and owed up to the month.
fn with_reports(conn: &mut Conn, facts: BTreeMap<i64, Facts>, period: Period) -> Result<Vec<Known>> {
    let ids: Vec<i64> = facts.keys().copied().collect();
    let last_reports = store::last_reports(conn, &ids, period)?;
    let mut owed = store::owed(conn, &ids, period)?;
    let mut suspended = store::spans(conn, &ids)?;
    let known = facts.into_iter().map(|(id, facts)| Known {
        id,
        situation: situation(
            facts,
            period,
            (last_reports.get(&id).copied(), owed.remove(&id).unwrap_or_default()),
        ),
        suspended: suspended.remove(&id).unwrap_or_default(),
    });
    Ok(known.collect())
}

fn lit(period: Period, findings: &[Finding]) -> Option<Lit> {
    let worst = findings.first()?;
    Some(Lit { period, colour: worst.colour, reasons: findings.iter().map(reason).collect() })
}

fn situation(facts: Facts, period: Period, (last_report, owed): (Option<Period>, Owed)) -> Situation {
    let stage = facts.stage;
    Situation {
        started: stage.is_some_and(Stage::is_started),
        completed: stage.is_some_and(|stage| stage >= Stage::Completed),
        planned_start: facts.planned_start,
        actual_start: facts.actual_start,
        enrolled: facts.enrolled,
        year: period.year(),
        annual_plan: facts.annual_plan,
        ytd: facts.ytd_investment,
        last_report,
        owed: owed.counted,
        excused: owed.excused,
    }
}

fn reason(finding: &Finding) -> LitReason {
    let sentence = finding.sentence();
    LitReason {
        family: finding.family.as_str().to_owned(),
        colour: finding.colour,
        zh: Lang::Zh.render(&sentence),
        en: Lang::En.render(&sentence),
        suspended_until: finding.suspended_until,
    }
}
