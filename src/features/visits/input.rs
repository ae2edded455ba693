//! What comes from outside about visits, parsed: the same rules for page and API.

use super::model::{Visit, VisitKind};
use crate::kernel::calendar::parse_day;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept, optional};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, required_line, required_text};
use crate::web::{Form, Given, given};
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest name.
const LINE: usize = 200;
/// Longest text.
const TEXT: usize = 2000;

/// `POST /api/v1/visits` and `PATCH /api/v1/visits/{id}`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VisitBody {
    /// `outbound`, `inbound`; required for a new one.
    #[schema(value_type = Option<String>)]
    pub kind: Option<VisitKind>,
    /// `YYYY-MM-DD`, not ahead; required for a new one.
    pub visited_on: Option<String>,
    /// A city's six digits, or the province's; the caller's only place without it.
    #[schema(value_type = Option<String>)]
    pub place: Option<DivisionCode>,
    /// The enterprise or place that was visited, or that came; required for a new one.
    pub target: Option<String>,
    /// Who led it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub leader: Given<String>,
    /// Who was there; required for a new one.
    pub people: Option<String>,
    /// What came of it; required for a new one.
    pub result: Option<String>,
    /// The lead that it belongs to.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub lead_id: Given<i64>,
}

/// What is said of a visit, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Which way.
    pub kind: Option<VisitKind>,
    /// On which day.
    pub visited_on: Option<NaiveDate>,
    /// Whose.
    pub place: Option<DivisionCode>,
    /// What was visited, or who came.
    pub target: Option<String>,
    /// Who led it.
    pub leader: Given<String>,
    /// Who was there.
    pub people: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// `leads.id`
    pub lead_id: Given<i64>,
}

impl VisitBody {
    /// Checks everything, reporting every wrong field at once. `is_new` asks for kind, day, target, people and result.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, is_new: bool) -> Result<Telling> {
        let mut wrong = Vec::new();
        if is_new && self.kind.is_none() {
            wrong.push(FieldError::new("kind", "input-required"));
        }
        let day = |text: &str| parse_day(text).ok_or_else(|| Message::new("visits-day").with("value", text));
        let visited_on = match self.visited_on.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => kept("visited_on", day(text), &mut wrong),
            None if is_new => {
                wrong.push(FieldError::new("visited_on", "input-required"));
                None
            }
            None => None,
        };
        let asked = |text: &Option<String>| is_new || text.is_some();
        let line = |text: &Option<String>| required_line(text.as_deref().unwrap_or_default(), LINE);
        let text = |text: &Option<String>| required_text(text.as_deref().unwrap_or_default(), TEXT);
        let target = if asked(&self.target) { kept("target", line(&self.target), &mut wrong) } else { None };
        let leader = self.leader.map(|text| optional("leader", text, (clean_line, LINE), &mut wrong));
        let people = if asked(&self.people) { kept("people", text(&self.people), &mut wrong) } else { None };
        let result = if asked(&self.result) { kept("result", text(&self.result), &mut wrong) } else { None };
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let (kind, place, lead_id) = (self.kind, self.place, self.lead_id);
        Ok(Telling { kind, visited_on, place, target, leader, people, result, lead_id })
    }
}

impl Telling {
    /// What stands with what was said.
    pub fn on(self, stands: &Visit) -> Visit {
        Visit {
            id: stands.id,
            version: stands.version,
            kind: self.kind.unwrap_or(stands.kind),
            visited_on: self.visited_on.unwrap_or(stands.visited_on),
            division: self.place.unwrap_or(stands.division),
            target: self.target.unwrap_or_else(|| stands.target.clone()),
            leader: self.leader.unwrap_or_else(|| stands.leader.clone()),
            people: self.people.unwrap_or_else(|| stands.people.clone()),
            result: self.result.unwrap_or_else(|| stands.result.clone()),
            lead_id: self.lead_id.unwrap_or(stands.lead_id),
            author: stands.author.clone(),
        }
    }
}

/// What visits are asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day.
    pub to: Option<NaiveDate>,
    /// Of this city, or of the province itself.
    pub place: Option<DivisionCode>,
    /// Which way.
    pub kind: Option<VisitKind>,
    /// Led by her.
    pub leader: Option<String>,
    /// Of this lead.
    pub lead: Option<i64>,
}

/// From the query of an address.
///
/// # Errors
/// [`Error::Invalid`] naming every word that is none of the allowed.
pub fn filter(query: &Form) -> Result<Filter> {
    let (from, to) = span(query)?;
    Ok(Filter {
        from,
        to,
        place: query.place("city")?,
        kind: query.word("kind", "visits-kind-unknown")?,
        leader: query.text("leader").map(str::to_owned),
        lead: query.number("lead")?,
    })
}

/// The span that is asked for.
///
/// # Errors
/// [`Error::Invalid`] for what is no day, and for an end before its beginning.
pub fn span(query: &Form) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    let mut wrong = Vec::new();
    let mut day = |name: &str| {
        let text = query.text(name)?;
        kept(name, parse_day(text).ok_or_else(|| Message::new("visits-day").with("value", text)), &mut wrong)
    };
    let (from, to) = (day("from"), day("to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        wrong.push(FieldError::new("to", "visits-span"));
    }
    if wrong.is_empty() { Ok((from, to)) } else { Err(Error::Invalid(wrong)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let body: VisitBody = serde_json::from_str(r#"{"visited_on":"昨天","people":" "}"#).unwrap();
        let Error::Invalid(wrong) = body.checked(true).unwrap_err() else { panic!("it is refused") };
        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["kind", "visited_on", "target", "people", "result"]);
    }
}
