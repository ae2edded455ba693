//! Visits for people: the list with what is counted per city and per leader, and the form.

use super::input::{Filter, Telling, VisitBody, filter};
use super::model::{Count, Figures, Visit, VisitKind};
use super::{actions, store};
use crate::context::Context;
use crate::features::leads;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{
    Caller, Control, Field, Form, Lang, PageResult, Refused, Select, Shell, html, html_with_status, query,
    redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use std::collections::HashMap;

/// A word of a form with its name, and whether it is the chosen one.
type Choice = (String, String, bool);

/// Who or where, how often ours went, how often others came; each with its rows.
type CountRow = (String, (String, i64), (String, i64));

#[derive(Template)]
#[template(path = "features/visits/templates/list.html")]
struct ListPage {
    shell: Shell,
    from: String,
    to: String,
    kinds: Vec<Choice>,
    cities: Vec<Choice>,
    leader: String,
    places: Vec<CountRow>,
    leaders: Vec<CountRow>,
    rows: Vec<VisitRow>,
    total: i64,
    pager: Pager,
}

/// A visit in words.
struct VisitRow {
    id: i64,
    day: String,
    kind: String,
    place: String,
    target: String,
    leader: String,
    people: String,
    result: String,
    /// The lead that it belongs to, by number and name.
    lead: Option<(i64, String)>,
}

#[derive(Template)]
#[template(path = "features/visits/templates/form.html")]
struct FormPage {
    shell: Shell,
    title: String,
    action: String,
    /// On which the form goes on; empty for a new visit.
    version: String,
    kind: Select,
    place: Select,
    lead: Select,
    fields: Vec<Field>,
    errors: Vec<(String, String, String)>,
}

/// GET /visits
pub async fn list(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    let (wanted, page, url) = (filter(&asked)?, asked.page()?, ListUrl::of(&request));
    let (by, scope) = (wanted.clone(), caller.scope.clone());
    let (found, figures, names, book) = ctx
        .db
        .read(move |conn| {
            let found = store::find(conn, &scope, &by, page)?;
            let figures = store::figures(conn, &scope, (by.from, by.to))?;
            let mut names = HashMap::new();
            for id in found.items.iter().filter_map(|visit| visit.lead_id) {
                // A lead may have been moved to where she does not see it.
                match leads::one(conn, &scope, id) {
                    Ok(lead) => drop(names.insert(id, lead.target)),
                    Err(Error::NotFound) => {}
                    Err(other) => return Err(other),
                }
            }
            Ok((found, figures, names, reference::book(conn)?))
        })
        .await?;
    let lang = shell.lang;
    let (places, leaders) = counted(lang, &book, &figures, &url);
    let row = |one: &Visit| VisitRow {
        id: one.id,
        day: one.visited_on.to_string(),
        kind: lang.t(one.kind.name()),
        place: book.short_name(lang, one.division),
        target: one.target.clone(),
        leader: one.leader.clone().unwrap_or_default(),
        people: one.people.clone(),
        result: one.result.clone(),
        lead: one.lead_id.and_then(|id| Some((id, names.get(&id)?.clone()))),
    };
    let kinds = VisitKind::ALL.iter();
    let page = ListPage {
        from: asked.raw("from").to_owned(),
        to: asked.raw("to").to_owned(),
        kinds: kinds
            .map(|kind| (kind.to_string(), lang.t(kind.name()), wanted.kind == Some(*kind)))
            .collect(),
        cities: cities(lang, &book, &caller, &wanted),
        leader: asked.raw("leader").to_owned(),
        places,
        leaders,
        rows: found.items.iter().map(row).collect(),
        total: found.total,
        pager: Pager::of(&found, &url),
        shell,
    };
    Ok(html(&page))
}

/// The figures, each with its rows.
fn counted(lang: Lang, book: &Book, figures: &Figures, url: &ListUrl) -> (Vec<CountRow>, Vec<CountRow>) {
    let row = |name: String, base: ListUrl, count: &Count| -> CountRow {
        let of = |kind: VisitKind, number: i64| (base.with("kind", kind.as_str()).href(), number);
        (name, of(VisitKind::Outbound, count.outbound), of(VisitKind::Inbound, count.inbound))
    };
    let places = figures.places.iter();
    let places = places
        .map(|(place, count)| {
            row(book.name(lang, *place), url.without("leader").with("city", place.as_str()), count)
        })
        .collect();
    let leaders = figures.leaders.iter();
    let leaders = leaders
        .map(|(leader, count)| row(leader.clone(), url.without("city").with("leader", leader), count))
        .collect();
    (places, leaders)
}

fn cities(lang: Lang, book: &Book, caller: &Caller, wanted: &Filter) -> Vec<Choice> {
    let hers = book.divisions_in(&caller.scope).filter(|one| !one.code.is_county());
    hers.map(|one| (one.code.to_string(), book.name(lang, one.code), wanted.place == Some(one.code)))
        .collect()
}

/// GET /visits/new
pub async fn new_form(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    shown(&ctx, caller, shell, None, (Some(asked), (StatusCode::OK, Vec::new()))).await
}

/// GET /visits/{id}/edit
pub async fn edit_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, Some(id.into_inner()), (None, (StatusCode::OK, Vec::new()))).await
}

/// POST /visits/new
pub async fn enter(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (now, by) = (ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match told(&form) {
        Ok(new) => ctx.db.write(move |conn| actions::enter(conn, &by, new, when)).await.map(|_| ()),
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, None, (form, done)).await
}

/// POST /visits/{id}/edit
pub async fn amend(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, now, by) = (id.into_inner(), ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let based = form.raw("version").parse().unwrap_or_default();
    let done = match told(&form) {
        Ok(new) => ctx.db.write(move |conn| actions::amend(conn, &by, (id, based), new, when)).await,
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, Some(id), (form, done)).await
}

/// What a form says, which names every field.
fn told(form: &Form) -> Result<Telling> {
    let body = VisitBody {
        kind: form.word("kind", "visits-kind-unknown")?,
        visited_on: Some(form.raw("visited_on").to_owned()),
        place: form.place("place")?,
        target: Some(form.raw("target").to_owned()),
        leader: Some(form.text("leader").map(str::to_owned)),
        people: Some(form.raw("people").to_owned()),
        result: Some(form.raw("result").to_owned()),
        lead_id: Some(form.number("lead_id")?),
    };
    body.checked(true)
}

/// On to the list, or back to the form with what was refused.
async fn done_or_back(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: Option<i64>,
    (form, done): (Form, Result<()>),
) -> PageResult {
    match done {
        Ok(()) => Ok(redirect_with("/visits", shell.lang, &Message::new("visits-saved"))),
        Err(Error::Stale { .. }) => {
            let stale = vec![FieldError::new("target", "visits-stale")];
            shown(ctx, caller, shell, id, (Some(form), (StatusCode::CONFLICT, stale))).await
        }
        Err(error) => shown(ctx, caller, shell, id, (Some(form), refused(error, "target")?)).await,
    }
}

async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: Option<i64>,
    (typed, (status, errors)): (Option<Form>, Refused),
) -> PageResult {
    let (scope, lang) = (caller.scope.clone(), shell.lang);
    let (stands, open, book) = ctx
        .db
        .read(move |conn| {
            let stands = id.map(|id| store::one(conn, &scope, id)).transpose()?;
            Ok((stands, leads::alive(conn, &scope)?, reference::book(conn)?))
        })
        .await?;
    let form = Filled { lang, stands: stands.as_ref(), typed: typed.as_ref(), errors: &errors };
    let only = caller.scope.only().map(|only| only.to_string()).unwrap_or_default();
    let place = stands.as_ref().map_or(only, |one| one.division.to_string());
    let places = book.divisions_in(&caller.scope).filter(|one| !one.code.is_county());
    let places = places.map(|one| (one.code.to_string(), book.name(lang, one.code)));
    let kinds = VisitKind::ALL.iter().map(|kind| (kind.to_string(), lang.t(kind.name())));
    let kind = stands.as_ref().map(|one| one.kind.to_string()).unwrap_or_default();
    let lead = stands.as_ref().and_then(|one| one.lead_id).map(|id| id.to_string()).unwrap_or_default();
    let leads = open
        .iter()
        .map(|one| (one.id.to_string(), format!("{} {}", one.target, book.short_name(lang, one.division))));
    let today = local_date(ctx.now(), ctx.zone).to_string();
    let text = |pick: fn(&Visit) -> String| stands.as_ref().map(pick).unwrap_or_default();
    let day = stands.as_ref().map_or(today, |one| one.visited_on.to_string());
    let page = FormPage {
        title: lang.t(if id.is_some() { "visits-edit" } else { "visits-new" }),
        action: id.map_or_else(|| "/visits/new".to_owned(), |id| format!("/visits/{id}/edit")),
        version: stands.as_ref().map(|one| one.version.to_string()).unwrap_or_default(),
        kind: form.select("kind", true, kinds, &kind),
        place: form.select("place", true, places, &place),
        lead: form.select("lead_id", false, leads, &lead),
        fields: vec![
            form.field("visited_on", (Control::Day, true), day),
            form.field("target", (Control::Line, true), text(|one| one.target.clone())),
            form.field("leader", (Control::Line, false), text(|one| one.leader.clone().unwrap_or_default())),
            form.field("people", (Control::Line, true), text(|one| one.people.clone())),
            form.field("result", (Control::Text, true), text(|one| one.result.clone())),
        ],
        errors: summary(lang, &errors, label),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// What a form is filled with.
struct Filled<'a> {
    lang: Lang,
    stands: Option<&'a Visit>,
    typed: Option<&'a Form>,
    errors: &'a [FieldError],
}

impl Filled<'_> {
    /// What was typed of a field; what a link to the form says counts for the fields that it names.
    fn typed(&self, name: &str) -> Option<&Form> {
        self.typed.filter(|form| form.has(name) || !self.errors.is_empty() || self.stands.is_some())
    }

    fn field(&self, name: &'static str, (control, required): (Control, bool), value: String) -> Field {
        let (label, hint) = (self.lang.t(label(name)), String::new());
        let field = Field { name, label, hint, required, control, value, error: None };
        field.back(self.lang, self.typed(name), self.errors)
    }

    fn select(
        &self,
        name: &'static str,
        required: bool,
        choices: impl IntoIterator<Item = (String, String)>,
        stands: &str,
    ) -> Select {
        let select = (name, self.lang.t(label(name)), required);
        Select::back(select, choices, stands, (self.lang, self.typed(name), self.errors))
    }
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "kind" => "visits-kind",
        "visited_on" => "visits-visited-on",
        "place" => "visits-place",
        "leader" => "visits-leader",
        "people" => "visits-people",
        "result" => "visits-result",
        "lead_id" => "visits-lead",
        _ => "visits-target",
    }
}
