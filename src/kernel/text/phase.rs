//! Which phase (期) a project's name speaks of. Two phases of one project have nearly the same name, unit and place,
//! so this number is what keeps an import from taking the second for the first.

use unicode_normalization::UnicodeNormalization;

/// The phase a name speaks of, 1 to 99: `一期`, `（二期）`, `第3期`, `Ⅱ期`, `phase 2`. Of several the last one named,
/// because a name ends with what it is about (`一期扩建…二期`). `工期`, `周期` and `5年期` name none.
pub fn phase_of(name: &str) -> Option<u8> {
    let chars: Vec<char> = name.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect();
    (0..chars.len()).rev().find_map(|at| phase_before(&chars, at).or_else(|| phase_after(&chars, at)))
}

/// `二期` with its 期 at `at`, unless 期 begins another word (期货, 期间, 期限).
fn phase_before(chars: &[char], at: usize) -> Option<u8> {
    if chars[at] != '期' || matches!(chars.get(at + 1), Some('货' | '间' | '限')) {
        return None;
    }
    let before = &chars[..at];
    number(run_back(before, |c| c.is_ascii_digit()))
        .or_else(|| number(run_back(before, |c| chinese_digit(c).is_some() || c == '十')))
        // The whole Latin word must be a Roman number: `pvii期` is none.
        .or_else(|| number(run_back(before, |c| c.is_ascii_alphabetic())))
}

/// The characters of one kind in which `before` ends.
fn run_back(before: &[char], of_kind: impl Fn(char) -> bool) -> &[char] {
    let start = before.iter().rposition(|&c| !of_kind(c)).map_or(0, |i| i + 1);
    &before[start..]
}

/// `phase2`, `phaseii`, with its p at `at`.
fn phase_after(chars: &[char], at: usize) -> Option<u8> {
    let word: Vec<char> = "phase".chars().collect();
    let rest = chars[at..].strip_prefix(word.as_slice())?;
    let start = usize::from(matches!(rest.first(), Some('-' | '.' | ':')));
    let rest = &rest[start.min(rest.len())..];
    let end = rest.iter().position(|c| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    number(&rest[..end])
}

/// Arabic, Roman or Chinese, 1 to 99.
fn number(chars: &[char]) -> Option<u8> {
    let text: String = chars.iter().collect();
    let value = match chars.first()? {
        c if c.is_ascii_digit() => text.parse().ok()?, // four digits are a year, not a phase
        c if c.is_ascii_alphabetic() => roman(&text)?,
        _ => chinese(chars)?,
    };
    (1..=99).contains(&value).then_some(value)
}

fn roman(text: &str) -> Option<u8> {
    const UP_TO_TEN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    UP_TO_TEN.iter().position(|r| *r == text).map(|i| i as u8 + 1)
}

/// `三`, `十`, `十二`, `二十`, `二十一`; of an enumeration such as `一二` the last.
fn chinese(chars: &[char]) -> Option<u8> {
    let ones = |rest: &[char]| match rest {
        [] => Some(0),
        [digit] => chinese_digit(*digit),
        _ => None,
    };
    match chars {
        ['十', rest @ ..] => Some(10 + ones(rest)?),
        [tens, '十', rest @ ..] => Some(chinese_digit(*tens)? * 10 + ones(rest)?),
        [.., last] => chinese_digit(*last),
        [] => None,
    }
}

fn chinese_digit(c: char) -> Option<u8> {
    "一二三四五六七八九".chars().position(|d| d == c).map(|i| i as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_spelling_names_its_phase() {
        for name in [
            "电池二期",
            "PVC2期",
            "电池（二期）",
            "电池(2期)项目",
            "电池第二期工程",
            "电池Ⅱ期",
            "电池II期项目",
            "电池 二 期",
            "Battery plant, Phase 2",
            "Battery plant phase II",
            "电池一期、二期",
            "电池一二期",
            "电池1-2期",
            "电池Phase-2厂房",
        ] {
            assert_eq!(phase_of(name), Some(2), "{name}");
        }
        assert_eq!(phase_of("产业园十二期"), Some(12));
        assert_eq!(phase_of("产业园二十期"), Some(20));
        assert_eq!(phase_of("2024年一期"), Some(1));
    }

    #[test]
    fn other_words_with_the_same_character_name_none() {
        for name in [
            "电池项目",
            "计划工期24个月",
            "全生命周期平台",
            "5年期设备租赁",
            "PVII期待",
            "二期货交割库",
            "2024期",
            "0期",
            "三相变压器",
        ] {
            assert_eq!(phase_of(name), None, "{name}");
        }
    }

    #[test]
    fn the_last_phase_named_counts() {
        assert_eq!(phase_of("在一期旁建设三期"), Some(3));
        assert_eq!(phase_of("phase 1 and phase 3"), Some(3));
    }
}
