//! What will be sent in the days to come, if nothing changes: every room that sends foretells its own letters.

use crate::db::Conn;
use crate::features::digests::{self, DigestLetter};
use crate::features::reminders::{Reminder, Rules, Span};
use crate::kernel::calendar::local_date;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::mail::Letter;
use crate::schedule::Jobs;
use chrono::{Days, NaiveDate};

/// Days that are shown where nobody names any.
const DAYS: Days = Days::new(90);
/// The most that are looked ahead.
const MOST: i64 = 366;

/// A letter that will be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// On which day.
    pub day: NaiveDate,
    /// Which kind writes it.
    pub kind: &'static str,
    /// The digest that it is a copy of, where that is there already.
    pub issue: Option<i64>,
    /// `users.id` of its reader.
    pub reader: i64,
    /// Her name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// How many things it tells.
    pub items: usize,
    /// What it will say.
    pub letter: Letter,
}

/// The days that are asked for: these, or from today on.
///
/// # Errors
/// [`Error::Invalid`] for a span that runs backwards or is too long.
pub fn span(
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate)> {
    let from = from.unwrap_or(today);
    let to = to.or_else(|| from.checked_add_days(DAYS)).unwrap_or(from);
    if to < from {
        return Err(Error::field("to", "mail-calendar-order"));
    }
    if (to - today.min(from)).num_days() > MOST {
        return Err(Error::field("to", Message::new("mail-calendar-long").with("days", MOST)));
    }
    Ok((from, to))
}

/// The letters of a span to readers in scope, by day and reader.
///
/// # Errors
/// When the database does not answer.
pub fn expected(
    conn: &mut Conn,
    (jobs, rules, digesting): (&Jobs, &Rules, &digests::Rules),
    scope: &Scope,
    (from, to): (NaiveDate, NaiveDate),
    now: Instant,
) -> Result<Vec<Expected>> {
    // No more than one run a day.
    let count = usize::try_from((to - rules.today(now)).num_days() + 2).unwrap_or_default();
    let mut planned = jobs.planned(conn, now, count)?;
    let mut runs_of = |job: &str| {
        let found = planned.iter_mut().find(|planned| planned.job == job);
        found.map(|planned| std::mem::take(&mut planned.next)).unwrap_or_default()
    };
    let (reminding, preparing) = (runs_of("reminders"), runs_of("digests"));
    let runs = reminding.iter().map(|at| local_date(*at, rules.zone())).collect();
    let foretold = rules.foretell(conn, now, Span { runs, from, to })?;
    let mut all: Vec<Expected> = foretold
        .into_iter()
        .filter(|letter| scope.covers(letter.division))
        .map(|letter| Expected {
            day: letter.day,
            kind: Reminder::NAME,
            issue: None,
            reader: letter.reader,
            name: letter.name,
            address: letter.address,
            items: letter.items,
            letter: letter.letter,
        })
        .collect();
    let leaders = digests::expected(conn, digesting, (from, to, &preparing), now)?.into_iter();
    all.extend(leaders.filter(|letter| scope.covers(letter.division)).map(|letter| Expected {
        day: letter.day,
        kind: DigestLetter::NAME,
        issue: letter.issue,
        reader: letter.reader,
        name: letter.name,
        address: letter.address,
        items: 1,
        letter: letter.letter,
    }));
    all.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    Ok(all)
}
