//! A reminder: written when it leaves, from what is still owed then. What was paid in between is not in it, and when nothing
//! is left there is no letter.

use super::model::debt::{Debt, DebtKind};
use super::model::people::People;
use super::model::plan::Item;
use super::rules::{Rules, people};
use super::store;
use super::words::{Line, Subordinate, letter};
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::start_of_day;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{Draft, Kind, Waiting};
use std::collections::{BTreeMap, BTreeSet};

/// `reminder`
#[derive(Clone, Debug)]
pub struct Reminder {
    rules: Rules,
}

impl Reminder {
    /// Its word.
    pub const NAME: &'static str = "reminder";

    /// By these rules.
    pub const fn new(rules: Rules) -> Self {
        Self { rules }
    }

    /// What the letter is to say and is still owed.
    fn open(&self, conn: &mut Conn, waiting: &Waiting, now: Instant) -> Result<Option<Open>> {
        let Some(reader) = waiting.user_id else { return Ok(None) };
        let people = people(conn)?;
        // Whoever may not sign in any more is told nothing.
        let Some(user) = people.get(reader) else { return Ok(None) };
        let items = store::items(conn, waiting.id)?;
        let since = start_of_day(self.rules.today(now), self.rules.zone());
        if items.is_empty() || store::had_one(conn, (Self::NAME, reader), since, Some(waiting.id))? {
            return Ok(None);
        }
        let (days, kinds) = (reference::working_days(conn)?, kinds(&items));
        let today = self.rules.today(now);
        let owed = self.rules.owed(conn, &user.scope, (&kinds, &days), (now, today))?;
        let place = |(place, debt): (usize, Debt)| (debt.key.clone(), (place, debt));
        let debts: BTreeMap<String, (usize, Debt)> = owed.into_iter().enumerate().map(place).collect();
        let still = |item: &Item| {
            debts.get(&item.debt).is_some_and(|(_, debt)| people.owers(debt).contains(&item.ower))
        };
        let items: Vec<Item> = items.into_iter().filter(still).collect();
        Ok((!items.is_empty()).then_some(Open { reader, people, items, debts }))
    }
}

/// What a letter has to say.
struct Open {
    reader: i64,
    people: People,
    items: Vec<Item>,
    /// By key, each with its place in the order of its source.
    debts: BTreeMap<String, (usize, Debt)>,
}

/// The kinds of debts that these are; a key begins with its kind.
fn kinds(items: &[Item]) -> BTreeSet<DebtKind> {
    items.iter().filter_map(|item| item.debt.split_once(':')?.0.parse().ok()).collect()
}

impl Open {
    /// The reader's own, and what she reads for somebody who is away: each debt once.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines: BTreeMap<usize, Line<'_>> = BTreeMap::new();
        for item in self.items.iter().filter(|item| !item.to_superior) {
            let Some((place, debt)) = self.debts.get(&item.debt) else { continue };
            let stands_in = (item.ower != self.reader).then(|| self.name(item.ower));
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
    fn subordinates(&self) -> Vec<Subordinate> {
        let mut people: BTreeMap<i64, Subordinate> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for item in self.items.iter().filter(|item| item.to_superior) {
            let Some((_, debt)) = self.debts.get(&item.debt) else { continue };
            if !seen.insert((item.ower, &item.debt)) {
                continue;
            }
            let line = people.entry(item.ower).or_insert_with(|| Subordinate {
                name: self.name(item.ower),
                debts: 0,
                oldest: debt.due_on,
            });
            line.debts += 1;
            line.oldest = line.oldest.min(debt.due_on);
        }
        people.into_values().collect()
    }

    fn name(&self, id: i64) -> String {
        self.people.get(id).map(|user| user.name.clone()).unwrap_or_default()
    }
}

impl Kind for Reminder {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_due(&self, conn: &mut Conn, waiting: &Waiting, now: Instant) -> Result<bool> {
        Ok(self.open(conn, waiting, now)?.is_some())
    }

    fn write(&self, conn: &mut Conn, waiting: &Waiting, now: Instant) -> Result<Option<Draft>> {
        let Some(open) = self.open(conn, waiting, now)? else { return Ok(None) };
        let book = reference::book(conn)?;
        let about = (waiting.name.as_str(), self.rules.today(now));
        let letter = letter(waiting.lang, about, (&open.lines(), &open.subordinates()), &book, &|path| {
            self.rules.link(path)
        });
        Ok(Some(Draft { letter, unsubscribe: None }))
    }
}
