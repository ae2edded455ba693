//! What waits for this person: the reviewer accepts or returns, a second person of the city approves.

use super::{Posted, render, told};
use crate::context::Context;
use crate::db::Conn;
use crate::features::projects::{projects_by_ids, stage_name};
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::input::DecideBody;
use crate::features::updates::model::UpdateState;
use crate::features::updates::model::report::{Decision, Update};
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, Lang, PageResult, Shell, redirect_with};
use actix_web::web::{Data, Path};
use std::collections::BTreeMap;

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
    /// What was unusual, each with its reason.
    pub flags: Vec<(String, String)>,
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
    let names: BTreeMap<i64, String> = projects_by_ids(conn, &caller.scope, &ids, period.year())?
        .into_iter()
        .map(|project| (project.id, project.facts.name))
        .collect();
    let view = |update: Update| {
        let reasons = &update.justifications;
        let flags = update.flags.iter().map(|flag| {
            let reason = reasons.get(flag.field()).cloned().unwrap_or_default();
            (lang.render(&flag.sentence()), reason)
        });
        WaitingView {
            id: update.id,
            version: update.version,
            project_id: update.project_id,
            name: names.get(&update.project_id).cloned().unwrap_or_default(),
            stage: update.figures.stage.map(|stage| lang.render(&stage_name(stage))).unwrap_or_default(),
            cumulative: update.figures.cumulative.map(|money| money.wan_text()).unwrap_or_default(),
            ytd: update.figures.ytd.map(|money| money.wan_text()).unwrap_or_default(),
            flags: flags.collect(),
            approves: update.handed_at.is_none(),
            refused: None,
            progress: update.figures.progress_text.unwrap_or_default(),
            writer: update.writer,
        }
    };
    Ok(waiting.into_iter().map(view).collect())
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
    let posted = Posted { form, decision: Some((id, refused)), ..Posted::default() };
    render(&ctx, caller, shell, period, at, posted).await
}

/// The version that a decision is based on, and the decision.
fn read(form: &Form) -> Result<(i64, (Decision, Option<String>))> {
    let word = form.text("decision").ok_or_else(|| Error::field("decision", "input-required"))?;
    let decision = word.parse().map_err(|_| Error::field("decision", "updates-decision-unknown"))?;
    let version = form.text("version").and_then(|text| text.parse().ok());
    let version = version.ok_or_else(|| Error::field("version", "input-required"))?;
    let body = DecideBody { decision, reason: form.text("reason").map(str::to_owned) };
    Ok((version, body.checked()?))
}
