//! What changed between two sides of a comparison, by the projects' own numbers: the official change set in its four
//! kinds (DOMAIN section 2.3), and what changed of what stayed. Pure.
//!
//! - a project is recognised by its id, whatever it is called by now; `added` and `exited` are complete by id, and
//!   `suspected` names, on top, what may be one project under two ids
//! - a class that changed moves an entry out of `carried`; its other changes go along
//! - changes speak of the contract's fields, with the registry's own rule of what differs

use super::item::Item;
use super::same::{Clue, Proposal, propose};
use super::totals::Totals;
use crate::features::lists::model::Decision;
use crate::features::projects::{Class, SideState, differences};
use crate::kernel::error::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A fact that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Contract name.
    pub field: &'static str,
    /// On the older side.
    pub from: Value,
    /// On the newer side.
    pub to: Value,
}

/// A project that stands on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// On the older side.
    pub before: Item,
    /// On the newer side.
    pub after: Item,
    /// May be none.
    pub changes: Vec<Change>,
}

/// Why a project left, as far as the newer side knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// What was decided about it by name.
    pub decision: Option<Decision>,
    /// Why.
    pub reason: Option<String>,
    /// The projects that it lives on in.
    pub into: Vec<i64>,
    /// Against the registry: what became of the record.
    pub side_state: Option<SideState>,
}

/// A project that stands on the older side only.
#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    /// As it stood.
    pub item: Item,
    /// Why it left.
    pub fate: Fate,
}

/// What changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// 增补
    pub added: Vec<Item>,
    /// 储备类→实施类
    pub to_implementation: Vec<Kept>,
    /// 实施类→储备类
    pub to_preparation: Vec<Kept>,
    /// 退出
    pub exited: Vec<Gone>,
    /// The same class on both sides, with what changed of it.
    pub carried: Vec<Kept>,
    /// Places in `exited` and `added` that may be one project.
    pub suspected: Vec<Proposal>,
    /// Money and stages.
    pub totals: Totals,
}

impl Comparison {
    /// Everything that stands on both sides, whatever its class.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.carried.iter().chain(&self.to_implementation).chain(&self.to_preparation)
    }

    /// What stands on both sides and is not as it was.
    pub fn changed(&self) -> impl Iterator<Item = &Kept> {
        self.kept().filter(|kept| !kept.changes.is_empty())
    }

    /// The suspicion about an entry of `added`.
    pub fn suspicion_of_added(&self, place: usize) -> Option<&Proposal> {
        self.suspected.iter().find(|proposal| proposal.after == place)
    }

    /// The suspicion about an entry of `exited`.
    pub fn suspicion_of_exited(&self, place: usize) -> Option<&Proposal> {
        self.suspected.iter().find(|proposal| proposal.before == place)
    }
}

/// Compares two sides, each in its own order. `fates` say why a project of the older side is not on the newer.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn compare(before: Vec<Item>, after: Vec<Item>, mut fates: BTreeMap<i64, Fate>) -> Result<Comparison> {
    let totals = Totals::of(&before, &after)?;
    let order: Vec<i64> = before.iter().map(|item| item.project_id).collect();
    let mut before: BTreeMap<i64, Item> = before.into_iter().map(|item| (item.project_id, item)).collect();
    let (mut added, mut carried, mut up, mut down) = (vec![], vec![], vec![], vec![]);
    for item in after {
        let Some(stood) = before.remove(&item.project_id) else {
            added.push(item);
            continue;
        };
        let side = match (stood.class, item.class) {
            (Class::Preparation, Class::Implementation) => &mut up,
            (Class::Implementation, Class::Preparation) => &mut down,
            _ => &mut carried,
        };
        side.push(Kept { changes: changes(&stood, &item), before: stood, after: item });
    }
    let left = order.iter().filter_map(|id| before.remove(id));
    let exited: Vec<Gone> =
        left.map(|item| Gone { fate: fates.remove(&item.project_id).unwrap_or_default(), item }).collect();
    let suspected = propose(
        &exited.iter().map(|gone| Clue::of(&gone.item.facts)).collect::<Vec<_>>(),
        &added.iter().map(|item| Clue::of(&item.facts)).collect::<Vec<_>>(),
    );
    Ok(Comparison { added, to_implementation: up, to_preparation: down, exited, carried, suspected, totals })
}

fn changes(before: &Item, after: &Item) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.section != after.section {
        changes.push(Change { field: "section", from: json!(before.section), to: json!(after.section) });
    }
    // Most entries stay as they are, and equal facts are told faster than their JSON.
    if before.facts != after.facts {
        let differ = differences(&before.facts, &after.facts);
        changes.extend(differ.into_iter().map(|(field, from, to)| Change { field, from, to }));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::Facts;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::money::Money;
    use proptest::prelude::*;

    fn item(id: i64, class: Class, name: &str, yuan: i64) -> Item {
        let facts = Facts {
            total_investment: Some(Money::from_yuan(yuan)),
            ..Facts::named(name, DivisionCode::parse("370100").unwrap())
        };
        Item::new(id, None, class, None, facts)
    }

    fn ids<'a>(items: impl IntoIterator<Item = &'a Kept>) -> Vec<i64> {
        items.into_iter().map(|kept| kept.after.project_id).collect()
    }

    #[test]
    fn the_four_kinds_and_what_changed_of_the_rest() {
        use Class::{Implementation, Preparation};
        let before = vec![
            item(1, Implementation, "甲", 10),
            item(2, Preparation, "乙", 20),
            item(3, Implementation, "丙", 30),
            item(4, Implementation, "丁", 40),
            item(5, Implementation, "戊", 50),
        ];
        let after = vec![
            item(1, Implementation, "甲", 12),
            item(2, Implementation, "乙改名", 20),
            item(3, Preparation, "丙", 30),
            item(5, Implementation, "戊", 50),
            item(6, Implementation, "己", 60),
        ];
        let fate = Fate { decision: Some(Decision::Merge), into: vec![6], ..Fate::default() };
        let found =
            compare(before, after, BTreeMap::from([(4, fate.clone()), (5, Fate::default())])).unwrap();
        assert_eq!(found.added.iter().map(|item| item.project_id).collect::<Vec<_>>(), [6]);
        assert_eq!((ids(&found.to_implementation), ids(&found.to_preparation)), (vec![2], vec![3]));
        assert_eq!(ids(&found.carried), [1, 5]);
        assert_eq!((found.exited[0].item.project_id, &found.exited[0].fate), (4, &fate));
        assert_eq!(
            found.carried[0].changes,
            [Change { field: "total_investment_yuan", from: json!(10), to: json!(12) }]
        );
        let moved: Vec<_> = found.to_implementation[0].changes.iter().map(|change| change.field).collect();
        assert_eq!(moved, ["name", "class"], "its other changes go along");
        assert_eq!(ids(found.changed()), [1, 2, 3]);
    }

    #[test]
    fn a_new_id_under_nearly_the_old_name_is_suspected_and_still_counted() {
        let before = vec![item(1, Class::Implementation, "上海研发基地", 10)];
        let after = vec![item(2, Class::Implementation, "上海研发基地（青浦）", 10)];
        let found = compare(before, after, BTreeMap::new()).unwrap();
        assert_eq!((found.added.len(), found.exited.len()), (1, 1));
        assert!(found.suspicion_of_added(0).is_some() && found.suspicion_of_exited(0).is_some());
    }

    #[test]
    fn another_heading_is_a_change() {
        let moved =
            Item { section: Some("未来产业".to_owned()), ..item(1, Class::Implementation, "甲", 1) };
        let found =
            compare(vec![item(1, Class::Implementation, "甲", 1)], vec![moved], BTreeMap::new()).unwrap();
        assert_eq!(
            found.carried[0].changes,
            [Change { field: "section", from: Value::Null, to: json!("未来产业") }]
        );
    }

    proptest! {
        #[test]
        fn both_sides_add_up_and_turning_them_round_turns_the_kinds_round(
            before in prop::collection::btree_map(0i64..20, (any::<bool>(), 0i64..5), 0..15),
            after in prop::collection::btree_map(0i64..20, (any::<bool>(), 0i64..5), 0..15),
        ) {
            let side = |rows: &BTreeMap<i64, (bool, i64)>| rows.iter().map(|(id, (up, yuan))| {
                item(*id, if *up { Class::Implementation } else { Class::Preparation }, "项目", *yuan)
            }).collect::<Vec<_>>();
            let (one, other) = (side(&before), side(&after));
            let there = compare(one.clone(), other.clone(), BTreeMap::new()).unwrap();
            let back = compare(other, one, BTreeMap::new()).unwrap();
            prop_assert_eq!(there.added.len() + there.kept().count(), after.len());
            prop_assert_eq!(there.exited.len() + there.kept().count(), before.len());
            prop_assert_eq!(ids(&there.to_implementation), ids(&back.to_preparation));
            prop_assert_eq!(ids(there.changed()).len(), ids(back.changed()).len());
            prop_assert_eq!(there.suspected.len(), back.suspected.len());
            prop_assert_eq!(there.totals.whole.total().yuan(), -back.totals.whole.total().yuan());
        }
    }
}
