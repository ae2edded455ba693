//! Deeds on standstills: one begins, the province reviews it. Each changes the project's side state through the registry
//! and writes down what was said, in one transaction.

use super::input::{Reviewing, Suspending};
use super::model::{Outcome, by_rule};
use super::standing::{Rule, Told, told};
use super::store;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::notices::{self, About, Content, Reviewed};
use crate::features::projects::{self, Departure, Facts, SideState, Source};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// By which rule, and when.
pub type When<'a> = (Rule<'a>, (Instant, NaiveDate));

/// Lets a project stand still.
///
/// # Errors
/// 403; 404 outside the scope; 409 for a project that is not active, or that a city has nominated.
pub fn suspend(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    new: &Suspending,
    (rule, (now, today)): When<'_>,
) -> Result<Told> {
    caller.must(Deed::EditProjects)?;
    let stands = told(conn, &caller.scope, project_id, (rule, today))?;
    if stands.side_state != SideState::Active {
        return Err(Error::conflict("suspended-not-active"));
    }
    turn(conn, caller, (project_id, SideState::Suspended), &new.reason, (now, today))?;
    let review_on = new.review_on.unwrap_or_else(|| by_rule(today, rule.0.review_months));
    let said = (Outcome::Begins, new.reason.as_str(), Some(review_on));
    write_down(conn, caller, (project_id, &stands), said, (rule, (now, today)))
}

/// Reviews a standstill: it stays, goes on being built, or leaves. `based` is the step that the reviewer has seen.
///
/// # Errors
/// 403; 404 outside the scope; 409 for a project that does not stand still, or that was reviewed since `based`.
pub fn review(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, based): (i64, Option<i64>),
    new: &Reviewing,
    (rule, (now, today)): When<'_>,
) -> Result<Told> {
    caller.must(Deed::ReviewUpdates)?;
    let stands = told(conn, &caller.scope, project_id, (rule, today))?;
    caller.must_for_province(Deed::ReviewUpdates)?;
    if based.is_some_and(|based| based != stands.version()) {
        return Err(stale(based, new.outcome, &stands));
    }
    if stands.standstill.is_none() {
        return Err(Error::conflict("suspended-not"));
    }
    let mut review_on = None;
    match new.outcome {
        Outcome::Begins | Outcome::Stays => {
            review_on = Some(new.review_on.unwrap_or_else(|| by_rule(today, rule.0.review_months)));
        }
        Outcome::Resumes => {
            turn(conn, caller, (project_id, SideState::Active), &new.reason, (now, today))?;
        }
        Outcome::Leaves => {
            let reason = Some(new.reason.clone());
            projects::depart(conn, caller, project_id, &Departure::Exit, reason, (now, today))?;
        }
    }
    let said = (new.outcome, new.reason.as_str(), review_on);
    tell(conn, caller, (project_id, &stands), said, now)?;
    write_down(conn, caller, (project_id, &stands), said, (rule, (now, today)))
}

/// The project's city hears what came of the review.
fn tell(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, stands): (i64, &Told),
    (outcome, reason, review_on): (Outcome, &str, Option<NaiveDate>),
    now: Instant,
) -> Result<()> {
    let outcome = match outcome {
        Outcome::Begins | Outcome::Stays => Reviewed::Stays,
        Outcome::Resumes => Reviewed::Resumes,
        Outcome::Leaves => Reviewed::Leaves,
    };
    let (name, reason) = (stands.name.clone(), reason.to_owned());
    let content = Content::Standstill { project_id, name, outcome, reason, review_on };
    notices::tell_city(conn, caller, (About::Project, stands.division), content, now)
}

/// Changes the side state alone.
fn turn(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, side_state): (i64, SideState),
    reason: &str,
    when: (Instant, NaiveDate),
) -> Result<()> {
    let because = Some(reason.to_owned());
    projects::edit(conn, caller, (project_id, None), &Source::person(&caller.name), when, |stands, _| {
        Ok((Facts { side_state, ..stands.clone() }, because.into()))
    })
    .map(drop)
}

fn write_down(
    conn: &mut Conn,
    caller: &Caller,
    (project_id, before): (i64, &Told),
    (outcome, reason, review_on): (Outcome, &str, Option<NaiveDate>),
    (rule, (now, today)): When<'_>,
) -> Result<Told> {
    let step = before.version() + 1;
    if !store::insert(conn, caller, (project_id, step), (outcome, reason, review_on), now)? {
        let current = told(conn, &caller.scope, project_id, (rule, today))?;
        return Err(stale(Some(before.version()), outcome, &current));
    }
    let mut changes = vec![Change::new("outcome", Value::Null, outcome.as_str())];
    changes.extend(review_on.map(|day| Change::new("review_on", Value::Null, day.to_string())));
    let record = Record::new("suspended.review", "standstill", project_id, before.division);
    audit::record(conn, caller, now, record.changing(changes).because(Some(reason.to_owned())))?;
    told(conn, &caller.scope, project_id, (rule, today))
}

fn stale(expected: Option<i64>, outcome: Outcome, current: &Told) -> Error {
    let newest = current.reviews.last().map(|last| last.outcome);
    Error::Stale {
        base: json!({ "version": expected }),
        yours: json!({ "outcome": outcome }),
        current: json!({ "version": current.version(), "outcome": newest }),
    }
}
