//! Imports for programs: the contract's views of a plan. The same deeds as the page and the command line.

use super::actions::{self, Occasion, Shown, XLSX};
use super::input::{ApplyBody, CellBody, ConflictBody, NewImport};
use super::model::{Change, Conflict, Counts, RowPlan};
use crate::context::Context;
use crate::kernel::money::Money;
use crate::sheet::{Fix, Remark};
use crate::web::{ApiResult, Caller, Json, Lang, Shell, Upload, attachment};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The documented paths of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(upload, show, mend, settle, apply, workbook))]
pub struct Api;

/// An import: what it would do, or has done.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportView {
    /// Absent in a rehearsal, which keeps nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    kind: &'static str,
    file_name: String,
    file_hash: String,
    #[schema(value_type = Option<String>)]
    city: Option<crate::kernel::division::DivisionCode>,
    period: Option<String>,
    #[schema(value_type = String)]
    uploaded_at: crate::kernel::instant::Instant,
    #[schema(value_type = Option<String>)]
    applied_at: Option<crate::kernel::instant::Instant>,
    /// Rows by outcome, bad ones included.
    counts: Counts,
    rows: Vec<RowView>,
    cells: Vec<CellView>,
    /// What the sheets' own total rows say, by sheet.
    declared: BTreeMap<String, DeclaredView>,
}

/// One row of the workbook.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RowView {
    sheet: String,
    /// From 1, as the sheet counts.
    row: u32,
    /// `new`, `changed`, `unchanged` or `error`.
    outcome: &'static str,
    project_id: Option<i64>,
    /// What is to be written, under the contract's names.
    #[schema(value_type = Object)]
    facts: Map<String, Value>,
    changes: Vec<Change>,
    /// Records that may be the same project.
    suspects: Vec<i64>,
}

/// One remark at a cell.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CellView {
    sheet: String,
    /// `E4`
    cell: String,
    /// `error`, `warning` or `note`.
    level: &'static str,
    code: &'static str,
    message: String,
    value: String,
    /// What would be accepted instead: the new value, or what keeping the words means.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
    /// The suggestion as `POST /imports/{id}/cells` takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixView>,
    /// Of a cell with the code `conflict`: its three sides.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    conflict: Option<ConflictView>,
}

/// A cell that was changed in the workbook and on record; `POST /imports/{id}/conflicts` takes one side.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ConflictView {
    /// When the workbook was handed out.
    #[schema(value_type = Object)]
    base: Value,
    /// In the workbook.
    #[schema(value_type = Object)]
    yours: Value,
    /// On record.
    #[schema(value_type = Object)]
    current: Value,
}

impl ConflictView {
    fn new(conflict: &Conflict) -> Self {
        let Conflict { base, yours, current, .. } = conflict.clone();
        Self { base, yours, current }
    }
}

/// An answer to a cell.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FixView {
    /// Put this into the cell.
    Value(String),
    /// Keep the words, leave the number empty.
    KeepText(bool),
}

/// What a sheet's total row declares.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeclaredView {
    count: Option<u64>,
    total_investment_yuan: Option<i64>,
}

impl ImportView {
    /// The view in the reader's language.
    pub fn new(shown: &Shown, lang: Lang) -> Self {
        let Shown { import, plan, .. } = shown;
        let declared = plan.declared.iter().map(|(sheet, declared)| {
            let total = declared.sums.get("total_investment").copied().map(Money::yuan);
            (sheet.clone(), DeclaredView { count: declared.count, total_investment_yuan: total })
        });
        Self {
            id: Some(import.id).filter(|id| *id != 0),
            kind: import.kind.as_str(),
            file_name: import.file_name.clone(),
            file_hash: import.file_hash.clone(),
            city: import.city,
            period: import.period.clone(),
            uploaded_at: import.uploaded_at,
            applied_at: import.applied.map(|(at, _)| at),
            counts: import.applied.map_or_else(|| plan.counts(), |(_, counts)| counts),
            rows: plan.rows.iter().map(RowView::new).collect(),
            cells: plan
                .remarks
                .iter()
                .map(|remark| CellView {
                    conflict: plan.conflict_of(remark).map(ConflictView::new),
                    ..CellView::new(remark, lang)
                })
                .collect(),
            declared: declared.collect(),
        }
    }

    /// Rows by outcome.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The remarks at cells.
    pub fn cells(&self) -> &[CellView] {
        &self.cells
    }
}

impl RowView {
    fn new(row: &RowPlan) -> Self {
        Self {
            sheet: row.sheet.clone(),
            row: row.number,
            outcome: row.outcome.as_str(),
            project_id: row.project.map(|(id, _)| id),
            facts: row.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            changes: row.changes.clone(),
            suspects: row.suspects.clone(),
        }
    }
}

impl CellView {
    /// The remark in the reader's language.
    pub fn new(remark: &Remark, lang: Lang) -> Self {
        let fix = remark.suggestion.as_ref().map(|suggestion| match &suggestion.fix {
            Fix::Replace(value) => FixView::Value(value.clone()),
            Fix::KeepText => FixView::KeepText(true),
        });
        let suggestion = remark.suggestion.as_ref().map(|suggestion| match &suggestion.fix {
            Fix::Replace(value) => value.clone(),
            Fix::KeepText => lang.render(&suggestion.label),
        });
        Self {
            sheet: remark.sheet.clone(),
            cell: remark.cell.to_string(),
            level: remark.level.as_str(),
            code: remark.message.id,
            message: lang.render(&remark.message),
            value: remark.value.clone(),
            suggestion,
            fix,
            conflict: None,
        }
    }

    /// `Sheet1!E4 error kernel-amount-vague …`, a line of the command's answer.
    pub fn line(&self) -> String {
        format!(
            "{}!{} {} {} {}",
            self.sheet,
            self.cell,
            self.level,
            self.code,
            self.message.replace('\n', " ")
        )
    }
}

/// Send a workbook. Nothing is written to the registry.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports",
    request_body(content_type = "multipart/form-data", description = "file, kind=projects or updates, city?, period?"),
    responses((status = 201, body = ImportView), (status = 413), (status = 422)))]
pub async fn upload(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    upload: Upload,
) -> ApiResult {
    let fields = &upload.fields;
    let new = NewImport::parse(
        &upload.file_name,
        upload.bytes,
        fields.text("kind"),
        fields.text("city"),
        fields.text("period"),
    )?;
    let lang = shell.lang;
    let view = ctx
        .db
        .write(move |conn| {
            let id = actions::upload(conn, &caller, &new, &at)?;
            Ok(ImportView::new(&actions::shown(conn, &caller, id, &at)?, lang))
        })
        .await?;
    Ok(HttpResponse::Created()
        .insert_header(("Location", format!("/api/v1/imports/{}", view.id.unwrap_or_default())))
        .json(view))
}

/// What an import would do now; once applied, what it did.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = i64, Path)),
    responses((status = 200, body = ImportView), (status = 404)))]
pub async fn show(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
) -> ApiResult {
    let (id, lang) = (id.into_inner(), shell.lang);
    let view =
        ctx.db.read(move |conn| Ok(ImportView::new(&actions::shown(conn, &caller, id, &at)?, lang))).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Answer a cell: another value, or keep its words. The plan as it then is.
#[utoipa::path(post, path = "/api/v1/imports/{id}/cells", tag = "imports", params(("id" = i64, Path)),
    request_body = CellBody, responses((status = 200, body = ImportView), (status = 404), (status = 409), (status = 422)))]
pub async fn mend(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    body: Json<CellBody>,
) -> ApiResult {
    let fix = body.0.parsed()?;
    let (id, lang) = (id.into_inner(), shell.lang);
    let view = ctx
        .db
        .write(move |conn| {
            actions::mend(conn, &caller, id, &fix, &at)?;
            Ok(ImportView::new(&actions::shown(conn, &caller, id, &at)?, lang))
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Decide what is in conflict: one cell, or all of them. The plan as it then is.
#[utoipa::path(post, path = "/api/v1/imports/{id}/conflicts", tag = "imports", params(("id" = i64, Path)),
    request_body = ConflictBody, responses((status = 200, body = ImportView), (status = 404), (status = 409), (status = 422)))]
pub async fn settle(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    body: Json<ConflictBody>,
) -> ApiResult {
    let chosen = body.0.parsed()?;
    let (id, lang) = (id.into_inner(), shell.lang);
    let view = ctx
        .db
        .write(move |conn| {
            actions::settle_conflicts(conn, &caller, id, chosen, &at)?;
            Ok(ImportView::new(&actions::shown(conn, &caller, id, &at)?, lang))
        })
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Write what the rows say, all of them or none. With `skip_bad_rows` those without an error.
#[utoipa::path(post, path = "/api/v1/imports/{id}/apply", tag = "imports", params(("id" = i64, Path)),
    request_body = ApplyBody, responses((status = 200, body = ImportView), (status = 404), (status = 409), (status = 422)))]
pub async fn apply(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    body: Json<ApplyBody>,
) -> ApiResult {
    let (id, lang) = (id.into_inner(), shell.lang);
    let skip = body.0.skip_bad_rows;
    let view = ctx
        .db
        .write(move |conn| Ok(ImportView::new(&actions::apply(conn, &caller, id, skip, &at)?, lang)))
        .await?;
    Ok(HttpResponse::Ok().json(view))
}

/// The workbook with its bad cells coloured and annotated.
#[utoipa::path(get, path = "/api/v1/imports/{id}/workbook", tag = "imports", params(("id" = i64, Path)),
    responses((status = 200, description = "xlsx"), (status = 404)))]
pub async fn workbook(
    ctx: Data<Context>,
    at: Occasion,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
) -> ApiResult {
    let (id, lang) = (id.into_inner(), shell.lang);
    let (name, bytes) = ctx.db.read(move |conn| actions::marked_copy(conn, &caller, id, lang, &at)).await?;
    Ok(attachment(XLSX, "marked.xlsx", &name, bytes))
}
