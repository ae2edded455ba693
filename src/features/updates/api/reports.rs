//! Writing reports, reading them, deciding about them.

use crate::context::Context;
use crate::features::problems::Mention;
use crate::features::projects;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::input::{DecideBody, UpdateBody};
use crate::features::updates::model::report::Update;
use crate::features::updates::model::{Figures, UpdateState};
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::web::{ApiResult, Caller, IfMatch, Json, Lang, query};
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Datelike;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a report says; null is not known.
#[derive(Serialize, ToSchema)]
pub struct FiguresView {
    #[schema(value_type = Option<String>)]
    stage: Option<projects::Stage>,
    cumulative_investment_yuan: Option<i64>,
    ytd_investment_yuan: Option<i64>,
    progress_text: Option<String>,
    enrolled: Option<bool>,
    #[schema(value_type = Option<String>)]
    planned_finish: Option<crate::kernel::plan_date::PlanDate>,
}

impl From<Figures> for FiguresView {
    fn from(figures: Figures) -> Self {
        Self {
            stage: figures.stage,
            cumulative_investment_yuan: figures.cumulative.map(|money| money.yuan()),
            ytd_investment_yuan: figures.ytd.map(|money| money.yuan()),
            progress_text: figures.progress_text,
            enrolled: figures.enrolled,
            planned_finish: figures.planned_finish,
        }
    }
}

/// What needed a reason. With one it stays visible.
#[derive(Serialize, ToSchema)]
pub struct FlagView {
    field: &'static str,
    code: &'static str,
    message: String,
    /// The reason; null on a draft that lacks it.
    justified: Option<String>,
}

/// A report.
#[derive(Serialize, ToSchema)]
pub struct UpdateView {
    id: i64,
    /// The ETag, and the `If-Match` of a decision.
    version: i64,
    project_id: i64,
    #[schema(value_type = String)]
    period: Period,
    /// `draft submitted returned accepted`
    #[schema(value_type = String)]
    state: UpdateState,
    #[serde(flatten)]
    figures: FiguresView,
    problems: Vec<Mention>,
    flags: Vec<FlagView>,
    justifications: BTreeMap<String, String>,
    no_change: bool,
    writer: String,
    #[schema(value_type = String, format = DateTime)]
    written_at: Instant,
    /// The second person of the city, where one signs.
    approver: Option<String>,
    /// When it went up; null while only its city knows it.
    #[schema(value_type = Option<String>, format = DateTime)]
    handed_at: Option<Instant>,
    /// Who accepted or returned it.
    decider: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Instant>,
    /// Why it was returned.
    reason: Option<String>,
}

impl UpdateView {
    /// In the reader's language.
    pub fn new(update: Update, lang: Lang) -> Self {
        let reasons = &update.justifications;
        let flags = update.flags.iter().map(|flag| {
            let sentence = flag.sentence();
            let justified = reasons.get(flag.field()).cloned();
            FlagView { field: flag.field(), code: sentence.id, message: lang.render(&sentence), justified }
        });
        Self {
            id: update.id,
            version: update.version,
            project_id: update.project_id,
            period: update.period,
            state: update.state,
            flags: flags.collect(),
            figures: update.figures.into(),
            problems: update.problems,
            justifications: update.justifications,
            no_change: update.no_change,
            writer: update.writer,
            written_at: update.written_at,
            approver: update.approver,
            handed_at: update.handed_at,
            decider: update.decider,
            decided_at: update.decided_at,
            reason: update.reason,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct UpdatesView {
    /// The newest month first, and of a month the newest report.
    items: Vec<UpdateView>,
}

/// Hand in a project's report for a month, or keep it as a draft. What is absent keeps what stood last.
#[utoipa::path(
    post, path = "/api/v1/projects/{id}/updates", tag = "updates", request_body = UpdateBody,
    params(
        ("id" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the open report that it replaces"),
    ),
    responses(
        (status = 201, body = UpdateView),
        (status = 409, description = "The month is closed, a report is already handed in, or the open one has changed"),
        (status = 422, description = "Fields that cannot be, and each flag that lacks its reason: the field, the flag's code"),
    )
)]
pub async fn create(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    id: Path<String>,
    request: HttpRequest,
    body: Json<UpdateBody>,
) -> ApiResult {
    let id = number(&id)?;
    let based = IfMatch::given(&request)?.map(|based| based.0);
    let (by, when) = (caller.clone(), at.clone());
    let new = body.0.checked();
    let done = match new {
        Ok(new) => ctx.db.write(move |conn| actions::report(conn, &caller, id, &new, based, &at)).await,
        // Whether the project is hers comes before what she says about it.
        Err(wrong) => {
            let year = at.today().year();
            let there = ctx.db.read(move |conn| projects::project(conn, &caller.scope, id, year)).await;
            there.and(Err(wrong))
        }
    };
    if matches!(done, Err(Error::NotFound)) {
        ctx.db.write(move |conn| actions::refuse(conn, &by, id, &when)).await?;
    }
    let made = done?;
    Ok(HttpResponse::Created().insert_header(etag(&made)).json(UpdateView::new(made, lang)))
}

/// A project's reports.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}/updates", tag = "updates",
    params(
        ("id" = i64, Path),
        ("page" = Option<i64>, Query, description = "From 1; everything when neither is named"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = UpdatesView))
)]
pub async fn list(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    id: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let (id, asked) = (number(&id)?, query(&request)?);
    let year = crate::kernel::calendar::local_date(ctx.now(), ctx.zone).year();
    let found = ctx
        .db
        .read(move |conn| {
            projects::project(conn, &caller.scope, id, year)?;
            store::of_project(conn, &caller, id)
        })
        .await?;
    let items = asked.part(found)?.into_iter().map(|update| UpdateView::new(update, lang)).collect();
    Ok(HttpResponse::Ok().json(UpdatesView { items }))
}

/// Approve, accept or return a report.
#[utoipa::path(
    post, path = "/api/v1/updates/{id}/decision", tag = "updates", request_body = DecideBody,
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The version it is based on")),
    responses(
        (status = 200, body = UpdateView),
        (status = 409, description = "It has changed, or its state does not allow this"),
        (status = 428, description = "If-Match is missing"),
    )
)]
pub async fn decide(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    id: Path<String>,
    based: IfMatch,
    body: Json<DecideBody>,
) -> ApiResult {
    let id = number(&id)?;
    let deciding = body.0.checked()?;
    let decided =
        ctx.db.write(move |conn| actions::decide(conn, &caller, (id, based.0), deciding, &at)).await?;
    Ok(HttpResponse::Ok().insert_header(etag(&decided)).json(UpdateView::new(decided, lang)))
}

fn etag(update: &Update) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{}\"", update.version))
}

/// An address that is no number leads nowhere.
fn number(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
