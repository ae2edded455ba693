//! The first page tells what a month's work leaves to be done, to whoever has to do it, and every count leads to its rows.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Client, TestApp};
use crate::updates::{building, decide, listed, send, set};

async fn says(who: &Client, href: &str, sentence: &str) -> bool {
    let page = who.get("/").await.must(200).text();
    page.contains(&format!("<li><a href=\"{href}\">{sentence}</a></li>"))
}

/// The two counts of the lights, red and unreported, as they are linked.
async fn lights(who: &Client) -> Vec<String> {
    let page = who.get("/").await.must(200).text();
    let link = regex::Regex::new(r#"href="/projects\?light=[a-z]+">(\d+)</a>"#).unwrap();
    link.captures_iter(&page).map(|found| found[1].to_owned()).collect()
}

async fn registry(who: &Client, light: &str) -> String {
    who.get(&format!("/api/v1/projects?light={light}")).await.must(200).json()["total"].to_string()
}

#[actix_web::test]
async fn a_city_reads_what_it_owes_and_the_province_what_it_has_to_decide() {
    let app = TestApp::new().await;
    let ids =
        listed(&app, vec![building("甲", "370100"), building("乙", "370100"), building("丙", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let month = "/updates?period=2026-10";
    assert!(says(&jinan, month, "2026-10 月报还有 2 个项目未报，2026-11-06 23:59 截止").await);
    let nothing = json!({ "period": "2026-10", "no_change": true });
    let sent = send(&jinan, ids[0], nothing.clone()).await.must(201).json();
    send(&jinan, ids[1], nothing).await.must(201);
    assert!(!jinan.get("/").await.text().contains("月报还有"), "it owes nothing more");
    assert!(says(&reviewer, month, "2026-10 有 2 份月报待审核").await);
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200);
    assert!(says(&reviewer, month, "2026-10 有 1 份月报待审核").await);
    let qingdao = app.person(Role::City, "370200").await;
    assert!(says(&qingdao, month, "2026-10 月报还有 1 个项目未报，2026-11-06 23:59 截止").await);

    let tasks = format!("/api/v1/projects/{}/supervised", ids[0]);
    let task = reviewer.post_json(&tasks, &json!({ "text": "请核实" })).await.must(201).json();
    assert!(says(&jinan, "/supervised?state=open", "1 件督办事项待答复").await);
    let answer = json!({ "text": "已核实", "state": "answered" });
    let based = jinan.clone().with_header("If-Match", "\"1\"");
    based.post_json(&format!("/api/v1/supervised/{}/replies", task["id"]), &answer).await.must(200);
    assert!(says(&reviewer, "/supervised?state=answered", "1 件督办事项已答复，待办结").await);
    let delay = json!({ "family": "progress", "until": "2026-12-31", "reason": "汛期停工" });
    let asked = jinan.post_json(&format!("/api/v1/projects/{}/light-suspensions", ids[1]), &delay).await;
    asked.must(201);
    assert!(says(&reviewer, "/lights", "1 项缓计亮灯申请待审核").await);
    let rests: Value = json!({ "reason": "资金", "review_on": "2026-11-03" });
    jinan.post_json(&format!("/api/v1/projects/{}/suspension", ids[1]), &rests).await.must(201);
    assert!(!reviewer.get("/").await.text().contains("应复审"), "tomorrow it is due");

    set(&app, "2026-11-03T09:00:00");
    let (reviewer, leader) =
        (app.person(Role::Reviewer, "370000").await, app.person(Role::Leader, "370000").await);
    assert!(says(&reviewer, "/suspended?due=true", "1 个停缓建项目应复审").await);
    assert!(!leader.get("/").await.text().contains("等您处理"), "nothing waits for a leader");
    let counts = [registry(&leader, "red").await, registry(&leader, "unreported").await];
    assert_eq!(lights(&leader).await, counts);
    assert_ne!(counts, ["0", "3"], "two of them are judged");
}
