//! What comes from outside about the mail, parsed.

use crate::kernel::calendar::parse_day;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_text, required_text};
use crate::outbox::Filter;
use crate::text_enum;
use crate::web::Form;
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest reason.
const REASON: usize = 500;
/// Longest text that is searched for.
const SEARCH: usize = 100;

text_enum! {
    /// How the switch is thrown.
    pub enum Throw {
        /// No letter leaves.
        Held = "held",
        /// Letters leave, also from a database that was moved.
        Open = "open",
    }
}

/// `POST /api/v1/mail/switch`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchBody {
    /// `held` or `open`
    #[schema(example = "held")]
    pub state: String,
    /// Why; required to hold.
    #[serde(default)]
    pub reason: Option<String>,
}

impl SwitchBody {
    /// How it is thrown, and why.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<(Throw, Option<String>)> {
        let state = self.state.trim().parse().map_err(|_| Error::field("state", "mail-switch-unknown"))?;
        let reason = self.reason.unwrap_or_default();
        let refused = |message| Error::field("reason", message);
        let reason = match state {
            Throw::Held => Some(required_text(&reason, REASON).map_err(refused)?),
            Throw::Open => {
                Some(clean_text(&reason, REASON).map_err(refused)?).filter(|text| !text.is_empty())
            }
        };
        Ok((state, reason))
    }
}

/// From which day to which.
///
/// # Errors
/// [`Error::Invalid`] naming what is no day.
pub fn days(form: &Form) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    let day = |name: &'static str| {
        let Some(text) = form.text(name) else { return Ok(None) };
        let wrong = || Error::field(name, Message::new("mail-calendar-day").with("value", text));
        parse_day(text).map(Some).ok_or_else(wrong)
    };
    Ok((day("from")?, day("to")?))
}

/// What a list of letters is asked by.
///
/// # Errors
/// [`Error::Invalid`] naming `state` or `q`.
pub fn filter(form: &Form) -> Result<Filter> {
    let state = form.text("state").map(str::parse).transpose();
    let state = state.map_err(|_| Error::field("state", "mail-state-word"))?;
    let q = form.text("q").map(|text| clean_text(text, SEARCH)).transpose();
    let q = q.map_err(|message: Message| Error::field("q", message))?;
    Ok(Filter { state, q: q.filter(|text| !text.is_empty()) })
}
