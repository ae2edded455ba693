//! The ledger over months, for programs.

use crate::context::Context;
use crate::features::updates::at::At;
use crate::features::updates::ledger::{Line, ledger, span};
use crate::features::updates::model::ledger::Tally;
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::division::DivisionCode;
use crate::web::{ApiResult, Caller, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

/// A month of one's line.
#[derive(Serialize, ToSchema)]
struct LedgerMonth {
    #[schema(value_type = String)]
    period: Period,
    #[serde(flatten)]
    tally: Tally,
    /// On time of what has fallen due, in percent with one digit; null while nothing has.
    on_time_rate: Option<String>,
}

/// How one's reports came.
#[derive(Serialize, ToSchema)]
struct LedgerLine {
    /// Six digits; null for a person, and for what no city has been assigned to.
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    /// Null for a city.
    user_id: Option<i64>,
    name: Option<String>,
    months: Vec<LedgerMonth>,
    #[serde(flatten)]
    whole: Tally,
    /// Of all months together.
    on_time_rate: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct LedgerView {
    #[schema(value_type = String)]
    from: Period,
    #[schema(value_type = String)]
    until: Period,
    cities: Vec<LedgerLine>,
    persons: Vec<LedgerLine>,
}

fn rate(tally: &Tally) -> Option<String> {
    tally.discipline().map(|rate| rate.percent(1))
}

impl LedgerLine {
    fn new(line: Line) -> Self {
        let month =
            |(period, tally): (Period, Tally)| LedgerMonth { period, on_time_rate: rate(&tally), tally };
        Self {
            city: None,
            user_id: None,
            name: None,
            on_time_rate: rate(&line.whole),
            whole: line.whole,
            months: line.months.into_iter().map(month).collect(),
        }
    }
}

/// How each city's and each person's reports came over months.
#[utoipa::path(
    get, path = "/api/v1/obligations/ledger", tag = "updates",
    params(
        ("from" = Option<String>, Query, description = "YYYY-MM; a year before `until` without it"),
        ("until" = Option<String>, Query, description = "YYYY-MM; the month that ended last without it"),
    ),
    responses((status = 200, body = LedgerView), (status = 422, description = "No month, or more than ten years"))
)]
pub async fn show(ctx: Data<Context>, at: At, caller: Caller, request: HttpRequest) -> ApiResult {
    let (from, until) = span(&query(&request)?, period_of(at.today()).previous())?;
    let mut found = ctx.db.read(move |conn| ledger(conn, &caller.scope, (from, until), &at)).await?;
    let cities = found.cities.into_iter().map(|(city, line)| LedgerLine { city, ..LedgerLine::new(line) });
    let persons = found.persons.into_iter().map(|(id, line)| LedgerLine {
        user_id: Some(id),
        name: found.names.remove(&id),
        ..LedgerLine::new(line)
    });
    let view = LedgerView { from, until, cities: cities.collect(), persons: persons.collect() };
    Ok(HttpResponse::Ok().json(view))
}
