//! `groundwork token create`: prints an API token once, alone on the last line.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::accounts;
use crate::kernel::error::Error;
use crate::web::Caller;
use clap::Subcommand;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a token that acts as a person.
    Create {
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// Days until it ends; without, it works until it is revoked.
        #[arg(long)]
        days: Option<i64>,
    },
}

pub(super) fn run(command: Command, application: &Application) -> anyhow::Result<Outcome> {
    let Command::Create { email, name, days } = command;
    let context = &application.context;
    let caller = Caller::command_line(context.province);
    let now = context.now();
    let made = context.db.write_now(|conn| {
        let user = accounts::by_email(conn, &email)?
            .ok_or_else(|| Error::field("email", "accounts-no-such-user"))?;
        accounts::create_token(conn, &caller, user.id, &name, days, now)
    });
    match made {
        Ok(token) => {
            output::line("The token is shown only this once:");
            output::line(token);
            Ok(Outcome::Done)
        }
        Err(error @ Error::Invalid(_)) => {
            output::refusal(&error);
            Ok(Outcome::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
