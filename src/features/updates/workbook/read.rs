//! One row of typed cells to what it says. What a cell cannot be taken for becomes a remark at it; what a cell does not
//! say stays empty.

use super::columns::column_of;
use super::said::{MERGED, Said};
use crate::features::projects::{self, Stage, StageWords};
use crate::features::reference::Book;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::sheet::{Address, Level, Reading, Remark, Row, Value};
use std::collections::BTreeMap;

/// What the hidden column says: under which workbook's number the row was handed out, and about which project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// `report_workbooks.id`
    pub workbook: i64,
    /// `projects.id`
    pub project: i64,
}

impl RowKey {
    /// As the column spells it.
    pub fn text(self) -> String {
        format!("{}:{}", self.workbook, self.project)
    }

    fn parse(text: &str) -> Option<Self> {
        let (workbook, project) = text.split_once(':')?;
        Some(Self { workbook: workbook.trim().parse().ok()?, project: project.trim().parse().ok()? })
    }
}

/// What a row says.
pub struct ReportRow {
    /// Name of the sheet.
    pub sheet: String,
    /// From 1.
    pub number: u32,
    /// The hidden key; none where there is no such cell.
    pub key: Option<RowKey>,
    /// The hidden cell holds something else than a key.
    pub key_is_torn: bool,
    /// The project's name as the row says it.
    pub name: String,
    /// The project's unit as the row says it.
    pub unit: Option<String>,
    /// The total as the row says it.
    pub total: Option<String>,
    /// The year's plan as the row says it.
    pub plan: Option<String>,
    /// What its open cells say.
    pub said: Said,
    /// It says that nothing moved.
    pub no_change: bool,
    /// A reason for what is unusual.
    pub why: Option<String>,
    /// The cell of each of these, filled or not, by the contract's name.
    pub cells: BTreeMap<&'static str, Address>,
    /// Where remarks about the row as a whole stand.
    pub name_cell: Address,
    /// It cannot be taken as it is.
    pub has_error: bool,
}

/// The rows of a sheet, and what is to be said about their cells (the reader's own remarks included).
pub fn read_rows(reading: &Reading, book: &Book) -> (Vec<ReportRow>, Vec<Remark>) {
    let mut remarks = reading.remarks.clone();
    let mut rows = Vec::new();
    for row in &reading.rows {
        let mut reader = RowReader { reading, row, book, remarks: Vec::new(), has_error: row.has_error };
        rows.push(reader.read());
        remarks.append(&mut reader.remarks);
    }
    (rows, remarks)
}

struct RowReader<'a> {
    reading: &'a Reading,
    row: &'a Row,
    book: &'a Book,
    remarks: Vec<Remark>,
    has_error: bool,
}

impl RowReader<'_> {
    fn read(&mut self) -> ReportRow {
        let mut said = Said::default();
        said.figures.stage = self.stage();
        said.figures.cumulative = self.money("cumulative_investment");
        said.figures.ytd = self.money("ytd_investment");
        said.figures.progress_text = self.text("progress_text");
        said.figures.enrolled = self.yes_or_no("enrolled");
        said.figures.planned_finish = match self.value("planned_finish") {
            Some(Value::Date(date)) => Some(date.clone()),
            _ => None,
        };
        said.problems = self.text("problems");
        let key_text = self.text("key");
        let key = key_text.as_deref().and_then(RowKey::parse);
        let no_change = self.yes_or_no("no_change") == Some(true);
        let cell = |field: &'static str| Some((field, self.reading.address(self.row, column_of(field))?));
        let mut cells: BTreeMap<&'static str, Address> = MERGED.into_iter().filter_map(cell).collect();
        cells.extend(["name", "unit", "total", "plan", "no_change", "why"].into_iter().filter_map(cell));
        ReportRow {
            sheet: self.reading.sheet.clone(),
            number: self.row.number,
            key,
            key_is_torn: key.is_none() && key_text.is_some(),
            name: self.text("name").unwrap_or_default(),
            unit: self.text("unit"),
            total: self.text("total"),
            plan: self.text("plan"),
            said,
            no_change,
            why: self.text("why"),
            name_cell: cells.get("name").copied().unwrap_or(Address::new(self.row.number - 1, 0)),
            cells,
            has_error: self.has_error,
        }
    }

    fn value(&self, field: &str) -> Option<&Value> {
        self.row.cells.get(field).map(|cell| &cell.value)
    }

    fn text(&self, field: &str) -> Option<String> {
        match self.value(field)? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn money(&self, field: &str) -> Option<Money> {
        match self.value(field)? {
            Value::Money(money) => Some(*money),
            _ => None,
        }
    }

    fn yes_or_no(&mut self, field: &'static str) -> Option<bool> {
        let words = self.text(field)?;
        let said = projects::yes_or_no(&words);
        if said.is_none() {
            self.remark(field, Level::Error, Message::new("updates-sheet-yes-or-no").with("value", &words));
        }
        said
    }

    /// A stage by any of its words; what is no stage is refused, because the report would say another thing.
    fn stage(&mut self) -> Option<Stage> {
        let words = self.text("stage")?;
        let StageWords { stage, remark, .. } = projects::stage_of(&words, self.book);
        match (stage, remark) {
            (None, _) => {
                let message = Message::new("updates-sheet-stage-unknown").with("value", &words);
                self.remark("stage", Level::Error, message);
            }
            (Some(_), Some((level, message))) => self.remark("stage", level, message),
            (Some(_), None) => {}
        }
        stage
    }

    fn remark(&mut self, field: &'static str, level: Level, message: Message) {
        self.has_error |= level == Level::Error;
        let Some(cell) = self.reading.address(self.row, field) else { return };
        let value = self.row.cells.get(field).map(|cell| cell.raw_text.chars().take(80).collect());
        self.remarks.push(Remark {
            sheet: self.reading.sheet.clone(),
            cell,
            field: Some(field),
            level,
            message,
            value: value.unwrap_or_default(),
            suggestion: None,
        });
    }
}
