//! What comes from outside about jobs, parsed.

use crate::kernel::calendar::CronLine;
use crate::kernel::error::{Error, Result};
use crate::schedule::Jobs;
use serde::Deserialize;

/// `POST /api/v1/operations/jobs/{job}`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JobLineBody)]
pub struct LineBody {
    /// Five fields: minute, hour, day of the month, month, day of the week with 1 as Monday. Empty: as configured.
    #[schema(example = "30 8 * * *")]
    pub line: String,
}

/// A line that somebody types; none gives the job back to the configuration.
///
/// # Errors
/// [`Error::Invalid`] naming `line`.
pub fn line(text: &str) -> Result<Option<CronLine>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    CronLine::parse(text).map(Some).map_err(|fault| Error::field("line", fault.message()))
}

/// A job by its word.
///
/// # Errors
/// [`Error::NotFound`]
pub fn job(jobs: &Jobs, name: &str) -> Result<&'static str> {
    jobs.name(name).ok_or(Error::NotFound)
}
