//! One run of the sender: what is due goes to the line, letter by letter. Whatever happens in between, a letter's row says
//! how far it has come: a sender that is killed leaves claims, which return to the queue, and at most one letter of which
//! nobody knows.

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
use serde::Serialize;

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
    /// Its reader has her fill for today.
    Wait(Instant),
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
    /// There is nothing left to say, or somebody else has the letter.
    No,
    /// Mail was held since the run began.
    Held,
}

impl Postman {
    /// Hands over what is due, at most as many as configured, and says what became of it.
    ///
    /// # Errors
    /// When the database does not answer. What has left is written down, or is found by the next run.
    pub async fn run(&self, ctx: &Context) -> Result<Report> {
        let mut round = Round::new(self, ctx);
        let (now, resend, home) = (ctx.now(), self.resend(), self.home().clone());
        round.report.unknown = ctx.db.write(move |conn| store::recover(conn, resend, now)).await?;
        if ctx.db.read(move |conn| held(conn, &home)).await? != Switch::Open {
            round.report.held = true;
            return Ok(round.report);
        }
        let done = round.letters().await;
        // What was said to the last letter is written down also when something else went wrong.
        round.settle_open().await?;
        done.map(|()| round.report)
    }
}

/// A run.
struct Round<'a> {
    postman: &'a Postman,
    ctx: &'a Context,
    /// Ours, for the claims of this run.
    lease: String,
    open: Option<Open>,
    line: Option<Line>,
    /// Contents in a row to which nothing was said.
    silent: usize,
    /// What it did so far.
    report: Report,
}

impl<'a> Round<'a> {
    /// Begins one.
    fn new(postman: &'a Postman, ctx: &'a Context) -> Self {
        let lease = format!("{:032x}", rand::random::<u128>());
        Self { postman, ctx, lease, open: None, line: None, silent: 0, report: Report::default() }
    }

    /// Takes what is due to the line until nothing is, the run has its fill, it is told to stop, or the server is closed.
    async fn letters(&mut self) -> Result<()> {
        let (mut left, _) = self.postman.limits();
        while left > 0 {
            let claimed = self.claim(left.min(CLAIM)).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            left -= i64::try_from(claimed.len()).unwrap_or(i64::MAX);
            let mut rest = claimed.into_iter();
            while let Some(letter) = rest.next() {
                let went =
                    if self.postman.is_stopping() { Went::Held } else { self.one(letter.clone()).await? };
                // The letter that found the server closed has its reason; the others were not tried.
                let (this, wait) = match went {
                    Went::On => continue,
                    Went::Closed => (None, CLOSED),
                    Went::Held => (Some(letter), TimeDelta::zero()),
                };
                let untried = this.into_iter().chain(rest).collect();
                return self.put_back(untried, self.ctx.now().plus(wait)).await;
            }
            self.settle_open().await?;
        }
        Ok(())
    }

    async fn claim(&self, limit: i64) -> Result<Vec<Waiting>> {
        let (now, lease) = (self.ctx.now(), self.lease.clone());
        let until = self.postman.until(now, CLAIM);
        self.ctx.db.write(move |conn| store::claim(conn, (&lease, until), limit, now)).await
    }

    async fn put_back(&self, letters: Vec<Waiting>, at: Instant) -> Result<()> {
        let lease = self.lease.clone();
        let put = move |conn: &mut Conn| {
            letters.iter().try_for_each(|letter| store::put_back(conn, (letter.id, &lease), at))
        };
        self.ctx.db.write(put).await
    }

    /// Takes one letter to the line, and settles the one before it in the same commit.
    async fn one(&mut self, letter: Waiting) -> Result<Went> {
        let (words, envelope, bytes) = match self.next(&letter).await? {
            Next::Send(ready) => *ready,
            Next::Aside(why) => {
                self.put_aside(letter, why).await?;
                return Ok(Went::On);
            }
        };
        let begun = self.on_line(move |line| line.begin(&envelope)).await?;
        if begun.is_err() {
            let is_closed = matches!(begun, Err(Refusal::Closed(_)));
            self.settle((letter, begun), false).await?;
            return Ok(if is_closed { Went::Closed } else { Went::On });
        }
        let handed = self.hand(&letter, words).await;
        if !matches!(handed, Ok(Handed::Yes)) {
            let let_go = |line: &mut Line| {
                line.give_up();
                Ok(())
            };
            self.on_line(let_go).await?.ok();
            return Ok(if matches!(handed?, Handed::Held) { Went::Held } else { Went::On });
        }
        let id = letter.message_id.clone();
        let said = self.on_line(move |line| line.hand(&id, bytes)).await?;
        self.silent = if matches!(said, Err(Refusal::Unknown(_))) { self.silent + 1 } else { 0 };
        self.open = Some((letter, said));
        Ok(if self.silent < SILENT { Went::On } else { Went::Closed })
    }

    /// What its kind has to say, and whether it may go today.
    async fn next(&self, letter: &Waiting) -> Result<Next> {
        let to = match mailbox(&letter.name, &letter.address) {
            Ok(to) => to,
            Err(why) => return Ok(Next::Aside(Aside::Fail(format!("{why:#}")))),
        };
        if self.postman.kinds().named(&letter.kind).is_none() {
            return Ok(Next::Aside(Aside::Fail(format!(
                "no letter of the kind {:?} is known here",
                letter.kind
            ))));
        }
        let (ctx, now) = (self.ctx, self.ctx.now());
        let today = local_date(now, ctx.zone);
        let (since, tomorrow) = (start_of_day(today, ctx.zone), start_of_day(today + Days::new(1), ctx.zone));
        let (kinds, waiting, (_, most)) =
            (self.postman.kinds().clone(), letter.clone(), self.postman.limits());
        let written = ctx.db.read(move |conn| {
            if store::handed_since(conn, &waiting.address, since)? >= most {
                return Ok(Err(tomorrow));
            }
            let kind = kinds.named(&waiting.kind).ok_or(Error::NotFound)?;
            Ok(Ok(kind.write(conn, &waiting, now)?))
        });
        let draft = match written.await {
            Ok(Ok(Some(draft))) => draft,
            Ok(Ok(None)) => return Ok(Next::Aside(Aside::Drop)),
            Ok(Err(tomorrow)) => return Ok(Next::Aside(Aside::Wait(tomorrow))),
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
    async fn hand(&mut self, letter: &Waiting, words: Letter) -> Result<Handed> {
        let (lease, waiting, kinds) = (self.lease.clone(), letter.clone(), self.postman.kinds().clone());
        let home = self.postman.home().clone();
        let now = self.ctx.now();
        let (until, before) = (self.postman.until(now, 1), self.open.clone().map(|open| self.outcome(open)));
        let settled = before.clone();
        let handed = self.ctx.db.write(move |conn| {
            if let Some((id, outcome)) = &settled {
                store::settle(conn, (*id, &lease), outcome, false, now)?;
            }
            // Whoever holds mail while a run is on its way means this letter, too.
            if held(conn, &home)? != Switch::Open {
                return Ok((Handed::Held, false));
            }
            let kind = kinds.named(&waiting.kind).ok_or(Error::NotFound)?;
            if kind.is_due(conn, &waiting, now)? {
                let is_ours = store::hand(conn, (waiting.id, &lease), &words, until, now)?;
                return Ok((if is_ours { Handed::Yes } else { Handed::No }, false));
            }
            store::settle(conn, (waiting.id, &lease), &nothing_left(), false, now)?;
            Ok((Handed::No, true))
        });
        let (handed, is_dropped) = match handed.await {
            Ok(done) => done,
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                // All of it was undone; the letter before is still to be settled.
                self.settle((letter.clone(), Err(Refusal::Later(error.to_string()))), false).await?;
                return Ok(Handed::No);
            }
        };
        self.open = None;
        if let Some((_, outcome)) = before {
            self.count(outcome.state);
        }
        self.report.dropped += usize::from(is_dropped);
        self.report.held |= matches!(handed, Handed::Held);
        Ok(handed)
    }

    /// Writes down what was said to the letter whose content left last.
    async fn settle_open(&mut self) -> Result<()> {
        match self.open.take() {
            Some(open) => self.settle(open, true).await,
            None => Ok(()),
        }
    }

    /// Writes down what became of a letter; `was_handed` says that its attempt was counted with its content.
    async fn settle(&mut self, open: Open, was_handed: bool) -> Result<()> {
        let (id, outcome) = self.outcome(open);
        self.close(id, outcome, !was_handed).await
    }

    async fn close(&mut self, id: i64, outcome: Outcome, counts: bool) -> Result<()> {
        let (lease, now, state) = (self.lease.clone(), self.ctx.now(), outcome.state);
        self.ctx.db.write(move |conn| store::settle(conn, (id, &lease), &outcome, counts, now)).await?;
        self.count(state);
        Ok(())
    }

    /// What follows from what was said to a letter.
    fn outcome(&self, (letter, said): Open) -> (i64, Outcome) {
        let attempt = (letter.key.as_str(), letter.attempts + 1);
        (letter.id, Outcome::of(said, attempt, self.postman.resend(), self.ctx.now()))
    }

    /// Deals with a letter that is not sent now.
    async fn put_aside(&mut self, letter: Waiting, why: Aside) -> Result<()> {
        let failed = |why| Outcome { state: State::Failed, next_at: None, said: Some(why) };
        let id = letter.id;
        match why {
            Aside::Drop => self.close(id, nothing_left(), false).await,
            Aside::Fail(why) => self.close(id, failed(why), false).await,
            Aside::Again(why) => self.settle((letter, Err(Refusal::Later(why))), false).await,
            Aside::Wait(at) => {
                self.report.put_off += 1;
                self.put_back(vec![letter], at).await
            }
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

    /// Does something on the line, away from the threads that answer. A line that cannot be opened is closed: its reason is
    /// the letter's.
    async fn on_line(
        &mut self,
        work: impl FnOnce(&mut Line) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<Result<(), Refusal>> {
        let mut line = match self.line.take().map_or_else(|| self.postman.open(), Ok) {
            Ok(line) => line,
            Err(why) => return Ok(Err(Refusal::Closed(format!("{why:#}")))),
        };
        let done = actix_web::web::block(move || {
            let said = work(&mut line);
            (line, said)
        });
        let (line, said) = done.await.map_err(|error| Error::Unavailable(error.to_string()))?;
        self.line = Some(line);
        Ok(said)
    }
}

fn nothing_left() -> Outcome {
    Outcome { state: State::Dropped, next_at: None, said: None }
}
