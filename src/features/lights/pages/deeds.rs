//! What people do on the pages of lights: each deed answers with where it leads, or with its page as it was typed.

use super::overview::{self, Back};
use super::project;
use crate::config;
use crate::context::Context;
use crate::features::lights::actions;
use crate::features::lights::input::{AskBody, DecideBody, RulesBody};
use crate::features::lights::shine::By;
use crate::features::lights::suspension::Decision;
use crate::kernel::calendar::{local_date, period_of};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::paging::PageRequest;
use crate::web::{Caller, Form, PageResult, Reason, Shell, redirect_with, refused};
use actix_web::web::{Data, Path};

/// POST /lights/rules
pub async fn enter(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let (now, by) = (ctx.now(), caller.clone());
    let current = period_of(local_date(now, ctx.zone));
    let entered = match RulesBody::of_form(&form).and_then(|body| body.checked(current)) {
        Ok(new) => ctx.db.write(move |conn| actions::enter(conn, &by, &new, now)).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(_) => Ok(redirect_with("/lights", shell.lang, &Message::new("lights-entered"))),
        Err(error) => {
            let (status, errors) = refused(error, "state")?;
            let back = Back { form, errors, ..Back::default() };
            overview::render(&ctx, &seed, caller, shell, PageRequest::new(None, None)?, (status, back)).await
        }
    }
}

/// POST /lights/rules/{id}/withdrawal
pub async fn withdraw(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let today = local_date(now, ctx.zone);
    let withdrawn = match Reason::of_form(&form).checked() {
        Ok(reason) => {
            ctx.db.write(move |conn| actions::withdraw(conn, &by, (id, reason), (now, today))).await
        }
        Err(error) => Err(error),
    };
    match withdrawn {
        Ok(_) => Ok(redirect_with("/lights", shell.lang, &Message::new("lights-withdrawn"))),
        Err(error) => {
            let (status, errors) = refused(error, "state")?;
            let back = Back { errors, anchor: Some("rules".to_owned()), ..Back::default() };
            overview::render(&ctx, &seed, caller, shell, PageRequest::new(None, None)?, (status, back)).await
        }
    }
}

/// POST /projects/{id}/light
pub async fn ask(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let asked = match AskBody::of_form(&form).checked(when.1) {
        Ok(new) => ctx.db.write(move |conn| actions::ask(conn, &by, id, &new, when)).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(_) => {
            let note = Message::new("lights-asked");
            Ok(redirect_with(&format!("/projects/{id}/light"), shell.lang, &note))
        }
        Err(error) => project::render(&ctx, &seed, caller, shell, (id, form), refused(error, "state")?).await,
    }
}

/// POST /lights/suspensions/{id}/decision
pub async fn decide(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, zone, by, rules) = (ctx.now(), ctx.zone, caller.clone(), seed.clone());
    let decided = match read(&form) {
        Ok((based, deciding)) => {
            let deed = move |conn: &mut _| {
                actions::decide(conn, &by, (id, based), deciding, By { now, zone, seed: &rules })
            };
            ctx.db.write(deed).await
        }
        Err(error) => Err(error),
    };
    match decided {
        Ok(_) => Ok(redirect_with("/lights", shell.lang, &Message::new("lights-decided"))),
        Err(error) => {
            let (status, errors) = refused(error, "state")?;
            let back = Back { form, errors, about: Some(id), anchor: Some(format!("s{id}")) };
            overview::render(&ctx, &seed, caller, shell, PageRequest::new(None, None)?, (status, back)).await
        }
    }
}

/// The version that a decision is based on, and the decision.
fn read(form: &Form) -> Result<(i64, (Decision, Option<String>))> {
    let decision =
        form.raw("decision").parse().map_err(|_| Error::field("state", "lights-decision-unknown"))?;
    let version = form.text("version").and_then(|text| text.parse().ok());
    let version = version.ok_or_else(|| Error::field("state", "input-required"))?;
    let body = DecideBody { decision, reason: form.text("reason").map(str::to_owned) };
    Ok((version, body.checked()?))
}
