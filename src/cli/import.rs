//! `groundwork import projects|updates|atlas FILE`: a workbook into the registry, a city's monthly reports, or a chain's map,
//! through the same deeds as page and API; works while the server runs. Every bad cell is a line of its own, `sheet!CELL level code message`.

use super::{Outcome, output};
use crate::app::Application;
use crate::features::atlas;
use crate::features::imports::{self, ImportView, NewImport, Occasion, Shown};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, Result};
use crate::kernel::role::Role;
use crate::sheet::Remark;
use crate::web::{Caller, Lang};
use anyhow::Context as _;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Import {
    /// What the file holds: projects, updates or atlas
    kind: Holds,
    /// xlsx or csv
    file: PathBuf,
    /// City of the rows that name none, e.g. 370100
    #[arg(long)]
    city: Option<String>,
    /// The month it reports on, e.g. 2026-09
    #[arg(long)]
    period: Option<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Apply the rows without an error and leave the others
    #[arg(long)]
    skip_bad_rows: bool,
    /// Write the workbook with its bad cells marked
    #[arg(long, value_name = "OUT.xlsx")]
    marked_copy: Option<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// Rows of a workbook that comes through the door of imports.
    Rows(imports::Kind),
    /// A chain's map.
    Atlas,
}

impl std::str::FromStr for Holds {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "atlas" => Ok(Self::Atlas),
            word => {
                word.parse().map(Self::Rows).map_err(|_| "expected projects, updates or atlas".to_owned())
            }
        }
    }
}

/// What the command answers on stdout, and whether it refused.
#[derive(Debug)]
pub struct Answer {
    /// Line by line.
    pub lines: Vec<String>,
    /// Done or refused.
    pub outcome: Outcome,
}

pub(super) fn run(command: &Import, application: &Application) -> anyhow::Result<Outcome> {
    match answer(command, application)? {
        Ok(answer) => {
            answer.lines.iter().for_each(output::line);
            Ok(answer.outcome)
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            output::refusal(&error);
            Ok(Outcome::Refused)
        }
        Err(Error::TooLarge(limit)) => {
            output::error(&format!("the file is larger than {limit} bytes"));
            Ok(Outcome::Refused)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the file and does what was asked; the inner error is a refusal of the file as a whole.
fn answer(command: &Import, application: &Application) -> anyhow::Result<Result<Answer>> {
    let bytes =
        std::fs::read(&command.file).with_context(|| format!("{} cannot be read", command.file.display()))?;
    let kind = match command.kind {
        Holds::Rows(kind) => kind,
        Holds::Atlas => return chain_map(command, application, &bytes),
    };
    let context = &application.context;
    let at = Occasion::of(context, application.kinds.clone());
    // Reports are written by officers, and whoever sits at the machine brings them in for one.
    let role = match kind {
        imports::Kind::Projects => Role::Reviewer,
        imports::Kind::Updates => Role::Officer,
    };
    let caller = Caller { role, ..Caller::command_line(context.province) };
    let new = match parsed(command, kind, bytes) {
        Ok(new) => new,
        Err(error) => return Ok(Err(error)),
    };
    let rehearsed = match context.db.read_now(|conn| imports::rehearse(conn, &caller, &new, &at)) {
        Ok(shown) => shown,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(path) = &command.marked_copy {
        write(path, &imports::mark(&rehearsed, Lang::Zh, &at)?)?;
    }
    let refused = rehearsed.plan.errors().next().is_some() && !command.skip_bad_rows;
    let shown = if command.dry_run || refused {
        rehearsed
    } else {
        // Kept and applied together: what is refused meanwhile leaves nothing behind.
        let applied = context.db.write_now(|conn| {
            let id = imports::upload(conn, &caller, &new, &at)?;
            imports::apply(conn, &caller, id, command.skip_bad_rows, &at)
        });
        match applied {
            Ok(shown) => shown,
            Err(error) => return Ok(Err(error)),
        }
    };
    let outcome = if refused { Outcome::Refused } else { Outcome::Done };
    Ok(Ok(Answer { lines: lines(command, &shown)?, outcome }))
}

fn parsed(command: &Import, kind: imports::Kind, bytes: Vec<u8>) -> Result<NewImport> {
    let name = command.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    NewImport::parse(&name, bytes, Some(kind.as_str()), command.city.as_deref(), command.period.as_deref())
}

/// A chain's map goes in as a whole, or row by row where bad ones may be left.
fn chain_map(command: &Import, application: &Application, bytes: &[u8]) -> anyhow::Result<Result<Answer>> {
    let context = &application.context;
    let caller = Caller { role: Role::Officer, ..Caller::command_line(context.province) };
    let now = context.now();
    let when = (now, local_date(now, context.zone));
    let asked = atlas::IntakeAsked {
        dry_run: command.dry_run,
        skip_bad_rows: command.skip_bad_rows,
        instance: &context.instance.id,
    };
    let told = match context.db.write_now(|conn| atlas::take(conn, &caller, bytes, asked, when)) {
        Ok(told) => told,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(path) = &command.marked_copy {
        write(path, &atlas::marked(bytes, &told, Lang::Zh, now)?)?;
    }
    let is_refused = !told.is_applied && told.counts.error > 0 && !(command.dry_run && command.skip_bad_rows);
    let outcome = if is_refused { Outcome::Refused } else { Outcome::Done };
    Ok(Ok(Answer { lines: map_lines(command, &told), outcome }))
}

fn map_lines(command: &Import, told: &atlas::Intake) -> Vec<String> {
    let counts = told.counts;
    if command.json {
        let cell = |one: &Remark| {
            serde_json::json!({
                "sheet": one.sheet, "cell": one.cell.to_string(), "level": one.level, "code": one.message.id,
                "message": Lang::Zh.render(&one.message),
            })
        };
        let cells: Vec<_> = told.remarks.iter().map(cell).collect();
        let answer = serde_json::json!({ "counts": counts, "applied": told.is_applied, "cells": cells });
        return vec![answer.to_string()];
    }
    let line = |one: &Remark| {
        let said = Lang::Zh.render(&one.message);
        format!("{}!{} {} {} {said}", one.sheet, one.cell, one.level, one.message.id)
    };
    let mut lines: Vec<String> = told.remarks.iter().map(line).collect();
    lines.push(format!(
        "new {} changed {} unchanged {} error {} warning {}",
        counts.new, counts.changed, counts.unchanged, counts.error, counts.warning
    ));
    lines
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn lines(command: &Import, shown: &Shown) -> anyhow::Result<Vec<String>> {
    let view = ImportView::new(shown, Lang::Zh);
    if command.json {
        return Ok(vec![serde_json::to_string(&view).context("the answer as JSON")?]);
    }
    let mut lines: Vec<String> = view.cells().iter().map(|cell| cell.line()).collect();
    let counts = view.counts();
    lines.push(format!(
        "new {} changed {} unchanged {} error {} warning {}",
        counts.new, counts.changed, counts.unchanged, counts.error, counts.warning
    ));
    Ok(lines)
}
