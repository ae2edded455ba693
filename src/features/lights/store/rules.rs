//! Sets of rules as they were entered: added and withdrawn, never changed.

use crate::db::Conn;
use crate::db::schema::light_rules as r;
use crate::features::lights::input::Entering;
use crate::features::lights::model::Rules;
use crate::features::projects::Light;
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use diesel::prelude::*;

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
