//! A row of the table: four fields with last time's values above them, and what was refused at each.

use crate::features::projects::{Stage, stage_name};
use crate::features::reference::Book;
use crate::features::updates::at::At;
use crate::features::updates::desk::Task;
use crate::features::updates::model::{Figures, ObligationState, UpdateState};
use crate::kernel::error::FieldError;
use crate::kernel::money::Money;
use crate::web::{Form, Lang};
use std::collections::BTreeMap;

/// A row.
pub(super) struct RowView {
    pub id: i64,
    pub name: String,
    pub place: String,
    /// Class and word of how it stands.
    pub state: (&'static str, String),
    /// Said by the reviewer who returned it.
    pub returned: String,
    /// Of the open report that the row replaces; empty without one.
    pub version: String,
    pub stage: Cell,
    pub stages: Vec<(&'static str, String, bool)>,
    pub cumulative: Cell,
    pub ytd: Cell,
    pub progress: Cell,
    /// Ticked: nothing moved.
    pub same: bool,
    /// What was refused beside the four fields.
    pub other: String,
    /// Whether a reason is asked for, and the reason as typed.
    pub why: Option<String>,
}

/// A field: what stands in it, what stood last, what was refused.
pub(super) struct Cell {
    pub value: String,
    pub last: String,
    pub error: Option<String>,
}

impl RowView {
    pub(super) fn new(
        task: &Task,
        form: &Form,
        refused: &[FieldError],
        lang: Lang,
        book: &Book,
        at: &At,
    ) -> Self {
        let id = task.duty.owed.project_id;
        let open = task.update.as_ref().filter(|update| update.state != UpdateState::Returned);
        // What came back is where its writer goes on.
        let standing = task.update.as_ref().map_or(&task.last, |update| &update.figures);
        let was_posted = form.has(&format!("stage-{id}"));
        let value = |name: &str, stands: String| {
            if was_posted { form.raw(&format!("{name}-{id}")).to_owned() } else { stands }
        };
        let error = |fields: &[&str]| {
            let found: Vec<String> = refused
                .iter()
                .filter(|one| fields.contains(&one.field.as_str()))
                .map(|one| lang.render(&one.message))
                .collect();
            (!found.is_empty()).then(|| found.join(" "))
        };
        let stage = value("stage", standing.stage.map(|stage| stage.as_str().to_owned()).unwrap_or_default());
        let amount = |money: Option<Money>| money.map(Money::wan_exact).unwrap_or_default();
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
        let shown = |money: Option<Money>| or_none(money.map(Money::wan_text));
        let last: &Figures = &task.last;
        let flagged = refused.iter().any(|one| one.message.id.starts_with("updates-flag-"));
        let returned = task.update.as_ref().filter(|update| update.state == UpdateState::Returned);
        let why = if was_posted {
            form.raw(&format!("why-{id}")).to_owned()
        } else {
            in_one_line(&task.standing_reasons())
        };
        let known = ["stage", "cumulative_investment_yuan", "ytd_investment_yuan", "progress_text"];
        let others: Vec<&str> =
            refused.iter().map(|one| one.field.as_str()).filter(|field| !known.contains(field)).collect();
        Self {
            id,
            name: task.facts.name.clone(),
            place: book.name(lang, task.facts.division),
            state: state(task, lang, at),
            returned: returned.and_then(|update| update.reason.clone()).unwrap_or_default(),
            version: open.map(|update| update.version.to_string()).unwrap_or_default(),
            stages: Stage::ALL
                .iter()
                .map(|one| (one.as_str(), lang.render(&stage_name(*one)), one.as_str() == stage))
                .collect(),
            stage: Cell {
                last: or_none(last.stage.map(|stage| lang.render(&stage_name(stage)))),
                error: error(&["stage"]),
                value: stage,
            },
            cumulative: Cell {
                value: value("cumulative", amount(standing.cumulative)),
                last: shown(last.cumulative),
                error: error(&["cumulative_investment_yuan"]),
            },
            ytd: Cell {
                value: value("ytd", amount(standing.ytd)),
                last: shown(last.ytd),
                error: error(&["ytd_investment_yuan"]),
            },
            progress: Cell {
                value: value("progress", standing.progress_text.clone().unwrap_or_default()),
                last: or_none(last.progress_text.clone()),
                error: error(&["progress_text"]),
            },
            same: form.has(&format!("same-{id}")),
            other: error(&others).unwrap_or_default(),
            why: (flagged || returned.is_some() || !why.is_empty()).then_some(why),
        }
    }
}

/// Reasons in one line, each once.
pub(super) fn in_one_line(reasons: &BTreeMap<String, String>) -> String {
    let mut all: Vec<&str> = reasons.values().map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

fn state(task: &Task, lang: Lang, at: &At) -> (&'static str, String) {
    let update = task.update.as_ref().map(|update| update.state);
    match (update, task.duty.state) {
        (Some(UpdateState::Returned), _) => {
            ("bad", lang.with("updates-row-returned", "due", task.duty.deadline.local_text(at.zone)))
        }
        (Some(UpdateState::Submitted), _) => ("info", lang.t("updates-row-unsigned")),
        (_, ObligationState::Missing) => ("bad", lang.t("updates-row-missing")),
        (Some(UpdateState::Draft), _) => ("info", lang.t("updates-row-draft")),
        _ => ("warn", lang.t("updates-row-due")),
    }
}
