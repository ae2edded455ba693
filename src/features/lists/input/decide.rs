//! A decision about a nomination, with what it needs: a reason, the projects to live on in, a class.

use super::reason;
use crate::features::lists::model::{Decision, NominationState};
use crate::features::projects::Class;
use crate::kernel::error::{Error, Result};
use crate::web::Form;
use serde::Deserialize;

/// Most projects that one is split into.
const HEIRS: usize = 50;

/// `POST /api/v1/lists/{quarter}/entries/{project_id}/decision`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideBody {
    /// `accept return decline withdraw`; of what was carried over also `continue graduate drop merge split`
    #[schema(value_type = String)]
    pub decision: Decision,
    /// Required but to accept and to withdraw.
    #[serde(default)]
    pub reason: Option<String>,
    /// With `merge` the one project that it lives on in, with `split` two or more.
    #[serde(default)]
    pub into: Vec<i64>,
    /// With `accept` and `continue`: the class in which it will stand, when another than was proposed.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub class: Option<Class>,
}

/// A decision to be taken.
#[derive(Clone, Debug)]
pub struct Deciding {
    /// What.
    pub decision: Decision,
    /// Why.
    pub reason: Option<String>,
    /// The projects that it lives on in.
    pub into: Vec<i64>,
    /// The class in which it will stand; as proposed when absent.
    pub class: Option<Class>,
}

impl Deciding {
    /// To accept, with nothing more to say.
    pub const ACCEPT: Self = Self::plain(Decision::Accept, None);

    /// A decision without projects to live on in.
    pub const fn plain(decision: Decision, reason: Option<String>) -> Self {
        Self { decision, reason, into: Vec::new(), class: None }
    }
}

impl DecideBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Result<Self> {
        let word = form.text("decision").ok_or_else(|| Error::field("decision", "input-required"))?;
        let decision = word.parse().map_err(|_| Error::field("decision", "lists-decision-unknown"))?;
        let class = form.text("class").map(str::parse).transpose();
        Ok(Self {
            decision,
            reason: form.text("reason").map(str::to_owned),
            into: ids(form.raw("into"))?,
            class: class.map_err(|_| Error::field("class", "lists-class-unknown"))?,
        })
    }

    /// Cleans the reason and asks for it where the other side must be told why; asks for as many projects to live on
    /// in as the decision speaks of.
    pub fn checked(self) -> Result<Deciding> {
        let reason = reason(self.reason.as_deref())?;
        let mut into = self.into;
        into.sort_unstable();
        into.dedup();
        let wanting = match self.decision {
            Decision::Merge if into.len() != 1 => Some("lists-merge-into"),
            Decision::Split if !(2..=HEIRS).contains(&into.len()) => Some("lists-split-into"),
            Decision::Merge | Decision::Split => None,
            _ if !into.is_empty() => Some("lists-into-needless"),
            _ => None,
        };
        if let Some(message) = wanting {
            return Err(Error::field("into", message));
        }
        if self.class.is_some() && self.decision.outcome() != NominationState::Accepted {
            return Err(Error::field("class", "lists-class-needless"));
        }
        if self.decision.needs_reason() && reason.is_none() {
            return Err(Error::field("reason", "lists-decision-needs-reason"));
        }
        Ok(Deciding { decision: self.decision, reason, into, class: self.class })
    }
}

/// Numbers as people write them: `12, 15`, `#12 #15`, `12、15`.
pub fn ids(text: &str) -> Result<Vec<i64>> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(|_| Error::field("into", "lists-into-numbers"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<Deciding>) -> Vec<(String, &'static str)> {
        let Err(Error::Invalid(fields)) = result else { panic!("{result:?}") };
        fields.into_iter().map(|error| (error.field, error.message.id)).collect()
    }

    #[test]
    fn returning_and_declining_need_a_reason_that_says_something() {
        let body = |decision, reason: &str| DecideBody {
            decision,
            reason: Some(reason.to_owned()),
            into: Vec::new(),
            class: None,
        };
        for decision in [Decision::Return, Decision::Decline] {
            assert_eq!(refused(body(decision, " \n ").checked())[0].1, "lists-decision-needs-reason");
            assert!(body(decision, "投资额依据不足").checked().is_ok());
        }
        assert!(body(Decision::Accept, "").checked().unwrap().reason.is_none());
    }

    #[test]
    fn a_merger_names_one_project_a_split_several_and_nothing_else_any() {
        let body = |decision, into: &[i64]| {
            let into = into.to_vec();
            DecideBody { decision, reason: Some("同一项目".to_owned()), into, class: None }.checked()
        };
        assert_eq!(refused(body(Decision::Merge, &[]))[0].1, "lists-merge-into");
        assert_eq!(refused(body(Decision::Merge, &[1, 2]))[0].1, "lists-merge-into");
        assert_eq!(refused(body(Decision::Split, &[1, 1]))[0].1, "lists-split-into");
        assert_eq!(refused(body(Decision::Drop, &[1]))[0].1, "lists-into-needless");
        assert_eq!(body(Decision::Split, &[2, 1]).unwrap().into, [1, 2]);
        assert_eq!(body(Decision::Merge, &[7]).unwrap().into, [7]);
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(ids(" #12、15, 7 ").unwrap(), [12, 15, 7]);
        assert_eq!(ids("").unwrap(), [0; 0]);
        assert!(ids("十二").is_err());
    }
}
