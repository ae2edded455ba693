//! The document with its attachments: list and change set say the same counts and sums on the print page, in the
//! workbook, the csv and the json, each attachment on paper of its own.

use calamine::{Data, Reader, Xlsx};
use groundwork::features::projects::{Class, Facts};
use groundwork::kernel::role::Role;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use crate::kit::{Client, TestApp, alter, enter, facts, publish_quarter};

const NUMBER: &str = "鲁工信清单〔2026〕2号";
/// The groups of a table by name, each with its count and its total in 万元 (none where the table has no amounts).
type Groups = BTreeMap<String, (i64, Option<i64>)>;

/// One attachment as it was read back: heading, title, groups and the projects' names in order.
#[derive(Debug, PartialEq)]
struct Sheet {
    heading: String,
    title: String,
    groups: Groups,
    names: Vec<String>,
}

fn preparation(name: &str, division: &str, wan: i64) -> Facts {
    Facts { class: Some(Class::Preparation), ..facts(name, division, wan) }
}

/// 2026Q1 with five projects, then 2026Q2: one new, one moved up, one moved down, one kept, two gone.
async fn two_quarters(app: &TestApp) -> (Client, Value) {
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [kept, up, down, gone, gone_too] = [
        facts("保留甲", "370102", 100),
        preparation("转实施乙", "370100", 20),
        facts("转储备丙", "370202", 3_000),
        facts("退出丁", "370202", 40_000),
        preparation("退出戊", "370100", 500_000),
    ]
    .map(|facts| enter(app, facts));
    publish_quarter(&reviewer, "2026Q1", "鲁工信清单〔2026〕1号", &[kept, up, down, gone, gone_too]).await;
    alter(app, up, |facts| facts.class = Some(Class::Implementation));
    alter(app, down, |facts| facts.class = Some(Class::Preparation));
    let new = enter(app, facts("新增己", "370211", 6_000_000));
    let list = publish_quarter(&reviewer, "2026Q2", NUMBER, &[kept, up, down, new]).await;
    (reviewer, list)
}

fn group_of(name: &str, total: Option<&str>) -> Option<(String, (i64, Option<i64>))> {
    let (_, name, count) = Regex::new(r"^(.+)（(\d+)个）$")
        .unwrap()
        .captures(name)
        .map(|found| (0, found[1].to_owned(), found[2].parse::<i64>().unwrap()))?;
    let total = total.filter(|text| !text.is_empty()).map(|text| text.replace(',', "").parse().unwrap());
    Some((name, (count, total)))
}

fn of_print(page: &str) -> Vec<Sheet> {
    let text = |html: &str| Regex::new("<[^>]*>").unwrap().replace_all(html, "").trim().to_owned();
    let first = |pattern: &str, html: &str| {
        text(Regex::new(pattern).unwrap().captures(html).map_or("", |found| found.get(1).unwrap().as_str()))
    };
    let sheet = |html: &str| {
        let (mut groups, mut names) = (Groups::new(), Vec::new());
        for row in html.split("<tr").skip(1) {
            let cells: Vec<String> =
                row.split("<td").skip(1).map(|cell| text(&format!("<td{cell}"))).collect();
            if row.starts_with(" class=\"sub\"") {
                let total = cells.get(1).map(String::as_str);
                let (name, sums) = group_of(&first("<th[^>]*>([^<]*)</th>", row), total).unwrap();
                groups.insert(name, sums);
            } else if cells.first().is_some_and(|cell| cell.parse::<i64>().is_ok()) {
                names.push(cells[1].clone());
            }
        }
        Sheet {
            heading: first("<p class=\"att\">([^<]*)</p>", html),
            title: first("<h[12]>([^<]*)</h", html),
            groups,
            names,
        }
    };
    page.split("<section class=\"sheet\">").skip(1).map(sheet).collect()
}

fn of_rows(rows: &[Vec<String>], heading: String, title: String) -> Sheet {
    let header = rows.iter().position(|row| row[0] == "序号").unwrap();
    let amounts = rows[header].iter().position(|cell| cell == "总投资");
    let (mut groups, mut names) = (Groups::new(), Vec::new());
    for row in &rows[header + 1..] {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        if cell(0).parse::<i64>().is_ok() {
            names.push(cell(1).to_owned());
        } else if let Some((name, sums)) = group_of(cell(1), amounts.map(cell)) {
            groups.insert(name, sums);
        }
    }
    Sheet { heading, title, groups, names }
}

fn of_workbook(bytes: &[u8]) -> Vec<Sheet> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let sheets = names.iter().filter(|name| *name != "_groundwork");
    let read = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        let rows: Vec<Vec<String>> =
            range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
        of_rows(&rows, rows[0][0].clone(), rows[1][0].clone())
    };
    sheets.map(read).collect()
}

/// The parts of a workbook as they lie in the file.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[actix_web::test]
async fn list_and_change_set_have_the_same_counts_and_sums_in_every_form() {
    let app = TestApp::new().await;
    let (reviewer, list) = two_quarters(&app).await;
    let get = async |path: &str| reviewer.get(&format!("/lists/2026Q2/{path}")).await.must(200);
    let print = of_print(&get("print").await.text());
    let book = get("export.xlsx").await.bytes;
    assert_eq!(of_workbook(&book), print, "workbook and paper");

    let headings: Vec<(&str, &str)> =
        print.iter().map(|one| (one.heading.as_str(), one.title.rsplit('单').next().unwrap())).collect();
    assert_eq!(
        headings,
        [
            ("附件1", ""),
            ("附件2", "（增补项目）"),
            ("附件3", "（储备类转实施类项目）"),
            ("附件4", "（实施类转储备类项目）"),
            ("附件5", "（退出项目）"),
        ]
    );
    let whole = |at: usize| print[at].groups["全省合计"];
    assert_eq!(whole(0), (4, Some(6_003_120)));
    assert_eq!([whole(1), whole(2), whole(3)], [(1, Some(6_000_000)), (1, Some(20)), (1, Some(3_000))]);
    assert_eq!(whole(4), (2, None), "the document keeps no amounts of what left");
    assert_eq!(print[0].groups["实施类"], (3, Some(6_000_120)));
    assert_eq!(print[1].names, ["新增己"]);
    assert_eq!(print[4].names, ["退出戊", "退出丁"], "cities in the order of their codes");

    let csv = get("export.csv").await.bytes;
    let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&csv[3..]);
    let records: Vec<Vec<String>> =
        records.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let csv = of_rows(&records, print[0].heading.clone(), records[0][0].clone());
    assert_eq!(csv, print[0], "the csv is the list");

    // What the json counts, by whole, class, city and kind.
    let json = get("export.json").await.json();
    assert_eq!(json["totals"]["by_class"], {
        let group = |key: &str, (count, wan): (i64, Option<i64>)| serde_json::json!({ "key": key, "count": count, "total_investment_yuan": wan.unwrap() * 10_000 });
        serde_json::json!([
            group("implementation", print[0].groups["实施类"]),
            group("preparation", print[0].groups["准备类"]),
        ])
    });
    for (at, kind) in [(1, "addition"), (2, "to_implementation"), (3, "to_preparation")] {
        let of_kind = json["entries"].as_array().unwrap().iter().filter(|entry| entry["change"] == kind);
        let yuan: Vec<i64> =
            of_kind.map(|entry| entry["project"]["total_investment_yuan"].as_i64().unwrap()).collect();
        let told = (yuan.len() as i64, Some(yuan.iter().sum::<i64>() / 10_000));
        assert_eq!(told, whole(at), "{kind}");
    }
    assert_eq!(json["exits"].as_array().unwrap().len() as i64, whole(4).0);
    assert_eq!(list["totals"]["count"], whole(0).0);
}

#[actix_web::test]
async fn every_sheet_is_numbered_signed_and_proved() {
    let app = TestApp::new().await;
    let (reviewer, list) = two_quarters(&app).await;
    let hash = list["hash"].as_str().unwrap();
    let page = reviewer.get("/lists/2026Q2/print").await.must(200).text();
    let sheets: Vec<&str> = page.split("<section class=\"sheet\">").skip(1).collect();
    for sheet in &sheets {
        for said in [hash, "填表人：", "审核人：", "联系电话：", NUMBER, "reviewer-"] {
            assert!(sheet.contains(said), "{said}: {sheet}");
        }
    }
    let parts = parts(&reviewer.get("/lists/2026Q2/export.xlsx").await.must(200).bytes);
    let worksheets: Vec<&String> =
        parts.iter().filter(|(name, _)| name.contains("worksheets/sheet")).map(|(_, text)| text).collect();
    assert_eq!(worksheets.len(), sheets.len() + 1, "and the hidden sheet");
    let printed: Vec<_> = worksheets.iter().filter(|text| text.contains("<headerFooter>")).collect();
    assert_eq!(printed.len(), sheets.len());
    for sheet in printed {
        assert!(sheet.contains(hash) && sheet.contains("&amp;C— &amp;P —"), "{sheet}");
        assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("paperSize=\"8\""));
    }
    assert!(parts["xl/sharedStrings.xml"].contains("填表人："));
    assert_eq!(parts["xl/workbook.xml"].matches("_xlnm.Print_Titles").count(), sheets.len());
}

#[actix_web::test]
async fn the_first_list_has_no_change_set_and_a_city_keeps_the_numbers_of_the_whole() {
    let app = TestApp::new().await;
    let (reviewer, _) = two_quarters(&app).await;
    let first = of_print(&reviewer.get("/lists/2026Q1/print").await.must(200).text());
    assert_eq!(first.len(), 1, "everything is new on it: {first:?}");
    let jinan = app.person(Role::City, "370100").await;
    let told = of_print(&jinan.get("/lists/2026Q2/print").await.must(200).text());
    let told: Vec<(&str, i64)> =
        told.iter().map(|one| (one.heading.as_str(), one.groups["摘录合计"].0)).collect();
    assert_eq!(told, [("附件1", 2), ("附件3", 1), ("附件5", 1)]);
    let book = of_workbook(&jinan.get("/lists/2026Q2/export.xlsx").await.must(200).bytes);
    assert_eq!(book.len(), 3);
    assert!(!format!("{book:?}").contains("转储备丙"), "another city's");
}

#[actix_web::test]
async fn a_draft_shows_what_would_change() {
    let app = TestApp::new().await;
    let (reviewer, _) = two_quarters(&app).await;
    let body = serde_json::json!({ "quarter": "2026Q3", "target": 1, "nominate_by": "2026-10-08", "publish_by": "2026-10-10" });
    reviewer.post_json("/api/v1/lists", &body).await.must(201);
    let new = enter(&app, facts("草稿庚", "370100", 7));
    let nominated = serde_json::json!({ "project_id": new });
    reviewer.post_json("/api/v1/lists/2026Q3/entries", &nominated).await.must(201);
    let draft = of_print(&reviewer.get("/lists/2026Q3/print").await.must(200).text());
    assert_eq!(
        (draft[1].heading.as_str(), draft[1].names.as_slice()),
        ("附件2", ["草稿庚".to_owned()].as_slice())
    );
}

#[actix_web::test]
async fn what_left_says_how_and_why_and_a_corrected_version_says_what_it_corrects() {
    let app = TestApp::new().await;
    let (reviewer, list) = two_quarters(&app).await;
    let print =
        async |query: &str| reviewer.get(&format!("/lists/2026Q2/print{query}")).await.must(200).text();
    let first = print("").await;
    let row = first.split("<tr>").find(|row| row.contains(">退出丁<")).unwrap();
    assert!(row.contains(">退出<") && row.contains(">资金未落实<"), "{row}");

    let new =
        list["entries"].as_array().unwrap().iter().find(|one| one["project"]["name"] == "新增己").unwrap();
    let change = serde_json::json!({
        "project_id": new["project_id"], "field": "total_investment_yuan", "to": 70_000_000_000_i64,
    });
    let body = serde_json::json!({ "reason": "总投资录入有误", "changes": [change] });
    reviewer.post_json("/api/v1/lists/2026Q2/corrections", &body).await.must(200);
    let second = print("").await;
    let sheets = of_print(&second);
    assert_eq!(
        sheets[0].groups["全省合计"],
        (4, Some(7_003_120)),
        "the sums are those of the corrected facts"
    );
    let last = sheets.last().unwrap();
    assert_eq!(last.heading, "附件6", "after the change set");
    assert!(last.title.ends_with("（更正情况）"));
    let (_, sheet) = second.rsplit_once("<section class=\"sheet\">").unwrap();
    for said in ["新增己", "总投资", "6,000,000", "7,000,000", "总投资录入有误"] {
        assert!(sheet.contains(said), "{said}: {sheet}");
    }
    assert_eq!(of_print(&print("?version=1").await).len(), 5, "the first version stays as it was");
    let parts = parts(&reviewer.get("/lists/2026Q2/export.xlsx").await.must(200).bytes);
    assert!(parts["xl/workbook.xml"].contains("更正情况"));
    assert!(parts["xl/sharedStrings.xml"].contains("更正理由：总投资录入有误"));
    let jinan = app.person(Role::City, "370100").await;
    let hers = jinan.get("/lists/2026Q2/print").await.must(200).text();
    assert!(!hers.contains("新增己") && !hers.contains("更正情况"), "another city's correction");
}
