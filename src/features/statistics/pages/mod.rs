//! GET /statistics: the strip of figures, the groups with their rates and places, what has started and is not in the
//! statistics system, and every definition in full; of a month also its lights, its reports, its charts and the rows
//! behind a group. Hovering or focusing a figure tells its formula; the same stands below as text, for paper and for who
//! does not hover.

mod cells;
mod charts;
mod month;
mod rows;
mod view;

use super::input;
use super::source::{measure, ready};
use super::words::Words;
use crate::context::Context;
use crate::features::indicators::{Dimension, Indicator};
use crate::features::updates::At;
use crate::web::listing::ListUrl;
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use charts::Charts;
use rows::RowsView;
use view::View;

#[derive(Template)]
#[template(path = "features/statistics/templates/statistics.html")]
struct StatisticsPage {
    shell: Shell,
    title: String,
    standing: String,
    workbook: String,
    /// What else can be measured: address, name, whether it is shown.
    sources: Vec<(String, String, bool)>,
    /// By what else it can be grouped.
    groupings: Vec<(String, String, bool)>,
    /// What this reader must know of it.
    notices: Vec<Notice>,
    tiles: Vec<Tile>,
    charts: Option<Charts>,
    rows: Option<RowsView>,
    heads: Vec<Head>,
    tables: Vec<Table>,
    not_enrolled: Vec<Line>,
    definitions: Vec<(String, String, String)>,
}

/// Something that a reader must know of what she sees.
struct Notice {
    tone: &'static str,
    sentence: String,
    /// Address and name of where it leads.
    link: Option<(String, String)>,
}

impl Notice {
    fn new(tone: &'static str, sentence: String) -> Self {
        Self { tone, sentence, link: None }
    }

    fn leading(self, link: (String, String)) -> Self {
        Self { link: Some(link), ..self }
    }
}

/// A figure of the strip.
struct Tile {
    label: String,
    value: String,
    unit: String,
    href: String,
    tip: String,
    /// What was divided by what.
    note: String,
}

/// The head of a column; one that is defined below leads there.
struct Head {
    id: Option<String>,
    label: String,
    tip: String,
}

struct Table {
    id: &'static str,
    by: String,
    rows: Vec<Row>,
}

struct Row {
    is_sum: bool,
    name: String,
    href: Option<String>,
    cells: Vec<Cell>,
}

struct Cell {
    label: String,
    value: String,
    tip: String,
    /// Operands and place.
    note: String,
}

/// A project that is not in the statistics system.
struct Line {
    project_id: i64,
    name: String,
    unit: String,
    city: String,
    stage: String,
    enrolled: String,
}

/// GET /statistics
pub async fn page(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let (asked, context) = (input::read(&query(&request)?)?, ctx.clone());
    let (scope, lang, by, shade) = (caller.scope.clone(), shell.lang, asked.by.clone(), asked.shade);
    ready(&ctx, &asked, &at).await?;
    let today = at.today();
    let found = ctx.db.read(move |conn| measure(conn, &context, &caller.scope, &asked, &at)).await?;
    let words = Words { lang, book: &found.book };
    let url = ListUrl::of(&request);
    let view = View { found: &found, words, scope: &scope, url: &url };
    let grouped = url.without("key");
    let definition = |indicator: &Indicator| {
        let formula = lang.t(indicator.definition().formula);
        (indicator.as_str().to_owned(), words.name(*indicator), formula)
    };
    let punctual = found.monthly.is_some().then(|| {
        (month::ON_TIME.to_owned(), lang.t("updates-discipline"), lang.t("updates-discipline-formula"))
    });
    Ok(html(&StatisticsPage {
        title: words.title(&found.source),
        standing: words.standing(&found),
        workbook: url.at("/statistics/export.xlsx").href(),
        sources: view.sources(today),
        groupings: Dimension::ALL
            .iter()
            .map(|one| (grouped.with("by", one.as_str()).href(), words.dimension(*one), by.contains(one)))
            .collect(),
        notices: view.notices(),
        tiles: view.tiles(),
        charts: found.monthly.as_ref().map(|month| charts::of(&view, month, shade)).transpose()?,
        rows: found.rows.as_ref().map(|rows| rows::of(&view, rows)),
        heads: view.heads(),
        tables: view.tables(),
        not_enrolled: view.not_enrolled(),
        definitions: Indicator::ALL.iter().map(definition).chain(punctual).collect(),
        shell,
    }))
}
