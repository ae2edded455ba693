//! /notices: what a city is told, each with a button that confirms it.

use super::about::About;
use super::model::Received;
use super::{actions, store};
use crate::context::Context;
use crate::kernel::division::Scope;
use crate::kernel::message::Message;
use crate::kernel::paging::Paged;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{Caller, Form, PageResult, Shell, html, query, redirect_with};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/notices/templates/list.html")]
struct ListPage {
    shell: Shell,
    /// Whether she is somebody who is told at all.
    is_told: bool,
    rows: Vec<RowView>,
    pager: Pager,
}

/// A notice as a row.
struct RowView {
    id: i64,
    kind: String,
    text: String,
    /// Label and address of what may be opened.
    links: Vec<(String, String)>,
    created_at: String,
    sender: String,
    /// When she confirmed it; empty until then.
    read_at: String,
    /// Whether it is addressed to her, and not to the city of her county.
    is_hers: bool,
}

impl RowView {
    fn new(ctx: &Context, shell: &Shell, scope: &Scope, told: &Received) -> Self {
        let lang = shell.lang;
        let notice = &told.notice;
        let open = (lang.t("notices-open"), told.href());
        let document = match notice.about {
            About::List(quarter) => Some(format!("/lists/{quarter}")),
            About::Month(period) => Some(format!("/bulletins/{period}")),
            About::Project => None,
        };
        let links = match (document, notice.content.version()) {
            (Some(document), Some(version)) => vec![
                (lang.t("notices-open-extract"), told.href()),
                (lang.t("notices-open-xlsx"), format!("{document}/export.xlsx?version={version}")),
                (lang.t("notices-open-print"), format!("{document}/print?version={version}")),
            ],
            _ => vec![open],
        };
        Self {
            id: told.id,
            kind: lang.word("notices-kind", notice.content.kind().as_str()),
            text: lang.render(&notice.content.sentence(notice.about, ctx.zone)),
            links,
            created_at: told.created_at.local_text(ctx.zone),
            sender: told.sender.clone(),
            read_at: told.read_at.map(|at| at.local_text(ctx.zone)).unwrap_or_default(),
            is_hers: scope.covers(notice.division),
        }
    }
}

/// GET /notices
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let page = query(&request)?.page()?;
    let scope = caller.scope.clone();
    let found: Paged<Received> = ctx.db.read(move |conn| store::for_reader(conn, &caller, page)).await?;
    let rows = found.items.iter().map(|told| RowView::new(&ctx, &shell, &scope, told)).collect();
    let pager = Pager::of(&found, &ListUrl::of(&request));
    Ok(html(&ListPage { is_told: !scope.is_whole_province(), rows, pager, shell }))
}

/// POST /notices/{id}/receipt
pub async fn confirm(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>, _: Form) -> PageResult {
    let (id, now) = (id.into_inner(), ctx.now());
    ctx.db.write(move |conn| actions::confirm(conn, &caller, id, now)).await?;
    Ok(redirect_with("/notices", shell.lang, &Message::new("notices-confirmed")))
}
