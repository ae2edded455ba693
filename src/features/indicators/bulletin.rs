//! The figures of a whole and of its groups, with the groups' places: what a statistics page, an export and a digest
//! show, and what the check recomputes before publication.

use super::definition::Indicator;
use super::figures::Figures;
use super::measured::{Measured, Member, members};
use super::moment::Moment;
use super::ranking::competition;
use crate::features::projects::{Class, Nature, Stage};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::text_enum;
use std::collections::BTreeMap;

text_enum! {
    /// By what projects are grouped.
    pub enum Dimension {
        /// The city it lies in.
        City = "city",
        /// How far it has come.
        Stage = "stage",
        /// 实施类, 准备类
        Class = "class",
        /// 所属产业
        Industry = "industry",
        /// 产业链
        Chain = "chain",
        /// 建设性质
        Nature = "nature",
    }
}

impl Dimension {
    /// The group of a project: a code, an id or a word; none for what nobody has said.
    pub fn key(self, row: &Measured) -> Option<String> {
        match self {
            Self::City => row.division.city().map(|city| city.to_string()),
            Self::Stage => row.stage.map(|stage| stage.to_string()),
            Self::Class => row.class.map(|class| class.to_string()),
            Self::Industry => row.industry.clone(),
            Self::Chain => row.chain_id.map(|id| id.to_string()),
            Self::Nature => row.nature.map(|nature| nature.to_string()),
        }
    }

    /// Words stand in the order of their meaning, ids by number, codes as they are.
    fn place(self, key: &str) -> i64 {
        let of = |place: Option<usize>| place.map_or(i64::MAX, |place| place as i64);
        match self {
            Self::City | Self::Industry => 0,
            Self::Stage => of(Stage::ALL.iter().position(|stage| stage.as_str() == key)),
            Self::Class => of(Class::ALL.iter().position(|class| class.as_str() == key)),
            Self::Nature => of(Nature::ALL.iter().position(|nature| nature.as_str() == key)),
            Self::Chain => key.parse().unwrap_or(i64::MAX),
        }
    }
}

/// A group's places among its like; ties share one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ranks {
    /// By 投资完成率.
    pub completion_rate: Option<u32>,
    /// By 开工率 (a).
    pub start_rate: Option<u32>,
    /// By 总投资.
    pub total: Option<u32>,
    /// By the number of projects.
    pub count: Option<u32>,
}

/// The figures of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// A code, an id or a word; none for what has none, which competes with nobody.
    pub key: Option<String>,
    /// Its figures.
    pub figures: Figures,
    /// Its places.
    pub ranks: Ranks,
}

/// Every group of one dimension. They add up to the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// By what.
    pub by: Dimension,
    /// In their order; what has no key comes last.
    pub groups: Vec<Group>,
}

/// A whole with its groupings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulletin {
    /// All together.
    pub whole: Figures,
    /// One for each dimension that was asked for.
    pub groupings: Vec<Grouping>,
}

impl Bulletin {
    /// Measures `rows`. The `cities` stand in a grouping by city also when they have no project.
    ///
    /// # Errors
    /// As [`Figures::of`].
    pub fn of(rows: &[Measured], moment: Moment, by: &[Dimension], cities: &[DivisionCode]) -> Result<Self> {
        let members = members(rows);
        let grouping = |by: &Dimension| Grouping::of(&members, moment, *by, cities);
        Ok(Self {
            whole: Figures::of(&members, moment)?,
            groupings: by.iter().map(grouping).collect::<Result<_>>()?,
        })
    }
}

impl Grouping {
    fn of(members: &[Member<'_>], moment: Moment, by: Dimension, cities: &[DivisionCode]) -> Result<Self> {
        type Key = (bool, i64, Option<String>);
        let sorted = |key: Option<String>| -> Key {
            (key.is_none(), key.as_deref().map_or(0, |key| by.place(key)), key)
        };
        let mut groups: BTreeMap<Key, Vec<Member<'_>>> = BTreeMap::new();
        if by == Dimension::City {
            groups.extend(cities.iter().map(|city| (sorted(Some(city.to_string())), Vec::new())));
        }
        for member in members {
            groups.entry(sorted(by.key(member.measured))).or_default().push(*member);
        }
        let group = |((.., key), members): (Key, Vec<Member<'_>>)| {
            Ok(Group { key, figures: Figures::of(&members, moment)?, ranks: Ranks::default() })
        };
        let mut groups: Vec<Group> = groups.into_iter().map(group).collect::<Result<_>>()?;
        rank(&mut groups);
        Ok(Self { by, groups })
    }
}

/// Gives every named group its places.
fn rank(groups: &mut [Group]) {
    let competing = |value: &dyn Fn(&Figures) -> Option<crate::kernel::ratio::Ratio>| {
        let of = |group: &Group| group.key.as_ref().and_then(|_| value(&group.figures));
        competition(&groups.iter().map(of).collect::<Vec<_>>())
    };
    let whole = |number: i64| crate::kernel::ratio::Ratio::of(number, 1);
    let places = [
        competing(&|figures| figures.measure(Indicator::CompletionRate).value),
        competing(&|figures| figures.measure(Indicator::StartRate).value),
        competing(&|figures| whole(figures.total.yuan())),
        competing(&|figures| whole(figures.count)),
    ];
    for (at, group) in groups.iter_mut().enumerate() {
        let [completion_rate, start_rate, total, count] = [0, 1, 2, 3].map(|which: usize| places[which][at]);
        group.ranks = Ranks { completion_rate, start_rate, total, count };
    }
}

#[cfg(test)]
mod tests {
    use super::super::measured::tests::row;
    use super::*;
    use crate::kernel::money::Money;
    use proptest::prelude::*;

    fn moment() -> Moment {
        Moment { year: 2026, as_of: "2026-09-30".parse().unwrap() }
    }

    fn city(digit: u8) -> DivisionCode {
        DivisionCode::parse(&format!("370{digit}00")).unwrap()
    }

    fn at(id: i64, place: DivisionCode, stage: Stage, yuan: i64) -> Measured {
        Measured { division: place, total: Some(Money::from_yuan(yuan)), ..row(id, stage) }
    }

    fn by_city(rows: &[Measured], cities: &[DivisionCode]) -> Vec<Group> {
        let bulletin = Bulletin::of(rows, moment(), &[Dimension::City], cities).unwrap();
        bulletin.groupings.into_iter().next().unwrap().groups
    }

    #[test]
    fn cities_of_equal_value_share_a_place_and_what_lies_in_none_competes_with_nobody() {
        let province = DivisionCode::parse("370000").unwrap();
        let rows = [
            at(1, city(1), Stage::Started, 50),
            at(2, city(2), Stage::Filed, 70),
            at(3, city(3), Stage::Started, 50),
            at(4, province, Stage::Started, 900),
        ];
        let groups = by_city(&rows, &[city(1), city(2), city(3), city(4)]);
        let keys: Vec<_> = groups.iter().map(|group| group.key.as_deref().unwrap_or("-")).collect();
        assert_eq!(keys, ["370100", "370200", "370300", "370400", "-"]);
        let total: Vec<_> = groups.iter().map(|group| group.ranks.total).collect();
        assert_eq!(total, [Some(2), Some(1), Some(2), Some(4), None]);
        let start: Vec<_> = groups.iter().map(|group| group.ranks.start_rate).collect();
        assert_eq!(start, [Some(1), Some(3), Some(1), None, None], "without a project there is no rate");
    }

    #[test]
    fn stages_stand_in_their_order_and_the_unsaid_last() {
        let unsaid = Measured { stage: None, ..row(3, Stage::Planned) };
        let rows = [row(1, Stage::Completed), row(2, Stage::Signed), unsaid];
        let bulletin = Bulletin::of(&rows, moment(), &[Dimension::Stage], &[]).unwrap();
        let keys: Vec<_> = bulletin.groupings[0].groups.iter().map(|group| group.key.clone()).collect();
        assert_eq!(keys, [Some("signed".to_owned()), Some("completed".to_owned()), None]);
    }

    proptest! {
        #[test]
        fn every_grouping_adds_up_to_the_whole(rows in prop::collection::vec((0u8..4, 0usize..10, 0i64..1_000_000_000_000, prop::option::of(1i64..12)), 0..40)) {
            let rows: Vec<Measured> = rows.iter().zip(1..).map(|((place, stage, yuan, parent), id)| Measured {
                parent_id: parent.filter(|parent| *parent != id),
                industry: (*place > 1).then(|| format!("i{place}")),
                chain_id: Some(i64::from(*place)),
                division: if *place == 0 { DivisionCode::parse("370000").unwrap() } else { city(*place) },
                total: Some(Money::from_yuan(*yuan)),
                ..row(id, Stage::ALL[*stage])
            }).collect();
            let bulletin = Bulletin::of(&rows, moment(), Dimension::ALL, &[city(7)]).unwrap();
            for grouping in &bulletin.groupings {
                let sum = |of: fn(&Figures) -> i64| grouping.groups.iter().map(|group| of(&group.figures)).sum::<i64>();
                for of in [
                    (|figures| figures.count) as fn(&Figures) -> i64,
                    |figures| figures.split_count,
                    |figures| figures.started,
                    |figures| figures.planned_new,
                    |figures| figures.total.yuan(),
                ] {
                    prop_assert_eq!(sum(of), of(&bulletin.whole), "{}", grouping.by);
                }
            }
        }
    }
}
