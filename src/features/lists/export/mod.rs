//! A list to take away: xlsx in the official order of columns, csv of the same table, json, open data. Rules:
//!
//! - every copy says what it is: number, version, extract or whole, hash, who took it and when; a draft says that it is
//!   one and has no hash
//! - the json of a whole published list is exactly the bytes that were hashed, so `sha256sum` of the file gives the
//!   hash; an extract is an object of its own that names the whole one's hash
//! - the workbook has the whole document, the change set on worksheets of its own; the csv is the list
//! - text that people typed is text in every format; nothing of it can become a formula

mod json;
mod table;

use super::copies::{self, Asked};
use super::edition::Edition;
use super::input::version;
use super::open_data;
use super::words::Words;
use crate::context::Context;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::calendar::local_date;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::sheet::write::to_csv;
use crate::text_enum;
use crate::web::copies::{Copies, Sending};
use crate::web::{ApiResult, Caller, Lang, PageResult, Shell, attachment, disposition, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use json::json_bytes;
use table::{Marks, list_table, workbook};

text_enum! {
    /// A format to take a list away in.
    pub enum Format {
        /// For people and printers.
        Xlsx = "xlsx",
        /// For other programs' tables.
        Csv = "csv",
        /// The document itself.
        Json = "json",
        /// Open data: a project package of OC4IDS.
        Oc4ids = "oc4ids",
    }
}

impl Format {
    /// From the end of an address: `xlsx` of `export.xlsx`.
    fn of_address(ending: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|format| format.ending() == ending);
        found.copied().ok_or(Error::NotFound)
    }

    /// How a file of it ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Oc4ids => "oc4ids.json",
            other => other.as_str(),
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json | Self::Oc4ids => "application/json",
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
        Format::Oc4ids => {
            let words = Words { lang: reader.lang, book: reference::book(conn)?, province: ctx.province };
            open_data::package(&edition, &words, ctx, &package_uri(&edition, reader, ctx))?
        }
        Format::Xlsx | Format::Csv => {
            let words = Words { lang: reader.lang, book: reference::book(conn)?, province: ctx.province };
            let marks = Marks::of(&edition, &words, ctx, &taken_by(&edition, reader, ctx, format, now), now);
            if format == Format::Xlsx {
                workbook(&edition, &words, &marks)?
            } else {
                to_csv(&list_table(&edition, &words, &marks)?)?
            }
        }
    };
    Ok(Taken { file_name: format!("{}.{}", edition.file_name(), format.ending()), bytes })
}

/// Where a package stands; an extract is another one than the whole.
fn package_uri(edition: &Edition, reader: &Reader, ctx: &Context) -> String {
    let version = edition.frozen().map_or(1, |frozen| frozen.version.version);
    let quarter = edition.head.quarter;
    let extract = if edition.extract { format!("#{}", reader.scope.to_text()) } else { String::new() };
    format!("{}/lists/{quarter}/export.oc4ids.json?version={version}{extract}", ctx.public_url)
}

/// Who took the copy and when. A workbook of a published version names the day and no minute: it is kept for its reader
/// until the day ends (`copies`), and the same copy twice is the same bytes.
fn taken_by(edition: &Edition, reader: &Reader, ctx: &Context, format: Format, now: Instant) -> String {
    let name = ("name", reader.name.clone());
    if format == Format::Xlsx && edition.frozen().is_some() {
        let day = local_date(now, ctx.zone).to_string();
        return reader.lang.all("papers-taken-on", &[name, ("day", day)]);
    }
    reader.lang.all("lists-taken", &[name, ("time", now.local_text(ctx.zone))])
}

/// GET /lists/{quarter}/export.{format}
pub async fn page(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> PageResult {
    let reader = Reader { name: caller.name, scope: caller.scope, lang: shell.lang };
    Ok(download(&ctx, &shelf, reader, path.into_inner(), &request).await?)
}

/// The list as xlsx (official columns, the change set on further sheets), csv (the list alone), json (of a whole
/// published list exactly the bytes that were hashed) or, once published, oc4ids.json (a project package of OC4IDS 0.9).
#[utoipa::path(get, path = "/api/v1/lists/{quarter}/export.{format}", tag = "lists",
    params(
        ("quarter" = String, Path, description = "`2026Q3`"),
        ("format" = String, Path, description = "`xlsx`, `csv`, `json` or `oc4ids.json`"),
        ("version" = Option<i32>, Query, description = "The newest when absent"),
    ),
    responses((status = 200, description = "The file"),
        (status = 304, description = "The copy that If-None-Match names is still the newest"), (status = 404, description = "Not opened, or no such version or format")))]
pub async fn api(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    caller: Caller,
    shell: Shell,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> ApiResult {
    let reader = Reader { name: caller.name, scope: caller.scope, lang: shell.lang };
    Ok(download(&ctx, &shelf, reader, path.into_inner(), &request).await?)
}

async fn download(
    ctx: &Context,
    shelf: &Copies,
    reader: Reader,
    (quarter, format): (String, String),
    request: &HttpRequest,
) -> Result<HttpResponse> {
    let format = Format::of_address(&format)?;
    let quarter = Quarter::parse(&quarter).map_err(|_| Error::NotFound)?;
    let version = version(&query(request)?)?;
    let (now, context) = (ctx.now(), ctx.clone());
    if let Some(marks) = kept_under(format, &reader, local_date(now, ctx.zone)) {
        let lang = (format != Format::Json).then_some(reader.lang);
        let asked =
            Asked { form: format.as_str(), quarter, version, scope: reader.scope.clone(), lang, marks };
        if let Some(wanted) = copies::wanted(ctx, asked).await? {
            let mut sending = Sending {
                kind: format.media_type(),
                cache: copies::OWN,
                vary: copies::BY_READER,
                disposition: None,
            };
            let tag = wanted.tag(&[]);
            if tag.is_known_to(request) {
                return Ok(sending.unchanged(request, &tag));
            }
            let make = move |conn: &mut Conn, version| {
                let taken = take(conn, &context, &reader, quarter, Some(version), format, now)?;
                Ok((taken.file_name, taken.bytes))
            };
            let copy = copies::obtain(ctx, shelf, &wanted, make).await?;
            let disposition = disposition(&copy.title, &copy.title);
            sending.disposition = Some(&disposition);
            return Ok(sending.answer(request, &tag, &[&copy.body]));
        }
    }
    let taken = ctx.db.read(move |conn| take(conn, &context, &reader, quarter, version, format, now)).await?;
    Ok(attachment(format.media_type(), &taken.file_name, &taken.file_name, taken.bytes))
}

/// What a copy of a published list is kept under besides its place on the shelf; none where each copy is another: a csv
/// and an extract as json name the minute.
fn kept_under(format: Format, reader: &Reader, today: NaiveDate) -> Option<String> {
    match format {
        Format::Json => reader.scope.is_whole_province().then(String::new),
        Format::Xlsx => Some(format!("{today}|{}", reader.name)),
        Format::Oc4ids => Some(String::new()),
        Format::Csv => None,
    }
}
