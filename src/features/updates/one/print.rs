//! GET /updates/{id}/print: a report on paper, as it was handed in, to be signed, stamped and scanned. What has not gone
//! up yet is marked as a draft.

use super::papers::{papers, spoken};
use crate::context::Context;
use crate::features::projects::{self, stage_name};
use crate::features::reference::book;
use crate::features::updates::at::At;
use crate::features::updates::before::standing_then;
use crate::features::updates::desk;
use crate::features::updates::model::UpdateState;
use crate::features::updates::store;
use crate::kernel::calendar::local_date;
use crate::kernel::error::Error;
use crate::kernel::money::Money;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang, PageResult, Shell, html};
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/updates/templates/report_print.html")]
struct PrintPage {
    shell: Shell,
    title: String,
    back: String,
    place: String,
    unit: String,
    day: String,
    /// Why it is no sheet to be stamped yet.
    draft: Option<&'static str>,
    /// Name, last time, this time.
    rows: Vec<(String, String, String)>,
    /// What was unusual, and why.
    flags: Vec<(String, String)>,
    problems: Vec<(String, String)>,
    /// Id and name.
    photos: Vec<(i64, String)>,
    /// The stamped sheets: id and name.
    scans: Vec<(i64, String)>,
    /// Who wrote, who approved, who decided; name and when.
    signed: Vec<(String, String)>,
    taken: String,
}

/// GET /updates/{id}/print
pub async fn print(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, id: Path<String>) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (lang, by, when) = (shell.lang, caller.clone(), at.clone());
    let (update, one, papers, book) = ctx
        .db
        .read(move |conn| {
            let update = store::update(conn, &by, id)?;
            let period = update.period;
            let mut one = desk::single(conn, &by, update.project_id, period, &when)?;
            one.last = standing_then(conn, &by.scope, &update, &one.facts)?.last;
            let division =
                projects::project(conn, &by.scope, update.project_id, period.year())?.facts.division;
            let papers = papers(conn, &by.scope, (update.project_id, period, division))?;
            Ok((update, one, papers, book(conn)?))
        })
        .await?;
    let figures = &update.figures;
    let rows = [
        ("updates-column-stage", stage(lang, one.last.stage), stage(lang, figures.stage)),
        ("updates-column-cumulative", wan(one.last.cumulative), wan(figures.cumulative)),
        ("updates-column-ytd", wan(one.last.ytd), wan(figures.ytd)),
        (
            "updates-column-progress",
            text(one.last.progress_text.as_ref()),
            text(figures.progress_text.as_ref()),
        ),
        ("projects-field-enrolled", yes(lang, one.last.enrolled), yes(lang, figures.enrolled)),
        ("updates-one-finish", text(one.last.planned_finish.as_ref()), text(figures.planned_finish.as_ref())),
    ];
    let flags = update.flags.iter().map(|flag| {
        let why = update.justifications.get(flag.field()).cloned().unwrap_or_default();
        (lang.render(&flag.sentence()), why)
    });
    let title = [("period", update.period.to_string()), ("name", one.facts.name.clone())];
    let time = |at: Option<crate::kernel::instant::Instant>| {
        at.map(|at| at.local_text(ctx.zone)).unwrap_or_default()
    };
    let signed = [
        ("updates-one-writer", Some(update.writer.clone()), time(Some(update.written_at))),
        ("updates-one-approver", update.approver.clone(), time(update.handed_at)),
    ];
    let taken = [("name", caller.name.clone()), ("time", at.now.local_text(ctx.zone))];
    let page = PrintPage {
        title: lang.all("updates-one-sheet", &title),
        back: if caller.may(Deed::WriteUpdates) {
            format!("/projects/{}/report?period={}", update.project_id, update.period)
        } else {
            format!("/updates?period={}", update.period)
        },
        place: book.name(lang, one.facts.division),
        unit: one.facts.unit.clone().unwrap_or_default(),
        day: local_date(update.handed_at.unwrap_or(update.written_at), ctx.zone).to_string(),
        draft: match update.state {
            UpdateState::Draft => Some("updates-one-sheet-draft"),
            UpdateState::Returned => Some("updates-one-sheet-returned"),
            UpdateState::Submitted if update.handed_at.is_none() => Some("updates-one-sheet-unsigned"),
            UpdateState::Submitted | UpdateState::Accepted => None,
        },
        rows: rows.into_iter().map(|(label, last, now)| (lang.t(label), last, now)).collect(),
        flags: flags.collect(),
        problems: update
            .problems
            .iter()
            .map(|one| (lang.t(&format!("problems-kind-{}", one.kind)), one.text.clone()))
            .collect(),
        photos: papers
            .photos
            .iter()
            .filter(|file| file.voided.is_none())
            .map(|file| (file.id, spoken(&file.file_name).to_owned()))
            .collect(),
        scans: papers
            .scans
            .iter()
            .filter(|file| file.voided.is_none())
            .map(|file| (file.id, file.file_name.clone()))
            .collect(),
        signed: signed
            .into_iter()
            .map(|(label, name, at)| {
                (lang.t(label), name.map_or_else(String::new, |name| format!("{name} {at}")))
            })
            .collect(),
        taken: lang.all("lists-taken", &taken),
        shell,
    };
    Ok(html(&page))
}

fn wan(money: Option<Money>) -> String {
    money.map_or_else(|| "—".to_owned(), Money::wan_text)
}

fn text(given: Option<&impl ToString>) -> String {
    given.map_or_else(|| "—".to_owned(), ToString::to_string)
}

fn stage(lang: Lang, stage: Option<projects::Stage>) -> String {
    stage.map_or_else(|| "—".to_owned(), |stage| lang.render(&stage_name(stage)))
}

fn yes(lang: Lang, yes: Option<bool>) -> String {
    match yes {
        Some(true) => lang.t("enrolled-true"),
        Some(false) => lang.t("enrolled-false"),
        None => "—".to_owned(),
    }
}
