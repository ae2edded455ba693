//! What comes from outside about tasks, parsed: the same rules for page and API.

use super::model::State;
use crate::kernel::calendar::parse_day;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, clean_text};
use crate::web::Form;
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest text.
const TEXT: usize = 1000;
/// Longest name of whoever is to answer.
const OWNER: usize = 100;

/// `POST /api/v1/projects/{id}/supervised`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SupervisedBody)]
pub struct RaiseBody {
    /// What is to be done, 1 to 1000 characters.
    pub text: String,
    /// Who is to answer; the project's responsible unit without it.
    #[serde(default)]
    pub owner: Option<String>,
    /// By when, `YYYY-MM-DD`; some working days from now without it.
    #[serde(default)]
    pub due_on: Option<String>,
}

/// A task to be begun.
#[derive(Clone, Debug)]
pub struct Raising {
    /// What is to be done.
    pub text: String,
    /// Who is to answer.
    pub owner: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

impl RaiseBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        Self {
            text: form.raw("text").to_owned(),
            owner: form.text("owner").map(str::to_owned),
            due_on: form.text("due_on").map(str::to_owned),
        }
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, today: NaiveDate) -> Result<Raising> {
        let mut wrong = Vec::new();
        let text = words(&self.text, &mut wrong);
        let owner = self.owner.map(|owner| clean_line(&owner, OWNER)).transpose();
        let owner = owner.map_err(|message| wrong.push(FieldError::new("owner", message))).ok().flatten();
        let day = self.due_on.map(|text| {
            let day = parse_day(&text).filter(|day| *day >= today);
            day.ok_or_else(|| Message::new("supervised-due-wrong").with("value", text).with("today", today))
        });
        let day = day.transpose().map_err(|message| wrong.push(FieldError::new("due_on", message)));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Raising { text, owner: owner.filter(|owner| !owner.is_empty()), due_on: day.ok().flatten() })
    }
}

/// `POST /api/v1/supervised/{id}/replies`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SupervisedReplyBody)]
pub struct SayBody {
    /// In words, 1 to 1000 characters.
    pub text: String,
    /// The state it is moved to: `answered` (the city), `open` (sent back) or `closed` (the province).
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub state: Option<State>,
}

/// Something to be said about a task, and done.
#[derive(Clone, Debug)]
pub struct Saying {
    /// In words.
    pub text: String,
    /// The state it is moved to.
    pub state: Option<State>,
}

impl SayBody {
    /// From the fields of a form.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a word that is no state.
    pub fn of_form(form: &Form) -> Result<Self> {
        Ok(Self { text: form.raw("text").to_owned(), state: state(form)? })
    }

    /// Checks everything.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Saying> {
        let mut wrong = Vec::new();
        let text = words(&self.text, &mut wrong);
        if wrong.is_empty() { Ok(Saying { text, state: self.state }) } else { Err(Error::Invalid(wrong)) }
    }
}

/// What a list of tasks is asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How far they have come.
    pub state: Option<State>,
    /// Where.
    pub city: Option<DivisionCode>,
    /// Whose.
    pub project: Option<i64>,
}

/// From the query of an address.
///
/// # Errors
/// [`Error::Invalid`] naming every word that is none of the allowed.
pub fn filter(query: &Form) -> Result<Filter> {
    Ok(Filter { state: state(query)?, city: query.place("city")?, project: query.number("project")? })
}

fn state(form: &Form) -> Result<Option<State>> {
    form.word("state", "supervised-state-unknown")
}

fn words(text: &str, wrong: &mut Vec<FieldError>) -> String {
    match clean_text(text, TEXT) {
        Ok(text) if text.is_empty() => wrong.push(FieldError::new("text", "supervised-text-needed")),
        Ok(text) => return text,
        Err(message) => wrong.push(FieldError::new("text", message)),
    }
    String::new()
}
