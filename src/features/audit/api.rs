//! GET /api/v1/audit

use super::store::{self, Filter, Remembered};
use crate::context::Context;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use utoipa::OpenApi;

/// What the API document says of this room.
#[derive(OpenApi)]
#[openapi(paths(list))]
pub struct Api;

/// Who changed what, newest first.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "audit",
    params(
        ("subject_kind" = Option<String>, Query, description = "project, list, user …"),
        ("subject_id" = Option<String>, Query, description = "Its id"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of the record", body = Paged<Remembered>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let form = query(&request)?;
    let page = form.page()?;
    let filter = Filter {
        subject_kind: form.text("subject_kind").map(str::to_owned),
        subject_id: form.text("subject_id").map(str::to_owned),
    };
    let found = ctx.db.read(move |conn| store::page(conn, &caller.scope, &filter, page)).await?;
    Ok(HttpResponse::Ok().json(found))
}
