//! What an import refuses, and to whom: foreign rows, other people's workbooks, a second apply, files that are no
//! workbooks or would cost too much, and cells that could deceive. Every refusal names file or cell and changes nothing.

use groundwork::kernel::role::Role;
use groundwork::sheet;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

use crate::kit::{Answer, Client, TestApp};

const HEADER: &str = "项目名称,所在市,总投资（万元）,项目阶段\n";

async fn send(person: &Client, name: &str, bytes: &[u8]) -> Answer {
    person.upload("/api/v1/imports", name, bytes, &[("kind", "projects")]).await
}

async fn csv(person: &Client, rows: &str) -> Value {
    send(person, "a.csv", format!("{HEADER}{rows}").as_bytes()).await.must(201).json()
}

fn told(import: &Value) -> Vec<String> {
    let cells = import["cells"].as_array().unwrap().iter();
    let word = |cell: &Value, name: &str| cell[name].as_str().unwrap().to_owned();
    cells
        .map(|cell| format!("{} {} {}", word(cell, "cell"), word(cell, "level"), word(cell, "code")))
        .collect()
}

/// Field and code of the one refusal.
fn refusal(answer: Answer) -> (String, String) {
    let body = answer.must(422).json();
    let error = &body["errors"][0];
    (error["field"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
}

async fn mend(person: &Client, import: &Value, body: Value) -> Answer {
    person.post_json(&format!("/api/v1/imports/{}/cells", import["id"]), &body).await
}

async fn apply(person: &Client, import: &Value, skip_bad_rows: bool) -> Answer {
    let path = format!("/api/v1/imports/{}/apply", import["id"]);
    person.post_json(&path, &json!({ "skip_bad_rows": skip_bad_rows })).await
}

#[actix_web::test]
async fn a_row_of_another_city_is_an_error_that_says_nothing_about_that_city() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let sent = csv(&reviewer, "海工装备项目,青岛市,1000,在建\n").await;
    apply(&reviewer, &sent, false).await.must(200);
    let jinan = app.person(Role::City, "370100").await;
    let import = csv(&jinan, "海工装备项目,青岛市,1000,在建\n铝箔项目,济南市,1000,在建\n").await;
    assert_eq!(told(&import), ["B2 error imports-foreign-row"]);
    assert_eq!(import["counts"], json!({ "new": 1, "changed": 0, "unchanged": 0, "error": 1, "warning": 0 }));
    let foreign = &import["rows"][0];
    assert_eq!((&foreign["project_id"], &foreign["suspects"]), (&Value::Null, &json!([])));
    apply(&jinan, &import, false).await.must(422);
    apply(&jinan, &import, true).await.must(200);
    assert_eq!(jinan.get("/api/v1/projects").await.must(200).json()["total"], 1);
}

#[actix_web::test]
async fn a_city_cannot_send_for_another() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    for city in ["370200", "370000", "371200", "999999"] {
        let fields = [("kind", "projects"), ("city", city)];
        let answer = jinan.upload("/api/v1/imports", "a.csv", HEADER.as_bytes(), &fields).await;
        assert_eq!(refusal(answer), ("city".into(), "imports-city".into()), "{city}");
    }
}

#[actix_web::test]
async fn a_workbook_is_seen_by_its_own_scope_and_by_those_around_it_once_applied() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = csv(&jinan, "铝箔项目,济南市,1000,在建\n").await;
    let colleague = app.person(Role::City, "370100").await;
    let qingdao = app.person(Role::City, "370200").await;
    let county = app.person(Role::City, "370102").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let paths = ["", "/workbook"].map(|tail| format!("/api/v1/imports/{}{tail}", import["id"]));
    for path in &paths {
        colleague.get(path).await.must(200);
        for other in [&qingdao, &county, &reviewer] {
            other.get(path).await.must(404);
        }
    }
    for other in [&qingdao, &county, &reviewer] {
        apply(other, &import, false).await.must(404);
        let fix = json!({ "sheet": "Sheet1", "cell": "A2", "value": "另一个" });
        mend(other, &import, fix).await.must(404);
    }
    apply(&colleague, &import, false).await.must(200);
    reviewer.get(&paths[0]).await.must(200);
    for other in [&qingdao, &county] {
        other.get(&paths[0]).await.must(404);
    }
}

#[actix_web::test]
async fn a_mended_cell_brings_its_row_in() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = csv(&jinan, "铝箔项目,济南市,近百亿元,在建\n,济南市,500,在建\n").await;
    assert_eq!(told(&import), ["C2 error kernel-amount-vague", "A3 error sheet-required"]);
    let sheet = import["rows"][0]["sheet"].clone();
    mend(&jinan, &import, json!({ "sheet": sheet, "cell": "C2", "keep_text": true })).await.must(200);
    let mended = mend(&jinan, &import, json!({ "sheet": sheet, "cell": "A3", "value": "铜箔项目" }))
        .await
        .must(200)
        .json();
    assert_eq!(mended["counts"]["error"], 0);
    assert_eq!(told(&mended), ["C2 note sheet-text-kept"]);
    assert_eq!(mended["rows"][0]["facts"]["total_text"], "近百亿元");
    let done = apply(&jinan, &import, false).await.must(200).json();
    assert_eq!(done["counts"]["new"], 2);
    assert!(done["rows"][0]["project_id"].is_i64());
    let again = csv(&jinan, "铝箔项目,济南市,,在建\n铜箔项目,济南市,500,\n").await;
    assert_eq!(again["counts"]["unchanged"], 2, "empty cells erase nothing: {again}");
    for (body, field) in [
        (json!({ "sheet": sheet, "cell": "4C", "value": "1" }), "cell"),
        (json!({ "sheet": "没有", "cell": "C4", "value": "1" }), "sheet"),
        (json!({ "sheet": sheet, "cell": "C4" }), "value"),
        (json!({ "sheet": sheet, "cell": "C4", "value": "1", "colour": "red" }), "colour"),
    ] {
        assert_eq!(refusal(mend(&jinan, &again, body).await).0, field);
    }
}

#[actix_web::test]
async fn an_import_is_applied_once() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = csv(&jinan, "铝箔项目,济南市,1000,在建\n").await;
    let both = futures_util::future::join(apply(&jinan, &import, false), apply(&jinan, &import, false)).await;
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "of two at once one wins");
    let refused = apply(&jinan, &import, true).await.must(409).json();
    assert_eq!(refused["code"], "imports-already-applied");
    mend(&jinan, &import, json!({ "sheet": "Sheet1", "cell": "A2", "value": "x" })).await.must(409);
    assert_eq!(jinan.get("/api/v1/projects").await.must(200).json()["total"], 1);
}

#[actix_web::test]
async fn one_record_for_the_import_and_one_for_each_project() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = csv(&jinan, "铝箔项目,济南市,1000,在建\n铜箔项目,济南市,500,\n").await;
    apply(&jinan, &import, false).await.must(200);
    let auditor = app.person(Role::Auditor, "370000").await;
    let records = auditor.get("/api/v1/audit").await.must(200).json();
    let deeds =
        |deed: &str| records["items"].as_array().unwrap().iter().filter(|item| item["deed"] == deed).count();
    assert_eq!((deeds("import.upload"), deeds("import.apply"), deeds("project.create")), (1, 1, 2));
}

#[actix_web::test]
async fn a_stage_does_not_go_back_by_workbook() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let first = csv(&jinan, "铝箔项目,济南市,1000,在建\n").await;
    apply(&jinan, &first, false).await.must(200);
    let back = csv(&jinan, "铝箔项目,济南市,2000,签约\n").await;
    assert_eq!(told(&back), ["D2 warning projects-sheet-stage-back"]);
    let changed: Vec<_> =
        back["rows"][0]["changes"].as_array().unwrap().iter().map(|c| c["field"].clone()).collect();
    assert_eq!(changed, ["total_investment_yuan"], "the rest of the row is taken");
    let phase = csv(&jinan, "铝箔项目,济南市,1000,一期投产\n").await;
    assert_eq!(phase["rows"][0]["facts"]["stage"], "under_construction");
}

#[actix_web::test]
async fn the_marked_copy_carries_its_notes_colours_and_a_list_of_issues() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = csv(&jinan, "铝箔项目,济南市,近百亿元,在建\n").await;
    let answer = jinan.get(&format!("/api/v1/imports/{}/workbook", import["id"])).await.must(200);
    assert!(answer.header("content-disposition").contains("attachment"));
    let book = sheet::open(&answer.bytes, &sheet::Limits::default()).unwrap();
    let shown = |cell: &str| book.sheets[0].get(cell.parse().unwrap()).map(sheet::RawCell::shown);
    assert_eq!(shown("C2").as_deref(), Some("近百亿元"), "the copy can be mended and sent again");
    let issues = book.sheets.last().unwrap();
    assert_eq!(issues.get("C2".parse().unwrap()).map(sheet::RawCell::shown).as_deref(), Some("近百亿元"));
    let mut parts = zip::ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        parts.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    assert!(part("xl/comments1.xml").contains("C2"), "a note at the bad cell");
    assert!(part("xl/styles.xml").contains("FFC7CE"), "and its colour");
}

fn compound() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A workbook of which one part unpacks to 64 MB of blanks.
fn bomb() -> Vec<u8> {
    let honest = Workbook::new().add_worksheet().write_string(0, 0, "项目名称").map(|_| ()).and(Ok(()));
    honest.unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..64 {
        zip.write_all(&blanks).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn a_file_that_is_no_workbook_is_told_what_it_is_and_not_kept() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    for (name, bytes, code) in [
        ("名单.xlsx", compound(), "sheet-file-document"),
        ("a.xlsx", bomb(), "sheet-file-inflates"),
        ("a.xlsx", b"PK\x03\x04 and nothing more".to_vec(), "sheet-file-broken"),
        ("a.csv", b"a,b\n\x81\x20\xff,1\n".to_vec(), "sheet-csv-encoding"),
        ("a.csv", b"name\0,city\n".to_vec(), "sheet-file-binary"),
        ("a.csv", "甲,乙\n1,2\n".into(), "sheet-no-header"),
        ("a.xlsx", b"%PDF-1.7".to_vec(), "sheet-file-pdf"),
    ] {
        assert_eq!(refusal(send(&jinan, name, &bytes).await), ("file".into(), code.into()), "{name}");
    }
    assert!(!jinan.get("/imports").await.must(200).text().contains("a.csv"));
}

#[actix_web::test]
async fn too_large_a_file_is_413_and_no_file_at_all_is_422() {
    let app = TestApp::configured(|config| config.limits.upload_bytes = 4096).await;
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, "a.csv", &vec![b'a'; 5000]).await.must(413);
    assert_eq!(refusal(send(&jinan, "a.csv", b"").await), ("file".into(), "input-file".into()));
    jinan.post_json("/api/v1/imports", &json!({})).await.must(415);
    let without_kind = jinan.upload("/api/v1/imports", "a.csv", HEADER.as_bytes(), &[]).await;
    assert_eq!(refusal(without_kind).0, "kind");
}

#[actix_web::test]
async fn a_sheet_that_declares_a_million_rows_costs_only_what_it_fills() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in [(0, "项目名称"), (1, "铝箔项目"), (1_048_575, "注：末行")] {
        sheet.write_string(row, 0, text).unwrap();
    }
    sheet.write_string(0, 1, "所在市").unwrap();
    sheet.write_string(1, 1, "济南市").unwrap();
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = send(&jinan, "a.xlsx", &book.save_to_buffer().unwrap()).await.must(201).json();
    assert_eq!(import["rows"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn cells_that_could_deceive_or_burst_are_errors_at_their_address() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let long = "长".repeat(10_000);
    let names = ["甲\u{202E}乙项目", "铝\u{7}箔项目", long.as_str(), "=1+1", "铜箔项目"];
    for (column, head) in ["项目名称", "所在市", "总投资（万元）"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, head).unwrap();
    }
    for (row, name) in (1..).zip(names) {
        sheet.write_string(row, 0, name).unwrap();
        sheet.write_string(row, 1, "济南市").unwrap();
    }
    sheet.write_string(4, 2, "-5").unwrap();
    sheet.write_string(5, 2, "99999999999999999999").unwrap();
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let import = send(&jinan, "a.xlsx", &book.save_to_buffer().unwrap()).await.must(201).json();
    let expected = [
        "A2 error kernel-text-invisible",
        "A3 error kernel-text-control",
        "A4 error kernel-text-too-long",
        "C5 error kernel-amount-negative",
        "C6 error kernel-amount-too-large",
    ];
    assert_eq!(told(&import), expected);
    let page = jinan.get(&format!("/imports/{}", import["id"])).await.must(200).text();
    assert!(
        !page.contains('\u{202E}') || page.contains('\u{FFFD}'),
        "what was refused is not shown as it is"
    );
}

#[actix_web::test]
async fn a_finish_before_its_start_is_refused_at_both_cells() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let text = "项目名称,所在市,计划开工时间,计划竣工时间\n铝箔项目,济南市,2027-05,2026-05\n";
    let import = send(&jinan, "a.csv", text.as_bytes()).await.must(201).json();
    assert_eq!(told(&import), ["C2 error projects-dates-order", "D2 error projects-dates-order"]);
}

#[actix_web::test]
async fn who_may_not_edit_the_registry_may_not_import() {
    let app = TestApp::new().await;
    for role in [Role::Administrator, Role::Leader, Role::Auditor] {
        let person = app.person(role, "370000").await;
        send(&person, "a.csv", HEADER.as_bytes()).await.must(403);
    }
}

#[actix_web::test]
async fn the_page_leads_from_the_file_to_the_registry_without_a_script() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let text = format!("{HEADER}铝箔项目,济南市,近百亿元,在建\n铜箔项目,济南市,500,在建\n");
    let sent = jinan.upload("/imports", "名单.csv", text.as_bytes(), &[("city", "")]).await.must(303);
    let path = sent.header("location").to_owned();
    let page = jinan.get(&path).await.must(200).text();
    for part in ["class=\"n err\"", "C2：", "keep_text", "skip_bad_rows", "aria-current=\"step\""] {
        assert!(page.contains(part), "{part} is not on the page");
    }
    let english = jinan.get(&format!("{path}?lang=en")).await.must(200).text();
    assert!(english.contains("Leave out 1 rows with errors"));
    jinan.form(&format!("{path}/apply"), &[]).await.must(422);
    let sheet = jinan.get(&format!("/api/v1{path}")).await.must(200).json()["rows"][0]["sheet"].clone();
    let fields =
        [("sheet", sheet.as_str().unwrap()), ("cell", "C2"), ("keep_text", "true"), ("only", "problems")];
    assert_eq!(
        jinan.form(&format!("{path}/cells"), &fields).await.must(303).header("location"),
        format!("{path}?only=problems")
    );
    jinan.form(&format!("{path}/apply"), &[]).await.must(303);
    let done = jinan.get(&path).await.must(200).text();
    assert!(done.contains("/projects/") && !done.contains("skip_bad_rows"));
    let refused = jinan.upload("/imports", "a.xlsx", b"%PDF-1.7", &[]).await.must(422).text();
    assert!(refused.contains("PDF"));
}
