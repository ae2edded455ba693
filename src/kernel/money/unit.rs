//! The unit in which a caption or a header states amounts. One sheet may mix 亿元 and 万元 by column, and most words
//! with 万 or 亿 are no money at all (万件, 万吨, 亿千瓦时), so a unit is named only where it is beyond doubt.

use super::super::message::Message;
use super::super::text::fold_width;

/// A unit of money as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 元.
    Yuan,
    /// 万元, ten thousand yuan.
    Wan,
    /// 亿元, a hundred million yuan.
    Yi,
}

impl Unit {
    /// How many yuan one of it is.
    pub const fn yuan(self) -> i64 {
        10_i64.pow(self.power())
    }

    /// Its power of ten.
    pub(super) const fn power(self) -> u32 {
        match self {
            Self::Yuan => 0,
            Self::Wan => 4,
            Self::Yi => 8,
        }
    }

    /// Its name in the reader's language.
    pub const fn label(self) -> Message {
        Message::new(match self {
            Self::Yuan => "kernel-unit-yuan",
            Self::Wan => "kernel-unit-wan",
            Self::Yi => "kernel-unit-yi",
        })
    }

    /// The unit a caption or header names: `单位：亿元`, `总投资（万元）`, `Total (CNY 10k)`. `None` when it names none,
    /// names two different ones, another currency, a quantity (万件), a rate (万元/亩), or a threshold
    /// (`10亿元以上项目`).
    pub fn find_in(text: &str) -> Option<Self> {
        let text = fold_width(text).to_lowercase();
        let long = named(&text, "亿元", Self::Yi).chain(named(&text, "万元", Self::Wan));
        let parts = text.split(|c: char| "()[]【】〔〕:;、".contains(c)).flat_map(|part| part.split('/'));
        let short = parts.filter_map(|part| whole_word(part.trim()).or_else(|| english(part)));
        let mut found = long.chain(short);
        let unit = found.next()?;
        found.all(|other| other == unit).then_some(unit)
    }
}

/// `word` wherever it stands as a unit: not after a figure, and not the upper half of a rate.
fn named<'a>(text: &'a str, word: &'a str, unit: Unit) -> impl Iterator<Item = Unit> + 'a {
    text.match_indices(word).filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        let figure =
            before.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万亿几数".contains(c));
        let rate = text[at + word.len()..].starts_with('/');
        (!figure && !rate).then_some(unit)
    })
}

/// A part of the text that is nothing but the unit: `元` of `单位：元`, `万` of `总投资（万）`.
fn whole_word(part: &str) -> Option<Unit> {
    let part = part.trim_start_matches("单位").trim_start_matches("为").trim_start_matches("人民币").trim();
    match part {
        "元" => Some(Unit::Yuan),
        "万" => Some(Unit::Wan),
        "亿" => Some(Unit::Yi),
        _ => None,
    }
}

/// `cny 10k`, `rmb 100 million`, `10,000 yuan`, `cny`; other multiples of the currency are not ours.
fn english(part: &str) -> Option<Unit> {
    let part = part.replace(',', "");
    let mut words: Vec<&str> = part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let all = words.len();
    words.retain(|word| !matches!(*word, "cny" | "rmb" | "yuan" | "renminbi"));
    if words.len() == all {
        return None;
    }
    words.retain(|word| !matches!(*word, "unit" | "in"));
    match words.as_slice() {
        [] => Some(Unit::Yuan),
        ["10k" | "10000" | "wan"] | ["10", "thousand"] => Some(Unit::Wan),
        ["100m" | "100mn" | "100000000" | "yi"] | ["100", "million" | "mn" | "m"] => Some(Unit::Yi),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_and_headers_name_their_unit() {
        let cases = [
            ("单位：亿元", Unit::Yi),
            ("单位: 万元", Unit::Wan),
            ("（单位：万元）", Unit::Wan),
            ("总投资（万元）", Unit::Wan),
            ("总投资\n(亿元)", Unit::Yi),
            ("年度计划投资万元", Unit::Wan),
            ("总投资（亿元人民币）", Unit::Yi),
            ("总投资（万）", Unit::Wan),
            ("单位：元", Unit::Yuan),
            ("投资额（人民币元）", Unit::Yuan),
            ("Total (CNY 10k)", Unit::Wan),
            ("Total investment (10,000 yuan)", Unit::Wan),
            ("Total (RMB 100 million)", Unit::Yi),
            ("Unit: CNY", Unit::Yuan),
        ];
        for (text, unit) in cases {
            assert_eq!(Unit::find_in(text), Some(unit), "{text}");
        }
    }

    #[test]
    fn what_is_no_unit_of_money_names_none() {
        for text in [
            "总投资",
            "产能（万件）",
            "产量（万吨）",
            "用地（万亩）",
            "发电量（亿千瓦时）",
            "单元",
            "多元化",
            "元件产量",
            "总投资（万美元）",
            "亩均税收（万元/亩）",
            "10亿元以上项目清单",
            "百亿元项目",
            "总投资（百万元）",
            "Total (CNY million)",
            "Total (USD)",
            "",
        ] {
            assert_eq!(Unit::find_in(text), None, "{text}");
        }
    }

    #[test]
    fn two_different_units_in_one_caption_decide_nothing() {
        assert_eq!(Unit::find_in("单位：总投资亿元，年度计划万元"), None);
        assert_eq!(Unit::find_in("单位：万元（总投资万元）"), Some(Unit::Wan));
    }
}
