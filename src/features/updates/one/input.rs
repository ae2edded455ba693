//! What the form says, parsed. Amounts are typed in 万元; an empty field keeps what stood.

use crate::features::problems::{Mention, ProblemKind};
use crate::features::updates::input::{PROBLEMS, REASON, Reporting, seen};
use crate::features::updates::model::Figures;
use crate::features::updates::model::flags::JUSTIFIABLE;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::money::{AmountError, Money, Unit, parse_amount};
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::clean_text;
use crate::web::Form;
use std::collections::BTreeMap;

/// Longest text of a field.
const TEXT: usize = 1000;

/// What the writer wants done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Hand it in.
    Submit,
    /// Keep it.
    Draft,
    /// Hand in that nothing moved.
    NoChange,
}

impl Wish {
    /// The last of the buttons' words: a form that saves itself carries only the first one.
    pub fn of(form: &Form) -> Self {
        match form.all("deed").last().map(String::as_str) {
            Some("submit") => Self::Submit,
            Some("no_change") => Self::NoChange,
            _ => Self::Draft,
        }
    }
}

/// Reads the form, reporting every wrong field at once.
///
/// # Errors
/// [`Error::Invalid`] under the names of the API's fields.
pub fn read(form: &Form, period: Period, wish: Wish) -> Result<Reporting> {
    let mut wrong = Vec::new();
    let justifications = reasons(form, &mut wrong);
    let stage = form.text("stage").map(str::parse).transpose();
    let stage = stage.map_err(|_| Message::new("updates-stage-unknown"));
    let finish = form.text("planned_finish").map(PlanDate::parse).transpose();
    let progress = clean_text(form.raw("progress_text"), TEXT);
    let progress = kept("progress_text", progress, &mut wrong).filter(|text| !text.is_empty());
    let said = Figures {
        stage: kept("stage", stage, &mut wrong).flatten(),
        cumulative: amount(form, "cumulative_investment_yuan", &mut wrong),
        ytd: amount(form, "ytd_investment_yuan", &mut wrong),
        progress_text: progress,
        enrolled: match form.raw("enrolled") {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        planned_finish: kept("planned_finish", finish, &mut wrong).flatten(),
    };
    let problems = problems(form, &mut wrong);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    // Who says that nothing moved is taken at her word only if nothing else stands in the form: it is not thrown away.
    let no_change = wish == Wish::NoChange;
    Ok(Reporting {
        period,
        said,
        problems,
        justifications,
        seen: Some(seen(form.raw("seen"))),
        no_change,
        draft: wish == Wish::Draft,
    })
}

fn amount(form: &Form, field: &'static str, wrong: &mut Vec<FieldError>) -> Option<Money> {
    let text = form.raw(field);
    match parse_amount(text, Some(Unit::Wan)) {
        Ok(amount) => Some(amount.money),
        Err(AmountError::Empty) => None,
        Err(error) => kept(field, Err(error.message(text, Some(Unit::Wan))), wrong),
    }
}

fn problems(form: &Form, wrong: &mut Vec<FieldError>) -> Vec<Mention> {
    let mut problems = Vec::new();
    for line in 0..PROBLEMS {
        let text = clean_text(form.raw(&format!("problem-{line}")), TEXT);
        let text = kept(&format!("problem-{line}"), text, wrong).unwrap_or_default();
        let kind = form.raw(&format!("kind-{line}")).parse().unwrap_or(ProblemKind::Other);
        if !text.is_empty() {
            problems.push(Mention { kind, text });
        }
    }
    problems
}

fn reasons(form: &Form, wrong: &mut Vec<FieldError>) -> BTreeMap<String, String> {
    let mut reasons = BTreeMap::new();
    for field in JUSTIFIABLE {
        let text = clean_text(form.raw(&format!("why-{field}")), REASON);
        if let Some(text) = kept(field, text, wrong).filter(|text| !text.is_empty()) {
            reasons.insert(field.to_owned(), text);
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_last_button_counts_and_a_form_that_saves_itself_is_a_draft() {
        assert_eq!(Wish::of(&form(&[("deed", "draft")])), Wish::Draft);
        assert_eq!(Wish::of(&form(&[("deed", "draft"), ("deed", "submit")])), Wish::Submit);
        assert_eq!(Wish::of(&form(&[("deed", "draft"), ("deed", "no_change")])), Wish::NoChange);
        assert_eq!(Wish::of(&Form::default()), Wish::Draft);
    }

    #[test]
    fn figures_are_read_as_people_write_them_and_every_fault_is_told_at_once() {
        let period = Period::parse("2026-09").unwrap();
        let typed = [
            ("cumulative_investment_yuan", "１，２３４.５"),
            ("enrolled", "true"),
            ("problem-1", "缺水"),
            ("kind-1", "energy"),
            ("why-stage", "汛期"),
        ];
        let read_whole = read(&form(&typed), period, Wish::Submit).unwrap();
        assert_eq!(read_whole.said.cumulative.map(Money::yuan), Some(12_345_000));
        assert_eq!((read_whole.said.enrolled, read_whole.said.ytd), (Some(true), None));
        assert_eq!(read_whole.problems, [Mention { kind: ProblemKind::Energy, text: "缺水".to_owned() }]);
        assert_eq!(read_whole.justifications.get("stage").map(String::as_str), Some("汛期"));
        let wrong = [("stage", "done"), ("ytd_investment_yuan", "12,34"), ("planned_finish", "soon")];
        let Err(Error::Invalid(fields)) = read(&form(&wrong), period, Wish::Draft) else {
            panic!("refused");
        };
        let mut fields: Vec<&str> = fields.iter().map(|one| one.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["planned_finish", "stage", "ytd_investment_yuan"]);
    }
}
