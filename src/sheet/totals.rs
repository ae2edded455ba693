//! Rows that are no data: totals (合计, 全省合计, 济南市小计), sections (一、新能源) and notes (注：…). Totals and sections
//! declare how many rows there are and what they add up to; this is compared with the rows themselves, and a
//! difference is a warning with both numbers. Where a total stands (above or below its rows, at the very top or
//! bottom) differs from table to table, so every reading of its place is tried before anything is said.

mod compare;

pub(super) use compare::{compare, sum};

use super::cell::{Address, Grid, RawCell};
use super::column::{Column, Kind};
use super::header::Header;
use super::spelling::normal;
use super::value::is_blank;
use crate::kernel::money::{Money, Unit, parse_amount};
use std::collections::BTreeMap;

/// What a total row says about the rows it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Number of rows, e.g. from `30个`.
    pub count: Option<u64>,
    /// Sums by money field.
    pub sums: BTreeMap<&'static str, Money>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkerKind {
    /// 小计 (0) or 合计, 总计, 共计 (1).
    Total(u8),
    /// `一、` (1) or `（一）` (2).
    Section(u8),
    Note,
}

/// A row that is no data.
#[derive(Clone, Debug)]
pub(super) struct Marker {
    pub kind: MarkerKind,
    pub label: String,
    row: u32,
    count: Option<(Address, u64)>,
    sums: Vec<DeclaredSum>,
}

#[derive(Clone, Debug)]
struct DeclaredSum {
    field: &'static str,
    at: Address,
    words: String,
    money: Money,
    /// The last printed digit, in yuan.
    step: i64,
    unit: Unit,
}

/// Tells data rows from the others.
pub(super) struct Sorter<'a> {
    grid: &'a Grid,
    words: Vec<u32>,
    name: Option<u32>,
    money: Vec<(&'static str, u32, Option<Unit>)>,
    /// Rows are numbered 1, 2, 3, so a bare 一 numbers a section.
    arabic_serials: bool,
}

const NOTE_WORDS: [&str; 17] = [
    "注",
    "备注",
    "说明",
    "填表说明",
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "审核人",
    "审核",
    "负责人",
    "单位负责人",
    "分管领导",
    "联系人",
    "联系电话",
    "填报单位",
    "填报日期",
];

impl<'a> Sorter<'a> {
    pub(super) fn new(grid: &'a Grid, columns: &[Column], header: &Header) -> Self {
        let place = |column: &Column| header.fields.get(column.field).map(|head| head.address.column);
        let serial = columns.iter().find(|c| c.kind == Kind::Serial).and_then(place);
        let arabic_serials = grid.cells.iter().any(|(at, cell)| {
            Some(at.column) == serial
                && at.row > header.rows.1
                && cell.shown().trim().starts_with(|c: char| c.is_ascii_digit())
        });
        Self {
            grid,
            words: columns.iter().filter(|c| c.kind.is_words() && !c.required).filter_map(place).collect(),
            name: columns.iter().find(|c| c.required).and_then(place),
            money: columns
                .iter()
                .filter(|c| c.kind == Kind::Money)
                .filter_map(|c| {
                    header.fields.get(c.field).map(|head| (c.field, head.address.column, head.unit))
                })
                .collect(),
            arabic_serials,
        }
    }

    /// What a row is, when it is no data.
    pub(super) fn marker(&self, row: u32) -> Option<Marker> {
        let cells: Vec<(Address, &RawCell, String)> = self
            .grid
            .row(row)
            .map(|(at, cell)| (at, cell, normal(&cell.shown())))
            .filter(|(_, _, text)| !is_blank(text))
            .collect();
        let (first, first_cell, text) = cells.iter().find(|(_, cell, _)| matches!(cell, RawCell::Text(_)))?;
        let total = total_rank(text);
        let kind = if is_note(&first_cell.shown()) {
            MarkerKind::Note
        } else if let Some(rank) = total {
            MarkerKind::Total(rank)
        } else {
            MarkerKind::Section(self.section_level(*first, text, &cells)?)
        };
        let label = match kind {
            MarkerKind::Note => cells.iter().map(|(_, cell, _)| cell.shown()).collect::<Vec<_>>().join("  "),
            MarkerKind::Section(_) if ordinal(text) == Some(("", 1)) => {
                let title = cells.iter().find(|(at, ..)| Some(at.column) == self.name);
                format!("{text}、{}", title.map(|(_, cell, _)| cell.shown()).unwrap_or_default().trim())
            }
            _ => first_cell.shown().trim().to_owned(),
        };
        let is_money = |at: &Address| self.money.iter().any(|(_, column, _)| *column == at.column);
        let count =
            cells.iter().filter(|(at, ..)| !is_money(at)).find_map(|(at, _, t)| Some((*at, count_in(t)?)));
        Some(Marker { kind, label, row, count, sums: self.sums(row) })
    }

    /// A section is a heading alone, or one that begins with 一、 or （一） and has nothing beside it but a count and
    /// sums.
    fn section_level(&self, first: Address, text: &str, cells: &[(Address, &RawCell, String)]) -> Option<u8> {
        let has_words = cells.iter().any(|(at, ..)| *at != first && self.words.contains(&at.column));
        let name = cells.iter().find(|(at, ..)| Some(at.column) == self.name);
        let other_name = name.is_some_and(|(at, _, name)| *at != first && count_in(name).is_none());
        if let Some((title, level)) = ordinal(text) {
            let bare = title.is_empty();
            let heads = if bare { self.arabic_serials } else { !other_name };
            return (heads && !has_words).then_some(level);
        }
        let spans = self.grid.merges.iter().any(|m| m.first == first && m.last.column > m.first.column + 1);
        let alone = cells.len() == 1 && (spans || self.name.is_some_and(|name| first.column < name));
        alone.then_some(1)
    }

    fn sums(&self, row: u32) -> Vec<DeclaredSum> {
        let declared = self.money.iter().filter_map(|(field, column, unit)| {
            let at = Address::new(row, *column);
            let words = self.grid.get(at)?.shown();
            // A total that is no number ("见附表") declares nothing.
            let amount = parse_amount(&words, *unit).ok()?;
            let unit = match unit {
                _ if words.contains('亿') => Unit::Yi,
                _ if words.contains('万') => Unit::Wan,
                unit => (*unit)?,
            };
            let decimals = normal(&words)
                .split_once('.')
                .map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count().min(8) as u32);
            let step = (unit.yuan() / 10_i64.pow(decimals)).max(1);
            Some(DeclaredSum { field, at, words, money: amount.money, step, unit })
        });
        declared.collect()
    }
}

fn is_note(text: &str) -> bool {
    let text: String = crate::kernel::text::fold_width(text).split_whitespace().collect();
    let after = |word: &&str| {
        text.strip_prefix(*word).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
    };
    NOTE_WORDS.iter().filter_map(after).any(|rest| rest.starts_with(':'))
}

/// Whether a label (in normal form) is a total, and of which rank.
fn total_rank(label: &str) -> Option<u8> {
    const LONGEST: usize = 20;
    let bare = label.split('(').next().unwrap_or(label).trim_end_matches(':');
    if bare.chars().count() > LONGEST {
        return None;
    }
    [("合计", 1), ("总计", 1), ("共计", 1), ("小计", 0)].into_iter().find_map(|(word, rank)| {
        let (before, after) = bare.rsplit_once(word)?;
        let counted = |rest: &str| {
            rest.is_empty() || (rest.starts_with(|c: char| c.is_ascii_digit()) && count_in(rest).is_some())
        };
        // 济南市小计, 合计30个; but 合计量仪生产项目 is a project.
        (counted(after.trim_start_matches(':')) && !before.contains("项目名")).then_some(rank)
    })
}

/// The title behind 一、 or （一）, and its level.
fn ordinal(text: &str) -> Option<(&str, u8)> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let numeral = |c: char| NUMERALS.contains(c);
    if let Some(rest) = text.strip_prefix('(') {
        let title = rest.trim_start_matches(numeral);
        return title.strip_prefix(')').filter(|_| title.len() < rest.len()).map(|title| (title, 2));
    }
    let title = text.trim_start_matches(numeral);
    if title.len() == text.len() {
        return None;
    }
    if title.is_empty() { Some(("", 1)) } else { title.strip_prefix(['、', '.']).map(|title| (title, 1)) }
}

/// `30个`, `30个项目`, `共30项`.
fn count_in(text: &str) -> Option<u64> {
    text.char_indices().filter(|(_, c)| matches!(c, '个' | '项')).find_map(|(at, _)| {
        let (before, measure) = text.split_at_checked(at)?;
        if measure.starts_with("个月") {
            return None;
        }
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        before.get(before.len() - digits..)?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn total_labels_are_told_from_project_names() {
        for (label, rank) in [
            ("合计", 1),
            ("全省合计", 1),
            ("济南市小计", 0),
            ("合计:", 1),
            ("总计30个", 1),
            ("合计(30个)", 1),
        ] {
            assert_eq!(total_rank(&normal(label)), Some(rank), "{label}");
        }
        for name in ["合计量仪生产项目", "总计算力中心项目", "小计量泵项目"] {
            assert_eq!(total_rank(&normal(name)), None, "{name}");
        }
    }

    #[test]
    fn notes_need_a_colon() {
        for note in ["注：总投资含设备购置。", "填表人：张三", "注1：含税", "备 注："]
        {
            assert!(is_note(note), "{note}");
        }
        for name in ["注塑机生产线项目", "说明书印刷项目"] {
            assert!(!is_note(name), "{name}");
        }
    }

    #[test]
    fn ordinals_head_sections() {
        assert_eq!(ordinal("一、新能源"), Some(("新能源", 1)));
        assert_eq!(ordinal("(二)续建"), Some(("续建", 2)));
        assert_eq!(ordinal("十二"), Some(("", 1)));
        assert_eq!(ordinal("一期项目"), None);
        assert_eq!(ordinal("新能源"), None);
    }

    #[test]
    fn counts_are_read_with_their_measure() {
        assert_eq!(count_in("30个"), Some(30));
        assert_eq!(count_in("共12项,续建"), Some(12));
        assert_eq!(count_in("5个月"), None);
        assert_eq!(count_in("项目"), None);
    }
}
