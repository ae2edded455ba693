//! A row of a sheet as the deeds take it: its words by column, and what is said of its cells.

use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::sheet::{Address, Level, Reading, Remark, Row, Value};

/// A row, and what was said of it.
pub struct Line<'a> {
    reading: &'a Reading,
    row: &'a Row,
    /// The column at which is said what is about none.
    first: &'static str,
    remarks: Vec<Remark>,
}

impl<'a> Line<'a> {
    pub const fn new(reading: &'a Reading, row: &'a Row, first: &'static str) -> Self {
        Self { reading, row, first, remarks: Vec::new() }
    }

    /// Whether a cell of it cannot be read.
    pub const fn has_error(&self) -> bool {
        self.row.has_error
    }

    /// Its sheet and its number there.
    pub fn place(&self) -> (String, u32) {
        (self.reading.sheet.clone(), self.row.number)
    }

    /// What was said of its cells.
    pub fn remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks)
    }

    /// The words of a column; nothing for an empty cell.
    pub fn text(&self, field: &str) -> &'a str {
        match self.row.cells.get(field).map(|cell| &cell.value) {
            Some(Value::Text(text) | Value::Kept(text)) => text,
            _ => "",
        }
    }

    /// The words of a column, where there are some.
    pub fn given(&self, field: &str) -> Option<String> {
        Some(self.text(field).to_owned()).filter(|text| !text.is_empty())
    }

    /// The whole number of a column, where there is one.
    pub fn whole(&self, field: &str) -> Option<i64> {
        match self.row.cells.get(field).map(|cell| &cell.value) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// The fields whose cells are filled, with their own words.
    pub fn filled(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        self.row.cells.iter().map(|(field, cell)| (*field, cell.raw_text.as_str()))
    }

    /// A sentence at the cell of a column.
    pub fn remark(&self, field: &'static str, level: Level, message: impl Into<Message>) -> Remark {
        let column = if self.reading.columns.contains_key(field) { field } else { self.first };
        let cell =
            self.reading.address(self.row, column).unwrap_or_else(|| Address::new(self.row.number - 1, 0));
        let value = self.row.cells.get(column).map(|cell| cell.raw_text.clone()).unwrap_or_default();
        Remark {
            sheet: self.reading.sheet.clone(),
            cell,
            field: Some(column),
            level,
            message: message.into(),
            value,
            suggestion: None,
        }
    }

    pub fn say(&mut self, field: &'static str, level: Level, message: impl Into<Message>) {
        let remark = self.remark(field, level, message);
        self.remarks.push(remark);
    }

    /// Says that a cell cannot be taken; nothing follows from its row.
    pub fn refuse<T>(&mut self, field: &'static str, message: impl Into<Message>) -> Option<T> {
        self.say(field, Level::Error, message);
        None
    }

    /// What a deed refused, at the cell that it is about: `column` tells a field's own one.
    pub fn refused(&mut self, error: FieldError, column: fn(&str) -> &'static str) {
        self.say(column(&error.field), Level::Error, error.message);
    }
}
