//! The registry as a workbook: official column order, numbers as numbers, user text as text. The hidden keys (which
//! installation, which project, which version) let the same file come back through the import, where an untouched row
//! changes nothing.

use super::filter::Filter;
use super::model::{Facts, SideState, enrolled_word};
use super::store::{Stored, find, stored_many};
use crate::db::Conn;
use crate::features::reference::Book;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::paging::{PageRequest, Sort};
use crate::kernel::plan_date::{PlanDate, Precision};
use crate::sheet::write::{Entry, Heading, Line, Table, to_csv, to_xlsx};
use crate::text_enum;
use crate::web::Lang;
use chrono::NaiveDate;
use chrono_tz::Tz;

text_enum! {
    /// What the registry can be written as.
    pub enum Format {
        /// Excel.
        Xlsx = "xlsx",
        /// UTF-8 with a byte-order mark.
        Csv = "csv",
    }
}

impl Format {
    /// The media type of a download.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Header of the hidden column whose cells are `PROJECT_ID:VERSION`; the import knows it.
pub const KEY_HEADER: &str = "_key";

/// The most rows of one file: above it a reader filters, and the memory of one request stays bounded.
const MOST_ROWS: i64 = 20_000;

/// Who reads the file, when and where.
pub struct Reader<'a> {
    /// Shown in the footer.
    pub name: &'a str,
    /// Language of headers, words and notes.
    pub lang: Lang,
    /// The past day whose registry is written; none for now.
    pub as_of: Option<NaiveDate>,
    /// The moment of the export.
    pub now: Instant,
    /// In which days and hours are told.
    pub zone: Tz,
    /// The installation's id, a hidden property: keys of another installation are not ours.
    pub instance: &'a str,
    /// Marks the file as invented.
    pub demonstration: bool,
}

/// Fluent id of the header, width in characters.
const COLUMNS: [(&str, f64); 28] = [
    ("projects-column-serial", 6.0),
    ("projects-column-name", 40.0),
    ("projects-column-unit", 28.0),
    ("projects-column-city", 10.0),
    ("projects-column-county", 12.0),
    ("projects-column-address", 20.0),
    ("projects-column-industry", 16.0),
    ("projects-column-chain", 14.0),
    ("projects-column-class", 10.0),
    ("projects-column-nature", 10.0),
    ("projects-column-stage", 10.0),
    ("projects-column-scope", 48.0),
    ("projects-column-planned_start", 12.0),
    ("projects-column-planned_finish", 12.0),
    ("projects-column-total", 14.0),
    ("projects-column-plan", 14.0),
    ("projects-column-ytd", 14.0),
    ("projects-column-cumulative", 14.0),
    ("projects-column-actual_start", 12.0),
    ("projects-column-actual_finish", 12.0),
    ("projects-column-in_production_on", 12.0),
    ("projects-column-enrolled", 10.0),
    ("projects-column-project_code", 26.0),
    ("projects-column-credit_code", 20.0),
    ("projects-column-responsible_unit", 18.0),
    ("projects-column-responsible_person", 12.0),
    ("projects-column-sponsor_leader", 12.0),
    ("projects-column-remarks", 20.0),
];

/// Every project of `filter` in `scope`, in this order.
///
/// # Errors
/// [`Error::Conflict`] when they are more than one file should hold.
pub fn selected(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    year: i32,
) -> Result<Vec<Stored>> {
    let mut projects = Vec::new();
    for number in 1.. {
        let page = PageRequest::new(Some(number), Some(PageRequest::MAX_PER_PAGE))?;
        let found = find(conn, scope, filter, sort, page)?.page;
        must_fit(found.total)?;
        let ids: Vec<i64> = found.items.iter().map(|row| row.id).collect();
        projects.extend(stored_many(conn, scope, &ids, year)?);
        if number >= found.pages() {
            break;
        }
    }
    Ok(projects)
}

/// Refuses more rows than one file should hold.
pub(super) fn must_fit(total: i64) -> Result<()> {
    if total <= MOST_ROWS {
        return Ok(());
    }
    let message = Message::new("projects-export-too-many").with("limit", MOST_ROWS);
    Err(Error::Conflict(message.with("total", total)))
}

/// The file's bytes. Equal projects, reader and moment give equal bytes.
pub fn export(projects: &[Stored], book: &Book, reader: &Reader<'_>, format: Format) -> Result<Vec<u8>> {
    let table = table(projects, book, reader);
    match format {
        Format::Xlsx => to_xlsx(&table),
        Format::Csv => to_csv(&table),
    }
}

fn table(projects: &[Stored], book: &Book, reader: &Reader<'_>) -> Table {
    let lang = reader.lang;
    let signed = Message::new("projects-export-footer")
        .with("name", reader.name)
        .with("time", reader.now.local_text(reader.zone));
    let signed = lang.render(&signed);
    let mark = reader.demonstration.then(|| lang.t("projects-export-demonstration"));
    let then = reader.as_of.map(|day| lang.with("projects-as-of-caption", "day", day));
    let heading = |(id, width): &(&str, f64)| Heading::new(lang.t(id), *width);
    let row = |(serial, project): (i64, &Stored)| Line {
        key: format!("{}:{}", project.id, project.version),
        cells: cells(serial, project, book, lang),
        is_subtotal: false,
    };
    Table {
        sheet: lang.t("projects-export-sheet"),
        title: lang.t("projects-title"),
        captions: mark.iter().cloned().chain(then).chain([lang.t("projects-export-unit")]).collect(),
        columns: COLUMNS.iter().map(heading).collect(),
        rows: (1..).zip(projects).map(row).collect(),
        notes: vec![lang.with("projects-export-note", "text", &signed)],
        footer: mark.map_or(signed.clone(), |mark| format!("{mark} {signed}")),
        key_header: Some(KEY_HEADER.to_owned()),
        properties: vec![
            ("instance".to_owned(), reader.instance.to_owned()),
            ("kind".to_owned(), "projects".to_owned()),
        ],
        created: reader.now,
    }
}

/// The row's cells in the order of [`COLUMNS`].
fn cells(serial: i64, project: &Stored, book: &Book, lang: Lang) -> Vec<Entry> {
    let facts = &project.facts;
    let place = |code: Option<DivisionCode>| words(code.map(|code| book.short_name(lang, code)));
    let word = |prefix: &str, value: Option<&'static str>| words(value.map(|value| lang.word(prefix, value)));
    vec![
        Entry::Integer(serial),
        Entry::Text(facts.name.clone()),
        words(facts.unit.clone()),
        place(facts.division.city()),
        place(Some(facts.division).filter(|code| code.is_county())),
        words(facts.address.clone()),
        words(facts.industry.as_ref().map(|code| book.industry_name(lang, code))),
        words(facts.chain_id.map(|id| book.chain_name(lang, id))),
        word("class", facts.class.map(|one| one.as_str())),
        word("nature", facts.nature.map(|one| one.as_str())),
        word("stage", facts.stage.map(|one| one.as_str())),
        words(facts.scope_text.clone()),
        date(facts.planned_start.as_ref()),
        date(facts.planned_finish.as_ref()),
        money(facts.total_investment),
        money(facts.annual_plan),
        money(facts.ytd_investment),
        money(facts.cumulative_investment),
        date(facts.actual_start.as_ref()),
        date(facts.actual_finish.as_ref()),
        date(facts.in_production_on.as_ref()),
        words(facts.enrolled.map(|enrolled| lang.t(enrolled_word(enrolled)))),
        words(facts.project_code.clone()),
        words(facts.credit_code.clone()),
        words(facts.responsible_unit.clone()),
        words(facts.responsible_person.clone()),
        words(facts.sponsor_leader.clone()),
        words(remarks(facts, lang)),
    ]
}

/// What has no column of its own: words for a total that is no number (in its column the import would rightly refuse
/// them), and a state other than active.
fn remarks(facts: &Facts, lang: Lang) -> Option<String> {
    let total = facts.total_text.as_ref().filter(|_| facts.total_investment.is_none());
    let total = total.map(|text| lang.with("projects-export-total", "text", text));
    let state = Some(facts.side_state).filter(|state| *state != SideState::Active);
    let state = state.map(|state| lang.word("side_state", state.as_str()));
    let remarks: Vec<String> = total.into_iter().chain(state).collect();
    (!remarks.is_empty()).then(|| remarks.join(&lang.t("projects-list-comma")))
}

fn words(text: Option<String>) -> Entry {
    text.map_or(Entry::Empty, Entry::Text)
}

fn money(money: Option<Money>) -> Entry {
    money.map_or(Entry::Empty, Entry::MoneyWan)
}

/// A day is a spreadsheet's date; anything coarser stays as it is written, or it would gain a precision it has not.
fn date(date: Option<&PlanDate>) -> Entry {
    match date {
        None => Entry::Empty,
        Some(date) if date.precision() == Precision::Day => Entry::Date(date.first_day()),
        Some(date) => Entry::Text(date.to_string()),
    }
}
