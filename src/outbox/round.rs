//! What the lanes of a run share: the letters that are claimed, how many may still leave, and whether it is over.

use super::handing::Handings;
use super::model::{State, Waiting};
use super::postman::Postman;
use super::store;
use crate::context::Context;
use crate::db::Conn;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono::TimeDelta;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// Letters that are claimed at once.
const CLAIM: i64 = 50;
/// How long all letters wait when the server cannot be reached.
const CLOSED: TimeDelta = TimeDelta::minutes(1);
/// Contents in a row to which a server says nothing before no other is given to it: each of them is a letter of which nobody
/// knows.
const SILENT: usize = 2;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Letters that the server took.
    pub sent: usize,
    /// Letters that are tried again.
    pub put_off: usize,
    /// Letters that will not be taken.
    pub failed: usize,
    /// Letters of which nobody knows.
    pub unknown: usize,
    /// Letters that had nothing to say any more.
    pub dropped: usize,
    /// Whether mail is held.
    pub held: bool,
}

impl Report {
    fn count(&mut self, state: State) {
        *match state {
            State::Sent => &mut self.sent,
            State::Failed => &mut self.failed,
            State::Unknown => &mut self.unknown,
            State::Dropped => &mut self.dropped,
            State::Queued | State::Claimed | State::Handed | State::Held => &mut self.put_off,
        } += 1;
    }
}

/// What the lanes of a run share.
pub(super) struct Round {
    pub postman: Postman,
    pub ctx: Context,
    /// Ours, for the claims of this run.
    pub lease: String,
    pub handings: Handings,
    /// How many letters the run may still claim.
    left: Cell<i64>,
    /// Claimed, and not yet on a lane.
    claimed: RefCell<VecDeque<Waiting>>,
    /// When it is over for every lane: from when on the letters that nobody tried are looked at again.
    over: Cell<Option<Instant>>,
    /// Contents in a row to which nothing was said.
    silent: Cell<usize>,
    report: RefCell<Report>,
}

impl Round {
    pub fn new(postman: Postman, ctx: Context) -> Self {
        let lease = format!("{:032x}", rand::random::<u128>());
        Self {
            handings: Handings::new(postman.clone(), ctx.clone(), lease.clone()),
            lease,
            left: Cell::new(postman.limits().0),
            claimed: RefCell::default(),
            over: Cell::new(None),
            silent: Cell::new(0),
            report: RefCell::default(),
            postman,
            ctx,
        }
    }

    /// The next letter for a lane; none when nothing is due, the run has its fill, or it is over.
    pub async fn next(&self) -> Result<Option<Waiting>> {
        if self.postman.is_stopping() {
            self.end(None, self.ctx.now()).await?;
        }
        if self.over.get().is_none() && self.claimed.borrow().is_empty() {
            let claimed = self.claim().await?;
            self.claimed.borrow_mut().extend(claimed);
        }
        // It may have ended while we claimed.
        if let Some(at) = self.over.get() {
            self.end(None, at).await?;
        }
        Ok(self.claimed.borrow_mut().pop_front())
    }

    async fn claim(&self) -> Result<Vec<Waiting>> {
        let limit = self.left.get().min(CLAIM);
        if limit <= 0 {
            return Ok(Vec::new());
        }
        self.left.set(self.left.get() - limit);
        let now = self.ctx.now();
        let until = self.postman.until(now, CLAIM);
        let claimed = loop {
            let claimed =
                self.write(|conn: &mut Conn| store::claim(conn, (&self.lease, until), limit, now)).await?;
            if let Some(claimed) = claimed {
                break claimed;
            }
        };
        let unused = limit - i64::try_from(claimed.len()).unwrap_or(limit);
        self.left.set(self.left.get() + unused);
        Ok(claimed)
    }

    /// Ends the run for every lane, for the reason that one of them has met; the letter that met it has its own.
    pub async fn close(&self) -> Result<()> {
        self.end(None, self.ctx.now().plus(CLOSED)).await
    }

    /// Ends the run for every lane. What was not tried, and a letter that met the end, is looked at again then.
    pub async fn end(&self, letter: Option<Waiting>, at: Instant) -> Result<()> {
        self.over.set(Some(at));
        let rest = self.claimed.take();
        let untried: Vec<Waiting> = letter.into_iter().chain(rest).collect();
        if untried.is_empty() { Ok(()) } else { self.put_back(&untried, at).await }
    }

    pub async fn put_back(&self, letters: &[Waiting], at: Instant) -> Result<()> {
        let ids: Vec<i64> = letters.iter().map(|letter| letter.id).collect();
        self.write(|conn: &mut Conn| store::put_back(conn, (&ids, &self.lease), at)).await
    }

    pub async fn write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.ctx.db.write_here(work).await
    }

    /// Whether a server that said so to its last content may be given another one.
    pub fn may_go_on(&self, was_silent: bool) -> bool {
        self.silent.set(if was_silent { self.silent.get() + 1 } else { 0 });
        self.silent.get() < SILENT
    }

    pub fn count(&self, state: State) {
        self.report.borrow_mut().count(state);
    }

    /// Mail was held while it ran.
    pub fn note_held(&self) {
        self.report.borrow_mut().held = true;
    }

    /// What it did, when its lanes have ended.
    pub fn report(self) -> Report {
        self.report.into_inner()
    }
}
