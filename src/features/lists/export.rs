//! A list to take away: xlsx in the official order of columns, csv of the same table, json. Rules:
//!
//! - every copy says what it is: number, version, extract or whole, hash, who took it and when; a draft says that it is
//!   one and has no hash
//! - the json of a whole published list is exactly the bytes that were hashed, so `sha256sum` of the file gives the
//!   hash; an extract is an object of its own that names the whole one's hash
//! - text that people typed is text in every format; nothing of it can become a formula

use super::edition::Edition;
use super::frozen::Frozen as FrozenFacts;
use super::official::{Row, Sums, arrange};
use super::store;
use super::totals::{Tally, Totals};
use super::words::Words;
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::sheet::write::{Entry as Cell, Heading, Line, Table, to_csv, to_xlsx};
use crate::text_enum;
use crate::web::{ApiResult, Caller, Form, Lang, PageResult, Shell, attachment, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context as _;
use serde_json::{Value, json};

text_enum! {
    /// A format to take a list away in.
    pub enum Format {
        /// For people and printers.
        Xlsx = "xlsx",
        /// For other programs' tables.
        Csv = "csv",
        /// The document itself.
        Json = "json",
    }
}

impl Format {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Who takes a copy, for whom it is marked.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Her name.
    pub name: String,
    /// What she may see.
    pub scope: Scope,
    /// Her language.
    pub lang: Lang,
}

/// A finished copy.
#[derive(Clone, Debug)]
pub struct Taken {
    /// With its ending: `2026Q3-v1.xlsx`
    pub file_name: String,
    /// As they are.
    pub bytes: Vec<u8>,
}

/// Takes a copy of a list: the named version, or the newest, or the draft.
///
/// # Errors
/// [`Error::NotFound`] when the quarter is not opened or has no such version.
pub fn take(
    conn: &mut Conn,
    ctx: &Context,
    reader: &Reader,
    quarter: Quarter,
    version: Option<i32>,
    format: Format,
    now: Instant,
) -> Result<Taken> {
    let edition = Edition::read(conn, &reader.scope, quarter, version)?;
    let bytes = match format {
        Format::Json => json_bytes(conn, &edition, reader, now)?,
        Format::Xlsx | Format::Csv => {
            let words = Words { lang: reader.lang, book: reference::book(conn)?, province: ctx.province };
            let table = table(&edition, &words, ctx, &reader.name, now)?;
            if format == Format::Xlsx { to_xlsx(&table)? } else { to_csv(&table)? }
        }
    };
    Ok(Taken { file_name: format!("{}.{format}", edition.file_name()), bytes })
}

/// GET /lists/{quarter}/export.{format}
pub async fn page(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> PageResult {
    Ok(download(ctx, caller, shell.lang, path.into_inner(), query(&request)?).await?)
}

/// The list as xlsx (official columns), csv (the same table) or json (of a whole published list exactly the bytes that
/// were hashed).
#[utoipa::path(get, path = "/api/v1/lists/{quarter}/export.{format}", tag = "lists",
    params(
        ("quarter" = String, Path, description = "`2026Q3`"),
        ("format" = String, Path, description = "`xlsx`, `csv` or `json`"),
        ("version" = Option<i32>, Query, description = "The newest when absent"),
    ),
    responses((status = 200, description = "The file"), (status = 404, description = "Not opened, or no such version or format")))]
pub async fn api(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> ApiResult {
    Ok(download(ctx, caller, shell.lang, path.into_inner(), query(&request)?).await?)
}

async fn download(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    (quarter, format): (String, String),
    query: Form,
) -> Result<HttpResponse> {
    let format: Format = format.parse().map_err(|_| Error::NotFound)?;
    let quarter = Quarter::parse(&quarter).map_err(|_| Error::NotFound)?;
    let version = version(&query)?;
    let (now, context) = (ctx.now(), ctx.clone());
    let reader = Reader { name: caller.name.clone(), scope: caller.scope, lang };
    let taken = ctx.db.read(move |conn| take(conn, &context, &reader, quarter, version, format, now)).await?;
    Ok(attachment(format.media_type(), &taken.file_name, &taken.file_name, taken.bytes))
}

/// `?version=`
pub fn version(query: &Form) -> Result<Option<i32>> {
    let number = |text: &str| text.parse().map_err(|_| Error::field("version", "input-whole-number"));
    query.text("version").map(number).transpose()
}

/// The official columns: label, width in characters, cell of a project, cell of a sum.
type Column = (&'static str, f64, fn(&Project<'_>) -> Cell, fn(&Sums) -> Cell);

/// A project's row with what its cells need.
struct Project<'a> {
    entry: &'a super::model::PublishedEntry,
    words: &'a Words,
}

const COLUMNS: [Column; 18] = [
    ("lists-column-serial", 6.0, |row| Cell::Integer(row.entry.serial.into()), |_| Cell::Empty),
    ("lists-column-name", 36.0, |row| Cell::Text(row.entry.facts.name.clone()), |_| Cell::Empty),
    ("lists-column-unit", 26.0, |row| text(row.entry.facts.unit.as_ref()), |_| Cell::Empty),
    ("lists-column-city", 10.0, |row| said(row.words.city(row.entry.facts.division.city())), |_| Cell::Empty),
    ("lists-column-county", 12.0, |row| said(row.words.county(&row.entry.facts)), |_| Cell::Empty),
    ("lists-column-nature", 9.0, |row| said(row.nature()), |_| Cell::Empty),
    (
        "lists-column-class",
        9.0,
        |row| said(row.words.lang.word("class", row.entry.class.as_str())),
        |_| Cell::Empty,
    ),
    ("lists-column-stage", 9.0, |row| said(row.words.stage(row.entry.facts.stage)), |_| Cell::Empty),
    (
        "lists-column-total",
        13.0,
        |row| money(row.entry.facts.total_investment),
        |sums| Cell::MoneyWan(sums.total),
    ),
    (
        "lists-column-annual-plan",
        13.0,
        |row| money(row.entry.facts.annual_plan),
        |sums| Cell::MoneyWan(sums.annual_plan),
    ),
    ("lists-column-ytd", 13.0, |row| money(row.entry.facts.ytd_investment), |sums| Cell::MoneyWan(sums.ytd)),
    (
        "lists-column-cumulative",
        13.0,
        |row| money(row.entry.facts.cumulative_investment),
        |sums| Cell::MoneyWan(sums.cumulative),
    ),
    ("lists-column-planned-start", 11.0, |row| text(row.entry.facts.planned_start.as_ref()), |_| Cell::Empty),
    (
        "lists-column-planned-finish",
        11.0,
        |row| text(row.entry.facts.planned_finish.as_ref()),
        |_| Cell::Empty,
    ),
    ("lists-column-scope", 48.0, |row| text(row.entry.facts.scope_text.as_ref()), |_| Cell::Empty),
    (
        "lists-column-responsible-unit",
        20.0,
        |row| text(row.entry.facts.responsible_unit.as_ref()),
        |_| Cell::Empty,
    ),
    (
        "lists-column-responsible-person",
        10.0,
        |row| text(row.entry.facts.responsible_person.as_ref()),
        |_| Cell::Empty,
    ),
    ("lists-column-change", 12.0, |row| said(row.words.change(row.entry.change)), |_| Cell::Empty),
];

impl Project<'_> {
    fn nature(&self) -> String {
        let nature = self.entry.facts.nature;
        nature.map(|nature| self.words.lang.word("nature", nature.as_str())).unwrap_or_default()
    }
}

fn text(text: Option<&impl ToString>) -> Cell {
    text.map_or(Cell::Empty, |text| Cell::Text(text.to_string()))
}

fn said(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn money(money: Option<Money>) -> Cell {
    money.map_or(Cell::Empty, Cell::MoneyWan)
}

/// The official table of an edition, marked for its reader.
fn table(edition: &Edition, words: &Words, ctx: &Context, reader: &str, now: Instant) -> Result<Table> {
    let lang = words.lang;
    let draft = edition.frozen().is_none();
    let mut columns: Vec<Heading> =
        COLUMNS.iter().map(|(label, width, ..)| Heading { header: lang.t(label), width: *width }).collect();
    if draft {
        columns.push(Heading { header: lang.t("lists-column-state"), width: 9.0 });
    }
    let row = |row: &Row<'_>| match row {
        Row::Sum(group, sums) => {
            let mut cells: Vec<Cell> = COLUMNS.iter().map(|(.., cell)| cell(sums)).collect();
            cells[1] = Cell::Text(words.group(*group, sums.count, edition.extract));
            Line { key: String::new(), cells, is_subtotal: true }
        }
        Row::Project(entry) => {
            let project = Project { entry, words };
            let mut cells: Vec<Cell> = COLUMNS.iter().map(|(_, _, cell, _)| cell(&project)).collect();
            if draft {
                cells.push(said(words.state(edition.state_of(entry.project_id))));
            }
            Line { key: String::new(), cells, is_subtotal: false }
        }
    };
    let mut captions = vec![words.standing(edition)];
    captions.extend(words.extract(edition));
    if ctx.instance.demonstration {
        captions.push(lang.t("demonstration-banner"));
    }
    captions.push(lang.t("lists-unit-wan"));
    let taken = [("name", reader.to_owned()), ("time", now.local_text(ctx.zone))];
    let taken = lang.all("lists-taken", &taken);
    let hash = edition.frozen().map(|frozen| frozen.version.hash.clone());
    let note = |text: &str| lang.with("lists-note", "text", text);
    let hash_line = hash.as_ref().map_or_else(
        || lang.t("lists-hash-none"),
        |hash| lang.with(if edition.extract { "lists-hash-whole" } else { "lists-hash" }, "hash", hash),
    );
    let mark = hash.clone().unwrap_or_else(|| lang.t("lists-standing-draft"));
    Ok(Table {
        sheet: edition.head.quarter.to_string(),
        title: words.title(edition.head.quarter),
        captions,
        columns,
        rows: arrange(&edition.entries)?.iter().map(row).collect(),
        notes: vec![note(&hash_line), note(&taken)],
        footer: format!("{mark} {taken}"),
        key_header: None,
        properties: properties(edition, ctx),
        created: edition.frozen().map_or(now, |frozen| frozen.version.published_at),
    })
}

/// What brings a workbook back to its list.
fn properties(edition: &Edition, ctx: &Context) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("instance", ctx.instance.id.clone()),
        ("quarter", edition.head.quarter.to_string()),
        ("state", edition.head.state.to_string()),
        ("extract", edition.extract.to_string()),
    ];
    if let Some(frozen) = edition.frozen() {
        pairs.push(("version", frozen.version.version.to_string()));
        pairs.push(("hash", frozen.version.hash.clone()));
    }
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The hashed bytes themselves for who sees the whole document; otherwise an object that says what it is a part of.
fn json_bytes(conn: &mut Conn, edition: &Edition, reader: &Reader, now: Instant) -> Result<Vec<u8>> {
    if let Some(frozen) = edition.frozen()
        && !edition.extract
    {
        let document = store::document(conn, edition.head.quarter, frozen.version.version)?;
        return Ok(document.into_bytes());
    }
    let value = match edition.frozen() {
        Some(frozen) => json!({
            "schema": "groundwork-list-extract/1",
            "quarter": edition.head.quarter,
            "version": frozen.version.version,
            "number": frozen.version.number,
            "published_at": frozen.version.published_at,
            "data_as_of": frozen.version.data_as_of,
            "hash_of_whole": frozen.version.hash,
            "totals_of_whole": totals(&frozen.whole),
            "totals": totals(&edition.totals),
            "entries": entries(edition)?,
            "scope": reader.scope.to_text(),
            "taken_by": reader.name,
            "taken_at": now,
        }),
        None => json!({
            "schema": "groundwork-list-draft/1",
            "quarter": edition.head.quarter,
            "state": edition.head.state,
            "published": false,
            "note": reader.lang.render(&Message::new("lists-standing-draft")),
            "target": edition.head.target,
            "totals": totals(&edition.totals),
            "entries": entries(edition)?,
            "scope": reader.scope.to_text(),
            "taken_by": reader.name,
            "taken_at": now,
        }),
    };
    Ok(serde_json::to_vec_pretty(&value).context("a list as JSON")?)
}

fn entries(edition: &Edition) -> Result<Vec<Value>> {
    let mut entries = Vec::with_capacity(edition.entries.len());
    for entry in &edition.entries {
        let project =
            serde_json::to_value(FrozenFacts::from(entry.facts.clone())).context("a project as JSON")?;
        entries.push(json!({
            "serial": entry.serial,
            "project_id": entry.project_id,
            "project_version": entry.project_version,
            "section": entry.section,
            "class": entry.class,
            "change": entry.change,
            "state": edition.state_of(entry.project_id),
            "project": project,
        }));
    }
    Ok(entries)
}

/// As the document writes them.
fn totals(totals: &Totals) -> Value {
    let groups = |tallies: &[Tally]| {
        let group = |tally: &Tally| json!({ "key": tally.key, "count": tally.count, "total_investment_yuan": tally.total_investment });
        tallies.iter().map(group).collect::<Vec<_>>()
    };
    json!({
        "count": totals.count,
        "total_investment_yuan": totals.total_investment,
        "by_city": groups(&totals.by_city),
        "by_class": groups(&totals.by_class),
        "by_industry": groups(&totals.by_industry),
    })
}
