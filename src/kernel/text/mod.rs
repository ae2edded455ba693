//! Text as people type it and as we compare it. Three different things, never mixed up:
//!
//! - [`clean_line`] and [`clean_text`] decide what may be *kept*: the words stay as written, only spaces and the
//!   Unicode composition are put in order, and what could deceive a reader is refused;
//! - [`fold_width`] prepares a cell for *parsing*: `２５６，０００` reads like `256,000`;
//! - [`name_key`], [`core_key`], [`document_number_key`], [`search_key`], [`phase_of`] and [`capacities`] answer *is it
//!   the same?* and are never shown.

mod clean;
mod figures;
mod phase;

pub use clean::{clean_line, clean_text, required_line, required_text};
pub use figures::{Capacity, capacities};
pub use phase::phase_of;

use unicode_normalization::UnicodeNormalization;

/// Full-width forms (`Ａ`, `１`, `，`, `．`, `（`, `：`, `￥`, the ideographic space) to their half-width twins. Nothing
/// else changes, so the result has as many characters as the input. For parsing and matching only.
pub fn fold_width(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

fn fold_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '￥' => '¥',
        // U+FF01..=U+FF5E repeat printable ASCII at a fixed distance.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// What two spellings of one name have in common: compatibility forms unified, lower case, without spaces, brackets
/// and punctuation. Whatever tells two projects apart stays: every letter, digit and phase (`一期`, `二期`, `Ⅱ期`).
/// A sign between two digits stays too (`1.5万吨` is not `15万吨`, `2-3号` is not `23号`), except the comma of
/// `1,000`. For identity matching; an equal key is a reason to ask, not a proof.
pub fn name_key(name: &str) -> String {
    let folded: Vec<char> =
        name.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let mut key = String::with_capacity(name.len());
    for (at, &c) in folded.iter().enumerate() {
        if c.is_alphanumeric() {
            key.push(c);
        } else if between_digits(&folded, at) {
            key.push(if c == '.' { '.' } else { '-' });
        }
    }
    key
}

/// The key of a name without what stands in brackets, because from list to list a name gains or loses detail there; of
/// a name that is all brackets, its whole key. A phase in brackets goes too: ask [`phase_of`] beside it.
pub fn core_key(name: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(name.len());
    for c in name.nfkc() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let key = name_key(&outside);
    if key.is_empty() { name_key(name) } else { key }
}

/// What two spellings of one document number (发文字号) have in common: compatibility forms unified, without spaces,
/// every bracket of the year the same (`〔2026〕`, `（２０２６）`, `[2026]`: the standard asks for the first, people type
/// what the keyboard has).
pub fn document_number_key(number: &str) -> String {
    let unified = number.nfkc().filter(|c| !c.is_whitespace()).map(|c| match c {
        '[' | '【' | '〔' | '〖' => '(',
        ']' | '】' | '〕' | '〗' => ')',
        other => other,
    });
    unified.collect()
}

fn between_digits(chars: &[char], at: usize) -> bool {
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    digit(at.checked_sub(1).and_then(|before| chars.get(before))) && digit(chars.get(at + 1))
}

/// What a search compares: compatibility forms unified, lower case, single spaces. Punctuation stays.
pub fn search_key(text: &str) -> String {
    single_spaces(&text.nfkc().flat_map(char::to_lowercase).collect::<String>())
}

/// Runs of white space become one space; none at either end.
fn single_spaces(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_digits_and_signs_read_like_half_width_ones() {
        assert_eq!(fold_width("２５６，０００．５（万元）：Ａ　￥"), "256,000.5(万元):A ¥");
        assert_eq!(fold_width("一期〔2026〕—、。"), "一期〔2026〕—、。", "what has no half-width twin stays");
    }

    #[test]
    fn one_name_in_two_spellings_has_one_key() {
        let spellings =
            ["年产30万吨（一期）PVC项目", "年产 30 万吨(一期)ＰＶＣ项目", "年产30万吨【一期】·pvc项目"];
        for spelling in spellings {
            assert_eq!(name_key(spelling), "年产30万吨一期pvc项目");
        }
        assert_eq!(name_key("年产1,000台"), name_key("年产1000台"));
    }

    #[test]
    fn a_document_number_is_one_however_its_brackets_and_digits_are_typed() {
        for spelling in ["鲁工信清单（２０２６）3号", "鲁工信清单 [2026] ３ 号", "鲁工信清单【2026】3号"]
        {
            assert_eq!(document_number_key(spelling), document_number_key("鲁工信清单〔2026〕3号"));
        }
        assert_ne!(document_number_key("清单〔2026〕3号"), document_number_key("清单〔2026〕13号"));
        assert_ne!(document_number_key("清单〔2026〕3号"), document_number_key("清单20263号"));
    }

    #[test]
    fn names_that_differ_by_phase_or_figure_keep_different_keys() {
        let pairs = [
            ("锂电池项目（一期）", "锂电池项目（二期）"),
            ("锂电池项目", "锂电池项目一期"),
            ("锂电池项目Ⅰ期", "锂电池项目Ⅱ期"),
            ("1.5万吨铝箔", "15万吨铝箔"),
            ("2-3号车间", "23号车间"),
            ("二元酸20万吨", "二元酸30万吨"),
        ];
        for (one, other) in pairs {
            assert_ne!(name_key(one), name_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn brackets_are_no_part_of_the_core_of_a_name() {
        assert_eq!(core_key("华为上海研发基地(青浦)"), name_key("华为上海研发基地"));
        assert_eq!(core_key("PVC项目（年产30万吨【一期】）"), "pvc项目");
        assert_eq!(core_key("（一期）"), "一期");
    }

    #[test]
    fn a_search_ignores_width_case_and_spacing() {
        assert_eq!(search_key("  ＰＶＣ\t新材料 \n项目 "), "pvc 新材料 项目");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in ".{0,60}") {
            let once = fold_width(&text);
            prop_assert_eq!(once.chars().count(), text.chars().count());
            prop_assert_eq!(fold_width(&once), once);
        }

        #[test]
        fn a_key_ignores_spaces_and_brackets(name in "[a-z一-龥0-9]{1,20}", at in 0usize..20) {
            let cut = name.char_indices().map(|(i, _)| i).nth(at).unwrap_or(name.len());
            let spaced = format!(" {}　{} ", &name[..cut], &name[cut..]);
            prop_assert_eq!(name_key(&spaced), name_key(&name));
            prop_assert_eq!(name_key(&format!("（{name}）")), name_key(&name));
        }
    }
}
