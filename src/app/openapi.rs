//! GET /api/openapi.json: the whole API as a document. Each room describes its own operations; what the route table
//! already knows (who must be signed in, which refusals follow) is written in here from that table, so that the
//! document cannot promise other guards than the ones that stand.

use crate::features;
use crate::web::{Access, ApiResult, RouteInfo};
use actix_web::HttpResponse;
use actix_web::http::Method;
use serde::Serialize;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder, SecurityRequirement};
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Groundwork",
        description = "A province's quarterly list of key projects. Money in *_yuan is whole yuan; dates keep the \
            precision they were given; divisions are six digits (GB/T 2260). Unsafe requests by cookie repeat the \
            session's token as X-CSRF-Token. Sentences are in the language of ?lang= (zh, en), else of Accept-Language, else \
            of the account, else Chinese. A name that an address does not take is refused by its name.",
        license(name = "MIT", identifier = "MIT")
    ),
    components(schemas(Problem))
)]
struct Frame;

/// RFC 9457 `application/problem+json`: every refusal.
#[derive(Serialize, ToSchema)]
struct Problem {
    r#type: String,
    title: String,
    status: u16,
    /// Stands for the sentence, for programs.
    code: String,
    /// The sentence, in the caller's language.
    detail: String,
    errors: Vec<ProblemField>,
    /// For asking the administrator.
    request_id: String,
    /// 409 of a stale edit: what the caller started from, wants, and would overwrite.
    base: Option<serde_json::Value>,
    yours: Option<serde_json::Value>,
    current: Option<serde_json::Value>,
}

/// What one field refuses.
#[derive(Serialize, ToSchema)]
struct ProblemField {
    field: String,
    code: String,
    message: String,
}

/// GET /api/openapi.json
pub async fn serve() -> ApiResult {
    Ok(HttpResponse::Ok().json(document(super::routes().table())))
}

/// What the rooms say, completed by what the route table knows.
pub fn document(table: &[RouteInfo]) -> utoipa::openapi::OpenApi {
    let mut document = Frame::openapi();
    document.merge(features::accounts::AccountsApi::openapi());
    document.merge(features::audit::AuditApi::openapi());
    document.merge(features::notices::NoticesApi::openapi());
    document.merge(features::projects::ProjectsApi::openapi());
    document.merge(features::imports::ImportsApi::openapi());
    document.merge(features::problems::ProblemsApi::openapi());
    document.merge(features::lights::LightsApi::openapi());
    document.merge(features::supervised::SupervisedApi::openapi());
    document.merge(features::suspended::SuspendedApi::openapi());
    document.merge(features::updates::UpdatesApi::openapi());
    document.merge(features::updates::ReportPhotosApi::openapi());
    document.merge(features::updates::ReportersApi::openapi());
    document.merge(features::lists::ListsApi::openapi());
    document.merge(features::plans::PlansApi::openapi());
    document.merge(features::reminders::RemindersApi::openapi());
    document.merge(features::bulletins::BulletinsApi::openapi());
    document.merge(features::statistics::StatisticsApi::openapi());
    document.merge(features::leads::LeadsApi::openapi());
    document.merge(features::visits::VisitsApi::openapi());
    document.merge(features::reference::ReferenceApi::openapi());
    document.merge(features::chains::ChainsApi::openapi());
    document.merge(features::chains::EditionsApi::openapi());
    document.merge(features::enterprises::EnterprisesApi::openapi());
    document.merge(features::targets::TargetsApi::openapi());
    document.merge(features::carriers::ParksApi::openapi());
    document.merge(features::atlas::AtlasApi::openapi());
    document.merge(features::digests::DigestsApi::openapi());
    document.merge(features::mailroom::MailApi::openapi());
    document.merge(features::operations::OperationsApi::openapi());
    for route in table {
        let item = document.paths.paths.get_mut(route.path);
        let operation = item.and_then(|item| match route.method {
            Method::GET => item.get.as_mut(),
            Method::POST => item.post.as_mut(),
            Method::PATCH => item.patch.as_mut(),
            Method::DELETE => item.delete.as_mut(),
            _ => None,
        });
        if let Some(operation) = operation {
            complete(operation, route);
        }
    }
    let components = document.components.get_or_insert_default();
    let cookie = ApiKey::Cookie(ApiKeyValue::new(crate::web::SESSION_COOKIE));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    document
}

fn complete(operation: &mut Operation, route: &RouteInfo) {
    let mut refusals = Vec::new();
    if matches!(route.access, Access::May(_)) {
        let either = ["session", "token"].map(|scheme| SecurityRequirement::new(scheme, [""; 0]));
        operation.security = Some(either.into());
        refusals.push(("401", "Not signed in, or the token no longer works"));
        refusals.push(("403", "The role does not know this deed, or the CSRF token is missing"));
    }
    if route.path.contains('{') {
        refusals.push(("404", "Not there, or outside the caller's scope"));
    }
    if operation.request_body.is_some() {
        refusals.push(("400", "The body cannot be read"));
        refusals.push(("413", "The body is too large"));
        refusals.push(("415", "The body is of another kind"));
        refusals.push(("422", "Refused fields, each with the reason; nothing was changed"));
    }
    for (status, description) in refusals {
        let kept = operation.responses.responses.entry(status.to_owned());
        kept.or_insert_with(|| ResponseBuilder::new().description(description).build().into());
    }
    for (status, response) in &mut operation.responses.responses {
        if let (true, utoipa::openapi::RefOr::T(response)) = (status.as_str() >= "400", response) {
            let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            response.content.entry("application/problem+json".to_owned()).or_insert(problem.into());
        }
    }
}
