//! `groundwork mail`: holds all mail, or lets it go; letting it go also lets a restored or moved database send from here.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::mailroom;
use crate::kernel::message::Message;
use crate::kernel::role::Role;
use crate::web::{Caller, Lang};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Hold all mail.
    Hold {
        /// Why.
        reason: String,
    },
    /// Let mail leave again, also from a restored or moved database.
    Release,
}

pub(super) fn run(command: Command, application: &Application) -> anyhow::Result<Outcome> {
    let (context, home) = (&application.context, application.postman.home());
    let caller = Caller { role: Role::Administrator, ..Caller::command_line(context.province) };
    let now = context.now();
    let done = match command {
        Command::Hold { reason } => {
            context.db.write_now(|conn| mailroom::hold_all(conn, &caller, reason.trim(), now))?;
            "mail-command-held"
        }
        Command::Release => {
            context.db.write_now(|conn| mailroom::let_go(conn, &caller, home, None, now))?;
            "mail-command-released"
        }
    };
    output::line(Lang::Zh.render(&Message::new(done)));
    Ok(Outcome::Done)
}
