//! One run of the sender: what is due goes to the line, letter by letter. Whatever happens in between, a letter's row says
//! how far it has come: a sender that is killed leaves claims, which return to the queue, and of each of its lanes at most
//! one letter of which nobody knows.
//!
//! A lane is a thread of its own with a connection of its own: while one waits for the server, another writes down what was
//! said to it. They share nothing but the database and what one run may hand over.

use super::home::{look_back, mark};
use super::model::{Outcome, State, Waiting};
use super::postman::Postman;
use super::store;
use super::switch::{Switch, held};
use crate::context::Context;
use crate::db::Conn;
use crate::kernel::calendar::{local_date, start_of_day};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::mail::{Envelope, Letter, Line, Refusal, mailbox};
use chrono::{Days, TimeDelta};
use futures_util::future::join_all;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

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
    fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.put_off += other.put_off;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.dropped += other.dropped;
        self.held |= other.held;
    }
}

/// A letter whose content has left, and what was said; written down together with the next one.
type Open = (Waiting, Result<(), Refusal>);

/// What is to be done with a claimed letter.
enum Next {
    /// Its words, to whom, and its bytes.
    Send(Box<(Letter, Envelope, Vec<u8>)>),
    /// It is not sent now.
    Aside(Aside),
}

/// Why a letter is not sent now.
enum Aside {
    /// Nothing is left to say.
    Drop,
    /// It cannot be sent as it is.
    Fail(String),
    /// It could not be written now.
    Again(String),
}

/// What became of a letter on the line.
enum Went {
    /// It is dealt with, or its content is on the way.
    On,
    /// No letter leaves now; this one has its reason.
    Closed,
    /// Mail was held in the meantime, also this one.
    Held,
}

/// Whether a letter's content may leave.
enum Handed {
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

impl Postman {
    /// Hands over what is due, at most as many as configured, and says what became of it.
    ///
    /// # Errors
    /// When the database does not answer. What has left is written down, or is found by the next run.
    pub async fn run(&self, ctx: &Context) -> Result<Report> {
        let (now, resend, home) = (ctx.now(), self.resend(), self.home().clone());
        let looked = home.clone();
        let begin = move |conn: &mut Conn| {
            look_back(conn, &looked)?;
            store::recover(conn, resend, now)
        };
        let unknown = ctx.db.write(begin).await?;
        let mut report = Report { unknown, ..Report::default() };
        if ctx.db.read(move |conn| held(conn, &home)).await? != Switch::Open {
            report.held = true;
            return Ok(report);
        }
        let left = Arc::new(AtomicI64::new(self.limits().0));
        let lanes = (0..self.lanes()).map(|_| {
            let lane = Lane::new(self.clone(), ctx.clone(), Arc::clone(&left));
            actix_web::web::block(move || lane.run())
        });
        let mut done = Ok(());
        for lane in join_all(lanes).await {
            // A lane that did not come to its end is found by the next run.
            let (of_lane, ended) = lane.map_err(|error| Error::Unavailable(error.to_string()))?;
            report.add(&of_lane);
            done = done.and(ended);
        }
        let home = self.home().clone();
        ctx.db.read(move |conn| mark(conn, &home)).await?;
        done.map(|()| report)
    }
}

/// One of the lanes of a run. Runs on a thread that may wait.
struct Lane {
    postman: Postman,
    ctx: Context,
    /// How many letters the run may still hand over.
    left: Arc<AtomicI64>,
    /// Ours, for the claims of this lane.
    lease: String,
    open: Option<Open>,
    line: Option<Line>,
    /// Contents in a row to which nothing was said.
    silent: usize,
    /// What it did so far.
    report: Report,
}

impl Lane {
    fn new(postman: Postman, ctx: Context, left: Arc<AtomicI64>) -> Self {
        let lease = format!("{:032x}", rand::random::<u128>());
        Self { postman, ctx, left, lease, open: None, line: None, silent: 0, report: Report::default() }
    }

    fn run(mut self) -> (Report, Result<()>) {
        let done = self.letters();
        // What was said to the last letter is written down also when something else went wrong.
        let settled = self.settle_open();
        (self.report, settled.and(done))
    }

    /// Takes what is due to the line until nothing is, the run has its fill, it is told to stop, or the server is closed.
    fn letters(&mut self) -> Result<()> {
        loop {
            let claimed = self.claim()?;
            if claimed.is_empty() {
                return Ok(());
            }
            let mut rest = claimed.into_iter();
            while let Some(letter) = rest.next() {
                let went = if self.postman.is_stopping() { Went::Held } else { self.one(letter.clone())? };
                // The letter that found the server closed has its reason; the others were not tried.
                let (this, wait) = match went {
                    Went::On => continue,
                    Went::Closed => (None, CLOSED),
                    Went::Held => (Some(letter), TimeDelta::zero()),
                };
                let untried: Vec<Waiting> = this.into_iter().chain(rest).collect();
                return self.put_back(&untried, self.ctx.now().plus(wait));
            }
            self.settle_open()?;
        }
    }

    fn claim(&self) -> Result<Vec<Waiting>> {
        let take = |left: i64| Some(left - left.min(CLAIM));
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).unwrap_or_default();
        let limit = left.min(CLAIM);
        if limit <= 0 {
            return Ok(Vec::new());
        }
        let now = self.ctx.now();
        let until = self.postman.until(now, CLAIM);
        let claimed = loop {
            let claimed = self.write(|conn| store::claim(conn, (&self.lease, until), limit, now))?;
            if let Some(claimed) = claimed {
                break claimed;
            }
        };
        let unused = limit - i64::try_from(claimed.len()).unwrap_or(limit);
        self.left.fetch_add(unused, Ordering::Relaxed);
        Ok(claimed)
    }

    fn put_back(&self, letters: &[Waiting], at: Instant) -> Result<()> {
        let ids: Vec<i64> = letters.iter().map(|letter| letter.id).collect();
        self.write(|conn| store::put_back(conn, (&ids, &self.lease), at))
    }

    fn write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.ctx.db.write_in_turn(work)
    }

    /// Takes one letter to the line, and settles the one before it in the same commit.
    fn one(&mut self, letter: Waiting) -> Result<Went> {
        let (words, envelope, bytes) = match self.next(&letter)? {
            Next::Send(ready) => *ready,
            Next::Aside(why) => {
                self.put_aside(letter, why)?;
                return Ok(Went::On);
            }
        };
        let begun = self.on_line(|line| line.begin(&envelope));
        if begun.is_err() {
            let is_closed = matches!(begun, Err(Refusal::Closed(_)));
            self.settle((letter, begun), false)?;
            return Ok(if is_closed { Went::Closed } else { Went::On });
        }
        let handed = self.hand(&letter, &words);
        if !matches!(handed, Ok(Handed::Yes))
            && let Some(line) = &mut self.line
        {
            line.give_up();
        }
        match handed? {
            Handed::Yes => {}
            Handed::Dropped | Handed::Lost => return Ok(Went::On),
            Handed::Held => return Ok(Went::Held),
            Handed::Full(until) => {
                self.report.put_off += 1;
                self.put_back(&[letter], until)?;
                return Ok(Went::On);
            }
        }
        let said = self.on_line(|line| line.hand(&letter.message_id, bytes));
        self.silent = if matches!(said, Err(Refusal::Unknown(_))) { self.silent + 1 } else { 0 };
        self.open = Some((letter, said));
        Ok(if self.silent < SILENT { Went::On } else { Went::Closed })
    }

    /// What its kind has to say.
    fn next(&self, letter: &Waiting) -> Result<Next> {
        let to = match mailbox(&letter.name, &letter.address) {
            Ok(to) => to,
            Err(why) => return Ok(Next::Aside(Aside::Fail(format!("{why:#}")))),
        };
        let Some(kind) = self.postman.kinds().named(&letter.kind) else {
            let why = format!("no letter of the kind {:?} is known here", letter.kind);
            return Ok(Next::Aside(Aside::Fail(why)));
        };
        let now = self.ctx.now();
        let draft = match self.ctx.db.read_now(|conn| kind.write(conn, letter, now)) {
            Ok(Some(draft)) => draft,
            Ok(None) => return Ok(Next::Aside(Aside::Drop)),
            // The database is everybody's; what a kind cannot write is this letter's alone.
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => return Ok(Next::Aside(Aside::Again(error.to_string()))),
        };
        Ok(match self.postman.wrap(letter, &draft, &to, now) {
            Ok((envelope, bytes)) => Next::Send(Box::new((draft.letter, envelope, bytes))),
            Err(why) => Next::Aside(Aside::Fail(format!("{why:#}"))),
        })
    }

    /// Writes down what became of the letter before, and that this one's content is about to leave, if it still should.
    fn hand(&mut self, letter: &Waiting, words: &Letter) -> Result<Handed> {
        let (now, lease) = (self.ctx.now(), self.lease.as_str());
        let (until, most) = (self.postman.until(now, 1), self.postman.limits().1);
        let today = local_date(now, self.ctx.zone);
        let day = [today, today + Days::new(1)].map(|day| start_of_day(day, self.ctx.zone));
        let before = self.open.as_ref().map(|open| self.outcome(open));
        let both: Vec<i64> = before.iter().map(|(id, _)| *id).chain([letter.id]).collect();
        let handed = self.write(|conn| {
            store::keep(conn, &both, letter.user_id)?;
            if let Some((id, outcome)) = &before {
                store::settle(conn, (*id, lease), outcome, false, now)?;
            }
            // Whoever holds mail while a run is on its way means this letter, too.
            if held(conn, self.postman.home())? != Switch::Open {
                return Ok(Handed::Held);
            }
            if store::handed_since(conn, &letter.address, day[0])? >= most {
                return Ok(Handed::Full(day[1]));
            }
            let kind = self.postman.kinds().named(&letter.kind).ok_or(Error::NotFound)?;
            if !kind.is_due(conn, letter, now)? {
                store::settle(conn, (letter.id, lease), &nothing_left(), false, now)?;
                return Ok(Handed::Dropped);
            }
            let is_ours = store::hand(conn, (letter.id, lease), words, until, now)?;
            Ok(if is_ours { Handed::Yes } else { Handed::Lost })
        });
        let handed = match handed {
            Ok(handed) => handed,
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                // All of it was undone; the letter before is still to be settled.
                self.settle((letter.clone(), Err(Refusal::Later(error.to_string()))), false)?;
                return Ok(Handed::Lost);
            }
        };
        self.open = None;
        if let Some((_, outcome)) = before {
            self.count(outcome.state);
        }
        self.report.dropped += usize::from(matches!(handed, Handed::Dropped));
        self.report.held |= matches!(handed, Handed::Held);
        Ok(handed)
    }

    /// Writes down what was said to the letter whose content left last.
    fn settle_open(&mut self) -> Result<()> {
        match self.open.take() {
            Some(open) => self.settle(open, true),
            None => Ok(()),
        }
    }

    /// Writes down what became of a letter; `was_handed` says that its attempt was counted with its content.
    fn settle(&mut self, open: Open, was_handed: bool) -> Result<()> {
        let (id, outcome) = self.outcome(&open);
        self.close(id, &outcome, !was_handed)
    }

    fn close(&mut self, id: i64, outcome: &Outcome, counts: bool) -> Result<()> {
        let now = self.ctx.now();
        self.write(|conn| store::settle(conn, (id, &self.lease), outcome, counts, now))?;
        self.count(outcome.state);
        Ok(())
    }

    /// What follows from what was said to a letter.
    fn outcome(&self, (letter, said): &Open) -> (i64, Outcome) {
        let attempt = (letter.key.as_str(), letter.attempts + 1);
        (letter.id, Outcome::of(said.clone(), attempt, self.postman.resend(), self.ctx.now()))
    }

    /// Deals with a letter that is not sent now.
    fn put_aside(&mut self, letter: Waiting, why: Aside) -> Result<()> {
        let failed = |why| Outcome { state: State::Failed, next_at: None, said: Some(why) };
        match why {
            Aside::Drop => self.close(letter.id, &nothing_left(), false),
            Aside::Fail(why) => self.close(letter.id, &failed(why), false),
            Aside::Again(why) => self.settle((letter, Err(Refusal::Later(why))), false),
        }
    }

    fn count(&mut self, state: State) {
        let report = &mut self.report;
        *match state {
            State::Sent => &mut report.sent,
            State::Failed => &mut report.failed,
            State::Unknown => &mut report.unknown,
            State::Dropped => &mut report.dropped,
            State::Queued | State::Claimed | State::Handed | State::Held => &mut report.put_off,
        } += 1;
    }

    /// Does something on the line. A line that cannot be opened is closed: its reason is the letter's.
    fn on_line(&mut self, work: impl FnOnce(&mut Line) -> Result<(), Refusal>) -> Result<(), Refusal> {
        if self.line.is_none() {
            let opened = self.postman.open().map_err(|why| Refusal::Closed(format!("{why:#}")))?;
            self.line = Some(opened);
        }
        self.line.as_mut().map_or(Ok(()), work)
    }
}

fn nothing_left() -> Outcome {
    Outcome { state: State::Dropped, next_at: None, said: None }
}
