//! One deed on many projects at once: what a check box beside each row is for. Either all of it happens or none: every
//! project that refuses is named with its reason, so that a person sees at once what to change. Each project passes
//! through the same action as if it had been alone.

use super::actions;
use super::input::{Deciding, Nominating};
use super::store;
use crate::db::Conn;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Caller;
use chrono::NaiveDate;

/// The code of a refusal because somebody else has decided meanwhile.
pub const STALE: &str = "lists-batch-stale";

/// A nomination with the version that the person has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The project.
    pub project_id: i64,
    /// Of the nomination.
    pub version: i64,
}

impl Chosen {
    /// From `project:version`, as a check box carries it.
    pub fn parse(text: &str) -> Result<Self> {
        let parts = text.split_once(':').and_then(|(project, version)| {
            // Not numbers: the page was not ours.
            Some(Self { project_id: project.parse().ok()?, version: version.parse().ok()? })
        });
        parts.ok_or_else(|| Error::field("chosen", "lists-batch-unreadable"))
    }
}

/// Takes the same decision about every chosen nomination; gives their number.
///
/// # Errors
/// 422 with one entry `project-ID` for each one that refuses; then nothing was decided.
pub fn decide_all(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    chosen: &[Chosen],
    new: &Deciding,
    now: Instant,
) -> Result<usize> {
    let mut refused = Vec::new();
    for one in some(chosen)? {
        let done = actions::decide(conn, caller, quarter, one.project_id, one.version, new, now);
        gather(conn, caller, one.project_id, done, &mut refused)?;
    }
    all_or_none(chosen, refused)
}

/// Nominates every chosen project; gives their number.
///
/// # Errors
/// As [`decide_all`].
pub fn nominate_all(
    conn: &mut Conn,
    caller: &Caller,
    quarter: Quarter,
    chosen: &[i64],
    at: (Instant, NaiveDate),
) -> Result<usize> {
    let mut refused = Vec::new();
    for project_id in some(chosen)? {
        let new = Nominating { project_id: *project_id, section: None, class: None };
        let done = actions::nominate(conn, caller, quarter, &new, at);
        gather(conn, caller, *project_id, done, &mut refused)?;
    }
    all_or_none(chosen, refused)
}

fn some<T>(chosen: &[T]) -> Result<&[T]> {
    if chosen.is_empty() { Err(Error::field("chosen", "lists-batch-nothing-chosen")) } else { Ok(chosen) }
}

fn all_or_none<T>(chosen: &[T], refused: Vec<FieldError>) -> Result<usize> {
    if refused.is_empty() { Ok(chosen.len()) } else { Err(Error::Invalid(refused)) }
}

/// Keeps a refusal that concerns one project, under the project's name; anything else ends the whole.
fn gather<T>(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    done: Result<T>,
    refused: &mut Vec<FieldError>,
) -> Result<()> {
    let why = match done {
        Ok(_) => return Ok(()),
        Err(Error::Stale { .. }) => None,
        Err(Error::Conflict(why)) => Some(why),
        Err(Error::Invalid(mut fields)) if !fields.is_empty() => Some(fields.swap_remove(0).message),
        Err(other) => return Err(other),
    };
    let name = store::project_name(conn, &caller.scope, project_id)?;
    let sentence = match why {
        None => Message::new(STALE).with("name", name),
        Some(why) => Message::new("lists-batch-refused").with("name", name).with_message("why", why),
    };
    refused.push(FieldError::new(format!("project-{project_id}"), sentence));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_box_carries_the_project_and_the_version_that_was_seen() {
        assert_eq!(Chosen::parse("12:3").unwrap(), Chosen { project_id: 12, version: 3 });
        for foreign in ["12", "12:", ":3", "12:3:4", "a:b", ""] {
            assert!(matches!(Chosen::parse(foreign), Err(Error::Invalid(_))), "{foreign}");
        }
    }

    #[test]
    fn nothing_chosen_is_a_refusal_and_not_a_deed_on_nothing() {
        assert!(matches!(some::<i64>(&[]), Err(Error::Invalid(_))));
    }
}
