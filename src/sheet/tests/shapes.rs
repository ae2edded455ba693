//! Shapes that real tables have: headers of several rows, totals in the middle, sections, units by column.

use super::*;
use crate::kernel::money::{Money, Unit};
use rust_xlsxwriter::Format;

fn names(reading: &Reading) -> Vec<&str> {
    reading.rows.iter().filter_map(|row| row.cells.get("name")).map(|cell| cell.raw_text.as_str()).collect()
}

fn yuan(row: &Row, field: &str) -> i64 {
    match &row.cells[field].value {
        Value::Money(money) => money.yuan(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_two_row_header_survives_an_inserted_hidden_column() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "项目名称", &plain)?;
        sheet.merge_range(0, 1, 0, 3, "投资情况（万元）", &plain)?;
        // Column C was inserted inside the merged header and hidden.
        sheet.merge_range(1, 1, 1, 2, "总投资", &plain)?;
        sheet.write_string(1, 3, "年度计划投资")?;
        sheet.set_column_hidden(2)?;
        sheet.write_string(2, 0, "甲项目")?.write_number(2, 1, 100)?.write_number(2, 3, 20)?;
        Ok(())
    });
    let reading = &read_projects(&bytes)[0];
    assert_eq!(reading.header_rows, (1, 2));
    assert_eq!(reading.columns["total_investment"].address.to_string(), "B2");
    assert_eq!(yuan(&reading.rows[0], "total_investment"), 1_000_000);
    assert_eq!(yuan(&reading.rows[0], "annual_plan"), 200_000);
}

#[test]
fn one_sheet_may_mix_units_by_column() {
    let bytes = sheet_of(&[
        &["单位：万元"],
        &["项目名称", "总投资（亿元）", "年度计划投资"],
        &["甲项目", "1.5", "2000.5"],
    ]);
    let reading = &read_projects(&bytes)[0];
    assert_eq!(reading.unit, Some(Unit::Wan));
    assert_eq!(yuan(&reading.rows[0], "total_investment"), 150_000_000);
    assert_eq!(yuan(&reading.rows[0], "annual_plan"), 20_005_000);
}

#[test]
fn amounts_without_any_unit_are_refused_and_mended_in_the_header() {
    let bytes = sheet_of(&[&["项目名称", "总投资"], &["甲项目", "100"], &["乙项目", "2亿"]]);
    let book = open(&bytes, &Limits::default()).unwrap();
    let reading = &read(&book, &project_columns(), &Fixes::new()).unwrap()[0];
    let expected = [
        "B1 warning sheet-header-without-unit",
        "B2 error kernel-amount-no-unit",
        "B3 note sheet-unit-in-cell",
    ];
    assert_eq!(told(reading), expected);
    let fix = reading.remarks[0].suggestion.clone().unwrap().fix;
    let fixes = Fixes::from([(("Sheet1".to_owned(), "B1".parse().unwrap()), fix)]);
    let mended = &read(&book, &project_columns(), &fixes).unwrap()[0];
    assert_eq!(yuan(&mended.rows[0], "total_investment"), 1_000_000);
}

#[test]
fn a_plan_of_contents_is_never_money() {
    let bytes = sheet_of(&[
        &["项目名称", "2021年投资计划-主要建设内容", "2021年投资计划-投资额（万元）", "工程形象进度"],
        &["甲项目", "建设厂房3万平方米", "5000", "主体封顶"],
    ]);
    let reading = &read_projects(&bytes)[0];
    let row = &reading.rows[0];
    assert_eq!(row.cells["content"].value, Value::Text("建设厂房3万平方米".into()));
    assert_eq!(row.cells["annual_goal"].value, Value::Text("主体封顶".into()));
    assert!(!row.cells.contains_key("total_investment") && !row.cells.contains_key("annual_plan"));
    assert_eq!(reading.ignored_columns, ["2021年投资计划-投资额（万元）"]);
}

#[test]
fn of_two_columns_for_one_field_the_better_wins_and_a_note_says_so() {
    let bytes = sheet_of(&[
        &["项目名称", "建设内容（简要）", "建设内容", "2025年计划投资（万元）", "2026年计划投资（万元）"],
        &["甲项目", "简要", "详细", "1", "2"],
    ]);
    let reading = &read_projects(&bytes)[0];
    assert_eq!(reading.rows[0].cells["content"].value, Value::Text("详细".into()));
    assert_eq!(yuan(&reading.rows[0], "annual_plan"), 20_000);
    assert_eq!(told(reading), ["B1 note sheet-column-twice", "D1 note sheet-column-twice"]);
}

#[test]
fn totals_in_the_middle_are_compared_with_their_own_rows() {
    let bytes = sheet_of(&[
        &["序号", "项目名称", "总投资（亿元）"],
        &["全省合计", "4个", "10"],
        &["1", "甲项目", "1"],
        &["2", "乙项目", "2"],
        &["济南市小计", "2个", "3"],
        &["3", "丙项目", "3"],
        &["4", "丁项目", "4"],
        &["青岛市小计", "3个", "8"],
        &["注：单位为亿元"],
    ]);
    let reading = &read_projects(&bytes)[0];
    assert_eq!(names(reading), ["甲项目", "乙项目", "丙项目", "丁项目"]);
    assert_eq!(reading.declared.count, Some(4));
    assert_eq!(reading.declared.sums["total_investment"], Money::from_yuan(1_000_000_000));
    assert_eq!(told(reading), ["B8 warning sheet-count-differs", "C8 warning sheet-sum-differs"]);
    let args = |i: usize| {
        reading.remarks[i].message.args.iter().filter_map(|(_, arg)| match arg {
            crate::kernel::message::Arg::Text(text) => Some(text.clone()),
            crate::kernel::message::Arg::Message(_) => None,
        })
    };
    assert_eq!(args(0).collect::<Vec<_>>(), ["青岛市小计", "3", "2"]);
    assert_eq!(args(1).collect::<Vec<_>>(), ["青岛市小计", "8", "7", "总投资（亿元）"]);
    assert_eq!(reading.remarks[1].suggestion.as_ref().unwrap().fix, Fix::Replace("7".into()));
}

#[test]
fn subtotals_may_stand_above_their_rows_and_a_rounded_sum_agrees() {
    let bytes = sheet_of(&[
        &["序号", "项目名称", "总投资（亿元）"],
        &["济南市小计", "", "3.3"],
        &["1", "甲项目", "1.11"],
        &["2", "乙项目", "2.22"],
        &["青岛市小计", "", "3"],
        &["3", "丙项目", "3"],
        &["总计", "", "6.3"],
    ]);
    assert_eq!(told(&read_projects(&bytes)[0]), [""; 0]);
}

#[test]
fn sections_are_remembered_and_their_counts_compared() {
    let bytes = sheet_of(&[
        &["序号", "项目名称", "项目单位"],
        &["一、新能源（2个）"],
        &["1", "甲项目", "甲公司"],
        &["2", "乙项目", "乙公司"],
        &["二", "装备制造（2项）"],
        &["3", "丙项目", "丙公司"],
        &["4"],
        &["5"],
    ]);
    let reading = &read_projects(&bytes)[0];
    let sections: Vec<_> = reading.rows.iter().map(|row| row.section.clone().unwrap()).collect();
    assert_eq!(sections, ["一、新能源（2个）", "一、新能源（2个）", "二、装备制造（2项）"]);
    assert_eq!(told(reading), ["B5 warning sheet-count-differs"]);
}

#[test]
fn a_city_merged_over_its_projects_belongs_to_each() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        for (column, text) in (0..).zip(["所在市", "项目名称", "总投资（万元）"]) {
            sheet.write_string(0, column, text)?;
        }
        sheet.merge_range(1, 0, 2, 0, "济南市", &Format::new())?;
        sheet.merge_range(1, 2, 2, 2, "", &Format::new())?;
        sheet.write_string(1, 1, "甲项目")?.write_string(2, 1, "乙项目")?.write_number(1, 2, 5)?;
        Ok(())
    });
    let reading = &read_projects(&bytes)[0];
    assert!(reading.rows.iter().all(|row| row.cells["city"].raw_text == "济南市"));
    assert_eq!(
        reading.sum("total_investment"),
        Some(Money::from_yuan(50_000)),
        "an amount is not counted twice"
    );
}

#[test]
fn every_sheet_with_a_header_is_read_and_the_others_are_named() {
    let bytes = workbook(|book| {
        for name in ["济南", "青岛"] {
            let sheet = book.add_worksheet();
            sheet.set_name(name)?.write_string(0, 0, "项目名称")?.write_string(0, 1, "项目单位")?;
            sheet.write_string(1, 0, format!("{name}项目"))?;
        }
        let hidden = book.add_worksheet();
        hidden.set_name("旧表")?.set_hidden(true).write_string(0, 0, "项目名称")?.write_string(
            0,
            1,
            "项目单位",
        )?;
        book.add_worksheet().set_name("封面")?.write_string(0, 0, "重点项目")?;
        Ok(())
    });
    let readings = read_projects(&bytes);
    assert_eq!(readings.iter().flat_map(names).collect::<Vec<_>>(), ["济南项目", "青岛项目"]);
    assert_eq!(told(&readings[0]), ["A1 note sheet-hidden", "A1 note sheet-without-header"]);
}

#[test]
fn a_book_without_a_header_is_told_what_was_looked_for() {
    let book = open(&sheet_of(&[&["姓名", "电话"], &["张三", "1"]]), &Limits::default()).unwrap();
    let message = refusal(read(&book, &project_columns(), &Fixes::new()));
    assert_eq!(message.id, "sheet-no-header");
    let sentence = format!("{:?}", message.args);
    assert!(sentence.contains("项目名称") && sentence.contains("张三"), "{sentence}");
}

#[test]
fn a_span_and_a_date_of_its_own_are_compared() {
    let columns = || {
        let mut columns = project_columns();
        columns.push(Column::new("planned_start", Kind::Date, ["计划开工时间"]));
        columns
    };
    let bytes = sheet_of(&[
        &["项目名称", "建设起止年限", "计划开工时间"],
        &["甲项目", "2023—2025", "2024"],
        &["乙项目", "2023—2025", "2023"],
    ]);
    let book = open(&bytes, &Limits::default()).unwrap();
    let reading = &read(&book, &columns(), &Fixes::new()).unwrap()[0];
    assert_eq!(reading.rows[0].cells["planned_start"].raw_text, "2024");
    assert_eq!(told(reading), ["B2 warning sheet-two-values"]);
}
