//! From one quarter's list to the next: what comes over and how it is decided, who may still come in, what a city may
//! change meanwhile, and how what was published is put right.

use chrono::TimeDelta;
use groundwork::features::lists::{self, Deciding, ListState, Nominating, Opening, Publishing};
use groundwork::features::projects::{self, Class, Facts, SideState, Source, Stage};
use groundwork::kernel::calendar::{Quarter, local_date};
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, TestApp, facts};

const Q3: &str = "/api/v1/lists/2026Q3";
const Q4: &str = "/api/v1/lists/2026Q4";

fn machine() -> Caller {
    Caller::command_line(DivisionCode::parse("370000").unwrap())
}

fn quarter(text: &str) -> Quarter {
    Quarter::parse(text).unwrap()
}

/// Enters a project as its facts say.
fn enter(app: &TestApp, facts: Facts) -> i64 {
    let now = app.clock.now();
    let today = local_date(now, app.context.zone);
    let db = &app.context.db;
    db.write_now(|conn| projects::create(conn, &machine(), facts, &Source::person("test"), now, today))
        .unwrap()
        .id
}

fn producing(name: &str, place: &str, wan: i64) -> Facts {
    let date = |text| Some(PlanDate::parse(text).unwrap());
    Facts {
        stage: Some(Stage::InProduction),
        project_code: Some("2305-371121-04-01-122324".to_owned()),
        actual_start: date("2025-03"),
        actual_finish: date("2026-06"),
        in_production_on: date("2026-07"),
        ..facts(name, place, wan)
    }
}

/// The list 2026Q3 with these projects, published; then 2026Q4 opened, nominations until 20 October.
fn rolled(app: &TestApp, standing: &[i64]) {
    let now = app.clock.now();
    let today = local_date(now, app.context.zone);
    let machine = machine();
    let opening = |text: &str, nominate_by: &str| Opening {
        quarter: quarter(text),
        target: standing.len() as i32,
        nominate_by: nominate_by.parse().unwrap(),
        publish_by: "2026-12-31".parse().unwrap(),
    };
    app.context
        .db
        .write_now(|conn| {
            let q3 = quarter("2026Q3");
            lists::open(conn, &machine, &opening("2026Q3", "2026-10-10"), now)?;
            for project_id in standing {
                let new = Nominating { project_id: *project_id, section: None, class: None };
                lists::nominate(conn, &machine, q3, &new, (now, today))?;
            }
            lists::move_to(conn, &machine, q3, ListState::Reviewing, None, now)?;
            for project_id in standing {
                lists::decide(conn, &machine, q3, *project_id, 1, &Deciding::ACCEPT, now)?;
            }
            let publishing = Publishing { number: "清单〔2026〕3号".to_owned(), reason: None };
            lists::publish(conn, &machine, q3, &publishing, now, today)?;
            lists::open(conn, &machine, &opening("2026Q4", "2026-10-20"), now)
        })
        .unwrap();
}

fn entry(list: &Value, project: i64) -> Value {
    let entries = list["entries"].as_array().unwrap();
    entries.iter().find(|entry| entry["project_id"] == project).unwrap().clone()
}

async fn decide(who: &Client, list: &str, project: i64, body: Value) -> Answer {
    let shown = who.get(list).await.must(200).json();
    let version = entry(&shown, project)["version"].to_string();
    let based = who.clone().with_header("If-Match", &format!("\"{version}\""));
    based.post_json(&format!("{list}/entries/{project}/decision"), &body).await
}

async fn review(reviewer: &Client, list: &str) {
    reviewer.post_json(&format!("{list}/state"), &json!({ "state": "reviewing" })).await.must(200);
}

fn refusal(answer: &Answer) -> (String, String) {
    let body = answer.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&body["errors"][0]["field"]), text(&body["errors"][0]["code"]))
}

#[actix_web::test]
async fn the_next_list_starts_from_the_last_and_every_carried_project_needs_a_decision_with_a_reason() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [stays, produces, leaves] = [
        facts("留下项目", "370102", 100),
        producing("投产项目", "370202", 200),
        facts("退出项目", "370302", 300),
    ]
    .map(|facts| enter(&app, facts));
    rolled(&app, &[stays, produces, leaves]);

    let list = reviewer.get(Q4).await.must(200).json();
    assert_eq!(list["entries"].as_array().unwrap().len(), 3);
    let waiting = entry(&list, stays);
    assert_eq!(
        (&waiting["carried"], &waiting["state"], &waiting["change"]),
        (&json!(true), &json!("nominated"), &json!("carried"))
    );
    assert_eq!(waiting["decision"], Value::Null);

    let hasty =
        decide(&reviewer, Q4, stays, json!({ "decision": "continue", "reason": "推进" })).await.must(409);
    assert_eq!(hasty.json()["code"], "lists-not-in-review", "deciding happens in review");
    review(&reviewer, Q4).await;
    let silent = decide(&reviewer, Q4, stays, json!({ "decision": "continue" })).await.must(422);
    assert_eq!(refusal(&silent), ("reason".into(), "lists-decision-needs-reason".into()));
    let early =
        decide(&reviewer, Q4, stays, json!({ "decision": "graduate", "reason": "投产" })).await.must(422);
    assert_eq!(refusal(&early), ("decision".into(), "lists-graduate-not-in-production".into()));
    decide(&reviewer, Q4, stays, json!({ "decision": "continue", "reason": "按计划推进" })).await.must(200);
    decide(&reviewer, Q4, produces, json!({ "decision": "graduate", "reason": "已投产" })).await.must(200);
    let publishing = json!({ "number": "清单〔2026〕4号", "reason": "结转后数量减少" });
    let undecided = reviewer.post_json(&format!("{Q4}/publish"), &publishing).await.must(409).json();
    assert_eq!(undecided["code"], "lists-undecided");
    let declined = json!({ "decision": "decline", "reason": "不再列入" });
    let declined = decide(&reviewer, Q4, leaves, declined).await.must(422);
    assert_eq!(refusal(&declined), ("decision".into(), "lists-carried-not-declined".into()));
    let bare = decide(&reviewer, Q4, leaves, json!({ "decision": "accept" })).await.must(422);
    assert_eq!(refusal(&bare), ("reason".into(), "lists-carried-needs-reason".into()));
    let dropped = decide(&reviewer, Q4, leaves, json!({ "decision": "drop", "reason": "用地未落实" }))
        .await
        .must(200)
        .json();
    assert_eq!((&dropped["state"], &dropped["decision"]), (&json!("declined"), &json!("drop")));
    assert!(dropped["decided_by"].as_str().unwrap().starts_with("reviewer"));

    let published = reviewer.post_json(&format!("{Q4}/publish"), &publishing).await.must(200).json();
    assert_eq!(published["totals"]["count"], 1);
    let exits = published["exits"].as_array().unwrap();
    let told = |id: i64| {
        let exit = exits.iter().find(|exit| exit["project_id"] == id).unwrap();
        (exit["decision"].clone(), exit["reason"].clone())
    };
    assert_eq!(told(produces), (json!("graduate"), json!("已投产")));
    assert_eq!(told(leaves), (json!("drop"), json!("用地未落实")));
    let side_state = |id: i64| {
        let reviewer = reviewer.clone();
        async move { reviewer.get(&format!("/api/v1/projects/{id}")).await.must(200).json()["side_state"].clone() }
    };
    assert_eq!(side_state(leaves).await, "exited");
    assert_eq!(side_state(produces).await, "active", "what graduates stays in the registry as it is");
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn merged_and_split_projects_live_on_in_others_and_a_merger_can_be_undone() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [small, big, parts] = [("并入项目", 100), ("承接项目", 500), ("拆分项目", 900)]
        .map(|(name, wan)| enter(&app, facts(name, "370102", wan)));
    rolled(&app, &[small, big, parts]);
    let [north, south] = ["北区项目", "南区项目"].map(|name| enter(&app, facts(name, "370102", 450)));
    for id in [north, south] {
        reviewer.post_json(&format!("{Q4}/entries"), &json!({ "project_id": id })).await.must(201);
    }
    review(&reviewer, Q4).await;

    for (decision, into, field) in [
        ("merge", json!([]), "lists-merge-into"),
        ("merge", json!([small]), "lists-into-unfit"),
        ("merge", json!([999_999]), "lists-into-unfit"),
        ("split", json!([north]), "lists-split-into"),
        ("continue", json!([big]), "lists-into-needless"),
    ] {
        let body = json!({ "decision": decision, "reason": "同一项目", "into": into });
        let refused = decide(&reviewer, Q4, small, body).await.must(422);
        assert_eq!(refusal(&refused), ("into".into(), field.into()));
    }
    let merge = json!({ "decision": "merge", "reason": "同一厂区", "into": [big] });
    decide(&reviewer, Q4, small, merge).await.must(200);
    let split = json!({ "decision": "split", "reason": "分期立项", "into": [north, south] });
    decide(&reviewer, Q4, parts, split).await.must(200);
    decide(&reviewer, Q4, big, json!({ "decision": "continue", "reason": "推进正常" })).await.must(200);
    let drop = json!({ "decision": "drop", "reason": "不再列入" });
    let foreign = decide(&reviewer, Q4, north, drop).await.must(422);
    assert_eq!(refusal(&foreign), ("decision".into(), "lists-not-carried".into()));
    for id in [north, south] {
        decide(&reviewer, Q4, id, json!({ "decision": "accept" })).await.must(200);
    }
    let publishing = json!({ "number": "清单〔2026〕4号" });
    let list = reviewer.post_json(&format!("{Q4}/publish"), &publishing).await.must(200).json();
    let exit = |id: i64| {
        list["exits"].as_array().unwrap().iter().find(|exit| exit["project_id"] == id).unwrap().clone()
    };
    assert_eq!(exit(small)["into"], json!([big]));
    assert_eq!(exit(parts)["into"], json!([north, south]));

    let merged = reviewer.get(&format!("/api/v1/projects/{small}")).await.must(200).json();
    assert_eq!((&merged["side_state"], &merged["merged_into"]), (&json!("merged"), &json!(big)));
    let version = merged["version"].as_i64().unwrap();
    let undo = json!({ "side_state": "active", "reason": "核实为两个项目" });
    let back =
        reviewer.patch_json(&format!("/api/v1/projects/{small}"), version, &undo).await.must(200).json();
    assert_eq!((&back["side_state"], &back["merged_into"]), (&json!("active"), &Value::Null));
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn what_its_city_nominates_again_is_accepted_without_more_words_and_nothing_carried_is_withdrawn() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let id = enter(&app, facts("续列项目", "370102", 100));
    rolled(&app, &[id]);
    let kept = decide(&jinan, Q4, id, json!({ "decision": "withdraw" })).await.must(409).json();
    assert_eq!(kept["code"], "lists-carried-not-withdrawn");
    jinan
        .post_json(&format!("{Q4}/entries"), &json!({ "project_id": id, "class": "preparation" }))
        .await
        .must(201);
    jinan.post_json(&format!("{Q4}/entries"), &json!({ "project_id": id })).await.must(409);
    review(&reviewer, Q4).await;
    let accepted = decide(&reviewer, Q4, id, json!({ "decision": "accept" })).await.must(200).json();
    assert_eq!((&accepted["class"], &accepted["change"]), (&json!("preparation"), &json!("to_preparation")));
}

#[actix_web::test]
async fn after_the_deadline_a_city_comes_in_only_while_the_reviewer_holds_the_door_open() {
    let app = TestApp::new().await;
    let [standing, late, later] =
        [("在列", 1), ("补报", 2), ("再补", 3)].map(|(name, wan)| enter(&app, facts(name, "370102", wan)));
    let qingdao = enter(&app, facts("青岛补报", "370202", 4));
    rolled(&app, &[standing]);
    app.clock.advance(TimeDelta::days(13));
    let jinan = app.person(Role::City, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let nominate = |who: &Client, id: i64| {
        let who = who.clone();
        async move { who.post_json(&format!("{Q4}/entries"), &json!({ "project_id": id })).await }
    };
    let refused = nominate(&jinan, late).await.must(409).json();
    assert_eq!(refused["code"], "lists-deadline-over");
    assert!(refused["detail"].as_str().unwrap().contains("2026-10-20"), "{refused}");
    review(&reviewer, Q4).await;

    let unlocks = format!("{Q4}/unlocks");
    for (city, until, reason, field) in [
        ("371200", "2026-10-22", "补报", "city"),
        ("370102", "2026-10-22", "补报", "city"),
        ("370100", "2026-10-20", "补报", "until"),
        ("370100", "明天", "补报", "until"),
        ("370100", "2026-10-22", " ", "reason"),
    ] {
        let body = json!({ "city": city, "until": until, "reason": reason });
        assert_eq!(refusal(&reviewer.post_json(&unlocks, &body).await.must(422)).0, field, "{body}");
    }
    let body = json!({ "city": "370100", "until": "2026-10-22", "reason": "系统故障期间未能报送" });
    jinan.post_json(&unlocks, &body).await.must(403);
    let granted = reviewer.post_json(&unlocks, &body).await.must(201).json();
    assert_eq!(granted["until"], "2026-10-22T15:59:59.999999Z");
    nominate(&jinan, late).await.must(201);
    nominate(&app.person(Role::City, "370200").await, qingdao).await.must(409);
    let shown = jinan.get(Q4).await.must(200).json();
    assert_eq!(shown["unlocks"][0]["reason"], "系统故障期间未能报送");

    app.clock.advance(TimeDelta::days(2));
    let jinan = app.person(Role::City, "370100").await;
    assert_eq!(nominate(&jinan, later).await.must(409).json()["code"], "lists-not-collecting");
}

#[actix_web::test]
async fn what_a_city_has_handed_up_is_read_only_for_it_until_it_comes_back() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let id = enter(&app, facts("报送项目", "370102", 100));
    rolled(&app, &[enter(&app, facts("旧项目", "370202", 5))]);
    let at = format!("/api/v1/projects/{id}");
    let rename = |name: &str| json!({ "name": name });
    jinan.patch_json(&at, 1, &rename("报送前改名")).await.must(200);
    jinan.post_json(&format!("{Q4}/entries"), &json!({ "project_id": id })).await.must(201);
    let locked = jinan.patch_json(&at, 2, &rename("报送后改名")).await.must(409).json();
    assert_eq!(locked["code"], "projects-locked");
    assert!(locked["detail"].as_str().unwrap().contains("2026Q4"), "{locked}");
    jinan.patch_json(&at, 2, &rename("报送前改名")).await.must(200);
    let record = jinan.get(&format!("/projects/{id}?lang=zh")).await.must(200).text();
    assert!(record.contains("2026Q4") && !record.contains(&format!("/projects/{id}/edit")), "{record}");
    jinan.get(&format!("/projects/{id}/edit")).await.must(409);
    reviewer.patch_json(&at, 2, &rename("省里改名")).await.must(200);

    let csv = "项目名称,项目单位,总投资（万元）,县区\n省里改名,报送项目有限公司,999,历下区\n";
    let import = jinan
        .upload("/api/v1/imports", "jinan.csv", csv.as_bytes(), &[("kind", "projects")])
        .await
        .must(201)
        .json();
    assert_eq!(import["counts"]["error"], 1, "{import}");
    assert!(
        import["cells"].as_array().unwrap().iter().any(|cell| cell["code"] == "projects-locked"),
        "{import}"
    );

    review(&reviewer, Q4).await;
    let back = json!({ "decision": "return", "reason": "总投资与备案不符" });
    decide(&reviewer, Q4, id, back).await.must(200);
    jinan.patch_json(&at, 3, &rename("退回后改名")).await.must(200);
}

#[actix_web::test]
async fn lists_follow_one_another() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, facts("项目", "370102", 100));
    rolled(&app, &[id]);
    let opening = |quarter: &str| json!({ "quarter": quarter, "target": 1, "nominate_by": "2026-10-20", "publish_by": "2026-12-31" });
    let past = reviewer.post_json("/api/v1/lists", &opening("2026Q2")).await.must(409).json();
    assert_eq!(past["code"], "lists-order-later");
    reviewer.post_json("/api/v1/lists", &opening("2027Q1")).await.must(201);
    let ahead = "/api/v1/lists/2027Q1";
    review(&reviewer, ahead).await;
    decide(&reviewer, ahead, id, json!({ "decision": "continue", "reason": "推进" })).await.must(200);
    let number = json!({ "number": "清单〔2027〕1号" });
    let hasty = reviewer.post_json(&format!("{ahead}/publish"), &number).await.must(409).json();
    assert_eq!(hasty["code"], "lists-order-open");
    assert!(hasty["detail"].as_str().unwrap().contains("2026Q4"), "{hasty}");
}

#[actix_web::test]
async fn a_bundle_beside_its_part_is_remarked_until_somebody_says_why_both_count() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let whole = enter(&app, facts("产业园", "370102", 1000));
    let part = enter(&app, Facts { parent_id: Some(whole), ..facts("产业园一期", "370102", 400) });
    rolled(&app, &[enter(&app, facts("旧项目", "370202", 5))]);
    for id in [whole, part] {
        reviewer.post_json(&format!("{Q4}/entries"), &json!({ "project_id": id })).await.must(201);
    }
    review(&reviewer, Q4).await;
    let list = reviewer.get(Q4).await.must(200).json();
    for old in list["entries"].as_array().unwrap() {
        let id = old["project_id"].as_i64().unwrap();
        decide(&reviewer, Q4, id, json!({ "decision": "accept", "reason": "符合条件" })).await.must(200);
    }
    let remarks = reviewer.get(Q4).await.must(200).json()["remarks"].clone();
    assert_eq!((&remarks[0]["project_id"], &remarks[0]["code"]), (&json!(whole), &json!("bundle_and_part")));
    assert_eq!((&remarks[0]["others"], &remarks[0]["reason"]), (&json!([part]), &Value::Null));
    let sheet = reviewer.get("/lists/2026Q4?lang=zh").await.must(200).text();
    assert!(sheet.contains("1 处可能重复统计") && sheet.contains("产业园一期"), "{sheet}");
    let at = |id: i64| format!("{Q4}/entries/{id}/justifications");
    let reason = json!({ "code": "bundle_and_part", "reason": "一期单独备案，园区总投资不含一期" });
    assert_eq!(refusal(&reviewer.post_json(&at(part), &reason).await.must(422)).0, "code");
    let empty = json!({ "code": "bundle_and_part", "reason": " " });
    assert_eq!(refusal(&reviewer.post_json(&at(whole), &empty).await.must(422)).0, "reason");
    let settled = reviewer.post_json(&at(whole), &reason).await.must(200).json();
    assert_eq!(settled[0]["reason"], reason["reason"]);
    assert!(settled[0]["justified_by"].as_str().unwrap().starts_with("reviewer"));
    let sheet = reviewer.get("/lists/2026Q4?lang=zh").await.must(200).text();
    assert!(!sheet.contains("可能重复统计") && sheet.contains("一期单独备案"), "{sheet}");
}

#[actix_web::test]
async fn a_wrong_figure_becomes_version_2_and_version_1_stays_as_it_was_hash_and_all() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let [one, two] =
        [enter(&app, facts("济南项目", "370102", 100)), enter(&app, facts("青岛项目", "370202", 200))];
    rolled(&app, &[one, two]);
    let before = reviewer.get(Q3).await.must(200).json();
    let corrections = format!("{Q3}/corrections");
    let change = |field: &str, to: Value| json!({ "project_id": one, "field": field, "to": to });
    let body = |changes: Vec<Value>| json!({ "reason": "总投资录入有误", "changes": changes });
    for (refused, field, code) in [
        (
            json!({ "reason": " ", "changes": [change("unit", json!("乙公司"))] }),
            "reason",
            "lists-correction-needs-reason",
        ),
        (body(vec![]), "changes", "lists-correction-needs-changes"),
        (
            body(vec![json!({ "project_id": 99_999, "field": "unit", "to": "乙" })]),
            "changes[0].project_id",
            "lists-correction-not-on-list",
        ),
        (body(vec![change("colour", json!("red"))]), "changes[0].field", "lists-correction-field"),
        (body(vec![change("side_state", json!("exited"))]), "changes[0].field", "lists-correction-field"),
        (body(vec![change("total_investment_yuan", json!("很多"))]), "changes[0].to", "input-type"),
        (
            body(vec![change("total_investment_yuan", json!(1_000_000))]),
            "changes[0].to",
            "lists-correction-same",
        ),
        (body(vec![change("unit", Value::Null)]), "changes[0].to", "lists-publication-needs"),
        (body(vec![change("annual_plan_yuan", json!(-1))]), "changes[0].to", "projects-amount-negative"),
    ] {
        let answer = reviewer.post_json(&corrections, &refused).await.must(422);
        assert_eq!(refusal(&answer), (field.to_owned(), code.to_owned()), "{refused}");
    }
    let open =
        reviewer.post_json(&format!("{Q4}/corrections"), &body(vec![change("unit", json!("乙公司"))])).await;
    assert_eq!(open.must(409).json()["code"], "lists-correction-unpublished");
    let right = body(vec![change("total_investment_yuan", json!(1_500_000))]);
    jinan.post_json(&corrections, &right).await.must(403);

    let second = reviewer.post_json(&corrections, &right).await.must(200).json();
    assert_eq!((&second["version"], &second["number"]), (&json!(2), &before["number"]));
    assert_eq!(second["reason"], "总投资录入有误");
    assert_eq!(second["previous_hash"], before["hash"]);
    assert_eq!(second["totals"]["total_investment_yuan"], 3_500_000);
    assert_eq!(
        second["corrections"],
        json!([{ "project_id": one, "field": "total_investment_yuan", "from": 1_000_000, "to": 1_500_000 }])
    );
    let first = reviewer.get(&format!("{Q3}/versions/1")).await.must(200).json();
    assert_eq!((&first["hash"], &first["entries"]), (&before["hash"], &before["entries"]));
    assert_ne!(second["hash"], first["hash"]);

    let mut stale = right.clone();
    stale["version"] = json!(1);
    assert_eq!(
        reviewer.post_json(&corrections, &stale).await.must(409).json()["code"],
        "lists-correction-superseded"
    );
    let page = reviewer.get("/lists/2026Q3?lang=zh").await.must(200).text();
    assert!(page.contains("<del>100 万元</del> <ins>150 万元</ins>"), "{page}");
    let old = reviewer.get("/lists/2026Q3/versions/1").await.must(200).text();
    assert!(old.contains(before["hash"].as_str().unwrap()) && !old.contains("<del>"));
    let extract = app.person(Role::City, "370200").await.get(Q3).await.must(200).json();
    assert_eq!(extract["corrections"], json!([]), "a correction elsewhere is nobody else's business");
    assert!(app.command(&["check"]).status.success());
    let registry = reviewer.get(&format!("/api/v1/projects/{one}")).await.must(200).json();
    assert_eq!(registry["total_investment_yuan"], 1_000_000, "a correction is about what was printed");
    let undone = |list: Value| -> Vec<Value> {
        let remarks = list["remarks"].as_array().unwrap().clone();
        remarks.into_iter().filter(|remark| remark["code"] == "correction_undone").collect()
    };
    let next = undone(reviewer.get(Q4).await.must(200).json());
    assert_eq!(next.len(), 1, "the next list would say the wrong thing again");
    assert_eq!(next[0]["project_id"], one);
    let mended = json!({ "total_investment_yuan": 1_500_000 });
    reviewer.patch_json(&format!("/api/v1/projects/{one}"), 1, &mended).await.must(200);
    assert_eq!(undone(reviewer.get(Q4).await.must(200).json()).len(), 0);
}

#[actix_web::test]
async fn a_class_is_corrected_only_while_no_later_list_tells_what_changed_since() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [one, two] =
        [enter(&app, facts("甲项目", "370102", 100)), enter(&app, facts("乙项目", "370202", 200))];
    rolled(&app, &[one, two]);
    let class = |id: i64| json!({ "reason": "类别有误", "changes": [{ "project_id": id, "field": "class", "to": "preparation" }] });
    let second = reviewer.post_json(&format!("{Q3}/corrections"), &class(one)).await.must(200).json();
    assert_eq!(entry(&second, two)["serial"], 1, "implementation stands before preparation");
    assert_eq!(
        (&entry(&second, one)["serial"], &entry(&second, one)["class"]),
        (&json!(2), &json!("preparation"))
    );
    review(&reviewer, Q4).await;
    for id in [one, two] {
        decide(&reviewer, Q4, id, json!({ "decision": "continue", "reason": "推进" })).await.must(200);
    }
    reviewer.post_json(&format!("{Q4}/publish"), &json!({ "number": "清单〔2026〕4号" })).await.must(200);
    let late = reviewer.post_json(&format!("{Q3}/corrections"), &class(two)).await.must(409).json();
    assert_eq!(late["code"], "lists-correction-class");
}

#[actix_web::test]
async fn the_corrections_page_offers_what_is_printed_and_publishes_only_what_differs() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, facts("更正项目", "370102", 100));
    rolled(&app, &[id]);
    let project = id.to_string();
    let page = reviewer.get(&format!("/lists/2026Q3/corrections?project={id}")).await.must(200).text();
    assert!(page.contains("name=\"total_investment_wan\""), "{page}");
    let form = [
        ("project", project.as_str()),
        ("version", "1"),
        ("total_investment_wan", "120"),
        ("unit", "更正项目有限公司"),
        ("reason", ""),
    ];
    let refused = reviewer.form("/lists/2026Q3/corrections", &form).await.must(422).text();
    assert!(refused.contains("value=\"120\"") && refused.contains("请写明更正理由"), "{refused}");
    let form = form.map(|(name, value)| if name == "reason" { (name, "数据有误") } else { (name, value) });
    reviewer.form("/lists/2026Q3/corrections", &form).await.must(303);
    let list = reviewer.get(Q3).await.must(200).json();
    assert_eq!(list["corrections"].as_array().unwrap().len(), 1);
    assert_eq!(entry(&list, id)["project"]["total_investment_yuan"], Money::from_wan(120).unwrap().yuan());
}

#[actix_web::test]
async fn the_review_sheet_decides_carried_projects_settles_remarks_and_lets_a_city_in() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [one, two] =
        [enter(&app, facts("甲项目", "370102", 100)), enter(&app, facts("乙项目", "370202", 200))];
    rolled(&app, &[one, two]);
    review(&reviewer, Q4).await;
    let page = reviewer.get("/lists/2026Q4?lang=zh").await.must(200).text();
    assert!(page.contains("结转待定") && page.contains("投产出列"), "{page}");
    let posted =
        [(format!("reason-{one}"), "推进正常".to_owned()), ("one".to_owned(), format!("continue:{one}:1"))];
    let fields: Vec<(&str, &str)> =
        posted.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    reviewer.form("/lists/2026Q4/decisions", &fields).await.must(303);
    let without = format!("drop:{two}:1");
    reviewer.form("/lists/2026Q4/decisions", &[("one", without.as_str())]).await.must(422);
    let unlock = [("city", "370100"), ("until", "2026-10-09T18:00"), ("unlock-reason", "补正材料")];
    reviewer.form("/lists/2026Q4/unlocks", &unlock).await.must(303);
    let past = [("city", "370100"), ("until", "2026-10-01T18:00"), ("unlock-reason", "补正材料")];
    let refused = reviewer.form("/lists/2026Q4/unlocks", &past).await.must(422).text();
    assert!(refused.contains("开放时间须晚于现在") && refused.contains("补正材料"), "{refused}");
    let page = reviewer.get("/lists/2026Q4?lang=en").await.must(200).text();
    assert!(page.contains("Keep") && page.contains("补正材料") && page.contains("reviewer-"), "{page}");
}

#[actix_web::test]
async fn a_dropped_project_may_come_back_and_a_class_may_be_given_with_the_decision() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, facts("回归项目", "370102", 100));
    rolled(&app, &[id]);
    review(&reviewer, Q4).await;
    decide(&reviewer, Q4, id, json!({ "decision": "drop", "reason": "暂停" })).await.must(200);
    let kept = json!({ "decision": "continue", "reason": "重新启动", "class": "preparation" });
    let kept = decide(&reviewer, Q4, id, kept).await.must(200).json();
    assert_eq!((&kept["state"], &kept["class"]), (&json!("accepted"), &json!(Class::Preparation)));
    let with_class = json!({ "decision": "drop", "reason": "暂停", "class": "preparation" });
    assert_eq!(refusal(&decide(&reviewer, Q4, id, with_class).await.must(422)).0, "class");
    let project =
        app.context.db.read_now(|conn| projects::project(conn, &machine().scope, id, 2026)).unwrap();
    assert_eq!(
        project.facts.side_state,
        SideState::Active,
        "nothing is done to the registry before publication"
    );
}

#[actix_web::test]
async fn who_lives_on_must_still_be_alive_when_the_list_is_published() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [small, big, third] = [("并入项目", 100), ("承接项目", 500), ("另一项目", 700)]
        .map(|(name, wan)| enter(&app, facts(name, "370102", wan)));
    rolled(&app, &[small, big, third]);
    review(&reviewer, Q4).await;
    let merge = json!({ "decision": "merge", "reason": "同一厂区", "into": [big] });
    decide(&reviewer, Q4, small, merge).await.must(200);
    decide(&reviewer, Q4, big, json!({ "decision": "drop", "reason": "企业放弃" })).await.must(200);
    decide(&reviewer, Q4, third, json!({ "decision": "continue", "reason": "推进正常" })).await.must(200);
    let publishing = json!({ "number": "清单〔2026〕4号", "reason": "实有数" });
    let refused = reviewer.post_json(&format!("{Q4}/publish"), &publishing).await.must(422);
    assert_eq!(refusal(&refused), (format!("entries.{small}.into"), "lists-heir-gone".into()));
    let side_state =
        reviewer.get(&format!("/api/v1/projects/{small}")).await.must(200).json()["side_state"].clone();
    assert_eq!(side_state, "active", "nothing half-done");
}

#[actix_web::test]
async fn what_was_voided_meanwhile_is_let_go_and_stays_voided() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [double, stays] =
        [("重复项目", 100), ("留下项目", 500)].map(|(name, wan)| enter(&app, facts(name, "370102", wan)));
    rolled(&app, &[double, stays]);
    review(&reviewer, Q4).await;
    let voided = json!({ "side_state": "voided", "reason": "重复录入" });
    reviewer.patch_json(&format!("/api/v1/projects/{double}"), 1, &voided).await.must(200);
    decide(&reviewer, Q4, double, json!({ "decision": "continue", "reason": "推进" })).await.must(409);
    decide(&reviewer, Q4, double, json!({ "decision": "drop", "reason": "重复录入" })).await.must(200);
    decide(&reviewer, Q4, stays, json!({ "decision": "continue", "reason": "推进" })).await.must(200);
    let publishing = json!({ "number": "清单〔2026〕4号", "reason": "实有数" });
    reviewer.post_json(&format!("{Q4}/publish"), &publishing).await.must(200);
    let record = reviewer.get(&format!("/api/v1/projects/{double}")).await.must(200).json();
    assert_eq!(record["side_state"], "voided");
}

#[actix_web::test]
async fn the_class_of_the_list_is_what_a_correction_starts_from() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, facts("类别项目", "370102", 100));
    rolled(&app, &[id]);
    review(&reviewer, Q4).await;
    let kept = json!({ "decision": "continue", "reason": "推进", "class": "preparation" });
    decide(&reviewer, Q4, id, kept).await.must(200);
    let list = reviewer
        .post_json(&format!("{Q4}/publish"), &json!({ "number": "清单〔2026〕4号" }))
        .await
        .must(200)
        .json();
    assert_eq!(entry(&list, id)["project"]["class"], "preparation", "a line says one class and not two");
    let change = |field: &str, to: Value| json!({ "project_id": id, "field": field, "to": to });
    let twice = json!({ "reason": "误", "changes": [change("name", json!("甲")), change("name", json!("类别项目"))] });
    let refused = reviewer.post_json(&format!("{Q4}/corrections"), &twice).await.must(422);
    assert_eq!(refusal(&refused), ("changes[1].field".into(), "lists-correction-twice".into()));
    let right = json!({ "reason": "误", "changes": [change("class", json!("implementation"))] });
    let unfit = reviewer.clone().with_header("If-Match", "\"4294967297\"");
    unfit.post_json(&format!("{Q4}/corrections"), &right).await.must(409);
    let second = reviewer.post_json(&format!("{Q4}/corrections"), &right).await.must(200).json();
    let said = json!([{ "project_id": id, "field": "class", "from": "preparation", "to": "implementation" }]);
    assert_eq!(second["corrections"], said);
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn odd_days_and_too_many_heirs_are_refused_in_a_sentence() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, facts("项目", "370102", 100));
    rolled(&app, &[id]);
    let many: Vec<i64> = (1..40_000).collect();
    let split = json!({ "decision": "split", "reason": "分期", "into": many });
    assert_eq!(refusal(&decide(&reviewer, Q4, id, split).await.must(422)).0, "into");
    for until in ["+99999-01-01T00:00", "+99999-1-1", "-9999-01-01"] {
        let body = json!({ "city": "370100", "until": until, "reason": "补报" });
        assert_eq!(
            refusal(&reviewer.post_json(&format!("{Q4}/unlocks"), &body).await.must(422)).0,
            "until",
            "{until}"
        );
    }
    for path in ["/api/v1/projects", "/api/v1/lists/2026Q3", "/api/v1/statistics"] {
        for day in ["-9999-1-01", "-9999-01-01", "0000-01-01"] {
            assert_eq!(
                refusal(&reviewer.get(&format!("{path}?as_of={day}")).await.must(422)).0,
                "as_of",
                "{path} {day}"
            );
        }
        let first = reviewer.get(&format!("{path}?as_of=0001-01-01")).await;
        assert!([200, 404].contains(&first.status), "{path}: {}", first.status);
    }
}
