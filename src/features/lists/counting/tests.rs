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
    remarks(entries, &units).into_iter().map(|one| (one.project_id, one.code, one.others)).collect()
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
