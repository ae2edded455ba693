//! /people: the administrator's list of accounts, with the means to add, change, shut and invite.

use super::Filled;
use crate::context::Context;
use crate::features::accounts::input::NewUser;
use crate::features::accounts::model::User;
use crate::features::accounts::{actions, store};
use crate::kernel::error::{Error, Result};
use crate::web::{Caller, Form, PageResult, Shell, html_with_status, redirect_with};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/accounts/templates/people.html")]
struct PeoplePage {
    shell: Shell,
    people: Vec<User>,
    new: Filled,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/person.html")]
struct PersonPage {
    shell: Shell,
    person: User,
    facts: Filled,
    /// Shown this once.
    link: Option<String>,
}

/// GET /people
pub async fn people(ctx: Data<Context>, caller: Caller, shell: Shell) -> PageResult {
    let blank = Filled::with([("lang", "zh-CN".to_owned())]);
    list(&ctx, caller, shell, StatusCode::OK, blank).await
}

/// POST /people
pub async fn add_person(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let now = ctx.now();
    let (maker, parsed) = (caller.clone(), parse(&form));
    let outcome = async {
        let new = parsed?;
        ctx.db.write(move |conn| actions::add_user(conn, &maker, &new, None, now)).await
    };
    match outcome.await {
        Ok(id) => Ok(redirect_with(&format!("/people/{id}"), shell.lang, &"accounts-added".into())),
        Err(Error::Invalid(errors)) => {
            let refused = Filled::refused(form, errors);
            list(&ctx, caller, shell, StatusCode::UNPROCESSABLE_ENTITY, refused).await
        }
        Err(other) => Err(other.into()),
    }
}

/// GET /people/{id}
pub async fn person(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    show(&ctx, caller, shell, id.into_inner(), None).await
}

/// POST /people/{id}
pub async fn change_person(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, now, disabled) = (id.into_inner(), ctx.now(), form.has("disabled"));
    let (changer, parsed) = (caller.clone(), parse(&form));
    // First of all whether she is there: what the form says about somebody out of reach does not matter.
    let person = ctx.db.read(move |conn| store::within(conn, &caller.scope, id)).await?;
    let outcome = async {
        let new = parsed?;
        ctx.db.write(move |conn| actions::change_user(conn, &changer, id, &new, disabled, now)).await
    };
    match outcome.await {
        Ok(()) => Ok(redirect_with("/people", shell.lang, &"accounts-saved".into())),
        Err(Error::Invalid(errors)) => {
            let page = PersonPage { shell, person, facts: Filled::refused(form, errors), link: None };
            Ok(html_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other.into()),
    }
}

/// POST /people/{id}/link
pub async fn link(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    _form: Form,
) -> PageResult {
    let (id, now) = (id.into_inner(), ctx.now());
    let inviter = caller.clone();
    let token = ctx.db.write(move |conn| actions::invite(conn, &inviter, id, now)).await?;
    show(&ctx, caller, shell, id, Some(format!("{}/setup/{token}", ctx.public_url))).await
}

async fn list(ctx: &Context, caller: Caller, shell: Shell, status: StatusCode, new: Filled) -> PageResult {
    let people = ctx.db.read(move |conn| store::users_within(conn, &caller.scope)).await?;
    Ok(html_with_status(status, &PeoplePage { shell, people, new }))
}

async fn show(ctx: &Context, caller: Caller, shell: Shell, id: i64, link: Option<String>) -> PageResult {
    let person = ctx.db.read(move |conn| store::within(conn, &caller.scope, id)).await?;
    let disabled = person.disabled_at.map(|_| ("disabled", "true".to_owned()));
    let facts = [
        ("email", person.email.clone()),
        ("name", person.name.clone()),
        ("role", person.role.to_string()),
        ("scope", person.scope.to_text()),
        ("lang", person.lang.to_string()),
    ];
    let facts = Filled::with(facts.into_iter().chain(disabled));
    Ok(html_with_status(StatusCode::OK, &PersonPage { shell, person, facts, link }))
}

fn parse(form: &Form) -> Result<NewUser> {
    let [email, name, role, scope] = ["email", "name", "role", "scope"].map(|field| form.raw(field));
    NewUser::parse(email, name, role, scope, Some(form.raw("lang")))
}
