//! 填报人: a project's reports are somebody's, and are handed over with what is still owed when she leaves.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Client, TestApp};
use crate::updates::{building, listed, send, set};

const REPORTERS: &str = "/api/v1/updates/reporters";

/// Reporter of each project, in the order of places.
async fn reporters(who: &Client, query: &str) -> Vec<Value> {
    let all = who.get(&format!("{REPORTERS}{query}")).await.must(200).json();
    all["items"].as_array().unwrap().iter().map(|one| one["user_id"].clone()).collect()
}

/// Name and what is due, on time, late of each person of the ledger.
async fn ledger(who: &Client, period: &str) -> Vec<(Value, [i64; 3])> {
    let all = who.get(&format!("/api/v1/obligations?period={period}")).await.must(200).json();
    let tally = |one: &Value| ["due", "on_time", "late"].map(|name| one[name].as_i64().unwrap());
    all["persons"].as_array().unwrap().iter().map(|one| (one["user_id"].clone(), tally(one))).collect()
}

#[actix_web::test]
async fn a_colleague_takes_over_what_is_still_owed_and_not_what_was_handed_in() {
    let app = TestApp::new().await;
    let ids =
        listed(&app, vec![building("甲", "370100"), building("乙", "370102"), building("丙", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let (first, second, qingdao) = (
        app.person(Role::City, "370100").await,
        app.person(Role::City, "370100").await,
        app.person(Role::City, "370200").await,
    );
    assert_eq!(reporters(&first, "").await, [Value::Null, Value::Null], "entered by a machine, so nobody's");
    let all = json!({ "project_ids": [ids[0], ids[1]], "user_id": first.id });
    assert_eq!(first.post_json(REPORTERS, &all).await.must(200).json()["changed"], 2);
    assert_eq!(
        first.post_json(REPORTERS, &all).await.must(200).json()["changed"],
        0,
        "again changes nothing"
    );
    first.get("/updates?period=2026-10").await.must(200);
    send(&first, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201);

    let form = [
        ("project", ids[0].to_string()),
        ("project", ids[1].to_string()),
        ("user_id", second.id.to_string()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    second.form("/updates/reporters", &form).await.must(303);
    assert_eq!(reporters(&second, "").await, [json!(second.id), json!(second.id)]);
    let mut told = ledger(&second, "2026-10").await;
    told.sort_by_key(|(id, _)| id.as_i64());
    assert_eq!(told, [(json!(first.id), [0, 1, 0]), (json!(second.id), [1, 0, 0])]);
    assert_eq!(reporters(&second, &format!("?reporter={}", first.id)).await, Vec::<Value>::new());
    let page = second.get(&format!("/updates/reporters?reporter={}&all=1", second.id)).await.must(200).text();
    assert_eq!(page.matches("name=\"project\"").count(), 2, "{page}");
    assert_eq!(page.matches(" checked>").count(), 2, "all of them are ticked");

    let audit = app.person(Role::Auditor, "370000").await.get("/api/v1/audit").await.must(200).text();
    assert_eq!(audit.matches("\"updates.assign\"").count(), 4, "{audit}");
    assert_eq!(reporters(&qingdao, "").await.len(), 1, "each sees her own place");
}

#[actix_web::test]
async fn nobody_gets_a_project_that_is_not_hers_to_report_on() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("丙", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, county, qingdao, leader, officer) = (
        app.person(Role::City, "370100").await,
        app.person(Role::City, "370102").await,
        app.person(Role::City, "370200").await,
        app.person(Role::Leader, "370000").await,
        app.person(Role::Officer, "370000").await,
    );
    let to = |project: i64, user: Option<i64>| json!({ "project_ids": [project], "user_id": user });
    jinan.post_json(REPORTERS, &to(ids[1], Some(jinan.id))).await.must(404);
    for (who, user, code) in [
        (&jinan, county.id, "updates-reporter-elsewhere"),
        (&jinan, qingdao.id, "updates-reporter-unknown"),
        (&jinan, officer.id, "updates-reporter-unknown"),
        (&officer, leader.id, "updates-reporter-unknown"),
        (&officer, qingdao.id, "updates-reporter-elsewhere"),
    ] {
        let refused = who.post_json(REPORTERS, &to(ids[0], Some(user))).await.must(422).json();
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    leader.post_json(REPORTERS, &to(ids[0], Some(jinan.id))).await.must(403);
    let none = jinan.form("/updates/reporters", &[("user_id", "0")]).await.must(422).text();
    assert!(none.contains("请先勾选要移交的项目"), "{none}");
    assert!(none.contains("<option value=\"0\" selected>"), "what was chosen is still chosen: {none}");
    officer.post_json(REPORTERS, &json!({ "project_ids": [], "user_id": null })).await.must(422);
    // All or none: the second project is not hers, so the first stays where it is.
    let both = json!({ "project_ids": [ids[0], ids[1]], "user_id": jinan.id });
    officer.post_json(REPORTERS, &both).await.must(422);
    assert_eq!(reporters(&officer, "").await, [Value::Null, Value::Null]);
    officer.post_json(REPORTERS, &to(ids[0], Some(officer.id))).await.must(200);
    assert_eq!(reporters(&officer, "?reporter=0").await.len(), 1);
}
