//! The registry for programs: the contract's fields, nothing else under their names.

use super::actions::{self, Because};
use super::as_of::{When, as_of_many, projects_at};
use super::filter;
use super::input::{Body, blank};
use super::model::lit::{Light, Lit};
use super::model::{Facts, Project, Source, Warning, fields};
use super::registry::{history, project};
use super::store::Recorded;
use crate::context::Context;
use crate::features::reference;
use crate::kernel::calendar::{Period, local_date};
use crate::kernel::error::Error;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, IfMatch, Json, Lang, query};
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::{OpenApi, ToSchema};

/// What the API document says of this room.
#[derive(OpenApi)]
#[openapi(paths(list, create, show, change, changes))]
pub struct Api;

/// A project. Its facts stand beside these members under the names of `ProjectBody`, with `city` and `county`.
#[derive(Serialize, ToSchema)]
struct ProjectView {
    id: i64,
    /// The ETag, and the `If-Match` of a change.
    version: i64,
    #[serde(flatten)]
    #[schema(value_type = Object)]
    facts: Map<String, Value>,
    light: LightView,
    /// Names of the facts that a nomination or the present stage still needs.
    missing: Vec<&'static str>,
    warnings: Vec<WarningView>,
    /// The last word of each source about the total.
    amounts: Vec<AmountView>,
    merged_into: Option<i64>,
    reporter_id: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    created_at: crate::kernel::instant::Instant,
    #[schema(value_type = String, format = DateTime)]
    updated_at: crate::kernel::instant::Instant,
}

#[derive(Serialize, ToSchema)]
struct LightView {
    #[schema(value_type = String)]
    colour: Light,
    /// The worst first; one sentence each.
    reasons: Vec<String>,
    /// Which month's; absent while none was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    period: Option<Period>,
}

impl LightView {
    fn of(lit: Option<Lit>, lang: Lang) -> Self {
        let Some(lit) = lit else {
            return Self { colour: Light::Unreported, reasons: Vec::new(), period: None };
        };
        let reasons = lit.reasons.into_iter().map(|reason| reason.said(lang)).collect();
        Self { colour: lit.colour, reasons, period: Some(lit.period) }
    }
}

/// What looks odd. Never blocks.
#[derive(Serialize, ToSchema)]
struct WarningView {
    field: &'static str,
    code: &'static str,
    message: String,
    /// The reason that settled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    justified: Option<String>,
    /// Projects that may be the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suspects: Vec<i64>,
}

#[derive(Serialize, ToSchema)]
struct AmountView {
    id: i64,
    total_investment_yuan: Option<i64>,
    total_text: Option<String>,
    source: String,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: crate::kernel::instant::Instant,
    /// Whether it is the project's total.
    adopted: bool,
}

#[derive(Serialize, ToSchema)]
struct ProjectPage {
    items: Vec<ProjectView>,
    total: i64,
    page: i64,
    per_page: i64,
    /// Sum over all pages; parts of bundles are left out, because their bundle counts them.
    total_investment_yuan: i64,
    /// The day at whose end this was known, when the address names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<NaiveDate>,
}

#[derive(Serialize, ToSchema)]
struct HistoryView {
    /// Newest first.
    items: Vec<Recorded>,
}

impl ProjectView {
    fn of(project: Project, lang: Lang) -> Self {
        let amounts = project.amounts.into_iter().map(|amount| AmountView {
            id: amount.id,
            adopted: amount.is_adopted(),
            total_investment_yuan: amount.figure.money.map(|money| money.yuan()),
            total_text: amount.figure.text,
            source: amount.source,
            recorded_at: amount.recorded_at,
        });
        Self {
            id: project.id,
            version: project.version,
            facts: fields::object(&project.facts),
            light: LightView::of(project.light, lang),
            missing: project.missing,
            warnings: project.warnings.into_iter().map(|warning| remark(warning, lang)).collect(),
            amounts: amounts.collect(),
            merged_into: project.merged_into,
            reporter_id: project.reporter_id,
            created_at: project.created_at,
            updated_at: project.updated_at,
        }
    }
}

fn remark(warning: Warning, lang: Lang) -> WarningView {
    WarningView {
        field: warning.field,
        code: warning.message.id,
        message: lang.render(&warning.message),
        justified: warning.justified,
        suspects: warning.suspects,
    }
}

fn etag(project: &Project) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{}\"", project.version))
}

/// Projects of the caller's scope.
#[utoipa::path(
    get, path = "/api/v1/projects", tag = "projects",
    params(
        ("city" = Option<String>, Query, description = "Six digits"),
        ("county" = Option<String>, Query, description = "Six digits"),
        ("stage" = Option<String>, Query, description = "One or several with commas"),
        ("class" = Option<String>, Query, description = "implementation or preparation"),
        ("nature" = Option<String>, Query, description = "new extension rebuild renovation lease"),
        ("industry" = Option<String>, Query, description = "Code or Chinese name"),
        ("chain" = Option<i64>, Query, description = "A chain's id"),
        ("segment" = Option<i64>, Query, description = "A segment's id"),
        ("park" = Option<i64>, Query, description = "A park's id"),
        ("parent" = Option<i64>, Query, description = "Parts of this bundle"),
        ("side_state" = Option<String>, Query, description = "Without it merged, split and voided are left out"),
        ("light" = Option<String>, Query, description = "green yellow red unreported"),
        ("light_month" = Option<String>, Query, description = "of which month, such as 2026-09; else of the newest"),
        ("light_since" = Option<String>, Query, description = "only those that did not have this light in that month, such as 2026-06"),
        ("list" = Option<String>, Query, description = "On this quarter's list, e.g. 2026Q3"),
        ("missing" = Option<String>, Query, description = "Lacking this fact, or any"),
        ("q" = Option<String>, Query, description = "Words that all occur"),
        ("ids" = Option<String>, Query, description = "Ids with commas"),
        ("as_of" = Option<String>, Query, description = "What was known at the end of this day, YYYY-MM-DD; not with light or list"),
        ("sort" = Option<String>, Query, description = "updated_at name total_investment_yuan stage city id; - before it: from high to low"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = ProjectPage), (status = 422, description = "An unknown filter, by its name"))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let asked = query(&request)?;
    let (filter, sort, page) = filter::read(&asked)?;
    let when = When::read(&asked, ctx.now(), ctx.zone)?;
    when.allows(&filter)?;
    let (found, total_investment) =
        ctx.db.read(move |conn| projects_at(conn, &caller.scope, &filter, sort, page, when)).await?;
    let Paged { items, total, page, per_page } = found;
    Ok(HttpResponse::Ok().json(ProjectPage {
        items: items.into_iter().map(|project| ProjectView::of(project, lang)).collect(),
        total,
        page,
        per_page,
        total_investment_yuan: total_investment.yuan(),
        as_of: when.named_day(),
    }))
}

/// Enter a project. Warnings never block; they come with the answer.
#[utoipa::path(
    post, path = "/api/v1/projects", tag = "projects", request_body = Body,
    responses((status = 201, body = ProjectView, description = "Its address in Location; the same body again within a minute is the same project"))
)]
pub async fn create(ctx: Data<Context>, caller: Caller, lang: Lang, body: Json<Body>) -> ApiResult {
    let now = ctx.now();
    let today = local_date(now, ctx.zone);
    let base = blank(&caller, ctx.province);
    let made = ctx
        .db
        .write(move |conn| {
            let (facts, because) = said(body.0, &base, &reference::book(conn)?)?;
            let source = Source::person(&caller.name);
            actions::create_with(conn, &caller, facts, because, &source, (now, today))
        })
        .await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/projects/{}", made.id)))
        .insert_header(etag(&made))
        .json(ProjectView::of(made, lang)))
}

/// One project. As of a past day it carries no ETag: nothing can be changed there.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}", tag = "projects",
    params(
        ("id" = i64, Path),
        ("as_of" = Option<String>, Query, description = "What was known at the end of this day, YYYY-MM-DD"),
    ),
    responses((status = 200, body = ProjectView))
)]
pub async fn show(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    id: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let id = number(&id)?;
    let when = When::read(&query(&request)?, ctx.now(), ctx.zone)?;
    let found = ctx
        .db
        .read(move |conn| match when.past() {
            None => project(conn, &caller.scope, id, when.year()),
            Some(at) => {
                as_of_many(conn, &caller.scope, Some(&[id]), at, when.year())?.pop().ok_or(Error::NotFound)
            }
        })
        .await?;
    let mut answer = HttpResponse::Ok();
    if when.past().is_none() {
        answer.insert_header(etag(&found));
    }
    Ok(answer.json(ProjectView::of(found, lang)))
}

/// Change a project: absent keeps, null empties.
#[utoipa::path(
    patch, path = "/api/v1/projects/{id}", tag = "projects", request_body = Body,
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on, e.g. \"3\"")),
    responses(
        (status = 200, body = ProjectView),
        (status = 409, description = "Somebody changed it since: base, yours and current"),
        (status = 428, description = "If-Match is missing"),
    )
)]
pub async fn change(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    id: Path<String>,
    based: IfMatch,
    body: Json<Body>,
) -> ApiResult {
    let (id, now) = (number(&id)?, ctx.now());
    let today = local_date(now, ctx.zone);
    let changed = ctx
        .db
        .write(move |conn| {
            let source = Source::person(&caller.name);
            actions::edit(conn, &caller, (id, Some(based.0)), &source, (now, today), |base, book| {
                said(body.0, base, book)
            })
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(etag(&changed)).json(ProjectView::of(changed, lang)))
}

/// Every version with what made it differ from the one before, who made it and why.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}/history", tag = "projects",
    params(
        ("id" = i64, Path),
        ("page" = Option<i64>, Query, description = "From 1; everything when neither this nor per_page is named"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = HistoryView))
)]
pub async fn changes(
    ctx: Data<Context>,
    caller: Caller,
    id: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let id = number(&id)?;
    let year = local_date(ctx.now(), ctx.zone).year();
    let items = ctx.db.read(move |conn| history(conn, &caller.scope, id, year)).await?;
    Ok(HttpResponse::Ok().json(HistoryView { items: query(&request)?.part(items)? }))
}

/// What a body says over `base`.
fn said(mut body: Body, base: &Facts, book: &reference::Book) -> Result<(Facts, Because), Error> {
    let because =
        Because { reason: body.reason.take(), justifications: std::mem::take(&mut body.justifications) };
    Ok((body.apply(base, book)?, because))
}

/// An address that is no number leads nowhere.
fn number(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
