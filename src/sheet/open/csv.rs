//! csv as it really arrives: UTF-8 with or without a byte-order mark, or GB18030 (what Chinese Excel and WPS write);
//! separated by comma, semicolon or tab; blank lines in between. Cells are addressed as in a sheet: `A1` is the
//! first field of the first line, and a blank line is a row.

use super::super::cell::{Address, Book, Grid, RawCell};
use super::super::write::FORMULA_STARTS;
use super::{Limits, refuse};
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use ::csv::ReaderBuilder;
use encoding_rs::{DecoderResult, GB18030};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The sheet name under which the cells of a csv file are addressed.
const SHEET: &str = "csv";

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Book> {
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        return Err(refuse(Message::new("sheet-file-binary").with("offset", at)));
    }
    // One kind of line end, and always one at the end: then the reader's line count gives the row.
    let mut text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut grid = Grid { name: SHEET.to_owned(), ..Grid::default() };
    let mut record = ::csv::StringRecord::new();
    let (mut rows, mut columns, mut breaks) = (0, BTreeSet::new(), 0);
    while reader
        .read_record(&mut record)
        .map_err(|e| refuse(Message::new("sheet-csv-broken").with("reason", e)))?
    {
        let inner: u64 = record.iter().map(|field| field.matches('\n').count() as u64).sum();
        breaks += inner;
        // The reader stands behind the record's line end; line breaks inside quotes are no rows of their own.
        let row = reader.position().line().saturating_sub(2 + breaks) as u32;
        let mut filled = false;
        for (column, field) in record.iter().enumerate() {
            let field = without_guard(field);
            if !field.trim().is_empty() {
                filled = true;
                columns.insert(column);
                grid.cells.insert(Address::new(row, column as u32), RawCell::Text(field.to_owned()));
            }
        }
        rows += usize::from(filled);
        if rows > limits.rows || columns.len() > limits.columns {
            return Err(super::xlsx::too_wide_or_long(SHEET, limits));
        }
    }
    if text.matches('"').count() % 2 == 1 {
        let line = 1 + text.split('"').rev().skip(1).map(|part| part.matches('\n').count()).sum::<usize>();
        return Err(refuse(Message::new("sheet-csv-quotes").with("line", line)));
    }
    Ok(Book { sheets: vec![grid], ..Book::default() })
}

/// Our own csv puts an apostrophe before what a spreadsheet would take for a formula; reading takes it away again.
fn without_guard(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA_STARTS) => rest,
        _ => field,
    }
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    if let Some(marked) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return std::str::from_utf8(marked)
            .map(Cow::Borrowed)
            .map_err(|e| not_decodable(bytes, e.valid_up_to() + 3));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 16);
    let mut read = 0;
    loop {
        let (result, consumed) = decoder.decode_to_string_without_replacement(
            bytes.get(read..).unwrap_or_default(),
            &mut text,
            true,
        );
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return Ok(Cow::Owned(text)),
            DecoderResult::OutputFull => text.reserve(bytes.len() - read + 16),
            // `read` stands behind the bad sequence and what had to be looked at to judge it.
            DecoderResult::Malformed(bad, after) => {
                return Err(not_decodable(bytes, read.saturating_sub(usize::from(bad + after))));
            }
        }
    }
}

fn not_decodable(bytes: &[u8], offset: usize) -> crate::kernel::error::Error {
    let line = 1 + bytes.iter().take(offset).filter(|&&b| b == b'\n').count();
    refuse(Message::new("sheet-csv-encoding").with("offset", offset).with("line", line))
}

/// The separator that occurs most often outside quotes in the first lines; a comma when none does.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0usize), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(4096) {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted {
            counts.iter_mut().filter(|(mark, _)| *mark == byte).for_each(|(_, count)| *count += 1);
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::error::Error;

    fn cells(bytes: &[u8]) -> Vec<(String, String)> {
        let book = super::super::open(bytes, &Limits::default()).unwrap();
        book.sheets[0].cells.iter().map(|(at, cell)| (at.to_string(), cell.shown())).collect()
    }

    fn refused(bytes: &[u8]) -> Message {
        match open(bytes, &Limits::default()).unwrap_err() {
            Error::Invalid(mut fields) => fields.remove(0).message,
            other => panic!("{other}"),
        }
    }

    fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn the_same_table_reads_the_same_in_every_encoding_and_separator() {
        let expected = own(&[("A1", "项目名称"), ("B1", "总投资"), ("A2", "甲"), ("B2", "12.8亿")]);
        let plain = "项目名称,总投资\n甲,12.8亿";
        assert_eq!(cells(plain.as_bytes()), expected);
        assert_eq!(cells(format!("\u{FEFF}{plain}\r\n").as_bytes()), expected);
        assert_eq!(cells(&GB18030.encode(plain).0), expected);
        assert_eq!(cells(plain.replace(',', "\t").as_bytes()), expected);
        assert_eq!(cells(plain.replace(',', ";").as_bytes()), expected);
        assert_eq!(cells(plain.replace('\n', "\r").as_bytes()), expected);
    }

    #[test]
    fn blank_lines_and_line_breaks_in_quotes_do_not_shift_the_rows() {
        let text = "\n标题\n\n\"建设\n规模\",b\n\nc,\"d\"\"e,f\"\n";
        assert_eq!(
            cells(text.as_bytes()),
            own(&[("A2", "标题"), ("A4", "建设\n规模"), ("B4", "b"), ("A6", "c"), ("B6", "d\"e,f")])
        );
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_offset() {
        let mut bytes = GB18030.encode("项目名称,总投资\n甲,1\n").0.into_owned();
        let offset = bytes.len();
        bytes.extend(b"\xFF\xFFx");
        assert_eq!(
            refused(&bytes),
            Message::new("sheet-csv-encoding").with("offset", offset).with("line", 3)
        );
        let marked = b"\xEF\xBB\xBFab\xC3\x28";
        assert_eq!(refused(marked), Message::new("sheet-csv-encoding").with("offset", 5).with("line", 1));
    }

    #[test]
    fn nul_and_a_quote_without_its_twin_are_refused() {
        assert_eq!(refused(b"a,b\0"), Message::new("sheet-file-binary").with("offset", 3));
        assert_eq!(refused(b"a,b\n\"c,d\ne,f\n"), Message::new("sheet-csv-quotes").with("line", 2));
    }

    #[test]
    fn a_formula_stays_text_and_our_own_guard_is_taken_away() {
        assert_eq!(cells(b"=1+1,'=2,'tis"), own(&[("A1", "=1+1"), ("B1", "=2"), ("C1", "'tis")]));
    }
}
