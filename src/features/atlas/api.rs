//! Gaps and matches for programs.

use super::ground::Ground;
use super::matches;
use super::model::gaps::{Cover, CoverKind, Gap};
use super::model::matching::Score;
use crate::config;
use crate::context::Context;
use crate::features::chains::{self, Coverage, Strength};
use crate::features::targets;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::web::{ApiResult, Caller, Lang, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    gaps,
    matches,
    crate::features::atlas::map::geojson,
    crate::features::atlas::intake::api::workbook,
    crate::features::atlas::intake::api::bring
))]
pub struct Api;

/// What is missing or weak of a chain, and how much of it is there.
#[derive(Serialize, utoipa::ToSchema)]
struct GapList {
    chain_id: i64,
    /// The newest published list, by which projects cover.
    #[schema(value_type = Option<String>)]
    list: Option<Quarter>,
    /// What is missing and nobody's first, then what is missing, then what is weak and nobody's.
    items: Vec<GapView>,
    total: usize,
    /// In each place that the caller sees whole.
    coverage: Vec<CoverageView>,
}

/// A segment that is missing or weak in a place.
#[derive(Serialize, utoipa::ToSchema)]
struct GapView {
    segment: NamedSegment,
    #[schema(value_type = String)]
    place: DivisionCode,
    /// `missing`, `weak`
    #[schema(value_type = String)]
    strength: Strength,
    #[schema(value_type = String, format = Date)]
    verified_on: NaiveDate,
    /// Nobody has looked at the facts for longer than is set.
    stale: bool,
    covered_by: Vec<CoverView>,
    /// No project on the list and no lead.
    nobody_working: bool,
}

/// A segment by its name.
#[derive(Serialize, utoipa::ToSchema)]
struct NamedSegment {
    id: i64,
    /// In the language of the answer.
    name: String,
}

/// What covers a segment.
#[derive(Serialize, utoipa::ToSchema)]
struct CoverView {
    /// `enterprise`, `project`, `lead`
    #[schema(value_type = String)]
    kind: CoverKind,
    id: i64,
    name: String,
    /// Role, stage or status in words.
    state: String,
    /// Whether it counts for coverage.
    counts: bool,
}

/// How much of a chain is there in a place.
#[derive(Serialize, utoipa::ToSchema)]
struct CoverageView {
    #[schema(value_type = String)]
    place: DivisionCode,
    /// Share of the judged segments in percent, one digit; none where nothing was judged.
    rate: Option<String>,
    /// The sum over the judged segments in hundredths of a segment.
    sum: i64,
    judged: i64,
    unjudged: i64,
    /// The end of each quarter since the first judgement, the last one as it runs.
    trend: Vec<TrendView>,
}

/// How much was there at the end of a quarter.
#[derive(Serialize, utoipa::ToSchema)]
struct TrendView {
    #[schema(value_type = String)]
    quarter: Quarter,
    rate: Option<String>,
}

/// A share in percent.
fn rate(of: Coverage) -> Option<String> {
    of.rate().map(|rate| rate.percent(1))
}

impl GapView {
    fn new(of: Gap, ground: &Ground, lang: Lang, (stale_days, today): (u32, NaiveDate)) -> Self {
        let cover = |one: &Cover| CoverView {
            kind: one.kind,
            id: one.id,
            name: one.name.clone(),
            state: lang.render(&one.state),
            counts: one.counts,
        };
        Self {
            segment: NamedSegment { id: of.segment_id, name: ground.book.segment_name(lang, of.segment_id) },
            place: of.place,
            strength: of.judgement.strength,
            verified_on: of.judgement.verified_on,
            stale: of.judgement.is_stale(stale_days, today),
            covered_by: of.covered_by.iter().map(cover).collect(),
            nobody_working: of.is_nobodys(),
        }
    }
}

/// The one place that is asked for, or all that the caller sees whole.
fn places(ground: &Ground, asked: Option<DivisionCode>) -> Result<Vec<DivisionCode>> {
    let hers = ground.places();
    match asked {
        None => Ok(hers),
        Some(place) if hers.contains(&place) => Ok(vec![place]),
        Some(_) => Err(Error::NotFound),
    }
}

/// What is missing or weak of a chain, what covers it, and how much of the chain is there.
#[utoipa::path(
    get, path = "/api/v1/chains/{id}/gaps", tag = "chains",
    params(
        ("id" = i64, Path),
        ("place" = Option<String>, Query, description = "Six digits of a city or the province; all that the caller sees whole without it"),
    ),
    responses((status = 200, body = GapList), (status = 404))
)]
pub async fn gaps(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    id: Path<i64>,
    request: HttpRequest,
) -> ApiResult {
    let place = query(&request)?.place("place")?;
    let (id, today) = (id.into_inner(), local_date(ctx.now(), ctx.zone));
    let ground = ctx.db.read(move |conn| Ground::read(conn, &caller.scope, id)).await?;
    let places = places(&ground, place)?;
    let coverage = |place: &DivisionCode| {
        let stands = ground.coverage(&rule, *place);
        let trend = ground.trend(&rule, *place, (today, ctx.zone)).into_iter();
        CoverageView {
            place: *place,
            rate: rate(stands),
            sum: stands.sum,
            judged: stands.judged,
            unjudged: stands.unjudged,
            trend: trend.map(|(quarter, then)| TrendView { quarter, rate: rate(then) }).collect(),
        }
    };
    let coverage = places.iter().map(coverage).collect();
    let stale = (rule.stale_days, today);
    let items: Vec<GapView> =
        ground.gaps(&places).into_iter().map(|gap| GapView::new(gap, &ground, lang, stale)).collect();
    let (list, total) = (ground.list, items.len());
    Ok(HttpResponse::Ok().json(GapList { chain_id: id, list, items, total, coverage }))
}

/// Who could fill a segment, and where.
#[derive(Serialize, utoipa::ToSchema)]
struct MatchList {
    segment_id: i64,
    /// The targets, the best first; then the parks, the best first.
    items: Vec<MatchView>,
    total: usize,
}

/// A target or a park with its score.
#[derive(Serialize, utoipa::ToSchema)]
struct MatchView {
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<MatchedTarget>,
    #[serde(skip_serializing_if = "Option::is_none")]
    park: Option<MatchedPark>,
    /// From 0 to 100.
    score: i64,
    reasons: Vec<ReasonView>,
}

/// A target that could fill the segment.
#[derive(Serialize, utoipa::ToSchema)]
struct MatchedTarget {
    id: i64,
    name: String,
    #[schema(value_type = String)]
    place: DivisionCode,
    home: Option<String>,
    #[schema(value_type = String)]
    priority: targets::Priority,
}

/// A park that could carry it.
#[derive(Serialize, utoipa::ToSchema)]
struct MatchedPark {
    id: i64,
    name: String,
    #[schema(value_type = String)]
    place: DivisionCode,
}

/// A component of a score.
#[derive(Serialize, utoipa::ToSchema)]
struct ReasonView {
    /// `ties neighbours priority contact freshness` of a target, `neighbours leading land energy distance freshness` of a park
    component: &'static str,
    /// From 0 to 100.
    value: i64,
    /// As set.
    weight: i64,
    /// In the language of the answer.
    sentence: String,
}

fn scored(
    (target, park): (Option<MatchedTarget>, Option<MatchedPark>),
    score: &Score,
    lang: Lang,
) -> MatchView {
    let reason = |one: &super::model::matching::Reason| ReasonView {
        component: one.component,
        value: one.value,
        weight: one.weight,
        sentence: lang.render(&one.sentence),
    };
    MatchView { target, park, score: score.value(), reasons: score.reasons.iter().map(reason).collect() }
}

/// Who could fill a segment, and which parks fit.
#[utoipa::path(
    get, path = "/api/v1/segments/{id}/matches", tag = "chains",
    params(
        ("id" = i64, Path),
        ("place" = Option<String>, Query, description = "For a city or the province, six digits; all that the caller sees whole without it"),
        ("target" = Option<i64>, Query, description = "Only the parks, for what this target would need"),
    ),
    responses((status = 200, body = MatchList), (status = 404))
)]
pub async fn matches(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    id: Path<i64>,
    request: HttpRequest,
) -> ApiResult {
    let asked = query(&request)?;
    let (place, target) = (asked.place("place")?, asked.number::<i64>("target")?);
    let (segment, today) = (id.into_inner(), local_date(ctx.now(), ctx.zone));
    let best = ctx
        .db
        .read(move |conn| {
            let chain = chains::segment(conn, segment)?.chain_id;
            let ground = Ground::read(conn, &caller.scope, chain)?;
            if let Some(place) = place {
                places(&ground, Some(place))?;
            }
            let place = place.or(caller.scope.only());
            let aimed = match target {
                None => None,
                Some(id) => {
                    let of = ground.targets.iter().find(|one| one.id == id && one.segment_id == segment);
                    Some(of.ok_or(Error::NotFound)?)
                }
            };
            let parks = matches::parks(conn, &rule, &ground, (aimed, place), today)?;
            let targets = match target {
                None => matches::targets(&rule, &ground, (segment, place), today),
                Some(_) => Vec::new(),
            };
            Ok(matches::Best { targets, parks })
        })
        .await?;
    let mut items = Vec::new();
    for fit in best.targets {
        let of = fit.of;
        let (id, name, place, home, priority) = (of.id, of.name, of.division, of.home, of.priority);
        let target = MatchedTarget { id, name, place, home, priority };
        items.push(scored((Some(target), None), &fit.score, lang));
    }
    for fit in best.parks {
        let of = fit.of.park;
        let park = MatchedPark { id: of.id, name: of.name, place: of.division };
        items.push(scored((None, Some(park)), &fit.score, lang));
    }
    let total = items.len();
    Ok(HttpResponse::Ok().json(MatchList { segment_id: segment, items, total }))
}
