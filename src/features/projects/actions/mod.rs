//! Deeds of the registry. Each asks for the right, holds the rules, writes one version with its money and leaves one
//! audit record, all in the caller's transaction. What changes nothing writes nothing.

mod acts;
mod create;
mod edit;
mod reasons;
mod report;
mod rules;
mod succeed;

pub use acts::{adopt, justify, set_stage, void};
pub use create::{create, create_with};
pub use edit::{change, edit, must_not_be_locked};
pub use report::{Reported, report, reported};
pub use succeed::{Departure, depart};

use std::collections::BTreeMap;

/// What a person says beside the facts.
#[derive(Clone, Debug, Default)]
pub struct Because {
    /// Why.
    pub reason: Option<String>,
    /// Reasons that settle warnings, by field.
    pub justifications: BTreeMap<String, String>,
}

impl From<Option<String>> for Because {
    fn from(reason: Option<String>) -> Self {
        Self { reason, justifications: BTreeMap::new() }
    }
}
