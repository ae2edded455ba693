//! What keeps a list from going wrong, and what puts it right: its order among the others, reasons that hold for those
//! they were given about, serials that moved, doors shut early, a list taken back, numbers however they are typed.

use calamine::{Reader, Xlsx};
use chrono::TimeDelta;
use groundwork::features::projects::{Facts, Stage};
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, TestApp, enter, facts, publish_quarter};

const Q3: &str = "/api/v1/lists/2026Q3";
const Q4: &str = "/api/v1/lists/2026Q4";
const NUMBER: &str = "鲁工信清单〔2026〕3号";

async fn open(reviewer: &Client, quarter: &str) -> Answer {
    let days =
        json!({ "quarter": quarter, "target": 1, "nominate_by": "2026-10-20", "publish_by": "2026-12-31" });
    reviewer.post_json("/api/v1/lists", &days).await
}

async fn nominate(who: &Client, list: &str, project: i64) -> Answer {
    who.post_json(&format!("{list}/entries"), &json!({ "project_id": project })).await
}

async fn review(reviewer: &Client, list: &str) {
    reviewer.post_json(&format!("{list}/state"), &json!({ "state": "reviewing" })).await.must(200);
}

async fn entry(who: &Client, list: &str, project: i64) -> Value {
    let shown = who.get(list).await.must(200).json();
    let entries = shown["entries"].as_array().unwrap();
    entries.iter().find(|entry| entry["project_id"] == project).unwrap().clone()
}

async fn decide(who: &Client, list: &str, project: i64, decision: &str, reason: Option<&str>) -> Answer {
    let version = entry(who, list, project).await["version"].to_string();
    let based = who.clone().with_header("If-Match", &format!("\"{version}\""));
    let body = json!({ "decision": decision, "reason": reason });
    based.post_json(&format!("{list}/entries/{project}/decision"), &body).await
}

async fn publish(reviewer: &Client, list: &str, number: &str) -> Answer {
    let body = json!({ "number": number, "reason": "按实有数" });
    reviewer.post_json(&format!("{list}/publish"), &body).await
}

fn code(answer: &Answer) -> String {
    let body = answer.json();
    let named = body["errors"][0]["code"].as_str().or_else(|| body["code"].as_str());
    named.unwrap_or_default().to_owned()
}

/// What the audit record remembers of deeds of this name, the newest first.
async fn remembered(app: &TestApp, deed: &str) -> Vec<Value> {
    let auditor = app.person(Role::Auditor, "370000").await;
    let audit = auditor.get("/api/v1/audit?per_page=500").await.must(200).json();
    audit["items"].as_array().unwrap().iter().filter(|item| item["deed"] == deed).cloned().collect()
}

async fn remarks(reviewer: &Client, list: &str, code: &str) -> Vec<(Value, Value)> {
    let shown = reviewer.get(list).await.must(200).json();
    let of_code = shown["remarks"].as_array().unwrap().iter().filter(|remark| remark["code"] == code);
    of_code.map(|remark| (remark["others"].clone(), remark["reason"].clone())).collect()
}

#[actix_web::test]
async fn a_reason_holds_for_the_two_it_was_given_about_and_who_joins_them_is_asked_about_anew() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let whole = enter(&app, facts("产业园", "370102", 1000));
    let [first, second, third] = ["一期", "二期", "三期"].map(|phase| {
        enter(&app, Facts { parent_id: Some(whole), ..facts(&format!("产业园{phase}"), "370102", 300) })
    });
    open(&reviewer, "2026Q3").await.must(201);
    for id in [whole, first] {
        nominate(&reviewer, Q3, id).await.must(201);
    }
    let at = format!("{Q3}/entries/{whole}/justifications");
    let why = |reason: &str| json!({ "code": "bundle_and_part", "reason": reason });
    reviewer.post_json(&at, &why("一期单独备案")).await.must(200);
    nominate(&reviewer, Q3, second).await.must(201);
    let settled = (json!([first]), json!("一期单独备案"));
    let told = remarks(&reviewer, Q3, "bundle_and_part").await;
    assert_eq!(told, [(json!([second]), Value::Null), settled.clone()]);

    // What is open is answered without touching what is settled; whom the reviewer has not seen is not settled unseen.
    nominate(&reviewer, Q3, third).await.must(201);
    let seen = json!({ "code": "bundle_and_part", "reason": "二期单独备案", "others": [second] });
    reviewer.post_json(&at, &seen).await.must(200);
    let foreign = json!({ "code": "bundle_and_part", "reason": "误", "others": [whole + 999] });
    assert_eq!(code(&reviewer.post_json(&at, &foreign).await.must(422)), "lists-remark-others");
    let told = remarks(&reviewer, Q3, "bundle_and_part").await;
    assert_eq!(told.len(), 3);
    assert_eq!(told[0], (json!([third]), Value::Null));
    assert!(told.contains(&settled) && told.contains(&(json!([second]), json!("二期单独备案"))), "{told:?}");

    // The page's form says whom it was about, too.
    let form = |others: String| {
        [
            ("project_id", whole.to_string()),
            ("code", "bundle_and_part".to_owned()),
            ("others", others),
            ("reason", "三期单独备案".to_owned()),
        ]
    };
    let third = form(third.to_string());
    let posted: Vec<(&str, &str)> = third.iter().map(|(name, value)| (*name, value.as_str())).collect();
    reviewer.form("/lists/2026Q3/justifications", &posted).await.must(303);
    let told = remarks(&reviewer, Q3, "bundle_and_part").await;
    assert!(told.iter().all(|(_, reason)| !reason.is_null()), "{told:?}");
    assert_eq!(remembered(&app, "list.justify").await.len(), 3);
}

#[actix_web::test]
async fn a_list_that_goes_out_with_unanswered_remarks_says_so_before_and_remembers_it_after() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let whole = enter(&app, facts("产业园", "370102", 1000));
    let part = enter(&app, Facts { parent_id: Some(whole), ..facts("产业园一期", "370102", 400) });
    open(&reviewer, "2026Q3").await.must(201);
    for id in [whole, part] {
        nominate(&reviewer, Q3, id).await.must(201);
    }
    review(&reviewer, Q3).await;
    for id in [whole, part] {
        decide(&reviewer, Q3, id, "accept", None).await.must(200);
    }
    let sheet = reviewer.get("/lists/2026Q3?lang=zh").await.must(200).text();
    assert!(sheet.contains("1 处可能重复统计，尚未说明理由"), "{sheet}");
    publish(&reviewer, Q3, NUMBER).await.must(200);
    let record = remembered(&app, "list.publish").await.remove(0);
    let changes = record["changes"].as_array().unwrap();
    let open = changes.iter().find(|change| change["field"] == "remarks_unanswered").unwrap();
    assert_eq!(
        open["to"],
        json!([{ "project_id": whole, "code": "bundle_and_part", "others": [part] }]),
        "{record}"
    );
}

#[actix_web::test]
async fn a_correction_names_every_line_whose_serial_moved_on_page_print_workbook_and_in_the_document() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let zibo = app.person(Role::City, "370300").await;
    let ids = [("甲项目", "370102"), ("乙项目", "370202"), ("丙项目", "370302"), ("丁项目", "370402")]
        .map(|(name, place)| enter(&app, facts(name, place, 100)));
    publish_quarter(&reviewer, "2026Q3", NUMBER, &ids).await;
    let [one, two, three, four] = ids;
    let class = json!([{ "project_id": two, "field": "class", "to": "preparation" }]);
    let body = json!({ "reason": "类别有误", "changes": class });
    let second = reviewer.post_json(&format!("{Q3}/corrections"), &body).await.must(200).json();
    let serials: Vec<(i64, i64)> = second["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["serial"].as_i64().unwrap(), line["project_id"].as_i64().unwrap()))
        .collect();
    assert_eq!(serials, [(1, one), (2, three), (3, four), (4, two)], "1…n in the official order");
    let moved =
        |id: i64, from: i64, to: i64| json!({ "project_id": id, "field": "serial", "from": from, "to": to });
    let told = json!([
        { "project_id": two, "field": "class", "from": "implementation", "to": "preparation" },
        moved(three, 3, 2),
        moved(four, 4, 3),
        moved(two, 2, 4),
    ]);
    assert_eq!(second["corrections"], told);
    let document = reviewer.get("/lists/2026Q3/export.json").await.must(200).json();
    assert_eq!(document["corrections"], told, "sealed with the rest");
    let extract = zibo.get(Q3).await.must(200).json();
    assert_eq!(extract["corrections"], json!([moved(three, 3, 2)]), "a city is told of its own");

    let page = reviewer.get("/lists/2026Q3?lang=zh").await.must(200).text();
    assert!(page.contains("3 个项目的序号随之变动"), "{page}");
    assert!(page.contains("丁项目：<del>4</del> <ins>3</ins>"), "{page}");
    let print = reviewer.get("/lists/2026Q3/print?lang=zh").await.must(200).text();
    assert!(print.contains("<td>丁项目</td><td class=\"c\">序号</td><td>4</td><td>3</td>"), "{print}");
    let book = reviewer.get("/lists/2026Q3/export.xlsx?lang=zh").await.must(200).bytes;
    let mut book = Xlsx::new(std::io::Cursor::new(book)).unwrap();
    let rows = book.worksheet_range("更正情况").unwrap();
    let moved: Vec<Vec<String>> =
        rows.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let line = ["丁项目", "序号", "4", "3"].map(str::to_owned);
    assert!(moved.iter().any(|row| row.windows(4).any(|cells| cells == line)), "{moved:?}");
    assert!(app.command(&["check"]).status.success());
    let serial = json!({ "reason": "误", "changes": [{ "project_id": one, "field": "serial", "to": 3 }] });
    let refused = reviewer.post_json(&format!("{Q3}/corrections"), &serial).await.must(422);
    assert_eq!(
        code(&refused),
        "lists-correction-field",
        "a serial follows from the order and is never typed"
    );
}

#[actix_web::test]
async fn no_list_is_opened_before_one_that_is_open() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    open(&reviewer, "2026Q4").await.must(201);
    let refused = open(&reviewer, "2026Q3").await.must(409).json();
    assert_eq!(refused["code"], "lists-order-open-later");
    assert!(refused["detail"].as_str().unwrap().contains("2026Q4"), "{refused}");
    reviewer.get(Q3).await.must(404);
    open(&reviewer, "2027Q1").await.must(201);
}

#[actix_web::test]
async fn what_was_accepted_before_it_stood_on_the_list_before_waits_for_a_decision_with_a_reason() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let [silent, said, waits] =
        ["无理由", "有理由", "待审核"].map(|name| enter(&app, facts(name, "370102", 100)));
    for quarter in ["2026Q3", "2026Q4"] {
        open(&reviewer, quarter).await.must(201);
        for id in [silent, said, waits] {
            nominate(&jinan, &format!("/api/v1/lists/{quarter}"), id).await.must(201);
        }
        review(&reviewer, &format!("/api/v1/lists/{quarter}")).await;
    }
    decide(&reviewer, Q4, silent, "accept", None).await.must(200);
    decide(&reviewer, Q4, said, "accept", Some("续建推进正常")).await.must(200);
    for id in [silent, said, waits] {
        decide(&reviewer, Q3, id, "accept", None).await.must(200);
    }
    publish(&reviewer, Q3, NUMBER).await.must(200);

    let asked = entry(&reviewer, Q4, silent).await;
    assert_eq!(
        (&asked["carried"], &asked["state"], &asked["decision"]),
        (&json!(true), &json!("nominated"), &Value::Null)
    );
    assert_eq!(entry(&reviewer, Q4, said).await["state"], "accepted", "a decision with a reason stands");
    assert_eq!(remembered(&app, "list.carry").await.len(), 1);
    let early = publish(&reviewer, Q4, "鲁工信清单〔2026〕4号").await.must(409);
    assert_eq!(code(&early), "lists-undecided");
    for id in [silent, waits] {
        let bare = decide(&reviewer, Q4, id, "accept", None).await.must(422);
        assert_eq!(code(&bare), "lists-carried-needs-reason");
        // What the city has handed up stays read-only for it, whichever list came out first.
        let rename = json!({ "name": "改名" });
        jinan.patch_json(&format!("/api/v1/projects/{id}"), 1, &rename).await.must(409);
        decide(&reviewer, Q4, id, "continue", Some("推进正常")).await.must(200);
    }
    publish(&reviewer, Q4, "鲁工信清单〔2026〕4号").await.must(200);
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn a_list_opened_by_mistake_is_taken_back_and_its_quarter_may_be_opened_again() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, facts("在列项目", "370102", 100));
    publish_quarter(&reviewer, "2026Q3", NUMBER, &[id]).await;
    app.clock.advance(TimeDelta::days(1));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let wrong = "/api/v1/lists/2027Q1";
    open(&reviewer, "2027Q1").await.must(201);
    let until = json!({ "city": "370100", "until": "2026-10-12", "reason": "补报" });
    reviewer.post_json(&format!("{wrong}/unlocks"), &until).await.must(201);
    let at = format!("{wrong}/cancellation");
    let why = json!({ "reason": "季度选错，应为四季度" });
    jinan.post_json(&at, &why).await.must(403);
    assert_eq!(
        code(&reviewer.post_json(&at, &json!({ "reason": " " })).await.must(422)),
        "lists-cancel-reason"
    );
    let page = reviewer.get("/lists/2027Q1?lang=zh").await.must(200).text();
    assert!(page.contains("action=\"/lists/2027Q1/cancellation#cancel\""), "{page}");
    let blank = reviewer.form("/lists/2027Q1/cancellation", &[("reason", "")]).await.must(422).text();
    assert!(blank.contains("请写明撤销理由"), "{blank}");
    app.clock.advance(TimeDelta::days(1));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.form("/lists/2027Q1/cancellation", &[("reason", "季度选错，应为四季度")]).await.must(303);

    for gone in [wrong, "/lists/2027Q1", "/api/v1/lists/2027Q1?as_of=2026-10-10"] {
        reviewer.get(gone).await.must(404);
    }
    let that_day = reviewer.get(&format!("{wrong}?as_of=2026-10-09")).await.must(200).json();
    assert_eq!(that_day["entries"].as_array().unwrap().len(), 1, "what was known that day stays known");
    let listed = reviewer.get("/api/v1/lists").await.must(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    for (day, lists) in [("2026-10-09", 2), ("2026-10-10", 1)] {
        let stood = reviewer.get(&format!("/api/v1/lists?as_of={day}")).await.must(200).json();
        assert_eq!(stood["items"].as_array().unwrap().len(), lists, "{day}");
    }
    reviewer.post_json(&at, &why).await.must(404);
    nominate(&reviewer, wrong, id).await.must(404);
    let jinan = app.person(Role::City, "370100").await;
    let notices = jinan.get("/notices?lang=zh").await.must(200).text();
    assert!(notices.contains("撤销") && notices.contains("季度选错，应为四季度"), "{notices}");
    assert_eq!(remembered(&app, "list.cancel").await[0]["reason"], "季度选错，应为四季度");

    // Nothing stands in the way of the right one, nor of the quarter itself when its time has come.
    open(&reviewer, "2026Q4").await.must(201);
    assert_eq!(entry(&reviewer, Q4, id).await["state"], "nominated");
    open(&reviewer, "2027Q1").await.must(201);
    let again = entry(&reviewer, wrong, id).await;
    assert_eq!((&again["carried"], &again["state"]), (&json!(true), &json!("nominated")));
    assert_eq!(again["decision"], Value::Null);
    let shut = reviewer.get(wrong).await.must(200).json()["unlocks"][0]["end"].clone();
    assert_eq!(shut["reason"], "季度选错，应为四季度", "nobody is let in from the first time");
    assert_eq!(open(&reviewer, "2027Q1").await.must(409).json()["code"], "lists-opened-already");
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn a_list_on_which_something_would_be_lost_is_not_taken_back() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let [stood, new] = ["在列项目", "新项目"].map(|name| enter(&app, facts(name, "370102", 100)));
    publish_quarter(&reviewer, "2026Q3", NUMBER, &[stood]).await;
    let cancel = |list: &str| {
        let (reviewer, at) = (reviewer.clone(), format!("{list}/cancellation"));
        async move { reviewer.post_json(&at, &json!({ "reason": "误建" })).await }
    };
    assert_eq!(code(&cancel(Q3).await.must(409)), "lists-published-already");
    open(&reviewer, "2026Q4").await.must(201);
    nominate(&jinan, Q4, new).await.must(201);
    let refused = cancel(Q4).await.must(409).json();
    assert_eq!(refused["code"], "lists-cancel-nominations");
    assert!(refused["detail"].as_str().unwrap().contains('1'), "{refused}");
    let remark = json!({ "body": "请核对用地" });
    let at = format!("{Q4}/entries/{stood}/comments");
    let remark = jinan.post_json(&at, &remark).await.must(201).json();
    decide(&jinan, Q4, new, "withdraw", None).await.must(200);
    assert_eq!(code(&cancel(Q4).await.must(409)), "lists-cancel-comments");
    let void = format!("/lists/2026Q4/entries/{stood}/comments/{}/void", remark["id"]);
    jinan.form(&void, &[]).await.must(303);
    let scan = [("city", "370100")];
    let pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    jinan.upload("/lists/2026Q4/nominations/scan", "a.pdf", pdf, &scan).await.must(303);
    assert_eq!(code(&cancel(Q4).await.must(409)), "lists-cancel-files");
    let page = reviewer.form("/lists/2026Q4/cancellation", &[("reason", "误建")]).await.must(409).text();
    assert!(page.contains("份盖章申报表"), "{page}");
    let receipts = reviewer.get("/lists/2026Q4/notices").await.must(200).text();
    let scan = regex::Regex::new("/nominations/scan/([0-9]+)/void").unwrap().captures(&receipts).unwrap();
    let void = format!("/lists/2026Q4/nominations/scan/{}/void", &scan[1]);
    jinan.form(&void, &[("reason", "传错了")]).await.must(303);
    review(&reviewer, Q4).await;
    decide(&reviewer, Q4, stood, "continue", Some("推进")).await.must(200);
    assert_eq!(
        code(&cancel(Q4).await.must(409)),
        "lists-cancel-nominations",
        "a decision is not thrown away"
    );
    assert_eq!(reviewer.get(Q4).await.must(200).json()["state"], "reviewing", "nothing half-done");
}

#[actix_web::test]
async fn a_door_is_held_open_for_a_quarter_at_most_and_may_be_shut_early_with_a_reason() {
    let app = TestApp::new().await;
    let [first, second] = ["甲", "乙"].map(|name| enter(&app, facts(name, "370102", 100)));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    open(&reviewer, "2026Q3").await.must(201);
    review(&reviewer, Q3).await;
    let (jinan, qingdao) = (app.person(Role::City, "370100").await, app.person(Role::City, "370200").await);
    let (unlocks, end) = (format!("{Q3}/unlocks"), format!("{Q3}/unlocks/end"));
    let open = |until: &str| json!({ "city": "370100", "until": until, "reason": "系统故障" });
    let long = reviewer.post_json(&unlocks, &open("2027-02-01")).await.must(422);
    assert_eq!(code(&long), "lists-unlock-long");
    assert!(long.text().contains("92"), "{}", long.text());
    let why = json!({ "city": "370100", "reason": "已补报完毕" });
    assert_eq!(code(&reviewer.post_json(&end, &why).await.must(409)), "lists-unlock-none");
    reviewer.post_json(&unlocks, &open("2026-10-12")).await.must(201);
    nominate(&jinan, Q3, first).await.must(201);
    let rename = |name: &str| json!({ "name": name });
    jinan.patch_json(&format!("/api/v1/projects/{first}"), 1, &rename("甲项目")).await.must(200);

    jinan.post_json(&end, &why).await.must(403);
    let silent = json!({ "city": "370100", "reason": "" });
    assert_eq!(code(&reviewer.post_json(&end, &silent).await.must(422)), "lists-unlock-end-reason");
    let ended = reviewer.post_json(&end, &why).await.must(200).json();
    assert_eq!(ended[0]["end"]["reason"], "已补报完毕");
    assert!(ended[0]["end"]["by"].as_str().unwrap().starts_with("reviewer"), "{ended}");
    assert_eq!(nominate(&jinan, Q3, second).await.must(409).json()["code"], "lists-not-collecting");
    jinan.patch_json(&format!("/api/v1/projects/{first}"), 2, &rename("甲")).await.must(409);
    assert_eq!(code(&reviewer.post_json(&end, &why).await.must(409)), "lists-unlock-none");
    let page = reviewer.get("/lists/2026Q3?lang=zh").await.must(200).text();
    assert!(page.contains("已提前结束") && page.contains("已补报完毕"), "{page}");
    let notices = jinan.get("/notices?lang=zh").await.must(200).text();
    assert!(notices.contains("开放补报已提前结束"), "{notices}");
    assert!(!qingdao.get("/notices?lang=zh").await.must(200).text().contains("提前结束"));
    let record = remembered(&app, "list.unlock_end").await.remove(0);
    assert_eq!(record["reason"], "已补报完毕");

    reviewer.post_json(&unlocks, &open("2026-10-12")).await.must(201);
    let page = reviewer.get("/lists/2026Q3?lang=zh").await.must(200).text();
    assert!(page.contains("action=\"/lists/2026Q3/unlocks/end#unlock\""), "{page}");
    let form = [("ended", "370100"), ("reason", "不再需要")];
    reviewer.form("/lists/2026Q3/unlocks/end", &form).await.must(303);
    nominate(&jinan, Q3, second).await.must(409);
}

#[actix_web::test]
async fn a_document_number_is_used_once_however_it_is_typed() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let id = enter(&app, Facts { stage: Some(Stage::Signed), ..facts("项目", "370102", 100) });
    publish_quarter(&reviewer, "2026Q3", NUMBER, &[id]).await;
    open(&reviewer, "2026Q4").await.must(201);
    review(&reviewer, Q4).await;
    decide(&reviewer, Q4, id, "continue", Some("推进")).await.must(200);
    for typed in [NUMBER, "鲁工信清单（２０２６）３号", " 鲁工信清单 (2026)  3 号", "鲁工信清单[2026]3号"]
    {
        let taken = publish(&reviewer, Q4, typed).await.must(422);
        assert_eq!(code(&taken), "lists-number-taken", "{typed}");
    }
    let list = publish(&reviewer, Q4, "鲁工信清单（2026）4号").await.must(200).json();
    assert_eq!(list["number"], "鲁工信清单（2026）4号", "kept as it was typed");
    let right = json!({ "reason": "误", "changes": [{ "project_id": id, "field": "unit", "to": "乙公司" }] });
    let second = reviewer.post_json(&format!("{Q4}/corrections"), &right).await.must(200).json();
    assert_eq!((&second["version"], &second["number"]), (&json!(2), &list["number"]));
}
