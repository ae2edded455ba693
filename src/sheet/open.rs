//! From the bytes of an upload to cells. What the file *is* decides, never its name: a file renamed to `.xlsx` is
//! still recognised. Everything here is bounded by [`Limits`] before it costs memory, and every refusal says what
//! the file is and how to save it so that it can be read.

mod csv;
mod xlsx;

use super::cell::Book;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;

/// Bounds of what is read. An honest provincial list of 200 rows uses a hundredth of the defaults.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the uploaded file.
    pub file_bytes: usize,
    /// Bytes of one unpacked part of a workbook (one sheet, or the common texts).
    pub part_bytes: u64,
    /// Bytes of all unpacked parts together.
    pub unpacked_bytes: u64,
    /// Parts of a workbook.
    pub parts: usize,
    /// Rows of one sheet that have content.
    pub rows: usize,
    /// Columns of one sheet that have content.
    pub columns: usize,
    /// Bytes of all cell texts; one long text used by many cells counts each time.
    pub text_bytes: usize,
    /// Merged regions of one sheet.
    pub merges: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 10 << 20,
            part_bytes: 20 << 20,
            unpacked_bytes: 60 << 20,
            parts: 1_000,
            rows: 20_000,
            columns: 200,
            text_bytes: 40 << 20,
            merges: 10_000,
        }
    }
}

/// Reads an xlsx or csv file. Refuses with one sentence on the field `file`; [`Error::TooLarge`] for a file over
/// the limit.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Book> {
    if bytes.len() > limits.file_bytes {
        return Err(Error::TooLarge(limits.file_bytes));
    }
    match bytes {
        [] => Err(refuse(Message::new("sheet-file-empty"))),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => xlsx::open(bytes, limits),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(refuse(Message::new(compound_file(bytes)))),
        [b'%', b'P', b'D', b'F', ..] => Err(refuse(Message::new("sheet-file-pdf"))),
        _ if looks_like_markup(bytes) => Err(refuse(Message::new("sheet-file-markup"))),
        _ => csv::open(bytes, limits),
    }
}

/// A refusal of the whole file.
fn refuse(message: Message) -> Error {
    Error::field("file", message)
}

/// The old container of Microsoft and WPS holds .xls, .et, .doc and encrypted workbooks; the names of its streams
/// (UTF-16) tell which.
fn compound_file(bytes: &[u8]) -> &'static str {
    let holds = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        "sheet-file-encrypted"
    } else if holds("WordDocument") {
        "sheet-file-document"
    } else {
        "sheet-file-old"
    }
}

/// Many systems export an HTML table under the name of a workbook.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    [&b"<html"[..], b"<!doctype", b"<table", b"<?xml"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        match open(bytes, &Limits::default()).unwrap_err() {
            Error::Invalid(fields) => {
                assert_eq!(fields[0].field, "file");
                fields[0].message.id
            }
            other => panic!("{other}"),
        }
    }

    fn compound(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn a_file_that_is_no_workbook_is_told_what_it_is() {
        assert_eq!(code(b""), "sheet-file-empty");
        assert_eq!(code(b"%PDF-1.7"), "sheet-file-pdf");
        assert_eq!(code(b"\xEF\xBB\xBF\r\n <TABLE><tr>"), "sheet-file-markup");
        assert_eq!(code(&compound("Workbook")), "sheet-file-old");
        assert_eq!(code(&compound("WordDocument")), "sheet-file-document");
        assert_eq!(code(&compound("EncryptedPackage")), "sheet-file-encrypted");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_looked_at() {
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        assert!(matches!(open(b"a,b,c", &limits), Err(Error::TooLarge(3))));
    }
}
