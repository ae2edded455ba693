//! What comes from outside about leads, parsed: the same rules for page and API.

use super::model::{Status, Step};
use crate::kernel::calendar::{Quarter, parse_day};
use crate::kernel::codes::check_credit_code;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept, optional};
use crate::kernel::message::Message;
use crate::kernel::money::{Money, Unit, parse_amount};
use crate::kernel::text::{clean_line, clean_text, required_line, required_text};
use crate::web::{Form, Given, given};
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest name and longest next action.
const LINE: usize = 200;
/// Longest text.
const TEXT: usize = 2000;

/// `POST` and `PATCH /api/v1/leads`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadBody {
    /// The enterprise, 1 to 200 characters; required for a new lead.
    pub target: Option<String>,
    /// Where it would come: six digits of a county, a city, or the province while that is open; the caller's only place
    /// without it.
    #[schema(value_type = Option<String>)]
    pub place: Option<DivisionCode>,
    /// 统一社会信用代码
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub credit_code: Given<String>,
    /// A chain's id.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub chain_id: Given<i64>,
    /// The segment that it would fill; it says which chain it is of.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub segment_id: Given<i64>,
    /// The target that it came from.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub target_id: Given<i64>,
    /// A park's id.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub park_id: Given<i64>,
    /// Where it was heard of.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub source: Given<String>,
    /// What it would build.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub scope_text: Given<String>,
    /// How much it would invest.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub intended_investment_yuan: Given<i64>,
    /// Who follows it; whoever registers it without it.
    pub owner_id: Option<i64>,
    /// What is to be done next; with `next_on`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub next_action: Given<String>,
    /// By when, `YYYY-MM-DD`; with `next_action`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub next_on: Given<String>,
}

/// What is said of a lead, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Registering {
    /// The enterprise.
    pub target: Option<String>,
    /// Where it would come.
    pub place: Option<DivisionCode>,
    /// Canonical.
    pub credit_code: Given<String>,
    /// `chains.id`
    pub chain_id: Given<i64>,
    /// `segments.id`
    pub segment_id: Given<i64>,
    /// `targets.id`
    pub target_id: Given<i64>,
    /// `parks.id`
    pub park_id: Given<i64>,
    /// Where it was heard of.
    pub source: Given<String>,
    /// What it would build.
    pub scope_text: Given<String>,
    /// How much it would invest.
    pub intended: Given<Money>,
    /// Who follows it.
    pub owner_id: Option<i64>,
    /// What is to be done next, and by when.
    pub next: Given<(String, NaiveDate)>,
}

impl LeadBody {
    /// From the fields of a form; a blank field empties.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no number, place or amount.
    pub fn of_form(form: &Form) -> Result<Self> {
        let text = |name: &str| Some(form.text(name).map(str::to_owned));
        let mut wrong = Vec::new();
        let amount = form.text("intended_investment_yuan");
        let amount = amount.and_then(|text| kept("intended_investment_yuan", wan(text), &mut wrong));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Self {
            target: Some(form.raw("target").to_owned()),
            place: form.place("place")?,
            credit_code: text("credit_code"),
            chain_id: Some(form.number("chain_id")?),
            segment_id: Some(form.number("segment_id")?),
            target_id: if form.has("target_id") { Some(form.number("target_id")?) } else { None },
            park_id: Some(form.number("park_id")?),
            source: text("source"),
            scope_text: text("scope_text"),
            intended_investment_yuan: Some(amount.map(Money::yuan)),
            owner_id: form.number("owner_id")?,
            next_action: if form.has("next_action") { text("next_action") } else { None },
            next_on: if form.has("next_on") { text("next_on") } else { None },
        })
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Registering> {
        let mut wrong = Vec::new();
        let target = self.target.and_then(|text| kept("target", required_line(&text, LINE), &mut wrong));
        let credit_code = self.credit_code.map(|code| {
            let code = code.filter(|code| !code.trim().is_empty())?;
            kept("credit_code", check_credit_code(&code).map(|checked| checked.code), &mut wrong)
        });
        let source = self.source.map(|text| optional("source", text, (clean_line, TEXT), &mut wrong));
        let scope_text =
            self.scope_text.map(|text| optional("scope_text", text, (clean_text, TEXT), &mut wrong));
        let intended = self
            .intended_investment_yuan
            .map(|yuan| yuan.and_then(|yuan| kept("intended_investment_yuan", money(yuan), &mut wrong)));
        let next = next(self.next_action, self.next_on, &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Registering {
            target,
            place: self.place,
            credit_code,
            chain_id: self.chain_id,
            segment_id: self.segment_id,
            target_id: self.target_id,
            park_id: self.park_id,
            source,
            scope_text,
            intended,
            owner_id: self.owner_id,
            next,
        })
    }
}

/// `POST /api/v1/leads/{id}/entries`
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntryBody {
    /// What was done, 1 to 2000 characters.
    pub text: String,
    /// The step of the reply clock that it was: `response`, `assessment`, `feedback`.
    #[schema(value_type = Option<String>)]
    pub step: Option<Step>,
    /// The status it is moved to.
    #[schema(value_type = Option<String>)]
    pub status: Option<Status>,
    /// What is to be done next; with `next_on`. Absent keeps what stands, null says that it is done.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub next_action: Given<String>,
    /// By when, `YYYY-MM-DD`; with `next_action`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub next_on: Given<String>,
}

/// Something that was done, checked.
#[derive(Clone, Debug)]
pub struct Telling {
    /// In words.
    pub text: String,
    /// The step of the reply clock that it was.
    pub step: Option<Step>,
    /// The status it is moved to.
    pub status: Option<Status>,
    /// What is to be done next, and by when.
    pub next: Given<(String, NaiveDate)>,
}

impl EntryBody {
    /// From the fields of a form; a blank next action says that it is done.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a word that is none of the allowed.
    pub fn of_form(form: &Form) -> Result<Self> {
        Ok(Self {
            text: form.raw("text").to_owned(),
            step: form.word("step", "leads-step-unknown")?,
            status: form.word("status", "leads-status-unknown")?,
            next_action: form.has("next_action").then(|| form.text("next_action").map(str::to_owned)),
            next_on: form.has("next_on").then(|| form.text("next_on").map(str::to_owned)),
        })
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Telling> {
        let mut wrong = Vec::new();
        let text = kept("text", required_text(&self.text, TEXT), &mut wrong);
        let next = next(self.next_action, self.next_on, &mut wrong);
        match text {
            Some(text) if wrong.is_empty() => {
                Ok(Telling { text, step: self.step, status: self.status, next })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/leads/{id}/project`
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConvertBody {
    /// A project that is there already; a new one without it.
    pub project_id: Option<i64>,
}

/// `?status=` of everything that is not over.
pub const OPEN: &str = "open";

/// What leads are asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How far they have come.
    pub status: Option<Status>,
    /// Only those that somebody has to do something about.
    pub is_open: bool,
    /// Signed from one day to another, both included.
    pub signed: Option<(NaiveDate, NaiveDate)>,
    /// `chains.id`
    pub chain: Option<i64>,
    /// `segments.id`
    pub segment: Option<i64>,
    /// Where.
    pub city: Option<DivisionCode>,
    /// Whose.
    pub owner: Option<i64>,
    /// Part of the enterprise's name.
    pub q: Option<String>,
}

/// From the query of an address.
///
/// # Errors
/// [`Error::Invalid`] naming every word that is none of the allowed.
pub fn filter(query: &Form) -> Result<Filter> {
    let is_open = query.text("status") == Some(OPEN);
    let quarter = |text: &str| Quarter::parse(text).map_err(|message| Error::field("signed", message));
    let signed = query.text("signed").map(quarter).transpose()?;
    Ok(Filter {
        status: if is_open { None } else { query.word("status", "leads-status-unknown")? },
        is_open,
        signed: signed.map(|quarter| (quarter.first_day(), quarter.last_day())),
        chain: query.number("chain")?,
        segment: query.number("segment")?,
        city: query.place("city")?,
        owner: query.number("owner")?,
        q: query.text("q").map(str::to_owned),
    })
}

/// A bare number on a form is in 10,000 yuan.
fn wan(text: &str) -> std::result::Result<Money, Message> {
    let unit = Some(Unit::Wan);
    parse_amount(text, unit).map(|amount| amount.money).map_err(|error| error.message(text, unit))
}

fn money(yuan: i64) -> std::result::Result<Money, Message> {
    let money = Money::from_yuan(yuan);
    if money < Money::ZERO || money > Money::ENTRY_LIMIT { Err("leads-amount".into()) } else { Ok(money) }
}

/// An action without a day is forgotten, and a day without an action says nothing: they come together or not at all.
fn next(
    action: Given<String>,
    day: Given<String>,
    wrong: &mut Vec<FieldError>,
) -> Given<(String, NaiveDate)> {
    if action.is_none() && day.is_none() {
        return None;
    }
    let action =
        action.flatten().and_then(|text| optional("next_action", Some(text), (clean_line, TEXT), wrong));
    let day = day.flatten().filter(|text| !text.trim().is_empty()).and_then(|text| {
        let read = parse_day(&text).ok_or_else(|| Message::new("leads-next-day").with("value", text));
        kept("next_on", read, wrong)
    });
    if wrong.iter().any(|error| error.field.starts_with("next_")) {
        return None;
    }
    match (action, day) {
        (Some(action), Some(day)) => Some(Some((action, day))),
        (None, None) => Some(None),
        (Some(_), None) => {
            wrong.push(FieldError::new("next_on", "leads-next-day-needed"));
            None
        }
        (None, Some(_)) => {
            wrong.push(FieldError::new("next_action", "leads-next-action-needed"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<impl std::fmt::Debug>) -> Vec<(String, String)> {
        match result.unwrap_err() {
            Error::Invalid(fields) => {
                fields.into_iter().map(|error| (error.field, error.message.id.to_string())).collect()
            }
            other => panic!("{other}"),
        }
    }

    fn body(json: &str) -> LeadBody {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = body(
            r#"{"target": " ", "credit_code": "91440300192203821O", "intended_investment_yuan": -1, "next_on": "明天"}"#,
        );
        let names: Vec<String> = refused(wrong.checked()).into_iter().map(|(field, _)| field).collect();
        assert_eq!(names, ["target", "credit_code", "intended_investment_yuan", "next_on"]);
    }

    #[test]
    fn an_action_and_its_day_come_together_and_null_says_that_it_is_done() {
        let alone = body(r#"{"next_action": "寄样品"}"#);
        assert_eq!(refused(alone.checked()), [("next_on".to_owned(), "leads-next-day-needed".to_owned())]);
        let alone = body(r#"{"next_on": "2026-10-20"}"#);
        assert_eq!(refused(alone.checked())[0].0, "next_action");
        assert_eq!(body("{}").checked().unwrap().next, None);
        assert_eq!(body(r#"{"next_action": null}"#).checked().unwrap().next, Some(None));
    }

    #[test]
    fn a_form_reads_amounts_in_ten_thousands_and_empties_what_is_blank() {
        let pairs = [("target", "甲厂"), ("intended_investment_yuan", "１２，０００"), ("source", " ")];
        let form = Form::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let said = LeadBody::of_form(&form).unwrap().checked().unwrap();
        assert_eq!(said.intended, Some(Some(Money::from_yuan(120_000_000))));
        assert_eq!((said.source, said.next), (Some(None), None));
    }
}
