//! The table as xlsx, ready to print: A3 landscape, one page wide, header repeated, page number and footer on every
//! page. A table with columns to be filled in becomes a form: those are open, with their choices and hints, the rest is
//! locked without a password, against slips and not against people.

use super::{Attachment, Entry, Fill, PROPERTIES_SHEET, Table};
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use anyhow::Context;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, ProtectionOptions,
    Workbook, Worksheet, XlsxError,
};

/// A3 in the numbering of the format.
const PAPER_A3: u8 = 8;
/// A footer may have 255 characters, the page number and doubled `&` included.
const LONGEST_FOOTER: usize = 180;
const GREY: u32 = 0x00E7_E6E6;
/// Ground of a cell that is to be filled in.
const OPEN: u32 = 0x00FF_FBE6;
/// An input message may have 255 characters.
const LONGEST_HINT: usize = 255;

/// The document's bytes; the same table gives the same bytes.
pub fn to_xlsx(table: &Table) -> Result<Vec<u8>> {
    to_xlsx_book(table, &[])
}

/// A document of several sheets in their order; title, time and properties are those of the first.
pub fn to_xlsx_book(first: &Table, more: &[Table]) -> Result<Vec<u8>> {
    saved(begun(first).and_then(|mut book| {
        for table in std::iter::once(first).chain(more) {
            fill(named(&mut book, table)?, table, None)?;
        }
        finished(book, first)
    }))
}

/// The bytes of a document of several attachments, one worksheet each; the same ones give the same bytes.
pub fn to_attachments(first: &Attachment, others: &[Attachment]) -> Result<Vec<u8>> {
    saved(begun(&first.table).and_then(|mut book| {
        for one in std::iter::once(first).chain(others) {
            fill(named(&mut book, &one.table)?, &one.table, Some(one))?;
        }
        finished(book, &first.table)
    }))
}

fn saved(book: Result<Workbook, XlsxError>) -> Result<Vec<u8>> {
    Ok(book.and_then(|mut book| book.save_to_buffer()).context("xlsx export")?)
}

/// A book with what it says about itself.
fn begun(table: &Table) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(table.created.utc().timestamp())?;
    book.set_properties(&DocProperties::new().set_title(&table.title).set_creation_datetime(&created));
    Ok(book)
}

fn named<'a>(book: &'a mut Workbook, table: &Table) -> Result<&'a mut Worksheet, XlsxError> {
    book.add_worksheet().set_name(sheet_name(&table.sheet))
}

/// The book with its hidden sheet.
fn finished(mut book: Workbook, table: &Table) -> Result<Workbook, XlsxError> {
    if !table.properties.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(PROPERTIES_SHEET)?.set_hidden(true);
        for (row, (key, value)) in (0..).zip(&table.properties) {
            sheet.write_string(row, 0, key)?.write_string(row, 1, value)?;
        }
    }
    Ok(book)
}

/// A name that a sheet may have: without the seven forbidden signs, at most 31 UTF-16 units, not empty.
pub(crate) fn sheet_name(wanted: &str) -> String {
    let mut units = 0;
    let name: String = wanted
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { '_' } else { c })
        .take_while(|c| {
            units += c.len_utf16();
            units <= 31
        })
        .collect();
    if name.trim().is_empty() { "Sheet".to_owned() } else { name }
}

fn fill(sheet: &mut Worksheet, table: &Table, official: Option<&Attachment>) -> Result<(), XlsxError> {
    let first = u16::from(table.key_header.is_some());
    let last = first + (table.columns.len() as u16).saturating_sub(1);
    let mut row = 0;
    if let Some(attachment) = official {
        line_across(sheet, row, first, last, &attachment.heading, &Format::new().set_font_size(16))?;
        row += 1;
    }
    line_across(sheet, row, first, last, &table.title, &title())?;
    row += 1;
    for caption in &table.captions {
        line_across(sheet, row, first, last, caption, &Format::new())?;
        row += 1;
    }
    let header_row = row;
    if let Some(key) = &table.key_header {
        sheet.write_string(row, 0, key)?.set_column_hidden(0)?;
    }
    for (column, heading) in (first..).zip(&table.columns) {
        sheet.write_string_with_format(row, column, &heading.header, &header())?;
        sheet.set_column_width(column, heading.width)?;
    }
    for line in &table.rows {
        row += 1;
        if table.key_header.is_some() && !line.key.is_empty() {
            sheet.write_string(row, 0, &line.key)?;
        }
        let empty = Entry::Empty;
        let cells = line.cells.iter().chain(std::iter::repeat(&empty));
        for ((column, entry), heading) in (first..=last).zip(cells).zip(&table.columns) {
            let base = if heading.fill.is_some() { open_cell() } else { cell(line.is_subtotal) };
            write(sheet, row, column, entry, base)?;
        }
    }
    for (column, heading) in (first..).zip(&table.columns) {
        if let Some(fill) = &heading.fill {
            guide(sheet, (header_row, row), column, fill)?;
        }
    }
    if table.columns.iter().any(|heading| heading.fill.is_some()) {
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::default()
        });
    }
    if let Some(attachment) = official {
        row += 1;
        line_across(sheet, row, first, last, &attachment.signature, &Format::new())?;
    }
    for note in &table.notes {
        row += 1;
        line_across(sheet, row, first, last, note, &Format::new().set_text_wrap())?;
    }
    page(sheet, table, header_row)?;
    sheet.set_print_area(0, first, row, last)?;
    Ok(())
}

fn page(sheet: &mut Worksheet, table: &Table, header_row: u32) -> Result<(), XlsxError> {
    let footer: String = table.footer.chars().take(LONGEST_FOOTER).collect();
    sheet
        .set_paper_size(PAPER_A3)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_repeat_rows(header_row, header_row)?
        .set_freeze_panes(header_row + 1, 0)?
        // The section order is left, centre; a sign & of ours must not start a code.
        .set_footer(format!("&L&8{}&C— &P —", format!(" {footer}").replace('&', "&&")));
    Ok(())
}

/// A text over all columns.
fn line_across(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    last: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if first < last {
        sheet.merge_range(row, first, row, last, text, format)?;
    } else {
        sheet.write_string_with_format(row, first, text, format)?;
    }
    Ok(())
}

/// The choices and the hint of a column, from the row below its header to the last.
fn guide(
    sheet: &mut Worksheet,
    (header_row, last_row): (u32, u32),
    column: u16,
    fill: &Fill,
) -> Result<(), XlsxError> {
    let hint: String = fill.hint.chars().take(LONGEST_HINT).collect();
    if hint.is_empty() {
        return Ok(());
    }
    sheet.insert_note(header_row, column, &Note::new(&hint).add_author_prefix(false).set_width(260))?;
    if last_row > header_row {
        let hinted = DataValidation::new().set_input_message(&hint)?;
        let validation = match &fill.choices[..] {
            [] => hinted.allow_any_value(),
            // A word that is not among them is asked about, not refused: cities have words of their own.
            words => hinted
                .allow_list_strings(words)?
                .set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning),
        };
        sheet.add_data_validation(header_row + 1, column, last_row, column, &validation)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, entry: &Entry, base: Format) -> Result<(), XlsxError> {
    match entry {
        Entry::Empty => sheet.write_blank(row, column, &base)?,
        Entry::Text(text) => sheet.write_string_with_format(row, column, text, &base.set_text_wrap())?,
        Entry::Integer(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &base.set_num_format("0"))?
        }
        Entry::MoneyWan(money) => sheet.write_number_with_format(
            row,
            column,
            wan(*money),
            &base.set_num_format(wan_format(*money)),
        )?,
        Entry::Date(day) => {
            let serial = (*day - chrono::NaiveDate::default()).num_days() + EPOCH;
            sheet.write_number_with_format(row, column, serial as f64, &base.set_num_format("yyyy-mm-dd"))?
        }
    };
    Ok(())
}

/// Days from 1899-12-30 to 1970-01-01.
const EPOCH: i64 = 25_569;

/// The nearest float of a decimal of at most 15 digits reads back as that decimal.
fn wan(money: Money) -> f64 {
    money.yuan() as f64 / 10_000.0
}

fn wan_format(money: Money) -> &'static str {
    if money.yuan() % 10_000 == 0 { "#,##0" } else { "#,##0.00##" }
}

fn title() -> Format {
    Format::new()
        .set_bold()
        .set_font_size(18)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

fn header() -> Format {
    cell(false).set_bold().set_text_wrap().set_align(FormatAlign::Center)
}

fn open_cell() -> Format {
    cell(false).set_unlocked().set_background_color(OPEN)
}

fn cell(subtotal: bool) -> Format {
    let format = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    if subtotal { format.set_bold().set_background_color(GREY) } else { format }
}
