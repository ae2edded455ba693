//! Header spellings: how a header's words are brought into one form, and which field they name.

use super::column::Column;
use crate::kernel::money::Unit;
use crate::kernel::text::fold_width;

/// One header spelling of one column, in normal form.
pub(super) struct Spelling<'c> {
    text: String,
    column: &'c Column,
}

impl<'c> Spelling<'c> {
    /// All spellings of all columns.
    pub(super) fn of(columns: &'c [Column]) -> Vec<Self> {
        columns
            .iter()
            .flat_map(|column| column.aliases.iter().map(move |alias| Self { text: normal(alias), column }))
            .collect()
    }

    /// The column that a header text (in normal form) names, and how loosely: 0 exactly, 1 without bracketed
    /// remarks, 2 without a leading year, 3 by its last part alone, which is allowed for words only.
    pub(super) fn recognise(spellings: &[Self], header: &str) -> Option<(&'c Column, u8)> {
        let exact = |text: &str| spellings.iter().find(|s| s.text == text).map(|s| s.column);
        let plain = without_unit(header);
        if let Some(column) = exact(header).or_else(|| exact(plain)) {
            return Some((column, 0));
        }
        let bare = without_brackets(plain);
        if let Some(column) = exact(&bare) {
            return Some((column, 1));
        }
        let undated = without_year(&bare);
        if let Some(column) = exact(undated) {
            return Some((column, 2));
        }
        let (_, last) = undated.rsplit_once(['-', '—', '–', '_', '/', ':'])?;
        exact(last).filter(|column| column.kind.is_words()).map(|column| (column, 3))
    }
}

/// Half-width, round brackets, no spaces or line breaks, no marks of required fields.
pub(super) fn normal(text: &str) -> String {
    let folded = fold_width(text);
    let one_form = folded.chars().filter(|c| !c.is_whitespace() && !c.is_control()).map(|c| match c {
        '[' | '【' | '〔' | '{' => '(',
        ']' | '】' | '〕' | '}' => ')',
        other => other,
    });
    one_form.collect::<String>().to_lowercase().trim_matches(['*', '★', '☆', '※', ':']).to_owned()
}

/// `总投资(万元)`, `总投资:万元` and `总投资万元` without their unit. Takes the normal form.
pub(super) fn without_unit(header: &str) -> &str {
    if let Some((before, inside)) = header.strip_suffix(')').and_then(|h| h.rsplit_once('(')) {
        return if Unit::find_in(inside).is_some() { before } else { header };
    }
    let before = ["万元", "亿元"].iter().find_map(|word| header.strip_suffix(word));
    before.map_or(header, |text| text.trim_end_matches([':', ',', '/', '、']))
}

fn without_brackets(header: &str) -> String {
    let mut depth = 0usize;
    let outside = header.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

/// `2018年计划投资` and `2018年度计划投资` without the year.
fn without_year(header: &str) -> &str {
    let digits = header.len() - header.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match header.get(digits..).and_then(|rest| rest.strip_prefix('年')) {
        Some(rest) if digits == 4 => rest.strip_prefix('度').unwrap_or(rest),
        _ => header,
    }
}

#[cfg(test)]
mod tests {
    use super::super::column::Kind;
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("total", Kind::Money, ["总投资"]),
            Column::new("plan", Kind::Money, ["年度计划投资", "计划投资", "投资计划"]),
            Column::new("content", Kind::Multiline { max: 9 }, ["主要建设内容"]),
            Column::new("county", Kind::Text { max: 9 }, ["所在县（市、区）"]),
        ]
    }

    fn named(header: &str) -> Option<(&'static str, u8)> {
        let columns = columns();
        Spelling::recognise(&Spelling::of(&columns), &normal(header))
            .map(|(column, likeness)| (column.field, likeness))
    }

    #[test]
    fn spaces_width_marks_and_units_do_not_hide_a_header() {
        for header in [
            "总投资",
            " 总 投\n资 ",
            "*总投资（万元）",
            "总投资(亿元)",
            "总投资【单位：万元】",
            "总投资：万元",
            "总投资亿元",
        ] {
            assert_eq!(named(header), Some(("total", 0)), "{header}");
        }
        assert_eq!(named("所在县（市、区）"), Some(("county", 0)));
    }

    #[test]
    fn remarks_and_a_leading_year_make_a_looser_match() {
        assert_eq!(named("主要建设内容（500字以内）"), Some(("content", 1)));
        assert_eq!(named("2018年计划投资"), Some(("plan", 2)));
        assert_eq!(named("2026年度计划投资（万元）"), Some(("plan", 2)));
    }

    #[test]
    fn the_part_behind_a_dash_names_words_but_never_an_amount() {
        assert_eq!(named("2021年投资计划-主要建设内容"), Some(("content", 3)));
        assert_eq!(named("上半年-总投资"), None);
        assert_eq!(named("总投资其中：银行贷款"), None);
    }
}
