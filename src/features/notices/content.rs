//! What a notice says, kept without words, and the sentence that each reader reads in her language.

use super::about::{About, Kind};
use super::month_told::MonthTold;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What a notice says, without words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// A quarter's list takes nominations.
    Opening {
        /// Last day for nominations.
        nominate_by: NaiveDate,
    },
    /// A nomination came back.
    Return {
        /// Whose.
        project_id: i64,
        /// The project's name then.
        name: String,
        /// What is to be mended.
        reason: String,
    },
    /// A list was published.
    Publication {
        /// 1 or higher.
        version: i32,
        /// The document's number.
        number: String,
        /// Projects of the city on it.
        count: i64,
        /// Their total investment.
        total_investment_yuan: i64,
    },
    /// A published list was corrected.
    Correction {
        /// 2 or higher.
        version: i32,
        /// The document's number.
        number: String,
        /// Why.
        reason: String,
        /// Projects of the city on it.
        count: i64,
        /// Their total investment.
        total_investment_yuan: i64,
    },
    /// A city was let in again.
    Unlock {
        /// Until when.
        until: Instant,
        /// Why.
        reason: String,
    },
    /// A city is let in no longer, before its time.
    UnlockEnd {
        /// Why.
        reason: String,
    },
    /// A list was taken back.
    Cancellation {
        /// Why.
        reason: String,
    },
    /// A monthly report came back.
    ReportReturn {
        /// Whose.
        project_id: i64,
        /// The project's name then.
        name: String,
        /// What is to be mended.
        reason: String,
    },
    /// A city was let in again to report on a closed month.
    MonthUnlock {
        /// Until when.
        until: Instant,
        /// Why.
        reason: String,
    },
    /// A city is let in no longer to report on a closed month, before its time.
    MonthUnlockEnd {
        /// Why.
        reason: String,
    },
    /// Something was said or done about a problem.
    Problem {
        /// Which.
        problem_id: i64,
        /// Whose.
        project_id: i64,
        /// The project's name then.
        name: String,
        /// What was said.
        text: String,
    },
    /// A month's bulletin was published.
    Bulletin {
        /// How the city stands in it.
        told: MonthTold,
    },
    /// A month's bulletin was corrected.
    BulletinCorrection {
        /// Why.
        reason: String,
        /// How the city stands in it now.
        told: MonthTold,
    },
    /// The province began a supervised task, or said something about one.
    Supervised {
        /// Which.
        task_id: i64,
        /// Whose.
        project_id: i64,
        /// The project's name then.
        name: String,
        /// What is to be done, or what was said.
        text: String,
        /// By when a new task is to be answered; none where something was said about one.
        due_on: Option<NaiveDate>,
    },
    /// The province decided about a delay that is not to count.
    Delay {
        /// Whose.
        project_id: i64,
        /// The project's name then.
        name: String,
        /// What was decided.
        decision: Decided,
        /// Until when it was asked for.
        until: NaiveDate,
        /// Why it does not hold.
        reason: Option<String>,
    },
    /// The province reviewed a standstill.
    Standstill {
        /// Whose.
        project_id: i64,
        /// The project's name then.
        name: String,
        /// What came of it.
        outcome: Reviewed,
        /// Why.
        reason: String,
        /// By when it is reviewed again, where it stays.
        review_on: Option<NaiveDate>,
    },
}

/// What was decided about a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// It does not count.
    Approved,
    /// It counts.
    Declined,
    /// It counts again.
    Ended,
}

/// What came of the review of a standstill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reviewed {
    /// It goes on standing still.
    Stays,
    /// It is built again.
    Resumes,
    /// It leaves the programme.
    Leaves,
}

impl Content {
    /// What it is about.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Opening { .. } => Kind::Opening,
            Self::Return { .. } => Kind::Return,
            Self::Publication { .. } => Kind::Publication,
            Self::Correction { .. } => Kind::Correction,
            Self::Unlock { .. } => Kind::Unlock,
            Self::UnlockEnd { .. } | Self::MonthUnlockEnd { .. } => Kind::UnlockEnd,
            Self::Cancellation { .. } => Kind::Cancellation,
            Self::ReportReturn { .. } => Kind::ReportReturn,
            Self::MonthUnlock { .. } => Kind::MonthUnlock,
            Self::Problem { .. } => Kind::Problem,
            Self::Bulletin { .. } => Kind::Bulletin,
            Self::BulletinCorrection { .. } => Kind::BulletinCorrection,
            Self::Supervised { .. } => Kind::Supervised,
            Self::Delay { .. } => Kind::Delay,
            Self::Standstill { .. } => Kind::Standstill,
        }
    }

    /// The version of the published list, or of the bulletin, that it is about.
    pub const fn version(&self) -> Option<i32> {
        match self {
            Self::Publication { version, .. } | Self::Correction { version, .. } => Some(*version),
            Self::Bulletin { told } | Self::BulletinCorrection { told, .. } => Some(told.version),
            _ => None,
        }
    }

    /// The project that it is about.
    pub const fn project_id(&self) -> Option<i64> {
        match self {
            Self::Return { project_id, .. }
            | Self::ReportReturn { project_id, .. }
            | Self::Problem { project_id, .. }
            | Self::Supervised { project_id, .. }
            | Self::Delay { project_id, .. }
            | Self::Standstill { project_id, .. } => Some(*project_id),
            _ => None,
        }
    }

    /// The sentence; instants are told in `zone`.
    pub fn sentence(&self, about: About, zone: Tz) -> Message {
        let quarter = about.name();
        let total = |yuan: &i64| Money::from_yuan(*yuan).wan_text();
        match self {
            Self::Opening { nominate_by } => {
                Message::new("notices-opening").with("quarter", &quarter).with("day", nominate_by)
            }
            Self::Return { name, reason, .. } => Message::new("notices-return")
                .with("quarter", &quarter)
                .with("name", name)
                .with("reason", reason),
            Self::Publication { number, version, count, total_investment_yuan } => {
                Message::new("notices-publication")
                    .with("quarter", &quarter)
                    .with("number", number)
                    .with("version", version)
                    .with("count", count)
                    .with("total", total(total_investment_yuan))
            }
            Self::Correction { number, version, reason, count, total_investment_yuan } => {
                Message::new("notices-correction")
                    .with("quarter", &quarter)
                    .with("number", number)
                    .with("version", version)
                    .with("reason", reason)
                    .with("count", count)
                    .with("total", total(total_investment_yuan))
            }
            Self::Unlock { until, reason } => Message::new("notices-unlock")
                .with("quarter", &quarter)
                .with("until", until.local_text(zone))
                .with("reason", reason),
            Self::UnlockEnd { reason } => {
                Message::new("notices-unlock-end").with("quarter", &quarter).with("reason", reason)
            }
            Self::Cancellation { reason } => {
                Message::new("notices-cancellation").with("quarter", &quarter).with("reason", reason)
            }
            Self::ReportReturn { name, reason, .. } => Message::new("notices-report-return")
                .with("period", about.name())
                .with("name", name)
                .with("reason", reason),
            Self::MonthUnlock { until, reason } => Message::new("notices-month-unlock")
                .with("period", about.name())
                .with("until", until.local_text(zone))
                .with("reason", reason),
            Self::MonthUnlockEnd { reason } => {
                Message::new("notices-month-unlock-end").with("period", about.name()).with("reason", reason)
            }
            Self::Problem { name, text, .. } => {
                Message::new("notices-problem").with("name", name).with("text", text)
            }
            Self::Bulletin { told } => told.sentence("notices-bulletin", about.name()),
            Self::BulletinCorrection { reason, told } => {
                told.sentence("notices-bulletin-correction", about.name()).with("reason", reason)
            }
            Self::Supervised { name, text, due_on: Some(day), .. } => {
                Message::new("notices-supervised").with("name", name).with("text", text).with("day", day)
            }
            Self::Supervised { name, text, due_on: None, .. } => {
                Message::new("notices-supervised-said").with("name", name).with("text", text)
            }
            Self::Delay { name, decision, until, reason, .. } => Message::new(match decision {
                Decided::Approved => "notices-delay-approved",
                Decided::Declined => "notices-delay-declined",
                Decided::Ended => "notices-delay-ended",
            })
            .with("name", name)
            .with("until", until)
            .with("reason", reason.as_deref().unwrap_or_default()),
            Self::Standstill { name, outcome, reason, review_on, .. } => Message::new(match outcome {
                Reviewed::Stays => "notices-standstill-stays",
                Reviewed::Resumes => "notices-standstill-resumes",
                Reviewed::Leaves => "notices-standstill-leaves",
            })
            .with("name", name)
            .with("reason", reason)
            .with("day", review_on.map(|day| day.to_string()).unwrap_or_default()),
        }
    }
}
