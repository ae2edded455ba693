//! Statistics for programs: every rate as an object that says what was divided by what.

use super::input;
use super::source::{Exception, Source, Statistics, measure};
use super::words::Words;
use crate::context::Context;
use crate::features::indicators::{Dimension, Figures, Group, Indicator, Measure, Ranks, Unit};
use crate::kernel::division::DivisionCode;
use crate::web::{ApiResult, Caller, Lang, query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
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
    /// `published`, `reviewing`, `collecting`, or `live` for the registry.
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
        ("by" = Option<String>, Query, description = "`city` (default), `stage`, `class`, `industry`, `chain`, `nature`; several with commas"),
        ("version" = Option<i32>, Query, description = "Of a published list; the newest when absent"),
        ("as_of" = Option<String>, Query, description = "`YYYY-MM-DD`: what was known at the end of that day, of a list or of the registry"),
    ),
    responses(
        (status = 200, description = "Published figures are whole for every reader, others within her scope", body = StatisticsView),
        (status = 404, description = "No such list or version, or none by that day"),
        (status = 422, description = "An unknown name or word, by its name"),
    )
)]
pub async fn show(ctx: Data<Context>, caller: Caller, lang: Lang, request: HttpRequest) -> ApiResult {
    let (asked, context, now) = (input::read(&query(&request)?)?, ctx.clone(), ctx.now());
    let by = asked.by.clone();
    let found = ctx.db.read(move |conn| measure(conn, &context, &caller.scope, &asked, now)).await?;
    let words = Words { lang, book: &found.book };
    Ok(HttpResponse::Ok().json(StatisticsView::of(&found, words, by)))
}

impl StatisticsView {
    fn of(found: &Statistics, words: Words<'_>, by: Vec<Dimension>) -> Self {
        let (list, state, version) = match &found.source {
            Source::Published { quarter, version } => (Some(quarter), "published", Some(version)),
            Source::Draft { quarter, state } => (Some(quarter), state.as_str(), None),
            Source::Live => (None, input::LIVE, None),
        };
        let groups = found.bulletin.groupings.iter().flat_map(|grouping| {
            grouping.groups.iter().map(|group| GroupView::of(words, grouping.by, group))
        });
        Self {
            list: list.map(ToString::to_string),
            state,
            version: version.map(|version| version.version),
            number: version.map(|version| version.number.clone()),
            hash: version.map(|version| version.hash.clone()),
            as_of: found.moment.as_of,
            year: found.moment.year,
            months: found.moment.months(),
            count_name: words.lang.t("indicators-count-measure"),
            is_bulletin: found.is_bulletin,
            whole: FiguresView::of(words, &found.bulletin.whole),
            by,
            groups: groups.collect(),
            started_not_enrolled: found.not_enrolled.iter().map(ExceptionView::of).collect(),
        }
    }
}

impl FiguresView {
    fn of(words: Words<'_>, figures: &Figures) -> Self {
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
    fn of(words: Words<'_>, by: Dimension, group: &Group) -> Self {
        let Ranks { completion_rate, start_rate, total, count } = group.ranks;
        Self {
            by,
            name: words.group(by, group.key.as_deref()),
            key: group.key.clone(),
            figures: FiguresView::of(words, &group.figures),
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
