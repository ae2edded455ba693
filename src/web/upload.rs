//! One uploaded file with a few text fields beside it (`multipart/form-data`), read into memory under a limit that
//! is enforced while the bytes arrive.

use super::form::{Form, token_due};
use super::routes::check_token;
use crate::config::Limits;
use crate::kernel::error::{Error, Result};
use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::web::{BytesMut, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::TryStreamExt;
use std::future::Future;
use std::pin::Pin;

/// A text field beside a file is a code or a word, never a document.
const FIELD_LIMIT: usize = 4096;

/// The file and its companions.
#[derive(Debug)]
pub struct Upload {
    /// Name the person's machine gave the file, without folders.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The text fields.
    pub fields: Form,
}

impl FromRequest for Upload {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limit = request.app_data::<Data<Limits>>().map_or(10 << 20, |limits| limits.upload_bytes);
        let is_multipart = request.content_type().starts_with("multipart/form-data");
        let face = super::faces::Face::of_path(request.path());
        let due = token_due(request);
        let multipart = Multipart::new(request.headers(), payload.take());
        Box::pin(async move {
            let read = async {
                if !is_multipart {
                    return Err(Error::UnsupportedMediaType);
                }
                let upload = read(multipart, limit).await?;
                if let Some(expected) = due {
                    check_token(upload.fields.raw("csrf").as_bytes(), &expected)?;
                }
                Ok(upload)
            };
            read.await.map_err(|error| match face {
                super::faces::Face::Page => super::faces::PageError(error).into(),
                super::faces::Face::Api => super::faces::ApiError(error).into(),
            })
        })
    }
}

async fn read(mut parts: Multipart, limit: usize) -> Result<Upload> {
    let malformed = |_| Error::Malformed("error-multipart".into());
    let mut file: Option<(String, Vec<u8>)> = None;
    let mut pairs = Vec::new();
    while let Some(mut part) = parts.try_next().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|d| d.get_filename()).map(base_name);
        let bound = if file_name.is_some() { limit } else { FIELD_LIMIT };
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.try_next().await.map_err(malformed)? {
            if bytes.len() + chunk.len() > bound {
                return Err(Error::TooLarge(bound));
            }
            bytes.extend_from_slice(&chunk);
        }
        match file_name {
            Some(_) if name != "file" => return Err(Error::field(name, "input-unknown-field")),
            Some(file_name) => file = Some((file_name, bytes.to_vec())),
            None => {
                let text = String::from_utf8(bytes.to_vec())
                    .map_err(|_| Error::field(name.clone(), "input-invalid"))?;
                pairs.push((name, text));
            }
        }
    }
    match file {
        Some((file_name, bytes)) if !bytes.is_empty() => {
            Ok(Upload { file_name, bytes, fields: Form::from_pairs(pairs) })
        }
        _ => Err(Error::field("file", "input-file")),
    }
}

/// Some browsers send a whole path.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).chars().filter(|c| !c.is_control()).take(200).collect()
}
