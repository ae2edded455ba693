//! What comes from outside about monthly reports, parsed. A value that is absent keeps what stood last, so that a
//! report says no more than what moved.

use super::model::Figures;
use super::model::report::Decision;
use crate::features::problems::{Mention, ProblemKind};
use crate::features::projects::Stage;
use crate::kernel::calendar::{Period, end_of_day, parse_day};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::{clean_text, required_text};
use crate::web::Reason;
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Longest text of a report.
const TEXT: usize = 1000;
/// Longest reason.
pub const REASON: usize = 500;
/// Most problems of one report.
pub const PROBLEMS: usize = 20;

/// `POST /api/v1/projects/{id}/updates`
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateBody {
    /// The month, `YYYY-MM`.
    #[schema(example = "2026-09")]
    pub period: String,
    /// How far it has come.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub stage: Option<Stage>,
    /// Done since the start.
    #[serde(default)]
    pub cumulative_investment_yuan: Option<i64>,
    /// Done this year.
    #[serde(default)]
    pub ytd_investment_yuan: Option<i64>,
    /// 形象进度
    #[serde(default)]
    pub progress_text: Option<String>,
    /// What stands in the way.
    #[serde(default)]
    pub problems: Vec<ProblemBody>,
    /// Whether it is entered in the statistics system.
    #[serde(default)]
    pub enrolled: Option<bool>,
    /// `YYYY`, `YYYYQn`, `YYYY-MM` or `YYYY-MM-DD`
    #[serde(default)]
    pub planned_finish: Option<String>,
    /// Reasons, by the field that a flag is about.
    #[serde(default)]
    pub justifications: BTreeMap<String, String>,
    /// Nothing moved since the last report.
    #[serde(default)]
    pub no_change: bool,
    /// Keep it open instead of handing it in.
    #[serde(default)]
    pub draft: bool,
}

/// A problem: its kind with words, or words alone.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum ProblemBody {
    /// In words.
    Words(String),
    /// With its kind.
    Kind(Mention),
}

/// A report as somebody wants to write it.
#[derive(Clone, Debug)]
pub struct Reporting {
    /// For which month.
    pub period: Period,
    /// What she says; an empty field keeps what stood.
    pub said: Figures,
    /// What stands in the way.
    pub problems: Vec<Mention>,
    /// Reasons, by field.
    pub justifications: BTreeMap<String, String>,
    /// Codes of the flags that stood beside the reasons as they were given, the only ones that they answer; without it,
    /// whatever is unusual about their fields.
    pub seen: Option<BTreeSet<String>>,
    /// Nothing moved.
    pub no_change: bool,
    /// Not to be handed in yet.
    pub draft: bool,
}

impl Reporting {
    /// That nothing moved.
    pub fn no_change(period: Period, justifications: BTreeMap<String, String>) -> Self {
        Self {
            period,
            said: Figures::default(),
            problems: Vec::new(),
            justifications,
            seen: None,
            no_change: true,
            draft: false,
        }
    }
}

/// Codes of flags as a form carries them on, one word each.
pub fn seen(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl UpdateBody {
    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Reporting> {
        let mut wrong = Vec::new();
        let period = kept("period", Period::parse(&self.period), &mut wrong);
        let cumulative = self.cumulative_investment_yuan.map(money);
        let cumulative = cumulative.and_then(|read| kept("cumulative_investment_yuan", read, &mut wrong));
        let ytd = self.ytd_investment_yuan.map(money);
        let ytd = ytd.and_then(|read| kept("ytd_investment_yuan", read, &mut wrong));
        let finish = self.planned_finish.as_deref().map(PlanDate::parse);
        let planned_finish = finish.and_then(|read| kept("planned_finish", read, &mut wrong));
        let progress = self.progress_text.as_deref().map(|text| clean_text(text, TEXT));
        let progress_text = progress.and_then(|read| kept("progress_text", read, &mut wrong));
        let problems = problems(self.problems, &mut wrong);
        let justifications = reasons(self.justifications, &mut wrong);
        let said = Figures {
            stage: self.stage,
            cumulative,
            ytd,
            progress_text: progress_text.filter(|text| !text.is_empty()),
            enrolled: self.enrolled,
            planned_finish,
        };
        match period.filter(|_| wrong.is_empty()) {
            Some(period) => Ok(Reporting {
                period,
                said,
                problems,
                justifications,
                seen: None,
                no_change: self.no_change,
                draft: self.draft,
            }),
            None => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/updates/{id}/decision`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideBody {
    /// `approve` (another person of the city), `accept` or `return` (the province)
    #[schema(value_type = String)]
    pub decision: Decision,
    /// Required to return.
    #[serde(default)]
    pub reason: Option<String>,
}

impl DecideBody {
    /// Cleans the reason and asks for it where the city must be told why.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<(Decision, Option<String>)> {
        let reason = self.reason.as_deref().map(|text| clean_text(text, REASON)).transpose();
        let reason = reason.map_err(|message| Error::field("reason", message))?;
        let reason = reason.filter(|reason| !reason.is_empty());
        if self.decision == Decision::Return && reason.is_none() {
            return Err(Error::field("reason", "updates-return-reason"));
        }
        Ok((self.decision, reason))
    }
}

/// `POST /api/v1/obligations/{period}/unlocks`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockBody {
    /// The city, six digits.
    #[schema(example = "370100")]
    pub city: String,
    /// Until when: an instant (RFC 3339), or a day, whose end is meant.
    #[schema(example = "2026-11-20")]
    pub until: String,
    /// Why.
    pub reason: String,
}

/// A city to be let in again.
#[derive(Clone, Debug)]
pub struct Unlocking {
    /// Which city.
    pub city: DivisionCode,
    /// The last instant at which it holds.
    pub until: Instant,
    /// Why.
    pub reason: String,
}

impl UnlockBody {
    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, zone: Tz) -> Result<Unlocking> {
        let mut wrong = Vec::new();
        let city = kept("city", DivisionCode::parse(&self.city), &mut wrong);
        let day = parse_day(&self.until).map(|day| end_of_day(day, zone));
        let until = day.or_else(|| Instant::parse(&self.until));
        let until = until.ok_or_else(|| Message::new("updates-until").with("value", &self.until));
        let until = kept("until", until, &mut wrong);
        let reason = kept("reason", required_text(&self.reason, REASON), &mut wrong);
        match (city, until, reason) {
            (Some(city), Some(until), Some(reason)) => Ok(Unlocking { city, until, reason }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

/// `POST /api/v1/obligations/{period}/unlocks/end`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PeriodUnlockEndBody)]
pub struct UnlockEndBody {
    /// Which.
    pub id: i64,
    /// Why; the city reads it.
    pub reason: String,
}

impl UnlockEndBody {
    /// Which, and the cleaned reason.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<(i64, String)> {
        Ok((self.id, Reason { reason: self.reason }.checked()?))
    }
}

/// `POST /api/v1/obligations/{period}/excuses`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcuseBody {
    /// The project that need not report.
    pub project_id: i64,
    /// Why.
    pub reason: String,
}

impl ExcuseBody {
    /// The project and the cleaned reason.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<(i64, String)> {
        Ok((self.project_id, Reason { reason: self.reason }.checked()?))
    }
}

fn money(yuan: i64) -> Result<Money, Message> {
    let money = Money::from_yuan(yuan);
    if money < Money::ZERO {
        return Err(Message::new("updates-amount-negative"));
    }
    if money > Money::ENTRY_LIMIT { Err(Message::new("updates-amount-too-large")) } else { Ok(money) }
}

fn problems(given: Vec<ProblemBody>, wrong: &mut Vec<FieldError>) -> Vec<Mention> {
    if given.len() > PROBLEMS {
        wrong
            .push(FieldError::new("problems", Message::new("updates-problems-many").with("limit", PROBLEMS)));
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (place, problem) in given.into_iter().enumerate() {
        let (kind, text) = match problem {
            ProblemBody::Words(text) => (ProblemKind::Other, text),
            ProblemBody::Kind(problem) => (problem.kind, problem.text),
        };
        let text = kept(&format!("problems[{place}]"), clean_text(&text, TEXT), wrong).unwrap_or_default();
        if !text.is_empty() {
            problems.push(Mention { kind, text });
        }
    }
    problems
}

/// Reasons by field; a blank one is none.
fn reasons(given: BTreeMap<String, String>, wrong: &mut Vec<FieldError>) -> BTreeMap<String, String> {
    let mut reasons = BTreeMap::new();
    for (field, text) in given {
        let path = format!("justifications.{field}");
        if let Some(text) = kept(&path, clean_text(&text, REASON), wrong).filter(|text| !text.is_empty()) {
            reasons.insert(field, text);
        }
    }
    reasons
}
