//! Who is told what on a day: one letter for each reader, with everything in it. The planner of every morning, and, run
//! forward, the calendar.

use super::debt::{Debt, DebtKind};
use super::ladder::{Rung, Setting, near, newest, rungs};
use super::people::People;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Something that is told to somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Which debt.
    pub debt: String,
    /// Which rung of it, as it is kept.
    pub rung: String,
    /// Whose debt it is.
    pub ower: i64,
    /// Whether it is told to her superior.
    pub to_superior: bool,
}

/// A debt, its rung and its ower: what was told is not told again.
pub type Told = (String, String, i64);

/// A debt whose days are known.
#[derive(Debug)]
pub struct Dated<'a> {
    debt: &'a Debt,
    rungs: Vec<(NaiveDate, Rung)>,
}

/// The days of a debt up to `until`.
pub fn days_of(debt: &Debt, setting: Setting<'_>, until: NaiveDate) -> Vec<(NaiveDate, Rung)> {
    match debt.kind {
        DebtKind::Milestone => near(debt.due_on, setting, until),
        _ => rungs(debt.due_on, setting, until),
    }
}

/// The debts with their days up to `until`.
pub fn dated<'a>(debts: &'a [Debt], setting: Setting<'_>, until: NaiveDate) -> Vec<Dated<'a>> {
    let days = |debt: &'a Debt| Dated { debt, rungs: days_of(debt, setting, until) };
    debts.iter().map(days).collect()
}

/// What is told on a day, by reader. The newest rung of each debt, if its ower was not told it before.
pub fn plan(
    debts: &[Dated<'_>],
    told: &BTreeSet<Told>,
    people: &People,
    today: NaiveDate,
) -> BTreeMap<i64, Vec<Item>> {
    let mut letters: BTreeMap<i64, Vec<Item>> = BTreeMap::new();
    for Dated { debt, rungs } in debts {
        if debt.since.is_some_and(|since| since > today) {
            continue;
        }
        let Some(rung) = newest(rungs, today) else { continue };
        for ower in people.owers(debt) {
            let key = (debt.key.clone(), rung.key(), ower);
            if told.contains(&key) {
                continue;
            }
            let (debt_key, rung_key, ower) = key;
            let item =
                |to_superior| Item { debt: debt_key.clone(), rung: rung_key.clone(), ower, to_superior };
            let superior = people.superior(ower, debt).filter(|_| rung.tells_superior());
            if let Some(superior) = superior {
                let reader = people.reader(superior, debt, today);
                letters.entry(reader).or_default().push(item(true));
            }
            // Where nobody is named above her, she is told what her superior would have been told.
            if rung.tells_person() || superior.is_none() {
                letters.entry(people.reader(ower, debt, today)).or_default().push(item(false));
            }
        }
    }
    for items in letters.values_mut() {
        items.sort();
    }
    letters
}
