//! /updates/reporters: who reports on what, and handing many over at once.

use super::{actions, store};
use crate::context::Context;
use crate::features::accounts::User;
use crate::features::reference;
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Form, PageResult, Refused, Shell, html_with_status, query, redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "features/updates/templates/reporters.html")]
struct ReportersPage {
    shell: Shell,
    /// Id, name with the number of projects, whether only hers are shown.
    shown: Vec<(i64, String, bool)>,
    rows: Vec<Row>,
    may_assign: bool,
    /// Id and name of whom projects may be handed to, and whether she was chosen.
    people: Vec<(i64, String, bool)>,
    to_nobody: bool,
    reporter: String,
    errors: Vec<(String, String, String)>,
}

struct Row {
    id: i64,
    name: String,
    place: String,
    reporter: String,
    ticked: bool,
}

/// GET /updates/reporters
pub async fn show(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    render(&ctx, caller, shell, asked, (StatusCode::OK, Vec::new())).await
}

/// POST /updates/reporters
pub async fn assign(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (now, by, typed) = (ctx.now(), caller.clone(), form.clone());
    let done = async {
        let number = |text: &str| text.parse().map_err(|_| Error::NotFound);
        let ids: Vec<i64> = typed.all("project").iter().map(|text| number(text)).collect::<Result<_, _>>()?;
        if ids.is_empty() {
            return Err(Error::field("project", "updates-reporter-none"));
        }
        let to = match typed.text("user_id") {
            None => return Err(Error::field("user_id", "input-required")),
            Some("0") => None,
            Some(text) => Some(number(text)?),
        };
        ctx.db.write(move |conn| actions::assign(conn, &by, (&ids, to), now)).await
    };
    match done.await {
        Ok(count) => {
            let note = Message::new("updates-reporter-assigned").with("count", count);
            Ok(redirect_with("/updates/reporters", shell.lang, &note))
        }
        Err(error) => render(&ctx, caller, shell, form, refused(error, "user_id")?).await,
    }
}

async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    asked: Form,
    (status, errors): Refused,
) -> PageResult {
    let (reporter, scope) = (asked.number("reporter")?, caller.scope.clone());
    let (all, people, book) = ctx
        .db
        .read(move |conn| {
            let all = store::of_projects(conn, &scope, None)?;
            Ok((all, actions::people(conn, &scope)?, reference::book(conn)?))
        })
        .await?;
    let lang = shell.lang;
    let ticked = asked.all("project");
    let is_shown = |project: &&store::Reported| {
        reporter.is_none_or(|wanted| project.reporter.as_ref().map_or(0, |(id, _)| *id) == wanted)
    };
    let row = |project: &store::Reported| Row {
        id: project.project_id,
        name: project.name.clone(),
        place: book.name(lang, project.division),
        reporter: project.reporter.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        ticked: ticked.contains(&project.project_id.to_string()) || asked.has("all"),
    };
    let chosen = asked.raw("user_id");
    let person = |user: User| {
        let is_chosen = chosen == user.id.to_string();
        (user.id, format!("{} {}", user.name, user.email), is_chosen)
    };
    let page = ReportersPage {
        rows: all.iter().filter(is_shown).map(row).collect(),
        shown: by_reporter(&all)
            .into_iter()
            .map(|((id, name), count)| {
                let name = if id == 0 { lang.t("updates-reporter-nobody") } else { name };
                (id, format!("{name} {count}"), reporter == Some(id))
            })
            .collect(),
        may_assign: caller.may(Deed::EditProjects),
        to_nobody: chosen == "0",
        people: people.into_iter().map(person).collect(),
        reporter: reporter.map(|id| id.to_string()).unwrap_or_default(),
        errors: summary(lang, &errors, |field| match field {
            "project" => "updates-reporter-projects",
            _ => "updates-reporter-to",
        }),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// How many projects each person reports on; 0 is nobody.
fn by_reporter(all: &[store::Reported]) -> BTreeMap<(i64, String), usize> {
    let mut counts = BTreeMap::new();
    for project in all {
        *counts.entry(project.reporter.clone().unwrap_or_default()).or_default() += 1;
    }
    counts
}
