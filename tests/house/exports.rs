//! A list taken away: the same figures in every form, every copy marked for what it is, and nothing in it that runs.

use calamine::{Data, Reader, Xlsx};
use diesel::connection::SimpleConnection;
use groundwork::features::projects::Facts;
use groundwork::kernel::role::Role;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Cursor;

use crate::kit::{Answer, Client, Quarterly, TestApp, facts};

const LIST: &str = "/lists/2026Q3";

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

async fn take(who: &Client, format: &str) -> Answer {
    who.get(&format!("{LIST}/export.{format}")).await.must(200)
}

/// The sheet of a workbook as rows of text, and what it says of itself on the hidden sheet.
fn workbook(bytes: &[u8]) -> (Vec<Vec<String>>, BTreeMap<String, String>) {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let sheets = book.sheet_names();
    let rows = |book: &mut Xlsx<_>, name: &str| -> Vec<Vec<String>> {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
    };
    assert_eq!(sheets[0], Quarterly::QUARTER);
    let table = rows(&mut book, &sheets[0]);
    let properties = rows(&mut book, "_groundwork").into_iter().map(|row| (row[0].clone(), row[1].clone()));
    let properties = properties.collect();
    for name in &sheets {
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(formulas.rows().flatten().all(String::is_empty), "no cell of {name} is a formula");
    }
    (table, properties)
}

/// The records of a csv, after its mark.
fn csv(answer: &Answer) -> Vec<Vec<String>> {
    let text = answer.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The row whose second cell is this.
fn row_of<'a>(rows: &'a [Vec<String>], name: &str) -> &'a [String] {
    rows.iter()
        .find(|row| row.get(1).is_some_and(|cell| cell == name))
        .unwrap_or_else(|| panic!("{name}: {rows:#?}"))
}

#[actix_web::test]
async fn page_paper_workbook_csv_json_and_api_tell_the_same_figures() {
    let app = TestApp::new().await;
    let projects = [
        facts("济南甲", "370102", 12_345),
        facts("青岛乙", "370200", 700),
        facts("青岛丙", "370211", 90_001),
    ];
    let (_, version) = Quarterly::published(&app, projects);
    let leader = app.person(Role::Leader, "370000").await;

    let api = leader.get("/api/v1/lists/2026Q3").await.must(200).json();
    assert_eq!(api["totals"]["total_investment_yuan"], 1_030_460_000_i64);
    let serials: Vec<i64> =
        api["entries"].as_array().unwrap().iter().map(|entry| entry["serial"].as_i64().unwrap()).collect();
    assert_eq!(serials, [1, 2, 3]);

    let json = take(&leader, "json").await;
    assert_eq!(sha256(&json.bytes), version.hash, "the file is what was hashed");
    assert_eq!(json.json()["totals"]["total_investment_yuan"], api["totals"]["total_investment_yuan"]);

    let (sheet, about) = workbook(&take(&leader, "xlsx").await.bytes);
    let records = csv(&take(&leader, "csv").await);
    let header = sheet.iter().position(|row| row[0] == "序号").unwrap();
    assert_eq!(
        sheet[header],
        [
            "序号",
            "项目名称",
            "项目单位",
            "所在市",
            "所在县",
            "建设性质",
            "类别",
            "阶段",
            "总投资",
            "年度计划投资",
            "年内完成",
            "累计完成",
            "计划开工",
            "计划竣工",
            "建设规模及主要内容",
            "责任单位",
            "责任人",
            "变动"
        ]
    );
    for (name, wan, shown) in [
        ("全省合计（3个）", "103046", "103,046"),
        ("济南市（1个）", "12345", "12,345"),
        ("青岛市（2个）", "90701", "90,701"),
        ("济南甲", "12345", "12,345"),
        ("青岛乙", "700", "700"),
        ("青岛丙", "90001", "90,001"),
    ] {
        assert_eq!(row_of(&sheet, name)[8], wan, "xlsx {name}");
        assert_eq!(row_of(&records, name)[8], wan, "csv {name}");
        for path in [LIST.to_owned(), format!("{LIST}/print")] {
            let page = leader.get(&path).await.must(200).text();
            let row = page.split("<tr").find(|row| row.contains(&format!(">{name}<"))).unwrap();
            assert!(row.contains(&format!("<td class=\"n\">{shown}</td>")), "{path} {name}: {row}");
        }
    }
    // Each says how it counts, where its sums stand.
    for lang in ["zh", "en"] {
        let how = if lang == "zh" {
            "口径：清单每个条目计 1 个"
        } else {
            "every entry of the list counts as one"
        };
        for path in [LIST.to_owned(), format!("{LIST}/print")] {
            let page = leader.get(&format!("{path}?lang={lang}")).await.must(200).text();
            assert!(page.contains(how), "{path} {lang}");
        }
        let xlsx = leader.get(&format!("{LIST}/export.xlsx?lang={lang}")).await.must(200);
        assert!(format!("{:?}", workbook(&xlsx.bytes).0).contains(how), "xlsx {lang}");
        let statistics = leader.get(&format!("/statistics?list=2026Q3&lang={lang}")).await.must(200).text();
        assert!(statistics.contains(if lang == "zh" {
            "口径：打包项目按 1 个计"
        } else {
            "a bundle is one project"
        }));
    }
    assert!(!String::from_utf8_lossy(&json.bytes).contains("口径"), "the hashed document stays as it is");
    assert_eq!(about["hash"], version.hash);
    assert_eq!((about["quarter"].as_str(), about["version"].as_str()), ("2026Q3", "1"));
    assert_eq!(about["instance"], app.context.instance.id);
    let whole_sheet = format!("{sheet:?}");
    assert!(whole_sheet.contains(&version.hash) && whole_sheet.contains(Quarterly::NUMBER));
    assert!(whole_sheet.contains("leader-") && whole_sheet.contains("2026-10-08"), "who took it and when");
    let twice = (take(&leader, "xlsx").await.bytes, take(&leader, "xlsx").await.bytes);
    assert_eq!(twice.0, twice.1, "the same copy twice is the same bytes");
    let by_api = leader.get("/api/v1/lists/2026Q3/export.json?version=1").await.must(200);
    assert_eq!(by_api.bytes, json.bytes);
}

#[actix_web::test]
async fn a_citys_copy_is_an_extract_that_names_the_whole() {
    let app = TestApp::new().await;
    let (_, version) =
        Quarterly::published(&app, [facts("济南甲", "370100", 10), facts("青岛乙", "370200", 20)]);
    let qingdao = app.person(Role::City, "370200").await;
    let json = take(&qingdao, "json").await;
    assert!(json.header("content-disposition").contains("2026Q3-v1-extract.json"));
    let extract = json.json();
    assert_eq!(extract["hash_of_whole"], version.hash);
    assert_eq!((&extract["totals_of_whole"]["count"], &extract["totals"]["count"]), (&2.into(), &1.into()));
    assert_eq!(extract["entries"][0]["serial"], 2);
    let (sheet, about) = workbook(&take(&qingdao, "xlsx").await.bytes);
    let records = csv(&take(&qingdao, "csv").await);
    assert_eq!((about["extract"].as_str(), &about["hash"]), ("true", &version.hash));
    for text in [format!("{sheet:?}"), format!("{records:?}"), json.text()] {
        assert!(
            text.contains("青岛乙") && !text.contains("济南甲") && text.contains(&version.hash),
            "{text}"
        );
    }
    assert_eq!(row_of(&sheet, "摘录合计（1个）")[8], "20");
}

#[actix_web::test]
async fn a_formula_that_somebody_typed_is_text_in_every_form() {
    let app = TestApp::new().await;
    let name = "=HYPERLINK(\"http://evil.example\",\"点我\")";
    let typed = Facts {
        unit: Some("+1+cmd|' /C calc'!A0".to_owned()),
        scope_text: Some("@SUM(A1:A9)".to_owned()),
        responsible_person: Some("-王工".to_owned()),
        ..facts(name, "370100", 10)
    };
    Quarterly::published(&app, [typed]);
    let leader = app.person(Role::Leader, "370000").await;
    let (sheet, _) = workbook(&take(&leader, "xlsx").await.bytes);
    let row = row_of(&sheet, name);
    assert_eq!(
        (row[2].as_str(), row[14].as_str(), row[16].as_str()),
        ("+1+cmd|' /C calc'!A0", "@SUM(A1:A9)", "-王工")
    );
    for record in csv(&take(&leader, "csv").await) {
        for cell in record {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[actix_web::test]
async fn a_draft_says_that_it_is_one_and_has_no_hash() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 5);
    list.nominated(facts("济南甲", "370100", 10));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let (sheet, about) = workbook(&take(&reviewer, "xlsx").await.bytes);
    assert!(!about.contains_key("hash") && format!("{sheet:?}").contains("未发布草稿"));
    assert_eq!(row_of(&sheet, "济南甲")[18], "待审核");
    let json = take(&reviewer, "json").await.json();
    assert_eq!((&json["published"], &json["entries"][0]["state"]), (&false.into(), &"nominated".into()));
    assert!(json.get("hash").is_none());
    assert!(String::from_utf8_lossy(&take(&reviewer, "csv").await.bytes).contains("未发布草稿"));
    let jinan = app.person(Role::City, "370200").await;
    assert_eq!(
        take(&jinan, "json").await.json()["entries"],
        serde_json::json!([]),
        "another city's are not there"
    );
}

#[actix_web::test]
async fn what_does_not_exist_is_not_found_and_a_wrong_version_is_named() {
    let app = TestApp::new().await;
    Quarterly::published(&app, [facts("济南甲", "370100", 10)]);
    let leader = app.person(Role::Leader, "370000").await;
    for path in [
        "/api/v1/lists/2026Q3/export.pdf",
        "/api/v1/lists/2026Q1/export.json",
        "/api/v1/lists/2026Q9/export.json",
        "/api/v1/lists/2026Q3/export.json?version=2",
    ] {
        leader.get(path).await.must(404);
    }
    let refused = leader.get("/api/v1/lists/2026Q3/export.json?version=first").await.must(422).json();
    assert_eq!(refused["errors"][0]["field"], "version");
    app.stranger().get("/api/v1/lists/2026Q3/export.json").await.must(401);
}

#[actix_web::test]
async fn the_command_line_takes_the_same_bytes_and_refuses_with_a_reason() {
    let app = TestApp::new().await;
    let (_, version) = Quarterly::published(&app, [facts("济南甲", "370100", 10)]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.json");
    let file = file.to_str().unwrap();
    let export = ["export", "list", "2026Q3", "--format", "json", "--output", file];
    let done = app.command(&export);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(sha256(&std::fs::read(file).unwrap()), version.hash);
    // What is not there is a refusal; a word that the command does not know is a matter of usage.
    for (wrong, said, code) in [(2, "2026Q2", 1), (4, "pdf", 2), (0, "exports", 2)] {
        let mut arguments = export;
        arguments[wrong] = said;
        let refused = app.command(&arguments);
        assert_eq!(refused.status.code(), Some(code), "{said}");
        assert!(!refused.stderr.is_empty());
    }
    assert_eq!(app.command(&["import", "chains", file]).status.code(), Some(2));
}

#[actix_web::test]
async fn the_check_says_that_all_is_well_and_names_the_altered_list_and_the_missing_guard() {
    let app = TestApp::new().await;
    Quarterly::published(&app, [facts("济南甲", "370100", 10)]);
    let well = app.command(&["check"]);
    assert_eq!(well.status.code(), Some(0), "{}", String::from_utf8_lossy(&well.stdout));
    assert!(String::from_utf8_lossy(&well.stdout).contains("检查完毕"));

    // Somebody with the keys to the machine, who knows how to get past the triggers.
    let forged = if app.on_postgres() {
        "alter table list_entries disable trigger all; update list_entries set name = '别的';"
    } else {
        "drop trigger list_entries_are_final_update; update list_entries set name = '别的';"
    };
    app.context.db.connection().unwrap().batch_execute(forged).unwrap();
    let found = app.command(&["check"]);
    assert_eq!(found.status.code(), Some(1));
    let lines = String::from_utf8_lossy(&found.stdout).into_owned();
    let named: Vec<&str> = lines.lines().filter(|line| line.contains("2026Q3")).collect();
    assert_eq!(named.len(), 1, "the altered list is named once: {lines}");
    assert!(lines.contains("list_entries_are_final"), "and so is the guard that was taken away: {lines}");
}

#[actix_web::test]
async fn a_row_that_points_at_nothing_is_found() {
    let app = TestApp::new().await;
    let lost = if app.on_postgres() {
        "set session_replication_role = replica; insert into api_tokens (user_id, name, token_hash, created_at) values \
         (999999, 'lost', 'x', '2026-10-08 01:00:00'); set session_replication_role = origin;"
    } else {
        "pragma foreign_keys = off; insert into api_tokens (user_id, name, token_hash, created_at) values \
         (999999, 'lost', 'x', '2026-10-08 01:00:00'); pragma foreign_keys = on;"
    };
    app.context.db.connection().unwrap().batch_execute(lost).unwrap();
    let found = app.command(&["check"]);
    assert_eq!(found.status.code(), Some(1));
    let lines = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(lines.contains("api_tokens") && lines.contains("users"), "{lines}");
}

#[test]
fn a_mistyped_address_is_not_made_into_an_empty_database_that_is_well() {
    let folder = tempfile::tempdir().unwrap();
    let mistyped = folder.path().join("groundwrok.db");
    let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_groundwork"));
    let address = format!("sqlite://{}", mistyped.display());
    let refused = check.args(["--database-url", &address, "check"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("groundwrok.db") && said.contains("no database"), "{said}");
    assert!(!mistyped.exists());
}
