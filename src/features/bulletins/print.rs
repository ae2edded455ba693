//! The bulletin on paper: a document of its own, A4 upright, as an office sends it round: title and number, the foreword,
//! the sentences, the table of the cities, the red lights and the late reports by name, the definitions, the hash.

use super::edition::{Edition, Which};
use super::input::{period_of, version};
use super::model::Line;
use super::printed::{Places, Told};
use super::table::COLUMNS;
use super::words::{TaskView, Words};
use crate::context::Context;
use crate::features::indicators::Dimension;
use crate::features::reference;
use crate::features::updates::{self, At};
use crate::kernel::calendar::local_date;
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/bulletins/templates/print.html")]
struct PrintPage {
    shell: Shell,
    title: String,
    /// Back to the page.
    back: String,
    province: String,
    standing: String,
    is_draft: bool,
    extract: Option<String>,
    day: String,
    foreword: Vec<String>,
    summary: Vec<String>,
    heads: Vec<String>,
    /// Name, figures, whether it is the whole.
    rows: Vec<(String, Vec<String>, bool)>,
    red: Vec<PaperRow>,
    unpunctual: Vec<PaperRow>,
    tasks: Vec<TaskView>,
    notes: Vec<String>,
    /// What proves the sheet: its hash.
    proof: String,
    /// Who made it, and when.
    taken: String,
}

/// A project on paper.
struct PaperRow {
    place: String,
    name: String,
    /// Why it is red, or whose report it is.
    what: String,
    report: String,
}

/// GET /bulletins/{period}/print
pub async fn print(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let (period, version) = (period_of(&path)?, version(&query(&request)?)?);
    updates::ready(&ctx, period, &at).await?;
    let (now, scope) = (at.now, caller.scope.clone());
    let which = version.map_or(Which::Newest, Which::Version);
    let (edition, book) = ctx
        .db
        .read(move |conn| Ok((Edition::read(conn, &scope, period, which, &at)?, reference::book(conn)?)))
        .await?;
    let lang = shell.lang;
    let words = Words { lang, book: &book, zone: ctx.zone };
    let frozen = edition.frozen.as_ref();
    let shown = || COLUMNS.iter().filter(|column| column.on_paper);
    let cells = |told: &Told, places: Places| shown().map(|column| column.text(told, places)).collect();
    let whole = (lang.t("indicators-whole"), cells(&edition.sheet.whole, Places::default()), true);
    let city = |city: &super::printed::Group| {
        (words.group(Dimension::City, city.key.as_deref()), cells(&city.told, city.ranks), false)
    };
    let proof = frozen.map_or_else(
        || lang.t("bulletins-hash-none"),
        |frozen| {
            let id = if edition.is_extract { "bulletins-hash-whole" } else { "bulletins-hash" };
            lang.with(id, "hash", &frozen.hash)
        },
    );
    let notes = ["indicators-completion-rate-formula", "indicators-progress-gap-formula"]
        .into_iter()
        .chain(["indicators-start-rate-formula", "indicators-start-rate-new-formula"])
        .chain(["updates-discipline-formula", "indicators-count-measure"]);
    let page = PrintPage {
        title: words.title(period),
        back: match version {
            Some(version) => format!("/bulletins/{period}?version={version}"),
            None => format!("/bulletins/{period}"),
        },
        province: book.name(lang, ctx.province),
        standing: words.standing(&edition),
        is_draft: frozen.is_none(),
        extract: words.extract(&edition),
        day: local_date(frozen.map_or(now, |frozen| frozen.imprint.published_at), ctx.zone).to_string(),
        foreword: frozen
            .and_then(|frozen| frozen.imprint.foreword.as_ref())
            .map(|text| text.lines().map(str::to_owned).collect())
            .unwrap_or_default(),
        summary: words.summary(&edition),
        heads: shown().map(|column| column.name(lang)).collect(),
        rows: std::iter::once(whole).chain(edition.sheet.cities.iter().map(city)).collect(),
        red: edition.red().map(|line| row(words, line, true)).collect(),
        unpunctual: edition.unpunctual().into_iter().map(|line| row(words, line, false)).collect(),
        tasks: edition.tasks().map(|task| TaskView::new(words, task)).collect(),
        notes: notes.map(|id| lang.t(id)).collect(),
        proof,
        taken: lang.all("bulletins-taken", &[("name", caller.name), ("time", now.local_text(ctx.zone))]),
        shell,
    };
    Ok(html(&page))
}

fn row(words: Words<'_>, line: &Line, is_red: bool) -> PaperRow {
    let why = line.why.as_ref().map(|why| why.said(words.lang).to_owned());
    PaperRow {
        place: words.place(line.measured.division),
        name: line.name.clone(),
        what: if is_red { why } else { line.reporter.clone() }.unwrap_or_default(),
        report: words.duty(line.duty),
    }
}
