//! What a letter has to say: its items that are still owed, as lines of the reader's own and of those she stands in for, and
//! as one line for each of her people.

use super::model::debt::Debt;
use super::model::people::People;
use super::model::plan::Item;
use super::words::{Line, Subordinate};
use crate::kernel::role::Deed;
use std::collections::{BTreeMap, BTreeSet};

/// The content of a reader's letter.
#[derive(Debug)]
pub struct Content {
    reader: i64,
    items: Vec<Item>,
    /// By key, each with its place in the order of its source.
    debts: BTreeMap<String, (usize, Debt)>,
}

impl Content {
    /// Of these items what is among the debts, and still its ower's.
    pub fn new(reader: i64, items: Vec<Item>, owed: Vec<Debt>, people: &People) -> Self {
        let place = |(place, debt): (usize, Debt)| (debt.key.clone(), (place, debt));
        let debts: BTreeMap<String, (usize, Debt)> = owed.into_iter().enumerate().map(place).collect();
        let still = |item: &Item| {
            debts.get(&item.debt).is_some_and(|(_, debt)| people.owers(debt).contains(&item.ower))
        };
        let items = items.into_iter().filter(still).collect();
        Self { reader, items, debts }
    }

    /// Whether nothing is left to say.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The reader's own, and what she reads for somebody who is away: each debt once.
    pub fn lines(&self, people: &People) -> Vec<Line<'_>> {
        let mut lines: BTreeMap<usize, Line<'_>> = BTreeMap::new();
        for item in self.items.iter().filter(|item| !item.to_superior) {
            let Some((place, debt)) = self.debts.get(&item.debt) else { continue };
            let stands_in = (item.ower != self.reader).then(|| people.name(item.ower));
            let line = lines.entry(*place).or_insert_with(|| Line { debt, stands_in: stands_in.clone() });
            if stands_in.is_none() {
                line.stands_in = None;
            }
        }
        let mut lines: Vec<Line<'_>> = lines.into_values().collect();
        lines.sort_by_key(|line| (line.debt.kind, line.debt.due_on));
        lines
    }

    /// One line for each person whose superior the reader is.
    pub fn subordinates(&self, people: &People) -> Vec<Subordinate> {
        let reader = people.get(self.reader).filter(|reader| reader.role.may(Deed::Remind));
        let path = |ower: i64| {
            let is_hers = people.get(ower)?.lies_within(&reader?.scope);
            is_hers.then(|| format!("/reminders/people/{ower}"))
        };
        let mut told: BTreeMap<i64, Subordinate> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for item in self.items.iter().filter(|item| item.to_superior) {
            let Some((_, debt)) = self.debts.get(&item.debt) else { continue };
            if !seen.insert((item.ower, &item.debt)) {
                continue;
            }
            let line = told.entry(item.ower).or_insert_with(|| Subordinate {
                name: people.name(item.ower),
                debts: 0,
                oldest: debt.due_on,
                path: path(item.ower),
            });
            line.debts += 1;
            line.oldest = line.oldest.min(debt.due_on);
        }
        told.into_values().collect()
    }
}
