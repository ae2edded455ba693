//! What a notice says, to whom, and who has read it.

use super::month_told::MonthTold;
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::text_enum;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a notice is about.
    pub enum Kind {
        /// A quarter's list takes nominations.
        Opening = "opening",
        /// A nomination came back.
        Return = "return",
        /// A list was published.
        Publication = "publication",
        /// A published list was corrected.
        Correction = "correction",
        /// A city was let in again.
        Unlock = "unlock",
        /// A city is let in no longer, before its time.
        UnlockEnd = "unlock_end",
        /// A list was taken back.
        Cancellation = "cancellation",
        /// A monthly report came back.
        ReportReturn = "report_return",
        /// A city was let in again to report on a closed month.
        MonthUnlock = "month_unlock",
        /// Something was said or done about a problem.
        Problem = "problem",
        /// A month's bulletin was published.
        Bulletin = "bulletin",
        /// A month's bulletin was corrected.
        BulletinCorrection = "bulletin_correction",
    }
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A quarter's list.
    List(Quarter),
    /// A month's reports.
    Month(Period),
    /// A project, at no time of its own.
    Project,
}

impl About {
    /// Whose list.
    pub const fn quarter(self) -> Option<Quarter> {
        match self {
            Self::List(quarter) => Some(quarter),
            Self::Month(_) | Self::Project => None,
        }
    }

    /// Which month.
    pub const fn period(self) -> Option<Period> {
        match self {
            Self::Month(period) => Some(period),
            Self::List(_) | Self::Project => None,
        }
    }

    /// From what is kept of it.
    pub const fn of(quarter: Option<Quarter>, period: Option<Period>) -> Self {
        match (quarter, period) {
            (Some(quarter), _) => Self::List(quarter),
            (None, Some(period)) => Self::Month(period),
            (None, None) => Self::Project,
        }
    }

    /// In words, for a sentence.
    fn name(self) -> String {
        match self {
            Self::List(quarter) => quarter.to_string(),
            Self::Month(period) => period.to_string(),
            Self::Project => String::new(),
        }
    }
}

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
            Self::UnlockEnd { .. } => Kind::UnlockEnd,
            Self::Cancellation { .. } => Kind::Cancellation,
            Self::ReportReturn { .. } => Kind::ReportReturn,
            Self::MonthUnlock { .. } => Kind::MonthUnlock,
            Self::Problem { .. } => Kind::Problem,
            Self::Bulletin { .. } => Kind::Bulletin,
            Self::BulletinCorrection { .. } => Kind::BulletinCorrection,
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
            | Self::Problem { project_id, .. } => Some(*project_id),
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
            Self::Problem { name, text, .. } => {
                Message::new("notices-problem").with("name", name).with("text", text)
            }
            Self::Bulletin { told } => told.sentence("notices-bulletin", about.name()),
            Self::BulletinCorrection { reason, told } => {
                told.sentence("notices-bulletin-correction", about.name()).with("reason", reason)
            }
        }
    }
}

/// A notice to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub about: About,
    /// Whom it tells.
    pub division: DivisionCode,
    /// What.
    pub content: Content,
}

/// A notice as one reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// `notices.id`
    pub id: i64,
    /// What was given.
    pub notice: Notice,
    /// When.
    pub created_at: Instant,
    /// By whom, by name at that time.
    pub sender: String,
    /// When this reader confirmed it.
    pub read_at: Option<Instant>,
}

impl Received {
    /// Where what it is about can be seen.
    pub fn href(&self) -> String {
        let content = &self.notice.content;
        match (self.notice.about, content, content.version(), content.project_id()) {
            (_, Content::Cancellation { .. }, ..) => "/lists".to_owned(),
            (_, Content::Problem { problem_id, .. }, ..) => format!("/problems/{problem_id}"),
            (About::Month(period), _, Some(version), _) => format!("/bulletins/{period}?version={version}"),
            (About::Month(period), ..) => format!("/updates?period={period}"),
            (About::List(quarter), _, Some(version), _) => format!("/lists/{quarter}/versions/{version}"),
            (About::List(quarter), _, None, Some(project)) => format!("/lists/{quarter}/entries/{project}"),
            (About::List(quarter), _, None, None) => format!("/lists/{quarter}"),
            (About::Project, ..) => "/projects".to_owned(),
        }
    }
}

/// One announcement with everybody it told: the notices that one deed gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What it was about.
    pub kind: Kind,
    /// The version of the published list that it was about.
    pub version: Option<i32>,
    /// When.
    pub created_at: Instant,
    /// By whom.
    pub sender: String,
    /// Whom it told, in the order of codes.
    pub told: Vec<Told>,
}

impl Announcement {
    /// The places where nobody has confirmed something of it, in the order of codes.
    pub fn unread(&self) -> Vec<DivisionCode> {
        let silent = self.told.iter().filter(|told| told.receipts.is_empty());
        let mut places: Vec<DivisionCode> = silent.map(|told| told.division).collect();
        places.dedup();
        places
    }
}

/// One notice of an announcement and who has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `notices.id`
    pub notice_id: i64,
    /// Whom it told.
    pub division: DivisionCode,
    /// What.
    pub content: Content,
    /// Earliest first.
    pub receipts: Vec<Receipt>,
}

/// That somebody has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// By name at that time.
    pub reader: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub read_at: Instant,
}

#[cfg(test)]
mod tests;
