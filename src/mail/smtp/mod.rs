//! A kept connection to a mail server (RFC 5321), driven command by command, so that the sender knows how far a letter has
//! come when something goes wrong. Every phase has its time as a whole: a server that answers a byte a minute, which no
//! timeout of a socket notices, is left as one is that says nothing.

mod dialogue;
mod server;

use super::{Envelope, Refusal};
use crate::config;
use anyhow::Result;
use dialogue::{Connection, PHASES_TO_HAND, Refused};
use server::Server;
use std::time::Duration;

/// Phases until a letter's content is asked for, at most: MAIL, RCPT and DATA on a kept connection that breaks then; greeting
/// with EHLO, STARTTLS, AUTH, EHLO, MAIL, RCPT and DATA on a new one; and RSET.
const PHASES_TO_BEGIN: u32 = 11;

/// A connection that is made when the first letter begins, and again when it broke.
pub struct Session {
    server: Server,
    /// None before the first letter and after one that broke it.
    kept: Option<Connection>,
}

/// What went wrong before the content.
enum Trouble {
    /// There is no connection to be had.
    Closed(String),
    /// The connection is no use any more.
    Broken(String),
    /// The server refuses for now.
    Later(String),
    /// The server refuses the reader.
    Never(String),
}

impl Session {
    /// Reads the password and the certificate; calls nobody.
    pub(super) fn new(smtp: &config::Smtp) -> Result<Self> {
        Ok(Self { server: Server::new(smtp)?, kept: None })
    }

    /// How long a letter may take.
    pub(super) fn patience(smtp: &config::Smtp) -> Duration {
        Duration::from_secs(smtp.timeout_seconds) * (PHASES_TO_BEGIN + PHASES_TO_HAND)
    }

    pub(super) async fn begin(&mut self, envelope: &Envelope) -> Result<(), Refusal> {
        // A server may end a connection that was quiet: then the letter gets a fresh one.
        let was_kept = self.kept.is_some();
        let mut said = self.commands(envelope).await;
        if was_kept && matches!(said, Err(Trouble::Broken(_))) {
            said = self.commands(envelope).await;
        }
        said.map_err(|trouble| match trouble {
            Trouble::Closed(why) => Refusal::Closed(why),
            Trouble::Broken(why) | Trouble::Later(why) => Refusal::Later(why),
            Trouble::Never(why) => Refusal::Never(why),
        })
    }

    async fn commands(&mut self, envelope: &Envelope) -> Result<(), Trouble> {
        let mut connection = match self.kept.take() {
            Some(connection) => connection,
            None => self.server.connect().await.map_err(Trouble::Closed)?,
        };
        let Err(Refused { fault, is_about_the_reader, awaits_content }) = connection.name(envelope).await
        else {
            self.kept = Some(connection);
            return Ok(());
        };
        if fault.is_over() {
            return Err(Trouble::Broken(fault.said));
        }
        // The connection is still good for the next letter, if the server lets this one be forgotten.
        if !awaits_content && connection.forget().await.is_ok() {
            self.kept = Some(connection);
        }
        // A sender that is refused is a matter of the installation and not of the letter: it waits until that is mended.
        let is_never = fault.is_permanent && is_about_the_reader;
        Err(if is_never { Trouble::Never(fault.said) } else { Trouble::Later(fault.said) })
    }

    pub(super) async fn hand(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let Some(mut connection) = self.kept.take() else {
            return Err(Refusal::Later(format!("{}: no letter was begun", self.server.host)));
        };
        let said = connection.content(bytes).await;
        match said {
            Err(fault) if fault.code.is_none() => return Err(Refusal::Unknown(fault.said)),
            _ => self.kept = Some(connection),
        }
        said.map_err(
            |fault| {
                if fault.is_permanent { Refusal::Never(fault.said) } else { Refusal::Later(fault.said) }
            },
        )
    }

    /// Takes leave of the server.
    pub(super) async fn close(&mut self) {
        if let Some(mut connection) = self.kept.take() {
            connection.quit().await;
        }
    }

    /// Leaves without a word, which gives a letter up that was begun.
    pub(super) fn hang_up(&mut self) {
        self.kept = None;
    }
}
