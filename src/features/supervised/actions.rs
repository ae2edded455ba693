//! Deeds on tasks: red lights begin one, a person begins one, people answer, close or send back.

use super::input::{Raising, Saying};
use super::model::{Cause, Side, State, Task, red_since};
use super::store::{self, New};
use crate::config;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::notices::{self, About, Content};
use crate::features::projects::{self, SideState};
use crate::features::reference;
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// Once a month's reports are in: of these projects those whose light has stayed red begin a task, or go on in the one
/// they have. Whoever asks has found them in her scope; what is suspended, merged or gone is left alone.
///
/// # Errors
/// When it cannot be written down.
pub fn watch(
    conn: &mut Conn,
    caller: &Caller,
    (ids, period): (&[i64], Period),
    rule: &config::Supervised,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    let known = projects::projects_by_ids(conn, &caller.scope, ids, period.year())?;
    // Nobody begins it, whoever's deed brings it up.
    let place = caller.scope.around();
    let itself = Caller { name: Lang::Zh.t("supervised-by-itself"), ..Caller::command_line(place) };
    for project in known.into_iter().filter(|project| project.facts.side_state == SideState::Active) {
        let lit = projects::lights(conn, project.id)?;
        let Some(first) = red_since(&lit, period, rule.red_months) else { continue };
        // The month is looked at when it is closed and when the next one opens; what a person closed stays closed.
        if store::covers(conn, project.id, period)? {
            continue;
        }
        let months = lit.iter().filter(|one| one.period >= first && one.period <= period).count();
        let why = lit.iter().find(|one| one.period == period).and_then(|one| one.reasons.first());
        let words = [
            ("months", months.to_string()),
            ("first", first.to_string()),
            ("last", period.to_string()),
            ("why", why.map(|why| why.zh.clone()).unwrap_or_default()),
        ];
        let text = Lang::Zh.all("supervised-red-text", &words);
        let new = New {
            project_id: project.id,
            cause: Cause::RedLight,
            months: Some((first, period)),
            text: &text,
            owner: project.facts.responsible_unit.as_deref(),
            due_on: due(conn, rule, today)?,
        };
        match store::insert(conn, &itself, &new, now)? {
            Some(id) => begun(conn, &itself, (id, &new), project.facts.division, now)?,
            None => store::go_on(conn, project.id, period)?,
        }
    }
    Ok(())
}

fn due(conn: &mut Conn, rule: &config::Supervised, today: NaiveDate) -> Result<NaiveDate> {
    Ok(reference::working_days(conn)?.add_working_days(today, rule.due_working_days))
}

fn begun(
    conn: &mut Conn,
    caller: &Caller,
    (id, new): (i64, &New<'_>),
    division: DivisionCode,
    now: Instant,
) -> Result<()> {
    let changes = vec![
        Change::new("project_id", Value::Null, new.project_id),
        Change::new("cause", Value::Null, new.cause.as_str()),
        Change::new("text", Value::Null, new.text),
        Change::new("due_on", Value::Null, new.due_on.to_string()),
    ];
    let record = Record::new("supervised.raise", "supervised_task", id, division).changing(changes);
    audit::record(conn, caller, now, record)?;
    let task = store::one(conn, &Scope::from(division), id)?;
    tell(conn, caller, &task, (&task.text, Some(task.due_on)), now)
}

/// The project's city hears of a new task, and of what the province says about one.
fn tell(
    conn: &mut Conn,
    caller: &Caller,
    task: &Task,
    (text, due_on): (&str, Option<NaiveDate>),
    now: Instant,
) -> Result<()> {
    let content = Content::Supervised {
        task_id: task.id,
        project_id: task.project_id,
        name: task.project.clone(),
        text: text.to_owned(),
        due_on,
    };
    notices::tell_city(conn, caller, (About::Project, task.division), content, now)
}

/// A remark on a project becomes a task.
///
/// # Errors
/// 403; 404 for a project outside the scope.
pub fn raise(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    new: &Raising,
    (rule, now, today): (&config::Supervised, Instant, NaiveDate),
) -> Result<Task> {
    caller.must(Deed::Instruct)?;
    let facts = projects::project(conn, &caller.scope, project_id, today.year())?.facts;
    let due_on = match new.due_on {
        Some(day) => day,
        None => due(conn, rule, today)?,
    };
    let new = New {
        project_id,
        cause: Cause::Remark,
        months: None,
        text: &new.text,
        owner: new.owner.as_deref().or(facts.responsible_unit.as_deref()),
        due_on,
    };
    let id = store::insert(conn, caller, &new, now)?.ok_or(Error::NotFound)?;
    begun(conn, caller, (id, &new), facts.division, now)?;
    store::one(conn, &caller.scope, id)
}

/// Says something about a task, and moves it: the city answers, the province closes or sends back.
///
/// # Errors
/// 403 for a role that only reads, and for the other side's step; 404 outside the scope; 409 for a step that does not
/// follow, or when it has changed since `based`; 428 for a step without it.
pub fn say(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, Option<i64>),
    new: &Saying,
    now: Instant,
) -> Result<Task> {
    caller.must(Deed::Comment)?;
    let task = store::one(conn, &caller.scope, id)?;
    if new.state.is_some() && based.is_none() {
        return Err(Error::PreconditionRequired);
    }
    if based.is_some_and(|based| based != task.version) {
        return Err(stale(based, new, &task));
    }
    if let Some(state) = new.state {
        let name = |state: State| Message::new(state_name(state));
        let step = || {
            let message = Message::new("supervised-step").with_message("from", name(task.state));
            Error::conflict(message.with_message("to", name(state)))
        };
        may_step(caller, task.state.leads_to(state).ok_or_else(step)?)?;
    }
    if !store::change(conn, (id, task.version), new, now)? {
        return Err(stale(Some(task.version), new, &store::one(conn, &caller.scope, id)?));
    }
    store::insert_reply(conn, caller, id, (&new.text, new.state), now)?;
    let mut changes = vec![Change::new("text", Value::Null, new.text.as_str())];
    changes.extend(new.state.map(|state| Change::new("state", task.state.as_str(), state.as_str())));
    let record = Record::new("supervised.say", "supervised_task", id, task.division).changing(changes);
    audit::record(conn, caller, now, record)?;
    if caller.scope.is_whole_province() {
        tell(conn, caller, &task, (&new.text, None), now)?;
    }
    store::one(conn, &caller.scope, id)
}

/// Whether a step is this person's: whoever asked does not answer for the city.
///
/// # Errors
/// 403
pub fn may_step(caller: &Caller, side: Side) -> Result<()> {
    match side {
        Side::City if caller.scope.is_whole_province() => Err(Error::forbidden("supervised-city-answers")),
        Side::City => caller.must(Deed::EditProjects),
        Side::Province => caller.must_for_province(Deed::ReviewUpdates),
    }
}

/// The Fluent id of a state's name.
pub const fn state_name(state: State) -> &'static str {
    match state {
        State::Open => "supervised-state-open",
        State::Answered => "supervised-state-answered",
        State::Closed => "supervised-state-closed",
    }
}

fn stale(expected: Option<i64>, new: &Saying, current: &Task) -> Error {
    Error::Stale {
        base: json!({ "version": expected }),
        yours: json!({ "state": new.state, "text": new.text }),
        current: json!({ "version": current.version, "state": current.state }),
    }
}
