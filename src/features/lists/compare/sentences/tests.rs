//! Whole sentences, as they are pasted into a report, in both languages.

use super::*;
use crate::features::lists::compare::model::{Fate, compare};
use crate::features::lists::compare::sides::{Side, Standing};
use crate::features::projects::Class;
use crate::features::reference::{Book, Division, Level};
use crate::kernel::calendar::Quarter;
use crate::web::Lang;

fn words(lang: Lang) -> Words {
    let cities = ["济南市 Jinan", "青岛市 Qingdao", "淄博市 Zibo", "枣庄市 Zaozhuang", "东营市 Dongying"];
    let mut book = Book::default();
    for (number, names) in (1..).zip(cities) {
        let (zh, en) = names.split_once(' ').unwrap();
        let code = DivisionCode::parse(&format!("370{number}00")).unwrap();
        let division = Division {
            code,
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            level: Level::City,
            parent: None,
            lng_e6: None,
            lat_e6: None,
            successor: None,
            active: true,
        };
        book.divisions.insert(code, division);
    }
    Words { lang, book, province: DivisionCode::parse("370000").unwrap() }
}

fn item(id: i64, class: Class, place: &str, yi: i64) -> Item {
    let money = |yuan| Some(Money::from_yuan(yuan));
    let facts = Facts {
        stage: Some(Stage::Signed),
        total_investment: money(yi * 100_000_000),
        annual_plan: money(yi * 25_000_000),
        planned_start: Some(PlanDate::parse("2026-05").unwrap()),
        ..Facts::named(format!("项目{id}"), DivisionCode::parse(place).unwrap())
    };
    Item::new(id, None, class, None, facts)
}

fn draft(quarter: &str) -> Side {
    Side { quarter: Quarter::parse(quarter).unwrap(), standing: Standing::Draft, extract: false }
}

fn compared(before: Vec<Item>, after: Vec<Item>, fates: BTreeMap<i64, Fate>) -> Compared {
    let comparison = compare(before, after, fates).unwrap();
    Compared { from: draft("2026Q2"), to: draft("2026Q3"), turned: false, comparison }
}

/// One of each kind of shift.
fn eventful() -> Compared {
    use Class::{Implementation, Preparation};
    let before = vec![
        item(1, Implementation, "370100", 10),
        item(2, Preparation, "370200", 20),
        item(3, Implementation, "370200", 5),
        item(4, Implementation, "370300", 8),
    ];
    let mut raised = item(1, Implementation, "370100", 12);
    raised.facts.stage = Some(Stage::Completed);
    raised.facts.planned_start = Some(PlanDate::parse("2026Q4").unwrap());
    raised.facts.name = "项目1（扩建）".to_owned();
    let mut back = item(4, Implementation, "370300", 8);
    back.facts.stage = Some(Stage::Negotiating);
    let after = vec![
        raised,
        item(2, Implementation, "370200", 20),
        back,
        item(5, Implementation, "370100", 30),
        item(6, Preparation, "370100", 15),
    ];
    let fate = Fate { decision: Some(Decision::Graduate), ..Fate::default() };
    compared(before, after, BTreeMap::from([(3, fate)]))
}

#[test]
fn every_shift_has_its_sentence_in_chinese() {
    assert_eq!(
        sentences(&words(Lang::Zh), &eventful()),
        [
            "与2026年二季度清单（草稿）相比，2026年三季度清单（草稿）共有5个项目，增加1个；总投资85.0亿元，增加42.0亿元。",
            "年度计划投资合计21.3亿元，增加10.5亿元。",
            "增补2个项目，总投资45.0亿元，其中济南市2个。",
            "退出1个项目，总投资5.0亿元，其中青岛市1个；按去向，投产出列1个。",
            "储备类转实施类1个项目，总投资20.0亿元，其中青岛市1个。",
            "保留的1个项目调整了总投资，其中调增1个、调减0个，合计增加2.0亿元。",
            "保留的1个项目推进到新的阶段，其中新开工1个、新竣工1个。",
            "保留的1个项目退回到以前的阶段。",
            "保留的1个项目推迟计划开工。",
            "保留的1个项目更改了名称。",
            "分市看，济南市增2个、青岛市减1个。",
        ]
    );
}

#[test]
fn every_shift_has_its_sentence_in_english() {
    assert_eq!(
        sentences(&words(Lang::En), &eventful()),
        [
            "Compared with the draft list of Q2 2026, the draft list of Q3 2026 has 5 projects, 1 more; total investment \
             is CNY 8.50 billion, up CNY 4.20 billion.",
            "Investment planned for the year comes to CNY 2.13 billion, up CNY 1.05 billion.",
            "Added: 2 projects, with a total investment of CNY 4.50 billion (Jinan 2).",
            "Left: 1 project, with a total investment of CNY 0.50 billion (Qingdao 1); by outcome: 1 in production.",
            "Moved from preparation to implementation: 1 project, with a total investment of CNY 2.00 billion (Qingdao 1).",
            "Total investment was adjusted for 1 project kept (1 higher, 0 lower), in sum up CNY 0.20 billion.",
            "A later stage was reached by 1 project kept (1 started, 1 completed).",
            "An earlier stage is now given for 1 project kept.",
            "The planned start was put off for 1 project kept.",
            "A new name was given to 1 project kept.",
            "By city: Jinan +2, Qingdao −1.",
        ]
    );
}

#[test]
fn the_outcomes_of_what_left_add_up_to_all_that_left() {
    let before = || (1..=4).map(|id| item(id, Class::Implementation, "370100", 10)).collect();
    let why = |decision| Fate { decision: Some(decision), ..Fate::default() };
    let fates = || BTreeMap::from([(1, why(Decision::Drop)), (2, why(Decision::Graduate))]);
    let told = |lang, fates| sentences(&words(lang), &compared(before(), Vec::new(), fates));
    let zh = "退出4个项目，总投资40.0亿元，其中济南市4个；按去向，投产出列1个、退出清单1个、去向未注明2个。";
    assert!(told(Lang::Zh, fates()).contains(&zh.to_owned()), "{:#?}", told(Lang::Zh, fates()));
    let en = "Left: 4 projects, with a total investment of CNY 4.00 billion (Jinan 4); by outcome: 1 in production, \
              1 dropped, 2 without a stated outcome.";
    assert!(told(Lang::En, fates()).contains(&en.to_owned()), "{:#?}", told(Lang::En, fates()));
    let nothing_known = told(Lang::Zh, BTreeMap::new());
    assert!(
        nothing_known.contains(&"退出4个项目，总投资40.0亿元，其中济南市4个。".to_owned()),
        "{nothing_known:#?}"
    );
}

#[test]
fn a_project_that_changed_its_class_and_its_stage_is_kept_and_not_called_carried() {
    let mut moved = item(1, Class::Implementation, "370100", 10);
    moved.facts.stage = Some(Stage::Started);
    let found =
        || compared(vec![item(1, Class::Preparation, "370100", 10)], vec![moved.clone()], BTreeMap::new());
    let (zh, en) = (sentences(&words(Lang::Zh), &found()), sentences(&words(Lang::En), &found()));
    assert!(zh.contains(&"储备类转实施类1个项目，总投资10.0亿元，其中济南市1个。".to_owned()), "{zh:#?}");
    assert!(zh.contains(&"保留的1个项目推进到新的阶段，其中新开工1个。".to_owned()), "{zh:#?}");
    assert!(en.contains(&"A later stage was reached by 1 project kept (1 started).".to_owned()), "{en:#?}");
}

#[test]
fn where_nothing_happened_one_sentence_says_so() {
    let same = || vec![item(1, Class::Implementation, "370100", 10)];
    let quiet = || compared(same(), same(), BTreeMap::new());
    assert_eq!(
        sentences(&words(Lang::Zh), &quiet()),
        ["2026年三季度清单（草稿）与2026年二季度清单（草稿）的项目及内容完全一致。"]
    );
    let mut extract = quiet();
    extract.to.extract = true;
    assert_eq!(
        sentences(&words(Lang::En), &extract),
        [
            "Between the draft list of Q2 2026 and the draft list of Q3 2026 neither the projects nor their facts have \
             changed.",
            "These figures cover only the projects within your scope."
        ]
    );
}

#[test]
fn of_many_places_the_largest_shifts_are_named() {
    let after: Vec<Item> = (1..=7).map(|n| item(n, Class::Implementation, &format!("370{n}00"), 1)).collect();
    let told = sentences(&words(Lang::Zh), &compared(Vec::new(), after, BTreeMap::new()));
    assert!(
        told.contains(
            &"增补7个项目，总投资7.0亿元，较多的有济南市1个、青岛市1个、淄博市1个、枣庄市1个、东营市1个。"
                .to_owned()
        ),
        "{told:#?}"
    );
    assert!(told.last().unwrap().starts_with("分市看，变动较大的有济南市增1个"), "{told:#?}");
}

#[test]
fn a_suspected_pair_is_mentioned_and_left_to_a_person() {
    let renamed = |id, name: &str| {
        let mut one = item(id, Class::Implementation, "370100", 10);
        one.facts.name = name.to_owned();
        one
    };
    let found = compared(vec![renamed(1, "研发基地")], vec![renamed(2, "研发基地（一层）")], BTreeMap::new());
    let told = sentences(&words(Lang::Zh), &found);
    assert_eq!(told.last().unwrap(), "进出项目中有1对疑为同一项目，请核实后再作增补、退出统计。");
}

#[test]
fn against_the_registry_the_words_are_those_of_the_registry() {
    let mut live = eventful();
    live.to.standing = Standing::Live;
    let told = sentences(&words(Lang::Zh), &live);
    assert_eq!(told[0], "2026年二季度清单（草稿）所列4个项目中，3个在项目库中的内容已与清单不同。");
    assert!(told[1].starts_with("项目库中另有2个项目材料齐全而未列入清单"), "{told:#?}");
    assert!(told[2].starts_with("清单内1个项目在项目库中已不再推进"), "{told:#?}");
}
