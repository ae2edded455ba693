//! The page of one project: what is known, what looks odd about it, what it lacks, how it came to be so, and the small
//! forms of the deeds that this reader may do.

use super::controls::{Control, Drawing, Field, single, summary, worded};
use super::list::{lamp_of, tint};
use super::past::Past;
use super::words::{Words, control_of};
use crate::features::audit::Change;
use crate::features::projects::model::amounts::Amount;
use crate::features::projects::model::{Project, SideState, Stage, Warning};
use crate::features::projects::store::Recorded;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::web::{Form, Shell};
use askama::Template;
use chrono_tz::Tz;
use serde_json::Value;
use std::collections::BTreeMap;

/// The template with everything it shows.
#[derive(Template)]
#[template(path = "features/projects/templates/record.html")]
pub struct RecordPage {
    shell: Shell,
    id: i64,
    version: i64,
    name: String,
    badges: Vec<(String, &'static str)>,
    is_suspended: bool,
    lamp: String,
    /// The month of the light and its reasons, the worst first.
    light: Option<(String, Vec<String>)>,
    editable: bool,
    /// Anchor, field, sentence of each refusal.
    errors: Vec<(String, String, String)>,
    /// Why the deed as a whole was refused.
    conflict: Option<String>,
    /// Which of the small forms stands open: `stage`, `void`, or a warning's field.
    open: String,
    stages: Vec<Step>,
    advance: Vec<Field>,
    warnings_head: String,
    warnings: Vec<Odd>,
    groups: Vec<FactGroup>,
    amounts: Vec<Stated>,
    amounts_conflict: bool,
    missing_head: String,
    missing: Vec<(String, String, String)>,
    /// Id, words and state of what stands in its way; none on a past day.
    problems: Option<Vec<(i64, String, String)>>,
    history: Vec<Entry>,
    /// Why this reader cannot change it now.
    locked: Option<String>,
    past: Past,
}

/// One of the ten stages.
struct Step {
    word: String,
    date: String,
    done: bool,
    current: bool,
}

/// A warning with its settlement.
struct Odd {
    field: &'static str,
    label: String,
    sentence: String,
    justified: Option<String>,
    suspects: Vec<(i64, String)>,
}

struct FactGroup {
    title: String,
    facts: Vec<Fact>,
}

struct Fact {
    label: String,
    value: String,
    missing: bool,
    wide: bool,
}

/// A total as a source states it.
struct Stated {
    id: i64,
    value: String,
    source: String,
    date: String,
    adopted: bool,
}

/// A version in the history.
struct Entry {
    at: String,
    shown: String,
    who: String,
    deed: String,
    reason: Option<String>,
    changes: Vec<Changed>,
}

struct Changed {
    label: String,
    from: String,
    to: String,
}

/// A small form of the page that was refused: which one, what was typed, why.
pub struct Refused {
    /// `stage`, `void`, or the field of a warning.
    pub form: String,
    /// As typed.
    pub typed: Form,
    /// By field.
    pub errors: Vec<FieldError>,
    /// Why the whole deed was refused: somebody else was faster.
    pub conflict: Option<Message>,
}

/// Headings and the facts below them, under their contract names.
const GROUPS: [(&str, &[&str]); 6] = [
    ("basic", &["unit", "credit_code", "project_code", "scope_text"]),
    ("place", &["city", "county", "address", "park_id", "lng", "lat"]),
    ("trade", &["industry", "gb4754", "chain_id", "segment_id"]),
    (
        "progress",
        &[
            "class",
            "nature",
            "stage",
            "stage_text",
            "planned_start",
            "planned_finish",
            "actual_start",
            "actual_finish",
            "in_production_on",
            "enrolled",
            "side_state",
        ],
    ),
    (
        "money",
        &[
            "total_investment_yuan",
            "total_text",
            "annual_plan_yuan",
            "ytd_investment_yuan",
            "cumulative_investment_yuan",
        ],
    ),
    ("duty", &["responsible_unit", "responsible_person", "sponsor_leader"]),
];

/// Facts that appear only where somebody stated them: an empty line would ask for them without need.
const OPTIONAL: [&str; 5] = ["stage_text", "total_text", "county", "side_state", "enrolled"];

/// What the page is made from.
pub struct View<'a> {
    /// The reader's language and names.
    pub words: Words<'a>,
    /// Places she may choose.
    pub scope: &'a Scope,
    /// As it stands.
    pub project: &'a Project,
    /// The facts by contract name.
    pub facts: BTreeMap<&'static str, Value>,
    /// Newest first.
    pub history: &'a [Recorded],
    /// Names of suspects that this reader may see.
    pub named: &'a BTreeMap<i64, String>,
    /// What stands in its way and is not solved: id, words, state; none on a past day.
    pub problems: Option<Vec<(i64, String, String)>>,
    /// Whether deeds are offered.
    pub editable: bool,
    /// For days and hours.
    pub zone: Tz,
    /// Of the annual plan.
    pub year: i32,
    /// The list that holds it, for a reader below the province.
    pub locked: Option<Quarter>,
    /// The moment that is shown.
    pub past: Past,
}

impl View<'_> {
    fn light(&self) -> Option<(String, Vec<String>)> {
        let (lit, lang) = (self.project.light.as_ref()?, self.words.lang);
        let reasons = lit.reasons.iter().map(|reason| reason.clone().said(lang)).collect();
        Some((lang.with("projects-light-of", "period", lit.period), reasons))
    }

    /// The page, with a refused small form when there is one.
    pub fn page(&self, shell: Shell, refused: Option<Refused>) -> RecordPage {
        let lang = self.words.lang;
        let (open, typed, errors, conflict) = refused
            .map_or((String::new(), Form::default(), Vec::new(), None), |no| {
                (no.form, no.typed, no.errors, no.conflict)
            });
        let lacks = &self.project.missing;
        RecordPage {
            id: self.project.id,
            version: self.project.version,
            name: self.project.facts.name.clone(),
            badges: self.badges(),
            is_suspended: self.project.facts.side_state == SideState::Suspended,
            lamp: lamp_of(self.project.light.as_ref(), lang),
            light: self.light(),
            editable: self.editable,
            conflict: conflict.map(|why| lang.render(&why)),
            stages: self.stages(),
            advance: self.advance(&typed, &errors),
            warnings_head: lang.with("projects-warnings", "count", self.project.warnings.len()),
            warnings: self.warnings(),
            groups: self.groups(),
            amounts: self.amounts(),
            amounts_conflict: self.project.amounts.iter().any(|amount| amount.is_open()),
            missing_head: lang.with("projects-missing-title", "count", lacks.len()),
            missing: lacks.iter().map(|field| self.lack(field)).collect(),
            problems: self.problems.as_ref().map(|problems| {
                let named = |(id, text, state): &(i64, String, String)| {
                    (*id, text.clone(), lang.t(&format!("problems-state-{state}")))
                };
                problems.iter().map(named).collect()
            }),
            history: self.history.iter().map(|version| self.entry(version)).collect(),
            errors: summary(self.words, &errors),
            locked: self.locked.map(|quarter| lang.with("projects-locked", "quarter", quarter.to_string())),
            past: self.past.clone(),
            open,
            shell,
        }
    }

    fn badges(&self) -> Vec<(String, &'static str)> {
        let (facts, lang) = (&self.project.facts, self.words.lang);
        let stage = facts.stage.map(|stage| (lang.word("stage", stage.as_str()), tint(stage)));
        let class = facts.class.map(|class| (lang.word("class", class.as_str()), "none"));
        let side = (facts.side_state != SideState::Active)
            .then(|| (lang.word("side_state", facts.side_state.as_str()), "warn"));
        stage.into_iter().chain(class).chain(side).collect()
    }

    /// The ten stages; the date of each is the fact that states it, else the day on which it was recorded.
    fn stages(&self) -> Vec<Step> {
        let now = self.project.facts.stage;
        let recorded = |stage: Stage| {
            let reached = |change: &Change| change.field == "stage" && change.to == stage.as_str();
            let version = self.history.iter().rev().find(|version| version.changes.iter().any(reached))?;
            Some(version.recorded_at.local_text(self.zone).chars().take(10).collect::<String>())
        };
        let stated = |stage: Stage| {
            let date = self.facts.get(stage.date_field()?)?;
            date.as_str().map(str::to_owned)
        };
        let step = |stage: &Stage| Step {
            word: self.words.lang.word("stage", stage.as_str()),
            date: if now.is_some_and(|now| *stage <= now) {
                stated(*stage).or_else(|| recorded(*stage)).unwrap_or_default()
            } else {
                String::new()
            },
            done: now.is_some_and(|now| *stage < now),
            current: now == Some(*stage),
        };
        Stage::ALL.iter().map(step).collect()
    }

    /// The form that moves the project to another stage: with it, whatever facts the later stages ask for and the
    /// record lacks.
    fn advance(&self, typed: &Form, refused: &[FieldError]) -> Vec<Field> {
        let Words { lang, .. } = self.words;
        let drawing = Drawing { words: self.words, scope: self.scope, year: self.year, refused };
        let next = Stage::ALL.iter().find(|stage| self.project.facts.stage.is_none_or(|now| **stage > now));
        let chosen = typed.text("stage").map(str::to_owned);
        let chosen = chosen.or_else(|| next.map(|stage| stage.as_str().to_owned())).unwrap_or_default();
        let words = Stage::ALL.iter().map(|stage| stage.as_str());
        let stage = Field {
            label: lang.t("projects-advance-to"),
            control: Control::Select(single(worded(lang, "stage", words, &chosen))),
            ..drawing.field("stage", typed)
        };
        let asked = ["unit", "project_code", "actual_start", "actual_finish", "in_production_on"];
        let lacking = asked.into_iter().filter(|field| self.facts.get(field).is_none_or(Value::is_null));
        let from = |field: &str| Stage::ALL.iter().find(|stage| stage.required().contains(&field));
        let fact = |field| {
            let since = from(field).map(|stage| lang.word("stage", stage.as_str())).unwrap_or_default();
            Field { hint: lang.with("projects-advance-since", "stage", since), ..drawing.field(field, typed) }
        };
        let reason = Field { hint: lang.t("projects-advance-reason-hint"), ..drawing.field("reason", typed) };
        std::iter::once(stage).chain(lacking.map(fact)).chain([reason]).collect()
    }

    fn warnings(&self) -> Vec<Odd> {
        let odd = |warning: &Warning| Odd {
            field: warning.field,
            label: self.words.label(warning.field),
            sentence: self.words.lang.render(&warning.message),
            justified: warning.justified.clone(),
            suspects: warning
                .suspects
                .iter()
                .filter_map(|id| Some((*id, self.named.get(id)?.clone())))
                .collect(),
        };
        self.project.warnings.iter().map(odd).collect()
    }

    fn groups(&self) -> Vec<FactGroup> {
        let fact = |field: &&'static str| {
            let value = self.facts.get(field).filter(|value| !self.goes_without_saying(field, value))?;
            let shown = self.words.shown(field, value);
            let missing = self.project.missing.contains(field);
            if shown.is_empty() && !missing && OPTIONAL.contains(field) {
                return None;
            }
            Some(Fact {
                label: self.words.label(field),
                value: if shown.is_empty() { "—".to_owned() } else { shown },
                missing,
                wide: ["scope_text", "gb4754"].contains(field),
            })
        };
        let group = |(title, fields): &(&str, &[&'static str])| FactGroup {
            title: self.words.lang.word("projects-group", title),
            facts: fields.iter().filter_map(fact).collect(),
        };
        GROUPS.iter().map(group).collect()
    }

    /// A county names its city, and an active project is what a record is about.
    fn goes_without_saying(&self, field: &str, value: &Value) -> bool {
        match field {
            "city" => self.facts.get("county").is_some_and(|county| !county.is_null()),
            "side_state" => *value == SideState::Active.as_str(),
            _ => false,
        }
    }

    fn amounts(&self) -> Vec<Stated> {
        let stated = |amount: &Amount| Stated {
            id: amount.id,
            value: match (&amount.figure.money, &amount.figure.text) {
                (Some(money), _) => self.words.lang.with("projects-unit-wan", "amount", money.wan_text()),
                (None, Some(text)) => text.clone(),
                (None, None) => String::new(),
            },
            source: amount.source.clone(),
            date: amount.recorded_at.local_text(self.zone),
            adopted: amount.is_adopted(),
        };
        self.project.amounts.iter().map(stated).collect()
    }

    /// A missing fact: the control that fills it, its name, what it blocks.
    fn lack(&self, field: &str) -> (String, String, String) {
        let lang = self.words.lang;
        let stage = self.project.facts.stage.filter(|stage| stage.required().contains(&field));
        let blocks = match stage {
            Some(stage) => lang.with("projects-missing-stage", "stage", lang.word("stage", stage.as_str())),
            None => lang.t("projects-missing-nomination"),
        };
        (control_of(field).to_owned(), self.words.label(field), blocks)
    }

    fn entry(&self, version: &Recorded) -> Entry {
        let Words { lang, .. } = self.words;
        let changed = |change: &Change| Changed {
            label: self.words.label(&change.field),
            from: self.words.shown(&change.field, &change.from),
            to: self.words.shown(&change.field, &change.to),
        };
        // What a new record states stands above; only what changed later is told.
        let changes =
            if version.version == 1 { Vec::new() } else { version.changes.iter().map(changed).collect() };
        let deed = version.deed.as_ref().map(|deed| lang.word("deed", deed.replace('.', "-")));
        Entry {
            at: version.recorded_at.to_string(),
            shown: version.recorded_at.local_text(self.zone),
            who: version.actor.clone().unwrap_or_default(),
            deed: deed.unwrap_or_default(),
            reason: version.reason.clone(),
            changes,
        }
    }
}
