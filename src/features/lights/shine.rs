//! The lights of a month, computed when something about it has changed and stored through the registry's face; and the
//! one that the next month will show if nothing further is reported.

use super::model::{Finding, Rules, Situation, Suspended, forecast, in_force, light};
use super::store::{self, RuleSet, Word};
use crate::config;
use crate::db::Conn;
use crate::features::projects::{self, Lit, LitReason, Planned, Project, Stage};
use crate::kernel::calendar::{Period, end_of_day};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Lang;
use chrono_tz::Tz;
use std::collections::{BTreeSet, HashMap};

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
    let ends = end_of_day(period.last_day(), by.zone);
    for Known { id, situation, suspended } in known(conn, scope, ids, period, Some(ends))? {
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
    let found = known(conn, scope, &[id], period, None)?.pop();
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

/// What is known of each project at the month's end, with the plan that stood when it `ends`, as the month's bulletin has
/// it: what is planned anew afterwards judges no month that is over. What was not recorded by then, and what lies ahead,
/// goes by today's plan.
fn known(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[i64],
    period: Period,
    ends: Option<Instant>,
) -> Result<Vec<Known>> {
    let last_reports = store::last_reports(conn, ids, period)?;
    let owes_since = store::owes_since(conn, ids)?;
    let mut excused = store::excused(conn, ids)?;
    let mut suspended = store::spans(conn, ids)?;
    let mut then = store::words_then(conn, ids, period)?;
    let mut planned = match ends {
        Some(ends) => projects::planned_then(conn, ids, ends, period.year())?,
        None => HashMap::new(),
    };
    let projects = projects::projects_by_ids(conn, scope, ids, period.year())?;
    let known = projects.into_iter().map(|mut project| {
        if let Some(Planned { start, year }) = planned.remove(&project.id) {
            (project.facts.planned_start, project.facts.annual_plan) = (start, year);
        }
        let (last, since) = (last_reports.get(&project.id).copied(), owes_since.get(&project.id).copied());
        let situation = situation(&project, (period, last, since), then.remove(&project.id));
        Known {
            id: project.id,
            situation: Situation { excused: excused.remove(&project.id).unwrap_or_default(), ..situation },
            suspended: suspended.remove(&project.id).unwrap_or_default(),
        }
    });
    Ok(known.collect())
}

fn lit(period: Period, findings: &[Finding]) -> Option<Lit> {
    let worst = findings.first()?;
    Some(Lit { period, colour: worst.colour, reasons: findings.iter().map(reason).collect() })
}

/// `then` is the last word up to the month, where a later one is known.
fn situation(
    project: &Project,
    (period, last_report, owes_since): (Period, Option<Period>, Option<Period>),
    then: Option<Word>,
) -> Situation {
    let facts = &project.facts;
    let (stage, ytd, enrolled) = match then {
        // What was done in another year is no part of this one.
        Some(word) => (word.stage, word.ytd.filter(|_| word.period.year() == period.year()), word.enrolled),
        None => (facts.stage, facts.ytd_investment, facts.enrolled),
    };
    Situation {
        started: stage.is_some_and(Stage::is_started),
        completed: stage.is_some_and(|stage| stage >= Stage::Completed),
        planned_start: facts.planned_start.clone(),
        actual_start: facts.actual_start.clone(),
        enrolled,
        year: period.year(),
        annual_plan: facts.annual_plan,
        ytd,
        last_report,
        owes_since,
        excused: BTreeSet::new(),
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
