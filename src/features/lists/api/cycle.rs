//! The rarer deeds of a list's life for programs: letting a city in again and no longer, taking a list back, settling a
//! remark, correcting what is published.

use super::views::{ListView, RemarkView};
use super::{quarter, version_tag};
use crate::context::Context;
use crate::features::lists::actions;
use crate::features::lists::input::{CancelBody, CorrectBody, JustifyBody, UnlockBody, UnlockEndBody};
use crate::features::lists::store::{self, Unlock};
use crate::kernel::calendar::local_date;
use crate::kernel::error::Error;
use crate::web::{ApiResult, Caller, IfMatch, Json, Lang};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Lets one city nominate and mend again, until a named time.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/unlocks", tag = "lists", request_body = UnlockBody,
    params(("quarter" = String, Path)),
    responses(
        (status = 201, description = "Let in", body = Unlock),
        (status = 409, description = "The list is published"),
    )
)]
pub async fn unlock(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<String>,
    body: Json<UnlockBody>,
) -> ApiResult {
    let (quarter, new, now) = (quarter(&path)?, body.0.checked(ctx.zone)?, ctx.now());
    let unlock = ctx.db.write(move |conn| actions::unlock(conn, &caller, quarter, &new, now)).await?;
    Ok(HttpResponse::Created().json(unlock))
}

/// Lets a city in no longer, before the time that was named: every unlock of it that still holds is ended.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/unlocks/end", tag = "lists", request_body = UnlockEndBody,
    params(("quarter" = String, Path)),
    responses(
        (status = 200, description = "What was ended", body = Vec<Unlock>),
        (status = 409, description = "The list is published, or nothing lets the city in"),
    )
)]
pub async fn end_unlock(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<String>,
    body: Json<UnlockEndBody>,
) -> ApiResult {
    let (quarter, new, now) = (quarter(&path)?, body.0.checked()?, ctx.now());
    let ended = ctx.db.write(move |conn| actions::end_unlock(conn, &caller, quarter, &new, now)).await?;
    Ok(HttpResponse::Ok().json(ended))
}

/// Takes back a list that was opened by mistake. Its quarter can be opened again.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/cancellation", tag = "lists", request_body = CancelBody,
    params(("quarter" = String, Path)),
    responses(
        (status = 204, description = "Taken back; every city is told"),
        (status = 409, description = "Published, or somebody has nominated, decided, remarked or filed something"),
        (status = 422, description = "A reason is wanting"),
    )
)]
pub async fn cancel(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<String>,
    body: Json<CancelBody>,
) -> ApiResult {
    let (quarter, reason, now) = (quarter(&path)?, body.0.checked()?, ctx.now());
    ctx.db.write(move |conn| actions::cancel(conn, &caller, quarter, &reason, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Settles a remark about counting twice: beside the named others, or beside those about whom nothing was said yet.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/entries/{project_id}/justifications", tag = "lists",
    request_body = JustifyBody,
    params(("quarter" = String, Path), ("project_id" = i64, Path)),
    responses(
        (status = 200, description = "Every remark about the list, this one settled", body = Vec<RemarkView>),
        (status = 409, description = "The list is published"),
        (status = 422, description = "Nothing of that code is remarked about the entry"),
    )
)]
pub async fn justify(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    path: Path<(String, String)>,
    body: Json<JustifyBody>,
) -> ApiResult {
    let quarter = quarter(&path.0)?;
    let (new, now) = (body.0.checked()?, ctx.now());
    let project: i64 = path.1.parse().map_err(|_| Error::NotFound)?;
    let remarks = ctx
        .db
        .write(move |conn| {
            actions::justify(conn, &caller, quarter, project, &new, now)?;
            let live = store::list(conn, &caller.scope, quarter)?;
            store::remarks(conn, quarter, &live.entries)
        })
        .await?;
    let views: Vec<RemarkView> = remarks.into_iter().map(|remark| RemarkView::of(remark, lang)).collect();
    Ok(HttpResponse::Ok().json(views))
}

/// Publishes the next version of a list, in which the named facts are said otherwise. `version`, or `If-Match`, names
/// the version that was read.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/corrections", tag = "lists", request_body = CorrectBody,
    params(
        ("quarter" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes"),
    ),
    responses(
        (status = 200, description = "Published as the next version", body = ListView),
        (status = 409, description = "Not published, or the version that was read is superseded"),
        (status = 422, description = "Names each change that cannot be, or that changes nothing"),
    )
)]
pub async fn correct(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<String>,
    request: HttpRequest,
    body: Json<CorrectBody>,
) -> ApiResult {
    let (quarter, mut new, now) = (quarter(&path)?, body.0.checked()?, ctx.now());
    let at = (now, local_date(now, ctx.zone));
    if let Some(IfMatch(version)) = IfMatch::given(&request)? {
        // What is no version of any list is none of this one either.
        let version = i32::try_from(version).unwrap_or(i32::MAX);
        if new.base.is_some_and(|base| base != version) {
            return Err(Error::field("version", "lists-correction-two-versions").into());
        }
        new.base = Some(version);
    }
    let view = ctx
        .db
        .write(move |conn| {
            actions::correct(conn, &caller, quarter, &new, at)?;
            store::published(conn, &caller.scope, quarter, None).map(ListView::from)
        })
        .await?;
    let tag = version_tag(view.version().into());
    Ok(HttpResponse::Ok().insert_header(tag).json(view))
}
