//! The bulletin to be taken away: the workbook, or JSON. Of a whole published bulletin JSON is exactly the bytes that were
//! hashed; of anything else a file of another schema that says so.

use super::document::Row;
use super::edition::{Edition, Which};
use super::input::{period_of, version};
use super::sheet::workbook;
use super::store;
use super::words::Words;
use crate::context::Context;
use crate::features::reference;
use crate::features::updates::{self, At};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::{ApiResult, Caller, Lang, PageResult, Shell, attachment, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context as _;
use serde_json::json;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET /bulletins/{period}/export.{format}
pub async fn page(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> PageResult {
    Ok(download(&ctx, at, caller, shell.lang, path.into_inner(), &request).await?)
}

/// The bulletin as xlsx, or as json: of a whole published one exactly the bytes that were hashed.
#[utoipa::path(get, path = "/api/v1/bulletins/{period}/export.{format}", tag = "bulletins",
    params(
        ("period" = String, Path, description = "YYYY-MM"),
        ("format" = String, Path, description = "`xlsx` or `json`"),
        ("version" = Option<i32>, Query, description = "The newest when absent"),
    ),
    responses((status = 200, description = "The file"), (status = 404, description = "No such version or format")))]
pub async fn api(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    lang: Lang,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> ApiResult {
    Ok(download(&ctx, at, caller, lang, path.into_inner(), &request).await?)
}

async fn download(
    ctx: &Context,
    at: At,
    caller: Caller,
    lang: Lang,
    (period, format): (String, String),
    request: &HttpRequest,
) -> Result<HttpResponse> {
    let (period, version) = (period_of(&period)?, version(&query(request)?)?);
    let (kind, context) = (format.as_str(), ctx.clone());
    if !["xlsx", "json"].contains(&kind) {
        return Err(Error::NotFound);
    }
    updates::ready(ctx, period, &at).await?;
    let (now, is_json) = (at.now, kind == "json");
    let (name, bytes) = ctx
        .db
        .read(move |conn| {
            let which = version.map_or(Which::Newest, Which::Version);
            let edition = Edition::read(conn, &caller.scope, period, which, &at)?;
            if is_json {
                let whole = edition.frozen.as_ref().filter(|_| !edition.is_extract);
                let found = match whole {
                    Some(frozen) => store::published(conn, period, Some(frozen.imprint.version))?,
                    None => None,
                };
                let bytes = match found {
                    Some((_, document)) => document.into_bytes(),
                    None => as_json(&edition, &caller, now)?,
                };
                return Ok((format!("{}.json", edition.file_name()), bytes));
            }
            let book = reference::book(conn)?;
            let words = Words { lang, book: &book, zone: context.zone };
            let taken = [("name", caller.name), ("time", now.local_text(context.zone))];
            let taken = lang.all("bulletins-taken", &taken);
            Ok((format!("{}.xlsx", edition.file_name()), workbook(&edition, words, (&context, now), &taken)?))
        })
        .await?;
    let kind = if is_json { "application/json" } else { XLSX };
    Ok(attachment(kind, &name, &name, bytes))
}

/// What is no whole published document: an extract, or a month that is measured now.
fn as_json(edition: &Edition, caller: &Caller, now: Instant) -> Result<Vec<u8>> {
    let frozen = edition.frozen.as_ref();
    let projects: Vec<_> = edition.lines().map(Row::from).collect();
    let value = json!({
        "schema": if frozen.is_some() { "groundwork-bulletin-extract/1" } else { "groundwork-bulletin-draft/1" },
        "period": edition.month.period,
        "published": frozen.is_some(),
        "version": frozen.map(|frozen| frozen.imprint.version),
        "number": frozen.map(|frozen| frozen.imprint.number.as_str()),
        "published_at": frozen.map(|frozen| frozen.imprint.published_at),
        "hash_of_whole": frozen.map(|frozen| frozen.hash.as_str()),
        "whole": edition.sheet.whole,
        "cities": edition.sheet.cities,
        "classes": edition.sheet.classes,
        "industries": edition.sheet.industries,
        "chains": edition.sheet.chains,
        "projects": projects,
        "tasks": edition.tasks().collect::<Vec<_>>(),
        "scope": caller.scope.to_text(),
        "taken_by": caller.name,
        "taken_at": now,
    });
    Ok(serde_json::to_vec_pretty(&value).context("a bulletin as JSON")?)
}
