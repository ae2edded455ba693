//! Parks for programs.

use super::input::ParkBody;
use super::model::Carrier;
use super::{actions, store};
use crate::config;
use crate::context::Context;
use crate::features::{chains, reference};
use crate::kernel::calendar::local_date;
use crate::kernel::degrees::degrees;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::paging::Paged;
use crate::kernel::text::search_key;
use crate::web::{ApiResult, Caller, Form, IfMatch, Json, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, add, show, offer))]
pub struct Api;

/// A park with what it offers.
#[derive(Serialize, utoipa::ToSchema)]
struct ParkView {
    id: i64,
    /// The `If-Match` of what it offers; 0 where nobody has said anything.
    version: i64,
    name: String,
    kind: String,
    #[schema(value_type = String)]
    place: DivisionCode,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    area_m2: Option<i64>,
    /// Land that can be given, in 亩.
    land_mu: Option<i64>,
    /// Energy that can be given, in 吨标准煤 a year.
    energy_tce: Option<i64>,
    leading: Option<String>,
    /// Ids of the chains that lead in it.
    chains: Vec<i64>,
    conditions: Option<String>,
    /// CGCS2000.
    lng: Option<f64>,
    lat: Option<f64>,
    source: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    verified_on: Option<NaiveDate>,
    /// Nobody has looked at its facts for longer than is set, or ever.
    stale: bool,
}

impl ParkView {
    fn new(of: Carrier, (stale_days, today): (u32, NaiveDate)) -> Self {
        let Carrier { park, offer } = of;
        let (lng, lat) = offer.position.unzip();
        Self {
            id: park.id,
            version: offer.version,
            name: park.name,
            kind: park.kind,
            place: park.division,
            city: park.division.city(),
            area_m2: park.area_m2,
            land_mu: offer.land_mu,
            energy_tce: offer.energy_tce,
            leading: offer.leading,
            chains: offer.chains,
            conditions: offer.conditions,
            lng: lng.map(degrees),
            lat: lat.map(degrees),
            source: offer.source,
            stale: offer.verified_on.is_none_or(|day| chains::is_stale(day, stale_days, today)),
            verified_on: offer.verified_on,
        }
    }
}

/// What parks are asked by.
struct Filter {
    city: Option<DivisionCode>,
    chain: Option<i64>,
    q: Option<String>,
}

impl Filter {
    fn of(query: &Form) -> Result<Self> {
        let q = query.text("q").map(search_key);
        Ok(Self { city: query.place("city")?, chain: query.number("chain")?, q })
    }

    fn takes(&self, carrier: &Carrier) -> bool {
        self.city.is_none_or(|city| city.contains(carrier.park.division))
            && self.chain.is_none_or(|chain| carrier.offer.chains.contains(&chain))
            && self.q.as_ref().is_none_or(|q| search_key(&carrier.park.name).contains(q))
    }
}

/// The parks of the province, by place and name.
#[utoipa::path(
    get, path = "/api/v1/parks", tag = "chains",
    params(
        ("city" = Option<String>, Query, description = "Six digits"),
        ("chain" = Option<i64>, Query, description = "In which this chain leads"),
        ("q" = Option<String>, Query, description = "Part of the name"),
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, description = "A page of parks", body = Paged<ParkView>))
)]
pub async fn list(ctx: Data<Context>, rule: Data<config::Atlas>, request: HttpRequest) -> ApiResult {
    let query = query(&request)?;
    let (filter, page) = (Filter::of(&query)?, query.page()?);
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let all = ctx
        .db
        .read(|conn| {
            let book = reference::book(conn)?;
            store::carriers(conn, &book)
        })
        .await?;
    let found: Vec<Carrier> = all.into_iter().filter(|one| filter.takes(one)).collect();
    let part = Paged::cut(found, page);
    let items = part.items.into_iter().map(|one| ParkView::new(one, stale)).collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, part.total, page)))
}

/// A park with what it offers.
#[utoipa::path(
    get, path = "/api/v1/parks/{id}", tag = "chains", params(("id" = i64, Path)),
    responses((status = 200, body = ParkView), (status = 404))
)]
pub async fn show(ctx: Data<Context>, rule: Data<config::Atlas>, id: Path<i64>) -> ApiResult {
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let one = ctx
        .db
        .read(move |conn| {
            let book = reference::book(conn)?;
            store::one(conn, &book, id.into_inner())
        })
        .await?;
    Ok(HttpResponse::Ok().json(ParkView::new(one, stale)))
}

/// Adds a park.
#[utoipa::path(
    post, path = "/api/v1/parks", tag = "chains", request_body = ParkBody,
    responses((status = 201, body = ParkView), (status = 422, description = "Every wrong field, named"))
)]
pub async fn add(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    body: Json<ParkBody>,
) -> ApiResult {
    let ((new, offering), now) = (body.0.checked(true)?, ctx.now());
    let new = new.ok_or_else(|| Error::field("name", "input-required"))?;
    let today = local_date(now, ctx.zone);
    let added = ctx
        .db
        .write(move |conn| {
            let id = actions::add(conn, &caller, (new, offering), (now, today))?;
            let book = reference::book(conn)?;
            store::one(conn, &book, id)
        })
        .await?;
    Ok(HttpResponse::Created().json(ParkView::new(added, (rule.stale_days, today))))
}

/// Says anew what a park offers.
#[utoipa::path(
    patch, path = "/api/v1/parks/{id}", tag = "chains",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    request_body = ParkBody,
    responses(
        (status = 200, body = ParkView), (status = 404), (status = 409, description = "It has changed"),
        (status = 422, description = "Every wrong field, named"),
    )
)]
pub async fn offer(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    (id, version): (Path<i64>, IfMatch),
    body: Json<ParkBody>,
) -> ApiResult {
    let (id, (_, new), now) = (id.into_inner(), body.0.checked(false)?, ctx.now());
    let today = local_date(now, ctx.zone);
    let offered = ctx
        .db
        .write(move |conn| {
            actions::offer(conn, &caller, (id, version.0), new, (now, today))?;
            let book = reference::book(conn)?;
            store::one(conn, &book, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(ParkView::new(offered, (rule.stale_days, today))))
}
