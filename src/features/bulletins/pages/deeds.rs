//! Publishing and correcting from the page: done, or the page again with what was refused and the words that were typed.

use super::{Asked, render};
use crate::config;
use crate::context::Context;
use crate::features::bulletins::actions;
use crate::features::bulletins::input::{CorrectBody, PublishBody, period_of};
use crate::features::updates::At;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, redirect_with};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

/// POST /bulletins/{period}/publish
pub async fn publish(
    ctx: Data<Context>,
    at: At,
    rule: Data<config::Bulletins>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    form: Form,
) -> PageResult {
    let period = period_of(&path)?;
    let done = async {
        let new = PublishBody::of_form(&form).checked()?;
        let (person, when, word) = (caller.clone(), at.clone(), rule.word.clone());
        let deed = move |conn: &mut _| actions::publish(conn, &person, period, &new, (&word, &when));
        let version = ctx.db.write(deed).await?;
        Ok(Message::new("bulletins-published").with("number", version.number))
    };
    let asked = |refused| Asked { period, version: None, posted: form.clone(), refused };
    match outcome(done.await)? {
        Ok(note) => Ok(redirect_with(&format!("/bulletins/{period}"), shell.lang, &note)),
        Err((status, refused)) => render(&ctx, (at, &rule), caller, shell, asked(refused), status).await,
    }
}

/// POST /bulletins/{period}/corrections
pub async fn correct(
    ctx: Data<Context>,
    at: At,
    rule: Data<config::Bulletins>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    form: Form,
) -> PageResult {
    let period = period_of(&path)?;
    let done = async {
        let new = CorrectBody::of_form(&form)?.checked()?;
        let (person, when) = (caller.clone(), at.clone());
        let deed = move |conn: &mut _| actions::correct(conn, &person, period, &new, &when);
        let version = ctx.db.write(deed).await?;
        Ok(Message::new("bulletins-corrected").with("version", version.version))
    };
    let asked = |refused| Asked { period, version: None, posted: form.clone(), refused };
    match outcome(done.await)? {
        Ok(note) => Ok(redirect_with(&format!("/bulletins/{period}"), shell.lang, &note)),
        Err((status, refused)) => render(&ctx, (at, &rule), caller, shell, asked(refused), status).await,
    }
}

type Refused = (StatusCode, Vec<FieldError>);

/// What the page can tell stays on the page; everything else is an answer of its own.
fn outcome(done: Result<Message>) -> Result<std::result::Result<Message, Refused>> {
    match done {
        Ok(note) => Ok(Ok(note)),
        Err(Error::Invalid(fields)) => Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, fields))),
        Err(Error::Conflict(why)) => Ok(Err((StatusCode::CONFLICT, vec![FieldError::new("deed", why)]))),
        Err(other) => Err(other),
    }
}
