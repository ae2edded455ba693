//! Visits for programs.

use super::input::{VisitBody, filter, span};
use super::model::{Count, Figures, Visit, VisitKind};
use super::{actions, store};
use crate::context::Context;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, IfMatch, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, enter, figures, show, amend))]
pub struct Api;

/// A visit.
#[derive(Serialize, utoipa::ToSchema)]
struct VisitView {
    id: i64,
    /// The `If-Match` of its changes.
    version: i64,
    /// `outbound`, `inbound`
    #[schema(value_type = String)]
    kind: VisitKind,
    #[schema(value_type = String, format = Date)]
    visited_on: NaiveDate,
    /// A city, or the province.
    #[schema(value_type = String)]
    place: DivisionCode,
    target: String,
    leader: Option<String>,
    people: String,
    result: String,
    lead_id: Option<i64>,
    author: String,
}

impl From<Visit> for VisitView {
    fn from(of: Visit) -> Self {
        Self {
            id: of.id,
            version: of.version,
            kind: of.kind,
            visited_on: of.visited_on,
            place: of.division,
            target: of.target,
            leader: of.leader,
            people: of.people,
            result: of.result,
            lead_id: of.lead_id,
            author: of.author,
        }
    }
}

/// Visits, counted.
#[derive(Serialize, utoipa::ToSchema)]
struct FiguresView {
    places: Vec<PlaceCount>,
    leaders: Vec<LeaderCount>,
}

/// Visits of a city, or of the province itself.
#[derive(Serialize, utoipa::ToSchema)]
struct PlaceCount {
    #[schema(value_type = String)]
    place: DivisionCode,
    outbound: i64,
    inbound: i64,
}

/// Visits that somebody led.
#[derive(Serialize, utoipa::ToSchema)]
struct LeaderCount {
    leader: String,
    outbound: i64,
    inbound: i64,
}

impl From<Figures> for FiguresView {
    fn from(of: Figures) -> Self {
        let place = |(place, Count { outbound, inbound })| PlaceCount { place, outbound, inbound };
        let leader = |(leader, Count { outbound, inbound })| LeaderCount { leader, outbound, inbound };
        Self {
            places: of.places.into_iter().map(place).collect(),
            leaders: of.leaders.into_iter().map(leader).collect(),
        }
    }
}

/// The visits of the caller's places, the newest first.
#[utoipa::path(
    get, path = "/api/v1/visits", tag = "leads",
    params(
        ("from" = Option<String>, Query, description = "YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "YYYY-MM-DD"),
        ("city" = Option<String>, Query, description = "Six digits; the province's for its own"),
        ("kind" = Option<String>, Query, description = "`outbound inbound`"),
        ("leader" = Option<String>, Query, description = "Led by her"),
        ("lead" = Option<i64>, Query, description = "Of this lead"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of visits", body = Paged<VisitView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let query = query(&request)?;
    let (filter, page) = (filter(&query)?, query.page()?);
    let found = ctx.db.read(move |conn| store::find(conn, &caller.scope, &filter, page)).await?;
    let items = found.items.into_iter().map(VisitView::from).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// A visit.
#[utoipa::path(
    get, path = "/api/v1/visits/{id}", tag = "leads", params(("id" = i64, Path)),
    responses((status = 200, body = VisitView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, caller: Caller, id: Path<i64>) -> ApiResult {
    let one = ctx.db.read(move |conn| store::one(conn, &caller.scope, id.into_inner())).await?;
    Ok(HttpResponse::Ok().json(VisitView::from(one)))
}

/// How many visits there were per city and per leader.
#[utoipa::path(
    get, path = "/api/v1/visits/figures", tag = "leads",
    params(
        ("from" = Option<String>, Query, description = "YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "YYYY-MM-DD"),
    ),
    responses((status = 200, body = FiguresView))
)]
pub async fn figures(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let span = span(&query(&request)?)?;
    let figures = ctx.db.read(move |conn| store::figures(conn, &caller.scope, span)).await?;
    Ok(HttpResponse::Ok().json(FiguresView::from(figures)))
}

/// Enters a visit.
#[utoipa::path(
    post, path = "/api/v1/visits", tag = "leads", request_body = VisitBody,
    responses((status = 201, body = VisitView), (status = 422, description = "Every wrong field, named"))
)]
pub async fn enter(ctx: Data<Context>, caller: Caller, body: Json<VisitBody>) -> ApiResult {
    let (new, now) = (body.0.checked(true)?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let entered = ctx
        .db
        .write(move |conn| {
            let id = actions::enter(conn, &caller, new, when)?;
            store::one(conn, &caller.scope, id)
        })
        .await?;
    Ok(HttpResponse::Created().json(VisitView::from(entered)))
}

/// Says anew what is known of a visit.
#[utoipa::path(
    patch, path = "/api/v1/visits/{id}", tag = "leads",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = VisitBody,
    responses(
        (status = 200, body = VisitView), (status = 404), (status = 409, description = "It has changed"),
        (status = 422, description = "Every wrong field, named"),
    )
)]
pub async fn amend(
    ctx: Data<Context>,
    caller: Caller,
    (id, version): (Path<i64>, IfMatch),
    body: Json<VisitBody>,
) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked(false)?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let amended = ctx
        .db
        .write(move |conn| {
            actions::amend(conn, &caller, (id, version.0), new, when)?;
            store::one(conn, &caller.scope, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(VisitView::from(amended)))
}
