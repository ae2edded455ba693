//! The words of such tables, as people and offices write them: columns, positions, how things stand, roles. They are data.

use crate::features::chains::Tier;
use crate::features::enterprises::Role;
use crate::kernel::text::fold_width;
use crate::sheet::{Column, Kind};
use std::sync::LazyLock;

/// `kind,meaning,word`
const WORDS: &str = include_str!("../data/intake_words.csv");

static ROWS: LazyLock<Vec<(String, String, String)>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(WORDS.as_bytes());
    reader.deserialize().filter_map(Result::ok).collect()
});

/// Words of one kind, in their order.
fn of(kind: &'static str) -> impl Iterator<Item = &'static (String, String, String)> {
    ROWS.iter().filter(move |(of, ..)| of == kind)
}

/// The columns of such a table.
pub fn columns() -> Vec<Column> {
    let column = |field: &'static str, kind: Kind| {
        let spellings = of("column").filter(move |(_, meaning, _)| meaning == field);
        Column::new(field, kind, spellings.map(|(.., word)| word.clone()))
    };
    let (line, text) = (Kind::Text { max: 200 }, Kind::Multiline { max: 2000 });
    vec![
        column("chain", line).required(),
        column("node", text).required(),
        column("tier", line),
        column("enterprise", text),
        column("relation", text),
        column("city", line),
        column("carrier", line),
        column("note", text),
        column("source", line),
    ]
}

/// What a row's position says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Where its segment stands.
    Of(Tier),
    /// It is about a park.
    Carrier,
    /// It is about no segment.
    None,
}

/// A position by its word; none for a word that nobody knows.
pub fn position(word: &str) -> Option<Position> {
    let word = fold_width(word).trim().to_lowercase();
    let (_, meaning, _) = of("tier").find(|(.., known)| *known == word)?;
    Some(match meaning.as_str() {
        "carrier" => Position::Carrier,
        "none" => Position::None,
        tier => Position::Of(tier.parse().ok()?),
    })
}

/// How things stand with an enterprise, or a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Something is missing.
    Gap,
    /// It is here.
    Here,
    /// It is on its way, or wanted.
    Coming,
}

/// Where a known word begins in a text; one in Latin letters only as a word of its own.
fn place_of(word: &str, text: &str) -> Option<usize> {
    let is_letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        !word.is_ascii() || !(is_letter(before.chars().next_back()) || is_letter(after.chars().next()))
    })
}

/// The meaning of the known word of a kind that comes first in a text.
fn first(kind: &'static str, text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let found = of(kind).filter_map(|(_, meaning, word)| Some((place_of(word, &text)?, meaning)));
    found.min_by_key(|(at, _)| *at).map(|(_, meaning)| meaning.as_str())
}

/// How things stand, by the first of the known words. None where no word is known.
pub fn relation(words: &str) -> Option<Relation> {
    Some(match first("relation", words)? {
        "gap" => Relation::Gap,
        "here" => Relation::Here,
        _ => Relation::Coming,
    })
}

/// What an enterprise is on its segment, by the words about how things stand with it, or a note that begins with it; 主要 where
/// they say nothing.
pub fn role(relation: &str, note: &str) -> Role {
    let of_note = of("role").find(|(.., word)| note.to_lowercase().starts_with(word.as_str()));
    let meaning = first("role", relation).or(of_note.map(|(_, meaning, _)| meaning.as_str()));
    meaning.and_then(|meaning| meaning.parse().ok()).unwrap_or(Role::Main)
}

/// Several things in one cell, with semicolons between.
pub fn several(cell: &str) -> Vec<String> {
    let parts = cell.split(['\u{FF1B}', ';', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether a cell names an enterprise, and does not say that none is named, or how many there are.
pub fn is_name(text: &str) -> bool {
    let text = fold_width(text);
    let text = text.trim();
    let after = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let is_count = after.len() < text.len() && of("count").any(|(.., word)| after.starts_with(word.as_str()));
    !text.is_empty() && !text.starts_with('(') && !is_count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_real_tables_say_is_understood() {
        for (words, meaning) in [
            ("existing (project: 10万吨/年碳酸酯联合装置)", Some(Relation::Here)),
            ("signed (150亿元)", Some(Relation::Coming)),
            ("gap noted: 20万吨负极材料及锂电池循环利用 project listed in S44", Some(Relation::Gap)),
            ("in talks (2022)", Some(Relation::Coming)),
            ("existing 龙头", Some(Relation::Here)),
            ("缺链", Some(Relation::Gap)),
            ("Singapore 独资, signed", Some(Relation::Coming)),
            ("现有，填补省内空白", Some(Relation::Here)),
            ("在谈，预计2027年投产", Some(Relation::Coming)),
            ("?", None),
        ] {
            assert_eq!(relation(words), meaning, "{words}");
        }
        assert_eq!(role("existing 龙头", ""), Role::Leading);
        assert_eq!(role("existing", "链主 (text: …)"), Role::Leading);
        assert_eq!(role("existing", "为龙头企业配套"), Role::Main);
        assert_eq!(position(" 上游 "), Some(Position::Of(Tier::Upstream)));
        assert_eq!(
            (position("载体"), position("-"), position("x")),
            (Some(Position::Carrier), Some(Position::None), None)
        );
        assert_eq!(several("多氟多;吉利商用车"), ["多氟多", "吉利商用车"]);
        assert!(!is_name("(unit not named)") && !is_name("11个项目签约") && !is_name(""));
        assert!(is_name("科达利") && is_name("3D打印公司"));
    }
}
