//! The lights of a month, computed when something about it has changed and stored through the registry's face; and the
//! one that the next month will show if nothing further is reported.

use super::at::At;
use super::model::lights::{Finding, Rules, Situation, forecast, in_force, light};
use super::model::report::horizon;
use super::store;
use crate::db::Conn;
use crate::features::projects::{self, Lit, LitReason, Project, Stage};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::web::Lang;

/// Computes and stores the lights of these projects as of the month's end. Whoever asks has found them in her scope.
pub fn shine(conn: &mut Conn, scope: &Scope, ids: &[i64], period: Period, at: &At) -> Result<()> {
    let rules = [Rules::from(&at.lights)];
    let Some(rules) = in_force(&rules, period) else { return Ok(()) };
    for (id, situation) in situations(conn, scope, ids, period)? {
        if let Some(lit) = lit(period, &light(rules, &situation, period)) {
            projects::shine(conn, id, &lit, at.now)?;
        }
    }
    Ok(())
}

/// The light of the month after `period` if nothing further is reported.
pub fn foresee(conn: &mut Conn, scope: &Scope, id: i64, period: Period, at: &At) -> Result<Option<Lit>> {
    let (rules, next) = ([Rules::from(&at.lights)], period.next());
    let Some(rules) = in_force(&rules, next) else { return Ok(None) };
    let found = situations(conn, scope, &[id], period)?.pop();
    Ok(found.and_then(|(_, situation)| lit(next, &forecast(rules, &situation, period))))
}

/// What is known of each project at the month's end.
fn situations(conn: &mut Conn, scope: &Scope, ids: &[i64], period: Period) -> Result<Vec<(i64, Situation)>> {
    let handed = store::handed(conn, ids, horizon(period))?;
    let owes_since = store::owes_since(conn, ids)?;
    let projects = projects::projects_by_ids(conn, scope, ids, period.year())?;
    let known = projects.into_iter().map(|project| {
        let reports = handed.get(&project.id).into_iter().flatten();
        let last_report = reports.map(|update| update.period).filter(|reported| *reported <= period).max();
        let owes_since = owes_since.get(&project.id).copied();
        (project.id, situation(&project, period, last_report, owes_since))
    });
    Ok(known.collect())
}

fn lit(period: Period, findings: &[Finding]) -> Option<Lit> {
    let worst = findings.first()?;
    Some(Lit { period, colour: worst.colour, reasons: findings.iter().map(reason).collect() })
}

fn situation(
    project: &Project,
    period: Period,
    last_report: Option<Period>,
    owes_since: Option<Period>,
) -> Situation {
    let facts = &project.facts;
    Situation {
        started: facts.stage.is_some_and(Stage::is_started),
        completed: facts.stage.is_some_and(|stage| stage >= Stage::Completed),
        planned_start: facts.planned_start.clone(),
        actual_start: facts.actual_start.clone(),
        enrolled: facts.enrolled,
        year: period.year(),
        annual_plan: facts.annual_plan,
        ytd: facts.ytd_investment,
        last_report,
        owes_since,
    }
}

fn reason(finding: &Finding) -> LitReason {
    let sentence = finding.why.sentence();
    LitReason {
        family: finding.family.as_str().to_owned(),
        colour: finding.colour,
        zh: Lang::Zh.render(&sentence),
        en: Lang::En.render(&sentence),
    }
}
