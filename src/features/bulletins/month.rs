//! What is known for a month, in one reader's scope: the projects that owed a report, each with the facts of that month.
//!
//! The facts are those that the registry knew when the month was over, and over them what accepted reports say that
//! were accepted later: of the month itself, and of a month before it that is newer than what was known. So a correction
//! of a later month changes nothing here, a change that somebody enters today belongs to today, and a report that is made
//! up for counts for its month.

use super::model::{Line, Month, Why};
use super::store;
use crate::db::Conn;
use crate::features::indicators::Measured;
use crate::features::projects::{self, Class, Facts, Lit, Reported};
use crate::features::updates::{self, At, Duty, ObligationState};
use crate::kernel::calendar::{Period, end_of_day};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use std::collections::{BTreeMap, HashMap};

/// How many months back a report may be made up for and still be the newest that is known.
const REACH: usize = 24;

/// The month as it is known now. A month that is not over, or for which nothing is owed, has no lines.
pub fn measure(conn: &mut Conn, scope: &Scope, period: Period, at: &At) -> Result<Month> {
    let (row, duties) = updates::duties(conn, scope, period, at)?;
    let mut month = Month {
        period,
        list: row.as_ref().and_then(|row| row.quarter.zip(row.list_version)),
        due_at: row.as_ref().map(|row| row.due_at),
        closed_at: row.and_then(|row| row.closed_at),
        lines: Vec::new(),
        waiting: 0,
    };
    let (Some(list), Some(place)) = (month.list, duties.first().map(|duty| duty.owed.division)) else {
        return Ok(month);
    };
    let ids: Vec<i64> = duties.iter().map(|duty| duty.owed.project_id).collect();
    let end = end_of_day(period.last_day(), at.zone);
    // Where a project lay when the month was over decides who sees it here, so the registry is asked as a whole.
    let province = Scope::from(place.province());
    let mut known = projects::facts_as_of(conn, &province, end, period.year())?;
    let late = late_reports(conn, &ids, period, at)?;
    let classes = store::classes(conn, list)?;
    let lights = projects::lights_of(conn, &ids, period)?;
    let reporters: Vec<i64> = duties.iter().filter_map(|duty| duty.owed.reporter_id).collect();
    let reporters = updates::reporters(conn, &reporters)?;
    month.waiting = store::waiting(conn, &ids, period)?;
    month.lines = duties
        .into_iter()
        .filter_map(|duty| {
            let id = duty.owed.project_id;
            let said = late.get(&id).map_or(&[][..], Vec::as_slice);
            let facts = with_reports(known.remove(&id)?, said, period);
            Some(line(duty, facts, classes.get(&id).copied(), &lights, &reporters))
        })
        .collect();
    Ok(month)
}

/// The reports that were accepted after the month was over and count for it, the earliest month first.
fn late_reports(
    conn: &mut Conn,
    ids: &[i64],
    period: Period,
    at: &At,
) -> Result<BTreeMap<i64, Vec<(Period, Reported)>>> {
    let end = end_of_day(period.last_day(), at.zone);
    let from = (0..REACH).fold(period, |month, _| month.previous());
    let mut late = store::accepted_after(conn, ids, (from, period), end)?;
    let earlier: Vec<i64> = late
        .iter()
        .filter(|(_, reports)| reports.iter().any(|(of, _)| *of < period))
        .map(|(id, _)| *id)
        .collect();
    if !earlier.is_empty() {
        let known = store::newest_accepted_by(conn, &earlier, (from, period), end)?;
        for (id, newest) in known {
            if let Some(reports) = late.get_mut(&id) {
                reports.retain(|(of, _)| *of > newest);
            }
        }
    }
    Ok(late)
}

fn with_reports(mut facts: Facts, reports: &[(Period, Reported)], period: Period) -> Facts {
    for (of, said) in reports {
        // What was done in another year is no part of this one.
        let ytd = said.ytd.filter(|_| of.year() == period.year());
        facts = projects::reported(&facts, &Reported { ytd, ..said.clone() }, *of);
    }
    facts
}

fn line(
    duty: Duty,
    facts: Facts,
    class: Option<Class>,
    lights: &HashMap<i64, Lit>,
    reporters: &BTreeMap<i64, String>,
) -> Line {
    let Duty { owed, state, .. } = duty;
    let lit = lights.get(&owed.project_id);
    let why = lit.and_then(|lit| lit.reasons.first());
    // What rests has no light; whatever else has none was not reported.
    let light = match (lit, state) {
        (Some(lit), _) => Some(lit.colour),
        (None, ObligationState::Excused) => None,
        (None, _) => Some(projects::Light::Unreported),
    };
    let measured = Measured {
        division: owed.division,
        light,
        ..Measured::of(owed.project_id, class.or(facts.class), &facts)
    };
    Line {
        measured,
        name: facts.name,
        unit: facts.unit,
        why: why.map(|why| Why { zh: why.zh.clone(), en: why.en.clone() }),
        duty: state,
        reporter: owed.reporter_id.and_then(|id| reporters.get(&id).cloned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::Stage;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::money::Money;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn said(of: &str, ytd: i64, cumulative: i64) -> (Period, Reported) {
        let said = Reported {
            stage: Some(Stage::Started),
            ytd: Money::from_wan(ytd),
            cumulative: Money::from_wan(cumulative),
            ..Reported::default()
        };
        (period(of), said)
    }

    fn known() -> Facts {
        let place = DivisionCode::parse("370100").unwrap();
        Facts {
            ytd_investment: Money::from_wan(10),
            cumulative_investment: Money::from_wan(90),
            ..Facts::named("甲", place)
        }
    }

    #[test]
    fn of_several_reports_the_latest_month_counts() {
        let facts =
            with_reports(known(), &[said("2026-08", 30, 110), said("2026-09", 40, 120)], period("2026-09"));
        assert_eq!(
            (facts.ytd_investment, facts.cumulative_investment),
            (Money::from_wan(40), Money::from_wan(120))
        );
        assert_eq!(facts.stage, Some(Stage::Started));
        assert_eq!(with_reports(known(), &[], period("2026-09")), known());
    }

    #[test]
    fn december_counts_for_januarys_whole_and_not_for_its_year() {
        let facts = with_reports(
            Facts { ytd_investment: None, ..known() },
            &[said("2026-12", 70, 160)],
            period("2027-01"),
        );
        assert_eq!((facts.ytd_investment, facts.cumulative_investment), (None, Money::from_wan(160)));
    }
}
