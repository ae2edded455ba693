//! What comes from outside about chains, parsed: the same rules for everybody who tells it.

use super::model::{Card, Function, Segment, Strength, Tier};
use crate::kernel::calendar::parse_day;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept, optional};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, clean_text, required_line, required_text};
use crate::web::{Given, given};
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest name.
const LINE: usize = 100;
/// Longest text.
const TEXT: usize = 2000;

/// `POST` and `PATCH /api/v1/chains`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChainBody {
    /// Its Chinese name; required for a new chain, and changed among the reference data.
    pub name_zh: Option<String>,
    /// Its English name; the Chinese one without it.
    pub name_en: Option<String>,
    /// 链长: the office that leads it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub chief: Given<String>,
    /// 链主: the enterprise around which it is built.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub leader: Given<String>,
    /// 政策
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub policies: Given<String>,
}

/// What is told of a chain, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Of a new chain: its Chinese and its English name.
    pub names: Option<(String, String)>,
    /// Who leads it.
    pub chief: Given<String>,
    /// Around whom it is built.
    pub leader: Given<String>,
    /// What is promised to it.
    pub policies: Given<String>,
}

impl ChainBody {
    /// Checks everything, reporting every wrong field at once. `is_new` asks for a name, which a chain that is there keeps.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, is_new: bool) -> Result<Telling> {
        let mut wrong = Vec::new();
        let names =
            if is_new { names(self.name_zh.as_deref(), self.name_en.as_deref(), &mut wrong) } else { None };
        let given_name = if self.name_zh.is_some() { "name_zh" } else { "name_en" };
        if !is_new && (self.name_zh.is_some() || self.name_en.is_some()) {
            wrong.push(FieldError::new(given_name, "chains-name-elsewhere"));
        }
        let chief = self.chief.map(|text| optional("chief", text, (clean_line, LINE), &mut wrong));
        let leader = self.leader.map(|text| optional("leader", text, (clean_line, LINE), &mut wrong));
        let policies = self.policies.map(|text| optional("policies", text, (clean_text, TEXT), &mut wrong));
        if wrong.is_empty() {
            Ok(Telling { names, chief, leader, policies })
        } else {
            Err(Error::Invalid(wrong))
        }
    }
}

impl Telling {
    /// What stands with what was told.
    pub fn on(self, stands: &Card) -> Card {
        Card {
            version: stands.version,
            chief: self.chief.unwrap_or_else(|| stands.chief.clone()),
            leader: self.leader.unwrap_or_else(|| stands.leader.clone()),
            policies: self.policies.unwrap_or_else(|| stands.policies.clone()),
        }
    }
}

/// `POST /api/v1/chains/{id}/segments` and `PATCH /api/v1/segments/{id}`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SegmentBody {
    /// Its Chinese name, once in a chain; required for a new segment.
    pub name_zh: Option<String>,
    /// Its English name; the Chinese one without it.
    pub name_en: Option<String>,
    /// Where it stands in the chain: `upstream`, `midstream`, `downstream`; required for a new segment.
    #[schema(value_type = Option<String>)]
    pub tier: Option<Tier>,
    /// What it is for: `equipment raw_material auxiliary_material auxiliary_equipment process technical_service product
    /// sales_channel`
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub function: Given<Function>,
    /// The segment of the same chain that it is a part of.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub parent_id: Given<i64>,
    /// Place among those of its tier; after the others without it.
    pub position: Option<i32>,
    /// Anything else.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub note: Given<String>,
    /// Part of the chain as it stands.
    pub active: Option<bool>,
    /// The segments of the same chain that it supplies, all of them.
    pub supplies: Option<Vec<i64>>,
}

/// What is told of a segment, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Linking {
    /// Its Chinese name.
    pub name_zh: Option<String>,
    /// Its English name.
    pub name_en: Option<String>,
    /// Where it stands.
    pub tier: Option<Tier>,
    /// What it is for.
    pub function: Given<Function>,
    /// Of what it is a part.
    pub parent_id: Given<i64>,
    /// Place among those of its tier.
    pub position: Option<i32>,
    /// Anything else.
    pub note: Given<String>,
    /// Whether it stands.
    pub active: Option<bool>,
    /// What it supplies, all of it.
    pub supplies: Option<Vec<i64>>,
}

impl SegmentBody {
    /// Checks everything, reporting every wrong field at once. `is_new` asks for name and tier.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, is_new: bool) -> Result<Linking> {
        let mut wrong = Vec::new();
        let name = |text: &str| required_line(text, LINE);
        let name_zh = match &self.name_zh {
            None if is_new => kept("name_zh", name(""), &mut wrong),
            text => text.as_ref().and_then(|text| kept("name_zh", name(text), &mut wrong)),
        };
        let name_en = self.name_en.filter(|text| !text.trim().is_empty());
        let name_en = name_en.and_then(|text| kept("name_en", name(&text), &mut wrong));
        if is_new && self.tier.is_none() {
            wrong.push(FieldError::new("tier", "input-required"));
        }
        if self.position.is_some_and(|position| !(0..=10_000).contains(&position)) {
            wrong.push(FieldError::new("position", "chains-position"));
        }
        let note = self.note.map(|text| optional("note", text, (clean_text, TEXT), &mut wrong));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let supplies = self.supplies.map(|mut ids| {
            ids.sort_unstable();
            ids.dedup();
            ids
        });
        Ok(Linking {
            name_zh,
            name_en,
            tier: self.tier,
            function: self.function,
            parent_id: self.parent_id,
            position: self.position,
            note,
            active: self.active,
            supplies,
        })
    }
}

impl Linking {
    /// What stands with what was told.
    pub fn on(self, stands: &Segment) -> Segment {
        Segment {
            id: stands.id,
            version: stands.version,
            chain_id: stands.chain_id,
            parent_id: self.parent_id.unwrap_or(stands.parent_id),
            name_zh: self.name_zh.unwrap_or_else(|| stands.name_zh.clone()),
            name_en: self.name_en.unwrap_or_else(|| stands.name_en.clone()),
            tier: self.tier.unwrap_or(stands.tier),
            function: self.function.unwrap_or(stands.function),
            position: self.position.unwrap_or(stands.position),
            note: self.note.unwrap_or_else(|| stands.note.clone()),
            active: self.active.unwrap_or(stands.active),
        }
    }
}

/// `POST /api/v1/segments/{id}/strengths`
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JudgeBody {
    /// A city, or the province by its own judgement; the caller's only place without it.
    #[schema(value_type = Option<String>)]
    pub place: Option<DivisionCode>,
    /// `strong`, `ordinary`, `weak`, `missing`
    #[schema(value_type = String)]
    pub strength: Option<Strength>,
    /// On what, 1 to 2000 characters.
    pub evidence: String,
    /// Where that stands.
    pub source: Option<String>,
    /// The day on which the facts were looked at last, `YYYY-MM-DD`; today without it.
    pub verified_on: Option<String>,
}

/// A judgement, checked.
#[derive(Clone, Debug)]
pub struct Judging {
    /// Where.
    pub place: Option<DivisionCode>,
    /// What.
    pub strength: Strength,
    /// On what.
    pub evidence: String,
    /// Where that stands.
    pub source: Option<String>,
    /// When the facts were looked at; today without it.
    pub verified_on: Option<NaiveDate>,
}

impl JudgeBody {
    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Judging> {
        let mut wrong = Vec::new();
        let evidence = kept("evidence", required_text(&self.evidence, TEXT), &mut wrong);
        let source = optional("source", self.source, (clean_line, TEXT), &mut wrong);
        let verified_on = verified_on("verified_on", self.verified_on, &mut wrong);
        if self.strength.is_none() {
            wrong.push(FieldError::new("strength", "input-required"));
        }
        match (self.strength, evidence) {
            (Some(strength), Some(evidence)) if wrong.is_empty() => {
                Ok(Judging { place: self.place, strength, evidence, source, verified_on })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// The day on which a fact of the map was looked at last; none where it was left out. Its refusal goes on the pile.
pub fn verified_on(field: &str, text: Option<String>, wrong: &mut Vec<FieldError>) -> Option<NaiveDate> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let day = parse_day(&text).ok_or_else(|| Message::new("chains-verified-day").with("value", text));
    kept(field, day, wrong)
}

/// Refuses a day of verification that lies ahead.
pub fn not_ahead(field: &str, day: NaiveDate, today: NaiveDate, wrong: &mut Vec<FieldError>) {
    if day > today {
        let message = Message::new("chains-verified-ahead").with("today", today.to_string());
        wrong.push(FieldError::new(field, message));
    }
}

/// Both names of something new.
fn names(zh: Option<&str>, en: Option<&str>, wrong: &mut Vec<FieldError>) -> Option<(String, String)> {
    let zh = kept("name_zh", required_line(zh.unwrap_or_default(), LINE), wrong);
    let en = en.filter(|text| !text.trim().is_empty());
    let en = en.map(|text| kept("name_en", required_line(text, LINE), wrong));
    let zh = zh?;
    let en = en.unwrap_or_else(|| Some(zh.clone()))?;
    Some((zh, en))
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
    fn every_wrong_field_is_named_at_once() {
        let segment: SegmentBody = serde_json::from_str(r#"{"name_en":"x","position":-1}"#).unwrap();
        assert_eq!(refused(segment.checked(true)), ["name_zh", "tier", "position"]);
        let judged: JudgeBody = serde_json::from_str(r#"{"verified_on":"yesterday"}"#).unwrap();
        assert_eq!(refused(judged.checked()), ["evidence", "verified_on", "strength"]);
        assert_eq!(refused(ChainBody::default().checked(true)), ["name_zh"]);
        let renamed: ChainBody = serde_json::from_str(r#"{"name_zh":"别的链"}"#).unwrap();
        assert_eq!(refused(renamed.checked(false)), ["name_zh"]);
    }

    #[test]
    fn what_is_absent_keeps_and_null_empties() {
        let card = Card {
            version: 3,
            chief: Some("省工信厅".into()),
            leader: Some("联泓新科".into()),
            policies: None,
        };
        let told: ChainBody = serde_json::from_str(r#"{"leader":null}"#).unwrap();
        let stands = told.checked(false).unwrap().on(&card);
        assert_eq!(stands, Card { leader: None, ..card });
    }
}
