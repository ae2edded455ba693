//! Dates as people write them in cells and forms. Nothing is guessed: what a word like 年底 or 上半年 says more than
//! its year is dropped to the precision that is certain, and what is no date is refused.

use super::PlanDate;
use crate::kernel::text::fold_width;

/// One date, or `None`.
pub(super) fn read(text: &str) -> Option<PlanDate> {
    read_compact(&compact(text))
}

/// Start and finish, or `None`. Every dash is tried as the one between them, because `2024-03-2026-12` is a span
/// and `2024-05` is not: both sides must be dates in their own right.
pub(super) fn read_range(text: &str) -> Option<(PlanDate, PlanDate)> {
    let text = compact(text);
    let text = text.trim_matches(['(', ')']);
    text.char_indices().filter(|(_, c)| "-–—―~至到".contains(*c)).find_map(|(at, _)| {
        let dash = |c: char| "-–—―~至到".contains(c);
        let start = read_compact(text[..at].trim_end_matches(dash))?;
        let rest = text[at..].trim_start_matches(dash);
        // `2024年3月至12月`: the second half borrows the year, but only where it says 月 or 季.
        let borrowed = || {
            let names_part = rest.contains(['月', '季']) && !rest.contains('年');
            names_part.then(|| read_compact(&format!("{}年{rest}", start.year())))?
        };
        let finish = read_compact(rest).or_else(borrowed)?;
        (!finish.is_before(&start)).then_some((start, finish))
    })
}

/// Half width, no spaces except the one before a time of day, upper case for `Q`.
fn compact(text: &str) -> String {
    let folded = fold_width(text).to_uppercase();
    // `2024-05-01 00:00:00` and `2024-05-01T00:00:00`: a workbook's day with an empty time.
    let day = folded.split_once(':').map_or(folded.as_str(), |(before, _)| {
        before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['T', ' '])
    });
    day.chars().filter(|c| !c.is_whitespace()).collect()
}

fn read_compact(text: &str) -> Option<PlanDate> {
    let (year, rest) = text.split_at_checked(4)?;
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest);
    let canonical = match rest {
        "" | "底" | "末" | "初" | "中" | "内" | "上半年" | "下半年" => year.to_owned(),
        _ => match quarter(rest) {
            Some(quarter) => format!("{year}Q{quarter}"),
            None => month_and_day(year, rest)?,
        },
    };
    PlanDate::parse(&canonical).ok()
}

/// `第一季度`, `1季度`, `四季度末`, `Q1`, `-Q1`.
fn quarter(rest: &str) -> Option<char> {
    let rest = rest.trim_start_matches(['-', '.', '/']).trim_start_matches('第');
    let rest = rest.trim_end_matches(['初', '末', '底', '内']);
    let number = match rest.strip_prefix('Q') {
        Some(number) => number,
        None => rest.strip_suffix("季度").or_else(|| rest.strip_suffix('季'))?,
    };
    match number {
        "1" | "一" => Some('1'),
        "2" | "二" => Some('2'),
        "3" | "三" => Some('3'),
        "4" | "四" => Some('4'),
        _ => None,
    }
}

/// `5月`, `05月底`, `.05`, `-5`, `/5/1`, `5月1日`, `05`, `0501` after the year.
fn month_and_day(year: &str, rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(['-', '.', '/']).unwrap_or(rest);
    if rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!("{year}-{}-{}", &rest[..2], &rest[2..]));
    }
    let (month, rest) = leading_number(rest)?;
    let after_month = rest
        .strip_prefix("月份")
        .or_else(|| rest.strip_prefix('月'))
        .or_else(|| rest.strip_prefix(['-', '.', '/']));
    let Some(rest) = after_month else {
        return rest.is_empty().then(|| format!("{year}-{month:02}"));
    };
    if matches!(rest, "" | "初" | "中" | "底" | "末" | "上旬" | "中旬" | "下旬") {
        return Some(format!("{year}-{month:02}"));
    }
    let (day, rest) = leading_number(rest)?;
    matches!(rest, "" | "日" | "号").then(|| format!("{year}-{month:02}-{day:02}"))
}

/// One or two digits at the front, and what follows them.
fn leading_number(text: &str) -> Option<(u8, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..end].parse().ok().filter(|_| end <= 2)?;
    Some((number, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn loose(text: &str) -> String {
        PlanDate::parse_loose(text).map_or_else(|refusal| refusal.id.to_owned(), |date| date.to_string())
    }

    fn range(text: &str) -> Option<(String, String)> {
        PlanDate::parse_range(text).map(|(start, finish)| (start.to_string(), finish.to_string()))
    }

    #[test]
    fn cells_are_read_at_the_precision_they_have() {
        let cases = [
            ("2024", "2024"),
            ("2024年", "2024"),
            (" 2024 年度 ", "2024"),
            ("２０２４年", "2024"),
            ("2024年5月", "2024-05"),
            ("2024年05月份", "2024-05"),
            ("2024.05", "2024-05"),
            ("2024-5", "2024-05"),
            ("2024/5", "2024-05"),
            ("202405", "2024-05"),
            ("2024/5/1", "2024-05-01"),
            ("2024.5.1", "2024-05-01"),
            ("2024年5月1日", "2024-05-01"),
            ("20240501", "2024-05-01"),
            ("2024-05-01 00:00:00", "2024-05-01"),
            ("2024-05-01T08:30:00", "2024-05-01"),
            ("2024年第一季度", "2024Q1"),
            ("2024年一季度", "2024Q1"),
            ("2024年第4季度末", "2024Q4"),
            ("2024Q1", "2024Q1"),
            ("2024年q1", "2024Q1"),
            ("2024-Q1", "2024Q1"),
        ];
        for (text, expected) in cases {
            assert_eq!(loose(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_says_less_than_a_precision_leaves_the_coarser_one() {
        for text in ["2024年底", "2024年末", "2024年初", "2024年内", "2024年上半年", "2024下半年"]
        {
            assert_eq!(loose(text), "2024", "{text}");
        }
        assert_eq!(loose("2024年5月底"), "2024-05");
        assert_eq!(loose("2024年5月上旬"), "2024-05");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "待定",
            "5月",
            "24年5月",
            "2024年13月",
            "2024-02-30",
            "2024年5月32日",
            "2024.5.1.2",
            "45597",
            "2024—2026",
            "1985年",
            "2024年第五季度",
            "2024年左右",
            "年年年年",
        ] {
            assert_eq!(loose(text), "kernel-plan-date-unreadable", "{text}");
        }
    }

    #[test]
    fn a_span_has_a_start_and_a_finish() {
        let cases = [
            ("2023—2025", "2023", "2025"),
            ("2023-2025年", "2023", "2025"),
            ("2023年－2025年", "2023", "2025"),
            ("（2023～2025）", "2023", "2025"),
            ("2023——2025", "2023", "2025"),
            ("2024.03~2026.12", "2024-03", "2026-12"),
            ("2024-03-2026-12", "2024-03", "2026-12"),
            ("2024年3月至2026年12月", "2024-03", "2026-12"),
            ("2024年3月—12月", "2024-03", "2024-12"),
            ("2024年3月至2026年", "2024-03", "2026"),
        ];
        for (text, start, finish) in cases {
            assert_eq!(range(text), Some((start.to_owned(), finish.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_single_date_or_a_backward_span_is_none() {
        for text in [
            "2024-05",
            "2024-05-01",
            "2024",
            "2024年5月",
            "2025-2023",
            "2024年至今",
            "2024-13",
            "5-8亿元",
            "-",
            "",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn canonical_text_is_read_loosely_as_itself(year in 1990i32..=2100, month in 1u32..=12, day in 1u32..=28, quarter in 1u32..=4) {
            for text in [format!("{year}"), format!("{year}Q{quarter}"), format!("{year}-{month:02}"), format!("{year}-{month:02}-{day:02}")] {
                prop_assert_eq!(loose(&text), text.clone());
                prop_assert_eq!(range(&text), None);
            }
        }

        #[test]
        fn any_text_is_answered_without_panic(text in "[0-9年月日季度第一Q./:T （—-]{0,20}") {
            let _answers = (PlanDate::parse_loose(&text), PlanDate::parse_range(&text), PlanDate::parse(&text));
        }
    }
}
