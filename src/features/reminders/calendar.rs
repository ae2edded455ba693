//! What will be sent, day by day, if nothing changes: the planner of every morning, run forward over the debts that are
//! there and those that are foreseen. Sends nothing and writes nothing.

use super::content::Content;
use super::debts::all_kinds;
use super::model::debt::Debt;
use super::model::plan::{Item, dated, plan};
use super::rules::{Rules, Wanted, people};
use super::store;
use super::words::letter;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::mail::Letter;
use chrono::NaiveDate;
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
    /// How many things it tells.
    pub items: usize,
    /// What it will say, in her language.
    pub letter: Letter,
}

/// Which days are asked for, and on which the job runs until then.
#[derive(Clone, Debug)]
pub struct Span {
    /// The days on which it has yet to run, also before those that are asked for.
    pub runs: BTreeSet<NaiveDate>,
    /// What is told, from here.
    pub from: NaiveDate,
    /// To here.
    pub to: NaiveDate,
}

impl Rules {
    /// The reminders that will be sent in a span of days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn foretell(&self, conn: &mut Conn, now: Instant, span: Span) -> Result<Vec<Foretold>> {
        let (days, book) = (reference::working_days(conn)?, reference::book(conn)?);
        let (scope, kinds, ladders) = (self.province(), all_kinds(), self.ladders(conn)?);
        let wanted = Wanted {
            scope: &scope,
            kinds: &kinds,
            days: &days,
            ladders: &ladders,
            until: Some(span.to),
            words: true,
        };
        let debts = self.owed(conn, wanted, now)?;
        let keys: Vec<&str> = debts.iter().map(|debt| debt.key.as_str()).collect();
        let (mut told, people) = (store::told(conn, &keys)?, people(conn)?);
        let by_key: BTreeMap<&str, &Debt> = debts.iter().map(|debt| (debt.key.as_str(), debt)).collect();
        let dated = dated(&debts, self.setting(&ladders, &days), span.to);
        let mut all = Vec::new();
        // A run on a day off, such as one that somebody has set so, tells nothing.
        for day in span.runs.iter().copied().filter(|day| *day <= span.to && days.is_working(*day)) {
            for (reader, items) in plan(&dated, &told, &people, day) {
                told.extend(items.iter().map(Item::told));
                let Some(user) = people.get(reader).filter(|_| day >= span.from) else { continue };
                let keys: BTreeSet<&str> = items.iter().map(|item| item.debt.as_str()).collect();
                let owed = keys.into_iter().filter_map(|key| by_key.get(key).map(|debt| (*debt).clone()));
                let owed: Vec<Debt> = owed.collect();
                let count = items.len();
                let content = Content::new(reader, items, owed, &people);
                let said = (&*content.lines(&people), &*content.subordinates(&people));
                let letter = letter(user.lang, (&user.name, day), said, &book, &|path| self.link(path));
                all.push(Foretold {
                    day,
                    reader,
                    name: user.name.clone(),
                    address: user.email.clone(),
                    division: user.scope.around(),
                    items: count,
                    letter,
                });
            }
        }
        Ok(all)
    }
}
