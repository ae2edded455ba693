//! The lights of a month, computed when something about it has changed and stored through the registry's face.

use crate::db::Conn;
use crate::features::projects::{self, Lit, LitReason, Project, Stage};
use crate::features::updates::at::At;
use crate::features::updates::model::lights::{Finding, Rules, Situation, in_force, light};
use crate::features::updates::model::report::horizon;
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::web::Lang;

/// Computes and stores the lights of these projects as of the month's end. Whoever asks has found them in her scope.
pub(super) fn shine(conn: &mut Conn, scope: &Scope, ids: &[i64], period: Period, at: &At) -> Result<()> {
    let rules = [Rules::from(&at.lights)];
    let Some(rules) = in_force(&rules, period) else { return Ok(()) };
    let handed = store::handed(conn, ids, horizon(period))?;
    let owes_since = store::owes_since(conn, ids)?;
    for project in projects::projects_by_ids(conn, scope, ids, period.year())? {
        let reports = handed.get(&project.id).into_iter().flatten();
        let last_report = reports.map(|update| update.period).filter(|reported| *reported <= period).max();
        let situation = situation(&project, period, last_report, owes_since.get(&project.id).copied());
        let findings = light(rules, &situation, period);
        let Some(worst) = findings.first() else { continue };
        let lit = Lit { period, colour: worst.colour, reasons: findings.iter().map(reason).collect() };
        projects::shine(conn, project.id, &lit, at.now)?;
    }
    Ok(())
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
