//! Reasons that settle a remark, and corrections of what is published.

use super::{ids, reason};
use crate::features::lists::counting::RemarkCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::Form;
use serde::Deserialize;
use serde_json::Value;

/// `POST /api/v1/lists/{quarter}/entries/{project_id}/justifications`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JustifyBody {
    /// Which remark: `bundle_and_part owner_changed same_code suspected_twin increase correction_undone`.
    #[schema(value_type = String)]
    pub code: RemarkCode,
    /// Why it counts as it does.
    pub reason: String,
    /// Which of the others the reason is about; those of the open remark when absent.
    #[serde(default)]
    pub others: Option<Vec<i64>>,
}

/// A remark to be settled.
#[derive(Clone, Debug)]
pub struct Justifying {
    /// Which rule.
    pub code: RemarkCode,
    /// Why it counts as it does.
    pub reason: String,
    /// Which of the others the reason is about.
    pub others: Option<Vec<i64>>,
}

impl JustifyBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Result<Self> {
        let code = form.raw("code").parse().map_err(|_| Error::field("code", "lists-remark-none"))?;
        // What the page has shown, so that nobody who joined meanwhile is settled unseen.
        let others = form.text("others").map(ids).transpose();
        let others = others.map_err(|_| Error::field("others", "lists-into-numbers"))?;
        Ok(Self { code, reason: form.raw("reason").to_owned(), others })
    }

    /// Cleans the reason and asks for it.
    pub fn checked(self) -> Result<Justifying> {
        let reason = reason(Some(&self.reason))?
            .ok_or_else(|| Error::field("reason", "lists-justification-needs-reason"))?;
        let others = self.others.filter(|others| !others.is_empty());
        Ok(Justifying { code: self.code, reason, others })
    }
}

/// `POST /api/v1/lists/{quarter}/corrections`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectBody {
    /// Why; stands in the corrected document.
    pub reason: String,
    /// What is to be said instead.
    pub changes: Vec<ChangeBody>,
    /// The version that was read; refused when it is not the newest any more.
    #[serde(default)]
    pub version: Option<i32>,
}

/// One figure or word of a published list to be said anew.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    /// A project on the list.
    pub project_id: i64,
    /// A fact's name as `GET /projects/{id}` spells it, or `section`.
    pub field: String,
    /// The right value, as a PATCH of the project would say it.
    #[schema(value_type = Object)]
    pub to: Value,
}

/// A list to be corrected.
#[derive(Clone, Debug)]
pub struct Correcting {
    /// Why.
    pub reason: String,
    /// What.
    pub changes: Vec<ChangeBody>,
    /// The version that was read.
    pub base: Option<i32>,
}

/// Most changes of one correction.
const CHANGES: usize = 500;

impl CorrectBody {
    /// Cleans the reason and asks for it, and for at least one change.
    pub fn checked(self) -> Result<Correcting> {
        let mut wrong = Vec::new();
        let why = reason(Some(&self.reason))?;
        if why.is_none() {
            wrong.push(FieldError::new("reason", "lists-correction-needs-reason"));
        }
        if self.changes.is_empty() || self.changes.len() > CHANGES {
            wrong.push(FieldError::new(
                "changes",
                Message::new("lists-correction-needs-changes").with("most", CHANGES),
            ));
        }
        match why {
            Some(reason) if wrong.is_empty() => {
                Ok(Correcting { reason, changes: self.changes, base: self.version })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}
