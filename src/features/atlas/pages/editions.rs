//! /atlas/{chain}/editions: what a chain was said to be, edition by edition (1.0, 2.0), how each differs from the one before,
//! and what has changed since the last.

use crate::context::Context;
use crate::features::chains::editions::{self, Difference, difference};
use crate::features::chains::{EditionBody, sentence};
use crate::features::reference::{self, Book};
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Form, Lang, PageResult, Refused, Shell, html_with_status, redirect_with, refused, summary,
};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/atlas/templates/editions.html")]
struct EditionsPage {
    shell: Shell,
    chain: i64,
    name: String,
    /// What has changed since the last one, in sentences.
    since: Vec<String>,
    editions: Vec<EditionView>,
    may_keep: bool,
    note: String,
    errors: Vec<(String, String, String)>,
}

/// An edition in words.
struct EditionView {
    name: String,
    note: String,
    said: String,
    hash: String,
    /// How it differs from the one before; nothing for the first.
    difference: Vec<String>,
    is_first: bool,
}

/// GET /atlas/{chain}/editions
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, chain: Path<i64>) -> PageResult {
    let fine = (StatusCode::OK, Vec::new());
    shown(&ctx, caller, shell, chain.into_inner(), (Form::default(), fine)).await
}

/// POST /atlas/{chain}/editions
pub async fn keep(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    chain: Path<i64>,
    form: Form,
) -> PageResult {
    let (chain, now, by) = (chain.into_inner(), ctx.now(), caller.clone());
    let body = EditionBody { note: form.text("note").map(str::to_owned) };
    let done = match body.checked() {
        Ok(note) => ctx.db.write(move |conn| editions::keep(conn, &by, (chain, note), now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(number) => {
            let note = Message::new("atlas-edition-kept").with("name", format!("{number}.0"));
            Ok(redirect_with(&format!("/atlas/{chain}/editions"), shell.lang, &note))
        }
        Err(error) => shown(&ctx, caller, shell, chain, (form, refused(error, "note")?)).await,
    }
}

async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    chain: i64,
    (typed, (status, errors)): (Form, Refused),
) -> PageResult {
    let by = caller.clone();
    let (book, present, all) = ctx
        .db
        .read(move |conn| {
            let present = editions::present(conn, &by, chain)?.within(&by.scope);
            let heads = editions::editions(conn, chain)?;
            let all = heads.iter().map(|head| editions::edition(conn, chain, head.number));
            let all = all.collect::<Result<Vec<_>, _>>()?;
            Ok((reference::book(conn)?, present, all))
        })
        .await?;
    let (lang, scope) = (shell.lang, caller.scope.clone());
    let documents: Vec<_> = all.iter().map(|one| one.document.clone().within(&scope)).collect();
    let since = documents.first().map(|last| difference(last, &present)).unwrap_or_default();
    let edition = |(at, one): (usize, &editions::Edition)| {
        let before = documents.get(at + 1);
        let told = before.map(|before| difference(before, &documents[at])).unwrap_or_default();
        let args = [("day", one.head.written_at.local_text(ctx.zone)), ("author", one.head.author.clone())];
        EditionView {
            name: format!("{}.0", one.head.number),
            note: one.head.note.clone().unwrap_or_default(),
            said: lang.all("atlas-edition-said", &args),
            hash: one.head.hash.clone(),
            difference: sentences(lang, &book, &told),
            is_first: before.is_none(),
        }
    };
    let page = EditionsPage {
        chain,
        name: book.chain_name(lang, chain),
        since: sentences(lang, &book, &since),
        editions: all.iter().enumerate().map(edition).collect(),
        may_keep: caller.may_for_province(Deed::EditAtlas),
        note: typed.raw("note").to_owned(),
        errors: summary(lang, &as_note(errors), |_| "atlas-edition-note"),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// The form has one field.
fn as_note(errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.into_iter().map(|error| FieldError { field: "note".to_owned(), ..error }).collect()
}

fn sentences(lang: Lang, book: &Book, all: &[Difference]) -> Vec<String> {
    all.iter().map(|one| sentence(lang, book, one)).collect()
}
