//! The small forms of a record: move to another stage, settle a warning with a reason, adopt one of several totals,
//! void. Each starts from the version that was shown; whatever is refused is said on the record's own page.

use super::record::show;
use super::record_page::Refused;
use super::request::version;
use crate::context::Context;
use crate::db::Conn;
use crate::features::projects::actions::{self, Because};
use crate::features::projects::input::from_form;
use crate::features::projects::model::Source;
use crate::features::projects::model::stage::stage_name;
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, redirect_with};
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

/// What every deed on a record receives.
struct Asked<'a> {
    conn: &'a mut Conn,
    caller: &'a Caller,
    /// The project, and its version as shown.
    at: (i64, Option<i64>),
    form: &'a Form,
    now: Instant,
    today: NaiveDate,
}

impl Asked<'_> {
    fn reason(&self) -> Option<String> {
        self.form.text("reason").map(str::to_owned)
    }
}

/// POST /projects/{id}/stage: with the stage come the facts that it asks for and the record lacked.
pub async fn stage(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    act(&ctx, caller, shell, *id, form, "stage", |asked| {
        let (source, because) = (Source::person(&asked.caller.name), Because::from(asked.reason()));
        let project = actions::edit(
            asked.conn,
            asked.caller,
            asked.at,
            &source,
            (asked.now, asked.today),
            |base, book| Ok((from_form(asked.form)?.apply(base, book)?, because)),
        )?;
        let stage = project.facts.stage.map_or_else(|| "projects-unknown".into(), stage_name);
        Ok(Message::new("projects-advanced").with_message("stage", stage))
    })
    .await
}

/// POST /projects/{id}/void
pub async fn void(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>, form: Form) -> PageResult {
    act(&ctx, caller, shell, *id, form, "void", |asked| {
        let reason = asked.form.raw("reason");
        actions::void(asked.conn, asked.caller, asked.at, reason, asked.now, asked.today)?;
        Ok("projects-voided-note".into())
    })
    .await
}

/// POST /projects/{id}/justifications
pub async fn justify(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let field = form.raw("field").to_owned();
    act(&ctx, caller, shell, *id, form, &field, |asked| {
        let (field, reason) = (asked.form.raw("field"), asked.form.raw("reason"));
        actions::justify(asked.conn, asked.caller, asked.at, field, reason, asked.now, asked.today)?;
        Ok("projects-justified".into())
    })
    .await
}

/// POST /projects/{id}/amounts/{amount}: this statement becomes the total.
pub async fn adopt(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (id, amount) = path.into_inner();
    act(&ctx, caller, shell, id, form, "amounts", move |asked| {
        let reason = asked.reason();
        actions::adopt(asked.conn, asked.caller, asked.at, amount, reason, asked.now, asked.today)?;
        Ok("projects-adopted".into())
    })
    .await
}

/// Runs a deed and goes back to the record with its note; a refusal is shown there, at the form `name`.
async fn act(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    id: i64,
    form: Form,
    name: &str,
    deed: impl FnOnce(Asked<'_>) -> Result<Message> + Send + 'static,
) -> PageResult {
    let (now, version) = (ctx.now(), Some(version(&form)?));
    let today = local_date(now, ctx.zone);
    let (who, typed) = (caller.clone(), form.clone());
    let done = ctx
        .db
        .write(move |conn| deed(Asked { conn, caller: &who, at: (id, version), form: &typed, now, today }))
        .await;
    let (errors, conflict) = match done {
        Ok(note) => return Ok(redirect_with(&format!("/projects/{id}"), shell.lang, &note)),
        Err(Error::Invalid(errors)) => (errors, None),
        Err(Error::Conflict(why)) => (Vec::new(), Some(why)),
        Err(Error::Stale { .. }) => (Vec::new(), Some(Message::new("projects-deed-stale"))),
        Err(other) => return Err(other.into()),
    };
    show(ctx, caller, shell, id, Some(Refused { form: name.to_owned(), typed: form, errors, conflict })).await
}
