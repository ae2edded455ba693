//! `groundwork run-due`: does once what a running server does by itself, prints it as JSON, and exits: for an
//! administrator's own cron, and for checks.

use super::{Outcome, output};
use crate::app::Application;
use crate::config::Config;
use crate::kernel::instant::{Clock, Instant};
use anyhow::anyhow;
use serde_json::json;

#[derive(clap::Args)]
pub(super) struct RunDue {
    /// As if it were this instant (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    now: Option<String>,
}

pub(super) fn run(command: &RunDue, config: Config) -> anyhow::Result<Outcome> {
    let clock = match &command.now {
        None => Clock::system(),
        Some(text) => {
            let now = Instant::parse(text).ok_or_else(|| {
                anyhow!("--now {text:?}: expected an instant such as 2026-10-08T09:00:00+08:00")
            })?;
            Clock::from_fn(move || now)
        }
    };
    let application = Application::open(config, clock, false)?;
    let (jobs, letters) = actix_web::rt::System::new().block_on(async {
        let jobs = application.jobs.run(&application.context).await?;
        anyhow::Ok((jobs, application.postman.run(&application.context).await?))
    })?;
    let now = application.context.now();
    output::line(serde_json::to_string_pretty(&json!({ "now": now, "jobs": jobs, "letters": letters }))?);
    Ok(Outcome::Done)
}
