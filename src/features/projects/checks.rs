//! The facts against the reference data and the official codes. One policy (DOMAIN section 11): a wrong form or a
//! place that does not exist is refused, a wrong check digit or region is remarked and may be justified.

use super::model::remarks::{contradictions, oddities};
use super::model::{Facts, Warning};
use crate::features::reference::Book;
use crate::kernel::codes::{CodeCheck, check_credit_code, check_gb4754, check_project_code};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use chrono::NaiveDate;

/// Refuses what cannot be, with every field at once; returns what only looks odd.
///
/// # Errors
/// [`Error::Invalid`] under the contract's field names.
pub fn check(facts: &Facts, book: &Book, today: NaiveDate) -> Result<Vec<Warning>> {
    let refused = refusals(facts, book);
    if refused.is_empty() { Ok(remarks(facts, book, today)) } else { Err(Error::Invalid(refused)) }
}

/// Everything that cannot be; empty when all may be.
pub fn refusals(facts: &Facts, book: &Book) -> Vec<FieldError> {
    let mut refused = contradictions(facts);
    if facts.name.is_empty() {
        refused.push(FieldError::new("name", "input-required"));
    }
    refused.extend(place(facts, book));
    refused.extend(references(facts, book));
    for (field, checked) in codes(facts, book) {
        refused.extend(checked.err().map(|message| FieldError::new(field, message)));
    }
    for code in &facts.gb4754 {
        refused.extend(check_gb4754(code).err().map(|message| FieldError::new("gb4754", message)));
    }
    refused
}

/// Everything that looks odd on `today`.
pub fn remarks(facts: &Facts, book: &Book, today: NaiveDate) -> Vec<Warning> {
    let mut odd = oddities(facts, today);
    for (field, checked) in codes(facts, book) {
        let found = checked.map(|checked| checked.warnings).unwrap_or_default();
        odd.extend(found.into_iter().map(|message| Warning::new(field, message)));
    }
    odd
}

/// Puts codes of the right form into the way they are stored; a wrong form is left for [`check`] to refuse.
pub fn tidy(facts: &mut Facts) {
    if let Some(text) = &mut facts.project_code
        && let Ok(found) = check_project_code(text, None, |_| true)
    {
        *text = found.code;
    }
    if let Some(text) = &mut facts.credit_code
        && let Ok(found) = check_credit_code(text)
    {
        *text = found.code;
    }
    for text in &mut facts.gb4754 {
        if let Ok(code) = check_gb4754(text) {
            *text = code;
        }
    }
}

/// The contract's name of the field that a division was entered in.
pub fn place_field(facts: &Facts) -> &'static str {
    if facts.division.is_county() { "county" } else { "city" }
}

/// A segment says which chain it is of, where nobody has named one.
pub fn name_chain(facts: &mut Facts, book: &Book) {
    let segment = facts.segment_id.and_then(|id| book.segment(id));
    facts.chain_id = facts.chain_id.or(segment.map(|segment| segment.chain_id));
}

/// Leads an abolished place to where it went (371200 莱芜 to 370100 济南), as old papers still name it; the answer
/// says so.
pub fn lead_on(facts: &mut Facts, book: &Book) -> Option<Warning> {
    let old = book.division(facts.division).filter(|division| !division.active)?;
    let now = old.successor.and_then(|code| book.division(code))?;
    let message = Message::new("projects-place-abolished")
        .with("value", &old.name_zh)
        .with("suggestion", now.code)
        .with("name", &now.name_zh);
    let warning = Warning::new(place_field(facts), message);
    facts.division = now.code;
    Some(warning)
}

/// A place must exist and still be one.
fn place(facts: &Facts, book: &Book) -> Option<FieldError> {
    let message = match book.division(facts.division) {
        Some(division) if division.active => return None,
        Some(division) => Message::new("projects-place-closed").with("value", &division.name_zh),
        None => Message::new("projects-place-unknown").with("value", facts.division),
    };
    Some(FieldError::new(place_field(facts), message))
}

/// Industry, chain, park and segment must be in the reference data, and a segment one of the chain.
fn references(facts: &Facts, book: &Book) -> Vec<FieldError> {
    let mut refused = Vec::new();
    let mut unknown = |field: &'static str, id: &'static str, value: Option<String>| {
        refused.extend(value.map(|value| FieldError::new(field, Message::new(id).with("value", value))));
    };
    let industry =
        facts.industry.as_ref().filter(|code| !book.industries.iter().any(|one| one.code == **code));
    unknown("industry", "projects-industry-unknown", industry.cloned());
    let chain = facts.chain_id.filter(|id| !book.chains.iter().any(|chain| chain.id == *id));
    unknown("chain_id", "projects-chain-unknown", chain.map(|id| id.to_string()));
    let park = facts.park_id.filter(|id| !book.parks.iter().any(|park| park.id == *id));
    unknown("park_id", "projects-park-unknown", park.map(|id| id.to_string()));
    let segment = facts.segment_id.map(|id| (id, book.segment(id)));
    let stranger = segment.filter(|(_, found)| found.is_none()).map(|(id, _)| id.to_string());
    unknown("segment_id", "projects-segment-unknown", stranger);
    let other = segment.and_then(|(_, found)| found).filter(|found| Some(found.chain_id) != facts.chain_id);
    unknown("segment_id", "projects-segment-other-chain", other.map(|found| found.name_zh.clone()));
    refused
}

/// The official codes as `kernel::codes` judges them.
fn codes(facts: &Facts, book: &Book) -> Vec<(&'static str, Result<CodeCheck, Message>)> {
    let division = (!facts.division.is_province()).then_some(facts.division);
    let known = |text: &str| DivisionCode::parse(text).is_ok_and(|code| book.is_known(code));
    let project_code = facts.project_code.as_ref().map(|code| check_project_code(code, division, known));
    let credit_code = facts.credit_code.as_ref().map(|code| check_credit_code(code));
    [("project_code", project_code), ("credit_code", credit_code)]
        .into_iter()
        .filter_map(|(field, checked)| Some((field, checked?)))
        .collect()
}
