//! Writes the bodies of failures, in the reader's language and with the request's id: the page or the problem+json
//! that a response made by `web::faces` still lacks.

use super::faces::{Face, Failure};
use super::shell::{Shell, encode, page};
use crate::locales::Lang;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse};
use askama::Template;
use serde_json::json;

#[derive(Template)]
#[template(path = "web/templates/error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    title: String,
    detail: String,
    fields: Vec<(String, String)>,
    request_id: String,
}

/// Middleware around the whole application.
pub async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(found) = response.response().extensions().get::<Failure>().cloned() else { return Ok(response) };
    let (request, mut response) = response.into_parts();
    let shell = Shell::of(&request);
    let lang = shell.lang;
    let id = request_id(&request);
    let status = response.status();
    let wants_sign_in = status == StatusCode::UNAUTHORIZED && found.face == Face::Page;
    let body = match found.face {
        Face::Api => {
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json"));
            problem(&found, lang, status, &id).to_string()
        }
        Face::Page if wants_sign_in => {
            // A page that needs a person leads to the form and back again.
            let target = encode(request.uri().path_and_query().map_or("/", |path| path.as_str()));
            let redirect = HttpResponse::SeeOther()
                .insert_header((header::LOCATION, format!("/sign-in?next={target}")))
                .finish();
            return Ok(ServiceResponse::new(request, redirect));
        }
        Face::Page => {
            let fields = found.fields.iter().map(|f| (f.field.clone(), lang.render(&f.message))).collect();
            let page_of = ErrorPage {
                shell,
                status: status.as_u16(),
                title: lang.t(found.title),
                detail: lang.render(&found.detail),
                fields,
                request_id: id,
            };
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
            page(&page_of)
        }
    };
    Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(body))))
}

fn problem(found: &Failure, lang: Lang, status: StatusCode, request_id: &str) -> serde_json::Value {
    let errors: Vec<serde_json::Value> = found
        .fields
        .iter()
        .map(|field| json!({ "field": field.field, "code": field.message.id, "message": lang.render(&field.message) }))
        .collect();
    let mut body = json!({
        "type": "about:blank",
        "title": lang.t(found.title),
        "status": status.as_u16(),
        "code": found.detail.id,
        "detail": lang.render(&found.detail),
        "errors": errors,
        "request_id": request_id,
    });
    if let (Some(serde_json::Value::Object(sides)), Some(body)) = (&found.sides, body.as_object_mut()) {
        body.extend(sides.clone());
    }
    body
}

fn request_id(request: &actix_web::HttpRequest) -> String {
    request.extensions().get::<tracing_actix_web::RequestId>().map(ToString::to_string).unwrap_or_default()
}
