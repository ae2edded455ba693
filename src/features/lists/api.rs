//! Lists for programs, in the shapes of the contract. A published version never changes, so it is served from the shelf
//! of copies with a strong ETag, and an unchanged copy costs nobody its transport.

pub mod comments;
mod compare;
mod cycle;
pub mod notices;
mod views;

pub use compare::compare;
pub use cycle::{cancel, correct, end_unlock, justify, unlock};

use super::compare::workbook;
use super::copies::{self, Asked};
use super::export;
use super::input::{self, DecideBody, NominateBody, OpenBody, PublishBody, StateBody};
use super::model::ListState;
use super::store::Known;
use super::{actions, deadlines, store};
use crate::config::Lists;
use crate::context::Context;
use crate::db::Conn;
use crate::features::projects::When;
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::paging::Paged;
use crate::web::copies::{Copies, Sending};
use crate::web::{ApiResult, Caller, IfMatch, Json, Lang, query};
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context as _;
use views::{EntryView, ListView, Summary};

/// What this room adds to the OpenAPI document.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    list,
    open,
    show,
    show_version,
    export::api,
    nominate,
    decide,
    move_to,
    publish,
    comments::list,
    comments::add,
    notices::list,
    cycle::cancel,
    cycle::correct,
    cycle::end_unlock,
    cycle::justify,
    cycle::unlock,
    compare::compare,
    workbook::api
))]
pub struct Api;

/// Every list, the newest quarter first.
#[utoipa::path(
    get, path = "/api/v1/lists", tag = "lists",
    params(
        ("as_of" = Option<String>, Query, description = "The lists as they stood at the end of this day, `2026-08-15`"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of lists", body = Paged<Summary>))
)]
pub async fn list(ctx: Data<Context>, request: HttpRequest) -> ApiResult {
    let asked = query(&request)?;
    let (page, when) = (asked.page()?, When::read(&asked, ctx.now(), ctx.zone)?);
    let lists = ctx.db.read(move |conn| store::lists_at(conn, when.past())).await?;
    let total = lists.len() as i64;
    let items = lists.into_iter().skip(page.offset() as usize).take(page.per_page() as usize);
    let items: Vec<Summary> = items.map(Summary::from).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, total, page)))
}

/// Opens a quarter's list.
#[utoipa::path(
    post, path = "/api/v1/lists", tag = "lists", request_body = OpenBody,
    responses(
        (status = 201, description = "Opened; it collects nominations", body = ListView),
        (status = 409, description = "The quarter has a list already, or a later one has"),
    )
)]
pub async fn open(
    ctx: Data<Context>,
    rule: Data<Lists>,
    caller: Caller,
    lang: Lang,
    body: Json<OpenBody>,
) -> ApiResult {
    let days = ctx.db.read(reference::working_days).await?;
    let proposed = |quarter| deadlines::proposed(quarter, &rule, &days);
    let (new, now) = (body.0.checked(proposed)?, ctx.now());
    let quarter = new.quarter;
    let view = ctx
        .db
        .write(move |conn| {
            actions::open(conn, &caller, &new, now)?;
            view(conn, &caller.scope, quarter, lang)
        })
        .await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/lists/{quarter}")))
        .json(view))
}

/// A list: in work, the caller's own nominations with the projects of today; published, its newest version or the one
/// that is named.
#[utoipa::path(
    get, path = "/api/v1/lists/{quarter}", tag = "lists",
    params(
        ("quarter" = String, Path, example = "2026Q3"),
        ("as_of" = Option<String>, Query, description = "As it was known at the end of this day, `2026-08-15`"),
        ("version" = Option<i32>, Query, description = "This published version; not with as_of"),
    ),
    responses(
        (status = 200, description = "The list, or the reader's extract of it", body = ListView),
        (status = 304, description = "The published copy that If-None-Match names is still the newest"),
    )
)]
pub async fn show(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    caller: Caller,
    lang: Lang,
    path: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let quarter = quarter(&path)?;
    let (when, version) = input::which(&query(&request)?, ctx.now(), ctx.zone)?;
    if let Some(at) = when.past() {
        let known = move |conn: &mut Conn| {
            Ok(match store::as_of(conn, &caller.scope, quarter, at)? {
                Known::Live(live) => ListView::from(*live),
                Known::Published(published) => ListView::from(*published),
            })
        };
        let mut view = ctx.db.read(known).await?;
        view.as_of = when.past_day();
        return Ok(HttpResponse::Ok().json(view));
    }
    if let Some(copy) = kept(&ctx, &shelf, &caller, &request, quarter, version).await? {
        return Ok(copy);
    }
    let view = ctx.db.read(move |conn| view(conn, &caller.scope, quarter, lang)).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// One published version.
#[utoipa::path(
    get, path = "/api/v1/lists/{quarter}/versions/{version}", tag = "lists",
    params(("quarter" = String, Path), ("version" = i32, Path)),
    responses(
        (status = 200, description = "The version, or the reader's extract of it", body = ListView),
        (status = 304, description = "The reader has it: it never changes"),
    )
)]
pub async fn show_version(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    caller: Caller,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> ApiResult {
    let quarter = quarter(&path.0)?;
    let version: i32 = path.1.parse().map_err(|_| Error::NotFound)?;
    let copy = kept(&ctx, &shelf, &caller, &request, quarter, Some(version)).await?;
    Ok(copy.ok_or(Error::NotFound)?)
}

/// Nominates a project.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/entries", tag = "lists", request_body = NominateBody,
    params(("quarter" = String, Path)),
    responses(
        (status = 201, description = "Nominated", body = EntryView),
        (status = 409, description = "It stands there already, or the list does not collect"),
        (status = 422, description = "Names the facts that the nomination lacks"),
    )
)]
pub async fn nominate(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<String>,
    body: Json<NominateBody>,
) -> ApiResult {
    let (quarter, new, now) = (quarter(&path)?, body.0.checked()?, ctx.now());
    let at = (now, local_date(now, ctx.zone));
    let entry = ctx.db.write(move |conn| actions::nominate(conn, &caller, quarter, &new, at)).await?;
    Ok(HttpResponse::Created().insert_header(version_tag(entry.version)).json(EntryView::from(entry)))
}

/// Decides about a nomination, or withdraws it.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/entries/{project_id}/decision", tag = "lists",
    request_body = DecideBody,
    params(
        ("quarter" = String, Path),
        ("project_id" = i64, Path),
        ("If-Match" = String, Header, description = "The entry's version, in quotes"),
    ),
    responses(
        (status = 200, description = "Decided", body = EntryView),
        (status = 409, description = "The entry has changed (with the three sides), or its state does not allow it"),
        (status = 428, description = "If-Match is missing"),
    )
)]
pub async fn decide(
    ctx: Data<Context>,
    caller: Caller,
    path: Path<(String, String)>,
    version: IfMatch,
    body: Json<DecideBody>,
) -> ApiResult {
    let quarter = quarter(&path.0)?;
    let project: i64 = path.1.parse().map_err(|_| Error::NotFound)?;
    let (new, now) = (body.0.checked()?, ctx.now());
    let entry = ctx
        .db
        .write(move |conn| actions::decide(conn, &caller, quarter, project, version.0, &new, now))
        .await?;
    Ok(HttpResponse::Ok().insert_header(version_tag(entry.version)).json(EntryView::from(entry)))
}

/// Moves a list into review, or back to collecting.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/state", tag = "lists", request_body = StateBody,
    params(("quarter" = String, Path)),
    responses(
        (status = 200, description = "Moved", body = ListView),
        (status = 409, description = "It stands there already, or is published"),
    )
)]
pub async fn move_to(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    path: Path<String>,
    body: Json<StateBody>,
) -> ApiResult {
    let (quarter, (state, reason), now) = (quarter(&path)?, body.0.checked()?, ctx.now());
    let view = ctx
        .db
        .write(move |conn| {
            actions::move_to(conn, &caller, quarter, state, reason, now)?;
            view(conn, &caller.scope, quarter, lang)
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Publishes what was accepted.
#[utoipa::path(
    post, path = "/api/v1/lists/{quarter}/publish", tag = "lists", request_body = PublishBody,
    params(("quarter" = String, Path)),
    responses(
        (status = 200, description = "Published as version 1", body = ListView),
        (status = 409, description = "Published already, not in review, or nominations wait for a decision"),
    )
)]
pub async fn publish(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    path: Path<String>,
    body: Json<PublishBody>,
) -> ApiResult {
    let (quarter, new, now) = (quarter(&path)?, body.0.checked()?, ctx.now());
    let today = local_date(now, ctx.zone);
    let view = ctx
        .db
        .write(move |conn| {
            actions::publish(conn, &caller, quarter, &new, now, today)?;
            view(conn, &caller.scope, quarter, lang)
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

/// The list as it stands: in work or published.
fn view(conn: &mut Conn, scope: &Scope, quarter: Quarter, lang: Lang) -> Result<ListView> {
    match store::head(conn, quarter)?.state {
        ListState::Published => store::published(conn, scope, quarter, None).map(ListView::from),
        ListState::Collecting | ListState::Reviewing => {
            let live = store::list(conn, scope, quarter)?;
            let remarks = store::remarks(conn, quarter, &live.entries)?;
            Ok(ListView::in_work(live, remarks, lang))
        }
    }
}

/// An address that names no quarter names no list.
fn quarter(text: &str) -> Result<Quarter> {
    Quarter::parse(text).map_err(|_| Error::NotFound)
}

fn version_tag(version: i64) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

/// The published version from the shelf of copies; none of a list in work.
async fn kept(
    ctx: &Context,
    shelf: &Copies,
    caller: &Caller,
    request: &HttpRequest,
    quarter: Quarter,
    version: Option<i32>,
) -> Result<Option<HttpResponse>> {
    let scope = caller.scope.clone();
    let asked = Asked { form: "view", quarter, version, scope, lang: None, marks: String::new() };
    let Some(wanted) = copies::wanted(ctx, asked).await? else { return Ok(None) };
    let (tag, scope) = (wanted.tag(&[]), caller.scope.clone());
    let sending =
        Sending { kind: "application/json", cache: copies::OWN, vary: copies::BY_READER, disposition: None };
    if tag.is_known_to(request) {
        return Ok(Some(sending.unchanged(request, &tag)));
    }
    let make = move |conn: &mut Conn, version| {
        let view = ListView::from(store::published(conn, &scope, quarter, Some(version))?);
        Ok((String::new(), serde_json::to_vec(&view).context("a list as JSON")?))
    };
    let copy = copies::obtain(ctx, shelf, &wanted, make).await?;
    Ok(Some(sending.answer(request, &tag, &[&copy.body])))
}
