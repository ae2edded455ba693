//! Deeds on rules and justified reasons. Right, rule, table and audit record in the caller's transaction; where a light
//! is concerned it is computed again at once.

use super::input::Entering;
use super::shine::{By, shine_since};
use super::store::{self, RuleSet};
use super::suspension::{Asking, Decision, Suspension};
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::notices::{self, About, Content, Decided};
use crate::features::projects::{self, SideState};
use crate::kernel::calendar::{local_date, period_of};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::Caller;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Enters a set of rules.
///
/// # Errors
/// 403 but for the administrator.
pub fn enter(conn: &mut Conn, caller: &Caller, new: &Entering, now: Instant) -> Result<RuleSet> {
    caller.must(Deed::Administer)?;
    let id = store::insert_rules(conn, caller, new, now)?;
    let rules = &new.rules;
    let changes = vec![
        Change::new("valid_from", Value::Null, new.from.as_str()),
        Change::new("valid_until", Value::Null, json!(rules.valid_until)),
        Change::new("start_months", Value::Null, json!(rules.start_months)),
        Change::new("progress_points", Value::Null, json!(rules.progress_points)),
        Change::new("progress_slack", Value::Null, rules.progress_slack.as_str()),
        Change::new("enrolment_months", Value::Null, json!(rules.enrolment_months)),
        Change::new("unreported_months", Value::Null, rules.unreported_months),
        Change::new("source", Value::Null, new.source.as_str()),
    ];
    let record = Record::new("lights.rules", "light_rules", id, caller.scope.around()).changing(changes);
    audit::record(conn, caller, now, record)?;
    set(conn, id)
}

/// Withdraws a set of rules that has not begun to judge: what held for a month that is over stays the rule of that month.
///
/// # Errors
/// 403; 404; 409 when it was withdrawn already, or began in a month that is over.
pub fn withdraw(
    conn: &mut Conn,
    caller: &Caller,
    (id, reason): (i64, String),
    (now, today): (Instant, NaiveDate),
) -> Result<RuleSet> {
    caller.must(Deed::Administer)?;
    let stands = set(conn, id)?;
    if stands.rules.valid_from.is_some_and(|from| from < period_of(today)) {
        return Err(Error::conflict("lights-rules-judged"));
    }
    if !store::withdraw(conn, caller, (id, &reason), now)? {
        return Err(Error::conflict("lights-rules-withdrawn-already"));
    }
    let record = Record::new("lights.withdraw", "light_rules", id, caller.scope.around());
    audit::record(conn, caller, now, record.because(Some(reason)))?;
    set(conn, id)
}

fn set(conn: &mut Conn, id: i64) -> Result<RuleSet> {
    store::rule_sets(conn)?.into_iter().find(|set| set.id == id).ok_or(Error::NotFound)
}

/// Asks that a delay be not counted. It covers months from the newest one that is over.
///
/// # Errors
/// 403; 404 outside the scope; 409 for a project that is on no way any more, and while another reason of the family is
/// asked for or holds.
pub fn ask(
    conn: &mut Conn,
    caller: &Caller,
    project_id: i64,
    new: &Asking,
    (now, today): (Instant, NaiveDate),
) -> Result<Suspension> {
    caller.must(Deed::WriteUpdates)?;
    let since = period_of(today).previous();
    let project = projects::project(conn, &caller.scope, project_id, since.year())?;
    if !matches!(project.facts.side_state, SideState::Active | SideState::Suspended) {
        return Err(Error::conflict("lights-project-gone"));
    }
    let id = store::ask(conn, caller, (project_id, since), new, (now, today))?;
    let changes = vec![
        Change::new("project_id", Value::Null, project_id),
        Change::new("family", Value::Null, new.family.as_str()),
        Change::new("until", Value::Null, new.until.to_string()),
    ];
    let record = Record::new("lights.ask", "light_suspension", id, project.facts.division).changing(changes);
    audit::record(conn, caller, now, record.because(Some(new.reason.clone())))?;
    store::one(conn, &caller.scope, id)
}

/// Approves, declines or ends; the light is computed again. What is ended keeps covering the months that are over. `based`
/// is the version that the decision is based on.
///
/// # Errors
/// 403, also for deciding what one asked for oneself; 404 outside the scope; 409 when it has changed, when its state does
/// not allow the decision, and for ending what ran out.
pub fn decide(
    conn: &mut Conn,
    caller: &Caller,
    (id, based): (i64, i64),
    (decision, reason): (Decision, Option<String>),
    by: By<'_>,
) -> Result<Suspension> {
    caller.must(Deed::ReviewUpdates)?;
    let stands = store::one(conn, &caller.scope, id)?;
    caller.must_for_province(Deed::ReviewUpdates)?;
    if stands.version != based {
        return Err(stale(based, decision, &stands));
    }
    if stands.asked_by.is_some() && stands.asked_by == caller.id {
        return Err(Error::forbidden("lights-decide-own"));
    }
    let next = decision.follows(stands.state);
    let next = next.ok_or_else(|| Error::conflict(Message::new("lights-decide-state")))?;
    let today = local_date(by.now, by.zone);
    if stands.ran_out(today) {
        let until = stands.span.until;
        return Err(Error::conflict(Message::new("lights-decide-ran-out").with("until", until)));
    }
    if !store::decide(conn, caller, (id, based), (next, reason.as_deref()), by.now)? {
        return Err(stale(based, decision, &store::one(conn, &caller.scope, id)?));
    }
    let mut changes = vec![Change::new("state", stands.state.as_str(), next.as_str())];
    if decision == Decision::End {
        let until = stands.cut(today);
        store::lapse(conn, id, until)?;
        changes.push(Change::new("until", stands.span.until.to_string(), until.to_string()));
    }
    let record = Record::new("lights.decide", "light_suspension", id, stands.division).changing(changes);
    audit::record(conn, caller, by.now, record.because(reason.clone()))?;
    tell(conn, caller, &stands, (decision, reason), by.now)?;
    if projects::lights(conn, stands.project_id)?.iter().any(|lit| lit.period >= stands.span.since) {
        shine_since(conn, &caller.scope, stands.project_id, stands.span.since, by)?;
    }
    store::one(conn, &caller.scope, id)
}

/// The project's city hears what was decided.
fn tell(
    conn: &mut Conn,
    caller: &Caller,
    asked: &Suspension,
    (decision, reason): (Decision, Option<String>),
    now: Instant,
) -> Result<()> {
    let content = Content::Delay {
        project_id: asked.project_id,
        name: asked.project.clone(),
        decision: match decision {
            Decision::Approve => Decided::Approved,
            Decision::Decline => Decided::Declined,
            Decision::End => Decided::Ended,
        },
        until: asked.span.until,
        reason,
    };
    notices::tell_city(conn, caller, (About::Project, asked.division), content, now)
}

fn stale(expected: i64, decision: Decision, current: &Suspension) -> Error {
    Error::Stale {
        base: json!({ "version": expected }),
        yours: json!({ "decision": decision }),
        current: json!({ "version": current.version, "state": current.state, "reason": current.decision_reason }),
    }
}
