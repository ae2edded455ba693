//! Imports for people: the list with the place to drop a file, and the preview that shows the workbook as it is, with
//! every remark at its cell.

use super::actions::{self, Occasion, Shown, XLSX};
use super::input::{CellBody, ConflictBody, NewImport};
use super::model::{Counts, Import, Kind, Outcome};
use super::store;
use super::view::{Only, Preview};
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference::{self, Division};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::paging::Paged;
use crate::web::{
    Caller, Form, Lang, PageResult, Shell, Upload, attachment, html_with_status, query, redirect,
    redirect_with,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/imports/templates/list.html")]
struct ListPage {
    shell: Shell,
    imports: Paged<Import>,
    cities: Vec<Division>,
    city: String,
    kind: String,
    zone: chrono_tz::Tz,
    errors: Vec<String>,
}

impl ListPage {
    fn city_name(&self, city: &Division) -> String {
        if self.shell.lang == Lang::Zh { city.name_zh.clone() } else { city.name_en.clone() }
    }

    fn result(&self, counts: &Counts) -> String {
        result(self.shell.lang, *counts)
    }
}

fn result(lang: Lang, counts: Counts) -> String {
    let count = |name, count: usize| (name, count.to_string());
    lang.all(
        "imports-result-line",
        &[
            count("new", counts.new),
            count("changed", counts.changed),
            count("unchanged", counts.unchanged),
            count("error", counts.error),
        ],
    )
}

#[derive(Template)]
#[template(path = "features/imports/templates/preview.html")]
struct PreviewPage {
    shell: Shell,
    import: Import,
    preview: Preview,
    counts: Counts,
    /// How many cells wait for a choice.
    conflicts: usize,
    only: Only,
    own: bool,
    zone: chrono_tz::Tz,
    errors: Vec<String>,
}

impl PreviewPage {
    fn outcome(&self, outcome: Outcome) -> String {
        self.shell.t(&format!("imports-outcome-{outcome}"))
    }

    /// Label, filter word and count of each counter.
    fn tiles(&self) -> [(String, &'static str, usize); 5] {
        let counts = self.counts;
        let tile =
            |word: &'static str, count| (self.shell.t(&format!("imports-outcome-{word}")), word, count);
        [
            tile("new", counts.new),
            tile("changed", counts.changed),
            tile("unchanged", counts.unchanged),
            tile("error", counts.error),
            tile("warning", counts.warning),
        ]
    }
}

/// GET /imports
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let form = query(&request)?;
    listed(&ctx, caller, shell, form, StatusCode::OK, Vec::new()).await
}

async fn listed(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    form: Form,
    status: StatusCode,
    errors: Vec<FieldError>,
) -> PageResult {
    let page = form.page()?;
    let (imports, cities) = ctx
        .db
        .read(move |conn| {
            let book = reference::book(conn)?;
            let mine = |city: &&Division| {
                caller.scope.covers(city.code)
                    || caller.scope.places().iter().any(|place| city.code.contains(*place))
            };
            let cities = book.cities().filter(mine).cloned().collect();
            Ok((store::page(conn, &caller, page)?, cities))
        })
        .await?;
    let errors = errors.iter().map(|error| shell.lang.render(&error.message)).collect();
    let (city, kind) = (form.raw("city").to_owned(), form.raw("kind").to_owned());
    Ok(html_with_status(status, &ListPage { zone: ctx.zone, shell, imports, cities, city, kind, errors }))
}

/// POST /imports
pub async fn upload(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    upload: Upload,
) -> PageResult {
    let fields = upload.fields.clone();
    let parsed = NewImport::parse(
        &upload.file_name,
        upload.bytes,
        fields.text("kind").or(Some(Kind::Projects.as_str())),
        fields.text("city"),
        fields.text("period"),
    );
    let sender = caller.clone();
    let kept = match parsed {
        Ok(new) => ctx.db.write(move |conn| actions::upload(conn, &sender, &new, &at)).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(id) => Ok(redirect(&format!("/imports/{id}"))),
        Err(Error::Invalid(errors)) => {
            listed(&ctx, caller, shell, fields, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// GET /imports/{id}
pub async fn preview(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    request: HttpRequest,
) -> PageResult {
    let form = query(&request)?;
    previewed(&ctx, at, caller, shell, id.into_inner(), &form, StatusCode::OK, Vec::new()).await
}

#[expect(clippy::too_many_arguments, reason = "what the handler was given, and what it found")]
async fn previewed(
    ctx: &Context,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: i64,
    form: &Form,
    status: StatusCode,
    errors: Vec<FieldError>,
) -> PageResult {
    let (only, page) = (Only::of(form.raw("only")), form.page()?);
    let lang = shell.lang;
    let scope = caller.scope.clone();
    let (import, preview, counts, conflicts) = ctx
        .db
        .read(move |conn| {
            let shown = actions::shown(conn, &caller, id, &at)?;
            let book = reference::book(conn)?;
            let counts = shown.import.applied.map_or_else(|| shown.plan.counts(), |(_, counts)| counts);
            let rows = at.kinds.of(shown.import.kind)?;
            let preview = Preview::of(&shown, rows, &book, lang, (only, page));
            Ok((shown.import, preview, counts, shown.plan.conflicts.len()))
        })
        .await?;
    let errors =
        errors.iter().map(|error| format!("{} {}", error.field, lang.render(&error.message))).collect();
    let own = import.scope == scope && shell.may_edit() && import.applied.is_none();
    Ok(html_with_status(
        status,
        &PreviewPage { zone: ctx.zone, shell, import, preview, counts, conflicts, only, own, errors },
    ))
}

/// POST /imports/{id}/cells
pub async fn mend(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, when, person) = (id.into_inner(), at.clone(), caller.clone());
    let mended = match CellBody::of_form(&form).parsed() {
        Ok(fix) => ctx.db.write(move |conn| actions::mend(conn, &person, id, &fix, &when)).await,
        Err(error) => Err(error),
    };
    answered(&ctx, at, caller, shell, id, &form, mended).await
}

/// POST /imports/{id}/conflicts
pub async fn settle(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, when, person) = (id.into_inner(), at.clone(), caller.clone());
    let settled = match ConflictBody::of_form(&form).and_then(ConflictBody::parsed) {
        Ok(chosen) => {
            let settle = move |conn: &mut Conn| actions::settle_conflicts(conn, &person, id, chosen, &when);
            ctx.db.write(settle).await
        }
        Err(error) => Err(error),
    };
    answered(&ctx, at, caller, shell, id, &form, settled).await
}

/// Back to the preview, where the person was.
async fn answered(
    ctx: &Context,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: i64,
    form: &Form,
    done: Result<()>,
) -> PageResult {
    match done {
        Ok(()) => Ok(redirect(&format!("/imports/{id}?only={}", Only::of(form.raw("only")).word()))),
        Err(Error::Invalid(errors)) => {
            previewed(ctx, at, caller, shell, id, form, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// POST /imports/{id}/apply
pub async fn apply(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, when, person) = (id.into_inner(), at.clone(), caller.clone());
    let skip = form.text("skip_bad_rows") == Some("true");
    let applied = ctx.db.write(move |conn| actions::apply(conn, &person, id, skip, &when)).await;
    match applied {
        Ok(Shown { plan, .. }) => {
            let counts = plan.counts();
            let note = Message::new("imports-applied")
                .with("new", counts.new)
                .with("changed", counts.changed)
                .with("unchanged", counts.unchanged)
                .with("error", counts.error);
            Ok(redirect_with(&format!("/imports/{id}"), shell.lang, &note))
        }
        Err(Error::Invalid(errors)) => {
            previewed(&ctx, at, caller, shell, id, &form, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// GET /imports/{id}/workbook
pub async fn workbook(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
) -> PageResult {
    let (id, lang) = (id.into_inner(), shell.lang);
    let (name, bytes) = ctx.db.read(move |conn| actions::marked_copy(conn, &caller, id, lang, &at)).await?;
    Ok(attachment(XLSX, "marked.xlsx", &name, bytes))
}
