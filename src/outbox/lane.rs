//! A lane of a run: a connection of its own, on which one letter goes after another. What was said to a letter is written
//! down together with the next one.

use super::handing::{Handed, Handing};
use super::model::{Outcome, State, Waiting};
use super::round::Round;
use super::store;
use crate::kernel::error::{Error, Result};
use crate::mail::{Envelope, Letter, Line, Refusal, mailbox};

/// A letter whose content has left, and what was said.
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

/// One of the lanes of a run.
pub(super) struct Lane<'a> {
    round: &'a Round,
    open: Option<Open>,
    line: Option<Line>,
}

impl<'a> Lane<'a> {
    pub const fn new(round: &'a Round) -> Self {
        Self { round, open: None, line: None }
    }

    pub async fn run(mut self) -> Result<()> {
        let done = self.letters().await;
        self.round.handings.leave();
        // What was said to the last letter is written down also when something else went wrong.
        let settled = match self.open.take() {
            Some(open) => self.settle(open, true).await,
            None => Ok(()),
        };
        if let Some(line) = &mut self.line {
            line.close().await;
        }
        settled.and(done)
    }

    /// Takes letters to the line until there are none, or it is over.
    async fn letters(&mut self) -> Result<()> {
        while let Some(letter) = self.round.next().await? {
            match self.one(letter.clone()).await? {
                Went::On => {}
                Went::Closed => self.round.close().await?,
                Went::Held => self.round.end(Some(letter), self.round.ctx.now()).await?,
            }
        }
        Ok(())
    }

    /// Takes one letter to the line, and settles the one before it in the same commit.
    async fn one(&mut self, letter: Waiting) -> Result<Went> {
        let (words, envelope, bytes) = match self.words(&letter)? {
            Next::Send(ready) => *ready,
            Next::Aside(why) => {
                self.put_aside(letter, why).await?;
                return Ok(Went::On);
            }
        };
        let begun = self.begin(&envelope).await;
        if begun.is_err() {
            let is_closed = matches!(begun, Err(Refusal::Closed(_)));
            // Where nobody could be reached the letter was not tried, so that an outage uses up none of its attempts.
            self.settle((letter, begun), is_closed).await?;
            return Ok(if is_closed { Went::Closed } else { Went::On });
        }
        let handed = self.hand(&letter, words).await;
        let Some(line) = &mut self.line else { return Ok(Went::On) };
        if !matches!(handed, Ok(Handed::Yes)) {
            line.give_up();
        }
        match handed? {
            Handed::Yes => {}
            Handed::Dropped | Handed::Lost => return Ok(Went::On),
            Handed::Held => return Ok(Went::Held),
            Handed::Full(until) => {
                self.round.count(State::Queued);
                self.round.put_back(&[letter], until).await?;
                return Ok(Went::On);
            }
        }
        let said = line.hand(&letter.message_id, bytes).await;
        let may_go_on = self.round.may_go_on(matches!(said, Err(Refusal::Unknown(_))));
        self.open = Some((letter, said));
        Ok(if may_go_on { Went::On } else { Went::Closed })
    }

    /// What its kind has to say.
    fn words(&self, letter: &Waiting) -> Result<Next> {
        let (postman, ctx) = (&self.round.postman, &self.round.ctx);
        let to = match mailbox(&letter.name, &letter.address) {
            Ok(to) => to,
            Err(why) => return Ok(Next::Aside(Aside::Fail(format!("{why:#}")))),
        };
        let Some(kind) = postman.kinds().named(&letter.kind) else {
            let why = format!("no letter of the kind {:?} is known here", letter.kind);
            return Ok(Next::Aside(Aside::Fail(why)));
        };
        let now = ctx.now();
        let draft = match ctx.db.read_now(|conn| kind.write(conn, letter, now)) {
            Ok(Some(draft)) => draft,
            Ok(None) => return Ok(Next::Aside(Aside::Drop)),
            // The database is everybody's; what a kind cannot write is this letter's alone.
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => return Ok(Next::Aside(Aside::Again(error.to_string()))),
        };
        Ok(match postman.wrap(letter, &draft, &to, now) {
            Ok((envelope, bytes)) => Next::Send(Box::new((draft.letter, envelope, bytes))),
            Err(why) => Next::Aside(Aside::Fail(format!("{why:#}"))),
        })
    }

    /// Names the reader to the server. A line that cannot be opened is closed: its reason is the letter's.
    async fn begin(&mut self, envelope: &Envelope) -> Result<(), Refusal> {
        if self.line.is_none() {
            let opened = self.round.postman.open().map_err(|why| Refusal::Closed(format!("{why:#}")))?;
            self.line = Some(opened);
        }
        match &mut self.line {
            Some(line) => line.begin(envelope).await,
            None => Ok(()),
        }
    }

    /// Writes down what became of the letter before, and that this one's content is about to leave, if it still should.
    async fn hand(&mut self, letter: &Waiting, words: Letter) -> Result<Handed> {
        let before = self.open.as_ref().map(|open| self.outcome(open));
        let became = before.as_ref().map(|(_, outcome)| outcome.state);
        let handing = Handing { before, letter: letter.clone(), words };
        let handed = match self.round.handings.hand(handing).await {
            Ok(handed) => handed,
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                // All of it was undone; the letter before is still to be settled.
                self.settle((letter.clone(), Err(Refusal::Later(error.to_string()))), false).await?;
                return Ok(Handed::Lost);
            }
        };
        self.open = None;
        if let Some(state) = became {
            self.round.count(state);
        }
        match handed {
            Handed::Dropped => self.round.count(State::Dropped),
            Handed::Held => self.round.note_held(),
            Handed::Yes | Handed::Lost | Handed::Full(_) => {}
        }
        Ok(handed)
    }

    /// Writes down what became of a letter; `is_counted` says that its attempt was counted already, or was none.
    async fn settle(&self, open: Open, is_counted: bool) -> Result<()> {
        let (id, outcome) = self.outcome(&open);
        self.finish(id, &outcome, !is_counted).await
    }

    async fn finish(&self, id: i64, outcome: &Outcome, counts: bool) -> Result<()> {
        let (now, lease) = (self.round.ctx.now(), self.round.lease.as_str());
        self.round.write(|conn| store::settle(conn, (id, lease), outcome, counts, now)).await?;
        self.round.count(outcome.state);
        Ok(())
    }

    /// What follows from what was said to a letter.
    fn outcome(&self, (letter, said): &Open) -> (i64, Outcome) {
        let attempt = (letter.key.as_str(), letter.attempts + 1);
        let resend = self.round.postman.resend();
        (letter.id, Outcome::of(said.clone(), attempt, resend, self.round.ctx.now()))
    }

    /// Deals with a letter that is not sent now.
    async fn put_aside(&self, letter: Waiting, why: Aside) -> Result<()> {
        let failed = |why| Outcome { state: State::Failed, next_at: None, said: Some(why) };
        match why {
            Aside::Drop => self.finish(letter.id, &Outcome::nothing_left(), false).await,
            Aside::Fail(why) => self.finish(letter.id, &failed(why), false).await,
            Aside::Again(why) => self.settle((letter, Err(Refusal::Later(why))), false).await,
        }
    }
}
