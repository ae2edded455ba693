//! The one way a handler gets an address. A route states who may use it, and the guard built here asks before the
//! handler runs: nothing is reachable by forgetting a check. It also states which names its query may carry, and any
//! other is refused: an address that is misspelt never quietly shows something else. The same declarations are kept as a
//! table, which the walk over routes × roles × scopes and the OpenAPI test read.

use super::caller::{Caller, Credential, WhoIs};
use super::faces::{Face, failure};
use crate::kernel::error::{Error, FieldError};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::{FromRequest, Handler, HttpMessage, Resource, Responder, Route, web};
use std::collections::{BTreeMap, BTreeSet};
use subtle::ConstantTimeEq;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, and it makes no difference who: assets, health. Costs no look at the session.
    Anonymous,
    /// Anybody, also unsigned; the page may greet whoever is signed in.
    Public,
    /// Whoever is signed in and whose role knows the deed; rows are bounded by scope inside.
    May(Deed),
}

/// One line of the route table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// GET, POST, …
    pub method: Method,
    /// Pattern, as in `/projects/{id}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// Names that a reading address takes in its query, besides the shell's `lang`.
    pub names: Names,
}

/// What the shell itself takes, everywhere.
const LANG: &str = "lang";

/// Names of a query.
pub type Names = &'static [&'static str];

/// The names of an address whose answer comes in pages.
pub const PAGED: Names = &["page", "per_page"];

/// Collects the routes of all rooms.
#[derive(Default)]
pub struct Routes {
    table: Vec<RouteInfo>,
    resources: BTreeMap<&'static str, Vec<Route>>,
    order: Vec<&'static str>,
}

impl Routes {
    /// GET, and HEAD with it, of an address without a query of its own.
    pub fn get<F, Args>(&mut self, path: &'static str, access: Access, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.get_asking(path, access, &[], handler);
    }

    /// GET, and HEAD with it, of an address whose query may carry these names.
    pub fn get_asking<F, Args>(&mut self, path: &'static str, access: Access, names: Names, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::HEAD, path, (access, names), handler.clone());
        self.table.pop();
        self.add(Method::GET, path, (access, names), handler);
    }

    /// POST.
    pub fn post<F, Args>(&mut self, path: &'static str, access: Access, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::POST, path, (access, &[]), handler);
    }

    /// PATCH.
    pub fn patch<F, Args>(&mut self, path: &'static str, access: Access, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::PATCH, path, (access, &[]), handler);
    }

    /// DELETE.
    pub fn delete<F, Args>(&mut self, path: &'static str, access: Access, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::DELETE, path, (access, &[]), handler);
    }

    /// Every route, in the order of declaration; HEAD goes without saying.
    pub fn table(&self) -> &[RouteInfo] {
        &self.table
    }

    /// Hands everything to actix. Literal paths come before patterns, as declared.
    pub fn register(mut self, config: &mut web::ServiceConfig) {
        for path in self.order {
            let Some(routes) = self.resources.remove(path) else { continue };
            let resource = routes.into_iter().fold(Resource::new(path), Resource::route);
            let methods = self.table.iter().filter(|line| line.path == path).map(|line| line.method.as_str());
            let allowed = methods.collect::<Vec<_>>().join(", ").replace("GET", "GET, HEAD");
            config.service(resource.default_service(web::to(move || {
                let mut refusal = failure(&Error::MethodNotAllowed, Face::of_path(path));
                if let Ok(allowed) = header::HeaderValue::from_str(&allowed) {
                    refusal.headers_mut().insert(header::ALLOW, allowed);
                }
                async move { refusal }
            })));
        }
    }

    fn add<F, Args>(
        &mut self,
        method: Method,
        path: &'static str,
        (access, names): (Access, Names),
        handler: F,
    ) where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.table.push(RouteInfo { method: method.clone(), path, access, names });
        if !self.resources.contains_key(path) {
            self.order.push(path);
        }
        let rule = (access, names);
        let route =
            web::method(method).to(handler).wrap(from_fn(move |request, next| guard(rule, request, next)));
        self.resources.entry(path).or_default().push(route);
    }
}

/// Asks who is calling, then whether the route is hers, then whether an unsafe request came from our own page, then
/// whether the address is understood.
async fn guard<B: MessageBody + 'static>(
    (access, names): (Access, Names),
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<actix_web::body::BoxBody>, actix_web::Error> {
    match admit(access, &request).await.and_then(|()| is_understood(access, names, &request)) {
        Ok(()) => next.call(request).await.map(ServiceResponse::map_into_boxed_body),
        Err(error) => {
            let face = Face::of_path(request.path());
            Ok(request.into_response(failure(&error, face)))
        }
    }
}

async fn admit(access: Access, request: &ServiceRequest) -> Result<(), Error> {
    if access == Access::Anonymous {
        return Ok(());
    }
    let caller = match (Credential::of(request.request()), request.app_data::<web::Data<WhoIs>>()) {
        (Some(credential), Some(who_is)) => (who_is.0)(credential).await?,
        _ => None,
    };
    if let Some(mut caller) = caller.clone() {
        caller.request_id =
            request.extensions().get::<tracing_actix_web::RequestId>().map(ToString::to_string);
        // Also of whoever is then refused: she reads why in her language.
        request.extensions_mut().insert(caller);
    }
    if let Access::May(deed) = access {
        let caller = caller.as_ref().ok_or_else(Error::unauthenticated)?;
        caller.must(deed)?;
        same_origin(request, caller)?;
    }
    Ok(())
}

/// Refuses a name that a reading address does not know. A deed's address may carry the filters of the page it was done
/// on; and chat programs append names of their own (`from=…`) to what is open to everybody, which is overlooked there.
fn is_understood(access: Access, names: Names, request: &ServiceRequest) -> Result<(), Error> {
    let is_open = !matches!(access, Access::May(_));
    if is_open || request.query_string().is_empty() || !request.method().is_safe() {
        return Ok(());
    }
    let known = |name: &&str| *name == LANG || names.contains(name);
    let allowed = || names.iter().chain(&[LANG]).copied().collect::<Vec<_>>().join(" ");
    let unknown = |name| {
        FieldError::new(name, Message::new("error-query-name").with("name", name).with("allowed", allowed()))
    };
    let asked: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string())
        .map_err(|_| Error::Malformed("error-query".into()))?;
    let asked: BTreeSet<&str> = asked.iter().map(|(name, _)| name.as_str()).collect();
    let refused: Vec<FieldError> = asked.into_iter().filter(|name| !known(name)).map(unknown).collect();
    if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
}

/// Marks a form request whose CSRF token travels in the body; `web::form` and `web::upload` check it there.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenInBody;

/// An unsafe request by cookie repeats the session's token: in the header, or (forms) in the body.
fn same_origin(request: &ServiceRequest, caller: &Caller) -> Result<(), Error> {
    let Some(session) = &caller.session else { return Ok(()) };
    if request.method().is_safe() {
        return Ok(());
    }
    if let Some(token) = request.headers().get("x-csrf-token") {
        return check_token(token.as_bytes(), &session.csrf_token);
    }
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_form =
        kind.starts_with("application/x-www-form-urlencoded") || kind.starts_with("multipart/form-data");
    if is_form && Face::of_path(request.path()) == Face::Page {
        request.extensions_mut().insert(TokenInBody);
        return Ok(());
    }
    Err(Error::forbidden("error-csrf"))
}

/// Compares in constant time.
pub(super) fn check_token(given: &[u8], expected: &str) -> Result<(), Error> {
    if bool::from(given.ct_eq(expected.as_bytes())) { Ok(()) } else { Err(Error::forbidden("error-csrf")) }
}
