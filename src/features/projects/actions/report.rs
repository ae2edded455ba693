//! What an accepted monthly report says becomes the project's facts. The report was asked for its reasons when it was
//! written, so no gate stands here: whatever a stage still needs is listed on the record.

use super::edit::{Next, commit, open};
use super::rules::{changes, faults, none_of};
use crate::db::Conn;
use crate::features::audit::Record;
use crate::features::projects::model::{Facts, Project, SideState, Stage, fields};
use crate::features::projects::store::Say;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::web::Caller;

/// What a report states at its month's end; an empty field keeps what stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// How far it has come.
    pub stage: Option<Stage>,
    /// Done since the start.
    pub cumulative: Option<Money>,
    /// Done this year.
    pub ytd: Option<Money>,
    /// 是否入统
    pub enrolled: Option<bool>,
    /// 计划竣工
    pub planned_finish: Option<PlanDate>,
}

/// The facts with a month's report laid over them. Where a project comes to a stage whose day nobody has entered, the
/// month is when it happened.
pub fn reported(facts: &Facts, said: &Reported, period: Period) -> Facts {
    let mut facts = Facts {
        cumulative_investment: said.cumulative.or(facts.cumulative_investment),
        ytd_investment: said.ytd.or(facts.ytd_investment),
        enrolled: said.enrolled.or(facts.enrolled),
        planned_finish: said.planned_finish.clone().or_else(|| facts.planned_finish.clone()),
        ..facts.clone()
    };
    if let (Some(old), Some(new)) = (facts.stage, said.stage) {
        let month = PlanDate::parse(period.as_str()).ok();
        for (stage, slot) in [
            (Stage::Started, &mut facts.actual_start),
            (Stage::Completed, &mut facts.actual_finish),
            (Stage::InProduction, &mut facts.in_production_on),
        ] {
            if old < stage && stage <= new && slot.is_none() {
                slot.clone_from(&month);
            }
        }
    }
    facts.stage = said.stage.or(facts.stage);
    facts
}

/// Writes a month's accepted report to the project, as of that month.
///
/// # Errors
/// [`Error::NotFound`] outside the scope; [`Error::Invalid`] for what cannot be; [`Error::Conflict`] for a voided record.
pub fn report(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    said: &Reported,
    period: Period,
    now: Instant,
) -> Result<Project> {
    let day = period.last_day();
    let (before, book) = open(conn, caller, id, day)?;
    if before.facts.side_state == SideState::Voided {
        return Err(Error::conflict("projects-is-voided"));
    }
    let facts = reported(&before.facts, said, period);
    none_of(faults(conn, caller, Some(&before), &facts, &book)?)?;
    let differences = changes(fields::differences(&before.facts, &facts));
    let mut justifications = before.justifications.clone();
    justifications.retain(|field, _| !differences.iter().any(|change| change.field == *field));
    let record = Record::new("project.report", "project", id, facts.division).changing(differences);
    let next = Next { facts: &facts, justifications: &justifications, say: Say::Stated(&caller.name) };
    commit(conn, caller, (&before, &book), next, record, (now, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;

    fn after(from: Option<Stage>, to: Stage) -> Facts {
        let stands = Facts { stage: from, ..Facts::named("x", DivisionCode::parse("370100").unwrap()) };
        let said = Reported { stage: Some(to), ..Reported::default() };
        reported(&stands, &said, Period::parse("2026-09").unwrap())
    }

    #[test]
    fn a_project_that_comes_to_its_start_started_in_that_month() {
        let month = PlanDate::parse("2026-09").ok();
        assert_eq!(after(Some(Stage::Filed), Stage::Started).actual_start, month);
        assert_eq!(after(Some(Stage::Filed), Stage::UnderConstruction).actual_start, month);
        assert_eq!(after(Some(Stage::Started), Stage::UnderConstruction).actual_start, None);
        assert_eq!(after(None, Stage::UnderConstruction).actual_start, None, "nobody knows when");
        assert_eq!(after(Some(Stage::Started), Stage::InProduction).in_production_on, month);
    }

    #[test]
    fn what_a_report_does_not_say_stays() {
        let stands = Facts {
            enrolled: Some(true),
            cumulative_investment: Money::from_wan(5),
            ..Facts::named("x", DivisionCode::parse("370100").unwrap())
        };
        let said = Reported { ytd: Money::from_wan(1), ..Reported::default() };
        let facts = reported(&stands, &said, Period::parse("2026-09").unwrap());
        assert_eq!(facts, Facts { ytd_investment: Money::from_wan(1), ..stands });
    }
}
