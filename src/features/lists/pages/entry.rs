//! /lists/{quarter}/entries/{project_id}: the sheet of one nomination. Its facts and state, who did what about it and
//! why, and what city and province have remarked.

use super::parts::nomination_badge;
use super::quarter_of;
use crate::context::Context;
use crate::features::audit::{self, Remembered};
use crate::features::comments::{self, Comment, NewComment};
use crate::features::lists::model::Entry;
use crate::features::lists::store;
use crate::features::lists::words::{Words, years};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, PageResult, Shell, html_with_status, redirect_with};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lists/templates/entry.html")]
struct EntryPage {
    shell: Shell,
    quarter: String,
    /// Address of this page.
    base: String,
    project_id: i64,
    name: String,
    state: String,
    badge: &'static str,
    /// Label and value of what is known.
    facts: Vec<(String, String)>,
    /// The projects that it lives on in.
    into: Vec<i64>,
    trail: Vec<TrailView>,
    comments: Vec<CommentView>,
    may_comment: bool,
    /// What was typed, and why it was refused.
    body: String,
    error: Option<String>,
}

/// A deed about the nomination.
struct TrailView {
    at: String,
    who: String,
    deed: String,
    reason: Option<String>,
}

/// A remark.
struct CommentView {
    id: i64,
    at: String,
    author: String,
    /// None when it was taken back.
    body: Option<String>,
    is_own: bool,
}

/// What was typed and refused.
struct Typed {
    body: String,
    why: Message,
}

/// GET /lists/{quarter}/entries/{project_id}
pub async fn show(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
) -> PageResult {
    let (quarter, project) = named(&path.0, &path.1)?;
    render(&ctx, caller, shell, quarter, project, None).await
}

/// POST /lists/{quarter}/entries/{project_id}/comments
pub async fn comment(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    form: Form,
) -> PageResult {
    let (quarter, project) = named(&path.0, &path.1)?;
    let (now, author) = (ctx.now(), caller.clone());
    let checked = NewComment { body: form.raw("body").to_owned() }.checked();
    let done = ctx
        .db
        .write(move |conn| {
            // Who may not see the nomination is not told what is wrong with her words.
            let subject = store::nomination(conn, &author.scope, quarter, project)?;
            comments::add(conn, &author, &subject, &checked?, now)
        })
        .await;
    match done {
        Ok(_) => {
            let note = Message::new("lists-comment-added");
            Ok(redirect_with(&format!("{}#comments", base(quarter, project)), shell.lang, &note))
        }
        Err(Error::Invalid(mut fields)) if !fields.is_empty() => {
            let typed = Typed { body: form.raw("body").to_owned(), why: fields.swap_remove(0).message };
            render(&ctx, caller, shell, quarter, project, Some(typed)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// POST /lists/{quarter}/entries/{project_id}/comments/{id}/void
pub async fn take_back(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String, i64)>,
    _: Form,
) -> PageResult {
    let (quarter, project) = named(&path.0, &path.1)?;
    let (id, now) = (path.2, ctx.now());
    ctx.db
        .write(move |conn| {
            let subject = store::nomination(conn, &caller.scope, quarter, project)?;
            comments::take_back(conn, &caller, &subject, id, now)
        })
        .await?;
    let note = Message::new("lists-comment-taken-back");
    Ok(redirect_with(&format!("{}#comments", base(quarter, project)), shell.lang, &note))
}

fn named(quarter: &str, project: &str) -> Result<(Quarter, i64)> {
    Ok((quarter_of(quarter)?, project.parse().map_err(|_| Error::NotFound)?))
}

fn base(quarter: Quarter, project: i64) -> String {
    format!("/lists/{quarter}/entries/{project}")
}

async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    quarter: Quarter,
    project: i64,
    typed: Option<Typed>,
) -> PageResult {
    let scope = caller.scope.clone();
    let (entry, trail, remarks, book) = ctx
        .db
        .read(move |conn| {
            let entry = store::entry(conn, &scope, quarter, project)?.ok_or(Error::NotFound)?;
            let subject = store::nomination(conn, &scope, quarter, project)?;
            let trail = audit::trail(conn, &scope, subject.kind, &subject.id)?;
            let remarks = comments::of_subject(conn, &scope, &subject)?;
            Ok((entry, trail, remarks, reference::book(conn)?))
        })
        .await?;
    let words = Words { lang: shell.lang, book, province: ctx.province };
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (body, why) = typed.map(|typed| (typed.body, typed.why)).unzip();
    let page = EntryPage {
        quarter: quarter.to_string(),
        base: base(quarter, project),
        project_id: project,
        state: words.state(Some(entry.state)),
        badge: nomination_badge(entry.state),
        facts: facts(ctx, &words, &entry),
        into: entry.into,
        name: entry.project.facts.name,
        // Remarks stand below with their words.
        trail: trail
            .into_iter()
            .filter(|deed| deed.deed.starts_with("list."))
            .map(|deed| told(ctx, &words, deed))
            .collect(),
        comments: remarks.into_iter().map(|remark| remarked(ctx, &caller, remark)).collect(),
        may_comment: caller.may(Deed::Comment),
        body: body.unwrap_or_default(),
        error: why.map(|why| words.lang.render(&why)),
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn told(ctx: &Context, words: &Words, deed: Remembered) -> TrailView {
    TrailView {
        at: deed.at.local_text(ctx.zone),
        who: deed.actor,
        deed: words.lang.word("deed", deed.deed.replace('.', "-")),
        reason: deed.reason,
    }
}

fn remarked(ctx: &Context, caller: &Caller, remark: Comment) -> CommentView {
    CommentView {
        id: remark.id,
        at: remark.at.local_text(ctx.zone),
        is_own: remark.is_own_of(caller.id),
        author: remark.author,
        body: remark.body,
    }
}

/// What is known of it, under the names of the official columns; what is not known is left out.
fn facts(ctx: &Context, words: &Words, entry: &Entry) -> Vec<(String, String)> {
    let facts = &entry.project.facts;
    let wan = |money: Option<Money>| {
        money.map(|money| words.lang.with("lists-entry-wan", "amount", money.wan_text())).unwrap_or_default()
    };
    let who_when = |who: Option<&String>, at: Option<String>| {
        [who.cloned(), at].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let decided = entry.decided_at.map(|at| at.local_text(ctx.zone));
    let all = [
        ("lists-column-unit", text(&facts.unit)),
        ("lists-column-place", words.place(facts)),
        ("lists-industry", words.industry(facts.industry.as_deref())),
        (
            "lists-column-nature",
            facts.nature.map(|nature| words.lang.word("nature", nature.as_str())).unwrap_or_default(),
        ),
        ("lists-column-class", words.lang.word("class", entry.class.as_str())),
        ("lists-column-change", words.change(entry.change)),
        ("lists-column-stage", words.stage(facts.stage)),
        ("lists-column-total", wan(facts.total_investment)),
        ("lists-column-annual-plan", wan(facts.annual_plan)),
        ("lists-column-years", years(facts)),
        ("lists-column-scope", text(&facts.scope_text)),
        ("lists-column-responsible-unit", text(&facts.responsible_unit)),
        ("lists-column-responsible-person", text(&facts.responsible_person)),
        (
            "lists-entry-nominated",
            who_when(entry.nominated_by.as_ref(), Some(entry.nominated_at.local_text(ctx.zone))),
        ),
        ("lists-entry-decided", who_when(entry.decided_by.as_ref(), decided)),
        ("lists-reason", text(&entry.reason)),
    ];
    let known = all.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| (words.lang.t(label), value)).collect()
}
