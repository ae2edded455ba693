//! A field of a form with everything around its control, as the macro `field` draws it: filled with what was typed, or with
//! what stands.

use super::{Form, Lang};
use crate::kernel::error::FieldError;

/// What a field is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A line of text.
    Line,
    /// A few characters.
    Short,
    /// A few digits, on the keyboard for them.
    Figure,
    /// A number, which the browser counts up and down.
    Number,
    /// A day.
    Day,
    /// Several lines of text.
    Text,
}

/// A field of a form.
#[derive(Debug)]
pub struct Field {
    /// Name and id of the control.
    pub name: &'static str,
    /// In the reader's language.
    pub label: String,
    /// Unit, form, example; blank for none.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// What it is typed into.
    pub control: Control,
    /// What stands in it.
    pub value: String,
    /// Why it was refused.
    pub error: Option<String>,
}

/// A choice of a form with everything around its control, as the macro `select` draws it.
#[derive(Debug)]
pub struct Select {
    /// Name and id of the control.
    pub name: &'static str,
    /// In the reader's language.
    pub label: String,
    /// Whether one must be chosen.
    pub required: bool,
    /// Value, name, and whether it is the chosen one.
    pub choices: Vec<(String, String, bool)>,
    /// Why it was refused.
    pub error: Option<String>,
}

impl Select {
    /// With what was chosen where the form was posted, else with what stands, and with why it was refused.
    pub fn back(
        (name, label, required): (&'static str, String, bool),
        choices: impl IntoIterator<Item = (String, String)>,
        stands: &str,
        (lang, typed, errors): (Lang, Option<&Form>, &[FieldError]),
    ) -> Self {
        let chosen = typed.map_or_else(|| stands.to_owned(), |form| form.raw(name).to_owned());
        let error = errors.iter().find(|one| one.field == name);
        let choices = choices.into_iter().map(|(value, name)| {
            let is_chosen = value == chosen;
            (value, name, is_chosen)
        });
        let choices = choices.collect();
        Self { name, label, required, choices, error: error.map(|one| lang.render(&one.message)) }
    }
}

impl Field {
    /// The same as it came back: with what was typed, where the form was posted, and with why it was refused.
    #[must_use]
    pub fn back(self, lang: Lang, typed: Option<&Form>, errors: &[FieldError]) -> Self {
        let error = errors.iter().find(|one| one.field == self.name);
        Self {
            error: error.map(|one| lang.render(&one.message)),
            value: typed.map_or(self.value, |form| form.raw(self.name).to_owned()),
            ..self
        }
    }
}
