//! What waits for this person: the reviewer accepts or returns, a second person of the city approves.

use super::{Posted, render, told};
use crate::context::Context;
use crate::db::Conn;
use crate::features::files;
use crate::features::projects::{Facts, projects_by_ids, stage_name};
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::before;
use crate::features::updates::input::DecideBody;
use crate::features::updates::model::report::{Decision, PHOTO, SCAN, Update, horizon, paper_id};
use crate::features::updates::model::{Figures, UpdateState};
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, Lang, PageResult, Shell, redirect_with};
use actix_web::web::{Data, Path};
use std::collections::BTreeMap;

/// Most reports that are decided at once.
const MOST: usize = 500;

/// A report that waits.
pub(super) struct WaitingView {
    pub id: i64,
    pub version: i64,
    pub project_id: i64,
    pub name: String,
    pub writer: String,
    pub stage: String,
    pub cumulative: String,
    pub ytd: String,
    pub progress: String,
    /// What stood last: stage, cumulative, of the year; empty where it is the same.
    pub last: [String; 3],
    /// Whatever else it says: enrolment and finish where they changed, problems.
    pub more: Vec<String>,
    /// How many photos.
    pub photos: usize,
    /// The stamped sheets: id and name.
    pub scans: Vec<(i64, String)>,
    /// What was unusual, each with its reason.
    pub flags: Vec<(String, String)>,
    /// Whether it is ticked: chosen by hand, or nothing about it is unusual.
    pub chosen: bool,
    /// She approves; otherwise she accepts or returns.
    pub approves: bool,
    /// The reason as typed into a refused decision, and why it was refused.
    pub refused: Option<(String, String)>,
}

/// What waits for this caller in a month.
pub(super) fn views(
    conn: &mut Conn,
    caller: &Caller,
    lang: Lang,
    period: Period,
) -> Result<Vec<WaitingView>> {
    let (reviews, approves) =
        (caller.may_for_province(Deed::ReviewUpdates), caller.may(Deed::ApproveUpdates));
    let waits = |update: &Update| {
        update.state == UpdateState::Submitted
            && match update.handed_at {
                Some(_) => reviews,
                None => approves && (update.written_by.is_none() || update.written_by != caller.id),
            }
    };
    let waiting: Vec<Update> = store::of_period(conn, caller, period)?.into_values().filter(waits).collect();
    let ids: Vec<i64> = waiting.iter().map(|update| update.project_id).collect();
    let facts: BTreeMap<i64, Facts> = projects_by_ids(conn, &caller.scope, &ids, period.year())?
        .into_iter()
        .map(|project| (project.id, project.facts))
        .collect();
    let handed = store::handed(conn, &ids, horizon(period))?;
    let papers: Vec<String> = ids.iter().map(|id| paper_id(*id, period)).collect();
    let mut photos = files::of_subjects(conn, &caller.scope, PHOTO, &papers)?;
    let mut scans = files::of_subjects(conn, &caller.scope, SCAN, &papers)?;
    let mut view = |update: Update| {
        let (id, paper) = (update.project_id, paper_id(update.project_id, period));
        let (facts, empty) = (facts.get(&id), Vec::new());
        let last = match facts {
            Some(facts) => {
                let handed = handed.get(&id).unwrap_or(&empty);
                before::standing(conn, &caller.scope, (id, facts), handed, period)?.last
            }
            None => Figures::default(),
        };
        let reasons = &update.justifications;
        let flags = update.flags.iter().map(|flag| {
            let reason = reasons.get(flag.field()).cloned().unwrap_or_default();
            (lang.render(&flag.sentence()), reason)
        });
        Ok(WaitingView {
            id: update.id,
            last: changed(&last, &update.figures, lang),
            more: more(&last, &update, lang),
            photos: photos.remove(&paper).map_or(0, |files| files.len()),
            scans: scans.remove(&paper).into_iter().flatten().map(|file| (file.id, file.file_name)).collect(),
            version: update.version,
            project_id: update.project_id,
            name: facts.map(|facts| facts.name.clone()).unwrap_or_default(),
            stage: update.figures.stage.map(|stage| lang.render(&stage_name(stage))).unwrap_or_default(),
            cumulative: update.figures.cumulative.map(|money| money.wan_text()).unwrap_or_default(),
            ytd: update.figures.ytd.map(|money| money.wan_text()).unwrap_or_default(),
            flags: flags.collect(),
            approves: update.handed_at.is_none(),
            chosen: update.flags.is_empty(),
            refused: None,
            progress: update.figures.progress_text.unwrap_or_default(),
            writer: update.writer,
        })
    };
    waiting.into_iter().map(&mut view).collect()
}

/// What stood last of stage, cumulative and of the year, where the report says something else.
fn changed(last: &Figures, said: &Figures, lang: Lang) -> [String; 3] {
    let stage = |figures: &Figures| figures.stage.map(|stage| lang.render(&stage_name(stage)));
    let wan = |money: Option<Money>| money.map(Money::wan_text);
    let pairs = [
        (stage(last), stage(said)),
        (wan(last.cumulative), wan(said.cumulative)),
        (wan(last.ytd), wan(said.ytd)),
    ];
    pairs.map(|(last, said)| last.filter(|last| said.as_ref() != Some(last)).unwrap_or_default())
}

/// What a report says beside its four columns.
fn more(last: &Figures, update: &Update, lang: Lang) -> Vec<String> {
    let said = &update.figures;
    let enrolled = said.enrolled.filter(|_| said.enrolled != last.enrolled).map(|enrolled| {
        lang.t(if enrolled { "updates-waiting-enrolled" } else { "updates-waiting-not-enrolled" })
    });
    let finish = said.planned_finish.as_ref().filter(|finish| last.planned_finish.as_ref() != Some(*finish));
    let finish = finish.map(|finish| lang.with("updates-waiting-finish", "date", finish));
    let problems = update.problems.iter().map(|one| {
        let kind = lang.word("problems-kind", one.kind.as_str());
        format!("{kind}{}{}", lang.t("colon"), one.text)
    });
    enrolled.into_iter().chain(finish).chain(problems).collect()
}

/// POST /updates/{id}/decision
pub async fn decide(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let id = id.into_inner();
    let (by, when) = (caller.clone(), at.clone());
    let decided = match read(&form) {
        Ok((version, deciding)) => {
            let decision = deciding.0;
            let deed = move |conn: &mut Conn| actions::decide(conn, &by, (id, version), deciding, &when);
            ctx.db.write(deed).await.map(|update| (decision, update))
        }
        Err(error) => Err(error),
    };
    let error = match decided {
        Ok((decision, update)) => {
            let note = Message::new(match decision {
                Decision::Approve => "updates-decided-approve",
                Decision::Accept => "updates-decided-accept",
                Decision::Return => "updates-decided-return",
            });
            return Ok(redirect_with(&format!("/updates?period={}", update.period), shell.lang, &note));
        }
        Err(error) => error,
    };
    // The month's page again, with the sentence at the row; without a month there is no page to show.
    let Ok(period) = Period::parse(form.raw("period")) else { return Err(error.into()) };
    let refused = told(error)?;
    let posted = Posted { form, decisions: vec![(id, refused)], ..Posted::default() };
    render(&ctx, caller, shell, period, at, posted).await
}

/// POST /updates/decisions
pub async fn decide_many(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let period = Period::parse(form.raw("period")).map_err(|message| Error::field("period", message))?;
    let decision = decision(&form)?;
    let based = |text: &String| {
        let (id, version) = text.split_once('.')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    let chosen = form.all("update");
    let reports: Option<Vec<(i64, i64)>> = chosen.iter().map(based).collect();
    let Some(reports) = reports.filter(|reports| (1..=MOST).contains(&reports.len())) else {
        let month = vec![FieldError::new("update", "updates-decide-many-count")];
        return render(&ctx, caller, shell, period, at, Posted { form, month, ..Posted::default() }).await;
    };
    let (by, when) = (caller.clone(), at.clone());
    let deed = move |conn: &mut Conn| actions::decide_many(conn, &by, decision, &reports, &when);
    let (mut done, mut decisions) = (0_usize, Vec::new());
    for (id, outcome) in ctx.db.write(deed).await? {
        match outcome {
            Ok(_) => done += 1,
            Err(Error::NotFound) => decisions.push((id, vec![FieldError::new("row", "updates-row-gone")])),
            Err(Error::Forbidden(why)) => decisions.push((id, vec![FieldError::new("row", why)])),
            Err(other) => decisions.push((id, told(other)?)),
        }
    }
    if decisions.is_empty() {
        let note = Message::new("updates-decided-many").with("count", done);
        return Ok(redirect_with(&format!("/updates?period={period}"), shell.lang, &note));
    }
    let posted = Posted { form, decided: done, decisions, ..Posted::default() };
    render(&ctx, caller, shell, period, at, posted).await
}

fn decision(form: &Form) -> Result<Decision> {
    let word = form.text("decision").ok_or_else(|| Error::field("decision", "input-required"))?;
    word.parse().map_err(|_| Error::field("decision", "updates-decision-unknown"))
}

/// The version that a decision is based on, and the decision.
fn read(form: &Form) -> Result<(i64, (Decision, Option<String>))> {
    let decision = decision(form)?;
    let version = form.text("version").and_then(|text| text.parse().ok());
    let version = version.ok_or_else(|| Error::field("version", "input-required"))?;
    let body = DecideBody { decision, reason: form.text("reason").map(str::to_owned) };
    Ok((version, body.checked()?))
}
