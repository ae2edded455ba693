//! One cell to one typed value. What cannot be taken becomes an error at the cell, never a guess: vague and foreign
//! amounts offer to keep their words; a date keeps the precision it was written with.

use super::cell::{RawCell, number_text, serial_date};
use super::column::Kind;
use super::remark::{Fix, Level, Suggestion};
use crate::kernel::message::Message;
use crate::kernel::money::{AmountError, Money, Unit, parse_amount};
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::{clean_line, clean_text, fold_width};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words, cleaned.
    Text(String),
    /// An amount.
    Money(Money),
    /// A date at its own precision.
    Date(PlanDate),
    /// A span; rows hold its ends under two fields instead.
    Range(PlanDate, PlanDate),
    /// A whole number, 0 or more.
    Integer(i64),
    /// No value, but the words are to be kept.
    Kept(String),
    /// Refused; a remark at the cell says why.
    Invalid,
}

/// A value, and what is to be said about it.
pub(super) struct Parsed {
    pub value: Value,
    pub remarks: Vec<(Level, Message, Option<Suggestion>)>,
    /// The amount lacks a unit: the header deserves a remark too.
    pub lacks_unit: bool,
}

impl Parsed {
    fn good(value: Value) -> Self {
        Self { value, remarks: Vec::new(), lacks_unit: false }
    }

    fn bad(message: Message, suggestion: Option<Suggestion>) -> Self {
        Self { value: Value::Invalid, remarks: vec![(Level::Error, message, suggestion)], lacks_unit: false }
    }

    fn with(mut self, level: Level, message: Message, suggestion: Option<Suggestion>) -> Self {
        self.remarks.push((level, message, suggestion));
        self
    }
}

/// Days from 1899-12-30 to 1904-01-01.
const SHIFT_1904: f64 = 1462.0;
/// Below this a bare number in a date column is a year or a month (`2024`, `202405`), not a day.
const FIRST_SERIAL: f64 = 20_000.0;
const LAST_SERIAL: f64 = 80_000.0;
/// From 10^15 on a number cell has lost digits: a spreadsheet keeps fifteen.
const EXACT_BELOW: f64 = 1e15;
/// Most characters of a cell that should hold no prose.
const SHORT: usize = 200;

/// Whether a cell's text stands for nothing: blank, `-`, `/`, `—`.
pub(super) fn is_blank(text: &str) -> bool {
    fold_width(text).chars().all(|c| c.is_whitespace() || "-–—―/\\_".contains(c))
}

/// Reads one filled cell; `None` when it stands for nothing.
pub(super) fn parse(
    raw: &RawCell,
    kind: Kind,
    unit: Option<Unit>,
    from_1904: bool,
    fix: Option<&Fix>,
) -> Option<Parsed> {
    match raw {
        RawCell::Error(error) => {
            return Some(Parsed::bad(Message::new("sheet-cell-error").with("value", error), None));
        }
        RawCell::Uncomputed => return Some(Parsed::bad(Message::new("sheet-formula-uncomputed"), None)),
        _ => {}
    }
    let shown = raw.shown();
    if is_blank(&shown) {
        return None;
    }
    let text = match cleaned(&shown, kind) {
        Ok(text) => text,
        Err(refused) => return Some(refused),
    };
    if fix == Some(&Fix::KeepText) && !kind.is_words() {
        let note = Message::new("sheet-text-kept").with("value", &text);
        return Some(Parsed::good(Value::Kept(text)).with(Level::Note, note, None));
    }
    match kind {
        Kind::Text { .. } | Kind::Multiline { .. } | Kind::Serial => Some(words(raw, text)),
        Kind::Money => amount(&text, unit),
        Kind::Date => date(raw, text, from_1904),
        Kind::Range { .. } => range(text),
        Kind::Integer => integer(&text),
    }
}

/// The text without what must not enter; the suggestion is the same text without the hidden characters.
fn cleaned(shown: &str, kind: Kind) -> Result<String, Parsed> {
    let clean = |text: &str| match kind {
        Kind::Text { max } => clean_line(text, max),
        Kind::Multiline { max } => clean_text(text, max),
        _ => clean_line(text, SHORT),
    };
    clean(shown).map_err(|message| {
        let visible: String = shown.chars().filter(|c| clean_text(&c.to_string(), 1).is_ok()).collect();
        let suggestion = clean(&visible).ok().filter(|text| !text.is_empty() && visible != shown);
        Parsed::bad(message, suggestion.map(Suggestion::replace))
    })
}

fn words(raw: &RawCell, text: String) -> Parsed {
    match raw {
        RawCell::Number(number) if number.abs() >= EXACT_BELOW => {
            Parsed::bad(Message::new("sheet-digits-lost").with("value", text), None)
        }
        _ => Parsed::good(Value::Text(text)),
    }
}

fn amount(text: &str, unit: Option<Unit>) -> Option<Parsed> {
    let parsed = match parse_amount(text, unit) {
        Err(AmountError::Empty) => return None,
        Err(error) => {
            let keep = !matches!(error, AmountError::Negative | AmountError::TooLarge | AmountError::NoUnit);
            let refused = Parsed::bad(error.message(text, unit), keep.then(Suggestion::keep_text));
            return Some(Parsed { lacks_unit: error == AmountError::NoUnit, ..refused });
        }
        Ok(amount) => amount,
    };
    let mut result = Parsed::good(Value::Money(parsed.money));
    if parsed.unit_in_cell {
        let note =
            Message::new("sheet-unit-in-cell").with("value", text).with("wan", parsed.money.wan_exact());
        result = result.with(Level::Note, note, None);
    }
    if parsed.rounded {
        let note = Message::new("sheet-amount-rounded").with("value", text).with("yuan", parsed.money.yuan());
        result = result.with(Level::Note, note, None);
    }
    Some(result)
}

/// `无`, `待定`: no date yet.
fn is_undecided(text: &str) -> bool {
    matches!(text, "无" | "暂无" | "待定" | "未定" | "暂未确定")
}

fn date(raw: &RawCell, text: String, from_1904: bool) -> Option<Parsed> {
    if is_undecided(&text) {
        return None;
    }
    let serial = match raw {
        RawCell::Date(serial) => Some(*serial),
        RawCell::Number(number) => Some(*number + if from_1904 { SHIFT_1904 } else { 0.0 }),
        // A csv, or a cell formatted as text, holds the serial number as digits.
        _ => fold_width(&text).parse::<f64>().ok(),
    };
    if let Some(day) = serial.filter(|s| (FIRST_SERIAL..=LAST_SERIAL).contains(s)).and_then(serial_date) {
        return Some(Parsed::good(Value::Date(day)));
    }
    let date = match PlanDate::parse_loose(&text) {
        Ok(date) => date,
        Err(message) => return Some(Parsed::bad(message, Some(Suggestion::keep_text()))),
    };
    let parsed = Parsed::good(Value::Date(date.clone()));
    // A number cell cannot tell 2024.1 from 2024.10.
    Some(match (raw, text.strip_suffix(".1")) {
        (RawCell::Number(_), Some(year)) => {
            let warning = Message::new("sheet-date-month-unsure").with("value", &text).with("read", &date);
            parsed.with(Level::Warning, warning, Some(Suggestion::replace(format!("{year}年10月"))))
        }
        _ => parsed,
    })
}

/// A span. A single date or a duration (`24个月`) does not say when it starts and when it ends: the words are kept.
fn range(text: String) -> Option<Parsed> {
    if is_undecided(&text) {
        return None;
    }
    if let Some((start, finish)) = PlanDate::parse_range(&text) {
        return Some(Parsed::good(Value::Range(start, finish)));
    }
    let warning = Message::new("sheet-range-unreadable").with("value", &text);
    Some(Parsed::good(Value::Kept(text)).with(Level::Warning, warning, None))
}

fn integer(text: &str) -> Option<Parsed> {
    if is_undecided(text) {
        return None;
    }
    let number = fold_width(text).replace(',', "").parse::<i64>().ok().filter(|n| *n >= 0);
    Some(number.map_or_else(
        || Parsed::bad(Message::new("sheet-integer").with("value", text), Some(Suggestion::keep_text())),
        |number| Parsed::good(Value::Integer(number)),
    ))
}

/// A cell's words as a remark quotes them: short, and without characters that hide or turn text.
pub(super) fn quoted(raw: &RawCell) -> String {
    const MOST: usize = 80;
    let shown = match raw {
        RawCell::Number(number) => number_text(*number),
        other => other.shown(),
    };
    let mut quoted: String = shown
        .chars()
        .take(MOST)
        .map(|c| if clean_text(&c.to_string(), 1).is_ok() { c } else { '\u{FFFD}' })
        .collect();
    if shown.chars().nth(MOST).is_some() {
        quoted.push('…');
    }
    quoted
}

#[cfg(test)]
mod tests;
