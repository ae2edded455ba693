//! A written table comes back as it was, as xlsx and as csv, whatever the texts are; the same table gives the same
//! bytes; and the marked-up copy holds the same cells.

use super::write::{Entry, Heading, Line, Table, to_csv, to_xlsx};
use super::*;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use proptest::prelude::*;

fn table(rows: Vec<Line>) -> Table {
    let heading = |header: &str, width| Heading::new(header.to_owned(), width);
    Table {
        sheet: "清单".to_owned(),
        title: "2026年三季度谋划清单".to_owned(),
        captions: vec!["鲁工信〔2026〕1号".to_owned()],
        columns: vec![heading("项目名称", 40.0), heading("总投资（万元）", 14.0), heading("备注", 20.0)],
        rows,
        notes: vec!["注：总投资含设备购置。".to_owned()],
        footer: "sha256:abc & 张三".to_owned(),
        key_header: Some("_key".to_owned()),
        properties: vec![("instance".to_owned(), "a1".to_owned()), ("schema".to_owned(), "1".to_owned())],
        created: Instant::parse("2026-09-30T08:00:00Z").unwrap(),
    }
}

fn line(key: &str, name: &str, money: i64, remarks: &str) -> Line {
    let cells = vec![
        Entry::Text(name.to_owned()),
        Entry::MoneyWan(Money::from_yuan(money)),
        Entry::Text(remarks.to_owned()),
    ];
    Line { key: key.to_owned(), cells, is_subtotal: false }
}

fn columns() -> Vec<Column> {
    let mut columns = project_columns();
    columns.push(Column::new("key", Kind::Text { max: 40 }, ["_key"]));
    columns
}

fn read_back(bytes: &[u8]) -> Reading {
    let book = open(bytes, &Limits::default()).unwrap();
    read(&book, &columns(), &Fixes::new()).unwrap().remove(0)
}

#[test]
fn an_export_carries_its_keys_and_properties_back() {
    let mut subtotal = line("", "济南市小计", 12_345, "");
    subtotal.is_subtotal = true;
    let table = table(vec![line("7:3", "甲项目", 12_345, "=1+1"), subtotal]);
    let xlsx = to_xlsx(&table).unwrap();
    let book = open(&xlsx, &Limits::default()).unwrap();
    assert_eq!(book.properties().into_iter().collect::<Vec<_>>(), table.properties);
    for bytes in [xlsx, to_csv(&table).unwrap()] {
        let reading = read_back(&bytes);
        assert_eq!(reading.rows.len(), 1);
        let row = &reading.rows[0];
        assert_eq!(row.cells["key"].value, Value::Text("7:3".into()));
        assert_eq!(row.cells["total_investment"].value, Value::Money(Money::from_yuan(12_345)));
        assert_eq!(row.cells["remarks"].value, Value::Text("=1+1".into()));
        assert_eq!(reading.notes, table.notes);
        assert_eq!(told(&reading), [""; 0]);
    }
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let table = table(vec![line("1:1", "甲项目", 1, "")]);
    assert_eq!(to_xlsx(&table).unwrap(), to_xlsx(&table).unwrap());
    let later = Table { created: Instant::parse("2026-10-01T08:00:00Z").unwrap(), ..table.clone() };
    assert_ne!(to_xlsx(&later).unwrap(), to_xlsx(&table).unwrap(), "the time comes from the argument");
}

#[test]
fn a_csv_never_begins_a_field_with_a_formula_sign() {
    let texts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"];
    let csv = to_csv(&table(texts.iter().map(|text| line("", text, 1, text)).collect())).unwrap();
    let text = String::from_utf8(csv).unwrap();
    assert!(text.starts_with('\u{FEFF}'));
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let guarded = reader.records().flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(guarded.filter(|field| field.starts_with('\'')).count(), 2 * texts.len());
}

#[test]
fn the_print_is_a3_landscape_with_a_repeated_header() {
    let xlsx = to_xlsx(&table(vec![line("1:1", "=cmd", 1, "")])).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"paperSize="8""#) && sheet.contains(r#"orientation="landscape""#));
    assert!(sheet.contains(r#"fitToHeight="0""#));
    assert!(sheet.contains("&amp;C— &amp;P —") && sheet.contains("abc &amp;&amp; 张三"), "{sheet}");
    assert!(!sheet.contains("<f>"), "no formula");
    let book = part("xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("$3:$3"), "{book}");
    assert!(book.contains(r#"name="_groundwork" sheetId="2" state="hidden""#), "{book}");
}

#[test]
fn the_marked_copy_holds_the_same_cells_and_a_list_of_issues() {
    let bytes = sheet_of(&[
        &["项目名称", "总投资（万元）", "开工时间"],
        &["甲项目", "近百亿元", "45597"],
        &["=乙项目", "12.8亿", ""],
        &["", "5", "2024"],
    ]);
    let book = open(&bytes, &Limits::default()).unwrap();
    let readings = read(&book, &columns(), &Fixes::new()).unwrap();
    let remarks = &readings[0].remarks;
    let render = |message: &Message| match message.id {
        "sheet-issues" => "问题清单".to_owned(),
        id => id.to_owned(),
    };
    let now = Instant::parse("2026-09-30T08:00:00Z").unwrap();
    let copy = marked_copy(&book, &readings, remarks, &render, now).unwrap();
    let again = open(&copy, &Limits::default()).unwrap();
    assert_eq!(again.sheets[0].cells, book.sheets[0].cells);
    let issues = &again.sheets[1];
    assert_eq!(issues.name, "问题清单");
    let column = |c: u32| -> Vec<String> {
        issues
            .cells
            .iter()
            .filter(|(at, _)| at.column == c && at.row > 0)
            .map(|(_, cell)| cell.shown())
            .collect()
    };
    assert_eq!(column(0), ["Sheet1!B2", "Sheet1!B3", "Sheet1!A4"]);
    assert_eq!(column(1), ["sheet-level-error", "sheet-level-note", "sheet-level-error"]);
    assert!(column(3)[0].contains("kernel-amount-vague") && column(3)[0].contains("sheet-suggestion"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&copy)).unwrap();
    let notes = std::io::read_to_string(archive.by_name("xl/comments1.xml").unwrap()).unwrap();
    assert!(notes.contains(r#"ref="B2""#) && notes.contains("kernel-amount-vague"), "{notes}");
    assert_eq!(read(&again, &columns(), &Fixes::new()).unwrap()[0].rows, readings[0].rows);
}

#[test]
fn a_merge_over_the_whole_sheet_is_left_out_of_the_copy() {
    let corner = "XFD1048576".parse().unwrap();
    let a1 = Address::new(0, 0);
    let grid = Grid {
        name: "a:b".to_owned(),
        cells: [(a1, RawCell::Text("x".into()))].into(),
        merges: vec![Region { first: a1, last: corner }],
        ..Grid::default()
    };
    let book = Book { sheets: vec![grid.clone(), grid], ..Book::default() };
    let now = Instant::parse("2026-09-30T08:00:00Z").unwrap();
    let copy = marked_copy(&book, &[], &[], &|message| message.id.to_owned(), now).unwrap();
    let again = open(&copy, &Limits::default()).unwrap();
    let names: Vec<&str> = again.sheets.iter().map(|grid| grid.name.as_str()).collect();
    assert_eq!(names, ["a_b", "2 a_b", "sheet-issues"]);
}

/// Words as people type them, formula signs and quotation marks among them.
const WORDS: &str = "[=+@'\"甲乙a1_x<&>,;：、（）项目 \t\r\n-]{0,12}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_was_written_is_read(
        rows in proptest::collection::vec((WORDS, 0i64..=100_000_000_000_000, WORDS), 1..6),
    ) {
        // A leading letter keeps the name from being a sign for nothing; the remark may be any words.
        let named: Vec<(String, i64, String)> = rows
            .into_iter()
            .map(|(name, money, remarks)| (format!("项目{}", name.trim()), money, remarks))
            .collect();
        let table = table(named.iter().map(|(name, money, remarks)| line("k", name, *money, remarks)).collect());
        for bytes in [to_xlsx(&table).unwrap(), to_csv(&table).unwrap()] {
            let reading = read_back(&bytes);
            prop_assert_eq!(reading.rows.len(), named.len());
            for (row, (name, money, remarks)) in reading.rows.iter().zip(&named) {
                let expected = crate::kernel::text::clean_line(name, 200).unwrap();
                prop_assert_eq!(&row.cells["name"].value, &Value::Text(expected));
                prop_assert_eq!(&row.cells["total_investment"].value, &Value::Money(Money::from_yuan(*money)));
                let expected = crate::kernel::text::clean_text(remarks, 2_000).unwrap();
                let read = row.cells.get("remarks").map(|cell| cell.value.clone());
                if value::is_blank(&expected) {
                    prop_assert_eq!(read, None);
                } else {
                    prop_assert_eq!(read, Some(Value::Text(expected)));
                }
            }
        }
    }
}
