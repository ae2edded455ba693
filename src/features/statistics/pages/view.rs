//! The page's strip, tables and links, in the reader's words.

use super::{Cell, Head, Line, Notice, Row, Table, Tile, cells, month};
use crate::features::indicators::{Dimension, Figures, Group, Grouping, Indicator, Measure};
use crate::features::projects::{Class, Stage};
use crate::features::statistics::input;
use crate::features::statistics::source::{Exception, Source, Statistics};
use crate::features::statistics::words::{NONE, Words, figure, operands};
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::division::{DivisionCode, Scope};
use crate::web::listing::ListUrl;
use chrono::NaiveDate;

/// How many published lists, and how many months, the page offers; older ones are a change of the address away.
const OFFERED: usize = 6;

/// The indicators of a table; 序时进度 is the same in every row and stands in its caption.
pub const SHOWN: [Indicator; 6] = [
    Indicator::StartRate,
    Indicator::StartRateNew,
    Indicator::CompletionRate,
    Indicator::ProgressGap,
    Indicator::EnrolmentRate,
    Indicator::SignedToStarted,
];

/// What the page is made from.
pub struct View<'a> {
    /// The figures.
    pub found: &'a Statistics,
    /// The reader's language.
    pub words: Words<'a>,
    /// What she may see by name.
    pub scope: &'a Scope,
    /// The address that she asked for.
    pub url: &'a ListUrl,
}

impl View<'_> {
    /// What else can be measured: address, name, whether it is shown.
    pub fn sources(&self, today: NaiveDate) -> Vec<(String, String, bool)> {
        let url = ["version", "as_of", "list", "period", "key", "map"]
            .iter()
            .fold(self.url.clone(), |url, name| url.without(name));
        let (here, month) = match &self.found.source {
            Source::Published { quarter, .. } | Source::Draft { quarter, .. } => (Some(*quarter), None),
            Source::Month { period, .. } => (None, Some(*period)),
            Source::Live => (None, None),
        };
        let lists = self.found.published.iter().take(OFFERED).map(|quarter| {
            let href = url.with("list", quarter.as_str()).href();
            (href, self.words.quarter(*quarter), here == Some(*quarter))
        });
        let is_live = matches!(self.found.source, Source::Live);
        let live = (url.with("list", input::LIVE).href(), self.words.lang.t("statistics-live"), is_live);
        let last = period_of(today).previous();
        let mut offered: Vec<Period> =
            std::iter::successors(Some(last), |month| Some(month.previous())).take(OFFERED).collect();
        offered.extend(month.filter(|month| !offered.contains(month)));
        let months = offered.into_iter().map(|period| {
            (url.with("period", period.as_str()).href(), self.words.month(period), month == Some(period))
        });
        lists.chain([live]).chain(months).collect()
    }

    /// What the reader must know of what she sees.
    pub fn notices(&self) -> Vec<Notice> {
        let lang = self.words.lang;
        let mut notices = Vec::new();
        if let (Source::Month { period, frozen }, Some(monthly)) = (&self.found.source, &self.found.monthly) {
            notices.extend(month::notices(lang, *period, frozen.as_deref(), monthly));
        }
        if !self.scope.is_whole_province() {
            let id = match &self.found.source {
                Source::Published { .. } => "statistics-is-bulletin",
                Source::Month { frozen: Some(_), .. } => "statistics-is-bulletin-month",
                Source::Draft { .. } | Source::Live | Source::Month { frozen: None, .. } => {
                    "statistics-is-own"
                }
            };
            notices.push(Notice::new("info", lang.t(id)));
        }
        notices
    }

    /// Where all the rows stand.
    fn rows(&self) -> String {
        match &self.found.source {
            Source::Published { quarter, version } => {
                format!("/lists/{quarter}/versions/{}", version.version)
            }
            Source::Draft { quarter, .. } => format!("/lists/{quarter}"),
            Source::Live => "/projects".to_owned(),
            Source::Month { period, frozen: Some(frozen) } => {
                format!("/bulletins/{period}?version={}", frozen.imprint.version)
            }
            // Beside a bulletin, too: what stands now is on the month's own page.
            Source::Month { period, frozen: None } => format!("/updates?period={period}"),
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
    pub fn rows_in(&self, by: Dimension, key: Option<&str>) -> Option<String> {
        let is_month = self.found.monthly.is_some();
        let key = key.or(is_month.then_some(input::KEYLESS))?;
        let is_mine = |key| DivisionCode::parse(key).is_ok_and(|city| self.scope.covers(city));
        if by == Dimension::City && key != input::KEYLESS && !is_mine(key) {
            return None;
        }
        match &self.found.source {
            Source::Live => Some(format!("/projects?{by}={key}")),
            Source::Month { .. } => Some(self.url.with("by", by.as_str()).with("key", key).href() + "#rows"),
            Source::Published { quarter, .. } if by == Dimension::City => {
                Some(format!("/projects?list={quarter}&{by}={key}"))
            }
            Source::Draft { quarter, .. } if by != Dimension::Class => {
                Some(format!("/projects?list={quarter}&{by}={key}"))
            }
            Source::Published { .. } | Source::Draft { .. } => None,
        }
    }

    /// The strip of figures.
    pub fn tiles(&self) -> Vec<Tile> {
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
        let tiles = sums.into_iter().chain(SHOWN.iter().map(rate));
        let monthly = self
            .found
            .monthly
            .iter()
            .flat_map(|monthly| month::tiles(lang, monthly, &whole.lights, &self.rows()));
        tiles.chain(monthly).collect()
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

    /// The heads of the columns after the group's name.
    pub fn heads(&self) -> Vec<Head> {
        let lang = self.words.lang;
        let plain = |id: &str| Head { id: None, label: lang.t(id), tip: String::new() };
        let rate = |indicator: &Indicator| Head {
            id: Some(indicator.as_str().to_owned()),
            label: self.words.name(*indicator),
            tip: lang.t(indicator.definition().formula),
        };
        if self.found.monthly.is_some() {
            return month::heads(lang, plain, rate);
        }
        let sums = ["indicators-count", "indicators-total", "statistics-plan", "statistics-ytd"];
        sums.iter().map(|id| plain(id)).chain(SHOWN.iter().map(rate)).collect()
    }

    /// A table for each grouping.
    pub fn tables(&self) -> Vec<Table> {
        self.found
            .bulletin
            .groupings
            .iter()
            .enumerate()
            .map(|(at, grouping)| self.table(at, grouping))
            .collect()
    }

    fn table(&self, at: usize, grouping: &Grouping) -> Table {
        let Grouping { by, groups } = grouping;
        let whole = Group { key: None, figures: self.found.bulletin.whole, ranks: Default::default() };
        let monthly = self.found.monthly.as_ref();
        let shown = |group: &Group, place: Option<usize>| match monthly {
            Some(monthly) => month::cells(self.words, group, monthly.reports(at, place)),
            None => self.cells(group),
        };
        let sum = Row {
            is_sum: true,
            name: self.words.lang.t("indicators-whole"),
            href: Some(self.rows()),
            cells: shown(&whole, None),
        };
        let row = |(place, group): (usize, &Group)| Row {
            is_sum: false,
            name: self.words.group(*by, group.key.as_deref()),
            href: self.rows_in(*by, group.key.as_deref()),
            cells: shown(group, Some(place)),
        };
        Table {
            id: by.as_str(),
            by: self.words.dimension(*by),
            rows: std::iter::once(sum).chain(groups.iter().enumerate().map(row)).collect(),
        }
    }

    fn cells(&self, group: &Group) -> Vec<Cell> {
        let (words, figures, ranks) = (self.words, &group.figures, group.ranks);
        let sums = [
            cells::plain(words, "indicators-count", figures.count.to_string(), ranks.count),
            cells::plain(words, "indicators-total", figures.total.yi_text(1), ranks.total),
            cells::plain(words, "statistics-plan", figures.annual_plan.yi_text(1), None),
            cells::plain(words, "statistics-ytd", figures.ytd.yi_text(1), None),
        ];
        let rates = SHOWN.iter().map(|indicator| cells::rate(words, group, *indicator));
        sums.into_iter().chain(rates).collect()
    }

    /// What has started and is not known to be in the statistics system.
    pub fn not_enrolled(&self) -> Vec<Line> {
        let lang = self.words.lang;
        let line = |one: &Exception| Line {
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
