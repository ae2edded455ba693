//! `groundwork export`: what the pages export, written to a file on this machine; works while the server runs.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::{projects, reference};
use crate::kernel::calendar::local_date;
use crate::kernel::error::Error;
use crate::kernel::paging::Sort;
use crate::web::Caller;
use anyhow::Context as _;
use chrono::Datelike;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand)]
pub(super) enum Command {
    /// The registry.
    Projects(Projects),
}

#[derive(Args)]
pub(super) struct Projects {
    /// xlsx or csv
    #[arg(long)]
    format: String,
    /// Where to write; an existing file is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(command: Command, application: &Application) -> anyhow::Result<Outcome> {
    let Command::Projects(wanted) = command;
    match registry(application, &wanted.format) {
        Ok(bytes) => {
            std::fs::write(&wanted.output, bytes)
                .with_context(|| format!("cannot write {}", wanted.output.display()))?;
            output::line(wanted.output.display());
            Ok(Outcome::Done)
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            output::refusal(&error);
            Ok(Outcome::Refused)
        }
        Err(error) => Err(error.into()),
    }
}

/// Every living project of the province, in the order of places.
fn registry(application: &Application, format: &str) -> crate::kernel::error::Result<Vec<u8>> {
    let format = format.parse().map_err(|_| Error::field("format", "projects-export-format"))?;
    let context = &application.context;
    let (caller, now) = (Caller::command_line(context.province), context.now());
    let year = local_date(now, context.zone).year();
    let by_place = Sort { field: "city", descending: false };
    context.db.read_now(|conn| {
        let selected = projects::selected(conn, &caller.scope, &projects::Filter::default(), by_place, year)?;
        let reader = projects::Reader {
            name: &caller.name,
            lang: caller.lang,
            now,
            zone: context.zone,
            instance: &context.instance.id,
            demonstration: context.instance.demonstration,
        };
        projects::export(&selected, &reference::book(conn)?, &reader, format)
    })
}
