//! SQL of problems and of what was said about them. Whatever a person may see passes through `within`.

use super::input::{Filter, Raising, Saying};
use super::model::{Level, Mention, Problem, ProblemKind, Reply, State};
use crate::db::schema::{problem_replies as replies, problems as t, projects};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::kernel::calendar::{Period, parse_day};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    project_id: i64,
    version: i64,
    kind: ProblemKind,
    text: String,
    level: Level,
    state: State,
    owner: Option<String>,
    due_on: Option<String>,
    first_period: Option<Period>,
    last_period: Option<Period>,
    raiser: String,
    raised_at: Instant,
    moved_at: Instant,
}

type Joined = (Row, String, DivisionCode);

fn problem((row, project, division): Joined) -> Problem {
    Problem {
        id: row.id,
        project_id: row.project_id,
        project,
        division,
        version: row.version,
        kind: row.kind,
        text: row.text,
        level: row.level,
        state: row.state,
        owner: row.owner,
        due_on: row.due_on.as_deref().and_then(parse_day),
        first_period: row.first_period,
        last_period: row.last_period,
        raiser: row.raiser,
        raised_at: row.raised_at,
        moved_at: row.moved_at,
    }
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
    if filter.is_unsolved {
        query = query.filter(t::state.ne(State::Resolved));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(t::kind.eq(kind));
    }
    if let Some(level) = filter.level {
        query = query.filter(t::level.eq(level));
    }
    if let Some(city) = filter.city {
        query = query.filter(within("projects.division", &Scope::from(city)));
    }
    if let Some(project) = filter.project {
        query = query.filter(t::project_id.eq(project));
    }
    query
}

/// The problems in scope that the filter lets through, those that moved last first.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Problem>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<Joined> = visible(scope, filter)
        .order((t::moved_at.desc(), t::id.desc()))
        .limit(page.per_page())
        .offset(page.offset())
        .select((Row::as_select(), projects::name, projects::division))
        .load(conn)?;
    Ok(Paged::new(rows.into_iter().map(problem).collect(), total, page))
}

/// The problems in scope that are not solved and have a day, by it.
///
/// # Errors
/// When they cannot be read.
pub fn due(conn: &mut Conn, scope: &Scope) -> Result<Vec<Problem>> {
    let rows: Vec<Joined> = visible(scope, &Filter::default())
        .filter(t::state.ne(State::Resolved).and(t::due_on.is_not_null()))
        .order((t::due_on, t::id))
        .select((Row::as_select(), projects::name, projects::division))
        .load(conn)?;
    Ok(rows.into_iter().map(problem).collect())
}

/// One problem.
///
/// # Errors
/// [`Error::NotFound`] also for what lies outside the scope.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Problem> {
    let row: Joined = visible(scope, &Filter::default())
        .filter(t::id.eq(id))
        .select((Row::as_select(), projects::name, projects::division))
        .first(conn)?;
    Ok(problem(row))
}

/// What was said about a problem, the earliest first; whoever asks has found it in her scope.
pub fn said(conn: &mut Conn, id: i64) -> Result<Vec<Reply>> {
    let rows: Vec<(Option<State>, String, String, Instant)> = replies::table
        .filter(replies::problem_id.eq(id))
        .order(replies::id)
        .select((replies::state, replies::text, replies::author, replies::written_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(state, text, author, at)| Reply { state, text, author, at }).collect())
}

/// The newest problem of the project that these words tell: its id, state and the month that told it last.
pub fn told(
    conn: &mut Conn,
    project_id: i64,
    mention: &Mention,
) -> Result<Option<(i64, State, Option<Period>)>> {
    Ok(t::table
        .filter(t::project_id.eq(project_id).and(t::kind.eq(mention.kind)).and(t::text_key.eq(mention.key())))
        .order(t::id.desc())
        .select((t::id, t::state, t::last_period))
        .first(conn)
        .optional()?)
}

/// Enters a problem; its id.
///
/// # Errors
/// [`Error::Conflict`] when the project has this problem and it is not solved.
pub fn insert(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, period): (i64, Option<Period>),
    new: &Raising,
    now: Instant,
) -> Result<i64> {
    let values = (
        t::project_id.eq(project_id),
        t::version.eq(1),
        t::kind.eq(new.mention.kind),
        t::text.eq(&new.mention.text),
        t::text_key.eq(new.mention.key()),
        t::level.eq(new.level),
        t::state.eq(State::Open),
        t::owner.eq(&new.owner),
        t::due_on.eq(new.due_on.map(|day| day.to_string())),
        t::first_period.eq(period),
        t::last_period.eq(period),
        t::raiser.eq(&caller.name),
        t::raised_by.eq(caller.id),
        t::raised_at.eq(now),
        t::moved_at.eq(now),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    });
    match inserted {
        Ok(id) => Ok(id),
        Err(error) if unique_violation(&error).is_some() => Err(Error::conflict("problems-known-already")),
        Err(error) => Err(error.into()),
    }
}

/// A later month tells it again.
pub fn touch(conn: &mut Conn, id: i64, period: Period) -> Result<()> {
    diesel::update(t::table.find(id))
        .set((t::last_period.eq(period), t::version.eq(t::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Changes what was said to be changed, if the problem still has this version.
pub fn change(conn: &mut Conn, (id, version): (i64, i64), new: &Saying, now: Instant) -> Result<bool> {
    let target = t::table.filter(t::id.eq(id).and(t::version.eq(version)));
    let done = diesel::update(target)
        .set((
            t::version.eq(version + 1),
            new.state.map(|state| (t::state.eq(state), t::moved_at.eq(now))),
            new.level.map(|level| t::level.eq(level)),
            new.owner.as_ref().map(|owner| t::owner.eq(owner)),
            new.due_on.map(|day| t::due_on.eq(day.to_string())),
        ))
        .execute(conn)?;
    Ok(done == 1)
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
            replies::problem_id.eq(id),
            replies::state.eq(state),
            replies::text.eq(text),
            replies::author.eq(&caller.name),
            replies::written_by.eq(caller.id),
            replies::written_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
