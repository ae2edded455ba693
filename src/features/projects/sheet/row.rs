//! One row of typed cells to the facts it states. A fact that the row does not state stays empty, so that an empty
//! cell never erases anything; what the row does state knows its cell, so that every later refusal can name it.

mod figures;

use super::super::model::Facts;
use super::place;
use super::unit_and_name;
use super::words::{self, Meaning, StageWords};
use crate::features::reference::Book;
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::sheet::{Address, Cell, Level, Reading, Remark, Row, Suggestion, Value};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a reading needs to know besides the cells.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Places, industries, stage words.
    pub book: &'a Book,
    /// Where a row belongs that names no place.
    pub home: DivisionCode,
    /// A start before this day has happened.
    pub today: NaiveDate,
}

/// What a row says about one project.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Name of the sheet.
    pub sheet: String,
    /// The sheet's row number, from 1.
    pub number: u32,
    /// The record it was exported from, when it comes from one of our own workbooks.
    pub key: Option<RowKey>,
    /// What the row states; what it does not state is empty.
    pub facts: Facts,
    /// The cell of each stated fact, by the contract's name of the fact.
    pub cells: BTreeMap<&'static str, Address>,
    /// Where the name stands or should stand: the address of remarks about the row as a whole.
    pub name_cell: Address,
    /// The stage's words speak of one phase, so they do not move a project that is further on.
    pub speaks_of_a_phase: bool,
    /// The row cannot be taken as it is.
    pub has_error: bool,
}

/// The hidden key of an exported row: `PROJECT_ID:VERSION`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// `projects.id`
    pub project_id: i64,
    /// The version that was exported.
    pub version: i64,
}

impl RowKey {
    fn parse(text: &str) -> Option<Self> {
        let (project_id, version) = text.split_once(':')?;
        Some(Self { project_id: project_id.parse().ok()?, version: version.parse().ok()? })
    }
}

/// The rows of one sheet, and everything there is to say about their cells (the reader's own remarks included).
pub fn read_rows(reading: &Reading, setting: Setting<'_>) -> (Vec<SheetRow>, Vec<Remark>) {
    let mut remarks = reading.remarks.clone();
    remarks.extend(not_kept(reading));
    let rows = reading
        .rows
        .iter()
        .map(|row| {
            let mut reader = RowReader::new(reading, row, setting);
            reader.read();
            remarks.append(&mut reader.remarks);
            reader.out
        })
        .collect();
    remarks.sort_by_key(|remark| remark.cell);
    (rows, remarks)
}

/// Columns that are understood but have no place in the registry are named once, at their header.
fn not_kept(reading: &Reading) -> impl Iterator<Item = Remark> + '_ {
    super::columns::NOT_KEPT.iter().filter_map(|field| reading.columns.get(field)).map(|head| Remark {
        sheet: reading.sheet.clone(),
        cell: head.address,
        field: Some(head.field),
        level: Level::Note,
        message: Message::new("projects-sheet-column-not-kept").with("header", &head.text),
        value: head.text.clone(),
        suggestion: None,
    })
}

struct RowReader<'a> {
    reading: &'a Reading,
    row: &'a Row,
    setting: Setting<'a>,
    out: SheetRow,
    remarks: Vec<Remark>,
}

impl<'a> RowReader<'a> {
    fn new(reading: &'a Reading, row: &'a Row, setting: Setting<'a>) -> Self {
        let name_cell = reading.address(row, "name").unwrap_or(Address::new(row.number - 1, 0));
        let out = SheetRow {
            sheet: reading.sheet.clone(),
            number: row.number,
            key: None,
            facts: Facts::named("", setting.home),
            cells: BTreeMap::new(),
            name_cell,
            speaks_of_a_phase: false,
            has_error: row.has_error,
        };
        Self { reading, row, setting, out, remarks: Vec::new() }
    }

    fn read(&mut self) {
        self.out.key = self.text("key").and_then(|(_, text)| RowKey::parse(&text));
        self.name_and_unit();
        self.place();
        self.stage_and_kind();
        self.codes();
        self.money();
        self.dates();
        self.plain_words();
    }

    fn cell(&self, field: &str) -> Option<&'a Cell> {
        self.row.cells.get(field)
    }

    /// A cell's words, with where they stand.
    fn text(&self, field: &str) -> Option<(Address, String)> {
        let cell = self.cell(field)?;
        match &cell.value {
            Value::Text(text) => Some((cell.address, text.clone())),
            _ => None,
        }
    }

    fn remark(
        &mut self,
        field: &'static str,
        at: Address,
        level: Level,
        message: Message,
        suggestion: Option<Suggestion>,
    ) {
        self.out.has_error |= level == Level::Error;
        let value = self
            .row
            .cells
            .get(field)
            .map(|cell| cell.raw_text.chars().take(80).collect())
            .unwrap_or_default();
        let sheet = self.reading.sheet.clone();
        self.remarks.push(Remark { sheet, cell: at, field: Some(field), level, message, value, suggestion });
    }

    fn name_and_unit(&mut self) {
        let Some(cell) = self.cell("name") else { return };
        let Value::Text(name) = &cell.value else { return };
        self.out.cells.insert("name", cell.address);
        self.out.facts.name.clone_from(name);
        let shared =
            self.reading.columns.get("name").is_some_and(|head| unit_and_name::is_shared(&head.text));
        if let Some((at, unit)) = self.text("unit") {
            self.out.cells.insert("unit", at);
            self.out.facts.unit = Some(unit);
        } else if shared {
            if let Some((unit, name)) = unit_and_name::split(&cell.raw_text) {
                let message =
                    Message::new("projects-sheet-unit-split").with("unit", &unit).with("name", &name);
                self.out.cells.insert("unit", cell.address);
                self.out.facts.unit = Some(unit);
                self.out.facts.name = name;
                self.remark("name", cell.address, Level::Note, message, None);
            } else {
                let message = Message::new("projects-sheet-unit-not-split");
                self.remark("name", cell.address, Level::Warning, message, None);
            }
        }
    }

    fn place(&mut self) {
        let words = place::Words {
            city: self.text("city"),
            county: self.text("county"),
            location: self.text("location"),
        };
        let found = place::resolve(&words, self.setting.book, self.setting.home);
        for (field, at, level, message, suggestion) in found.remarks {
            self.remark(field, at, level, message, suggestion);
        }
        let facts = &mut self.out.facts;
        (facts.division, facts.address, facts.park_id) = (found.division, found.address, found.park);
        self.out.cells.extend(found.cells);
        if let Some((at, words)) = self.text("park") {
            self.out.cells.insert("park_id", at);
            match self.setting.book.park(&words) {
                Some(park) => self.out.facts.park_id = Some(park.id),
                None => self.unplaced("park", at, &words),
            }
        }
    }

    /// Words that name nothing we know: said, not kept.
    fn unplaced(&mut self, field: &'static str, at: Address, words: &str) {
        let message = Message::new("projects-sheet-word-unknown").with("value", words);
        self.remark(field, at, Level::Warning, message, None);
    }

    /// The stage's own column first, then the mixed ones, which may fill what is still empty.
    fn stage_and_kind(&mut self) {
        if let Some((at, words)) = self.text("stage") {
            match words::meaning_of(&words, self.setting.book) {
                Some(meaning) => self.meaning("stage", at, &words, meaning),
                None => self.stage("stage", at, &words, words::stage_of(&words, self.setting.book)),
            }
        }
        for field in ["industry", "category", "project_type"] {
            let Some((at, words)) = self.text(field) else { continue };
            match words::mixed_meaning_of(&words, self.setting.book) {
                Some(meaning) => self.meaning(field, at, &words, meaning),
                None => self.unplaced(field, at, &words),
            }
        }
        if let Some((at, words)) = self.text("chain") {
            match self.setting.book.chain(&words) {
                Some(chain) => {
                    self.out.facts.chain_id = Some(chain.id);
                    self.out.cells.insert("chain_id", at);
                }
                None => self.unplaced("chain", at, &words),
            }
        }
    }

    fn meaning(&mut self, field: &'static str, at: Address, words: &str, meaning: Meaning) {
        let facts = &mut self.out.facts;
        let fact = match meaning {
            Meaning::Class(class) if facts.class.is_none() => {
                facts.class = Some(class);
                "class"
            }
            Meaning::Nature(nature) if facts.nature.is_none() => {
                facts.nature = Some(nature);
                "nature"
            }
            Meaning::Industry(code) if facts.industry.is_none() => {
                facts.industry = Some(code);
                "industry"
            }
            Meaning::Stage(reading) if facts.stage.is_none() && facts.stage_text.is_none() => {
                self.stage(field, at, words, reading);
                return;
            }
            _ => return,
        };
        self.out.cells.insert(fact, at);
    }

    fn stage(&mut self, field: &'static str, at: Address, words: &str, reading: StageWords) {
        self.out.facts.stage = reading.stage;
        self.out.speaks_of_a_phase = reading.partial;
        self.out.facts.stage_text = reading.keeps_words.then(|| words.to_owned());
        self.out.cells.insert("stage", at);
        if let Some((level, message)) = reading.remark {
            self.remark(field, at, level, message, None);
        }
    }

    fn plain_words(&mut self) {
        if let Some((at, words)) = self.text("enrolled") {
            self.out.facts.enrolled = words::yes_or_no(&words);
            match self.out.facts.enrolled {
                Some(_) => drop(self.out.cells.insert("enrolled", at)),
                None => self.unplaced("enrolled", at, &words),
            }
        }
        for (field, fact) in [
            ("content", "scope_text"),
            ("responsible_unit", "responsible_unit"),
            ("responsible_person", "responsible_person"),
            ("sponsor_leader", "sponsor_leader"),
        ] {
            let Some((at, words)) = self.text(field) else { continue };
            self.out.cells.insert(fact, at);
            let facts = &mut self.out.facts;
            let slot = match fact {
                "scope_text" => &mut facts.scope_text,
                "responsible_unit" => &mut facts.responsible_unit,
                "responsible_person" => &mut facts.responsible_person,
                _ => &mut facts.sponsor_leader,
            };
            *slot = Some(words);
        }
    }
}
