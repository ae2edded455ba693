//! /updates: a month on one page. Whoever reports fills in one table and submits once; whoever signs or reviews decides
//! below; everybody sees how the cities stand. Works without a script and with the keyboard alone.

mod batch;
mod deeds;
pub mod ledger;
mod row;
mod waiting;

pub use batch::submit;
pub use deeds::{close, end_unlock, excuse, unlock};
pub use waiting::{decide, decide_many};

use super::at::At;
use super::desk::{self, Task};
use super::model::ledger::{Tally, tallies};
use super::store::PeriodRow;
use crate::context::Context;
use crate::features::reference::{Book, book};
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, Lang, PageResult, Shell, html_with_status, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use deeds::MonthDeeds;
use row::{RowView, Typed};
use std::collections::{BTreeMap, BTreeSet};
use waiting::WaitingView;

#[derive(Template)]
#[template(path = "features/updates/templates/month.html")]
struct MonthPage {
    shell: Shell,
    period: Period,
    previous: Period,
    /// The next month, when it has begun.
    next: Option<Period>,
    /// By when, and whether late ones are still taken.
    notice: Option<String>,
    may_write: bool,
    /// Anchor, project and sentence of everything refused.
    errors: Vec<(String, String, String)>,
    /// How many rows of a refused form went through.
    sent: Option<String>,
    rows: Vec<RowView>,
    waiting: Vec<WaitingView>,
    /// Whether several may be accepted, and whether several may be let go up.
    several: (bool, bool),
    cities: Vec<CityLine>,
    /// What the province may do with the month; none for whoever may not.
    month: Option<MonthDeeds>,
}

/// How a city stands.
struct CityLine {
    name: String,
    tally: Tally,
    /// On time of what has fallen due; empty while nothing has.
    discipline: String,
}

/// What became of a posted table.
#[derive(Default)]
struct Posted {
    form: Form,
    sent: usize,
    /// How many of the chosen reports were decided.
    decided: usize,
    /// Refusals by project; of no project where the row is not hers.
    refused: BTreeMap<i64, Vec<FieldError>>,
    /// Rows whose report somebody changed after the page was made.
    overtaken: BTreeSet<i64>,
    /// Refused decisions: about which report, and why.
    decisions: Vec<(i64, Vec<FieldError>)>,
    /// A refused deed on the month.
    month: Vec<FieldError>,
}

impl Posted {
    fn is_refused(&self) -> bool {
        !self.refused.is_empty() || !self.decisions.is_empty() || !self.month.is_empty()
    }
}

/// GET /updates
pub async fn show(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let period = match query(&request)?.text("period") {
        Some(text) => Period::parse(text).map_err(|message| Error::field("period", message))?,
        None => period_of(at.today()).previous(),
    };
    render(&ctx, caller, shell, period, at, Posted::default()).await
}

/// The page of a month, after a posted table with what it refused.
async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    period: Period,
    at: At,
    posted: Posted,
) -> PageResult {
    desk::ready(ctx, period, &at).await?;
    let (lang, may_write, reader) = (shell.lang, caller.may(Deed::WriteUpdates), caller.id);
    let when = at.clone();
    let (row, duties, tasks, mut waiting, month, book) = ctx
        .db
        .read(move |conn| {
            let (row, duties) = desk::duties(conn, &caller.scope, period, &when)?;
            let tasks =
                if may_write { desk::tasks(conn, &caller, period, true, &when)?.1 } else { Vec::new() };
            let waiting = waiting::views(conn, &caller, lang, period)?;
            let book = book(conn)?;
            let month = deeds::views(conn, &caller, (row.as_ref(), &duties), lang, (&book, &when))?;
            Ok((row, duties, tasks, waiting, month, book))
        })
        .await?;
    let typed = |task: &Task| Typed::of(&posted, task.duty.owed.project_id);
    let rows: Vec<RowView> =
        tasks.iter().map(|task| RowView::new(task, &typed(task), reader, lang, &book, &at)).collect();
    let by_city = tallies(duties.iter().map(|duty| (duty.owed.division.city(), duty.state)));
    let next = Some(period.next()).filter(|next| *next <= period_of(at.today()));
    for (id, refused) in &posted.decisions {
        let Some(view) = waiting.iter_mut().find(|view| view.id == *id) else { continue };
        let why: Vec<String> = refused.iter().map(|one| lang.render(&one.message)).collect();
        view.refused = Some((posted.form.raw("reason").to_owned(), why.join(" ")));
    }
    // What a person has unticked is not ticked again for her.
    if posted.form.has("decision") && posted.form.text("update").is_some() {
        for view in &mut waiting {
            let own = format!("{}.{}", view.id, view.version);
            view.chosen = posted.form.all("update").contains(&own);
        }
    }
    let refused = posted.is_refused();
    let (sent, decided) = (("updates-sent", posted.sent), ("updates-decided-many", posted.decided));
    let went = [sent, decided].into_iter().find(|(_, count)| refused && *count > 0);
    let page = MonthPage {
        period,
        previous: period.previous(),
        next,
        notice: row.as_ref().map(|row| lang.render(&state_of(row, &at))),
        may_write,
        errors: summary(&rows, &waiting, &posted, lang),
        sent: went.map(|(id, count)| lang.render(&Message::new(id).with("count", count))),
        rows,
        several: (waiting.iter().any(|one| !one.approves), waiting.iter().any(|one| one.approves)),
        waiting,
        month: month.map(|month| month.typed(&posted)),
        cities: by_city.into_iter().map(|(city, tally)| city_line(city, tally, lang, &book)).collect(),
        shell,
    };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(html_with_status(status, &page))
}

fn state_of(row: &PeriodRow, at: &At) -> Message {
    let due = row.due_at.local_text(at.zone);
    match row.closed_at {
        Some(closed) => Message::new("updates-state-closed").with("at", closed.local_text(at.zone)),
        None if at.now <= row.due_at => Message::new("updates-state-due").with("due", due),
        None => Message::new("updates-state-over").with("due", due),
    }
}

fn city_line(city: Option<DivisionCode>, tally: Tally, lang: Lang, book: &Book) -> CityLine {
    CityLine {
        name: city.map_or_else(|| lang.t("updates-no-city"), |city| book.short_name(lang, city)),
        discipline: tally.discipline().map(|rate| format!("{}%", rate.percent(1))).unwrap_or_default(),
        tally,
    }
}

/// Every refusal as a link to its row.
fn summary(
    rows: &[RowView],
    waiting: &[WaitingView],
    posted: &Posted,
    lang: Lang,
) -> Vec<(String, String, String)> {
    let mut entries = Vec::new();
    for (project, refused) in &posted.refused {
        let row = rows.iter().find(|row| row.id == *project);
        let name = row.map_or_else(|| format!("#{project}"), |row| row.name.clone());
        for one in refused {
            entries.push((format!("p{project}"), name.clone(), lang.render(&one.message)));
        }
    }
    for (id, refused) in &posted.decisions {
        let name = waiting.iter().find(|view| view.id == *id).map(|view| view.name.clone());
        let name = name.unwrap_or_else(|| format!("#{id}"));
        let sentences = refused.iter().map(|one| lang.render(&one.message));
        entries.extend(sentences.map(|why| (format!("u{id}"), name.clone(), why)));
    }
    let month = posted.month.iter();
    entries.extend(month.map(|one| ("month".to_owned(), lang.t("updates-month"), lang.render(&one.message))));
    entries
}

/// What a row is told for a refusal that is none of ours.
fn told(error: Error) -> Result<Vec<FieldError>> {
    match error {
        Error::Invalid(fields) => Ok(fields),
        Error::Conflict(message) => Ok(vec![FieldError::new("row", message)]),
        Error::Stale { .. } => Ok(vec![FieldError::new("row", "updates-row-overtaken")]),
        other => Err(other),
    }
}
