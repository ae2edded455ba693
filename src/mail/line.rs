//! The way on which letters leave: chosen by the configuration, opened once for a run.

use super::folder::Folder;
use super::memory::{Memory, MemoryLine};
use super::smtp::Session;
use crate::config;
use anyhow::Result;
use std::path::PathBuf;
use std::time::Duration;

/// From whom and to whom a server is told that a letter is: the bounces' address, and the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Where it comes back to when it cannot be delivered.
    pub from: lettre::Address,
    /// To whom.
    pub to: lettre::Address,
}

/// Why a letter did not leave, in the server's words where it has said any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not now: the server says so (4xx), or the connection broke before the content. It has the letter for certain not.
    Later(String),
    /// No letter leaves now: the server cannot be reached, or does not let us in.
    Closed(String),
    /// Not at all: the reader or the letter is refused (5xx).
    Never(String),
    /// Nobody knows: the content was on its way and no answer came.
    Unknown(String),
}

/// How letters leave.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<config::Smtp>),
    /// As files into a folder.
    Folder(PathBuf),
    /// Into memory, for tests.
    Memory(Memory),
}

impl Transport {
    /// As configured.
    pub fn new(mail: &config::Mail) -> Self {
        match mail.transport.as_str() {
            "smtp" => Self::Smtp(Box::new(mail.smtp.clone())),
            _ => Self::Folder(mail.folder.clone()),
        }
    }

    /// A line for the letters of one run. A server is not called before the first of them.
    ///
    /// # Errors
    /// When the password or the certificate cannot be read.
    pub fn open(&self) -> Result<Line> {
        Ok(match self {
            Self::Smtp(smtp) => Line::Smtp(Box::new(Session::new(smtp)?)),
            Self::Folder(folder) => Line::Folder(Folder::new(folder.clone())),
            Self::Memory(memory) => Line::Memory(MemoryLine::new(memory.clone())),
        })
    }

    /// How many lines may be open at once.
    pub fn lanes(&self) -> usize {
        match self {
            Self::Smtp(smtp) => smtp.connections,
            Self::Folder(_) | Self::Memory(_) => 1,
        }
    }

    /// How long it may take at most until [`Line::begin`] and [`Line::hand`] have both answered.
    pub fn patience(&self) -> Duration {
        match self {
            Self::Smtp(smtp) => Session::patience(smtp),
            Self::Folder(_) | Self::Memory(_) => Duration::from_mins(1),
        }
    }
}

/// A line that takes one letter after another.
pub enum Line {
    /// A kept connection.
    Smtp(Box<Session>),
    /// A folder.
    Folder(Folder),
    /// Memory.
    Memory(MemoryLine),
}

impl Line {
    /// Names the reader; afterwards the line waits for the letter's bytes.
    ///
    /// # Errors
    /// [`Refusal::Later`] or [`Refusal::Never`]: the letter has not left.
    pub async fn begin(&mut self, envelope: &Envelope) -> Result<(), Refusal> {
        match self {
            Self::Smtp(session) => session.begin(envelope).await,
            Self::Folder(folder) => folder.begin(),
            Self::Memory(memory) => memory.begin(envelope),
        }
    }

    /// Hands the letter over that was begun.
    ///
    /// # Errors
    /// What the server says; [`Refusal::Unknown`] when it says nothing any more.
    pub async fn hand(&mut self, message_id: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
        match self {
            Self::Smtp(session) => session.hand(&bytes).await,
            Self::Folder(folder) => folder.hand(message_id, &bytes),
            Self::Memory(memory) => memory.hand(bytes),
        }
    }

    /// Lets a letter go that was begun and is not handed over after all.
    pub fn give_up(&mut self) {
        if let Self::Smtp(session) = self {
            session.hang_up();
        }
    }

    /// Takes leave when there are no more letters.
    pub async fn close(&mut self) {
        if let Self::Smtp(session) = self {
            session.close().await;
        }
    }
}
