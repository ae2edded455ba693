//! The photos of a report for programs.

use super::papers::{PHOTO, attached, papers, read};
use super::show::{month, project};
use crate::context::Context;
use crate::features::files::Attachment;
use crate::features::projects;
use crate::features::updates::at::At;
use crate::kernel::calendar::Period;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::web::{ApiResult, Caller, Upload, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

/// What the API document says of photos.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, send))]
pub struct Api;

/// A photo of the site.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportPhoto)]
struct PhotoView {
    /// Its bytes lie under `/files/{id}`.
    id: i64,
    name: String,
    /// SHA-256 of the bytes that are kept, 64 hex digits.
    hash: String,
    bytes: i64,
    uploader: String,
    #[schema(value_type = String, format = DateTime)]
    uploaded_at: Instant,
}

/// The photos of a report.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportPhotos)]
struct PhotosView {
    #[schema(value_type = String)]
    period: Period,
    items: Vec<PhotoView>,
}

impl From<Attachment> for PhotoView {
    fn from(file: Attachment) -> Self {
        let Attachment { id, file_name: name, hash, bytes, uploader, uploaded_at, .. } = file;
        Self { id, name, hash, bytes, uploader, uploaded_at }
    }
}

/// The photos of a project's report for a month; those that no longer count are left out.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}/photos", tag = "updates",
    params(("id" = i64, Path), ("period" = Option<String>, Query, description = "`YYYY-MM`; the month that ended last")),
    responses((status = 200, body = PhotosView))
)]
pub async fn list(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    id: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let (id, period) = (project(&id)?, month(query(&request)?.text("period"), &at)?);
    let found = ctx
        .db
        .read(move |conn| {
            let facts = projects::project(conn, &caller.scope, id, period.year())?.facts;
            papers(conn, &caller.scope, (id, period, facts.division))
        })
        .await?;
    let standing = found.photos.into_iter().filter(|file| file.voided.is_none());
    Ok(HttpResponse::Ok().json(PhotosView { period, items: standing.map(PhotoView::from).collect() }))
}

/// Sends a photo (multipart: `file`, `period`, and `caption`, which names what is on it): JPEG, PNG or WebP, written anew without what the camera noted.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/photos", tag = "updates", params(("id" = i64, Path)),
    responses((status = 201, body = PhotoView), (status = 409, description = "The month is closed"),
        (status = 422, description = "No photo, too large, one too many, or a month to come"))
)]
pub async fn send(ctx: Data<Context>, at: At, caller: Caller, id: Path<String>, upload: Upload) -> ApiResult {
    let (id, period) = (project(&id)?, month(upload.fields.text("period"), &at)?);
    let file = read((&ctx, &caller, &at), (PHOTO, id, period), upload).await?;
    let context = ctx.clone();
    let photo = ctx
        .db
        .write(move |conn| {
            let photo = attached(conn, &context, &caller, (PHOTO, id, period), (&file, &at))?;
            let division = projects::project(conn, &caller.scope, id, period.year())?.facts.division;
            let all = papers(conn, &caller.scope, (id, period, division))?.photos;
            all.into_iter().find(|file| file.id == photo).ok_or(Error::NotFound)
        })
        .await?;
    Ok(HttpResponse::Created().json(PhotoView::from(photo)))
}
