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

/// A person as the API shows her.
#[derive(Serialize)]
pub struct UserView {
    id: Option<i64>,
    email: String,
    name: String,
    role: Role,
    scope: Scope,
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

#[derive(Serialize)]
struct SessionView {
    user: UserView,
    csrf_token: String,
}

/// POST /api/v1/session
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
        .cookie(cookie::session(signed_in.token, &site, policy.lifetime))
        .json(SessionView { user, csrf_token: signed_in.csrf_token }))
}

/// DELETE /api/v1/session
pub async fn sign_out(ctx: Data<Context>, caller: Caller) -> ApiResult {
    let now = ctx.now();
    ctx.db.write(move |conn| actions::sign_out(conn, &caller, now)).await?;
    Ok(HttpResponse::NoContent().cookie(cookie::ended()).finish())
}

/// GET /api/v1/me
pub async fn me(caller: Caller) -> ApiResult {
    Ok(HttpResponse::Ok().json(UserView::from(&caller)))
}
