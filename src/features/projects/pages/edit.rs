//! A new project, a changed one. Whatever is refused comes back as the same form with what was typed; a change that
//! somebody else has overtaken becomes a page with three sides (`stale.rs`), never a lost edit.

use super::controls::{Control, Drawing, Group, summary, typed_facts, with_place};
use super::request::{version, year};
use super::stale;
use super::words::Words;
use crate::context::Context;
use crate::features::projects::actions::{self, Because};
use crate::features::projects::input::{blank, from_form};
use crate::features::projects::model::{Facts, Project, Source};
use crate::features::projects::registry::project;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError, Result};
use crate::web::{Caller, Form, PageResult, Shell, html_with_status, redirect_with};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/projects/templates/form.html")]
struct FormPage {
    shell: Shell,
    title: String,
    /// The record's address and name; none for a new one.
    record: Option<(String, String)>,
    action: String,
    back: String,
    /// What the change starts from.
    version: Option<i64>,
    errors: Vec<(String, String, String)>,
    groups: Vec<Group>,
}

/// What a form is about: a new project, or one with its name and the version the change starts from.
struct Subject {
    id: i64,
    name: String,
    version: i64,
}

/// GET /projects/new
pub async fn new_form(ctx: Data<Context>, caller: Caller, shell: Shell) -> PageResult {
    let start = typed_facts(&blank(&caller, ctx.province));
    let book = ctx.db.read(reference::book).await?;
    Ok(form_page(&ctx, &caller, shell, &book, None, &start, &[]))
}

/// POST /projects/new
pub async fn create(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let now = ctx.now();
    let (today, base) = (local_date(now, ctx.zone), blank(&caller, ctx.province));
    let (who, typed) = (caller.clone(), form.clone());
    let made = ctx
        .db
        .write(move |conn| {
            let facts = read(&typed, &base, &reference::book(conn)?)?;
            actions::create(conn, &who, facts, &Source::person(&who.name), now, today)
        })
        .await;
    match made {
        Ok(project) => Ok(saved(&shell, &project, "projects-created")),
        Err(Error::Invalid(refused)) => {
            let book = ctx.db.read(reference::book).await?;
            Ok(form_page(&ctx, &caller, shell, &book, None, &form, &refused))
        }
        Err(other) => Err(other.into()),
    }
}

/// GET /projects/{id}/edit
pub async fn edit_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    let (id, year, who, now) = (id.into_inner(), year(&ctx), caller.clone(), ctx.now());
    let (book, project) = ctx
        .db
        .read(move |conn| {
            let project = project(conn, &who.scope, id, year)?;
            // Said before anything is typed.
            actions::must_not_be_locked(conn, &who, id, now)?;
            Ok((reference::book(conn)?, project))
        })
        .await?;
    let subject = Subject { id, name: project.facts.name.clone(), version: project.version };
    Ok(form_page(&ctx, &caller, shell, &book, Some(&subject), &typed_facts(&project.facts), &[]))
}

/// POST /projects/{id}/edit
pub async fn change(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, now) = (id.into_inner(), ctx.now());
    let today = local_date(now, ctx.zone);
    let version = version(&form)?;
    let (who, typed) = (caller.clone(), form.clone());
    let changed = ctx
        .db
        .write(move |conn| {
            let source = Source::person(&who.name);
            actions::edit(conn, &who, (id, Some(version)), &source, (now, today), |base, book| {
                let reason = typed.text("reason").map(str::to_owned);
                Ok((read(&typed, base, book)?, Because::from(reason)))
            })
        })
        .await;
    let refused = match changed {
        Ok(project) => {
            let note = if project.version == version { "projects-unchanged" } else { "projects-changed" };
            return Ok(saved(&shell, &project, note));
        }
        Err(Error::Invalid(refused)) => refused,
        Err(Error::Stale { base, yours, current }) => {
            return stale::page(&ctx, &caller, shell, id, &form, [base, yours, current]).await;
        }
        Err(other) => return Err(other.into()),
    };
    let (scope, year) = (caller.scope.clone(), year(&ctx));
    let (book, project) =
        ctx.db.read(move |conn| Ok((reference::book(conn)?, project(conn, &scope, id, year)?))).await?;
    let subject = Subject { id, name: project.facts.name, version };
    Ok(form_page(&ctx, &caller, shell, &book, Some(&subject), &form, &refused))
}

/// The facts that a posted form states on top of `base`.
fn read(form: &Form, base: &Facts, book: &Book) -> Result<Facts> {
    from_form(&with_place(form))?.apply(base, book)
}

/// Back to the record, where warnings stand.
fn saved(shell: &Shell, project: &Project, note: &'static str) -> HttpResponse {
    redirect_with(&format!("/projects/{}", project.id), shell.lang, &note.into())
}

fn form_page(
    ctx: &Context,
    caller: &Caller,
    shell: Shell,
    book: &Book,
    subject: Option<&Subject>,
    form: &Form,
    refused: &[FieldError],
) -> HttpResponse {
    let words = Words { lang: shell.lang, book };
    let drawing = Drawing { words, scope: &caller.scope, year: year(ctx), refused };
    let url = subject.map(|subject| format!("/projects/{}", subject.id));
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FormPage {
        title: shell.t(if subject.is_some() { "projects-edit-title" } else { "projects-new-title" }),
        action: url.as_ref().map_or_else(|| "/projects/new".to_owned(), |url| format!("{url}/edit")),
        back: url.clone().unwrap_or_else(|| "/projects".to_owned()),
        record: url.zip(subject.map(|subject| subject.name.clone())),
        version: subject.map(|subject| subject.version),
        errors: summary(words, refused),
        groups: drawing.groups(form, subject.is_some()),
        shell,
    };
    html_with_status(status, &page)
}
