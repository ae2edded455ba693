//! Two people at the same moment: exactly one deed is done, the other gets the sentence that says why not, nothing is
//! half-done, and nobody is told of a lock. Requests are answered side by side; the database sees them at once.

use futures_util::future::{join, join_all};
use groundwork::features::updates::{At, Reporting, report};
use groundwork::kernel::calendar::Period;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::kit::{Answer, CITIES, Client, TestApp, enter, facts};
use crate::updates::{building, listed, send, set};

const Q3: &str = "/api/v1/lists/2026Q3";
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

async fn decide(who: &Client, list: &str, project: i64, version: i64, body: Value) -> Answer {
    let based = who.clone().with_header("If-Match", &format!("\"{version}\""));
    based.post_json(&format!("{list}/entries/{project}/decision"), &body).await
}

async fn publish(who: &Client, list: &str, number: &str) -> Answer {
    who.post_json(&format!("{list}/publish"), &json!({ "number": number, "reason": "按实有数" })).await
}

/// The list 2026Q3 in review with this many nominations.
async fn in_review(app: &TestApp, reviewer: &Client, count: i64) -> Vec<i64> {
    open(reviewer, "2026Q3").await.must(201);
    let ids: Vec<i64> = (0..count)
        .map(|number| enter(app, facts(&format!("项目{number}"), "370102", 100 + number)))
        .collect();
    for id in &ids {
        nominate(reviewer, Q3, *id).await.must(201);
    }
    review(reviewer, Q3).await;
    ids
}

/// One was done and the other refused; the done one and the refusal's body.
fn one_of_two(answers: [&Answer; 2], done: u16) -> (&Answer, Value) {
    let [one, two] = answers;
    let told = format!("{} {} / {} {}", one.status, one.text(), two.status, two.text());
    match (one.status, two.status) {
        (first, 409) if first == done => (one, two.json()),
        (409, second) if second == done => (two, one.json()),
        _ => panic!("{told}"),
    }
}

#[actix_web::test]
async fn of_two_reviewers_who_decide_one_row_the_first_decides_and_the_second_sees_what_stands() {
    let app = TestApp::new().await;
    let (first, second) =
        (app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370000").await);
    let ids = in_review(&app, &first, 8).await;
    let races = ids.iter().map(|id| {
        let decline = json!({ "decision": "decline", "reason": "用地未落实" });
        join(
            decide(&first, Q3, *id, 1, json!({ "decision": "accept" })),
            decide(&second, Q3, *id, 1, decline),
        )
    });
    let mut outcomes = Vec::new();
    for (accepted, declined) in join_all(races).await {
        let (done, refused) = one_of_two([&accepted, &declined], 200);
        assert_eq!(refused["current"]["version"], 2, "{refused}");
        assert_eq!(refused["current"]["state"], done.json()["state"], "{refused}");
        outcomes.push(done.json()["state"].as_str().unwrap().to_owned());
    }
    let list = first.get(Q3).await.must(200).json();
    let mut states: Vec<(i64, String)> = list["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            assert_eq!(entry["version"], 2, "one decision each: {entry}");
            (entry["project_id"].as_i64().unwrap(), entry["state"].as_str().unwrap().to_owned())
        })
        .collect();
    states.sort();
    let expected: Vec<(i64, String)> = ids.into_iter().zip(outcomes).collect();
    assert_eq!(states, expected);
}

#[actix_web::test]
async fn of_two_publishers_one_publishes_and_the_other_is_told_that_it_is_done() {
    let app = TestApp::new().await;
    let (first, second) =
        (app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370000").await);
    for id in in_review(&app, &first, 3).await {
        decide(&first, Q3, id, 1, json!({ "decision": "accept" })).await.must(200);
    }
    let (one, two) = join(publish(&first, Q3, NUMBER), publish(&second, Q3, "鲁工信清单〔2026〕4号")).await;
    let (done, refused) = one_of_two([&one, &two], 200);
    assert_eq!(refused["code"], "lists-published-already");
    let list = first.get(Q3).await.must(200).json();
    assert_eq!((&list["version"], &list["hash"]), (&json!(1), &done.json()["hash"]));
    let told = first.get(&format!("{Q3}/notices?kind=publication")).await.must(200).json();
    assert_eq!(told["total"], 1, "the cities hear of one publication");
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn of_two_corrections_of_one_version_one_is_the_next_and_the_other_superseded() {
    let app = TestApp::new().await;
    let (first, second) =
        (app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370000").await);
    let ids = in_review(&app, &first, 1).await;
    decide(&first, Q3, ids[0], 1, json!({ "decision": "accept" })).await.must(200);
    publish(&first, Q3, NUMBER).await.must(200);
    let correct = |who: &Client, unit: &str| {
        let change = json!({ "project_id": ids[0], "field": "unit", "to": unit });
        let body = json!({ "reason": "单位有误", "version": 1, "changes": [change] });
        let who = who.clone();
        async move { who.post_json(&format!("{Q3}/corrections"), &body).await }
    };
    let (one, two) = join(correct(&first, "甲公司"), correct(&second, "乙公司")).await;
    let (done, refused) = one_of_two([&one, &two], 200);
    assert_eq!(refused["code"], "lists-correction-superseded");
    assert_eq!(first.get(Q3).await.must(200).json()["hash"], done.json()["hash"]);
    first.get(&format!("{Q3}/versions/3")).await.must(404);
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn whichever_comes_first_a_list_opened_while_the_one_before_is_published_carries_it_over() {
    let app = TestApp::new().await;
    let (first, second) =
        (app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370000").await);
    let ids = in_review(&app, &first, 4).await;
    let quarters = ["2026Q3", "2026Q4", "2027Q1", "2027Q2", "2027Q3"];
    for (at, pair) in quarters.windows(2).enumerate() {
        let [list, next] = [pair[0], pair[1]].map(|quarter| format!("/api/v1/lists/{quarter}"));
        let entries = first.get(&list).await.must(200).json()["entries"].as_array().unwrap().clone();
        for entry in &entries {
            let decision = if entry["carried"] == true {
                json!({ "decision": "continue", "reason": "推进正常" })
            } else {
                json!({ "decision": "accept" })
            };
            let (id, version) = (entry["project_id"].as_i64().unwrap(), entry["version"].as_i64().unwrap());
            decide(&first, &list, id, version, decision).await.must(200);
        }
        let number = format!("鲁工信清单〔2026〕{at}号");
        let (published, opened) = join(publish(&first, &list, &number), open(&second, pair[1])).await;
        published.must(200);
        opened.must(201);
        let carried = first.get(&next).await.must(200).json();
        let carried = carried["entries"].as_array().unwrap();
        assert_eq!(carried.len(), ids.len());
        assert!(carried.iter().all(|entry| entry["carried"] == true && entry["state"] == "nominated"));
        review(&first, &next).await;
    }
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn a_quarter_is_opened_once_and_two_quarters_never_in_the_wrong_order() {
    let app = TestApp::new().await;
    let (first, second) =
        (app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370000").await);
    let (one, two) = join(open(&first, "2026Q3"), open(&second, "2026Q3")).await;
    let (_, refused) = one_of_two([&one, &two], 201);
    assert_eq!(refused["code"], "lists-opened-already");
    let (earlier, later) = join(open(&first, "2026Q4"), open(&second, "2027Q1")).await;
    later.must(201);
    match earlier.status {
        201 => {}
        409 => assert_eq!(earlier.json()["code"], "lists-order-open-later"),
        other => panic!("{other}: {}", earlier.text()),
    }
}

#[actix_web::test]
async fn a_list_is_taken_back_or_nominated_for_and_never_both() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    for (round, quarter) in ["2026Q3", "2026Q4", "2027Q1", "2027Q2"].into_iter().enumerate() {
        let list = format!("/api/v1/lists/{quarter}");
        let id = enter(&app, facts(&format!("项目{round}"), "370102", 100));
        open(&reviewer, quarter).await.must(201);
        let cancellation = format!("{list}/cancellation");
        let why = json!({ "reason": "误建" });
        let cancel = reviewer.post_json(&cancellation, &why);
        let (cancelled, nominated) = join(cancel, nominate(&jinan, &list, id)).await;
        match (cancelled.status, nominated.status) {
            (204, 404) => reviewer.get(&list).await.must(404),
            (409, 201) => {
                assert_eq!(cancelled.json()["code"], "lists-cancel-nominations");
                reviewer.get(&list).await.must(200)
            }
            other => panic!("{other:?}: {} / {}", cancelled.text(), nominated.text()),
        };
    }
}

#[actix_web::test]
async fn sixteen_officers_hand_in_two_hundred_reports_at_once_and_none_is_lost_and_nobody_hears_of_a_lock() {
    let app = TestApp::new().await;
    let places: Vec<&str> = (0..200).map(|number| CITIES[number % CITIES.len()]).collect();
    let names = places.iter().enumerate();
    let ids = listed(&app, names.map(|(number, place)| building(&format!("项目{number}"), place)).collect());
    set(&app, "2026-11-02T09:00:00");
    let mut officers = Vec::new();
    for city in CITIES {
        officers.push(app.person(Role::City, city).await);
    }
    let sent = ids.iter().enumerate().map(|(number, id)| {
        let officer = &officers[number % CITIES.len()];
        let said = json!({ "period": "2026-10", "cumulative_investment_yuan": 13_000_000 + number,
            "ytd_investment_yuan": 8_000_000 });
        send(officer, *id, said)
    });
    for answer in join_all(sent).await {
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let ledger = reviewer.get("/api/v1/obligations?period=2026-10").await.must(200).json();
    assert_eq!((&ledger["whole"]["on_time"], &ledger["whole"]["due"]), (&json!(200), &json!(0)));
    for (number, id) in ids.iter().enumerate() {
        let kept = reviewer.get(&format!("/api/v1/projects/{id}/updates")).await.must(200).json();
        assert_eq!(kept["items"][0]["cumulative_investment_yuan"], 13_000_000 + number, "each its own");
    }
}

#[actix_web::test]
async fn a_month_is_not_closed_while_a_report_for_it_is_being_handed_in() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.get("/updates?period=2026-10").await.must(200);
    let (began, has_begun) = std::sync::mpsc::channel();
    let order = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (db, at, told) = (app.context.db.clone(), At::of(&app.context, &app.config), order.clone());
    let officer = Caller { role: Role::Officer, ..Caller::command_line(app.context.province) };
    let slow = std::thread::spawn(move || {
        db.write_now(|conn| {
            let new = Reporting::no_change(Period::parse("2026-10").unwrap(), BTreeMap::new());
            report(conn, &officer, ids[0], &new, None, &at)?;
            began.send(()).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(300));
            told.lock().unwrap().push("handed in");
            Ok(())
        })
    });
    has_begun.recv().unwrap();
    reviewer.post_json("/api/v1/obligations/2026-10/close", &json!({})).await.must(200);
    order.lock().unwrap().push("closed");
    slow.join().unwrap().unwrap();
    assert_eq!(*order.lock().unwrap(), ["handed in", "closed"]);
}
