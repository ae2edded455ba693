//! Every day's look at the digests: what is due is prepared, what was prepared of documents that have changed is prepared
//! anew, what goes by itself goes. Doing it twice, or in two replicas, makes one issue.

use super::ground::{Ground, bulletin_of, lights_shown, list_of};
use super::letter::letter;
use super::model::{Last, Occasion, State, is_approver, is_reader, level_of};
use super::part::Part;
use super::rules::Rules;
use super::send::send;
use super::stops;
use super::store::{self, Copy, Issue, NewCopy, Prepared};
use super::tell::{self, Word};
use super::words::Teller;
use crate::db::Conn;
use crate::features::accounts::{self, User};
use crate::features::leads;
use crate::features::lists::{self, Format, Reader};
use crate::features::problems::{self, Problem};
use crate::features::{reference, updates};
use crate::kernel::calendar::Quarter;
use crate::kernel::canonical;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::paging::PageRequest;
use crate::mail::Attachment;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Issues that were prepared.
    pub prepared: usize,
    /// Copies in them.
    pub copies: usize,
    /// Issues that wait for a published list.
    pub waiting: usize,
    /// Issues that went by themselves.
    pub went: usize,
}

/// A list's version with its hash.
type ListRef = (Quarter, i32, String);

/// Looks at what is due.
///
/// # Errors
/// When the database does not answer.
pub fn prepare(conn: &mut Conn, rules: &Rules, now: Instant) -> Result<Report> {
    let (today, days) = (rules.today(now), reference::working_days(conn)?);
    let mut report = Report::default();
    let due = rules.due_by(today, &days);
    for (occasion, due_on) in &due {
        overtake(conn, rules, *occasion, now)?;
        look(conn, rules, (*occasion, *due_on), now, &mut report)?;
    }
    // What was due before and is still open, while the next is not yet.
    for issue in store::open(conn)? {
        let occasion = issue.occasion()?;
        if !due.iter().any(|(one, _)| *one == occasion) {
            look(conn, rules, (occasion, issue.due_on), now, &mut report)?;
        }
    }
    for issue in store::open(conn)? {
        // Asked of the configuration, too: it may have been changed since.
        let by_itself = rules.goes_by_itself_at(now).and(issue.goes_by_itself_at);
        let is_time = by_itself.is_some_and(|at| at <= now);
        if issue.state == State::Proposed && is_time && send(conn, rules, &issue, None, now)? {
            report.went += 1;
            renew_open(conn, rules, now, &mut report)?;
        }
    }
    nag(conn, rules, (today, now))?;
    Ok(report)
}

/// What waits for an approval is said again, unless it was prepared anew today, which says so itself.
fn nag(conn: &mut Conn, rules: &Rules, (today, now): (NaiveDate, Instant)) -> Result<()> {
    for issue in store::open(conn)? {
        let is_new = issue.prepared_at.is_some_and(|at| rules.today(at) == today);
        let Some(word) = Word::again(&issue, today).filter(|_| !is_new) else { continue };
        for user in approvers(conn)? {
            tell::post_word(conn, rules, (word, &issue), &user, now)?;
        }
    }
    Ok(())
}

/// One has left: whatever is still open is held against it from now on, and is prepared anew.
///
/// # Errors
/// When the database does not answer.
pub fn renew_open(conn: &mut Conn, rules: &Rules, now: Instant, report: &mut Report) -> Result<()> {
    for issue in store::open(conn)? {
        look(conn, rules, (issue.occasion()?, issue.due_on), now, report)?;
    }
    Ok(())
}

/// The next of its kind is due: what nobody approved is not sent any more, and the reviewers hear so.
fn overtake(conn: &mut Conn, rules: &Rules, occasion: Occasion, now: Instant) -> Result<()> {
    for issue in store::open(conn)? {
        let before = issue.occasion()?;
        if before.kind() == occasion.kind() && before < occasion && store::drop_open(conn, &issue)? {
            for user in approvers(conn)? {
                tell::post_word(conn, rules, (Word::Dropped, &issue), &user, now)?;
            }
        }
    }
    Ok(())
}

fn look(
    conn: &mut Conn,
    rules: &Rules,
    (occasion, due_on): (Occasion, NaiveDate),
    now: Instant,
    report: &mut Report,
) -> Result<()> {
    if let Occasion::Month(period) = occasion {
        // Who owed a report is fixed, whoever looks first.
        updates::opened(conn, period, &rules.at(now))?;
    }
    let issues = store::of_occasion(conn, occasion)?;
    // A correction after the approval makes no second letter by itself.
    if issues.iter().any(|issue| issue.state == State::Approved) {
        return Ok(());
    }
    let open = issues.into_iter().find(|issue| matches!(issue.state, State::Waiting | State::Proposed));
    let Some(list) = list_of(conn, occasion)? else {
        report.waiting += 1;
        return wait(conn, rules, (occasion, due_on, open), now);
    };
    let readers = readers(conn)?;
    let basis = basis(conn, rules, (occasion, &list), &readers)?;
    let id = match open {
        Some(issue) if issue.state == State::Proposed && issue.basis == basis => return Ok(()),
        Some(issue) if issue.version == list.1 || issue.state == State::Waiting => {
            let prepared = prepared(rules, &list, &basis, now);
            if !store::renew(conn, &issue, &prepared, now)? {
                return Ok(());
            }
            issue.id
        }
        other => {
            // Another version has its own row; the one before is not sent any more.
            if let Some(issue) = other
                && !store::drop_open(conn, &issue)?
            {
                return Ok(());
            }
            let prepared = prepared(rules, &list, &basis, now);
            let begun = (occasion, State::Proposed, due_on);
            let Some(id) = store::insert(conn, begun, &prepared, now)? else { return Ok(()) };
            id
        }
    };
    report.prepared += 1;
    report.copies += copies(conn, rules, (id, occasion, &list), &readers, now)?;
    let issue = store::one(conn, id)?;
    for user in approvers(conn)? {
        tell::post_word(conn, rules, (Word::Proposed, &issue), &user, now)?;
    }
    Ok(())
}

fn prepared<'a>(
    rules: &Rules,
    (quarter, version, hash): &'a ListRef,
    basis: &'a str,
    now: Instant,
) -> Prepared<'a> {
    Prepared {
        list: Some((*quarter, *version, hash)),
        basis,
        goes_by_itself_at: rules.goes_by_itself_at(now),
    }
}

/// No list is published: the issue waits, and the reviewers hear it once.
fn wait(
    conn: &mut Conn,
    rules: &Rules,
    (occasion, due_on, open): (Occasion, NaiveDate, Option<Issue>),
    now: Instant,
) -> Result<()> {
    if open.is_some() {
        return Ok(());
    }
    let nothing = Prepared { list: None, basis: "", goes_by_itself_at: None };
    let Some(id) = store::insert(conn, (occasion, State::Waiting, due_on), &nothing, now)? else {
        return Ok(());
    };
    let issue = store::one(conn, id)?;
    for user in approvers(conn)? {
        tell::post_word(conn, rules, (Word::Waiting, &issue), &user, now)?;
    }
    Ok(())
}

fn approvers(conn: &mut Conn) -> Result<Vec<User>> {
    Ok(accounts::all_users(conn)?.into_iter().filter(is_approver).collect())
}

/// Who gets one: every leader who may sign in and has not stopped it.
pub fn readers(conn: &mut Conn) -> Result<Vec<User>> {
    let stopped = stops::stopped(conn)?;
    let wants = |user: &User| is_reader(user) && !stopped.contains(&user.id);
    Ok(accounts::all_users(conn)?.into_iter().filter(wants).collect())
}

/// Whether a prepared issue is still made of what is published and for those who get it.
///
/// # Errors
/// When the database does not answer.
pub fn stands(conn: &mut Conn, rules: &Rules, issue: &Issue) -> Result<bool> {
    let occasion = issue.occasion()?;
    let Some(list) = list_of(conn, occasion)? else { return Ok(false) };
    let readers = readers(conn)?;
    Ok(basis(conn, rules, (occasion, &list), &readers)? == issue.basis)
}

/// What an issue is prepared of and says without a day of its own, in one hash: another one, and it is prepared anew. Problems
/// and leads are told as of the day of the preparation.
fn basis(
    conn: &mut Conn,
    rules: &Rules,
    (occasion, list): (Occasion, &ListRef),
    readers: &[User],
) -> Result<String> {
    let bulletin = bulletin_of(conn, rules, occasion.month())?.map(|told| told.frozen.hash);
    let published: Vec<Option<String>> = lists::lists(conn)?
        .into_iter()
        .filter(|one| one.head.quarter < list.0)
        .map(|one| one.newest.map(|newest| newest.hash))
        .collect();
    // What she was told last is what the next one is held against.
    let last = store::told_last(conn)?;
    let readers: Vec<_> = readers
        .iter()
        .map(|user| {
            let told = last.get(&user.id).map(|last| last.at.utc().timestamp_micros());
            (user.id, user.scope.to_text(), user.lang, &user.name, &user.email, told)
        })
        .collect();
    let lights = lights_shown(conn, rules, (occasion, list.0, list.1))?;
    let whole = (list, bulletin, published, lights, readers);
    let whole = serde_json::to_string(&whole).map_err(anyhow::Error::from)?;
    Ok(canonical::hash(&whole))
}

/// Writes each reader's copy; how many.
fn copies(
    conn: &mut Conn,
    rules: &Rules,
    (issue, occasion, list): (i64, Occasion, &ListRef),
    readers: &[User],
    now: Instant,
) -> Result<usize> {
    let ground = Ground::read(conn, rules, (occasion, list.0, list.1), now)?;
    let secret = stops::secret(conn, now)?;
    let last = store::told_last(conn)?;
    for user in readers {
        let stop = rules.link(&format!("/mail/stop/{}", secret.token(user.id)?));
        let copy = copy(conn, rules, &ground, (user, issue, &stop), &last, now)?;
        store::insert_copy(conn, issue, &copy)?;
    }
    Ok(readers.len())
}

fn copy(
    conn: &mut Conn,
    rules: &Rules,
    ground: &Ground,
    (user, issue, stop): (&User, i64, &str),
    last: &BTreeMap<i64, Last>,
    now: Instant,
) -> Result<NewCopy> {
    let (quarter, version) = (ground.list.head.quarter, ground.list.version.version);
    let reader = Reader { name: user.name.clone(), scope: user.scope.clone(), lang: user.lang };
    let taken = lists::take(conn, rules.context(), &reader, quarter, Some(version), Format::Xlsx, now)?;
    let problems = waiting(conn, &user.scope, now)?;
    let span = ground.occasion.span();
    let pipeline = leads::pipeline(conn, &user.scope, span, now)?;
    let part = Part::of(
        ground,
        &user.scope,
        (&problems, &pipeline),
        last.get(&user.id).filter(|last| last.scope == user.scope.to_text()),
    )?;
    let told = part.told();
    let teller = Teller { lang: user.lang, part: &part, rules, file: &taken.file_name, stop };
    let media_type = Format::Xlsx.media_type().to_owned();
    let file = Attachment { name: taken.file_name.clone(), media_type, bytes: taken.bytes };
    let letter = letter(user.lang, &teller.paper(), file);
    let head = Copy {
        digest_id: issue,
        user_id: user.id,
        name: user.name.clone(),
        address: user.email.clone(),
        division: user.scope.around(),
        scope: user.scope.to_text(),
        lang: user.lang,
        subject: letter.subject.clone(),
        file_name: taken.file_name,
    };
    Ok(NewCopy { head, letter, told })
}

/// The problems in a scope that wait for its level, those that moved last first.
fn waiting(conn: &mut Conn, scope: &Scope, now: Instant) -> Result<Vec<Problem>> {
    let filter =
        problems::Filter { level: Some(level_of(scope)), is_unsolved: true, ..problems::Filter::default() };
    let page = PageRequest::new(None, Some(PageRequest::MAX_PER_PAGE))?;
    let mut found = problems::find(conn, scope, &filter, page)?.items;
    // Also where it is prepared as of an earlier time.
    found.retain(|problem| problem.raised_at <= now);
    Ok(found)
}
