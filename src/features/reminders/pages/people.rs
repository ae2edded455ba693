//! /reminders/people: how everybody stands, and one person with her calls.

use super::{Fields, label};
use crate::context::Context;
use crate::features::accounts::{self, User};
use crate::features::reference;
use crate::features::reminders::letter::Reminder;
use crate::features::reminders::rules::{Rules, people};
use crate::features::reminders::store::{self, Call, Posted};
use crate::features::reminders::{actions, input};
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Form, PageResult, Refused, Shell, html, html_with_status, redirect_with, refused, summary,
};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

/// How many of her letters are shown.
const LETTERS: i64 = 20;

#[derive(Template)]
#[template(path = "features/reminders/templates/people.html")]
struct PeoplePage {
    shell: Shell,
    rows: Vec<Row>,
}

/// A person in words.
struct Row {
    id: i64,
    name: String,
    role: String,
    place: String,
    superior: String,
    away: String,
    /// When she was reminded last by letter and by telephone.
    last: (String, String),
}

#[derive(Template)]
#[template(path = "features/reminders/templates/person.html")]
struct PersonPage {
    shell: Shell,
    user: User,
    fields: Fields,
    /// When, where it is read by whoever may, what it is about, how far it has come.
    letters: Vec<(String, Option<String>, String, String)>,
    /// When, what was said, by whom.
    calls: Vec<(String, String, String)>,
    said: String,
    errors: Vec<(String, String, String)>,
}

/// GET /reminders/people
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell) -> PageResult {
    let (zone, lang) = (ctx.zone, shell.lang);
    let rows = ctx
        .db
        .read(move |conn| {
            let (everybody, book) = (people(conn)?, reference::book(conn)?);
            let (letters, calls) = (store::last_letters(conn, Reminder::NAME)?, store::last_calls(conn)?);
            let at = |at: Option<&Instant>| at.map(|at| at.local_text(zone)).unwrap_or_default();
            let name = |id: Option<i64>| {
                id.and_then(|id| everybody.get(id)).map(|one| one.name.clone()).unwrap_or_default()
            };
            let active = accounts::users_within(conn, &caller.scope)?;
            let rows = active.into_iter().filter(|user| user.disabled_at.is_none()).map(|user| {
                let stands = everybody.standing(user.id).cloned().unwrap_or_default();
                let away = stands.away.map(|(from, until)| {
                    format!("{from} – {until}{}{}", lang.t("colon"), name(stands.deputy))
                });
                Row {
                    role: lang.word("role", user.role.as_str()),
                    place: book.short_name(lang, user.scope.first()),
                    superior: name(stands.superior),
                    away: away.unwrap_or_default(),
                    last: (at(letters.get(&user.id)), at(calls.get(&user.id))),
                    id: user.id,
                    name: user.name,
                }
            });
            Ok(rows.collect())
        })
        .await?;
    Ok(html(&PeoplePage { shell, rows }))
}

/// GET /reminders/people/{id}
pub async fn person(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<String>) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    shown(&ctx, caller, shell, (id, None), (StatusCode::OK, Vec::new())).await
}

async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (id, typed): (i64, Option<Form>),
    (status, refused): Refused,
) -> PageResult {
    let said = typed.as_ref().map(|form| form.raw("said").to_owned()).unwrap_or_default();
    let (lang, reads_mail) = (shell.lang, caller.may(Deed::ReadAudit));
    let (user, fields, calls, letters) = ctx
        .db
        .read(move |conn| {
            let (user, everybody) = (actions::looked_after(conn, &caller, id)?, people(conn)?);
            let typed = typed.filter(|form| form.has("away_from"));
            let fields = Fields::new(&everybody, &user, typed.as_ref());
            let letters = store::letters_to(conn, &caller.scope, (Reminder::NAME, id), LETTERS)?;
            Ok((user, fields, store::calls(conn, id)?, letters))
        })
        .await?;
    let call = |call: Call| (call.called_at.local_text(ctx.zone), call.said, call.by_name);
    let letter = |one: Posted| {
        let at = one.handed_at.unwrap_or(one.next_at).local_text(ctx.zone);
        let subject = if one.subject.is_empty() { lang.t("reminders-letter-unwritten") } else { one.subject };
        (at, reads_mail.then(|| format!("/mail/{}", one.id)), subject, lang.t(one.state.message()))
    };
    let page = PersonPage {
        user,
        fields,
        letters: letters.into_iter().map(letter).collect(),
        calls: calls.into_iter().map(call).collect(),
        said,
        errors: summary(shell.lang, &refused, label),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// POST /reminders/people/{id}
pub async fn put(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let done = match input::standing(&form, rules.today(now)) {
        Ok(wanted) => ctx.db.write(move |conn| actions::stand(conn, &by, id, wanted, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(back(id, &shell, "reminders-saved")),
        Err(error) => shown(&ctx, caller, shell, (id, Some(form)), refused(error, "deputy")?).await,
    }
}

/// POST /reminders/people/{id}/calls
pub async fn call(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let done = match input::call(&form) {
        Ok(said) => ctx.db.write(move |conn| actions::call(conn, &by, id, said, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(back(id, &shell, "reminders-called")),
        Err(error) => shown(&ctx, caller, shell, (id, Some(form)), refused(error, "said")?).await,
    }
}

fn back(id: i64, shell: &Shell, note: &'static str) -> actix_web::HttpResponse {
    redirect_with(&format!("/reminders/people/{id}"), shell.lang, &Message::new(note))
}
