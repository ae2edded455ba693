//! /projects/{id}/light: a project's lights month by month with their sentences, the one to come, and the form that asks
//! not to count a delay.

use super::{Choice, SUSPENDABLE, SuspensionView, family_name, field_name};
use crate::config;
use crate::context::Context;
use crate::features::lights::model::Family;
use crate::features::lights::shine::foresee;
use crate::features::lights::store::{self, Filter};
use crate::features::projects::{self, Lit, lamp};
use crate::features::reference;
use crate::kernel::calendar::{local_date, period_of};
use crate::kernel::error::Error;
use crate::kernel::paging::PageRequest;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, Lang, PageResult, Refused, Shell, html_with_status, summary};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lights/templates/project.html")]
struct ProjectPage {
    shell: Shell,
    id: i64,
    name: String,
    months: Vec<MonthView>,
    suspensions: Vec<SuspensionView>,
    may_ask: bool,
    families: Vec<Choice>,
    typed: Form,
    errors: Vec<(String, String, String)>,
}

/// A month's light.
struct MonthView {
    month: String,
    is_forecast: bool,
    lamp: String,
    /// Family, lamp and sentence, the worst first.
    reasons: Vec<(String, String, String)>,
}

impl MonthView {
    fn new(lang: Lang, lit: Lit, is_forecast: bool) -> Self {
        let reasons = lit.reasons.into_iter().map(|reason| {
            let family = reason.family.parse::<Family>().map(|family| family_name(lang, family));
            (family.unwrap_or_default(), lamp(reason.colour, lang), reason.said(lang))
        });
        let reasons = reasons.collect();
        Self { month: lit.period.to_string(), is_forecast, lamp: lamp(lit.colour, lang), reasons }
    }
}

/// GET /projects/{id}/light
pub async fn of_project(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    render(&ctx, &seed, caller, shell, (id, Form::default()), (StatusCode::OK, Vec::new())).await
}

/// The page, after a form that was refused.
pub(super) async fn render(
    ctx: &Context,
    seed: &config::Lights,
    caller: Caller,
    shell: Shell,
    (id, typed): (i64, Form),
    (status, refused): Refused,
) -> PageResult {
    let (lang, scope, seed) = (shell.lang, caller.scope.clone(), seed.clone());
    let last = period_of(local_date(ctx.now(), ctx.zone)).previous();
    let all = PageRequest::new(None, Some(PageRequest::MAX_PER_PAGE))?;
    let (project, lit, next, found, book) = ctx
        .db
        .read(move |conn| {
            let project = projects::project(conn, &scope, id, last.year())?;
            let lit = projects::lights(conn, id)?;
            let newest = lit.first().map_or(last, |lit| lit.period);
            let next = foresee(conn, &scope, id, newest, &seed)?;
            let filter = Filter { project: Some(id), ..Filter::default() };
            let found = store::find(conn, &scope, filter, all)?;
            Ok((project, lit, next, found, reference::book(conn)?))
        })
        .await?;
    let forecast = next.filter(|_| !lit.is_empty()).map(|lit| MonthView::new(lang, lit, true));
    let chosen = typed.text("family").unwrap_or_default().to_owned();
    let page = ProjectPage {
        id,
        name: project.facts.name,
        months: forecast
            .into_iter()
            .chain(lit.into_iter().map(|lit| MonthView::new(lang, lit, false)))
            .collect(),
        suspensions: found.items.into_iter().map(|one| SuspensionView::new(ctx, lang, &book, one)).collect(),
        may_ask: caller.may(Deed::WriteUpdates),
        families: SUSPENDABLE
            .map(|family| (family.as_str(), family_name(lang, family), chosen == family.as_str()))
            .to_vec(),
        errors: summary(lang, &refused, field_name),
        typed,
        shell,
    };
    Ok(html_with_status(status, &page))
}
