//! Standstills for people: what is to be reviewed, one project's reviews, and the forms that begin and review one.

use super::actions;
use super::input::{ReviewBody, SuspendBody, filter};
use super::model::{Outcome, Review, Span, Standstill};
use super::standing::{self, told};
use crate::config;
use crate::context::Context;
use crate::features::projects::SideState;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use crate::kernel::paging::Paged;
use crate::kernel::role::Deed;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{
    Caller, Form, Lang, PageResult, Refused, Shell, html, html_with_status, query, redirect_with, refused,
    summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "features/suspended/templates/list.html")]
struct ListPage {
    shell: Shell,
    only_due: bool,
    total: i64,
    rows: Vec<StandstillRow>,
    pager: Pager,
}

/// A standstill in words.
struct StandstillRow {
    project_id: i64,
    project: String,
    place: String,
    span: SpanView,
}

/// How long, in words.
struct SpanView {
    since: String,
    review_on: String,
    is_due: bool,
    is_named: bool,
    reason: String,
}

#[derive(Template)]
#[template(path = "features/suspended/templates/project.html")]
struct ProjectPage {
    shell: Shell,
    id: i64,
    name: String,
    version: i64,
    standstill: Option<SpanView>,
    /// What was decided, why with the next day, who and when.
    reviews: Vec<(String, String, String)>,
    may_suspend: bool,
    may_review: bool,
    outcomes: Vec<(&'static str, String, bool)>,
    typed: Form,
    errors: Vec<(String, String, String)>,
}

impl SpanView {
    fn new(span: Span, today: NaiveDate) -> Self {
        Self {
            is_due: span.is_due(today),
            since: span.since.to_string(),
            review_on: span.review_on.to_string(),
            is_named: span.is_named,
            reason: span.reason.unwrap_or_default(),
        }
    }
}

/// GET /suspended
pub async fn list(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let asked = query(&request)?;
    let (wanted, page) = (filter(&asked)?, asked.page()?);
    let (only_due, zone, today) = (wanted.due, ctx.zone, local_date(ctx.now(), ctx.zone));
    let (all, book) = ctx
        .db
        .read(move |conn| {
            let all = standing::find(conn, &caller.scope, &wanted, ((&rule, zone), today))?;
            Ok((all, reference::book(conn)?))
        })
        .await?;
    let found = Paged::cut(all, page);
    let pager = Pager::of(&found, &ListUrl::of(&request));
    let page = ListPage {
        only_due,
        total: found.total,
        rows: found.items.into_iter().map(|one| row(shell.lang, &book, one, today)).collect(),
        pager,
        shell,
    };
    Ok(html(&page))
}

fn row(lang: Lang, book: &Book, one: Standstill, today: NaiveDate) -> StandstillRow {
    StandstillRow {
        project_id: one.project_id,
        project: one.project,
        place: book.short_name(lang, one.division),
        span: SpanView::new(one.span, today),
    }
}

/// GET /projects/{id}/suspension
pub async fn show(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    shown(&ctx, &rule, caller, shell, (id, Form::default()), (StatusCode::OK, Vec::new())).await
}

async fn shown(
    ctx: &Context,
    rule: &config::Suspended,
    caller: Caller,
    shell: Shell,
    (id, typed): (i64, Form),
    (status, refused): Refused,
) -> PageResult {
    let (zone, today) = (ctx.zone, local_date(ctx.now(), ctx.zone));
    let (rule, scope) = (rule.clone(), caller.scope.clone());
    let found = ctx.db.read(move |conn| told(conn, &scope, id, ((&rule, zone), today))).await?;
    let lang = shell.lang;
    let version = found.version();
    let chosen = typed.text("outcome").unwrap_or(Outcome::Stays.as_str()).to_owned();
    let outcomes = [Outcome::Stays, Outcome::Resumes, Outcome::Leaves];
    let page = ProjectPage {
        id,
        version,
        may_suspend: found.side_state == SideState::Active && caller.may(Deed::EditProjects),
        may_review: found.standstill.is_some() && caller.may_for_province(Deed::ReviewUpdates),
        standstill: found.standstill.map(|one| SpanView::new(one.span, today)),
        reviews: found.reviews.into_iter().rev().map(|review| said(ctx, lang, review)).collect(),
        name: found.name,
        outcomes: outcomes
            .map(|one| (one.as_str(), lang.t(outcome_name(one)), chosen == one.as_str()))
            .to_vec(),
        errors: summary(lang, &refused, label),
        typed,
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn said(ctx: &Context, lang: Lang, review: Review) -> (String, String, String) {
    let next = review.review_on.map(|day| lang.with("suspended-next", "day", day.to_string()));
    let words = [review.reason].into_iter().chain(next).collect::<Vec<_>>().join("\n");
    let who = format!("{} {}", review.author, review.at.local_text(ctx.zone));
    (lang.t(outcome_name(review.outcome)), words, who)
}

/// POST /projects/{id}/suspension
pub async fn suspend(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, zone, by, months) = (ctx.now(), ctx.zone, caller.clone(), rule.clone());
    let today = local_date(now, zone);
    let done = match SuspendBody::of_form(&form).checked(today) {
        Ok(new) => {
            let deed =
                move |conn: &mut _| actions::suspend(conn, &by, id, &new, ((&months, zone), (now, today)));
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(back(id, &shell, "suspended-begun")),
        Err(error) => shown(&ctx, &rule, caller, shell, (id, form), refused(error, "reason")?).await,
    }
}

/// POST /projects/{id}/suspension/reviews
pub async fn review(
    ctx: Data<Context>,
    rule: Data<config::Suspended>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, zone, by, months) = (ctx.now(), ctx.zone, caller.clone(), rule.clone());
    let today = local_date(now, zone);
    let based = form.text("version").and_then(|text| text.parse().ok());
    let done = match ReviewBody::of_form(&form).checked(today) {
        Ok(new) => {
            let deed = move |conn: &mut _| {
                actions::review(conn, &by, (id, based), &new, ((&months, zone), (now, today)))
            };
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(back(id, &shell, "suspended-reviewed")),
        Err(error) => shown(&ctx, &rule, caller, shell, (id, form), refused(error, "outcome")?).await,
    }
}

fn back(id: i64, shell: &Shell, note: &'static str) -> actix_web::HttpResponse {
    redirect_with(&format!("/projects/{id}/suspension"), shell.lang, &Message::new(note))
}

/// The Fluent id of an outcome's name.
const fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Begins => "suspended-outcome-begins",
        Outcome::Stays => "suspended-outcome-stays",
        Outcome::Resumes => "suspended-outcome-resumes",
        Outcome::Leaves => "suspended-outcome-leaves",
    }
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "outcome" => "suspended-outcome",
        "review_on" => "suspended-review",
        _ => "suspended-reason",
    }
}
