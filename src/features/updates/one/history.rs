//! GET /projects/{id}/updates: a project's reports as they came, month by month, for everybody who may see the project: what
//! was said, who said it and who decided, its printed sheet, its photos and the stamped scan.

use super::papers::{PHOTO, SCAN};
use super::show::project;
use crate::context::Context;
use crate::features::files;
use crate::features::projects::{self, stage_name};
use crate::features::updates::at::At;
use crate::features::updates::model::UpdateState;
use crate::features::updates::model::report::{Update, paper_id};
use crate::features::updates::store;
use crate::kernel::calendar::period_of;
use crate::web::{Caller, Lang, PageResult, Shell, html};
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/updates/templates/reports.html")]
struct ReportsPage {
    shell: Shell,
    id: i64,
    name: String,
    rows: Vec<Row>,
}

/// A report in words.
struct Row {
    id: i64,
    period: String,
    /// Class and word.
    state: (&'static str, String),
    stage: String,
    cumulative: String,
    ytd: String,
    progress: String,
    /// Who wrote, let it go up, decided; each with when.
    signed: Vec<String>,
    /// Why it came back.
    reason: String,
    /// Photos and scans belong to the month: they stand with its newest report.
    photos: usize,
    scans: Vec<(i64, String)>,
}

/// GET /projects/{id}/updates
pub async fn history(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
) -> PageResult {
    let (id, lang, year) = (project(&id)?, shell.lang, period_of(at.today()).year());
    let (name, updates, mut photos, mut scans) = ctx
        .db
        .read(move |conn| {
            let name = projects::project(conn, &caller.scope, id, year)?.facts.name;
            let updates = store::of_project(conn, &caller, id)?;
            let papers: Vec<String> = updates.iter().map(|update| paper_id(id, update.period)).collect();
            let photos = files::of_subjects(conn, &caller.scope, PHOTO, &papers)?;
            Ok((name, updates, photos, files::of_subjects(conn, &caller.scope, SCAN, &papers)?))
        })
        .await?;
    let row = |update: Update| {
        let paper = paper_id(id, update.period);
        let scans = scans.remove(&paper).into_iter().flatten().map(|file| (file.id, file.file_name));
        Row {
            photos: photos.remove(&paper).map_or(0, |files| files.len()),
            scans: scans.collect(),
            ..Row::new(&ctx, lang, update)
        }
    };
    let rows = updates.into_iter().map(row).collect();
    Ok(html(&ReportsPage { shell, id, name, rows }))
}

impl Row {
    fn new(ctx: &Context, lang: Lang, update: Update) -> Self {
        let state = match (update.state, update.handed_at) {
            (UpdateState::Draft, _) => ("none", "updates-row-draft"),
            (UpdateState::Submitted, None) => ("warn", "updates-row-unsigned"),
            (UpdateState::Submitted, Some(_)) => ("info", "updates-row-waits"),
            (UpdateState::Returned, _) => ("bad", "updates-row-came-back"),
            (UpdateState::Accepted, _) => ("ok", "updates-row-accepted"),
        };
        let by = |label: &str, name: Option<String>, at: Option<crate::kernel::instant::Instant>| {
            let at = at.map(|at| at.local_text(ctx.zone)).unwrap_or_default();
            name.map(|name| format!("{}{}{name} {at}", lang.t(label), lang.t("colon")))
        };
        let signed = [
            by("updates-one-writer", Some(update.writer), Some(update.written_at)),
            by("updates-one-approver", update.approver, update.handed_at),
            by("updates-one-decider", update.decider, update.decided_at),
        ];
        let figures = update.figures;
        let wan = |money: Option<crate::kernel::money::Money>| money.map(|money| money.wan_text());
        Self {
            id: update.id,
            period: update.period.to_string(),
            state: (state.0, lang.t(state.1)),
            stage: figures.stage.map(|stage| lang.render(&stage_name(stage))).unwrap_or_default(),
            cumulative: wan(figures.cumulative).unwrap_or_default(),
            ytd: wan(figures.ytd).unwrap_or_default(),
            progress: figures.progress_text.unwrap_or_default(),
            signed: signed.into_iter().flatten().collect(),
            reason: update.reason.unwrap_or_default(),
            photos: 0,
            scans: Vec::new(),
        }
    }
}
