//! What is owed for a month, how the cities stand, and the reviewer's deeds on a month.

use super::reports::{FiguresView, UpdateView};
use super::{period_asked, period_of_path};
use crate::context::Context;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::desk::{self, Task};
use crate::features::updates::input::{ExcuseBody, UnlockBody, UnlockEndBody};
use crate::features::updates::model::ObligationState;
use crate::features::updates::model::ledger::{Tally, tallies};
use crate::features::updates::store::{self, PeriodRow, Unlock};
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::web::{ApiResult, Caller, Json, Lang};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

/// A report that is owed.
#[derive(Serialize, ToSchema)]
struct DueView {
    project_id: i64,
    name: String,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    #[schema(value_type = Option<String>)]
    county: Option<DivisionCode>,
    #[schema(value_type = String)]
    period: Period,
    /// `due`, or `missing` once the time is over.
    #[schema(value_type = String)]
    state: ObligationState,
    /// Until when it is on time; later than the month's own when a report was returned.
    #[schema(value_type = String, format = DateTime)]
    due_at: Instant,
    reporter_id: Option<i64>,
    /// What stood last: where the form begins.
    last: FiguresView,
    /// A draft, one that waits for approval, or one that was returned.
    update: Option<UpdateView>,
}

#[derive(Serialize, ToSchema)]
struct DuePage {
    #[schema(value_type = String)]
    period: Period,
    /// Null for a month that is not over, or for which nothing is owed.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    items: Vec<DueView>,
    total: i64,
    page: i64,
    per_page: i64,
}

impl DueView {
    fn new(task: Task, period: Period, lang: Lang) -> Self {
        let place = task.facts.division;
        Self {
            project_id: task.duty.owed.project_id,
            name: task.facts.name,
            city: place.city(),
            county: Some(place).filter(|place| place.is_county()),
            period,
            state: task.duty.state,
            due_at: task.duty.deadline,
            reporter_id: task.duty.owed.reporter_id,
            last: task.last.into(),
            update: task.update.map(|update| UpdateView::new(update, lang)),
        }
    }
}

/// What the caller's places still owe for a month, with the values that stood last.
#[utoipa::path(
    get, path = "/api/v1/updates/due", tag = "updates",
    params(
        ("period" = Option<String>, Query, description = "YYYY-MM; the month that ended last without it"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = DuePage))
)]
pub async fn due(ctx: Data<Context>, at: At, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let (asked, period) = period_asked(&request, &at)?;
    let page = asked.page()?;
    desk::ready(&ctx, period, &at).await?;
    let (row, tasks) = ctx.db.read(move |conn| desk::tasks(conn, &caller, period, true, &at)).await?;
    let total = tasks.len() as i64;
    let items = tasks.into_iter().skip(page.offset() as usize).take(page.per_page() as usize);
    Ok(HttpResponse::Ok().json(DuePage {
        period,
        due_at: row.as_ref().map(|row| row.due_at),
        closed_at: row.and_then(|row| row.closed_at),
        items: items.map(|task| DueView::new(task, period, lang)).collect(),
        total,
        page: page.page(),
        per_page: page.per_page(),
    }))
}

/// How a city's reports stand.
#[derive(Serialize, ToSchema)]
struct CityView {
    /// Six digits; null for what no city has been assigned to.
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    #[serde(flatten)]
    tally: Tally,
    /// On time of what has fallen due, in percent with one digit; null while nothing has.
    on_time_rate: Option<String>,
}

/// How a person's reports stand.
#[derive(Serialize, ToSchema)]
struct PersonView {
    user_id: i64,
    name: String,
    #[serde(flatten)]
    tally: Tally,
    /// As of a city.
    on_time_rate: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct ObligationsView {
    #[schema(value_type = String)]
    period: Period,
    /// Until when a report is on time; null for a month that is not over, or for which nothing is owed.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// The list that says who owes, and its version.
    list: Option<String>,
    version: Option<i32>,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    closer: Option<String>,
    /// By city.
    items: Vec<CityView>,
    /// By the person whose reports they are.
    persons: Vec<PersonView>,
    /// All of them together.
    whole: CityView,
    unlocks: Vec<Unlock>,
}

impl CityView {
    fn new(city: Option<DivisionCode>, tally: Tally) -> Self {
        Self { city, on_time_rate: tally.discipline().map(|rate| rate.percent(1)), tally }
    }
}

/// The ledger of a month: how many reports of each city are due, on time, late, missing and excused.
#[utoipa::path(
    get, path = "/api/v1/obligations", tag = "updates",
    params(("period" = Option<String>, Query, description = "YYYY-MM; the month that ended last without it")),
    responses((status = 200, body = ObligationsView))
)]
pub async fn obligations(ctx: Data<Context>, at: At, caller: Caller, request: HttpRequest) -> ApiResult {
    let (_, period) = period_asked(&request, &at)?;
    desk::ready(&ctx, period, &at).await?;
    let (row, duties, mut names, unlocks) = ctx
        .db
        .read(move |conn| {
            let (row, duties) = desk::duties(conn, &caller.scope, period, &at)?;
            let reporters: Vec<i64> = duties.iter().filter_map(|duty| duty.owed.reporter_id).collect();
            let names = store::reporters(conn, &reporters)?;
            Ok((row, duties, names, store::unlocks(conn, &caller.scope, period)?))
        })
        .await?;
    let by_person = tallies(duties.iter().filter_map(|duty| Some((duty.owed.reporter_id?, duty.state))));
    let person = |(user_id, tally): (i64, Tally)| PersonView {
        user_id,
        name: names.remove(&user_id).unwrap_or_default(),
        on_time_rate: tally.discipline().map(|rate| rate.percent(1)),
        tally,
    };
    let mut whole = Tally::default();
    for duty in &duties {
        whole.add(duty.state);
    }
    let by_city = tallies(duties.iter().map(|duty| (duty.owed.division.city(), duty.state)));
    Ok(HttpResponse::Ok().json(ObligationsView {
        period,
        due_at: row.as_ref().map(|row| row.due_at),
        list: row.as_ref().and_then(|row| row.quarter).map(|quarter| quarter.to_string()),
        version: row.as_ref().and_then(|row| row.list_version),
        closed_at: row.as_ref().and_then(|row| row.closed_at),
        closer: row.and_then(|row| row.closer),
        items: by_city.into_iter().map(|(city, tally)| CityView::new(city, tally)).collect(),
        persons: by_person.into_iter().map(person).collect(),
        whole: CityView::new(None, whole),
        unlocks,
    }))
}

/// A month that takes nothing more.
#[derive(Serialize, ToSchema)]
struct ClosedView {
    #[schema(value_type = String)]
    period: Period,
    #[schema(value_type = String, format = DateTime)]
    due_at: Instant,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    closer: Option<String>,
}

/// Close a month: what is missing stays missing.
#[utoipa::path(
    post, path = "/api/v1/obligations/{period}/close", tag = "updates",
    params(("period" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, body = ClosedView),
        (status = 409, description = "It is closed already, its reports are still due, or nothing is owed for it"),
    )
)]
pub async fn close(ctx: Data<Context>, at: At, caller: Caller, period: Path<String>) -> ApiResult {
    let period = period_of_path(&period)?;
    let closed = ctx.db.write(move |conn| actions::close(conn, &caller, period, &at)).await?;
    let PeriodRow { period, due_at, closed_at, closer, .. } = closed;
    Ok(HttpResponse::Ok().json(ClosedView { period, due_at, closed_at, closer }))
}

/// Let one city hand in for a closed month until a named time.
#[utoipa::path(
    post, path = "/api/v1/obligations/{period}/unlocks", tag = "updates", request_body = UnlockBody,
    params(("period" = String, Path, description = "YYYY-MM")),
    responses((status = 201, body = Unlock), (status = 409, description = "Nothing is owed for this month"))
)]
pub async fn unlock(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    period: Path<String>,
    body: Json<UnlockBody>,
) -> ApiResult {
    let period = period_of_path(&period)?;
    let new = body.0.checked(ctx.zone)?;
    let unlock = ctx.db.write(move |conn| actions::unlock(conn, &caller, period, &new, &at)).await?;
    Ok(HttpResponse::Created().json(unlock))
}

/// End what lets a city in before its time.
#[utoipa::path(
    post, path = "/api/v1/obligations/{period}/unlocks/end", tag = "updates", request_body = UnlockEndBody,
    params(("period" = String, Path, description = "YYYY-MM")),
    responses((status = 200, body = Unlock), (status = 409, description = "It has run out, or was ended already"))
)]
pub async fn end_unlock(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    period: Path<String>,
    body: Json<UnlockEndBody>,
) -> ApiResult {
    let (period, (id, reason)) = (period_of_path(&period)?, body.0.checked()?);
    let deed = move |conn: &mut _| actions::end_unlock(conn, &caller, period, (id, &reason), &at);
    Ok(HttpResponse::Ok().json(ctx.db.write(deed).await?))
}

/// Let a project off its report for a month.
#[utoipa::path(
    post, path = "/api/v1/obligations/{period}/excuses", tag = "updates", request_body = ExcuseBody,
    params(("period" = String, Path, description = "YYYY-MM")),
    responses((status = 204), (status = 409, description = "Nothing is owed for this month"))
)]
pub async fn excuse(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    period: Path<String>,
    body: Json<ExcuseBody>,
) -> ApiResult {
    let period = period_of_path(&period)?;
    let (project, reason) = body.0.checked()?;
    ctx.db.write(move |conn| actions::excuse(conn, &caller, period, (project, &reason), &at)).await?;
    Ok(HttpResponse::NoContent().finish())
}
