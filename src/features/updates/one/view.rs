//! The form in words: each field with last time's value above it, its hint, what was refused, and the reason that it
//! needs.

use super::papers::{PHOTO_FILE, SCAN_FILE};
use crate::features::problems::ProblemKind;
use crate::features::projects::{Stage, stage_name};
use crate::features::updates::desk::Single;
use crate::features::updates::input::{PROBLEMS, seen};
use crate::features::updates::model::flags::JUSTIFIABLE;
use crate::features::updates::model::reasons::Reasons;
use crate::features::updates::model::report::Update;
use crate::features::updates::model::{Figures, UpdateState};
use crate::kernel::error::FieldError;
use crate::kernel::money::Money;
use crate::web::{Form, Lang};
use std::collections::BTreeMap;

/// Fewest lines for problems on the form; one that tells more has one line more than it tells.
const FEWEST_LINES: usize = 3;

/// A word of a list with its name, and whether it is the chosen one.
pub type Choice = (String, String, bool);

/// A field of the form.
pub struct FieldView {
    /// Its name in the form and in the API.
    pub name: &'static str,
    /// What it is called, with its unit.
    pub label: String,
    /// What may be written.
    pub hint: String,
    /// What stood last.
    pub last: String,
    /// What stands in it.
    pub value: String,
    /// The words to choose from; none for a field to be typed into.
    pub choices: Vec<Choice>,
    /// How large it is: a line, or several.
    pub is_long: bool,
    /// Whether a telephone shows its digits.
    pub is_amount: bool,
    /// What was refused.
    pub error: Option<String>,
    /// The reason, where one is asked for or was given.
    pub why: Option<String>,
}

/// A line for a problem.
pub struct ProblemLine {
    /// Its number.
    pub number: usize,
    /// The kinds.
    pub kinds: Vec<Choice>,
    /// In words.
    pub text: String,
    /// What was refused.
    pub error: Option<String>,
}

impl FieldView {
    /// What stands in it, as it is read.
    pub fn shown(&self) -> String {
        let chosen = self.choices.iter().find(|(value, ..)| *value == self.value);
        let shown = chosen.map_or_else(|| self.value.trim().to_owned(), |(_, name, _)| name.clone());
        if shown.is_empty() { "—".to_owned() } else { shown }
    }
}

/// Everything that fills the form: what was typed, else the open or the returned report, else what stood last.
pub struct Filled<'a> {
    one: &'a Single,
    form: &'a Form,
    refused: &'a [FieldError],
    lang: Lang,
}

impl<'a> Filled<'a> {
    /// From these.
    pub const fn new(one: &'a Single, form: &'a Form, refused: &'a [FieldError], lang: Lang) -> Self {
        Self { one, form, refused, lang }
    }

    /// Whether it shows what was typed.
    pub fn was_posted(&self) -> bool {
        self.form.has("stage")
    }

    /// The report that the form goes on with.
    fn standing(&self) -> &Figures {
        self.one.update.as_ref().map_or(&self.one.last, |update| &update.figures)
    }

    fn value(&self, name: &str, stands: Option<String>) -> String {
        if self.was_posted() { self.form.raw(name).to_owned() } else { stands.unwrap_or_default() }
    }

    /// What was refused of a field.
    pub fn error(&self, name: &str) -> Option<String> {
        let found: Vec<String> = self
            .refused
            .iter()
            .filter(|one| one.field == name)
            .map(|one| self.lang.render(&one.message))
            .collect();
        (!found.is_empty()).then(|| found.join(" "))
    }

    fn reasons(&self) -> BTreeMap<&str, String> {
        let given = Reasons::standing(&self.one.reasons, self.one.update.as_ref()).given;
        let of = |field: &&'static str| {
            let typed = self.form.raw(&format!("why-{field}")).to_owned();
            let asked = self
                .refused
                .iter()
                .any(|one| one.field == **field && one.message.id.starts_with("updates-flag-"));
            let given = given.get(*field).cloned().filter(|_| !self.was_posted());
            let why = given.unwrap_or(typed);
            (asked || !why.is_empty()).then_some((*field, why))
        };
        JUSTIFIABLE.iter().filter_map(of).collect()
    }

    /// Codes of the flags that stand beside the reasons: they go on answering them.
    pub fn seen(&self) -> String {
        let refused = self.refused.iter().filter(|one| one.message.id.starts_with("updates-flag-"));
        let mut seen = if self.was_posted() {
            seen(self.form.raw("seen"))
        } else {
            Reasons::standing(&self.one.reasons, self.one.update.as_ref()).seen
        };
        seen.extend(refused.map(|one| one.message.id.to_owned()));
        seen.into_iter().collect::<Vec<_>>().join(" ")
    }

    /// The fields, from top to bottom.
    pub fn fields(&self) -> Vec<FieldView> {
        let (lang, stands, last) = (self.lang, self.standing(), &self.one.last);
        let mut reasons = self.reasons();
        let none = || "—".to_owned();
        let shown = |money: Option<Money>| money.map_or_else(none, Money::wan_text);
        let mut field =
            |name: &'static str, label: &str, hint: &str, last: String, value: String| FieldView {
                label: lang.t(label),
                hint: if hint.is_empty() { String::new() } else { lang.t(hint) },
                last,
                value,
                choices: Vec::new(),
                is_long: false,
                is_amount: name.ends_with("_yuan"),
                error: self.error(name),
                why: reasons.remove(name),
                name,
            };
        let wan = |money: Option<Money>| money.map(Money::wan_exact);
        let stage_word = |stage: Option<Stage>| stage.map(|stage| stage.as_str().to_owned());
        let stage_last = last.stage.map_or_else(none, |stage| lang.render(&stage_name(stage)));
        let stage = self.value("stage", stage_word(stands.stage));
        let stages = Stage::ALL
            .iter()
            .map(|one| (one.as_str().to_owned(), lang.render(&stage_name(*one)), one.as_str() == stage));
        let enrolled = self.value("enrolled", stands.enrolled.map(|yes| yes.to_string()));
        let yes = |yes: Option<bool>| match yes {
            Some(true) => lang.t("enrolled-true"),
            Some(false) => lang.t("enrolled-false"),
            None => none(),
        };
        let known = ["true", "false"].map(|word| (word.to_owned(), yes(word.parse().ok()), word == enrolled));
        let stages = stages.collect();
        vec![
            FieldView { choices: stages, ..field("stage", "updates-column-stage", "", stage_last, stage) },
            field(
                "cumulative_investment_yuan",
                "updates-column-cumulative",
                "updates-one-amount-hint",
                shown(last.cumulative),
                self.value("cumulative_investment_yuan", wan(stands.cumulative)),
            ),
            field(
                "ytd_investment_yuan",
                "updates-column-ytd",
                "updates-one-amount-hint",
                shown(last.ytd),
                self.value("ytd_investment_yuan", wan(stands.ytd)),
            ),
            FieldView {
                is_long: true,
                ..field(
                    "progress_text",
                    "updates-column-progress",
                    "updates-one-progress-hint",
                    last.progress_text.clone().unwrap_or_else(none),
                    self.value("progress_text", stands.progress_text.clone()),
                )
            },
            FieldView {
                choices: known.to_vec(),
                ..field("enrolled", "projects-field-enrolled", "", yes(last.enrolled), enrolled.clone())
            },
            field(
                "planned_finish",
                "updates-one-finish",
                "updates-one-finish-hint",
                last.planned_finish.as_ref().map_or_else(none, ToString::to_string),
                self.value("planned_finish", stands.planned_finish.as_ref().map(ToString::to_string)),
            ),
        ]
    }

    /// The lines for problems.
    pub fn problems(&self) -> Vec<ProblemLine> {
        let told = self.one.update.as_ref().map_or(&[][..], |update| update.problems.as_slice());
        let line = |number: usize| {
            let stands = told.get(number);
            let kind = self.value(&format!("kind-{number}"), stands.map(|one| one.kind.to_string()));
            let kinds = ProblemKind::ALL.iter().map(|one| {
                let name = self.lang.t(&format!("problems-kind-{one}"));
                let is_chosen = one.as_str() == kind || (kind.is_empty() && *one == ProblemKind::Other);
                (one.to_string(), name, is_chosen)
            });
            ProblemLine {
                number,
                kinds: kinds.collect(),
                text: self.value(&format!("problem-{number}"), stands.map(|one| one.text.clone())),
                error: self.error(&format!("problem-{number}")),
            }
        };
        let typed = (0..PROBLEMS).filter(|number| self.form.has(&format!("problem-{number}"))).count();
        let lines = if self.was_posted() { typed } else { told.len() + 1 };
        (0..lines.clamp(FEWEST_LINES, PROBLEMS)).map(line).collect()
    }

    /// Every refusal as a link to its field.
    pub fn summary(&self) -> Vec<(String, String, String)> {
        let fields = self.fields();
        let entry = |one: &FieldError| {
            let field = fields.iter().find(|field| field.name == one.field);
            let (anchor, label) = match (field, one.field.as_str()) {
                (Some(field), name) => (name, field.label.clone()),
                (None, name) if name.starts_with("problem-") => (name, self.lang.t("updates-one-problems")),
                (None, PHOTO_FILE) => (PHOTO_FILE, self.lang.t("updates-one-photos")),
                (None, SCAN_FILE) => (SCAN_FILE, self.lang.t("updates-one-scans")),
                (None, _) => ("report", self.lang.t("updates-one-report")),
            };
            (anchor.to_owned(), label, self.lang.render(&one.message))
        };
        self.refused.iter().map(entry).collect()
    }

    /// Whether it went up already, so that there is nothing to be written.
    pub fn is_handed(&self) -> bool {
        self.one.update.as_ref().is_some_and(Update::is_handed)
    }

    /// Said by the reviewer who returned it.
    pub fn returned(&self) -> Option<String> {
        let update = self.one.update.as_ref().filter(|update| update.state == UpdateState::Returned)?;
        update.reason.clone()
    }
}
