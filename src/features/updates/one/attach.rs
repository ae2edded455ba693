//! Sending and voiding what is attached to a report, from its form.

use super::papers::{PHOTO, SCAN, attached, read, subject};
use super::show::{Refused, month, project, render};
use crate::context::Context;
use crate::db::Conn;
use crate::features::files;
use crate::features::projects;
use crate::features::updates::at::At;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, PageResult, Shell, Upload, redirect_with};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

fn kind_of(named: &str) -> Result<&'static str> {
    match named {
        "photo" => Ok(PHOTO),
        "scan" => Ok(SCAN),
        _ => Err(Error::NotFound),
    }
}

/// POST /projects/{id}/report/{kind}
pub async fn attach(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    upload: Upload,
) -> PageResult {
    let (id, kind) = path.into_inner();
    let (id, kind) = (project(&id)?, kind_of(&kind)?);
    let period = month(upload.fields.text("period"), &at)?;
    let (by, context, when) = (caller.clone(), ctx.clone(), at.clone());
    let done = match read((&ctx, &caller), (kind, id, period), upload).await {
        Ok(file) => {
            let deed = move |conn: &mut Conn| {
                attached(conn, &context, &by, (kind, id, period), (&file, &when)).map(drop)
            };
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    answer(&ctx, at, caller, shell, (id, period), done.map(|()| "updates-one-attached")).await
}

/// POST /projects/{id}/report/{kind}/{file}/void
pub async fn void(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String, i64)>,
    form: Form,
) -> PageResult {
    let (id, kind, file) = path.into_inner();
    let (id, kind) = (project(&id)?, kind_of(&kind)?);
    let period = month(form.text("period"), &at)?;
    let (by, reason, now) = (caller.clone(), form.text("reason").map(str::to_owned), at.now);
    let done = ctx.db.write(move |conn| {
        by.must(Deed::WriteUpdates)?;
        let division = projects::project(conn, &by.scope, id, period.year())?.facts.division;
        let own = files::of_subject(conn, &by.scope, &subject(kind, (id, period, division)))?;
        if !own.iter().any(|one| one.id == file) {
            return Err(Error::NotFound);
        }
        files::void(conn, &by, kind, file, reason.as_deref(), now)
    });
    answer(&ctx, at, caller, shell, (id, period), done.await.map(|()| "updates-one-void-done")).await
}

/// Back to the form: with a note, or with what was refused.
async fn answer(
    ctx: &Context,
    at: At,
    caller: Caller,
    shell: Shell,
    (id, period): (i64, Period),
    done: Result<&'static str>,
) -> PageResult {
    let (status, errors) = match done {
        Ok(note) => {
            let to = format!("/projects/{id}/report?period={period}#photos");
            return Ok(redirect_with(&to, shell.lang, &Message::new(note)));
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("file", why)]),
        Err(other) => return Err(other.into()),
    };
    let refused = Refused { status: Some(status), form: Form::default(), errors };
    render(ctx, caller, shell, (id, period), at, refused).await
}
