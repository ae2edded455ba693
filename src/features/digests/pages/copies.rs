//! The letter itself, to the byte but for what stops it, in a frame that may do nothing: no script, nothing from elsewhere,
//! no way out.

use crate::context::Context;
use crate::features::digests::store;
use crate::features::digests::view::{seen_by, without_key};
use crate::kernel::error::{Error, Result};
use crate::mail::Letter;
use crate::web::{Caller, PageResult, attachment, headers};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

async fn letter(ctx: &Context, caller: &Caller, (id, user): (String, String)) -> Result<Letter> {
    let wanted = (id.parse().map_err(|_| Error::NotFound)?, user.parse().map_err(|_| Error::NotFound)?);
    let seen = seen_by(caller)?;
    ctx.db.read(move |conn| Ok(without_key(&seen, store::copy(conn, &seen, wanted)?.1))).await
}

/// GET /digests/{id}/copies/{user}
pub async fn copy(ctx: Data<Context>, caller: Caller, path: Path<(String, String)>) -> PageResult {
    let html = letter(&ctx, &caller, path.into_inner()).await?.html.ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html);
    headers::policy(&mut response, headers::FRAMED_LETTER);
    Ok(response)
}

/// GET /digests/{id}/copies/{user}/file
pub async fn file(ctx: Data<Context>, caller: Caller, path: Path<(String, String)>) -> PageResult {
    let file = letter(&ctx, &caller, path.into_inner()).await?.files.pop().ok_or(Error::NotFound)?;
    // The names of media types of workbooks are the program's own.
    Ok(attachment(XLSX, &file.name, &file.name, file.bytes))
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
