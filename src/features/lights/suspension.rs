//! 正当理由: what a city asks not to be counted against a project, and what the province said to it.

use super::model::{Family, Suspended};
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// How far it has come.
    pub enum State {
        /// Waits for the province.
        Asked = "asked",
        /// Holds until its day.
        Approved = "approved",
        /// Does not hold.
        Declined = "declined",
        /// Held, and was ended by a person or ran out.
        Ended = "ended",
    }
}

text_enum! {
    /// What the province says.
    pub enum Decision {
        /// It holds.
        Approve = "approve",
        /// It does not.
        Decline = "decline",
        /// It holds no longer.
        End = "end",
    }
}

impl Decision {
    /// The state that it leads to, from where it may be taken.
    pub const fn follows(self, state: State) -> Option<State> {
        match (self, state) {
            (Self::Approve, State::Asked) => Some(State::Approved),
            (Self::Decline, State::Asked) => Some(State::Declined),
            (Self::End, State::Approved) => Some(State::Ended),
            _ => None,
        }
    }
}

/// A justified reason as it was asked for and decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
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
    /// How far it has come.
    pub state: State,
    /// What is not to count.
    pub span: Suspended,
    /// The reason that is to justify it.
    pub reason: String,
    /// Who asked, by name at that time.
    pub asker: String,
    /// `users.id`
    pub asked_by: Option<i64>,
    /// When.
    pub asked_at: Instant,
    /// Who decided last, by name at that time.
    pub decider: Option<String>,
    /// When.
    pub decided_at: Option<Instant>,
    /// Why it was declined or ended.
    pub decision_reason: Option<String>,
}

impl Suspension {
    /// Whether its day is over: it goes on covering its months, and there is nothing to end.
    pub fn ran_out(&self, today: NaiveDate) -> bool {
        self.state == State::Approved && self.span.until < today
    }

    /// The day until which it counts when it is ended today: months that are over stay as they were judged.
    pub fn cut(&self, today: NaiveDate) -> NaiveDate {
        self.span.until.min(period_of(today).previous().last_day())
    }
}

/// A justified reason to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What is not to count; never the report itself.
    pub family: Family,
    /// Months that end by this day are covered.
    pub until: NaiveDate,
    /// The reason.
    pub reason: String,
}

impl Asking {
    /// From the first month that it covers: the newest one that is over when it is asked for, whose light is the one in
    /// question.
    pub const fn span(&self, since: Period) -> Suspended {
        Suspended { family: self.family, since, until: self.until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_decided_once_and_what_holds_may_be_ended() {
        let steps: Vec<(State, Decision, State)> = State::ALL
            .iter()
            .flat_map(|state| Decision::ALL.iter().map(move |decision| (*state, *decision)))
            .filter_map(|(state, decision)| Some((state, decision, decision.follows(state)?)))
            .collect();
        assert_eq!(
            steps,
            [
                (State::Asked, Decision::Approve, State::Approved),
                (State::Asked, Decision::Decline, State::Declined),
                (State::Approved, Decision::End, State::Ended),
            ]
        );
    }
}
