//! A sentence that has not chosen its language yet. Whoever refuses or remarks on something names the sentence
//! (a Fluent id under `locales/`) and its figures; the edge renders it in the reader's language. So a cell error, a
//! form error, an API answer and a letter share one text, and none is written twice.

use serde::Serialize;

/// A figure or word inside a [`Message`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// Shown as it is: a number, a name, a cell's own words.
    Text(String),
    /// Another sentence or label, rendered in the same language, e.g. a field's name.
    Message(Message),
}

/// A Fluent message id with its arguments. The id doubles as the machine-readable `code` of an API error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Fluent id, kebab-case; also the error's `code`.
    pub id: &'static str,
    /// Arguments by name.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A sentence without arguments.
    pub const fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// Adds a figure or a word.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Arg::Text(value.to_string())));
        self
    }

    /// Adds a label or a sentence that is itself translated.
    pub fn with_message(mut self, name: &'static str, value: impl Into<Message>) -> Self {
        self.args.push((name, Arg::Message(value.into())));
        self
    }
}

impl From<&'static str> for Message {
    fn from(id: &'static str) -> Self {
        Self::new(id)
    }
}
