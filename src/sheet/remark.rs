//! What a reading has to say about a cell, and the answer a person can give with one click. A remark names sheet
//! and cell, says in one sentence what was expected, and carries the suggestion in a form that can be applied: the
//! next reading of the same file takes the accepted fixes and reads those cells as if they had been typed so.

use super::cell::Address;
use crate::kernel::message::Message;
use crate::text_enum;
use serde::Serialize;
use std::collections::BTreeMap;

text_enum! {
    /// How heavy a remark is.
    pub enum Level {
        /// The row cannot be taken as it is.
        Error = "error",
        /// The row is taken; somebody should look.
        Warning = "warning",
        /// The row is taken; this is how it was understood.
        Note = "note",
    }
}

/// A sentence about one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Name of the sheet.
    pub sheet: String,
    /// Where, e.g. `E4`.
    pub cell: Address,
    /// The field of the cell's column, when it has one.
    pub field: Option<&'static str>,
    /// How heavy it is.
    pub level: Level,
    /// What was expected and what to do. Its id is the `code`.
    pub message: Message,
    /// The cell in its own words.
    pub value: String,
    /// What would be accepted instead.
    pub suggestion: Option<Suggestion>,
}

/// A way out that a person may accept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What accepting it means, in a few words.
    pub label: Message,
    /// What is done to the cell when it is accepted.
    pub fix: Fix,
}

impl Suggestion {
    /// Put `value` into the cell.
    pub fn replace(value: impl Into<String>) -> Self {
        let value = value.into();
        Self { label: Message::new("sheet-suggest-replace").with("value", &value), fix: Fix::Replace(value) }
    }

    /// Keep the words and leave the number, or the date, empty.
    pub fn keep_text() -> Self {
        Self { label: Message::new("sheet-suggest-keep-text"), fix: Fix::KeepText }
    }
}

/// An accepted answer to a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// Read the cell as if this text stood in it; an empty text empties the cell.
    Replace(String),
    /// The words are kept beside the value; the value stays empty.
    KeepText,
}

/// Accepted fixes by sheet name and cell.
pub type Fixes = BTreeMap<(String, Address), Fix>;

/// Collects remarks up to a bound, so that a file in which every cell is bad costs bounded memory. Nothing is lost
/// silently: rows keep their own mark of having an error, and the last remark says that there are more.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    list: Vec<Remark>,
    dropped: usize,
}

/// More remarks than this help nobody.
const MOST_REMARKS: usize = 5_000;

impl Remarks {
    pub(super) fn push(&mut self, remark: Remark) {
        if self.list.len() < MOST_REMARKS {
            self.list.push(remark);
        } else {
            self.dropped += 1;
        }
    }

    /// The remarks in the order of the cells.
    pub(super) fn finish(mut self) -> Vec<Remark> {
        self.list.sort_by_key(|remark| remark.cell);
        if let (Some(last), true) = (self.list.last(), self.dropped > 0) {
            let more = Remark {
                level: Level::Error,
                field: None,
                message: Message::new("sheet-more-remarks")
                    .with("shown", MOST_REMARKS)
                    .with("more", self.dropped),
                value: String::new(),
                suggestion: None,
                ..last.clone()
            };
            self.list.push(more);
        }
        self.list
    }
}
