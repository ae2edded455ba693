//! Lights for people: the rules with what waits for the province's word, and a project's lights month by month.

mod deeds;
mod overview;
mod project;

pub use deeds::{ask, decide, enter, withdraw};
pub use overview::overview;
pub use project::of_project;

use super::model::Family;
use super::suspension::{State, Suspension};
use crate::context::Context;
use crate::features::reference::Book;
use crate::web::Lang;

/// A word of a form with its name, and whether it is the chosen one.
type Choice = (&'static str, String, bool);

/// A justified reason in words.
struct SuspensionView {
    id: i64,
    version: i64,
    project_id: i64,
    project: String,
    place: String,
    family: String,
    reason: String,
    /// `2026-10 – 2026-12-31`
    span: String,
    /// Who and when.
    asker: String,
    /// Class and word.
    state: (&'static str, String),
    /// Who decided, when, and why.
    decided: String,
    /// What this reader may do with it.
    deeds: Vec<(&'static str, String)>,
    /// The reason as typed into a refused decision.
    typed: String,
}

impl SuspensionView {
    fn new(ctx: &Context, lang: Lang, book: &Book, one: Suspension) -> Self {
        let when = |at: crate::kernel::instant::Instant| at.local_text(ctx.zone);
        let class = match one.state {
            State::Asked => "warn",
            State::Approved => "ok",
            State::Declined | State::Ended => "none",
        };
        let decided = [one.decider, one.decided_at.map(when), one.decision_reason];
        Self {
            id: one.id,
            version: one.version,
            project_id: one.project_id,
            project: one.project,
            place: book.short_name(lang, one.division),
            family: family_name(lang, one.span.family),
            reason: one.reason,
            span: format!("{} – {}", one.span.since, one.span.until),
            asker: format!("{} {}", one.asker, when(one.asked_at)),
            state: (class, lang.t(state_name(one.state))),
            decided: decided.into_iter().flatten().collect::<Vec<_>>().join(" "),
            deeds: Vec::new(),
            typed: String::new(),
        }
    }
}

/// The families that a reason may keep from counting.
const SUSPENDABLE: [Family; 3] = [Family::Start, Family::Progress, Family::Enrolment];

fn family_name(lang: Lang, family: Family) -> String {
    lang.t(match family {
        Family::Start => "lights-family-start",
        Family::Progress => "lights-family-progress",
        Family::Enrolment => "lights-family-enrolment",
        Family::Staleness => "lights-family-staleness",
    })
}

const fn state_name(state: State) -> &'static str {
    match state {
        State::Asked => "lights-state-asked",
        State::Approved => "lights-state-approved",
        State::Declined => "lights-state-declined",
        State::Ended => "lights-state-ended",
    }
}

/// The Fluent id of a field's name.
fn field_name(field: &str) -> &'static str {
    match field {
        "valid_from" => "lights-field-from",
        "valid_until" => "lights-field-until",
        "start_yellow_months" => "lights-field-start-yellow",
        "start_red_months" => "lights-field-start-red",
        "progress_yellow_points" => "lights-field-progress-yellow",
        "progress_red_points" => "lights-field-progress-red",
        "progress_slack" => "lights-field-slack",
        "enrolment_yellow_months" => "lights-field-enrolment-yellow",
        "enrolment_red_months" => "lights-field-enrolment-red",
        "unreported_red_months" => "lights-field-unreported-red",
        "source" => "lights-source",
        "family" => "lights-family",
        "until" => "lights-until-label",
        "state" => "lights-state",
        _ => "lights-reason",
    }
}
