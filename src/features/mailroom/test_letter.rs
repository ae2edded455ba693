//! A letter that an administrator sends to herself, to see whether mail arrives. Its words are fixed when it is posted.

use crate::db::Conn;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{Draft, Kind, Waiting};

/// `test`
#[derive(Clone, Copy, Debug)]
pub struct TestLetter;

impl TestLetter {
    /// Its word.
    pub const NAME: &'static str = "test";
}

impl Kind for TestLetter {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_due(&self, _: &mut Conn, _: &Waiting, _: Instant) -> Result<bool> {
        Ok(true)
    }

    fn write(&self, _: &mut Conn, letter: &Waiting, _: Instant) -> Result<Option<Draft>> {
        Ok(letter.fixed.clone().map(|letter| Draft { letter, unsubscribe: None }))
    }
}
