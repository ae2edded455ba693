//! What will come in a span of days if nothing changes: of issues that are prepared their copies, of those to come who will
//! get one. Sends nothing and writes nothing.

use super::model::{Occasion, State};
use super::prepare::readers;
use super::rules::Rules;
use super::store::{self, Copy, Issue, Seen};
use super::words::occasion_name;
use crate::db::Conn;
use crate::features::accounts::User;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::locales::Lang;
use crate::mail::Letter;
use chrono::NaiveDate;

/// A digest that will come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foretold {
    /// `digests.id`, where it is there already.
    pub issue: Option<i64>,
    /// On which day, at the earliest.
    pub day: NaiveDate,
    /// `users.id` of its reader.
    pub reader: i64,
    /// Her name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// Where she belongs.
    pub division: DivisionCode,
    /// Whether a person must approve it first.
    pub needs_approval: bool,
    /// What it says; of one to come, what it will be about.
    pub letter: Letter,
}

/// The digests of a span of days, by day and reader; `runs` are those of the job that prepares and sends them.
///
/// # Errors
/// When the database does not answer.
pub fn expected(
    conn: &mut Conn,
    rules: &Rules,
    (from, to, runs): (NaiveDate, NaiveDate, &[Instant]),
    now: Instant,
) -> Result<Vec<Foretold>> {
    let (today, days, readers) = (rules.today(now), reference::working_days(conn)?, readers(conn)?);
    let day_of = |at: Instant| local_date(at, rules.at(now).zone);
    // What goes by itself goes with a run of the job at its time or after it.
    let run_from = |at: Instant| runs.iter().copied().find(|run| *run >= at);
    let mut all = Vec::new();
    for issue in store::open(conn)? {
        let itself = rules.goes_by_itself_at(now).and(issue.goes_by_itself_at);
        let day = match itself {
            Some(at) => run_from(at).map(day_of),
            None => Some(issue.due_on.max(today)),
        };
        if let Some(day) = day {
            all.extend(of_issue(conn, rules, &issue, (day, itself.is_none()), &readers)?);
        }
    }
    let mut to_be = rules.due_by(today, &days);
    for mut occasion in Occasion::ended(today) {
        // Whatever ends before the span is over may be due in it.
        while occasion.last_day() <= to {
            to_be.extend(rules.due_on(occasion, &days).filter(|day| *day > today).map(|day| (occasion, day)));
            occasion = occasion.next();
        }
    }
    for (occasion, due) in to_be {
        if !store::of_occasion(conn, occasion)?.is_empty() {
            continue;
        }
        let Some(prepared) = runs.iter().copied().find(|run| day_of(*run) >= due) else { continue };
        let itself = rules.goes_by_itself_at(prepared);
        let leaves = match itself {
            Some(at) => run_from(at),
            None => Some(prepared),
        };
        let Some(day) = leaves.map(day_of) else { continue };
        all.extend(readers.iter().map(|user| to_come(user, occasion, (day, itself.is_none()))));
    }
    all.retain(|one| (from..=to).contains(&one.day));
    all.sort_by(|a, b| (a.day, &a.name, a.reader).cmp(&(b.day, &b.name, b.reader)));
    Ok(all)
}

fn of_issue(
    conn: &mut Conn,
    rules: &Rules,
    issue: &Issue,
    (day, needs_approval): (NaiveDate, bool),
    readers: &[User],
) -> Result<Vec<Foretold>> {
    let occasion = issue.occasion()?;
    if issue.state == State::Waiting {
        let waits =
            |user| Foretold { issue: Some(issue.id), ..to_come(user, occasion, (day, needs_approval)) };
        return Ok(readers.iter().map(waits).collect());
    }
    let all = Seen::Scope(rules.province());
    let copies = store::copies_of(conn, &all, &[issue.id])?.remove(&issue.id).unwrap_or_default();
    let wants = |copy: &Copy| readers.iter().any(|user| user.id == copy.user_id);
    let mut told = Vec::new();
    for copy in copies.into_iter().filter(wants) {
        let (_, letter) = store::copy(conn, &all, (issue.id, copy.user_id))?;
        told.push(Foretold {
            issue: Some(issue.id),
            day,
            reader: copy.user_id,
            name: copy.name,
            address: copy.address,
            division: copy.division,
            needs_approval,
            letter,
        });
    }
    Ok(told)
}

/// What is not prepared yet says only what it will be about.
fn to_come(user: &User, occasion: Occasion, (day, needs_approval): (NaiveDate, bool)) -> Foretold {
    let words = |lang: Lang, id: &str| {
        lang.all(id, &[("of", occasion_name(lang, occasion)), ("day", day.to_string())])
    };
    Foretold {
        issue: None,
        day,
        reader: user.id,
        name: user.name.clone(),
        address: user.email.clone(),
        division: user.scope.around(),
        needs_approval,
        letter: Letter {
            subject: words(user.lang, "digests-ahead-subject"),
            text: words(user.lang, "digests-ahead") + "\n",
            ..Letter::default()
        },
    }
}
