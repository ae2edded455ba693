//! What is known of an enterprise, a target, a park, a chain or a segment is said anew on a page of its own: with what stands, on
//! the version that was seen, and back with what was typed where something was refused.

mod bodies;
mod rows;
mod stands;

use super::forms::{FormPage, label};
use crate::context::Context;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError};
use crate::kernel::message::Message;
use crate::web::{
    Caller, Form, PageResult, Refused, Shell, html_with_status, redirect_with, refused, summary,
};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use stands::stands;

/// What is said anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Enterprise(i64),
    Target(i64),
    Park(i64),
    Chain(i64),
    /// Of a chain.
    Segment(i64, i64),
    /// One more of a chain.
    NewSegment(i64),
}

impl Thing {
    fn action(self) -> String {
        match self {
            Self::Enterprise(id) => format!("/atlas/enterprises/{id}/edit"),
            Self::Target(id) => format!("/atlas/targets/{id}/edit"),
            Self::Park(id) => format!("/atlas/parks/{id}/edit"),
            Self::Chain(id) => format!("/atlas/{id}/edit"),
            Self::Segment(chain, id) => format!("/atlas/{chain}/segments/{id}/edit"),
            Self::NewSegment(chain) => format!("/atlas/{chain}/segments/new"),
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Enterprise(_) => "atlas-edit-enterprise",
            Self::Target(_) => "atlas-edit-target",
            Self::Park(_) => "atlas-edit-park",
            Self::Chain(_) => "atlas-edit-chain",
            Self::Segment(..) => "atlas-edit-segment",
            Self::NewSegment(_) => "atlas-new-segment",
        }
    }
}

/// Nothing was typed yet.
fn untouched() -> (Option<Form>, Refused) {
    (None, (StatusCode::OK, Vec::new()))
}

/// GET /atlas/enterprises/{id}/edit
pub async fn enterprise_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, Thing::Enterprise(id.into_inner()), untouched()).await
}

/// POST /atlas/enterprises/{id}/edit
pub async fn enterprise(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    posted(&ctx, caller, shell, Thing::Enterprise(id.into_inner()), form).await
}

/// GET /atlas/targets/{id}/edit
pub async fn target_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, Thing::Target(id.into_inner()), untouched()).await
}

/// POST /atlas/targets/{id}/edit
pub async fn target(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    posted(&ctx, caller, shell, Thing::Target(id.into_inner()), form).await
}

/// GET /atlas/parks/{id}/edit
pub async fn park_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, Thing::Park(id.into_inner()), untouched()).await
}

/// POST /atlas/parks/{id}/edit
pub async fn park(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>, form: Form) -> PageResult {
    posted(&ctx, caller, shell, Thing::Park(id.into_inner()), form).await
}

/// GET /atlas/{chain}/edit
pub async fn chain_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, Thing::Chain(id.into_inner()), untouched()).await
}

/// POST /atlas/{chain}/edit
pub async fn chain(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    posted(&ctx, caller, shell, Thing::Chain(id.into_inner()), form).await
}

/// GET /atlas/{chain}/segments/{segment}/edit
pub async fn segment_form(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
) -> PageResult {
    let (chain, id) = path.into_inner();
    shown(&ctx, caller, shell, Thing::Segment(chain, id), untouched()).await
}

/// POST /atlas/{chain}/segments/{segment}/edit
pub async fn segment(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (chain, id) = path.into_inner();
    posted(&ctx, caller, shell, Thing::Segment(chain, id), form).await
}

/// GET /atlas/{chain}/segments/new
pub async fn new_segment_form(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    chain: Path<i64>,
) -> PageResult {
    shown(&ctx, caller, shell, Thing::NewSegment(chain.into_inner()), untouched()).await
}

/// POST /atlas/{chain}/segments/new
pub async fn new_segment(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    chain: Path<i64>,
    form: Form,
) -> PageResult {
    posted(&ctx, caller, shell, Thing::NewSegment(chain.into_inner()), form).await
}

async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    thing: Thing,
    (typed, (status, errors)): (Option<Form>, Refused),
) -> PageResult {
    let (by, lang) = (caller.clone(), shell.lang);
    let (stands, book) = ctx
        .db
        .read(move |conn| {
            let book = reference::book(conn)?;
            Ok((stands(conn, &by, (lang, &book), thing)?, book))
        })
        .await?;
    // A form that is refused goes on where it began.
    let version =
        typed.as_ref().map_or_else(|| stands.version.to_string(), |form| form.raw("version").to_owned());
    let rows = rows::rows((lang, &book, &caller), thing, &stands, (typed.as_ref(), &errors));
    let form = FormPage {
        title: lang.t(thing.title()),
        back: stands.from.last().map(|(href, _)| href.clone()).unwrap_or_default(),
        crumbs: stands.from,
        action: thing.action(),
        version,
        rows,
        errors: summary(lang, &errors, label),
        shell,
    };
    Ok(html_with_status(status, &form))
}

async fn posted(ctx: &Context, caller: Caller, shell: Shell, thing: Thing, form: Form) -> PageResult {
    let (now, by, typed, lang) = (ctx.now(), caller.clone(), form.clone(), shell.lang);
    let when = (now, local_date(now, ctx.zone));
    let done = ctx.db.write(move |conn| {
        let book = reference::book(conn)?;
        let from = stands(conn, &by, (lang, &book), thing)?.from;
        bodies::deed(conn, &by, thing, &typed, when)?;
        Ok(from)
    });
    match done.await {
        Ok(from) => {
            let to = from.last().map_or("/atlas", |(href, _)| href);
            Ok(redirect_with(to, shell.lang, &Message::new("atlas-saved")))
        }
        Err(Error::Stale { .. }) => {
            let stale = vec![FieldError::new(first(thing), "atlas-form-stale")];
            shown(ctx, caller, shell, thing, (Some(form), (StatusCode::CONFLICT, stale))).await
        }
        Err(error) => {
            let refused = refused(error, first(thing))?;
            shown(ctx, caller, shell, thing, (Some(form), refused)).await
        }
    }
}

/// The field at which is said what is about none.
const fn first(thing: Thing) -> &'static str {
    match thing {
        Thing::Enterprise(_) | Thing::Target(_) => "name",
        Thing::Park(_) => "land_mu",
        Thing::Chain(_) => "chief",
        Thing::Segment(..) | Thing::NewSegment(_) => "name_zh",
    }
}
