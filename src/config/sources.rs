//! Lays the sources over each other as TOML tables before anything is typed, so that a mistake can be named by its
//! path and all mistakes at once.

use std::collections::BTreeMap;
use std::fmt;
use toml::{Table, Value};

/// Where the values come from, besides the built-in defaults.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    /// The site's file: its name for messages, and its text.
    pub file: Option<(String, String)>,
    /// The process environment.
    pub environment: BTreeMap<String, String>,
    /// `--database-url`
    pub database_url: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    path: String,
    what: String,
}

impl Problem {
    /// `path` is `section.key`.
    pub fn new(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { path: path.into(), what: what.into() }
    }
}

/// Everything that is wrong, one line each.
#[derive(Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the configuration has {} problem(s):", self.0.len())?;
        self.0.iter().try_for_each(|problem| writeln!(f, "  {}: {}", problem.path, problem.what))
    }
}

impl std::error::Error for Problems {}

impl Sources {
    /// Reads the process environment, and the file when one is named.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of_process(
        file: Option<&std::path::Path>,
        database_url: Option<String>,
    ) -> Result<Self, Problems> {
        let file = file
            .map(|path| match std::fs::read_to_string(path) {
                Ok(text) => Ok((path.display().to_string(), text)),
                Err(error) => {
                    Err(Problems(vec![Problem::new(path.display().to_string(), error.to_string())]))
                }
            })
            .transpose()?;
        // vars_os: a variable of another program that is no Unicode must not stop ours.
        let environment = std::env::vars_os()
            .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Ok(Self { file, environment, database_url })
    }

    /// Defaults ← file ← environment ← command line, with every key known and of the right type.
    pub(super) fn merged(&self) -> Result<Table, Problems> {
        let mut problems = Vec::new();
        let mut merged: Table = match super::DEFAULTS.parse() {
            Ok(table) => table,
            Err(error) => return Err(Problems(vec![Problem::new("config/default.toml", error.to_string())])),
        };
        if let Some((name, text)) = &self.file {
            match text.parse::<Table>() {
                Ok(site) => overlay(&mut merged, site, "", &mut problems),
                Err(error) => problems.push(Problem::new(name, error.to_string())),
            }
        }
        for (variable, text) in &self.environment {
            let Some(path) = variable.strip_prefix("GROUNDWORK__") else { continue };
            let path = path.to_lowercase().replace("__", ".");
            overlay_text(&mut merged, &path, text, &mut problems);
        }
        for url in [self.environment.get("DATABASE_URL"), self.database_url.as_ref()].into_iter().flatten() {
            overlay_text(&mut merged, "database.url", url, &mut problems);
        }
        if problems.is_empty() { Ok(merged) } else { Err(Problems(problems)) }
    }
}

fn overlay(base: &mut Table, over: Table, prefix: &str, problems: &mut Vec<Problem>) {
    for (key, value) in over {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match (base.get_mut(&key), value) {
            (None, _) => problems.push(Problem::new(path, "no such key; config/default.toml lists them all")),
            (Some(Value::Table(inner)), Value::Table(value)) => overlay(inner, value, &path, problems),
            (Some(slot), value) if slot.same_type(&value) => *slot = value,
            (Some(slot), value) => {
                problems.push(Problem::new(
                    path,
                    format!("expected {}, found {}", slot.type_str(), value.type_str()),
                ));
            }
        }
    }
}

/// An environment variable is text; it takes the type of the key it sets.
fn overlay_text<'a>(base: &'a mut Table, path: &str, text: &str, problems: &mut Vec<Problem>) {
    let Some((sections, key)) = path.rsplit_once('.') else {
        return problems.push(Problem::new(path, "expected GROUNDWORK__SECTION__KEY"));
    };
    let inner = |table: Option<&'a mut Table>, section| table?.get_mut(section)?.as_table_mut();
    let Some(slot) = sections.split('.').fold(Some(base), inner).and_then(|table| table.get_mut(key)) else {
        return problems.push(Problem::new(path, "no such key; config/default.toml lists them all"));
    };
    let parsed = match slot {
        Value::String(_) => Some(Value::String(text.to_owned())),
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        Value::Array(_) => Some(Value::Array(
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.into()).collect(),
        )),
        _ => None,
    };
    match parsed {
        Some(value) => *slot = value,
        None => problems.push(Problem::new(path, format!("expected {}, found {text:?}", slot.type_str()))),
    }
}
