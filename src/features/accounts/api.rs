//! Session and identity for programs.

use super::input::SignInBody;
use super::model::SignInPolicy;
use super::{actions, cookie};
use crate::context::Context;
use crate::kernel::division::Scope;
use crate::kernel::role::Role;
use crate::web::{ApiResult, Caller, Json, Lang, Site, address};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What the API document says of this room.
#[derive(OpenApi)]
#[openapi(paths(sign_in, sign_out, me))]
pub struct Api;

/// A person as the API shows her.
#[derive(Serialize, ToSchema)]
pub struct UserView {
    id: Option<i64>,
    email: String,
    name: String,
    /// administrator reviewer officer city leader auditor
    #[schema(value_type = String)]
    role: Role,
    /// Division codes of six digits.
    #[schema(value_type = Vec<String>)]
    scope: Scope,
    /// zh-CN or en
    #[schema(value_type = String)]
    lang: Lang,
}

impl From<&Caller> for UserView {
    fn from(caller: &Caller) -> Self {
        Self {
            id: caller.id,
            email: caller.email.clone(),
            name: caller.name.clone(),
            role: caller.role,
            scope: caller.scope.clone(),
            lang: caller.lang,
        }
    }
}

/// A session that has begun; its cookie came with the answer.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    user: UserView,
    /// To be repeated as `X-CSRF-Token` by unsafe requests.
    csrf_token: String,
}

/// Sign in; sets the session cookie.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", request_body = SignInBody,
    responses(
        (status = 200, description = "Signed in", body = SessionView),
        (status = 401, description = "Unknown account, disabled account or wrong password: the same answer"),
        (status = 429, description = "Too many failures; Retry-After says how long to wait"),
    )
)]
pub async fn sign_in(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    site: Data<Site>,
    request: HttpRequest,
    body: Json<SignInBody>,
) -> ApiResult {
    let agent = cookie::agent(&request);
    let signed_in = actions::sign_in(&ctx, **policy, body.0.checked()?, address::of(&request), agent).await?;
    let user = UserView {
        id: Some(signed_in.user.id),
        email: signed_in.user.email,
        name: signed_in.user.name,
        role: signed_in.user.role,
        scope: signed_in.user.scope,
        lang: signed_in.user.lang,
    };
    Ok(HttpResponse::Ok()
        .cookie(cookie::session(signed_in.token, **site, policy.lifetime))
        .json(SessionView { user, csrf_token: signed_in.csrf_token }))
}

/// End the session.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "session",
    responses((status = 204, description = "Signed out"))
)]
pub async fn sign_out(ctx: Data<Context>, caller: Caller) -> ApiResult {
    let now = ctx.now();
    ctx.db.write(move |conn| actions::sign_out(conn, &caller, now)).await?;
    Ok(HttpResponse::NoContent().cookie(cookie::ended()).finish())
}

/// Who is calling.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "session",
    responses((status = 200, description = "The person", body = UserView))
)]
pub async fn me(caller: Caller) -> ApiResult {
    Ok(HttpResponse::Ok().json(UserView::from(&caller)))
}
