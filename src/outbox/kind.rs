//! Kinds of letters: each room that sends registers its own with the composition root.

use super::model::{Draft, Waiting};
use crate::db::Conn;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use std::fmt;
use std::sync::Arc;

/// What writes the letters of a kind, and knows whether they are still to be sent.
pub trait Kind: Send + Sync {
    /// Its word in `letters.kind`; also the first part of its List-Id.
    fn name(&self) -> &'static str;

    /// Whether there is still something to say.
    ///
    /// # Errors
    /// When the database does not answer; the letter is then tried again.
    fn is_due(&self, conn: &mut Conn, letter: &Waiting, now: Instant) -> Result<bool>;

    /// The letter as it is to be read now; none when there is nothing to say any more.
    ///
    /// # Errors
    /// When the database does not answer; the letter is then tried again.
    fn write(&self, conn: &mut Conn, letter: &Waiting, now: Instant) -> Result<Option<Draft>>;
}

/// All kinds of an installation; cloning shares them.
#[derive(Clone)]
pub struct Kinds(Arc<[Box<dyn Kind>]>);

impl Kinds {
    /// Of these.
    pub fn new(kinds: Vec<Box<dyn Kind>>) -> Self {
        Self(kinds.into())
    }

    /// By its word.
    pub fn named(&self, name: &str) -> Option<&dyn Kind> {
        self.0.iter().map(AsRef::as_ref).find(|kind| kind.name() == name)
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|kind| kind.name())).finish()
    }
}
