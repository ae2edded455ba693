//! A form that was posted on a list's page: who does the deed, to which list, and what the page needs afterwards. Done,
//! the page comes back as it was (filters included) with a note; refused, it comes back with what was typed and the
//! reason, beside the row or field that refused.

use super::{Asked, Refused, render};
use crate::context::Context;
use crate::db::Conn;
use crate::features::lists::batch::STALE;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageError, PageResult, Shell, redirect_with};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;
use std::pin::Pin;

/// The form with its page; a handler's only argument.
pub struct Posted {
    pub ctx: Data<Context>,
    pub shell: Shell,
    pub form: Form,
    caller: Caller,
    asked: Asked,
}

/// Who does something to which list, and when.
pub struct Doer {
    pub caller: Caller,
    pub quarter: Quarter,
    pub now: Instant,
    /// The day of `now` in the business zone.
    pub today: NaiveDate,
}

impl Posted {
    /// The list whose page it is.
    pub fn quarter(&self) -> Quarter {
        self.asked.quarter
    }

    /// Does a deed in one transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        deed: impl FnOnce(&mut Conn, &Doer) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let now = self.ctx.now();
        let today = local_date(now, self.ctx.zone);
        let doer = Doer { caller: self.caller.clone(), quarter: self.asked.quarter, now, today };
        self.ctx.db.write(move |conn| deed(conn, &doer)).await
    }

    /// Back to the page: with a note, or with the refusal.
    pub async fn finish(self, done: Result<Message>) -> PageResult {
        let Self { ctx, shell, form, caller, asked } = self;
        let (status, errors) = match done {
            Ok(note) => return Ok(redirect_with(&asked.url.href(), shell.lang, &note)),
            Err(Error::Invalid(errors)) if errors.iter().any(|error| error.message.id == STALE) => {
                (StatusCode::CONFLICT, errors)
            }
            Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
            Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("publish", why)]),
            Err(other) => return Err(other.into()),
        };
        render(&ctx, caller, shell, asked, Refused { status: Some(status), errors, form }).await
    }
}

impl FromRequest for Posted {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = <(Data<Context>, Caller, Shell, Path<String>, Form)>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let (ctx, caller, shell, path, form) = parts.await?;
            let asked = Asked::of(&path, &request).map_err(PageError)?;
            Ok(Self { ctx, shell, form, caller, asked })
        })
    }
}
