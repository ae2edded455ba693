//! Reasons that stand in a form before anybody has typed one. What was unusual last month often still is, and needs no
//! new words; but a reason answers the flags beside which it was given, never another one of the same field.

use super::UpdateState;
use super::flags::Flag;
use super::report::Update;
use crate::kernel::calendar::Period;
use std::collections::{BTreeMap, BTreeSet};

/// Reasons, and what they answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// By the field that they are about.
    pub given: BTreeMap<String, String>,
    /// Codes of the flags beside which they were given.
    pub seen: BTreeSet<String>,
}

impl Reasons {
    /// Those of the newest report before a month, about what lasts.
    pub fn before(handed: &[Update], period: Period) -> Self {
        let prior = handed.iter().filter(|update| update.period < period).max_by_key(|update| update.period);
        prior.map(|prior| Self::of(prior, Flag::lasts)).unwrap_or_default()
    }

    /// What stands in the form of a month: the reasons of what came back; else those that last from the month before, and
    /// over them those of the report that was begun.
    pub fn standing(before: &Self, update: Option<&Update>) -> Self {
        let Some(update) = update else { return before.clone() };
        let own = Self::of(update, |_| true);
        if update.state == UpdateState::Returned {
            return own;
        }
        let mut reasons = before.clone();
        reasons.given.extend(own.given);
        reasons.seen.extend(own.seen);
        reasons
    }

    fn of(update: &Update, counts: impl Fn(&Flag) -> bool) -> Self {
        let mut reasons = Self::default();
        for flag in update.flags.iter().filter(|flag| counts(flag)) {
            if let Some(why) = update.justifications.get(flag.field()) {
                reasons.given.insert(flag.field().to_owned(), why.clone());
                reasons.seen.insert(flag.code().to_owned());
            }
        }
        reasons
    }
}

/// Reasons in one line, each once.
pub fn one_line(given: &BTreeMap<String, String>) -> String {
    let in_line = |why: &String| why.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let mut all: Vec<String> = given.values().map(in_line).collect();
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::updates::model::report::tests::update;
    use crate::kernel::money::Money;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    /// September: above the total, and fallen; one reason for both.
    fn september(state: UpdateState) -> Update {
        let money = |wan| Money::from_wan(wan).unwrap();
        Update {
            flags: vec![
                Flag::AboveTotal { cumulative: money(110), total: money(100) },
                Flag::CumulativeFell { from: money(120), to: money(110) },
            ],
            justifications: BTreeMap::from([(
                "cumulative_investment_yuan".to_owned(),
                "概算调整".to_owned(),
            )]),
            ..update("2026-09", state, 110)
        }
    }

    fn codes(reasons: &Reasons) -> Vec<&str> {
        reasons.seen.iter().map(String::as_str).collect()
    }

    #[test]
    fn what_lasts_keeps_its_reason_and_what_happened_once_is_asked_about_again() {
        let before = Reasons::before(&[september(UpdateState::Accepted)], period("2026-10"));
        assert_eq!(one_line(&before.given), "概算调整");
        assert_eq!(codes(&before), ["updates-flag-above-total"]);
        let fallen = Update {
            flags: september(UpdateState::Accepted).flags.split_off(1),
            ..september(UpdateState::Accepted)
        };
        assert_eq!(Reasons::before(&[fallen], period("2026-10")), Reasons::default());
        assert_eq!(
            Reasons::before(&[september(UpdateState::Accepted)], period("2026-09")),
            Reasons::default()
        );
    }

    #[test]
    fn what_came_back_keeps_its_own_reasons_and_what_was_begun_those_that_last_beside_them() {
        let lasting = Reasons {
            given: BTreeMap::from([("stage".to_owned(), "用地未批".to_owned())]),
            seen: BTreeSet::from(["updates-flag-start-passed".to_owned()]),
        };
        let both = ["updates-flag-above-total", "updates-flag-cumulative-fell"];
        let returned = Reasons::standing(&lasting, Some(&september(UpdateState::Returned)));
        assert_eq!((one_line(&returned.given).as_str(), codes(&returned)), ("概算调整", both.to_vec()));
        let draft = Reasons::standing(&lasting, Some(&september(UpdateState::Draft)));
        assert_eq!((one_line(&draft.given).as_str(), draft.seen.len()), ("概算调整 用地未批", 3));
        assert_eq!(Reasons::standing(&lasting, None), lasting);
    }
}
