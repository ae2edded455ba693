//! GET /projects/export.xlsx and .csv: what the table shows under the same query string, all pages of it.

use crate::context::Context;
use crate::features::projects::as_of::{When, selected_as_of};
use crate::features::projects::export::{Format, Reader, export, must_fit, selected};
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
    let (asked, now) = (query(request)?, ctx.now());
    let (filter, sort, _) = filter::read(&asked)?;
    let when = When::read(&asked, now, ctx.zone)?;
    when.allows(&filter)?;
    let scope = caller.scope.clone();
    let (zone, instance) = (ctx.zone, ctx.instance.clone());
    let bytes = ctx
        .db
        .read(move |conn| {
            let projects = match when.past() {
                None => selected(conn, &scope, &filter, sort, when.year())?,
                Some(at) => selected_as_of(conn, &scope, &filter, sort, (at, when.year()))?,
            };
            must_fit(projects.len() as i64)?;
            let reader = Reader {
                name: &caller.name,
                lang: shell.lang,
                as_of: when.past_day(),
                now,
                zone,
                instance: &instance.id,
                demonstration: instance.demonstration,
            };
            export(&projects, &reference::book(conn)?, &reader, format)
        })
        .await?;
    let day = when.past_day().unwrap_or_else(|| local_date(now, ctx.zone));
    let name = format!("projects-{day}.{format}");
    Ok(attachment(format.media_type(), &name, &name, bytes))
}
