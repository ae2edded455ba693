//! What comes from outside about deputies, superiors, calls and ladders, parsed.

mod ladders;

pub use ladders::{Entering, LadderBody};

use crate::features::reminders::model::people::Standing;
use crate::kernel::calendar::parse_day;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::text::required_text;
use crate::web::Form;
use chrono::{Days, NaiveDate};

/// Longest note of a call.
const SAID: usize = 500;
/// Nobody is away longer than this without being asked again.
const LONGEST_DAYS: u64 = 366;

/// How a person is to stand, from the fields of a form.
///
/// # Errors
/// [`Error::Invalid`] naming every wrong field.
pub fn standing(form: &Form, today: NaiveDate) -> Result<Standing> {
    let mut wrong = Vec::new();
    let superior = kept("superior", number(form, "superior"), &mut wrong).flatten();
    let deputy = kept("deputy", number(form, "deputy"), &mut wrong).flatten();
    let mut day = |name: &'static str| {
        let text = form.text(name)?;
        let read = parse_day(text).ok_or_else(|| Message::new("reminders-day").with("value", text));
        kept(name, read, &mut wrong)
    };
    let (from, until) = (day("away_from"), day("away_until"));
    let away = match (from, until) {
        (Some(from), Some(until)) => {
            let longest = from.checked_add_days(Days::new(LONGEST_DAYS));
            if until < from {
                wrong.push(FieldError::new("away_until", Message::new("reminders-away-order")));
            } else if until < today {
                wrong.push(FieldError::new("away_until", Message::new("reminders-away-past")));
            } else if longest.is_some_and(|longest| until > longest) {
                wrong.push(FieldError::new("away_until", Message::new("reminders-away-long")));
            }
            Some((from, until))
        }
        (None, None) => None,
        (Some(_), None) => {
            wrong.push(FieldError::new("away_until", Message::new("reminders-away-half")));
            None
        }
        (None, Some(_)) => {
            wrong.push(FieldError::new("away_from", Message::new("reminders-away-half")));
            None
        }
    };
    // Duty mail is not paused into the void: somebody reads it.
    if away.is_some() && deputy.is_none() && wrong.is_empty() {
        wrong.push(FieldError::new("deputy", Message::new("reminders-away-deputy")));
    }
    if wrong.is_empty() { Ok(Standing { superior, deputy, away }) } else { Err(Error::Invalid(wrong)) }
}

fn number(form: &Form, name: &'static str) -> Result<Option<i64>, Message> {
    let Some(text) = form.text(name) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| Message::new("reminders-person").with("value", text))
}

/// What was said on the telephone.
///
/// # Errors
/// [`Error::Invalid`]
pub fn call(form: &Form) -> Result<String> {
    required_text(form.raw("said"), SAID).map_err(|why| Error::field("said", why))
}
