//! GET /leads/weekly: what was done about every lead in a week and what comes next, city by city, as a sheet for the printer.

use super::class;
use crate::context::Context;
use crate::features::leads::model::{Entry, Lead, Status};
use crate::features::leads::store;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::{end_of_day, local_date, parse_day, start_of_day};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;

#[derive(Template)]
#[template(path = "features/leads/templates/weekly.html")]
struct WeeklyPage {
    shell: Shell,
    /// Its first and its last day.
    from: String,
    to: String,
    /// The week before and the week after.
    before: String,
    after: String,
    /// How many stand where: word and number.
    counts: Vec<(String, usize)>,
    rows: Vec<WeekRow>,
}

/// A lead in a week.
struct WeekRow {
    id: i64,
    place: String,
    target: String,
    chain: String,
    status: (&'static str, String),
    intended: String,
    /// Day and words, the earliest first.
    done: Vec<(String, String)>,
    next: String,
    owner: String,
}

/// GET /leads/weekly
pub async fn weekly(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    let (zone, today, lang) = (ctx.zone, local_date(ctx.now(), ctx.zone), shell.lang);
    let from = week_of(asked.text("week"), today)?;
    let to = from + Days::new(6);
    let span = (start_of_day(from, zone), end_of_day(to, zone));
    let (book, leads, entries) = ctx
        .db
        .read(move |conn| {
            let entries = store::told_between(conn, &caller.scope, span)?;
            let mut leads = store::alive(conn, &caller.scope)?;
            leads.retain(|lead| lead.status.is_open());
            // What ended in the week is told, too.
            for id in entries.keys() {
                if !leads.iter().any(|lead| lead.id == *id) {
                    leads.push(store::one(conn, &caller.scope, *id)?);
                }
            }
            leads.sort_by_key(|lead| (lead.division, lead.id));
            Ok((reference::book(conn)?, leads, entries))
        })
        .await?;
    let nothing = Vec::new();
    let row = |lead: &Lead| row((lang, &book, zone), lead, entries.get(&lead.id).unwrap_or(&nothing));
    let count = |status: &Status| leads.iter().filter(|lead| lead.status == *status).count();
    let counts = Status::ALL.iter().map(|status| (lang.t(status.name()), count(status)));
    let week = |day: NaiveDate| format!("/leads/weekly?week={day}");
    Ok(html(&WeeklyPage {
        before: week(from - Days::new(7)),
        after: week(from + Days::new(7)),
        from: from.to_string(),
        to: to.to_string(),
        counts: counts.filter(|(_, count)| *count > 0).collect(),
        rows: leads.iter().map(row).collect(),
        shell,
    }))
}

/// The Monday of the week that a day names; of this week where none is named.
fn week_of(named: Option<&str>, today: NaiveDate) -> Result<NaiveDate> {
    let day = match named {
        None => today,
        Some(text) => {
            let unknown = || Error::field("week", Message::new("leads-week-day").with("value", text));
            parse_day(text).ok_or_else(unknown)?
        }
    };
    Ok(day - Days::new(day.weekday().num_days_from_monday().into()))
}

fn row((lang, book, zone): (Lang, &Book, Tz), lead: &Lead, entries: &[Entry]) -> WeekRow {
    let done = |entry: &Entry| {
        let status = entry.status.map(|status| format!("{}{}", lang.t(status.name()), lang.t("colon")));
        let words = format!("{}{}", status.unwrap_or_default(), entry.text);
        (local_date(entry.at, zone).to_string(), words)
    };
    let next = lead.next.as_ref().map(|(what, day)| format!("{day} {what}"));
    WeekRow {
        id: lead.id,
        place: book.name(lang, lead.division),
        target: lead.target.clone(),
        chain: lead.chain_id.map(|id| book.chain_name(lang, id)).unwrap_or_default(),
        status: (class(lead.status), lang.t(lead.status.name())),
        intended: lead.intended.map(|money| money.yi_text(2)).unwrap_or_default(),
        done: entries.iter().map(done).collect(),
        next: next.unwrap_or_default(),
        owner: lead.owner.clone(),
    }
}
