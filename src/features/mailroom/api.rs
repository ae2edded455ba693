//! The outbox for programs.

use super::actions::{self, Turn};
use super::calendar::{Expected, expected, span};
use super::input::{SwitchBody, Throw, days, filter};
use crate::context::Context;
use crate::features::digests;
use crate::features::reminders::{self, Item, Rules};
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::outbox::{self, Listed, Postman, State, Step, Switch};
use crate::schedule::Jobs;
use crate::web::{ApiResult, Caller, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, letter, retry, retry_failed, resend, hold, stands, switch, preview))]
pub struct Api;

/// A letter.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LetterView {
    id: i64,
    /// What it is: the same key is sent once.
    key: String,
    /// `test` …
    kind: String,
    /// The reader's address.
    to: String,
    /// Her name.
    name: String,
    /// Empty until it is written.
    subject: String,
    /// `queued claimed handed sent failed unknown held dropped`
    #[schema(value_type = String)]
    state: State,
    /// How often it was tried.
    attempts: i32,
    /// When it is due, or was.
    #[schema(value_type = String, format = DateTime)]
    next_at: Instant,
    /// When the server took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Instant>,
    /// The same whenever it is sent.
    message_id: String,
    /// What was said when it did not leave.
    error: Option<String>,
}

impl From<Listed> for LetterView {
    fn from(letter: Listed) -> Self {
        Self {
            id: letter.id,
            key: letter.key,
            kind: letter.kind,
            to: letter.address,
            name: letter.name,
            subject: letter.subject,
            state: letter.state,
            attempts: letter.attempts,
            next_at: letter.next_at,
            sent_at: letter.sent_at,
            message_id: letter.message_id,
            error: letter.error,
        }
    }
}

/// Something that happened to a letter.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StepView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// The state that it came to.
    #[schema(value_type = String)]
    state: State,
    /// What the server said.
    said: Option<String>,
    /// Who did it; null for what happened by itself.
    by: Option<String>,
}

impl From<Step> for StepView {
    fn from(Step { at, state, said, by }: Step) -> Self {
        Self { at, state, said, by }
    }
}

/// Something that a reminder tells.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ItemView {
    /// What is owed, with the day that it is due: `report:2026-10:12:2026-11-05`
    debt: String,
    /// Which of its days: `before-3`, `due`, `after-1`, `superior-3`, `again-10`
    rung: String,
    /// `users.id` of whoever owes it.
    ower: i64,
    /// Whether it is told to her superior.
    to_superior: bool,
}

impl From<Item> for ItemView {
    fn from(Item { debt, rung, ower, to_superior }: Item) -> Self {
        Self { debt, rung, ower, to_superior }
    }
}

/// A letter with its words and everything that happened to it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct WholeLetterView {
    #[serde(flatten)]
    letter: LetterView,
    /// Null until it is written.
    text: Option<String>,
    /// Names of what is attached.
    files: Vec<String>,
    /// What it tells, of a reminder.
    items: Vec<ItemView>,
    /// The first first.
    steps: Vec<StepView>,
}

/// How the switch stands.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SwitchView {
    /// `open`, `held`, or `elsewhere`: the database was moved or copied and has not been let in here
    state: &'static str,
    /// Since when it is held.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Instant>,
    /// Why.
    reason: Option<String>,
    /// Who holds it.
    by: Option<String>,
}

impl From<Switch> for SwitchView {
    fn from(switch: Switch) -> Self {
        match switch {
            Switch::Open => Self { state: "open", since: None, reason: None, by: None },
            Switch::Held(since, reason, by) => Self { state: "held", since: Some(since), reason, by },
            Switch::Elsewhere => Self { state: "elsewhere", since: None, reason: None, by: None },
        }
    }
}

/// The letters, the newest first.
#[utoipa::path(
    get, path = "/api/v1/mail/outbox", tag = "mail",
    params(
        ("state" = Option<String>, Query, description = "One of the states"),
        ("q" = Option<String>, Query, description = "A part of name, address, subject or key"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<LetterView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let form = query(&request)?;
    let (page, filter) = (form.page()?, filter(&form)?);
    let found = ctx.db.read(move |conn| outbox::find(conn, &caller.scope, &filter, page)).await?;
    let items = found.items.into_iter().map(LetterView::from).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// One letter, with its words and everything that happened to it.
#[utoipa::path(
    get, path = "/api/v1/mail/outbox/{id}", tag = "mail", params(("id" = i64, Path)),
    responses((status = 200, body = WholeLetterView))
)]
pub async fn letter(ctx: Data<Context>, caller: Caller, id: Path<String>) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let ((listed, words), items, steps) = ctx
        .db
        .read(move |conn| {
            let letter = outbox::letter(conn, &caller.scope, id)?;
            Ok((letter, reminders::items(conn, id)?, outbox::steps(conn, id)?))
        })
        .await?;
    let files = words.iter().flat_map(|letter| letter.files.iter().map(|file| file.name.clone())).collect();
    let steps = steps.into_iter().map(StepView::from).collect();
    let items = items.into_iter().map(ItemView::from).collect();
    let text = words.map(|letter| digests::without_stop(&letter.text));
    Ok(HttpResponse::Ok().json(WholeLetterView { letter: listed.into(), text, files, items, steps }))
}

/// Sends a letter again that failed, of which nobody knows, that was held or dropped; under the same Message-ID.
#[utoipa::path(
    post, path = "/api/v1/mail/outbox/{id}/retry", tag = "mail", params(("id" = i64, Path)),
    responses(
        (status = 200, body = LetterView),
        (status = 409, description = "It waits, is on its way or was sent"),
    )
)]
pub async fn retry(ctx: Data<Context>, caller: Caller, id: Path<String>) -> ApiResult {
    turned(&ctx, caller, &id, Turn::Retry).await
}

/// How many letters wait again.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RetriedView {
    count: usize,
}

/// Sends every letter again that failed, once what was wrong is mended; under the same Message-IDs.
#[utoipa::path(
    post, path = "/api/v1/mail/retries", tag = "mail", responses((status = 200, body = RetriedView))
)]
pub async fn retry_failed(ctx: Data<Context>, caller: Caller) -> ApiResult {
    let now = ctx.now();
    let count = ctx.db.write(move |conn| actions::retry_failed(conn, &caller, now)).await?;
    Ok(HttpResponse::Ok().json(RetriedView { count }))
}

/// Sends a letter once more that was sent: its reader may have lost it. Under the same Message-ID.
#[utoipa::path(
    post, path = "/api/v1/mail/outbox/{id}/resend", tag = "mail", params(("id" = i64, Path)),
    responses((status = 200, body = LetterView), (status = 409, description = "It was not sent"))
)]
pub async fn resend(ctx: Data<Context>, caller: Caller, id: Path<String>) -> ApiResult {
    turned(&ctx, caller, &id, Turn::Resend).await
}

/// Holds a letter back that waits.
#[utoipa::path(
    post, path = "/api/v1/mail/outbox/{id}/hold", tag = "mail", params(("id" = i64, Path)),
    responses((status = 200, body = LetterView), (status = 409, description = "It does not wait"))
)]
pub async fn hold(ctx: Data<Context>, caller: Caller, id: Path<String>) -> ApiResult {
    turned(&ctx, caller, &id, Turn::Hold).await
}

async fn turned(ctx: &Context, caller: Caller, id: &str, turn: Turn) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let now = ctx.now();
    let letter = ctx.db.write(move |conn| actions::turn(conn, &caller, (turn, id), now)).await?;
    Ok(HttpResponse::Ok().json(LetterView::from(letter)))
}

/// Whether mail leaves.
#[utoipa::path(
    get, path = "/api/v1/mail/switch", tag = "mail", responses((status = 200, body = SwitchView))
)]
pub async fn stands(ctx: Data<Context>, postman: Data<Postman>) -> ApiResult {
    let switch = ctx.db.read(move |conn| postman.stands(conn)).await?;
    Ok(HttpResponse::Ok().json(SwitchView::from(switch)))
}

/// Holds all mail, or lets it go; letting it go also lets a moved or restored database send.
#[utoipa::path(
    post, path = "/api/v1/mail/switch", tag = "mail", request_body = SwitchBody,
    responses((status = 200, body = SwitchView))
)]
pub async fn switch(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    body: Json<SwitchBody>,
) -> ApiResult {
    let (thrown, now) = (body.0.checked()?, ctx.now());
    let switch = ctx
        .db
        .write(move |conn| {
            match thrown {
                (Throw::Held, reason) => {
                    let why = reason.as_deref().unwrap_or_default();
                    actions::hold_all(conn, &caller, postman.home(), why, now)?;
                }
                (Throw::Open, reason) => actions::let_go(conn, &caller, postman.home(), reason, now)?,
            }
            postman.stands(conn)
        })
        .await?;
    Ok(HttpResponse::Ok().json(SwitchView::from(switch)))
}

/// A letter that will be sent if nothing changes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ExpectedView {
    /// On which day.
    #[schema(value_type = String, format = Date)]
    day: NaiveDate,
    /// `reminder` …
    kind: &'static str,
    /// The reader.
    user_id: i64,
    /// Her name.
    name: String,
    /// Her address.
    to: String,
    /// How many things it tells.
    items: usize,
    /// What it will say first, in her language.
    subject: String,
    /// What it would say today.
    text: String,
}

impl From<Expected> for ExpectedView {
    fn from(letter: Expected) -> Self {
        Self {
            day: letter.day,
            kind: letter.kind,
            user_id: letter.reader,
            name: letter.name,
            to: letter.address,
            items: letter.items,
            subject: letter.letter.subject,
            text: letter.letter.text,
        }
    }
}

/// What will be sent in a span of days.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PreviewView {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    /// By day and reader.
    items: Vec<ExpectedView>,
}

impl PreviewView {
    /// Of these letters.
    pub fn new((from, to): (NaiveDate, NaiveDate), letters: Vec<Expected>) -> Self {
        Self { from, to, items: letters.into_iter().map(ExpectedView::from).collect() }
    }
}

/// Who will get what, and when, if nothing changes; sends nothing.
#[utoipa::path(
    get, path = "/api/v1/mail/preview", tag = "mail",
    params(
        ("from" = Option<String>, Query, description = "YYYY-MM-DD; today without it"),
        ("to" = Option<String>, Query, description = "YYYY-MM-DD; 90 days on without it"),
    ),
    responses((status = 200, body = PreviewView), (status = 422, description = "No span of days"))
)]
pub async fn preview(
    ctx: Data<Context>,
    jobs: Data<Jobs>,
    rules: Data<Rules>,
    digesting: Data<digests::Rules>,
    caller: Caller,
    request: HttpRequest,
) -> ApiResult {
    let now = ctx.now();
    let span = span(days(&query(&request)?)?, rules.today(now))?;
    let read = move |conn: &mut _| expected(conn, (&jobs, &rules, &digesting), &caller.scope, span, now);
    let letters = ctx.db.read(read).await?;
    Ok(HttpResponse::Ok().json(PreviewView::new(span, letters)))
}
