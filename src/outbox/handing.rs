//! The commit before a content leaves, which the lanes of a run share: whoever gets so far at about the same moment is
//! written down together. A lane waits for the others a moment at most, so that a server that is slow to one of them keeps
//! no other.

use super::model::{Outcome, Waiting};
use super::postman::Postman;
use super::store;
use super::switch::{Switch, held};
use crate::context::Context;
use crate::db::Conn;
use crate::kernel::calendar::{local_date, start_of_day};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::mail::Letter;
use chrono::Days;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// How long a lane waits for the others that are about to hand over: the time of a few commits.
const GATHER: Duration = Duration::from_millis(2);

/// A letter whose content is about to leave, and what became of the one before on the same lane.
pub(super) struct Handing {
    pub before: Option<(i64, Outcome)>,
    pub letter: Waiting,
    pub words: Letter,
}

/// Whether a letter's content may leave.
pub(super) enum Handed {
    /// It is about to.
    Yes,
    /// There is nothing left to say.
    Dropped,
    /// Somebody else has the letter.
    Lost,
    /// Its reader has her fill until then.
    Full(Instant),
    /// Mail was held since the run began.
    Held,
}

/// Writes down what leaves, for all lanes of a run.
pub(super) struct Handings {
    postman: Postman,
    ctx: Context,
    /// The run's.
    lease: String,
    /// Lanes that may come along.
    lanes: Cell<usize>,
    /// What comes with the next commit.
    waiting: RefCell<Vec<Rc<Entry>>>,
    /// A commit is through.
    written: Notify,
}

struct Entry {
    handing: Handing,
    answer: RefCell<Option<Result<Handed>>>,
}

impl Handings {
    pub fn new(postman: Postman, ctx: Context, lease: String) -> Self {
        let lanes = Cell::new(postman.lanes());
        Self { postman, ctx, lease, lanes, waiting: RefCell::default(), written: Notify::new() }
    }

    /// A lane has ended, and is waited for no longer.
    pub fn leave(&self) {
        self.lanes.set(self.lanes.get().saturating_sub(1));
    }

    /// Writes a handing down, together with those of other lanes.
    ///
    /// # Errors
    /// When the database does not answer; what makes this letter's own entry impossible. Nothing of it is written then.
    pub async fn hand(&self, handing: Handing) -> Result<Handed> {
        let ours = Rc::new(Entry { handing, answer: RefCell::default() });
        self.waiting.borrow_mut().push(Rc::clone(&ours));
        let is_alone = self.waiting.borrow().len() < self.lanes.get();
        if is_alone {
            // Whether the others have come or our patience is over: what has no answer yet is looked at below.
            let _ = timeout(GATHER, self.written.notified()).await;
        }
        if ours.answer.borrow().is_none() {
            self.commit().await;
            self.written.notify_waiters();
        }
        self.waiting.borrow_mut().retain(|entry| !Rc::ptr_eq(entry, &ours));
        let none = || Err(Error::Unavailable("the letter was not written down".to_owned()));
        ours.answer.take().unwrap_or_else(none)
    }

    async fn commit(&self) {
        let mut entries = Vec::new();
        // When our turn comes, another lane may have had all of us written down.
        let written = self.ctx.db.write_here(|conn| {
            entries = self.waiting.take();
            let handings: Vec<&Handing> = entries.iter().map(|entry| &entry.handing).collect();
            self.together(conn, &handings)
        });
        match written.await {
            Ok(answers) => {
                for (entry, answer) in entries.iter().zip(answers) {
                    entry.answer.replace(Some(Ok(answer)));
                }
            }
            // One that cannot be written must not keep the others from leaving: each by itself.
            Err(_) => {
                for entry in &entries {
                    let alone = self.ctx.db.write_here(|conn| self.together(conn, &[&entry.handing])).await;
                    let one = alone.and_then(|answers| answers.into_iter().next().ok_or(Error::NotFound));
                    entry.answer.replace(Some(one));
                }
            }
        }
    }

    fn together(&self, conn: &mut Conn, handings: &[&Handing]) -> Result<Vec<Handed>> {
        let before = handings.iter().filter_map(|handing| handing.before.as_ref());
        let letters: Vec<i64> =
            before.map(|(id, _)| *id).chain(handings.iter().map(|handing| handing.letter.id)).collect();
        let readers: Vec<i64> = handings.iter().filter_map(|handing| handing.letter.user_id).collect();
        store::keep(conn, &letters, &readers)?;
        // Whoever holds mail while a run is on its way means these letters, too.
        let is_open = held(conn, self.postman.home())? == Switch::Open;
        handings.iter().map(|handing| self.one(conn, handing, is_open)).collect()
    }

    fn one(&self, conn: &mut Conn, handing: &Handing, is_open: bool) -> Result<Handed> {
        let (postman, lease, now) = (&self.postman, self.lease.as_str(), self.ctx.now());
        let letter = &handing.letter;
        if let Some((id, outcome)) = &handing.before {
            store::settle(conn, (*id, lease), outcome, false, now)?;
        }
        if !is_open {
            return Ok(Handed::Held);
        }
        let today = local_date(now, self.ctx.zone);
        let [today, tomorrow] = [today, today + Days::new(1)].map(|day| start_of_day(day, self.ctx.zone));
        if store::handed_since(conn, &letter.address, today)? >= postman.limits().1 {
            return Ok(Handed::Full(tomorrow));
        }
        let kind = postman.kinds().named(&letter.kind).ok_or(Error::NotFound)?;
        if !kind.is_due(conn, letter, now)? {
            store::settle(conn, (letter.id, lease), &Outcome::nothing_left(), false, now)?;
            return Ok(Handed::Dropped);
        }
        let written = letter.fixed.is_none().then_some(&handing.words);
        let is_ours = store::hand(conn, (letter.id, lease), written, postman.until(now, 1), now)?;
        Ok(if is_ours { Handed::Yes } else { Handed::Lost })
    }
}
