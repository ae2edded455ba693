//! A ladder to be entered, and the reason of a withdrawal.

use crate::config;
use crate::kernel::calendar::parse_day;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::text::{fold_width, required_text};
use crate::web::Form;
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest source or reason.
const TEXT: usize = 500;

/// `POST /api/v1/reminder-ladders`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReminderLadderBody)]
pub struct LadderBody {
    /// The first due day for which it holds, `YYYY-MM-DD`; not before today.
    #[schema(example = "2026-12-01")]
    pub valid_from: String,
    /// The last one; until another ladder begins without it.
    #[serde(default)]
    pub valid_until: Option<String>,
    /// Days before the due day on which a person is told: at most ten figures of 1 to 90.
    pub before_days: Vec<u32>,
    /// Whether she is told on the day.
    pub on_the_day: bool,
    /// Days after it, likewise.
    pub after_days: Vec<u32>,
    /// Days after it on which her superior is told; 0 for never.
    pub superior_days: u32,
    /// From then on both are told every so many days; 0 for never.
    pub repeat_days: u32,
    /// Days before a planned start or finish on which its reporter is told; 0 for never.
    pub milestone_days: u32,
    /// The document or practice that it comes from.
    pub source: String,
}

/// A ladder to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entering {
    /// The days.
    pub figures: config::Reminders,
    /// The first due day.
    pub valid_from: NaiveDate,
    /// The last one.
    pub valid_until: Option<NaiveDate>,
    /// The document or practice that it comes from.
    pub source: String,
}

impl LadderBody {
    /// From the fields of a form, where figures of days stand in one field.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no whole number.
    pub fn of_form(form: &Form) -> Result<Self> {
        let mut wrong = Vec::new();
        let mut several = |name: &'static str| {
            let text = fold_width(form.raw(name));
            let figures = text.split([',', '、', ';']).flat_map(str::split_whitespace);
            let read: Result<Vec<u32>, _> = figures.map(str::parse).collect();
            read.map_err(|_| wrong.push(FieldError::new(name, "reminders-ladder-days"))).unwrap_or_default()
        };
        let (before_days, after_days) = (several("before_days"), several("after_days"));
        let mut figure = |name: &'static str| {
            let read = fold_width(form.raw(name)).trim().parse();
            read.map_err(|_| wrong.push(FieldError::new(name, "input-whole-number"))).unwrap_or_default()
        };
        let body = Self {
            valid_from: form.raw("valid_from").to_owned(),
            valid_until: form.text("valid_until").map(str::to_owned),
            before_days,
            on_the_day: form.has("on_the_day"),
            after_days,
            superior_days: figure("superior_days"),
            repeat_days: figure("repeat_days"),
            milestone_days: figure("milestone_days"),
            source: form.raw("source").to_owned(),
        };
        if wrong.is_empty() { Ok(body) } else { Err(Error::Invalid(wrong)) }
    }

    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, today: NaiveDate) -> Result<Entering> {
        let mut wrong = Vec::new();
        let day = |text: &str| {
            parse_day(text.trim()).ok_or_else(|| Message::new("reminders-day").with("value", text))
        };
        let from = kept("valid_from", day(&self.valid_from), &mut wrong);
        let until = self.valid_until.as_deref().map(day);
        let until = until.and_then(|read| kept("valid_until", read, &mut wrong));
        if from.is_some_and(|from| from < today) {
            let message = Message::new("reminders-ladder-past").with("today", today.to_string());
            wrong.push(FieldError::new("valid_from", message));
        }
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            wrong.push(FieldError::new("valid_until", "reminders-ladder-until"));
        }
        let figures = config::Reminders {
            before_days: sorted(self.before_days, true),
            on_the_day: self.on_the_day,
            after_days: sorted(self.after_days, false),
            superior_days: self.superior_days,
            repeat_days: self.repeat_days,
            milestone_days: self.milestone_days,
        };
        for field in figures.wrong() {
            let expected = match field {
                "before_days" | "after_days" => "reminders-ladder-days",
                "superior_days" => "reminders-ladder-superior",
                _ => "reminders-ladder-figure",
            };
            wrong.push(FieldError::new(field, expected));
        }
        let tells = figures.on_the_day || !figures.before_days.is_empty() || !figures.after_days.is_empty();
        if !tells && wrong.is_empty() {
            wrong.push(FieldError::new("before_days", "reminders-ladder-silent"));
        }
        let source = kept("source", required_text(&self.source, TEXT), &mut wrong);
        match (from, source) {
            (Some(valid_from), Some(source)) if wrong.is_empty() => {
                Ok(Entering { figures, valid_from, valid_until: until, source })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// In the order in which they come, each once.
fn sorted(mut days: Vec<u32>, is_before: bool) -> Vec<u32> {
    days.sort_unstable();
    days.dedup();
    if is_before {
        days.reverse();
    }
    days
}
