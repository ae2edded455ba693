//! GET /projects: the registry as a table. The whole state of the table lives in its address.

use super::bar::{Bar, bar, chips};
use super::past::Past;
use super::words::Words;
use crate::context::Context;
use crate::features::projects::as_of::{When, stored_at};
use crate::features::projects::filter;
use crate::features::projects::lamp::lamp;
use crate::features::projects::model::Stage;
use crate::features::projects::model::lit::{Light, Lit};
use crate::features::projects::store::Stored;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::money::Money;
use crate::kernel::paging::Sort;
use crate::kernel::ratio::percent_half_up;
use crate::web::listing::{Chip, Heading, ListUrl, Pager};
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use chrono_tz::Tz;

#[derive(Template)]
#[template(path = "features/projects/templates/list.html", blocks = ["list"])]
struct ListPage {
    shell: Shell,
    bar: Bar,
    chips: Vec<Chip>,
    count: String,
    headings: Vec<Heading>,
    rows: Vec<Line>,
    pager: Pager,
    xlsx: String,
    csv: String,
    /// Id of the block that changes. That of a past day bears another, so that the way there and back loads the whole
    /// page, with the deeds that belong to it.
    swap: &'static str,
    past: Past,
    /// The last day that may be looked back to.
    today: String,
}

impl ListPage {
    /// What a link of the table swaps.
    fn target(&self) -> String {
        format!("#{}", self.swap)
    }
}

/// A row of the table, every cell finished.
struct Line {
    serial: i64,
    id: i64,
    name: String,
    place: String,
    /// Word and tint.
    stage: Option<(String, &'static str)>,
    class: String,
    total: String,
    plan: String,
    rate: String,
    lamp: String,
    updated: String,
}

/// GET /projects
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    let (filter, sort, page) = filter::read(&asked)?;
    let now = ctx.now();
    let when = When::read(&asked, now, ctx.zone)?;
    when.allows(&filter)?;
    let (url, year) = (ListUrl::of(&request), when.year());
    let scope = caller.scope.clone();
    let wanted = filter.clone();
    let (book, (found, total_investment)) = ctx
        .db
        .read(move |conn| {
            let shown = stored_at(conn, &caller.scope, &wanted, sort, page, when)?;
            Ok((reference::book(conn)?, shown))
        })
        .await?;
    let words = Words { lang: shell.lang, book: &book };
    let first = page.offset() + 1;
    let rows = (first..).zip(&found.items).map(|(serial, project)| line(words, serial, project, ctx.zone));
    let exported = |name: &str| url.without("per_page").at(&format!("/projects/export.{name}")).href();
    let page = ListPage {
        bar: bar(words, &scope, year, &url),
        chips: chips(words, &filter, &url),
        count: shell.lang.all(
            "projects-count",
            &[("count", found.total.to_string()), ("total", total_investment.yi_text(1))],
        ),
        headings: headings(shell.lang, sort, &url),
        rows: rows.collect(),
        pager: Pager::of(&found, &url),
        xlsx: exported("xlsx"),
        csv: exported("csv"),
        swap: if when.past().is_some() { "past" } else { "list" },
        past: Past::of(shell.lang, when, url.without("as_of").href()),
        today: local_date(now, ctx.zone).to_string(),
        shell,
    };
    Ok(if page.shell.fragment { html(&page.as_list()) } else { html(&page) })
}

fn headings(lang: Lang, now: Sort, url: &ListUrl) -> Vec<Heading> {
    let plain = |id: &str, class| Heading::plain(lang.t(id), class);
    let sorting =
        |id: &str, class, field: &str, down| Heading::sorting(lang.t(id), class, field, down, now, url);
    vec![
        plain("projects-serial", "n"),
        sorting("projects-field-name", "pin", "name", false),
        sorting("projects-place", "", "city", false),
        sorting("projects-field-stage", "", "stage", true),
        plain("projects-field-class", ""),
        sorting("projects-total", "n", "total_investment_yuan", true),
        plain("projects-plan", "n"),
        plain("projects-rate", "n"),
        plain("projects-light", ""),
        sorting("projects-updated", "", "updated_at", true),
    ]
}

fn line(words: Words<'_>, serial: i64, project: &Stored, zone: Tz) -> Line {
    let Words { lang, book } = words;
    let facts = &project.facts;
    let wan = |money: Option<Money>| money.map_or_else(|| "—".to_owned(), Money::wan_text);
    let rate = facts.ytd_investment.zip(facts.annual_plan);
    let rate = rate.and_then(|(done, plan)| percent_half_up(done.yuan(), plan.yuan(), 1));
    Line {
        serial,
        id: project.id,
        name: facts.name.clone(),
        place: if facts.division.is_province() {
            lang.t("projects-province")
        } else {
            book.name(lang, facts.division)
        },
        stage: facts.stage.map(|stage| (lang.word("stage", stage.as_str()), tint(stage))),
        class: facts.class.map_or_else(|| "—".to_owned(), |class| lang.word("class", class.as_str())),
        total: wan(facts.total_investment),
        plan: wan(facts.annual_plan),
        rate: rate.map_or_else(|| "—".to_owned(), |rate| format!("{rate}%")),
        lamp: lamp_of(project.light.as_ref(), lang),
        updated: local_date(project.updated_at, zone).to_string(),
    }
}

/// The light of a project; unreported while none was computed.
pub(super) fn lamp_of(lit: Option<&Lit>, lang: Lang) -> String {
    lamp(lit.map_or(Light::Unreported, |lit| lit.colour), lang)
}

/// The badge of a stage: grey before the agreement, blue once it is certain, green when it produces.
pub(super) fn tint(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned | Stage::Reserved | Stage::Negotiating => "none",
        Stage::Signed | Stage::Filed | Stage::Started | Stage::UnderConstruction => "info",
        Stage::Completed | Stage::InProduction | Stage::AtCapacity => "ok",
    }
}
