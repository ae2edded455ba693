//! xlsx, distrusting every number the file declares about itself. First the container is unpacked once into a
//! bounded buffer and thrown away: that measures what it really holds (a zip header may lie). Then calamine streams
//! the cells of each sheet, and only filled ones are kept, so that neither a million empty rows nor one cell in the
//! last corner costs memory.

use super::super::cell::{Address, Book, Carried, Grid, MAX_COLUMNS, MAX_ROWS, RawCell, Region};
use super::{Limits, refuse};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;
use zip::result::ZipError;

/// Days between the epochs 1899-12-30 and 1904-01-01.
const SHIFT_1904: f64 = 1462.0;

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Book> {
    let carries = measure(bytes, limits)?;
    // A hand-made reference such as `ZZZZZZZZ1` overflows inside the parser; such a file is broken, not our bug.
    match catch_unwind(AssertUnwindSafe(|| read(bytes, limits))) {
        Ok(book) => Ok(Book { carries, ..book? }),
        Err(_) => Err(broken("panic")),
    }
}

fn broken(reason: impl ToString) -> Error {
    refuse(Message::new("sheet-file-broken").with("reason", reason))
}

/// Refuses a container that is no workbook or unpacks to more than the limits. Counts the bytes that really come
/// out of the decompressor. Answers what the container carries besides cells.
fn measure(bytes: &[u8], limits: &Limits) -> Result<Vec<Carried>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > limits.parts {
        return Err(refuse(Message::new("sheet-file-parts").with("limit", limits.parts)));
    }
    let (mut total, mut is_workbook, mut is_document, mut is_other) = (0, false, false, false);
    let (mut content, mut carries) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                refuse(Message::new("sheet-file-encrypted"))
            }
            other => broken(other),
        })?;
        let name = part.name().map_err(broken)?.to_ascii_lowercase();
        is_workbook |= name == "[content_types].xml";
        is_document |= name == "word/document.xml";
        is_other |= name.ends_with("workbook.bin") || name == "mimetype";
        carries.extend(carried(&name).filter(|one| !carries.contains(one)));
        content.clear();
        let read = part.take(limits.part_bytes + 1).read_to_end(&mut content).map_err(broken)? as u64;
        total += read;
        if read > limits.part_bytes || total > limits.unpacked_bytes {
            let limit = limits.part_bytes.min(limits.unpacked_bytes) >> 20;
            return Err(refuse(Message::new("sheet-file-inflates").with("part", name).with("limit", limit)));
        }
        if is_xml(&name) {
            refuse_false_counts(&content)?;
        }
    }
    match (is_document, is_other, is_workbook) {
        (true, ..) => Err(refuse(Message::new("sheet-file-document"))),
        (_, true, _) | (.., false) => Err(refuse(Message::new("sheet-file-old"))),
        _ => Ok(carries),
    }
}

/// What a part of this name stands for.
fn carried(name: &str) -> Option<Carried> {
    if name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/") {
        Some(Carried::Macros)
    } else if name.starts_with("xl/externallinks/") || name == "xl/connections.xml" {
        Some(Carried::Links)
    } else {
        None
    }
}

fn is_xml(name: &str) -> bool {
    [".xml", ".rels"].iter().any(|end| name.ends_with(end))
}

/// The parser reserves memory for as many common texts as the part *declares*. A count that the part cannot hold is
/// a lie; bytes that only occur in other encodings than UTF-8 could hide one.
fn refuse_false_counts(xml: &[u8]) -> Result<()> {
    if xml.iter().any(|&b| b == 0 || b == 0x1B) {
        return Err(broken("not UTF-8"));
    }
    const NAME: &[u8] = b"uniqueCount";
    for (at, window) in xml.windows(NAME.len()).enumerate() {
        if window != NAME {
            continue;
        }
        let digits = xml
            .iter()
            .skip(at + NAME.len())
            .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\''))
            .take_while(|b| b.is_ascii_digit());
        let declared = digits.fold(0u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
        if declared > xml.len() as u64 {
            return Err(broken("uniqueCount"));
        }
    }
    Ok(())
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Book> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsxError::Password => refuse(Message::new("sheet-file-encrypted")),
        other => broken(other),
    })?;
    let from_1904 = workbook.has_1904_epoch();
    let names: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut book = Book::default();
    let mut text_left = limits.text_bytes;
    for (name, hidden) in names {
        let mut grid = Grid { name, hidden, from_1904, ..Grid::default() };
        collect(&mut workbook, &mut grid, limits, &mut text_left)?;
        grid.merges = merges(&mut workbook, &grid.name, limits)?;
        book.sheets.push(grid);
    }
    Ok(book)
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn collect(
    workbook: &mut Workbook<'_>,
    grid: &mut Grid,
    limits: &Limits,
    text_left: &mut usize,
) -> Result<()> {
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    let mut cells = workbook.worksheet_cells_reader(&grid.name).map_err(broken)?;
    // The variant with metadata tells a formula without a stored result from an empty cell, and expands nothing.
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = record.pos;
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(broken(format!("R{row}C{column}")));
        }
        let Some(cell) = raw(&record.value, record.formula.is_some(), grid.from_1904) else { continue };
        if let RawCell::Text(text) = &cell {
            *text_left = text_left.checked_sub(text.len()).ok_or_else(|| {
                refuse(Message::new("sheet-file-text").with("limit", limits.text_bytes >> 20))
            })?;
        }
        rows.insert(row);
        columns.insert(column);
        if rows.len() > limits.rows || columns.len() > limits.columns {
            return Err(too_wide_or_long(&grid.name, limits));
        }
        grid.cells.insert(Address::new(row, column), cell);
    }
    Ok(())
}

pub(super) fn too_wide_or_long(sheet: &str, limits: &Limits) -> Error {
    refuse(
        Message::new("sheet-file-cells")
            .with("sheet", sheet)
            .with("rows", limits.rows)
            .with("columns", limits.columns),
    )
}

fn raw(value: &DataRef<'_>, is_formula: bool, from_1904: bool) -> Option<RawCell> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| RawCell::Text(text.to_owned()));
    match value {
        DataRef::Empty => is_formula.then_some(RawCell::Uncomputed),
        DataRef::Int(number) => Some(RawCell::Number(*number as f64)),
        DataRef::Float(number) => Some(RawCell::Number(*number)),
        DataRef::String(words) => text(words),
        DataRef::SharedString(words) => text(words),
        DataRef::Bool(truth) => Some(RawCell::Bool(*truth)),
        DataRef::DateTime(at) if at.is_duration() => Some(RawCell::Number(at.as_f64())),
        DataRef::DateTime(at) => Some(RawCell::Date(at.as_f64() + if from_1904 { SHIFT_1904 } else { 0.0 })),
        DataRef::DateTimeIso(iso) => text(iso.split('T').next().unwrap_or(iso)),
        DataRef::DurationIso(iso) => text(iso),
        DataRef::Error(error) => Some(RawCell::Error(error.to_string())),
    }
}

fn merges(workbook: &mut Workbook<'_>, sheet: &str, limits: &Limits) -> Result<Vec<Region>> {
    let merges = workbook.merge_cells_by_sheet_name(sheet).map_err(broken)?;
    if merges.len() > limits.merges {
        return Err(refuse(
            Message::new("sheet-file-merges").with("sheet", sheet).with("limit", limits.merges),
        ));
    }
    let regions = merges.iter().map(|merge| Region {
        first: Address::new(merge.start.0, merge.start.1),
        last: Address::new(merge.end.0, merge.end.1),
    });
    Ok(regions.filter(|r| r.last.row < MAX_ROWS && r.last.column < MAX_COLUMNS).collect())
}
