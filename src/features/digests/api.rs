//! Digests for programs.

use super::actions;
use super::model::{DigestKind, State};
use super::rules::Rules;
use super::store::{self, Copy, Issue};
use super::view::{seen_by, without_key};
use crate::context::Context;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::kernel::paging::Paged;
use crate::locales::Lang;
use crate::mail::Letter;
use crate::web::{ApiResult, Caller, IfMatch, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, approve))]
pub struct Api;

/// An issue.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DigestView {
    id: i64,
    /// `quarterly monthly`
    #[schema(value_type = String)]
    kind: DigestKind,
    /// `2026Q3` or `2026-10`
    period: String,
    /// The published list that it is bound to; null while none is published.
    #[schema(value_type = Option<String>)]
    list: Option<String>,
    /// The list's version; 0 while none is published.
    list_version: i32,
    /// The list's hash.
    hash: Option<String>,
    /// `waiting proposed approved dropped`
    #[schema(value_type = String)]
    state: State,
    /// Rises with every preparation; what If-Match carries.
    revision: i64,
    #[schema(value_type = String, format = Date)]
    due_on: NaiveDate,
    #[schema(value_type = Option<String>, format = DateTime)]
    prepared_at: Option<Instant>,
    /// When it goes without a person.
    #[schema(value_type = Option<String>, format = DateTime)]
    goes_by_itself_at: Option<Instant>,
    /// Null for what went by itself.
    approver: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    approved_at: Option<Instant>,
    /// Those that the caller may see.
    copies: Vec<CopyView>,
}

/// What a reader gets.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CopyView {
    user_id: i64,
    name: String,
    to: String,
    /// Of which places.
    scope: String,
    #[schema(value_type = String)]
    lang: Lang,
    subject: String,
    /// Name of the attached list.
    file: String,
    /// The letter's plain text; null in a list of issues.
    text: Option<String>,
    /// The letter's HTML; null in a list of issues.
    html: Option<String>,
}

impl DigestView {
    fn new(issue: Issue, copies: Vec<(Copy, Option<Letter>)>) -> Self {
        Self {
            id: issue.id,
            kind: issue.kind,
            period: issue.period,
            list: issue.quarter.map(|quarter| quarter.to_string()),
            list_version: issue.version,
            hash: issue.hash,
            state: issue.state,
            revision: issue.revision,
            due_on: issue.due_on,
            prepared_at: issue.prepared_at,
            goes_by_itself_at: issue.goes_by_itself_at,
            approver: issue.approver,
            approved_at: issue.approved_at,
            copies: copies.into_iter().map(CopyView::new).collect(),
        }
    }
}

impl CopyView {
    fn new((copy, letter): (Copy, Option<Letter>)) -> Self {
        let (text, html) = letter.map(|letter| (letter.text, letter.html)).unzip();
        Self {
            user_id: copy.user_id,
            name: copy.name,
            to: copy.address,
            scope: copy.scope,
            lang: copy.lang,
            subject: copy.subject,
            file: copy.file_name,
            text,
            html: html.flatten(),
        }
    }
}

/// The issues, the newest first.
#[utoipa::path(
    get, path = "/api/v1/digests", tag = "digests",
    params(
        ("page" = Option<i64>, Query, description = "From 1"),
        ("per_page" = Option<i64>, Query, description = "At most 500"),
    ),
    responses((status = 200, body = Paged<DigestView>))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, request: HttpRequest) -> ApiResult {
    let (page, seen) = (query(&request)?.page()?, seen_by(&caller)?);
    let (found, mut copies) = ctx
        .db
        .read(move |conn| {
            let found = store::page(conn, page)?;
            let ids: Vec<i64> = found.items.iter().map(|issue| issue.id).collect();
            Ok((found, store::copies_of(conn, &seen, &ids)?))
        })
        .await?;
    let items = found
        .items
        .into_iter()
        .map(|issue| {
            let of = copies.remove(&issue.id).unwrap_or_default();
            DigestView::new(issue, of.into_iter().map(|copy| (copy, None)).collect())
        })
        .collect();
    Ok(HttpResponse::Ok().json(Paged::new(items, found.total, page)))
}

/// One issue with the letters that it sends, as far as the caller may see them.
#[utoipa::path(
    get, path = "/api/v1/digests/{id}", tag = "digests", params(("id" = i64, Path)),
    responses((status = 200, body = DigestView))
)]
pub async fn show(ctx: Data<Context>, caller: Caller, id: Path<String>) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let seen = seen_by(&caller)?;
    let view = ctx.db.read(move |conn| {
        let issue = store::one(conn, id)?;
        let mut copies = Vec::new();
        for copy in store::copies_of(conn, &seen, &[id])?.remove(&id).unwrap_or_default() {
            let letter = store::copy(conn, &seen, (id, copy.user_id))?.1;
            copies.push((copy, Some(without_key(&seen, letter))));
        }
        Ok(DigestView::new(issue, copies))
    });
    Ok(HttpResponse::Ok().json(view.await?))
}

/// Approves an issue as it was looked at; each reader's letter is posted.
#[utoipa::path(
    post, path = "/api/v1/digests/{id}/approve", tag = "digests",
    params(("id" = i64, Path), ("If-Match" = String, Header, description = "The issue's revision")),
    responses(
        (status = 200, body = DigestView),
        (status = 409, description = "It does not wait for approval, or was prepared anew since"),
        (status = 428, description = "Without If-Match"),
    )
)]
pub async fn approve(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    id: Path<String>,
    revision: IfMatch,
) -> ApiResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, rules, seen) = (ctx.now(), rules.as_ref().clone(), seen_by(&caller)?);
    let done = ctx.db.write(move |conn| {
        let issue = actions::approve(conn, &caller, &rules, (id, revision.0), now)?;
        let copies = store::copies_of(conn, &seen, &[id])?.remove(&id).unwrap_or_default();
        Ok(DigestView::new(issue, copies.into_iter().map(|copy| (copy, None)).collect()))
    });
    Ok(HttpResponse::Ok().json(done.await?))
}
