//! A reminder: written when it leaves, from what is still owed then. What was paid in between is not in it, and when nothing
//! is left there is no letter.

use super::content::Content;
use super::model::debt::DebtKind;
use super::model::people::People;
use super::model::plan::Item;
use super::rules::{Rules, Wanted, people};
use super::store;
use super::words::letter;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::start_of_day;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{Draft, Kind, Waiting};
use std::collections::BTreeSet;

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

    /// What the letter is to say and is still owed, with its words or without.
    fn open(
        &self,
        conn: &mut Conn,
        waiting: &Waiting,
        words: bool,
        now: Instant,
    ) -> Result<Option<(People, Content)>> {
        let Some(reader) = waiting.user_id else { return Ok(None) };
        let people = people(conn)?;
        // Whoever may not sign in any more is told nothing.
        let Some(user) = people.get(reader) else { return Ok(None) };
        let (today, days) = (self.rules.today(now), reference::working_days(conn)?);
        // What was put off into a day off is dropped, and told anew on the next working day.
        if !days.is_working(today) {
            return Ok(None);
        }
        let items = store::items(conn, waiting.id)?;
        let since = start_of_day(today, self.rules.zone());
        if items.is_empty() || store::had_one(conn, (Self::NAME, reader), since, Some(waiting.id))? {
            return Ok(None);
        }
        let (kinds, ladders) = (kinds(&items), self.rules.ladders(conn)?);
        let wanted =
            Wanted { scope: &user.scope, kinds: &kinds, days: &days, ladders: &ladders, until: None, words };
        let owed = self.rules.owed(conn, wanted, now)?;
        let content = Content::new(reader, items, owed, &people);
        Ok((!content.is_empty()).then_some((people, content)))
    }
}

/// The kinds of debts that these are; a key begins with its kind.
fn kinds(items: &[Item]) -> BTreeSet<DebtKind> {
    items.iter().filter_map(|item| item.debt.split_once(':')?.0.parse().ok()).collect()
}

impl Kind for Reminder {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_due(&self, conn: &mut Conn, waiting: &Waiting, now: Instant) -> Result<bool> {
        Ok(self.open(conn, waiting, false, now)?.is_some())
    }

    fn write(&self, conn: &mut Conn, waiting: &Waiting, now: Instant) -> Result<Option<Draft>> {
        let Some((people, content)) = self.open(conn, waiting, true, now)? else { return Ok(None) };
        let book = reference::book(conn)?;
        let about = (waiting.name.as_str(), self.rules.today(now));
        let said = (&*content.lines(&people), &*content.subordinates(&people));
        let letter = letter(waiting.lang, about, said, &book, &|path| self.rules.link(path));
        Ok(Some(Draft { letter, unsubscribe: None }))
    }
}
