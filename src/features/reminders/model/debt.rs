//! Something that a person owes by a day. A debt has no row of its own: it follows from what is written down elsewhere, and
//! is asked for anew whenever it matters, so that it is gone the moment it is paid.

use crate::features::projects::Stage;
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// What kind of thing is owed; also the order in a letter.
    pub enum DebtKind {
        /// A monthly report.
        Report = "report",
        /// A city's nominations.
        Nomination = "nomination",
        /// The publication of a list.
        Publication = "publication",
        /// An answer to a supervised task (督办).
        Task = "task",
        /// A problem that is to be solved.
        Problem = "problem",
        /// The review of a project that stands still (停缓建复审).
        Review = "review",
        /// The next step about a lead (招商线索).
        Lead = "lead",
        /// A planned start or finish that comes near.
        Milestone = "milestone",
    }
}

impl DebtKind {
    /// The Fluent id of its heading in a letter.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Report => "reminders-head-report",
            Self::Nomination => "reminders-head-nomination",
            Self::Publication => "reminders-head-publication",
            Self::Task => "reminders-head-task",
            Self::Problem => "reminders-head-problem",
            Self::Review => "reminders-head-review",
            Self::Lead => "reminders-head-lead",
            Self::Milestone => "reminders-head-milestone",
        }
    }
}

/// Whose debt it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A report: its reporter's, or, where none is named or she has left, that of the place's people.
    Reporter(Option<i64>),
    /// Of a lead: whoever follows it, or, where she has left, that of the place's people.
    Promoter(i64),
    /// The city's people.
    Place,
    /// The province's reviewers.
    Reviewers,
}

/// What is owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Debt {
    /// What it is, with the day that it is due: a new day makes a new debt, whose rungs begin anew.
    pub key: String,
    /// What kind of thing.
    pub kind: DebtKind,
    /// By the end of which day.
    pub due_on: NaiveDate,
    /// The first day on which it is owed; the calendar foresees debts that are not there yet.
    pub since: Option<NaiveDate>,
    /// Where it belongs.
    pub place: DivisionCode,
    /// Whose it is.
    pub whose: Whose,
    /// The project's name, or the city's; empty for a list.
    pub name: String,
    /// Of which month or quarter; empty for what has none.
    pub of: String,
    /// What is known already.
    pub known: Vec<Known>,
    /// The page where it is paid, from the slash on.
    pub path: String,
}

/// Something that is known and need not be typed again.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Invested since the start.
    Cumulative(Money),
    /// How far it has come.
    Stage(Stage),
    /// In words, as somebody wrote them.
    Words(String),
    /// A sentence of ours.
    Said(Message),
}

impl Debt {
    /// Its key.
    pub fn key_of(kind: DebtKind, subject: &str, due_on: NaiveDate) -> String {
        format!("{kind}:{subject}:{due_on}")
    }
}
