//! The pass over one sheet: which rows are data, what each cell holds, and what there is to say about it.

use super::super::cell::{Address, Grid};
use super::super::column::{Column, Kind};
use super::super::header::Header;
use super::super::remark::{Fixes, Level, Remark, Remarks, Suggestion};
use super::super::spelling::normal;
use super::super::totals::{self, Marker, MarkerKind};
use super::super::value::{self, Value, is_blank};
use super::{Cell, Reading, Row};
use crate::kernel::message::Message;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct SheetReader<'a> {
    grid: &'a Grid,
    columns: &'a [Column],
    fixes: &'a Fixes,
    header: Header,
    /// Vertically merged cells of word columns: (column, row below the first) to the first cell.
    merged: BTreeMap<Address, Address>,
    remarks: Remarks,
    without_unit: BTreeSet<&'static str>,
}

impl<'a> SheetReader<'a> {
    pub(super) fn new(grid: &'a Grid, columns: &'a [Column], fixes: &'a Fixes, header: Header) -> Self {
        let merged = merged_words(grid, columns, &header);
        Self {
            grid,
            columns,
            fixes,
            header,
            merged,
            remarks: Remarks::default(),
            without_unit: BTreeSet::new(),
        }
    }

    pub(super) fn read(mut self) -> Reading {
        self.remark_on_header();
        let (mut rows, mut markers, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        let mut section = None;
        let below: Vec<u32> =
            self.grid.filled_rows().into_iter().filter(|row| *row > self.header.rows.1).collect();
        let sorter = totals::Sorter::new(self.grid, self.columns, &self.header);
        for number in below {
            if self.repeats_header(number) {
                continue;
            }
            match sorter.marker(number) {
                Some(Marker { kind: MarkerKind::Note, label, .. }) => notes.push(label),
                Some(marker) => {
                    if matches!(marker.kind, MarkerKind::Section(_)) {
                        section = Some(marker.label.clone());
                    }
                    markers.push(marker);
                }
                None => rows.extend(self.row(number, section.clone())),
            }
        }
        let (declared, differences) = totals::compare(&markers, &rows, &self.header, &self.grid.name);
        for remark in differences {
            self.remarks.push(remark);
        }
        self.remark_on_units();
        Reading {
            sheet: self.grid.name.clone(),
            unit: self.header.caption_unit,
            header_rows: (self.header.rows.0 + 1, self.header.rows.1 + 1),
            ignored_columns: self.header.ignored.iter().map(|(_, text)| text.clone()).collect(),
            caption: self.header.caption,
            columns: self.header.fields,
            rows,
            notes,
            declared,
            remarks: self.remarks.finish(),
        }
    }

    /// A header printed again on the next page.
    fn repeats_header(&self, row: u32) -> bool {
        let mut same = 0;
        for cell in self.header.fields.values() {
            let here = self.grid.get(Address::new(row, cell.address.column)).map(|c| normal(&c.shown()));
            let heads = self.grid.get(cell.address).map(|c| normal(&c.shown()));
            match (here, heads) {
                (Some(here), Some(heads)) if here == heads => same += 1,
                (Some(_), _) => return false,
                _ => {}
            }
        }
        same >= 2
    }

    /// One data row, or nothing when it is only a numbered line of an unused template.
    fn row(&mut self, number: u32, section: Option<String>) -> Option<Row> {
        let columns = self.columns;
        let mut row = Row { number: number + 1, section, cells: BTreeMap::new(), has_error: false };
        let mut has_content = false;
        let is_span = |column: &&Column| matches!(column.kind, Kind::Range { .. });
        // Spans come last: they fill only what has no column of its own.
        for column in columns.iter().filter(|c| !is_span(c)).chain(columns.iter().filter(is_span)) {
            let Some(head) = self.header.fields.get(column.field) else { continue };
            let here = Address::new(number, head.address.column);
            let at = self.merged.get(&here).copied().unwrap_or(here);
            let Some(raw) = self.grid.get(at) else { continue };
            let fix = self.fixes.get(&(self.grid.name.clone(), at));
            let Some(parsed) = value::parse(raw, column.kind, head.unit, self.grid.from_1904, fix) else {
                continue;
            };
            // Words merged downwards make no row of their own.
            has_content |= column.kind != Kind::Serial && at == here;
            if parsed.lacks_unit {
                self.without_unit.insert(column.field);
            }
            for (level, message, suggestion) in parsed.remarks {
                row.has_error |= level == Level::Error;
                self.remark(at, Some(column.field), level, message, suggestion);
            }
            let cell = Cell { address: at, raw_text: raw.shown(), value: parsed.value };
            self.place(&mut row, column, cell);
        }
        if !has_content {
            self.remark_on_unread(number);
            return None;
        }
        for column in columns.iter().filter(|c| c.required && !row.cells.contains_key(c.field)) {
            let Some(head) = self.header.fields.get(column.field) else { continue };
            row.has_error = true;
            let message = Message::new("sheet-required").with("column", column.label());
            self.remark(
                Address::new(number, head.address.column),
                Some(column.field),
                Level::Error,
                message,
                None,
            );
        }
        Some(row)
    }

    /// Puts a cell under its field; a span under its two. A field that already has a value of its own keeps it, and
    /// a span that says otherwise is reported.
    fn place(&mut self, row: &mut Row, column: &Column, cell: Cell) {
        let (Kind::Range { start, finish }, Value::Range(from, to)) = (column.kind, &cell.value) else {
            self.settle(row, column.field, cell);
            return;
        };
        let ends = [(start, from.clone()), (finish, to.clone())];
        for (field, date) in ends {
            self.settle(row, field, Cell { value: Value::Date(date), ..cell.clone() });
        }
    }

    fn settle(&mut self, row: &mut Row, field: &'static str, cell: Cell) {
        match row.cells.get(field) {
            None => {
                row.cells.insert(field, cell);
            }
            Some(first) if first.value != cell.value => {
                let message = Message::new("sheet-two-values")
                    .with("value", &cell.raw_text)
                    .with("other", first.address)
                    .with("kept", &first.raw_text);
                self.remark(cell.address, Some(field), Level::Warning, message, None);
            }
            Some(_) => {}
        }
    }

    fn remark(
        &mut self,
        cell: Address,
        field: Option<&'static str>,
        level: Level,
        message: Message,
        suggestion: Option<Suggestion>,
    ) {
        let value = self.grid.get(cell).map(value::quoted).unwrap_or_default();
        self.remarks.push(Remark {
            sheet: self.grid.name.clone(),
            cell,
            field,
            level,
            message,
            value,
            suggestion,
        });
    }

    /// A row with words only where no column was recognised.
    fn remark_on_unread(&mut self, row: u32) {
        let read: BTreeSet<u32> = self.header.fields.values().map(|head| head.address.column).collect();
        let unread =
            self.grid.row(row).find(|(at, cell)| !read.contains(&at.column) && !is_blank(&cell.shown()));
        if let Some(at) = unread.map(|(at, _)| at) {
            self.remark(at, None, Level::Note, Message::new("sheet-row-unread").with("row", row + 1), None);
        }
    }

    fn remark_on_header(&mut self) {
        for (loser, winner) in self.header.doubles.clone() {
            let message =
                Message::new("sheet-column-twice").with("header", &loser.text).with("other", winner);
            self.remark(loser.address, Some(loser.field), Level::Note, message, None);
        }
        if let Some((first, _)) = self.header.ignored.first() {
            let names: Vec<&str> = self.header.ignored.iter().map(|(_, text)| text.as_str()).collect();
            let message = Message::new("sheet-columns-ignored").with("headers", names.join("、"));
            self.remark(*first, None, Level::Note, message, None);
        }
    }

    /// One way to mend all amounts of a column at once: name the unit in its header.
    fn remark_on_units(&mut self) {
        for field in std::mem::take(&mut self.without_unit) {
            let Some(head) = self.header.fields.get(field).cloned() else { continue };
            let own =
                self.grid.get(head.address).map(|cell| cell.shown().trim().to_owned()).unwrap_or_default();
            let message = Message::new("sheet-header-without-unit").with("header", &own);
            let suggestion = Suggestion::replace(format!("{own}（万元）"));
            self.remark(head.address, Some(field), Level::Warning, message, Some(suggestion));
        }
    }
}

/// A city merged over its projects is the city of each; an amount or a name merged over rows is not.
fn merged_words(grid: &Grid, columns: &[Column], header: &Header) -> BTreeMap<Address, Address> {
    let words: BTreeSet<u32> = columns
        .iter()
        .filter(|column| column.kind.is_words() && !column.required)
        .filter_map(|column| header.fields.get(column.field))
        .map(|head| head.address.column)
        .collect();
    let filled = grid.filled_rows();
    let mut merged = BTreeMap::new();
    for region in
        grid.merges.iter().filter(|r| r.first.row > header.rows.1 && r.first.column == r.last.column)
    {
        if words.contains(&region.first.column) {
            let from = filled.partition_point(|row| *row <= region.first.row);
            let rows = filled.iter().skip(from).take_while(|row| **row <= region.last.row);
            merged.extend(rows.map(|row| (Address::new(*row, region.first.column), region.first)));
        }
    }
    merged
}
