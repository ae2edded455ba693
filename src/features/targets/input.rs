//! What comes from outside about targets, parsed: the same rules for page, workbook and API.

use super::model::{Priority, Status, Target};
use crate::features::chains;
use crate::kernel::codes::check_credit_code;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept, optional};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, clean_text, required_line, required_text};
use crate::web::{Form, Given, given};
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest name.
const LINE: usize = 200;
/// Longest text.
const TEXT: usize = 2000;
/// Enterprises that one target may be tied to.
const TIES: usize = 200;
/// More land, or more energy, nobody asks for: a slip of the hand.
pub const MOST: i64 = 100_000_000;

/// `POST /api/v1/targets` and `PATCH /api/v1/targets/{id}`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TargetBody {
    /// The segment that it could fill; required for a new one.
    pub segment_id: Option<i64>,
    /// Whose list it is on: a city's six digits, or the province's; the caller's only place without it.
    #[schema(value_type = Option<String>)]
    pub place: Option<DivisionCode>,
    /// The enterprise, 1 to 200 characters; required for a new one.
    pub name: Option<String>,
    /// 统一社会信用代码
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub credit_code: Given<String>,
    /// Where it sits now, in words.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub home: Given<String>,
    /// What it makes.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub products: Given<String>,
    /// `high`, `medium`, `low`; medium for a new one without it.
    #[schema(value_type = Option<String>)]
    pub priority: Option<Priority>,
    /// `open`, `landed`, `dropped`
    #[schema(value_type = Option<String>)]
    pub status: Option<Status>,
    /// Why it could come here, 1 to 2000 characters; required for a new one.
    pub reasons: Option<String>,
    /// Land that it would need, in 亩.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub land_mu: Given<i64>,
    /// Energy that it would need, in 吨标准煤 a year.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub energy_tce: Given<i64>,
    /// Where its facts stand written.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub source: Given<String>,
    /// The day on which they were looked at last, `YYYY-MM-DD`; today without it.
    pub verified_on: Option<String>,
    /// Ids of enterprises that are here which it supplies, or which supply it, all of them.
    pub ties: Option<Vec<i64>>,
}

/// What is said of a target, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Aiming {
    /// `segments.id`
    pub segment_id: Option<i64>,
    /// Whose list it is on.
    pub place: Option<DivisionCode>,
    /// The enterprise.
    pub name: Option<String>,
    /// Canonical.
    pub credit_code: Given<String>,
    /// Where it sits now.
    pub home: Given<String>,
    /// What it makes.
    pub products: Given<String>,
    /// How much it is wanted.
    pub priority: Option<Priority>,
    /// Whether it is still wanted.
    pub status: Option<Status>,
    /// Why it could come here.
    pub reasons: Option<String>,
    /// In 亩.
    pub land_mu: Given<i64>,
    /// In 吨标准煤 a year.
    pub energy_tce: Given<i64>,
    /// Where its facts stand written.
    pub source: Given<String>,
    /// When they were looked at; today without it.
    pub verified_on: Option<NaiveDate>,
    /// `enterprises.id`, all of them.
    pub ties: Option<Vec<i64>>,
}

impl TargetBody {
    /// Checks everything, reporting every wrong field at once. `is_new` asks for segment, name and reasons.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, is_new: bool) -> Result<Aiming> {
        let mut wrong = Vec::new();
        if is_new && self.segment_id.is_none() {
            wrong.push(FieldError::new("segment_id", "input-required"));
        }
        let name = match &self.name {
            None if !is_new => None,
            text => kept("name", required_line(text.as_deref().unwrap_or_default(), LINE), &mut wrong),
        };
        let credit_code = self.credit_code.map(|code| {
            let code = code.filter(|code| !code.trim().is_empty())?;
            kept("credit_code", check_credit_code(&code).map(|checked| checked.code), &mut wrong)
        });
        let home = self.home.map(|text| optional("home", text, (clean_line, LINE), &mut wrong));
        let products = self.products.map(|text| optional("products", text, (clean_text, TEXT), &mut wrong));
        let reasons = match &self.reasons {
            None if !is_new => None,
            text => kept("reasons", required_text(text.as_deref().unwrap_or_default(), TEXT), &mut wrong),
        };
        for (field, amount) in [("land_mu", self.land_mu), ("energy_tce", self.energy_tce)] {
            if amount.flatten().is_some_and(|amount| !(0..=MOST).contains(&amount)) {
                wrong.push(FieldError::new(field, "targets-amount"));
            }
        }
        if self.ties.as_ref().is_some_and(|ties| ties.len() > TIES) {
            wrong.push(FieldError::new("ties", Message::new("targets-ties-many").with("most", TIES)));
        }
        let source = self.source.map(|text| optional("source", text, (clean_line, TEXT), &mut wrong));
        let verified_on = chains::verified_on("verified_on", self.verified_on, &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let ties = self.ties.map(|mut ids| {
            ids.sort_unstable();
            ids.dedup();
            ids
        });
        Ok(Aiming {
            segment_id: self.segment_id,
            place: self.place,
            name,
            credit_code,
            home,
            products,
            priority: self.priority,
            status: self.status,
            reasons,
            land_mu: self.land_mu,
            energy_tce: self.energy_tce,
            source,
            verified_on,
            ties,
        })
    }
}

impl Aiming {
    /// What stands with what was said; what is said again without a day was looked at `today`.
    pub fn on(self, stands: &Target, today: NaiveDate) -> Target {
        Target {
            id: stands.id,
            version: stands.version,
            segment_id: self.segment_id.unwrap_or(stands.segment_id),
            division: self.place.unwrap_or(stands.division),
            name: self.name.unwrap_or_else(|| stands.name.clone()),
            credit_code: self.credit_code.unwrap_or_else(|| stands.credit_code.clone()),
            home: self.home.unwrap_or_else(|| stands.home.clone()),
            products: self.products.unwrap_or_else(|| stands.products.clone()),
            priority: self.priority.unwrap_or(stands.priority),
            status: self.status.unwrap_or(stands.status),
            reasons: self.reasons.unwrap_or_else(|| stands.reasons.clone()),
            land_mu: self.land_mu.unwrap_or(stands.land_mu),
            energy_tce: self.energy_tce.unwrap_or(stands.energy_tce),
            source: self.source.unwrap_or_else(|| stands.source.clone()),
            verified_on: self.verified_on.unwrap_or(today),
            author: stands.author.clone(),
            ties: self.ties.unwrap_or_else(|| stands.ties.clone()),
        }
    }
}

/// What targets are asked by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// That could fill this segment.
    pub segment: Option<i64>,
    /// That could fill some segment of this chain.
    pub chain: Option<i64>,
    /// On the list of this city, or of the province.
    pub place: Option<DivisionCode>,
    /// Wanted so much.
    pub priority: Option<Priority>,
    /// Still wanted or not.
    pub status: Option<Status>,
    /// Part of the name.
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
        place: query.place("city")?,
        priority: query.word("priority", "targets-priority-unknown")?,
        status: query.word("status", "targets-status-unknown")?,
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
    fn every_wrong_field_is_named_at_once() {
        let body: TargetBody = serde_json::from_str(r#"{"land_mu":-1,"verified_on":"x"}"#).unwrap();
        let Error::Invalid(wrong) = body.checked(true).unwrap_err() else { panic!("it is refused") };
        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["segment_id", "name", "reasons", "land_mu", "verified_on"]);
    }
}
