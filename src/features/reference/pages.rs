//! The administrator's pages: one table a kind, one form to add or change a row.

use super::entry::{Entry, Kind};
use super::fields::{Control, Field, Row, fields, kind_name, row};
use super::input::filled;
use super::{actions, store};
use crate::context::Context;
use crate::kernel::error::{Error, FieldError};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, encode, html, html_with_status, redirect_with};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/reference/templates/list.html")]
struct ListPage {
    shell: Shell,
    kind: Kind,
    title: String,
    /// The way to the other kinds.
    kinds: Vec<(Kind, String)>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "features/reference/templates/form.html")]
struct FormPage {
    shell: Shell,
    kind: Kind,
    title: String,
    /// The row being changed; none for a new one.
    stands: Option<Entry>,
    fields: Vec<Field>,
    errors: Vec<FieldError>,
}

impl FormPage {
    fn action(&self) -> String {
        let key = self.stands.as_ref().map_or(String::new(), |entry| format!("/{}", encode(&entry.key())));
        format!("/reference/{}{key}", self.kind)
    }
}

/// GET /reference
pub async fn first(ctx: Data<Context>, shell: Shell) -> PageResult {
    table(&ctx, shell, Kind::Divisions).await
}

/// GET /reference/{kind}
pub async fn list(ctx: Data<Context>, shell: Shell, kind: Path<String>) -> PageResult {
    table(&ctx, shell, known(&kind)?).await
}

async fn table(ctx: &Context, shell: Shell, kind: Kind) -> PageResult {
    let book = ctx.db.read(store::book).await?;
    let rows = book.entries(kind).iter().map(|entry| row(&book, shell.lang, entry)).collect();
    let title = kind_name(shell.lang, kind);
    let kinds = Kind::ALL.iter().map(|one| (*one, kind_name(shell.lang, *one))).collect();
    Ok(html(&ListPage { shell, kind, title, kinds, rows }))
}

/// GET /reference/{kind}/new
pub async fn new(ctx: Data<Context>, shell: Shell, kind: Path<String>) -> PageResult {
    let form = Form::from_pairs([("active".to_owned(), "true".to_owned())]);
    shown(&ctx, shell, known(&kind)?, None, &form, vec![]).await
}

/// POST /reference/{kind}
pub async fn add(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    kind: Path<String>,
    form: Form,
) -> PageResult {
    let (kind, now, posted) = (known(&kind)?, ctx.now(), form.clone());
    match ctx.db.write(move |conn| actions::add(conn, &caller, kind, &posted, now)).await {
        Ok(entry) => Ok(done(&shell, kind, &entry)),
        Err(Error::Invalid(errors)) => shown(&ctx, shell, kind, None, &form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// GET /reference/{kind}/{key}
pub async fn edit(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
) -> PageResult {
    let (kind, key) = path.into_inner();
    let kind = known(&kind)?;
    let entry = ctx.db.read(store::book).await?.entry(kind, &key).ok_or(Error::NotFound)?;
    actions::must_reach(&caller, &entry)?;
    let form = filled(&entry);
    shown(&ctx, shell, kind, Some(entry), &form, vec![]).await
}

/// POST /reference/{kind}/{key}
pub async fn change(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (kind, key) = path.into_inner();
    let (kind, now) = (known(&kind)?, ctx.now());
    let (posted, changed) = (form.clone(), key.clone());
    match ctx.db.write(move |conn| actions::change(conn, &caller, kind, &changed, &posted, now)).await {
        Ok(entry) => Ok(done(&shell, kind, &entry)),
        Err(Error::Invalid(errors)) => {
            let stands = ctx.db.read(store::book).await?.entry(kind, &key);
            shown(&ctx, shell, kind, stands, &form, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The form with the person's words, and 422 when something was refused.
async fn shown(
    ctx: &Context,
    shell: Shell,
    kind: Kind,
    stands: Option<Entry>,
    form: &Form,
    errors: Vec<FieldError>,
) -> PageResult {
    let book = ctx.db.read(store::book).await?;
    let fields = fields(&book, shell.lang, kind, stands.as_ref(), form, &errors);
    let title = kind_name(shell.lang, kind);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(html_with_status(status, &FormPage { shell, kind, title, stands, fields, errors }))
}

fn done(shell: &Shell, kind: Kind, entry: &Entry) -> actix_web::HttpResponse {
    let note = Message::new("reference-saved").with("name", entry.name());
    redirect_with(&format!("/reference/{kind}"), shell.lang, &note)
}

fn known(kind: &str) -> Result<Kind, Error> {
    kind.parse().map_err(|_| Error::NotFound)
}
