//! The quarterly list as its people live it: cities nominate, the province decides, and what is published stands.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use groundwork::db::schema::list_versions;
use groundwork::features::lists::{self, Deciding, ListState, Nominating, Opening, Publishing};
use groundwork::features::projects::{self, Class, Facts, Nature, Source, Stage};
use groundwork::kernel::calendar::{Quarter, local_date};
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::error::Error;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use crate::kit::{Answer, Client, TestApp};

const Q3: &str = "/api/v1/lists/2026Q3";
const NUMBER: &str = "鲁工信清单〔2026〕3号";

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).unwrap()
}

fn machine() -> Caller {
    Caller::command_line(code("370000"))
}

/// Everything a nomination needs.
fn whole(name: &str, division: &str, yuan: i64) -> Facts {
    Facts {
        unit: Some(format!("{name}有限公司")),
        class: Some(Class::Implementation),
        nature: Some(Nature::New),
        stage: Some(Stage::Negotiating),
        total_investment: Some(Money::from_yuan(yuan)),
        planned_start: Some(PlanDate::parse("2026-05").unwrap()),
        planned_finish: Some(PlanDate::parse("2028-09").unwrap()),
        scope_text: Some("新建厂房 3 万平方米".to_owned()),
        responsible_unit: Some("市工业和信息化局".to_owned()),
        responsible_person: Some("王工".to_owned()),
        ..Facts::named(name, code(division))
    }
}

fn enter(app: &TestApp, facts: Facts) -> i64 {
    let (now, source) = (app.clock.now(), Source::person("test"));
    let today = local_date(now, app.context.zone);
    let made =
        app.context.db.write_now(|conn| projects::create(conn, &machine(), facts, &source, now, today));
    made.unwrap().id
}

fn alter(app: &TestApp, id: i64, change: impl FnOnce(&mut Facts)) {
    let (now, source) = (app.clock.now(), Source::person("test"));
    let today = local_date(now, app.context.zone);
    app.context
        .db
        .write_now(|conn| {
            let mut facts = projects::project(conn, &machine().scope, id, 2026)?.facts;
            change(&mut facts);
            let reason = Some("核实".to_owned());
            projects::change(conn, &machine(), id, None, facts, reason, &source, now, today)
        })
        .unwrap();
}

/// A project of that place, nominated for the list of quarter `working`, in a house where `frozen` is published.
pub fn nominated(app: &TestApp, working: &str, frozen: &str, place: &str) -> i64 {
    let (now, machine) = (app.clock.now(), machine());
    let at = (now, local_date(now, app.context.zone));
    let (working, frozen) = (Quarter::parse(working).unwrap(), Quarter::parse(frozen).unwrap());
    // A name of its own: the same facts again within a minute would be one submission.
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let fresh = || format!("项目{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let [old, new] = [fresh(), fresh()].map(|name| enter(app, whole(&name, place, 5)));
    let nominating = |project_id| Nominating { project_id, section: None, class: None };
    let opening = |quarter| Opening {
        quarter,
        target: 1,
        nominate_by: "2026-10-08".parse().unwrap(),
        publish_by: "2026-10-10".parse().unwrap(),
    };
    app.context
        .db
        .write_now(|conn| {
            if lists::lists(conn)?.is_empty() {
                lists::open(conn, &machine, &opening(frozen), now)?;
                lists::open(conn, &machine, &opening(working), now)?;
                lists::nominate(conn, &machine, frozen, &nominating(old), at)?;
                lists::move_to(conn, &machine, frozen, ListState::Reviewing, None, now)?;
                let accept = Deciding::ACCEPT;
                lists::decide(conn, &machine, frozen, old, 1, &accept, now)?;
                let new = Publishing { number: NUMBER.to_owned(), reason: None };
                lists::publish(conn, &machine, frozen, &new, now, local_date(now, app.context.zone))?;
            }
            lists::nominate(conn, &machine, working, &nominating(new), at)
        })
        .unwrap();
    new
}

async fn open(reviewer: &Client, quarter: &str, target: i64) {
    let body = json!({ "quarter": quarter, "target": target, "nominate_by": "2026-10-08", "publish_by": "2026-10-10" });
    reviewer.post_json("/api/v1/lists", &body).await.must(201);
}

async fn nominate(who: &Client, list: &str, project: i64) -> Answer {
    who.post_json(&format!("{list}/entries"), &json!({ "project_id": project })).await
}

/// Decides on what the list says the entry's version is.
async fn decide(who: &Client, list: &str, project: i64, decision: &str, reason: Option<&str>) -> Answer {
    let shown = who.get(list).await.must(200).json();
    let entries = shown["entries"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["project_id"] == project).unwrap();
    let based = who.clone().with_header("If-Match", &format!("\"{}\"", entry["version"]));
    let body = json!({ "decision": decision, "reason": reason });
    based.post_json(&format!("{list}/entries/{project}/decision"), &body).await
}

async fn review(reviewer: &Client, list: &str) {
    reviewer.post_json(&format!("{list}/state"), &json!({ "state": "reviewing" })).await.must(200);
}

async fn publish(reviewer: &Client, list: &str, number: &str) -> Answer {
    reviewer.post_json(&format!("{list}/publish"), &json!({ "number": number })).await
}

/// A list with these projects, published by the reviewer.
async fn published(reviewer: &Client, quarter: &str, number: &str, projects: &[i64]) -> Value {
    let list = format!("/api/v1/lists/{quarter}");
    open(reviewer, quarter, projects.len() as i64).await;
    for project in projects {
        nominate(reviewer, &list, *project).await.must(201);
    }
    review(reviewer, &list).await;
    let shown = reviewer.get(&list).await.must(200).json();
    for left in shown["entries"].as_array().unwrap() {
        let id = left["project_id"].as_i64().unwrap();
        if !projects.contains(&id) {
            decide(reviewer, &list, id, "drop", Some("本季度不再列入")).await.must(200);
        }
    }
    for project in projects {
        decide(reviewer, &list, *project, "accept", None).await.must(200);
    }
    publish(reviewer, &list, number).await.must(200).json()
}

fn codes(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let body = answer.json();
    let errors = body["errors"].as_array().unwrap();
    errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

fn bytes(app: &TestApp, quarter: &str) -> String {
    let quarter = Quarter::parse(quarter).unwrap();
    let stored = app.context.db.read_now(|conn| {
        Ok(list_versions::table.find((quarter, 1)).select(list_versions::document).first(conn)?)
    });
    stored.unwrap()
}

#[actix_web::test]
async fn a_city_nominates_mends_what_comes_back_and_stands_on_the_published_list() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let battery = enter(&app, whole("电池项目", "370102", 1_200_000_000));
    let motor = enter(&app, whole("电机项目", "370112", 300_000_000));
    open(&reviewer, "2026Q3", 1).await;

    let entry = nominate(&jinan, Q3, battery).await.must(201).json();
    assert_eq!(
        (&entry["state"], &entry["change"], &entry["version"]),
        (&json!("nominated"), &json!("addition"), &json!(1))
    );
    nominate(&jinan, Q3, motor).await.must(201);
    decide(&jinan, Q3, motor, "withdraw", None).await.must(200);
    review(&reviewer, Q3).await;

    let returned = decide(&reviewer, Q3, battery, "return", Some("请补充建设内容")).await.must(200).json();
    assert_eq!((&returned["state"], &returned["reason"]), (&json!("returned"), &json!("请补充建设内容")));
    assert_eq!(jinan.get(Q3).await.json()["entries"][0]["reason"], "请补充建设内容");
    alter(&app, battery, |facts| facts.scope_text = Some("新建电芯生产线 4 条".to_owned()));
    let again = nominate(&jinan, Q3, battery).await.must(201).json();
    assert_eq!((&again["state"], &again["reason"]), (&json!("nominated"), &Value::Null));
    decide(&reviewer, Q3, battery, "accept", None).await.must(200);

    let list = publish(&reviewer, Q3, NUMBER).await.must(200).json();
    assert_eq!(
        (&list["state"], &list["version"], &list["number"]),
        (&json!("published"), &json!(1), &json!(NUMBER))
    );
    assert_eq!(list["data_as_of"], "2026-09-30");
    assert_eq!(list["entries"].as_array().unwrap().len(), 1, "what was withdrawn is not on it");
    assert_eq!(list["entries"][0]["serial"], 1);
    assert_eq!(list["entries"][0]["project"]["scope_text"], "新建电芯生产线 4 条");
    assert_eq!(list["totals"]["total_investment_yuan"], 1_200_000_000);
    assert_eq!(list["hash"].as_str().unwrap().len(), 64);

    let admin = app.person(Role::Administrator, "370000").await;
    let audit = admin.get("/api/v1/audit?per_page=500").await.must(200).json();
    let deeds: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|item| item["deed"].as_str().unwrap()).collect();
    for deed in ["open", "nominate", "withdraw", "move", "return", "accept", "publish"] {
        assert!(deeds.contains(&format!("list.{deed}").as_str()), "{deed} is not remembered: {deeds:?}");
    }
}

#[actix_web::test]
async fn the_hash_is_that_of_the_stored_bytes_and_the_facts_in_them_do_not_follow_later_edits() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let project = enter(&app, whole("电池项目", "370102", 1_200_000_000));
    let list = published(&reviewer, "2026Q3", NUMBER, &[project]).await;
    let document = bytes(&app, "2026Q3");
    let computed: Vec<String> =
        Sha256::digest(document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(list["hash"], computed.concat());
    let read: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(read["schema"], "groundwork-list/1");
    assert_eq!(read["entries"][0]["project"]["name"], "电池项目");

    alter(&app, project, |facts| {
        facts.name = "更名后的项目".to_owned();
        facts.total_investment = Some(Money::from_yuan(1));
    });
    let later = reviewer.get(Q3).await.must(200).json();
    assert_eq!(later, list);
    assert_eq!(reviewer.get(&format!("{Q3}/versions/1")).await.must(200).json(), list);
    reviewer.get(&format!("{Q3}/versions/2")).await.must(404);
    assert_eq!(bytes(&app, "2026Q3"), document);
}

#[actix_web::test]
async fn serials_follow_class_city_and_nomination_and_run_through() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let preparing = |name, division| Facts { class: Some(Class::Preparation), ..whole(name, division, 1) };
    let ids = [
        enter(&app, preparing("甲", "370102")),
        enter(&app, whole("乙", "370202", 2)),
        enter(&app, whole("丙", "370126", 3)),
        enter(&app, whole("丁", "370102", 4)),
    ];
    let list = published(&reviewer, "2026Q3", NUMBER, &ids).await;
    let names: Vec<&str> = list["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["project"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["丙", "丁", "乙", "甲"]);
    let serials: Vec<i64> =
        list["entries"].as_array().unwrap().iter().map(|entry| entry["serial"].as_i64().unwrap()).collect();
    assert_eq!(serials, [1, 2, 3, 4]);
    assert_eq!(list["totals"]["total_investment_yuan"], 10);
    assert_eq!(
        list["totals"]["by_city"][0],
        json!({ "city": "370100", "count": 3, "total_investment_yuan": 8 })
    );
}

#[actix_web::test]
async fn each_list_tells_what_changed_since_the_one_before_and_carries_its_hash() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [stays, moves, leaves, comes] =
        ["留", "转", "退", "新"].map(|name| enter(&app, whole(name, "370102", 5)));
    let before = published(&reviewer, "2026Q2", "鲁工信清单〔2026〕2号", &[stays, moves, leaves]).await;
    alter(&app, moves, |facts| facts.class = Some(Class::Preparation));
    let list = published(&reviewer, "2026Q3", NUMBER, &[stays, moves, comes]).await;
    let change = |id: i64| {
        let entries = list["entries"].as_array().unwrap();
        entries.iter().find(|entry| entry["project_id"] == id).unwrap()["change"].clone()
    };
    assert_eq!(change(stays), "carried");
    assert_eq!(change(moves), "to_preparation");
    assert_eq!(change(comes), "addition");
    assert_eq!(list["exits"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&list["exits"][0]["project_id"], &list["exits"][0]["change"]),
        (&json!(leaves), &json!("exit"))
    );
    assert_eq!(
        (&list["exits"][0]["decision"], &list["exits"][0]["reason"]),
        (&json!("drop"), &json!("本季度不再列入"))
    );
    assert_eq!(list["previous_hash"], before["hash"]);
    let all = reviewer.get("/api/v1/lists").await.must(200).json();
    let quarters: Vec<&str> =
        all["items"].as_array().unwrap().iter().map(|item| item["quarter"].as_str().unwrap()).collect();
    assert_eq!(quarters, ["2026Q3", "2026Q2"]);
    assert_eq!(all["items"][1]["hash"], before["hash"]);
}

#[actix_web::test]
async fn a_city_sees_its_own_part_with_the_hash_and_the_totals_of_the_whole() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let ids = [enter(&app, whole("济南项目", "370102", 7)), enter(&app, whole("青岛项目", "370202", 5))];
    open(&reviewer, "2026Q3", 2).await;
    for id in ids {
        nominate(&reviewer, Q3, id).await.must(201);
    }
    let live = jinan.get(Q3).await.must(200).json();
    assert_eq!(live["entries"].as_array().unwrap().len(), 1);
    assert_eq!(live["meters"]["states"]["nominated"], 1, "another city's nominations are not even counted");
    review(&reviewer, Q3).await;
    for id in ids {
        decide(&reviewer, Q3, id, "accept", None).await.must(200);
    }
    let list = publish(&reviewer, Q3, NUMBER).await.must(200).json();
    assert_eq!(list["extract"], false);

    let answer = jinan.get(Q3).await.must(200);
    let extract = answer.json();
    assert_eq!(extract["extract"], true);
    assert_eq!(extract["hash"], list["hash"]);
    assert_eq!((&extract["totals"]["count"], &extract["whole"]["count"]), (&json!(1), &json!(2)));
    assert_eq!(extract["whole"]["total_investment_yuan"], 12);
    assert!(!answer.text().contains("青岛项目"));
    let qingdao = app.person(Role::City, "370200").await.get(Q3).await.must(200);
    assert_eq!(qingdao.json()["entries"][0]["serial"], 2, "the serial is the whole list's");

    let tag = answer.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag != qingdao.header("etag"), "one tag for each copy: {tag}");
    jinan.clone().with_header("If-None-Match", &tag).get(Q3).await.must(304);
    jinan.with_header("If-None-Match", qingdao.header("etag")).get(Q3).await.must(200);
}

#[actix_web::test]
async fn a_nomination_needs_its_facts_its_place_and_a_list_that_collects() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let hollow = enter(&app, Facts { stage: Some(Stage::Planned), ..Facts::named("空项目", code("370102")) });
    let foreign = enter(&app, whole("青岛项目", "370202", 5));
    let ready = enter(&app, whole("电池项目", "370102", 5));
    nominate(&jinan, Q3, ready).await.must(404);
    open(&reviewer, "2026Q3", 1).await;

    let refused = codes(&nominate(&jinan, Q3, hollow).await.must(422));
    let fields: Vec<&str> = refused.iter().map(|(field, _)| field.as_str()).collect();
    for field in [
        "unit",
        "class",
        "nature",
        "total_investment_yuan",
        "planned_start",
        "scope_text",
        "responsible_person",
    ] {
        assert!(fields.contains(&field), "{field} is not named: {fields:?}");
    }
    nominate(&jinan, Q3, foreign).await.must(404);
    nominate(&jinan, Q3, 999_999).await.must(404);
    nominate(&app.person(Role::Leader, "370000").await, Q3, ready).await.must(403);
    let unknown = json!({ "project_id": ready, "colour": "red" });
    let unknown = jinan.post_json(&format!("{Q3}/entries"), &unknown).await.must(422);
    assert_eq!(codes(&unknown), [("colour".to_owned(), "input-unknown-field".to_owned())]);

    nominate(&jinan, Q3, ready).await.must(201);
    let twice = nominate(&jinan, Q3, ready).await.must(409).json();
    assert_eq!(twice["code"], "lists-nominated-already");
    review(&reviewer, Q3).await;
    let late = enter(&app, whole("迟到项目", "370102", 5));
    assert_eq!(nominate(&jinan, Q3, late).await.must(409).json()["code"], "lists-not-collecting");
    assert_eq!(reviewer.get(Q3).await.json()["entries"].as_array().unwrap().len(), 1, "nothing was changed");
}

#[actix_web::test]
async fn a_decision_needs_right_version_state_and_reason() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let project = enter(&app, whole("电池项目", "370102", 5));
    open(&reviewer, "2026Q3", 1).await;
    nominate(&jinan, Q3, project).await.must(201);
    let at = format!("{Q3}/entries/{project}/decision");

    reviewer.post_json(&at, &json!({ "decision": "accept" })).await.must(428);
    assert_eq!(
        decide(&reviewer, Q3, project, "accept", None).await.must(409).json()["code"],
        "lists-not-in-review"
    );
    review(&reviewer, Q3).await;
    decide(&jinan, Q3, project, "accept", None).await.must(403);
    for decision in ["return", "decline"] {
        let refused = decide(&reviewer, Q3, project, decision, Some("  ")).await.must(422);
        assert_eq!(codes(&refused), [("reason".to_owned(), "lists-decision-needs-reason".to_owned())]);
    }
    let unknown = decide(&reviewer, Q3, project, "applaud", None).await.must(422);
    assert_eq!(codes(&unknown)[0].0, "decision");

    let early = reviewer.clone().with_header("If-Match", "\"1\"");
    early.post_json(&at, &json!({ "decision": "accept" })).await.must(200);
    let stale =
        early.post_json(&at, &json!({ "decision": "decline", "reason": "重复" })).await.must(409).json();
    assert_eq!((&stale["current"]["version"], &stale["current"]["state"]), (&json!(2), &json!("accepted")));
    let again = decide(&reviewer, Q3, project, "accept", None).await.must(409).json();
    assert_eq!(again["code"], "lists-decision-impossible");
    decide(&jinan, Q3, project, "withdraw", None).await.must(409);
    let qingdao = app.person(Role::City, "370200").await.with_header("If-Match", "\"2\"");
    qingdao.post_json(&at, &json!({ "decision": "withdraw" })).await.must(404);
}

#[actix_web::test]
async fn a_list_is_opened_once_with_a_target_and_days_in_order() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let wrong =
        json!({ "quarter": "2026-3", "target": 2001, "nominate_by": "10月", "publish_by": "2026-10-10" });
    let refused = codes(&reviewer.post_json("/api/v1/lists", &wrong).await.must(422));
    let fields: Vec<&str> = refused.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["target", "quarter", "nominate_by"]);
    open(&reviewer, "2026Q3", 200).await;
    let again =
        json!({ "quarter": "2026Q3", "target": 5, "nominate_by": "2026-10-01", "publish_by": "2026-10-01" });
    reviewer.post_json("/api/v1/lists", &again).await.must(409);
    assert_eq!(reviewer.get(Q3).await.json()["target"], 200);
    app.person(Role::City, "370100").await.post_json("/api/v1/lists", &again).await.must(403);
    app.person(Role::Reviewer, "370100").await.post_json("/api/v1/lists", &again).await.must(403);
    for path in ["/api/v1/lists/2026Q4", "/api/v1/lists/2026Q9", "/api/v1/lists/nonsense"] {
        reviewer.get(path).await.must(404);
    }
}

#[actix_web::test]
async fn nothing_is_published_undecided_off_target_without_a_word_or_twice() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [one, two] = ["甲", "乙"].map(|name| enter(&app, whole(name, "370102", 5)));
    open(&reviewer, "2026Q3", 2).await;
    for id in [one, two] {
        nominate(&reviewer, Q3, id).await.must(201);
    }
    assert_eq!(publish(&reviewer, Q3, NUMBER).await.must(409).json()["code"], "lists-not-in-review");
    let shortcut = json!({ "state": "published" });
    let shortcut = reviewer.post_json(&format!("{Q3}/state"), &shortcut).await.must(422);
    assert_eq!(codes(&shortcut)[0].1, "lists-publish-elsewhere");
    review(&reviewer, Q3).await;
    reviewer.post_json(&format!("{Q3}/state"), &json!({ "state": "reviewing" })).await.must(409);
    decide(&reviewer, Q3, one, "accept", None).await.must(200);
    let undecided = publish(&reviewer, Q3, NUMBER).await.must(409).json();
    assert_eq!(undecided["code"], "lists-undecided");
    let detail = undecided["detail"].as_str().unwrap();
    assert!(detail.contains("还有 1 项") && detail.contains('乙') && !detail.contains('甲'), "{detail}");
    let form = [("number", NUMBER), ("publish-reason", "")];
    let page = reviewer.form("/lists/2026Q3/publish", &form).await.must(409).text();
    assert!(page.contains("还有 1 项申报没有审核：乙。"), "{page}");
    decide(&reviewer, Q3, two, "decline", Some("重复申报")).await.must(200);

    let silent = publish(&reviewer, Q3, NUMBER).await.must(422);
    assert_eq!(codes(&silent), [("reason".to_owned(), "lists-off-target".to_owned())]);
    assert_eq!(codes(&publish(&reviewer, Q3, " ").await.must(422))[0].0, "number");
    alter(&app, one, |facts| facts.scope_text = None);
    let body = json!({ "number": NUMBER, "reason": "本季度符合条件的项目不足" });
    let hollow = reviewer.post_json(&format!("{Q3}/publish"), &body).await.must(422);
    assert_eq!(codes(&hollow), [(format!("entries.{one}.scope_text"), "lists-publication-needs".to_owned())]);
    alter(&app, one, |facts| facts.scope_text = Some("新建厂房".to_owned()));
    let list = reviewer.post_json(&format!("{Q3}/publish"), &body).await.must(200).json();
    assert_eq!(list["reason"], "本季度符合条件的项目不足");
    let entry = list["entries"][0].as_object().unwrap();
    for kept in
        ["project_id", "serial", "section", "class", "change", "state", "reason", "version", "project"]
    {
        assert!(entry.contains_key(kept), "{kept} of the contract: {entry:?}");
    }
    for left_out in ["decision", "into", "nominated_by", "nominated_at", "decided_by", "decided_at"] {
        assert!(!entry.contains_key(left_out), "the document does not keep {left_out}: {entry:?}");
    }

    let twice = reviewer.post_json(&format!("{Q3}/publish"), &body).await.must(409).json();
    assert_eq!(twice["code"], "lists-published-already");
    reviewer.post_json(&format!("{Q3}/state"), &json!({ "state": "collecting" })).await.must(409);
    decide(&reviewer, Q3, one, "decline", Some("晚了")).await.must(409);
    nominate(&reviewer, Q3, two).await.must(409);

    let other = enter(&app, whole("丙", "370102", 5));
    open(&reviewer, "2026Q4", 1).await;
    let list = "/api/v1/lists/2026Q4";
    nominate(&reviewer, list, other).await.must(201);
    review(&reviewer, list).await;
    decide(&reviewer, list, one, "drop", Some("另行跟踪")).await.must(200);
    decide(&reviewer, list, other, "accept", None).await.must(200);
    let taken = publish(&reviewer, list, NUMBER).await.must(422);
    assert_eq!(codes(&taken), [("number".to_owned(), "lists-number-taken".to_owned())]);
    assert_eq!(reviewer.get(list).await.json()["state"], "reviewing", "nothing was changed");
}

#[actix_web::test]
async fn what_was_returned_and_never_came_back_is_not_found_on_the_published_list() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [one, two] = ["甲", "乙"].map(|name| enter(&app, whole(name, "370102", 5)));
    open(&reviewer, "2026Q3", 1).await;
    for id in [one, two] {
        nominate(&reviewer, Q3, id).await.must(201);
    }
    review(&reviewer, Q3).await;
    decide(&reviewer, Q3, one, "accept", None).await.must(200);
    decide(&reviewer, Q3, two, "return", Some("请补充土地手续")).await.must(200);
    let listed = "/api/v1/projects?list=2026Q3";
    assert_eq!(reviewer.get(listed).await.must(200).json()["total"], 2, "both are in work");
    publish(&reviewer, Q3, NUMBER).await.must(200);
    let found = reviewer.get(listed).await.must(200).json();
    assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &json!(one)));
}

#[actix_web::test]
async fn of_two_publications_at_once_one_is_done_and_the_other_refused() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let project = enter(&app, whole("电池项目", "370102", 5));
    open(&reviewer, "2026Q3", 1).await;
    nominate(&reviewer, Q3, project).await.must(201);
    review(&reviewer, Q3).await;
    decide(&reviewer, Q3, project, "accept", None).await.must(200);

    let (now, quarter) = (app.clock.now(), Quarter::parse("2026Q3").unwrap());
    let today = local_date(now, app.context.zone);
    let start = Arc::new(Barrier::new(2));
    let outcomes: Vec<_> = [1, 2]
        .map(|copy| {
            let (db, start) = (app.context.db.clone(), start.clone());
            std::thread::spawn(move || {
                start.wait();
                let new = Publishing { number: format!("{NUMBER}{copy}"), reason: None };
                db.write_now(|conn| lists::publish(conn, &machine(), quarter, &new, now, today))
            })
        })
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let refused = outcomes.into_iter().find_map(Result::err).unwrap();
    assert!(matches!(&refused, Error::Conflict(why) if why.id == "lists-published-already"), "{refused:?}");
    assert_eq!(faults(&app), [] as [String; 0]);
}

fn faults(app: &TestApp) -> Vec<String> {
    let found = app.context.db.read_now(lists::verify).unwrap();
    found.iter().map(|message| message.id.to_owned()).collect()
}

fn run(app: &TestApp, statement: &str) -> QueryResult<()> {
    app.context.db.connection().unwrap().batch_execute(statement)
}

#[actix_web::test]
async fn the_database_itself_refuses_every_change_of_what_was_published() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let project = enter(&app, whole("电池项目", "370102", 5));
    let spare = enter(&app, whole("备用项目", "370102", 5));
    let list = published(&reviewer, "2026Q3", NUMBER, &[project]).await;
    open(&reviewer, "2026Q4", 1).await;
    nominate(&reviewer, "/api/v1/lists/2026Q4", spare).await.must(201);

    let late_entry = |version: i32| {
        format!(
            "insert into list_entries (quarter, version, serial, project_id, project_version, class, change, division, \
             name, total_investment_yuan) \
             values ('2026Q3', {version}, 2, {spare}, 1, 'implementation', 'addition', '370102', 'x', 5)"
        )
    };
    let version = |number: i32| {
        format!(
            "insert into list_versions (quarter, version, number, data_as_of, publisher, published_at, document, hash) \
             values ('2026Q3', {number}, 'x', '2026-09-30', 'x', '2026-10-08 00:00:00', '{{}}', 'x')"
        )
    };
    let mut attempts = vec![
        "update list_versions set document = '{}'".to_owned(),
        "update list_versions set number = 'x'".to_owned(),
        "delete from list_versions".to_owned(),
        "update list_entries set total_investment_yuan = 6".to_owned(),
        "delete from list_entries".to_owned(),
        late_entry(1),
        late_entry(3),
        version(1),
        version(2),
        version(3),
        "update lists set state = 'reviewing' where quarter = '2026Q3'".to_owned(),
        "update lists set target = 7 where quarter = '2026Q3'".to_owned(),
        "update lists set cancelled_at = '2026-10-08 00:00:00' where quarter = '2026Q3'".to_owned(),
        "update lists set quarter = '2026Q1' where quarter = '2026Q4'".to_owned(),
        "update lists set state = 'published' where quarter = '2026Q4'".to_owned(),
        "delete from lists".to_owned(),
        "insert into lists (quarter, state, target, nominate_by, publish_by, revision, opened_at) \
         values ('2026Q1', 'published', 1, '2026-01-01', '2026-01-01', 1, '2026-01-01 00:00:00')"
            .to_owned(),
        "update nominations set state = 'declined' where quarter = '2026Q3'".to_owned(),
        "update nominations set quarter = '2026Q3' where quarter = '2026Q4'".to_owned(),
        format!(
            "insert into nominations (quarter, project_id, state, class, version, nominated_at) \
             values ('2026Q3', {spare}, 'accepted', 'implementation', 1, '2026-10-08 00:00:00')"
        ),
        "delete from nominations".to_owned(),
    ];
    if app.on_postgres() {
        attempts.extend(
            ["list_versions", "list_entries", "nominations cascade", "nomination_versions", "lists cascade"]
                .map(|table| format!("truncate {table}")),
        );
    } else {
        attempts.extend(
            [late_entry(1), version(1)].map(|insert| insert.replacen("insert", "insert or replace", 1)),
        );
        attempts.push(
            "insert or replace into lists (quarter, state, target, nominate_by, publish_by, revision, opened_at) \
             values ('2026Q3', 'collecting', 9, '2026-01-01', '2026-01-01', 1, '2026-01-01 00:00:00')"
                .to_owned(),
        );
        attempts.push(format!(
            "insert or replace into nominations (id, quarter, project_id, state, class, version, nominated_at) \
             select id, '2026Q4', {project}, 'declined', 'implementation', 1, '2026-10-08 00:00:00' \
             from nominations where quarter = '2026Q3'"
        ));
    }
    for attempt in attempts {
        let refused = run(&app, &attempt).expect_err(&attempt).to_string();
        assert!(
            [
                "never changes",
                "never deleted",
                "keeps its quarter",
                "with its document",
                "begins by collecting"
            ]
            .iter()
            .any(|why| refused.contains(why)),
            "{attempt}: {refused}"
        );
    }
    assert_eq!(reviewer.get(Q3).await.must(200).json(), list);
    assert_eq!(faults(&app), [] as [String; 0]);
}

#[actix_web::test]
async fn the_check_names_the_list_whose_bytes_or_rows_somebody_altered_behind_the_triggers() {
    let disarm = if TestApp::new().await.on_postgres() {
        "drop trigger list_versions_are_final on list_versions; drop trigger list_entries_are_final on list_entries; \
         drop trigger lists_stay_published on lists;"
    } else {
        "drop trigger list_versions_are_final_update; drop trigger list_versions_are_final_delete; \
         drop trigger list_entries_are_final_update; drop trigger list_entries_are_final_delete; \
         drop trigger lists_stay_published;"
    };
    for (tampering, expected) in [
        ("update list_entries set total_investment_yuan = 6", vec!["lists-check-row"]),
        ("update list_entries set name = 'x' where quarter = '2026Q3'", vec!["lists-check-row"]),
        ("delete from list_entries", vec!["lists-check-row-count", "lists-check-row"]),
        ("update list_versions set number = 'x'", vec!["lists-check-imprint"]),
        (
            "update list_versions set document = replace(document, '\"serial\":1', '\"serial\":2')",
            vec!["lists-check-hash", "lists-check-row"],
        ),
        (
            "update list_versions set document = replace(document, '\"serial\":1', '\"serial\": 1')",
            vec!["lists-check-hash", "lists-check-not-canonical"],
        ),
        (
            "update list_versions set document = replace(document, 'groundwork-list/1', 'other/1')",
            vec!["lists-check-hash", "lists-check-unreadable"],
        ),
        ("update lists set state = 'reviewing'", vec!["lists-check-state"]),
        ("delete from list_versions", vec!["lists-check-unsealed", "lists-check-state"]),
    ] {
        let app = TestApp::new().await;
        let reviewer = app.person(Role::Reviewer, "370000").await;
        let project = enter(&app, whole("电池项目", "370102", 5));
        published(&reviewer, "2026Q3", NUMBER, &[project]).await;
        assert_eq!(faults(&app), [] as [String; 0]);
        run(&app, disarm).unwrap();
        run(&app, tampering).unwrap();
        assert_eq!(faults(&app), expected, "{tampering}");
    }
}

#[actix_web::test]
async fn the_check_misses_a_guard_that_somebody_dropped() {
    let app = TestApp::new().await;
    let missing = || app.context.db.read_now(groundwork::db::missing_guards).unwrap();
    assert_eq!(missing(), [] as [&str; 0]);
    let (drop, name) = if app.on_postgres() {
        ("drop trigger list_entries_are_final on list_entries", "list_entries_are_final")
    } else {
        ("drop trigger list_entries_are_final_update", "list_entries_are_final_update")
    };
    run(&app, drop).unwrap();
    assert_eq!(missing(), [name]);
}
