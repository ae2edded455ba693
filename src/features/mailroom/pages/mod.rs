//! /mail: what waits, what was sent, what became of it, and the switch that holds all of it.

mod calendar;
mod letter;

pub use calendar::{calendar, letter as expected_letter};
pub use letter::{hold, html_of, letter, resend, retry};

use super::actions;
use super::input::{SwitchBody, Throw, filter};
use crate::context::Context;
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::kernel::paging::PageRequest;
use crate::kernel::role::Deed;
use crate::outbox::{self, Filter, Listed, Postman, Sender, State, Switch};
use crate::web::listing::{ListUrl, Pager};
use crate::web::{
    Caller, Form, Lang, PageResult, Shell, html_with_status, query, redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "features/mailroom/templates/list.html")]
struct ListPage {
    shell: Shell,
    /// Class and sentence of how the switch stands.
    switch: (&'static str, String),
    is_open: bool,
    may_switch: bool,
    may_test: bool,
    /// What the button says that has all sent again that failed, where she looks at these and may.
    retry_failed: Option<String>,
    /// The reason as typed into a refused form.
    reason: String,
    errors: Vec<(String, String, String)>,
    /// Word, how many, and whether it is chosen; each with its address.
    states: Vec<(String, String, bool)>,
    q: String,
    state: String,
    rows: Vec<RowView>,
    pager: Pager,
}

/// A letter as a row.
struct RowView {
    id: i64,
    subject: String,
    to: String,
    /// Class and word.
    state: (&'static str, String),
    /// When it was sent, or is due.
    at: String,
    error: String,
}

impl RowView {
    fn new(ctx: &Context, lang: Lang, letter: Listed) -> Self {
        let at = letter.sent_at.unwrap_or(letter.next_at).local_text(ctx.zone);
        Self {
            id: letter.id,
            subject: if letter.subject.is_empty() { letter.key } else { letter.subject },
            to: format!("{} <{}>", letter.name, letter.address),
            state: badge(lang, letter.state),
            at,
            error: letter.error.unwrap_or_default(),
        }
    }
}

fn badge(lang: Lang, state: State) -> (&'static str, String) {
    let class = match state {
        State::Sent => "ok",
        State::Failed | State::Unknown => "bad",
        State::Held => "warn",
        State::Queued | State::Claimed | State::Handed => "info",
        State::Dropped => "none",
    };
    (class, lang.t(state.message()))
}

fn switch_words(ctx: &Context, lang: Lang, switch: &Switch) -> (&'static str, String) {
    match switch {
        Switch::Open => ("ok", lang.t("mail-switch-open")),
        Switch::Held(since, reason, by) => {
            let parts = [
                ("since", since.local_text(ctx.zone)),
                ("by", by.clone().unwrap_or_default()),
                ("reason", reason.clone().unwrap_or_default()),
            ];
            ("warn", lang.all("mail-switch-held", &parts))
        }
        Switch::Elsewhere => ("bad", lang.t("mail-switch-elsewhere")),
    }
}

/// The Fluent id of a field's name.
fn field_name(field: &str) -> &'static str {
    match field {
        "reason" => "mail-reason",
        _ => "mail-switch",
    }
}

/// GET /mail
pub async fn list(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let form = query(&request)?;
    let asked = (form.page()?, filter(&form)?);
    render(&ctx, &postman, caller, shell, asked, (StatusCode::OK, Form::default(), Vec::new())).await
}

/// The page, after a form that was refused.
async fn render(
    ctx: &Context,
    postman: &Postman,
    caller: Caller,
    shell: Shell,
    (page, asked): (PageRequest, Filter),
    (status, typed, refusals): (StatusCode, Form, Vec<FieldError>),
) -> PageResult {
    let (lang, scope, sender, filter) = (shell.lang, caller.scope.clone(), postman.clone(), asked.clone());
    let (found, counts, switch) = ctx
        .db
        .read(move |conn| {
            let found = outbox::find(conn, &scope, &filter, page)?;
            Ok((found, outbox::counts(conn, &scope)?, sender.stands(conn)?))
        })
        .await?;
    let failed = counts.iter().find(|(state, _)| *state == State::Failed).map_or(0, |(_, count)| *count);
    let chosen = asked.state.map(|state| state.as_str().to_owned()).unwrap_or_default();
    let q = asked.q.unwrap_or_default();
    let url = ListUrl::new("/mail", [("state".to_owned(), chosen.clone()), ("q".to_owned(), q.clone())]);
    let pager = Pager::of(&found, &url);
    let state = |(state, count): &(State, i64)| {
        let parts = [("state", lang.t(state.message())), ("count", count.to_string())];
        (lang.all("mail-count", &parts), url.with("state", state.as_str()).href(), chosen == state.as_str())
    };
    let page = ListPage {
        switch: switch_words(ctx, lang, &switch),
        is_open: switch == Switch::Open,
        may_switch: caller.may_for_province(Deed::Administer),
        may_test: caller.may(Deed::Administer),
        retry_failed: (asked.state == Some(State::Failed) && failed > 0 && caller.may(Deed::Administer))
            .then(|| lang.with("mail-retry-failed", "count", failed.to_string())),
        reason: typed.raw("reason").to_owned(),
        errors: summary(lang, &refusals, field_name),
        states: counts.iter().map(state).collect(),
        q,
        state: chosen.clone(),
        rows: found.items.into_iter().map(|letter| RowView::new(ctx, lang, letter)).collect(),
        pager,
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// POST /mail/switch
pub async fn switch(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let body =
        SwitchBody { state: form.raw("state").to_owned(), reason: Some(form.raw("reason").to_owned()) };
    let (by, now, home) = (caller.clone(), ctx.now(), postman.home().clone());
    let thrown = match body.checked() {
        Ok((throw, reason)) => {
            ctx.db
                .write(move |conn| match throw {
                    Throw::Held => {
                        let why = reason.as_deref().unwrap_or_default();
                        actions::hold_all(conn, &by, &home, why, now)
                    }
                    Throw::Open => actions::let_go(conn, &by, &home, reason, now),
                })
                .await
        }
        Err(error) => Err(error),
    };
    match thrown {
        Ok(()) => Ok(redirect_with("/mail", shell.lang, &Message::new("mail-switched"))),
        Err(error) => {
            let (status, refusals) = refused(error, "state")?;
            let asked = (PageRequest::new(None, None)?, Filter::default());
            render(&ctx, &postman, caller, shell, asked, (status, form, refusals)).await
        }
    }
}

/// POST /mail/test
pub async fn test(
    ctx: Data<Context>,
    postman: Data<Postman>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let (by, now, sender, instance) = (caller.clone(), ctx.now(), postman.clone(), ctx.instance.id.clone());
    let posted = ctx.db.write(move |conn| {
        actions::test(conn, &by, Sender { instance: &instance, domain: sender.domain() }, now)
    });
    match posted.await {
        Ok(id) => {
            let note = Message::new("mail-test-posted").with("address", &caller.email);
            Ok(redirect_with(&format!("/mail/{id}"), shell.lang, &note))
        }
        Err(error) => {
            let (status, refusals) = refused(error, "state")?;
            let asked = (PageRequest::new(None, None)?, Filter::default());
            render(&ctx, &postman, caller, shell, asked, (status, form, refusals)).await
        }
    }
}

/// POST /mail/retries
pub async fn retry_failed(ctx: Data<Context>, caller: Caller, shell: Shell, _: Form) -> PageResult {
    let now = ctx.now();
    let count = ctx.db.write(move |conn| actions::retry_failed(conn, &caller, now)).await?;
    let note = Message::new("mail-retried-failed").with("count", count as i64);
    Ok(redirect_with("/mail", shell.lang, &note))
}
