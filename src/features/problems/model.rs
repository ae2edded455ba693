//! A problem, what was said about it, and which step may follow which.

use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::text::name_key;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What it is about.
    pub enum ProblemKind {
        /// 用地
        Land = "land",
        /// 资金
        Funds = "funds",
        /// 能耗
        Energy = "energy",
        /// 环评
        Environment = "environment",
        /// 手续
        Permits = "permits",
        /// 用工
        Labour = "labour",
        /// 市场
        Market = "market",
        /// 其他
        Other = "other",
    }
}

text_enum! {
    /// Who is asked to solve it.
    pub enum Level {
        /// 县级
        County = "county",
        /// 市级
        City = "city",
        /// 省级
        Province = "province",
    }
}

text_enum! {
    /// How far it has come.
    pub enum State {
        /// Nobody has taken it up.
        Open = "open",
        /// Somebody takes care of it.
        Coordinating = "coordinating",
        /// Solved.
        Resolved = "resolved",
        /// It came back.
        Reopened = "reopened",
    }
}

impl State {
    /// Whether `next` may follow; the same again is no step.
    pub const fn leads_to(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Open | Self::Reopened, Self::Coordinating | Self::Resolved)
                | (Self::Coordinating, Self::Resolved)
                | (Self::Resolved, Self::Reopened)
        )
    }
}

/// A problem as a report tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// `land funds energy environment permits labour market other`
    #[serde(default = "other")]
    #[schema(value_type = String)]
    pub kind: ProblemKind,
    /// In words.
    pub text: String,
}

const fn other() -> ProblemKind {
    ProblemKind::Other
}

impl Mention {
    /// What its words come down to: another spelling of the same words is the same problem.
    pub fn key(&self) -> String {
        let key = name_key(&self.text);
        if key.is_empty() { self.text.clone() } else { key }
    }
}

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Never reused.
    pub id: i64,
    /// Whose.
    pub project_id: i64,
    /// The project's name.
    pub project: String,
    /// Where the project lies.
    pub division: DivisionCode,
    /// Rises with every change.
    pub version: i64,
    /// What it is about.
    pub kind: ProblemKind,
    /// In words.
    pub text: String,
    /// Who is asked to solve it.
    pub level: Level,
    /// How far it has come.
    pub state: State,
    /// Who takes care of it, in words.
    pub owner: Option<String>,
    /// Until when.
    pub due_on: Option<NaiveDate>,
    /// The month that reported it first.
    pub first_period: Option<Period>,
    /// The month that reported it last.
    pub last_period: Option<Period>,
    /// Who raised it, by name at that time.
    pub raiser: String,
    /// When.
    pub raised_at: Instant,
    /// When it came into its state.
    pub moved_at: Instant,
}

/// Something that was said about a problem, and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The state it was moved to.
    pub state: Option<State>,
    /// In words.
    pub text: String,
    /// By name at that time.
    pub author: String,
    /// When.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_goes_on_is_solved_and_may_come_back_and_nothing_else() {
        let steps: Vec<(State, State)> = State::ALL
            .iter()
            .flat_map(|from| State::ALL.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| from.leads_to(*to))
            .collect();
        use State::{Coordinating, Open, Reopened, Resolved};
        assert_eq!(
            steps,
            [
                (Open, Coordinating),
                (Open, Resolved),
                (Coordinating, Resolved),
                (Resolved, Reopened),
                (Reopened, Coordinating),
                (Reopened, Resolved)
            ]
        );
    }

    #[test]
    fn another_spelling_of_the_same_words_is_the_same_problem() {
        let told = |text: &str| Mention { kind: ProblemKind::Land, text: text.to_owned() }.key();
        assert_eq!(told("二期用地，未批。"), told(" 二期用地 未批"));
        assert_ne!(told("二期用地未批"), told("一期用地未批"));
        assert_eq!(told("？"), "？", "words without a letter are their own key");
    }
}
