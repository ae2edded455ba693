//! The rules of the lights, as they hold and held.

use crate::config;
use crate::context::Context;
use crate::features::lights::actions;
use crate::features::lights::input::RulesBody;
use crate::features::lights::model::Rules;
use crate::features::lights::store::{self, RuleSet};
use crate::features::projects::Light;
use crate::kernel::calendar::{Period, local_date, period_of};
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::web::{ApiResult, Caller, Json, Reason};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

/// A set of rules.
#[derive(Serialize, ToSchema)]
#[schema(as = LightRules)]
struct RulesView {
    /// Null for the configuration's, which hold where no others were entered.
    id: Option<i64>,
    #[schema(value_type = Option<String>)]
    valid_from: Option<Period>,
    #[schema(value_type = Option<String>)]
    valid_until: Option<Period>,
    start_yellow_months: i64,
    start_red_months: i64,
    progress_yellow_points: i64,
    progress_red_points: i64,
    #[schema(value_type = String)]
    progress_slack: Light,
    enrolment_yellow_months: i64,
    enrolment_red_months: i64,
    unreported_red_months: i64,
    source: Option<String>,
    author: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Instant>,
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Instant>,
    withdraw_reason: Option<String>,
}

/// The sets of rules, those that begin last first, the configuration's at the end.
#[derive(Serialize, ToSchema)]
#[schema(as = LightRuleSets)]
struct SetsView {
    items: Vec<RulesView>,
}

impl RulesView {
    fn new(rules: &Rules) -> Self {
        Self {
            id: None,
            valid_from: rules.valid_from,
            valid_until: rules.valid_until,
            start_yellow_months: rules.start_months.0,
            start_red_months: rules.start_months.1,
            progress_yellow_points: rules.progress_points.0,
            progress_red_points: rules.progress_points.1,
            progress_slack: rules.progress_slack,
            enrolment_yellow_months: rules.enrolment_months.0,
            enrolment_red_months: rules.enrolment_months.1,
            unreported_red_months: rules.unreported_months,
            source: None,
            author: None,
            created_at: None,
            withdrawn_at: None,
            withdraw_reason: None,
        }
    }
}

impl From<RuleSet> for RulesView {
    fn from(set: RuleSet) -> Self {
        let (withdrawn_at, withdraw_reason) = set.withdrawn.map(|(at, _, reason)| (at, reason)).unzip();
        Self {
            id: Some(set.id),
            source: Some(set.source),
            author: Some(set.author),
            created_at: Some(set.created_at),
            withdrawn_at,
            withdraw_reason,
            ..Self::new(&set.rules)
        }
    }
}

/// The rules of the lights, as they hold and held.
#[utoipa::path(get, path = "/api/v1/light-rules", tag = "lights", responses((status = 200, body = SetsView)))]
pub async fn rules(ctx: Data<Context>, seed: Data<config::Lights>) -> ApiResult {
    let sets = ctx.db.read(store::rule_sets).await?;
    let seeded = RulesView::new(&Rules::from(seed.as_ref()));
    let items = sets.into_iter().map(RulesView::from).chain([seeded]).collect();
    Ok(HttpResponse::Ok().json(SetsView { items }))
}

/// Enters a set of rules that holds from the current month or a later one.
#[utoipa::path(
    post, path = "/api/v1/light-rules", tag = "lights", request_body = RulesBody,
    responses((status = 201, body = RulesView), (status = 422, description = "A figure that cannot be, a past month"))
)]
pub async fn enter(ctx: Data<Context>, caller: Caller, body: Json<RulesBody>) -> ApiResult {
    let now = ctx.now();
    let new = body.0.checked(period_of(local_date(now, ctx.zone)))?;
    let set = ctx.db.write(move |conn| actions::enter(conn, &caller, &new, now)).await?;
    Ok(HttpResponse::Created().json(RulesView::from(set)))
}

/// Withdraws a set of rules before a month that it judges is over.
#[utoipa::path(
    post, path = "/api/v1/light-rules/{id}/withdrawal", tag = "lights", params(("id" = i64, Path)),
    request_body = Reason,
    responses((status = 200, body = RulesView), (status = 409, description = "Withdrawn already, or has judged a month"))
)]
pub async fn withdraw(ctx: Data<Context>, caller: Caller, id: Path<String>, body: Json<Reason>) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (reason, now) = (body.0.checked()?, ctx.now());
    let when = (now, local_date(now, ctx.zone));
    let set = ctx.db.write(move |conn| actions::withdraw(conn, &caller, (id, reason), when)).await?;
    Ok(HttpResponse::Ok().json(RulesView::from(set)))
}
