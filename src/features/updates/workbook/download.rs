//! The workbook over HTTP, for people and for programs: the same file.

use super::issue::{Issued, issue};
use crate::context::Context;
use crate::features::updates::at::At;
use crate::features::updates::desk;
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::error::{Error, Result};
use crate::web::{ApiResult, Caller, Lang, PageResult, Shell, attachment, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET /updates/workbook
pub async fn page(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    Ok(taken(&ctx, at, caller, shell.lang, &request).await?)
}

/// The month's workbook with what stands, to be filled in and sent to `POST /api/v1/imports` with `kind=updates`.
#[utoipa::path(
    get, path = "/api/v1/updates/workbook", tag = "updates",
    params(
        ("period" = Option<String>, Query, description = "YYYY-MM; the month that ended last without it"),
        ("city" = Option<String>, Query, description = "Six digits; all that the caller may see without it"),
    ),
    responses(
        (status = 200, description = "xlsx"),
        (status = 409, description = "The month is not over, or nothing is owed for it there"),
    )
)]
pub async fn api(ctx: Data<Context>, at: At, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    Ok(taken(&ctx, at, caller, lang, &request).await?)
}

async fn taken(
    ctx: &Context,
    at: At,
    caller: Caller,
    lang: Lang,
    request: &HttpRequest,
) -> Result<HttpResponse> {
    let asked = query(request)?;
    let period = match asked.text("period") {
        Some(text) => Period::parse(text).map_err(|message| Error::field("period", message))?,
        None => period_of(at.today()).previous(),
    };
    let city = asked.place("city")?;
    desk::ready(ctx, period, &at).await?;
    let context = ctx.clone();
    let hand_out =
        move |conn: &mut crate::db::Conn| issue(conn, &context, &caller, (period, city), lang, &at);
    let Issued { name, bytes } = ctx.db.write(hand_out).await?;
    Ok(attachment(XLSX, "reports.xlsx", &name, bytes))
}
