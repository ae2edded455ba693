//! What a person owes now, and on which day she is told next.

use super::debts::all_kinds;
use super::model::debt::Debt;
use super::model::people::People;
use super::model::plan::days_of;
use super::rules::{Rules, Wanted};
use crate::db::Conn;
use crate::features::accounts::User;
use crate::features::reference;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono::{Days, NaiveDate};

/// How far ahead the next reminder is looked for: further than any rung lies from the one before it.
const AHEAD: Days = Days::new(100);

/// A debt of hers.
#[derive(Clone, Debug)]
pub struct Owing {
    /// What.
    pub debt: Debt,
    /// The next day on which she is told.
    pub next: Option<NaiveDate>,
}

/// What a person owes, by the day it is due.
///
/// # Errors
/// When the database does not answer.
pub fn owing(
    conn: &mut Conn,
    rules: &Rules,
    (everybody, user): (&People, &User),
    now: Instant,
) -> Result<Vec<Owing>> {
    let (today, days) = (rules.today(now), reference::working_days(conn)?);
    let until = today.checked_add_days(AHEAD).unwrap_or(today);
    let (kinds, ladders) = (all_kinds(), rules.ladders(conn)?);
    let wanted = Wanted {
        scope: &user.scope,
        kinds: &kinds,
        days: &days,
        ladders: &ladders,
        until: None,
        words: true,
    };
    let mut debts = rules.owed(conn, wanted, now)?;
    debts.retain(|debt| everybody.owers(debt).contains(&user.id));
    debts.sort_by(|a, b| (a.due_on, a.kind, &a.name).cmp(&(b.due_on, b.kind, &b.name)));
    let next = |debt: &Debt| {
        let rungs = days_of(debt, rules.setting(&ladders, &days), until);
        rungs.into_iter().find(|(day, rung)| *day > today && rung.tells_person()).map(|(day, _)| day)
    };
    Ok(debts.into_iter().map(|debt| Owing { next: next(&debt), debt }).collect())
}
