//! Ladders as they were entered: added and withdrawn, never changed. Figures of days stand in one field, with spaces between
//! them.

use crate::config;
use crate::db::Conn;
use crate::db::schema::reminder_ladders as t;
use crate::features::reminders::input::Entering;
use crate::features::reminders::model::ladders::Ladder;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::Caller;
use anyhow::Context as _;
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    before_days: String,
    on_the_day: bool,
    after_days: String,
    superior_days: i64,
    repeat_days: i64,
    milestone_days: i64,
    source: String,
    author: String,
    created_at: Instant,
    withdrawn_at: Option<Instant>,
    withdrawer: Option<String>,
    withdraw_reason: Option<String>,
}

impl TryFrom<Row> for Ladder {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        let told = |at| (at, row.withdrawer.unwrap_or_default(), row.withdraw_reason.unwrap_or_default());
        Ok(Self {
            id: row.id,
            figures: config::Reminders {
                before_days: days(&row.before_days)?,
                on_the_day: row.on_the_day,
                after_days: days(&row.after_days)?,
                superior_days: row.superior_days.try_into()?,
                repeat_days: row.repeat_days.try_into()?,
                milestone_days: row.milestone_days.try_into()?,
            },
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            source: row.source,
            author: row.author,
            created_at: row.created_at,
            withdrawn: row.withdrawn_at.map(told),
        })
    }
}

fn days(text: &str) -> anyhow::Result<Vec<u32>> {
    text.split_whitespace().map(|day| Ok(day.parse()?)).collect()
}

/// Figures of days as they are kept and shown.
pub fn days_text(days: &[u32]) -> String {
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Every ladder that was entered, withdrawn ones too.
///
/// # Errors
/// When the database does not answer, or a row was altered by hand into something that is no ladder.
pub fn ladders(conn: &mut Conn) -> Result<Vec<Ladder>> {
    let rows: Vec<Row> = t::table.order(t::id).select(Row::as_select()).load(conn)?;
    let read = |row: Row| {
        let id = row.id;
        Ladder::try_from(row)
            .with_context(|| format!("reminder_ladders, row {id}"))
            .map_err(Error::Unexpected)
    };
    rows.into_iter().map(read).collect()
}

/// Enters a ladder; its id.
pub fn insert_ladder(conn: &mut Conn, caller: &Caller, new: &Entering, now: Instant) -> Result<i64> {
    let figures = &new.figures;
    let values = (
        t::valid_from.eq(new.valid_from),
        t::valid_until.eq(new.valid_until),
        (
            t::before_days.eq(days_text(&figures.before_days)),
            t::on_the_day.eq(figures.on_the_day),
            t::after_days.eq(days_text(&figures.after_days)),
            t::superior_days.eq(i64::from(figures.superior_days)),
            t::repeat_days.eq(i64::from(figures.repeat_days)),
            t::milestone_days.eq(i64::from(figures.milestone_days)),
        ),
        t::source.eq(&new.source),
        t::author.eq(&caller.name),
        t::created_by.eq(caller.id),
        t::created_at.eq(now),
    );
    Ok(diesel::insert_into(t::table).values(values).returning(t::id).get_result(conn)?)
}

/// Withdraws a ladder; `false` when it was withdrawn already or is not there.
pub fn withdraw_ladder(
    conn: &mut Conn,
    caller: &Caller,
    (id, reason): (i64, &str),
    now: Instant,
) -> Result<bool> {
    let stands = t::table.filter(t::id.eq(id).and(t::withdrawn_at.is_null()));
    let done = diesel::update(stands)
        .set((
            t::withdrawn_at.eq(now),
            t::withdrawn_by.eq(caller.id),
            t::withdrawer.eq(&caller.name),
            t::withdraw_reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(done == 1)
}
