//! Justified reasons: asked for, decided, and what of them holds.

use crate::db::schema::{light_suspensions as s, projects};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::features::lights::model::{Family, Suspended};
use crate::features::lights::suspension::{Asking, State, Suspension};
use crate::kernel::calendar::{Period, parse_day};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = s)]
struct SuspensionRow {
    id: i64,
    project_id: i64,
    version: i64,
    state: State,
    family: Family,
    since: Period,
    until: String,
    reason: String,
    asker: String,
    asked_by: Option<i64>,
    asked_at: Instant,
    decider: Option<String>,
    decided_at: Option<Instant>,
    decision_reason: Option<String>,
}

fn suspension((row, project, division): (SuspensionRow, String, DivisionCode)) -> Result<Suspension> {
    Ok(Suspension {
        id: row.id,
        project_id: row.project_id,
        project,
        division,
        version: row.version,
        state: row.state,
        span: Suspended { family: row.family, since: row.since, until: day(&row.until)? },
        reason: row.reason,
        asker: row.asker,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        decider: row.decider,
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
    })
}

fn day(stored: &str) -> Result<NaiveDate> {
    parse_day(stored).ok_or_else(|| anyhow!("{stored} is no day").into())
}

/// What a list of justified reasons is asked by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// How far they have come.
    pub state: Option<State>,
    /// Whose.
    pub project: Option<i64>,
    /// Which one.
    pub id: Option<i64>,
}

type Visible = diesel::helper_types::IntoBoxed<
    'static,
    diesel::helper_types::InnerJoin<s::table, projects::table>,
    Backend,
>;

fn visible(scope: &Scope, filter: Filter) -> Visible {
    let mut query = s::table
        .inner_join(projects::table)
        .into_boxed::<Backend>()
        .filter(within("projects.division", scope));
    if let Some(state) = filter.state {
        query = query.filter(s::state.eq(state));
    }
    if let Some(project) = filter.project {
        query = query.filter(s::project_id.eq(project));
    }
    if let Some(id) = filter.id {
        query = query.filter(s::id.eq(id));
    }
    query
}

/// The justified reasons in scope that the filter lets through: those that wait first, then the newest.
pub fn find(conn: &mut Conn, scope: &Scope, filter: Filter, page: PageRequest) -> Result<Paged<Suspension>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<(SuspensionRow, String, DivisionCode)> = visible(scope, filter)
        .order((s::state.ne(State::Asked), s::id.desc()))
        .limit(page.per_page())
        .offset(page.offset())
        .select((SuspensionRow::as_select(), projects::name, projects::division))
        .load(conn)?;
    Ok(Paged::new(rows.into_iter().map(suspension).collect::<Result<_>>()?, total, page))
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] also for what lies outside the scope.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Suspension> {
    let row: (SuspensionRow, String, DivisionCode) =
        visible(scope, Filter { id: Some(id), ..Filter::default() })
            .select((SuspensionRow::as_select(), projects::name, projects::division))
            .first(conn)?;
    suspension(row)
}

/// Writes down what is asked; its id. One that ran out before `today` is ended first, and goes on covering its months.
///
/// # Errors
/// [`Error::Conflict`] while another one of the family is asked for or holds.
pub fn ask(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, since): (i64, Period),
    new: &Asking,
    (now, today): (Instant, NaiveDate),
) -> Result<i64> {
    let ran_out = s::table
        .filter(s::project_id.eq(project_id).and(s::family.eq(new.family)))
        .filter(s::state.eq(State::Approved).and(s::until.lt(today.to_string())));
    diesel::update(ran_out)
        .set((s::state.eq(State::Ended), s::lapsed.eq(true), s::version.eq(s::version + 1)))
        .execute(conn)?;
    let span = new.span(since);
    let values = (
        s::version.eq(1),
        s::project_id.eq(project_id),
        s::family.eq(span.family),
        s::state.eq(State::Asked),
        s::since.eq(span.since),
        s::until.eq(span.until.to_string()),
        s::reason.eq(&new.reason),
        s::asker.eq(&caller.name),
        s::asked_by.eq(caller.id),
        s::asked_at.eq(now),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(s::table).values(values).returning(s::id).get_result::<i64>(conn)
    });
    match inserted {
        Ok(id) => Ok(id),
        Err(error) if unique_violation(&error).is_some() => {
            Err(Error::conflict(Message::new("lights-asked-already")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes down what was decided, if it still has this version.
pub fn decide(
    conn: &mut Conn,
    caller: &Caller,
    (id, version): (i64, i64),
    (state, reason): (State, Option<&str>),
    now: Instant,
) -> Result<bool> {
    let target = s::table.filter(s::id.eq(id).and(s::version.eq(version)));
    let done = diesel::update(target)
        .set((
            s::version.eq(version + 1),
            s::state.eq(state),
            s::decider.eq(&caller.name),
            s::decided_by.eq(caller.id),
            s::decided_at.eq(now),
            s::decision_reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(done == 1)
}

/// Leaves one that was ended to cover the months until this day.
pub fn lapse(conn: &mut Conn, id: i64, until: NaiveDate) -> Result<()> {
    diesel::update(s::table.filter(s::id.eq(id)))
        .set((s::lapsed.eq(true), s::until.eq(until.to_string())))
        .execute(conn)?;
    Ok(())
}

/// What holds for these projects, or held until its day. Whoever asks has found them in her scope.
pub fn spans(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Suspended>>> {
    let rows: Vec<(i64, Family, Period, String)> = s::table
        .filter(s::project_id.eq_any(ids).and(s::state.eq(State::Approved).or(s::lapsed)))
        .select((s::project_id, s::family, s::since, s::until))
        .load(conn)?;
    let mut spans: BTreeMap<i64, Vec<Suspended>> = BTreeMap::new();
    for (project, family, since, until) in rows {
        spans.entry(project).or_default().push(Suspended { family, since, until: day(&until)? });
    }
    Ok(spans)
}
