//! GET /projects/export.xlsx and .csv: what the table shows under the same query string, all pages of it.

use super::request::year;
use crate::context::Context;
use crate::features::projects::export::{Format, Reader, export, selected};
use crate::features::projects::filter;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::web::{Caller, PageResult, Shell, attachment, query};
use actix_web::HttpRequest;
use actix_web::web::Data;

/// As a workbook.
pub async fn xlsx(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    download(&ctx, caller, shell, &request, Format::Xlsx).await
}

/// As text.
pub async fn csv(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    download(&ctx, caller, shell, &request, Format::Csv).await
}

async fn download(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    request: &HttpRequest,
    format: Format,
) -> PageResult {
    let (filter, sort, _) = filter::read(&query(request)?)?;
    let (scope, year, now) = (caller.scope.clone(), year(ctx), ctx.now());
    let (zone, instance) = (ctx.zone, ctx.instance.clone());
    let bytes = ctx
        .db
        .read(move |conn| {
            let projects = selected(conn, &scope, &filter, sort, year)?;
            let reader = Reader {
                name: &caller.name,
                lang: shell.lang,
                now,
                zone,
                instance: &instance.id,
                demonstration: instance.demonstration,
            };
            export(&projects, &reference::book(conn)?, &reader, format)
        })
        .await?;
    let name = format!("projects-{}.{format}", local_date(now, ctx.zone));
    Ok(attachment(format.media_type(), &name, &name, bytes))
}
