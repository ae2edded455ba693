//! Letters kept in memory, and the faults that a test wants of the way: what a server may do, without a server.

use super::{Envelope, Refusal};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Cloning shares the same memory.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    letters: Vec<(Envelope, Vec<u8>)>,
    faults: VecDeque<Fault>,
}

/// What happens to the next letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It goes through.
    None,
    /// 4xx to the reader's address.
    Later,
    /// 5xx to the reader's address.
    Never,
    /// The server cannot be reached.
    Closed,
    /// The connection breaks before the content.
    BreaksBefore,
    /// The content is taken, and the connection breaks before the server says so.
    TakenUnsaid,
    /// The connection breaks in the content: nothing is taken.
    LostUnsaid,
    /// The sender dies before the content.
    DiesBefore,
    /// The sender dies when the content has been taken.
    DiesAfter,
}

impl Memory {
    /// What has been taken, in order: to whom, and the bytes.
    pub fn letters(&self) -> Vec<(String, Vec<u8>)> {
        self.kept().letters.iter().map(|(to, bytes)| (to.to.to_string(), bytes.clone())).collect()
    }

    /// What is to happen to the next letters.
    pub fn will(&self, faults: impl IntoIterator<Item = Fault>) {
        self.kept().faults.extend(faults);
    }

    /// A test that panicked while it looked must not hide why.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A line into the memory.
#[derive(Debug)]
pub struct MemoryLine {
    memory: Memory,
    begun: Option<Envelope>,
}

impl MemoryLine {
    pub(super) const fn new(memory: Memory) -> Self {
        Self { memory, begun: None }
    }

    pub(super) fn begin(&mut self, envelope: &Envelope) -> Result<(), Refusal> {
        let mut kept = self.memory.kept();
        let refusal = match kept.faults.front() {
            Some(Fault::Later) => Refusal::Later("451 4.7.1 try again".to_owned()),
            Some(Fault::Never) => Refusal::Never("550 5.1.1 no such mailbox".to_owned()),
            Some(Fault::Closed) => Refusal::Closed("connection refused".to_owned()),
            Some(Fault::BreaksBefore) => Refusal::Later("connection closed".to_owned()),
            Some(Fault::DiesBefore) => {
                kept.faults.pop_front();
                drop(kept);
                die()
            }
            _ => {
                self.begun = Some(envelope.clone());
                return Ok(());
            }
        };
        kept.faults.pop_front();
        Err(refusal)
    }

    pub(super) fn hand(&mut self, bytes: Vec<u8>) -> Result<(), Refusal> {
        let Some(envelope) = self.begun.take() else {
            return Err(Refusal::Later("nothing was begun".to_owned()));
        };
        let mut kept = self.memory.kept();
        let fault = kept.faults.pop_front().unwrap_or(Fault::None);
        if fault != Fault::LostUnsaid {
            kept.letters.push((envelope, bytes));
        }
        drop(kept);
        match fault {
            Fault::DiesAfter => die(),
            Fault::TakenUnsaid | Fault::LostUnsaid => Err(Refusal::Unknown("connection closed".to_owned())),
            _ => Ok(()),
        }
    }
}

/// Ends the thread at once, as a kill would: nothing more is written down.
fn die() -> ! {
    std::panic::resume_unwind(Box::new("the sender died"))
}
