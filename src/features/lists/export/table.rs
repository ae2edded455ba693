//! The official tables of a list as cells: the list in its official columns, and the tables of its change set. Workbook
//! and csv are written from the same ones.

use crate::context::Context;
use crate::features::lists::attachments::ExitRow;
use crate::features::lists::edition::Edition;
use crate::features::lists::model::PublishedEntry;
use crate::features::lists::official::{Row, Sums, arrange};
use crate::features::lists::papers::{Body, CorrectionRow, correction_reason, lives_on_in, papers, way_out};
use crate::features::lists::words::Words;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::sheet::write::{Attachment, Entry as Cell, Heading, Line, Table, to_attachments};
use anyhow::Context as _;

/// The official columns: label, width in characters, cell of a project, cell of a sum.
type Column = (&'static str, f64, fn(&Project<'_>) -> Cell, fn(&Sums) -> Cell);

/// A project's row with what its cells need.
struct Project<'a> {
    entry: &'a PublishedEntry,
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

/// What every table of a copy says alike.
pub(super) struct Marks {
    captions: Vec<String>,
    notes: Vec<String>,
    footer: String,
    properties: Vec<(String, String)>,
    created: Instant,
}

impl Marks {
    /// `taken` says who took the copy and when.
    pub(super) fn of(edition: &Edition, words: &Words, ctx: &Context, taken: &str, now: Instant) -> Self {
        let lang = words.lang;
        let mut captions = vec![words.standing(edition)];
        captions.extend(words.extract(edition));
        if ctx.instance.demonstration {
            captions.push(lang.t("demonstration-banner"));
        }
        let hash = edition.frozen().map(|frozen| frozen.version.hash.clone());
        let note = |text: &str| lang.with("lists-note", "text", text);
        let hash_line = hash.as_ref().map_or_else(
            || lang.t("lists-hash-none"),
            |hash| lang.with(if edition.extract { "lists-hash-whole" } else { "lists-hash" }, "hash", hash),
        );
        let mark = hash.unwrap_or_else(|| lang.t("lists-standing-draft"));
        Self {
            captions,
            notes: vec![note(&lang.t("lists-count-measure")), note(&hash_line), note(taken)],
            footer: format!("{mark} {taken}"),
            properties: properties(edition, ctx),
            created: edition.frozen().map_or(now, |frozen| frozen.version.published_at),
        }
    }

    fn table(&self, name: &str, title: &str, columns: Vec<Heading>, rows: Vec<Line>) -> Table {
        Table {
            sheet: name.to_owned(),
            title: title.to_owned(),
            captions: self.captions.clone(),
            columns,
            rows,
            notes: self.notes.clone(),
            footer: self.footer.clone(),
            key_header: None,
            properties: self.properties.clone(),
            created: self.created,
        }
    }
}

/// The list itself, as csv and as the first sheet of a workbook.
pub(super) fn list_table(edition: &Edition, words: &Words, marks: &Marks) -> Result<Table> {
    let quarter = edition.head.quarter;
    let rows = arrange(&edition.entries)?;
    Ok(projects_table(edition, words, marks, (&quarter.to_string(), &words.title(quarter)), &rows, false))
}

/// The document as a workbook: the list and its change set, a worksheet each.
pub(super) fn workbook(edition: &Edition, words: &Words, marks: &Marks) -> Result<Vec<u8>> {
    let mut sheets = papers(words, edition)?.into_iter().map(|paper| {
        let named = (paper.name.as_str(), paper.title.as_str());
        let table = match &paper.body {
            Body::List(rows) => projects_table(edition, words, marks, named, rows, false),
            Body::Change(rows) => projects_table(edition, words, marks, named, rows, true),
            Body::Exits(rows) => exits_table(edition, words, marks, named, rows),
            Body::Corrections(rows) => corrections_table(edition, words, marks, named, rows),
        };
        Attachment { heading: paper.heading, table, signature: words.lang.t("papers-signature") }
    });
    let first = sheets.next().context("a document without its list")?;
    to_attachments(&first, &sheets.collect::<Vec<_>>())
}

/// The official columns over some rows. In a change set the rows are numbered from 1, and the serial on the list
/// stands last.
fn projects_table(
    edition: &Edition,
    words: &Words,
    marks: &Marks,
    (name, title): (&str, &str),
    rows: &[Row<'_>],
    in_change_set: bool,
) -> Table {
    let lang = words.lang;
    let draft = edition.frozen().is_none();
    let mut columns: Vec<Heading> =
        COLUMNS.iter().map(|(label, width, ..)| Heading::new(lang.t(label), *width)).collect();
    if in_change_set {
        columns.push(Heading::new(lang.t("papers-column-list-serial"), 9.0));
    } else if draft {
        columns.push(Heading::new(lang.t("lists-column-state"), 9.0));
    }
    let mut own = 0;
    let mut line = |row: &Row<'_>| match row {
        Row::Sum(group, sums) => {
            let mut cells: Vec<Cell> = COLUMNS.iter().map(|(.., cell)| cell(sums)).collect();
            cells[1] = Cell::Text(words.group(*group, sums.count, edition.extract));
            Line { key: String::new(), cells, is_subtotal: true }
        }
        Row::Project(entry) => {
            let project = Project { entry, words };
            let mut cells: Vec<Cell> = COLUMNS.iter().map(|(_, _, cell, _)| cell(&project)).collect();
            if in_change_set {
                own += 1;
                cells[0] = Cell::Integer(own);
                cells.push(Cell::Integer(entry.serial.into()));
            } else if draft {
                cells.push(said(words.state(edition.state_of(entry.project_id))));
            }
            Line { key: String::new(), cells, is_subtotal: false }
        }
    };
    let rows = rows.iter().map(&mut line).collect();
    let mut table = marks.table(name, title, columns, rows);
    table.captions.push(lang.t("lists-unit-wan"));
    table
}

const EXIT_COLUMNS: [(&str, f64); 7] = [
    ("papers-column-own-serial", 6.0),
    ("lists-column-name", 44.0),
    ("lists-column-place", 20.0),
    ("papers-column-old-class", 12.0),
    ("papers-column-way", 14.0),
    ("papers-column-reason", 60.0),
    ("papers-column-into", 44.0),
];

fn exits_table(
    edition: &Edition,
    words: &Words,
    marks: &Marks,
    (name, title): (&str, &str),
    rows: &[ExitRow<'_>],
) -> Table {
    let heading = |(label, width): (&str, f64)| Heading::new(words.lang.t(label), width);
    let mut own = 0;
    let mut line = |row: &ExitRow<'_>| match row {
        ExitRow::Sum(group, count) => {
            let name = Cell::Text(words.group(*group, *count, edition.extract));
            Line { key: String::new(), cells: vec![Cell::Empty, name], is_subtotal: true }
        }
        ExitRow::Exit(exit) => {
            own += 1;
            let cells = vec![
                Cell::Integer(own),
                Cell::Text(exit.name.clone()),
                said(words.division(exit.division)),
                said(words.lang.word("class", exit.class.as_str())),
                said(way_out(words.lang, exit)),
                text(exit.reason.as_ref()),
                said(lives_on_in(words.lang, edition, exit)),
            ];
            Line { key: String::new(), cells, is_subtotal: false }
        }
    };
    let rows = rows.iter().map(&mut line).collect();
    marks.table(name, title, EXIT_COLUMNS.map(heading).into(), rows)
}

const CORRECTION_COLUMNS: [(&str, f64); 6] = [
    ("papers-column-own-serial", 6.0),
    ("papers-column-list-serial", 9.0),
    ("lists-column-name", 36.0),
    ("papers-column-fact", 16.0),
    ("papers-column-from", 40.0),
    ("papers-column-to", 40.0),
];

fn corrections_table(
    edition: &Edition,
    words: &Words,
    marks: &Marks,
    (name, title): (&str, &str),
    rows: &[CorrectionRow],
) -> Table {
    let heading = |(label, width): (&str, f64)| Heading::new(words.lang.t(label), width);
    let line = |(own, row): (i64, &CorrectionRow)| Line {
        key: String::new(),
        cells: vec![
            Cell::Integer(own),
            Cell::Integer(row.list_serial.into()),
            Cell::Text(row.name.clone()),
            said(row.field.clone()),
            said(row.from.clone()),
            said(row.to.clone()),
        ],
        is_subtotal: false,
    };
    let rows = (1..).zip(rows).map(line).collect();
    let mut table = marks.table(name, title, CORRECTION_COLUMNS.map(heading).into(), rows);
    table.captions.extend(correction_reason(words.lang, edition));
    table
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
