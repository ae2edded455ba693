//! A list as it was known on any day: in work with its nominations as they stood, published in the version of that day.

use chrono::TimeDelta;
use groundwork::kernel::role::Role;
use serde_json::json;

use crate::kit::{Client, Quarterly, TestApp, facts};

const Q3: &str = "/api/v1/lists/2026Q3";

async fn states(who: &Client, day: &str) -> (String, Vec<(String, String)>) {
    let list = who.get(&format!("{Q3}?as_of={day}")).await.must(200).json();
    assert_eq!(list["as_of"], day);
    let told = list["entries"].as_array().unwrap().iter().map(|entry| {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        (text(&entry["project"]["name"]), text(&entry["state"]))
    });
    (list["state"].as_str().unwrap().to_owned(), told.collect())
}

#[actix_web::test]
async fn every_day_of_a_list_can_be_looked_back_to() {
    let app = TestApp::new().await;
    let day = || app.clock.advance(TimeDelta::days(1));
    let list = Quarterly::opened(&app, 2); // 8 October
    day();
    let one = list.nominated(facts("甲项目", "370102", 100)); // 9 October
    day();
    list.nominated(facts("乙项目", "370202", 200)); // 10 October
    list.review();
    day();
    let reviewer = app.person(Role::Reviewer, "370000").await; // 11 October
    let based = reviewer.clone().with_header("If-Match", "\"1\"");
    let back = json!({ "decision": "return", "reason": "请核对" });
    based.post_json(&format!("{Q3}/entries/{one}/decision"), &back).await.must(200);
    let renamed = json!({ "name": "甲项目（更名）" });
    reviewer.patch_json(&format!("/api/v1/projects/{one}"), 1, &renamed).await.must(200);
    day();
    list.accept_all(); // 12 October
    let first = list.publish();
    day();
    let change = json!({ "project_id": one, "field": "total_investment_yuan", "to": 1_200_000 });
    let right = json!({ "reason": "录入有误", "changes": [change] });
    let reviewer = app.person(Role::Reviewer, "370000").await; // 13 October
    reviewer.post_json(&format!("{Q3}/corrections"), &right).await.must(200);
    day();
    let reviewer = app.person(Role::Reviewer, "370000").await; // 14 October

    let named = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, state)| ((*name).to_owned(), (*state).to_owned())).collect()
    };
    reviewer.get(&format!("{Q3}?as_of=2026-10-07")).await.must(404);
    assert_eq!(states(&reviewer, "2026-10-08").await, ("collecting".into(), named(&[])));
    assert_eq!(
        states(&reviewer, "2026-10-09").await,
        ("collecting".into(), named(&[("甲项目", "nominated")]))
    );
    let both = named(&[("甲项目", "nominated"), ("乙项目", "nominated")]);
    assert_eq!(states(&reviewer, "2026-10-10").await, ("reviewing".into(), both));
    let returned = named(&[("甲项目（更名）", "returned"), ("乙项目", "nominated")]);
    assert_eq!(states(&reviewer, "2026-10-11").await, ("reviewing".into(), returned));
    let published = |day: &str| {
        let (reviewer, at) = (reviewer.clone(), format!("{Q3}?as_of={day}"));
        async move { reviewer.get(&at).await.must(200).json() }
    };
    let then = published("2026-10-12").await;
    assert_eq!((&then["version"], &then["hash"]), (&json!(1), &json!(first.hash)));
    assert_eq!(published("2026-10-13").await["version"], 2);
    reviewer.get(&format!("{Q3}?as_of=2026-10-15")).await.must(422);
    reviewer.get(&format!("{Q3}?as_of=yesterday")).await.must(422);

    let page = reviewer.get("/lists/2026Q3?as_of=2026-10-11&lang=zh").await.must(200).text();
    assert!(page.contains("2026-10-11 日终") && page.contains("已退回") && page.contains("请核对"), "{page}");
    assert!(!page.contains("name=\"decision\""), "nothing can be done about the past");
    let jinan = app.person(Role::City, "370200").await;
    assert_eq!(states(&jinan, "2026-10-11").await.1, named(&[("乙项目", "nominated")]));
}
