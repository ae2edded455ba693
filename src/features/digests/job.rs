//! The daily look at what is due: an issue is prepared, prepared anew, or goes by itself; one transaction with its tick.

use super::prepare::prepare;
use super::rules::Rules;
use crate::db::Conn;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::schedule::Job;
use serde_json::Value;

/// `digests`
#[derive(Clone, Debug)]
pub struct Digests {
    rules: Rules,
}

impl Digests {
    /// By these rules.
    pub const fn new(rules: Rules) -> Self {
        Self { rules }
    }
}

impl Job for Digests {
    fn name(&self) -> &'static str {
        "digests"
    }

    fn on_working_days(&self) -> bool {
        true
    }

    fn run(&self, conn: &mut Conn, now: Instant) -> Result<Value> {
        let report = prepare(conn, &self.rules, now)?;
        Ok(serde_json::to_value(&report).map_err(anyhow::Error::from)?)
    }
}
