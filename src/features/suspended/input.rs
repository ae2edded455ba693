//! What comes from outside about standstills, parsed: the same rules for page and API.

use super::model::Outcome;
use crate::kernel::calendar::parse_day;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::text::required_text;
use crate::web::Form;
use chrono::{Months, NaiveDate};
use serde::Deserialize;

/// Longest reason.
const REASON: usize = 1000;
/// Nothing rests longer than this without being looked at: two years without progress end in a province's list
/// (Fujian's practice).
const FARTHEST_MONTHS: u32 = 24;

/// `POST /api/v1/projects/{id}/suspension`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SuspensionBody)]
pub struct SuspendBody {
    /// Why, 1 to 1000 characters.
    pub reason: String,
    /// By when it is to be reviewed, `YYYY-MM-DD`, at most two years on; some months from now without it.
    #[serde(default)]
    pub review_on: Option<String>,
}

/// A standstill to be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspending {
    /// Why.
    pub reason: String,
    /// By when it is to be reviewed.
    pub review_on: Option<NaiveDate>,
}

impl SuspendBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        Self { reason: form.raw("reason").to_owned(), review_on: form.text("review_on").map(str::to_owned) }
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, today: NaiveDate) -> Result<Suspending> {
        let mut wrong = Vec::new();
        let reason = kept("reason", required_text(&self.reason, REASON), &mut wrong);
        let review_on = self.review_on.and_then(|text| kept("review_on", day(&text, today), &mut wrong));
        match reason {
            Some(reason) if wrong.is_empty() => Ok(Suspending { reason, review_on }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/projects/{id}/suspension/reviews`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SuspensionReviewBody)]
pub struct ReviewBody {
    /// `stays`, `resumes` or `leaves`
    pub outcome: String,
    /// Why, 1 to 1000 characters.
    pub reason: String,
    /// For `stays`: by when it is reviewed again; some months from now without it.
    #[serde(default)]
    pub review_on: Option<String>,
}

/// A review to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewing {
    /// Never [`Outcome::Begins`].
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// By when it is reviewed again.
    pub review_on: Option<NaiveDate>,
}

impl ReviewBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        Self {
            outcome: form.raw("outcome").to_owned(),
            reason: form.raw("reason").to_owned(),
            review_on: form.text("review_on").map(str::to_owned),
        }
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`], also for a day beside an outcome that ends the standstill.
    pub fn checked(self, today: NaiveDate) -> Result<Reviewing> {
        let mut wrong = Vec::new();
        let outcome = self.outcome.parse().ok().filter(|outcome| *outcome != Outcome::Begins);
        let unknown = || Message::new("suspended-outcome-unknown").with("value", &self.outcome);
        let outcome = kept("outcome", outcome.ok_or_else(unknown), &mut wrong);
        let reason = kept("reason", required_text(&self.reason, REASON), &mut wrong);
        let review_on = self.review_on.and_then(|text| kept("review_on", day(&text, today), &mut wrong));
        if review_on.is_some() && outcome.is_some_and(|outcome| outcome != Outcome::Stays) {
            wrong.push(FieldError::new("review_on", "suspended-review-needless"));
        }
        match (outcome, reason) {
            (Some(outcome), Some(reason)) if wrong.is_empty() => Ok(Reviewing { outcome, reason, review_on }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// A day after today, and not beyond two years.
fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, Message> {
    let last = today.checked_add_months(Months::new(FARTHEST_MONTHS)).unwrap_or(today);
    let day = parse_day(text).filter(|day| *day > today && *day <= last);
    let wrong = || Message::new("suspended-review-on").with("value", text);
    day.ok_or_else(|| wrong().with("today", today).with("last", last))
}

/// What the list is asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only what is to be reviewed now.
    pub due: bool,
    /// Where.
    pub city: Option<DivisionCode>,
}

/// From the query of an address.
///
/// # Errors
/// [`Error::Invalid`] naming what is none of the allowed.
pub fn filter(query: &Form) -> Result<Filter> {
    let due = match query.text("due") {
        None => false,
        Some("true") => true,
        Some(word) => {
            return Err(Error::field("due", Message::new("suspended-due-word").with("value", word)));
        }
    };
    Ok(Filter { due, city: query.place("city")? })
}
