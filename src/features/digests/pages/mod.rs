//! Digests for people: the issues, an issue with the very letters that it sends, the approval, and stopping it.

mod copies;
mod stop;

pub use copies::{copy, file};
pub use stop::{stop, stop_form};

use super::actions;
use super::input::{revision, wants};
use super::model::{State, is_reader};
use super::rules::Rules;
use super::stops;
use super::store::{self, Copy, Issue};
use super::view::{class_of, seen_by, without_key};
use super::words::occasion_name;
use crate::context::Context;
use crate::features::accounts;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{
    Caller, Form, Lang, PageResult, Shell, headers, html, html_with_status, query, redirect_with, refused,
    summary,
};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "features/digests/templates/index.html")]
struct IndexPage {
    shell: Shell,
    rows: Vec<IssueView>,
    pager: Pager,
    own: Own,
}

/// How it stands with the caller's own digests.
enum Own {
    /// She gets none in any case.
    NoReader,
    /// She gets them.
    On,
    /// She has stopped them, since then.
    Stopped(String),
}

/// An issue in words.
struct IssueView {
    id: i64,
    name: String,
    kind: String,
    due_on: String,
    /// The list that it is bound to; empty while none is published.
    list: String,
    hash: String,
    /// Class and word.
    state: (&'static str, String),
    /// When it was prepared, approved, or goes by itself.
    when: String,
    readers: Vec<ReaderView>,
}

/// A reader of an issue.
struct ReaderView {
    id: i64,
    name: String,
    address: String,
    subject: String,
    lang: Lang,
}

impl IssueView {
    fn new(ctx: &Context, lang: Lang, issue: &Issue, copies: Vec<Copy>) -> Result<Self> {
        let time = |at: Instant| at.local_text(ctx.zone);
        let when = match (issue.state, issue.approved_at, issue.prepared_at) {
            (State::Approved, Some(at), _) => {
                let by = issue.approver.clone().unwrap_or_else(|| lang.t("digests-by-itself"));
                lang.all("digests-approved-at", &[("time", time(at)), ("by", by)])
            }
            (_, _, Some(at)) => match issue.goes_by_itself_at.filter(|_| issue.state == State::Proposed) {
                Some(goes) => lang.all("digests-prepared-goes", &[("time", time(at)), ("goes", time(goes))]),
                None => lang.with("digests-prepared-at", "time", time(at)),
            },
            _ => lang.t("digests-waits"),
        };
        let list = issue.quarter.map(|quarter| {
            lang.all(
                "digests-list-version",
                &[("quarter", quarter.to_string()), ("version", issue.version.to_string())],
            )
        });
        let reader = |copy: Copy| ReaderView {
            id: copy.user_id,
            name: copy.name,
            address: copy.address,
            subject: copy.subject,
            lang: copy.lang,
        };
        Ok(Self {
            id: issue.id,
            name: occasion_name(lang, issue.occasion()?),
            kind: lang.t(issue.kind.message()),
            due_on: issue.due_on.to_string(),
            list: list.unwrap_or_default(),
            hash: issue.hash.clone().unwrap_or_default(),
            state: (class_of(issue.state), lang.t(issue.state.message())),
            when,
            readers: copies.into_iter().map(reader).collect(),
        })
    }
}

/// GET /digests
pub async fn index(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let page = query(&request)?.page()?;
    let (seen, id) = (seen_by(&caller)?, caller.id);
    let (found, mut copies, own) = ctx
        .db
        .read(move |conn| {
            let found = store::page(conn, page)?;
            let ids: Vec<i64> = found.items.iter().map(|issue| issue.id).collect();
            let copies = store::copies_of(conn, &seen, &ids)?;
            let reads = accounts::all_users(conn)?.iter().any(|user| Some(user.id) == id && is_reader(user));
            let own = id.filter(|_| reads).map(|id| stops::stopped_at(conn, id)).transpose()?;
            Ok((found, copies, own))
        })
        .await?;
    let mut view =
        |issue: &Issue| IssueView::new(&ctx, shell.lang, issue, copies.remove(&issue.id).unwrap_or_default());
    let rows = found.items.iter().map(&mut view).collect::<Result<_>>()?;
    let own = match own {
        None => Own::NoReader,
        Some(None) => Own::On,
        Some(Some(since)) => Own::Stopped(since.local_text(ctx.zone)),
    };
    Ok(html(&IndexPage { rows, pager: Pager::of(&found, &ListUrl::of(&request)), own, shell }))
}

/// POST /digests/choice
pub async fn choose(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (wants, now) = (wants(&form)?, ctx.now());
    ctx.db.write(move |conn| actions::choose(conn, &caller, wants, now)).await?;
    let note = if wants { "digests-resumed" } else { "digests-stopped" };
    Ok(redirect_with("/digests", shell.lang, &Message::new(note)))
}

#[derive(Template)]
#[template(path = "features/digests/templates/issue.html")]
struct IssuePage {
    shell: Shell,
    issue: IssueView,
    revision: i64,
    may_approve: bool,
    /// The copy that is shown below.
    shown: Option<Shown>,
    errors: Vec<(String, String, String)>,
}

/// A copy with what it holds.
struct Shown {
    user: i64,
    name: String,
    subject: String,
    text: String,
    file: String,
}

/// GET /digests/{id}
pub async fn show(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let reader = query(&request)?.number("reader")?;
    render(&ctx, caller, shell, (id, reader), (StatusCode::OK, Vec::new())).await
}

async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (id, reader): (i64, Option<i64>),
    (status, refusals): (StatusCode, Vec<FieldError>),
) -> PageResult {
    let seen = seen_by(&caller)?;
    let (issue, copies, copy) = ctx
        .db
        .read(move |conn| {
            let issue = store::one(conn, id)?;
            let mut all: BTreeMap<i64, Vec<Copy>> = store::copies_of(conn, &seen, &[id])?;
            let copies = all.remove(&id).unwrap_or_default();
            let chosen = reader.or_else(|| copies.first().map(|copy| copy.user_id));
            let copy = chosen.map(|user| store::copy(conn, &seen, (id, user))).transpose()?;
            let copy = copy.map(|(head, letter)| (head, without_key(&seen, letter)));
            Ok((issue, copies, copy))
        })
        .await?;
    let shown = copy.map(|(head, letter)| Shown {
        user: head.user_id,
        name: head.name,
        subject: letter.subject,
        text: letter.text,
        file: head.file_name,
    });
    let page = IssuePage {
        revision: issue.revision,
        may_approve: issue.state == State::Proposed && caller.may_for_province(Deed::ManageLists),
        issue: IssueView::new(ctx, shell.lang, &issue, copies)?,
        shown,
        errors: summary(shell.lang, &refusals, |_| "digests-approve"),
        shell,
    };
    Ok(framing(html_with_status(status, &page)))
}

/// The page shows a letter in a frame of its own.
fn framing(mut response: HttpResponse) -> HttpResponse {
    headers::policy(&mut response, headers::FRAMING);
    response
}

/// POST /digests/{id}/approve
pub async fn approve(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (by, now, rules) = (caller.clone(), ctx.now(), rules.as_ref().clone());
    let looked_at = revision(&form);
    let done = match looked_at {
        Ok(revision) => {
            ctx.db.write(move |conn| actions::approve(conn, &by, &rules, (id, revision), now)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(redirect_with(&format!("/digests/{id}"), shell.lang, &Message::new("digests-approved"))),
        Err(error) => render(&ctx, caller, shell, (id, None), refused(error, "revision")?).await,
    }
}
