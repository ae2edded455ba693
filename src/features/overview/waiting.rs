//! What waits for the person who looks, by what her role may do: each a sentence that leads to its rows.

use crate::config;
use crate::db::schema::{
    digests, imports, light_suspensions, lists, nominations, problems, projects, supervised_tasks,
    updates as reports,
};
use crate::db::{Conn, within};
use crate::features::projects::SideState;
use crate::features::suspended;
use crate::features::updates::{self, At, ObligationState};
use crate::features::{chains, notices};
use crate::kernel::calendar::period_of;
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::TimeDelta;
use diesel::dsl::count_star;
use diesel::prelude::*;

/// Where it leads, and what it says.
pub type Waiting = (String, Message);

/// Everything that waits for this person.
pub fn waiting(
    conn: &mut Conn,
    caller: &Caller,
    at: &At,
    (standstills, map): (&config::Suspended, &config::Atlas),
) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    if caller.may(Deed::ManageLists) {
        waiting.extend(nominations_in(conn, caller, ("nominated", "overview-waiting-decide"))?);
    }
    if caller.may_for_province(Deed::ManageLists) {
        let count: i64 = digests::table.filter(digests::state.eq("proposed")).count().get_result(conn)?;
        waiting.extend(counted(count, "/digests", "overview-waiting-digests"));
    }
    if caller.may(Deed::ReviewUpdates) {
        waiting.extend(of_reviewer(conn, caller, at, standstills)?);
    }
    if caller.may(Deed::WriteUpdates) {
        waiting.extend(reports_owed(conn, caller, at)?);
    }
    if caller.may(Deed::Nominate) {
        waiting.extend(nominations_in(conn, caller, ("returned", "overview-waiting-returned"))?);
        let count = notices::unconfirmed(conn, caller)?;
        waiting.extend(counted(count, "/notices", "overview-waiting-notices"));
    }
    if caller.may(Deed::EditProjects) {
        waiting.extend(of_editor(conn, caller)?);
    }
    if caller.may(Deed::EditAtlas) {
        let before = at.today() - TimeDelta::days(map.stale_days.into());
        let count = chains::stale(conn, &caller.scope, before)?;
        waiting.extend(counted(count, "/atlas#stale", "overview-waiting-stale"));
    }
    Ok(waiting)
}

/// Reports, problems, tasks, delays and standstills that the province has to answer.
fn of_reviewer(
    conn: &mut Conn,
    caller: &Caller,
    at: &At,
    standstills: &config::Suspended,
) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    let months: Vec<(String, i64)> = reports::table
        .inner_join(projects::table)
        .filter(within("projects.division", &caller.scope))
        .filter(reports::state.eq("submitted"))
        .group_by(reports::period)
        .order(reports::period)
        .select((reports::period, count_star()))
        .load(conn)?;
    waiting.extend(months.into_iter().map(|(period, count)| {
        let sentence = Message::new("overview-waiting-reports").with("period", &period).with("count", count);
        (format!("/updates?period={period}"), sentence)
    }));
    let count: i64 = problems::table
        .inner_join(projects::table)
        .filter(within("projects.division", &caller.scope))
        .filter(problems::level.eq("province").and(problems::state.eq_any(["open", "reopened"])))
        .count()
        .get_result(conn)?;
    waiting.extend(counted(count, "/problems?level=province", "overview-waiting-problems"));
    let count = tasks(conn, caller, "answered")?;
    waiting.extend(counted(count, "/supervised?state=answered", "overview-waiting-answered"));
    let count: i64 = light_suspensions::table
        .inner_join(projects::table)
        .filter(within("projects.division", &caller.scope))
        .filter(light_suspensions::state.eq("asked"))
        .count()
        .get_result(conn)?;
    waiting.extend(counted(count, "/lights", "overview-waiting-delays"));
    let due = suspended::Filter { due: true, city: None };
    let due = suspended::find(conn, &caller.scope, &due, ((standstills, at.zone), at.today()))?;
    waiting.extend(counted(due.len() as i64, "/suspended?due=true", "overview-waiting-standstills"));
    Ok(waiting)
}

/// What is still to be reported for the month that ended last; of a closed one nothing is.
fn reports_owed(conn: &mut Conn, caller: &Caller, at: &At) -> Result<Option<Waiting>> {
    let period = period_of(at.today()).previous();
    let (row, duties) = updates::duties(conn, &caller.scope, period, at)?;
    let Some(row) = row.filter(|row| row.closed_at.is_none()) else { return Ok(None) };
    let owes = |state| matches!(state, ObligationState::Due | ObligationState::Missing);
    let count = duties.iter().filter(|duty| owes(duty.state)).count();
    let due = row.due_at.local_text(at.zone);
    let sentence = Message::new("overview-waiting-owed")
        .with("period", period)
        .with("count", count as i64)
        .with("due", due);
    Ok((count > 0).then(|| (format!("/updates?period={period}"), sentence)))
}

/// Records with gaps, tasks to be answered, workbooks that were never applied.
fn of_editor(conn: &mut Conn, caller: &Caller) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    if !caller.scope.is_whole_province() {
        let count = tasks(conn, caller, "open")?;
        waiting.extend(counted(count, "/supervised?state=open", "overview-waiting-supervised"));
    }
    let gone = [SideState::Merged, SideState::Split, SideState::Voided];
    let count: i64 = projects::table
        .filter(within("projects.division", &caller.scope))
        .filter(projects::side_state.ne_all(gone))
        .filter(projects::missing.ne(""))
        .count()
        .get_result(conn)?;
    waiting.extend(counted(count, "/projects?missing=any", "overview-waiting-incomplete"));
    let count: i64 = imports::table
        .filter(imports::uploaded_by.eq(caller.id))
        .filter(imports::applied_at.is_null())
        .count()
        .get_result(conn)?;
    waiting.extend(counted(count, "/imports", "overview-waiting-unapplied"));
    Ok(waiting)
}

/// Supervised tasks in this state.
fn tasks(conn: &mut Conn, caller: &Caller, state: &str) -> Result<i64> {
    Ok(supervised_tasks::table
        .inner_join(projects::table)
        .filter(within("projects.division", &caller.scope))
        .filter(supervised_tasks::state.eq(state))
        .count()
        .get_result(conn)?)
}

/// Nominations in this state on lists that are still open, by quarter.
fn nominations_in(
    conn: &mut Conn,
    caller: &Caller,
    (state, id): (&str, &'static str),
) -> Result<Vec<Waiting>> {
    let rows: Vec<(String, i64)> = nominations::table
        .inner_join(projects::table.on(projects::id.eq(nominations::project_id)))
        .inner_join(lists::table.on(lists::quarter.eq(nominations::quarter)))
        .filter(within("projects.division", &caller.scope))
        .filter(lists::state.ne("published"))
        .filter(nominations::state.eq(state))
        .group_by(nominations::quarter)
        .order(nominations::quarter)
        .select((nominations::quarter, count_star()))
        .load(conn)?;
    let one = |(quarter, count): (String, i64)| {
        let sentence = Message::new(id).with("quarter", &quarter).with("count", count);
        (format!("/lists/{quarter}"), sentence)
    };
    Ok(rows.into_iter().map(one).collect())
}

fn counted(count: i64, href: &str, id: &'static str) -> Option<Waiting> {
    (count > 0).then(|| (href.to_owned(), Message::new(id).with("count", count)))
}
