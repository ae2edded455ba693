//! The table as it was posted: one deed for every row that says something, an answer for each.

use super::{Posted, render, told};
use crate::context::Context;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::desk::{self, Task};
use crate::features::updates::input::{Reporting, seen};
use crate::features::updates::model::flags::JUSTIFIABLE;
use crate::features::updates::model::reasons::{Reasons, one_line};
use crate::features::updates::model::report::Update;
use crate::features::updates::model::{Figures, UpdateState};
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::error::{Error, FieldError, kept};
use crate::kernel::message::Message;
use crate::kernel::money::{AmountError, Money, Unit, parse_amount};
use crate::kernel::text::clean_text;
use crate::web::{Caller, Form, PageResult, Shell, redirect_with};
use actix_web::web::Data;
use std::collections::BTreeMap;

/// Longest text of a field.
const TEXT: usize = 1000;

/// POST /updates
pub async fn submit(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let period = Period::parse(form.raw("period")).map_err(|message| Error::field("period", message))?;
    if period > period_of(at.today()) {
        let message = Message::new("updates-period-future").with("period", period);
        return Err(Error::field("period", message).into());
    }
    desk::ready(&ctx, period, &at).await?;
    let (by, when) = (caller.clone(), at.clone());
    let posted = ctx
        .db
        .write(move |conn| {
            let (_, tasks) = desk::tasks(conn, &by, period, true, &when)?;
            let mut posted = Posted { form, ..Posted::default() };
            let ids: Vec<i64> = posted.form.all("project").iter().filter_map(|id| id.parse().ok()).collect();
            for id in ids {
                let Some(task) = tasks.iter().find(|task| task.duty.owed.project_id == id) else {
                    // Another city's, or no longer owed: said, and an attempt at another city's is remembered.
                    actions::refuse(conn, &by, id, &when)?;
                    posted.refused.insert(id, vec![FieldError::new("row", "updates-row-gone")]);
                    continue;
                };
                let new = match read(&posted.form, task, by.id, period) {
                    Ok(Some(new)) => new,
                    Ok(None) => continue,
                    Err(wrong) => {
                        posted.refused.insert(id, wrong);
                        continue;
                    }
                };
                // A page that knew of no open report is older than one that there is.
                let version = posted.form.text(&format!("version-{id}")).and_then(|text| text.parse().ok());
                let based = Some(version.unwrap_or(0));
                match actions::report(conn, &by, id, &new, based, &when) {
                    Ok(_) => posted.sent += 1,
                    Err(error) => {
                        if matches!(error, Error::Stale { .. }) {
                            posted.overtaken.insert(id);
                        }
                        posted.refused.insert(id, told(error)?);
                    }
                }
            }
            Ok(posted)
        })
        .await?;
    if posted.refused.is_empty() {
        let note = match posted.sent {
            0 => Message::new("updates-sent-none"),
            count => Message::new("updates-sent").with("count", count),
        };
        return Ok(redirect_with(&format!("/updates?period={period}"), shell.lang, &note));
    }
    render(&ctx, caller, shell, period, at, posted).await
}

/// What a row says: nothing, that nothing moved, or what differs from last time. `by` is who posted it.
fn read(
    form: &Form,
    task: &Task,
    by: Option<i64>,
    period: Period,
) -> Result<Option<Reporting>, Vec<FieldError>> {
    let id = task.duty.owed.project_id;
    let mut wrong = Vec::new();
    let Reasons { given, seen: standing_seen } = task.standing_reasons();
    let line = one_line(&given);
    // Reasons that stood in the row are hers already, however long they are together.
    let longest = TEXT.max(line.chars().count());
    let why =
        kept("row", clean_text(form.raw(&format!("why-{id}")), longest), &mut wrong).unwrap_or_default();
    let justifications: BTreeMap<String, String> = if why == line {
        given
    } else {
        let fields = JUSTIFIABLE.iter().filter(|_| !why.is_empty());
        fields.map(|field| ((*field).to_owned(), why.clone())).collect()
    };
    let seen = Some(form.text(&format!("seen-{id}")).map_or(standing_seen, seen));
    // What the table does not show stays as the single form left it.
    let (beside, problems) = match &task.update {
        Some(Update { figures: Figures { enrolled, planned_finish, .. }, problems, .. }) => {
            let beside =
                Figures { enrolled: *enrolled, planned_finish: planned_finish.clone(), ..Figures::default() };
            (beside, problems.clone())
        }
        None => (Figures::default(), Vec::new()),
    };
    let says =
        |said, no_change| Reporting { period, said, problems, justifications, seen, no_change, draft: false };
    if form.has(&format!("same-{id}")) {
        return Ok(Some(says(beside, true)));
    }
    let stage = form.text(&format!("stage-{id}")).map(str::parse).transpose();
    let stage = stage.map_err(|_| Message::new("updates-stage-unknown"));
    let progress = clean_text(form.raw(&format!("progress-{id}")), TEXT);
    let progress = kept("progress_text", progress, &mut wrong).filter(|text| !text.is_empty());
    let said = Figures {
        stage: kept("stage", stage, &mut wrong).flatten(),
        cumulative: amount(form.raw(&format!("cumulative-{id}")), "cumulative_investment_yuan", &mut wrong),
        ytd: amount(form.raw(&format!("ytd-{id}")), "ytd_investment_yuan", &mut wrong),
        progress_text: progress,
        ..beside.clone()
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let figures = said.clone().or(&task.last);
    // What waits for a second person's approval is left to her, what a colleague is still writing to the colleague, and
    // what came back is not sent again as it was, unless the row says something else.
    let untouched = |update: &Update| {
        update.figures == figures
            && match update.state {
                UpdateState::Submitted => true,
                UpdateState::Returned => why == one_line(&update.justifications),
                UpdateState::Draft => update.written_by.is_none() || update.written_by != by,
                UpdateState::Accepted => false,
            }
    };
    if task.update.as_ref().is_some_and(untouched) {
        return Ok(None);
    }
    let rest = form.raw("deed") == "rest_same";
    if figures == task.last {
        return Ok(rest.then(|| says(beside, true)));
    }
    Ok(Some(says(said, false)))
}

/// An amount typed in 万元; an empty one keeps what stood.
fn amount(text: &str, field: &str, wrong: &mut Vec<FieldError>) -> Option<Money> {
    match parse_amount(text, Some(Unit::Wan)) {
        Ok(amount) => Some(amount.money),
        Err(AmountError::Empty) => None,
        Err(error) => kept(field, Err(error.message(text, Some(Unit::Wan))), wrong),
    }
}
