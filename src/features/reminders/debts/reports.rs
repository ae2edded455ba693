//! Monthly reports that are owed, and, for the calendar, those of months that are not over yet.

use super::Asked;
use crate::db::Conn;
use crate::features::projects::{Brief, briefs};
use crate::features::reminders::model::debt::{Debt, DebtKind, Known, Whose};
use crate::features::updates::{self, Foreseen};
use crate::kernel::calendar::{Period, local_date, period_of};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeMap;

pub fn owed(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let (at, mut debts) = (asked.at, Vec::new());
    for (period, duties) in updates::owing(conn, asked.scope, at)? {
        let ids: Vec<i64> = duties.iter().map(|duty| duty.owed.project_id).collect();
        let known = known(conn, asked, &ids)?;
        debts.extend(duties.into_iter().filter_map(|duty| {
            let (owed, due_on) = (duty.owed, day_of(duty.deadline, at.zone));
            let whose = (owed.project_id, owed.division, owed.reporter_id);
            Some(debt(period, whose, due_on, known.get(&owed.project_id)?))
        }));
    }
    if asked.until > at.today() {
        debts.extend(foreseen(conn, asked)?);
    }
    Ok(debts)
}

/// What will be owed for the months that end before `until`, if nothing changes.
fn foreseen(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let mut debts = Vec::new();
    let mut period = period_of(asked.at.today());
    while period.last_day() < asked.until {
        let Foreseen { due_at, owing } = updates::foreseen(conn, asked.scope, period, asked.at)?;
        let ids: Vec<i64> = owing.iter().map(|(id, ..)| *id).collect();
        let known = known(conn, asked, &ids)?;
        let since = period.last_day().checked_add_days(Days::new(1));
        for whose in owing {
            let Some(brief) = known.get(&whose.0) else { continue };
            debts.push(Debt { since, ..debt(period, whose, day_of(due_at, asked.at.zone), brief) });
        }
        period = period.next();
    }
    Ok(debts)
}

/// The projects in a line each.
fn known(conn: &mut Conn, asked: Asked<'_>, ids: &[i64]) -> Result<BTreeMap<i64, Brief>> {
    if !asked.words {
        let nothing = |id: &i64| (*id, Brief::default());
        return Ok(ids.iter().map(nothing).collect());
    }
    briefs(conn, asked.scope, ids, asked.at.today().year())
}

fn debt(
    period: Period,
    (id, place, reporter): (i64, DivisionCode, Option<i64>),
    due_on: NaiveDate,
    brief: &Brief,
) -> Debt {
    let known = [brief.stage.map(Known::Stage), brief.cumulative_investment.map(Known::Cumulative)];
    Debt {
        key: Debt::key_of(DebtKind::Report, &format!("{period}:{id}"), due_on),
        kind: DebtKind::Report,
        due_on,
        since: None,
        place,
        whose: Whose::Reporter(reporter),
        name: brief.name.clone(),
        of: period.to_string(),
        known: known.into_iter().flatten().collect(),
        path: format!("/updates?period={period}"),
    }
}

/// The day of a deadline. One that ends with a day is the last instant of that day.
fn day_of(deadline: Instant, zone: Tz) -> NaiveDate {
    local_date(deadline, zone)
}
