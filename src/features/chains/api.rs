//! Chains for programs.

use super::actions::supplied_by;
use super::input::{ChainBody, JudgeBody, SegmentBody};
use super::model::{Card, Function, Judgement, Segment, Strength, Tier};
use super::{actions, store};
use crate::config;
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::web::{ApiResult, Caller, IfMatch, Json, Lang};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, add, show, tell, link, relink, judge))]
pub struct Api;

/// All chains.
#[derive(Serialize, utoipa::ToSchema)]
struct ChainList {
    items: Vec<ChainLine>,
}

/// A chain among the others.
#[derive(Serialize, utoipa::ToSchema)]
struct ChainLine {
    id: i64,
    /// In the language of the answer.
    name: String,
    name_zh: String,
    name_en: String,
    /// Offered in forms.
    active: bool,
    /// How many segments of it stand.
    segment_count: i64,
}

/// A chain with its segments.
#[derive(Serialize, utoipa::ToSchema)]
struct ChainView {
    id: i64,
    /// The `If-Match` of what is told of it.
    version: i64,
    /// In the language of the answer.
    name: String,
    name_zh: String,
    name_en: String,
    active: bool,
    /// 链长: the office that leads it.
    chief: Option<String>,
    /// 链主: the enterprise around which it is built.
    leader: Option<String>,
    policies: Option<String>,
    /// In their order, upstream first; those that are switched off among them.
    segments: Vec<SegmentView>,
}

/// A segment of a chain.
#[derive(Serialize, utoipa::ToSchema)]
struct SegmentView {
    id: i64,
    /// The `If-Match` of its changes.
    version: i64,
    chain_id: i64,
    /// In the language of the answer.
    name: String,
    name_zh: String,
    name_en: String,
    /// `upstream`, `midstream`, `downstream`
    #[schema(value_type = String)]
    tier: Tier,
    /// `equipment raw_material auxiliary_material auxiliary_equipment process technical_service product sales_channel`
    #[schema(value_type = Option<String>)]
    function: Option<Function>,
    parent_id: Option<i64>,
    position: i32,
    note: Option<String>,
    active: bool,
    /// The segments that it supplies.
    supplies: Vec<i64>,
    /// What stands of it in each place that the caller may see, the province's own judgement among them.
    strengths: Vec<StrengthView>,
}

/// How strong a segment is in a place.
#[derive(Serialize, utoipa::ToSchema)]
struct StrengthView {
    /// A city, or the province by its own judgement.
    #[schema(value_type = String)]
    place: DivisionCode,
    /// `strong`, `ordinary`, `weak`, `missing`
    #[schema(value_type = String)]
    strength: Strength,
    evidence: String,
    source: Option<String>,
    #[schema(value_type = String, format = Date)]
    verified_on: NaiveDate,
    /// Nobody has looked at the facts for longer than is set.
    stale: bool,
    author: String,
}

impl SegmentView {
    fn new(segment: Segment, lang: Lang, edges: &[(i64, i64)], strengths: Vec<StrengthView>) -> Self {
        Self {
            id: segment.id,
            version: segment.version,
            chain_id: segment.chain_id,
            name: if lang == Lang::Zh { segment.name_zh.clone() } else { segment.name_en.clone() },
            supplies: supplied_by(edges, segment.id),
            strengths,
            name_zh: segment.name_zh,
            name_en: segment.name_en,
            tier: segment.tier,
            function: segment.function,
            parent_id: segment.parent_id,
            position: segment.position,
            note: segment.note,
            active: segment.active,
        }
    }
}

impl StrengthView {
    fn new(one: Judgement, (stale_days, today): (u32, NaiveDate)) -> Self {
        Self {
            stale: one.is_stale(stale_days, today),
            place: one.division,
            strength: one.strength,
            evidence: one.evidence,
            source: one.source,
            verified_on: one.verified_on,
            author: one.author,
        }
    }
}

/// Who asks, in which language, and when a judgement is stale.
struct Asked<'a> {
    caller: &'a Caller,
    lang: Lang,
    stale: (u32, NaiveDate),
}

/// All chains, in their order.
#[utoipa::path(get, path = "/api/v1/chains", tag = "chains", responses((status = 200, body = ChainList)))]
pub async fn list(ctx: Data<Context>, lang: Lang) -> ApiResult {
    let (book, sizes) = ctx.db.read(move |conn| Ok((reference::book(conn)?, store::sizes(conn)?))).await?;
    let line = |chain: &reference::Chain| ChainLine {
        id: chain.id,
        name: book.chain_name(lang, chain.id),
        name_zh: chain.name_zh.clone(),
        name_en: chain.name_en.clone(),
        active: chain.active,
        segment_count: sizes.get(&chain.id).copied().unwrap_or_default(),
    };
    let items = book.chains.iter().map(line).collect();
    Ok(HttpResponse::Ok().json(ChainList { items }))
}

/// A chain with its segments, what supplies what, and how strong each is where.
#[utoipa::path(
    get, path = "/api/v1/chains/{id}", tag = "chains", params(("id" = i64, Path)),
    responses((status = 200, body = ChainView), (status = 404))
)]
pub async fn show(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    id: Path<i64>,
) -> ApiResult {
    let (id, stale) = (id.into_inner(), (rule.stale_days, local_date(ctx.now(), ctx.zone)));
    let view = ctx.db.read(move |conn| whole(conn, id, &Asked { caller: &caller, lang, stale })).await?;
    Ok(HttpResponse::Ok().json(view))
}

fn whole(conn: &mut Conn, id: i64, asked: &Asked<'_>) -> Result<ChainView> {
    let book = reference::book(conn)?;
    let chain = book.chains.iter().find(|chain| chain.id == id).ok_or(Error::NotFound)?;
    let Card { version, chief, leader, policies } = store::card(conn, id)?;
    let (segments, edges) = (store::segments(conn, id)?, store::supply(conn, id)?);
    let ids: Vec<i64> = segments.iter().map(|segment| segment.id).collect();
    let whose = (&asked.caller.scope, asked.caller.scope.first().province());
    let mut standing: BTreeMap<(i64, DivisionCode), Judgement> = BTreeMap::new();
    // The newest comes last, and stands.
    for judgement in store::judgements(conn, whose, &ids)? {
        standing.insert((judgement.segment_id, judgement.division), judgement);
    }
    let mut views: BTreeMap<i64, Vec<StrengthView>> = BTreeMap::new();
    for ((segment, _), judgement) in standing {
        views.entry(segment).or_default().push(StrengthView::new(judgement, asked.stale));
    }
    let view = |segment: Segment| {
        let strengths = views.remove(&segment.id).unwrap_or_default();
        SegmentView::new(segment, asked.lang, &edges, strengths)
    };
    Ok(ChainView {
        id,
        version,
        name: book.chain_name(asked.lang, id),
        name_zh: chain.name_zh.clone(),
        name_en: chain.name_en.clone(),
        active: chain.active,
        chief,
        leader,
        policies,
        segments: segments.into_iter().map(view).collect(),
    })
}

/// Adds a chain.
#[utoipa::path(
    post, path = "/api/v1/chains", tag = "chains", request_body = ChainBody,
    responses((status = 201, body = ChainView), (status = 422, description = "Every wrong field, named"))
)]
pub async fn add(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    body: Json<ChainBody>,
) -> ApiResult {
    let (new, now) = (body.0.checked(true)?, ctx.now());
    let stale = (rule.stale_days, local_date(now, ctx.zone));
    let added = ctx
        .db
        .write(move |conn| {
            let id = actions::add(conn, &caller, new, now)?;
            whole(conn, id, &Asked { caller: &caller, lang, stale })
        })
        .await?;
    Ok(HttpResponse::Created().json(added))
}

/// Says anew who leads a chain and what is promised to it.
#[utoipa::path(
    patch, path = "/api/v1/chains/{id}", tag = "chains",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = ChainBody,
    responses((status = 200, body = ChainView), (status = 404), (status = 409, description = "It has changed"))
)]
pub async fn tell(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    (id, version): (Path<i64>, IfMatch),
    body: Json<ChainBody>,
) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked(false)?, ctx.now());
    let stale = (rule.stale_days, local_date(now, ctx.zone));
    let told = ctx
        .db
        .write(move |conn| {
            actions::tell(conn, &caller, (id, version.0), new, now)?;
            whole(conn, id, &Asked { caller: &caller, lang, stale })
        })
        .await?;
    Ok(HttpResponse::Ok().json(told))
}

/// Adds a segment to a chain.
#[utoipa::path(
    post, path = "/api/v1/chains/{id}/segments", tag = "chains", params(("id" = i64, Path)),
    request_body = SegmentBody,
    responses((status = 201, body = SegmentView), (status = 404), (status = 422, description = "Every wrong field, named"))
)]
pub async fn link(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    id: Path<i64>,
    body: Json<SegmentBody>,
) -> ApiResult {
    let (chain, new, now) = (id.into_inner(), body.0.checked(true)?, ctx.now());
    let stale = (rule.stale_days, local_date(now, ctx.zone));
    let linked = ctx
        .db
        .write(move |conn| {
            let id = actions::link(conn, &caller, chain, new, now)?;
            one(conn, id, &Asked { caller: &caller, lang, stale })
        })
        .await?;
    Ok(HttpResponse::Created().json(linked))
}

fn one(conn: &mut Conn, id: i64, asked: &Asked<'_>) -> Result<SegmentView> {
    let chain = store::segment(conn, id)?.chain_id;
    let all = whole(conn, chain, asked)?.segments;
    all.into_iter().find(|segment| segment.id == id).ok_or(Error::NotFound)
}

/// Says anew what a segment is, where it stands, and what it supplies.
#[utoipa::path(
    patch, path = "/api/v1/segments/{id}", tag = "chains",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = SegmentBody,
    responses(
        (status = 200, body = SegmentView), (status = 404), (status = 409, description = "It has changed"),
        (status = 422, description = "Every wrong field, named; a circle with its way"),
    )
)]
pub async fn relink(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    (id, version): (Path<i64>, IfMatch),
    body: Json<SegmentBody>,
) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked(false)?, ctx.now());
    let stale = (rule.stale_days, local_date(now, ctx.zone));
    let linked = ctx
        .db
        .write(move |conn| {
            actions::relink(conn, &caller, (id, version.0), new, now)?;
            one(conn, id, &Asked { caller: &caller, lang, stale })
        })
        .await?;
    Ok(HttpResponse::Ok().json(linked))
}

/// Judges how strong a segment is in a place.
#[utoipa::path(
    post, path = "/api/v1/segments/{id}/strengths", tag = "chains", params(("id" = i64, Path)),
    request_body = JudgeBody,
    responses((status = 201, body = SegmentView), (status = 404), (status = 422, description = "Every wrong field, named"))
)]
pub async fn judge(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    lang: Lang,
    id: Path<i64>,
    body: Json<JudgeBody>,
) -> ApiResult {
    let (id, new, now) = (id.into_inner(), body.0.checked()?, ctx.now());
    let today = local_date(now, ctx.zone);
    let stale = (rule.stale_days, today);
    let judged = ctx
        .db
        .write(move |conn| {
            actions::judge(conn, &caller, id, new, (now, today))?;
            one(conn, id, &Asked { caller: &caller, lang, stale })
        })
        .await?;
    Ok(HttpResponse::Created().json(judged))
}
