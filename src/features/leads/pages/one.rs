//! One lead: what is known, what is owed, what was done, and the forms that say more.

use super::{Choice, class, label, owed_text, step_name};
use crate::config;
use crate::context::Context;
use crate::features::leads::clock::Clock;
use crate::features::leads::input::EntryBody;
use crate::features::leads::model::{Entry, Status, Step};
use crate::features::leads::{actions, store};
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Control, Field, Form, PageResult, Refused, Shell, html_with_status, redirect_with, refused,
    summary,
};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/leads/templates/lead.html")]
struct LeadPage {
    shell: Shell,
    id: i64,
    version: i64,
    target: String,
    /// Class and word.
    status: (&'static str, String),
    is_taken: bool,
    /// Name and value; blank for what is not known.
    facts: Vec<(String, String)>,
    /// What is owed, and whether it is late.
    owed: Vec<(String, bool)>,
    /// The leads of other cities for the same enterprise; the city's name and the lead.
    rivals: Vec<(String, i64)>,
    project: Option<i64>,
    /// What it was, words, who and when.
    entries: Vec<(String, String, String)>,
    may_tell: bool,
    may_amend: bool,
    may_convert: bool,
    statuses: Vec<Choice>,
    steps: Vec<Choice>,
    text: Field,
    next_action: Field,
    next_on: Field,
    /// The project that was named, where it was refused.
    project_id: String,
    errors: Vec<(String, String, String)>,
}

/// GET /leads/{id}
pub async fn show(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
) -> PageResult {
    shown(&ctx, &rule, caller, shell, (id.into_inner(), None), (StatusCode::OK, Vec::new())).await
}

async fn shown(
    ctx: &Context,
    rule: &config::Leads,
    caller: Caller,
    shell: Shell,
    (id, form): (i64, Option<Form>),
    (status, refused): Refused,
) -> PageResult {
    let scope = caller.scope.clone();
    let (lead, told, rivals, book) = ctx
        .db
        .read(move |conn| {
            let rivals = store::rivals(conn, &scope, id)?;
            Ok((store::one(conn, &scope, id)?, store::told(conn, id)?, rivals, reference::book(conn)?))
        })
        .await?;
    let lang = shell.lang;
    let (days, today) = (book.working_days(), local_date(ctx.now(), ctx.zone));
    let owed = Clock { rule, days: &days }.owed(&lead);
    // Of a form that did not bring a field, what stands is shown.
    let typed =
        |name: &str| form.as_ref().filter(|form| form.has(name)).map(|form| form.raw(name).to_owned());
    let chosen = |name: &str, stands: Option<&str>| {
        typed(name).unwrap_or_else(|| stands.unwrap_or_default().to_owned())
    };
    let (to, as_step) = (chosen("status", None), chosen("step", None));
    let entry = |Entry { step, status, text, author, at }: Entry| {
        let what = [step.map(step_name), status.map(Status::name)].into_iter().flatten();
        let what = what.map(|id| lang.t(id)).collect::<Vec<_>>().join(&lang.t("leads-comma"));
        (what, text, format!("{author} {}", at.local_text(ctx.zone)))
    };
    let (next_action, next_on) = lead.next.clone().unzip();
    let park = lead.park_id.and_then(|id| book.parks.iter().find(|park| park.id == id));
    let known = |text: Option<String>| text.unwrap_or_default();
    let facts = vec![
        (lang.t("leads-place"), book.name(lang, lead.division)),
        (lang.t("leads-chain"), known(lead.chain_id.map(|id| book.chain_name(lang, id)))),
        (lang.t("leads-segment"), known(lead.segment_id.map(|id| book.segment_name(lang, id)))),
        (lang.t("leads-park"), known(park.map(|park| park.name.clone()))),
        (lang.t("leads-intended"), known(lead.intended.map(|money| money.wan_text()))),
        (lang.t("leads-scope"), known(lead.scope_text.clone())),
        (lang.t("leads-source"), known(lead.source.clone())),
        (lang.t("leads-credit-code"), known(lead.credit_code.clone())),
        (lang.t("leads-owner"), lead.owner.clone()),
        (lang.t("leads-next"), known(next_action.clone())),
        (lang.t("leads-next-on"), known(next_on.map(|day| day.to_string()))),
        (lang.t("leads-signed-on"), known(lead.signed_on.map(|day| day.to_string()))),
        (
            lang.t("leads-registered"),
            format!("{} {}", lead.registrar, lead.registered_at.local_text(ctx.zone)),
        ),
    ];
    let field = |(name, hint): (&'static str, &str), control, value| {
        let hint = if hint.is_empty() { String::new() } else { lang.t(hint) };
        let (label, required) = (lang.t(label(name)), name == "text");
        Field { name, label, hint, required, control, value, error: None }.back(lang, None, &refused)
    };
    let may = caller.may(Deed::Promote);
    let steps = if lead.status.is_open() { Step::ALL } else { &[] };
    let page = LeadPage {
        id,
        version: lead.version,
        status: (class(lead.status), lang.t(lead.status.name())),
        is_taken: lead.is_taken,
        facts,
        owed: owed.iter().map(|one| (owed_text(lang, *one, today), one.1 < today)).collect(),
        rivals: rivals.into_iter().map(|(id, city)| (book.name(lang, city), id)).collect(),
        project: lead.project_id,
        entries: told.into_iter().map(entry).collect(),
        may_tell: may && lead.status != Status::Converted,
        may_amend: may && lead.status.is_open(),
        may_convert: may && caller.may(Deed::EditProjects) && lead.status == Status::Signed,
        statuses: Status::ALL
            .iter()
            .filter(|next| lead.status.leads_to(**next))
            .map(|next| (next.to_string(), lang.t(next.name()), to == next.as_str()))
            .collect(),
        steps: steps
            .iter()
            .map(|step| (step.to_string(), lang.t(step_name(*step)), as_step == step.as_str()))
            .collect(),
        text: field(("text", ""), Control::Text, chosen("text", None)),
        next_action: field(
            ("next_action", "leads-next-hint"),
            Control::Line,
            chosen("next_action", next_action.as_deref()),
        ),
        next_on: field(
            ("next_on", ""),
            Control::Day,
            chosen("next_on", next_on.map(|day| day.to_string()).as_deref()),
        ),
        project_id: chosen("project_id", None),
        errors: summary(lang, &refused, label),
        target: lead.target,
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// POST /leads/{id}/entries
pub async fn tell(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, now, by) = (id.into_inner(), ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let based = form.number("version")?;
    let told = match EntryBody::of_form(&form).and_then(EntryBody::checked) {
        Ok(new) => ctx.db.write(move |conn| actions::tell(conn, &by, (id, based), &new, when)).await,
        Err(error) => Err(error),
    };
    let refused = match told {
        Ok(_) => {
            return Ok(redirect_with(&format!("/leads/{id}"), shell.lang, &Message::new("leads-told")));
        }
        // Her words stay; of what somebody else has changed meanwhile she sees what stands.
        Err(error @ Error::Stale { .. }) => {
            let words = Form::from_pairs([("text".to_owned(), form.raw("text").to_owned())]);
            let refused = refused(error, "status")?;
            return shown(&ctx, &rule, caller, shell, (id, Some(words)), refused).await;
        }
        Err(error) => refused(error, "status")?,
    };
    shown(&ctx, &rule, caller, shell, (id, Some(form)), refused).await
}

/// POST /leads/{id}/project
pub async fn convert(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, now, by) = (id.into_inner(), ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let based = form.number("version")?;
    let converted = match form.number("project_id") {
        Ok(project) => {
            ctx.db.write(move |conn| actions::convert(conn, &by, (id, based), project, when)).await
        }
        Err(error) => Err(error),
    };
    let refused = match converted {
        Ok(lead) => {
            let path = lead.project_id.map_or_else(|| format!("/leads/{id}"), |id| format!("/projects/{id}"));
            return Ok(redirect_with(&path, shell.lang, &Message::new("leads-converted")));
        }
        Err(error) => refused(error, "project_id")?,
    };
    shown(&ctx, &rule, caller, shell, (id, Some(form)), refused).await
}
