//! What is done with the forms of a segment: a judgement, an enterprise, a target. What is refused comes back on the form.

use super::forms::{What, shown};
use crate::context::Context;
use crate::db::Conn;
use crate::features::chains::{self, JudgeBody};
use crate::features::enterprises::{self, EnterpriseBody, PositionBody};
use crate::features::targets::{self, TargetBody};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, redirect_with, refused};
use actix_web::web::{Data, Path};
use std::collections::BTreeSet;

/// POST /atlas/{chain}/segments/{segment}/judge
pub async fn judge(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (of, now, by) = (*path, ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match judging(&form) {
        Ok(new) => {
            let work = move |conn: &mut Conn| {
                its_own(conn, of)?;
                chains::judge(conn, &by, of.1, new, when)
            };
            ctx.db.write(work).await
        }
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, (What::Judge, path.into_inner()), (form, done)).await
}

fn judging(form: &Form) -> Result<chains::Judging> {
    let body = JudgeBody {
        place: form.place("place")?,
        strength: form.word("strength", "atlas-strength-unknown")?,
        evidence: form.raw("evidence").to_owned(),
        source: form.text("source").map(str::to_owned),
        verified_on: form.text("verified_on").map(str::to_owned),
    };
    body.checked()
}

/// POST /atlas/{chain}/segments/{segment}/enterprises
pub async fn enterprise(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (of, now, by) = (*path, ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match entering(&form, path.1) {
        Ok(new) => {
            let work = move |conn: &mut Conn| {
                its_own(conn, of)?;
                enterprises::add(conn, &by, new, when).map(|_| ())
            };
            ctx.db.write(work).await
        }
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, (What::Enterprise, path.into_inner()), (form, done)).await
}

fn entering(form: &Form, segment_id: i64) -> Result<enterprises::Entering> {
    let text = |name: &str| form.text(name).map(str::to_owned);
    let role = form.word("role", "enterprises-role-unknown")?;
    let verified_on = text("verified_on");
    let position =
        PositionBody { segment_id, role, source: text("source"), verified_on: verified_on.clone() };
    let body = EnterpriseBody {
        name: Some(form.raw("name").to_owned()),
        place: form.place("place")?,
        products: Some(text("products")),
        credit_code: Some(text("credit_code")),
        park_id: Some(form.number("park_id")?),
        source: Some(text("source")),
        verified_on,
        positions: Some(vec![position]),
        ..EnterpriseBody::default()
    };
    body.checked(true)
}

/// POST /atlas/{chain}/segments/{segment}/targets
pub async fn target(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (of, now, by) = (*path, ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match aiming(&form, path.1) {
        Ok(new) => {
            let work = move |conn: &mut Conn| {
                its_own(conn, of)?;
                targets::add(conn, &by, new, when).map(|_| ())
            };
            ctx.db.write(work).await
        }
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, (What::Target, path.into_inner()), (form, done)).await
}

fn aiming(form: &Form, segment_id: i64) -> Result<targets::Aiming> {
    let text = |name: &str| form.text(name).map(str::to_owned);
    let body = TargetBody {
        segment_id: Some(segment_id),
        name: Some(form.raw("name").to_owned()),
        place: form.place("place")?,
        priority: form.word("priority", "targets-priority-unknown")?,
        reasons: Some(form.raw("reasons").to_owned()),
        home: Some(text("home")),
        products: Some(text("products")),
        credit_code: Some(text("credit_code")),
        land_mu: Some(form.number("land_mu")?),
        energy_tce: Some(form.number("energy_tce")?),
        source: Some(text("source")),
        verified_on: text("verified_on"),
        ..TargetBody::default()
    };
    body.checked(true)
}

/// A segment that an address names under a chain is one of it.
fn its_own(conn: &mut Conn, (chain, segment): (i64, i64)) -> Result<()> {
    if chains::segment(conn, segment)?.chain_id == chain { Ok(()) } else { Err(Error::NotFound) }
}

/// On to the segment, or back to the form with what was refused.
async fn done_or_back(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (what, (chain, segment)): (What, (i64, i64)),
    (form, done): (Form, Result<()>),
) -> PageResult {
    match done {
        Ok(()) => {
            let place = form.text("place").map(|place| format!("?place={place}"));
            // An enterprise may sit in a county; the page is about its city.
            let place = place.filter(|_| !matches!(what, What::Enterprise)).unwrap_or_default();
            let to = format!("/atlas/{chain}/segments/{segment}{place}");
            Ok(redirect_with(&to, shell.lang, &Message::new("atlas-saved")))
        }
        Err(error) => {
            let mut refused = refused(error, "place")?;
            // The form has one position, whose facts are its own.
            let mut seen = BTreeSet::new();
            refused.1 = std::mem::take(&mut refused.1)
                .into_iter()
                .map(|error| FieldError { field: error.field.replace("positions[0].", ""), ..error })
                .filter(|error| seen.insert(error.field.clone()))
                .collect();
            shown(ctx, caller, shell, (what, (chain, segment)), (form, refused)).await
        }
    }
}
