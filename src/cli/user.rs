//! `groundwork user add|list|disable`: accounts from the machine itself; works while the server runs.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::accounts::{self, NewUser};
use crate::kernel::error::Error;
use crate::web::Caller;
use anyhow::Context as _;
use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an account.
    Add(Add),
    /// Show every account.
    List,
    /// Shut an account and end its sessions.
    Disable {
        #[arg(long)]
        email: String,
    },
}

#[derive(Args)]
pub(super) struct Add {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// administrator reviewer officer city leader auditor
    #[arg(long)]
    role: String,
    /// One division code, or several with commas.
    #[arg(long)]
    scope: String,
    /// zh or en
    #[arg(long)]
    lang: Option<String>,
    /// Read the password from one line of standard input.
    #[arg(long)]
    password_stdin: bool,
}

pub(super) fn run(command: Command, application: &Application) -> anyhow::Result<Outcome> {
    let context = &application.context;
    let caller = Caller::command_line(context.province);
    let now = context.now();
    let outcome = match command {
        Command::Add(add) => {
            let password = if add.password_stdin { Some(password_line()?) } else { None };
            NewUser::parse(&add.email, &add.name, &add.role, &add.scope, add.lang.as_deref()).and_then(
                |new| {
                    let id = context.db.write_now(|conn| {
                        accounts::add_user(conn, &caller, &new, password.as_deref(), now)
                    })?;
                    output::line(format!("{id} {} {} {}", new.email, new.role, new.scope.to_text()));
                    Ok(())
                },
            )
        }
        Command::List => context.db.read_now(accounts::all_users).map(|users| {
            for user in users {
                let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
                output::line(format!(
                    "{} {} {} {} {state}",
                    user.id,
                    user.email,
                    user.role,
                    user.scope.to_text()
                ));
            }
        }),
        Command::Disable { email } => {
            context.db.write_now(|conn| accounts::disable_user(conn, &caller, &email, now))
        }
    };
    match outcome {
        Ok(()) => Ok(Outcome::Done),
        Err(Error::NotFound) => {
            output::error(&"there is no account with this e-mail");
            Ok(Outcome::Refused)
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            output::refusal(&error);
            Ok(Outcome::Refused)
        }
        Err(error) => Err(error.into()),
    }
}

fn password_line() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("the password could not be read from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
