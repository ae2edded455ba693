//! The pages of the quarterly lists. One address shows a list in all its states: cities nominate at the [`desk`], the
//! reviewer decides at the [`review`], and everybody reads what is [`published`]. Deeds stand in [`deeds`]; a refused
//! one shows the page again with what was typed and why it was refused ([`posted`]).

mod compare;
mod correct;
mod cycle;
mod deeds;
mod desk;
pub mod entry;
mod index;
mod parts;
mod posted;
mod published;
pub mod receipts;
mod review;
mod scans;

pub use compare::compare;
pub use correct::{correct, correct_form};
pub use deeds::{cancel, decide, end_unlock, justify, move_to, nominate, publish, unlock};
pub use index::{index, open};

use super::input;
use super::model::ListState;
use super::store::{self, Known};
use super::words::Words;
use crate::context::Context;
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::copies::Copies;
use crate::web::listing::ListUrl;
use crate::web::{Caller, Form, PageResult, Shell, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

/// GET /lists/{quarter}
pub async fn show(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (when, version) = input::which(&asked.filter, ctx.now(), ctx.zone)?;
    if let Some(past) = when.past().zip(when.past_day()) {
        return render_past(&ctx, caller, shell, asked, past).await;
    }
    let which = (asked.quarter, version);
    if let Some(page) = published::kept(&ctx, &shelf, &caller, &shell, &request, which).await? {
        return Ok(page);
    }
    render(&ctx, caller, shell, asked, Refused::default()).await
}

/// GET /lists/{quarter}/versions/{version}
pub async fn version(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, i32)>,
    request: HttpRequest,
) -> PageResult {
    let which = (quarter_of(&path.0)?, Some(path.1));
    let page = published::kept(&ctx, &shelf, &caller, &shell, &request, which).await?;
    Ok(page.ok_or(Error::NotFound)?)
}

/// What a request for a list's page asks: the list, and the filters of its address.
#[derive(Clone, Debug)]
struct Asked {
    quarter: Quarter,
    filter: Form,
    url: ListUrl,
}

impl Asked {
    /// A deed's address carries the filters of the page that it was done on, so that the page comes back as it was.
    fn of(quarter: &str, request: &HttpRequest) -> Result<Self> {
        let quarter = quarter_of(quarter)?;
        let url = ListUrl::of(request).at(&format!("/lists/{quarter}"));
        Ok(Self { quarter, filter: query(request)?, url })
    }
}

/// What was refused, to be shown again; empty at first sight.
#[derive(Clone, Debug, Default)]
struct Refused {
    status: Option<StatusCode>,
    errors: Vec<FieldError>,
    form: Form,
}

impl Refused {
    /// The sentences that concern one of these fields, or none of any form's (`fields` empty: the rows).
    fn about<'a>(&'a self, fields: &'a [&str]) -> impl Iterator<Item = &'a FieldError> {
        self.errors.iter().filter(move |error| fields.contains(&error.field.as_str()))
    }

    fn status(&self) -> StatusCode {
        self.status.unwrap_or(StatusCode::OK)
    }
}

/// The page of a list as it was known on a day that is over: nothing can be done on it.
async fn render_past(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    asked: Asked,
    (at, day): (Instant, NaiveDate),
) -> PageResult {
    let (quarter, scope, lang, province) = (asked.quarter, caller.scope.clone(), shell.lang, ctx.province);
    let (known, book) = ctx
        .db
        .read(move |conn| Ok((store::as_of(conn, &scope, quarter, at)?, reference::book(conn)?)))
        .await?;
    let words = Words { lang, book, province };
    match known {
        Known::Published(found) => {
            let version = found.version.version;
            published::render(ctx, caller, shell, quarter, (Some(version), Some((at, day)))).await
        }
        Known::Live(live) => {
            let shown = desk::Shown { live: *live, past: Some(day) };
            desk::render(ctx, caller, shell, words, shown, asked, Refused::default()).await
        }
    }
}

/// The page of a list in whatever state it stands.
async fn render(ctx: &Context, caller: Caller, shell: Shell, asked: Asked, refused: Refused) -> PageResult {
    let (quarter, scope) = (asked.quarter, caller.scope.clone());
    let province = ctx.province;
    let lang = shell.lang;
    let (live, remarks, book) = ctx
        .db
        .read(move |conn| {
            let live = store::list(conn, &scope, quarter)?;
            let remarks = store::remarks(conn, quarter, &live.entries)?;
            Ok((live, remarks, reference::book(conn)?))
        })
        .await?;
    let words = Words { lang, book, province };
    match live.head.state {
        // A deed came too late; the sentence is on the page that says so.
        ListState::Published if !refused.errors.is_empty() => {
            let message = Message::new("lists-published-already").with("quarter", quarter);
            Err(Error::conflict(message).into())
        }
        ListState::Published => {
            published::render(ctx, caller, shell, quarter, (input::version(&asked.filter)?, None)).await
        }
        ListState::Reviewing if caller.may_for_province(Deed::ManageLists) => {
            review::render(ctx, &caller, shell, words, (live, remarks), asked, refused)
        }
        ListState::Collecting | ListState::Reviewing => {
            let shown = desk::Shown { live, past: None };
            desk::render(ctx, caller, shell, words, shown, asked, refused).await
        }
    }
}

fn quarter_of(text: &str) -> Result<Quarter> {
    Quarter::parse(text).map_err(|_| Error::NotFound)
}
