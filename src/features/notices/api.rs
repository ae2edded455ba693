//! Notices for programs.

use super::model::Received;
use super::{actions, store};
use crate::context::Context;
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, Lang, Shell, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, confirm))]
pub struct Api;

/// A notice as its reader sees it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NoticeView {
    id: i64,
    /// `opening`, `return`, `publication`, `correction`, `unlock`, `unlock_end`, `cancellation`; `report_return`,
    /// `month_unlock`; `problem`, `supervised`, `delay`, `standstill`; `bulletin`, `bulletin_correction`
    kind: &'static str,
    /// Of a notice about a list.
    #[schema(value_type = Option<String>)]
    quarter: Option<Quarter>,
    /// Of a notice about a month's reports or its bulletin.
    #[schema(value_type = Option<String>)]
    period: Option<Period>,
    /// Of the published list or bulletin.
    version: Option<i32>,
    /// Of what is about one project.
    project_id: Option<i64>,
    /// Whom it tells.
    #[schema(value_type = String)]
    division: DivisionCode,
    /// The sentence, in the caller's language.
    text: String,
    /// The page of what it is about.
    href: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    sender: String,
    /// When the caller confirmed it; null until she does.
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Instant>,
}

impl NoticeView {
    fn new(ctx: &Context, lang: Lang, told: Received) -> Self {
        let (href, notice) = (told.href(), told.notice);
        Self {
            id: told.id,
            kind: notice.content.kind().as_str(),
            quarter: notice.about.quarter(),
            period: notice.about.period(),
            version: notice.content.version(),
            project_id: notice.content.project_id(),
            division: notice.division,
            text: lang.render(&notice.content.sentence(notice.about, ctx.zone)),
            href,
            created_at: told.created_at,
            sender: told.sender,
            read_at: told.read_at,
        }
    }
}

/// What the caller is told, newest first. The province's own people are told nothing here; they see who has read what
/// at `/api/v1/lists/{quarter}/notices`.
#[utoipa::path(
    get, path = "/api/v1/notices", tag = "notices",
    params(
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of notices", body = Paged<NoticeView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> ApiResult {
    let page = query(&request)?.page()?;
    let found = ctx.db.read(move |conn| store::for_reader(conn, &caller, page)).await?;
    let items = found.items.into_iter().map(|told| NoticeView::new(&ctx, shell.lang, told)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// Confirms having read a notice; again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/notices/{id}/receipt", tag = "notices", params(("id" = i64, Path)),
    responses(
        (status = 200, description = "Confirmed, now or before", body = NoticeView),
        (status = 409, description = "It is addressed to a city, not to the province"),
    )
)]
pub async fn confirm(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> ApiResult {
    let (id, now) = (id.into_inner(), ctx.now());
    let told = ctx.db.write(move |conn| actions::confirm(conn, &caller, id, now)).await?;
    Ok(HttpResponse::Ok().json(NoticeView::new(&ctx, shell.lang, told)))
}
