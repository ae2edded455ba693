//! Delays that are asked not to count, and what is decided about them.

use super::TEXT;
use crate::features::lights::model::Family;
use crate::features::lights::suspension::{Asking, Decision, State};
use crate::kernel::calendar::parse_day;
use crate::kernel::error::{Error, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_text, required_text};
use crate::web::Form;
use chrono::{Months, NaiveDate};
use serde::Deserialize;

/// The longest time for which a reason may be asked, in months: who needs longer asks again.
const LONGEST: Months = Months::new(12);

/// `POST /api/v1/projects/{id}/light-suspensions`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LightSuspensionBody)]
pub struct AskBody {
    /// `start`, `progress` or `enrolment`
    pub family: String,
    /// Months that end by this day are covered; at most a year ahead.
    #[schema(example = "2026-12-31")]
    pub until: String,
    /// The reason that justifies the delay.
    pub reason: String,
}

impl AskBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.raw(name).to_owned();
        Self { family: text("family"), until: text("until"), reason: text("reason") }
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, today: NaiveDate) -> Result<Asking> {
        let mut wrong = Vec::new();
        let family = self.family.parse().ok().filter(|family| *family != Family::Staleness);
        let family = kept("family", family.ok_or_else(|| "lights-family-unknown".into()), &mut wrong);
        let latest = today + LONGEST;
        let until = parse_day(self.until.trim()).filter(|day| *day > today && *day <= latest);
        let until = until.ok_or_else(|| {
            let message = Message::new("lights-until").with("value", &self.until);
            message.with("today", today).with("latest", latest)
        });
        let until = kept("until", until, &mut wrong);
        let reason = kept("reason", required_text(&self.reason, TEXT), &mut wrong);
        match (family, until, reason) {
            (Some(family), Some(until), Some(reason)) => Ok(Asking { family, until, reason }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/light-suspensions/{id}/decision`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LightSuspensionDecision)]
pub struct DecideBody {
    /// `approve`, `decline` or `end`
    #[schema(value_type = String)]
    pub decision: Decision,
    /// Required to decline and to end.
    #[serde(default)]
    pub reason: Option<String>,
}

impl DecideBody {
    /// Cleans the reason and asks for it where the city must be told why.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<(Decision, Option<String>)> {
        let reason = match (self.decision, self.reason.as_deref()) {
            (Decision::Approve, None) => None,
            (Decision::Approve, Some(text)) => {
                let text = clean_text(text, TEXT).map_err(|message| Error::field("reason", message))?;
                Some(text).filter(|text| !text.is_empty())
            }
            (_, text) => {
                let text = required_text(text.unwrap_or_default(), TEXT);
                Some(text.map_err(|message| Error::field("reason", message))?)
            }
        };
        Ok((self.decision, reason))
    }
}

/// `?state=`
///
/// # Errors
/// [`Error::Invalid`] for a word that is none of the four.
pub fn state(query: &Form) -> Result<Option<State>> {
    query.word("state", "lights-state-unknown")
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
    fn a_reason_is_asked_for_until_a_day_within_a_year_and_never_for_not_reporting() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let ask = |family: &str, until: &str, reason: &str| {
            AskBody { family: family.to_owned(), until: until.to_owned(), reason: reason.to_owned() }
                .checked(today)
        };
        assert!(ask("start", "2027-11-02", "洪水").is_ok());
        assert_eq!(refused(ask("staleness", "2026-11-02", "")), ["family", "until", "reason"]);
        assert_eq!(refused(ask("start", "2027-11-03", "洪水")), ["until"]);
    }

    #[test]
    fn only_an_approval_needs_no_reason() {
        for (decision, needs) in
            [(Decision::Approve, false), (Decision::Decline, true), (Decision::End, true)]
        {
            assert_eq!(DecideBody { decision, reason: None }.checked().is_err(), needs, "{decision}");
        }
    }
}
