//! Stopping digests by the link in one: a GET shows a page with a button and changes nothing, since scanners of links fetch
//! it; a POST stops them, from the button or from the mail program itself (RFC 8058), which has no session and no token.

use crate::context::Context;
use crate::features::accounts::{SignInPolicy, User, count_strange};
use crate::features::digests::actions;
use crate::kernel::error::Result;
use crate::web::{PageResult, Shell, address, html_with_status};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/digests/templates/stop.html")]
struct StopPage {
    shell: Shell,
    token: String,
    /// Whose they are: whoever looks at a letter before it is sent may have followed the link.
    name: String,
    standing: Standing,
}

/// What the page says.
#[derive(PartialEq, Eq)]
enum Standing {
    /// It can be stopped.
    Open,
    /// It was stopped.
    Stopped,
    /// The link is none of ours.
    Altered,
}

/// GET /mail/stop/{token}
pub async fn stop_form(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    shell: Shell,
    token: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let token = token.into_inner();
    let asked = token.clone();
    let found = ctx.db.read(move |conn| actions::reader_of(conn, &asked)).await?;
    answer(&ctx, &policy, shell, (token, found, Standing::Open), &request).await
}

/// POST /mail/stop/{token}
pub async fn stop(
    ctx: Data<Context>,
    policy: Data<SignInPolicy>,
    shell: Shell,
    token: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let (token, now) = (token.into_inner(), ctx.now());
    let asked = token.clone();
    let found = ctx.db.write(move |conn| actions::stop_by_link(conn, &asked, now)).await?;
    answer(&ctx, &policy, shell, (token, found, Standing::Stopped), &request).await
}

async fn answer(
    ctx: &Context,
    policy: &SignInPolicy,
    mut shell: Shell,
    (token, found, standing): (String, Option<User>, Standing),
    request: &HttpRequest,
) -> PageResult {
    let Some(user) = found else {
        refuse_many(ctx, policy, request).await?;
        let page = StopPage { shell, token, name: String::new(), standing: Standing::Altered };
        return Ok(html_with_status(StatusCode::NOT_FOUND, &page));
    };
    // Whoever has no session here reads it in the language of the letter.
    if shell.caller.is_none() && request.query_string().is_empty() {
        shell.lang = user.lang;
    }
    Ok(html_with_status(StatusCode::OK, &StopPage { shell, token, name: user.name, standing }))
}

/// Altered links are counted like wrong passwords: an address that tries many is sent away for a while.
async fn refuse_many(ctx: &Context, policy: &SignInPolicy, request: &HttpRequest) -> Result<()> {
    count_strange(ctx, *policy, address::of(request)).await
}
