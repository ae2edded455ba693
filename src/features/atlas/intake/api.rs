//! The map's workbook for programs.

use super::{Asked, Counts, file_name, take};
use crate::context::Context;
use crate::db::Conn;
use crate::features::atlas::pages::{XLSX, written};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError};
use crate::sheet::{Level, Remark};
use crate::web::{ApiResult, Caller, Lang, Upload, attachment, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// What a file did, or would do.
#[derive(Serialize, utoipa::ToSchema)]
pub struct IntakeView {
    counts: Counts,
    /// Whether it was kept.
    applied: bool,
    /// What is to be said of its cells.
    cells: Vec<CellView>,
}

/// What is to be said of a cell.
#[derive(Serialize, utoipa::ToSchema)]
struct CellView {
    sheet: String,
    /// `B4`
    cell: String,
    /// `error`, `warning`, `note`
    #[schema(value_type = String)]
    level: Level,
    code: &'static str,
    message: String,
    value: String,
}

impl CellView {
    fn new(lang: Lang, one: Remark) -> Self {
        Self {
            cell: one.cell.to_string(),
            level: one.level,
            code: one.message.id,
            message: lang.render(&one.message),
            sheet: one.sheet,
            value: one.value,
        }
    }
}

/// The map as a workbook with a sheet for each kind.
#[utoipa::path(
    get, path = "/api/v1/atlas/workbook", tag = "chains",
    params(("chain" = Option<i64>, Query, description = "Of this chain alone")),
    responses((status = 200, description = "An xlsx", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
)]
pub async fn workbook(ctx: Data<Context>, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let chain = query(&request)?.number("chain")?;
    let (bytes, day) = written(&ctx, caller, lang, chain).await?;
    Ok(attachment(XLSX, &format!("atlas-{day}.xlsx"), &file_name(lang, day), bytes))
}

/// Takes such a workbook, or a table of one kind, or a chain's map in one table; as a whole, or without its bad rows.
#[utoipa::path(
    post, path = "/api/v1/atlas/workbook", tag = "chains",
    request_body(content_type = "multipart/form-data", description = "`file`; `dry_run` and `skip_bad_rows`: `true`"),
    responses(
        (status = 200, body = IntakeView),
        (status = 422, description = "Every bad cell, named as `sheet!CELL`; nothing was changed"),
    )
)]
pub async fn bring(ctx: Data<Context>, caller: Caller, lang: Lang, upload: Upload) -> ApiResult {
    let (now, instance) = (ctx.now(), ctx.instance.id.clone());
    let when = (now, local_date(now, ctx.zone));
    let [dry_run, skip_bad_rows] = ["dry_run", "skip_bad_rows"].map(|name| upload.fields.raw(name) == "true");
    let work = move |conn: &mut Conn| {
        take(conn, &caller, &upload.bytes, Asked { dry_run, skip_bad_rows, instance: &instance }, when)
    };
    let told = ctx.db.write(work).await?;
    if !dry_run && !told.is_applied {
        let errors = told.remarks.into_iter().filter(|one| one.level == Level::Error);
        let error = |one: Remark| FieldError::new(format!("{}!{}", one.sheet, one.cell), one.message);
        return Err(Error::Invalid(errors.map(error).collect()).into());
    }
    let cells = told.remarks.into_iter().map(|one| CellView::new(lang, one)).collect();
    Ok(HttpResponse::Ok().json(IntakeView { counts: told.counts, applied: told.is_applied, cells }))
}
