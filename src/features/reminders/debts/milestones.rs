//! Planned starts and finishes that come near and have not happened.

use super::Asked;
use crate::db::Conn;
use crate::features::projects::{self, Planned, Stage};
use crate::features::reminders::model::debt::{Debt, DebtKind, Known, Whose};
use crate::kernel::calendar::period_of;
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use crate::kernel::plan_date::PlanDate;
use chrono::{Days, NaiveDate};

pub fn owed(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let (today, longest) = (asked.at.today(), asked.ladders.milestone_days());
    if longest == 0 {
        return Ok(Vec::new());
    }
    let last = asked.until.max(today);
    let after = |days: u32| last.checked_add_days(Days::new(days.into())).unwrap_or(last);
    let until = after(longest);
    // How near is told is said by the ladder of its own day; nought is never.
    let is_near = |day: NaiveDate| {
        let days = asked.ladders.of(day).milestone_days;
        days > 0 && (today..=after(days)).contains(&day)
    };
    let mut debts = Vec::new();
    for one in projects::planned(conn, asked.scope, (today, until))? {
        let is_started = one.stage.is_some_and(Stage::is_started);
        let is_finished = one.stage.is_some_and(|stage| stage >= Stage::Completed);
        let start = one.planned_start.as_ref().filter(|_| !is_started);
        let finish = one.planned_finish.as_ref().filter(|_| !is_finished);
        for (word, said, date) in
            [("start", "reminders-known-start", start), ("finish", "reminders-known-finish", finish)]
        {
            let near = date.filter(|date| is_near(date.last_day()));
            debts.extend(near.map(|date| debt(&one, (word, said), date, today)));
        }
    }
    Ok(debts)
}

/// A plan that names a month or a year is due on its last day; that it happened is said in the report of the month it is.
fn debt(project: &Planned, (word, said): (&str, &'static str), date: &PlanDate, today: NaiveDate) -> Debt {
    let due_on = date.last_day();
    let said = Message::new(said).with("date", date.as_str());
    Debt {
        key: Debt::key_of(DebtKind::Milestone, &format!("{}:{word}", project.id), due_on),
        kind: DebtKind::Milestone,
        due_on,
        since: None,
        place: project.division,
        whose: Whose::Reporter(project.reporter_id),
        name: project.name.clone(),
        of: String::new(),
        known: vec![Known::Said(said)],
        path: format!("/projects/{}/report?period={}", project.id, period_of(today)),
    }
}
