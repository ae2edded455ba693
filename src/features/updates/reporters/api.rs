//! Reporters for programs.

use super::{actions, store};
use crate::context::Context;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, Json, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the API document says of the reporters.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, assign))]
pub struct Api;

/// A project with whoever reports on it.
#[derive(Serialize, ToSchema)]
#[schema(as = ProjectReporter)]
struct ReporterView {
    project_id: i64,
    name: String,
    #[schema(value_type = String)]
    division: DivisionCode,
    /// Null where it is nobody's.
    user_id: Option<i64>,
    reporter: Option<String>,
}

/// To whom which projects are handed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignBody {
    /// 1 to 500 projects.
    project_ids: Vec<i64>,
    /// Who reports on them from now on; null for nobody.
    user_id: Option<i64>,
}

/// How many were handed over.
#[derive(Serialize, ToSchema)]
struct AssignedView {
    changed: usize,
}

/// Projects with whoever reports on them, by place.
#[utoipa::path(
    get, path = "/api/v1/updates/reporters", tag = "updates",
    params(
        ("reporter" = Option<i64>, Query, description = "Of one person; 0 for those of nobody"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<ReporterView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let asked = query(&request)?;
    let (reporter, page) = (asked.number("reporter")?, asked.page()?);
    let all = ctx.db.read(move |conn| store::of_projects(conn, &caller.scope, reporter)).await?;
    let view = |project: store::Reported| {
        let (user_id, reporter) = project.reporter.unzip();
        let store::Reported { project_id, name, division, .. } = project;
        ReporterView { project_id, name, division, user_id, reporter }
    };
    Ok(HttpResponse::Ok().json(Paged::cut(all, page).map(view)))
}

/// Hands projects over to another reporter, with the reports that are still owed.
#[utoipa::path(
    post, path = "/api/v1/updates/reporters", tag = "updates", request_body = AssignBody,
    responses(
        (status = 200, body = AssignedView),
        (status = 404, description = "One of the projects is not there, or owes no reports"),
        (status = 422, description = "The person may not report on one of them"),
    )
)]
pub async fn assign(ctx: Data<Context>, caller: Caller, body: Json<AssignBody>) -> ApiResult {
    let AssignBody { project_ids, user_id } = body.0;
    if !(1..=500).contains(&project_ids.len()) {
        return Err(Error::field("project_ids", "updates-no-change-count").into());
    }
    let now = ctx.now();
    let deed = move |conn: &mut _| actions::assign(conn, &caller, (&project_ids, user_id), now);
    Ok(HttpResponse::Ok().json(AssignedView { changed: ctx.db.write(deed).await? }))
}
