//! GET /projects/{id}: everything known of one project. Also where the small forms of the page come back to when they
//! are refused.

use super::record_page::{Refused, View};
use super::request::year;
use super::words::Words;
use crate::context::Context;
use crate::features::projects::model::SideState;
use crate::features::projects::model::fields::values;
use crate::features::projects::registry::{history, project, projects_by_ids};
use crate::features::reference;
use crate::kernel::role::Deed;
use crate::web::{Caller, PageResult, Shell, html_with_status};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use std::collections::BTreeMap;

/// GET /projects/{id}
pub async fn record(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    show(&ctx, caller, shell, id.into_inner(), None).await
}

/// The page, with a refused small form when there is one.
pub async fn show(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: i64,
    refused: Option<Refused>,
) -> PageResult {
    let (year, scope) = (year(ctx), caller.scope.clone());
    let (book, project, history, named) = ctx
        .db
        .read(move |conn| {
            let project = project(conn, &scope, id, year)?;
            let suspects: Vec<i64> = project.warnings.iter().flat_map(|odd| odd.suspects.clone()).collect();
            let named = projects_by_ids(conn, &scope, &suspects, year)?;
            let named: BTreeMap<i64, String> =
                named.into_iter().map(|one| (one.id, one.facts.name)).collect();
            Ok((reference::book(conn)?, project, history(conn, &scope, id, year)?, named))
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
        editable: caller.may(Deed::EditProjects) && project.facts.side_state != SideState::Voided,
        project: &project,
        history: &history,
        named: &named,
        zone: ctx.zone,
        year,
    };
    Ok(html_with_status(status, &view.page(shell.clone(), refused)))
}
