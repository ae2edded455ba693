//! Who has read what was announced about a list, for programs.

use crate::context::Context;
use crate::features::notices::{self, Announcement, Kind};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// One announcement and how far it was read.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AnnouncementView {
    /// `opening`, `return`, `publication`, `correction`, `unlock`, `unlock_end`, `cancellation`
    kind: &'static str,
    /// Of the published list.
    version: Option<i32>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    sender: String,
    /// How many notices it gave.
    told: usize,
    confirmed: Vec<ConfirmedView>,
    /// The places where nobody has confirmed something of it.
    #[schema(value_type = Vec<String>)]
    unread: Vec<DivisionCode>,
}

/// That somebody in a city has read it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ConfirmedView {
    #[schema(value_type = String)]
    city: DivisionCode,
    notice_id: i64,
    /// Of a nomination that came back.
    project_id: Option<i64>,
    /// By name at that time.
    reader: String,
    #[schema(value_type = String, format = DateTime)]
    read_at: Instant,
}

impl From<Announcement> for AnnouncementView {
    fn from(announcement: Announcement) -> Self {
        let unread = announcement.unread();
        let told = announcement.told.len();
        let confirmed = announcement.told.into_iter().flat_map(|told| {
            let (city, notice_id, project_id) = (told.division, told.notice_id, told.content.project_id());
            told.receipts.into_iter().map(move |receipt| ConfirmedView {
                city,
                notice_id,
                project_id,
                reader: receipt.reader,
                read_at: receipt.read_at,
            })
        });
        Self {
            kind: announcement.kind.as_str(),
            version: announcement.version,
            created_at: announcement.created_at,
            sender: announcement.sender,
            told,
            confirmed: confirmed.collect(),
            unread,
        }
    }
}

/// What was announced about a list and who has read it, the newest first; a city sees its own.
#[utoipa::path(
    get, path = "/api/v1/lists/{quarter}/notices", tag = "lists",
    params(
        ("quarter" = String, Path),
        ("kind" = Option<String>, Query, description = "opening, return, publication, correction, unlock, unlock_end or cancellation"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of announcements", body = Paged<AnnouncementView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, path: Path<String>, request: HttpRequest) -> ApiResult {
    let quarter = super::quarter(&path)?;
    let asked = query(&request)?;
    let page = asked.page()?;
    let kind = asked.text("kind").map(str::parse::<Kind>).transpose();
    let kind = kind.map_err(|_| Error::field("kind", "lists-notices-kind"))?;
    let found = ctx.db.read(move |conn| notices::receipts(conn, &caller.scope, quarter, kind)).await?;
    let total = found.len() as i64;
    let items = found.into_iter().skip(page.offset() as usize).take(page.per_page() as usize);
    Ok(HttpResponse::Ok().json(Paged::new(items.map(AnnouncementView::from).collect(), total, page)))
}
