//! The light of a project (亮灯) as of a month's end. The rules are data with a span in which they hold; four families
//! look at the start, the progress, the enrolment and the report itself, and the worst of them gives the colour
//! (DOMAIN section 6; the figures are the practice of Yinchuan, 2025). Not to have reported is a state of its own: it is
//! never green, worse than yellow, and hides no red. A family that a justified reason (正当理由) suspends keeps its colour
//! and its sentence in sight, and does not count.

use crate::config;
use crate::features::projects::Light;
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::kernel::ratio::Ratio;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

text_enum! {
    /// What a rule looks at.
    pub enum Family {
        /// Whether it started when it should.
        Start = "start",
        /// The year's investment against the share of the year that is over.
        Progress = "progress",
        /// Whether it was entered in the statistics system after its start.
        Enrolment = "enrolment",
        /// Whether it was reported.
        Staleness = "staleness",
    }
}

/// From which figures on a light changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The first month for which they hold; from the beginning without one.
    pub valid_from: Option<Period>,
    /// The last one; without end without one.
    pub valid_until: Option<Period>,
    /// Planned months missed, the planned one counted: yellow from, red from.
    pub start_months: (i64, i64),
    /// Percentage points behind: yellow from, red above.
    pub progress_points: (i64, i64),
    /// The colour of being behind by less than yellow, which practice leaves open.
    pub progress_slack: Light,
    /// Months after the start without enrolment: yellow from, red from.
    pub enrolment_months: (i64, i64),
    /// Months without a report in a row: red from.
    pub unreported_months: i64,
}

impl From<&config::Lights> for Rules {
    fn from(seed: &config::Lights) -> Self {
        let slack = if seed.progress_slack == "yellow" { Light::Yellow } else { Light::Green };
        Self {
            valid_from: None,
            valid_until: None,
            start_months: (seed.start_yellow_months, seed.start_red_months),
            progress_points: (seed.progress_yellow_points, seed.progress_red_points),
            progress_slack: slack,
            enrolment_months: (seed.enrolment_yellow_months, seed.enrolment_red_months),
            unreported_months: seed.unreported_red_months,
        }
    }
}

/// The rules that hold for a month; of several the ones that began last.
pub fn in_force(all: &[Rules], period: Period) -> Option<&Rules> {
    all.iter()
        .filter(|rules| rules.valid_from.is_none_or(|from| from <= period))
        .filter(|rules| rules.valid_until.is_none_or(|until| period <= until))
        .max_by_key(|rules| rules.valid_from)
}

/// What is known of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// 开工 or later.
    pub started: bool,
    /// 竣工 or later: it need not progress any more.
    pub completed: bool,
    /// 计划开工
    pub planned_start: Option<PlanDate>,
    /// 实际开工
    pub actual_start: Option<PlanDate>,
    /// 是否入统
    pub enrolled: Option<bool>,
    /// The year that plan and year-to-date belong to.
    pub year: i32,
    /// 年度计划投资
    pub annual_plan: Option<Money>,
    /// 年度累计完成投资
    pub ytd: Option<Money>,
    /// The newest month that was reported.
    pub last_report: Option<Period>,
    /// Months for which a report was owed.
    pub owed: BTreeSet<Period>,
    /// Months from which the province let it off.
    pub excused: BTreeSet<Period>,
}

/// Why a family shows its colour, with the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the operands are named after what they are")]
pub enum Why {
    /// Its planned start is still to come.
    StartAhead { planned: PlanDate },
    /// It should have started.
    StartMissed { planned: PlanDate, months: i64 },
    /// The year's investment and the share of the year.
    Progress { ytd: Money, plan: Money, month: u32 },
    /// It was entered.
    Enrolled,
    /// It is not entered so many months after its start.
    NotEnrolled { months: i64 },
    /// This month's report is here.
    Reported { period: Period },
    /// This month needs no report.
    Excused { period: Period },
    /// So many months in a row were not reported.
    Unreported { months: i64 },
}

impl Why {
    /// One sentence with its figures.
    pub fn sentence(&self) -> Message {
        match self {
            Self::StartAhead { planned } => Message::new("lights-why-start-ahead").with("planned", planned),
            Self::StartMissed { planned, months } => {
                Message::new("lights-why-start-missed").with("planned", planned).with("months", months)
            }
            Self::Progress { ytd, plan, month } => progress_sentence(*ytd, *plan, *month),
            Self::Enrolled => Message::new("lights-why-enrolled"),
            Self::NotEnrolled { months } => Message::new("lights-why-not-enrolled").with("months", months),
            Self::Reported { period } => Message::new("lights-why-reported").with("period", period),
            Self::Excused { period } => Message::new("lights-why-excused").with("period", period),
            Self::Unreported { months } => Message::new("lights-why-unreported").with("months", months),
        }
    }
}

fn progress_sentence(ytd: Money, plan: Money, month: u32) -> Message {
    let time = Ratio::of_year(month);
    let rate = Ratio::of(ytd.yuan(), plan.yuan());
    let gap = rate.and_then(|rate| if rate < time { time.checked_sub(rate) } else { rate.checked_sub(time) });
    let id = if rate.is_some_and(|rate| rate < time) {
        "lights-why-progress-behind"
    } else {
        "lights-why-progress-ahead"
    };
    Message::new(id)
        .with("rate", rate.map(|rate| rate.percent(1)).unwrap_or_default())
        .with("time", time.percent(1))
        .with("gap", gap.map(|gap| gap.percent(1)).unwrap_or_default())
        .with("ytd", ytd.wan_text())
        .with("plan", plan.wan_text())
}

/// What one family says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which.
    pub family: Family,
    /// Its colour.
    pub colour: Light,
    /// Why.
    pub why: Why,
    /// Until which day a justified reason keeps it from counting.
    pub suspended_until: Option<NaiveDate>,
}

impl Finding {
    /// One sentence with its figures, and the day until which it does not count.
    pub fn sentence(&self) -> Message {
        let sentence = self.why.sentence();
        match self.suspended_until {
            Some(day) => {
                Message::new("lights-suspended").with_message("sentence", sentence).with("until", day)
            }
            None => sentence,
        }
    }
}

/// A span of months in which a family does not count for a project (正当理由, approved).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspended {
    /// Which family; never the report itself, from which only the province lets a project off.
    pub family: Family,
    /// The first month.
    pub since: Period,
    /// Months that end by this day.
    pub until: NaiveDate,
}

impl Suspended {
    fn covers(&self, family: Family, period: Period) -> bool {
        self.family == family && self.since <= period && period.last_day() <= self.until
    }
}

/// How bad a colour is.
const fn badness(colour: Light) -> u8 {
    match colour {
        Light::Green => 0,
        Light::Yellow => 1,
        Light::Unreported => 2,
        Light::Red => 3,
    }
}

/// What the families say at the end of `period`, the worst first: its colour is the project's light and its sentence
/// explains it. A family that has nothing to look at is silent; the report itself always speaks. What is suspended comes
/// last.
pub fn light(rules: &Rules, situation: &Situation, suspended: &[Suspended], period: Period) -> Vec<Finding> {
    let mut findings: Vec<Finding> = [
        start(rules, situation, period),
        progress(rules, situation, period),
        enrolment(rules, situation, period),
        Some(staleness(rules, situation, period)),
    ]
    .into_iter()
    .flatten()
    .collect();
    for finding in &mut findings {
        let covering = suspended.iter().filter(|one| one.covers(finding.family, period));
        finding.suspended_until = covering.map(|one| one.until).max();
    }
    findings.sort_by_key(|finding| {
        (finding.suspended_until.is_some(), std::cmp::Reverse(badness(finding.colour)))
    });
    findings
}

/// The same a month later, if nothing further is reported.
pub fn forecast(
    rules: &Rules,
    situation: &Situation,
    suspended: &[Suspended],
    period: Period,
) -> Vec<Finding> {
    light(rules, situation, suspended, period.next())
}

fn start(rules: &Rules, situation: &Situation, period: Period) -> Option<Finding> {
    let planned = situation.planned_start.clone().filter(|_| !situation.started)?;
    let months = period.months_since(period_of(planned.last_day())) + 1;
    let colour = by_months(months, rules.start_months);
    let why = if months < 1 { Why::StartAhead { planned } } else { Why::StartMissed { planned, months } };
    Some(finding(Family::Start, colour, why))
}

/// Compared exactly; what is shown is rounded once.
fn progress(rules: &Rules, situation: &Situation, period: Period) -> Option<Finding> {
    if situation.completed || situation.year != period.year() {
        return None;
    }
    let (ytd, plan) = (situation.ytd?, situation.annual_plan?);
    let rate = Ratio::of(ytd.yuan(), plan.yuan())?;
    let ahead = rate.checked_sub(period.time_progress())?;
    let behind_by = |points: i64| Ratio::of(-points, 100);
    let (yellow, red) = rules.progress_points;
    let colour = if ahead >= Ratio::of(0, 1)? {
        Light::Green
    } else if ahead > behind_by(yellow)? {
        rules.progress_slack
    } else if ahead >= behind_by(red)? {
        Light::Yellow
    } else {
        Light::Red
    };
    let why = Why::Progress { ytd, plan, month: period.month() };
    Some(finding(Family::Progress, colour, why))
}

fn enrolment(rules: &Rules, situation: &Situation, period: Period) -> Option<Finding> {
    let start = situation.actual_start.as_ref().filter(|_| situation.started)?;
    if situation.enrolled == Some(true) {
        return Some(finding(Family::Enrolment, Light::Green, Why::Enrolled));
    }
    let months = period.months_since(period_of(start.last_day())).max(0);
    let colour = by_months(months, rules.enrolment_months);
    Some(finding(Family::Enrolment, colour, Why::NotEnrolled { months }))
}

/// Counts the months that were owed and not reported since the last report. A month of which nothing is known yet, as one
/// that is foretold, counts as owed.
fn staleness(rules: &Rules, situation: &Situation, period: Period) -> Finding {
    let is_open = |month: Period| situation.last_report.is_none_or(|last| month > last);
    let owed = situation.owed.iter().filter(|month| **month <= period && is_open(**month)).count();
    let is_known = situation.owed.contains(&period) || situation.excused.contains(&period);
    let months = owed as i64 + i64::from(!is_known && is_open(period));
    let (colour, why) = if months >= rules.unreported_months {
        (Light::Red, Why::Unreported { months })
    } else if months > 0 {
        (Light::Unreported, Why::Unreported { months })
    } else if is_open(period) {
        (Light::Green, Why::Excused { period })
    } else {
        (Light::Green, Why::Reported { period })
    };
    finding(Family::Staleness, colour, why)
}

const fn finding(family: Family, colour: Light, why: Why) -> Finding {
    Finding { family, colour, why, suspended_until: None }
}

fn by_months(months: i64, (yellow, red): (i64, i64)) -> Light {
    if months >= red {
        Light::Red
    } else if months >= yellow {
        Light::Yellow
    } else {
        Light::Green
    }
}

#[cfg(test)]
mod tests;
