//! Sets of rules, and the reason of a withdrawal.

use super::TEXT;
use crate::features::lights::model::Rules;
use crate::features::projects::Light;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::text::required_text;
use crate::web::Form;
use serde::Deserialize;
use std::ops::RangeInclusive;

/// What a figure may be: a light that never turns is no rule.
const FIGURES: RangeInclusive<i64> = 1..=120;

/// `POST /api/v1/light-rules`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LightRulesBody)]
pub struct RulesBody {
    /// The first month for which they hold, `YYYY-MM`; not before the current one.
    #[schema(example = "2026-11")]
    pub valid_from: String,
    /// The last one; until another set begins without it.
    #[serde(default)]
    pub valid_until: Option<String>,
    /// Planned months missed, the planned one counted: yellow from.
    pub start_yellow_months: i64,
    /// Red from.
    pub start_red_months: i64,
    /// Percentage points behind the share of the year: yellow from.
    pub progress_yellow_points: i64,
    /// Red above.
    pub progress_red_points: i64,
    /// The colour of being behind by less than yellow: `green` or `yellow`.
    pub progress_slack: String,
    /// Months after the start without enrolment: yellow from.
    pub enrolment_yellow_months: i64,
    /// Red from.
    pub enrolment_red_months: i64,
    /// Months without a report in a row: red from.
    pub unreported_red_months: i64,
    /// The document or practice that they come from.
    pub source: String,
}

/// A set of rules to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entering {
    /// The figures, and when they hold.
    pub rules: Rules,
    /// The first month.
    pub from: Period,
    /// The document or practice that they come from.
    pub source: String,
}

/// The figures of a set: field, and whether it must be above the one before it.
pub const FIGURE_FIELDS: [(&str, bool); 7] = [
    ("start_yellow_months", false),
    ("start_red_months", true),
    ("progress_yellow_points", false),
    ("progress_red_points", true),
    ("enrolment_yellow_months", false),
    ("enrolment_red_months", true),
    ("unreported_red_months", false),
];

impl RulesBody {
    /// From the fields of a form.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a figure that is no whole number.
    pub fn of_form(form: &Form) -> Result<Self> {
        let mut wrong = Vec::new();
        let mut figure = |name: &'static str| {
            let read = form.raw(name).trim().parse();
            read.map_err(|_| wrong.push(FieldError::new(name, "input-whole-number"))).unwrap_or_default()
        };
        let body = Self {
            valid_from: form.raw("valid_from").to_owned(),
            valid_until: form.text("valid_until").map(str::to_owned),
            start_yellow_months: figure("start_yellow_months"),
            start_red_months: figure("start_red_months"),
            progress_yellow_points: figure("progress_yellow_points"),
            progress_red_points: figure("progress_red_points"),
            progress_slack: form.raw("progress_slack").to_owned(),
            enrolment_yellow_months: figure("enrolment_yellow_months"),
            enrolment_red_months: figure("enrolment_red_months"),
            unreported_red_months: figure("unreported_red_months"),
            source: form.raw("source").to_owned(),
        };
        if wrong.is_empty() { Ok(body) } else { Err(Error::Invalid(wrong)) }
    }

    /// Checks everything, reporting every wrong field at once. `current` is the month that it is.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, current: Period) -> Result<Entering> {
        let mut wrong = Vec::new();
        let from = kept("valid_from", Period::parse(&self.valid_from), &mut wrong);
        let until = self.valid_until.as_deref().map(Period::parse);
        let until = until.and_then(|read| kept("valid_until", read, &mut wrong));
        if from.is_some_and(|from| from < current) {
            let message = Message::new("lights-rules-past").with("current", current);
            wrong.push(FieldError::new("valid_from", message));
        }
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            wrong.push(FieldError::new("valid_until", "lights-rules-until"));
        }
        let figures = [
            self.start_yellow_months,
            self.start_red_months,
            self.progress_yellow_points,
            self.progress_red_points,
            self.enrolment_yellow_months,
            self.enrolment_red_months,
            self.unreported_red_months,
        ];
        let mut before = 0;
        for ((field, is_red), figure) in FIGURE_FIELDS.into_iter().zip(figures) {
            let least = if is_red { before + 1 } else { *FIGURES.start() };
            if !(least..=*FIGURES.end()).contains(&figure) {
                let message = Message::new("lights-rules-figure").with("least", least);
                wrong.push(FieldError::new(field, message.with("most", FIGURES.end())));
            }
            before = figure;
        }
        let slack = match self.progress_slack.as_str() {
            "green" => Some(Light::Green),
            "yellow" => Some(Light::Yellow),
            _ => {
                wrong.push(FieldError::new("progress_slack", "lights-rules-slack"));
                None
            }
        };
        let source = kept("source", required_text(&self.source, TEXT), &mut wrong);
        match (from, slack, source) {
            (Some(from), Some(progress_slack), Some(source)) if wrong.is_empty() => {
                let rules = Rules {
                    valid_from: Some(from),
                    valid_until: until,
                    start_months: (self.start_yellow_months, self.start_red_months),
                    progress_points: (self.progress_yellow_points, self.progress_red_points),
                    progress_slack,
                    enrolment_months: (self.enrolment_yellow_months, self.enrolment_red_months),
                    unreported_months: self.unreported_red_months,
                };
                Ok(Entering { rules, from, source })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> RulesBody {
        RulesBody {
            valid_from: "2026-11".to_owned(),
            valid_until: None,
            start_yellow_months: 1,
            start_red_months: 3,
            progress_yellow_points: 10,
            progress_red_points: 30,
            progress_slack: "yellow".to_owned(),
            enrolment_yellow_months: 1,
            enrolment_red_months: 3,
            unreported_red_months: 2,
            source: "甲办法".to_owned(),
        }
    }

    fn refused(result: Result<impl std::fmt::Debug>) -> Vec<String> {
        match result.unwrap_err() {
            Error::Invalid(fields) => fields.into_iter().map(|error| error.field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_set_of_rules_begins_now_or_later_and_red_is_worse_than_yellow() {
        let current = Period::parse("2026-11").unwrap();
        assert_eq!(body().checked(current).unwrap().rules.start_months, (1, 3));
        let wrong = RulesBody {
            valid_from: "2026-10".to_owned(),
            valid_until: Some("2026-09".to_owned()),
            start_red_months: 1,
            progress_yellow_points: 0,
            progress_slack: "red".to_owned(),
            unreported_red_months: 121,
            source: " ".to_owned(),
            ..body()
        };
        assert_eq!(
            refused(wrong.checked(current)),
            [
                "valid_from",
                "valid_until",
                "start_red_months",
                "progress_yellow_points",
                "unreported_red_months",
                "progress_slack",
                "source"
            ]
        );
    }
}
