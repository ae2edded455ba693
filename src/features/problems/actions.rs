//! Deeds on problems: a person raises one, a report mentions some, people say what is done about them.

use super::input::{Raising, Saying};
use super::model::{Level, Mention, Problem, State};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::notices::{self, About, Content};
use crate::features::projects;
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang};
use chrono::{Datelike as _, NaiveDate};
use serde_json::{Value, json};

/// Enters a problem of a project.
///
/// # Errors
/// 403; 404 for a project outside the scope; 409 when the project has this problem and it is not solved; 422 for a day that
/// has passed.
pub fn raise(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    new: &Raising,
    (now, today): (Instant, NaiveDate),
) -> Result<Problem> {
    caller.must(Deed::EditProjects)?;
    let division = projects::project(conn, &caller.scope, project_id, today.year())?.facts.division;
    must_come(new.due_on, None, today)?;
    let id = raised(conn, caller, (project_id, division, None), new, now)?;
    store::one(conn, &caller.scope, id)
}

/// A day by which something is to be solved lies ahead; one that stands already may have passed.
fn must_come(due_on: Option<NaiveDate>, stands: Option<NaiveDate>, today: NaiveDate) -> Result<()> {
    if due_on.is_some_and(|day| day < today && stands != Some(day)) {
        let message = Message::new("problems-due-past").with("today", today.to_string());
        return Err(Error::field("due_on", message));
    }
    Ok(())
}

fn raised(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, division, period): (i64, DivisionCode, Option<Period>),
    new: &Raising,
    now: Instant,
) -> Result<i64> {
    let id = store::insert(conn, caller, (project_id, period), new, now)?;
    let changes = vec![
        Change::new("project_id", Value::Null, project_id),
        Change::new("kind", Value::Null, new.mention.kind.as_str()),
        Change::new("text", Value::Null, new.mention.text.as_str()),
    ];
    audit::record(
        conn,
        caller,
        now,
        Record::new("problem.raise", "problem", id, division).changing(changes),
    )?;
    Ok(id)
}

/// A report that goes up tells what stands in the project's way. What is told again stays the same record; what was
/// solved and is told in a later month is opened again. The report's own deed has asked for the right.
///
/// # Errors
/// When it cannot be written down.
pub fn mention(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, division): (i64, DivisionCode),
    (period, mentions): (Period, &[Mention]),
    now: Instant,
) -> Result<()> {
    for mention in mentions {
        let Some((id, state, last)) = store::told(conn, project_id, mention)? else {
            let new = Raising { mention: mention.clone(), level: Level::City, owner: None, due_on: None };
            raised(conn, caller, (project_id, division, Some(period)), &new, now)?;
            continue;
        };
        if last.is_some_and(|last| last >= period) {
            continue;
        }
        store::touch(conn, id, period)?;
        if state == State::Resolved {
            let text = Lang::Zh.with("problems-told-again", "period", period);
            let again = Saying { text, state: Some(State::Reopened), level: None, owner: None, due_on: None };
            let problem = store::one(conn, &caller.scope, id)?;
            done(conn, caller, &problem, &again, now)?;
        }
    }
    Ok(())
}

/// Says something about a problem, and moves it, or hands it to somebody.
///
/// # Errors
/// 403 for a role that only reads, and for moving it by one that only remarks; 404 outside the scope; 409 for a step
/// that does not follow, or when it has changed since `based`.
pub fn say(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, Option<i64>),
    new: &Saying,
    (now, today): (Instant, NaiveDate),
) -> Result<Problem> {
    caller.must(Deed::Comment)?;
    let problem = store::one(conn, &caller.scope, id)?;
    let changes = new.state.is_some() || new.level.is_some() || new.owner.is_some() || new.due_on.is_some();
    if changes {
        caller.must(Deed::EditProjects)?;
    }
    if based.is_some_and(|based| based != problem.version) {
        return Err(stale(based, new, &problem));
    }
    if let Some(state) = new.state.filter(|state| !problem.state.leads_to(*state)) {
        let name = |state: State| Message::new(state_name(state));
        let message = Message::new("problems-step")
            .with_message("from", name(problem.state))
            .with_message("to", name(state));
        return Err(Error::conflict(message));
    }
    must_come(new.due_on, problem.due_on, today)?;
    done(conn, caller, &problem, new, now)?;
    store::one(conn, &caller.scope, id)
}

fn done(conn: &mut Conn, caller: &Caller, problem: &Problem, new: &Saying, now: Instant) -> Result<()> {
    let id = problem.id;
    let version = store::one(conn, &caller.scope, id)?.version;
    if !store::change(conn, (id, version), new, now)? {
        return Err(stale(Some(version), new, &store::one(conn, &caller.scope, id)?));
    }
    store::insert_reply(conn, caller, id, (&new.text, new.state), now)?;
    let mut changes = vec![Change::new("text", Value::Null, new.text.as_str())];
    changes.extend(new.state.map(|state| Change::new("state", problem.state.as_str(), state.as_str())));
    changes.extend(new.level.map(|level| Change::new("level", problem.level.as_str(), level.as_str())));
    changes.extend(new.owner.as_ref().map(|owner| Change::new("owner", json!(problem.owner), json!(owner))));
    changes.extend(new.due_on.map(|day| Change::new("due_on", json!(problem.due_on), json!(day))));
    let record = Record::new("problem.say", "problem", id, problem.division).changing(changes);
    audit::record(conn, caller, now, record)?;
    tell(conn, caller, problem, &new.text, now)
}

/// What the province says is told to the project's city.
fn tell(conn: &mut Conn, caller: &Caller, problem: &Problem, text: &str, now: Instant) -> Result<()> {
    if !caller.scope.is_whole_province() {
        return Ok(());
    }
    let content = Content::Problem {
        problem_id: problem.id,
        project_id: problem.project_id,
        name: problem.project.clone(),
        text: text.to_owned(),
    };
    notices::tell_city(conn, caller, (About::Project, problem.division), content, now)
}

/// The Fluent id of a state's name.
pub fn state_name(state: State) -> &'static str {
    match state {
        State::Open => "problems-state-open",
        State::Coordinating => "problems-state-coordinating",
        State::Resolved => "problems-state-resolved",
        State::Reopened => "problems-state-reopened",
    }
}

fn stale(expected: Option<i64>, new: &Saying, current: &Problem) -> Error {
    Error::Stale {
        base: json!({ "version": expected }),
        yours: json!({ "state": new.state, "text": new.text }),
        current: json!({ "version": current.version, "state": current.state, "owner": current.owner }),
    }
}
