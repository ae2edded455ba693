//! What comes from outside about enterprises, parsed: the same rules for page, workbook and API.

use super::model::{Enterprise, Position, Role};
use crate::features::chains;
use crate::kernel::codes::check_credit_code;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept, optional};
use crate::kernel::text::{clean_line, clean_text, required_line};
use crate::web::{Form, Given, given};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest name.
const LINE: usize = 200;
/// Longest text.
const TEXT: usize = 2000;

/// `POST /api/v1/enterprises` and `PATCH /api/v1/enterprises/{id}`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnterpriseBody {
    /// 1 to 200 characters; required for a new one.
    pub name: Option<String>,
    /// 统一社会信用代码
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub credit_code: Given<String>,
    /// Six digits of a county or a city; required for a new one where the caller has several places.
    #[schema(value_type = Option<String>)]
    pub place: Option<DivisionCode>,
    /// A park's id.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub park_id: Given<i64>,
    /// What it makes.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub products: Given<String>,
    /// Anything else.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub note: Given<String>,
    /// Where its facts stand written.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub source: Given<String>,
    /// The day on which they were looked at last, `YYYY-MM-DD`; today without it.
    pub verified_on: Option<String>,
    /// Still here.
    pub active: Option<bool>,
    /// Where it stands, all of it; absent keeps.
    pub positions: Option<Vec<PositionBody>>,
}

/// Where an enterprise stands.
#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PositionBody {
    /// A segment's id.
    pub segment_id: i64,
    /// `leading`, `core`, `main`, `participating`
    #[schema(value_type = String)]
    pub role: Option<Role>,
    /// Where that stands written.
    pub source: Option<String>,
    /// The day on which it was looked at last, `YYYY-MM-DD`; today without it.
    pub verified_on: Option<String>,
}

/// What is said of an enterprise, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Entering {
    /// Its name.
    pub name: Option<String>,
    /// Canonical.
    pub credit_code: Given<String>,
    /// Where it sits.
    pub place: Option<DivisionCode>,
    /// `parks.id`
    pub park_id: Given<i64>,
    /// What it makes.
    pub products: Given<String>,
    /// Anything else.
    pub note: Given<String>,
    /// Where its facts stand written.
    pub source: Given<String>,
    /// When they were looked at; today without it.
    pub verified_on: Option<NaiveDate>,
    /// Whether it is still here.
    pub active: Option<bool>,
    /// Where it stands, all of it.
    pub positions: Option<Vec<Placing>>,
}

/// Where an enterprise stands, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    /// `segments.id`
    pub segment_id: i64,
    /// What it is there.
    pub role: Role,
    /// Where that stands written.
    pub source: Option<String>,
    /// When it was looked at; today without it.
    pub verified_on: Option<NaiveDate>,
}

impl EnterpriseBody {
    /// Checks everything, reporting every wrong field at once. `is_new` asks for a name.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, is_new: bool) -> Result<Entering> {
        let mut wrong = Vec::new();
        let name = match &self.name {
            None if !is_new => None,
            text => kept("name", required_line(text.as_deref().unwrap_or_default(), LINE), &mut wrong),
        };
        let credit_code = self.credit_code.map(|code| {
            let code = code.filter(|code| !code.trim().is_empty())?;
            kept("credit_code", check_credit_code(&code).map(|checked| checked.code), &mut wrong)
        });
        let products = self.products.map(|text| optional("products", text, (clean_text, TEXT), &mut wrong));
        let note = self.note.map(|text| optional("note", text, (clean_text, TEXT), &mut wrong));
        let source = self.source.map(|text| optional("source", text, (clean_line, TEXT), &mut wrong));
        let verified_on = chains::verified_on("verified_on", self.verified_on, &mut wrong);
        let positions = self.positions.map(|all| placings(all, &mut wrong));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        Ok(Entering {
            name,
            credit_code,
            place: self.place,
            park_id: self.park_id,
            products,
            note,
            source,
            verified_on,
            active: self.active,
            positions,
        })
    }
}

/// Each on a segment of its own.
fn placings(all: Vec<PositionBody>, wrong: &mut Vec<FieldError>) -> Vec<Placing> {
    let mut seen = BTreeSet::new();
    let mut placings = Vec::new();
    for (at, one) in all.into_iter().enumerate() {
        let field = |name: &str| format!("positions[{at}].{name}");
        if !seen.insert(one.segment_id) {
            wrong.push(FieldError::new(field("segment_id"), "enterprises-position-twice"));
        }
        if one.role.is_none() {
            wrong.push(FieldError::new(field("role"), "input-required"));
        }
        let source = optional(&field("source"), one.source, (clean_line, TEXT), wrong);
        let verified_on = chains::verified_on(&field("verified_on"), one.verified_on, wrong);
        if let Some(role) = one.role {
            placings.push(Placing { segment_id: one.segment_id, role, source, verified_on });
        }
    }
    placings
}

impl Entering {
    /// What stands with what was said; a fact that is said again without a day was looked at `today`.
    pub fn on(self, stands: &Enterprise, today: NaiveDate) -> Enterprise {
        let position = |one: Placing| Position {
            segment_id: one.segment_id,
            role: one.role,
            source: one.source,
            verified_on: one.verified_on.unwrap_or(today),
        };
        let positions = self.positions.map(|all| {
            let mut all: Vec<Position> = all.into_iter().map(position).collect();
            all.sort_by_key(|one| one.segment_id);
            all
        });
        Enterprise {
            id: stands.id,
            version: stands.version,
            name: self.name.unwrap_or_else(|| stands.name.clone()),
            credit_code: self.credit_code.unwrap_or_else(|| stands.credit_code.clone()),
            division: self.place.unwrap_or(stands.division),
            park_id: self.park_id.unwrap_or(stands.park_id),
            products: self.products.unwrap_or_else(|| stands.products.clone()),
            note: self.note.unwrap_or_else(|| stands.note.clone()),
            source: self.source.unwrap_or_else(|| stands.source.clone()),
            verified_on: self.verified_on.unwrap_or(today),
            active: self.active.unwrap_or(stands.active),
            author: stands.author.clone(),
            positions: positions.unwrap_or_else(|| stands.positions.clone()),
        }
    }
}

/// What enterprises are asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// On this segment.
    pub segment: Option<i64>,
    /// On some segment of this chain.
    pub chain: Option<i64>,
    /// Inside this city.
    pub city: Option<DivisionCode>,
    /// In this park.
    pub park: Option<i64>,
    /// In this role on some segment, or on the one asked for.
    pub role: Option<Role>,
    /// Also those that have gone.
    pub with_gone: bool,
    /// Part of name or products.
    pub q: Option<String>,
}

/// From the query of an address.
///
/// # Errors
/// [`Error::Invalid`] naming every word that is none of the allowed.
pub fn filter(query: &Form) -> Result<Filter> {
    Ok(Filter {
        segment: query.number("segment")?,
        chain: query.number("chain")?,
        city: query.place("city")?,
        park: query.number("park")?,
        role: query.word("role", "enterprises-role-unknown")?,
        with_gone: query.text("active") == Some("all"),
        q: query
            .text("q")
            .map(|text| clean_line(text, LINE))
            .transpose()
            .map_err(|why| Error::field("q", why))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once_and_each_segment_stands_once() {
        let body: EnterpriseBody = serde_json::from_str(
            r#"{"credit_code":"91440300192203821O","verified_on":"昨天",
                "positions":[{"segment_id":1,"role":"core"},{"segment_id":1}]}"#,
        )
        .unwrap();
        let Error::Invalid(wrong) = body.checked(true).unwrap_err() else { panic!("it is refused") };
        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        let expected = ["name", "credit_code", "verified_on", "positions[1].segment_id", "positions[1].role"];
        assert_eq!(fields, expected);
    }
}
