//! Every stage word of the real rows, with what DOMAIN section 4 says of it.

use super::*;
use crate::features::reference::builtin::built_in_book;

fn read(words: &str) -> (StageKind, Option<String>) {
    let reading = built_in_book().stage_word(words);
    (reading.kind, reading.stage)
}

#[test]
fn the_ten_stages_bear_their_own_names() {
    let names = ["谋划", "储备", "洽谈", "签约", "备案", "开工", "在建", "竣工", "投产", "达产"];
    for (name, stage) in names.iter().zip(STAGES) {
        assert_eq!(read(name), (StageKind::Own, Some(stage.to_owned())), "{name}");
    }
    assert_eq!(read("备案/核准"), (StageKind::Own, Some("filed".to_owned())));
    assert_eq!(read(" 在 建 "), (StageKind::Own, Some("under_construction".to_owned())));
}

#[test]
fn the_words_of_real_rows_are_mapped() {
    for (words, kind, stage) in [
        ("布局(谋划)", StageKind::Mapped, "planned"),
        ("前期", StageKind::Mapped, "reserved"),
        ("签约落户", StageKind::Mapped, "signed"),
        ("签订合资合同", StageKind::Mapped, "signed"),
        ("在建(即将投产)", StageKind::Mapped, "under_construction"),
        ("即将竣工", StageKind::Mapped, "under_construction"),
        ("基本具备竣工条件", StageKind::Mapped, "under_construction"),
        ("中交", StageKind::Mapped, "completed"),
        ("建成", StageKind::Mapped, "completed"),
        ("基本完工", StageKind::Mapped, "completed"),
        ("量产", StageKind::Mapped, "in_production"),
        ("竣工投产", StageKind::Mapped, "in_production"),
        ("在建(一期已生产)", StageKind::Partial, "under_construction"),
        ("部分投产", StageKind::Partial, "under_construction"),
        ("试生产", StageKind::Partial, "under_construction"),
        ("试车", StageKind::Partial, "under_construction"),
        ("一期投产", StageKind::Partial, "under_construction"),
        ("竣工投产或一期试生产", StageKind::Partial, "under_construction"),
        ("续建竣工投产或一期投产", StageKind::Partial, "under_construction"),
        ("新开工项目竣工投产或一期试生产", StageKind::Partial, "under_construction"),
    ] {
        assert_eq!(read(words), (kind, Some(stage.to_owned())), "{words}");
    }
}

#[test]
fn a_plan_to_start_is_not_a_start() {
    for words in [
        "计划新开工",
        "计划三季度开工",
        "计划四季度开工",
        "待取得土地后开工",
        "拟10月动工",
        "未开工",
        "预计年内开工建设",
    ] {
        assert_eq!(read(words), (StageKind::Plan, None), "{words}");
    }
}

#[test]
fn a_longer_phrase_is_read_by_the_words_it_contains() {
    for (words, stage) in [
        ("厂房完成44万平方米钢结构、设备安装完成47.5%", "under_construction"),
        ("过半楼座主体封顶", "under_construction"),
        ("主车间桩基完成", "under_construction"),
        ("2022-11-18建成投产", "in_production"),
        ("5月27日签约", "signed"),
        ("3月16日开工", "started"),
    ] {
        assert_eq!(read(words), (StageKind::Mapped, Some(stage.to_owned())), "{words}");
    }
    assert_eq!(read("一期已建成投产,二期进入收尾阶段").0, StageKind::Partial);
}

#[test]
fn what_is_not_understood_stays_unknown_instead_of_guessed() {
    for words in [
        "",
        "停工",
        "缓建",
        "开工前准备",
        "开工手续办理中",
        "预计年底前投产",
        "签约后开工",
        "已开工，未竣工",
        "计划投资10亿元，已开工",
        "当年签约落地、当年开工建设、当年竣工投产",
        "比原计划提前5个月建成投产",
        "形象进度良好",
    ] {
        assert_eq!(read(words), (StageKind::Unknown, None), "{words}");
    }
}

#[test]
fn a_switched_off_word_is_no_longer_read() {
    let mut book = built_in_book();
    if let Some(word) = book.stage_words.get_mut("量产") {
        word.active = false;
    }
    assert_eq!(book.stage_word("量产").kind, StageKind::Unknown);
}
