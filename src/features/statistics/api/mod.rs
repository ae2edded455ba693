//! Statistics for programs: every rate as an object that says what was divided by what.

mod month;

use super::input;
use super::monthly::Reports;
use super::source::{Exception, Source, Statistics, measure, ready};
use super::words::Words;
use crate::context::Context;
use crate::features::indicators::{Dimension, Figures, Group, Indicator, Lights, Measure, Ranks, Unit};
use crate::features::updates::At;
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::web::{ApiResult, Caller, Lang, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use month::{MonthView, ReportsView, RowView};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What the API document says of this room.
#[derive(OpenApi)]
#[openapi(paths(show))]
pub struct Api;

/// Figures of a list or of the registry.
#[derive(Serialize, ToSchema)]
struct StatisticsView {
    /// `2026Q3`; null for the registry.
    list: Option<String>,
    /// The month, `YYYY-MM`; null for a list or the registry.
    #[schema(value_type = Option<String>)]
    period: Option<Period>,
    /// `published`, `reviewing`, `collecting`, or `live` for the registry and for a month as its reports stand.
    state: &'static str,
    version: Option<i32>,
    number: Option<String>,
    /// Of the published document.
    hash: Option<String>,
    /// The day whose facts are measured.
    #[schema(value_type = String, format = Date)]
    as_of: NaiveDate,
    /// The year whose plan is measured.
    year: i32,
    /// Full months of it that were over.
    months: u32,
    /// How projects are counted.
    count_name: String,
    /// The figures cover more than the caller's places, as a published list's do; names never.
    is_bulletin: bool,
    whole: FiguresView,
    /// By what was grouped.
    #[schema(value_type = Vec<String>)]
    by: Vec<Dimension>,
    /// The groups of each dimension after the other; those of one dimension add up to the whole.
    groups: Vec<GroupView>,
    /// Started and not known to be entered in the statistics system; only projects that the caller may see.
    started_not_enrolled: Vec<ExceptionView>,
    /// Of a month: how its reports stand.
    reports: Option<ReportsView>,
    /// Of a month: reports that wait for a decision; their figures are not in.
    waiting: Option<i64>,
    /// Of a month: those of its year up to it, the first one first.
    trend: Vec<MonthView>,
    /// The projects of the group that `key` names, as far as the caller may see them; null without a key.
    rows: Option<Vec<RowView>>,
}

/// Counts take a bundle once, but for `split_count`.
#[derive(Serialize, ToSchema)]
struct FiguresView {
    count: i64,
    /// The parts in place of their bundles.
    split_count: i64,
    implementation: i64,
    preparation: i64,
    started: i64,
    planned_new: i64,
    signed: i64,
    enrolled: i64,
    /// Without a plan for the year; the completion rate leaves them out.
    without_plan: i64,
    total_investment_yuan: i64,
    annual_plan_yuan: i64,
    ytd_investment_yuan: i64,
    cumulative_investment_yuan: i64,
    /// Of a month, by the colour of their lights.
    lights: Option<Lights>,
    /// Definition a: of all implementation projects.
    start_rate: MeasureView,
    /// Definition b: of the starts planned for the year.
    start_rate_new: MeasureView,
    completion_rate: MeasureView,
    time_progress: MeasureView,
    progress_gap_pp: MeasureView,
    enrolment_rate: MeasureView,
    signed_to_started: MeasureView,
    /// The same seven, in their order.
    indicators: Vec<MeasureView>,
}

/// A rate with what it is made of.
#[derive(Clone, Serialize, ToSchema)]
struct MeasureView {
    /// The member's name.
    id: &'static str,
    name: String,
    /// With one digit, rounded once, half up: `80.0`. Null without a denominator.
    value: Option<String>,
    /// `percent`, or `points` for a difference of rates.
    unit: &'static str,
    /// `a` or `b`, where two definitions share the name.
    definition: Option<&'static str>,
    /// Projects, yuan (`completion_rate`) or months (`time_progress`); null for a difference of rates.
    numerator: Option<i64>,
    numerator_name: String,
    denominator: Option<i64>,
    denominator_name: String,
    formula: String,
}

/// A group's figures and its places among its like; ties share a place and leave the next ones out.
#[derive(Serialize, ToSchema)]
struct GroupView {
    #[schema(value_type = String)]
    by: Dimension,
    /// Six digits of a city, a word, an industry's code, a chain's id; null for what has none.
    key: Option<String>,
    /// In the caller's language.
    name: String,
    #[serde(flatten)]
    figures: FiguresView,
    ranks: RanksView,
    /// Of a month: how its reports stand.
    reports: Option<ReportsView>,
}

/// Null for what has no value and for the group without a key.
#[derive(Serialize, ToSchema)]
struct RanksView {
    completion_rate: Option<u32>,
    start_rate: Option<u32>,
    total: Option<u32>,
    count: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct ExceptionView {
    project_id: i64,
    name: String,
    unit: Option<String>,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    #[schema(value_type = Option<String>)]
    county: Option<DivisionCode>,
    stage: Option<String>,
    /// False, or null while nobody has said it.
    enrolled: Option<bool>,
}

/// Counts, sums, rates and ranks.
#[utoipa::path(
    get, path = "/api/v1/statistics", tag = "statistics",
    params(
        ("list" = Option<String>, Query, description = "`2026Q3`, or `live` for the registry; the newest published list when absent"),
        ("period" = Option<String>, Query, description = "`YYYY-MM`: the accepted reports of a month, as its bulletin was published; with `list=live`, or without a bulletin, as they stand"),
        ("key" = Option<String>, Query, description = "Also the rows of this group of the first grouping; `-` for the group without a key"),
        ("map" = Option<String>, Query, description = "Only the page draws it: `completion_rate` or `red`"),
        ("by" = Option<String>, Query, description = "`city` (default), `stage`, `class`, `industry`, `chain`, `nature`; several with commas"),
        ("version" = Option<i32>, Query, description = "Of a published list or bulletin; the newest when absent"),
        ("as_of" = Option<String>, Query, description = "`YYYY-MM-DD`: what was known at the end of that day, of a list or of the registry"),
    ),
    responses(
        (status = 200, description = "Published figures are whole for every reader, others within her scope", body = StatisticsView),
        (status = 404, description = "No such list or version, or none by that day"),
        (status = 422, description = "An unknown name or word, by its name"),
    )
)]
pub async fn show(ctx: Data<Context>, at: At, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let (asked, context) = (input::read(&query(&request)?)?, ctx.clone());
    let by = asked.by.clone();
    ready(&ctx, &asked, &at).await?;
    let found = ctx.db.read(move |conn| measure(conn, &context, &caller.scope, &asked, &at)).await?;
    let words = Words { lang, book: &found.book };
    Ok(HttpResponse::Ok().json(StatisticsView::of(&found, words, by)))
}

impl StatisticsView {
    fn of(found: &Statistics, words: Words<'_>, by: Vec<Dimension>) -> Self {
        let (list, state, version) = match &found.source {
            Source::Published { quarter, version } => (Some(quarter), "published", Some(version)),
            Source::Draft { quarter, state } => (Some(quarter), state.as_str(), None),
            Source::Live | Source::Month { frozen: None, .. } => (None, input::LIVE, None),
            Source::Month { frozen: Some(_), .. } => (None, "published", None),
        };
        let (period, frozen) = match &found.source {
            Source::Month { period, frozen } => (Some(*period), frozen.as_ref()),
            _ => (None, None),
        };
        let groups = found.bulletin.groupings.iter().enumerate().flat_map(|(at, grouping)| {
            grouping.groups.iter().enumerate().map(move |(place, group)| {
                let reports = found.monthly.as_ref().map(|month| month.groups[at][place]);
                GroupView::of(words, grouping.by, group, reports)
            })
        });
        Self {
            list: list.map(ToString::to_string),
            period,
            state,
            version: version
                .map(|version| version.version)
                .or_else(|| frozen.map(|frozen| frozen.imprint.version)),
            number: version
                .map(|version| version.number.clone())
                .or_else(|| frozen.map(|frozen| frozen.imprint.number.clone())),
            hash: version
                .map(|version| version.hash.clone())
                .or_else(|| frozen.map(|frozen| frozen.hash.clone())),
            as_of: found.moment.as_of,
            year: found.moment.year,
            months: found.moment.months(),
            count_name: words.lang.t("indicators-count-measure"),
            is_bulletin: found.is_bulletin,
            whole: FiguresView::of(words, &found.bulletin.whole, found.monthly.is_some()),
            by,
            groups: groups.collect(),
            started_not_enrolled: found.not_enrolled.iter().map(ExceptionView::of).collect(),
            reports: found.monthly.as_ref().map(|month| ReportsView::of(month.whole, None)),
            waiting: found.monthly.as_ref().map(|month| month.waiting),
            trend: found.monthly.iter().flat_map(|month| &month.months).map(MonthView::of).collect(),
            rows: found.rows.as_ref().map(|rows| rows.lines.iter().map(RowView::of).collect()),
        }
    }
}

impl FiguresView {
    fn of(words: Words<'_>, figures: &Figures, is_month: bool) -> Self {
        let measure = |indicator| MeasureView::of(words, &figures.measure(indicator));
        Self {
            count: figures.count,
            split_count: figures.split_count,
            implementation: figures.implementation,
            preparation: figures.preparation,
            started: figures.started,
            planned_new: figures.planned_new,
            signed: figures.signed,
            enrolled: figures.enrolled,
            without_plan: figures.without_plan,
            total_investment_yuan: figures.total.yuan(),
            annual_plan_yuan: figures.annual_plan.yuan(),
            ytd_investment_yuan: figures.ytd.yuan(),
            cumulative_investment_yuan: figures.cumulative.yuan(),
            lights: is_month.then_some(figures.lights),
            start_rate: measure(Indicator::StartRate),
            start_rate_new: measure(Indicator::StartRateNew),
            completion_rate: measure(Indicator::CompletionRate),
            time_progress: measure(Indicator::TimeProgress),
            progress_gap_pp: measure(Indicator::ProgressGap),
            enrolment_rate: measure(Indicator::EnrolmentRate),
            signed_to_started: measure(Indicator::SignedToStarted),
            indicators: figures.measures().iter().map(|measure| MeasureView::of(words, measure)).collect(),
        }
    }
}

impl MeasureView {
    fn of(words: Words<'_>, measure: &Measure) -> Self {
        let definition = measure.indicator.definition();
        Self {
            id: measure.indicator.as_str(),
            name: words.lang.t(definition.name),
            value: measure.text(),
            unit: match definition.unit {
                Unit::Percent => "percent",
                Unit::Points => "points",
            },
            definition: definition.letter,
            numerator: measure.operands.map(|(part, _)| part),
            numerator_name: words.lang.t(definition.numerator),
            denominator: measure.operands.map(|(_, whole)| whole),
            denominator_name: words.lang.t(definition.denominator),
            formula: words.lang.t(definition.formula),
        }
    }
}

impl GroupView {
    fn of(words: Words<'_>, by: Dimension, group: &Group, reports: Option<Reports>) -> Self {
        let Ranks { completion_rate, start_rate, total, count } = group.ranks;
        Self {
            by,
            name: words.group(by, group.key.as_deref()),
            key: group.key.clone(),
            figures: FiguresView::of(words, &group.figures, reports.is_some()),
            reports: reports.map(|reports| ReportsView::of(reports.tally, reports.place)),
            ranks: RanksView { completion_rate, start_rate, total, count },
        }
    }
}

impl ExceptionView {
    fn of(one: &Exception) -> Self {
        Self {
            project_id: one.project_id,
            name: one.name.clone(),
            unit: one.unit.clone(),
            city: one.division.city(),
            county: one.division.is_county().then_some(one.division),
            stage: one.stage.map(|stage| stage.to_string()),
            enrolled: one.enrolled,
        }
    }
}
