//! /mail/{id}: a letter with its words and its way, and what a person may do with it.

use super::{RowView, badge, field_name};
use crate::context::Context;
use crate::db::Conn;
use crate::features::accounts;
use crate::features::digests::without_stop;
use crate::features::mailroom::actions::{self, Turn};
use crate::features::reminders::{self, Item};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::outbox::{self, Postman, State, Step};
use crate::web::{
    Caller, Form, PageResult, Shell, headers, html_with_status, redirect_with, refused, summary,
};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "features/mailroom/templates/letter.html")]
struct LetterPage {
    shell: Shell,
    row: RowView,
    key: String,
    message_id: String,
    attempts: i32,
    /// As it was written, or would be written now; empty when there is nothing to say.
    text: String,
    /// It is not written yet: the words are those of today.
    is_preview: bool,
    has_html: bool,
    files: Vec<String>,
    /// What a reminder tells: the debt, which of its days, whose it is, and whether it is told to her superior.
    items: Vec<(Item, String)>,
    /// When, class and word, what was said, by whom.
    steps: Vec<(String, (&'static str, String), String, String)>,
    may_retry: bool,
    may_resend: bool,
    may_hold: bool,
    errors: Vec<(String, String, String)>,
}

/// A letter that has words and no HTML.
#[derive(Template)]
#[template(source = "<!doctype html><meta charset=utf-8><pre>{{ text }}</pre>", ext = "html")]
struct PlainLetter {
    text: String,
}

/// GET /mail/{id}
pub async fn letter(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    show((&ctx, &postman), caller, shell, id, (StatusCode::OK, Vec::new())).await
}

/// GET /mail/{id}/html: the letter as mail programs show it, in a frame that may do nothing; where it has no such part, its
/// words.
pub async fn html_of(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    id: Path<String>,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let now = ctx.now();
    let words =
        ctx.db.read(move |conn| postman.words(conn, &caller.scope, id, now)).await?.unwrap_or_default();
    let plain = PlainLetter { text: words.text };
    let body = words.html.map_or_else(|| plain.render().unwrap_or_default(), |html| without_stop(&html));
    let mut response = HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body);
    headers::policy(&mut response, headers::FRAMED_LETTER);
    Ok(response)
}

/// A letter, after a deed that was refused.
async fn show(
    (ctx, postman): (&Context, &Postman),
    caller: Caller,
    shell: Shell,
    id: i64,
    (status, refusals): (StatusCode, Vec<FieldError>),
) -> PageResult {
    let (lang, scope, now, sender) = (shell.lang, caller.scope.clone(), ctx.now(), postman.clone());
    let within = scope.clone();
    let ((listed, written), items, steps) = ctx
        .db
        .read(move |conn| {
            let letter = outbox::letter(conn, &within, id)?;
            Ok((letter, told(conn, id)?, outbox::steps(conn, id)?))
        })
        .await?;
    let words = match ctx.db.read(move |conn| sender.words(conn, &scope, id, now)).await {
        Ok(words) => words,
        Err(error @ Error::Unavailable(_)) => return Err(error.into()),
        // What cannot be written now is this letter's own trouble; its way is shown all the same.
        Err(_) => written,
    };
    let may = caller.may(Deed::Administer);
    let step = |Step { at, state, said, by }: Step| {
        (at.local_text(ctx.zone), badge(lang, state), said.unwrap_or_default(), by.unwrap_or_default())
    };
    let again = [State::Failed, State::Unknown, State::Held, State::Dropped];
    let page = LetterPage {
        key: listed.key.clone(),
        message_id: listed.message_id.clone(),
        attempts: listed.attempts,
        may_retry: may && again.contains(&listed.state),
        may_resend: may && listed.state == State::Sent && listed.is_fixed,
        is_preview: listed.sent_at.is_none()
            && matches!(listed.state, State::Queued | State::Held | State::Claimed),
        has_html: words.as_ref().is_some_and(|letter| letter.html.is_some()),
        may_hold: may && listed.state == State::Queued,
        files: words.iter().flat_map(|letter| letter.files.iter().map(|file| file.name.clone())).collect(),
        text: words.map(|letter| without_stop(&letter.text)).unwrap_or_default(),
        row: RowView::new(ctx, lang, listed),
        items,
        steps: steps.into_iter().map(step).collect(),
        errors: summary(lang, &refusals, field_name),
        shell,
    };
    let mut response = html_with_status(status, &page);
    headers::policy(&mut response, headers::FRAMING);
    Ok(response)
}

/// What a reminder tells, each with the name of whoever owes it.
fn told(conn: &mut Conn, id: i64) -> Result<Vec<(Item, String)>> {
    let items = reminders::items(conn, id)?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let names: BTreeMap<i64, String> =
        accounts::all_users(conn)?.into_iter().map(|user| (user.id, user.name)).collect();
    let named = |item: Item| {
        let name = names.get(&item.ower).cloned().unwrap_or_default();
        (item, name)
    };
    Ok(items.into_iter().map(named).collect())
}

/// POST /mail/{id}/retry
pub async fn retry(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    _: Form,
) -> PageResult {
    turned((&ctx, &postman), caller, shell, &id, Turn::Retry).await
}

/// POST /mail/{id}/resend
pub async fn resend(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    _: Form,
) -> PageResult {
    turned((&ctx, &postman), caller, shell, &id, Turn::Resend).await
}

/// POST /mail/{id}/hold
pub async fn hold(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    _: Form,
) -> PageResult {
    turned((&ctx, &postman), caller, shell, &id, Turn::Hold).await
}

/// Back to the letter: with the note of what was done, or with why it was not.
async fn turned(at: (&Context, &Postman), caller: Caller, shell: Shell, id: &str, turn: Turn) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (by, now) = (caller.clone(), at.0.now());
    match at.0.db.write(move |conn| actions::turn(conn, &by, (turn, id), now)).await {
        Ok(_) => {
            let note = Message::new(match turn {
                Turn::Retry => "mail-retried",
                Turn::Resend => "mail-resent",
                Turn::Hold => "mail-held-one",
            });
            Ok(redirect_with(&format!("/mail/{id}"), shell.lang, &note))
        }
        Err(error) => show(at, caller, shell, id, refused(error, "state")?).await,
    }
}
