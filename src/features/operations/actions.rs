//! Deeds on jobs: right, row and audit record in the caller's transaction.

use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::kernel::calendar::CronLine;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::schedule::{self, Jobs};
use crate::web::Caller;
use serde_json::Value;

/// Writes another line for a job, or gives it back to the configuration.
///
/// # Errors
/// 403 also for whoever administers a part of the province.
pub fn change(
    conn: &mut Conn,
    caller: &Caller,
    jobs: &Jobs,
    (job, line): (&'static str, Option<CronLine>),
    now: Instant,
) -> Result<()> {
    caller.must_for_province(Deed::Administer)?;
    let before = jobs.planned(conn, now, 0)?.into_iter().find(|planned| planned.job == job);
    let before = before.map_or(Value::Null, |planned| planned.line.as_str().into());
    schedule::change(conn, job, line.as_ref(), (&caller.name, caller.id), now)?;
    let after = line.as_ref().map_or(Value::Null, |line| line.as_str().into());
    let record = Record::new("operations.line", "job", job, caller.scope.around());
    audit::record(conn, caller, now, record.changing(vec![Change::new("line", before, after)]))
}
