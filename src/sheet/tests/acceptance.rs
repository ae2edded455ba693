//! The four acceptance workbooks give what their `expected.json` says, as far as this room can know it: rows,
//! declared numbers, sums, and level and value at each planted cell. Cities and codes are the feature's to judge.

use super::*;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use serde_json::Value as Json;

fn reading(file: &str) -> (Reading, Json) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/workbooks/");
    let bytes = std::fs::read(format!("{folder}{file}")).unwrap();
    let answers = std::fs::read_to_string(format!("{folder}expected.json")).unwrap();
    let answers: Json = serde_json::from_str(&answers).unwrap();
    let mut readings = read_projects(&bytes);
    assert_eq!(readings.len(), 1, "{file}");
    (readings.remove(0), answers[file].clone())
}

fn rows(reading: &Reading) -> Json {
    reading.rows.len().into()
}

fn with(reading: &Reading, field: &str) -> Json {
    reading.rows.iter().filter(|row| row.cells.contains_key(field)).count().into()
}

/// The sum of `total_investment` in 亿元.
fn total_yi(reading: &Reading) -> String {
    reading.sum("total_investment").unwrap().yi_text(1).replace(',', "")
}

#[test]
fn jinan_has_a_two_row_header_a_caption_unit_and_a_total_that_agrees() {
    let (jinan, expected) = reading("jinan_2026Q3.xlsx");
    assert_eq!(rows(&jinan), expected["rows_recognised"]);
    assert_eq!(Json::from(jinan.declared.count.unwrap()), expected["declared_count"]);
    assert_eq!(total_yi(&jinan), expected["sum_total_investment_yi"].to_string());
    assert_eq!(jinan.declared.sums["total_investment"], jinan.sum("total_investment").unwrap());
    assert_eq!(with(&jinan, "total_investment"), expected["rows_with_total"]);
    assert_eq!(jinan.header_rows, (3, 4));
    assert_eq!(jinan.columns["annual_plan"].text, "投资情况 / 年度计划投资");
    assert_eq!(jinan.notes, ["注：总投资含设备购置。"]);
    assert_eq!(told(&jinan), [""; 0], "nothing to remark on");
}

#[test]
fn jining_is_gb18030() {
    let (jining, expected) = reading("jining_2026Q3_gb18030.csv");
    assert_eq!(rows(&jining), expected["rows_recognised"]);
    let first = &jining.rows[0];
    assert_eq!(first.cells["name"].value, Value::Text("间苯二酚生产项目".into()));
    assert_eq!(first.cells["name"].address.to_string(), "A2");
    assert_eq!(total_yi(&jining), "256.0");
    assert_eq!(told(&jining), [""; 0]);
}

#[test]
fn shandong_has_all_its_rows_with_their_gaps() {
    let (shandong, expected) = reading("shandong_2026Q3.xlsx");
    assert_eq!(rows(&shandong), expected["rows_recognised"]);
    let without =
        |field: &str| Json::from(shandong.rows.len() as u64 - with(&shandong, field).as_u64().unwrap());
    assert_eq!(without("city"), expected["rows_without_city"]);
    assert_eq!(without("unit"), expected["rows_without_unit"]);
    assert_eq!(with(&shandong, "total_investment"), expected["rows_with_total"]);
    assert_eq!(total_yi(&shandong), expected["sum_total_investment_yi"].to_string());
    assert!(shandong.rows.iter().all(|row| !row.has_error));
    assert_eq!(shandong.ignored_columns, ["进展", "数据来源"]);
    assert_eq!(told(&shandong), ["J3 note sheet-columns-ignored"]);
}

#[test]
fn every_planted_cell_of_the_mixed_workbook_is_judged_as_expected() {
    let (mixed, expected) = reading("province_mixed_2026Q3.xlsx");
    assert_eq!(rows(&mixed), expected["rows_recognised"]);
    // The feature's own to judge: the city's name and the two codes.
    let of_the_feature = ["city", "project_code", "credit_code"];
    let mut judged = 0;
    for planted in expected["planted"].as_array().unwrap() {
        let at: Address = planted["cell"].as_str().unwrap().parse().unwrap();
        let field = planted["field"].as_str().unwrap();
        let row = mixed.rows.iter().find(|row| row.number == at.row + 1).unwrap();
        let level = mixed.remarks.iter().find(|r| r.cell == at).map_or("accepted", |r| r.level.as_str());
        if of_the_feature.contains(&field) {
            assert_eq!(level, "accepted", "{at}");
            assert_eq!(row.cells[field].address, at);
            assert_eq!(Json::from(row.cells[field].raw_text.as_str()), planted["value"], "{at}");
        } else {
            judged += 1;
            assert_eq!(Json::from(level), planted["level"], "{at}");
            assert_eq!(becomes(row, field), planted["becomes"], "{at}");
        }
    }
    assert_eq!(judged, 7);
    // E4, E6 and B11; the fourth of the expected rows is K10, which the feature finds.
    assert_eq!(mixed.rows.iter().filter(|row| row.has_error).count(), 3);
    let codes = [
        "E4 error kernel-amount-vague",
        "E5 note sheet-unit-in-cell",
        "E6 error kernel-amount-foreign-currency",
        "B11 error sheet-required",
    ];
    assert_eq!(told(&mixed), codes);
    assert_eq!(mixed.address(&mixed.rows[9], "name").unwrap().to_string(), "B11");
}

fn becomes(row: &Row, fields: &str) -> Json {
    let one = |field: &str| match row.cells.get(field).map(|cell| &cell.value) {
        Some(Value::Money(money)) => Json::from(money.yuan()),
        Some(Value::Date(date)) => Json::from(date.as_str()),
        Some(Value::Text(text)) => Json::from(text.as_str()),
        _ => Json::Null,
    };
    match fields.split_once(' ') {
        Some((start, finish)) => Json::from(vec![one(start), one(finish)]),
        None => one(fields),
    }
}

#[test]
fn an_accepted_suggestion_brings_the_row_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/workbooks/");
    let bytes = std::fs::read(format!("{folder}province_mixed_2026Q3.xlsx")).unwrap();
    let book = open(&bytes, &Limits::default()).unwrap();
    let suggested = &read(&book, &project_columns(), &Fixes::new()).unwrap()[0].remarks[0];
    assert_eq!(suggested.suggestion.as_ref().unwrap().fix, Fix::KeepText);
    let at = |cell: &str| ("Sheet1".to_owned(), cell.parse().unwrap());
    let fixes = Fixes::from([
        (at("E4"), Fix::KeepText),
        (at("E6"), Fix::Replace("25亿元".into())),
        (at("B11"), Fix::Replace("贝兰圭项目".into())),
        (at("H7"), Fix::Replace("2024年10月".into())),
    ]);
    let mended = &read(&book, &project_columns(), &fixes).unwrap()[0];
    assert!(mended.rows.iter().all(|row| !row.has_error));
    assert_eq!(mended.rows[2].cells["total_investment"].value, Value::Kept("近百亿元".into()));
    assert_eq!(mended.rows[4].cells["total_investment"].value, Value::Money(Money::from_yuan(2_500_000_000)));
    assert_eq!(mended.rows[5].cells["start"].value, Value::Date(PlanDate::parse("2024-10").unwrap()));
}
