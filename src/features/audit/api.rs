//! GET /api/v1/audit

use super::store::{self, Filter};
use crate::context::Context;
use crate::web::{ApiResult, Caller, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// `?subject_kind=&subject_id=&page=&per_page=`, newest first.
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
