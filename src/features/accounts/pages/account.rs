//! /account: what a person sees and changes of her own account.

use super::Filled;
use crate::context::Context;
use crate::features::accounts::actions;
use crate::features::accounts::model::SignInPolicy;
use crate::features::accounts::store::{self, SessionRow};
use crate::features::accounts::tokens::{self, TokenRow};
use crate::kernel::error::Error;
use crate::web::{Caller, Form, Lang, PageResult, Shell, address, html_with_status, redirect_with};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/accounts/templates/account.html")]
struct AccountPage {
    shell: Shell,
    person: Caller,
    zone: chrono_tz::Tz,
    password: Filled,
    token: Filled,
    /// Shown this once.
    new_token: Option<String>,
    tokens: Vec<TokenRow>,
    sessions: Vec<SessionRow>,
}

impl AccountPage {
    fn is_this_session(&self, id: i64) -> bool {
        self.person.session.as_ref().is_some_and(|session| session.id == id)
    }
}

/// What one of the forms left behind on the page.
#[derive(Default)]
struct Left {
    password: Filled,
    token: Filled,
    new_token: Option<String>,
}

/// GET /account
pub async fn account(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    caller: Caller,
    shell: Shell,
) -> PageResult {
    show(&ctx, **policy, caller, shell, StatusCode::OK, Left::default()).await
}

/// POST /account/language
pub async fn choose_lang(ctx: Data<Context>, caller: Caller, form: Form) -> PageResult {
    let lang =
        Lang::from_word(form.raw("lang")).ok_or_else(|| Error::field("lang", "accounts-lang-unknown"))?;
    let now = ctx.now();
    ctx.db.write(move |conn| actions::choose_lang(conn, &caller, lang, now)).await?;
    // `?lang=` also replaces what this browser remembers.
    Ok(redirect_with(&format!("/account?lang={lang}"), lang, &"accounts-saved".into()))
}

/// POST /account/password
pub async fn change_password(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let words = (form.raw("old_password").to_owned(), form.raw("password").to_owned());
    let outcome = if form.raw("password") == form.raw("password_again") {
        let address = address::of(&request);
        actions::change_own_password(&ctx, **policy, caller.clone(), words, address).await
    } else {
        Err(Error::field("password_again", "accounts-passwords-differ"))
    };
    match outcome {
        Ok(()) => Ok(redirect_with("/account", shell.lang, &"accounts-password-changed".into())),
        Err(Error::Invalid(errors)) => {
            // Passwords are never sent back: the fields come empty.
            let left = Left { password: Filled::refused(Form::default(), errors), ..Left::default() };
            show(&ctx, **policy, caller, shell, StatusCode::UNPROCESSABLE_ENTITY, left).await
        }
        Err(other) => Err(other.into()),
    }
}

/// POST /account/tokens
pub async fn create_token(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let now = ctx.now();
    let (maker, name) = (caller.clone(), form.raw("name").to_owned());
    let days = form.text("days").map(str::parse::<i64>).transpose();
    let outcome = async {
        let days = days.map_err(|_| Error::field("days", "input-whole-number"))?;
        let owner = maker.id.ok_or(Error::NotFound)?;
        ctx.db.write(move |conn| tokens::create_token(conn, &maker, owner, &name, days, now)).await
    };
    let (status, left) = match outcome.await {
        Ok(token) => (StatusCode::OK, Left { new_token: Some(token), ..Left::default() }),
        Err(Error::Invalid(errors)) => {
            let token = Filled::refused(form, errors);
            (StatusCode::UNPROCESSABLE_ENTITY, Left { token, ..Left::default() })
        }
        Err(other) => return Err(other.into()),
    };
    show(&ctx, **policy, caller, shell, status, left).await
}

/// POST /account/tokens/{id}/revoke
pub async fn revoke_token(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    _form: Form,
) -> PageResult {
    let (id, now) = (id.into_inner(), ctx.now());
    ctx.db.write(move |conn| tokens::revoke(conn, &caller, id, now)).await?;
    Ok(redirect_with("/account", shell.lang, &"accounts-token-revoked".into()))
}

/// POST /account/sessions/{id}/end
pub async fn end_session(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    _form: Form,
) -> PageResult {
    let (id, now) = (id.into_inner(), ctx.now());
    ctx.db.write(move |conn| actions::end_session(conn, &caller, id, now)).await?;
    Ok(redirect_with("/account", shell.lang, &"accounts-session-ended".into()))
}

async fn show(
    ctx: &Context,
    policy: SignInPolicy,
    person: Caller,
    shell: Shell,
    status: StatusCode,
    left: Left,
) -> PageResult {
    let (id, now) = (person.id.ok_or(Error::NotFound)?, ctx.now());
    let (tokens, sessions) = ctx
        .db
        .read(move |conn| Ok((tokens::of_user(conn, id, now)?, store::sessions_of(conn, id, &policy, now)?)))
        .await?;
    let Left { password, token, new_token } = left;
    let page = AccountPage { shell, person, zone: ctx.zone, password, token, new_token, tokens, sessions };
    Ok(html_with_status(status, &page))
}
