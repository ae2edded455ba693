//! Money and stages of two sides, by city, chain, industry and class: before, after, and the difference between them.
//! Counted from the entries themselves in whole yuan, so every group adds up to the whole, on either side and in the
//! difference. An amount that is not known counts as nothing.

use super::item::Item;
use crate::features::projects::Stage;
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use anyhow::anyhow;
use std::collections::BTreeMap;

/// Every stage, and last the one that is not known.
const STAGES: usize = Stage::ALL.len() + 1;

/// The figures of some entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Entries.
    pub count: i64,
    /// 总投资
    pub total: Money,
    /// 年度计划投资
    pub annual_plan: Money,
    /// 年内完成
    pub ytd: Money,
    stages: [i64; STAGES],
}

/// A group on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The group's code, id or word; none for what has none, and for the whole.
    pub key: Option<String>,
    /// On the older side.
    pub before: Sums,
    /// On the newer side.
    pub after: Sums,
}

/// All groups; what has no key comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Everything.
    pub whole: Shift,
    /// In the order of codes; without one, the province's own.
    pub by_city: Vec<Shift>,
    /// In the order of ids.
    pub by_chain: Vec<Shift>,
    /// In the order of codes.
    pub by_industry: Vec<Shift>,
    /// 实施 before 准备.
    pub by_class: Vec<Shift>,
}

/// What the groups are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// 实施类, 准备类
    Class,
    /// The city.
    City,
    /// The industrial chain.
    Chain,
    /// The industry.
    Industry,
}

impl Sums {
    /// Counts at each stage in the order of a project's life, the unknown stage last.
    pub fn stages(&self) -> impl Iterator<Item = (Option<Stage>, i64)> + '_ {
        Stage::ALL.iter().copied().map(Some).chain([None]).zip(self.stages)
    }

    /// How many have broken ground: 开工 and every later stage.
    pub fn started(&self) -> i64 {
        let started = |(stage, _): &(Option<Stage>, i64)| *stage >= Some(Stage::Started);
        self.stages().filter(started).map(|(_, count)| count).sum()
    }

    fn add(&mut self, item: &Item) -> Result<()> {
        let facts = &item.facts;
        let sum = |so_far: Money, amount: Option<Money>| {
            so_far
                .checked_add(amount.unwrap_or_default())
                .ok_or_else(|| Error::Unexpected(anyhow!("the sum of a compared list leaves 64 bits")))
        };
        self.count += 1;
        self.total = sum(self.total, facts.total_investment)?;
        self.annual_plan = sum(self.annual_plan, facts.annual_plan)?;
        self.ytd = sum(self.ytd, facts.ytd_investment)?;
        let place = Stage::ALL.iter().position(|stage| facts.stage == Some(*stage));
        self.stages[place.unwrap_or(STAGES - 1)] += 1;
        Ok(())
    }
}

impl Shift {
    /// Entries more, or fewer when negative.
    pub const fn count(&self) -> i64 {
        self.after.count - self.before.count
    }

    /// Total investment more.
    pub fn total(&self) -> Money {
        difference(self.before.total, self.after.total)
    }
}

/// `after` less `before`. Sums of amounts that a form takes stay far within 64 bits; beyond, it stops at the bound.
pub const fn difference(before: Money, after: Money) -> Money {
    Money::from_yuan(after.yuan().saturating_sub(before.yuan()))
}

impl Totals {
    /// Counts both sides.
    ///
    /// # Errors
    /// When a sum leaves 64 bits.
    pub fn of(before: &[Item], after: &[Item]) -> Result<Self> {
        let whole = groups(before, after, |_| Some(0_u8))?.pop();
        let empty = Shift { key: None, before: Sums::default(), after: Sums::default() };
        Ok(Self {
            whole: whole.map_or(empty, |whole| Shift { key: None, ..whole }),
            by_city: groups(before, after, |item| item.facts.division.city())?,
            by_chain: groups(before, after, |item| item.facts.chain_id)?,
            by_industry: groups(before, after, |item| item.facts.industry.clone())?,
            by_class: groups(before, after, |item| Some(item.class))?,
        })
    }

    /// Every kind of group.
    pub fn groups(&self) -> [(By, &[Shift]); 4] {
        [
            (By::Class, &self.by_class),
            (By::City, &self.by_city),
            (By::Chain, &self.by_chain),
            (By::Industry, &self.by_industry),
        ]
    }
}

fn groups<K: Ord + ToString>(
    before: &[Item],
    after: &[Item],
    key: impl Fn(&Item) -> Option<K>,
) -> Result<Vec<Shift>> {
    let mut groups: BTreeMap<(bool, Option<K>), (Sums, Sums)> = BTreeMap::new();
    for item in before {
        let key = key(item);
        groups.entry((key.is_none(), key)).or_default().0.add(item)?;
    }
    for item in after {
        let key = key(item);
        groups.entry((key.is_none(), key)).or_default().1.add(item)?;
    }
    let shift = |((_, key), (before, after)): ((bool, Option<K>), (Sums, Sums))| Shift {
        key: key.map(|key| key.to_string()),
        before,
        after,
    };
    Ok(groups.into_iter().map(shift).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::{Class, Facts};
    use crate::kernel::division::DivisionCode;
    use proptest::prelude::*;

    fn item(city: u8, chain: Option<i64>, stage: Option<Stage>, yuan: i64) -> Item {
        let division = DivisionCode::parse(&format!("370{city}00")).unwrap();
        let amount = Some(Money::from_yuan(yuan));
        let facts = Facts {
            chain_id: chain,
            stage,
            total_investment: amount,
            annual_plan: amount,
            ytd_investment: None,
            ..Facts::named("项目", division)
        };
        Item::new(0, None, Class::Implementation, None, facts)
    }

    #[test]
    fn a_group_of_one_side_stands_with_nothing_on_the_other() {
        let before = [item(1, Some(10), Some(Stage::Signed), 5), item(2, Some(9), None, 7)];
        let after = [item(1, None, Some(Stage::Started), 8)];
        let totals = Totals::of(&before, &after).unwrap();
        let told = |shifts: &[Shift]| {
            let one = |shift: &Shift| {
                let key = shift.key.as_deref().unwrap_or("-");
                format!("{key} {} {}", shift.count(), shift.total().yuan())
            };
            shifts.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(told(&totals.by_city), ["370100 0 3", "370200 -1 -7"]);
        assert_eq!(
            told(&totals.by_chain),
            ["9 -1 -7", "10 -1 -5", "- 1 8"],
            "chains in the order of their ids"
        );
        assert_eq!((totals.whole.before.started(), totals.whole.after.started()), (0, 1));
        assert_eq!(totals.whole.after.annual_plan, Money::from_yuan(8));
    }

    #[test]
    fn two_empty_sides_differ_by_nothing() {
        let totals = Totals::of(&[], &[]).unwrap();
        assert_eq!((totals.whole.count(), totals.whole.total()), (0, Money::ZERO));
    }

    proptest! {
        #[test]
        fn every_group_adds_up_to_the_whole(
            before in prop::collection::vec((1u8..9, 0i64..4, 0usize..11, 0i64..1_000_000_000_000), 0..30),
            after in prop::collection::vec((1u8..9, 0i64..4, 0usize..11, 0i64..1_000_000_000_000), 0..30),
        ) {
            let side = |rows: &[(u8, i64, usize, i64)]| rows.iter().map(|(city, chain, stage, yuan)| {
                item(*city, (*chain > 0).then_some(*chain), Stage::ALL.get(*stage).copied(), *yuan)
            }).collect::<Vec<_>>();
            let (before, after) = (side(&before), side(&after));
            let totals = Totals::of(&before, &after).unwrap();
            prop_assert_eq!(totals.whole.count(), after.len() as i64 - before.len() as i64);
            for groups in [&totals.by_city, &totals.by_chain, &totals.by_industry, &totals.by_class] {
                prop_assert_eq!(groups.iter().map(Shift::count).sum::<i64>(), totals.whole.count());
                prop_assert_eq!(Money::sum(groups.iter().map(Shift::total)), Some(totals.whole.total()));
                let started = |one: fn(&Shift) -> &Sums| groups.iter().map(|group| one(group).started()).sum::<i64>();
                prop_assert_eq!(started(|group| &group.before), totals.whole.before.started());
                prop_assert_eq!(started(|group| &group.after), totals.whole.after.started());
            }
            prop_assert_eq!(totals.whole.after.stages().map(|(_, count)| count).sum::<i64>(), after.len() as i64);
        }
    }
}
