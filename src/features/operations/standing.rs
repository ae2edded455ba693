//! How the installation runs: how many letters wait and for how long, what failed, when a job ran last.

use crate::db::Conn;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{self, Postman, State, Switch};
use crate::schedule;

/// Figures of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether mail leaves.
    pub switch: Switch,
    /// Letters in each state; without those of which there are none.
    pub letters: Vec<(State, i64)>,
    /// Since when the oldest letter waits that is due.
    pub oldest: Option<Instant>,
    /// When a job ran last.
    pub last_tick: Option<Instant>,
    /// Ticks that failed and are tried again.
    pub failing: i64,
}

impl Standing {
    /// How many letters stand in a state.
    pub fn count(&self, state: State) -> i64 {
        self.letters.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count)
    }

    /// Letters that wait or are on their way.
    pub fn depth(&self) -> i64 {
        [State::Queued, State::Claimed, State::Handed].into_iter().map(|state| self.count(state)).sum()
    }
}

/// How it stands within a scope.
///
/// # Errors
/// When the database does not answer.
pub fn standing(conn: &mut Conn, postman: &Postman, scope: &Scope, now: Instant) -> Result<Standing> {
    let (last_tick, failing) = schedule::health(conn)?;
    Ok(Standing {
        switch: postman.stands(conn)?,
        letters: outbox::counts(conn, scope)?,
        oldest: outbox::oldest(conn, scope, now)?,
        last_tick,
        failing,
    })
}
