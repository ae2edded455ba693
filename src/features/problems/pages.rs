//! Problems for people: the list with its filters, one problem with what was said, and the forms that say more.

use super::actions::{self, state_name};
use super::input::{Filter, RaiseBody, SayBody, UNSOLVED, filter};
use super::model::{Level, Problem, ProblemKind, Reply, State};
use super::store;
use crate::context::Context;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
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
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "features/problems/templates/list.html")]
struct ListPage {
    shell: Shell,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    cities: Vec<Choice>,
    project: Option<i64>,
    rows: Vec<ProblemRow>,
    total: i64,
    pager: Pager,
    /// What was typed into a refused form.
    typed: Form,
    errors: Vec<(String, String, String)>,
}

/// A problem in words.
struct ProblemRow {
    id: i64,
    project_id: i64,
    project: String,
    place: String,
    kind: String,
    text: String,
    level: String,
    /// Class and word.
    state: (&'static str, String),
    owner: String,
    due_on: String,
    /// `2026-08 – 2026-10`, or the day it was entered.
    since: String,
}

#[derive(Template)]
#[template(path = "features/problems/templates/problem.html")]
struct ProblemPage {
    shell: Shell,
    row: ProblemRow,
    version: i64,
    raised: String,
    /// State, words, who and when.
    replies: Vec<(String, String, String)>,
    may_say: bool,
    /// The steps that may follow; none for whoever may only remark.
    steps: Vec<Choice>,
    levels: Vec<Choice>,
    form: Form,
    errors: Vec<(String, String, String)>,
}

/// GET /problems
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    let (wanted, page) = (filter(&asked)?, asked.page()?);
    let url = ListUrl::of(&request);
    listed(&ctx, caller, shell, (wanted, page, url), Form::default(), (StatusCode::OK, Vec::new())).await
}

async fn listed(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (wanted, page, url): (Filter, PageRequest, ListUrl),
    typed: Form,
    (status, refused): Refused,
) -> PageResult {
    let by = wanted.clone();
    let scope = caller.scope.clone();
    let (found, book) =
        ctx.db.read(move |conn| Ok((store::find(conn, &scope, &by, page)?, reference::book(conn)?))).await?;
    let lang = shell.lang;
    let chosen = |word: Option<&str>| word.unwrap_or_default().to_owned();
    let city = chosen(wanted.city.as_ref().map(DivisionCode::as_str));
    let mine = |code: DivisionCode| {
        caller.scope.covers(code) || caller.scope.places().iter().any(|place| code.contains(*place))
    };
    let page = ListPage {
        states: std::iter::once((UNSOLVED.to_owned(), lang.t("problems-state-unsolved"), wanted.is_unsolved))
            .chain(choices(State::ALL, wanted.state, |state| lang.t(state_name(state))))
            .collect(),
        kinds: choices(ProblemKind::ALL, wanted.kind, |kind| kind_name(lang, kind)),
        levels: choices(Level::ALL, wanted.level, |level| level_name(lang, level)),
        cities: book
            .cities()
            .filter(|one| mine(one.code))
            .map(|one| {
                let code = one.code.to_string();
                let is_chosen = code == city;
                (code, book.short_name(lang, one.code), is_chosen)
            })
            .collect(),
        project: wanted.project,
        rows: found.items.iter().map(|problem| row(ctx, lang, &book, problem)).collect(),
        total: found.total,
        pager: Pager::of(&found, &url),
        typed,
        errors: summary(lang, &refused, label),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// GET /problems/{id}
pub async fn show(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, id.into_inner(), Form::default(), (StatusCode::OK, Vec::new())).await
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
    let (problem, said, book) = ctx
        .db
        .read(move |conn| Ok((store::one(conn, &scope, id)?, store::said(conn, id)?, reference::book(conn)?)))
        .await?;
    let lang = shell.lang;
    let reply = |Reply { state, text, author, at }: Reply| {
        let state = state.map(|state| lang.t(state_name(state))).unwrap_or_default();
        (state, text, format!("{author} {}", at.local_text(ctx.zone)))
    };
    let steps: Vec<State> = State::ALL.iter().copied().filter(|next| problem.state.leads_to(*next)).collect();
    let may_move = caller.may(Deed::EditProjects);
    let chosen = form.text("state").and_then(|word| word.parse().ok());
    let page = ProblemPage {
        row: row(ctx, lang, &book, &problem),
        version: problem.version,
        raised: format!("{} {}", problem.raiser, problem.raised_at.local_text(ctx.zone)),
        replies: said.into_iter().map(reply).collect(),
        may_say: caller.may(Deed::Comment),
        steps: if may_move { choices(&steps, chosen, |state| lang.t(state_name(state))) } else { Vec::new() },
        levels: choices(Level::ALL, Some(problem.level), |level| level_name(lang, level)),
        errors: summary(lang, &refused, label),
        form,
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// POST /problems/{id}/replies
pub async fn say(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>, form: Form) -> PageResult {
    let (id, now, by) = (id.into_inner(), ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let based = form.text("version").and_then(|text| text.parse().ok());
    let said = match SayBody::of_form(&form).and_then(SayBody::checked) {
        Ok(mut new) => {
            // The form shows who is asked already; only another one is news.
            let asked = form.text("asked");
            new.level = new.level.filter(|level| asked != Some(level.as_str()));
            ctx.db.write(move |conn| actions::say(conn, &by, (id, based), &new, when)).await
        }
        Err(error) => Err(error),
    };
    let refused = match said {
        Ok(_) => {
            let note = Message::new("problems-said");
            return Ok(redirect_with(&format!("/problems/{id}"), shell.lang, &note));
        }
        Err(error) => refused(error, "state")?,
    };
    shown(&ctx, caller, shell, id, form, refused).await
}

/// POST /projects/{id}/problems: from the form on the list of a project's problems.
pub async fn raise(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (project, now, by) = (id.into_inner(), ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let raised = match RaiseBody::of_form(&form).and_then(RaiseBody::checked) {
        Ok(new) => ctx.db.write(move |conn| actions::raise(conn, &by, project, &new, when)).await,
        Err(error) => Err(error),
    };
    let refused = match raised {
        Ok(problem) => {
            let note = Message::new("problems-raised");
            return Ok(redirect_with(&format!("/problems/{}", problem.id), shell.lang, &note));
        }
        Err(error) => refused(error, "text")?,
    };
    let wanted = Filter { project: Some(project), ..Filter::default() };
    let url = ListUrl::new("/problems", [("project".to_owned(), project.to_string())]);
    let page = PageRequest::new(None, None)?;
    listed(&ctx, caller, shell, (wanted, page, url), form, refused).await
}

fn row(ctx: &Context, lang: Lang, book: &Book, problem: &Problem) -> ProblemRow {
    let since = match (problem.first_period, problem.last_period) {
        (Some(first), Some(last)) if first != last => format!("{first} – {last}"),
        (Some(first), _) => first.to_string(),
        (None, _) => local_date(problem.raised_at, ctx.zone).to_string(),
    };
    let class = match problem.state {
        State::Open | State::Reopened => "warn",
        State::Coordinating => "info",
        State::Resolved => "ok",
    };
    ProblemRow {
        id: problem.id,
        project_id: problem.project_id,
        project: problem.project.clone(),
        place: book.short_name(lang, problem.division),
        kind: kind_name(lang, problem.kind),
        text: problem.text.clone(),
        level: level_name(lang, problem.level),
        state: (class, lang.t(state_name(problem.state))),
        owner: problem.owner.clone().unwrap_or_default(),
        due_on: problem.due_on.map(|day| day.to_string()).unwrap_or_default(),
        since,
    }
}

fn choices<T: Copy + PartialEq + std::fmt::Display>(
    all: &[T],
    chosen: Option<T>,
    name: impl Fn(T) -> String,
) -> Vec<Choice> {
    all.iter().map(|one| (one.to_string(), name(*one), chosen == Some(*one))).collect()
}

fn kind_name(lang: Lang, kind: ProblemKind) -> String {
    lang.t(&format!("problems-kind-{kind}"))
}

fn level_name(lang: Lang, level: Level) -> String {
    lang.t(&format!("problems-level-{level}"))
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "state" => "problems-state",
        "level" => "problems-level",
        "owner" => "problems-owner",
        "due_on" => "problems-due",
        _ => "problems-words",
    }
}
