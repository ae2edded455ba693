//! `groundwork export`: what the pages export, written to a file on this machine, as the whole province sees it; works
//! while the server runs. The file is written beside its place and moved there, so that nobody finds half of one.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::lists::{self, Format};
use crate::features::{atlas, projects, reference, updates};
use crate::kernel::calendar::{Period, Quarter, local_date};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::paging::Sort;
use crate::web::Caller;
use anyhow::Context as _;
use chrono::Datelike;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(super) enum Command {
    /// A quarter's list: a published version, or the draft of one that is not published.
    List(List),
    /// The registry.
    Projects(Projects),
    /// The workbook in which a city reports on a month.
    Updates(Updates),
    /// The attraction map, a sheet for each kind.
    Atlas(Atlas),
}

#[derive(Args)]
pub(super) struct List {
    /// 2026Q3
    quarter: String,
    /// The newest when absent.
    #[arg(long)]
    version: Option<i32>,
    /// xlsx, csv, json (of a published list exactly the bytes that were hashed) or oc4ids (open data)
    #[arg(long)]
    format: Format,
    /// Where to write; an existing file is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Args)]
pub(super) struct Projects {
    /// xlsx or csv
    #[arg(long)]
    format: projects::Format,
    /// Where to write; an existing file is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Args)]
pub(super) struct Updates {
    /// e.g. 370100; the whole province when absent
    #[arg(long)]
    city: Option<String>,
    /// e.g. 2026-09
    #[arg(long)]
    period: String,
    /// Where to write; an existing file is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Args)]
pub(super) struct Atlas {
    /// A chain's id; all of them when absent
    #[arg(long)]
    chain: Option<i64>,
    /// Where to write; an existing file is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(command: Command, application: &Application) -> anyhow::Result<Outcome> {
    let (path, taken) = match &command {
        Command::List(wanted) => (&wanted.output, list(application, wanted)),
        Command::Projects(wanted) => (&wanted.output, registry(application, wanted.format)),
        Command::Updates(wanted) => (&wanted.output, reports(application, wanted)),
        Command::Atlas(wanted) => (&wanted.output, map(application, wanted.chain)),
    };
    match taken {
        Ok(bytes) => {
            write(path, &bytes)?;
            output::line(path.display());
            Ok(Outcome::Done)
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            output::refusal(&error);
            Ok(Outcome::Refused)
        }
        Err(error) => Err(error.into()),
    }
}

/// A list in one of its formats.
fn list(application: &Application, wanted: &List) -> Result<Vec<u8>> {
    let context = &application.context;
    let (caller, now) = (Caller::command_line(context.province), context.now());
    let quarter = Quarter::parse(&wanted.quarter).map_err(|why| Error::field("quarter", why))?;
    let reader = lists::Reader { name: caller.name, scope: caller.scope, lang: caller.lang };
    let taken = context
        .db
        .read_now(|conn| lists::take(conn, context, &reader, quarter, wanted.version, wanted.format, now));
    match taken {
        Ok(taken) => Ok(taken.bytes),
        Err(Error::NotFound) => {
            Err(Error::field("quarter", Message::new("export-no-list").with("quarter", quarter)))
        }
        Err(other) => Err(other),
    }
}

/// Every living project of the province, in the order of places.
fn registry(application: &Application, format: projects::Format) -> Result<Vec<u8>> {
    let context = &application.context;
    let (caller, now) = (Caller::command_line(context.province), context.now());
    let year = local_date(now, context.zone).year();
    let by_place = Sort { field: "city", descending: false };
    context.db.read_now(|conn| {
        let selected = projects::selected(conn, &caller.scope, &projects::Filter::default(), by_place, year)?;
        let reader = projects::Reader {
            name: &caller.name,
            lang: caller.lang,
            as_of: None,
            now,
            zone: context.zone,
            instance: &context.instance.id,
            demonstration: context.instance.demonstration,
        };
        projects::export(&selected, &reference::book(conn)?, &reader, format)
    })
}

/// A month's report workbook, as it is handed out on the page.
fn reports(application: &Application, wanted: &Updates) -> Result<Vec<u8>> {
    let context = &application.context;
    let period = Period::parse(&wanted.period).map_err(|why| Error::field("period", why))?;
    let city = wanted.city.as_deref().map(DivisionCode::parse).transpose();
    let city = city.map_err(|why| Error::field("city", why))?;
    let (caller, at) =
        (Caller::command_line(context.province), updates::At::of(context, &application.config));
    context.db.write_now(|conn| {
        updates::opened(conn, period, &at)?;
        updates::issue(conn, context, &caller, (period, city), caller.lang, &at).map(|issued| issued.bytes)
    })
}

/// The attraction map, as the whole province sees it.
fn map(application: &Application, chain: Option<i64>) -> Result<Vec<u8>> {
    let context = &application.context;
    let caller = Caller::command_line(context.province);
    let taker = atlas::Taker {
        scope: &caller.scope,
        lang: caller.lang,
        chain,
        instance: &context.instance.id,
        demonstration: context.instance.demonstration,
        now: context.now(),
    };
    let unknown = || {
        Error::field("chain", Message::new("atlas-export-no-chain").with("chain", chain.unwrap_or_default()))
    };
    context.db.read_now(|conn| atlas::workbook(conn, &taker)).map_err(|error| match error {
        Error::NotFound => unknown(),
        other => other,
    })
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .with_context(|| format!("cannot write {}", path.display()))
}
