//! Enterprises for programs.

use super::input::{EnterpriseBody, filter};
use super::model::{Enterprise, Position, Role};
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

/// An enterprise that is here.
#[derive(Serialize, utoipa::ToSchema)]
struct EnterpriseView {
    id: i64,
    /// The `If-Match` of its changes.
    version: i64,
    name: String,
    credit_code: Option<String>,
    #[schema(value_type = String)]
    place: DivisionCode,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    park_id: Option<i64>,
    products: Option<String>,
    note: Option<String>,
    source: Option<String>,
    #[schema(value_type = String, format = Date)]
    verified_on: NaiveDate,
    /// Nobody has looked at its facts for longer than is set.
    stale: bool,
    active: bool,
    author: String,
    /// On which segments it stands.
    positions: Vec<PositionView>,
}

/// Where an enterprise stands.
#[derive(Serialize, utoipa::ToSchema)]
struct PositionView {
    segment_id: i64,
    /// `leading`, `core`, `main`, `participating`
    #[schema(value_type = String)]
    role: Role,
    source: Option<String>,
    #[schema(value_type = String, format = Date)]
    verified_on: NaiveDate,
    stale: bool,
}

impl EnterpriseView {
    fn new(of: Enterprise, (stale_days, today): (u32, NaiveDate)) -> Self {
        let stale = |day| chains::is_stale(day, stale_days, today);
        let position = |one: Position| PositionView {
            segment_id: one.segment_id,
            role: one.role,
            source: one.source,
            stale: stale(one.verified_on),
            verified_on: one.verified_on,
        };
        Self {
            id: of.id,
            version: of.version,
            name: of.name,
            credit_code: of.credit_code,
            place: of.division,
            city: of.division.city(),
            park_id: of.park_id,
            products: of.products,
            note: of.note,
            source: of.source,
            stale: stale(of.verified_on),
            verified_on: of.verified_on,
            active: of.active,
            author: of.author,
            positions: of.positions.into_iter().map(position).collect(),
        }
    }
}

/// The enterprises of the caller's places, by name.
#[utoipa::path(
    get, path = "/api/v1/enterprises", tag = "chains",
    params(
        ("segment" = Option<i64>, Query, description = "On this segment"),
        ("chain" = Option<i64>, Query, description = "On some segment of this chain"),
        ("city" = Option<String>, Query, description = "Six digits"),
        ("park" = Option<i64>, Query, description = "In this park"),
        ("role" = Option<String>, Query, description = "`leading core main participating`"),
        ("active" = Option<String>, Query, description = "`all`: also those that have gone"),
        ("q" = Option<String>, Query, description = "Part of name or products"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of enterprises", body = Paged<EnterpriseView>))
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
    let items = found.items.into_iter().map(|one| EnterpriseView::new(one, stale)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// An enterprise with the segments on which it stands.
#[utoipa::path(
    get, path = "/api/v1/enterprises/{id}", tag = "chains", params(("id" = i64, Path)),
    responses((status = 200, body = EnterpriseView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, rule: Data<config::Atlas>, caller: Caller, id: Path<i64>) -> ApiResult {
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let one = ctx.db.read(move |conn| store::one(conn, &caller.scope, id.into_inner())).await?;
    Ok(HttpResponse::Ok().json(EnterpriseView::new(one, stale)))
}

/// Enters an enterprise.
#[utoipa::path(
    post, path = "/api/v1/enterprises", tag = "chains", request_body = EnterpriseBody,
    responses((status = 201, body = EnterpriseView), (status = 422, description = "Every wrong field, named"))
)]
pub async fn add(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    body: Json<EnterpriseBody>,
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
    Ok(HttpResponse::Created().json(EnterpriseView::new(added, (rule.stale_days, today))))
}

/// Says anew what is known of an enterprise.
#[utoipa::path(
    patch, path = "/api/v1/enterprises/{id}", tag = "chains",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = EnterpriseBody,
    responses(
        (status = 200, body = EnterpriseView), (status = 404), (status = 409, description = "It has changed"),
        (status = 422, description = "Every wrong field, named"),
    )
)]
pub async fn amend(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    (id, version): (Path<i64>, IfMatch),
    body: Json<EnterpriseBody>,
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
    Ok(HttpResponse::Ok().json(EnterpriseView::new(amended, (rule.stale_days, today))))
}
