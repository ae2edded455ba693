//! GET /projects/{id}/report: the form of one project and month. Works without a script; with one it saves itself.

use super::papers::{PHOTO_FILE, PaperView, SCAN_FILE, papers};
use super::sides::{Side, sides};
use super::view::{FieldView, Filled, ProblemLine};
use crate::context::Context;
use crate::features::reference::book;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::desk::{self, Single};
use crate::features::updates::model::UpdateState;
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, Lang, PageResult, Shell, html_with_status, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/updates/templates/report.html")]
struct ReportPage {
    shell: Shell,
    id: i64,
    name: String,
    place: String,
    period: Period,
    /// By when; empty for a month that is not over.
    due: String,
    /// Class and word.
    state: Option<(&'static str, String)>,
    returned: Option<String>,
    /// The report's page for the printer, once it went up or waits for its second name.
    print: Option<i64>,
    /// The form, or nothing to write.
    is_open: bool,
    /// Whether photos may still be taken back.
    is_handed: bool,
    /// Why nothing is to be written.
    shut: String,
    /// Whether it saves itself: what waits for its second name is not made a draft behind its writer's back.
    saves_itself: bool,
    /// What the refused form and the report that stands differ in.
    sides: Vec<Side>,
    /// Who wrote what stands, and when.
    stands_by: String,
    /// On which the form goes on; empty without an open report.
    version: String,
    /// When it was saved, or that nothing was kept yet.
    saved: String,
    /// Codes of the flags that stand beside the reasons.
    seen: String,
    fields: Vec<FieldView>,
    problems: Vec<ProblemLine>,
    photos: Vec<PaperView>,
    scans: Vec<PaperView>,
    photo_error: Option<String>,
    scan_error: Option<String>,
    errors: Vec<(String, String, String)>,
}

/// A form that was refused.
#[derive(Default)]
pub(super) struct Refused {
    pub status: Option<StatusCode>,
    pub form: Form,
    pub errors: Vec<FieldError>,
    /// The form saved itself: nobody has seen the page that answers.
    pub by_itself: bool,
}

/// The project of an address.
pub(super) fn project(path: &str) -> Result<i64> {
    path.parse().map_err(|_| Error::NotFound)
}

/// The month that is named; the one that ended last where none is.
///
/// # Errors
/// 422 of `period` for what is no month, and for one that has not begun.
pub(super) fn month(named: Option<&str>, at: &At) -> Result<Period> {
    let now = period_of(at.today());
    let Some(text) = named else { return Ok(now.previous()) };
    let period = Period::parse(text).map_err(|message| Error::field("period", message))?;
    if period > now {
        return Err(Error::field("period", Message::new("updates-period-future").with("period", period)));
    }
    Ok(period)
}

/// GET /projects/{id}/report
pub async fn show(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let (id, period) = (project(&id)?, month(query(&request)?.text("period"), &at)?);
    desk::ready(&ctx, period, &at).await?;
    render(&ctx, caller, shell, (id, period), at, Refused::default()).await
}

/// The page, with what was typed into a refused form.
pub(super) async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (id, period): (i64, Period),
    at: At,
    refused: Refused,
) -> PageResult {
    let (lang, when, by) = (shell.lang, at.clone(), caller.clone());
    let read = ctx
        .db
        .read(move |conn| {
            let one = desk::single(conn, &by, id, period, &when)?;
            let papers = papers(conn, &by.scope, (id, period, one.facts.division))?;
            Ok((one, papers, book(conn)?))
        })
        .await;
    let (one, papers, book) = match read {
        Err(Error::NotFound) => {
            let when = at.clone();
            ctx.db.write(move |conn| actions::refuse(conn, &caller, id, &when)).await?;
            return Err(Error::NotFound.into());
        }
        read => read?,
    };
    let filled = Filled::new(&one, &refused.form, &refused.errors, lang);
    let handed = filled.is_handed();
    let is_open = !handed && !one.is_shut;
    let open = one.update.as_ref().filter(|update| update.state != UpdateState::Returned);
    let overtaken = filled.was_posted() && refused.status == Some(StatusCode::CONFLICT);
    let view = |files: Vec<_>| files.iter().map(|file| PaperView::new(ctx, lang, file)).collect();
    let page = ReportPage {
        id,
        name: one.facts.name.clone(),
        place: book.name(lang, one.facts.division),
        period,
        due: one.deadline.map(|due| due.local_text(at.zone)).unwrap_or_default(),
        state: state(&one).map(|(class, word)| (class, lang.t(word))),
        returned: filled.returned(),
        print: open.filter(|update| update.state != UpdateState::Draft).map(|update| update.id),
        is_open,
        is_handed: handed,
        shut: match (handed, one.is_shut) {
            (true, _) => lang.t("updates-one-closed"),
            (false, true) => lang.with("updates-period-closed", "period", period),
            (false, false) => String::new(),
        },
        saves_itself: open.is_none_or(|update| update.state == UpdateState::Draft),
        sides: if overtaken { sides(&one, &refused.form, lang) } else { Vec::new() },
        stands_by: stands_by(&one, &at, lang),
        version: if filled.was_posted() && (refused.by_itself || !overtaken) {
            // Only who was shown both sides goes on from the present one.
            refused.form.raw("version").to_owned()
        } else {
            open.map(|update| update.version.to_string()).unwrap_or_default()
        },
        saved: saved(&one, &refused, &at, &shell),
        seen: filled.seen(),
        fields: if is_open { filled.fields() } else { Vec::new() },
        problems: if is_open { filled.problems() } else { Vec::new() },
        photos: view(papers.photos),
        scans: view(papers.scans),
        photo_error: filled.error(PHOTO_FILE),
        scan_error: filled.error(SCAN_FILE),
        errors: filled.summary(),
        shell,
    };
    Ok(html_with_status(refused.status.unwrap_or(StatusCode::OK), &page))
}

fn saved(one: &Single, refused: &Refused, at: &At, shell: &Shell) -> String {
    let draft = one.update.as_ref().filter(|update| update.state == UpdateState::Draft);
    if refused.form.has("stage") {
        let why: Vec<String> = refused.errors.iter().map(|one| shell.lang.render(&one.message)).collect();
        return shell.lang.with("updates-one-not-saved", "why", why.join(" "));
    }
    match draft {
        Some(draft) => shell.lang.with("updates-one-saved", "at", draft.written_at.local_text(at.zone)),
        None if one.update.as_ref().is_some_and(|update| update.state == UpdateState::Submitted) => {
            shell.t("updates-one-unsigned")
        }
        None => shell.t("updates-one-unsaved"),
    }
}

fn stands_by(one: &Single, at: &At, lang: Lang) -> String {
    let Some(update) = &one.update else { return String::new() };
    let parts = [("name", update.writer.clone()), ("at", update.written_at.local_text(at.zone))];
    lang.all("updates-one-stands-by", &parts)
}

fn state(one: &Single) -> Option<(&'static str, &'static str)> {
    let update = one.update.as_ref()?;
    Some(match update.state {
        UpdateState::Draft => ("info", "updates-row-draft"),
        UpdateState::Returned => ("bad", "updates-one-returned"),
        UpdateState::Accepted => ("ok", "updates-one-accepted"),
        UpdateState::Submitted if update.handed_at.is_some() => ("ok", "updates-one-handed"),
        UpdateState::Submitted => ("info", "updates-row-unsigned"),
    })
}
