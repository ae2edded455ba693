//! What is known for a month, in one reader's scope: the projects that owed a report, each with the facts of that month.
//!
//! The facts are those by which its lights are judged, too.

use super::model::{Line, Month, Why};
use super::store;
use crate::db::Conn;
use crate::features::indicators::Measured;
use crate::features::lights;
use crate::features::projects::{self, Class, Facts, Lit};
use crate::features::updates::{self, At, Duty, ObligationState};
use crate::kernel::calendar::Period;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use std::collections::{BTreeMap, HashMap};

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
    // Where a project lay when the month was over decides who sees it here, so the registry is asked as a whole.
    let province = Scope::from(place.province());
    let mut known = lights::facts_of_month(conn, &province, &ids, period, at.zone)?;
    let classes = store::classes(conn, list)?;
    let lit = projects::lights_of(conn, &ids, period)?;
    let reporters: Vec<i64> = duties.iter().filter_map(|duty| duty.owed.reporter_id).collect();
    let reporters = updates::reporters(conn, &reporters)?;
    month.waiting = store::waiting(conn, &ids, period)?;
    month.lines = duties
        .into_iter()
        .filter_map(|duty| {
            let id = duty.owed.project_id;
            Some(line(duty, known.remove(&id)?, classes.get(&id).copied(), &lit, &reporters))
        })
        .collect();
    Ok(month)
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
