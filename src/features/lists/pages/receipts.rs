//! /lists/{quarter}/notices: what came from the cities on paper, and what they have read: the stamped nomination sheets
//! and the receipts of every announcement. The province sees all cities, a city what is its own.

use super::quarter_of;
use super::scans::{self as view, Scans};
use crate::context::Context;
use crate::features::files::{self, Incoming};
use crate::features::lists::scans::{SHEET, place, sheet, sheets_of};
use crate::features::lists::store;
use crate::features::lists::words::{Words, quarter_name};
use crate::features::notices::{self, About, Announcement};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, Upload, html_with_status, redirect_with};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lists/templates/receipts.html")]
struct ReceiptsPage {
    shell: Shell,
    quarter: String,
    title: String,
    /// Anchor and sentence of what was refused.
    errors: Vec<(String, String)>,
    scans: Scans,
    announcements: Vec<AnnouncementView>,
}

/// An announcement with its cities.
struct AnnouncementView {
    title: String,
    /// Counts and who is missing, in a sentence.
    told: String,
    is_complete: bool,
    rows: Vec<RowView>,
}

/// One notice and who has confirmed it.
struct RowView {
    place: String,
    text: String,
    /// Who and when, one each.
    read: Vec<String>,
}

/// GET /lists/{quarter}/notices
pub async fn show(ctx: Data<Context>, caller: Caller, shell: Shell, path: Path<String>) -> PageResult {
    render(&ctx, caller, shell, quarter_of(&path)?, None).await
}

/// POST /lists/{quarter}/nominations/scan
pub async fn attach(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    upload: Upload,
) -> PageResult {
    let (quarter, now, folder, sender) = (quarter_of(&path)?, ctx.now(), ctx.files.clone(), caller.clone());
    let outcome = async {
        let place = place(&sender.scope, upload.fields.text("city"))?;
        if !sender.scope.covers(place) {
            return Err(Error::field("city", "lists-scan-city"));
        }
        let file = Incoming::parse(&upload.file_name, upload.bytes)?;
        let subject = sheet(quarter, place);
        let done = ctx.db.write(move |conn| {
            store::head(conn, quarter)?;
            if !reference::book(conn)?.is_known(place) {
                return Err(Error::field("city", "lists-scan-city"));
            }
            files::attach(conn, &folder, &sender, &subject, &file, now)
        });
        done.await.map(|_| Message::new("lists-scan-attached"))
    };
    let done = outcome.await;
    finish(&ctx, caller, shell, quarter, done).await
}

/// POST /lists/{quarter}/nominations/scan/{id}/void
pub async fn void(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, i64)>,
    form: Form,
) -> PageResult {
    let (quarter, id) = path.into_inner();
    let (quarter, now, person) = (quarter_of(&quarter)?, ctx.now(), caller.clone());
    let reason = form.text("reason").map(str::to_owned);
    let done = ctx.db.write(move |conn| {
        let scans = files::of_kind(conn, &person.scope, SHEET, &sheets_of(quarter))?;
        if !scans.iter().any(|scan| scan.id == id) {
            return Err(Error::NotFound);
        }
        files::void(conn, &person, SHEET, id, reason.as_deref(), now)
    });
    let done = done.await.map(|()| Message::new("lists-scan-void-done"));
    finish(&ctx, caller, shell, quarter, done).await
}

/// Back to the page: with a note, or with the refusal.
async fn finish(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    quarter: Quarter,
    done: Result<Message>,
) -> PageResult {
    let refused = match done {
        Ok(note) => return Ok(redirect_with(&format!("/lists/{quarter}/notices#scans"), shell.lang, &note)),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("file", why)]),
        Err(other) => return Err(other.into()),
    };
    render(ctx, caller, shell, quarter, Some(refused)).await
}

async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    quarter: Quarter,
    refused: Option<(StatusCode, Vec<FieldError>)>,
) -> PageResult {
    let scope = caller.scope.clone();
    let (announcements, scans, book) = ctx
        .db
        .read(move |conn| {
            Ok((
                notices::receipts(conn, &scope, quarter, None)?,
                view::files_of(conn, &scope, quarter)?,
                reference::book(conn)?,
            ))
        })
        .await?;
    let words = Words { lang: shell.lang, book, province: ctx.province };
    let (status, errors) = refused.unwrap_or((StatusCode::OK, Vec::new()));
    let page = ReceiptsPage {
        quarter: quarter.to_string(),
        title: words
            .lang
            .render(&Message::new("lists-receipts-title").with_message("quarter", quarter_name(quarter))),
        errors: errors.iter().map(|error| ("scans".to_owned(), words.lang.render(&error.message))).collect(),
        scans: Scans::of(ctx, &caller, &words, quarter, &scans),
        announcements: announcements.iter().map(|one| announcement(ctx, &words, quarter, one)).collect(),
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn announcement(ctx: &Context, words: &Words, quarter: Quarter, one: &Announcement) -> AnnouncementView {
    let lang = words.lang;
    let silent: Vec<String> =
        one.unread().into_iter().map(|place| words.book.short_name(lang, place)).collect();
    let all = one.told.len();
    let read = one.told.iter().filter(|told| !told.receipts.is_empty()).count();
    let figures = [
        ("read", read.to_string()),
        ("told", all.to_string()),
        ("missing", silent.join(&lang.t("lists-comma"))),
    ];
    let id = if silent.is_empty() { "lists-receipts-all" } else { "lists-receipts-some" };
    let kind = lang.word("notices-kind", one.kind.as_str());
    let title = match one.version {
        Some(version) => {
            lang.all("lists-receipts-version", &[("kind", kind), ("version", version.to_string())])
        }
        None => kind,
    };
    let at = [("title", title), ("at", one.created_at.local_text(ctx.zone)), ("sender", one.sender.clone())];
    AnnouncementView {
        title: lang.all("lists-receipts-heading", &at),
        told: lang.all(id, &figures),
        is_complete: silent.is_empty(),
        rows: one
            .told
            .iter()
            .map(|told| RowView {
                place: words.book.short_name(lang, told.division),
                text: lang.render(&told.content.sentence(About::List(quarter), ctx.zone)),
                read: told
                    .receipts
                    .iter()
                    .map(|receipt| format!("{} {}", receipt.reader, receipt.read_at.local_text(ctx.zone)))
                    .collect(),
            })
            .collect(),
    }
}
