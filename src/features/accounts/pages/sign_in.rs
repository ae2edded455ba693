//! Signing in and out, and the one-time link.

use super::Filled;
use crate::context::Context;
use crate::features::accounts::input::{NewUser, SignInBody};
use crate::features::accounts::model::SignInPolicy;
use crate::features::accounts::{actions, cookie, store};
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use crate::web::{
    Caller, Form, PageResult, Shell, Site, address, html, html_with_status, query, redirect, redirect_with,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/accounts/templates/sign_in.html")]
struct SignInPage {
    shell: Shell,
    email: String,
    next: String,
    error: Option<String>,
}

/// GET /sign-in
pub async fn sign_in_form(shell: Shell, request: HttpRequest) -> PageResult {
    let next = safe_next(query(&request)?.raw("next"));
    if shell.caller.is_some() {
        return Ok(redirect(&next));
    }
    Ok(html(&SignInPage { shell, email: String::new(), next, error: None }))
}

/// POST /sign-in
pub async fn sign_in(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    site: Data<Site>,
    shell: Shell,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let next = safe_next(form.raw("next"));
    let email = form.raw("email").trim().to_owned();
    let body = SignInBody { email: email.clone(), password: form.raw("password").to_owned() };
    let outcome = match body.checked() {
        Ok(body) => {
            actions::sign_in(&ctx, **policy, body, address::of(&request), cookie::agent(&request)).await
        }
        Err(error) => Err(error),
    };
    let (status, why) = match outcome {
        Ok(signed_in) => {
            let mut response = redirect(&next);
            response
                .add_cookie(&cookie::session(signed_in.token, **site, policy.lifetime))
                .map_err(|error| Error::Unexpected(error.into()))?;
            return Ok(response);
        }
        Err(Error::Unauthenticated(why)) => (StatusCode::UNAUTHORIZED, why),
        Err(Error::Invalid(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "accounts-wrong-credentials".into()),
        Err(Error::TooMany(seconds)) => {
            let minutes = seconds.div_ceil(60);
            (StatusCode::TOO_MANY_REQUESTS, Message::new("accounts-too-many").with("minutes", minutes))
        }
        Err(other) => return Err(other.into()),
    };
    let error = Some(shell.lang.render(&why));
    Ok(html_with_status(status, &SignInPage { shell, email, next, error }))
}

/// POST /sign-out
pub async fn sign_out(ctx: Data<Context>, caller: Caller, shell: Shell, _form: Form) -> PageResult {
    let now = ctx.now();
    ctx.db.write(move |conn| actions::sign_out(conn, &caller, now)).await?;
    let mut response = redirect_with("/sign-in", shell.lang, &"accounts-signed-out".into());
    response.add_cookie(&cookie::ended()).map_err(|error| Error::Unexpected(error.into()))?;
    Ok(response)
}

#[derive(Template)]
#[template(path = "features/accounts/templates/setup.html")]
struct SetupPage {
    shell: Shell,
    token: String,
    /// Whether the link makes the first administrator, who then also says who she is.
    first: bool,
    facts: Filled,
}

/// GET /setup/{token}
pub async fn setup_form(ctx: Data<Context>, shell: Shell, token: Path<String>) -> PageResult {
    let (token, now) = (token.into_inner(), ctx.now());
    let looked_up = token.clone();
    let (_, user) = ctx.db.read(move |conn| store::invitation(conn, &looked_up, now)).await?;
    Ok(html(&SetupPage { shell, token, first: user.is_none(), facts: Filled::default() }))
}

/// POST /setup/{token}
pub async fn setup(ctx: Data<Context>, shell: Shell, token: Path<String>, form: Form) -> PageResult {
    let (token, now, province) = (token.into_inner(), ctx.now(), ctx.province);
    let looked_up = token.clone();
    let (_, user) = ctx.db.read(move |conn| store::invitation(conn, &looked_up, now)).await?;
    let first = user.is_none();
    let outcome = async {
        let new = first
            .then(|| {
                let scope = province.to_string();
                NewUser::parse(
                    form.raw("email"),
                    form.raw("name"),
                    "administrator",
                    &scope,
                    Some(shell.lang.as_str()),
                )
            })
            .transpose()?;
        if form.raw("password") != form.raw("password_again") {
            return Err(Error::field("password_again", "accounts-passwords-differ"));
        }
        let (token, password) = (token.clone(), form.raw("password").to_owned());
        ctx.db.write(move |conn| actions::accept_invitation(conn, &token, new.as_ref(), &password, now)).await
    };
    match outcome.await {
        Ok(()) => Ok(redirect_with("/sign-in", shell.lang, &"accounts-set-up".into())),
        Err(Error::Invalid(errors)) => Ok(html_with_status(
            StatusCode::UNPROCESSABLE_ENTITY,
            &SetupPage { shell, token, first, facts: Filled::refused(form, errors) },
        )),
        Err(other) => Err(other.into()),
    }
}

/// After signing in, only an address of our own: never `//elsewhere` or `https://…`.
fn safe_next(next: &str) -> String {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if own { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(safe_next("/projects?city=370100"), "/projects?city=370100");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", "evil", ""] {
            assert_eq!(safe_next(foreign), "/", "{foreign}");
        }
    }
}
