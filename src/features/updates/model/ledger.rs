//! The ledger: how many reports were owed and how they came, by city or by person, and from it the discipline of
//! reporting as a figure: on time ÷ what was owed. What is not yet due and what is excused counts for nobody.

use super::ObligationState;
use crate::kernel::ratio::Ratio;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many obligations stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Tally {
    /// Not here yet, and there is time.
    pub due: i64,
    /// Here in time.
    pub on_time: i64,
    /// Here too late.
    pub late: i64,
    /// Not here, and the time is over.
    pub missing: i64,
    /// Need not report.
    pub excused: i64,
}

impl Tally {
    /// Counts one.
    pub fn add(&mut self, state: ObligationState) {
        *match state {
            ObligationState::Due => &mut self.due,
            ObligationState::OnTime => &mut self.on_time,
            ObligationState::Late => &mut self.late,
            ObligationState::Missing => &mut self.missing,
            ObligationState::Excused => &mut self.excused,
        } += 1;
    }

    /// Counts what another one has counted.
    pub fn merge(&mut self, other: &Self) {
        self.due += other.due;
        self.on_time += other.on_time;
        self.late += other.late;
        self.missing += other.missing;
        self.excused += other.excused;
    }

    /// On time ÷ (on time + late + missing); `None` while nothing has fallen due.
    pub fn discipline(&self) -> Option<Ratio> {
        Ratio::of(self.on_time, self.on_time + self.late + self.missing)
    }
}

/// The tally of each city, each person, each whatever.
pub fn tallies<K: Ord>(obligations: impl IntoIterator<Item = (K, ObligationState)>) -> BTreeMap<K, Tally> {
    let mut tallies: BTreeMap<K, Tally> = BTreeMap::new();
    for (whose, state) in obligations {
        tallies.entry(whose).or_default().add(state);
    }
    tallies
}

#[cfg(test)]
mod tests {
    use super::*;
    use ObligationState::{Due, Excused, Late, Missing, OnTime};

    #[test]
    fn discipline_is_what_came_in_time_of_what_has_fallen_due() {
        let states = [OnTime, OnTime, OnTime, OnTime, OnTime, Late, Missing, Due, Excused];
        let tally = tallies(states.map(|state| ("370100", state)))["370100"];
        assert_eq!(tally, Tally { due: 1, on_time: 5, late: 1, missing: 1, excused: 1 });
        assert_eq!(tally.discipline().unwrap().percent(1), "71.4");
    }

    #[test]
    fn nobody_is_judged_by_what_is_not_due_or_excused() {
        let tally = tallies([("370100", Due), ("370100", Excused)])["370100"];
        assert_eq!(tally.discipline(), None);
    }

    #[test]
    fn each_has_a_tally_of_its_own() {
        let tallies = tallies([("370100", OnTime), ("370200", Late)]);
        assert_eq!(tallies["370100"].discipline(), Ratio::of(1, 1));
        assert_eq!(tallies["370200"].discipline(), Ratio::of(0, 1));
    }
}
