//! Correcting what is published, by hand: choose a project of the list, see what is printed about it, write what is
//! right, say why. Only what differs becomes part of the correction; the next version is published at once.

use super::quarter_of;
use crate::context::Context;
use crate::db::Conn;
use crate::features::lists::actions;
use crate::features::lists::input::{ChangeBody, CorrectBody};
use crate::features::lists::model::{ListState, PublishedEntry};
use crate::features::lists::store::{self, Published};
use crate::features::lists::words::Words;
use crate::features::projects::{Class, Facts, Nature, Stage, differences, from_form};
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::web::{Caller, Form, PageResult, Shell, html_with_status, query, redirect_with};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lists/templates/correct.html")]
struct CorrectPage {
    shell: Shell,
    title: String,
    base: String,
    quarter: String,
    version: i32,
    /// Id and label of each project of the list, whether it is the chosen one.
    projects: Vec<(i64, String, bool)>,
    /// The chosen project with its fields.
    chosen: Option<Chosen>,
    errors: Vec<(String, String, String)>,
    reason: String,
    reason_error: Option<String>,
}

struct Chosen {
    id: i64,
    name: String,
    fields: Vec<Field>,
}

/// A fact with what is printed and what is typed.
struct Field {
    name: &'static str,
    label: String,
    /// The unit of an amount, and what the list says now.
    hint: String,
    value: String,
    /// Value and label; empty for what is typed.
    options: Vec<(String, String)>,
    error: Option<String>,
}

/// The controls, named as the registry's form names them, with the contract's name of the fact.
const FIELDS: [(&str, &str); 15] = [
    ("name", "name"),
    ("unit", "unit"),
    ("project_code", "project_code"),
    ("class", "class"),
    ("nature", "nature"),
    ("stage", "stage"),
    ("total_investment_wan", "total_investment_yuan"),
    ("annual_plan_wan", "annual_plan_yuan"),
    ("ytd_investment_wan", "ytd_investment_yuan"),
    ("cumulative_investment_wan", "cumulative_investment_yuan"),
    ("planned_start", "planned_start"),
    ("planned_finish", "planned_finish"),
    ("scope_text", "scope_text"),
    ("responsible_unit", "responsible_unit"),
    ("responsible_person", "responsible_person"),
];

/// GET /lists/{quarter}/corrections
pub async fn correct_form(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let quarter = quarter_of(&path)?;
    let asked = query(&request)?;
    render(&ctx, caller, shell, quarter, asked, Vec::new()).await
}

/// POST /lists/{quarter}/corrections
pub async fn correct(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    form: Form,
) -> PageResult {
    let quarter = quarter_of(&path)?;
    let (now, who, typed) = (ctx.now(), caller.clone(), form.clone());
    let at = (now, local_date(now, ctx.zone));
    let done = ctx
        .db
        .write(move |conn| {
            let stands = published(conn, &who.scope, quarter)?;
            let changes = changes(&stands, &typed, &reference::book(conn)?)?;
            let unread = |_| Error::field("version", "input-whole-number");
            let version = typed.raw("version").parse().map_err(unread)?;
            let body =
                CorrectBody { reason: typed.raw("reason").to_owned(), changes, version: Some(version) };
            actions::correct(conn, &who, quarter, &body.checked()?, at)
        })
        .await;
    let errors = match done {
        Ok(version) => {
            let note = Message::new("lists-corrected").with("version", version.version);
            return Ok(redirect_with(&format!("/lists/{quarter}"), shell.lang, &note));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Conflict(why)) => vec![FieldError::new("reason", why)],
        Err(other) => return Err(other.into()),
    };
    render(&ctx, caller, shell, quarter, form, errors).await
}

/// The newest version; a list that has none yet is not corrected but worked on.
fn published(conn: &mut Conn, scope: &Scope, quarter: Quarter) -> Result<Published> {
    if store::head(conn, quarter)?.state != ListState::Published {
        let message = Message::new("lists-correction-unpublished").with("quarter", quarter);
        return Err(Error::conflict(message));
    }
    store::published(conn, scope, quarter, None)
}

/// What the form says otherwise than the list.
fn changes(stands: &Published, form: &Form, book: &reference::Book) -> Result<Vec<ChangeBody>> {
    let project_id =
        form.raw("project").parse().map_err(|_| Error::field("project", "input-whole-number"))?;
    let line = stands.entries.iter().find(|line| line.project_id == project_id).ok_or(Error::NotFound)?;
    let right = from_form(form)?.apply(&line.facts, book)?;
    let differ = differences(&line.facts, &right).into_iter();
    Ok(differ.map(|(field, _, to)| ChangeBody { project_id, field: field.to_owned(), to }).collect())
}

async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    quarter: Quarter,
    form: Form,
    errors: Vec<FieldError>,
) -> PageResult {
    let (lang, province) = (shell.lang, ctx.province);
    let (stands, book) = ctx
        .db
        .read(move |conn| Ok((published(conn, &caller.scope, quarter)?, reference::book(conn)?)))
        .await?;
    let words = Words { lang, book, province };
    let wanted: Option<i64> = form.text("project").and_then(|text| text.parse().ok());
    let line = stands.entries.iter().find(|line| Some(line.project_id) == wanted);
    let error_of = |names: [&str; 2]| {
        let found = errors.iter().find(|error| {
            names.iter().any(|name| error.field == *name || error.field.ends_with(&format!(".{name}")))
        });
        found.map(|error| lang.render(&error.message))
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let summary = errors.iter().map(|error| {
        let name = error.field.rsplit('.').next().unwrap_or_default();
        let field = FIELDS.iter().find(|(_, fact)| *fact == name).map_or("reason", |(control, _)| control);
        (field.to_owned(), label(&words, name), lang.render(&error.message))
    });
    let page = CorrectPage {
        title: words.title(quarter),
        base: format!("/lists/{quarter}"),
        quarter: quarter.to_string(),
        version: stands.newest,
        projects: stands
            .entries
            .iter()
            .map(|line| {
                let label = format!("{} {}", line.serial, line.facts.name);
                (line.project_id, label, Some(line.project_id) == wanted)
            })
            .collect(),
        chosen: line.map(|line| chosen(&words, line, &form, error_of)),
        errors: summary.collect(),
        reason: form.raw("reason").to_owned(),
        reason_error: error_of(["reason", "changes"]),
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn chosen(
    words: &Words,
    line: &PublishedEntry,
    form: &Form,
    error_of: impl Fn([&str; 2]) -> Option<String>,
) -> Chosen {
    let field = |&(control, fact): &(&'static str, &'static str)| {
        let (printed, shown) = printed(words, &line.facts, fact);
        let value = if form.has(control) { form.raw(control).to_owned() } else { printed };
        Field {
            name: control,
            label: label(words, fact),
            hint: hint(words, control, shown),
            value,
            options: options(words, fact),
            error: error_of([fact, control]),
        }
    };
    Chosen { id: line.project_id, name: line.facts.name.clone(), fields: FIELDS.iter().map(field).collect() }
}

/// What stands below a control: the unit of an amount, and what the list says now, also when that is nothing.
fn hint(words: &Words, control: &str, shown: String) -> String {
    let text = if shown.is_empty() { words.lang.t("lists-value-none") } else { shown };
    let printed = words.lang.with("lists-correction-printed", "text", text);
    if control.ends_with("_wan") { format!("{} {printed}", words.lang.t("lists-unit-wan")) } else { printed }
}

/// What a control is filled with, and what is printed.
fn printed(words: &Words, facts: &Facts, fact: &str) -> (String, String) {
    let plain = |text: Option<String>| text.clone().map(|text| (text.clone(), text)).unwrap_or_default();
    // Typed without loss: what nobody touches must not differ.
    let wan =
        |money: Option<Money>| money.map(|money| (money.wan_exact(), money.wan_text())).unwrap_or_default();
    let word = |prefix: &str, word: Option<&'static str>| {
        word.map(|word| (word.to_owned(), words.lang.word(prefix, word))).unwrap_or_default()
    };
    match fact {
        "name" => plain(Some(facts.name.clone())),
        "unit" => plain(facts.unit.clone()),
        "project_code" => plain(facts.project_code.clone()),
        "class" => word("class", facts.class.map(Class::as_str)),
        "nature" => word("nature", facts.nature.map(Nature::as_str)),
        "stage" => word("stage", facts.stage.map(Stage::as_str)),
        "total_investment_yuan" => wan(facts.total_investment),
        "annual_plan_yuan" => wan(facts.annual_plan),
        "ytd_investment_yuan" => wan(facts.ytd_investment),
        "cumulative_investment_yuan" => wan(facts.cumulative_investment),
        "planned_start" => plain(facts.planned_start.as_ref().map(ToString::to_string)),
        "planned_finish" => plain(facts.planned_finish.as_ref().map(ToString::to_string)),
        "scope_text" => plain(facts.scope_text.clone()),
        "responsible_unit" => plain(facts.responsible_unit.clone()),
        _ => plain(facts.responsible_person.clone()),
    }
}

fn options(words: &Words, fact: &str) -> Vec<(String, String)> {
    let of = |prefix: &str, all: Vec<&'static str>| {
        all.into_iter().map(|word| (word.to_owned(), words.lang.word(prefix, word))).collect()
    };
    match fact {
        "class" => of("class", Class::ALL.iter().map(|one| one.as_str()).collect()),
        "nature" => of("nature", Nature::ALL.iter().map(|one| one.as_str()).collect()),
        "stage" => of("stage", Stage::ALL.iter().map(|one| one.as_str()).collect()),
        _ => Vec::new(),
    }
}

fn label(words: &Words, fact: &str) -> String {
    match FIELDS.iter().find(|(_, name)| *name == fact) {
        Some((_, name)) => words.lang.word("projects-field", name),
        None => words.lang.t("lists-correction"),
    }
}
