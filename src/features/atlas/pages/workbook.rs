//! /atlas/workbook: the map is taken away as a workbook, and comes in as one. A file is looked at first, and nothing of it is
//! kept before its sender says so.

use crate::context::Context;
use crate::db::Conn;
use crate::features::atlas::intake::{self, Asked, Counts, Intake, Taker};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, Result};
use crate::sheet::{Level, Remark};
use crate::web::{Caller, Lang, PageResult, Shell, Upload, attachment, html, html_with_status, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

/// Cells that a page tells; the marked copy has all of them.
const CELLS: usize = 200;

/// The media type of a workbook.
pub(in crate::features::atlas) const XLSX: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "features/atlas/templates/workbook.html")]
struct WorkbookPage {
    shell: Shell,
    may_bring: bool,
    told: Option<ToldView>,
    /// Why the file as a whole was not taken.
    errors: Vec<String>,
}

/// What a file does, or did.
struct ToldView {
    file: String,
    is_applied: bool,
    /// Word and number.
    counts: Vec<(String, usize)>,
    /// Sheet and cell, class and word, sentence.
    cells: Vec<(String, (&'static str, String), String)>,
    /// How many more there are.
    more: usize,
    has_errors: bool,
}

impl ToldView {
    fn new(lang: Lang, file: String, told: &Intake) -> Self {
        let Counts { new, changed, unchanged, error, warning } = told.counts;
        let counts = [
            ("new", new),
            ("changed", changed),
            ("unchanged", unchanged),
            ("error", error),
            ("warning", warning),
        ];
        let cell = |one: &Remark| {
            let class = match one.level {
                Level::Error => "bad",
                Level::Warning => "warn",
                Level::Note => "info",
            };
            let level = lang.t(&format!("atlas-level-{}", one.level));
            (format!("{}!{}", one.sheet, one.cell), (class, level), lang.render(&one.message))
        };
        Self {
            file,
            is_applied: told.is_applied,
            counts: counts
                .into_iter()
                .map(|(word, count)| (lang.t(&format!("atlas-count-{word}")), count))
                .collect(),
            cells: told.remarks.iter().take(CELLS).map(cell).collect(),
            more: told.remarks.len().saturating_sub(CELLS),
            has_errors: error > 0,
        }
    }
}

/// GET /atlas/workbook
pub async fn page(caller: Caller, shell: Shell) -> PageResult {
    let may_bring = caller.may(crate::kernel::role::Deed::EditAtlas);
    Ok(html(&WorkbookPage { shell, may_bring, told: None, errors: Vec::new() }))
}

/// POST /atlas/workbook
pub async fn bring(ctx: Data<Context>, caller: Caller, shell: Shell, upload: Upload) -> PageResult {
    let (lang, now, instance) = (shell.lang, ctx.now(), ctx.instance.id.clone());
    let deed = upload.fields.raw("deed").to_owned();
    let skip_bad_rows = !upload.fields.raw("skip_bad_rows").is_empty();
    let when = (now, local_date(now, ctx.zone));
    let bytes = upload.bytes.clone();
    let dry_run = deed != "apply";
    let work = move |conn: &mut Conn| {
        let asked = Asked { dry_run, skip_bad_rows, instance: &instance };
        intake::take(conn, &caller, &bytes, asked, when)
    };
    let told = match ctx.db.write(work).await {
        Ok(told) => told,
        Err(Error::Invalid(errors)) => {
            let errors = errors.iter().map(|error| lang.render(&error.message)).collect();
            let page = WorkbookPage { shell, may_bring: true, told: None, errors };
            return Ok(html_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
        Err(other) => return Err(other.into()),
    };
    if deed == "mark" {
        let copy = intake::marked(&upload.bytes, &told, lang, now)?;
        return Ok(attachment(
            XLSX,
            "marked.xlsx",
            &format!("{}-marked.xlsx", stem(&upload.file_name)),
            copy,
        ));
    }
    let is_refused = deed == "apply" && !told.is_applied;
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let errors = if is_refused { vec![lang.t("atlas-workbook-refused")] } else { Vec::new() };
    let told = Some(ToldView::new(lang, upload.file_name, &told));
    Ok(html_with_status(status, &WorkbookPage { shell, may_bring: true, told, errors }))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// GET /atlas/workbook.xlsx
pub async fn take(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let chain = query(&request)?.number("chain")?;
    let (bytes, day) = written(&ctx, caller, shell.lang, chain).await?;
    let name = intake::file_name(shell.lang, day);
    Ok(attachment(XLSX, &format!("atlas-{day}.xlsx"), &name, bytes))
}

/// The workbook and its day.
pub(in crate::features::atlas) async fn written(
    ctx: &Context,
    caller: Caller,
    lang: Lang,
    chain: Option<i64>,
) -> Result<(Vec<u8>, chrono::NaiveDate)> {
    let (now, instance) = (ctx.now(), ctx.instance.clone());
    let bytes = ctx
        .db
        .read(move |conn| {
            let demonstration = instance.demonstration;
            let taker =
                Taker { scope: &caller.scope, lang, chain, instance: &instance.id, demonstration, now };
            intake::workbook(conn, &taker)
        })
        .await?;
    Ok((bytes, local_date(now, ctx.zone)))
}
