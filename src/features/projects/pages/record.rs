//! GET /projects/{id}: everything known of one project. Also where the small forms of the page come back to when they
//! are refused.

use super::past::Past;
use super::record_page::{Refused, View};
use super::words::Words;
use crate::context::Context;
use crate::features::projects::as_of::{When, as_of_many};
use crate::features::projects::model::fields::values;
use crate::features::projects::model::{Project, SideState};
use crate::features::projects::registry::{history, project, projects_by_ids};
use crate::features::projects::store;
use crate::features::reference;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::{Caller, PageResult, Shell, html, html_with_status, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use std::collections::BTreeMap;

/// GET /projects/{id}
pub async fn record(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    request: HttpRequest,
) -> PageResult {
    let when = When::read(&query(&request)?, ctx.now(), ctx.zone)?;
    match when.past() {
        None => show(&ctx, caller, shell, id.into_inner(), None).await,
        Some(at) => look_back(&ctx, caller, shell, id.into_inner(), when, at).await,
    }
}

/// The page as of the end of a past day: nothing can be done there.
async fn look_back(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: i64,
    when: When,
    at: Instant,
) -> PageResult {
    let (year, scope) = (when.year(), caller.scope.clone());
    let (book, project, history, named) = ctx
        .db
        .read(move |conn| {
            let project = as_of_many(conn, &scope, Some(&[id]), at, year)?.pop().ok_or(Error::NotFound)?;
            let suspects: Vec<i64> = project.warnings.iter().flat_map(|odd| odd.suspects.clone()).collect();
            let named = if suspects.is_empty() {
                vec![]
            } else {
                as_of_many(conn, &scope, Some(&suspects), at, year)?
            };
            let mut history = history(conn, &scope, id, year)?;
            history.retain(|version| version.recorded_at <= at);
            Ok((reference::book(conn)?, project, history, names(named)))
        })
        .await?;
    let view = View {
        words: Words { lang: shell.lang, book: &book },
        scope: &caller.scope,
        facts: values(&project.facts).into_iter().collect(),
        editable: false,
        locked: None,
        project: &project,
        history: &history,
        named: &named,
        problems: None,
        zone: ctx.zone,
        year,
        past: Past::of(shell.lang, when, format!("/projects/{id}")),
    };
    Ok(html(&view.page(shell.clone(), None)))
}

fn names(projects: Vec<Project>) -> BTreeMap<i64, String> {
    projects.into_iter().map(|one| (one.id, one.facts.name)).collect()
}

/// The page, with a refused small form when there is one.
pub async fn show(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: i64,
    refused: Option<Refused>,
) -> PageResult {
    let when = When::now(ctx.now(), ctx.zone);
    let (year, scope) = (when.year(), caller.scope.clone());
    let now = ctx.now();
    let (book, project, history, named, locked, problems) = ctx
        .db
        .read(move |conn| {
            let project = project(conn, &scope, id, year)?;
            let below = !scope.is_whole_province();
            let locked = if below { store::locked(conn, &[id], now)?.remove(&id) } else { None };
            let suspects: Vec<i64> = project.warnings.iter().flat_map(|odd| odd.suspects.clone()).collect();
            let named = names(projects_by_ids(conn, &scope, &suspects, year)?);
            let problems = store::open_problems(conn, id)?;
            Ok((reference::book(conn)?, project, history(conn, &scope, id, year)?, named, locked, problems))
        })
        .await?;
    let status = match &refused {
        None => StatusCode::OK,
        Some(Refused { conflict: Some(_), .. }) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let view = View {
        words: Words { lang: shell.lang, book: &book },
        scope: &caller.scope,
        facts: values(&project.facts).into_iter().collect(),
        editable: caller.may(Deed::EditProjects)
            && project.facts.side_state != SideState::Voided
            && locked.is_none(),
        locked,
        project: &project,
        history: &history,
        named: &named,
        problems: Some(problems),
        zone: ctx.zone,
        year,
        past: Past::of(shell.lang, when, String::new()),
    };
    Ok(html_with_status(status, &view.page(shell.clone(), refused)))
}
