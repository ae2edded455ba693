//! The marked-up copy: the book a person sent, given back with its bad cells coloured and annotated, and a last
//! sheet that lists everything. Values, merged regions and hidden sheets are kept so that the copy can be mended and
//! sent again; nothing in it is a formula, whatever the text begins with.

use super::cell::{Address, Book, Grid, RawCell, Region};
use super::read::Reading;
use super::remark::{Level, Remark};
use super::write::sheet_name;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use anyhow::Context;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};

/// A merged region is only looks; one that covers more cells than this is left out.
const LARGEST_MERGE: u64 = 2_000;
/// The same for all of a sheet together.
const MOST_MERGED_CELLS: u64 = 100_000;
/// Longest text a cell may hold, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;

/// The copy as xlsx bytes. `readings` tell which rows are headers, `remarks` what to mark (those of the readings and
/// the feature's own together), `render` puts a sentence into the reader's language, `now` is the time of creation.
pub fn marked_copy(
    book: &Book,
    readings: &[Reading],
    remarks: &[Remark],
    render: &dyn Fn(&Message) -> String,
    now: Instant,
) -> Result<Vec<u8>> {
    Ok(workbook(book, readings, remarks, render, now)
        .and_then(|mut copy| copy.save_to_buffer())
        .context("marked copy")?)
}

fn workbook(
    book: &Book,
    readings: &[Reading],
    remarks: &[Remark],
    render: &dyn Fn(&Message) -> String,
    now: Instant,
) -> Result<Workbook, XlsxError> {
    let mut copy = Workbook::new();
    let created = ExcelDateTime::from_timestamp(now.utc().timestamp())?;
    copy.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let mut names = BTreeSet::new();
    for grid in &book.sheets {
        let sheet = copy.add_worksheet();
        sheet.set_name(unused_name(&grid.name, &mut names))?.set_hidden(grid.hidden);
        let header =
            readings.iter().find(|reading| reading.sheet == grid.name).map(|reading| reading.header_rows);
        let mut marks: BTreeMap<Address, Vec<&Remark>> = BTreeMap::new();
        for remark in remarks.iter().filter(|remark| remark.sheet == grid.name) {
            marks.entry(remark.cell).or_default().push(remark);
        }
        copy_sheet(sheet, grid, header, &marks, render)?;
    }
    let sheet = copy.add_worksheet();
    sheet.set_name(unused_name(&render(&Message::new("sheet-issues")), &mut names))?;
    list_issues(sheet, remarks, render)?;
    Ok(copy)
}

/// A forged book may name two sheets alike.
fn unused_name(wanted: &str, names: &mut BTreeSet<String>) -> String {
    let name = sheet_name(wanted);
    let numbered = (2..).map(|n| sheet_name(&format!("{n} {name}")));
    let unused = std::iter::once(name.clone()).chain(numbered).find(|name| names.insert(name.to_lowercase()));
    unused.unwrap_or(name)
}

fn copy_sheet(
    sheet: &mut Worksheet,
    grid: &Grid,
    header: Option<(u32, u32)>,
    marks: &BTreeMap<Address, Vec<&Remark>>,
    render: &dyn Fn(&Message) -> String,
) -> Result<(), XlsxError> {
    let format = |at: Address| {
        let format = if header.is_some_and(|(first, last)| (first..=last).contains(&(at.row + 1))) {
            Format::new().set_bold().set_text_wrap()
        } else {
            Format::new()
        };
        match marks.get(&at).and_then(|remarks| remarks.iter().map(|r| r.level).min()) {
            Some(level) => format.set_background_color(colour(level)),
            None => format,
        }
    };
    for region in printable(&grid.merges) {
        sheet.merge_range(
            region.first.row,
            region.first.column as u16,
            region.last.row,
            region.last.column as u16,
            "",
            &format(region.first),
        )?;
    }
    for (at, cell) in &grid.cells {
        write(sheet, *at, cell, &format(*at))?;
    }
    for (at, remarks) in marks {
        if !grid.cells.contains_key(at) {
            sheet.write_blank(at.row, at.column as u16, &format(*at))?;
        }
        let sentences: Vec<String> = remarks.iter().map(|remark| sentence(remark, render)).collect();
        let note = Note::new(shortened(&sentences.join("\n")))
            .add_author_prefix(false)
            .set_width(320)
            .set_height(120);
        sheet.insert_note(at.row, at.column as u16, &note)?;
    }
    Ok(())
}

/// Regions that are worth copying: not a single cell, not enormous, not overlapping.
fn printable(merges: &[Region]) -> Vec<Region> {
    let mut taken = BTreeSet::new();
    let mut left = MOST_MERGED_CELLS;
    let fits = |region: &&Region| {
        if region.last.row < region.first.row || region.last.column < region.first.column {
            return false;
        }
        let (rows, columns) =
            (region.last.row - region.first.row + 1, region.last.column - region.first.column + 1);
        let size = u64::from(rows) * u64::from(columns);
        if !(2..=LARGEST_MERGE.min(left)).contains(&size) {
            return false;
        }
        let cells: Vec<Address> = (region.first.row..=region.last.row)
            .flat_map(|row| {
                (region.first.column..=region.last.column).map(move |column| Address::new(row, column))
            })
            .collect();
        let free = cells.iter().all(|at| !taken.contains(at));
        if free {
            left -= size;
            taken.extend(cells);
        }
        free
    };
    merges.iter().filter(fits).copied().collect()
}

fn write(sheet: &mut Worksheet, at: Address, cell: &RawCell, format: &Format) -> Result<(), XlsxError> {
    let (row, column) = (at.row, at.column as u16);
    match cell {
        RawCell::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, *number, format)?
        }
        RawCell::Date(serial) => sheet.write_number_with_format(
            row,
            column,
            *serial,
            &format.clone().set_num_format("yyyy-mm-dd"),
        )?,
        RawCell::Bool(truth) => sheet.write_boolean_with_format(row, column, *truth, format)?,
        RawCell::Uncomputed => sheet.write_blank(row, column, format)?,
        words => sheet.write_string_with_format(row, column, shortened(&words.shown()), format)?,
    };
    Ok(())
}

fn list_issues(
    sheet: &mut Worksheet,
    remarks: &[Remark],
    render: &dyn Fn(&Message) -> String,
) -> Result<(), XlsxError> {
    let heads = ["sheet-issues-cell", "sheet-issues-level", "sheet-issues-value", "sheet-issues-sentence"];
    for (column, (head, width)) in (0..).zip(heads.into_iter().zip([20, 8, 30, 90])) {
        sheet.write_string_with_format(0, column, render(&Message::new(head)), &Format::new().set_bold())?;
        sheet.set_column_width(column, width)?;
    }
    for (row, remark) in (1..).zip(remarks) {
        let coloured = Format::new().set_background_color(colour(remark.level));
        sheet.write_string(row, 0, shortened(&format!("{}!{}", remark.sheet, remark.cell)))?;
        sheet.write_string_with_format(row, 1, level_name(remark.level, render), &coloured)?;
        sheet.write_string(row, 2, shortened(&remark.value))?;
        let sentence = shortened(&sentence(remark, render));
        sheet.write_string_with_format(row, 3, sentence, &Format::new().set_text_wrap())?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn sentence(remark: &Remark, render: &dyn Fn(&Message) -> String) -> String {
    let mut sentence = format!("{}：{}", level_name(remark.level, render), render(&remark.message));
    if let Some(suggestion) = &remark.suggestion {
        let label = Message::new("sheet-suggestion").with_message("suggestion", suggestion.label.clone());
        sentence.push('\n');
        sentence.push_str(&render(&label));
    }
    sentence
}

fn level_name(level: Level, render: &dyn Fn(&Message) -> String) -> String {
    render(&Message::new(match level {
        Level::Error => "sheet-level-error",
        Level::Warning => "sheet-level-warning",
        Level::Note => "sheet-level-note",
    }))
}

/// Light red, amber and blue: black text stays readable on each.
const fn colour(level: Level) -> u32 {
    match level {
        Level::Error => 0x00FF_C7CE,
        Level::Warning => 0x00FF_E699,
        Level::Note => 0x00DD_EBF7,
    }
}

fn shortened(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST_TEXT
        })
        .collect()
}
