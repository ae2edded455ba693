//! The list on paper: a page of its own, A3 landscape, with nothing but the official table (UI section 9). Head and
//! foot repeat on every sheet; the foot carries the hash, the reader and the time, so that no sheet is anonymous.

use super::edition::Edition;
use super::export::version;
use super::model::PublishedEntry;
use super::official::{Row, Sums, arrange};
use super::words::{Words, years};
use crate::context::Context;
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lists/templates/print.html")]
struct PrintPage {
    shell: Shell,
    title: String,
    /// Back to the list.
    back: String,
    province: String,
    /// Number and version, or that it is a draft.
    standing: String,
    is_draft: bool,
    extract: Option<String>,
    /// The day of the facts; today for a draft.
    day: String,
    rows: Vec<RowView>,
    /// What proves the sheet: its hash.
    proof: String,
    /// Who made it, and when.
    taken: String,
}

/// A row on paper.
#[derive(Default)]
struct RowView {
    is_sum: bool,
    serial: String,
    name: String,
    unit: String,
    place: String,
    nature: String,
    stage: String,
    total: String,
    annual_plan: String,
    ytd: String,
    years: String,
    scope: String,
    responsible: String,
    change: String,
}

/// GET /lists/{quarter}/print
pub async fn print(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let quarter = Quarter::parse(&path).map_err(|_| Error::NotFound)?;
    let version = version(&query(&request)?)?;
    let (now, scope) = (ctx.now(), caller.scope.clone());
    let (edition, book) = ctx
        .db
        .read(move |conn| Ok((Edition::read(conn, &scope, quarter, version)?, reference::book(conn)?)))
        .await?;
    let lang = shell.lang;
    let words = Words { lang, book, province: ctx.province };
    let frozen = edition.frozen();
    let proof = frozen.map_or_else(
        || lang.t("lists-hash-none"),
        |frozen| {
            let id = if edition.extract { "lists-hash-whole" } else { "lists-hash" };
            lang.with(id, "hash", &frozen.version.hash)
        },
    );
    let taken = [("name", caller.name), ("time", now.local_text(ctx.zone))];
    let page = PrintPage {
        title: words.title(quarter),
        back: match version {
            Some(version) => format!("/lists/{quarter}/versions/{version}"),
            None => format!("/lists/{quarter}"),
        },
        province: words.book.name(lang, ctx.province),
        standing: words.standing(&edition),
        is_draft: frozen.is_none(),
        extract: words.extract(&edition),
        day: frozen
            .map_or_else(
                || local_date(now, ctx.zone),
                |frozen| local_date(frozen.version.published_at, ctx.zone),
            )
            .to_string(),
        rows: rows(&words, &edition)?,
        proof,
        taken: lang.all("lists-taken", &taken),
        shell,
    };
    Ok(html(&page))
}

fn rows(words: &Words, edition: &Edition) -> Result<Vec<RowView>> {
    let view = |row: &Row<'_>| match row {
        Row::Sum(group, sums) => sum(words.group(*group, sums.count, edition.extract), sums),
        Row::Project(entry) => project(words, edition, entry),
    };
    Ok(arrange(&edition.entries)?.iter().map(view).collect())
}

fn sum(name: String, sums: &Sums) -> RowView {
    RowView {
        is_sum: true,
        name,
        total: sums.total.wan_text(),
        annual_plan: sums.annual_plan.wan_text(),
        ytd: sums.ytd.wan_text(),
        ..RowView::default()
    }
}

fn project(words: &Words, edition: &Edition, entry: &PublishedEntry) -> RowView {
    let facts = &entry.facts;
    let wan = |money: Option<Money>| money.map(Money::wan_text).unwrap_or_default();
    let nature = facts.nature.map(|nature| words.lang.word("nature", nature.as_str()));
    let state = edition.state_of(entry.project_id);
    RowView {
        is_sum: false,
        serial: entry.serial.to_string(),
        name: facts.name.clone(),
        unit: facts.unit.clone().unwrap_or_default(),
        place: words.place(facts),
        nature: nature.unwrap_or_default(),
        stage: words.stage(facts.stage),
        total: wan(facts.total_investment),
        annual_plan: wan(facts.annual_plan),
        ytd: wan(facts.ytd_investment),
        years: years(facts),
        scope: facts.scope_text.clone().unwrap_or_default(),
        responsible: facts.responsible_unit.clone().unwrap_or_default(),
        // A draft tells what is decided; there is no change yet that would hold.
        change: if state.is_some() { words.state(state) } else { words.change(entry.change) },
    }
}
