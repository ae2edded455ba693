//! The stage in free text: “在建(即将投产)”, “计划三季度开工”, “一期投产”. The words are data; the rules here read
//! longer phrases by the words they contain, and rather say “unknown” than guess (DOMAIN section 4).

use crate::features::reference::book::Book;
use crate::features::reference::model::{STAGES, StageWord};
use crate::kernel::text::name_key;

/// What the words about a stage mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageReading {
    /// One of [`STAGES`]: what may be said of the whole project. None for a plan and for unknown words.
    pub stage: Option<String>,
    /// How it was found.
    pub kind: StageKind,
}

/// How the words about a stage were understood. [`StageReading`]'s words are kept in all cases but the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageKind {
    /// The stage's own name: 开工. Nothing to remark.
    Own,
    /// Another word for the stage: 签约落户. A note.
    Mapped,
    /// The words speak of one phase: 一期投产, 试车. The whole project is under construction. A note.
    Partial,
    /// A plan, not a state: 计划三季度开工. The project has not started, more is not said. A note; the stage stays empty.
    Plan,
    /// Nobody knows the words. A warning; the stage stays empty.
    Unknown,
}

/// The stages' own names, beside [`STAGES`]; 备案/核准 is one stage with two names.
const OWN_NAMES: [&[&str]; 10] = [
    &["谋划"],
    &["储备"],
    &["洽谈"],
    &["签约"],
    &["备案", "核准", "备案核准"],
    &["开工"],
    &["在建"],
    &["竣工"],
    &["投产"],
    &["达产"],
];

/// A phrase with one of these speaks of what shall be or has not been: only an exact word may map it.
const NOT_YET: [&str; 11] =
    ["计划", "预计", "力争", "争取", "即将", "拟", "待", "未", "条件", "准备", "手续"];
/// Beginnings of a state that is not a stage (停工, 缓建, 退出) or that lies around one (开工前).
const OUTSIDE: [&str; 6] = ["停", "缓", "退", "终止", "前", "后"];
const START: [&str; 3] = ["开工", "动工", "开建"];
const PHASE: [&str; 5] = ["期", "部分", "号车间", "条线", "条生产线"];
const PRODUCTION: [&str; 4] = ["投产", "试生产", "已生产", "试车"];

impl Book {
    /// Reads the words about a stage; empty words are unknown.
    pub fn stage_word(&self, words: &str) -> StageReading {
        let key = stage_key(words);
        if let Some(stage) = own_stage(&key) {
            return StageReading { stage: Some(stage.to_owned()), kind: StageKind::Own };
        }
        if let Some(word) = self.stage_words.get(&key).filter(|word| word.active) {
            return of_word(word);
        }
        let has = |marks: &[&str]| marks.iter().any(|mark| key.contains(mark));
        // What stands in brackets explains the word before it: 在建(即将投产), 布局(谋划).
        if let Some((head, _)) = words.split_once(['(', '（']).filter(|(head, _)| !head.trim().is_empty()) {
            let whole = self.stage_word(head);
            let in_phases = has(&PHASE) && has(&PRODUCTION) && !has(&NOT_YET);
            return match whole.kind {
                StageKind::Own | StageKind::Mapped if in_phases => partly(),
                StageKind::Own => StageReading { kind: StageKind::Mapped, ..whole },
                _ => whole,
            };
        }
        if has(&NOT_YET) {
            return nothing(if plans_to_start(&key) { StageKind::Plan } else { StageKind::Unknown });
        }
        if has(&OUTSIDE) {
            return nothing(StageKind::Unknown);
        }
        if has(&PHASE) && has(&PRODUCTION) {
            return partly();
        }
        self.contained(&key)
    }

    /// The one stage all known words inside the phrase agree on.
    fn contained(&self, key: &str) -> StageReading {
        let own =
            OWN_NAMES.iter().zip(STAGES).flat_map(|(names, stage)| names.iter().map(move |n| (*n, stage)));
        let known = self
            .stage_words
            .values()
            .filter(|word| word.active && !word.partial)
            .filter_map(|word| Some((word.word.as_str(), word.stage.as_deref()?)));
        let mut found: Vec<(&str, &str)> = own.chain(known).filter(|(word, _)| key.contains(word)).collect();
        // 建成投产 says 投产: a word inside a longer known word does not speak for itself.
        let words: Vec<&str> = found.iter().map(|(word, _)| *word).collect();
        found.retain(|(word, _)| !words.iter().any(|other| other.len() > word.len() && other.contains(word)));
        match found.as_slice() {
            [(_, stage), rest @ ..] if rest.iter().all(|(_, other)| other == stage) => {
                StageReading { stage: Some((*stage).to_owned()), kind: StageKind::Mapped }
            }
            _ => nothing(StageKind::Unknown),
        }
    }
}

/// The spelling under which a stage word is kept and looked up: without spaces, brackets, punctuation.
pub fn stage_key(words: &str) -> String {
    name_key(words)
}

fn own_stage(key: &str) -> Option<&'static str> {
    OWN_NAMES.iter().zip(STAGES).find(|(names, _)| names.contains(&key)).map(|(_, stage)| stage)
}

/// 计划三季度开工, and neither 已开工，未竣工 nor 开工手续办理中.
fn plans_to_start(key: &str) -> bool {
    let first = |marks: &[&str]| marks.iter().filter_map(|mark| key.find(mark)).min();
    let start = first(&START);
    start.is_some() && first(&NOT_YET) < start && !key.contains('已')
}

fn of_word(word: &StageWord) -> StageReading {
    let kind = match (&word.stage, word.partial) {
        (None, _) => StageKind::Plan,
        (Some(_), true) => StageKind::Partial,
        (Some(_), false) => StageKind::Mapped,
    };
    StageReading { stage: word.stage.clone(), kind }
}

/// A phase produces, so the whole is still being built.
fn partly() -> StageReading {
    StageReading { stage: Some("under_construction".to_owned()), kind: StageKind::Partial }
}

const fn nothing(kind: StageKind) -> StageReading {
    StageReading { stage: None, kind }
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
