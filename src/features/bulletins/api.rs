//! Bulletins for programs: the figures as they are printed, and the projects that the caller may see by name.

use super::actions;
use super::document::Row;
use super::edition::{Edition, Which};
use super::input::{CorrectBody, PublishBody, period_of, version};
use super::model::ListRef;
use super::printed::{GROUPED, Group, Told};
use super::store::{self, Version};
use super::tasks::TaskRow;
use super::words::Words;
use crate::config;
use crate::context::Context;
use crate::db::Conn;
use crate::features::indicators::Dimension;
use crate::features::reference;
use crate::features::updates::{self, At};
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::web::{ApiResult, Caller, Json, Lang, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What the API document says of this room.
#[derive(OpenApi)]
#[openapi(paths(list, show, publish, correct, super::download::api))]
pub struct Api;

/// A month for which reports are owed, with its bulletin.
#[derive(Serialize, ToSchema)]
struct BulletinLine {
    #[schema(value_type = String)]
    period: Period,
    /// The newest version; null while none was published.
    bulletin: Option<VersionView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BulletinVersion)]
struct VersionView {
    version: i32,
    number: String,
    /// Why it corrects the version before.
    reason: Option<String>,
    publisher: String,
    #[schema(value_type = String, format = DateTime)]
    published_at: Instant,
    /// SHA-256 of the whole document, 64 hex digits.
    hash: String,
}

impl From<Version> for VersionView {
    fn from(version: Version) -> Self {
        let Version { version, number, reason, publisher, published_at, hash, .. } = version;
        Self { version, number, reason, publisher, published_at, hash }
    }
}

/// The figures of a month.
#[derive(Serialize, ToSchema)]
struct BulletinView {
    #[schema(value_type = String)]
    period: Period,
    /// `published`, or `draft` for a month that is measured now, in the caller's scope.
    state: &'static str,
    /// The projects are those of the caller's places only; the figures of a published bulletin are whole.
    is_extract: bool,
    version: Option<i32>,
    /// The newest version; higher than `version` when that one is superseded.
    newest: Option<i32>,
    number: Option<String>,
    /// Of the whole document.
    hash: Option<String>,
    previous_hash: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Instant>,
    publisher: Option<String>,
    /// Why it corrects the version before.
    reason: Option<String>,
    foreword: Option<String>,
    /// The list whose projects owe a report; null where nothing is owed.
    list: Option<ListRef>,
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    /// Of the year, in percent with one digit.
    time_progress: String,
    /// Reports that are here and wait for a decision; their figures are not in.
    waiting: i64,
    whole: Told,
    /// The groups of each kind after the other: `city class industry chain`; those of one kind add up to the whole.
    groups: Vec<GroupView>,
    /// In the order of places.
    projects: Vec<Row>,
    /// 督办: what is not closed, and what was closed since the month began; by their day.
    tasks: Vec<TaskRow>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = BulletinGroupView)]
struct GroupView {
    #[schema(value_type = String)]
    by: Dimension,
    /// In the caller's language.
    name: String,
    #[serde(flatten)]
    group: Group,
}

impl BulletinView {
    fn new(edition: &Edition, words: Words<'_>) -> Self {
        let frozen = edition.frozen.as_ref();
        let imprint = frozen.map(|frozen| &frozen.imprint);
        let groups = GROUPED.iter().flat_map(|by| {
            edition.sheet.groups(*by).iter().map(|group| GroupView {
                by: *by,
                name: words.group(*by, group.key.as_deref()),
                group: group.clone(),
            })
        });
        let month = &edition.month;
        Self {
            period: month.period,
            state: if frozen.is_some() { "published" } else { "draft" },
            is_extract: edition.is_extract,
            version: imprint.map(|imprint| imprint.version),
            newest: frozen.map(|frozen| frozen.newest),
            number: imprint.map(|imprint| imprint.number.clone()),
            hash: frozen.map(|frozen| frozen.hash.clone()),
            previous_hash: imprint
                .and_then(|imprint| imprint.previous.as_ref())
                .map(|previous| previous.hash.clone()),
            published_at: imprint.map(|imprint| imprint.published_at),
            publisher: imprint.map(|imprint| imprint.publisher.clone()),
            reason: imprint.and_then(|imprint| imprint.reason.clone()),
            foreword: imprint.and_then(|imprint| imprint.foreword.clone()),
            list: month.list.map(|(quarter, version)| ListRef { quarter, version }),
            due_at: month.due_at,
            closed_at: month.closed_at,
            time_progress: month.moment().time_progress().percent(1),
            waiting: month.waiting,
            whole: edition.sheet.whole.clone(),
            groups: groups.collect(),
            projects: edition.lines().map(Row::from).collect(),
            tasks: edition.tasks().cloned().collect(),
        }
    }
}

/// The months for which reports are owed, the newest first, each with its newest bulletin.
#[utoipa::path(
    get, path = "/api/v1/bulletins", tag = "bulletins",
    params(
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<BulletinLine>))
)]
pub async fn list(ctx: Data<Context>, request: HttpRequest) -> ApiResult {
    let page = query(&request)?.page()?;
    let found = ctx.db.read(move |conn| store::months(conn, page)).await?;
    let line = |(period, version): (Period, Option<Version>)| BulletinLine {
        period,
        bulletin: version.map(VersionView::from),
    };
    let items = found.items.into_iter().map(line).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// The bulletin of a month; the month as it is known now, in the caller's scope, while none was published.
#[utoipa::path(
    get, path = "/api/v1/bulletins/{period}", tag = "bulletins",
    params(
        ("period" = String, Path, description = "YYYY-MM"),
        ("version" = Option<i32>, Query, description = "The newest when absent"),
    ),
    responses((status = 200, body = BulletinView), (status = 404, description = "No such version"))
)]
pub async fn show(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    path: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let (period, version) = (period_of(&path)?, version(&query(&request)?)?);
    updates::ready(&ctx, period, &at).await?;
    let which = version.map_or(Which::Newest, Which::Version);
    let view = ctx.db.read(move |conn| view(conn, &caller, period, which, (lang, &at))).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Publish the bulletin of a month.
#[utoipa::path(
    post, path = "/api/v1/bulletins/{period}/publish", tag = "bulletins", request_body = PublishBody,
    params(("period" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, body = BulletinView),
        (status = 409, description = "The month is not over, nothing is owed for it, somebody still has time to report, or its bulletin is published"),
    )
)]
pub async fn publish(
    ctx: Data<Context>,
    at: At,
    rule: Data<config::Bulletins>,
    caller: Caller,
    lang: Lang,
    path: Path<String>,
    body: Json<PublishBody>,
) -> ApiResult {
    let (period, new) = (period_of(&path)?, body.0.checked()?);
    let view = ctx
        .db
        .write(move |conn| {
            let done = actions::publish(conn, &caller, period, &new, (&rule.word, &at))?;
            view(conn, &caller, period, Which::Version(done.version), (lang, &at))
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Publish the next version of a bulletin: the month as it is known now.
#[utoipa::path(
    post, path = "/api/v1/bulletins/{period}/corrections", tag = "bulletins", request_body = CorrectBody,
    params(("period" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, body = BulletinView),
        (status = 409, description = "Nothing was published, `base` is superseded, or nothing is different"),
    )
)]
pub async fn correct(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    path: Path<String>,
    body: Json<CorrectBody>,
) -> ApiResult {
    let (period, new) = (period_of(&path)?, body.0.checked()?);
    let view = ctx
        .db
        .write(move |conn| {
            let done = actions::correct(conn, &caller, period, &new, &at)?;
            view(conn, &caller, period, Which::Version(done.version), (lang, &at))
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

fn view(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    which: Which,
    (lang, at): (Lang, &At),
) -> Result<BulletinView> {
    let edition = Edition::read(conn, &caller.scope, period, which, at)?;
    let book = reference::book(conn)?;
    Ok(BulletinView::new(&edition, Words { lang, book: &book, zone: at.zone }))
}
