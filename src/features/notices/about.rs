//! What a notice is about: its kind, and the list, month or project.

use crate::kernel::calendar::{Period, Quarter};
use crate::text_enum;

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
        /// The province began a supervised task, or said something about one.
        Supervised = "supervised",
        /// The province decided about a delay that is not to count.
        Delay = "delay",
        /// The province reviewed a standstill.
        Standstill = "standstill",
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
    pub(super) fn name(self) -> String {
        match self {
            Self::List(quarter) => quarter.to_string(),
            Self::Month(period) => period.to_string(),
            Self::Project => String::new(),
        }
    }
}
