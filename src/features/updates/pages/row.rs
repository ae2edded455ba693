//! A row of the table: four fields with last time's values above them, and what was refused at each.

use super::Posted;
use crate::features::projects::{Stage, stage_name};
use crate::features::reference::Book;
use crate::features::updates::at::At;
use crate::features::updates::desk::Task;
use crate::features::updates::input::seen;
use crate::features::updates::model::reasons::one_line;
use crate::features::updates::model::{Figures, ObligationState, UpdateState};
use crate::kernel::error::FieldError;
use crate::kernel::money::{Money, Unit, parse_amount};
use crate::web::{Form, Lang};

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
    /// Codes of the flags that stand beside the reason.
    pub seen: String,
}

/// A field: what stands in it, what stood last, what was refused.
pub(super) struct Cell {
    pub value: String,
    pub last: String,
    pub error: Option<String>,
}

/// What was typed into a row, and what became of it.
pub(super) struct Typed<'a> {
    form: &'a Form,
    refused: &'a [FieldError],
    /// Somebody changed the report after the page was made.
    overtaken: bool,
}

impl<'a> Typed<'a> {
    /// From a posted table.
    pub(super) fn of(posted: &'a Posted, id: i64) -> Self {
        Self {
            form: &posted.form,
            refused: posted.refused.get(&id).map_or(&[][..], Vec::as_slice),
            overtaken: posted.overtaken.contains(&id),
        }
    }

    fn text(&self, name: &str, id: i64) -> &'a str {
        self.form.raw(&format!("{name}-{id}"))
    }

    /// Whether the row shows what was typed. One that was overtaken, and in which nobody had typed, shows what stands.
    fn is_kept(&self, task: &Task) -> bool {
        let id = task.duty.owed.project_id;
        let was_posted = self.form.has(&format!("stage-{id}"));
        let knew_none = self.text("version", id).is_empty();
        was_posted
            && !(self.overtaken && knew_none && CELLS.iter().all(|cell| self.is(cell, task, &task.last)))
    }

    /// Whether a cell says the same as these figures; 1,200 is 1200.
    fn is(&self, cell: &str, task: &Task, figures: &Figures) -> bool {
        let typed = self.text(cell, task.duty.owed.project_id).trim();
        let amount = |stands: Option<Money>| match parse_amount(typed, Some(Unit::Wan)) {
            Ok(amount) => Some(amount.money) == stands,
            Err(_) => typed.is_empty() && stands.is_none(),
        };
        match cell {
            "stage" => typed == figures.stage.map_or("", Stage::as_str),
            "cumulative" => amount(figures.cumulative),
            "ytd" => amount(figures.ytd),
            _ => typed == figures.progress_text.as_deref().unwrap_or_default(),
        }
    }
}

/// The four cells, as the form names them.
const CELLS: [&str; 4] = ["stage", "cumulative", "ytd", "progress"];

impl RowView {
    /// `reader` is who looks at it.
    pub(super) fn new(
        task: &Task,
        typed: &Typed<'_>,
        reader: Option<i64>,
        lang: Lang,
        book: &Book,
        at: &At,
    ) -> Self {
        let id = task.duty.owed.project_id;
        let open = task.update.as_ref().filter(|update| update.state != UpdateState::Returned);
        // What came back is where its writer goes on.
        let standing = task.update.as_ref().map_or(&task.last, |update| &update.figures);
        let is_kept = typed.is_kept(task);
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
        let shown = |money: Option<Money>| or_none(money.map(Money::wan_text));
        let stage_word = |stage: Option<Stage>| or_none(stage.map(|stage| lang.render(&stage_name(stage))));
        let in_words = |cell: &str, of: &Figures| match cell {
            "stage" => stage_word(of.stage),
            "cumulative" => shown(of.cumulative),
            "ytd" => shown(of.ytd),
            _ => or_none(of.progress_text.clone()),
        };
        let sentences = |counts: &dyn Fn(&str) -> bool| {
            let found = typed.refused.iter().filter(|one| counts(&one.field));
            found.map(|one| lang.render(&one.message)).collect::<Vec<String>>()
        };
        let cell = |cell: &str, field: &str, stands: String| {
            let value = if is_kept { typed.text(cell, id).to_owned() } else { stands };
            let mut error = sentences(&|name| name == field);
            let was_changed = in_words(cell, standing) != in_words(cell, &task.last);
            if typed.overtaken && is_kept && was_changed && !typed.is(cell, task, standing) {
                error.push(lang.with("updates-row-stands", "value", in_words(cell, standing)));
            }
            let error = (!error.is_empty()).then(|| error.join(" "));
            Cell { value, last: in_words(cell, &task.last), error }
        };
        let amount = |money: Option<Money>| money.map(Money::wan_exact).unwrap_or_default();
        let stage = standing.stage.map(|stage| stage.as_str().to_owned()).unwrap_or_default();
        let stage = cell("stage", "stage", stage);
        let asked =
            typed.refused.iter().map(|one| one.message.id).filter(|id| id.starts_with("updates-flag-"));
        let asked: Vec<&str> = asked.collect();
        let returned = task.update.as_ref().filter(|update| update.state == UpdateState::Returned);
        let reasons = task.standing_reasons();
        let (why, mut seen) = if is_kept {
            let typed_seen = typed.form.text(&format!("seen-{id}")).map_or(reasons.seen, seen);
            (typed.text("why", id).to_owned(), typed_seen)
        } else {
            (one_line(&reasons.given), reasons.seen)
        };
        seen.extend(asked.iter().map(|code| (*code).to_owned()));
        let known = ["stage", "cumulative_investment_yuan", "ytd_investment_yuan", "progress_text"];
        Self {
            id,
            name: task.facts.name.clone(),
            place: book.name(lang, task.facts.division),
            state: state(task, reader, lang, at),
            returned: returned.and_then(|update| update.reason.clone()).unwrap_or_default(),
            version: if is_kept && !typed.overtaken {
                typed.text("version", id).to_owned()
            } else {
                // Whoever was overtaken is shown what stands, and goes on from there.
                open.map(|update| update.version.to_string()).unwrap_or_default()
            },
            stages: Stage::ALL
                .iter()
                .map(|one| (one.as_str(), lang.render(&stage_name(*one)), one.as_str() == stage.value))
                .collect(),
            stage,
            cumulative: cell("cumulative", "cumulative_investment_yuan", amount(standing.cumulative)),
            ytd: cell("ytd", "ytd_investment_yuan", amount(standing.ytd)),
            progress: cell("progress", "progress_text", standing.progress_text.clone().unwrap_or_default()),
            // What was the same is to be looked at again.
            same: typed.form.has(&format!("same-{id}")) && !typed.overtaken,
            other: sentences(&|name| !known.contains(&name)).join(" "),
            why: (!asked.is_empty() || returned.is_some() || !why.is_empty()).then_some(why),
            seen: seen.into_iter().collect::<Vec<_>>().join(" "),
        }
    }
}

fn state(task: &Task, reader: Option<i64>, lang: Lang, at: &At) -> (&'static str, String) {
    let update = task.update.as_ref().map(|update| update.state);
    match (update, task.duty.state) {
        (Some(UpdateState::Returned), _) => {
            ("bad", lang.with("updates-row-returned", "due", task.duty.deadline.local_text(at.zone)))
        }
        (Some(UpdateState::Submitted), _) => ("info", lang.t("updates-row-unsigned")),
        (_, ObligationState::Missing) => ("bad", lang.t("updates-row-missing")),
        (Some(UpdateState::Draft), _) => {
            match task.update.as_ref().filter(|draft| draft.written_by != reader) {
                Some(draft) => ("info", lang.with("updates-row-draft-of", "writer", &draft.writer)),
                None => ("info", lang.t("updates-row-draft")),
            }
        }
        _ => ("warn", lang.t("updates-row-due")),
    }
}
