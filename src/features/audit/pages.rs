//! GET /audit: the record as a page.

use super::store::{self, Filter, Remembered};
use crate::context::Context;
use crate::kernel::paging::Paged;
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "features/audit/templates/list.html")]
struct ListPage {
    shell: Shell,
    found: Paged<Remembered>,
    zone: chrono_tz::Tz,
}

/// Newest first, in pages.
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let form = query(&request)?;
    let page = form.page()?;
    let found = ctx.db.read(move |conn| store::page(conn, &caller.scope, &Filter::default(), page)).await?;
    Ok(html(&ListPage { shell, found, zone: ctx.zone }))
}
