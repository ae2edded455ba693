//! GET /files/{id}: a file to keep. Never shown inside our pages: what somebody sent does not run here.

use super::actions;
use crate::context::Context;
use crate::web::{Caller, PageResult, attachment};
use actix_web::web::{Data, Path};

/// GET /files/{id}
pub async fn download(ctx: Data<Context>, caller: Caller, id: Path<i64>) -> PageResult {
    let (id, folder) = (id.into_inner(), ctx.files.clone());
    let (file, bytes) = ctx.db.read(move |conn| actions::read(conn, &folder, &caller.scope, id)).await?;
    let plain = format!("file-{id}.{}", file.media_type.endings()[0]);
    Ok(attachment(file.media_type.as_str(), &plain, &file.file_name, bytes))
}
