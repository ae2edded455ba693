//! Tasks for programs.

use super::actions;
use super::input::{RaiseBody, SayBody, filter};
use super::model::{Cause, Reply, State, Task};
use super::store;
use crate::config;
use crate::context::Context;
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

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, raise, say))]
pub struct Api;

/// A supervised task.
#[derive(Serialize, ToSchema)]
#[schema(as = SupervisedTask)]
struct TaskView {
    id: i64,
    version: i64,
    project_id: i64,
    project: String,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    /// `red_light` or `remark`
    #[schema(value_type = String)]
    cause: Cause,
    /// The first month of the red lights; null for a remark.
    #[schema(value_type = Option<String>)]
    first_period: Option<Period>,
    #[schema(value_type = Option<String>)]
    last_period: Option<Period>,
    text: String,
    owner: Option<String>,
    #[schema(value_type = String, format = Date)]
    due_on: NaiveDate,
    /// Its day is over and nobody has answered.
    overdue: bool,
    /// `open answered closed`
    #[schema(value_type = String)]
    state: State,
    raiser: String,
    #[schema(value_type = String, format = DateTime)]
    raised_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    moved_at: Instant,
    /// What was said, the earliest first; only of a single task.
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<Vec<ReplyView>>,
}

/// Something that was said, and done.
#[derive(Serialize, ToSchema)]
#[schema(as = SupervisedReply)]
struct ReplyView {
    text: String,
    #[schema(value_type = Option<String>)]
    state: Option<State>,
    author: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl TaskView {
    fn new(task: Task, replies: Option<Vec<Reply>>, today: NaiveDate) -> Self {
        let view = |Reply { state, text, author, at }| ReplyView { text, state, author, at };
        let (first_period, last_period) = task.months.unzip();
        Self {
            overdue: task.is_overdue(today),
            id: task.id,
            version: task.version,
            project_id: task.project_id,
            city: task.division.city(),
            project: task.project,
            cause: task.cause,
            first_period,
            last_period,
            text: task.text,
            owner: task.owner,
            due_on: task.due_on,
            state: task.state,
            raiser: task.raiser,
            raised_at: task.raised_at,
            moved_at: task.moved_at,
            replies: replies.map(|replies| replies.into_iter().map(view).collect()),
        }
    }
}

/// The tasks of the caller's places: what is not closed first, by its day.
#[utoipa::path(
    get, path = "/api/v1/supervised", tag = "supervised",
    params(
        ("state" = Option<String>, Query, description = "`open answered closed`"),
        ("city" = Option<String>, Query, description = "Six digits"),
        ("project" = Option<i64>, Query, description = "Of one project"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<TaskView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let asked = query(&request)?;
    let (filter, page) = (filter(&asked)?, asked.page()?);
    let today = local_date(ctx.now(), ctx.zone);
    let found = ctx.db.read(move |conn| store::find(conn, &caller.scope, &filter, page)).await?;
    let items: Vec<TaskView> = found.items.into_iter().map(|task| TaskView::new(task, None, today)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// A task with what was said about it.
#[utoipa::path(
    get, path = "/api/v1/supervised/{id}", tag = "supervised", params(("id" = i64, Path)),
    responses((status = 200, body = TaskView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, caller: Caller, id: Path<String>) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let today = local_date(ctx.now(), ctx.zone);
    let (task, said) =
        ctx.db.read(move |conn| Ok((store::one(conn, &caller.scope, id)?, store::said(conn, id)?))).await?;
    Ok(HttpResponse::Ok().json(TaskView::new(task, Some(said), today)))
}

/// Makes a remark on a project a task.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/supervised", tag = "supervised", params(("id" = i64, Path)),
    request_body = RaiseBody, responses((status = 201, body = TaskView))
)]
pub async fn raise(
    ctx: Data<Context>,
    rule: Data<config::Supervised>,
    caller: Caller,
    id: Path<String>,
    body: Json<RaiseBody>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let now = ctx.now();
    let today = local_date(now, ctx.zone);
    let new = body.0.checked(today)?;
    let task = ctx.db.write(move |conn| actions::raise(conn, &caller, id, &new, (&rule, now, today))).await?;
    Ok(HttpResponse::Created().json(TaskView::new(task, Some(Vec::new()), today)))
}

/// Answers a task, closes it, or sends the answer back.
#[utoipa::path(
    post, path = "/api/v1/supervised/{id}/replies", tag = "supervised",
    params(("id" = i64, Path), ("If-Match" = Option<String>, Header, description = "The version it is based on")),
    request_body = SayBody,
    responses(
        (status = 200, body = TaskView),
        (status = 409, description = "The step does not follow, or the task has changed"),
        (status = 428, description = "A step without the version it is based on"),
    )
)]
pub async fn say(
    ctx: Data<Context>,
    caller: Caller,
    id: Path<String>,
    request: HttpRequest,
    body: Json<SayBody>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let based = IfMatch::given(&request)?.map(|version| version.0);
    let (new, now) = (body.0.checked()?, ctx.now());
    let today = local_date(now, ctx.zone);
    let (task, said) = ctx
        .db
        .write(move |conn| {
            let task = actions::say(conn, &caller, (id, based), &new, now)?;
            Ok((task, store::said(conn, id)?))
        })
        .await?;
    Ok(HttpResponse::Ok().json(TaskView::new(task, Some(said), today)))
}
