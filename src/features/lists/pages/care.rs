//! Deeds that take something back on a list's page: letting a city in no longer, taking back a list opened by mistake.

use super::Asked;
use super::deeds::finish;
use crate::context::Context;
use crate::features::lists::actions;
use crate::features::lists::input::{CancelBody, UnlockEndBody};
use crate::features::reference;
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, redirect_with};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

/// POST /lists/{quarter}/unlocks/end
pub async fn end_unlock(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, ender) = (ctx.now(), asked.quarter, caller.clone());
    let parsed = UnlockEndBody::of_form(&form).checked();
    let lang = shell.lang;
    let outcome = async {
        let new = parsed?;
        let city = new.city;
        let end = move |conn: &mut _| {
            actions::end_unlock(conn, &ender, quarter, &new, now)?;
            reference::book(conn)
        };
        let book = ctx.db.write(end).await?;
        Ok(Message::new("lists-unlock-ended").with("city", book.short_name(lang, city)))
    };
    let done = outcome.await;
    finish(&ctx, caller, shell, asked, form, done).await
}

/// POST /lists/{quarter}/cancellation
pub async fn cancel(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, canceller) = (ctx.now(), asked.quarter, caller.clone());
    let parsed = CancelBody::of_form(&form).checked();
    let outcome = async {
        let reason = parsed?;
        ctx.db.write(move |conn| actions::cancel(conn, &canceller, quarter, &reason, now)).await
    };
    match outcome.await {
        // There is no page of this list to come back to.
        Ok(()) => {
            let note = Message::new("lists-cancelled").with("quarter", quarter);
            Ok(redirect_with("/lists", shell.lang, &note))
        }
        Err(refused) => finish(&ctx, caller, shell, asked, form, Err(refused)).await,
    }
}
