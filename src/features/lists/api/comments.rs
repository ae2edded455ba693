//! The remarks on a nomination, for programs.

use crate::context::Context;
use crate::features::comments::{self, Comment, NewComment};
use crate::features::lists::store;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// A remark.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CommentView {
    id: i64,
    /// By name at that time.
    author: String,
    /// What it says; null when its author took it back.
    body: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// When its author took it back.
    #[schema(value_type = Option<String>, format = DateTime)]
    voided_at: Option<Instant>,
}

impl From<Comment> for CommentView {
    fn from(comment: Comment) -> Self {
        let Comment { id, author, body, at, voided_at, .. } = comment;
        Self { id, author, body, at, voided_at }
    }
}

/// The remarks on a nomination, oldest first.
#[utoipa::path(
    get, path = "/api/v1/lists/{quarter}/entries/{project_id}/comments", tag = "lists",
    params(
        ("quarter" = String, Path),
        ("project_id" = i64, Path),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of remarks", body = Paged<CommentView>))
)]
pub async fn list(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> ApiResult {
    let (quarter, project) = named(&path)?;
    let page = query(&request)?.page()?;
    let found = ctx
        .db
        .read(move |conn| {
            let subject = store::nomination(conn, &caller.scope, quarter, project)?;
            comments::of_subject(conn, &caller.scope, &subject)
        })
        .await?;
    let total = found.len() as i64;
    let items = found.into_iter().skip(page.offset() as usize).take(page.per_page() as usize);
    Ok(HttpResponse::Ok().json(Paged::new(items.map(CommentView::from).collect(), total, page)))
}

/// Remarks on a nomination. The city and the province read it.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/entries/{project_id}/comments", tag = "lists",
    request_body = NewComment,
    params(("quarter" = String, Path), ("project_id" = i64, Path)),
    responses((status = 201, description = "Written", body = CommentView))
)]
pub async fn add(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<(String, String)>,
    body: Json<NewComment>,
) -> ApiResult {
    let (quarter, project) = named(&path)?;
    let (body, now) = (body.0.checked()?, ctx.now());
    let written = ctx
        .db
        .write(move |conn| {
            let subject = store::nomination(conn, &caller.scope, quarter, project)?;
            comments::add(conn, &caller, &subject, &body, now)
        })
        .await?;
    Ok(HttpResponse::Created().json(CommentView::from(written)))
}

fn named(path: &(String, String)) -> Result<(Quarter, i64)> {
    Ok((super::quarter(&path.0)?, path.1.parse().map_err(|_| Error::NotFound)?))
}
