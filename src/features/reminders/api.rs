//! The ladders for programs.

use super::actions;
use super::input::LadderBody;
use super::model::ladders::Ladder;
use super::rules::Rules;
use crate::config;
use crate::context::Context;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::web::{ApiResult, Caller, Json, Reason};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(ladders, enter, withdraw))]
pub struct Api;

/// On which days people are told of what they owe.
#[derive(Serialize, ToSchema)]
#[schema(as = ReminderLadder)]
struct LadderView {
    /// Null for the configuration's, which holds where no other was entered.
    id: Option<i64>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    before_days: Vec<u32>,
    on_the_day: bool,
    after_days: Vec<u32>,
    superior_days: u32,
    repeat_days: u32,
    milestone_days: u32,
    source: Option<String>,
    author: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Instant>,
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Instant>,
    withdraw_reason: Option<String>,
}

/// The ladders, those that begin last first, the configuration's at the end.
#[derive(Serialize, ToSchema)]
#[schema(as = ReminderLadders)]
struct LaddersView {
    items: Vec<LadderView>,
}

impl LadderView {
    fn of_seed(figures: &config::Reminders) -> Self {
        Self {
            id: None,
            valid_from: None,
            valid_until: None,
            before_days: figures.before_days.clone(),
            on_the_day: figures.on_the_day,
            after_days: figures.after_days.clone(),
            superior_days: figures.superior_days,
            repeat_days: figures.repeat_days,
            milestone_days: figures.milestone_days,
            source: None,
            author: None,
            created_at: None,
            withdrawn_at: None,
            withdraw_reason: None,
        }
    }
}

impl From<Ladder> for LadderView {
    fn from(ladder: Ladder) -> Self {
        let (withdrawn_at, withdraw_reason) = ladder.withdrawn.map(|(at, _, reason)| (at, reason)).unzip();
        Self {
            id: Some(ladder.id),
            valid_from: Some(ladder.valid_from),
            valid_until: ladder.valid_until,
            source: Some(ladder.source),
            author: Some(ladder.author),
            created_at: Some(ladder.created_at),
            withdrawn_at,
            withdraw_reason,
            ..Self::of_seed(&ladder.figures)
        }
    }
}

/// On which days people are told of what they owe, as it holds and held.
#[utoipa::path(
    get, path = "/api/v1/reminder-ladders", tag = "reminders", responses((status = 200, body = LaddersView))
)]
pub async fn ladders(ctx: Data<Context>, rules: Data<Rules>) -> ApiResult {
    let ladders = ctx.db.read(move |conn| rules.ladders(conn)).await?;
    let entered = ladders.entered().iter().cloned().map(LadderView::from);
    let items = entered.chain([LadderView::of_seed(ladders.seed())]).collect();
    Ok(HttpResponse::Ok().json(LaddersView { items }))
}

/// Enters a ladder for what is due from today or a later day on.
#[utoipa::path(
    post, path = "/api/v1/reminder-ladders", tag = "reminders", request_body = LadderBody,
    responses((status = 201, body = LadderView), (status = 422, description = "Days that cannot be, a past day"))
)]
pub async fn enter(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    body: Json<LadderBody>,
) -> ApiResult {
    let now = ctx.now();
    let new = body.0.checked(rules.today(now))?;
    let ladder = ctx.db.write(move |conn| actions::enter(conn, &caller, &new, now)).await?;
    Ok(HttpResponse::Created().json(LadderView::from(ladder)))
}

/// Withdraws a ladder; what was told stays told.
#[utoipa::path(
    post, path = "/api/v1/reminder-ladders/{id}/withdrawal", tag = "reminders", params(("id" = i64, Path)),
    request_body = Reason,
    responses((status = 200, body = LadderView), (status = 409, description = "Withdrawn already"))
)]
pub async fn withdraw(ctx: Data<Context>, caller: Caller, id: Path<String>, body: Json<Reason>) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (reason, now) = (body.0.checked()?, ctx.now());
    let ladder = ctx.db.write(move |conn| actions::withdraw(conn, &caller, (id, reason), now)).await?;
    Ok(HttpResponse::Ok().json(LadderView::from(ladder)))
}
