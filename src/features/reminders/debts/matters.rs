//! What is owed about single projects: answers to supervised tasks, problems with a day, reviews of what stands still.

use super::Asked;
use crate::db::Conn;
use crate::features::problems::{self, Level};
use crate::features::reminders::model::debt::{Debt, DebtKind, Known, Whose};
use crate::features::supervised::{self, State};
use crate::features::suspended;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use chrono::NaiveDate;

/// A city owes an answer to each task that waits for one.
pub fn tasks(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let tasks = supervised::moved_after(conn, asked.scope, asked.at.now)?.into_iter();
    let open = tasks.filter(|task| task.state == State::Open);
    let debt = |task: supervised::Task| {
        let about = (DebtKind::Task, task.id, task.division, task.due_on);
        matter(about, Whose::Place, task.project, (task.text, format!("/supervised/{}", task.id)))
    };
    Ok(open.map(debt).collect())
}

/// Whoever is asked to solve a problem owes it until its day, if it has one.
pub fn problems(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let debt = |problem: problems::Problem| {
        let due_on = problem.due_on?;
        let whose = if problem.level == Level::Province { Whose::Reviewers } else { Whose::Place };
        let about = (DebtKind::Problem, problem.id, problem.division, due_on);
        Some(matter(about, whose, problem.project, (problem.text, format!("/problems/{}", problem.id))))
    };
    Ok(problems::due(conn, asked.scope)?.into_iter().filter_map(debt).collect())
}

/// The province owes the review of each project that stands still.
pub fn reviews(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let rule = (&asked.at.suspended, asked.at.zone);
    let all = suspended::find(conn, asked.scope, &suspended::Filter::default(), (rule, asked.at.today()))?;
    let debt = |one: suspended::Standstill| {
        let about = (DebtKind::Review, one.project_id, one.division, one.span.review_on);
        let path = format!("/projects/{}/suspension", one.project_id);
        matter(about, Whose::Reviewers, one.project, (one.span.reason.unwrap_or_default(), path))
    };
    Ok(all.into_iter().map(debt).collect())
}

fn matter(
    (kind, id, place, due_on): (DebtKind, i64, DivisionCode, NaiveDate),
    whose: Whose,
    name: String,
    (words, path): (String, String),
) -> Debt {
    let known = if words.is_empty() { Vec::new() } else { vec![Known::Words(words)] };
    let key = Debt::key_of(kind, &id.to_string(), due_on);
    Debt { key, kind, due_on, since: None, place, whose, name, of: String::new(), known, path }
}
