//! Style sheets and script, compiled in and served under a name that contains their hash: cached for ever, changed
//! only with the program.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::LazyLock;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    url: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    [
        ("app.css", "text/css; charset=utf-8", include_bytes!("assets/app.css").as_slice()),
        ("print.css", "text/css; charset=utf-8", include_bytes!("assets/print.css").as_slice()),
        ("app.js", "text/javascript; charset=utf-8", include_bytes!("assets/app.js").as_slice()),
    ]
    .into_iter()
    .map(|(name, kind, bytes)| {
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        let mut hash = String::new();
        for byte in &Sha256::digest(bytes)[..6] {
            let _ = write!(hash, "{byte:02x}"); // writing to a String cannot fail
        }
        Asset { name, kind, bytes, url: format!("/static/{stem}.{hash}.{extension}") }
    })
    .collect()
});

/// Address of an asset; empty for a name that does not exist, which the template's test notices.
pub fn url(name: &str) -> String {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.url.clone()).unwrap_or_default()
}

/// GET /static/{file}
pub async fn serve(path: web::Path<String>) -> super::faces::PageResult {
    let wanted = format!("/static/{path}");
    let asset =
        ASSETS.iter().find(|asset| asset.url == wanted).ok_or(crate::kernel::error::Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(asset.kind)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.bytes))
}
