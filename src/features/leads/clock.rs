//! The reply clock of a lead (江府办函〔2024〕37号): 1天响应 → 3天研判 (重大1周) → 1周反馈, then 一周一报 while it is open and 2周一报
//! once it is signed. An enquiry that nobody answers is the commonest way to lose an investor (World Bank, GIPB 2012: 79%
//! of agencies ignored at least one of two). Days of answering and judging are working days, weeks are weeks.

use super::model::{Lead, Status, Step};
use crate::config;
use crate::kernel::calendar::WorkingDays;
use chrono::{Days, NaiveDate};

/// What is owed about a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// A step of the reply clock.
    Step(Step),
    /// The next entry.
    Report,
    /// The named next action.
    Action,
}

impl Owed {
    /// Its word in a key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Step(step) => step.as_str(),
            Self::Report => "report",
            Self::Action => "action",
        }
    }
}

/// By which days.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// `[leads]`
    pub rule: &'a config::Leads,
    /// The days off.
    pub days: &'a WorkingDays,
}

impl Clock<'_> {
    /// What is owed about a lead and by the end of which day: at most one step of the clock, and the next action. Nothing
    /// of one that is over, or that another city was first with.
    pub fn owed(&self, lead: &Lead) -> Vec<(Owed, NaiveDate)> {
        if !lead.status.is_open() || lead.is_taken {
            return Vec::new();
        }
        let action = lead.next.as_ref().map(|(_, day)| (Owed::Action, *day));
        std::iter::once(self.step(lead)).chain(action).collect()
    }

    fn step(&self, lead: &Lead) -> (Owed, NaiveDate) {
        let (rule, taken) = (self.rule, lead.taken);
        let Some(response) = taken.response else {
            let day = self.days.add_working_days(lead.began_on, rule.respond_days);
            return (Owed::Step(Step::Response), day);
        };
        let Some(assessment) = taken.assessment else {
            let is_major = lead.intended.is_some_and(|money| money.yuan() >= rule.major_yuan);
            let day = if is_major {
                after(response, rule.assess_major_days)
            } else {
                self.days.add_working_days(response, rule.assess_days)
            };
            return (Owed::Step(Step::Assessment), day);
        };
        if taken.feedback.is_none() {
            return (Owed::Step(Step::Feedback), after(assessment, rule.feedback_days));
        }
        let days = if lead.status == Status::Signed { rule.follow_days } else { rule.report_days };
        (Owed::Report, after(taken.spoke, days))
    }
}

fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::super::model::Taken;
    use super::*;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::instant::Instant;
    use crate::kernel::money::Money;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Registered on Thursday, 8 October 2026, the first working day after the holidays.
    fn lead() -> Lead {
        let at = Instant::parse("2026-10-08T01:00:00Z").unwrap();
        Lead {
            id: 1,
            version: 1,
            division: DivisionCode::parse("370100").unwrap(),
            target: "甲厂".to_owned(),
            credit_code: None,
            chain_id: None,
            segment_id: None,
            target_id: None,
            park_id: None,
            source: None,
            scope_text: None,
            intended: Some(Money::from_yuan(100_000_000)),
            status: Status::Identified,
            owner_id: 1,
            owner: "李".to_owned(),
            next: None,
            taken: Taken { response: None, assessment: None, feedback: None, spoke: day("2026-10-08") },
            signed_on: None,
            project_id: None,
            registrar: "李".to_owned(),
            registered_at: at,
            began_on: day("2026-10-08"),
            moved_at: at,
            is_taken: false,
        }
    }

    #[test]
    fn an_enquiry_is_answered_in_a_day_judged_in_three_told_in_a_week_and_then_reported_on() {
        let config = config::Config::load(&config::Sources::default()).unwrap();
        let days = WorkingDays::default();
        let clock = Clock { rule: &config.leads, days: &days };
        let mut lead = lead();
        let owed = |lead: &Lead| clock.owed(lead);
        assert_eq!(owed(&lead), [(Owed::Step(Step::Response), day("2026-10-09"))]);
        // Answered on Friday: three working days are Wednesday, a week for a large one is Friday.
        lead.taken.response = Some(day("2026-10-09"));
        assert_eq!(owed(&lead), [(Owed::Step(Step::Assessment), day("2026-10-14"))]);
        lead.intended = Some(Money::from_yuan(500_000_000));
        assert_eq!(owed(&lead), [(Owed::Step(Step::Assessment), day("2026-10-16"))]);
        lead.taken.assessment = Some(day("2026-10-13"));
        assert_eq!(owed(&lead), [(Owed::Step(Step::Feedback), day("2026-10-20"))]);
        (lead.taken.feedback, lead.taken.spoke) = (Some(day("2026-10-19")), day("2026-10-19"));
        assert_eq!(owed(&lead), [(Owed::Report, day("2026-10-26"))]);
        lead.next = Some(("寄样品".to_owned(), day("2026-10-21")));
        lead.status = Status::Signed;
        assert_eq!(owed(&lead), [(Owed::Report, day("2026-11-02")), (Owed::Action, day("2026-10-21"))]);
        let waits = Lead { is_taken: true, ..lead.clone() };
        let over = Lead { status: Status::Lost, ..lead };
        assert_eq!((owed(&waits), owed(&over)), (Vec::new(), Vec::new()));
    }
}
