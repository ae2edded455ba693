//! Reports: written, rewritten while they are open, handed in, decided. A returned one stays as it was.

use crate::db::schema::{projects, updates};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::features::projects::Stage;
use crate::features::updates::model::report::Update;
use crate::features::updates::model::{Figures, UpdateState};
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::web::Caller;
use anyhow::Context as _;
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = updates)]
struct Row {
    id: i64,
    project_id: i64,
    period: Period,
    version: i64,
    state: UpdateState,
    stage: Option<Stage>,
    cumulative_investment_yuan: Option<Money>,
    ytd_investment_yuan: Option<Money>,
    progress_text: Option<String>,
    enrolled: Option<bool>,
    planned_finish: Option<PlanDate>,
    problems: String,
    flags: String,
    justifications: String,
    no_change: bool,
    writer: String,
    written_by: Option<i64>,
    written_at: Instant,
    approver: Option<String>,
    handed_at: Option<Instant>,
    decider: Option<String>,
    decided_at: Option<Instant>,
    reason: Option<String>,
}

impl Row {
    fn read(self) -> Result<Update> {
        Ok(Update {
            id: self.id,
            project_id: self.project_id,
            period: self.period,
            version: self.version,
            state: self.state,
            figures: Figures {
                stage: self.stage,
                cumulative: self.cumulative_investment_yuan,
                ytd: self.ytd_investment_yuan,
                progress_text: self.progress_text,
                enrolled: self.enrolled,
                planned_finish: self.planned_finish,
            },
            problems: serde_json::from_str(&self.problems).context("stored problems")?,
            flags: serde_json::from_str(&self.flags).context("stored flags")?,
            justifications: serde_json::from_str(&self.justifications).context("stored reasons")?,
            no_change: self.no_change,
            writer: self.writer,
            written_by: self.written_by,
            written_at: self.written_at,
            approver: self.approver,
            handed_at: self.handed_at,
            decider: self.decider,
            decided_at: self.decided_at,
            reason: self.reason,
        })
    }
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Update>> {
    rows.into_iter().map(Row::read).collect()
}

type Visible = diesel::helper_types::IntoBoxed<
    'static,
    diesel::helper_types::InnerJoin<updates::table, projects::table>,
    Backend,
>;

/// What this caller may see: in her scope, and for the province only what went up, or what she wrote herself.
fn visible(caller: &Caller) -> Visible {
    let query = updates::table
        .inner_join(projects::table)
        .into_boxed::<Backend>()
        .filter(within("projects.division", &caller.scope));
    if !caller.scope.is_whole_province() {
        return query;
    }
    let own = updates::written_by
        .is_not_null()
        .and(updates::written_by.assume_not_null().eq(caller.id.unwrap_or(0)));
    query.filter(updates::handed_at.is_not_null().or(own))
}

/// One report.
///
/// # Errors
/// `NotFound` also for what the caller may not see.
pub fn update(conn: &mut Conn, caller: &Caller, id: i64) -> Result<Update> {
    let row: Row = visible(caller).filter(updates::id.eq(id)).select(Row::as_select()).first(conn)?;
    row.read()
}

/// The reports of a project, the newest month first and of a month the newest report.
pub fn of_project(conn: &mut Conn, caller: &Caller, project_id: i64) -> Result<Vec<Update>> {
    let rows = visible(caller)
        .filter(updates::project_id.eq(project_id))
        .order((updates::period.desc(), updates::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    read_all(rows)
}

/// The newest report of each project for a month, as far as the caller may see.
pub fn of_period(conn: &mut Conn, caller: &Caller, period: Period) -> Result<BTreeMap<i64, Update>> {
    let rows = visible(caller)
        .filter(updates::period.eq(period))
        .order(updates::id)
        .select(Row::as_select())
        .load(conn)?;
    Ok(read_all(rows)?.into_iter().map(|update| (update.project_id, update)).collect())
}

/// The report of a month that is not returned; whoever asks has found the project in her scope.
pub fn open_one(conn: &mut Conn, project_id: i64, period: Period) -> Result<Option<Update>> {
    let row: Option<Row> = updates::table
        .filter(updates::project_id.eq(project_id).and(updates::period.eq(period)))
        .filter(updates::state.ne(UpdateState::Returned))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::read).transpose()
}

/// The reports of these projects that went up and did not come back, from a month on, the earliest first; whoever asks
/// has found the projects in her scope.
pub fn handed(conn: &mut Conn, ids: &[i64], from: Period) -> Result<BTreeMap<i64, Vec<Update>>> {
    let rows: Vec<Row> = updates::table
        .filter(updates::project_id.eq_any(ids).and(updates::period.ge(from)))
        .filter(updates::handed_at.is_not_null().and(updates::state.ne(UpdateState::Returned)))
        .order((updates::period, updates::id))
        .select(Row::as_select())
        .load(conn)?;
    let mut of: BTreeMap<i64, Vec<Update>> = BTreeMap::new();
    for update in read_all(rows)? {
        of.entry(update.project_id).or_default().push(update);
    }
    Ok(of)
}

/// The reports of a project that had gone up by then and had not come back, from a month on, the earliest first; whoever
/// asks has found it in her scope.
pub fn handed_then(conn: &mut Conn, id: i64, from: Period, by: Instant) -> Result<Vec<Update>> {
    let stood = updates::state.ne(UpdateState::Returned).or(updates::decided_at.gt(by));
    let rows: Vec<Row> = updates::table
        .filter(updates::project_id.eq(id).and(updates::period.ge(from)))
        .filter(updates::handed_at.le(by).and(stood))
        .order((updates::period, updates::id))
        .select(Row::as_select())
        .load(conn)?;
    read_all(rows)
}

fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).context("a report as JSON")?)
}

/// What of a report its writer says.
macro_rules! written {
    ($update:expr) => {{
        let update: &Update = $update;
        (
            updates::state.eq(update.state),
            updates::stage.eq(update.figures.stage),
            updates::cumulative_investment_yuan.eq(update.figures.cumulative),
            updates::ytd_investment_yuan.eq(update.figures.ytd),
            updates::progress_text.eq(&update.figures.progress_text),
            updates::enrolled.eq(update.figures.enrolled),
            updates::planned_finish.eq(&update.figures.planned_finish),
            updates::problems.eq(json(&update.problems)?),
            updates::flags.eq(json(&update.flags)?),
            updates::justifications.eq(json(&update.justifications)?),
            updates::no_change.eq(update.no_change),
            updates::writer.eq(&update.writer),
            updates::written_by.eq(update.written_by),
            updates::written_at.eq(update.written_at),
            updates::handed_at.eq(update.handed_at),
        )
    }};
}

/// Where a project lies, whoever asks: to tell another city's from one that is not there.
pub fn place_of(conn: &mut Conn, project_id: i64) -> Result<Option<DivisionCode>> {
    Ok(projects::table.find(project_id).select(projects::division).first(conn).optional()?)
}

/// Writes a new report down, but for its id, version and decisions; its id. `None` when one for this month is on its way already.
pub fn insert(conn: &mut Conn, update: &Update) -> Result<Option<i64>> {
    let values = (
        updates::project_id.eq(update.project_id),
        updates::period.eq(update.period),
        updates::version.eq(1),
        written!(update),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(updates::table).values(values).returning(updates::id).get_result::<i64>(conn)
    });
    match inserted {
        Ok(id) => Ok(Some(id)),
        Err(error) if unique_violation(&error).is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes an open report anew, if it still has this version.
pub fn rewrite(conn: &mut Conn, (id, version): (i64, i64), update: &Update) -> Result<bool> {
    let target = updates::table.filter(updates::id.eq(id).and(updates::version.eq(version)));
    let done =
        diesel::update(target).set((updates::version.eq(version + 1), written!(update))).execute(conn)?;
    Ok(done == 1)
}

/// Who lets a report go up.
pub struct Hand<'a> {
    /// Which.
    pub update: &'a Update,
    /// 审核人
    pub by: &'a Caller,
    /// When.
    pub now: Instant,
}

/// Lets a report go up with a second person's name, if it still has its version.
pub fn hand_up(conn: &mut Conn, Hand { update, by, now }: &Hand<'_>) -> Result<bool> {
    let target = updates::table.filter(updates::id.eq(update.id).and(updates::version.eq(update.version)));
    let done = diesel::update(target)
        .set((
            updates::version.eq(update.version + 1),
            updates::approver.eq(&by.name),
            updates::approved_by.eq(by.id),
            updates::handed_at.eq(*now),
        ))
        .execute(conn)?;
    Ok(done == 1)
}

/// Accepts or returns a report, if it still has its version.
pub fn decide(
    conn: &mut Conn,
    Hand { update, by, now }: &Hand<'_>,
    state: UpdateState,
    reason: Option<&str>,
) -> Result<bool> {
    let target = updates::table.filter(updates::id.eq(update.id).and(updates::version.eq(update.version)));
    let done = diesel::update(target)
        .set((
            updates::version.eq(update.version + 1),
            updates::state.eq(state),
            updates::decider.eq(&by.name),
            updates::decided_by.eq(by.id),
            updates::decided_at.eq(*now),
            updates::reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(done == 1)
}
