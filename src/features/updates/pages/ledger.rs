//! /updates/ledger: how each city's and each person's reports came over months, and from it her discipline.

use crate::context::Context;
use crate::features::reference::book;
use crate::features::updates::at::At;
use crate::features::updates::ledger::{Line, ledger, span};
use crate::features::updates::model::ledger::Tally;
use crate::kernel::calendar::{Period, period_of};
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "features/updates/templates/ledger.html")]
struct LedgerPage {
    shell: Shell,
    from: Period,
    until: Period,
    months: Vec<Period>,
    cities: Vec<Row>,
    persons: Vec<Row>,
}

/// One's line.
struct Row {
    name: String,
    /// On-time rates by month; a dash where nothing has fallen due.
    months: Vec<(String, String)>,
    whole: Tally,
    discipline: String,
}

impl Row {
    fn new(name: String, months: &[Period], line: &Line) -> Self {
        let rate = |tally: Option<&Tally>| {
            let rate = tally.and_then(Tally::discipline).map(|rate| format!("{}%", rate.percent(1)));
            rate.unwrap_or_else(|| "—".to_owned())
        };
        let months = months.iter().map(|month| (month.to_string(), rate(line.months.get(month))));
        Self { name, months: months.collect(), whole: line.whole, discipline: rate(Some(&line.whole)) }
    }
}

/// GET /updates/ledger
pub async fn show(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let (lang, last) = (shell.lang, period_of(at.today()).previous());
    let (from, until) = span(&query(&request)?, last)?;
    let (found, book) =
        ctx.db.read(move |conn| Ok((ledger(conn, &caller.scope, (from, until), &at)?, book(conn)?))).await?;
    let cities = found.cities.iter().map(|(city, line)| {
        let name = city.map_or_else(|| lang.t("updates-no-city"), |city| book.short_name(lang, city));
        Row::new(name, &found.months, line)
    });
    let persons = found
        .persons
        .iter()
        .map(|(id, line)| Row::new(found.names.get(id).cloned().unwrap_or_default(), &found.months, line));
    let (cities, persons) = (cities.collect(), persons.collect());
    Ok(html(&LedgerPage { from, until, months: found.months, cities, persons, shell }))
}
