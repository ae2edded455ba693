//! `groundwork demo`: a filled, clearly marked demonstration on SQLite; prints the address and one account per role.

use super::{Outcome, output};
use crate::app::{self, Application};
use crate::config::Config;
use crate::features::demo;
use crate::kernel::calendar::start_of_day;
use crate::kernel::instant::{Clock, Instant};
use anyhow::{Context as _, bail};
use chrono::{NaiveDate, TimeDelta};
use clap::Args;
use std::path::PathBuf;

/// The demonstration's day when none is given: 2026Q3 is in review.
const AS_OF: &str = "2026-10-08";

#[derive(Args)]
pub(super) struct Demo {
    /// Address to serve on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder for the demonstration's files; without, a fresh temporary one.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The day on which the demonstration's clock starts.
    #[arg(long, value_name = "DATE", default_value = AS_OF)]
    as_of: String,
    /// Password of every account; without, a random one is made and printed.
    #[arg(long)]
    password: Option<String>,
}

pub(super) fn run(demo: Demo, mut config: Config, chosen_url: bool) -> anyhow::Result<Outcome> {
    let Ok(day) = demo.as_of.parse::<NaiveDate>() else {
        bail!("--as-of {:?}: expected a day such as {AS_OF}", demo.as_of);
    };
    let password = demo.password.unwrap_or_else(|| format!("demo-{:08x}", rand::random::<u32>()));
    if let Some(listen) = demo.listen {
        config.server.listen = listen;
    }
    let fresh = || std::env::temp_dir().join(format!("groundwork-demo-{:08x}", rand::random::<u32>()));
    // With a database of her own and no folder, attachments lie where the configuration says.
    if let Some(folder) = demo.data.or_else(|| (!chosen_url).then(fresh)) {
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        config.files.folder = folder.join("files");
        config.mail.folder = folder.join("mail");
        if !chosen_url {
            config.database.url = format!("sqlite://{}", folder.join("demo.db").display());
        }
    }
    // Invented people have invented addresses: nothing leaves the machine.
    "folder".clone_into(&mut config.mail.transport);
    let start = start_of_day(day, config.business.zone()).plus(TimeDelta::hours(9));
    let application = Application::open(config, Clock::starting_at(start), true)?;
    if !application.context.instance.demonstration {
        bail!("this database is not a demonstration; choose another folder with --data");
    }
    let accounts = demo::fill(&application.context, &application.config, &password)?;
    actix_web::rt::System::new().block_on(async {
        let (server, address) = application.serve()?;
        announce(address, &application.context.now(), &accounts, &password);
        app::run(server, &application).await
    })?;
    Ok(Outcome::Done)
}

fn announce(address: std::net::SocketAddr, now: &Instant, accounts: &[demo::Account], password: &str) {
    output::line(format!("Groundwork demonstration (all data are invented), its clock starts at {now}"));
    output::line(format!("http://{address}"));
    output::line(format!("password of every account: {password}"));
    let mut shown = Vec::new();
    for account in accounts {
        if !shown.contains(&account.role) {
            output::line(format!("{} {}", account.role, account.email));
            shown.push(account.role);
        }
    }
}
