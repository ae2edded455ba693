//! How the installation runs, for programs.

use super::actions;
use super::input::{LineBody, job, line};
use super::standing::standing;
use crate::context::Context;
use crate::kernel::instant::Instant;
use crate::kernel::paging::PageRequest;
use crate::outbox::{Postman, State, Switch};
use crate::schedule::{self, Jobs, Listed, Planned, TickState};
use crate::web::{ApiResult, Caller, Json};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;
use std::collections::BTreeMap;

/// Runs of a job that are told ahead.
const AHEAD: usize = 5;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, change))]
pub struct Api;

/// A job and when it runs.
#[derive(Serialize, utoipa::ToSchema)]
pub struct JobView {
    /// `reminders` …
    job: &'static str,
    /// Five fields in the business zone.
    line: String,
    /// What the configuration says.
    configured: String,
    /// Whether it runs on working days alone.
    on_working_days: bool,
    /// The next five runs.
    #[schema(value_type = Vec<String>)]
    next: Vec<Instant>,
}

impl From<Planned> for JobView {
    fn from(planned: Planned) -> Self {
        Self {
            job: planned.job,
            line: planned.line.as_str().to_owned(),
            configured: planned.configured.as_str().to_owned(),
            on_working_days: planned.on_working_days,
            next: planned.next,
        }
    }
}

/// A run of a job.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TickView {
    /// Which job.
    job: String,
    /// Since when it was due.
    #[schema(value_type = String, format = DateTime)]
    due_at: Instant,
    /// `done` or `failed`
    #[schema(value_type = String)]
    state: TickState,
    /// How many runs before it were missed.
    missed: usize,
    /// How often it was tried.
    attempts: i32,
    /// When it last ran.
    #[schema(value_type = String, format = DateTime)]
    ran_at: Instant,
    /// Why it failed.
    error: Option<String>,
}

impl From<Listed> for TickView {
    fn from(tick: Listed) -> Self {
        Self {
            missed: tick.missed(),
            job: tick.job,
            due_at: tick.due_at,
            state: tick.state,
            attempts: tick.attempts,
            ran_at: tick.ran_at,
            error: tick.error,
        }
    }
}

/// How the installation runs.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OperationsView {
    /// `open`, `held` or `elsewhere`
    mail: &'static str,
    /// Letters in each state.
    #[schema(value_type = BTreeMap<String, i64>)]
    letters: BTreeMap<&'static str, i64>,
    /// Letters that wait or are on their way.
    depth: i64,
    /// Since when the oldest letter waits that is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_waiting: Option<Instant>,
    /// When a job ran last.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_tick: Option<Instant>,
    /// Ticks that failed and are tried again.
    failing: i64,
    /// The jobs with their next runs.
    jobs: Vec<JobView>,
    /// The newest fifty ticks.
    ticks: Vec<TickView>,
}

/// How the installation runs: the queue, the jobs, the newest ticks.
#[utoipa::path(
    get, path = "/api/v1/operations", tag = "operations", responses((status = 200, body = OperationsView))
)]
pub async fn show(ctx: Data<Context>, postman: Data<Postman>, jobs: Data<Jobs>, caller: Caller) -> ApiResult {
    let now = ctx.now();
    let read = move |conn: &mut _| {
        let stands = standing(conn, &postman, &caller.scope, now)?;
        let ticks = schedule::ticks(conn, None, PageRequest::new(None, None)?)?;
        Ok((stands, jobs.planned(conn, now, AHEAD)?, ticks))
    };
    let (stands, planned, ticks) = ctx.db.read(read).await?;
    let letters = State::ALL.iter().map(|state| (state.as_str(), stands.count(*state)));
    Ok(HttpResponse::Ok().json(OperationsView {
        mail: match stands.switch {
            Switch::Open => "open",
            Switch::Held(..) => "held",
            Switch::Elsewhere => "elsewhere",
        },
        letters: letters.collect(),
        depth: stands.depth(),
        oldest_waiting: stands.oldest,
        last_tick: stands.last_tick,
        failing: stands.failing,
        jobs: planned.into_iter().map(JobView::from).collect(),
        ticks: ticks.items.into_iter().map(TickView::from).collect(),
    }))
}

/// Writes another line for a job; an empty one gives it back to the configuration.
#[utoipa::path(
    post, path = "/api/v1/operations/jobs/{job}", tag = "operations", params(("job" = String, Path)),
    request_body = LineBody,
    responses((status = 200, body = JobView), (status = 422, description = "No line, or one that never fires or too often"))
)]
pub async fn change(
    ctx: Data<Context>,
    jobs: Data<Jobs>,
    caller: Caller,
    name: Path<String>,
    body: Json<LineBody>,
) -> ApiResult {
    let (name, line, now) = (job(&jobs, &name)?, line(&body.0.line)?, ctx.now());
    let write = move |conn: &mut _| {
        actions::change(conn, &caller, &jobs, (name, line), now)?;
        Ok(jobs.planned(conn, now, AHEAD)?.into_iter().find(|planned| planned.job == name))
    };
    Ok(HttpResponse::Ok().json(ctx.db.write(write).await?.map(JobView::from)))
}
