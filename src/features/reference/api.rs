//! GET /api/v1/reference/{kind}: names and codes for forms and programs.

use super::entry::{Entry, Kind};
use super::store;
use crate::context::Context;
use crate::kernel::error::Error;
use crate::web::{ApiResult, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What the API document says of this room.
#[derive(OpenApi)]
#[openapi(paths(list))]
pub struct Api;

/// Every row of one kind.
#[derive(Serialize, ToSchema)]
struct Entries {
    /// In the kind's own order, switched-off rows too: old records carry them.
    items: Vec<Entry>,
}

/// The rows of one kind of reference data.
#[utoipa::path(
    get, path = "/api/v1/reference/{kind}", tag = "reference",
    params(
        ("kind" = String, Path, description = "divisions, industries, chains, gb4754, parks, stage-words or holidays"),
        ("page" = Option<i64>, Query, description = "From 1; everything when neither this nor per_page is named"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "All rows, switched-off ones too", body = Entries))
)]
pub async fn list(ctx: Data<Context>, kind: Path<String>, request: HttpRequest) -> ApiResult {
    let kind: Kind = kind.parse().map_err(|_| Error::NotFound)?;
    let book = ctx.db.read(store::book).await?;
    Ok(HttpResponse::Ok().json(Entries { items: query(&request)?.part(book.entries(kind))? }))
}
