//! Leads for people: the list with how many stand where, one lead with what was done, and the forms.

mod board;
mod form;
mod one;
mod weekly;

pub use board::board;
pub use form::{amend, edit_form, new_form, register};
pub use one::{convert, show, tell};
pub use weekly::weekly;

use super::clock::{Clock, Owed};
use super::input::{Filter, OPEN, filter};
use super::model::{Lead, Status, Step};
use super::store;
use crate::config;
use crate::context::Context;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

/// A word of a form with its name, and whether it is the chosen one.
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "features/leads/templates/list.html")]
struct ListPage {
    shell: Shell,
    /// Address, name with how many, and whether it is the chosen one.
    statuses: Vec<(String, String, bool)>,
    chains: Vec<Choice>,
    cities: Vec<Choice>,
    status: String,
    q: String,
    rows: Vec<LeadRow>,
    total: i64,
    pager: Pager,
}

/// A lead in words.
struct LeadRow {
    id: i64,
    target: String,
    place: String,
    chain: String,
    /// Class and word.
    status: (&'static str, String),
    intended: String,
    next: String,
    next_on: String,
    /// What is late, in words; blank for nothing.
    late: String,
    owner: String,
    is_taken: bool,
}

/// GET /leads
pub async fn list(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let asked = query(&request)?;
    let (wanted, page, url) = (filter(&asked)?, asked.page()?, ListUrl::of(&request));
    let (by, scope) = (wanted.clone(), caller.scope.clone());
    let (found, counts, book) = ctx
        .db
        .read(move |conn| {
            let all = Filter { status: None, is_open: false, ..by.clone() };
            let counts = store::counts(conn, &scope, &all)?;
            Ok((store::find(conn, &scope, &by, page)?, counts, reference::book(conn)?))
        })
        .await?;
    let lang = shell.lang;
    let (days, today) = (book.working_days(), local_date(ctx.now(), ctx.zone));
    let clock = Clock { rule: &rule, days: &days };
    let open = counts.iter().filter(|(status, _)| status.is_open()).map(|(_, count)| count).sum::<i64>();
    let open = (url.with("status", OPEN).href(), format!("{} {open}", lang.t("leads-open")), wanted.is_open);
    let tab = |status: Option<Status>| {
        let href = match status {
            Some(status) => url.with("status", status.as_str()).href(),
            None => url.without("status").href(),
        };
        let of = |one: &&(Status, i64)| status.is_none_or(|status| one.0 == status);
        let name = status.map_or("leads-all", Status::name);
        let count: i64 = counts.iter().filter(of).map(|(_, count)| count).sum();
        (href, format!("{} {count}", lang.t(name)), status == wanted.status && !wanted.is_open)
    };
    let tabs = std::iter::once(None).chain(Status::ALL.iter().copied().map(Some));
    let page = ListPage {
        statuses: std::iter::once(open).chain(tabs.map(tab)).collect(),
        chains: chains(lang, &book, wanted.chain),
        cities: cities(lang, &book, &caller, &wanted),
        status: asked.raw("status").to_owned(),
        q: wanted.q.unwrap_or_default(),
        rows: found.items.iter().map(|lead| row(lang, &book, lead, (clock, today))).collect(),
        total: found.total,
        pager: Pager::of(&found, &url),
        shell,
    };
    Ok(html(&page))
}

fn row(lang: Lang, book: &Book, lead: &Lead, (clock, today): (Clock<'_>, NaiveDate)) -> LeadRow {
    // What is owed longest; the lead's own page says the rest.
    let longest = clock.owed(lead).into_iter().min_by_key(|(_, due_on)| *due_on);
    let late = longest.filter(|(_, due_on)| *due_on < today).map(|owed| owed_text(lang, owed, today));
    let (next, next_on) = lead.next.clone().unzip();
    LeadRow {
        id: lead.id,
        target: lead.target.clone(),
        place: book.short_name(lang, lead.division),
        chain: lead.chain_id.map(|id| book.chain_name(lang, id)).unwrap_or_default(),
        status: (class(lead.status), lang.t(lead.status.name())),
        intended: lead.intended.map(|money| money.yi_text(2)).unwrap_or_default(),
        next: next.unwrap_or_default(),
        next_on: next_on.map(|day| day.to_string()).unwrap_or_default(),
        late: late.unwrap_or_default(),
        owner: lead.owner.clone(),
        is_taken: lead.is_taken,
    }
}

/// What is owed and by when, or for how long.
fn owed_text(lang: Lang, (what, due_on): (Owed, NaiveDate), today: NaiveDate) -> String {
    let id = match what {
        Owed::Step(step) => step_name(step),
        Owed::Report => "leads-owed-report",
        Owed::Action => "leads-next",
    };
    let days = (today - due_on).num_days();
    let args = [("what", lang.t(id)), ("day", due_on.to_string()), ("days", days.to_string())];
    lang.all(if days > 0 { "leads-owed-late" } else { "leads-owed-until" }, &args)
}

/// The Fluent id of a step's name.
const fn step_name(step: Step) -> &'static str {
    match step {
        Step::Response => "leads-step-response",
        Step::Assessment => "leads-step-assessment",
        Step::Feedback => "leads-step-feedback",
    }
}

const fn class(status: Status) -> &'static str {
    match status {
        Status::Signed | Status::Converted => "ok",
        Status::Lost => "none",
        _ => "info",
    }
}

fn chains(lang: Lang, book: &Book, chosen: Option<i64>) -> Vec<Choice> {
    let chain = |id: i64| (id.to_string(), book.chain_name(lang, id), chosen == Some(id));
    book.chains.iter().map(|one| chain(one.id)).collect()
}

fn cities(lang: Lang, book: &Book, caller: &Caller, wanted: &Filter) -> Vec<Choice> {
    let mine =
        |code| caller.scope.covers(code) || caller.scope.places().iter().any(|one| one.city() == Some(code));
    book.cities()
        .filter(|one| mine(one.code))
        .map(|one| (one.code.to_string(), book.short_name(lang, one.code), wanted.city == Some(one.code)))
        .collect()
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "target" | "target_id" => "leads-target",
        "place" => "leads-place",
        "credit_code" => "leads-credit-code",
        "chain_id" => "leads-chain",
        "segment_id" => "leads-segment",
        "park_id" => "leads-park",
        "source" => "leads-source",
        "scope_text" => "leads-scope",
        "intended_investment_yuan" => "leads-intended",
        "owner_id" => "leads-owner",
        "next_action" => "leads-next",
        "next_on" => "leads-next-on",
        "status" => "leads-status",
        "step" => "leads-step",
        "project_id" => "leads-project",
        _ => "leads-words",
    }
}
