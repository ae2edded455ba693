//! Problems for programs.

use super::input::{RaiseBody, SayBody, filter};
use super::model::{Problem, Reply, State};
use super::{actions, store};
use crate::context::Context;
use crate::kernel::calendar::{Period, local_date};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, IfMatch, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, raise, say))]
pub struct Api;

/// A problem.
#[derive(Serialize, utoipa::ToSchema)]
struct ProblemView {
    id: i64,
    /// The ETag, and the `If-Match` of what is said.
    version: i64,
    project_id: i64,
    project: String,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    #[schema(value_type = Option<String>)]
    county: Option<DivisionCode>,
    /// `land funds energy environment permits labour market other`
    kind: &'static str,
    text: String,
    /// Who is asked to solve it: `county`, `city`, `province`.
    level: &'static str,
    /// `open`, `coordinating`, `resolved`, `reopened`
    state: &'static str,
    owner: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<NaiveDate>,
    /// The month that reported it first; null for one that was entered by hand.
    #[schema(value_type = Option<String>)]
    first_period: Option<Period>,
    #[schema(value_type = Option<String>)]
    last_period: Option<Period>,
    raiser: String,
    #[schema(value_type = String, format = DateTime)]
    raised_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    moved_at: Instant,
    /// What was said, the earliest first; only of a single problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<Vec<ReplyView>>,
}

/// Something that was said, and done.
#[derive(Serialize, utoipa::ToSchema)]
struct ReplyView {
    text: String,
    /// The state it was moved to.
    #[schema(value_type = Option<String>)]
    state: Option<State>,
    author: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl ProblemView {
    fn new(problem: Problem, replies: Option<Vec<Reply>>) -> Self {
        let view = |Reply { state, text, author, at }| ReplyView { text, state, author, at };
        Self {
            id: problem.id,
            version: problem.version,
            project_id: problem.project_id,
            project: problem.project,
            city: problem.division.city(),
            county: problem.division.is_county().then_some(problem.division),
            kind: problem.kind.as_str(),
            text: problem.text,
            level: problem.level.as_str(),
            state: problem.state.as_str(),
            owner: problem.owner,
            due_on: problem.due_on,
            first_period: problem.first_period,
            last_period: problem.last_period,
            raiser: problem.raiser,
            raised_at: problem.raised_at,
            moved_at: problem.moved_at,
            replies: replies.map(|replies| replies.into_iter().map(view).collect()),
        }
    }
}

/// The problems of the caller's places, those that moved last first.
#[utoipa::path(
    get, path = "/api/v1/problems", tag = "problems",
    params(
        ("state" = Option<String>, Query, description = "`open`, `coordinating`, `resolved`, `reopened`, or `unsolved` for all but the resolved"),
        ("kind" = Option<String>, Query, description = "`land funds energy environment permits labour market other`"),
        ("level" = Option<String>, Query, description = "`county`, `city`, `province`"),
        ("city" = Option<String>, Query, description = "Six digits"),
        ("project" = Option<i64>, Query, description = "Of one project"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of problems", body = Paged<ProblemView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let query = query(&request)?;
    let (filter, page) = (filter(&query)?, query.page()?);
    let found = ctx.db.read(move |conn| store::find(conn, &caller.scope, &filter, page)).await?;
    let items = found.items.into_iter().map(|problem| ProblemView::new(problem, None)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// A problem with what was said about it.
#[utoipa::path(
    get, path = "/api/v1/problems/{id}", tag = "problems", params(("id" = i64, Path)),
    responses((status = 200, body = ProblemView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, caller: Caller, id: Path<i64>) -> ApiResult {
    let id = id.into_inner();
    let (problem, said) =
        ctx.db.read(move |conn| Ok((store::one(conn, &caller.scope, id)?, store::said(conn, id)?))).await?;
    Ok(HttpResponse::Ok().json(ProblemView::new(problem, Some(said))))
}

/// Enters a problem of a project.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/problems", tag = "problems", params(("id" = i64, Path)),
    request_body = RaiseBody,
    responses(
        (status = 201, body = ProblemView),
        (status = 409, description = "The project has this problem and it is not solved"),
    )
)]
pub async fn raise(ctx: Data<Context>, caller: Caller, id: Path<i64>, body: Json<RaiseBody>) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked()?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let problem = ctx.db.write(move |conn| actions::raise(conn, &caller, id, &new, when)).await?;
    Ok(HttpResponse::Created().json(ProblemView::new(problem, Some(Vec::new()))))
}

/// Says something about a problem; moves it or hands it to somebody where the body says so.
#[utoipa::path(
    post, path = "/api/v1/problems/{id}/replies", tag = "problems",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "The version it is based on")),
    request_body = SayBody,
    responses(
        (status = 200, body = ProblemView),
        (status = 409, description = "The step does not follow, or the problem has changed"),
    )
)]
pub async fn say(
    ctx: Data<Context>,
    caller: Caller,
    id: Path<i64>,
    request: HttpRequest,
    body: Json<SayBody>,
) -> ApiResult {
    let based = IfMatch::given(&request)?.map(|version| version.0);
    let (id, new, now) = (id.into_inner(), body.0.checked()?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let (problem, said) = ctx
        .db
        .write(move |conn| {
            let problem = actions::say(conn, &caller, (id, based), &new, when)?;
            Ok((problem, store::said(conn, id)?))
        })
        .await?;
    Ok(HttpResponse::Ok().json(ProblemView::new(problem, Some(said))))
}
