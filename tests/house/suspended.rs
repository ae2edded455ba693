//! 停缓建与复审: a project that stands still owes nothing until its review is due, however it came to stand still; the
//! province reviews, and what was said stays.

use groundwork::features::projects::{Facts, SideState};
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::rooms::notices_of;
use crate::kit::{Answer, Client, TestApp, alter};
use crate::updates::{building, listed, send, set};

async fn suspend(who: &Client, id: i64, body: Value) -> Answer {
    who.post_json(&format!("/api/v1/projects/{id}/suspension"), &body).await
}

async fn review(who: &Client, id: i64, version: i64, body: Value) -> Answer {
    let based = who.clone().with_header("If-Match", &format!("\"{version}\""));
    based.post_json(&format!("/api/v1/projects/{id}/suspension/reviews"), &body).await
}

async fn told(who: &Client, id: i64) -> Value {
    who.get(&format!("/api/v1/projects/{id}/suspension")).await.must(200).json()
}

/// The refused fields.
fn fields(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
}

/// The projects whose report for a month is still to come.
async fn owing(who: &Client, period: &str) -> Vec<i64> {
    let all = who.get(&format!("/api/v1/updates/due?period={period}")).await.must(200).json();
    all["items"].as_array().unwrap().iter().map(|row| row["project_id"].as_i64().unwrap()).collect()
}

/// Nothing about it is late but what is not reported.
fn on_track(name: &str) -> Facts {
    Facts { annual_plan: None, enrolled: Some(true), ..building(name, "370100") }
}

#[actix_web::test]
async fn a_city_lets_a_project_stand_still_and_the_province_lets_it_stay_go_on_or_leave() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let begun = suspend(&jinan, ids[0], json!({ "reason": "资金未到位" })).await.must(201).json();
    assert_eq!((&begun["side_state"], &begun["version"]), (&json!("suspended"), &json!(1)));
    let span = &begun["standstill"];
    // Six months after 2 November, where nobody names a day.
    assert_eq!((&span["since"], &span["review_on"]), (&json!("2026-11-02"), &json!("2027-05-02")));
    assert_eq!(suspend(&jinan, ids[0], json!({ "reason": "再来" })).await.status, 409);
    let of_city = review(&jinan, ids[0], 1, json!({ "outcome": "resumes", "reason": "已到位" })).await;
    assert_eq!(of_city.status, 403, "the city does not review its own standstill");

    let stays = json!({ "outcome": "stays", "reason": "仍缺资金", "review_on": "2026-12-31" });
    let stays = review(&reviewer, ids[0], 1, stays).await.must(200).json();
    assert_eq!(stays["standstill"]["review_on"], "2026-12-31");
    let late = review(&reviewer, ids[0], 1, json!({ "outcome": "leaves", "reason": "x" })).await;
    assert_eq!((late.status, &late.json()["current"]["outcome"]), (409, &json!("stays")));
    let resumes = json!({ "outcome": "resumes", "reason": "资金到位，已复工" });
    let resumes = review(&reviewer, ids[0], 2, resumes).await.must(200).json();
    assert_eq!((&resumes["side_state"], &resumes["standstill"]), (&json!("active"), &Value::Null));
    let again = review(&reviewer, ids[0], 3, json!({ "outcome": "stays", "reason": "x" })).await;
    assert_eq!(again.status, 409, "what goes on is not reviewed");

    suspend(&jinan, ids[1], json!({ "reason": "市场变化", "review_on": "2027-01-31" })).await.must(201);
    let leaves = json!({ "outcome": "leaves", "reason": "企业放弃" });
    let left = review(&reviewer, ids[1], 1, leaves).await.must(200).json();
    assert_eq!(left["side_state"], "exited");
    let outcomes: Vec<&Value> =
        left["reviews"].as_array().unwrap().iter().map(|one| &one["outcome"]).collect();
    assert_eq!(outcomes, ["begins", "leaves"]);
    let of = |id: i64| format!("/projects/{id}/suspension");
    let told = [
        (of(ids[1]), "项目“乙”经复审退出。理由：企业放弃".to_owned()),
        (of(ids[0]), "项目“甲”经复审恢复建设，恢复报送。理由：资金到位，已复工".to_owned()),
        (of(ids[0]), "项目“甲”经复审继续停缓建，下次复审 2026-12-31。理由：仍缺资金".to_owned()),
    ];
    assert_eq!(notices_of(&jinan, "standstill").await, told);
    let stands = reviewer.get(&format!("/api/v1/projects/{}", ids[1])).await.must(200).json();
    assert_eq!(stands["side_state"], "exited", "the registry says the same");
}

#[actix_web::test]
async fn what_cannot_be_is_told_at_its_field_and_changes_nothing() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer, qingdao) = (
        app.person(Role::City, "370100").await,
        app.person(Role::Reviewer, "370000").await,
        app.person(Role::City, "370200").await,
    );
    let id = ids[0];
    for (body, wrong) in [
        (json!({ "reason": " " }), vec!["reason"]),
        (json!({ "reason": "x", "review_on": "2026-11-02" }), vec!["review_on"]),
        (json!({ "reason": "\u{202e}", "review_on": "2028-11-03" }), vec!["reason", "review_on"]),
        (json!({ "reason": "x", "review_on": "下月" }), vec!["review_on"]),
    ] {
        let refused = suspend(&jinan, id, body).await;
        assert_eq!((refused.status, fields(&refused)), (422, wrong.into_iter().map(str::to_owned).collect()));
    }
    assert_eq!(suspend(&qingdao, id, json!({ "reason": "x" })).await.status, 404);
    assert_eq!(told(&jinan, id).await["side_state"], "active");
    assert_eq!(review(&reviewer, id, 0, json!({ "outcome": "stays", "reason": "x" })).await.status, 409);

    suspend(&jinan, id, json!({ "reason": "x" })).await.must(201);
    for (body, wrong) in [
        (json!({ "outcome": "begins", "reason": "x" }), "outcome"),
        (json!({ "outcome": "x", "reason": "x" }), "outcome"),
        (json!({ "outcome": "resumes", "reason": "x", "review_on": "2026-12-31" }), "review_on"),
    ] {
        let refused = review(&reviewer, id, 1, body).await;
        assert_eq!((refused.status, fields(&refused)), (422, vec![wrong.to_owned()]));
    }
    assert_eq!(told(&jinan, id).await["version"], 1);
    assert_eq!(jinan.get("/api/v1/suspended?due=yes").await.status, 422);
}

#[actix_web::test]
async fn it_owes_no_report_until_its_review_is_due_and_then_owes_again() {
    let app = TestApp::new().await;
    let ids =
        listed(&app, vec![building("甲", "370100"), building("乙", "370100"), building("丙", "370100")]);
    set(&app, "2026-10-12T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    suspend(&jinan, ids[0], json!({ "reason": "资金", "review_on": "2026-11-30" })).await.must(201);
    // Another way into the side state: no day was named, so it is reviewed after six months.
    alter(&app, ids[1], |facts| facts.side_state = SideState::Suspended);

    set(&app, "2026-11-02T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert_eq!(owing(&reviewer, "2026-10").await, [ids[2]]);
    let lights = format!("/api/v1/projects/{}/lights", ids[0]);
    let lit = reviewer.get(&lights).await.must(200).json();
    assert_eq!(lit["items"], json!([]), "nobody judges what stands still");
    let due = reviewer.get("/api/v1/suspended?due=true").await.must(200).json();
    assert_eq!(due["total"], 0);

    set(&app, "2026-12-01T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let all = reviewer.get("/api/v1/suspended").await.must(200).json();
    let days: Vec<(&Value, &Value, &Value)> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["review_on"], &one["review_named"], &one["review_due"]))
        .collect();
    let by_rule = all["items"][1]["review_on"].clone();
    assert_eq!(days[0], (&json!("2026-11-30"), &json!(true), &json!(true)), "what is due comes first");
    assert_eq!(days[1], (&by_rule, &json!(false), &json!(false)));
    assert!(by_rule.as_str().unwrap() >= "2027-04-12", "{by_rule}");
    let now = owing(&reviewer, "2026-11").await;
    assert_eq!(now, [ids[0], ids[2]], "nobody reviewed it, so it owes again");
    let lit = reviewer.get(&lights).await.must(200).json();
    assert_eq!(lit["items"][0]["period"], "2026-11", "and is judged again: {lit}");
    send(&app.person(Role::City, "370100").await, ids[0], json!({ "period": "2026-11", "no_change": true }))
        .await
        .must(201);
}

#[actix_web::test]
async fn the_pages_show_what_is_due_and_carry_both_forms() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let (page, reviews) =
        (format!("/projects/{}/suspension", ids[0]), format!("/projects/{}/suspension/reviews", ids[0]));
    let empty = reviewer.get("/suspended").await.must(200).text();
    assert!(empty.contains("没有停缓建项目"), "{empty}");
    let refused = jinan.form(&page, &[("reason", ""), ("review_on", "2026-01-01")]).await;
    assert_eq!(refused.status, 422);
    let refused = refused.text();
    assert!(
        refused.contains("value=\"2026-01-01\"") && refused.contains("之后、不晚于 2028-11-02"),
        "{refused}"
    );
    jinan.form(&page, &[("reason", "土地未落实"), ("review_on", "2026-12-01")]).await.must(303);
    let listed = reviewer.get("/suspended?lang=en").await.must(200).text();
    assert!(listed.contains("1 suspended project") && listed.contains("土地未落实"), "{listed}");
    set(&app, "2026-12-01T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let due = reviewer.get("/suspended?due=true").await.must(200).text();
    assert!(due.contains("应复审"), "{due}");
    let stale = [("version", "0"), ("outcome", "stays"), ("reason", "x")];
    assert_eq!(reviewer.form(&reviews, &stale).await.status, 409);
    let stays =
        [("version", "1"), ("outcome", "stays"), ("reason", "土地年内落实"), ("review_on", "2027-03-01")];
    reviewer.form(&reviews, &stays).await.must(303);
    let shown = reviewer.get(&page).await.must(200).text();
    assert!(shown.contains("下次复审：2027-03-01") && shown.contains("继续停缓建"), "{shown}");
    let record = reviewer.get(&format!("/projects/{}", ids[0])).await.must(200).text();
    assert!(record.contains(&page), "the record leads there");
}

#[actix_web::test]
async fn neither_what_rests_nor_what_was_let_off_is_told_as_unreported_or_gets_a_task_for_it() {
    let app = TestApp::configured(|config| config.lights.unreported_red_months = 2).await;
    let ids = listed(&app, vec![on_track("甲"), on_track("乙"), on_track("丙")]);
    set(&app, "2026-10-12T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    suspend(&jinan, ids[0], json!({ "reason": "资金", "review_on": "2027-06-30" })).await.must(201);
    for (period, day) in [("2026-10", "2026-11-10"), ("2026-11", "2026-12-10"), ("2026-12", "2027-01-12")] {
        set(&app, &format!("{day}T09:00:00"));
        let reviewer = app.person(Role::Reviewer, "370000").await;
        let off = json!({ "project_id": ids[1], "reason": "自然灾害" });
        reviewer.post_json(&format!("/api/v1/obligations/{period}/excuses"), &off).await.must(204);
        reviewer.post_json(&format!("/api/v1/obligations/{period}/close"), &json!({})).await.must(200);
    }
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let lit = reviewer.get(&format!("/api/v1/projects/{}/lights", ids[1])).await.must(200).json();
    let colours: Vec<&Value> = lit["items"].as_array().unwrap().iter().map(|one| &one["colour"]).collect();
    assert_eq!(colours, ["green", "green", "green"], "{lit}");
    assert!(lit["items"][0]["reasons"].to_string().contains("2026-12 免报"), "{lit}");
    let tasks = reviewer.get("/api/v1/supervised").await.must(200).json();
    let whose: Vec<&Value> =
        tasks["items"].as_array().unwrap().iter().map(|task| &task["project_id"]).collect();
    assert_eq!(whose, [&json!(ids[2])], "who was silent without a reason: {tasks}");
    let path = "/api/v1/bulletins/2026-12/publish";
    let told = reviewer.post_json(path, &json!({})).await.must(200).json();
    assert_eq!(
        (&told["whole"]["lights"], &told["whole"]["unlit"]),
        (&json!({ "green": 1, "yellow": 0, "red": 1, "unreported": 0 }), &json!(1))
    );
    assert_eq!(told["projects"][0]["light"], Value::Null);
    let page = reviewer.get("/bulletins/2026-12").await.must(200).text();
    assert!(page.contains("另有停缓建项目 1 个，免报、不亮灯。"), "{page}");
    let check = app.command(&["check"]);
    assert!(check.status.success(), "{check:?}");
}
