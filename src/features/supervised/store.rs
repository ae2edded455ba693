//! SQL of tasks and of what was said about them. Whatever a person may see passes through `within`.

use super::input::{Filter, Saying};
use super::model::{Cause, Reply, State, Task};
use crate::db::schema::{projects, supervised_replies as replies, supervised_tasks as t};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::kernel::calendar::{Period, parse_day};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    project_id: i64,
    version: i64,
    cause: Cause,
    first_period: Option<Period>,
    last_period: Option<Period>,
    text: String,
    owner: Option<String>,
    due_on: String,
    state: State,
    raiser: String,
    raised_at: Instant,
    moved_at: Instant,
}

type Joined = (Row, String, DivisionCode);

fn task((row, project, division): Joined) -> Result<Task> {
    Ok(Task {
        id: row.id,
        project_id: row.project_id,
        project,
        division,
        version: row.version,
        cause: row.cause,
        months: row.first_period.zip(row.last_period),
        text: row.text,
        owner: row.owner,
        due_on: parse_day(&row.due_on).ok_or_else(|| anyhow!("{} is no day", row.due_on))?,
        state: row.state,
        raiser: row.raiser,
        raised_at: row.raised_at,
        moved_at: row.moved_at,
    })
}

type Visible = diesel::helper_types::IntoBoxed<
    'static,
    diesel::helper_types::InnerJoin<t::table, projects::table>,
    Backend,
>;

fn visible(scope: &Scope, filter: &Filter) -> Visible {
    let mut query = t::table
        .inner_join(projects::table)
        .into_boxed::<Backend>()
        .filter(within("projects.division", scope));
    if let Some(state) = filter.state {
        query = query.filter(t::state.eq(state));
    }
    if let Some(city) = filter.city {
        query = query.filter(within("projects.division", &Scope::from(city)));
    }
    if let Some(project) = filter.project {
        query = query.filter(t::project_id.eq(project));
    }
    query
}

/// The tasks in scope that the filter lets through: what is not closed first, by its day.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Task>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<Joined> = visible(scope, filter)
        .order((t::state.eq(State::Closed), t::due_on, t::id))
        .limit(page.per_page())
        .offset(page.offset())
        .select((Row::as_select(), projects::name, projects::division))
        .load(conn)?;
    Ok(Paged::new(rows.into_iter().map(task).collect::<Result<_>>()?, total, page))
}

/// The tasks in scope that are not closed, and those that were closed after `instant`; by their day.
pub fn moved_after(conn: &mut Conn, scope: &Scope, instant: Instant) -> Result<Vec<Task>> {
    let rows: Vec<Joined> = visible(scope, &Filter::default())
        .filter(t::state.ne(State::Closed).or(t::moved_at.gt(instant)))
        .order((t::due_on, t::id))
        .select((Row::as_select(), projects::name, projects::division))
        .load(conn)?;
    rows.into_iter().map(task).collect()
}

/// One task.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] also for what lies outside the scope.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Task> {
    let row: Joined = visible(scope, &Filter::default())
        .filter(t::id.eq(id))
        .select((Row::as_select(), projects::name, projects::division))
        .first(conn)?;
    task(row)
}

/// What was said about a task, the earliest first; whoever asks has found it in her scope.
pub fn said(conn: &mut Conn, id: i64) -> Result<Vec<Reply>> {
    let rows: Vec<(Option<State>, String, String, Instant)> = replies::table
        .filter(replies::task_id.eq(id))
        .order(replies::id)
        .select((replies::state, replies::text, replies::author, replies::written_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(state, text, author, at)| Reply { state, text, author, at }).collect())
}

/// A task as it is begun.
pub struct New<'a> {
    pub project_id: i64,
    pub cause: Cause,
    pub months: Option<(Period, Period)>,
    pub text: &'a str,
    pub owner: Option<&'a str>,
    pub due_on: NaiveDate,
}

/// Begins a task; its id. `None` when red lights have begun one for this project that is not closed.
pub fn insert(conn: &mut Conn, caller: &Caller, new: &New<'_>, now: Instant) -> Result<Option<i64>> {
    let (first, last) = new.months.unzip();
    let values = (
        t::project_id.eq(new.project_id),
        t::version.eq(1),
        t::cause.eq(new.cause),
        t::first_period.eq(first),
        t::last_period.eq(last),
        t::text.eq(new.text),
        t::owner.eq(new.owner),
        t::due_on.eq(new.due_on.to_string()),
        t::state.eq(State::Open),
        t::raiser.eq(&caller.name),
        t::raised_by.eq(caller.id),
        t::raised_at.eq(now),
        t::moved_at.eq(now),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    });
    match inserted {
        Ok(id) => Ok(Some(id)),
        Err(error) if unique_violation(&error).is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether red lights have begun a task for this project that covers the month already, closed or not.
pub fn covers(conn: &mut Conn, project_id: i64, period: Period) -> Result<bool> {
    let of_lights = t::project_id.eq(project_id).and(t::cause.eq(Cause::RedLight));
    let known = t::table.filter(of_lights).filter(t::first_period.le(period).and(t::last_period.ge(period)));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// The open task of a project that red lights began goes on through another month.
pub fn go_on(conn: &mut Conn, project_id: i64, last: Period) -> Result<()> {
    let open = t::project_id.eq(project_id).and(t::cause.eq(Cause::RedLight)).and(t::state.ne(State::Closed));
    diesel::update(t::table.filter(open).filter(t::last_period.lt(last)))
        .set((t::last_period.eq(last), t::version.eq(t::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Moves a task, if it still has this version.
pub fn change(conn: &mut Conn, (id, version): (i64, i64), new: &Saying, now: Instant) -> Result<bool> {
    let target = t::table.filter(t::id.eq(id).and(t::version.eq(version)));
    let moved = new.state.map(|state| (t::state.eq(state), t::moved_at.eq(now)));
    Ok(diesel::update(target).set((t::version.eq(version + 1), moved)).execute(conn)? == 1)
}

/// Writes down what was said.
pub fn insert_reply(
    conn: &mut Conn,
    caller: &Caller,
    id: i64,
    (text, state): (&str, Option<State>),
    now: Instant,
) -> Result<()> {
    diesel::insert_into(replies::table)
        .values((
            replies::task_id.eq(id),
            replies::state.eq(state),
            replies::text.eq(text),
            replies::author.eq(&caller.name),
            replies::written_by.eq(caller.id),
            replies::written_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
