//! What comes from outside about lists, parsed: the same bodies for the API, the forms and the commands. Opening,
//! nominating, moving and publishing stand here; what is decided, let in and corrected in files of their own.

mod correct;
mod decide;
mod unlock;

pub use correct::{ChangeBody, CorrectBody, Correcting, JustifyBody, Justifying};
pub use decide::{DecideBody, Deciding, ids};
pub use unlock::{UnlockBody, UnlockEndBody, UnlockEnding, Unlocking};

use super::model::ListState;
use crate::features::projects::{Class, When};
use crate::kernel::calendar::{Quarter, parse_day};
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, clean_text};
use crate::web::{Form, check};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;
use validator::Validate;

/// Longest reason.
const REASON: usize = 1000;
/// Longest section heading and document number.
const LINE: usize = 60;

/// `POST /api/v1/lists`
#[derive(Debug, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBody {
    /// `2026Q3`
    #[schema(example = "2026Q3")]
    pub quarter: String,
    /// How many projects the list should have.
    #[validate(range(min = 1, max = 2000))]
    pub target: i64,
    /// Last day for nominations, `YYYY-MM-DD`; counted in working days from the quarter's last day when absent.
    #[serde(default)]
    #[schema(example = "2026-10-15")]
    pub nominate_by: Option<String>,
    /// Day on which it should be published, `YYYY-MM-DD`; counted likewise when absent.
    #[serde(default)]
    #[schema(example = "2026-10-29")]
    pub publish_by: Option<String>,
}

/// A list to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Whose list.
    pub quarter: Quarter,
    /// How many projects it should have.
    pub target: i32,
    /// Last day for nominations.
    pub nominate_by: NaiveDate,
    /// Day on which it should be published; not before the nominations end.
    pub publish_by: NaiveDate,
}

impl OpenBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Result<Self> {
        let target = form.text("target").ok_or_else(|| Error::field("target", "input-required"))?;
        Ok(Self {
            quarter: form.raw("quarter").trim().to_owned(),
            target: target.parse().map_err(|_| Error::field("target", "input-whole-number"))?,
            nominate_by: form.text("nominate_by").map(str::to_owned),
            publish_by: form.text("publish_by").map(str::to_owned),
        })
    }

    /// Checks everything, reporting every wrong field at once; `proposed` says the two days of a quarter whose days were
    /// not typed.
    pub fn checked(self, proposed: impl Fn(Quarter) -> (NaiveDate, NaiveDate)) -> Result<Opening> {
        let mut wrong = match check(&self) {
            Err(Error::Invalid(fields)) => fields,
            other => {
                other?;
                Vec::new()
            }
        };
        let quarter = kept("quarter", Quarter::parse(&self.quarter), &mut wrong);
        let (by_rule, by_rule_published) = quarter.map(proposed).unzip();
        let nominate_by = day_or(self.nominate_by.as_deref(), by_rule, "nominate_by", &mut wrong);
        let publish_by = day_or(self.publish_by.as_deref(), by_rule_published, "publish_by", &mut wrong);
        if nominate_by.zip(publish_by).is_some_and(|(nominate, publish)| publish < nominate) {
            wrong.push(FieldError::new("publish_by", "lists-publish-before-nominations-end"));
        }
        match (quarter, nominate_by, publish_by) {
            (Some(quarter), Some(nominate_by), Some(publish_by)) if wrong.is_empty() => {
                Ok(Opening { quarter, target: self.target as i32, nominate_by, publish_by })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/lists/{quarter}/entries`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NominateBody {
    /// The project.
    pub project_id: i64,
    /// Heading under which it should stand.
    #[serde(default)]
    pub section: Option<String>,
    /// Class on this list; the project's own when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub class: Option<Class>,
}

/// A nomination to be made.
#[derive(Clone, Debug)]
pub struct Nominating {
    /// The project.
    pub project_id: i64,
    /// Heading under which it should stand.
    pub section: Option<String>,
    /// Class on this list; the project's own when absent.
    pub class: Option<Class>,
}

impl NominateBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Result<Self> {
        let id = form.text("project_id").ok_or_else(|| Error::field("project_id", "input-required"))?;
        let class = form.text("class").map(str::parse).transpose();
        Ok(Self {
            project_id: id.parse().map_err(|_| Error::field("project_id", "input-whole-number"))?,
            section: form.text("section").map(str::to_owned),
            class: class.map_err(|_| Error::field("class", "lists-class-unknown"))?,
        })
    }

    /// Cleans the heading.
    pub fn checked(self) -> Result<Nominating> {
        let section = line(self.section.as_deref(), "section")?;
        Ok(Nominating { project_id: self.project_id, section, class: self.class })
    }
}

/// `POST /api/v1/lists/{quarter}/state`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StateBody {
    /// `reviewing`, or `collecting` to go back; publishing has its own address.
    #[schema(value_type = String)]
    pub state: ListState,
    /// Why, for the record.
    #[serde(default)]
    pub reason: Option<String>,
}

impl StateBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Result<Self> {
        let word = form.text("state").ok_or_else(|| Error::field("state", "input-required"))?;
        let state = word.parse().map_err(|_| Error::field("state", "lists-state-unknown"))?;
        Ok(Self { state, reason: form.text("reason").map(str::to_owned) })
    }

    /// The state to move to, and why.
    pub fn checked(self) -> Result<(ListState, Option<String>)> {
        if self.state == ListState::Published {
            return Err(Error::field("state", "lists-publish-elsewhere"));
        }
        Ok((self.state, reason(self.reason.as_deref())?))
    }
}

/// `POST /api/v1/lists/{quarter}/cancellation`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelBody {
    /// Why; the cities read it.
    pub reason: String,
}

impl CancelBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        Self { reason: form.raw("reason").to_owned() }
    }

    /// The reason, which is required.
    pub fn checked(self) -> Result<String> {
        reason(Some(&self.reason))?.ok_or_else(|| Error::field("reason", "lists-cancel-reason"))
    }
}

/// `POST /api/v1/lists/{quarter}/publish`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishBody {
    /// The government document's number, such as 鲁工信清单〔2026〕3号.
    pub number: String,
    /// Required when the accepted entries are more or fewer than the target.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A list to be published.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// The government document's number.
    pub number: String,
    /// Why it departs from the target.
    pub reason: Option<String>,
}

impl PublishBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        Self { number: form.raw("number").to_owned(), reason: form.text("reason").map(str::to_owned) }
    }

    /// Cleans both; the number is required.
    pub fn checked(self) -> Result<Publishing> {
        let number =
            line(Some(&self.number), "number")?.ok_or_else(|| Error::field("number", "input-required"))?;
        Ok(Publishing { number, reason: reason(self.reason.as_deref())? })
    }
}

fn day(text: &str) -> Result<NaiveDate, Message> {
    parse_day(text).ok_or_else(|| Message::new("lists-day").with("value", text))
}

/// The day that was typed, else the proposed one.
fn day_or(
    typed: Option<&str>,
    proposed: Option<NaiveDate>,
    field: &str,
    wrong: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    typed.map_or(proposed, |text| kept(field, day(text), wrong))
}

fn line(text: Option<&str>, field: &str) -> Result<Option<String>> {
    let cleaned =
        clean_line(text.unwrap_or_default(), LINE).map_err(|message| Error::field(field, message))?;
    Ok(Some(cleaned).filter(|line| !line.is_empty()))
}

fn reason(text: Option<&str>) -> Result<Option<String>> {
    let cleaned =
        clean_text(text.unwrap_or_default(), REASON).map_err(|message| Error::field("reason", message))?;
    Ok(Some(cleaned).filter(|text| !text.is_empty()))
}

/// `version` of an address: the newest when nobody says.
///
/// # Errors
/// [`Error::Invalid`] naming it when it is no number.
pub fn version(query: &Form) -> Result<Option<i32>> {
    query.number("version")
}

/// `as_of` or `version` of a list's address: of which moment, or which of its versions.
///
/// # Errors
/// [`Error::Invalid`] naming what cannot be read, and `as_of` beside a version.
pub fn which(query: &Form, now: Instant, zone: Tz) -> Result<(When, Option<i32>)> {
    let (when, version) = (When::read(query, now, zone)?, version(query)?);
    if version.is_some() && when.named_day().is_some() {
        return Err(Error::field("as_of", "lists-version-or-day"));
    }
    Ok((when, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(quarter: &str, target: i64, nominate_by: &str, publish_by: &str) -> OpenBody {
        let [nominate_by, publish_by] = [nominate_by, publish_by].map(|day| Some(day.to_owned()));
        OpenBody { quarter: quarter.to_owned(), target, nominate_by, publish_by }
    }

    /// Two days that no other rule would give.
    fn proposed(quarter: Quarter) -> (NaiveDate, NaiveDate) {
        (quarter.last_day(), quarter.next().last_day())
    }

    fn fields<T: std::fmt::Debug>(result: Result<T>) -> Vec<(String, &'static str)> {
        let Err(Error::Invalid(fields)) = result else { panic!("{result:?}") };
        fields.into_iter().map(|error| (error.field, error.message.id)).collect()
    }

    #[test]
    fn every_wrong_field_of_an_opening_is_named_at_once() {
        assert_eq!(
            fields(opening("2026Q5", 2001, "20 Sept", "2026-2-30").checked(proposed)),
            [
                ("target".to_owned(), "input-range"),
                ("quarter".to_owned(), "kernel-quarter-format"),
                ("nominate_by".to_owned(), "lists-day"),
                ("publish_by".to_owned(), "lists-day"),
            ]
        );
        assert!(opening("2026Q3", 200, "2026-09-20", "2026-09-20").checked(proposed).is_ok());
        assert_eq!(
            fields(opening("2026Q3", 200, "2026-09-20", "2026-09-19").checked(proposed)),
            [("publish_by".to_owned(), "lists-publish-before-nominations-end")]
        );
        assert_eq!(fields(opening("2026Q3", 0, "2026-09-20", "2026-09-20").checked(proposed))[0].0, "target");
    }

    #[test]
    fn a_day_that_was_not_typed_is_the_proposed_one_and_a_typed_one_stays() {
        let body = OpenBody { nominate_by: None, ..opening("2026Q3", 200, "", "2026-10-31") };
        let opening = body.checked(proposed).unwrap();
        assert_eq!(opening.nominate_by.to_string(), "2026-09-30");
        assert_eq!(opening.publish_by.to_string(), "2026-10-31");
        let early = OpenBody { nominate_by: None, ..self::opening("2026Q3", 200, "", "2026-09-29") };
        assert_eq!(fields(early.checked(proposed))[0].1, "lists-publish-before-nominations-end");
    }

    #[test]
    fn a_number_without_words_or_with_hidden_ones_is_refused() {
        let body = |number: &str| PublishBody { number: number.to_owned(), reason: None };
        assert_eq!(fields(body("  ").checked()), [("number".to_owned(), "input-required")]);
        assert_eq!(fields(body("3\u{202e}号").checked())[0].0, "number");
        assert_eq!(body(" 鲁工信清单〔2026〕3号 ").checked().unwrap().number, "鲁工信清单〔2026〕3号");
    }

    #[test]
    fn publishing_is_no_mere_change_of_state() {
        let body = StateBody { state: ListState::Published, reason: None };
        assert_eq!(fields(body.checked()), [("state".to_owned(), "lists-publish-elsewhere")]);
    }
}
