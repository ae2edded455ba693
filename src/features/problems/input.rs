//! What comes from outside about problems, parsed: the same rules for page and API.

use super::model::{Level, Mention, ProblemKind, State};
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
/// Longest name of whoever takes care of it.
const OWNER: usize = 100;

/// `POST /api/v1/projects/{id}/problems`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseBody {
    /// `land funds energy environment permits labour market other`; the last one without it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub kind: Option<ProblemKind>,
    /// In words, 1 to 1000 characters.
    pub text: String,
    /// Who is asked to solve it: `county`, `city` (without it) or `province`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub level: Option<Level>,
    /// Who takes care of it.
    #[serde(default)]
    pub owner: Option<String>,
    /// Until when, `YYYY-MM-DD`.
    #[serde(default)]
    pub due_on: Option<String>,
}

/// A problem to be entered.
#[derive(Clone, Debug)]
pub struct Raising {
    /// What and about what.
    pub mention: Mention,
    /// Who is asked to solve it.
    pub level: Level,
    /// Who takes care of it.
    pub owner: Option<String>,
    /// Until when.
    pub due_on: Option<NaiveDate>,
}

impl RaiseBody {
    /// From the fields of a form.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a word that is none of the allowed.
    pub fn of_form(form: &Form) -> Result<Self> {
        Ok(Self {
            kind: form.word("kind", "problems-kind-unknown")?,
            text: form.raw("text").to_owned(),
            level: form.word("level", "problems-level-unknown")?,
            owner: form.text("owner").map(str::to_owned),
            due_on: form.text("due_on").map(str::to_owned),
        })
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Raising> {
        let mut wrong = Vec::new();
        let text = words("text", &self.text, &mut wrong);
        let (owner, due_on) = care(self.owner.as_deref(), self.due_on.as_deref(), &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let mention = Mention { kind: self.kind.unwrap_or(ProblemKind::Other), text };
        Ok(Raising { mention, level: self.level.unwrap_or(Level::City), owner, due_on })
    }
}

/// `POST /api/v1/problems/{id}/replies`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayBody {
    /// In words, 1 to 1000 characters: what was done, or what is asked.
    pub text: String,
    /// The state it is moved to: `coordinating`, `resolved`, `reopened`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub state: Option<State>,
    /// Who is asked to solve it from now on.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub level: Option<Level>,
    /// Who takes care of it from now on.
    #[serde(default)]
    pub owner: Option<String>,
    /// Until when, `YYYY-MM-DD`.
    #[serde(default)]
    pub due_on: Option<String>,
}

/// Something to be said about a problem, and done.
#[derive(Clone, Debug)]
pub struct Saying {
    /// In words.
    pub text: String,
    /// The state it is moved to.
    pub state: Option<State>,
    /// Who is asked to solve it from now on.
    pub level: Option<Level>,
    /// Who takes care of it from now on.
    pub owner: Option<String>,
    /// Until when.
    pub due_on: Option<NaiveDate>,
}

impl SayBody {
    /// From the fields of a form.
    ///
    /// # Errors
    /// As [`RaiseBody::of_form`].
    pub fn of_form(form: &Form) -> Result<Self> {
        Ok(Self {
            text: form.raw("text").to_owned(),
            state: form.word("state", "problems-state-unknown")?,
            level: form.word("level", "problems-level-unknown")?,
            owner: form.text("owner").map(str::to_owned),
            due_on: form.text("due_on").map(str::to_owned),
        })
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Saying> {
        let mut wrong = Vec::new();
        let text = words("text", &self.text, &mut wrong);
        let (owner, due_on) = care(self.owner.as_deref(), self.due_on.as_deref(), &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Saying { text, state: self.state, level: self.level, owner, due_on })
    }
}

/// `?state=` of everything that is not solved.
pub const UNSOLVED: &str = "unsolved";

/// What a list of problems is asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How far they have come.
    pub state: Option<State>,
    /// Only those that are not solved.
    pub is_unsolved: bool,
    /// What they are about.
    pub kind: Option<ProblemKind>,
    /// Who is asked to solve them.
    pub level: Option<Level>,
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
    let is_unsolved = query.text("state") == Some(UNSOLVED);
    Ok(Filter {
        state: if is_unsolved { None } else { query.word("state", "problems-state-unknown")? },
        is_unsolved,
        kind: query.word("kind", "problems-kind-unknown")?,
        level: query.word("level", "problems-level-unknown")?,
        city: query.place("city")?,
        project: query.number("project")?,
    })
}

fn words(field: &str, text: &str, wrong: &mut Vec<FieldError>) -> String {
    match clean_text(text, TEXT) {
        Ok(text) if text.is_empty() => wrong.push(FieldError::new(field, "problems-text-needed")),
        Ok(text) => return text,
        Err(message) => wrong.push(FieldError::new(field, message)),
    }
    String::new()
}

fn care(
    owner: Option<&str>,
    due_on: Option<&str>,
    wrong: &mut Vec<FieldError>,
) -> (Option<String>, Option<NaiveDate>) {
    let owner = owner.map(|owner| clean_line(owner, OWNER)).transpose();
    let owner = owner.map_err(|message| wrong.push(FieldError::new("owner", message))).ok().flatten();
    let day =
        due_on.map(|text| parse_day(text).ok_or_else(|| Message::new("problems-due-on").with("value", text)));
    let due_on = day.transpose().map_err(|message| wrong.push(FieldError::new("due_on", message)));
    (owner.filter(|owner| !owner.is_empty()), due_on.ok().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<impl std::fmt::Debug>) -> Vec<String> {
        match result.unwrap_err() {
            Error::Invalid(fields) => fields.into_iter().map(|error| error.field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let due_on = Some("下周".to_owned());
        let raise = RaiseBody { text: " ".to_owned(), due_on: due_on.clone(), ..RaiseBody::default() };
        assert_eq!(refused(raise.checked()), ["text", "due_on"]);
        let long = SayBody { text: "字".repeat(1001), due_on, ..SayBody::default() };
        assert_eq!(refused(long.checked()), ["text", "due_on"]);
    }

    #[test]
    fn what_is_not_said_is_asked_of_the_city_about_other_things() {
        let plain = RaiseBody { text: "缺水".to_owned(), ..RaiseBody::default() }.checked().unwrap();
        assert_eq!((plain.mention.kind, plain.level), (ProblemKind::Other, Level::City));
    }
}
