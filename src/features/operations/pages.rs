//! /operations: what runs by itself and when, what waits, what failed; and the form that changes a job's line, with the runs
//! that it would have.

use super::actions;
use super::input::{job, line};
use super::standing::{Standing, standing};
use crate::context::Context;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::outbox::{Postman, State, Switch};
use crate::schedule::{self, Jobs, Listed, TickState};
use crate::web::listing::{ListUrl, Pager};
use crate::web::{
    Caller, Form, Lang, PageResult, Refused, Shell, html_with_status, query, redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

/// Runs of a job that are shown ahead.
const AHEAD: usize = 5;

#[derive(Template)]
#[template(path = "features/operations/templates/operations.html")]
struct OperationsPage {
    shell: Shell,
    /// What it says, its figure, and where that leads.
    figures: Vec<(String, String, &'static str)>,
    jobs: Vec<JobRow>,
    may_change: bool,
    states: Vec<(String, &'static str, bool)>,
    ticks: Vec<TickRow>,
    pager: Pager,
    errors: Vec<(String, String, String)>,
}

/// A job in words.
struct JobRow {
    job: &'static str,
    name: String,
    /// As typed where it was refused or is tried out, else as it stands.
    line: String,
    configured: String,
    written: String,
    next: Vec<String>,
    /// Whether the line is only tried out.
    is_trial: bool,
}

/// A tick in words.
struct TickRow {
    name: String,
    due_at: String,
    ran_at: String,
    /// Class and word.
    state: (&'static str, String),
    missed: usize,
    attempts: i32,
    said: String,
}

/// A line that is tried out or was refused.
struct Trial {
    job: String,
    line: String,
}

/// GET /operations
pub async fn show(
    ctx: Data<Context>,
    postman: Data<Postman>,
    jobs: Data<Jobs>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let form = query(&request)?;
    let trial = form.text("job").map(|job| Trial { job: job.to_owned(), line: form.raw("line").to_owned() });
    let refused = match trial.as_ref().map(|trial| line(&trial.line)) {
        Some(Err(error)) => refused(error, "line")?,
        _ => (StatusCode::OK, Vec::new()),
    };
    shown((&ctx, &postman, &jobs), caller, shell, (form, ListUrl::of(&request)), trial, refused).await
}

async fn shown(
    (ctx, postman, jobs): (&Context, &Data<Postman>, &Data<Jobs>),
    caller: Caller,
    shell: Shell,
    (asked, url): (Form, ListUrl),
    trial: Option<Trial>,
    (status, refused): Refused,
) -> PageResult {
    let (page, now, lang) = (asked.page()?, ctx.now(), shell.lang);
    // Each job's field has a name of its own on the page.
    let anchor = trial.as_ref().map(|trial| format!("line-{}", trial.job)).unwrap_or_default();
    let state: Option<TickState> = asked.word("state", "operations-state-unknown")?;
    let may_change = caller.may_for_province(Deed::Administer);
    let (sender, running, zone) = (postman.clone(), jobs.clone(), ctx.zone);
    let local = move |at: Instant| at.local_text(zone);
    let read = move |conn: &mut _| {
        let stands = standing(conn, &sender, &caller.scope, now)?;
        let mut rows = Vec::new();
        for planned in running.planned(conn, now, AHEAD)? {
            let tried = trial.as_ref().filter(|trial| trial.job == planned.job);
            let wanted = tried.and_then(|trial| line(&trial.line).ok().flatten());
            let next = match &wanted {
                Some(line) => running.runs_of(conn, (planned.job, line), now, AHEAD)?,
                None => planned.next,
            };
            rows.push(JobRow {
                job: planned.job,
                name: lang.word("operations-job", planned.job),
                line: tried.map_or_else(|| planned.line.as_str().to_owned(), |trial| trial.line.clone()),
                configured: planned.configured.as_str().to_owned(),
                written: planned.written.map(|(at, by)| format!("{by} {}", local(at))).unwrap_or_default(),
                next: next.into_iter().map(local).collect(),
                is_trial: wanted.is_some(),
            });
        }
        Ok((stands, rows, schedule::ticks(conn, state, page)?))
    };
    let (stands, rows, ticks) = ctx.db.read(read).await?;
    let words = [TickState::Done, TickState::Failed];
    let page = OperationsPage {
        figures: figures(ctx, lang, &stands),
        jobs: rows,
        may_change,
        states: words
            .map(|one| (lang.word("operations-state", one.as_str()), one.as_str(), state == Some(one)))
            .to_vec(),
        pager: Pager::of(&ticks, &url),
        ticks: ticks.items.into_iter().map(|tick| tick_row(ctx, lang, tick)).collect(),
        errors: summary(lang, &refused, |_| "operations-line")
            .into_iter()
            .map(|(_, label, why)| (anchor.clone(), label, why))
            .collect(),
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn figures(ctx: &Context, lang: Lang, stands: &Standing) -> Vec<(String, String, &'static str)> {
    let at = |at: Option<Instant>| at.map_or_else(|| "—".to_owned(), |at| at.local_text(ctx.zone));
    let mail = match stands.switch {
        Switch::Open => "operations-mail-open",
        Switch::Held(..) => "operations-mail-held",
        Switch::Elsewhere => "operations-mail-elsewhere",
    };
    let count = |state| stands.count(state).to_string();
    vec![
        (lang.t("operations-mail"), lang.t(mail), "/mail"),
        (lang.t("operations-depth"), stands.depth().to_string(), "/mail?state=queued"),
        (lang.t("operations-oldest"), at(stands.oldest), "/mail?state=queued"),
        (lang.t("operations-failed"), count(State::Failed), "/mail?state=failed"),
        (lang.t("operations-unknown"), count(State::Unknown), "/mail?state=unknown"),
        (lang.t("operations-last-tick"), at(stands.last_tick), "/operations#ticks"),
        (lang.t("operations-failing"), stands.failing.to_string(), "/operations?state=failed#ticks"),
    ]
}

fn tick_row(ctx: &Context, lang: Lang, tick: Listed) -> TickRow {
    let class = if tick.state == TickState::Done { "ok" } else { "bad" };
    TickRow {
        name: lang.word("operations-job", &tick.job),
        due_at: tick.due_at.local_text(ctx.zone),
        ran_at: tick.ran_at.local_text(ctx.zone),
        state: (class, lang.word("operations-state", tick.state.as_str())),
        missed: tick.missed(),
        attempts: tick.attempts,
        said: tick.error.or(tick.report).unwrap_or_default(),
    }
}

/// POST /operations/jobs/{job}
pub async fn change(
    ctx: Data<Context>,
    postman: Data<Postman>,
    jobs: Data<Jobs>,
    caller: Caller,
    shell: Shell,
    name: Path<String>,
    form: Form,
) -> PageResult {
    let (name, now) = (job(&jobs, &name)?, ctx.now());
    let done = match line(form.raw("line")) {
        Ok(line) => {
            let (by, known) = (caller.clone(), jobs.clone());
            ctx.db.write(move |conn| actions::change(conn, &by, &known, (name, line), now)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect_with("/operations", shell.lang, &Message::new("operations-changed"))),
        Err(error @ Error::Invalid(_)) => {
            let trial = Some(Trial { job: name.to_owned(), line: form.raw("line").to_owned() });
            let view = (Form::default(), ListUrl::new("/operations", []));
            shown((&ctx, &postman, &jobs), caller, shell, view, trial, refused(error, "line")?).await
        }
        Err(error) => Err(error.into()),
    }
}
