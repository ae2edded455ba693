//! Deeds done on a list's page. Done, the page comes back as it was (filters included) with a note; refused, it comes
//! back with what was typed and the reason, beside the row or field that refused.

use super::{Asked, Refused, render};
use crate::context::Context;
use crate::features::lists::actions;
use crate::features::lists::batch::{self, Chosen, STALE};
use crate::features::lists::input::{
    DecideBody, Deciding, JustifyBody, PublishBody, StateBody, UnlockBody, ids,
};
use crate::features::lists::model::{Decision, ListState};
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, redirect_with};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

/// POST /lists/{quarter}/nominations
pub async fn nominate(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, nominator) = (ctx.now(), asked.quarter, caller.clone());
    let at = (now, local_date(now, ctx.zone));
    let chosen = projects(&form);
    let outcome = async {
        let chosen = chosen?;
        ctx.db.write(move |conn| batch::nominate_all(conn, &nominator, quarter, &chosen, at)).await
    };
    let done = outcome.await.map(|count| Message::new("lists-nominated").with("count", count));
    finish(&ctx, caller, shell, asked, form, done).await
}

/// POST /lists/{quarter}/decisions
pub async fn decide(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, decider) = (ctx.now(), asked.quarter, caller.clone());
    let parsed = decision(&form);
    let outcome = async {
        let (chosen, new) = parsed?;
        let decision = new.decision;
        let count =
            ctx.db.write(move |conn| batch::decide_all(conn, &decider, quarter, &chosen, &new, now)).await?;
        Ok(Message::new(match decision {
            Decision::Accept => "lists-accepted",
            Decision::Return => "lists-returned",
            Decision::Decline => "lists-declined",
            Decision::Withdraw => "lists-withdrawn",
            Decision::Continue => "lists-continued",
            Decision::Graduate => "lists-graduated",
            Decision::Drop => "lists-dropped",
            Decision::Merge => "lists-merged",
            Decision::Split => "lists-split",
        })
        .with("count", count))
    };
    let done = outcome.await;
    finish(&ctx, caller, shell, asked, form, done).await
}

/// POST /lists/{quarter}/state
pub async fn move_to(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, mover) = (ctx.now(), asked.quarter, caller.clone());
    let parsed = StateBody::of_form(&form).and_then(StateBody::checked);
    let outcome = async {
        let (state, reason) = parsed?;
        let head =
            ctx.db.write(move |conn| actions::move_to(conn, &mover, quarter, state, reason, now)).await?;
        Ok(Message::new(match head.state {
            ListState::Reviewing => "lists-moved-reviewing",
            ListState::Collecting | ListState::Published => "lists-moved-collecting",
        }))
    };
    let done = outcome.await;
    finish(&ctx, caller, shell, asked, form, done).await
}

/// POST /lists/{quarter}/publish
pub async fn publish(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, publisher) = (ctx.now(), asked.quarter, caller.clone());
    let today = local_date(now, ctx.zone);
    let body = PublishBody {
        number: form.raw("number").to_owned(),
        reason: form.text("publish-reason").map(str::to_owned),
    };
    let outcome = async {
        let new = body.checked()?;
        let version =
            ctx.db.write(move |conn| actions::publish(conn, &publisher, quarter, &new, now, today)).await?;
        Ok(Message::new("lists-published").with("number", version.number))
    };
    // The page has another reason, that of a decision; and what the whole list refuses stands with this form.
    let done = outcome.await.map_err(|error| renamed(error, "reason", "publish-reason"));
    finish(&ctx, caller, shell, asked, form, done).await
}

/// POST /lists/{quarter}/unlocks
pub async fn unlock(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, granter) = (ctx.now(), asked.quarter, caller.clone());
    let parsed = UnlockBody::of_form(&form).checked(ctx.zone);
    let (zone, lang) = (ctx.zone, shell.lang);
    let outcome = async {
        let new = parsed?;
        let (unlock, book) = ctx
            .db
            .write(move |conn| {
                let unlock = actions::unlock(conn, &granter, quarter, &new, now)?;
                Ok((unlock, reference::book(conn)?))
            })
            .await?;
        let city = book.short_name(lang, unlock.city);
        Ok(Message::new("lists-unlocked").with("city", city).with("until", unlock.until.local_text(zone)))
    };
    let done = outcome.await.map_err(|error| renamed(error, "reason", "unlock-reason"));
    finish(&ctx, caller, shell, asked, form, done).await
}

/// POST /lists/{quarter}/justifications
pub async fn justify(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
    form: Form,
) -> PageResult {
    let asked = Asked::of(&path, &request)?;
    let (now, quarter, author) = (ctx.now(), asked.quarter, caller.clone());
    let unread = |_| Error::field("project_id", "input-whole-number");
    let project = form.raw("project_id").parse::<i64>().map_err(unread);
    let parsed = JustifyBody::of_form(&form).and_then(JustifyBody::checked);
    let outcome = async {
        let (project, new) = (project?, parsed?);
        ctx.db.write(move |conn| actions::justify(conn, &author, quarter, project, &new, now)).await?;
        Ok(Message::new("lists-justified"))
    };
    let done = outcome.await;
    finish(&ctx, caller, shell, asked, form, done).await
}

/// Several forms of one page have a field of this name.
fn renamed(error: Error, from: &str, to: &str) -> Error {
    match error {
        Error::Invalid(mut fields) => {
            for field in fields.iter_mut().filter(|field| field.field == from) {
                to.clone_into(&mut field.field);
            }
            Error::Invalid(fields)
        }
        other => other,
    }
}

/// The projects of check boxes, or the one whose own button was pressed.
fn projects(form: &Form) -> Result<Vec<i64>> {
    let number = |text: &str| text.parse().map_err(|_| Error::field("chosen", "lists-batch-unreadable"));
    match form.text("only") {
        Some(only) => Ok(vec![number(only)?]),
        None => form.all("project").iter().map(|text| number(text)).collect(),
    }
}

/// What is decided about which: the button of one row (`accept:12:3`, with that row's reason) or the button below with
/// all ticked rows.
fn decision(form: &Form) -> Result<(Vec<Chosen>, Deciding)> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let unreadable = || Error::field("chosen", "lists-batch-unreadable");
    if let Some(one) = form.text("one") {
        let (word, chosen) = one.split_once(':').ok_or_else(unreadable)?;
        let chosen = Chosen::parse(chosen)?;
        let decision = word.parse().map_err(|_| unreadable())?;
        let reason = owned(form.text(&format!("reason-{}", chosen.project_id)));
        let into = ids(form.raw(&format!("into-{}", chosen.project_id)))?;
        let new = DecideBody { decision, reason, into, class: None }.checked();
        return Ok((vec![chosen], new.map_err(|error| at_row(error, chosen.project_id))?));
    }
    let chosen = form.all("chosen").iter().map(|text| Chosen::parse(text)).collect::<Result<_>>()?;
    Ok((chosen, DecideBody::of_form(form)?.checked()?))
}

/// A refusal of one row's own reason leads to that row.
fn at_row(error: Error, project_id: i64) -> Error {
    match error {
        Error::Invalid(fields) => Error::Invalid(
            fields
                .into_iter()
                .map(|field| FieldError::new(format!("project-{project_id}"), field.message))
                .collect(),
        ),
        other => other,
    }
}

/// Back to the page: with a note, or with the refusal.
pub(super) async fn finish(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    asked: Asked,
    form: Form,
    done: Result<Message>,
) -> PageResult {
    let (status, errors) = match done {
        Ok(note) => return Ok(redirect_with(&asked.url.href(), shell.lang, &note)),
        Err(Error::Invalid(errors)) if errors.iter().any(|error| error.message.id == STALE) => {
            (StatusCode::CONFLICT, errors)
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("publish", why)]),
        Err(other) => return Err(other.into()),
    };
    render(ctx, caller, shell, asked, Refused { status: Some(status), errors, form }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_button_of_a_row_decides_that_row_alone_with_its_own_reason() {
        let posted = form(&[
            ("one", "return:12:3"),
            ("reason-12", "投资额依据不足"),
            ("reason", "另一个理由"),
            ("chosen", "7:1"),
        ]);
        let (chosen, new) = decision(&posted).unwrap();
        assert_eq!(chosen, [Chosen { project_id: 12, version: 3 }]);
        assert_eq!((new.decision, new.reason.as_deref()), (Decision::Return, Some("投资额依据不足")));
    }

    #[test]
    fn the_buttons_below_decide_every_ticked_row() {
        let posted = form(&[("decision", "accept"), ("chosen", "7:1"), ("chosen", "8:2")]);
        assert_eq!(decision(&posted).unwrap().0.len(), 2);
        assert_eq!(projects(&form(&[("project", "3"), ("project", "4")])).unwrap(), [3, 4]);
        assert_eq!(projects(&form(&[("only", "9"), ("project", "4")])).unwrap(), [9]);
    }

    #[test]
    fn a_missing_reason_leads_to_the_row_that_needs_it() {
        let Err(Error::Invalid(fields)) = decision(&form(&[("one", "decline:12:3")])) else { panic!() };
        assert_eq!(fields[0].field, "project-12");
        for foreign in ["accept", "accept:1", "praise:1:2"] {
            assert!(decision(&form(&[("one", foreign)])).is_err(), "{foreign}");
        }
    }
}
