//! Pieces that several pages of this room show: the head of a list, a nomination's row, the sentences of a refusal.

use super::Refused;
use crate::context::Context;
use crate::features::lists::deadlines::effective_deadline;
use crate::features::lists::model::{Entry, Head, ListState, NominationState};
use crate::features::lists::words::{Words, list_state};
use crate::kernel::calendar::local_date;
use crate::web::Lang;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// The title line of a list with its deadlines and what may be taken away.
#[derive(Clone, Debug)]
pub struct HeadView {
    /// `2026Q3`
    pub quarter: String,
    /// The document's title.
    pub title: String,
    /// What its state is called.
    pub state: String,
    /// The badge's colour.
    pub badge: &'static str,
    /// Last day for nominations, with the working days left.
    pub nominate_by: String,
    /// Whether that day has passed while the list still collects.
    pub is_late: bool,
    /// Day on which it should be published, with the working days left.
    pub publish_by: String,
    /// How many projects it should have.
    pub target: i32,
    /// Address under which print page and files stand.
    pub base: String,
    /// Said at the top while a past day is shown.
    pub past: Option<String>,
}

impl HeadView {
    /// Of a list, today.
    pub fn of(ctx: &Context, words: &Words, head: &Head) -> Self {
        let today = local_date(ctx.now(), ctx.zone);
        let last_day = effective_deadline(head.nominate_by, &words.book.working_days());
        Self {
            quarter: head.quarter.to_string(),
            title: words.title(head.quarter),
            state: words.lang.t(list_state(head.state)),
            badge: state_badge(head.state),
            nominate_by: words.deadline(head.nominate_by, today),
            is_late: head.state == ListState::Collecting && last_day < today,
            publish_by: words.deadline(head.publish_by, today),
            target: head.target,
            base: format!("/lists/{}", head.quarter),
            past: None,
        }
    }

    /// Marked as what was known on a day that is over.
    pub fn on(self, words: &Words, day: Option<NaiveDate>) -> Self {
        let past = day.map(|day| words.lang.with("lists-as-of-notice", "day", day.to_string()));
        Self { past, ..self }
    }
}

/// A nomination as a row.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// The project.
    pub project_id: i64,
    /// `project:version`, what a check box carries.
    pub chosen: String,
    /// Of the project.
    pub name: String,
    /// 项目单位
    pub unit: String,
    /// Its city.
    pub city: String,
    /// Class on this list.
    pub class: String,
    /// Compared with the list before.
    pub change: String,
    /// How far it has come.
    pub stage: String,
    /// In 万元.
    pub total: String,
    /// Where the nomination stands.
    pub state: String,
    /// The badge's colour.
    pub badge: &'static str,
    /// Why it was returned or declined; may be empty.
    pub reason: String,
    /// Where it stands, for what may be done about it.
    pub standing: NominationState,
    /// Whether it was ticked in a form that is shown again.
    pub ticked: bool,
    /// Whether it came over from the list before.
    pub carried: bool,
    /// Whether nobody has said anything about it since it came over.
    pub untouched: bool,
    /// Who decided last, and when; empty while it waits.
    pub decided: String,
}

impl EntryView {
    /// Of a nomination, in the reader's words.
    pub fn of(words: &Words, entry: &Entry, refused: &Refused, zone: Tz) -> Self {
        let facts = &entry.project.facts;
        let chosen = format!("{}:{}", entry.project_id, entry.version);
        Self {
            project_id: entry.project_id,
            ticked: refused.form.all("chosen").contains(&chosen),
            chosen,
            name: facts.name.clone(),
            unit: facts.unit.clone().unwrap_or_default(),
            city: words.city(facts.division.city()),
            class: words.lang.word("class", entry.class.as_str()),
            change: words.change(entry.change),
            stage: words.stage(facts.stage),
            total: facts.total_investment.map(|total| total.wan_text()).unwrap_or_default(),
            state: words.entry_state(entry),
            badge: nomination_badge(entry.state),
            reason: entry.reason.clone().unwrap_or_default(),
            standing: entry.state,
            carried: entry.carried,
            untouched: entry.is_untouched(),
            decided: match (&entry.decided_by, entry.decided_at) {
                (Some(by), Some(at)) if entry.decision.is_some() => format!("{by} {}", at.local_text(zone)),
                _ => String::new(),
            },
        }
    }
}

impl EntryView {
    /// The city may take it back.
    pub const fn can_withdraw(&self) -> bool {
        matches!(self.standing, NominationState::Nominated | NominationState::Returned) && !self.untouched
    }

    /// The city may nominate it again.
    pub const fn can_mend(&self) -> bool {
        matches!(self.standing, NominationState::Returned) || self.untouched
    }

    /// The reviewer may accept it.
    pub const fn can_accept(&self) -> bool {
        !matches!(self.standing, NominationState::Accepted | NominationState::Withdrawn) && !self.untouched
    }

    /// The reviewer may decide about it at all.
    pub const fn can_decide(&self) -> bool {
        !matches!(self.standing, NominationState::Withdrawn) || self.carried
    }
}

/// The colour of a list's state.
pub const fn state_badge(state: ListState) -> &'static str {
    match state {
        ListState::Collecting => "info",
        ListState::Reviewing => "warn",
        ListState::Published => "ok",
    }
}

/// The colour of a nomination's state.
pub const fn nomination_badge(state: NominationState) -> &'static str {
    match state {
        NominationState::Nominated => "info",
        NominationState::Accepted => "ok",
        NominationState::Returned => "warn",
        NominationState::Declined => "bad",
        NominationState::Withdrawn => "none",
    }
}

/// The refused rows: anchor of the row and its sentence. What a form of its own shows beside its fields is left out.
pub fn row_errors(lang: Lang, refused: &Refused, elsewhere: &[&str]) -> Vec<(String, String)> {
    let rows = refused.errors.iter().filter(|error| !elsewhere.contains(&error.field.as_str()));
    rows.map(|error| {
        let row = error.field.strip_prefix("project-").map(|id| format!("p{id}"));
        (row.unwrap_or_else(|| "list".to_owned()), lang.render(&error.message))
    })
    .collect()
}

/// The sentence beside a field, when it was refused.
pub fn error_of(lang: Lang, refused: &Refused, field: &str) -> Option<String> {
    refused.about(&[field]).next().map(|error| lang.render(&error.message))
}
