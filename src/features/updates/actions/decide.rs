//! Deciding about a report: the second person of the city lets it go up, the province accepts or returns it. What is
//! accepted becomes the project's facts.

use super::report::{must_ask_its_city, must_be_open};
use super::{stale, tell};
use crate::db::{Conn, attempt};
use crate::features::audit::{self, Change, Record};
use crate::features::projects::{self, Reported};
use crate::features::updates::at::At;
use crate::features::updates::model::UpdateState;
use crate::features::updates::model::report::{Decision, PHOTO, Update, paper_id};
use crate::features::updates::store::{self, Hand};
use crate::features::{files, lights, problems};
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, Result};
use crate::kernel::role::Deed;
use crate::web::Caller;
use serde_json::json;
use std::collections::BTreeMap;

/// Decides about a report. `version` is the one that the decision is based on.
///
/// # Errors
/// 403 for a role that does not decide this, and for approving one's own; 404 outside the scope; 409 when it has changed
/// or its state does not allow the decision.
pub fn decide(
    conn: &mut Conn,
    caller: &Caller,
    (id, version): (i64, i64),
    (decision, reason): (Decision, Option<String>),
    at: &At,
) -> Result<Update> {
    caller.must(Deed::DecideUpdates)?;
    let update = store::update(conn, caller, id)?;
    let wanted = json!({ "decision": decision, "reason": reason });
    if update.version != version {
        return Err(stale(version, wanted, &update));
    }
    match decision {
        Decision::Approve => caller.must(Deed::ApproveUpdates)?,
        Decision::Accept | Decision::Return => caller.must_for_province(Deed::ReviewUpdates)?,
    }
    if update.state != UpdateState::Submitted {
        return Err(Error::conflict("updates-decide-not-submitted"));
    }
    let year = update.period.year();
    let division = projects::project(conn, &caller.scope, update.project_id, year)?.facts.division;
    let hand = Hand { update: &update, by: caller, now: at.now };
    let (deed, done) = match decision {
        Decision::Approve => {
            if update.handed_at.is_some() {
                return Err(Error::conflict("updates-approve-needless"));
            }
            if update.written_by.is_some() && update.written_by == caller.id {
                return Err(Error::forbidden("updates-approve-own"));
            }
            if must_ask_its_city(caller, division, at) {
                return Err(Error::forbidden("updates-approve-county"));
            }
            let whose = (update.project_id, division);
            store::keep_open(conn, (update.project_id, update.period))?;
            must_be_open(conn, whose, update.period, at)?;
            problems::mention(conn, caller, whose, (update.period, &update.problems), at.now)?;
            files::release(conn, PHOTO, &paper_id(update.project_id, update.period))?;
            ("update.approve", store::hand_up(conn, &hand)?)
        }
        Decision::Accept => {
            let done = store::decide(conn, &hand, UpdateState::Accepted, None)?;
            if let (true, Some(said)) = (done, still_news(conn, &update)?) {
                projects::report(conn, caller, update.project_id, &said, update.period, at.now)?;
            }
            ("update.accept", done)
        }
        Decision::Return => {
            tell::returned(conn, caller, &update, reason.as_deref(), at)?;
            ("update.return", store::decide(conn, &hand, UpdateState::Returned, reason.as_deref())?)
        }
    };
    if !done {
        // Somebody was faster between our reading and our writing.
        return Err(stale(version, wanted, &store::update(conn, caller, id)?));
    }
    let change = Change::new("decision", update.state.as_str(), decision.as_str());
    let record = Record::new(deed, "update", id, division).changing(vec![change]).because(reason);
    audit::record(conn, caller, at.now, record)?;
    lights::shine_since(conn, &caller.scope, update.project_id, update.period, at.by())?;
    store::update(conn, caller, id)
}

/// Lets many reports go up, or accepts them. Each stands for itself: one that is refused does not hold up the others.
///
/// # Errors
/// 403; 422 for a return, which wants a reason of its own; what is nobody's fault. Everything else is the answer of its
/// report.
pub fn decide_many(
    conn: &mut Conn,
    caller: &Caller,
    decision: Decision,
    reports: &[(i64, i64)],
    at: &At,
) -> Result<Vec<(i64, Result<Update>)>> {
    caller.must(match decision {
        Decision::Approve => Deed::ApproveUpdates,
        Decision::Accept => Deed::ReviewUpdates,
        Decision::Return => return Err(Error::field("decision", "updates-decide-many-return")),
    })?;
    // In the order of their ids, so that two who decide about the same ones do not wait for each other in vain.
    let mut ordered: Vec<usize> = (0..reports.len()).collect();
    ordered.sort_by_key(|at| reports[*at]);
    let mut answers: BTreeMap<usize, Result<Update>> = BTreeMap::new();
    for place in ordered {
        let answer = attempt(conn, |conn| decide(conn, caller, reports[place], (decision, None), at));
        if let Err(error @ (Error::Unexpected(_) | Error::Unavailable(_))) = answer {
            return Err(error);
        }
        answers.insert(place, answer);
    }
    Ok(answers.into_iter().map(|(place, answer)| (reports[place].0, answer)).collect())
}

/// What of an accepted report the registry does not know better: all of it unless a later month was accepted, for a month
/// that is made up for does not overwrite what has been said since; and of an earlier year what was done in it, unless
/// a later month of that year was.
fn still_news(conn: &mut Conn, update: &Update) -> Result<Option<Reported>> {
    let later = store::handed(conn, &[update.project_id], update.period.next())?;
    let accepted: Vec<Period> = later
        .into_values()
        .flatten()
        .filter(|other| other.state == UpdateState::Accepted)
        .map(|other| other.period)
        .collect();
    if accepted.is_empty() {
        return Ok(Some(update.reported()));
    }
    let closes_its_year = accepted.iter().all(|period| period.year() > update.period.year());
    Ok(closes_its_year.then(|| Reported { ytd: update.figures.ytd, ..Reported::default() }))
}
