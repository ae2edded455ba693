//! POST /projects/{id}/report: hands the form in, keeps it as a draft, or says that nothing moved.

use super::input::{Wish, read};
use super::show::{Refused, month, project, render};
use crate::context::Context;
use crate::db::Conn;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::desk;
use crate::features::updates::model::UpdateState;
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, redirect, redirect_with};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

/// POST /projects/{id}/report
pub async fn submit(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let by_itself = request.headers().contains_key("x-fragment");
    let (id, period, wish) = (project(&id)?, month(form.text("period"), &at)?, Wish::of(&form));
    desk::ready(&ctx, period, &at).await?;
    let (by, when) = (caller.clone(), at.clone());
    let version = form.text("version").and_then(|text| text.parse().ok());
    let done = match read(&form, period, wish) {
        Ok(new) => {
            let deed = move |conn: &mut Conn| {
                let based = based(conn, &by, (id, period), version)?;
                actions::report(conn, &by, id, &new, based, &when).map(drop)
            };
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    let (status, errors) = match done {
        Ok(()) if wish == Wish::Draft && by_itself => {
            // It saved itself: the page tells when, and no note waits for the next page.
            return Ok(redirect(&address(id, period)));
        }
        Ok(()) if wish == Wish::Draft => {
            let note = Message::new("updates-one-draft-kept");
            return Ok(redirect_with(&address(id, period), shell.lang, &note));
        }
        Ok(()) => {
            let note = Message::new("updates-sent").with("count", 1);
            return Ok(redirect_with(&format!("/updates?period={period}"), shell.lang, &note));
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("report", why)]),
        Err(Error::Stale { .. }) => {
            let told = if by_itself { "updates-one-overtaken-itself" } else { "updates-one-overtaken" };
            (StatusCode::CONFLICT, vec![FieldError::new("report", told)])
        }
        Err(Error::NotFound) => {
            let when = at.clone();
            ctx.db.write(move |conn| actions::refuse(conn, &caller, id, &when)).await?;
            return Err(Error::NotFound.into());
        }
        Err(other) => return Err(other.into()),
    };
    let refused = Refused { status: Some(status), form, errors, by_itself };
    render(&ctx, caller, shell, (id, period), at, refused).await
}

fn address(id: i64, period: Period) -> String {
    format!("/projects/{id}/report?period={period}")
}

/// The version that the form goes on from. One's own draft is never stale to its writer, since the form saves itself
/// while she types; a draft that somebody else began after the form was opened is.
fn based(
    conn: &mut Conn,
    caller: &Caller,
    (id, period): (i64, Period),
    version: Option<i64>,
) -> Result<Option<i64>> {
    let open = store::open_one(conn, id, period)?;
    Ok(match open {
        Some(open) if open.state == UpdateState::Draft && open.written_by == caller.id => None,
        Some(_) => Some(version.unwrap_or(0)),
        None => None,
    })
}
