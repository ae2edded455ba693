//! Months with what is owed for them, and the cities that are let in again after one was closed.

use crate::db::schema::{
    list_entries, list_versions, obligations as o, period_unlocks, projects, reporting_periods, updates,
    users,
};
use crate::db::{Conn, alone, keep, nested, unique_violation, within};
use crate::features::projects::SideState;
use crate::features::updates::model::UpdateState;
use crate::features::updates::model::obligation::Attempt;
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A month for which reports are owed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = reporting_periods)]
pub struct PeriodRow {
    /// Which.
    pub period: Period,
    /// The last instant at which a report is on time.
    pub due_at: Instant,
    /// The list that says who owes.
    pub quarter: Option<Quarter>,
    /// Its version.
    pub list_version: Option<i32>,
    /// When nothing more was taken; null while late ones still are.
    pub closed_at: Option<Instant>,
    /// Who closed it, by name at that time.
    pub closer: Option<String>,
}

/// The month, if it has been opened.
pub fn period(conn: &mut Conn, period: Period) -> Result<Option<PeriodRow>> {
    Ok(reporting_periods::table.find(period).select(PeriodRow::as_select()).first(conn).optional()?)
}

/// The newest months that were opened, the newest first.
pub fn newest_periods(conn: &mut Conn, count: i64) -> Result<Vec<PeriodRow>> {
    use reporting_periods as t;
    Ok(t::table.order(t::period.desc()).limit(count).select(PeriodRow::as_select()).load(conn)?)
}

/// The first month that was opened.
pub fn first_period(conn: &mut Conn) -> Result<Option<Period>> {
    use reporting_periods as t;
    Ok(t::table.order(t::period).select(t::period).first(conn).optional()?)
}

/// The newest month before this one that was opened.
pub fn period_before(conn: &mut Conn, period: Period) -> Result<Option<Period>> {
    use reporting_periods as t;
    let earlier = t::table.filter(t::period.lt(period));
    Ok(earlier.order(t::period.desc()).select(t::period).first(conn).optional()?)
}

/// The months of a span that were opened, the earliest first.
pub fn periods_within(conn: &mut Conn, (from, until): (Period, Period)) -> Result<Vec<PeriodRow>> {
    use reporting_periods as t;
    let within = t::table.filter(t::period.between(from, until));
    Ok(within.order(t::period).select(PeriodRow::as_select()).load(conn)?)
}

/// Opens a month; `false` when somebody was faster.
pub fn insert_period(
    conn: &mut Conn,
    (period, due_at): (Period, Instant),
    list: Option<(Quarter, i32)>,
    now: Instant,
) -> Result<bool> {
    use reporting_periods as t;
    let (quarter, version) = list.unzip();
    let values = (
        t::period.eq(period),
        t::due_at.eq(due_at),
        t::quarter.eq(quarter),
        t::list_version.eq(version),
        t::opened_at.eq(now),
    );
    match nested(conn, |conn| diesel::insert_into(t::table).values(values).execute(conn)) {
        Ok(_) => Ok(true),
        Err(error) if unique_violation(&error).is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// When the first list was published.
pub fn first_published(conn: &mut Conn) -> Result<Option<Instant>> {
    Ok(list_versions::table.select(diesel::dsl::min(list_versions::published_at)).get_result(conn)?)
}

/// A project that stood on a list, as it is now: id, place, side state, reporter.
pub type Listed = (i64, DivisionCode, SideState, Option<i64>);

/// A published version, none where there was none, and what stands on it.
pub type Roll = (Option<(Quarter, i32)>, Vec<Listed>);

/// The newest version that was published by then, and what stands on it.
pub fn listed(conn: &mut Conn, by: Instant) -> Result<Roll> {
    let newest: Option<(Quarter, i32)> = list_versions::table
        .filter(list_versions::published_at.le(by))
        .order((list_versions::quarter.desc(), list_versions::version.desc()))
        .select((list_versions::quarter, list_versions::version))
        .first(conn)
        .optional()?;
    let Some((quarter, version)) = newest else { return Ok((None, Vec::new())) };
    let rows = list_entries::table
        .inner_join(projects::table)
        .filter(list_entries::quarter.eq(quarter).and(list_entries::version.eq(version)))
        .order(list_entries::serial)
        .select((projects::id, projects::division, projects::side_state, projects::reporter_id))
        .load(conn)?;
    Ok((newest, rows))
}

/// Fixes who owes a report for the month. What rests is excused.
pub fn insert_obligations(
    conn: &mut Conn,
    period: Period,
    owing: &[Listed],
    resting: &BTreeSet<i64>,
) -> Result<()> {
    for (project, division, _, reporter) in owing {
        let excuse = resting.contains(project).then_some("suspended");
        diesel::insert_into(o::table)
            .values((
                o::period.eq(period),
                o::project_id.eq(project),
                o::division.eq(division),
                o::reporter_id.eq(reporter),
                o::excuse.eq(excuse),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// An obligation, with what was handed in for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Which project.
    pub project_id: i64,
    /// Where it lay when the month was over.
    pub division: DivisionCode,
    /// Whose report it is.
    pub reporter_id: Option<i64>,
    /// `suspended` or `granted`
    pub excuse: Option<String>,
    /// Why it was granted.
    pub excuse_reason: Option<String>,
    /// What went up, and what of it came back.
    pub attempts: Vec<Attempt>,
}

/// What is owed for a month in scope, by place and project.
pub fn obligations(conn: &mut Conn, scope: &Scope, period: Period) -> Result<Vec<Owed>> {
    type Row = (i64, DivisionCode, Option<i64>, Option<String>, Option<String>);
    let rows: Vec<Row> = o::table
        .filter(o::period.eq(period))
        .filter(within("obligations.division", scope))
        .order((o::division, o::project_id))
        .select((o::project_id, o::division, o::reporter_id, o::excuse, o::excuse_reason))
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let handed: Vec<(i64, UpdateState, Option<Instant>, Option<Instant>)> = updates::table
        .filter(updates::project_id.eq_any(ids))
        .filter(updates::period.eq(period).and(updates::handed_at.is_not_null()))
        .order(updates::id)
        .select((updates::project_id, updates::state, updates::handed_at, updates::decided_at))
        .load(conn)?;
    let mut attempts: BTreeMap<i64, Vec<Attempt>> = BTreeMap::new();
    for (project, state, handed_at, decided_at) in handed {
        if let Some(handed_at) = handed_at {
            let returned_at = decided_at.filter(|_| state == UpdateState::Returned);
            attempts.entry(project).or_default().push(Attempt { handed_at, returned_at });
        }
    }
    let owed = |(project_id, division, reporter_id, excuse, excuse_reason)| Owed {
        attempts: attempts.remove(&project_id).unwrap_or_default(),
        project_id,
        division,
        reporter_id,
        excuse,
        excuse_reason,
    };
    Ok(rows.into_iter().map(owed).collect())
}

/// What the people whose reports these are are called.
pub fn reporters(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, String>> {
    let rows: Vec<(i64, String)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, users::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Holds a month until the transaction ends: of two deeds on it at once one waits here for the other.
pub fn hold(conn: &mut Conn, period: Period) -> Result<()> {
    use reporting_periods as t;
    diesel::update(t::table.find(period)).set(t::period.eq(period)).execute(conn)?;
    Ok(())
}

/// Keeps a month from being closed until the transaction ends: what is handed in was handed in before. Meanwhile nobody
/// else writes this project's reports or their papers.
pub fn keep_open(conn: &mut Conn, (project_id, period): (i64, Period)) -> Result<()> {
    keep(conn, ("reporting_periods", "period"), period.as_str())?;
    alone(conn, "projects", &[project_id])
}

/// Takes nothing more for a month; `false` when it is closed already.
pub fn close(conn: &mut Conn, period: Period, by: &Caller, now: Instant) -> Result<bool> {
    use reporting_periods as t;
    let open = t::table.filter(t::period.eq(period).and(t::closed_at.is_null()));
    let done = diesel::update(open)
        .set((t::closed_at.eq(now), t::closed_by.eq(by.id), t::closer.eq(&by.name)))
        .execute(conn)?;
    Ok(done == 1)
}

/// Lets a project off; `false` when it owes nothing for this month, or is excused already.
pub fn excuse(
    conn: &mut Conn,
    (period, project_id): (Period, i64),
    reason: &str,
    by: &Caller,
    now: Instant,
) -> Result<bool> {
    let owed = o::table.filter(o::period.eq(period).and(o::project_id.eq(project_id)));
    let done =
        diesel::update(owed.filter(o::excuse.is_null()).filter(within("obligations.division", &by.scope)))
            .set((
                o::excuse.eq("granted"),
                o::excuse_reason.eq(reason),
                o::excused_by.eq(by.id),
                o::excuser.eq(&by.name),
                o::excused_at.eq(now),
            ))
            .execute(conn)?;
    Ok(done == 1)
}

/// A city let in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PeriodUnlock)]
pub struct Unlock {
    /// Rising number.
    pub id: i64,
    /// Which city.
    #[schema(value_type = String)]
    pub city: DivisionCode,
    /// The last instant at which it holds.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
    /// Why.
    pub reason: String,
    /// Who let it in, by name at that time.
    pub granter: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub granted_at: Instant,
    /// When it was ended before its time; null when it was not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// By whom, by name at that time.
    pub ender: Option<String>,
    /// Why.
    pub end_reason: Option<String>,
}

type UnlockRow = (
    (i64, DivisionCode, Instant, String, String, Instant),
    (Option<Instant>, Option<String>, Option<String>),
);

impl From<UnlockRow> for Unlock {
    fn from(((id, city, until, reason, granter, granted_at), end): UnlockRow) -> Self {
        let (ended_at, ender, end_reason) = end;
        Self { id, city, until, reason, granter, granted_at, ended_at, ender, end_reason }
    }
}

impl Unlock {
    /// Whether it lets its city in.
    pub fn holds(&self, now: Instant) -> bool {
        self.ended_at.is_none() && self.until >= now
    }
}

/// Lets a city in; its id is given.
pub fn insert_unlock(
    conn: &mut Conn,
    period: Period,
    unlock: &Unlock,
    granted_by: Option<i64>,
) -> Result<i64> {
    use period_unlocks as t;
    Ok(diesel::insert_into(t::table)
        .values((
            t::period.eq(period),
            t::city.eq(unlock.city),
            t::until.eq(unlock.until),
            t::reason.eq(&unlock.reason),
            t::granter.eq(&unlock.granter),
            t::granted_by.eq(granted_by),
            t::granted_at.eq(unlock.granted_at),
        ))
        .returning(t::id)
        .get_result(conn)?)
}

/// The cities let in again in scope, the newest first.
pub fn unlocks(conn: &mut Conn, scope: &Scope, period: Period) -> Result<Vec<Unlock>> {
    use period_unlocks as t;
    Ok(t::table
        .filter(t::period.eq(period))
        .filter(within("period_unlocks.city", scope))
        .order(t::id.desc())
        .select((
            (t::id, t::city, t::until, t::reason, t::granter, t::granted_at),
            (t::ended_at, t::ender, t::end_reason),
        ))
        .load::<UnlockRow>(conn)?
        .into_iter()
        .map(Unlock::from)
        .collect())
}

/// Ends an unlock that still holds; `false` when it does not.
pub fn end_unlock(conn: &mut Conn, id: i64, (by, reason): (&Caller, &str), now: Instant) -> Result<bool> {
    use period_unlocks as t;
    let holds = t::table.filter(t::id.eq(id).and(t::until.ge(now)).and(t::ended_at.is_null()));
    let values =
        (t::ended_at.eq(now), t::ended_by.eq(by.id), t::ender.eq(&by.name), t::end_reason.eq(reason));
    Ok(diesel::update(holds).set(values).execute(conn)? == 1)
}

/// Whether the city around `place` is let in at `now`.
pub fn is_unlocked(conn: &mut Conn, period: Period, place: DivisionCode, now: Instant) -> Result<bool> {
    use period_unlocks as t;
    let Some(city) = place.city() else { return Ok(false) };
    let holds = t::table.filter(t::period.eq(period).and(t::city.eq(city)).and(t::until.ge(now)));
    let holds = holds.filter(t::ended_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(holds)).get_result(conn)?)
}
