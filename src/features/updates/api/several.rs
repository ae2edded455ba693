//! Deeds on many reports at once: each stands for itself and has its own answer.

use super::reports::UpdateView;
use crate::context::Context;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::model::report::{Decision, Update};
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result};
use crate::web::{ApiResult, Caller, Json, Lang};
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most reports of one call.
const MOST: usize = 500;

/// `POST /api/v1/updates/no-change`
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoChangeBody {
    /// The month, `YYYY-MM`.
    period: String,
    /// The projects that did not move.
    project_ids: Vec<i64>,
}

/// What became of one project: its report, or why there is none.
#[derive(Serialize, ToSchema)]
struct Outcome {
    project_id: i64,
    update: Option<UpdateView>,
    errors: Vec<Refusal>,
}

/// What became of one report: how it stands, or why nothing was decided.
#[derive(Serialize, ToSchema)]
struct Decided {
    id: i64,
    update: Option<UpdateView>,
    errors: Vec<Refusal>,
}

#[derive(Serialize, ToSchema)]
struct DecidedView {
    items: Vec<Decided>,
}

#[derive(Serialize, ToSchema)]
struct Refusal {
    field: String,
    code: &'static str,
    message: String,
}

#[derive(Serialize, ToSchema)]
struct OutcomesView {
    items: Vec<Outcome>,
}

/// Say of many projects that nothing moved (零申报). Each stands for itself.
#[utoipa::path(
    post, path = "/api/v1/updates/no-change", tag = "updates", request_body = NoChangeBody,
    responses((status = 200, body = OutcomesView))
)]
pub async fn no_change(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    body: Json<NoChangeBody>,
) -> ApiResult {
    let period = Period::parse(&body.0.period).map_err(|message| Error::field("period", message))?;
    let ids = body.0.project_ids;
    if ids.is_empty() || ids.len() > MOST {
        return Err(Error::field("project_ids", "updates-no-change-count").into());
    }
    let by = caller.clone();
    let done = ctx.db.write(move |conn| actions::no_change(conn, &by, period, &ids, &at)).await?;
    let mut items = Vec::new();
    for (project_id, outcome) in done {
        let (update, errors) = answer(outcome, ("period", "project_id"), lang)?;
        items.push(Outcome { project_id, update, errors });
    }
    Ok(HttpResponse::Ok().json(OutcomesView { items }))
}

/// `POST /api/v1/updates/decisions`
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionsBody {
    /// `approve` (another person of the city) or `accept` (the province); a return wants a reason of its own.
    #[schema(value_type = String)]
    decision: Decision,
    /// Which reports, each with the version that it is based on.
    updates: Vec<Based>,
}

/// A report and the version that a decision is based on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Based {
    id: i64,
    version: i64,
}

/// Let many reports go up, or accept them. Each stands for itself.
#[utoipa::path(
    post, path = "/api/v1/updates/decisions", tag = "updates", request_body = DecisionsBody,
    responses((status = 200, body = DecidedView), (status = 422, description = "A return, none, or more than 500"))
)]
pub async fn decide_many(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    body: Json<DecisionsBody>,
) -> ApiResult {
    let DecisionsBody { decision, updates } = body.0;
    if updates.is_empty() || updates.len() > MOST {
        return Err(Error::field("updates", "updates-decide-many-count").into());
    }
    let reports: Vec<(i64, i64)> = updates.into_iter().map(|one| (one.id, one.version)).collect();
    let deed = move |conn: &mut _| actions::decide_many(conn, &caller, decision, &reports, &at);
    let mut items = Vec::new();
    for (id, outcome) in ctx.db.write(deed).await? {
        let (update, errors) = answer(outcome, ("version", "id"), lang)?;
        items.push(Decided { id, update, errors });
    }
    Ok(HttpResponse::Ok().json(DecidedView { items }))
}

type Answer = (Option<UpdateView>, Vec<Refusal>);

/// What a row is answered; what is our own fault is not a row's. `fields` name what a conflict is about, and which row.
fn answer(outcome: Result<Update>, fields: (&str, &str), lang: Lang) -> Result<Answer> {
    let error = match outcome {
        Ok(update) => return Ok((Some(UpdateView::new(update, lang)), Vec::new())),
        Err(error) => error,
    };
    let refused = match error {
        Error::Invalid(refused) => refused,
        Error::Conflict(message) | Error::Forbidden(message) => vec![FieldError::new(fields.0, message)],
        Error::Stale { .. } => vec![FieldError::new(fields.0, "updates-row-overtaken")],
        Error::NotFound => vec![FieldError::new(fields.1, "error-not-found-detail")],
        other => return Err(other),
    };
    let refusal = |refused: FieldError| Refusal {
        message: lang.render(&refused.message),
        code: refused.message.id,
        field: refused.field,
    };
    Ok((None, refused.into_iter().map(refusal).collect()))
}
