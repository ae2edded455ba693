//! Counts and sums of a list: by city, industry and class. A figure on a page is the sum of the rows it stands over,
//! so everything is counted from the entries themselves, in whole yuan, and the groups always add up to the whole.
//! Each entry counts once (口径: 个项目, as nominated); what a bundle is made of is not counted again.

use super::model::{Entry, NominationState, PublishedEntry};
use crate::features::projects::Class;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use anyhow::anyhow;
use std::collections::BTreeMap;

/// What is counted of one entry.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The city it lies in; none when it is the province's own.
    pub city: Option<DivisionCode>,
    /// Industry's code, when known.
    pub industry: Option<String>,
    /// Class on the list.
    pub class: Class,
    /// Total investment.
    pub total: Money,
}

impl From<&PublishedEntry> for Counted {
    fn from(entry: &PublishedEntry) -> Self {
        Self {
            city: entry.facts.division.city(),
            industry: entry.facts.industry.clone(),
            class: entry.class,
            total: entry.facts.total_investment.unwrap_or_default(),
        }
    }
}

impl From<&Entry> for Counted {
    fn from(entry: &Entry) -> Self {
        Self {
            city: entry.project.facts.division.city(),
            industry: entry.project.facts.industry.clone(),
            class: entry.class,
            total: entry.project.facts.total_investment.unwrap_or_default(),
        }
    }
}

/// One group: a city's code, an industry's code or a class; without a key, what has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The group's code or word.
    pub key: Option<String>,
    /// Entries.
    pub count: i64,
    /// Their total investment.
    pub total_investment: Money,
}

/// Counts and sums of some entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Entries.
    pub count: i64,
    /// Their total investment.
    pub total_investment: Money,
    /// In the order of codes.
    pub by_city: Vec<Tally>,
    /// In the order of codes; what has none comes last.
    pub by_industry: Vec<Tally>,
    /// 实施 before 准备.
    pub by_class: Vec<Tally>,
}

impl Totals {
    /// Counts the entries.
    ///
    /// # Errors
    /// When a sum leaves 64 bits, which the limit of a single amount keeps away from any real list.
    pub fn of(entries: impl IntoIterator<Item = Counted>) -> Result<Self> {
        let mut totals = Self::default();
        let (mut cities, mut industries, mut classes) = (Groups::new(), Groups::new(), Groups::new());
        for entry in entries {
            totals.count += 1;
            totals.total_investment = add(totals.total_investment, entry.total)?;
            count(&mut cities, entry.city.map(|city| city.to_string()), entry.total)?;
            count(&mut industries, entry.industry, entry.total)?;
            count(&mut classes, Some(entry.class.to_string()), entry.total)?;
        }
        totals.by_city = tallies(cities);
        totals.by_industry = tallies(industries);
        totals.by_class = tallies(classes);
        Ok(totals)
    }
}

/// Sorted by key, those without a key last. "implementation" sorts before "preparation".
type Groups = BTreeMap<(bool, Option<String>), (i64, Money)>;

fn count(groups: &mut Groups, key: Option<String>, total: Money) -> Result<()> {
    let group = groups.entry((key.is_none(), key)).or_default();
    *group = (group.0 + 1, add(group.1, total)?);
    Ok(())
}

fn tallies(groups: Groups) -> Vec<Tally> {
    let tally = |((_, key), (count, total_investment))| Tally { key, count, total_investment };
    groups.into_iter().map(tally).collect()
}

fn add(a: Money, b: Money) -> Result<Money> {
    a.checked_add(b).ok_or_else(|| Error::Unexpected(anyhow!("a list's sum leaves 64 bits")))
}

/// How the work on a list stands against its target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meters {
    /// How many the list should have.
    pub target: i32,
    /// Nominations in each state, in the contract's order of states.
    pub by_state: Vec<(NominationState, i64)>,
    /// What waits for a decision.
    pub waiting: Totals,
    /// What would be published now.
    pub accepted: Totals,
}

impl Meters {
    /// Counts the nominations.
    ///
    /// # Errors
    /// As [`Totals::of`].
    pub fn of(target: i32, entries: &[Entry]) -> Result<Self> {
        let of_state =
            |state| entries.iter().filter(move |entry: &&Entry| entry.state == state).map(Counted::from);
        Ok(Self {
            target,
            by_state: NominationState::ALL
                .iter()
                .map(|state| (*state, of_state(*state).count() as i64))
                .collect(),
            waiting: Totals::of(of_state(NominationState::Nominated))?,
            accepted: Totals::of(of_state(NominationState::Accepted))?,
        })
    }

    /// Accepted less target: below zero some are missing, above some are too many.
    pub fn off_target(&self) -> i64 {
        self.accepted.count - i64::from(self.target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(city: u8, industry: Option<&str>, class: Class, yuan: i64) -> Counted {
        Counted {
            city: DivisionCode::parse(&format!("370{city}00")).unwrap().city(),
            industry: industry.map(str::to_owned),
            class,
            total: Money::from_yuan(yuan),
        }
    }

    #[test]
    fn groups_stand_in_the_order_of_their_codes_and_the_unnamed_last() {
        let totals = Totals::of([
            counted(2, None, Class::Preparation, 5),
            counted(1, Some("b"), Class::Implementation, 7),
            counted(2, Some("a"), Class::Implementation, 1),
        ])
        .unwrap();
        let told = |tallies: &[Tally]| {
            let one = |tally: &Tally| {
                let key = tally.key.as_deref().unwrap_or("-");
                format!("{key} {} {}", tally.count, tally.total_investment.yuan())
            };
            tallies.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!((totals.count, totals.total_investment), (3, Money::from_yuan(13)));
        assert_eq!(told(&totals.by_city), ["370100 1 7", "370200 2 6"]);
        assert_eq!(told(&totals.by_industry), ["a 1 1", "b 1 7", "- 1 5"]);
        assert_eq!(told(&totals.by_class), ["implementation 2 8", "preparation 1 5"]);
    }

    #[test]
    fn a_sum_beyond_64_bits_is_an_error_and_never_wraps() {
        let huge = || counted(1, None, Class::Implementation, i64::MAX);
        assert!(Totals::of([huge(), huge()]).is_err());
    }

    proptest! {
        #[test]
        fn every_grouping_adds_up_to_the_whole(rows in prop::collection::vec((1u8..9, 0u8..4, any::<bool>(), 0i64..1_000_000_000_000), 0..40)) {
            let totals = Totals::of(rows.iter().map(|(city, industry, preparation, yuan)| {
                let class = if *preparation { Class::Preparation } else { Class::Implementation };
                counted(*city, ["a", "b", "c"].get(*industry as usize).copied(), class, *yuan)
            })).unwrap();
            prop_assert_eq!(totals.count, rows.len() as i64);
            for groups in [&totals.by_city, &totals.by_industry, &totals.by_class] {
                prop_assert_eq!(groups.iter().map(|group| group.count).sum::<i64>(), totals.count);
                prop_assert_eq!(Money::sum(groups.iter().map(|group| group.total_investment)), Some(totals.total_investment));
            }
        }
    }
}
