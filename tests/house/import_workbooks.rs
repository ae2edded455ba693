//! The acceptance workbooks, through the door that people use: levels, values, counts and sums as `expected.json` says
//! them, and the second import of each changes nothing. What the reader alone knows is tested beside the reader.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use std::process::{Command, Output};

use crate::kit::{Client, Database, TestApp};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/workbooks/");
const MIXED: &str = "province_mixed_2026Q3.xlsx";

fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(format!("{FOLDER}{file}")).unwrap()
}

fn expected(file: &str) -> Value {
    let text = std::fs::read_to_string(format!("{FOLDER}expected.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()[file].clone()
}

async fn send(person: &Client, file: &str, fields: &[(&str, &str)]) -> Value {
    let fields: Vec<_> = [("kind", "projects")].iter().chain(fields).copied().collect();
    person.upload("/api/v1/imports", file, &bytes(file), &fields).await.must(201).json()
}

async fn apply(person: &Client, import: &Value, skip_bad_rows: bool) -> Value {
    let path = format!("/api/v1/imports/{}/apply", import["id"]);
    person.post_json(&path, &json!({ "skip_bad_rows": skip_bad_rows })).await.must(200).json()
}

/// Every cell of `import` with this level, as `E4 code`.
fn cells(import: &Value, level: &str) -> Vec<String> {
    let cells = import["cells"].as_array().unwrap().iter().filter(|cell| cell["level"] == level);
    cells
        .map(|cell| format!("{} {}", cell["cell"].as_str().unwrap(), cell["code"].as_str().unwrap()))
        .collect()
}

fn facts(import: &Value) -> impl Iterator<Item = &Value> {
    import["rows"].as_array().unwrap().iter().map(|row| &row["facts"])
}

fn count(import: &Value, lacks: &str) -> usize {
    facts(import).filter(|facts| facts[lacks].is_null()).count()
}

/// The sum of all totals in yuan.
fn sum(import: &Value) -> i64 {
    facts(import).filter_map(|facts| facts["total_investment_yuan"].as_i64()).sum()
}

/// 468.5 亿元 in yuan.
fn yuan(yi: &Value) -> i64 {
    (yi.as_f64().unwrap() * 10.0).round() as i64 * 10_000_000
}

fn outcome(import: &Value) -> Value {
    let mut counts = import["counts"].clone();
    counts.as_object_mut().unwrap().remove("warning");
    counts
}

async fn registry_total(person: &Client) -> Value {
    person.get("/api/v1/projects").await.must(200).json()["total"].clone()
}

#[actix_web::test]
async fn jinan_comes_in_whole_with_its_city_and_its_declared_count() {
    let (app, expected) = (TestApp::new().await, expected("jinan_2026Q3.xlsx"));
    let jinan = app.person(Role::City, "370100").await;
    let import = send(&jinan, "jinan_2026Q3.xlsx", &[]).await;
    assert_eq!(outcome(&import), json!({ "new": 30, "changed": 0, "unchanged": 0, "error": 0 }));
    assert_eq!(import["rows"].as_array().unwrap().len(), expected["rows_recognised"]);
    let sheet = import["rows"][0]["sheet"].as_str().unwrap();
    assert_eq!(import["declared"][sheet]["count"], expected["declared_count"]);
    assert_eq!(sum(&import), yuan(&expected["sum_total_investment_yi"]));
    assert_eq!(import["declared"][sheet]["total_investment_yuan"], sum(&import));
    assert_eq!(30 - count(&import, "total_investment_yuan"), expected["rows_with_total"]);
    assert!(facts(&import).all(|facts| facts["city"] == "370100"), "a city's rows are the city's");
    let jiyang = facts(&import).find(|facts| facts["address"].is_null() && facts["county"] == "370115");
    assert!(jiyang.is_some(), "济阳区 is a county and no address");
    assert_eq!(registry_total(&jinan).await, 0, "nothing is written before it is applied");
    apply(&jinan, &import, false).await;
    assert_eq!(registry_total(&jinan).await, 30);
    let again = send(&jinan, "jinan_2026Q3.xlsx", &[]).await;
    assert_eq!(outcome(&again), json!({ "new": 0, "changed": 0, "unchanged": 30, "error": 0 }));
}

#[actix_web::test]
async fn a_province_officer_says_whose_rows_they_are_when_the_table_does_not() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let import = send(&reviewer, "jinan_2026Q3.xlsx", &[("city", "370100")]).await;
    assert!(facts(&import).all(|facts| facts["city"] == "370100"));
    let import = send(&reviewer, "jinan_2026Q3.xlsx", &[]).await;
    let open = count(&import, "city");
    assert!(
        (1..30).contains(&open),
        "without a city the rows that name a county of Jinan still have one: {open}"
    );
}

#[actix_web::test]
async fn jining_comes_in_from_gb18030() {
    let app = TestApp::new().await;
    let jining = app.person(Role::City, "370800").await;
    let import = send(&jining, "jining_2026Q3_gb18030.csv", &[]).await;
    assert_eq!(outcome(&import)["new"], expected("jining_2026Q3_gb18030.csv")["rows_recognised"]);
    assert_eq!(outcome(&import)["error"], 0);
    assert!(facts(&import).all(|facts| facts["city"] == "370800"));
    assert_eq!(facts(&import).filter(|facts| facts["county"] == "370828").count(), 10, "金乡县");
    apply(&jining, &import, false).await;
    let again = send(&jining, "jining_2026Q3_gb18030.csv", &[]).await;
    assert_eq!(outcome(&again), json!({ "new": 0, "changed": 0, "unchanged": 24, "error": 0 }));
}

#[actix_web::test]
async fn all_202_real_rows_come_in_with_their_gaps() {
    let (app, expected) = (TestApp::new().await, expected("shandong_2026Q3.xlsx"));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let import = send(&reviewer, "shandong_2026Q3.xlsx", &[]).await;
    assert_eq!(cells(&import, "error"), [""; 0]);
    assert_eq!(outcome(&import)["new"], expected["rows_recognised"]);
    assert_eq!(count(&import, "city"), expected["rows_without_city"]);
    assert_eq!(count(&import, "unit"), expected["rows_without_unit"]);
    assert_eq!(202 - count(&import, "total_investment_yuan"), expected["rows_with_total"]);
    assert_eq!(sum(&import), yuan(&expected["sum_total_investment_yi"]));
    let said =
        |words: &str| facts(&import).find(|facts| facts["stage_text"] == words).unwrap()["stage"].clone();
    assert_eq!(said("部分投产"), "under_construction");
    assert_eq!(said("试生产"), "under_construction");
    assert_eq!(said("量产"), "in_production");
    assert_eq!(said("计划三季度开工"), Value::Null);
    let of_stage = |level: &str| {
        let prefix = "projects-sheet-stage";
        cells(&import, level).into_iter().filter(|cell| cell.contains(prefix)).collect::<Vec<_>>()
    };
    assert!(of_stage("note").len() > 20, "{:?}", of_stage("note"));
    assert_eq!(of_stage("warning"), [""; 0], "every stage word of real rows is understood");
    apply(&reviewer, &import, false).await;
    assert_eq!(registry_total(&reviewer).await, 202);
    let again = send(&reviewer, "shandong_2026Q3.xlsx", &[]).await;
    assert_eq!(outcome(&again), json!({ "new": 0, "changed": 0, "unchanged": 202, "error": 0 }));
}

#[actix_web::test]
async fn every_planted_cell_is_judged_as_expected() {
    let (app, expected) = (TestApp::new().await, expected(MIXED));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let import = send(&reviewer, MIXED, &[]).await;
    let planted = expected["planted"].as_array().unwrap();
    for cell in planted {
        let at = cell["cell"].as_str().unwrap();
        let told = import["cells"].as_array().unwrap().iter().find(|told| told["cell"] == at);
        let level = told.map_or(json!("accepted"), |told| told["level"].clone());
        assert_eq!(level, cell["level"], "{at}: {told:?}");
        let row = at.trim_start_matches(char::is_alphabetic).parse::<i64>().unwrap();
        let row = import["rows"].as_array().unwrap().iter().find(|found| found["row"] == row).unwrap();
        assert_eq!(becomes(&row["facts"], cell["field"].as_str().unwrap()), cell["becomes"], "{at}");
    }
    assert_eq!(planted.len(), 10);
    let codes = [
        "E4 kernel-amount-vague",
        "E6 kernel-amount-foreign-currency",
        "K10 kernel-credit-code-letter",
        "B11 sheet-required",
    ];
    assert_eq!(cells(&import, "error"), codes, "no other cell is wrong");
    let of = |at: &str| {
        import["cells"].as_array().unwrap().iter().find(|cell| cell["cell"] == at).unwrap().clone()
    };
    assert_eq!(of("D3")["suggestion"], "370100");
    assert_eq!(of("D3")["fix"], json!({ "value": "370100" }));
    assert_eq!(of("E4")["fix"], json!({ "keep_text": true }));
    assert!(of("K10")["message"].as_str().unwrap().contains('O'), "the letter is named: {}", of("K10"));
}

fn becomes(facts: &Value, fields: &str) -> Value {
    let one = |field: &str| match field {
        "total_investment" => facts["total_investment_yuan"].clone(),
        "start" => facts["planned_start"].clone(),
        "name" if facts["name"] == "" => Value::Null,
        other => facts[other].clone(),
    };
    match fields.split_once(' ') {
        Some((start, finish)) => json!([one(start), one(finish)]),
        None => one(fields),
    }
}

#[actix_web::test]
async fn the_good_rows_of_a_mixed_workbook_come_in_and_two_of_one_name_stay_two() {
    let (app, expected) = (TestApp::new().await, expected(MIXED));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let import = send(&reviewer, MIXED, &[]).await;
    assert_eq!(import["rows"].as_array().unwrap().len(), expected["rows_recognised"]);
    assert_eq!(import["counts"]["error"], expected["rows_with_error"]);
    let twice = cells(&import, "warning").into_iter().filter(|cell| cell.contains("imports-name-twice"));
    assert_eq!(twice.collect::<Vec<_>>(), ["B22 imports-name-twice"]);
    let path = format!("/api/v1/imports/{}/apply", import["id"]);
    let refused = reviewer.post_json(&path, &json!({ "skip_bad_rows": false })).await.must(422).json();
    let named: Vec<_> =
        refused["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(named, ["Sheet1!E4", "Sheet1!E6", "Sheet1!K10", "Sheet1!B11"]);
    assert_eq!(registry_total(&reviewer).await, 0, "a refused apply writes nothing");
    apply(&reviewer, &import, true).await;
    assert_eq!(registry_total(&reviewer).await, expected["rows_applied_when_bad_rows_are_skipped"]);
    let name = expected["same_name_twice"][0].as_str().unwrap();
    let found =
        reviewer.get(&format!("/api/v1/projects?q={}", groundwork::web::encode(name))).await.must(200).json();
    let mut totals: Vec<_> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["total_investment_yuan"].as_i64().unwrap())
        .collect();
    totals.sort_unstable();
    assert_eq!(totals, [1_500_000_000, 2_100_000_000]);
    let again = send(&reviewer, MIXED, &[]).await;
    assert_eq!(outcome(&again), json!({ "new": 0, "changed": 0, "unchanged": 20, "error": 4 }));
}

#[actix_web::test]
async fn two_sources_with_two_totals_stand_side_by_side_and_do_not_flip() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let own = "项目名称,所在市,总投资（万元）\n高端铝箔项目,济南市,150000\n";
    let other = own.replace("150000", "210000");
    let import = |person: Client, text: String| async move {
        let sent = person.upload("/api/v1/imports", "a.csv", text.as_bytes(), &[("kind", "projects")]).await;
        let sent = sent.must(201).json();
        apply(&person, &sent, false).await;
        sent
    };
    import(jinan.clone(), own.into()).await;
    let beside = import(reviewer.clone(), other.clone()).await;
    assert_eq!(outcome(&beside)["changed"], 1);
    assert_eq!(cells(&beside, "warning"), ["C2 projects-sheet-total-beside"]);
    for (person, text) in [(&jinan, own.to_owned()), (&reviewer, other)] {
        let again = import(person.clone(), text).await;
        assert_eq!(outcome(&again)["unchanged"], 1, "{again}");
    }
    let stands = reviewer.get("/api/v1/projects").await.must(200).json();
    assert_eq!(stands["items"][0]["total_investment_yuan"], 1_500_000_000_i64);
}

#[actix_web::test]
async fn our_own_export_comes_back_without_a_change_in_either_language() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let import = send(&reviewer, "shandong_2026Q3.xlsx", &[]).await;
    apply(&reviewer, &import, false).await;
    for lang in ["zh", "en"] {
        let export = reviewer.get(&format!("/projects/export.xlsx?lang={lang}")).await.must(200).bytes;
        let back = reviewer.upload("/api/v1/imports", "back.xlsx", &export, &[("kind", "projects")]).await;
        let back = back.must(201).json();
        assert_eq!(
            outcome(&back),
            json!({ "new": 0, "changed": 0, "unchanged": 202, "error": 0 }),
            "{lang}: {}",
            first_change(&back)
        );
    }
}

/// The first row that is not unchanged, for a failure.
fn first_change(import: &Value) -> Value {
    let rows = import["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["outcome"] != "unchanged").cloned().unwrap_or_default();
    json!({ "row": row["row"], "outcome": row["outcome"], "changes": row["changes"] })
}

#[actix_web::test]
async fn the_hidden_key_finds_a_project_that_was_renamed_in_the_sheet() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let own = "项目名称,所在市,总投资（万元）\n高端铝箔项目,济南市,150000\n";
    let fields = [("kind", "projects")];
    let sent = jinan.upload("/api/v1/imports", "a.csv", own.as_bytes(), &fields).await.must(201).json();
    let made = apply(&jinan, &sent, false).await["rows"][0]["project_id"].clone();
    let export = jinan.get("/projects/export.xlsx").await.must(200).bytes;
    let back = jinan.upload("/api/v1/imports", "back.xlsx", &export, &fields).await.must(201).json();
    let row = &back["rows"][0];
    let cell = format!("C{}", row["row"]);
    let fix = json!({ "sheet": row["sheet"], "cell": cell, "value": "高端铝箔及铝带项目" });
    let path = format!("/api/v1/imports/{}/cells", back["id"]);
    let renamed = jinan.post_json(&path, &fix).await.must(200).json();
    assert_eq!(outcome(&renamed)["changed"], 1, "{renamed}");
    assert_eq!(renamed["rows"][0]["project_id"], made);
    assert_eq!(renamed["rows"][0]["changes"][0]["to"], "高端铝箔及铝带项目");
}

/// Runs the program itself, as a person at the machine does.
fn command(database: &Database, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_groundwork");
    Command::new(program)
        .envs(database.environment())
        .args(["--database-url", &database.url(), "import", "projects"])
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_command_rehearses_refuses_and_applies() {
    let (database, file) = (Database::filled(), format!("{FOLDER}{MIXED}"));
    let rehearsed = command(&database, &[&file, "--dry-run", "--json"]);
    assert_eq!(rehearsed.status.code(), Some(1), "{}", text(&rehearsed.stderr));
    let answer: Value = serde_json::from_slice(&rehearsed.stdout).unwrap();
    assert_eq!(outcome(&answer), json!({ "new": 20, "changed": 0, "unchanged": 0, "error": 4 }));
    assert!(answer.get("id").is_none(), "a rehearsal keeps nothing");

    let refused = command(&database, &[&file]);
    assert_eq!(refused.status.code(), Some(1));
    let lines = text(&refused.stdout);
    for line in ["Sheet1!E4 error kernel-amount-vague ", "Sheet1!D3 warning reference-place-abolished "] {
        assert!(lines.lines().any(|found| found.starts_with(line)), "{line} in\n{lines}");
    }

    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("marked.xlsx");
    let applied =
        command(&database, &[&file, "--skip-bad-rows", "--json", "--marked-copy", copy.to_str().unwrap()]);
    assert_eq!(applied.status.code(), Some(0), "{}", text(&applied.stderr));
    assert_eq!(outcome(&serde_json::from_slice(&applied.stdout).unwrap())["new"], 20);
    assert!(std::fs::read(copy).unwrap().starts_with(b"PK"));
    let again: Value =
        serde_json::from_slice(&command(&database, &[&file, "--dry-run", "--json"]).stdout).unwrap();
    assert_eq!(outcome(&again), json!({ "new": 0, "changed": 0, "unchanged": 20, "error": 4 }));
}

#[test]
fn the_command_gives_a_city_to_rows_that_name_none() {
    let database = Database::filled();
    let file = format!("{FOLDER}jinan_2026Q3.xlsx");
    let applied = command(&database, &[&file, "--city", "370100", "--period", "2026-09", "--json"]);
    assert_eq!(applied.status.code(), Some(0), "{}", text(&applied.stderr));
    let answer: Value = serde_json::from_slice(&applied.stdout).unwrap();
    assert!(facts(&answer).all(|facts| facts["city"] == "370100"));
    let wrong = command(&database, &[&file, "--city", "371200"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("city"), "{}", text(&wrong.stderr));
}
