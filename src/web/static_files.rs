//! Serves the built-in assets. Apart from [`assets`], because the page's frame needs their addresses, and a failure to
//! find one needs the page's frame.

use super::assets;
use super::faces::PageResult;
use crate::kernel::error::Error;
use actix_web::http::header;
use actix_web::{HttpResponse, web};

/// GET /static/{file}: cached for ever, since the name changes with the content.
pub async fn serve(path: web::Path<String>) -> PageResult {
    let asset = assets::at(&format!("/static/{path}")).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(asset.kind)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.bytes))
}
