//! `groundwork mail`: holds all mail, or lets it go; letting it go also lets a restored or moved database send from here. And
//! what will be sent in the days to come.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::mailroom::{self, PreviewView};
use crate::kernel::calendar::parse_day;
use crate::kernel::division::Scope;
use crate::kernel::message::Message;
use crate::kernel::role::Role;
use crate::web::{Caller, Lang};
use anyhow::anyhow;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Hold all mail.
    Hold {
        /// Why.
        reason: String,
    },
    /// Let mail leave again, also from a restored or moved database.
    Release,
    /// Who would get what, and when, if nothing changes; sends nothing.
    Preview {
        /// The first day, YYYY-MM-DD; today without it.
        #[arg(long)]
        from: Option<String>,
        /// The last day; 90 days on without it.
        #[arg(long)]
        to: Option<String>,
        /// As JSON, with the words of each letter.
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(command: Command, application: &Application) -> anyhow::Result<Outcome> {
    let (context, home) = (&application.context, application.postman.home());
    let caller = Caller { role: Role::Administrator, ..Caller::command_line(context.province) };
    let now = context.now();
    let done = match command {
        Command::Preview { from, to, json } => return preview(application, (from, to), json),
        Command::Hold { reason } => {
            context.db.write_now(|conn| mailroom::hold_all(conn, &caller, home, reason.trim(), now))?;
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

fn preview(
    application: &Application,
    (from, to): (Option<String>, Option<String>),
    as_json: bool,
) -> anyhow::Result<Outcome> {
    let context = &application.context;
    let day = |name: &str, text: Option<String>| match text {
        None => Ok(None),
        Some(text) => match parse_day(&text) {
            Some(day) => Ok(Some(day)),
            None => Err(anyhow!("{name} {text:?}: expected a day such as 2026-10-08")),
        },
    };
    let (now, rules) = (context.now(), &application.reminding);
    let days = (day("--from", from)?, day("--to", to)?);
    let span = match mailroom::span(days, rules.today(now)) {
        Ok(span) => span,
        Err(error) => {
            output::refusal(&error);
            return Ok(Outcome::Refused);
        }
    };
    let scope = Scope::from(context.province);
    let letters = context.db.read_now(|conn| {
        mailroom::expected(conn, (&application.jobs, rules, &application.digesting), &scope, span, now)
    })?;
    if as_json {
        output::line(serde_json::to_string_pretty(&PreviewView::new(span, letters))?);
        return Ok(Outcome::Done);
    }
    for letter in letters {
        output::line(format!(
            "{} {} <{}> {}",
            letter.day, letter.name, letter.address, letter.letter.subject
        ));
    }
    Ok(Outcome::Done)
}
