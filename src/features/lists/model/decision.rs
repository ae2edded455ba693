//! Which decision is possible when, and who may still come in.

use super::{ListState, NominationState};
use crate::text_enum;

text_enum! {
    /// What is decided about a nomination.
    pub enum Decision {
        /// It will stand on the list.
        Accept = "accept",
        /// The city is to mend it; needs a reason.
        Return = "return",
        /// It will not stand on this list; needs a reason.
        Decline = "decline",
        /// The city takes it back.
        Withdraw = "withdraw",
        /// Of a carried project: it stays on the list.
        Continue = "continue",
        /// Of a carried project: 投产出列, it has reached production and leaves with honour.
        Graduate = "graduate",
        /// Of a carried project: 退出, it leaves the list, not the follow-up.
        Drop = "drop",
        /// Of a carried project: it lives on in another one.
        Merge = "merge",
        /// Of a carried project: it lives on in several others.
        Split = "split",
    }
}

impl Decision {
    /// The state it leads to.
    pub const fn outcome(self) -> NominationState {
        match self {
            Self::Accept | Self::Continue => NominationState::Accepted,
            Self::Return => NominationState::Returned,
            Self::Decline | Self::Graduate | Self::Drop | Self::Merge | Self::Split => {
                NominationState::Declined
            }
            Self::Withdraw => NominationState::Withdrawn,
        }
    }

    /// Whether the other side must be told why. Every decision about what stood on the list before needs a reason.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Accept | Self::Withdraw)
    }

    /// Whether it is one of the five of the roll-over, which are about carried projects only.
    pub const fn is_roll_over(self) -> bool {
        matches!(self, Self::Continue | Self::Graduate | Self::Drop | Self::Merge | Self::Split)
    }

    /// Whether it can be taken now. The reviewer decides in review, and again until publication, but not about what
    /// was withdrawn nor to the same effect twice. That holds for what was carried over too: while the list collects its
    /// city may still nominate it anew, and would come too late for what is decided. The city withdraws what the
    /// province has not settled.
    pub fn is_possible(self, list: ListState, from: NominationState) -> bool {
        use NominationState::{Nominated, Returned, Withdrawn};
        match self {
            Self::Withdraw => list != ListState::Published && matches!(from, Nominated | Returned),
            Self::Accept | Self::Return | Self::Decline => {
                list == ListState::Reviewing && from != Withdrawn && from != self.outcome()
            }
            // One of the five may follow another: that is another decision with the same outcome.
            Self::Continue | Self::Graduate | Self::Drop | Self::Merge | Self::Split => {
                list == ListState::Reviewing
            }
        }
    }
}

/// Who stands before a list's door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The deadline has not passed, or the province itself asks.
    Open,
    /// The deadline has passed.
    Late,
    /// The reviewer has let this city in again, whatever the deadline and the state.
    Unlocked,
}

/// Whether a project may be nominated now: anything new or taken back while the list collects and the door is open; in
/// review, and after the deadline, only what was returned, to mend it. An unlocked city may do in both what it may do
/// while the list collects.
pub fn may_nominate(list: ListState, door: Door, from: Option<NominationState>) -> bool {
    use NominationState::{Returned, Withdrawn};
    match (list, door) {
        (ListState::Published, _) => false,
        (ListState::Collecting, Door::Open) | (_, Door::Unlocked) => {
            matches!(from, None | Some(Returned | Withdrawn))
        }
        (ListState::Collecting, Door::Late) | (ListState::Reviewing, _) => from == Some(Returned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_belong_to_the_review_and_withdrawals_to_the_time_before_a_decision() {
        use Decision::{Accept, Decline, Return, Withdraw};
        use NominationState::{Accepted, Declined, Nominated, Returned, Withdrawn};
        let possible = |list, from| {
            let all = Decision::ALL.iter().copied();
            all.filter(|decision| decision.is_possible(list, from)).collect::<Vec<_>>()
        };
        for roll_over in Decision::ALL.iter().filter(|decision| decision.is_roll_over()) {
            for state in NominationState::ALL {
                assert!(!roll_over.is_possible(ListState::Collecting, *state));
                assert!(roll_over.is_possible(ListState::Reviewing, *state));
            }
        }
        let usual = |decision: &Decision| !decision.is_roll_over();
        let possible = |list, from| possible(list, from).into_iter().filter(usual).collect::<Vec<_>>();
        assert_eq!(possible(ListState::Collecting, Nominated), [Withdraw]);
        assert_eq!(possible(ListState::Reviewing, Nominated), [Accept, Return, Decline, Withdraw]);
        assert_eq!(possible(ListState::Reviewing, Accepted), [Return, Decline]);
        assert_eq!(possible(ListState::Reviewing, Returned), [Accept, Decline, Withdraw]);
        assert_eq!(possible(ListState::Reviewing, Declined), [Accept, Return]);
        assert_eq!(possible(ListState::Reviewing, Withdrawn), []);
        for state in NominationState::ALL {
            assert_eq!(possible(ListState::Published, *state), [], "{state}");
        }
    }

    #[test]
    fn in_review_only_what_was_returned_is_nominated_again() {
        use NominationState::{Accepted, Declined, Nominated, Returned, Withdrawn};
        let open = |list, from| may_nominate(list, Door::Open, from);
        assert!(open(ListState::Collecting, None));
        assert!(open(ListState::Collecting, Some(Withdrawn)));
        assert!(open(ListState::Reviewing, Some(Returned)));
        for from in [None, Some(Nominated), Some(Accepted), Some(Declined), Some(Withdrawn)] {
            assert!(!open(ListState::Reviewing, from), "{from:?}");
        }
        for from in [Nominated, Accepted, Declined] {
            assert!(!open(ListState::Collecting, Some(from)), "{from}");
            assert!(!may_nominate(ListState::Reviewing, Door::Unlocked, Some(from)), "{from}");
        }
        for door in [Door::Open, Door::Late, Door::Unlocked] {
            assert!(!may_nominate(ListState::Published, door, Some(Returned)));
        }
    }

    #[test]
    fn after_the_deadline_only_what_was_returned_comes_in_unless_the_city_is_let_in_again() {
        use NominationState::{Returned, Withdrawn};
        assert!(may_nominate(ListState::Collecting, Door::Late, Some(Returned)));
        for from in [None, Some(Withdrawn)] {
            assert!(!may_nominate(ListState::Collecting, Door::Late, from), "{from:?}");
            assert!(may_nominate(ListState::Collecting, Door::Unlocked, from), "{from:?}");
            assert!(may_nominate(ListState::Reviewing, Door::Unlocked, from), "{from:?}");
        }
    }
}
