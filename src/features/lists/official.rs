//! The official table: how the rows of a list stand under one another on page, paper and workbook (DOMAIN section 2).
//!
//! - the sum of all comes first, then 实施 and 准备 where a list has both, then the sections
//! - within these, cities in the order of their codes, each with its subtotal above its projects
//! - serials run through and are those of the entries: arranging never changes the order, it only adds the sums
//! - a sum counts every entry that stands under it; an amount that is not known counts as nothing

use super::model::PublishedEntry;
use crate::features::projects::Class;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use anyhow::anyhow;

/// A row of the official table.
#[derive(Clone, Debug, PartialEq)]
pub enum Row<'a> {
    /// A sum over the rows below it.
    Sum(Group<'a>, Sums),
    /// One project.
    Project(&'a PublishedEntry),
}

/// What a sum stands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group<'a> {
    /// 全省合计, or that of an extract.
    Whole,
    /// 实施类 or 准备类.
    Class(Class),
    /// A heading of the list's own.
    Section(&'a str),
    /// A city; none for the province's own projects.
    City(Option<DivisionCode>),
}

/// The figures of a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Projects.
    pub count: i64,
    /// 总投资
    pub total: Money,
    /// 年度计划投资
    pub annual_plan: Money,
    /// 年内完成
    pub ytd: Money,
    /// 累计完成
    pub cumulative: Money,
}

impl Sums {
    fn of(entries: &[&PublishedEntry]) -> Result<Self> {
        let sum = |figure: fn(&PublishedEntry) -> Option<Money>| {
            Money::sum(entries.iter().filter_map(|entry| figure(entry)))
                .ok_or_else(|| Error::Unexpected(anyhow!("a list's sum leaves 64 bits")))
        };
        Ok(Self {
            count: entries.len() as i64,
            total: sum(|entry| entry.facts.total_investment)?,
            annual_plan: sum(|entry| entry.facts.annual_plan)?,
            ytd: sum(|entry| entry.facts.ytd_investment)?,
            cumulative: sum(|entry| entry.facts.cumulative_investment)?,
        })
    }
}

/// The rows of the table over entries in the order of their serials.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn arrange<'a>(entries: impl IntoIterator<Item = &'a PublishedEntry>) -> Result<Vec<Row<'a>>> {
    let entries: Vec<&PublishedEntry> = entries.into_iter().collect();
    let mut rows = vec![Row::Sum(Group::Whole, Sums::of(&entries)?)];
    let classes: Vec<_> = entries.chunk_by(|a, b| a.class == b.class).collect();
    for class in &classes {
        if classes.len() > 1 {
            rows.push(Row::Sum(Group::Class(class[0].class), Sums::of(class)?));
        }
        for section in class.chunk_by(|a, b| a.section == b.section) {
            if let Some(heading) = &section[0].section {
                rows.push(Row::Sum(Group::Section(heading), Sums::of(section)?));
            }
            for city in section.chunk_by(|a, b| a.facts.division.city() == b.facts.division.city()) {
                rows.push(Row::Sum(Group::City(city[0].facts.division.city()), Sums::of(city)?));
                rows.extend(city.iter().copied().map(Row::Project));
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::lists::model::ChangeKind;
    use crate::features::projects::Facts;
    use proptest::prelude::*;

    fn entry(
        serial: i32,
        class: Class,
        section: Option<&str>,
        city: &str,
        yuan: Option<i64>,
    ) -> PublishedEntry {
        PublishedEntry {
            serial,
            project_id: i64::from(serial),
            project_version: 1,
            section: section.map(str::to_owned),
            class,
            change: ChangeKind::Addition,
            facts: Facts {
                total_investment: yuan.map(Money::from_yuan),
                ..Facts::named("项目", DivisionCode::parse(city).unwrap())
            },
        }
    }

    fn told(rows: &[Row]) -> Vec<String> {
        let tell = |row: &Row| match row {
            Row::Sum(Group::Whole, sums) => format!("whole {} {}", sums.count, sums.total.yuan()),
            Row::Sum(Group::Class(class), sums) => format!("{class} {} {}", sums.count, sums.total.yuan()),
            Row::Sum(Group::Section(heading), sums) => format!("{heading} {}", sums.count),
            Row::Sum(Group::City(Some(city)), sums) => format!("{city} {} {}", sums.count, sums.total.yuan()),
            Row::Sum(Group::City(None), sums) => format!("province {}", sums.count),
            Row::Project(entry) => format!("#{}", entry.serial),
        };
        rows.iter().map(tell).collect()
    }

    #[test]
    fn the_whole_comes_first_then_each_city_above_its_projects() {
        let entries = [
            entry(1, Class::Implementation, None, "370102", Some(5)),
            entry(2, Class::Implementation, None, "370100", None),
            entry(3, Class::Implementation, None, "370202", Some(7)),
        ];
        assert_eq!(
            told(&arrange(&entries).unwrap()),
            ["whole 3 12", "370100 2 5", "#1", "#2", "370200 1 7", "#3"],
            "a list of one class needs no heading for it"
        );
    }

    #[test]
    fn both_classes_and_the_sections_have_their_own_sums() {
        let entries = [
            entry(1, Class::Implementation, None, "370000", Some(1)),
            entry(2, Class::Implementation, Some("未来产业"), "370100", Some(2)),
            entry(3, Class::Preparation, None, "370100", Some(4)),
        ];
        assert_eq!(
            told(&arrange(&entries).unwrap()),
            [
                "whole 3 7",
                "implementation 2 3",
                "province 1",
                "#1",
                "未来产业 1",
                "370100 1 2",
                "#2",
                "preparation 1 4",
                "370100 1 4",
                "#3"
            ]
        );
    }

    #[test]
    fn a_list_of_nothing_says_so() {
        assert_eq!(told(&arrange(&[]).unwrap()), ["whole 0 0"]);
    }

    #[test]
    fn a_sum_beyond_64_bits_is_an_error_and_never_wraps() {
        let huge = || entry(1, Class::Implementation, None, "370100", Some(i64::MAX));
        assert!(arrange(&[huge(), huge()]).is_err());
    }

    proptest! {
        #[test]
        fn every_entry_stands_once_and_the_cities_add_up(rows in prop::collection::vec((any::<bool>(), 1u8..5, 0i64..1_000_000), 0..40)) {
            let mut entries: Vec<_> = rows.iter().map(|(preparation, city, yuan)| {
                let class = if *preparation { Class::Preparation } else { Class::Implementation };
                entry(0, class, None, &format!("370{city}00"), Some(*yuan))
            }).collect();
            entries.sort_by_key(|entry| (entry.class, entry.facts.division));
            for (entry, serial) in entries.iter_mut().zip(1..) {
                entry.serial = serial;
            }
            let rows = arrange(&entries).unwrap();
            let serials: Vec<i32> = rows.iter().filter_map(|row| match row {
                Row::Project(entry) => Some(entry.serial),
                Row::Sum(..) => None,
            }).collect();
            prop_assert_eq!(serials, (1..=entries.len() as i32).collect::<Vec<_>>());
            let of = |wanted: fn(&Group) -> bool| rows.iter().filter_map(|row| match row {
                Row::Sum(group, sums) if wanted(group) => Some((sums.count, sums.total)),
                _ => None,
            }).fold((0, 0), |sum, (count, total)| (sum.0 + count, sum.1 + total.yuan()));
            prop_assert_eq!(of(|group| matches!(group, Group::City(_))), of(|group| matches!(group, Group::Whole)));
        }
    }
}
