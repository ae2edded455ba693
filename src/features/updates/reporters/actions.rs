//! Handing projects over to whoever reports on them from now on.

use super::store;
use crate::db::Conn;
use crate::features::accounts::{self, User};
use crate::features::audit::{self, Change, Record};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use std::collections::BTreeMap;

/// The people whom a reader of `scope` may hand projects to: those who may report and whose own places lie within it.
///
/// # Errors
/// When they cannot be read.
pub fn people(conn: &mut Conn, scope: &Scope) -> Result<Vec<User>> {
    let mut people = accounts::users_within(conn, scope)?;
    people.retain(|user| user.disabled_at.is_none() && user.role.may(Deed::WriteUpdates));
    Ok(people)
}

/// Hands these projects to `reporter`, or to nobody; how many have another reporter now.
///
/// # Errors
/// 403; 404 when one of them lies outside the scope or owes no reports; 422 for a person who may not report on one of
/// them. Then none is handed over.
pub fn assign(
    conn: &mut Conn,
    caller: &Caller,
    (projects, reporter): (&[i64], Option<i64>),
    now: Instant,
) -> Result<usize> {
    caller.must(Deed::EditProjects)?;
    let known: BTreeMap<i64, store::Reported> = store::of_projects(conn, &caller.scope, None)?
        .into_iter()
        .map(|project| (project.project_id, project))
        .collect();
    let chosen: Vec<&store::Reported> =
        projects.iter().map(|id| known.get(id).ok_or(Error::NotFound)).collect::<Result<_>>()?;
    let person = reporter.map(|id| person(conn, caller, id)).transpose()?;
    if let Some(person) = &person
        && let Some(project) = chosen.iter().find(|project| !person.scope.covers(project.division))
    {
        let message = Message::new("updates-reporter-elsewhere").with("person", &person.name);
        return Err(Error::field("user_id", message.with("project", &project.name)));
    }
    let name = |who: Option<&str>| serde_json::json!(who);
    let mut changed = 0;
    for project in chosen {
        let before = project.reporter.as_ref();
        if before.map(|(id, _)| *id) == reporter {
            continue;
        }
        store::assign(conn, project.project_id, reporter)?;
        let from = name(before.map(|(_, who)| who.as_str()));
        let to = name(person.as_ref().map(|person| person.name.as_str()));
        let record = Record::new("updates.assign", "reporter", project.project_id, project.division);
        audit::record(conn, caller, now, record.changing(vec![Change::new("reporter", from, to)]))?;
        changed += 1;
    }
    Ok(changed)
}

fn person(conn: &mut Conn, caller: &Caller, id: i64) -> Result<User> {
    let found = people(conn, &caller.scope)?.into_iter().find(|user| user.id == id);
    found.ok_or_else(|| Error::field("user_id", Message::new("updates-reporter-unknown").with("id", id)))
}
