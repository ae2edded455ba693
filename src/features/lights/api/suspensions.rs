//! Justified reasons: asked for by a city, decided by the province.

use crate::config;
use crate::context::Context;
use crate::features::lights::actions;
use crate::features::lights::input::{AskBody, DecideBody, state};
use crate::features::lights::model::Family;
use crate::features::lights::shine::By;
use crate::features::lights::store::{self, Filter};
use crate::features::lights::suspension::{State, Suspension};
use crate::kernel::calendar::{Period, local_date};
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

/// A justified reason.
#[derive(Serialize, ToSchema)]
#[schema(as = LightSuspension)]
struct SuspensionView {
    id: i64,
    version: i64,
    project_id: i64,
    project: String,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    /// `asked approved declined ended`
    #[schema(value_type = String)]
    state: State,
    /// `start progress enrolment`
    #[schema(value_type = String)]
    family: Family,
    /// The first month that it covers.
    #[schema(value_type = String)]
    since: Period,
    /// Months that end by this day are covered.
    #[schema(value_type = String, format = Date)]
    until: NaiveDate,
    reason: String,
    asker: String,
    #[schema(value_type = String, format = DateTime)]
    asked_at: Instant,
    decider: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Instant>,
    decision_reason: Option<String>,
}

impl From<Suspension> for SuspensionView {
    fn from(one: Suspension) -> Self {
        Self {
            id: one.id,
            version: one.version,
            project_id: one.project_id,
            project: one.project,
            city: one.division.city(),
            state: one.state,
            family: one.span.family,
            since: one.span.since,
            until: one.span.until,
            reason: one.reason,
            asker: one.asker,
            asked_at: one.asked_at,
            decider: one.decider,
            decided_at: one.decided_at,
            decision_reason: one.decision_reason,
        }
    }
}

/// The justified reasons of the caller's places: those that wait first, then the newest.
#[utoipa::path(
    get, path = "/api/v1/light-suspensions", tag = "lights",
    params(
        ("state" = Option<String>, Query, description = "`asked approved declined ended`"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<SuspensionView>))
)]
pub async fn suspensions(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let asked = query(&request)?;
    let (filter, page) = (Filter { state: state(&asked)?, ..Filter::default() }, asked.page()?);
    let found = ctx.db.read(move |conn| store::find(conn, &caller.scope, filter, page)).await?;
    let items: Vec<SuspensionView> = found.items.into_iter().map(SuspensionView::from).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// Asks that a delay be not counted, with its reason, until a day.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/light-suspensions", tag = "lights", params(("id" = i64, Path)),
    request_body = AskBody,
    responses((status = 201, body = SuspensionView), (status = 409, description = "One of the family waits or holds"))
)]
pub async fn ask(ctx: Data<Context>, caller: Caller, id: Path<String>, body: Json<AskBody>) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let now = ctx.now();
    let when = (now, local_date(now, ctx.zone));
    let new = body.0.checked(when.1)?;
    let asked = ctx.db.write(move |conn| actions::ask(conn, &caller, id, &new, when)).await?;
    Ok(HttpResponse::Created().json(SuspensionView::from(asked)))
}

/// Approves, declines or ends; the lights are computed again.
#[utoipa::path(
    post, path = "/api/v1/light-suspensions/{id}/decision", tag = "lights",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = DecideBody,
    responses(
        (status = 200, body = SuspensionView),
        (status = 409, description = "Has changed, or the decision does not follow"),
        (status = 428, description = "No If-Match"),
    )
)]
pub async fn decide(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    id: Path<String>,
    based: IfMatch,
    body: Json<DecideBody>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (deciding, now, zone) = (body.0.checked()?, ctx.now(), ctx.zone);
    let decided = ctx
        .db
        .write(move |conn| {
            actions::decide(conn, &caller, (id, based.0), deciding, By { now, zone, seed: &seed })
        })
        .await?;
    Ok(HttpResponse::Ok().json(SuspensionView::from(decided)))
}
