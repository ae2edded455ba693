//! `groundwork` and `groundwork serve`: brings the schema up, serves, and stops gracefully on SIGTERM or Ctrl-C.

use super::{Outcome, output};
use crate::app::{self, Application};
use crate::config::Config;
use crate::features::accounts;

pub(super) fn run(config: Config) -> anyhow::Result<Outcome> {
    let application = super::open(config)?;
    actix_web::rt::System::new().block_on(async {
        let (server, address) = application.serve()?;
        announce(&application, address)?;
        app::run(server, &application).await
    })?;
    Ok(Outcome::Done)
}

/// Says where it serves; with no account yet, prints the one-time link for the first administrator.
fn announce(application: &Application, address: std::net::SocketAddr) -> anyhow::Result<()> {
    let context = &application.context;
    output::line(format!("Groundwork serves on http://{address}"));
    let now = context.now();
    if let Some(token) = context.db.write_now(|conn| accounts::invite_first_administrator(conn, now))? {
        let base = match application.config.server.public_url.trim_end_matches('/') {
            "" => format!("http://{address}"),
            url => url.to_owned(),
        };
        output::line("There is no account yet. Set up the administrator here, once, within 7 days:");
        output::line(format!("{base}/setup/{token}"));
    }
    Ok(())
}
