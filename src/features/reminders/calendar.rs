//! What will be sent, day by day, if nothing changes: the planner of every morning, run forward over the debts that are
//! there and those that are foreseen. Sends nothing and writes nothing.

use super::debts::all_kinds;
use super::model::debt::Debt;
use super::model::plan::{Item, dated, plan};
use super::rules::{Rules, people};
use super::store;
use super::words::{Line, Subordinate, subject};
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::locales::Lang;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// A reminder that will be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foretold {
    /// On which day.
    pub day: NaiveDate,
    /// `users.id` of its reader.
    pub reader: i64,
    /// Her name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// Where she belongs.
    pub division: DivisionCode,
    /// What it will say first, in her language.
    pub subject: String,
    /// How many things it tells.
    pub items: usize,
}

impl Rules {
    /// The reminders from the first day on which the job has yet to run, as far as they fall between two days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn foretell(
        &self,
        conn: &mut Conn,
        now: Instant,
        first: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Foretold>> {
        let days = reference::working_days(conn)?;
        let debts = self.owed(conn, &self.province(), (&all_kinds(), &days), (now, to))?;
        let keys: Vec<&str> = debts.iter().map(|debt| debt.key.as_str()).collect();
        let mut told = store::told(conn, &keys)?;
        let people = people(conn)?;
        let (dated, by_key) = (dated(&debts, self.setting(&days), to), by_key(&debts));
        let mut all = Vec::new();
        let mut day = first;
        while day <= to {
            if days.is_working(day) {
                for (reader, items) in plan(&dated, &told, &people, day) {
                    told.extend(items.iter().map(|item| (item.debt.clone(), item.rung.clone(), item.ower)));
                    let Some(user) = people.get(reader).filter(|_| day >= from) else { continue };
                    all.push(Foretold {
                        day,
                        reader,
                        name: user.name.clone(),
                        address: user.email.clone(),
                        division: user.scope.first(),
                        subject: said(user.lang, day, &items, &by_key),
                        items: items.len(),
                    });
                }
            }
            day = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        }
        Ok(all)
    }
}

fn by_key(debts: &[Debt]) -> BTreeMap<&str, &Debt> {
    debts.iter().map(|debt| (debt.key.as_str(), debt)).collect()
}

/// The subject that a letter with these items has.
fn said(lang: Lang, day: NaiveDate, items: &[Item], debts: &BTreeMap<&str, &Debt>) -> String {
    let keys: BTreeSet<&str> =
        items.iter().filter(|item| !item.to_superior).map(|item| item.debt.as_str()).collect();
    let lines: Vec<Line<'_>> =
        keys.into_iter().filter_map(|key| Some(Line { debt: debts.get(key)?, stands_in: None })).collect();
    let late: BTreeSet<i64> = items.iter().filter(|item| item.to_superior).map(|item| item.ower).collect();
    let one = |_| Subordinate { name: String::new(), debts: 1, oldest: day };
    subject(lang, day, &lines, &late.into_iter().map(one).collect::<Vec<_>>())
}
