//! SQL of rules and justified reasons. Whatever a person may see of projects passes through `within`.

use super::input::Entering;
use super::model::{Family, Rules, Suspended};
use super::suspension::{Asking, State, Suspension};
use crate::db::schema::{light_rules as r, light_suspensions as s, obligations, projects, updates};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::features::projects::{Light, Stage};
use crate::kernel::calendar::{Period, parse_day};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::paging::{PageRequest, Paged};
use crate::web::Caller;
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A set of rules as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// Never reused.
    pub id: i64,
    /// The figures, and when they hold.
    pub rules: Rules,
    /// The document or practice that they come from.
    pub source: String,
    /// Who entered it, by name at that time.
    pub author: String,
    /// When.
    pub created_at: Instant,
    /// When it was withdrawn, by whom, and why.
    pub withdrawn: Option<(Instant, String, String)>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = r)]
struct RuleRow {
    id: i64,
    valid_from: Period,
    valid_until: Option<Period>,
    start_yellow_months: i64,
    start_red_months: i64,
    progress_yellow_points: i64,
    progress_red_points: i64,
    progress_slack: Light,
    enrolment_yellow_months: i64,
    enrolment_red_months: i64,
    unreported_red_months: i64,
    source: String,
    author: String,
    created_at: Instant,
    withdrawn_at: Option<Instant>,
    withdrawer: Option<String>,
    withdraw_reason: Option<String>,
}

impl From<RuleRow> for RuleSet {
    fn from(row: RuleRow) -> Self {
        Self {
            id: row.id,
            rules: Rules {
                valid_from: Some(row.valid_from),
                valid_until: row.valid_until,
                start_months: (row.start_yellow_months, row.start_red_months),
                progress_points: (row.progress_yellow_points, row.progress_red_points),
                progress_slack: row.progress_slack,
                enrolment_months: (row.enrolment_yellow_months, row.enrolment_red_months),
                unreported_months: row.unreported_red_months,
            },
            source: row.source,
            author: row.author,
            created_at: row.created_at,
            withdrawn: row
                .withdrawn_at
                .map(|at| (at, row.withdrawer.unwrap_or_default(), row.withdraw_reason.unwrap_or_default())),
        }
    }
}

/// Every set that was entered, those that begin last first; withdrawn ones too.
pub fn rule_sets(conn: &mut Conn) -> Result<Vec<RuleSet>> {
    let rows: Vec<RuleRow> =
        r::table.order((r::valid_from.desc(), r::id.desc())).select(RuleRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(RuleSet::from).collect())
}

/// Enters a set of rules; its id.
pub fn insert_rules(conn: &mut Conn, caller: &Caller, new: &Entering, now: Instant) -> Result<i64> {
    let rules = &new.rules;
    let values = (
        r::valid_from.eq(new.from),
        r::valid_until.eq(rules.valid_until),
        (
            r::start_yellow_months.eq(rules.start_months.0),
            r::start_red_months.eq(rules.start_months.1),
            r::progress_yellow_points.eq(rules.progress_points.0),
            r::progress_red_points.eq(rules.progress_points.1),
            r::progress_slack.eq(rules.progress_slack),
            r::enrolment_yellow_months.eq(rules.enrolment_months.0),
            r::enrolment_red_months.eq(rules.enrolment_months.1),
            r::unreported_red_months.eq(rules.unreported_months),
        ),
        r::source.eq(&new.source),
        r::author.eq(&caller.name),
        r::created_by.eq(caller.id),
        r::created_at.eq(now),
    );
    Ok(diesel::insert_into(r::table).values(values).returning(r::id).get_result(conn)?)
}

/// Withdraws a set; `false` when it was withdrawn already or is not there.
pub fn withdraw(conn: &mut Conn, caller: &Caller, (id, reason): (i64, &str), now: Instant) -> Result<bool> {
    let stands = r::table.filter(r::id.eq(id).and(r::withdrawn_at.is_null()));
    let done = diesel::update(stands)
        .set((
            r::withdrawn_at.eq(now),
            r::withdrawn_by.eq(caller.id),
            r::withdrawer.eq(&caller.name),
            r::withdraw_reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(done == 1)
}

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

/// Writes down what is asked; its id. One that ran out before `today` is ended first.
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
    diesel::update(ran_out).set((s::state.eq(State::Ended), s::version.eq(s::version + 1))).execute(conn)?;
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

/// What holds for these projects: approved, until its day. Whoever asks has found them in her scope.
pub fn spans(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Suspended>>> {
    let rows: Vec<(i64, Family, Period, String)> = s::table
        .filter(s::project_id.eq_any(ids).and(s::state.eq(State::Approved)))
        .select((s::project_id, s::family, s::since, s::until))
        .load(conn)?;
    let mut spans: BTreeMap<i64, Vec<Suspended>> = BTreeMap::new();
    for (project, family, since, until) in rows {
        spans.entry(project).or_default().push(Suspended { family, since, until: day(&until)? });
    }
    Ok(spans)
}

/// The newest month up to `period` for which each project has a report that went up and did not come back.
pub fn last_reports(conn: &mut Conn, ids: &[i64], period: Period) -> Result<BTreeMap<i64, Period>> {
    let rows: Vec<(i64, Option<Period>)> = updates::table
        .filter(updates::project_id.eq_any(ids).and(updates::period.le(period)))
        .filter(updates::handed_at.is_not_null().and(updates::state.ne("returned")))
        .group_by(updates::project_id)
        .select((updates::project_id, diesel::dsl::max(updates::period)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, period)| Some((id, period?))).collect())
}

/// What an accepted report said of the facts that a light looks at.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Word {
    /// Whose.
    pub project_id: i64,
    /// Of which month.
    pub period: Period,
    /// How far it had come.
    pub stage: Option<Stage>,
    /// Done that year.
    pub ytd: Option<Money>,
    /// 是否入统
    pub enrolled: Option<bool>,
}

/// Of the projects of which a later month than `period` is accepted already: the last word up to `period`. Their facts of
/// today tell of the later month; a month that is made up for, or judged again, is judged by its own.
pub fn words_then(conn: &mut Conn, ids: &[i64], period: Period) -> Result<BTreeMap<i64, Word>> {
    let first = (0..24).fold(period, |month, _| month.previous());
    let rows: Vec<Word> = updates::table
        .filter(updates::project_id.eq_any(ids).and(updates::period.ge(first)))
        .filter(updates::state.eq("accepted"))
        .order((updates::period, updates::id))
        .select((
            updates::project_id,
            updates::period,
            updates::stage,
            updates::ytd_investment_yuan,
            updates::enrolled,
        ))
        .load(conn)?;
    let later: BTreeSet<i64> =
        rows.iter().filter(|word| word.period > period).map(|word| word.project_id).collect();
    let then = rows.into_iter().filter(|word| word.period <= period && later.contains(&word.project_id));
    Ok(then.map(|word| (word.project_id, word)).collect())
}

/// The first month for which each project owed a report.
pub fn owes_since(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Period>> {
    let rows: Vec<(i64, Option<Period>)> = obligations::table
        .filter(obligations::project_id.eq_any(ids))
        .group_by(obligations::project_id)
        .select((obligations::project_id, diesel::dsl::min(obligations::period)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, period)| Some((id, period?))).collect())
}
