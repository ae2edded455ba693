//! Files made to hurt, or simply spoilt: each is read within bounds or refused with a sentence.

use super::*;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#;
const HEADER_ROW: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>项目名称</t></is></c><c r="B1" t="inlineStr"><is><t>总投资（万元）</t></is></c></row>"#;

/// A small good workbook with one part replaced by what `write` writes.
fn with_part(part: &str, write: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let good = sheet_of(&[&["项目名称", "项目单位"], &["甲项目", "甲公司"]]);
    let mut archive = ZipArchive::new(Cursor::new(good)).unwrap();
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        copy.start_file(name.clone(), SimpleFileOptions::default()).unwrap();
        if name == part {
            write(&mut copy);
        } else {
            std::io::copy(&mut file, &mut copy).unwrap();
        }
    }
    copy.finish().unwrap().into_inner()
}

fn with_sheet(data: &str) -> Vec<u8> {
    with_part("xl/worksheets/sheet1.xml", |out| {
        write!(out, "{HEAD}<sheetData>{data}</sheetData></worksheet>").unwrap();
    })
}

/// A bound on time stands for one on memory too: nothing may be allocated by declared size.
fn quickly<T>(deed: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = deed();
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    result
}

#[test]
fn a_bomb_is_refused_without_being_unpacked() {
    let zeros = vec![0; 16 << 20];
    let bomb =
        with_part("xl/worksheets/sheet1.xml", |out| (0..8).for_each(|_| out.write_all(&zeros).unwrap()));
    assert!(bomb.len() < 1 << 20);
    let refused = quickly(|| refusal(open(&bomb, &Limits::default())));
    assert_eq!(refused.id, "sheet-file-inflates");
}

#[test]
fn a_header_that_lies_about_the_size_does_not_help_a_bomb() {
    let mut bomb = with_part("xl/worksheets/sheet1.xml", |out| out.write_all(&vec![b' '; 300_000]).unwrap());
    // The size before compression stands at byte 24 of each record of the central directory.
    let central: Vec<usize> =
        bomb.windows(4).enumerate().filter(|(_, w)| w == b"PK\x01\x02").map(|(at, _)| at).collect();
    for at in central {
        bomb[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
    }
    let limits = Limits { part_bytes: 200_000, ..Limits::default() };
    let id = refusal(open(&bomb, &limits)).id;
    assert!(["sheet-file-inflates", "sheet-file-broken"].contains(&id), "{id}");
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    // Unnumbered, a million of them fit the limit of a part.
    let rows = "<row/>".repeat(1_048_000);
    let book = quickly(|| open(&with_sheet(&format!("{HEADER_ROW}{rows}")), &Limits::default()).unwrap());
    assert_eq!(book.sheets[0].cells.len(), 2);
}

#[test]
fn a_cell_in_the_last_corner_is_one_cell() {
    let data = format!(
        r#"{HEADER_ROW}<row r="2"><c r="A2" t="inlineStr"><is><t>甲项目</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#
    );
    let book = quickly(|| open(&with_sheet(&data), &Limits::default()).unwrap());
    let reading = &read(&book, &project_columns(), &Fixes::new()).unwrap()[0];
    assert_eq!(reading.rows.len(), 1);
    assert_eq!(told(reading), ["XFD1048576 note sheet-row-unread"]);
    let render = |message: &Message| message.id.to_owned();
    let now = crate::kernel::instant::Instant::parse("2026-09-30T00:00:00Z").unwrap();
    let copy = quickly(|| {
        marked_copy(&book, std::slice::from_ref(reading), &reading.remarks, &render, now).unwrap()
    });
    assert!(copy.len() < 1 << 20);
}

#[test]
fn too_many_rows_with_content_are_refused() {
    let limits = Limits { rows: 3, columns: 3, ..Limits::default() };
    let long = sheet_of(&[&["a"], &["b"], &["c"], &["d"]]);
    let wide = sheet_of(&[&["a", "b", "c", "d"]]);
    for bytes in [long, wide, b"a\nb\nc\nd".to_vec(), b"a,b,c,d".to_vec()] {
        assert_eq!(refusal(open(&bytes, &limits)).id, "sheet-file-cells");
    }
}

#[test]
fn one_long_text_used_by_many_cells_counts_each_time() {
    let text = "长".repeat(1_000);
    let row = [text.as_str(); 50];
    let limits = Limits { text_bytes: 100_000, ..Limits::default() };
    assert_eq!(refusal(open(&sheet_of(&[&row]), &limits)).id, "sheet-file-text");
}

#[test]
fn a_declared_number_of_texts_reserves_no_memory() {
    let bytes = with_part("xl/sharedStrings.xml", |out| {
        write!(out, r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount = '999999999999'><si><t>a</t></si></sst>"#).unwrap();
    });
    assert_eq!(refusal(open(&bytes, &Limits::default())).id, "sheet-file-broken");
}

#[test]
fn impossible_references_and_broken_xml_are_refused() {
    for data in [
        r#"<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>"#,
        r#"<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A2000000"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>9999</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v>"#,
    ] {
        assert_eq!(refusal(open(&with_sheet(data), &Limits::default())).id, "sheet-file-broken", "{data}");
    }
    let cut = &sheet_of(&[&["a"]])[..200];
    assert_eq!(refusal(open(cut, &Limits::default())).id, "sheet-file-broken");
}

#[test]
fn a_zip_that_is_no_workbook_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<document/>").unwrap();
    let docx = zip.finish().unwrap().into_inner();
    assert_eq!(refusal(open(&docx, &Limits::default())).id, "sheet-file-document");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("photo.txt", SimpleFileOptions::default()).unwrap();
    let other = zip.finish().unwrap().into_inner();
    assert_eq!(refusal(open(&other, &Limits::default())).id, "sheet-file-old");
}

#[test]
fn formulas_give_their_stored_result_and_cell_errors_stay_errors() {
    let data = format!(
        r#"{HEADER_ROW}<row r="2"><c r="A2" t="str"><f>"甲"&amp;"项目"</f><v>甲项目</v></c><c r="B2"><f>SUM(1,2)</f><v>3</v></c></row>
        <row r="3"><c r="A3" t="inlineStr"><is><t>=HYPERLINK("x")</t></is></c><c r="B3"><f>SUM(1,2)</f></c></row>
        <row r="4"><c r="A4" t="e"><v>#REF!</v></c></row>"#
    );
    let reading = &read_projects(&with_sheet(&data))[0];
    assert_eq!(reading.rows[0].cells["name"].value, Value::Text("甲项目".into()));
    assert_eq!(reading.rows[1].cells["name"].value, Value::Text("=HYPERLINK(\"x\")".into()));
    assert_eq!(told(reading), ["B3 error sheet-formula-uncomputed", "A4 error sheet-cell-error"]);
}

#[test]
fn a_thousand_bad_cells_are_all_told_and_beyond_the_bound_it_is_said() {
    let mut csv = "项目名称,总投资（万元）\n".to_owned();
    csv.push_str(&"甲项目,近百亿元\n".repeat(6_000));
    let reading = &read_projects(csv.as_bytes())[0];
    assert_eq!(reading.rows.iter().filter(|row| row.has_error).count(), 6_000);
    assert_eq!(reading.remarks.len(), 5_001);
    assert_eq!(
        reading.remarks[5_000].message,
        Message::new("sheet-more-remarks").with("shown", 5_000).with("more", 1_000)
    );
}
