//! Takes what is due to the line, letter by letter. Whatever happens in between, a letter's row says how far it has come:
//! a sender that is killed leaves claims, which return to the queue, and at most one letter of which nobody knows.

use super::home::Home;
use super::kind::Kinds;
use super::model::{Draft, Outcome, State, Waiting};
use super::store;
use super::switch::{Switch, held};
use crate::config;
use crate::context::Context;
use crate::db::Conn;
use crate::kernel::calendar::{local_date, start_of_day};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::mail::{Envelope, Frame, Letter, Line, Refusal, Transport, Unsubscribe, mailbox};
use anyhow::anyhow;
use chrono::{Days, TimeDelta};
use lettre::message::Mailbox;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Letters that are claimed at once.
const CLAIM: i64 = 50;

/// Everything that sending needs; cloning shares it.
#[derive(Clone, Debug)]
pub struct Postman {
    transport: Transport,
    kinds: Kinds,
    rule: config::Mail,
    home: Home,
    from: Mailbox,
    bounce: lettre::Address,
    stopping: Arc<AtomicBool>,
}

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
    /// Nothing is left to say.
    Drop,
    /// It has its fill for today.
    Wait(Instant),
    /// It cannot be sent as it is.
    Fail(String),
}

impl Postman {
    /// As configured.
    ///
    /// # Errors
    /// When the sender's address is none.
    pub fn new(rule: &config::Mail, transport: Transport, kinds: Kinds, home: Home) -> anyhow::Result<Self> {
        let from: Mailbox = rule.from.parse().map_err(|error| anyhow!("mail.from: {error}"))?;
        let bounce = match rule.bounce.as_str() {
            "" => from.email.clone(),
            address => address.parse().map_err(|error| anyhow!("mail.bounce: {error}"))?,
        };
        Ok(Self { transport, kinds, rule: rule.clone(), home, from, bounce, stopping: Arc::default() })
    }

    /// Lets a run end after the letter that is on its way.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether it was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// The same with other letters on another way, for tests.
    #[must_use]
    pub fn with(&self, transport: Transport, kinds: Kinds) -> Self {
        Self { transport, kinds, ..self.clone() }
    }

    /// The same elsewhere, for tests.
    #[must_use]
    pub fn at_home(&self, home: Home) -> Self {
        Self { home, ..self.clone() }
    }

    /// Where it sends from.
    pub const fn home(&self) -> &Home {
        &self.home
    }

    /// The domain of its Message-IDs.
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// Hands over what is due, at most as many as configured, and says what became of it.
    ///
    /// # Errors
    /// When the database does not answer, or the password cannot be read. What has left is written down or is found by the
    /// next run.
    pub async fn run(&self, ctx: &Context) -> Result<Report> {
        let mut report = Report::default();
        let (now, resend, home) = (ctx.now(), self.resend(), self.home.clone());
        let (_, lost) = ctx.db.write(move |conn| store::recover(conn, resend, now)).await?;
        if !resend {
            report.unknown += lost;
        }
        if ctx.db.read(move |conn| held(conn, &home)).await? != Switch::Open {
            report.held = true;
            return Ok(report);
        }
        let lease = format!("{:032x}", rand::random::<u128>());
        let mut line: Option<Line> = None;
        let mut left = self.rule.per_run;
        while left > 0 && !self.is_stopping() {
            let (now, claimed_by, until) = (ctx.now(), lease.clone(), self.until(ctx.now(), CLAIM));
            let limit = left.min(CLAIM);
            let claim = move |conn: &mut Conn| store::claim(conn, (&claimed_by, until), limit, now);
            let claimed = ctx.db.write(claim).await?;
            if claimed.is_empty() {
                break;
            }
            left -= i64::try_from(claimed.len()).unwrap_or(i64::MAX);
            let mut at = match line.take() {
                Some(line) => line,
                None => self.transport.open().map_err(Error::Unexpected)?,
            };
            let mut open: Option<Open> = None;
            for letter in claimed {
                if self.is_stopping() {
                    let (lease, id, now) = (lease.clone(), letter.id, ctx.now());
                    ctx.db.write(move |conn| store::put_back(conn, (id, &lease), now)).await?;
                    continue;
                }
                (at, open) = self.one(ctx, &lease, at, letter, open, &mut report).await?;
            }
            self.settle(ctx, &lease, open, true, &mut report).await?;
            line = Some(at);
        }
        Ok(report)
    }

    /// Whether letters of which nobody knows are sent again.
    fn resend(&self) -> bool {
        self.rule.unknown == "resend"
    }

    /// When a claim of so many letters is over for certain.
    fn until(&self, now: Instant, letters: i64) -> Instant {
        let patience = TimeDelta::from_std(self.transport.patience()).unwrap_or(TimeDelta::minutes(10));
        // Most letters take a moment; only a server that is silent takes all its time, and then for one letter at a time.
        now.plus(patience * 2 + TimeDelta::seconds(letters))
    }

    /// Takes one letter to the line, and settles the one before it in the same commit.
    async fn one(
        &self,
        ctx: &Context,
        lease: &str,
        line: Line,
        letter: Waiting,
        open: Option<Open>,
        report: &mut Report,
    ) -> Result<(Line, Option<Open>)> {
        let (words, envelope, bytes) = match self.next(ctx, &letter).await? {
            Next::Send(ready) => *ready,
            other => {
                self.settle(ctx, lease, open, true, report).await?;
                self.put_aside(ctx, lease, &letter, other, report).await?;
                return Ok((line, None));
            }
        };
        let (line, begun) = on_line(line, move |line| line.begin(&envelope)).await?;
        if begun.is_err() {
            self.settle(ctx, lease, open, true, report).await?;
            self.settle(ctx, lease, Some((letter, begun)), false, report).await?;
            return Ok((line, None));
        }
        let handed = self.hand(ctx, lease, &letter, words, open, report).await;
        if !matches!(handed, Ok(true)) {
            let give_up = |line: &mut Line| {
                line.give_up();
                Ok(())
            };
            let (line, _) = on_line(line, give_up).await?;
            return handed.map(|_| (line, None));
        }
        let id = letter.message_id.clone();
        let (line, said) = on_line(line, move |line| line.hand(&id, bytes)).await?;
        Ok((line, Some((letter, said))))
    }

    /// What its kind has to say, and whether it may go today.
    async fn next(&self, ctx: &Context, letter: &Waiting) -> Result<Next> {
        let to = match mailbox(&letter.name, &letter.address) {
            Ok(to) => to,
            Err(why) => return Ok(Next::Fail(format!("{why:#}"))),
        };
        if self.kinds.named(&letter.kind).is_none() {
            return Ok(Next::Fail(format!("no letter of the kind {:?} is known here", letter.kind)));
        }
        let (now, today) = (ctx.now(), local_date(ctx.now(), ctx.zone));
        let (since, tomorrow) = (start_of_day(today, ctx.zone), start_of_day(today + Days::new(1), ctx.zone));
        let (kinds, waiting, most) = (self.kinds.clone(), letter.clone(), self.rule.per_person);
        let written = ctx.db.read(move |conn| {
            if store::handed_since(conn, &waiting.address, since)? >= most {
                return Ok(Err(tomorrow));
            }
            let kind = kinds.named(&waiting.kind).ok_or(Error::NotFound)?;
            Ok(Ok(kind.write(conn, &waiting, now)?))
        });
        let draft = match written.await? {
            Err(tomorrow) => return Ok(Next::Wait(tomorrow)),
            Ok(None) => return Ok(Next::Drop),
            Ok(Some(draft)) => draft,
        };
        let envelope = Envelope { from: self.bounce.clone(), to: to.email.clone() };
        Ok(match self.bytes(letter, &draft, &to, now) {
            Ok(bytes) => Next::Send(Box::new((draft.letter, envelope, bytes))),
            Err(why) => Next::Fail(format!("{why:#}")),
        })
    }

    /// Writes down what became of the letter before, and that this one's content is about to leave, if it still should.
    async fn hand(
        &self,
        ctx: &Context,
        lease: &str,
        letter: &Waiting,
        words: Letter,
        open: Option<Open>,
        report: &mut Report,
    ) -> Result<bool> {
        let (lease, waiting, kinds, now) = (lease.to_owned(), letter.clone(), self.kinds.clone(), ctx.now());
        let (until, settled) = (self.until(now, 1), open.map(|open| self.outcome(open, now)));
        if let Some((_, outcome)) = &settled {
            count(report, outcome.state);
        }
        let (handed, dropped) = ctx
            .db
            .write(move |conn| {
                if let Some((id, outcome)) = &settled {
                    store::settle(conn, (*id, &lease), outcome, false, now)?;
                }
                let kind = kinds.named(&waiting.kind).ok_or(Error::NotFound)?;
                if !kind.is_due(conn, &waiting, now)? {
                    store::settle(conn, (waiting.id, &lease), &nothing_left(), false, now)?;
                    return Ok((false, true));
                }
                Ok((store::hand(conn, (waiting.id, &lease), &words, until, now)?, false))
            })
            .await?;
        report.dropped += usize::from(dropped);
        Ok(handed)
    }

    /// Writes down what became of a letter; `was_handed` says that its attempt was counted with its content.
    async fn settle(
        &self,
        ctx: &Context,
        lease: &str,
        open: Option<Open>,
        was_handed: bool,
        report: &mut Report,
    ) -> Result<()> {
        let Some(open) = open else { return Ok(()) };
        let (lease, now) = (lease.to_owned(), ctx.now());
        let (id, outcome) = self.outcome(open, now);
        count(report, outcome.state);
        ctx.db.write(move |conn| store::settle(conn, (id, &lease), &outcome, !was_handed, now)).await
    }

    /// What follows from what was said to a letter.
    fn outcome(&self, (letter, said): Open, now: Instant) -> (i64, Outcome) {
        (letter.id, Outcome::of(said, (&letter.key, letter.attempts + 1), self.resend(), now))
    }

    /// Deals with a letter that is not sent now.
    async fn put_aside(
        &self,
        ctx: &Context,
        lease: &str,
        letter: &Waiting,
        next: Next,
        report: &mut Report,
    ) -> Result<()> {
        let (lease, id, now) = (lease.to_owned(), letter.id, ctx.now());
        let outcome = match next {
            Next::Send(_) => return Ok(()),
            Next::Wait(at) => {
                report.put_off += 1;
                return ctx.db.write(move |conn| store::put_back(conn, (id, &lease), at)).await;
            }
            Next::Drop => nothing_left(),
            Next::Fail(why) => Outcome { state: State::Failed, next_at: None, said: Some(why) },
        };
        count(report, outcome.state);
        ctx.db.write(move |conn| store::settle(conn, (id, &lease), &outcome, false, now)).await
    }

    fn bytes(&self, letter: &Waiting, draft: &Draft, to: &Mailbox, now: Instant) -> anyhow::Result<Vec<u8>> {
        let unsubscribe = draft.unsubscribe.clone().map(|url| Unsubscribe { url });
        let list_id = format!("<{}.{}>", letter.kind, self.domain());
        draft.letter.bytes(&Frame {
            from: &self.from,
            to,
            message_id: &letter.message_id,
            list_id: &list_id,
            date: now,
            unsubscribe: unsubscribe.as_ref(),
        })
    }

    /// How the switch stands here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn stands(&self, conn: &mut Conn) -> Result<Switch> {
        held(conn, &self.home)
    }
}

fn nothing_left() -> Outcome {
    Outcome { state: State::Dropped, next_at: None, said: None }
}

fn count(report: &mut Report, state: State) {
    *match state {
        State::Sent => &mut report.sent,
        State::Failed => &mut report.failed,
        State::Unknown => &mut report.unknown,
        State::Dropped => &mut report.dropped,
        State::Queued | State::Claimed | State::Handed | State::Held => &mut report.put_off,
    } += 1;
}

/// Does something on the line, away from the threads that answer; gives the line back.
async fn on_line(
    mut line: Line,
    work: impl FnOnce(&mut Line) -> Result<(), Refusal> + Send + 'static,
) -> Result<(Line, Result<(), Refusal>)> {
    let done = actix_web::web::block(move || {
        let said = work(&mut line);
        (line, said)
    });
    done.await.map_err(|error| Error::Unavailable(error.to_string()))
}
