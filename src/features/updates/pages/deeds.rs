//! What the province does with a month on its page: closes it, lets one city in again, lets a project off. Below stand
//! the projects that have not reported, so that whoever decides sees whom it concerns.

use super::{Posted, render, told};
use crate::context::Context;
use crate::db::Conn;
use crate::features::projects::projects_by_ids;
use crate::features::reference::Book;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::desk::Duty;
use crate::features::updates::input::{ExcuseBody, UnlockBody, UnlockEndBody};
use crate::features::updates::model::ObligationState;
use crate::features::updates::store::{self, PeriodRow, Unlock};
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, Lang, PageResult, Shell, redirect_with};
use actix_web::web::Data;
use std::collections::BTreeMap;

/// A month in the hands of the province.
pub(super) struct MonthDeeds {
    /// Nothing more is owed in time, and it still takes reports.
    pub may_close: bool,
    /// Cities that may be let in again: code, name, whether it was chosen.
    pub cities: Vec<(String, String, bool)>,
    /// Who was let in.
    pub unlocks: Vec<UnlockView>,
    /// What is not here.
    pub owing: Vec<OwingView>,
    /// The time and the reason as typed.
    pub until: String,
    pub reason: String,
}

/// A city that was let in again.
pub(super) struct UnlockView {
    pub id: i64,
    pub city: String,
    pub until: String,
    pub reason: String,
    pub granter: String,
    /// Whether it still lets the city in.
    pub holds: bool,
    /// Who ended it, when and why; empty when nobody did.
    pub ended: String,
}

/// A project whose report is not here.
pub(super) struct OwingView {
    pub id: i64,
    pub name: String,
    pub place: String,
    pub reporter: String,
    /// Class and word.
    pub state: (&'static str, String),
    /// The reason as typed into a refused excuse.
    pub typed: String,
}

impl MonthDeeds {
    /// With what was typed into a refused form.
    pub(super) fn typed(mut self, posted: &Posted) -> Self {
        if posted.month.is_empty() {
            return self;
        }
        let form = &posted.form;
        let project = form.text("project").and_then(|id| id.parse::<i64>().ok());
        if let Some(owing) = self.owing.iter_mut().find(|owing| Some(owing.id) == project) {
            form.raw("reason").clone_into(&mut owing.typed);
            return self;
        }
        for (code, _, chosen) in &mut self.cities {
            *chosen = form.text("city") == Some(code);
        }
        Self { until: form.raw("until").to_owned(), reason: form.raw("reason").to_owned(), ..self }
    }
}

/// What the province may do with a month that is over; `None` for everybody else.
pub(super) fn views(
    conn: &mut Conn,
    caller: &Caller,
    (row, duties): (Option<&PeriodRow>, &[Duty]),
    lang: Lang,
    (book, at): (&Book, &At),
) -> Result<Option<MonthDeeds>> {
    let may = caller.may_for_province(Deed::ReviewUpdates);
    let Some(row) = row.filter(|_| may) else { return Ok(None) };
    let is_owing = |duty: &&Duty| matches!(duty.state, ObligationState::Due | ObligationState::Missing);
    let owing: Vec<&Duty> = duties.iter().filter(is_owing).collect();
    let ids: Vec<i64> = owing.iter().map(|duty| duty.owed.project_id).collect();
    let names: BTreeMap<i64, String> = projects_by_ids(conn, &caller.scope, &ids, row.period.year())?
        .into_iter()
        .map(|project| (project.id, project.facts.name))
        .collect();
    let reporters: Vec<i64> = owing.iter().filter_map(|duty| duty.owed.reporter_id).collect();
    let reporters = store::reporters(conn, &reporters)?;
    let unlocks = store::unlocks(conn, &caller.scope, row.period)?;
    let unlocks = unlocks.into_iter().map(|unlock| unlock_view(unlock, lang, (book, at)));
    let is_closed = row.closed_at.is_some();
    let owing = owing.into_iter().map(|duty| OwingView {
        id: duty.owed.project_id,
        name: names.get(&duty.owed.project_id).cloned().unwrap_or_default(),
        place: book.name(lang, duty.owed.division),
        reporter: duty.owed.reporter_id.and_then(|id| reporters.get(&id).cloned()).unwrap_or_default(),
        state: match duty.state {
            ObligationState::Missing => ("bad", lang.t("updates-row-missing")),
            _ => ("warn", lang.t("updates-row-due")),
        },
        typed: String::new(),
    });
    Ok(Some(MonthDeeds {
        may_close: !is_closed && at.now > row.due_at,
        cities: if is_closed {
            book.cities()
                .map(|city| (city.code.to_string(), book.short_name(lang, city.code), false))
                .collect()
        } else {
            Vec::new()
        },
        unlocks: unlocks.collect(),
        owing: owing.collect(),
        until: String::new(),
        reason: String::new(),
    }))
}

fn unlock_view(unlock: Unlock, lang: Lang, (book, at): (&Book, &At)) -> UnlockView {
    let ended = unlock.ended_at.map(|ended| {
        let by = unlock.ender.clone().unwrap_or_default();
        let reason = unlock.end_reason.clone().unwrap_or_default();
        lang.all("updates-unlock-ended", &[("by", by), ("at", ended.local_text(at.zone)), ("reason", reason)])
    });
    UnlockView {
        id: unlock.id,
        city: book.short_name(lang, unlock.city),
        until: unlock.until.local_text(at.zone),
        holds: unlock.holds(at.now),
        ended: ended.unwrap_or_default(),
        reason: unlock.reason,
        granter: unlock.granter,
    }
}

/// POST /updates/unlocks/end
pub async fn end_unlock(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (period, by, when) = (month(&form)?, caller.clone(), at.clone());
    let id = form.text("unlock").and_then(|id| id.parse().ok());
    let id: i64 = id.ok_or_else(|| Error::field("unlock", "input-whole-number"))?;
    let body = UnlockEndBody { id, reason: form.raw("reason").to_owned() };
    let done = match body.checked() {
        Ok((id, reason)) => {
            let deed = move |conn: &mut Conn| actions::end_unlock(conn, &by, period, (id, &reason), &when);
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    answer(&ctx, caller, shell, at, (period, form), done.map(|_| "updates-done-unlock-end")).await
}

/// POST /updates/close
pub async fn close(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (period, by, when) = (month(&form)?, caller.clone(), at.clone());
    let done = ctx.db.write(move |conn| actions::close(conn, &by, period, &when)).await;
    answer(&ctx, caller, shell, at, (period, form), done.map(|_| "updates-done-close")).await
}

/// POST /updates/unlocks
pub async fn unlock(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (period, by, when) = (month(&form)?, caller.clone(), at.clone());
    let text = |name: &str| form.raw(name).trim().to_owned();
    let body = UnlockBody { city: text("city"), until: text("until"), reason: text("reason") };
    let done = match body.checked(at.zone) {
        Ok(new) => ctx.db.write(move |conn| actions::unlock(conn, &by, period, &new, &when)).await,
        Err(error) => Err(error),
    };
    answer(&ctx, caller, shell, at, (period, form), done.map(|_| "updates-done-unlock")).await
}

/// POST /updates/excuses
pub async fn excuse(ctx: Data<Context>, at: At, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (period, by, when) = (month(&form)?, caller.clone(), at.clone());
    let project = form.text("project").and_then(|id| id.parse().ok());
    let project_id = project.ok_or_else(|| Error::field("project", "input-whole-number"))?;
    let body = ExcuseBody { project_id, reason: form.raw("reason").to_owned() };
    let done = match body.checked() {
        Ok((id, reason)) => {
            let deed = move |conn: &mut Conn| actions::excuse(conn, &by, period, (id, &reason), &when);
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    answer(&ctx, caller, shell, at, (period, form), done.map(|()| "updates-done-excuse")).await
}

fn month(form: &Form) -> Result<Period> {
    Period::parse(form.raw("period")).map_err(|message| Error::field("period", message))
}

/// Back to the month: with the note of what was done, or with the sentence of what was refused.
async fn answer(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    at: At,
    (period, form): (Period, Form),
    done: Result<&'static str>,
) -> PageResult {
    match done {
        Ok(note) => Ok(redirect_with(&format!("/updates?period={period}"), shell.lang, &Message::new(note))),
        Err(error) => {
            let posted = Posted { form, month: told(error)?, ..Posted::default() };
            render(ctx, caller, shell, period, at, posted).await
        }
    }
}
