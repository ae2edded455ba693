//! What comes with a workbook, and how a cell is mended: the same rules for page, API and command line.

use super::model::{Kind, Place};
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::text::clean_line;
use crate::sheet::{Address, Fix};
use crate::text_enum;
use crate::web::{Form, check};
use serde::Deserialize;
use validator::Validate;

/// Longest text that a person may put into a cell: the longest a workbook cell holds.
const LONGEST_CELL: u64 = 32_767;

/// A workbook to be kept.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// What it holds.
    pub kind: Kind,
    /// As the sender's machine calls it.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Serves rows that name no city.
    pub city: Option<DivisionCode>,
    /// The month it reports on, `2026-09`.
    pub period: Option<String>,
}

impl NewImport {
    /// From the words of a form or a command. An empty word is none.
    pub fn parse(
        file_name: &str,
        bytes: Vec<u8>,
        kind: Option<&str>,
        city: Option<&str>,
        period: Option<&str>,
    ) -> Result<Self> {
        let mut wrong = Vec::new();
        let kind = match kind.map(str::parse::<Kind>) {
            Some(Ok(kind)) => Some(kind),
            Some(Err(_)) => {
                let message = Message::new("imports-kind-unknown").with("value", kind.unwrap_or_default());
                wrong.push(FieldError::new("kind", message));
                None
            }
            None => {
                wrong.push(FieldError::new("kind", "input-required"));
                None
            }
        };
        let city = city.and_then(|code| {
            DivisionCode::parse(code).map_err(|message| wrong.push(FieldError::new("city", message))).ok()
        });
        let period = period.and_then(|text| {
            Period::parse(text).map_err(|message| wrong.push(FieldError::new("period", message))).ok()
        });
        let name = clean_line(file_name, 200).map_err(|message| wrong.push(FieldError::new("file", message)));
        match (kind, name) {
            (Some(kind), Ok(file_name)) if wrong.is_empty() => {
                Ok(Self { kind, file_name, bytes, city, period: period.map(|period| period.to_string()) })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/imports/{id}/apply`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyBody {
    /// Applies the rows without an error and leaves the others.
    #[serde(default)]
    pub skip_bad_rows: bool,
}

text_enum! {
    /// Which side of a conflict is taken.
    pub enum Take {
        /// What the workbook says.
        Yours = "yours",
        /// What is on record.
        Current = "current",
    }
}

/// `POST /api/v1/imports/{id}/conflicts`: one answer for a cell in conflict, or for all of them.
#[derive(Debug, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictBody {
    /// `yours` or `current`
    #[schema(value_type = String)]
    pub take: Take,
    /// Name of the sheet; without it all cells in conflict are meant.
    #[validate(length(max = 200))]
    #[serde(default)]
    pub sheet: Option<String>,
    /// `E4`
    #[validate(length(max = 10))]
    #[serde(default)]
    pub cell: Option<String>,
}

impl ConflictBody {
    /// From a posted form.
    ///
    /// # Errors
    /// [`Error::Invalid`] for another word than the two.
    pub fn of_form(form: &Form) -> Result<Self> {
        let take = form.raw("take").parse().map_err(|_| Error::field("take", "imports-take"))?;
        let text = |name| form.text(name).map(str::to_owned);
        Ok(Self { take, sheet: text("sheet"), cell: text("cell") })
    }

    /// Checks the address.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn parsed(self) -> Result<(Option<Place>, Take)> {
        check(&self)?;
        match (self.sheet, self.cell) {
            (None, None) => Ok((None, self.take)),
            (sheet, cell) => {
                Ok((Some((sheet.unwrap_or_default(), address(&cell.unwrap_or_default())?)), self.take))
            }
        }
    }
}

fn address(text: &str) -> Result<Address> {
    let wrong = |_| Error::field("cell", Message::new("imports-cell-address").with("value", text));
    text.parse().map_err(wrong)
}

/// `POST /api/v1/imports/{id}/cells`: an accepted or typed answer to a cell.
#[derive(Debug, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CellBody {
    /// Name of the sheet.
    #[validate(length(max = 200))]
    pub sheet: String,
    /// `E4`
    #[validate(length(max = 10))]
    pub cell: String,
    /// What the cell is to say; empty empties it.
    #[validate(length(max = 32_767))]
    #[serde(default)]
    pub value: Option<String>,
    /// Keep the words and leave the number or the date empty.
    #[serde(default)]
    pub keep_text: bool,
}

/// One mended cell.
#[derive(Clone, Debug)]
pub struct CellFix {
    /// Name of the sheet.
    pub sheet: String,
    /// Which cell.
    pub cell: Address,
    /// The answer.
    pub fix: Fix,
}

impl CellBody {
    /// From a posted form.
    pub fn of_form(form: &Form) -> Self {
        Self {
            sheet: form.raw("sheet").to_owned(),
            cell: form.raw("cell").to_owned(),
            value: form.has("value").then(|| form.raw("value").to_owned()),
            keep_text: form.text("keep_text") == Some("true"),
        }
    }

    /// Checks the address, and that one answer is given, not two.
    pub fn parsed(self) -> Result<CellFix> {
        check(&self)?;
        let cell = address(&self.cell)?;
        let fix = match (self.value, self.keep_text) {
            (Some(value), false) if value.chars().count() as u64 <= LONGEST_CELL => Fix::Replace(value),
            (None, true) => Fix::KeepText,
            _ => return Err(Error::field("value", "imports-cell-one-answer")),
        };
        Ok(CellFix { sheet: self.sheet, cell, fix })
    }
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
    fn every_wrong_word_is_refused_at_once() {
        let parsed = NewImport::parse("a.xlsx", vec![], Some("cars"), Some("济南"), Some("2026-13"));
        assert_eq!(refused(parsed), ["kind", "city", "period"]);
        assert_eq!(refused(NewImport::parse("a.xlsx", vec![], None, None, None)), ["kind"]);
    }

    #[test]
    fn a_cell_gets_one_answer() {
        let body = |value: Option<&str>, keep_text| CellBody {
            sheet: "Sheet1".into(),
            cell: "E4".into(),
            value: value.map(str::to_owned),
            keep_text,
        };
        assert_eq!(body(Some("12"), false).parsed().unwrap().fix, Fix::Replace("12".into()));
        assert_eq!(body(None, true).parsed().unwrap().fix, Fix::KeepText);
        assert_eq!(refused(body(None, false).parsed()), ["value"]);
        assert_eq!(refused(body(Some("12"), true).parsed()), ["value"]);
        assert_eq!(refused(CellBody { cell: "4E".into(), ..body(None, true) }.parsed()), ["cell"]);
    }
}
