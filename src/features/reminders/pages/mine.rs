//! /reminders: what the reader owes, when she is told next, and who reads her letters while she is away.

use super::{Fields, label};
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference;
use crate::features::reminders::desk::{Owing, owing};
use crate::features::reminders::rules::{Rules, people};
use crate::features::reminders::{actions, input};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Form, PageResult, Refused, Shell, html_with_status, redirect_with, refused, summary,
};
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "features/reminders/templates/mine.html")]
struct MinePage {
    shell: Shell,
    may_see_all: bool,
    rows: Vec<Row>,
    fields: Fields,
    errors: Vec<(String, String, String)>,
}

/// A debt in words.
struct Row {
    kind: String,
    name: String,
    path: String,
    due_on: String,
    is_late: bool,
    next: String,
}

/// GET /reminders
pub async fn mine(ctx: Data<Context>, rules: Data<Rules>, caller: Caller, shell: Shell) -> PageResult {
    shown(&ctx, &rules, caller, shell, None, (StatusCode::OK, Vec::new())).await
}

async fn shown(
    ctx: &Context,
    rules: &Rules,
    caller: Caller,
    shell: Shell,
    typed: Option<Form>,
    (status, refused): Refused,
) -> PageResult {
    let (rules, now, lang) = (rules.clone(), ctx.now(), shell.lang);
    let may_see_all = caller.may(Deed::Remind);
    // The command line owes nothing and has no deputy.
    let id = caller.id.ok_or(Error::NotFound)?;
    let today = rules.today(now);
    let read = move |conn: &mut Conn| -> Result<(Vec<Row>, Fields)> {
        let (book, everybody) = (reference::book(conn)?, people(conn)?);
        let user = everybody.get(id).ok_or(Error::NotFound)?;
        let row = |Owing { debt, next }| Row {
            kind: lang.word("reminders-kind", debt.kind.as_str()),
            name: match (debt.name.is_empty(), debt.of.is_empty()) {
                (true, _) => format!("{} {}", debt.of, book.short_name(lang, debt.place)),
                (false, true) => debt.name,
                (false, false) => format!("{} {}", debt.of, debt.name),
            },
            path: debt.path,
            due_on: debt.due_on.to_string(),
            is_late: debt.due_on < today,
            next: next.map(|day| day.to_string()).unwrap_or_default(),
        };
        let rows = owing(conn, &rules, (&everybody, user), now)?.into_iter().map(row).collect();
        Ok((rows, Fields::new(&everybody, user, typed.as_ref())))
    };
    let (rows, fields) = ctx.db.read(read).await?;
    let errors = summary(lang, &refused, label);
    Ok(html_with_status(status, &MinePage { shell, may_see_all, rows, fields, errors }))
}

/// POST /reminders
pub async fn put_mine(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let (now, by, id) = (ctx.now(), caller.clone(), caller.id.ok_or(Error::NotFound)?);
    let done = match input::standing(&form, rules.today(now)) {
        Ok(wanted) => ctx.db.write(move |conn| actions::stand_oneself(conn, &by, id, wanted, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect_with("/reminders", shell.lang, &Message::new("reminders-saved"))),
        Err(error) => shown(&ctx, &rules, caller, shell, Some(form), refused(error, "deputy")?).await,
    }
}
