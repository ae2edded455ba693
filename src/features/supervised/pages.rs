//! Tasks for people: the list, one task with what was said, and the forms that begin one and answer.

use super::actions::{self, state_name};
use super::input::{Filter, RaiseBody, SayBody, filter};
use super::model::{Cause, State, Task};
use super::store;
use crate::config;
use crate::context::Context;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use crate::kernel::paging::PageRequest;
use crate::kernel::role::Deed;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{
    Caller, Form, Lang, PageResult, Refused, Shell, html_with_status, query, redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

/// A word of a form with its name, and whether it is the chosen one.
type Choice = (&'static str, String, bool);

#[derive(Template)]
#[template(path = "features/supervised/templates/list.html")]
struct ListPage {
    shell: Shell,
    states: Vec<Choice>,
    project: Option<i64>,
    may_raise: bool,
    rows: Vec<TaskRow>,
    total: i64,
    pager: Pager,
    typed: Form,
    errors: Vec<(String, String, String)>,
}

/// A task in words.
struct TaskRow {
    id: i64,
    project_id: i64,
    project: String,
    place: String,
    cause: String,
    text: String,
    owner: String,
    due_on: String,
    is_overdue: bool,
    /// Class and word.
    state: (&'static str, String),
}

#[derive(Template)]
#[template(path = "features/supervised/templates/task.html")]
struct TaskPage {
    shell: Shell,
    row: TaskRow,
    version: i64,
    raised: String,
    /// State, words, who and when.
    replies: Vec<(String, String, String)>,
    may_say: bool,
    /// The steps that this reader may take.
    steps: Vec<Choice>,
    form: Form,
    errors: Vec<(String, String, String)>,
}

/// GET /supervised
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    let (wanted, page) = (filter(&asked)?, asked.page()?);
    let view = (wanted, page, ListUrl::of(&request));
    listed(&ctx, caller, shell, view, Form::default(), (StatusCode::OK, Vec::new())).await
}

async fn listed(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (wanted, page, url): (Filter, PageRequest, ListUrl),
    typed: Form,
    (status, refused): Refused,
) -> PageResult {
    let (by, scope) = (wanted.clone(), caller.scope.clone());
    let (found, book) =
        ctx.db.read(move |conn| Ok((store::find(conn, &scope, &by, page)?, reference::book(conn)?))).await?;
    let lang = shell.lang;
    let page = ListPage {
        states: states(lang, State::ALL, wanted.state),
        project: wanted.project,
        may_raise: wanted.project.is_some() && caller.may(Deed::Instruct),
        rows: found.items.iter().map(|task| row(ctx, lang, &book, task)).collect(),
        total: found.total,
        pager: Pager::of(&found, &url),
        typed,
        errors: summary(lang, &refused, label),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// GET /supervised/{id}
pub async fn show(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<String>) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    shown(&ctx, caller, shell, id, Form::default(), (StatusCode::OK, Vec::new())).await
}

async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: i64,
    form: Form,
    (status, refused): Refused,
) -> PageResult {
    let scope = caller.scope.clone();
    let (task, said, book) = ctx
        .db
        .read(move |conn| Ok((store::one(conn, &scope, id)?, store::said(conn, id)?, reference::book(conn)?)))
        .await?;
    let lang = shell.lang;
    let replies = said.into_iter().map(|reply| {
        let state = reply.state.map(|state| lang.t(state_name(state))).unwrap_or_default();
        (state, reply.text, format!("{} {}", reply.author, reply.at.local_text(ctx.zone)))
    });
    let may = |side| actions::may_step(&caller, side).is_ok();
    let steps: Vec<State> =
        State::ALL.iter().copied().filter(|next| task.state.leads_to(*next).is_some_and(may)).collect();
    let page = TaskPage {
        row: row(ctx, lang, &book, &task),
        version: task.version,
        raised: format!("{} {}", task.raiser, task.raised_at.local_text(ctx.zone)),
        replies: replies.collect(),
        may_say: caller.may(Deed::Comment),
        steps: states(lang, &steps, form.text("state").and_then(|word| word.parse().ok())),
        errors: summary(lang, &refused, label),
        form,
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// POST /supervised/{id}/replies
pub async fn say(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let based = form.text("version").and_then(|text| text.parse().ok());
    let said = match SayBody::of_form(&form).and_then(SayBody::checked) {
        Ok(new) => ctx.db.write(move |conn| actions::say(conn, &by, (id, based), &new, now)).await,
        Err(error) => Err(error),
    };
    match said {
        Ok(_) => {
            let note = Message::new("supervised-said");
            Ok(redirect_with(&format!("/supervised/{id}"), shell.lang, &note))
        }
        Err(error) => shown(&ctx, caller, shell, id, form, refused(error, "state")?).await,
    }
}

/// POST /projects/{id}/supervised
pub async fn raise(
    ctx: Data<Context>,
    rule: Data<config::Supervised>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let project: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let today = local_date(now, ctx.zone);
    let raised = match RaiseBody::of_form(&form).checked(today) {
        Ok(new) => {
            let deed = move |conn: &mut _| actions::raise(conn, &by, project, &new, (&rule, now, today));
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    match raised {
        Ok(task) => {
            let note = Message::new("supervised-raised");
            Ok(redirect_with(&format!("/supervised/{}", task.id), shell.lang, &note))
        }
        Err(error) => {
            let wanted = Filter { project: Some(project), ..Filter::default() };
            let url = ListUrl::new("/supervised", [("project".to_owned(), project.to_string())]);
            let view = (wanted, PageRequest::new(None, None)?, url);
            listed(&ctx, caller, shell, view, form, refused(error, "state")?).await
        }
    }
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "state" => "supervised-state",
        "owner" => "supervised-owner",
        "due_on" => "supervised-due",
        _ => "supervised-text",
    }
}

fn states(lang: Lang, all: &[State], chosen: Option<State>) -> Vec<Choice> {
    all.iter().map(|one| (one.as_str(), lang.t(state_name(*one)), chosen == Some(*one))).collect()
}

fn row(ctx: &Context, lang: Lang, book: &Book, task: &Task) -> TaskRow {
    let today = local_date(ctx.now(), ctx.zone);
    let class = match task.state {
        State::Open => "warn",
        State::Answered => "info",
        State::Closed => "ok",
    };
    TaskRow {
        id: task.id,
        project_id: task.project_id,
        project: task.project.clone(),
        place: book.short_name(lang, task.division),
        cause: match (task.cause, task.months) {
            (Cause::RedLight, Some((first, last))) => {
                let span = [("first", first.to_string()), ("last", last.to_string())];
                lang.all("supervised-cause-red", &span)
            }
            _ => lang.t("supervised-cause-remark"),
        },
        text: task.text.clone(),
        owner: task.owner.clone().unwrap_or_default(),
        due_on: task.due_on.to_string(),
        is_overdue: task.is_overdue(today),
        state: (class, lang.t(state_name(task.state))),
    }
}
