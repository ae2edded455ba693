//! A report as it lies in the tables, and what a new one starts from.

use super::flags::{Flag, Month};
use super::{Figures, UpdateState};
use crate::features::problems::Mention;
use crate::features::projects::{Facts, Reported};
use crate::kernel::calendar::Period;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::text_enum;
use std::collections::BTreeMap;

text_enum! {
    /// What is decided about a report.
    pub enum Decision {
        /// The second person of the city lets it go up.
        Approve = "approve",
        /// The province takes its figures.
        Accept = "accept",
        /// The province sends it back.
        Return = "return",
    }
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Never reused.
    pub id: i64,
    /// Whose.
    pub project_id: i64,
    /// For which month.
    pub period: Period,
    /// Rises with every change.
    pub version: i64,
    /// How far it has come.
    pub state: UpdateState,
    /// What it says.
    pub figures: Figures,
    /// What stands in the way.
    pub problems: Vec<Mention>,
    /// What needed a reason.
    pub flags: Vec<Flag>,
    /// The reasons, by field.
    pub justifications: BTreeMap<String, String>,
    /// Whether it says that nothing moved.
    pub no_change: bool,
    /// 填表人, by name at that time.
    pub writer: String,
    /// `users.id`
    pub written_by: Option<i64>,
    /// When it was written.
    pub written_at: Instant,
    /// 审核人, by name at that time.
    pub approver: Option<String>,
    /// When it went up.
    pub handed_at: Option<Instant>,
    /// Who accepted or returned it, by name at that time.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<Instant>,
    /// Why it was returned.
    pub reason: Option<String>,
}

impl Update {
    /// Whether it went up and has not come back.
    pub const fn is_handed(&self) -> bool {
        self.handed_at.is_some() && !matches!(self.state, UpdateState::Returned)
    }

    /// What it tells the registry once it is accepted.
    pub fn reported(&self) -> Reported {
        self.figures.clone().into()
    }
}

impl From<Figures> for Reported {
    fn from(figures: Figures) -> Self {
        Self {
            stage: figures.stage,
            cumulative: figures.cumulative,
            ytd: figures.ytd,
            enrolled: figures.enrolled,
            planned_finish: figures.planned_finish,
        }
    }
}

impl Figures {
    /// What stands where this says nothing.
    pub fn or(self, last: &Self) -> Self {
        Self {
            stage: self.stage.or(last.stage),
            cumulative: self.cumulative.or(last.cumulative),
            ytd: self.ytd.or(last.ytd),
            progress_text: self.progress_text.or_else(|| last.progress_text.clone()),
            enrolled: self.enrolled.or(last.enrolled),
            planned_finish: self.planned_finish.or_else(|| last.planned_finish.clone()),
        }
    }
}

/// The first of the months that a report is held against: two years back.
pub fn horizon(period: Period) -> Period {
    period.back(24)
}

/// What stood before a month: where its form begins, and what its report is held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The values, with the year-to-date of the month's own year.
    pub last: Figures,
    /// The months reported before, the earliest first.
    pub months: Vec<Month>,
}

/// What stood before `period`. `facts` are the project's, with the money of the month's year; `handed` are its reports
/// that went up and did not come back. The project's facts are the newest word, but for a report that waits for its
/// decision, and for a month that is made up for when later ones are here already.
pub fn standing_before(facts: &Facts, handed: &[Update], period: Period) -> Standing {
    let mut earlier: Vec<&Update> = handed.iter().filter(|update| update.period < period).collect();
    earlier.sort_by_key(|update| update.period);
    let is_made_up_for = handed.iter().any(|update| update.period > period);
    let prior = earlier.last();
    let word = prior.filter(|prior| is_made_up_for || prior.state == UpdateState::Submitted);
    let mut last = word.map_or_else(|| of_facts(facts), |prior| prior.figures.clone());
    last.progress_text = prior.and_then(|prior| prior.figures.progress_text.clone());
    let turned = prior.is_some_and(|prior| prior.period.year() < period.year());
    // Before its first month nothing has been done in a year, whoever reported or did not the month before.
    let begins = period.month() == 1 && last.cumulative.is_some() && last.ytd.is_none();
    if begins || turned && (word.is_some() || last.ytd.is_none()) {
        last.ytd = Some(Money::ZERO);
    }
    let month = |update: &&Update| Month {
        period: update.period,
        stage: update.figures.stage,
        cumulative: update.figures.cumulative,
    };
    Standing { last, months: earlier.iter().map(month).collect() }
}

fn of_facts(facts: &Facts) -> Figures {
    Figures {
        stage: facts.stage,
        cumulative: facts.cumulative_investment,
        ytd: facts.ytd_investment,
        progress_text: None,
        enrolled: facts.enrolled,
        planned_finish: facts.planned_finish.clone(),
    }
}

/// What the photos of a report are attached to.
pub const PHOTO: &str = "report_photo";
/// What the scans of its signed and stamped sheet are attached to.
pub const SCAN: &str = "report_scan";

/// The id of a month's report as something that carries files.
pub fn paper_id(project_id: i64, period: Period) -> String {
    format!("{project_id}/{period}")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    /// A report of a month, with half of the whole done in the year.
    pub fn update(of: &str, state: UpdateState, cumulative: i64) -> Update {
        let at = Instant::parse("2026-10-08T01:00:00Z").unwrap();
        Update {
            id: 1,
            project_id: 1,
            period: period(of),
            version: 1,
            state,
            figures: Figures {
                cumulative: Money::from_wan(cumulative),
                ytd: Money::from_wan(cumulative / 2),
                progress_text: Some(of.to_owned()),
                ..Figures::default()
            },
            problems: Vec::new(),
            flags: Vec::new(),
            justifications: BTreeMap::new(),
            no_change: false,
            writer: "x".to_owned(),
            written_by: None,
            written_at: at,
            approver: None,
            handed_at: Some(at),
            decider: None,
            decided_at: None,
            reason: None,
        }
    }

    fn facts(cumulative: i64, ytd: Option<i64>) -> Facts {
        Facts {
            cumulative_investment: Money::from_wan(cumulative),
            ytd_investment: ytd.and_then(Money::from_wan),
            ..Facts::named("x", DivisionCode::parse("370100").unwrap())
        }
    }

    fn wan(standing: &Standing) -> (Option<String>, Option<String>) {
        (standing.last.cumulative.map(Money::wan_text), standing.last.ytd.map(Money::wan_text))
    }

    fn told(cumulative: &str, ytd: &str) -> (Option<String>, Option<String>) {
        (Some(cumulative.to_owned()), Some(ytd.to_owned()))
    }

    #[test]
    fn a_form_begins_with_the_projects_facts_and_the_last_words_about_the_progress() {
        let handed = [update("2026-08", UpdateState::Accepted, 100)];
        let standing = standing_before(&facts(150, Some(60)), &handed, period("2026-09"));
        assert_eq!(wan(&standing), told("150", "60"), "what was entered since is not lost");
        assert_eq!(standing.last.progress_text.as_deref(), Some("2026-08"));
        assert_eq!(standing.months.len(), 1);
    }

    #[test]
    fn a_report_that_waits_for_its_decision_counts_as_said() {
        let handed = [update("2026-08", UpdateState::Submitted, 200)];
        assert_eq!(
            wan(&standing_before(&facts(150, Some(60)), &handed, period("2026-09"))),
            told("200", "100")
        );
    }

    #[test]
    fn a_month_that_is_made_up_for_is_held_against_the_month_before_it() {
        let handed =
            [update("2026-07", UpdateState::Accepted, 100), update("2026-09", UpdateState::Accepted, 300)];
        let standing = standing_before(&facts(300, Some(150)), &handed, period("2026-08"));
        assert_eq!(wan(&standing), told("100", "50"));
        assert_eq!(standing.months.len(), 1, "the later month is none of the months before");
    }

    #[test]
    fn with_the_new_year_the_year_begins_at_nothing_and_the_whole_goes_on() {
        let accepted = [update("2026-12", UpdateState::Accepted, 400)];
        assert_eq!(wan(&standing_before(&facts(400, None), &accepted, period("2027-01"))), told("400", "0"));
        assert_eq!(wan(&standing_before(&facts(400, None), &[], period("2027-01"))), told("400", "0"));
        assert_eq!(wan(&standing_before(&facts(400, None), &[], period("2027-02"))).1, None, "not known");
        let waiting = [update("2026-12", UpdateState::Submitted, 400)];
        assert_eq!(wan(&standing_before(&facts(350, None), &waiting, period("2027-01"))), told("400", "0"));
    }
}
