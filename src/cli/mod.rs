//! The command line: one file a command. Answers go to stdout and are never mixed with logs, which go to stderr.

mod backup;
mod check;
mod demo;
mod export;
mod import;
mod mail;
mod migrate;
mod output;
mod restore;
mod run_due;
mod serve;
mod token;
mod user;

use crate::app::Application;
use crate::config::{Config, Sources};
use crate::kernel::instant::Clock;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// 奠基 Groundwork: the quarterly list of key projects, from the cities' workbooks to the published document.
#[derive(Parser)]
#[command(name = "groundwork", version, about)]
struct Arguments {
    /// A configuration file on top of the built-in defaults.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// sqlite:///path or postgres://…; wins over every other source.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Bring the schema up and serve (the default).
    Serve,
    /// Serve a filled demonstration: invented projects, one account per role.
    Demo(demo::Demo),
    /// Bring the schema up.
    Migrate,
    /// Verify the schema, the published lists, the attachments and that no row points at nothing; exit 1 with a line for each fault.
    Check,
    /// Write everything to one file, while the server goes on.
    Backup(backup::Backup),
    /// Fill an empty database of either engine from a backup.
    Restore(restore::Restore),
    /// Write what the pages export to a file.
    #[command(subcommand)]
    Export(export::Command),
    /// Read a workbook into the registry.
    Import(import::Import),
    /// Do once what is due, print it as JSON, and exit.
    RunDue(run_due::RunDue),
    /// Hold all mail, or let it go.
    #[command(subcommand)]
    Mail(mail::Command),
    /// Accounts.
    #[command(subcommand)]
    User(user::Command),
    /// API tokens.
    #[command(subcommand)]
    Token(token::Command),
}

/// What a command was: done, or refused after saying why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: refused, or faults were found.
    Refused,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked_for = !error.use_stderr();
            // Nothing is left to do when even the usage cannot be printed.
            let _ = error.print();
            return ExitCode::from(if asked_for { 0 } else { 2 });
        }
    };
    let chosen_url = arguments.database_url.is_some();
    let sources = Sources::of_process(arguments.config.as_deref(), arguments.database_url);
    let config = match sources.and_then(|sources| Config::load(&sources)) {
        Ok(config) => config,
        Err(problems) => {
            output::error(&problems);
            return ExitCode::from(2);
        }
    };
    start_logs(&config.log);
    match run(arguments.command.unwrap_or(Command::Serve), config, chosen_url) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(1),
        Err(error) => {
            output::error(&format!("{error:#}"));
            ExitCode::from(1)
        }
    }
}

fn run(command: Command, config: Config, chosen_url: bool) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve => serve::run(config),
        Command::Demo(demo) => demo::run(demo, config, chosen_url),
        Command::Migrate => migrate::run(config),
        Command::Check => check::run(&config),
        Command::Backup(command) => backup::run(&command, &config),
        Command::Restore(command) => restore::run(&command, &config),
        Command::Export(command) => export::run(command, &open(config)?),
        Command::Import(command) => import::run(&command, &open(config)?),
        Command::RunDue(command) => run_due::run(&command, config),
        Command::Mail(command) => mail::run(command, &open(config)?),
        Command::User(command) => user::run(command, &open(config)?),
        Command::Token(command) => token::run(command, &open(config)?),
    }
}

/// The installation on the machine's clock, its schema up.
fn open(config: Config) -> anyhow::Result<Application> {
    Application::open(config, Clock::system(), false)
}

fn start_logs(log: &crate::config::Log) {
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first one's logs.
    let _ = if log.format == "json" { logs.json().try_init() } else { logs.try_init() };
}
