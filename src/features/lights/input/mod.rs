//! What comes from outside about rules and justified reasons, parsed: the same rules for page and API.

mod rules;
mod suspensions;

pub use rules::{Entering, FIGURE_FIELDS, RulesBody};
pub use suspensions::{AskBody, DecideBody, state};

/// Longest reason, and longest source.
const TEXT: usize = 500;
