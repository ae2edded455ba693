//! Reads an amount from a cell or a form field, exactly: decimal digits are shifted by the unit's power of ten and
//! cut once, so `61333688.49万元` is 613336884900 yuan and no float is involved.

use super::super::text::fold_width;
use super::refusal::foreign_currency;
use super::{AmountError, Money, Unit};

/// What a cell said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The amount.
    pub money: Money,
    /// The cell named its own unit (`12.8亿`), which went before the column's: worth a note.
    pub unit_in_cell: bool,
    /// A fraction of a yuan was rounded: worth a note.
    pub rounded: bool,
}

/// Units a figure may carry, as powers of ten; 元 may follow each.
const CELL_UNITS: [(&str, u32); 11] = [
    ("", 0),
    ("千", 3),
    ("万", 4),
    ("百万", 6),
    ("千万", 7),
    ("亿", 8),
    ("个亿", 8),
    ("十亿", 9),
    ("百亿", 10),
    ("千亿", 11),
    ("万亿", 12),
];

/// What amounts are mistaken for: the measure after a figure.
const MEASURES: [&str; 38] = [
    "件", "亩", "吨", "台", "套", "辆", "平", "㎡", "m", "米", "千米", "公里", "千瓦", "兆瓦", "瓦", "k",
    "gw", "w", "t", "立方", "只", "个", "条", "片", "人", "户", "升", "箱", "支", "颗", "块", "公顷", "公斤",
    "千克", "%", "项", "年", "月",
];

/// Reads `text` as an amount; a bare number is in `default`. Accepts `1,234`, `２５６，０００`, `12.8亿`, `3.5万元`,
/// `¥ 100`, `1.2E5`. Signs of doubt, ranges, other currencies and quantities are refused by name, never guessed at.
/// For a workbook's numeric cell pass the number written with at most 15 significant digits, as Excel itself shows
/// it; otherwise the noise of its binary fractions counts as a fraction of a yuan.
pub fn parse_amount(text: &str, default: Option<Unit>) -> Result<Amount, AmountError> {
    let folded = fold_width(text).trim().to_lowercase().replace(['−', '﹣'], "-");
    if is_blank(&folded) {
        return Err(AmountError::Empty);
    }
    if let Some(currency) = foreign_currency(&folded) {
        return Err(AmountError::ForeignCurrency { currency });
    }
    let bare = strip_currency(&folded);
    let (bare, negative) = strip_minus(bare);
    if is_vague(bare) {
        return Err(AmountError::Vague);
    }
    let start = bare.find(|c: char| c.is_ascii_digit() || c == '.').ok_or(AmountError::NotANumber)?;
    let (number, rest) = split_number(&bare[start..]);
    let rest = rest.trim_start();
    if is_measure(rest) {
        return Err(AmountError::Quantity);
    }
    let unit = cell_unit(rest);
    if start > 0 || (unit.is_none() && !rest.is_empty()) {
        return Err(AmountError::NotANumber);
    }
    let (digits, scale) = decimal(number).ok_or(AmountError::NotANumber)?;
    if negative && !digits.is_empty() {
        return Err(AmountError::Negative);
    }
    let power = unit.or(default.map(Unit::power)).ok_or(AmountError::NoUnit)?;
    let (yuan, rounded) = shift(&digits, scale + i64::from(power)).ok_or(AmountError::TooLarge)?;
    let money = Money::from_yuan(yuan);
    if money > Money::ENTRY_LIMIT {
        return Err(AmountError::TooLarge);
    }
    Ok(Amount { money, unit_in_cell: unit.is_some(), rounded })
}

fn is_blank(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["无", "暂无", "没有", "待定", "未定", "暂未确定", "未填", "空", "n/a", "#n/a", "na", "tbd"];
    text.chars().all(|c| c.is_whitespace() || "-–—―/\\_".contains(c)) || WORDS.contains(&text)
}

/// Without `¥`, `RMB`, `CNY`, `人民币` before or after the figure.
fn strip_currency(text: &str) -> &str {
    const NAMES: [&str; 4] = ["¥", "rmb", "cny", "人民币"];
    let mut text = text;
    for name in NAMES {
        let inner = text.strip_prefix(name).map(|rest| rest.trim_start_matches(':')).unwrap_or(text);
        text = inner.strip_suffix(name).unwrap_or(inner).trim();
    }
    text
}

/// A leading minus, 负, or an accountant's brackets around a figure.
fn strip_minus(text: &str) -> (&str, bool) {
    let bracketed = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match text.strip_prefix('-').or_else(|| text.strip_prefix('负')).or(bracketed) {
        Some(inner) => (strip_currency(inner.trim()), true),
        None => (text, false),
    }
}

/// Doubt or a range beside a figure. Words without any figure are simply no number.
fn is_vague(text: &str) -> bool {
    const SIGNS: &str = "近超约逾过余多几数来至到>≥≤<~≈";
    const WORDS: [&str; 9] = ["以上", "以下", "以内", "不低于", "不少于", "左右", "上下", "大概", "预计"];
    let figure = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万亿".contains(c);
    let range_or_plus = text.char_indices().any(|(at, c)| {
        let exponent = text[..at].ends_with('e');
        let between = text[..at].contains(figure) && text[at..].contains(figure);
        ("-–—".contains(c) && between || c == '+') && !exponent
    });
    text.contains(figure)
        && (range_or_plus || text.contains(|c| SIGNS.contains(c)) || WORDS.iter().any(|w| text.contains(w)))
}

/// The leading figure with its separators and exponent, and what follows it.
fn split_number(text: &str) -> (&str, &str) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let digit = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_ascii_digit());
    let mut end = 0;
    while let Some((_, c)) = chars.get(end) {
        let exponent = *c == 'e'
            && (digit(end + 1) || (matches!(chars.get(end + 1), Some((_, '+' | '-'))) && digit(end + 2)));
        match c {
            _ if c.is_ascii_digit() || matches!(c, '.' | ',') => end += 1,
            _ if c.is_whitespace() && digit(end + 1) => end += 1,
            _ if exponent => end += 2,
            _ => break,
        }
    }
    text.split_at(chars.get(end).map_or(text.len(), |(at, _)| *at))
}

/// `万件`, `吨/年`, but also `万元/亩`.
fn is_measure(rest: &str) -> bool {
    if let Some((unit, _)) = rest.split_once('/')
        && cell_unit(unit).is_some()
    {
        return true;
    }
    let measure = rest.trim_start_matches(|c| "十百千万亿".contains(c));
    cell_unit(rest).is_none() && MEASURES.iter().any(|m| measure.starts_with(m) || rest.starts_with(m))
}

/// The power of ten of the unit that `rest` is, as a whole.
fn cell_unit(rest: &str) -> Option<u32> {
    let rest = rest.strip_suffix('整').unwrap_or(rest).trim();
    if rest.is_empty() {
        return None;
    }
    let bare =
        ["元", "圆", "yuan"].iter().find_map(|yuan| rest.strip_suffix(yuan)).unwrap_or(rest).trim_end();
    CELL_UNITS.iter().find(|(word, _)| *word == bare).map(|(_, power)| *power)
}

/// The significant digits (none for zero) and the power of ten of the last one.
fn decimal(number: &str) -> Option<(String, i64)> {
    let (mantissa, exponent) = match number.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (number, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = ungrouped(whole)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let digits = format!("{whole}{fraction}").trim_start_matches('0').to_owned();
    Some((digits, i64::from(exponent) - fraction.len() as i64))
}

/// Without thousands separators, which must stand before groups of three: `1,23` may mean 1.23 and is refused.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(|c: char| c == ',' || c.is_whitespace()).collect();
    let well_formed = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let digits = groups.concat();
    (well_formed && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// `digits` × 10^`scale`, half up to the whole, and whether anything was cut. `None` beyond 64 bits.
fn shift(digits: &str, scale: i64) -> Option<(i64, bool)> {
    if digits.is_empty() {
        return Some((0, false));
    }
    let whole_digits = digits.len() as i64 + scale;
    if whole_digits > 19 {
        return None;
    }
    if scale >= 0 {
        let zeros = "0".repeat(scale as usize);
        return Some((format!("{digits}{zeros}").parse().ok()?, false));
    }
    // Below 0.1 the first decimal is a zero that is not among the digits.
    let (whole, cut) = if whole_digits < 0 { ("", "0") } else { digits.split_at(whole_digits as usize) };
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let up = cut.starts_with(|c| c >= '5');
    Some((whole.checked_add(i64::from(up))?, whole_digits < 0 || cut.bytes().any(|b| b != b'0')))
}

#[cfg(test)]
mod tests;
