//! The rules against counting twice, one story each.

use super::*;
use crate::features::projects::{Class, Facts, Project};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;

fn entry(id: i64, change: ChangeKind, facts: Facts) -> Entry {
    let at = Instant::parse("2026-10-08T01:00:00Z").unwrap();
    let project = Project {
        id,
        version: 1,
        facts,
        warnings: Vec::new(),
        missing: Vec::new(),
        amounts: Vec::new(),
        merged_into: None,
        reporter_id: None,
        light: None,
        created_at: at,
        updated_at: at,
    };
    Entry {
        id,
        project_id: id,
        section: None,
        class: Class::Implementation,
        change,
        carried: change != ChangeKind::Addition,
        renewed: false,
        state: NominationState::Nominated,
        decision: None,
        reason: None,
        into: Vec::new(),
        version: 1,
        nominated_by: None,
        nominated_at: at,
        decided_by: None,
        decided_at: None,
        project,
    }
}

fn facts(name: &str, unit: &str) -> Facts {
    Facts { unit: Some(unit.to_owned()), ..Facts::named(name, DivisionCode::parse("370100").unwrap()) }
}

fn told(entries: &[Entry], units: &[(i64, &str)]) -> Vec<(i64, RemarkCode, Vec<i64>)> {
    let units = units.iter().map(|(id, unit)| (*id, Some((*unit).to_owned()))).collect();
    remarks(entries, &units, &Reasons::new())
        .into_iter()
        .map(|one| (one.project_id, one.code, one.others))
        .collect()
}

#[test]
fn a_bundle_beside_its_own_part_is_remarked_at_the_bundle() {
    let part = Facts { parent_id: Some(1), ..facts("产业园一期", "乙公司") };
    let entries =
        [entry(1, ChangeKind::Addition, facts("产业园", "甲公司")), entry(2, ChangeKind::Addition, part)];
    assert_eq!(told(&entries, &[]), [(1, RemarkCode::BundleAndPart, vec![2])]);
}

#[test]
fn another_owner_than_on_the_list_before_is_remarked_and_another_spelling_is_not() {
    let carried = |unit| [entry(7, ChangeKind::Carried, facts("电池项目", unit))];
    assert_eq!(told(&carried("丙公司"), &[(7, "甲公司")]), [(7, RemarkCode::OwnerChanged, vec![])]);
    assert_eq!(told(&carried("甲 公司"), &[(7, "甲公司")]), []);
}

#[test]
fn an_extension_of_the_same_unit_is_asked_for_its_increase() {
    let wider = Facts { nature: Some(Nature::Extension), ..facts("电池项目扩产", "甲公司") };
    let entries =
        [entry(1, ChangeKind::Carried, facts("电池项目", "甲公司")), entry(2, ChangeKind::Addition, wider)];
    assert_eq!(told(&entries, &[(1, "甲公司")]), [(2, RemarkCode::Increase, vec![1])]);
}

#[test]
fn one_code_on_two_entries_is_remarked_once_at_the_later_one() {
    let coded = |name: &str, unit: &str| Facts {
        project_code: Some("2305-371121-04-01-122324".to_owned()),
        ..facts(name, unit)
    };
    let entries = [
        entry(4, ChangeKind::Addition, coded("甲", "甲公司")),
        entry(5, ChangeKind::Addition, coded("乙", "乙公司")),
    ];
    assert_eq!(told(&entries, &[]), [(5, RemarkCode::SameCode, vec![4])]);
}

#[test]
fn a_reason_settles_the_two_it_was_given_for_and_who_joins_them_is_asked_about_anew() {
    let part = |name: &str| Facts { parent_id: Some(1), ..facts(name, "乙公司") };
    let entries = [
        entry(1, ChangeKind::Addition, facts("产业园", "甲公司")),
        entry(2, ChangeKind::Addition, part("产业园一期")),
        entry(3, ChangeKind::Addition, part("产业园二期")),
    ];
    let said = ("一期另行备案".to_owned(), "王工".to_owned());
    let reasons = Reasons::from([((RemarkCode::BundleAndPart, Pair::of(2, 1)), said.clone())]);
    let told: Vec<(Vec<i64>, bool)> = remarks(&entries, &BTreeMap::new(), &reasons)
        .into_iter()
        .map(|one| (one.others, one.justified.is_some()))
        .collect();
    assert_eq!(told, [(vec![3], false), (vec![2], true)]);
    // The other way round on the sheet it is still the same two.
    let coded =
        |name: &str| Facts { project_code: Some("2305-371121-04-01-122324".to_owned()), ..facts(name, name) };
    let [one, two] =
        [entry(4, ChangeKind::Addition, coded("甲")), entry(5, ChangeKind::Addition, coded("乙"))];
    let reasons = Reasons::from([((RemarkCode::SameCode, Pair::of(4, 5)), said)]);
    for entries in [[one.clone(), two.clone()], [two, one]] {
        let told = remarks(&entries, &BTreeMap::new(), &reasons);
        assert!(told.len() == 1 && told[0].justified.is_some(), "{told:?}");
    }
}
