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

/// A debt, its rung, its ower, and whether her superior was told: what was told is not told again.
pub type Told = (String, String, i64, bool);

impl Item {
    /// What is told with it.
    pub fn told(&self) -> Told {
        (self.debt.clone(), self.rung.clone(), self.ower, self.to_superior)
    }
}

/// A debt whose days are known.
#[derive(Debug)]
pub struct Dated<'a> {
    debt: &'a Debt,
    rungs: Vec<(NaiveDate, Rung)>,
    /// Whether superiors are told at all.
    tells_superiors: bool,
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
    let days = |debt: &'a Debt| {
        let tells_superiors = setting.ladders.of(debt.due_on).superior_days > 0;
        Dated { debt, rungs: days_of(debt, setting, until), tells_superiors }
    };
    debts.iter().map(days).collect()
}

/// What is told on a day, by reader: to each person the newest rung of each debt that is hers, to her superior the newest
/// that is for superiors, if they were not told it before.
pub fn plan(
    debts: &[Dated<'_>],
    told: &BTreeSet<Told>,
    people: &People,
    today: NaiveDate,
) -> BTreeMap<i64, Vec<Item>> {
    let mut letters: BTreeMap<i64, Vec<Item>> = BTreeMap::new();
    for Dated { debt, rungs, tells_superiors } in debts {
        if debt.since.is_some_and(|since| since > today) {
            continue;
        }
        for ower in people.owers(debt) {
            let mut tell = |rung: Option<Rung>, to_superior: bool, reader: i64| {
                let Some(rung) = rung else { return };
                let item = Item { debt: debt.key.clone(), rung: rung.key(), ower, to_superior };
                if !told.contains(&item.told()) {
                    letters.entry(reader).or_default().push(item);
                }
            };
            let herself = people.reader(ower, debt, today);
            match people.superior(ower, debt).filter(|_| *tells_superiors) {
                Some(superior) => {
                    tell(newest(rungs, today, Rung::tells_person), false, herself);
                    // Whoever is late does not stand in for the one who is to hear of it.
                    let reader = Some(people.reader(superior, debt, today)).filter(|reader| *reader != ower);
                    tell(newest(rungs, today, Rung::tells_superior), true, reader.unwrap_or(superior));
                }
                // Where nobody is told above her, she is told what her superior would have been told.
                None => tell(newest(rungs, today, |_| true), false, herself),
            }
        }
    }
    for items in letters.values_mut() {
        items.sort();
    }
    letters
}
