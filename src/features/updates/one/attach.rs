//! Sending and voiding what is attached to a report, from its form.

use super::papers::{PHOTO, PHOTO_FILE, SCAN, SCAN_FILE, attached, read, voided};
use super::show::{Refused, month, project, render};
use crate::context::Context;
use crate::db::Conn;
use crate::features::updates::at::At;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
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
    let done = match read((&ctx, &caller, &at), (kind, id, period), upload).await {
        Ok(file) => {
            let deed = move |conn: &mut Conn| {
                attached(conn, &context, &by, (kind, id, period), (&file, &when)).map(drop)
            };
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    answer(&ctx, at, caller, shell, (kind, id, period), done.map(|()| "updates-one-attached")).await
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
    let (by, reason, when) = (caller.clone(), form.text("reason").map(str::to_owned), at.clone());
    let done =
        ctx.db.write(move |conn| voided(conn, &by, (kind, id, period), (file, reason.as_deref()), &when));
    answer(&ctx, at, caller, shell, (kind, id, period), done.await.map(|()| "updates-one-void-done")).await
}

/// Back to the form: with a note, or with what was refused.
async fn answer(
    ctx: &Context,
    at: At,
    caller: Caller,
    shell: Shell,
    (kind, id, period): (&'static str, i64, Period),
    done: Result<&'static str>,
) -> PageResult {
    let (place, field) = if kind == PHOTO { ("photos", PHOTO_FILE) } else { ("scans", SCAN_FILE) };
    let (status, mut errors) = match done {
        Ok(note) => {
            let to = format!("/projects/{id}/report?period={period}#{place}");
            return Ok(redirect_with(&to, shell.lang, &Message::new(note)));
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("file", why)]),
        Err(other) => return Err(other.into()),
    };
    // The page has a field for either kind of file.
    for error in &mut errors {
        field.clone_into(&mut error.field);
    }
    let refused = Refused { status: Some(status), errors, ..Refused::default() };
    render(ctx, caller, shell, (id, period), at, refused).await
}
