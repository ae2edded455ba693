//! GET /statistics: the strip of figures, the groups with their rates and places, what has started and is not in the
//! statistics system, and every definition in full. Hovering or focusing a figure tells its formula; the same stands
//! below as text, for paper and for who does not hover.

use super::input;
use super::source::{Source, Statistics, measure};
use super::words::{NONE, Words, figure, operands};
use crate::context::Context;
use crate::features::indicators::{Dimension, Figures, Group, Grouping, Indicator, Measure};
use crate::features::projects::{Class, Stage};
use crate::kernel::division::{DivisionCode, Scope};
use crate::web::listing::ListUrl;
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;

/// How many published lists the page offers; older ones are a change of the address away.
const OFFERED: usize = 6;

/// The indicators of a table; 序时进度 is the same in every row and stands in its caption.
const SHOWN: [Indicator; 6] = [
    Indicator::StartRate,
    Indicator::StartRateNew,
    Indicator::CompletionRate,
    Indicator::ProgressGap,
    Indicator::EnrolmentRate,
    Indicator::SignedToStarted,
];

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
    /// What this reader sees of it, when that is not everything.
    notice: Option<String>,
    tiles: Vec<Tile>,
    heads: Vec<Head>,
    tables: Vec<Table>,
    not_enrolled: Vec<Line>,
    definitions: Vec<(&'static str, String, String)>,
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

/// The head of an indicator's column.
struct Head {
    id: &'static str,
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
pub async fn page(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let (asked, context, now) = (input::read(&query(&request)?)?, ctx.clone(), ctx.now());
    let (scope, lang, by) = (caller.scope.clone(), shell.lang, asked.by.clone());
    let found = ctx.db.read(move |conn| measure(conn, &context, &caller.scope, &asked, now)).await?;
    let words = Words { lang, book: &found.book };
    let view = View { found: &found, words, scope: &scope };
    let url = ListUrl::of(&request);
    let definition = |indicator: &Indicator| {
        let formula = lang.t(indicator.definition().formula);
        (indicator.as_str(), words.name(*indicator), formula)
    };
    let head = |indicator: &Indicator| {
        let (id, label, tip) = definition(indicator);
        Head { id, label, tip }
    };
    Ok(html(&StatisticsPage {
        title: words.title(&found.source),
        standing: words.standing(&found),
        workbook: url.at("/statistics/export.xlsx").href(),
        sources: view.sources(&url),
        groupings: Dimension::ALL
            .iter()
            .map(|one| (url.with("by", one.as_str()).href(), words.dimension(*one), by.contains(one)))
            .collect(),
        notice: view.notice(),
        tiles: view.tiles(),
        heads: SHOWN.iter().map(head).collect(),
        tables: found.bulletin.groupings.iter().map(|grouping| view.table(grouping)).collect(),
        not_enrolled: view.not_enrolled(),
        definitions: Indicator::ALL.iter().map(definition).collect(),
        shell,
    }))
}

/// What the page is made from.
struct View<'a> {
    found: &'a Statistics,
    words: Words<'a>,
    scope: &'a Scope,
}

impl View<'_> {
    fn sources(&self, url: &ListUrl) -> Vec<(String, String, bool)> {
        let url = url.without("version").without("as_of");
        let here = match &self.found.source {
            Source::Published { quarter, .. } | Source::Draft { quarter, .. } => Some(*quarter),
            Source::Live => None,
        };
        let lists = self.found.published.iter().take(OFFERED).map(|quarter| {
            let href = url.with("list", quarter.as_str()).href();
            (href, self.words.quarter(*quarter), here == Some(*quarter))
        });
        let live =
            (url.with("list", input::LIVE).href(), self.words.lang.t("statistics-live"), here.is_none());
        lists.chain([live]).collect()
    }

    fn notice(&self) -> Option<String> {
        let id = match &self.found.source {
            _ if self.scope.is_whole_province() => return None,
            Source::Published { .. } => "statistics-is-bulletin",
            Source::Draft { .. } | Source::Live => "statistics-is-own",
        };
        Some(self.words.lang.t(id))
    }

    /// Where all the rows stand.
    fn rows(&self) -> String {
        match &self.found.source {
            Source::Published { quarter, version } => {
                format!("/lists/{quarter}/versions/{}", version.version)
            }
            Source::Draft { quarter, .. } => format!("/lists/{quarter}"),
            Source::Live => "/projects".to_owned(),
        }
    }

    /// Where the rows of an indicator stand, as far as there is a filter for them.
    fn rows_of(&self, indicator: Indicator) -> String {
        let stages = |from: Stage| {
            let from = Stage::ALL.iter().filter(move |stage| **stage >= from);
            let named: Vec<String> = from.map(|stage| format!("stage={stage}")).collect();
            named.join("&")
        };
        let class = format!("/projects?class={}", Class::Implementation);
        match (indicator, &self.found.source) {
            (Indicator::EnrolmentRate, _) => "#not-enrolled".to_owned(),
            (Indicator::StartRate, Source::Live) => format!("{class}&{}", stages(Stage::Started)),
            (Indicator::StartRateNew, Source::Live) => class,
            (Indicator::SignedToStarted, Source::Live) => format!("/projects?{}", stages(Stage::Signed)),
            _ => self.rows(),
        }
    }

    /// Where a group's rows stand. A published list is frozen: of its dimensions only the city finds the same rows in
    /// the registry. Other places' rows are not there for this reader.
    fn rows_in(&self, by: Dimension, key: Option<&str>) -> Option<String> {
        let key = key?;
        let is_mine = |key| DivisionCode::parse(key).is_ok_and(|city| self.scope.covers(city));
        if by == Dimension::City && !is_mine(key) {
            return None;
        }
        match &self.found.source {
            Source::Live => Some(format!("/projects?{by}={key}")),
            Source::Published { quarter, .. } if by == Dimension::City => {
                Some(format!("/projects?list={quarter}&{by}={key}"))
            }
            Source::Draft { quarter, .. } if by != Dimension::Class => {
                Some(format!("/projects?list={quarter}&{by}={key}"))
            }
            Source::Published { .. } | Source::Draft { .. } => None,
        }
    }

    fn tiles(&self) -> Vec<Tile> {
        let (lang, whole) = (self.words.lang, &self.found.bulletin.whole);
        let measure = lang.t("indicators-count-measure");
        let plain = |label: &str, value: String, unit: &str, note: String| Tile {
            label: lang.t(label),
            value,
            unit: lang.t(unit),
            href: self.rows(),
            tip: measure.clone(),
            note,
        };
        let split = match whole.split_count {
            same if same == whole.count => String::new(),
            split => lang.with("statistics-split", "count", split),
        };
        let rate = |indicator: &Indicator| {
            let measure = whole.measure(*indicator);
            Tile {
                label: self.words.name(*indicator),
                value: figure(&measure),
                unit: self.words.unit(&measure),
                href: self.rows_of(*indicator),
                tip: self.words.explanation(&measure),
                note: self.note(&measure, whole),
            }
        };
        let sums = [
            plain("indicators-count", whole.count.to_string(), "statistics-projects-unit", split),
            plain("indicators-total", whole.total.yi_text(1), "statistics-yi", String::new()),
        ];
        sums.into_iter().chain(SHOWN.iter().map(rate)).collect()
    }

    /// What was divided by what, with the denominator's name.
    fn note(&self, measure: &Measure, figures: &Figures) -> String {
        let lang = self.words.lang;
        if measure.operands.is_none() {
            return lang.with(
                "statistics-time-progress",
                "progress",
                figures.moment.time_progress().percent(1),
            );
        }
        let parts = [
            ("operands", operands(measure)),
            ("denominator", lang.t(measure.indicator.definition().denominator)),
        ];
        let note = lang.all("statistics-operands", &parts);
        match (measure.indicator, figures.without_plan) {
            (Indicator::CompletionRate, lacking @ 1..) => {
                note + &lang.with("statistics-without-plan", "count", lacking)
            }
            _ => note,
        }
    }

    fn table(&self, grouping: &Grouping) -> Table {
        let Grouping { by, groups } = grouping;
        let whole = Group { key: None, figures: self.found.bulletin.whole, ranks: Default::default() };
        let sum = Row {
            is_sum: true,
            name: self.words.lang.t("indicators-whole"),
            href: Some(self.rows()),
            ..self.row(*by, &whole)
        };
        Table {
            id: by.as_str(),
            by: self.words.dimension(*by),
            rows: std::iter::once(sum).chain(groups.iter().map(|group| self.row(*by, group))).collect(),
        }
    }

    fn row(&self, by: Dimension, group: &Group) -> Row {
        let (lang, figures, ranks) = (self.words.lang, &group.figures, group.ranks);
        let place = |place: Option<u32>| {
            place.map(|place| lang.with("statistics-place", "place", place)).unwrap_or_default()
        };
        let rate = |indicator: &Indicator| {
            let measure = figures.measure(*indicator);
            let rank = match indicator {
                Indicator::StartRate => ranks.start_rate,
                Indicator::CompletionRate => ranks.completion_rate,
                _ => None,
            };
            let notes = [operands(&measure), place(rank)];
            let notes: Vec<&str> = notes.iter().map(String::as_str).filter(|note| !note.is_empty()).collect();
            Cell {
                label: self.words.name(*indicator),
                value: self.words.value(&measure),
                tip: self.words.explanation(&measure),
                note: if measure.value.is_some() { notes.join(" · ") } else { String::new() },
            }
        };
        let plain = |label: &str, value: String, rank| Cell {
            label: lang.t(label),
            value,
            tip: String::new(),
            note: place(rank),
        };
        let sums = [
            plain("indicators-count", figures.count.to_string(), ranks.count),
            plain("indicators-total", figures.total.yi_text(1), ranks.total),
            plain("statistics-plan", figures.annual_plan.yi_text(1), None),
            plain("statistics-ytd", figures.ytd.yi_text(1), None),
        ];
        Row {
            is_sum: false,
            name: self.words.group(by, group.key.as_deref()),
            href: self.rows_in(by, group.key.as_deref()),
            cells: sums.into_iter().chain(SHOWN.iter().map(rate)).collect(),
        }
    }

    fn not_enrolled(&self) -> Vec<Line> {
        let lang = self.words.lang;
        let line = |one: &super::source::Exception| Line {
            project_id: one.project_id,
            name: one.name.clone(),
            unit: one.unit.clone().unwrap_or_default(),
            city: self.words.city(one.division.city()).unwrap_or_else(|| lang.t("statistics-no-city")),
            stage: one.stage.map_or(NONE.to_owned(), |stage| lang.word("stage", stage.as_str())),
            enrolled: lang.t(match one.enrolled {
                Some(_) => "statistics-not-enrolled-no",
                None => "statistics-not-enrolled-unknown",
            }),
        };
        self.found.not_enrolled.iter().map(line).collect()
    }
}
