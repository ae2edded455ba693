//! A project's lights, month by month, and the one to come.

use crate::config;
use crate::context::Context;
use crate::features::lights::shine::foresee;
use crate::features::projects::{self, Light, Lit};
use crate::kernel::calendar::{Period, local_date, period_of};
use crate::kernel::error::Error;
use crate::web::{ApiResult, Caller, Lang};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// A light as of a month's end.
#[derive(Serialize, ToSchema)]
struct MonthLightView {
    #[schema(value_type = String)]
    period: Period,
    #[schema(value_type = String)]
    colour: Light,
    /// What each family of rules says, the worst first.
    reasons: Vec<FamilyView>,
}

#[derive(Serialize, ToSchema)]
struct FamilyView {
    /// `start progress enrolment staleness`
    family: String,
    #[schema(value_type = String)]
    colour: Light,
    /// Its sentence, with the figures.
    sentence: String,
    /// Until which day a justified reason keeps it from counting.
    #[schema(value_type = Option<String>, format = Date)]
    suspended_until: Option<NaiveDate>,
}

#[derive(Serialize, ToSchema)]
struct LightsView {
    /// As they were computed, the newest month first.
    items: Vec<MonthLightView>,
    /// The month after, by the same rules, if nothing further is reported.
    forecast: Option<MonthLightView>,
}

impl MonthLightView {
    fn new(lit: Lit, lang: Lang) -> Self {
        let family = |reason: projects::LitReason| FamilyView {
            family: reason.family.clone(),
            colour: reason.colour,
            suspended_until: reason.suspended_until,
            sentence: reason.said(lang),
        };
        Self {
            period: lit.period,
            colour: lit.colour,
            reasons: lit.reasons.into_iter().map(family).collect(),
        }
    }
}

/// A project's lights by month, and the forecast of the next.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}/lights", tag = "lights", params(("id" = i64, Path)),
    responses((status = 200, body = LightsView))
)]
pub async fn lights(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    lang: Lang,
    id: Path<String>,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let today = local_date(ctx.now(), ctx.zone);
    let (items, forecast) = ctx
        .db
        .read(move |conn| {
            let last = period_of(today).previous();
            projects::project(conn, &caller.scope, id, last.year())?;
            let items = projects::lights(conn, id)?;
            let newest = items.first().map_or(last, |lit| lit.period);
            let forecast = foresee(conn, &caller.scope, id, newest, &seed)?;
            Ok((items, forecast))
        })
        .await?;
    let view = |lit: Lit| MonthLightView::new(lit, lang);
    let items = items.into_iter().map(view).collect();
    Ok(HttpResponse::Ok().json(LightsView { items, forecast: forecast.map(view) }))
}
