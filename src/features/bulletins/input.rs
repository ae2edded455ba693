//! What comes from outside about bulletins, parsed: the same bodies for the API and the forms.

use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::text::{clean_line, clean_text};
use crate::web::Form;
use serde::Deserialize;

/// Longest foreword: a page has room for it above the table.
const FOREWORD: usize = 1200;
/// Longest reason of a correction.
const REASON: usize = 500;
/// Longest number.
const NUMBER: usize = 60;

/// `POST /api/v1/bulletins/{period}/publish`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinPublishBody)]
pub struct PublishBody {
    /// The document's number; the next one of the year when absent.
    #[serde(default)]
    #[schema(example = "通报〔2026〕9号")]
    pub number: Option<String>,
    /// What stands in front of the figures; up to 1200 characters.
    #[serde(default)]
    pub foreword: Option<String>,
}

/// A bulletin to be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publishing {
    /// The document's number; the next one of the year when absent.
    pub number: Option<String>,
    /// What stands in front of the figures.
    pub foreword: Option<String>,
}

impl PublishBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.text(name).map(str::to_owned);
        Self { number: text("number"), foreword: text("foreword") }
    }

    /// Cleans both, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Publishing> {
        let mut wrong = Vec::new();
        let number = line(self.number.as_deref(), &mut wrong);
        let foreword = text("foreword", self.foreword.as_deref(), FOREWORD, &mut wrong);
        if wrong.is_empty() { Ok(Publishing { number, foreword }) } else { Err(Error::Invalid(wrong)) }
    }
}

/// `POST /api/v1/bulletins/{period}/corrections`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinCorrectBody)]
pub struct CorrectBody {
    /// Why; the cities read it.
    #[serde(default)]
    pub reason: String,
    /// Another foreword; the old one stays when absent, and an empty one takes it away.
    #[serde(default)]
    pub foreword: Option<String>,
    /// The version that was read; refused when a newer one has been published since.
    #[serde(default)]
    pub base: Option<i32>,
}

/// A bulletin to be corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correcting {
    /// Why.
    pub reason: String,
    /// What stands in front of the figures; none keeps what stood.
    pub foreword: Option<Option<String>>,
    /// The version that was read.
    pub base: Option<i32>,
}

impl CorrectBody {
    /// From the fields of a form.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `base`.
    pub fn of_form(form: &Form) -> Result<Self> {
        Ok(Self {
            reason: form.raw("reason").to_owned(),
            foreword: form.has("foreword").then(|| form.raw("foreword").to_owned()),
            base: form.number("base")?,
        })
    }

    /// Cleans everything, reporting every wrong field at once; the reason is required.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Correcting> {
        let mut wrong = Vec::new();
        let reason = text("reason", Some(&self.reason), REASON, &mut wrong);
        if reason.is_none() && wrong.is_empty() {
            wrong.push(FieldError::new("reason", "bulletins-correction-reason"));
        }
        let foreword = self.foreword.map(|said| text("foreword", Some(&said), FOREWORD, &mut wrong));
        match reason.filter(|_| wrong.is_empty()) {
            Some(reason) => Ok(Correcting { reason, foreword, base: self.base }),
            None => Err(Error::Invalid(wrong)),
        }
    }
}

/// The month of an address; what is none leads nowhere.
///
/// # Errors
/// [`Error::NotFound`]
pub fn period_of(text: &str) -> Result<Period> {
    Period::parse(text).map_err(|_| Error::NotFound)
}

/// `version` of an address: the newest when nobody says.
///
/// # Errors
/// [`Error::Invalid`] naming it when it is no number.
pub fn version(query: &Form) -> Result<Option<i32>> {
    query.number("version")
}

fn line(given: Option<&str>, wrong: &mut Vec<FieldError>) -> Option<String> {
    kept("number", clean_line(given.unwrap_or_default(), NUMBER), wrong).filter(|text| !text.is_empty())
}

fn text(field: &str, given: Option<&str>, most: usize, wrong: &mut Vec<FieldError>) -> Option<String> {
    kept(field, clean_text(given.unwrap_or_default(), most), wrong).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<T: std::fmt::Debug>(result: Result<T>) -> Vec<String> {
        let Err(Error::Invalid(fields)) = result else { panic!("{result:?}") };
        fields.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_foreword_is_bounded_and_hidden_characters_are_refused_in_both_fields_at_once() {
        let body = |number: &str, foreword: String| PublishBody {
            number: Some(number.to_owned()),
            foreword: Some(foreword),
        };
        let good = body(" 通报〔2026〕9号 ", "好".repeat(FOREWORD)).checked().unwrap();
        assert_eq!(good.number.as_deref(), Some("通报〔2026〕9号"));
        assert_eq!(fields(body("9号", "好".repeat(FOREWORD + 1)).checked()), ["foreword"]);
        assert_eq!(fields(body("9\u{202e}号", "\u{0}".to_owned()).checked()), ["number", "foreword"]);
        assert_eq!(body(" ", " \n ".to_owned()).checked().unwrap(), Publishing::default());
    }

    #[test]
    fn a_correction_needs_its_reason_and_keeps_the_foreword_that_it_does_not_name() {
        let body = |reason: &str, foreword: Option<&str>| CorrectBody {
            reason: reason.to_owned(),
            foreword: foreword.map(str::to_owned),
            base: None,
        };
        assert_eq!(fields(body(" ", None).checked()), ["reason"]);
        assert_eq!(body("漏报", None).checked().unwrap().foreword, None);
        assert_eq!(body("漏报", Some(" ")).checked().unwrap().foreword, Some(None));
        assert_eq!(fields(body(&"长".repeat(REASON + 1), Some("\u{0}")).checked()), ["reason", "foreword"]);
    }
}
