//! The monthly reports by workbook: taken away, filled in without a line to the province, brought back by whatever
//! program and in whatever shape, and merged so that nobody's change is undone unasked.

use calamine::Data;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Answer, Cells, Client, TestApp, alter, with_parts};
use crate::updates::{building, decide, listed, send, set};

const TAKE: &str = "/api/v1/updates/workbook?period=2026-10&city=370100";
const CUMULATIVE: &str = "累计完成投资（万元）";
const YTD: &str = "年度累计完成投资（万元）";
const PROGRESS: &str = "形象进度";
const WHY: &str = "情况说明";
const KEY: &str = "_key";

/// 济南 with 甲, 乙 and 丙, 青岛 with 丁; the month is over and not yet due.
async fn october() -> (TestApp, Client, Vec<i64>) {
    let app = TestApp::new().await;
    let places = [("甲", "370100"), ("乙", "370102"), ("丙", "370100"), ("丁", "370200")];
    let ids = listed(&app, places.map(|(name, place)| building(name, place)).to_vec());
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    (app, jinan, ids)
}

async fn taken(who: &Client) -> Cells {
    Cells::of(&who.get(TAKE).await.must(200).bytes)
}

async fn sent_back(who: &Client, cells: &Cells) -> Answer {
    who.upload("/api/v1/imports", "调度.xlsx", &cells.bytes(), &[("kind", "updates")]).await
}

async fn apply(who: &Client, import: &Value) -> Answer {
    who.post_json(&format!("/api/v1/imports/{}/apply", import["id"]), &json!({})).await
}

/// Rows by outcome: changed, unchanged, error.
fn counts(import: &Value) -> [i64; 3] {
    ["changed", "unchanged", "error"].map(|name| import["counts"][name].as_i64().unwrap())
}

/// Code of every remark that is no note, with the header row's letter left out: `5 code`.
fn said(import: &Value) -> Vec<(String, String)> {
    let cells = import["cells"].as_array().unwrap().iter().filter(|cell| cell["level"] != "note");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    cells.map(|cell| (text(&cell["cell"]), text(&cell["code"]))).collect()
}

fn codes(import: &Value) -> Vec<String> {
    said(import).into_iter().map(|(_, code)| code).collect()
}

async fn reports(who: &Client, project: i64) -> Vec<Value> {
    let answer = who.get(&format!("/api/v1/projects/{project}/updates")).await.must(200).json();
    answer["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn it_holds_what_stands_is_open_where_it_is_to_be_filled_and_locked_elsewhere() {
    let (_, jinan, ids) = october().await;
    let bytes = jinan.get(TAKE).await.must(200).bytes;
    let mut cells = Cells::of(&bytes);
    assert_eq!(cells.get("甲", CUMULATIVE), Data::Float(1200.0));
    assert_eq!(cells.get("甲", YTD), Data::Float(700.0));
    assert_eq!(cells.get("甲", "项目阶段"), Data::String("在建".to_owned()));
    assert_eq!(cells.get("甲", "是否入统"), Data::String("是".to_owned()));
    assert_eq!(cells.get("甲", WHY), Data::Empty);
    assert!(cells.get("甲", KEY).to_string().ends_with(&format!(":{}", ids[0])));
    let names: Vec<String> = cells.rows().iter().map(|row| row[2].to_string()).collect();
    assert!(names.contains(&"乙".to_owned()) && !names.contains(&"丁".to_owned()), "{names:?}");
    let part = |name: &str| {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
        std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<sheetProtection") && sheet.contains("<dataValidation "), "{sheet}");
    assert!(sheet.contains("谋划,储备,洽谈,签约"), "the stages are offered to choose from");
    assert!(part("xl/comments1.xml").contains("自开工起累计完成的投资"), "each header says what is expected");
    let english = jinan.clone().with_header("Accept-Language", "en");
    let mut english = Cells::of(&english.get(&format!("{TAKE}&lang=en")).await.must(200).bytes);
    assert_eq!(english.get("甲", "Done since the start (10,000 yuan)"), Data::Float(1200.0));
}

#[actix_web::test]
async fn untouched_it_says_nothing_and_filled_in_it_reports_what_was_filled_in_once() {
    let (_, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    let import = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!((counts(&import), said(&import)), ([0, 3, 0], vec![]));
    apply(&jinan, &import).await.must(200);
    assert!(reports(&jinan, ids[0]).await.is_empty(), "an untouched row is no report");

    cells.set("甲", CUMULATIVE, 1300.0).set("甲", YTD, "８００").set("甲", PROGRESS, "主体封顶");
    cells.set("甲", "存在问题", "用地：二期用地未批\n缺少资金").set("乙", "本月无变化", "是");
    let import = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!((counts(&import), said(&import)), ([2, 1, 0], vec![]), "{import}");
    assert!(reports(&jinan, ids[0]).await.is_empty(), "nothing is reported before somebody applies it");
    apply(&jinan, &import).await.must(200);
    let report = &reports(&jinan, ids[0]).await[0];
    assert_eq!(
        (&report["state"], &report["cumulative_investment_yuan"]),
        (&json!("submitted"), &json!(13_000_000))
    );
    assert_eq!(
        (&report["ytd_investment_yuan"], &report["progress_text"]),
        (&json!(8_000_000), &json!("主体封顶"))
    );
    assert_eq!(
        report["problems"],
        json!([{ "kind": "land", "text": "二期用地未批" }, { "kind": "other", "text": "缺少资金" }])
    );
    assert_eq!(reports(&jinan, ids[1]).await[0]["no_change"], true);
    assert!(reports(&jinan, ids[2]).await.is_empty());

    let again = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!((counts(&again), said(&again)), ([0, 3, 0], vec![]), "the same workbook again: {again}");
}

#[actix_web::test]
async fn what_a_colleague_has_changed_meanwhile_is_kept_and_what_both_changed_is_asked_about() {
    let (app, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    let colleague = app.person(Role::City, "370100").await;
    let draft = json!({ "period": "2026-10", "draft": true, "cumulative_investment_yuan": 12_500_000,
        "ytd_investment_yuan": 7_500_000, "progress_text": "基础完工" });
    send(&colleague, ids[0], draft).await.must(201);
    cells.set("甲", CUMULATIVE, 1300.0).set("甲", PROGRESS, "主体封顶");
    let import = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!(counts(&import), [0, 2, 1]);
    assert_eq!(codes(&import), ["conflict", "conflict"]);
    let cell = import["cells"].as_array().unwrap().iter().find(|cell| cell["code"] == "conflict").unwrap();
    let sides = ["base", "yours", "current"].map(|side| cell[side].as_i64().unwrap());
    assert_eq!(sides, [12_000_000, 13_000_000, 12_500_000]);
    let note = import["cells"].as_array().unwrap().iter().find(|cell| cell["level"] == "note").unwrap();
    assert_eq!(note["code"], "updates-sheet-changed-there", "{note}");
    let refused = apply(&jinan, &import).await.must(422).json();
    assert_eq!(refused["errors"][0]["code"], "conflict", "nothing is applied before she has chosen");

    let conflicts = format!("/api/v1/imports/{}/conflicts", import["id"]);
    let mine = json!({ "take": "yours", "sheet": cell["sheet"], "cell": cell["cell"] });
    let left = jinan.post_json(&conflicts, &mine).await.must(200).json();
    assert_eq!(codes(&left), ["conflict"]);
    let rest = jinan.post_json(&conflicts, &json!({ "take": "current" })).await.must(200).json();
    assert_eq!((counts(&rest), codes(&rest)), ([1, 2, 0], vec![]), "{rest}");
    jinan.post_json(&conflicts, &json!({ "take": "current" })).await.must(422);
    jinan.post_json(&conflicts, &json!({ "take": "both" })).await.must(422);
    apply(&jinan, &import).await.must(200);
    let report = &reports(&jinan, ids[0]).await[0];
    assert_eq!(report["cumulative_investment_yuan"], 13_000_000, "hers, as she chose");
    assert_eq!(
        (&report["ytd_investment_yuan"], &report["progress_text"]),
        (&json!(7_500_000), &json!("基础完工"))
    );
    jinan.post_json(&conflicts, &json!({ "take": "current" })).await.must(409);
}

#[actix_web::test]
async fn a_choice_holds_against_what_stood_when_it_was_made_and_no_longer() {
    let (app, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    let colleague = app.person(Role::City, "370100").await;
    let draft = |yuan: i64| json!({ "period": "2026-10", "draft": true, "cumulative_investment_yuan": yuan });
    send(&colleague, ids[0], draft(12_500_000)).await.must(201);
    cells.set("甲", CUMULATIVE, 1300.0);
    let import = sent_back(&jinan, &cells).await.must(201).json();
    let at = format!("/api/v1/imports/{}", import["id"]);
    jinan.post_json(&format!("{at}/conflicts"), &json!({ "take": "yours" })).await.must(200);
    send(&colleague, ids[0], draft(12_600_000)).await.must(201);
    let shown = jinan.get(&at).await.must(200).json();
    assert_eq!(codes(&shown), ["conflict"], "the record has moved again: {shown}");
    apply(&jinan, &import).await.must(422);
}

#[actix_web::test]
async fn it_comes_back_whatever_has_been_done_to_its_shape() {
    let (_, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    cells.set("甲", CUMULATIVE, 1300.0);
    cells.only_sheet("Tabelle1");
    let (header, _) = cells.header(CUMULATIVE);
    let rows = cells.rows();
    for row in rows.iter_mut() {
        row.reverse(); // re-ordered columns
        row.insert(3, Data::Empty); // an inserted one
    }
    rows[header][3] = Data::String("备忘".to_owned());
    rows[header + 1..].reverse(); // re-ordered rows
    rows.insert(header + 2, vec![Data::Empty; 3]);
    let import = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!((counts(&import), said(&import)), ([1, 2, 0], vec![]), "{import}");
    assert_eq!(
        import["rows"].as_array().unwrap().iter().filter(|row| row["project_id"] == ids[0]).count(),
        1
    );
    let row = import["rows"].as_array().unwrap().iter().find(|row| row["outcome"] == "changed").unwrap();
    assert_eq!(
        row["changes"],
        json!([{ "field": "cumulative_investment_yuan", "from": 12_000_000, "to": 13_000_000 }])
    );
}

#[actix_web::test]
async fn a_row_that_is_not_hers_not_owed_or_torn_is_named_at_its_cell_and_an_attempt_is_remembered() {
    let (app, jinan, ids) = october().await;
    let (key_of, known) = {
        let mut cells = taken(&jinan).await;
        let key = cells.get("甲", KEY).to_string();
        (key.split_once(':').unwrap().0.to_owned(), cells)
    };
    for (key, name, code) in [
        (format!("{key_of}:{}", ids[3]), "甲", "updates-sheet-foreign"),
        (format!("{key_of}:999999"), "甲", "updates-sheet-not-owed"),
        ("甲".to_owned(), "甲", "updates-sheet-key-torn"),
        (format!("{key_of}:{}", ids[1]), "甲", "updates-sheet-key-of-another"),
        (String::new(), "没有的项目", "updates-sheet-unknown"),
    ] {
        let mut cells = known.clone();
        let (row, column) = cells.place("甲", KEY);
        cells.rows()[row][column] = if key.is_empty() { Data::Empty } else { Data::String(key) };
        cells.set("甲", "项目名称", name);
        let import = sent_back(&jinan, &cells).await.must(201).json();
        assert_eq!(codes(&import), [code], "{import}");
        assert!(said(&import)[0].0.starts_with('C'), "at the name: {:?}", said(&import));
        assert_eq!(counts(&import)[2], 1);
    }
    let mut twice = known.clone();
    let (row, _) = twice.place("甲", KEY);
    let copy = twice.rows()[row].clone();
    twice.rows().insert(row + 1, copy);
    let import = sent_back(&jinan, &twice).await.must(201).json();
    assert_eq!(codes(&import), ["updates-sheet-twice"]);

    let mut nameless = known.clone();
    nameless.set("甲", KEY, "").set("甲", CUMULATIVE, 1300.0);
    let (row, column) = nameless.place("甲", KEY);
    nameless.rows()[row][column] = Data::Empty;
    let import = sent_back(&jinan, &nameless).await.must(201).json();
    assert_eq!(
        (counts(&import), said(&import)),
        ([1, 2, 0], vec![]),
        "a row without its key is found by its name"
    );

    let auditor = app.person(Role::Auditor, "370000").await;
    let records = auditor.get("/api/v1/audit").await.must(200).json();
    let attempts =
        records["items"].as_array().unwrap().iter().filter(|record| record["deed"] == "update.refuse");
    let subjects: Vec<&Value> = attempts.map(|record| &record["subject_id"]).collect();
    assert_eq!(subjects, [&json!(ids[3].to_string())]);
}

#[actix_web::test]
async fn what_is_unusual_is_asked_about_at_its_cell_and_a_reason_typed_beside_it_settles_it() {
    let (_, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    cells
        .set("甲", CUMULATIVE, 1100.0)
        .set("甲", YTD, 600.0)
        .set("乙", "项目阶段", "天上")
        .set("丙", YTD, 9999.0);
    let import = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!(counts(&import), [0, 0, 3]);
    let mut found = codes(&import);
    found.sort();
    assert_eq!(
        found,
        [
            "updates-flag-cumulative-fell",
            "updates-flag-ytd-fell",
            "updates-sheet-reason-here",
            "updates-sheet-stage-unknown",
            "updates-ytd-above-cumulative"
        ]
    );
    let why = said(&import).into_iter().find(|(_, code)| code == "updates-sheet-reason-here").unwrap().0;
    let sheet = &import["rows"][0]["sheet"];
    let reason = json!({ "sheet": sheet, "cell": why, "value": "上月误报，已与企业核实" });
    let at = format!("/api/v1/imports/{}", import["id"]);
    let mended = jinan.post_json(&format!("{at}/cells"), &reason).await.must(200).json();
    assert_eq!(counts(&mended), [1, 0, 2], "{mended}");
    let marked = jinan.get(&format!("{at}/workbook")).await.must(200).bytes;
    let mut marked = Cells::of(&marked);
    assert_eq!(marked.get("甲", CUMULATIVE), Data::Float(1100.0), "the errors come back inside the workbook");
    jinan.post_json(&format!("{at}/apply"), &json!({ "skip_bad_rows": true })).await.must(200);
    let report = &reports(&jinan, ids[0]).await[0];
    assert_eq!(report["flags"][0]["justified"], "上月误报，已与企业核实");
    assert!(reports(&jinan, ids[1]).await.is_empty() && reports(&jinan, ids[2]).await.is_empty());
}

#[actix_web::test]
async fn a_workbook_of_last_month_is_recognised_and_read_for_this_one_only_when_it_is_said_so() {
    let (app, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    cells.set("甲", CUMULATIVE, 1300.0);
    let october = sent_back(&jinan, &cells).await.must(201).json();
    apply(&jinan, &october).await.must(200);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let report = reports(&reviewer, ids[0]).await[0].clone();
    decide(&reviewer, &report, json!({ "decision": "accept" })).await.must(200);
    // Another project went up on its form; the workbook still says what it was handed out with.
    let form = json!({ "period": "2026-10", "cumulative_investment_yuan": 15_000_000 });
    let report = send(&jinan, ids[1], form).await.must(201).json();
    decide(&reviewer, &report, json!({ "decision": "accept" })).await.must(200);

    set(&app, "2026-12-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    jinan.get("/api/v1/updates/due?period=2026-11").await.must(200);
    cells.set("甲", CUMULATIVE, 1400.0);
    let own = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!(codes(&own), ["updates-handed-already"], "October's is handed in already: {own}");
    let fields = [("kind", "updates"), ("period", "2026-11")];
    let import = jinan.upload("/api/v1/imports", "调度.xlsx", &cells.bytes(), &fields).await.must(201).json();
    assert_eq!(codes(&import), ["updates-sheet-other-month", "conflict"], "{import}");
    assert_eq!(counts(&import), [0, 2, 1], "a cell that nobody touched says nothing, however old it is");
    let notes = import["cells"].as_array().unwrap().iter().filter(|cell| cell["level"] == "note");
    let notes: Vec<&Value> = notes.map(|cell| &cell["code"]).collect();
    assert_eq!(notes, ["updates-sheet-changed-there"]);
    let conflicts = format!("/api/v1/imports/{}/conflicts", import["id"]);
    let import = jinan.post_json(&conflicts, &json!({ "take": "yours" })).await.must(200).json();
    apply(&jinan, &import).await.must(200);
    assert_eq!(reports(&jinan, ids[1]).await[0]["period"], "2026-10", "nothing was said of it");
    let newest = &reports(&jinan, ids[0]).await[0];
    assert_eq!(
        (&newest["period"], &newest["cumulative_investment_yuan"]),
        (&json!("2026-11"), &json!(14_000_000))
    );
}

#[actix_web::test]
async fn what_is_not_taken_is_said_at_its_cell() {
    let (app, jinan, ids) = october().await;
    let reports_of = json!({ "period": "2026-10", "draft": true, "problems": [{ "text": "缺少资金" }] });
    send(&jinan, ids[0], reports_of).await.must(201);
    let mut cells = taken(&jinan).await;
    cells.set("甲", "总投资（万元）", 1.0).set("甲", "项目单位", "别的公司").set("甲", CUMULATIVE, 1300.0);
    cells.set("甲", "存在问题", "").set("乙", CUMULATIVE, "");
    let import = sent_back(&jinan, &cells).await.must(201).json();
    let notes = import["cells"].as_array().unwrap().iter().filter(|cell| cell["level"] == "note");
    let mut notes: Vec<String> =
        notes.map(|cell| format!("{} {}", cell["code"], cell["message"]).replace('"', "")).collect();
    notes.sort();
    let codes: Vec<&str> = notes.iter().filter_map(|note| note.split(' ').next()).collect();
    let (emptied, locked) = ("updates-sheet-emptied", "updates-sheet-locked");
    assert_eq!(codes, [emptied, emptied, locked, locked], "{notes:?}");
    assert!(notes[0].contains("1200") || notes[1].contains("1200"), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("缺少资金")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("10000")), "what stands is named: {notes:?}");
    // The word for none takes the problem back.
    cells.set("甲", "存在问题", "无");
    let import = sent_back(&jinan, &cells).await.must(201).json();
    apply(&jinan, &import).await.must(200);
    let report = &reports(&app.person(Role::Reviewer, "370000").await, ids[0]).await[0];
    assert_eq!((&report["problems"], &report["state"]), (&json!([]), &json!("submitted")));
}

#[actix_web::test]
async fn a_month_to_come_a_closed_one_and_a_strangers_workbook_are_refused_with_the_way_out() {
    let (app, jinan, _) = october().await;
    let early = jinan.get("/api/v1/updates/workbook?period=2026-11").await;
    assert_eq!((early.status, &early.json()["code"]), (409, &json!("updates-nothing-owed")));
    jinan.get("/api/v1/updates/workbook?period=2026-10&city=370200").await.must(404);
    jinan.get("/api/v1/updates/workbook?period=October").await.must(422);
    let mut cells = taken(&jinan).await;
    cells.set("甲", CUMULATIVE, 1300.0);
    for period in ["2026-11", "2027-05"] {
        let fields = [("kind", "updates"), ("period", period)];
        let refused =
            jinan.upload("/api/v1/imports", "a.xlsx", &cells.bytes(), &fields).await.must(422).json();
        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!("period"), &json!("updates-nothing-owed"))
        );
    }
    let mut foreign = cells.clone();
    foreign.set_property("instance", "0123456789abcdef0123456789abcdef");
    let refused = sent_back(&jinan, &foreign).await.must(422).json();
    assert_eq!(refused["errors"][0]["code"], "updates-sheet-foreign-instance");

    set(&app, "2026-11-09T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    reviewer.post_json("/api/v1/obligations/2026-10/close", &json!({})).await.must(200);
    let import = sent_back(&jinan, &cells).await.must(201).json();
    assert_eq!(codes(&import), ["updates-period-closed"]);
    let by_reviewer = sent_back(&reviewer, &cells).await;
    assert_eq!(by_reviewer.status, 403, "a reviewer writes no reports");
}

#[actix_web::test]
async fn the_page_shows_both_sides_of_a_conflict_and_takes_the_choice() {
    let (app, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    let colleague = app.person(Role::City, "370100").await;
    let draft = json!({ "period": "2026-10", "draft": true, "progress_text": "基础完工" });
    send(&colleague, ids[0], draft).await.must(201);
    cells.set("甲", PROGRESS, "主体封顶");
    let month = jinan.get("/updates?period=2026-10").await.must(200).text();
    assert!(month.contains("/updates/workbook?period=2026-10") && month.contains("下载填报工作簿"));
    jinan.get("/updates/workbook?period=2026-10").await.must(200);
    let fields = [("kind", "updates"), ("period", "2026-10")];
    let kept = jinan.upload("/imports", "调度.xlsx", &cells.bytes(), &fields).await.must(303);
    let at = kept.header("location").to_owned();
    let page = jinan.get(&at).await.must(200).text();
    assert!(
        page.contains("两边都改动了") && page.contains("基础完工") && page.contains("采用我填的"),
        "{page}"
    );
    jinan.form(&format!("{at}/conflicts"), &[("take", "yours")]).await.must(303);
    let settled = jinan.get(&at).await.must(200).text();
    assert!(!settled.contains("采用我填的"), "{settled}");
    jinan.form(&format!("{at}/apply"), &[]).await.must(303);
    assert_eq!(reports(&jinan, ids[0]).await[0]["progress_text"], "主体封顶");
    let refused = jinan.form(&format!("{at}/conflicts"), &[("take", "none")]).await;
    assert_eq!(refused.status, 422);
}

#[actix_web::test]
async fn the_command_line_takes_it_away_and_brings_it_back() {
    let (app, jinan, ids) = october().await;
    alter(&app, ids[2], |facts| facts.unit = Some("丙有限公司".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("调度.xlsx");
    let file = file.to_str().unwrap();
    let export =
        app.command(&["export", "updates", "--city", "370100", "--period", "2026-10", "--output", file]);
    assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
    let mut cells = Cells::of(&std::fs::read(file).unwrap());
    cells.set("甲", CUMULATIVE, 1300.0).set("乙", CUMULATIVE, 1.0);
    std::fs::write(file, cells.bytes()).unwrap();
    let refused = app.command(&["import", "updates", file, "--dry-run"]);
    let lines = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{lines}");
    assert!(
        lines.contains("error updates-ytd-above-cumulative")
            || lines.contains("updates-flag-cumulative-fell"),
        "{lines}"
    );
    let done = app.command(&["import", "updates", file, "--skip-bad-rows"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert_eq!(reports(&jinan, ids[0]).await[0]["cumulative_investment_yuan"], 13_000_000);
}

#[actix_web::test]
async fn macros_and_references_to_other_files_are_named_and_never_followed() {
    let (_, jinan, ids) = october().await;
    let mut cells = taken(&jinan).await;
    cells.set("甲", CUMULATIVE, 1300.0);
    let parts = ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/connections.xml"];
    let file = with_parts(&cells.bytes(), &parts);
    let sent = jinan.upload("/api/v1/imports", "调度.xlsm", &file, &[("kind", "updates")]).await;
    let import = sent.must(201).json();
    let mut named = codes(&import);
    named.sort();
    assert_eq!(named, ["sheet-carries-links", "sheet-carries-macros"], "each once");
    assert_eq!(counts(&import), [1, 2, 0], "the cells are read as they were saved");
    apply(&jinan, &import).await.must(200);
    assert_eq!(reports(&jinan, ids[0]).await[0]["cumulative_investment_yuan"], 13_000_000);
}
