//! A deed as it is remembered.

use crate::kernel::division::DivisionCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One field that a deed changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Change {
    /// Name as the API spells it.
    pub field: String,
    /// Before; null when it was empty or the record is new.
    pub from: Value,
    /// After.
    pub to: Value,
}

impl Change {
    /// A change of one field.
    pub fn new(field: impl Into<String>, from: impl Into<Value>, to: impl Into<Value>) -> Self {
        Self { field: field.into(), from: from.into(), to: to.into() }
    }

    /// What two objects of facts differ in, field by field of the second.
    pub fn between(before: &Value, after: &Value) -> Vec<Self> {
        let members = after.as_object().into_iter().flatten();
        let changed = members.filter_map(|(field, to)| {
            let from = before.get(field).cloned().unwrap_or_default();
            (from != *to).then(|| Self::new(field.as_str(), from, to.clone()))
        });
        changed.collect()
    }
}

/// What a deed, a file or a remark is about: a record of some room, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `project`, `nomination`, `nomination_sheet`, …
    pub kind: &'static str,
    /// Its id as text: `12`, `2026Q3/12`, `2026Q3/370100`.
    pub id: String,
    /// Where it lies: who may see it, may see what is about it.
    pub division: DivisionCode,
}

/// What is to be remembered of a deed. Who did it is the caller, when is `now`.
#[derive(Clone, Debug)]
pub struct Record {
    /// `room.verb`, e.g. `project.create`, `list.publish`; also the Fluent id `deed-project-create`.
    pub deed: &'static str,
    /// `project`, `list`, `user`, …
    pub subject_kind: &'static str,
    /// The subject's id as text.
    pub subject_id: String,
    /// Where the subject lies, for scoped readers of a record's history.
    pub division: DivisionCode,
    /// What changed.
    pub changes: Vec<Change>,
    /// The reason the person gave, where one is required.
    pub reason: Option<String>,
}

impl Record {
    /// A deed without field changes.
    pub fn new(deed: &'static str, kind: &'static str, id: impl ToString, division: DivisionCode) -> Self {
        Self {
            deed,
            subject_kind: kind,
            subject_id: id.to_string(),
            division,
            changes: Vec::new(),
            reason: None,
        }
    }

    /// A deed about this subject, without field changes.
    pub fn about(deed: &'static str, subject: &Subject) -> Self {
        Self::new(deed, subject.kind, &subject.id, subject.division)
    }

    /// With what changed.
    pub fn changing(mut self, changes: Vec<Change>) -> Self {
        self.changes = changes;
        self
    }

    /// With the person's reason.
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }
}
