//! The document on paper: a page of its own, A3 landscape, with nothing but the official tables (UI section 9): the list
//! and its change set, each attachment on sheets of its own. Head and foot repeat on every sheet; the foot carries the
//! hash, the reader and the time, so that no sheet is anonymous.

use super::attachments::ExitRow;
use super::edition::Edition;
use super::input::version;
use super::model::PublishedEntry;
use super::official::{Row, Sums};
use super::papers::{Body, CorrectionRow, Paper, correction_reason, lives_on_in, papers, way_out};
use super::words::{Words, years};
use crate::context::Context;
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::error::Error;
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
    sheets: Vec<SheetView>,
    /// What proves the sheet: its hash.
    proof: String,
    /// Who made it, and when.
    taken: String,
}

/// An attachment on paper.
struct SheetView {
    heading: String,
    title: String,
    /// Heading of the last column: the change, what is decided, or the serial on the list.
    last: String,
    rows: Vec<RowView>,
    /// Of what left; the other columns are then not printed.
    exits: Vec<ExitView>,
    /// Of what is corrected; likewise.
    corrections: Vec<(usize, CorrectionRow)>,
    /// Why it was corrected.
    reason: Option<String>,
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
    last: String,
}

/// A row of what left.
#[derive(Default)]
struct ExitView {
    is_sum: bool,
    serial: String,
    name: String,
    place: String,
    class: String,
    way: String,
    reason: String,
    into: String,
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
        sheets: papers(&words, &edition)?.into_iter().map(|paper| sheet(&words, &edition, paper)).collect(),
        proof,
        taken: lang.all("lists-taken", &taken),
        shell,
    };
    Ok(html(&page))
}

fn sheet(words: &Words, edition: &Edition, paper: Paper<'_>) -> SheetView {
    let draft = edition.frozen().is_none();
    let mut view = SheetView {
        heading: paper.heading,
        title: paper.title,
        last: String::new(),
        rows: Vec::new(),
        exits: Vec::new(),
        corrections: Vec::new(),
        reason: None,
    };
    match paper.body {
        Body::List(rows) => {
            view.last = words.lang.t(if draft { "lists-column-state" } else { "lists-column-change" });
            view.rows = projects(words, edition, &rows, false);
        }
        Body::Change(rows) => {
            view.last = words.lang.t("papers-column-list-serial");
            view.rows = projects(words, edition, &rows, true);
        }
        Body::Exits(rows) => view.exits = exits(words, edition, &rows),
        Body::Corrections(rows) => {
            view.corrections = (1..).zip(rows).collect();
            view.reason = correction_reason(words.lang, edition);
        }
    }
    view
}

/// The rows of the official table. In a change set they are numbered from 1 and the serial on the list stands last.
fn projects(words: &Words, edition: &Edition, rows: &[Row<'_>], in_change_set: bool) -> Vec<RowView> {
    let mut own = 0;
    let mut view = |row: &Row<'_>| match row {
        Row::Sum(group, sums) => sum(words.group(*group, sums.count, edition.extract), sums),
        Row::Project(entry) if in_change_set => {
            own += 1;
            let last = entry.serial.to_string();
            RowView { serial: own.to_string(), last, ..project(words, edition, entry) }
        }
        Row::Project(entry) => project(words, edition, entry),
    };
    rows.iter().map(&mut view).collect()
}

fn exits(words: &Words, edition: &Edition, rows: &[ExitRow<'_>]) -> Vec<ExitView> {
    let mut own = 0;
    let mut view = |row: &ExitRow<'_>| match row {
        ExitRow::Sum(group, count) => {
            let name = words.group(*group, *count, edition.extract);
            ExitView { is_sum: true, name, ..ExitView::default() }
        }
        ExitRow::Exit(exit) => {
            own += 1;
            ExitView {
                is_sum: false,
                serial: own.to_string(),
                name: exit.name.clone(),
                place: words.division(exit.division),
                class: words.lang.word("class", exit.class.as_str()),
                way: way_out(words.lang, exit),
                reason: exit.reason.clone().unwrap_or_default(),
                into: lives_on_in(words.lang, edition, exit),
            }
        }
    };
    rows.iter().map(&mut view).collect()
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
        last: if state.is_some() { words.state(state) } else { words.change(entry.change) },
    }
}
