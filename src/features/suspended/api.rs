//! Standstills for programs.

use super::actions;
use super::input::{ReviewBody, SuspendBody, filter};
use super::model::{Outcome, Review, Span, Standstill};
use super::standing::{self, Told, told};
use crate::config;
use crate::context::Context;
use crate::features::projects::SideState;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, IfMatch, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, suspend, review))]
pub struct Api;

/// A project that stands still.
#[derive(Serialize, ToSchema)]
#[schema(as = Standstill)]
struct StandstillView {
    project_id: i64,
    project: String,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    #[serde(flatten)]
    span: SpanView,
}

/// How long it stands still.
#[derive(Serialize, ToSchema)]
#[schema(as = StandstillSpan)]
struct SpanView {
    #[schema(value_type = String, format = Date)]
    since: NaiveDate,
    /// By when it is to be reviewed.
    #[schema(value_type = String, format = Date)]
    review_on: NaiveDate,
    /// Whether somebody named that day; else it follows from the rule.
    review_named: bool,
    /// That day has come.
    review_due: bool,
    /// As it was said last.
    reason: Option<String>,
}

/// What was said about a project's standstills.
#[derive(Serialize, ToSchema)]
#[schema(as = ProjectSuspension)]
struct ToldView {
    project_id: i64,
    #[schema(value_type = String)]
    side_state: SideState,
    /// The step of the newest review, 0 before the first; what `If-Match` names.
    version: i64,
    /// Null where it does not stand still.
    standstill: Option<SpanView>,
    /// The earliest first.
    reviews: Vec<ReviewView>,
}

/// Something that was said.
#[derive(Serialize, ToSchema)]
#[schema(as = SuspensionReview)]
struct ReviewView {
    step: i64,
    /// `begins stays resumes leaves`
    #[schema(value_type = String)]
    outcome: Outcome,
    reason: String,
    #[schema(value_type = Option<String>, format = Date)]
    review_on: Option<NaiveDate>,
    author: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl SpanView {
    fn new(span: Span, today: NaiveDate) -> Self {
        Self {
            review_due: span.is_due(today),
            since: span.since,
            review_on: span.review_on,
            review_named: span.is_named,
            reason: span.reason,
        }
    }
}

impl StandstillView {
    fn new(one: Standstill, today: NaiveDate) -> Self {
        Self {
            project_id: one.project_id,
            project: one.project,
            city: one.division.city(),
            span: SpanView::new(one.span, today),
        }
    }
}

impl ToldView {
    fn new(project_id: i64, told: Told, today: NaiveDate) -> Self {
        let review = |Review { step, outcome, reason, review_on, author, at }| ReviewView {
            step,
            outcome,
            reason,
            review_on,
            author,
            at,
        };
        Self {
            project_id,
            side_state: told.side_state,
            version: told.version(),
            standstill: told.standstill.map(|one| SpanView::new(one.span, today)),
            reviews: told.reviews.into_iter().map(review).collect(),
        }
    }
}

/// The projects of the caller's places that stand still: what is to be reviewed first in front.
#[utoipa::path(
    get, path = "/api/v1/suspended", tag = "suspended",
    params(
        ("due" = Option<bool>, Query, description = "`true`: only what is to be reviewed now"),
        ("city" = Option<String>, Query, description = "Six digits"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<StandstillView>))
)]
pub async fn list(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    request: HttpRequest,
) -> ApiResult {
    let asked = query(&request)?;
    let (wanted, page) = (filter(&asked)?, asked.page()?);
    let (zone, today) = (ctx.zone, local_date(ctx.now(), ctx.zone));
    let find = move |conn: &mut _| standing::find(conn, &caller.scope, &wanted, ((&rule, zone), today));
    let all = ctx.db.read(find).await?.into_iter().map(|one| StandstillView::new(one, today));
    Ok(HttpResponse::Ok().json(Paged::cut(all.collect(), page)))
}

/// Whether a project stands still, and what was said about it.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}/suspension", tag = "suspended", params(("id" = i64, Path)),
    responses((status = 200, body = ToldView), (status = 404))
)]
pub async fn show(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    id: Path<String>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (zone, today) = (ctx.zone, local_date(ctx.now(), ctx.zone));
    let found = ctx.db.read(move |conn| told(conn, &caller.scope, id, ((&rule, zone), today))).await?;
    Ok(HttpResponse::Ok().json(ToldView::new(id, found, today)))
}

/// Lets a project stand still.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/suspension", tag = "suspended", params(("id" = i64, Path)),
    request_body = SuspendBody,
    responses((status = 201, body = ToldView), (status = 409, description = "It is not active"))
)]
pub async fn suspend(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    id: Path<String>,
    body: Json<SuspendBody>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, zone) = (ctx.now(), ctx.zone);
    let today = local_date(now, zone);
    let new = body.0.checked(today)?;
    let when = (now, today);
    let done =
        ctx.db.write(move |conn| actions::suspend(conn, &caller, id, &new, ((&rule, zone), when))).await?;
    Ok(HttpResponse::Created().json(ToldView::new(id, done, today)))
}

/// Reviews a standstill: it stays, goes on being built, or leaves.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/suspension/reviews", tag = "suspended",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "The version it is based on")),
    request_body = ReviewBody,
    responses(
        (status = 200, body = ToldView),
        (status = 409, description = "It does not stand still, or was reviewed since"),
    )
)]
pub async fn review(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    id: Path<String>,
    request: HttpRequest,
    body: Json<ReviewBody>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let based = IfMatch::given(&request)?.map(|version| version.0);
    let (now, zone) = (ctx.now(), ctx.zone);
    let today = local_date(now, zone);
    let new = body.0.checked(today)?;
    let deed =
        move |conn: &mut _| actions::review(conn, &caller, (id, based), &new, ((&rule, zone), (now, today)));
    Ok(HttpResponse::Ok().json(ToldView::new(id, ctx.db.write(deed).await?, today)))
}
