//! A table's cells: a count or a sum with its place, a rate with what was divided.

use super::Cell;
use crate::features::indicators::{Group, Indicator};
use crate::features::statistics::words::{Words, operands};

/// A cell of a count or a sum.
pub fn plain(words: Words<'_>, label: &str, value: String, rank: Option<u32>) -> Cell {
    Cell { label: words.lang.t(label), value, tip: String::new(), note: place(words, rank) }
}

/// A cell of a rate, with what was divided and the group's place.
pub fn rate(words: Words<'_>, group: &Group, indicator: Indicator) -> Cell {
    let measure = group.figures.measure(indicator);
    let rank = match indicator {
        Indicator::StartRate => group.ranks.start_rate,
        Indicator::CompletionRate => group.ranks.completion_rate,
        _ => None,
    };
    let notes = [operands(&measure), place(words, rank)];
    let notes: Vec<&str> = notes.iter().map(String::as_str).filter(|note| !note.is_empty()).collect();
    Cell {
        label: words.name(indicator),
        value: words.value(&measure),
        tip: words.explanation(&measure),
        note: if measure.value.is_some() { notes.join(" · ") } else { String::new() },
    }
}

/// `第 3 位`; nothing without a place.
pub fn place(words: Words<'_>, place: Option<u32>) -> String {
    place.map(|place| words.lang.with("statistics-place", "place", place)).unwrap_or_default()
}
