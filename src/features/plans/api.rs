//! Plans for programs.

use super::actions::{self, Planned};
use super::input::{PlansBody, year};
use super::model::Course;
use crate::context::Context;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::money::Money;
use crate::web::{ApiResult, Caller, Json, Lang, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, submit))]
pub struct Api;

/// A project's plan and what it could be.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanOfYear)]
struct PlanView {
    project_id: i64,
    version: i64,
    name: String,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    /// `continued new_start preparing finished`
    #[schema(value_type = String)]
    course: Course,
    /// What it was in the year before, where that is something else.
    #[schema(value_type = Option<String>)]
    was: Option<Course>,
    #[schema(value_type = Option<i64>)]
    annual_plan_yuan: Option<Money>,
    #[schema(value_type = Option<i64>)]
    proposed_yuan: Option<Money>,
    /// How the proposal came about, or why there is none.
    why: String,
}

impl PlanView {
    fn new(one: Planned, lang: Lang) -> Self {
        Self {
            project_id: one.id,
            version: one.version,
            city: one.facts.division.city(),
            name: one.facts.name,
            course: one.proposal.course,
            was: one.proposal.was,
            annual_plan_yuan: one.plan,
            proposed_yuan: one.proposal.plan,
            why: lang.render(&one.proposal.why),
        }
    }
}

/// The plans of a year.
#[derive(Serialize, ToSchema)]
#[schema(as = PlansOfYear)]
struct PlansView {
    year: i32,
    items: Vec<PlanView>,
}

/// How many plans are different now.
#[derive(Serialize, ToSchema)]
#[schema(as = PlansWritten)]
struct WrittenView {
    year: i32,
    changed: usize,
}

/// The projects under way in the caller's places, each with its plan for a year and a proposal.
#[utoipa::path(
    get, path = "/api/v1/plans", tag = "plans",
    params(("year" = Option<i32>, Query, description = "This year or the next; the next from October on")),
    responses((status = 200, body = PlansView))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let today = local_date(ctx.now(), ctx.zone);
    let year = year(query(&request)?.text("year"), today)?;
    let plans = ctx.db.read(move |conn| actions::proposals(conn, &caller.scope, year, today)).await?;
    let items = plans.into_iter().map(|one| PlanView::new(one, lang)).collect();
    Ok(HttpResponse::Ok().json(PlansView { year, items }))
}

/// Writes plans of a year: all of them, or none.
#[utoipa::path(
    post, path = "/api/v1/plans/{year}", tag = "plans", params(("year" = i32, Path)), request_body = PlansBody,
    responses(
        (status = 200, body = WrittenView),
        (status = 409, description = "A project has changed, is nominated, or voided"),
        (status = 422, description = "Another year, an amount that cannot be"),
    )
)]
pub async fn submit(
    ctx: Data<Context>,
    caller: Caller,
    named: Path<String>,
    body: Json<PlansBody>,
) -> ApiResult {
    let now = ctx.now();
    let year = year(Some(&named), local_date(now, ctx.zone))?;
    let plans = body.0.checked()?;
    let changed = ctx
        .db
        .write(move |conn| {
            let mut changed = 0;
            for new in plans {
                changed += usize::from(actions::plan(conn, &caller, year, new, now)?);
            }
            Ok::<usize, Error>(changed)
        })
        .await?;
    Ok(HttpResponse::Ok().json(WrittenView { year, changed }))
}
