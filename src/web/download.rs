//! Files for the person to keep: the name survives old and new browsers, Chinese included.

use super::shell::encode;
use actix_web::HttpResponse;
use actix_web::http::header;

/// A download. `ascii` is the fallback name, `name` what the person should see (RFC 6266).
pub fn attachment(kind: &'static str, ascii: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition(ascii, name)))
        .body(bytes)
}

/// The header of a download.
pub fn disposition(ascii: &str, name: &str) -> String {
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", encode(name))
}
