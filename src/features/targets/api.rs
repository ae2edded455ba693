//! Targets for programs.

use super::input::{TargetBody, filter};
use super::model::{Priority, Status, Target};
use super::{actions, store};
use crate::config;
use crate::context::Context;
use crate::features::chains;
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
#[openapi(paths(list, add, show, amend))]
pub struct Api;

/// An enterprise elsewhere that could fill a segment.
#[derive(Serialize, utoipa::ToSchema)]
struct TargetView {
    id: i64,
    /// The `If-Match` of its changes.
    version: i64,
    segment_id: i64,
    /// Whose list it is on: a city's, or the province's.
    #[schema(value_type = String)]
    place: DivisionCode,
    name: String,
    credit_code: Option<String>,
    home: Option<String>,
    products: Option<String>,
    /// `high`, `medium`, `low`
    #[schema(value_type = String)]
    priority: Priority,
    /// `open`, `landed`, `dropped`
    #[schema(value_type = String)]
    status: Status,
    reasons: String,
    /// In 亩.
    land_mu: Option<i64>,
    /// In 吨标准煤 a year.
    energy_tce: Option<i64>,
    source: Option<String>,
    #[schema(value_type = String, format = Date)]
    verified_on: NaiveDate,
    /// Nobody has looked at its facts for longer than is set.
    stale: bool,
    author: String,
    /// Ids of enterprises that are here which it supplies, or which supply it.
    ties: Vec<i64>,
}

impl TargetView {
    fn new(of: Target, (stale_days, today): (u32, NaiveDate)) -> Self {
        Self {
            id: of.id,
            version: of.version,
            segment_id: of.segment_id,
            place: of.division,
            name: of.name,
            credit_code: of.credit_code,
            home: of.home,
            products: of.products,
            priority: of.priority,
            status: of.status,
            reasons: of.reasons,
            land_mu: of.land_mu,
            energy_tce: of.energy_tce,
            source: of.source,
            stale: chains::is_stale(of.verified_on, stale_days, today),
            verified_on: of.verified_on,
            author: of.author,
            ties: of.ties,
        }
    }
}

/// The targets that the caller may see, by segment and name.
#[utoipa::path(
    get, path = "/api/v1/targets", tag = "chains",
    params(
        ("segment" = Option<i64>, Query, description = "That could fill this segment"),
        ("chain" = Option<i64>, Query, description = "That could fill some segment of this chain"),
        ("city" = Option<String>, Query, description = "On the list of this city, or of the province by its six digits"),
        ("priority" = Option<String>, Query, description = "`high medium low`"),
        ("status" = Option<String>, Query, description = "`open landed dropped`"),
        ("q" = Option<String>, Query, description = "Part of the name"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of targets", body = Paged<TargetView>))
)]
pub async fn list(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    request: HttpRequest,
) -> ApiResult {
    let query = query(&request)?;
    let (filter, page) = (filter(&query)?, query.page()?);
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let found = ctx.db.read(move |conn| store::find(conn, &caller.scope, &filter, page)).await?;
    let items = found.items.into_iter().map(|one| TargetView::new(one, stale)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// A target.
#[utoipa::path(
    get, path = "/api/v1/targets/{id}", tag = "chains", params(("id" = i64, Path)),
    responses((status = 200, body = TargetView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, rule: Data<config::Atlas>, caller: Caller, id: Path<i64>) -> ApiResult {
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let one = ctx.db.read(move |conn| store::one(conn, &caller.scope, id.into_inner())).await?;
    Ok(HttpResponse::Ok().json(TargetView::new(one, stale)))
}

/// Names a target.
#[utoipa::path(
    post, path = "/api/v1/targets", tag = "chains", request_body = TargetBody,
    responses((status = 201, body = TargetView), (status = 422, description = "Every wrong field, named"))
)]
pub async fn add(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    body: Json<TargetBody>,
) -> ApiResult {
    let (new, now) = (body.0.checked(true)?, ctx.now());
    let today = local_date(now, ctx.zone);
    let added = ctx
        .db
        .write(move |conn| {
            let id = actions::add(conn, &caller, new, (now, today))?;
            store::one(conn, &caller.scope, id)
        })
        .await?;
    Ok(HttpResponse::Created().json(TargetView::new(added, (rule.stale_days, today))))
}

/// Says anew what is known of a target.
#[utoipa::path(
    patch, path = "/api/v1/targets/{id}", tag = "chains",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = TargetBody,
    responses(
        (status = 200, body = TargetView), (status = 404), (status = 409, description = "It has changed"),
        (status = 422, description = "Every wrong field, named"),
    )
)]
pub async fn amend(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    (id, version): (Path<i64>, IfMatch),
    body: Json<TargetBody>,
) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked(false)?, ctx.now());
    let today = local_date(now, ctx.zone);
    let amended = ctx
        .db
        .write(move |conn| {
            actions::amend(conn, &caller, (id, version.0), new, (now, today))?;
            store::one(conn, &caller.scope, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(TargetView::new(amended, (rule.stale_days, today))))
}
