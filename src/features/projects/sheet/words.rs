//! Words of real tables for stage, class, nature and industry. 项目类别, 项目类型, 建设性质 and 建设阶段 stand over any of
//! these four, so the header is not asked: the cell's word decides what it is (DOMAIN §3, trap 7). Rules:
//!
//! - a stage's own name and the official words of class and nature are taken silently
//! - another stage word is mapped by the editable table of reference data, with a note, and its words are kept
//! - a word that cannot be mapped leaves the fact empty, with a warning; nothing is guessed

use super::super::model::{Class, Nature, Stage, stage};
use crate::features::reference::{Book, StageKind};
use crate::kernel::message::Message;
use crate::kernel::text::fold_width;
use crate::sheet::Level;
use crate::web::Lang;
use std::fmt::Display;

/// What a word turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// 实施类, 准备类.
    Class(Class),
    /// 新建, 扩建 …
    Nature(Nature),
    /// A word for the stage.
    Stage(StageWords),
    /// Code of an industry.
    Industry(String),
}

/// A stage as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageWords {
    /// Empty for a plan (计划三季度开工 is no stage) and for words that nobody knows.
    pub stage: Option<Stage>,
    /// The words speak of one phase only.
    pub partial: bool,
    /// The words say more than the stage and are kept.
    pub keeps_words: bool,
    /// How it was understood, when that is not plain.
    pub remark: Option<(Level, Message)>,
}

const CLASSES: [(&str, Class); 9] = [
    ("实施", Class::Implementation),
    ("实施类", Class::Implementation),
    ("重大实施类", Class::Implementation),
    ("准备", Class::Preparation),
    ("准备类", Class::Preparation),
    ("重大准备类", Class::Preparation),
    ("储备类", Class::Preparation),
    ("预备", Class::Preparation),
    ("预备类", Class::Preparation),
];

const NATURES: [(&str, Nature); 12] = [
    ("新建", Nature::New),
    ("扩建", Nature::Extension),
    ("改扩建", Nature::Extension),
    ("改建", Nature::Rebuild),
    ("技改", Nature::Renovation),
    ("技术改造", Nature::Renovation),
    ("改造", Nature::Renovation),
    ("迁建", Nature::Renovation),
    ("搬迁改造", Nature::Renovation),
    ("租赁", Nature::Lease),
    ("租赁厂房", Nature::Lease),
    ("租用厂房", Nature::Lease),
];

/// What the words of a stage column mean for the stage.
pub fn stage_of(words: &str, book: &Book) -> StageWords {
    let word: String = fold_width(words).to_lowercase().split_whitespace().collect();
    if let Some(stage) = shown_as("stage", Stage::ALL, &word) {
        return StageWords { stage: Some(stage), partial: false, keeps_words: false, remark: None };
    }
    let read = book.stage_word(words);
    let stage = read.stage.and_then(|word| word.parse::<Stage>().ok()); // reference spells the same ten words
    let about = |id| Message::new(id).with("value", words);
    let named = |id, stage| about(id).with_message("stage", stage::stage_name(stage));
    let remark = match (read.kind, stage) {
        (StageKind::Own, _) => None,
        (StageKind::Mapped, Some(stage)) => Some((Level::Note, named("projects-sheet-stage-mapped", stage))),
        (StageKind::Partial, Some(stage)) => {
            Some((Level::Note, named("projects-sheet-stage-partial", stage)))
        }
        (StageKind::Plan, _) => Some((Level::Note, about("projects-sheet-stage-plan"))),
        _ => Some((Level::Warning, about("projects-sheet-stage-unknown"))),
    };
    StageWords { stage, partial: read.kind == StageKind::Partial, keeps_words: remark.is_some(), remark }
}

/// What a word of a mixed column means; `None` when it is none of the four.
pub(super) fn mixed_meaning_of(words: &str, book: &Book) -> Option<Meaning> {
    // Beside 新建 and 续建 it sorts projects by the year's plan (vocabulary: planned to start this year).
    if words.trim() == "新开工" {
        let note = Message::new("projects-sheet-stage-plan").with("value", words);
        let remark = Some((Level::Note, note));
        return Some(Meaning::Stage(StageWords { stage: None, partial: false, keeps_words: true, remark }));
    }
    meaning_of(words, book)
}

/// What a word means; `None` when it is none of the four.
pub(super) fn meaning_of(words: &str, book: &Book) -> Option<Meaning> {
    let word: String = fold_width(words).to_lowercase().split_whitespace().collect();
    let class =
        entry(&CLASSES, word.trim_start_matches('省')).or_else(|| shown_as("class", Class::ALL, &word));
    let nature = entry(&NATURES, &word).or_else(|| shown_as("nature", Nature::ALL, &word));
    let stage = || {
        let read = stage_of(words, book);
        let known = read.remark.as_ref().is_none_or(|(level, _)| *level == Level::Note);
        known.then_some(Meaning::Stage(read))
    };
    class
        .map(Meaning::Class)
        .or(nature.map(Meaning::Nature))
        .or_else(|| book.industry(words).map(|industry| Meaning::Industry(industry.code.clone())))
        .or_else(stage)
}

/// What people write under 是否入统; `None` for words that say neither.
pub fn yes_or_no(words: &str) -> Option<bool> {
    let word: String = fold_width(words).to_lowercase().split_whitespace().collect();
    match word.as_str() {
        "是" | "已" | "√" | "✓" | "✔" | "☑" | "1" | "y" | "yes" | "true" => Some(true),
        "否" | "未" | "不" | "×" | "✕" | "✗" | "✘" | "x" | "0" | "n" | "no" | "false" => {
            Some(false)
        }
        _ => {
            let said = ["入统", "列统", "纳统", "入库"].iter().find_map(|verb| word.strip_suffix(verb))?;
            match said {
                "" | "已" | "已经" | "是" => Some(true),
                "未" | "尚未" | "暂未" | "否" | "没有" | "不" => Some(false),
                _ => None,
            }
        }
    }
}

/// The value whose name this is, on our pages and exports in either language or in the contract.
fn shown_as<T: Copy + Display>(prefix: &str, all: &[T], word: &str) -> Option<T> {
    let plain = |name: String| name.to_lowercase().split_whitespace().collect::<String>();
    let is_its_name = |value: &&T| {
        let value = value.to_string();
        value == word || [Lang::Zh, Lang::En].iter().any(|lang| plain(lang.word(prefix, &value)) == word)
    };
    all.iter().find(is_its_name).copied()
}

fn entry<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(spelling, _)| *spelling == word).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(words: &str) -> Option<Meaning> {
        mixed_meaning_of(words, &Book::default())
    }

    #[test]
    fn the_word_decides_what_a_mixed_column_says() {
        assert_eq!(meaning("省重大实施类"), Some(Meaning::Class(Class::Implementation)));
        assert_eq!(meaning("储备类"), Some(Meaning::Class(Class::Preparation)));
        assert_eq!(meaning("扩　建"), Some(Meaning::Nature(Nature::Extension)));
        assert_eq!(meaning("preparation"), Some(Meaning::Class(Class::Preparation)));
        let stage = |words| match meaning(words) {
            Some(Meaning::Stage(read)) => Some((read.stage, read.keeps_words)),
            _ => None,
        };
        assert_eq!(stage("竣工"), Some((Some(Stage::Completed), false)));
        assert_eq!(stage("新开工"), Some((None, true)), "planned to start this year, not started");
        assert_eq!(meaning("甲乙丙"), None);
    }

    #[test]
    fn a_tick_a_cross_and_the_words_of_the_trade_say_yes_or_no() {
        for yes in ["是", "已入统", "已列统", " 已 纳统", "已入库", "入统", "√", "Yes", "TRUE", "１"]
        {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["否", "未入统", "尚未列统", "暂未纳统", "×", "No", "０", "未"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        for neither in ["拟入统", "2026年6月入统", "正在入库", "待定", "不详"] {
            assert_eq!(yes_or_no(neither), None, "{neither}");
        }
    }

    #[test]
    fn stage_words_say_how_they_were_understood() {
        let level = |words| stage_of(words, &Book::default()).remark.map(|(level, _)| level);
        assert_eq!(level("在建"), None);
        assert_eq!(level("计划三季度开工"), Some(Level::Note));
        assert_eq!(level("一期投产"), Some(Level::Note));
        assert_eq!(level("甲乙丙"), Some(Level::Warning));
        let phase = stage_of("一期投产", &Book::default());
        assert_eq!((phase.stage, phase.partial), (Some(Stage::UnderConstruction), true));
    }
}
