//! The preview as a page shows it: the workbook's own columns and words, every remark at its cell, old and new where
//! a row changes a record. Only shapes; the template decides how they look.

use super::actions::Shown;
use super::kinds::Rows;
use super::model::{Outcome, Plan, RowPlan};
use crate::features::reference::Book;
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::paging::{PageRequest, Paged};
use crate::sheet::{Address, Cell, Fix, Level, Reading, Remark, Row, Value};
use crate::web::Lang;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// All.
    All,
    /// Those with an error or a warning.
    Problems,
    /// Those with this outcome.
    Outcome(Outcome),
    /// Those with a warning.
    Warned,
}

impl Only {
    /// From the query; anything else is all.
    pub fn of(word: &str) -> Self {
        match word {
            "problems" => Self::Problems,
            "warning" => Self::Warned,
            other => other.parse().map_or(Self::All, Self::Outcome),
        }
    }

    /// As the query says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Problems => "problems",
            Self::Warned => "warning",
            Self::Outcome(outcome) => outcome.as_str(),
        }
    }
}

/// One page of the preview.
pub struct Preview {
    /// The sheets that have a row on this page.
    pub sheets: Vec<SheetView>,
    /// What concerns a sheet as a whole (its header, its totals), with its cell.
    pub general: Vec<RemarkView>,
    /// Rows that the filter lets through, by page.
    pub rows: Paged<()>,
}

/// A sheet's table.
pub struct SheetView {
    /// Its name.
    pub name: String,
    /// The lines above its header.
    pub caption: String,
    /// What its total row declares, in words.
    pub declared: Option<String>,
    /// Recognised columns from left to right, as the sheet heads them; the second tells numbers.
    pub heads: Vec<(String, bool)>,
    /// Rows.
    pub rows: Vec<LineView>,
}

/// A row.
pub struct LineView {
    /// From 1, as the sheet counts.
    pub number: u32,
    /// `new`, `changed`, …
    pub outcome: Outcome,
    /// The project it is or became.
    pub project: Option<i64>,
    /// One for each head.
    pub cells: Vec<CellBox>,
}

/// A cell.
pub struct CellBox {
    /// `E4`
    pub address: String,
    /// The name of the project heads its row.
    pub is_name: bool,
    /// Numbers stand to the right.
    pub is_number: bool,
    /// The heaviest remark's class: `err`, `wrn`, `nte` or none.
    pub class: &'static str,
    /// What the sheet says.
    pub text: String,
    /// What stands on record, where the row changes it, and what it becomes.
    pub change: Option<(String, String)>,
    /// What is to be said here.
    pub remarks: Vec<RemarkView>,
}

/// A remark.
pub struct RemarkView {
    /// Name of the sheet.
    pub sheet: String,
    /// `E4`
    pub address: String,
    /// `error`, `warning`, `note`.
    pub level: Level,
    /// The sentence.
    pub text: String,
    /// The way out: its label, and the value (none keeps the words).
    pub fix: Option<(String, Option<String>)>,
    /// Two sides changed the cell, and one is to be chosen.
    pub is_conflict: bool,
}

impl LineView {
    /// Class of the outcome's badge.
    pub fn badge(&self) -> &'static str {
        match self.outcome {
            Outcome::New => "ok",
            Outcome::Changed => "info",
            Outcome::Unchanged => "none",
            Outcome::Error => "bad",
        }
    }
}

impl CellBox {
    /// A person may type another value where one is refused or doubted.
    pub fn may_mend(&self) -> bool {
        matches!(self.class, "err" | "wrn")
    }
}

impl RemarkView {
    /// Class of the level's badge.
    pub fn badge(&self) -> &'static str {
        match self.level {
            Level::Error => "bad",
            Level::Warning => "warn",
            Level::Note => "none",
        }
    }
}

impl Preview {
    /// The page of `shown` that was asked for.
    pub fn of(
        shown: &Shown,
        rows: &dyn Rows,
        book: &Book,
        lang: Lang,
        (only, page): (Only, PageRequest),
    ) -> Self {
        let Shown { plan, opened, .. } = shown;
        let viewer = Viewer::new(plan, rows, book, lang);
        let wanted: Vec<&RowPlan> = plan.rows.iter().filter(|row| viewer.lets(row, only)).collect();
        let (skip, take) = (page.offset() as usize, page.per_page() as usize);
        let rows = Paged::new(Vec::new(), wanted.len() as i64, page);
        let on_page: Vec<&RowPlan> = wanted.into_iter().skip(skip).take(take).collect();
        let sheets = opened.readings.iter().filter_map(|reading| viewer.sheet(reading, &on_page));
        Self { sheets: sheets.collect(), general: viewer.general(), rows }
    }
}

type Place<'a> = (&'a str, u32);

struct Viewer<'a> {
    kind: &'a dyn Rows,
    book: &'a Book,
    lang: Lang,
    plan: &'a Plan,
    by_row: HashMap<Place<'a>, Vec<&'a Remark>>,
}

impl<'a> Viewer<'a> {
    fn new(plan: &'a Plan, kind: &'a dyn Rows, book: &'a Book, lang: Lang) -> Self {
        let mut by_row: HashMap<Place<'a>, Vec<&'a Remark>> = HashMap::new();
        for remark in &plan.remarks {
            by_row.entry((remark.sheet.as_str(), remark.cell.row + 1)).or_default().push(remark);
        }
        Self { kind, book, lang, plan, by_row }
    }

    fn remarks(&self, sheet: &'a str, number: u32) -> &[&'a Remark] {
        self.by_row.get(&(sheet, number)).map_or(&[], Vec::as_slice)
    }

    fn lets(&self, row: &'a RowPlan, only: Only) -> bool {
        let has =
            |level: Level| self.remarks(&row.sheet, row.number).iter().any(|remark| remark.level == level);
        match only {
            Only::All => true,
            Only::Problems => row.outcome == Outcome::Error || has(Level::Warning),
            Only::Warned => has(Level::Warning),
            Only::Outcome(outcome) => row.outcome == outcome,
        }
    }

    /// Remarks on lines that are no rows: headers, totals.
    fn general(&self) -> Vec<RemarkView> {
        let rows: HashSet<Place<'_>> =
            self.plan.rows.iter().map(|row| (row.sheet.as_str(), row.number)).collect();
        let outside = |remark: &&Remark| !rows.contains(&(remark.sheet.as_str(), remark.cell.row + 1));
        self.plan.remarks.iter().filter(outside).map(|remark| self.remark(remark)).collect()
    }

    fn sheet(&self, reading: &'a Reading, on_page: &[&'a RowPlan]) -> Option<SheetView> {
        let numbers: HashMap<u32, &Row> = reading.rows.iter().map(|row| (row.number, row)).collect();
        let mut columns: Vec<(&'static str, u32, &str)> = reading
            .columns
            .values()
            .map(|head| (head.field, head.address.column, head.text.as_str()))
            .collect();
        let (filled, remarked) = self.said_columns(reading);
        columns.retain(|(field, column, _)| {
            remarked.contains(column) || (filled.contains(column) && self.kind.shows(field))
        });
        columns.sort_by_key(|(_, column, _)| *column);
        let rows: Vec<LineView> = on_page
            .iter()
            .filter(|row| row.sheet == reading.sheet)
            .filter_map(|plan| Some(self.line(plan, numbers.get(&plan.number)?, &columns)))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let heads = columns.iter().map(|(field, _, text)| ((*text).to_owned(), is_amount(field))).collect();
        Some(SheetView {
            name: reading.sheet.clone(),
            caption: reading.caption.join("  "),
            declared: self.declared(&reading.sheet),
            heads,
            rows,
        })
    }

    /// Columns in which a row says something, and those in which something is to be said; the others only make the table
    /// wide.
    fn said_columns(&self, reading: &Reading) -> (HashSet<u32>, HashSet<u32>) {
        let filled = reading.rows.iter().flat_map(|row| row.cells.values()).map(|cell| cell.address.column);
        let remarked = self.plan.remarks.iter().filter(|remark| remark.sheet == reading.sheet);
        (filled.collect(), remarked.map(|remark| remark.cell.column).collect())
    }

    fn declared(&self, sheet: &str) -> Option<String> {
        let declared = self.plan.declared.get(sheet)?;
        let total = declared.sums.get("total_investment").map(|total| total.wan_text());
        let message = match (declared.count, total) {
            (None, None) => return None,
            (Some(count), None) => Message::new("imports-declared-count").with("count", count),
            (None, Some(total)) => Message::new("imports-declared-total").with("total", total),
            (Some(count), Some(total)) => {
                Message::new("imports-declared-both").with("count", count).with("total", total)
            }
        };
        Some(self.lang.render(&message))
    }

    fn line(&self, plan: &'a RowPlan, row: &Row, columns: &[(&'static str, u32, &str)]) -> LineView {
        let remarks = self.remarks(&plan.sheet, plan.number);
        let mut changes: BTreeMap<Address, Vec<(String, String)>> = BTreeMap::new();
        for change in &plan.changes {
            let home = plan.cells.get(change.field).or_else(|| plan.cells.get("name"));
            let shown = (self.value(change.field, &change.from), self.value(change.field, &change.to));
            if let Some(at) = home {
                changes.entry(*at).or_default().push(shown);
            }
        }
        let cells = columns.iter().map(|(field, column, _)| {
            let at = Address::new(row.number - 1, *column);
            let cell = row.cells.values().find(|cell| cell.address == at);
            let here: Vec<&&Remark> = remarks.iter().filter(|remark| remark.cell == at).collect();
            let class = match here.iter().map(|remark| remark.level).min() {
                Some(Level::Error) => "err",
                Some(Level::Warning) => "wrn",
                Some(Level::Note) => "nte",
                None => "",
            };
            let change = changes.remove(&at).map(|pairs| {
                let (from, to): (Vec<String>, Vec<String>) = pairs.into_iter().unzip();
                let known = |words: Vec<String>| {
                    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("; ")
                };
                (known(from), known(to))
            });
            CellBox {
                address: at.to_string(),
                is_name: *field == "name",
                is_number: is_amount(field),
                class,
                text: words(cell, &here),
                change,
                remarks: here.into_iter().map(|remark| self.remark(remark)).collect(),
            }
        });
        LineView {
            number: plan.number,
            outcome: plan.outcome,
            project: plan.project.map(|(id, _)| id),
            cells: cells.collect(),
        }
    }

    fn remark(&self, remark: &Remark) -> RemarkView {
        let fix = remark.suggestion.as_ref().map(|suggestion| {
            let value = match &suggestion.fix {
                Fix::Replace(value) => Some(value.clone()),
                Fix::KeepText => None,
            };
            (self.lang.render(&suggestion.label), value)
        });
        RemarkView {
            sheet: remark.sheet.clone(),
            address: remark.cell.to_string(),
            level: remark.level,
            text: self.lang.render(&remark.message),
            fix,
            is_conflict: self.plan.conflict_of(remark).is_some(),
        }
    }

    /// A fact as people read it: amounts in 10,000 yuan, places and words by name.
    fn value(&self, field: &str, value: &serde_json::Value) -> String {
        let Some(text) = value.as_str() else {
            return match value {
                serde_json::Value::Number(number) if field.ends_with("_yuan") => {
                    number.as_i64().map(|yuan| Money::from_yuan(yuan).wan_text()).unwrap_or_default()
                }
                serde_json::Value::Null => String::new(),
                serde_json::Value::Bool(yes) => self.lang.t(if *yes { "imports-yes" } else { "imports-no" }),
                other => other.to_string(),
            };
        };
        match field {
            "city" | "county" => DivisionCode::parse(text)
                .map_or_else(|_| text.to_owned(), |code| self.book.short_name(self.lang, code)),
            "industry" => self.book.industry_name(self.lang, text),
            "stage" | "class" | "nature" => self.lang.word(field, text),
            _ => text.to_owned(),
        }
    }
}

/// What the sheet says. A cell that was refused, maybe for what it hides, is shown as its remark quotes it.
fn words(cell: Option<&Cell>, remarks: &[&&Remark]) -> String {
    match cell {
        Some(cell) if cell.value != Value::Invalid => cell.raw_text.clone(),
        _ => remarks
            .iter()
            .map(|remark| remark.value.clone())
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
    }
}

fn is_amount(field: &str) -> bool {
    field.ends_with("_investment") || field == "annual_plan"
}
