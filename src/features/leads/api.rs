//! Leads for programs.

use super::clock::Clock;
use super::input::{ConvertBody, EntryBody, LeadBody, filter};
use super::model::{Entry, Lead, Status, Step};
use super::{actions, store};
use crate::config;
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, IfMatch, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, register, show, amend, tell, convert))]
pub struct Api;

/// A lead.
#[derive(Serialize, utoipa::ToSchema)]
struct LeadView {
    id: i64,
    /// The ETag, and the `If-Match` of what is said.
    version: i64,
    target: String,
    credit_code: Option<String>,
    #[schema(value_type = String)]
    place: DivisionCode,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    chain_id: Option<i64>,
    segment_id: Option<i64>,
    target_id: Option<i64>,
    park_id: Option<i64>,
    source: Option<String>,
    scope_text: Option<String>,
    intended_investment_yuan: Option<i64>,
    /// `identified contacted visiting negotiating signed converted lost`
    #[schema(value_type = String)]
    status: Status,
    owner_id: i64,
    owner: String,
    next_action: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    next_on: Option<NaiveDate>,
    /// What the reply clock and the next action ask for.
    owed: Vec<OwedView>,
    /// Another city was first with this enterprise.
    taken: bool,
    #[schema(value_type = Option<String>, format = Date)]
    signed_on: Option<NaiveDate>,
    project_id: Option<i64>,
    registrar: String,
    #[schema(value_type = String, format = DateTime)]
    registered_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    moved_at: Instant,
    /// The leads of other cities for the same enterprise; for the province alone, and only of a single lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    rivals: Option<Vec<RivalView>>,
    /// What was done, the earliest first; only of a single lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<EntryView>>,
}

/// What is owed about a lead.
#[derive(Serialize, utoipa::ToSchema)]
struct OwedView {
    /// `response`, `assessment`, `feedback`, `report` (the next entry), `action` (the next action)
    what: &'static str,
    #[schema(value_type = String, format = Date)]
    due_on: NaiveDate,
}

/// Another city's lead for the same enterprise.
#[derive(Serialize, utoipa::ToSchema)]
struct RivalView {
    id: i64,
    #[schema(value_type = String)]
    city: DivisionCode,
}

/// Something that was done about a lead.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = LeadEntryView)]
struct EntryView {
    text: String,
    /// The step of the reply clock that it was: `response`, `assessment`, `feedback`.
    #[schema(value_type = Option<String>)]
    step: Option<Step>,
    /// The status it was moved to.
    #[schema(value_type = Option<String>)]
    status: Option<Status>,
    author: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl LeadView {
    fn new(lead: Lead, clock: Clock<'_>) -> Self {
        let owed = clock.owed(&lead).into_iter();
        let (next_action, next_on) = lead.next.unzip();
        Self {
            owed: owed.map(|(what, due_on)| OwedView { what: what.word(), due_on }).collect(),
            id: lead.id,
            version: lead.version,
            target: lead.target,
            credit_code: lead.credit_code,
            place: lead.division,
            city: lead.division.city(),
            chain_id: lead.chain_id,
            segment_id: lead.segment_id,
            target_id: lead.target_id,
            park_id: lead.park_id,
            source: lead.source,
            scope_text: lead.scope_text,
            intended_investment_yuan: lead.intended.map(|money| money.yuan()),
            status: lead.status,
            owner_id: lead.owner_id,
            owner: lead.owner,
            next_action,
            next_on,
            taken: lead.is_taken,
            signed_on: lead.signed_on,
            project_id: lead.project_id,
            registrar: lead.registrar,
            registered_at: lead.registered_at,
            moved_at: lead.moved_at,
            rivals: None,
            entries: None,
        }
    }

    fn whole(self, rivals: Vec<(i64, DivisionCode)>, entries: Vec<Entry>) -> Self {
        let rivals = rivals.into_iter().map(|(id, city)| RivalView { id, city }).collect::<Vec<_>>();
        let view = |Entry { step, status, text, author, at }| EntryView { text, step, status, author, at };
        Self {
            rivals: (!rivals.is_empty()).then_some(rivals),
            entries: Some(entries.into_iter().map(view).collect()),
            ..self
        }
    }
}

/// The leads of the caller's places: those whose next action comes first, then those that moved last.
#[utoipa::path(
    get, path = "/api/v1/leads", tag = "leads",
    params(
        ("status" = Option<String>, Query, description = "`identified contacted visiting negotiating signed converted lost`, or `open` for all that are not over"),
        ("signed" = Option<String>, Query, description = "Signed in a quarter, `2026Q3`"),
        ("chain" = Option<i64>, Query, description = "A chain's id"),
        ("segment" = Option<i64>, Query, description = "A segment's id"),
        ("city" = Option<String>, Query, description = "Six digits"),
        ("owner" = Option<i64>, Query, description = "Who follows them"),
        ("q" = Option<String>, Query, description = "Part of the enterprise's name"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of leads", body = Paged<LeadView>))
)]
pub async fn list(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    request: HttpRequest,
) -> ApiResult {
    let query = query(&request)?;
    let (filter, page) = (filter(&query)?, query.page()?);
    let (found, days) = ctx
        .db
        .read(move |conn| {
            let found = store::find(conn, &caller.scope, &filter, page)?;
            Ok((found, reference::book(conn)?.working_days()))
        })
        .await?;
    let clock = Clock { rule: &rule, days: &days };
    let items = found.items.into_iter().map(|lead| LeadView::new(lead, clock)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// A lead with what was done about it.
#[utoipa::path(
    get, path = "/api/v1/leads/{id}", tag = "leads", params(("id" = i64, Path)),
    responses((status = 200, body = LeadView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, rule: Data<config::Leads>, caller: Caller, id: Path<i64>) -> ApiResult {
    let id = id.into_inner();
    let whole = ctx.db.read(move |conn| whole(conn, &caller, id, &rule)).await?;
    Ok(HttpResponse::Ok().json(whole))
}

fn whole(conn: &mut Conn, caller: &Caller, id: i64, rule: &config::Leads) -> Result<LeadView> {
    let lead = store::one(conn, &caller.scope, id)?;
    let days = reference::book(conn)?.working_days();
    let (rivals, entries) = (store::rivals(conn, &caller.scope, id)?, store::told(conn, id)?);
    Ok(LeadView::new(lead, Clock { rule, days: &days }).whole(rivals, entries))
}

/// Registers an enterprise.
#[utoipa::path(
    post, path = "/api/v1/leads", tag = "leads", request_body = LeadBody,
    responses((status = 201, body = LeadView), (status = 422, description = "Every wrong field, named"))
)]
pub async fn register(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    body: Json<LeadBody>,
) -> ApiResult {
    let (new, now) = (body.0.checked()?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let registered = ctx
        .db
        .write(move |conn| {
            let lead = actions::register(conn, &caller, &new, when)?;
            whole(conn, &caller, lead.id, &rule)
        })
        .await?;
    Ok(HttpResponse::Created().json(registered))
}

/// Says anew what is known of a lead.
#[utoipa::path(
    patch, path = "/api/v1/leads/{id}", tag = "leads",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = LeadBody,
    responses((status = 200, body = LeadView), (status = 409, description = "It is over, or has changed"))
)]
pub async fn amend(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    (id, version): (Path<i64>, IfMatch),
    body: Json<LeadBody>,
) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked()?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let amended = ctx
        .db
        .write(move |conn| {
            actions::amend(conn, &caller, (id, version.0), new, when)?;
            whole(conn, &caller, id, &rule)
        })
        .await?;
    Ok(HttpResponse::Ok().json(amended))
}

/// Says what was done about a lead; moves it where the body says so.
#[utoipa::path(
    post, path = "/api/v1/leads/{id}/entries", tag = "leads",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "The version it is based on")),
    request_body = EntryBody,
    responses(
        (status = 200, body = LeadView),
        (status = 409, description = "The step does not follow, another city was first, or the lead has changed"),
        (status = 422, description = "Every wrong field, named"),
    )
)]
pub async fn tell(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    id: Path<i64>,
    request: HttpRequest,
    body: Json<EntryBody>,
) -> ApiResult {
    let based = IfMatch::given(&request)?.map(|version| version.0);
    let (id, new, now) = (id.into_inner(), body.0.checked()?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let told = ctx
        .db
        .write(move |conn| {
            actions::tell(conn, &caller, (id, based), &new, when)?;
            whole(conn, &caller, id, &rule)
        })
        .await?;
    Ok(HttpResponse::Ok().json(told))
}

/// Makes a signed lead a project.
#[utoipa::path(
    post, path = "/api/v1/leads/{id}/project", tag = "leads",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "The version it is based on")),
    request_body = ConvertBody,
    responses(
        (status = 201, body = LeadView),
        (status = 409, description = "It is not signed, bound already, another city was first, or it has changed"),
        (status = 422, description = "No such project, or one that is over or lies in another city"),
    )
)]
pub async fn convert(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    id: Path<i64>,
    request: HttpRequest,
    body: Json<ConvertBody>,
) -> ApiResult {
    let based = IfMatch::given(&request)?.map(|version| version.0);
    let (id, project, now) = (id.into_inner(), body.0.project_id, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let converted = ctx
        .db
        .write(move |conn| {
            actions::convert(conn, &caller, (id, based), project, when)?;
            whole(conn, &caller, id, &rule)
        })
        .await?;
    Ok(HttpResponse::Created().json(converted))
}
