//! Which pairs are proposed and which are not, and the algebra of the assignment.

use super::*;
use crate::kernel::division::DivisionCode;
use proptest::prelude::*;

fn facts(name: &str, unit: Option<&str>, place: &str) -> Facts {
    Facts { unit: unit.map(str::to_owned), ..Facts::named(name, DivisionCode::parse(place).unwrap()) }
}

fn clue(name: &str, unit: Option<&str>, place: &str) -> Clue {
    Clue::of(&facts(name, unit, place))
}

fn named(name: &str) -> Clue {
    clue(name, None, "370000")
}

/// Reasons and doubts of the one possible pair.
fn asked(one: &Clue, other: &Clue) -> Option<(Vec<Reason>, Vec<Doubt>)> {
    let found = propose(std::slice::from_ref(one), std::slice::from_ref(other)).pop()?;
    Some((found.reasons, found.against))
}

#[test]
fn an_added_bracket_is_the_same_project_even_where_only_names_are_known() {
    let (reasons, against) = asked(&named("上海研发基地"), &named("上海研发基地（青浦）")).unwrap();
    assert_eq!(reasons[0], Reason::Core);
    assert!(against.is_empty());
}

#[test]
fn a_rename_of_the_handbook_is_proposed_with_its_reasons() {
    let one = named("欧达年产10GWp光伏组件及2GWh智慧储能系统生产基地项目");
    let other = named("欧达年产10GWp光伏组件+1GW/2GWh智慧储能系统生产基地项目");
    let (reasons, against) = asked(&one, &other).unwrap();
    assert!(reasons.contains(&Reason::Capacity("10gwp 2gwh".to_owned())), "{reasons:?}");
    assert!(reasons.contains(&Reason::Beginning) && matches!(reasons[0], Reason::Alike(80..)), "{reasons:?}");
    assert!(against.is_empty(), "{against:?}");
}

#[test]
fn a_phase_on_one_side_only_is_asked_about_carefully_and_two_phases_not_at_all() {
    let whole = clue("爱旭太阳能电池组件项目", None, "370100");
    let first = clue("爱旭太阳能高效电池组件一期项目", None, "370100");
    let second = clue("爱旭太阳能高效电池组件二期项目", None, "370100");
    let (reasons, against) = asked(&whole, &first).unwrap();
    assert!(reasons.contains(&Reason::City) && against == [Doubt::OnePhase(1)], "{reasons:?} {against:?}");
    assert_eq!(asked(&first, &second), None);
    assert_eq!(
        asked(&clue("电池（一期）", Some("甲"), "370100"), &clue("电池（二期）", Some("甲"), "370100")),
        None
    );
}

#[test]
fn another_capacity_speaks_against_the_pair() {
    let one = clue("华鲁恒升30万吨二元酸项目", None, "371400");
    let other = clue("华鲁恒升20万吨/年二元酸项目", None, "371400");
    let (_, against) = asked(&one, &other).unwrap();
    assert_eq!(against, [Doubt::Capacity("30万吨".to_owned(), "20万吨".to_owned())]);
}

#[test]
fn half_a_name_alone_is_not_enough() {
    let one = "转化医学(上海)国家重大科技基础设施";
    let other = "高效低碳燃气轮机试验装置国家重大科技基础设施";
    assert!(named(one).pairs.alike(&named(other).pairs));
    assert_eq!(asked(&named(one), &named(other)), None);
    assert!(asked(&clue(one, Some("甲"), "370100"), &clue(other, Some("甲"), "370100")).is_some());
    assert_eq!(asked(&clue(one, Some("甲"), "370100"), &clue(other, Some("乙"), "370100")), None);
}

#[test]
fn another_city_or_another_code_is_another_project() {
    assert_eq!(asked(&clue("轮胎项目", None, "370100"), &clue("轮胎项目", None, "370200")), None);
    let coded = |code: &str| {
        Clue::of(&Facts { project_code: Some(code.to_owned()), ..facts("轮胎项目", None, "370100") })
    };
    assert_eq!(asked(&coded("2305-371121-04-01-122324"), &coded("2018-370481-33-03-047024")), None);
    let (reasons, _) = asked(
        &coded("2305-371121-04-01-122324"),
        &Clue::of(&Facts {
            project_code: Some("2305-371121-04-01-122324".to_owned()),
            ..facts("绿色橡胶基地", None, "370100")
        }),
    )
    .unwrap();
    assert_eq!(reasons[0], Reason::Code);
}

#[test]
fn a_changed_owner_is_asked_about_and_said_so() {
    let (reasons, against) =
        asked(&clue("轮胎项目", Some("甲公司"), "370100"), &clue("轮胎项目", Some("乙公司"), "370100"))
            .unwrap();
    assert_eq!((reasons[0].clone(), against), (Reason::Name, vec![Doubt::Unit]));
}

#[test]
fn the_same_unit_city_and_amount_is_enough_whatever_the_name() {
    let worth = |name: &str, yuan: i64| {
        let total_investment = Some(Money::from_yuan(yuan));
        Clue::of(&Facts { total_investment, ..facts(name, Some("甲公司"), "370100") })
    };
    assert!(asked(&worth("轮胎项目", 5), &worth("绿色橡胶基地", 5)).is_some());
    assert_eq!(asked(&worth("轮胎项目", 5), &worth("绿色橡胶基地", 6)), None);
}

#[test]
fn of_two_candidates_the_better_one_is_proposed_and_the_other_entered() {
    let before = [named("铝箔项目")];
    let after = [named("铝箔项目及配套仓储中心"), named("铝箔项目（5万吨）")];
    let found = pair(&before, &after);
    assert_eq!((found.proposed[0].after, found.entered), (1, vec![0]));
}

#[test]
fn one_and_only_one_of_a_name_is_certain_and_of_several_each_is_asked_about() {
    let found = pair(&[named("甲"), named("乙")], &[named("乙"), named("丙")]);
    assert_eq!(found, Pairing { same: vec![(1, 0)], proposed: vec![], entered: vec![1], left: vec![0] });
    let found = pair(&[named("甲"), named("甲")], &[named("甲")]);
    assert_eq!((found.same.len(), found.proposed[0].reasons[0].clone()), (0, Reason::Name));
    assert_eq!((found.proposed[0].before, found.left), (0, vec![1]));
}

proptest! {
    #[test]
    fn everything_stands_once_and_it_does_not_matter_which_side_is_the_older(
        before in prop::collection::vec(("[甲乙丙丁]{1,4}(项目|基地)?(（一期）|（扩建）)?", 0u8..3, 0i64..3), 0..9),
        after in prop::collection::vec(("[甲乙丙丁]{1,4}(项目|基地)?(（一期）|（扩建）)?", 0u8..3, 0i64..3), 0..9),
    ) {
        let side = |rows: &[(String, u8, i64)]| rows.iter().map(|(name, unit, yuan)| {
            let total_investment = (*yuan > 0).then(|| Money::from_yuan(*yuan));
            let unit = [None, Some("甲公司"), Some("乙公司")][*unit as usize];
            Clue::of(&Facts { total_investment, ..facts(name, unit, "370100") })
        }).collect::<Vec<_>>();
        let (before, after) = (side(&before), side(&after));
        let found = pair(&before, &after);
        let mut older: Vec<usize> = found.same.iter().map(|pair| pair.0)
            .chain(found.proposed.iter().map(|one| one.before)).chain(found.left.clone()).collect();
        let mut newer: Vec<usize> = found.same.iter().map(|pair| pair.1)
            .chain(found.proposed.iter().map(|one| one.after)).chain(found.entered.clone()).collect();
        older.sort_unstable();
        newer.sort_unstable();
        prop_assert_eq!(older, (0..before.len()).collect::<Vec<_>>());
        prop_assert_eq!(newer, (0..after.len()).collect::<Vec<_>>());

        let turned = pair(&after, &before);
        let mut same: Vec<_> = turned.same.iter().map(|(one, other)| (*other, *one)).collect();
        same.sort_unstable();
        let mut proposed: Vec<_> = turned.proposed.iter().map(|one| (one.after, one.before)).collect();
        proposed.sort_unstable();
        prop_assert_eq!(&found.same, &same);
        prop_assert_eq!(found.proposed.iter().map(|one| (one.before, one.after)).collect::<Vec<_>>(), proposed);
        prop_assert_eq!((&found.entered, &found.left), (&turned.left, &turned.entered));
    }
}
