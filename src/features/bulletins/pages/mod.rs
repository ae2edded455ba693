//! /bulletins: the months with their bulletins; a month on one page, as it was published or as it is known now; the forms
//! that publish and correct.

mod aside;
mod deeds;
mod month;

pub use deeds::{correct, publish};

use super::edition::{Edition, Which};
use super::input::{period_of, version};
use super::store::{self, Version};
use super::words::Words;
use crate::config;
use crate::context::Context;
use crate::features::reference::{self, Book};
use crate::features::updates::{self, At};
use crate::kernel::calendar::{Period, period_of as month_of};
use crate::kernel::error::FieldError;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{Caller, Form, PageResult, Shell, html, html_with_status, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use month::MonthPage;

#[derive(Template)]
#[template(path = "features/bulletins/templates/index.html")]
struct IndexPage {
    shell: Shell,
    rows: Vec<IndexRow>,
    pager: Pager,
}

/// A month in the index.
struct IndexRow {
    href: String,
    month: String,
    /// Of the published bulletin; empty while there is none.
    number: String,
    version: String,
    published_at: String,
    publisher: String,
}

/// GET /bulletins
pub async fn index(ctx: Data<Context>, at: At, shell: Shell, request: HttpRequest) -> PageResult {
    let page = query(&request)?.page()?;
    // Whoever looks first after a month's end fixes who owed.
    updates::ready(&ctx, month_of(at.today()).previous(), &at).await?;
    let (found, book) =
        ctx.db.read(move |conn| Ok((store::months(conn, page)?, reference::book(conn)?))).await?;
    let words = Words { lang: shell.lang, book: &book, zone: ctx.zone };
    let row = |(period, version): &(Period, Option<Version>)| {
        let of = |text: fn(&Version) -> String| version.as_ref().map(text).unwrap_or_default();
        IndexRow {
            href: format!("/bulletins/{period}"),
            month: words.month(*period),
            number: of(|version| version.number.clone()),
            version: of(|version| version.version.to_string()),
            published_at: version
                .as_ref()
                .map(|version| version.published_at.local_text(ctx.zone))
                .unwrap_or_default(),
            publisher: of(|version| version.publisher.clone()),
        }
    };
    let rows = found.items.iter().map(row).collect();
    Ok(html(&IndexPage { rows, pager: Pager::of(&found, &ListUrl::of(&request)), shell }))
}

/// GET /bulletins/{period}
pub async fn show(
    ctx: Data<Context>,
    at: At,
    rule: Data<config::Bulletins>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let (period, version) = (period_of(&path)?, version(&query(&request)?)?);
    let asked = Asked { period, version, posted: Form::default(), refused: Vec::new() };
    render(&ctx, (at, &rule), caller, shell, asked, StatusCode::OK).await
}

/// What the page is to show.
struct Asked {
    period: Period,
    version: Option<i32>,
    /// A form that was refused keeps its words.
    posted: Form,
    refused: Vec<FieldError>,
}

/// What the page is made from.
struct Found {
    /// What the reader sees.
    edition: Edition,
    /// The version that it corrects.
    before: Option<Edition>,
    /// Of the bulletin, the newest first.
    versions: Vec<Version>,
    /// The number that the next bulletin would bear.
    number: String,
    /// Whether the month's last day has passed.
    is_over: bool,
    /// Names of places.
    book: Book,
}

async fn render(
    ctx: &Context,
    (at, rule): (At, &config::Bulletins),
    caller: Caller,
    shell: Shell,
    asked: Asked,
    status: StatusCode,
) -> PageResult {
    let (period, word) = (asked.period, rule.word.clone());
    updates::ready(ctx, period, &at).await?;
    let which = asked.version.map_or(Which::Newest, Which::Version);
    let reader = caller.clone();
    let found = ctx
        .db
        .read(move |conn| {
            let edition = Edition::read(conn, &reader.scope, period, which, &at)?;
            let corrected = edition.frozen.as_ref().map_or(1, |frozen| frozen.imprint.version) - 1;
            let before = match corrected {
                1.. => Some(Edition::read(conn, &reader.scope, period, Which::Version(corrected), &at)?),
                _ => None,
            };
            Ok(Found {
                number: super::actions::next_number(conn, &word, chrono::Datelike::year(&at.today()))?,
                versions: store::versions(conn, period)?,
                is_over: updates::is_over(period, &at),
                book: reference::book(conn)?,
                edition,
                before,
            })
        })
        .await?;
    Ok(html_with_status(status, &MonthPage::new(shell, &caller, &found, &asked, ctx.zone)))
}
