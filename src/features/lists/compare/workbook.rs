//! A comparison to take away: a workbook of five sheets (the figures with the sentences below them, what entered and
//! left and changed its class, every changed fact old beside new, the sums of each group, the stages of each group).
//! Numbers are numbers; text that people typed is text and can become no formula.

use super::item::Item;
use super::model::Change;
use super::sentences::sentences;
use super::sides::{Asked, Compared, Side, read};
use super::totals::{Shift, Sums, difference};
use super::words::{fate, side, stage_name};
use crate::context::Context;
use crate::features::lists::words::Words;
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::sheet::write::{Entry as Cell, Heading, Line, Table, to_xlsx_book};
use crate::web::{ApiResult, Caller, Form, Lang, PageResult, Shell, attachment, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET /lists/{quarter}/compare.xlsx
pub async fn page(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    Ok(download(ctx, caller, shell.lang, &path, query(&request)?).await?)
}

/// The comparison as a workbook: figures and sentences, what entered and left, changed facts, groups, stages.
#[utoipa::path(get, path = "/api/v1/lists/{quarter}/compare.xlsx", tag = "lists",
    params(
        ("quarter" = String, Path, example = "2026Q3"),
        ("with" = Option<String>, Query, description = "As for the comparison itself"),
        ("with_version" = Option<i32>, Query, description = "Of the other side; the newest when absent"),
        ("version" = Option<i32>, Query, description = "Of this list; the newest when absent"),
    ),
    responses(
        (status = 200, description = "The file"),
        (status = 404, description = "A list or version is not there"),
        (status = 422, description = "A parameter cannot be read, or both sides are the same list"),
    ))]
pub async fn api(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    Ok(download(ctx, caller, shell.lang, &path, query(&request)?).await?)
}

async fn download(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    quarter: &str,
    query: Form,
) -> Result<HttpResponse> {
    let asked = Asked::of(Quarter::parse(quarter).map_err(|_| Error::NotFound)?, &query)?;
    let now = ctx.now();
    let (compared, book) =
        ctx.db.read(move |conn| Ok((read(conn, &caller.scope, asked)?, reference::book(conn)?))).await?;
    let sheets = Sheets {
        words: &Words { lang, book, province: ctx.province },
        compared: &compared,
        taken: lang.all("lists-taken", &[("name", caller.name), ("time", now.local_text(ctx.zone))]),
        demonstration: ctx.instance.demonstration,
        now,
    };
    let mut first = sheets.overview();
    first.properties = properties(&compared, &ctx.instance.id);
    let more = [sheets.moves(), sheets.changes(), sheets.groups(), sheets.stages()];
    let part = if compared.is_extract() { "-extract" } else { "" };
    let name = format!("{}-{}{part}.xlsx", compared.from.file_name(), compared.to.file_name());
    Ok(attachment(XLSX, &name, &name, to_xlsx_book(&first, &more)?))
}

/// Which two documents were compared.
fn properties(compared: &Compared, instance: &str) -> Vec<(String, String)> {
    let mut pairs = vec![("instance".to_owned(), instance.to_owned())];
    for (name, side) in [("from", &compared.from), ("to", &compared.to)] {
        pairs.push((name.to_owned(), side.file_name()));
        pairs.extend(side.version().map(|version| (format!("{name}_hash"), version.hash.clone())));
    }
    pairs.push(("extract".to_owned(), compared.is_extract().to_string()));
    pairs
}

struct Sheets<'a> {
    words: &'a Words,
    compared: &'a Compared,
    taken: String,
    demonstration: bool,
    now: Instant,
}

impl Sheets<'_> {
    fn t(&self, id: &str) -> String {
        self.words.lang.t(id)
    }

    fn side(&self, one: &Side) -> String {
        self.words.lang.render(&side(self.compared, one))
    }

    fn table(&self, sheet: &str, columns: &[(&str, f64)], rows: Vec<Line>) -> Table {
        let columns = columns.iter().map(|(id, width)| Heading::new(self.t(id), *width));
        self.table_of(sheet, columns.collect(), rows)
    }

    fn table_of(&self, sheet: &str, columns: Vec<Heading>, rows: Vec<Line>) -> Table {
        let lang = self.words.lang;
        let sides = [("from", self.side(&self.compared.from)), ("to", self.side(&self.compared.to))];
        let mut captions = vec![lang.all("compare-sides-caption", &sides)];
        if self.compared.is_extract() {
            captions.push(self.t("compare-extract"));
        }
        if self.demonstration {
            captions.push(self.t("demonstration-banner"));
        }
        Table {
            sheet: self.t(sheet),
            title: format!("{} · {}", self.t("compare-title"), self.t(sheet)),
            captions,
            columns,
            rows,
            notes: vec![lang.with("lists-note", "text", &self.taken)],
            footer: self.taken.clone(),
            key_header: None,
            properties: Vec::new(),
            created: self.now,
        }
    }

    fn overview(&self) -> Table {
        let found = &self.compared.comparison;
        let Shift { before, after, .. } = &found.totals.whole;
        let count = |id: &str, before: i64, after: i64| {
            vec![text(self.t(id)), Cell::Integer(before), Cell::Integer(after), Cell::Integer(after - before)]
        };
        let money = |id: &str, before: Money, after: Money| {
            let change = Cell::MoneyWan(difference(before, after));
            vec![text(self.t(id)), Cell::MoneyWan(before), Cell::MoneyWan(after), change]
        };
        let only = |id: &str, count: usize| {
            vec![text(self.t(id)), Cell::Empty, Cell::Empty, Cell::Integer(count as i64)]
        };
        let rows = vec![
            count("compare-count", before.count, after.count),
            count("compare-started", before.started(), after.started()),
            money("compare-wan", before.total, after.total),
            money("compare-annual-plan-wan", before.annual_plan, after.annual_plan),
            money("compare-ytd-wan", before.ytd, after.ytd),
            only("compare-entered", found.added.len()),
            only("compare-left", found.exited.len()),
            only("compare-changed", found.changed().count()),
        ];
        let rows = rows.into_iter().map(line).collect();
        let columns = [
            ("compare-indicator", 36.0),
            ("compare-before", 18.0),
            ("compare-after", 18.0),
            ("compare-change", 18.0),
        ];
        let mut table = self.table("compare-sheet-overview", &columns, rows);
        table.notes.splice(0..0, sentences(self.words, self.compared));
        table
    }

    /// What entered and left, and what changed its class.
    fn moves(&self) -> Table {
        let found = &self.compared.comparison;
        let mut rows = Vec::new();
        for item in &found.added {
            rows.push(self.moved("lists-change-addition", None, Some(item), item, String::new()));
        }
        let kinds = [
            (&found.to_implementation, "lists-change-to-implementation"),
            (&found.to_preparation, "lists-change-to-preparation"),
        ];
        for (kept, kind) in kinds {
            for kept in kept {
                rows.push(self.moved(
                    kind,
                    Some(&kept.before),
                    Some(&kept.after),
                    &kept.after,
                    String::new(),
                ));
            }
        }
        for gone in &found.exited {
            let why = fate(self.words, self.compared, gone);
            rows.push(self.moved("lists-change-exit", Some(&gone.item), None, &gone.item, why));
        }
        let columns = [
            ("compare-kind", 14.0),
            ("compare-serial-before", 10.0),
            ("compare-serial-after", 10.0),
            ("lists-column-name", 40.0),
            ("lists-column-unit", 28.0),
            ("lists-column-city", 10.0),
            ("lists-column-class", 10.0),
            ("lists-column-stage", 10.0),
            ("compare-wan", 16.0),
            ("compare-remark", 40.0),
        ];
        self.table("compare-sheet-moves", &columns, rows)
    }

    fn moved(
        &self,
        kind: &str,
        before: Option<&Item>,
        after: Option<&Item>,
        shown: &Item,
        why: String,
    ) -> Line {
        let words = self.words;
        let facts = &shown.facts;
        line(vec![
            text(self.t(kind)),
            serial(before),
            serial(after),
            text(facts.name.clone()),
            text(facts.unit.clone().unwrap_or_default()),
            text(words.city(facts.division.city())),
            text(words.lang.word("class", shown.class.as_str())),
            text(words.stage(facts.stage)),
            facts.total_investment.map_or(Cell::Empty, Cell::MoneyWan),
            text(why),
        ])
    }

    /// One row for each fact that is not as it was.
    fn changes(&self) -> Table {
        let changed = self.compared.comparison.changed();
        let rows = changed.flat_map(|kept| {
            kept.changes.iter().map(|change| {
                let facts = &kept.after.facts;
                line(vec![
                    serial(Some(&kept.before)),
                    serial(Some(&kept.after)),
                    text(facts.name.clone()),
                    text(self.words.city(facts.division.city())),
                    text(self.words.field(change.field)),
                    self.fact(change, &change.from),
                    self.fact(change, &change.to),
                ])
            })
        });
        let columns = [
            ("compare-serial-before", 10.0),
            ("compare-serial-after", 10.0),
            ("lists-column-name", 40.0),
            ("lists-column-city", 10.0),
            ("compare-field", 18.0),
            ("compare-before", 40.0),
            ("compare-after", 40.0),
        ];
        let rows = rows.collect();
        let mut table = self.table("compare-sheet-changes", &columns, rows);
        table.captions.push(self.t("lists-unit-wan"));
        table
    }

    fn fact(&self, change: &Change, fact: &Value) -> Cell {
        match fact.as_i64().filter(|_| change.field.ends_with("_yuan")) {
            Some(yuan) => Cell::MoneyWan(Money::from_yuan(yuan)),
            None => text(self.words.value(change.field, fact)),
        }
    }

    /// Every group with its heading and name; the whole comes first.
    fn all_groups(&self) -> Vec<(String, String, &Shift)> {
        let totals = &self.compared.comparison.totals;
        let mut all = vec![(self.t("compare-group"), self.t("lists-sum-whole"), &totals.whole)];
        for (by, shifts) in totals.groups() {
            let named = |shift| (self.t(by.title()), by.name(self.words, shift), shift);
            all.extend(shifts.iter().map(named));
        }
        all
    }

    fn groups(&self) -> Table {
        let row = |(heading, name, shift): (String, String, &Shift)| {
            let Shift { before, after, .. } = shift;
            line(vec![
                text(heading),
                text(name),
                Cell::Integer(before.count),
                Cell::Integer(after.count),
                Cell::Integer(shift.count()),
                Cell::MoneyWan(before.total),
                Cell::MoneyWan(after.total),
                Cell::MoneyWan(shift.total()),
                Cell::MoneyWan(before.annual_plan),
                Cell::MoneyWan(after.annual_plan),
                Cell::MoneyWan(before.ytd),
                Cell::MoneyWan(after.ytd),
            ])
        };
        let columns = [
            ("compare-kind", 12.0),
            ("compare-group", 24.0),
            ("compare-count-before", 12.0),
            ("compare-count-after", 12.0),
            ("compare-count-change", 12.0),
            ("compare-total-before", 16.0),
            ("compare-total-after", 16.0),
            ("compare-total-change", 16.0),
            ("compare-plan-before", 16.0),
            ("compare-plan-after", 16.0),
            ("compare-done-before", 16.0),
            ("compare-done-after", 16.0),
        ];
        self.table("compare-sheet-groups", &columns, self.all_groups().into_iter().map(row).collect())
    }

    fn stages(&self) -> Table {
        let lang = self.words.lang;
        let heading = |header: String, width| Heading::new(header, width);
        let mut columns = vec![heading(self.t("compare-kind"), 12.0), heading(self.t("compare-group"), 24.0)];
        for (stage, _) in Sums::default().stages() {
            let name = stage_name(self.words, stage);
            columns.push(heading(lang.with("compare-stage-before", "stage", &name), 9.0));
            columns.push(heading(lang.with("compare-stage-after", "stage", &name), 9.0));
        }
        let row = |(heading, name, shift): (String, String, &Shift)| {
            let counts = shift.before.stages().zip(shift.after.stages());
            let counts =
                counts.flat_map(|((_, before), (_, after))| [Cell::Integer(before), Cell::Integer(after)]);
            line([text(heading), text(name)].into_iter().chain(counts).collect())
        };
        self.table_of("compare-sheet-stages", columns, self.all_groups().into_iter().map(row).collect())
    }
}

fn line(cells: Vec<Cell>) -> Line {
    Line { key: String::new(), cells, is_subtotal: false }
}

fn text(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn serial(item: Option<&Item>) -> Cell {
    item.and_then(|item| item.serial).map_or(Cell::Empty, |serial| Cell::Integer(serial.into()))
}
