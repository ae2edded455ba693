//! /mail/calendar: what will be sent in the days to come and to whom, and each of those letters as it would be today.

use crate::context::Context;
use crate::features::digests;
use crate::features::mailroom::calendar::{Expected, expected, span};
use crate::features::mailroom::input::days;
use crate::features::reference;
use crate::features::reminders::{Reminder, Rules};
use crate::kernel::calendar::parse_day;
use crate::kernel::error::Error;
use crate::kernel::paging::Paged;
use crate::schedule::Jobs;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{Caller, Lang, PageResult, Shell, html, html_with_status, query, refused, summary};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/mailroom/templates/calendar.html")]
struct CalendarPage {
    shell: Shell,
    from: String,
    to: String,
    /// For each year whose days off nobody has entered.
    undeclared: Vec<String>,
    total: i64,
    rows: Vec<Row>,
    pager: Pager,
    errors: Vec<(String, String, String)>,
}

/// A letter that will be sent, in words.
struct Row {
    day: String,
    weekday: String,
    /// Where the letter is read.
    href: String,
    to: String,
    kind: String,
    subject: String,
    items: usize,
}

#[derive(Template)]
#[template(path = "features/mailroom/templates/expected.html")]
struct ExpectedPage {
    shell: Shell,
    row: Row,
    text: String,
}

fn row(lang: Lang, letter: &Expected) -> Row {
    Row {
        day: letter.day.to_string(),
        weekday: lang.t(&format!("mail-weekday-{}", letter.day.format("%u"))),
        href: match (letter.kind, letter.issue) {
            (Reminder::NAME, _) => format!("/mail/calendar/{}/{}", letter.day, letter.reader),
            (_, Some(issue)) => format!("/digests/{issue}?reader={}", letter.reader),
            (_, None) => "/digests".to_owned(),
        },
        to: format!("{} <{}>", letter.name, letter.address),
        kind: lang.word("mail-kind", letter.kind),
        subject: letter.letter.subject.clone(),
        items: letter.items,
    }
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    if field == "from" { "mail-calendar-from" } else { "mail-calendar-to" }
}

/// GET /mail/calendar
pub async fn calendar(
    ctx: Data<Context>,
    jobs: Data<Jobs>,
    rules: Data<Rules>,
    digesting: Data<digests::Rules>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let form = query(&request)?;
    let (page, now) = (form.page()?, ctx.now());
    let typed = (form.raw("from").to_owned(), form.raw("to").to_owned());
    let (found, undeclared, (from, to), refused) =
        match days(&form).and_then(|days| span(days, rules.today(now))) {
            Ok(span) => {
                let read = move |conn: &mut _| {
                    let undeclared = reference::working_days(conn)?.undeclared(span.0, span.1);
                    Ok((expected(conn, (&jobs, &rules, &digesting), &caller.scope, span, now)?, undeclared))
                };
                let shown = (span.0.to_string(), span.1.to_string());
                let (found, undeclared) = ctx.db.read(read).await?;
                (found, undeclared, shown, (StatusCode::OK, Vec::new()))
            }
            Err(error) => (Vec::new(), Vec::new(), typed, refused(error, "to")?),
        };
    let (lang, found) = (shell.lang, Paged::cut(found, page));
    let page = CalendarPage {
        from,
        to,
        undeclared: undeclared
            .iter()
            .map(|year| lang.with("mail-calendar-undeclared", "year", year.to_string()))
            .collect(),
        total: found.total,
        rows: found.items.iter().map(|letter| row(lang, letter)).collect(),
        pager: Pager::of(&found, &ListUrl::of(&request)),
        errors: summary(lang, &refused.1, label),
        shell,
    };
    Ok(html_with_status(refused.0, &page))
}

/// GET /mail/calendar/{day}/{reader}
pub async fn letter(
    ctx: Data<Context>,
    jobs: Data<Jobs>,
    rules: Data<Rules>,
    digesting: Data<digests::Rules>,
    caller: Caller,
    shell: Shell,
    place: Path<(String, String)>,
) -> PageResult {
    let (day, reader) = place.into_inner();
    let day = parse_day(&day).ok_or(Error::NotFound)?;
    let reader: i64 = reader.parse().map_err(|_| Error::NotFound)?;
    let now = ctx.now();
    // A day that cannot be looked ahead to has no letters.
    let one_day = span((Some(day), Some(day)), rules.today(now)).map_err(|_| Error::NotFound)?;
    let read = move |conn: &mut _| expected(conn, (&jobs, &rules, &digesting), &caller.scope, one_day, now);
    let found = ctx
        .db
        .read(read)
        .await?
        .into_iter()
        .find(|letter| letter.kind == Reminder::NAME && letter.reader == reader);
    let found = found.ok_or(Error::NotFound)?;
    let row = row(shell.lang, &found);
    Ok(html(&ExpectedPage { shell, row, text: found.letter.text }))
}
