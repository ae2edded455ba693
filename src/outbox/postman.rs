//! The sender: by which rules, on which way and from where letters leave. What it does stands in `run`.

use super::home::Home;
use super::kind::Kinds;
use super::ledger::{as_waiting, letter};
use super::model::{Draft, State, Waiting};
use super::switch::{Switch, held};
use crate::config;
use crate::db::Conn;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::mail::{Envelope, Frame, Letter, Line, Transport, Unsubscribe};
use anyhow::anyhow;
use chrono::TimeDelta;
use lettre::message::Mailbox;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The domain of the sender's address, from which Message-IDs come.
///
/// # Errors
/// When the sender's address is none.
pub fn domain(rule: &config::Mail) -> anyhow::Result<String> {
    let from: Mailbox = rule.from.parse().map_err(|error| anyhow!("mail.from: {error}"))?;
    Ok(from.email.domain().to_owned())
}

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

    /// The same letters on another way, for tests.
    #[must_use]
    pub fn on(&self, transport: Transport) -> Self {
        Self { transport, ..self.clone() }
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

    /// Whether letters of which nobody knows are sent again.
    pub(super) fn resend(&self) -> bool {
        self.rule.unknown == "resend"
    }

    /// When a claim of so many letters is over for certain.
    pub(super) fn until(&self, now: Instant, letters: i64) -> Instant {
        let patience = TimeDelta::from_std(self.transport.patience()).unwrap_or(TimeDelta::minutes(10));
        // Most letters take a moment; only a server that is silent takes all its time, and then for one letter alone.
        now.plus(patience * 2 + TimeDelta::seconds(letters))
    }

    /// What a letter of the scope says: its words where it was written or is fixed, else what it would say now; none when
    /// there is nothing to say. Writes nothing.
    ///
    /// # Errors
    /// 404 also outside the scope; what its kind cannot write now.
    pub fn words(&self, conn: &mut Conn, scope: &Scope, id: i64, now: Instant) -> Result<Option<Letter>> {
        let (listed, written) = letter(conn, scope, id)?;
        let waits = matches!(listed.state, State::Queued | State::Held | State::Claimed);
        let Some(kind) = self.kinds.named(&listed.kind).filter(|_| waits) else { return Ok(written) };
        let waiting = as_waiting(conn, scope, id)?;
        Ok(kind.write(conn, &waiting, now)?.map(|draft| draft.letter))
    }

    /// A line for the letters of a run.
    pub(super) fn open(&self) -> anyhow::Result<Line> {
        self.transport.open()
    }

    /// How many letters are on their way at once.
    pub(super) fn lanes(&self) -> usize {
        self.transport.lanes()
    }

    /// The most that one run hands over, and the most that one person gets on a day.
    pub(super) const fn limits(&self) -> (i64, i64) {
        (self.rule.per_run, self.rule.per_person)
    }

    /// The kinds of letters.
    pub(super) const fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// A letter as the line takes it.
    pub(super) fn wrap(
        &self,
        letter: &Waiting,
        draft: &Draft,
        to: &Mailbox,
        now: Instant,
    ) -> anyhow::Result<(Envelope, Vec<u8>)> {
        let unsubscribe = draft.unsubscribe.clone().map(|url| Unsubscribe { url });
        let list_id = format!("<{}.{}>", letter.kind, self.domain());
        let bytes = draft.letter.bytes(&Frame {
            from: &self.from,
            to,
            message_id: &letter.message_id,
            list_id: &list_id,
            date: now,
            unsubscribe: unsubscribe.as_ref(),
        })?;
        Ok((Envelope { from: self.bounce.clone(), to: to.email.clone() }, bytes))
    }

    /// How the switch stands here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn stands(&self, conn: &mut Conn) -> Result<Switch> {
        held(conn, &self.home)
    }
}
