//! What stands in a project's way, told by reports and by people: one record however often it is told, with everything
//! that was said and done about it.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, TestApp};
use crate::updates::{building, decide, listed, send, set};

async fn all(who: &Client, query: &str) -> Vec<Value> {
    let found = who.get(&format!("/api/v1/problems{query}")).await.must(200).json();
    found["items"].as_array().unwrap().clone()
}

async fn say(who: &Client, problem: &Value, body: Value) -> Answer {
    who.post_json(&format!("/api/v1/problems/{}/replies", problem["id"]), &body).await
}

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn a_report_raises_what_stands_in_the_way_once_and_a_later_month_tells_it_again() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-12-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let tell = |period: &str, text: &str, draft: bool| {
        json!({ "period": period, "draft": draft, "progress_text": "主体施工",
            "problems": [{ "kind": "land", "text": text }] })
    };
    send(&jinan, ids[0], tell("2026-10", "二期用地，未批。", true)).await.must(201);
    assert!(all(&reviewer, "").await.is_empty(), "a draft tells the province nothing");
    send(&jinan, ids[0], tell("2026-10", "二期用地，未批。", false)).await.must(201);
    send(&jinan, ids[0], tell("2026-11", " 二期用地 未批 ", false)).await.must(201);
    let told = all(&reviewer, "").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["first_period"], &told[0]["last_period"]), (&json!("2026-10"), &json!("2026-11")));
    assert_eq!(
        (&told[0]["kind"], &told[0]["state"], &told[0]["level"]),
        (&json!("land"), &json!("open"), &json!("city"))
    );

    say(&jinan, &told[0], json!({ "text": "已批复", "state": "resolved" })).await.must(200);
    set(&app, "2027-01-04T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, ids[0], tell("2026-12", "二期用地未批", false)).await.must(201);
    let again = &all(&jinan, "").await[0];
    assert_eq!((&again["id"], &again["state"]), (&told[0]["id"], &json!("reopened")));
    let whole = jinan.get(&format!("/api/v1/problems/{}", again["id"])).await.must(200).json();
    assert!(whole["replies"][1]["text"].as_str().unwrap().contains("2026-12"), "{whole}");
}

#[actix_web::test]
async fn where_two_sign_a_problem_is_told_with_the_second_name() {
    let app = TestApp::configured(|config| config.updates.sign_off = true).await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let [writer, approver] = [app.person(Role::City, "370100").await, app.person(Role::City, "370100").await];
    let said = json!({ "period": "2026-10", "progress_text": "主体施工", "problems": ["缺少资金"] });
    let sent = send(&writer, ids[0], said).await.must(201).json();
    assert!(all(&writer, "").await.is_empty());
    decide(&approver, &sent, json!({ "decision": "approve" })).await.must(200);
    assert_eq!(all(&writer, "").await[0]["kind"], "other");
}

#[actix_web::test]
async fn it_goes_from_hand_to_hand_in_its_steps_and_everything_said_stays() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370102"), building("乙", "370200")]);
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let raise = format!("/api/v1/projects/{}/problems", ids[0]);
    let body = json!({ "kind": "energy", "text": "能耗指标不足", "level": "province" });
    let raised = jinan.post_json(&raise, &body).await.must(201).json();
    let twice = jinan.post_json(&raise, &body).await;
    assert_eq!((twice.status, code(&twice)), (409, "problems-known-already".to_owned()));
    let wrong = jinan.post_json(&raise, &json!({ "text": " ", "due_on": "下周" })).await.must(422).json();
    let fields: Vec<&Value> =
        wrong["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["text", "due_on"]);
    jinan.post_json(&format!("/api/v1/projects/{}/problems", ids[1]), &body).await.must(404);

    let leader = app.person(Role::Leader, "370000").await;
    say(&leader, &raised, json!({ "text": "请省发改委研究" })).await.must(200);
    say(&leader, &raised, json!({ "text": "x", "state": "resolved" })).await.must(403);
    let taken = json!({ "text": "已转能源处", "state": "coordinating", "owner": "省发展改革委", "due_on": "2026-11-30" });
    let taken = say(&reviewer, &raised, taken).await.must(200).json();
    assert_eq!(
        (&taken["state"], &taken["owner"], &taken["due_on"]),
        (&json!("coordinating"), &json!("省发展改革委"), &json!("2026-11-30"))
    );
    let back = say(&reviewer, &raised, json!({ "text": "x", "state": "reopened" })).await;
    assert_eq!((back.status, code(&back)), (409, "problems-step".to_owned()));
    let based = reviewer.clone().with_header("If-Match", "\"1\"");
    assert_eq!(say(&based, &raised, json!({ "text": "x" })).await.status, 409, "it has changed since");
    say(&jinan, &raised, json!({ "text": "指标已下达", "state": "resolved" })).await.must(200);
    let whole = reviewer.get(&format!("/api/v1/problems/{}", raised["id"])).await.must(200).json();
    let said: Vec<&Value> =
        whole["replies"].as_array().unwrap().iter().map(|reply| &reply["state"]).collect();
    assert_eq!(said, [&Value::Null, &json!("coordinating"), &json!("resolved")]);

    let notices = jinan.get("/api/v1/notices").await.must(200).json();
    let told: Vec<&Value> =
        notices["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "problem").collect();
    assert_eq!(
        told.len(),
        2,
        "what the province says is told to the city, what the city says is not: {notices}"
    );
    assert_eq!(told[0]["href"], format!("/problems/{}", raised["id"]));
    assert!(told[0]["text"].as_str().unwrap().contains("已转能源处"));
    assert!(app.command(&["check"]).status.success());
}

#[actix_web::test]
async fn a_list_of_problems_is_asked_by_what_it_is_about_and_shows_what_lies_in_scope() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370102"), building("乙", "370200")]);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    for (id, kind, level) in
        [(ids[0], "land", "city"), (ids[0], "funds", "province"), (ids[1], "land", "province")]
    {
        let body = json!({ "kind": kind, "text": format!("{kind} {level}"), "level": level });
        reviewer.post_json(&format!("/api/v1/projects/{id}/problems"), &body).await.must(201);
    }
    let jinan = app.person(Role::City, "370100").await;
    assert_eq!(all(&jinan, "").await.len(), 2, "another city's are not hers to read");
    for (query, count) in [
        ("?kind=land", 2),
        ("?level=province", 2),
        ("?kind=land&level=province", 1),
        ("?city=370200", 1),
        ("?state=resolved", 0),
    ] {
        assert_eq!(all(&reviewer, query).await.len(), count, "{query}");
    }
    assert_eq!(all(&reviewer, &format!("?project={}", ids[0])).await.len(), 2);
    for wrong in ["?state=lost", "?kind=cars", "?level=world", "?city=x", "?colour=red"] {
        reviewer.get(&format!("/api/v1/problems{wrong}")).await.must(422);
    }
    let overview = reviewer.get("/").await.must(200).text();
    assert!(overview.contains("2 个请求省级协调的问题待办理"), "{overview}");
}

#[actix_web::test]
async fn the_pages_enter_a_problem_say_what_is_done_and_name_what_is_refused() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    let jinan = app.person(Role::City, "370100").await;
    let raise = format!("/projects/{}/problems", ids[0]);
    let empty = jinan.form(&raise, &[("text", ""), ("owner", "市自然资源局")]).await;
    assert_eq!(empty.status, 422);
    assert!(
        empty.text().contains("请用文字说明") && empty.text().contains("市自然资源局"),
        "what was typed is kept"
    );
    let fields =
        [("text", "二期用地未批"), ("kind", "land"), ("level", "province"), ("due_on", "2026-12-31")];
    let raised = jinan.form(&raise, &fields).await.must(303);
    let at = raised.header("location").to_owned();
    let page = jinan.get(&at).await.must(200).text();
    for part in ["二期用地未批", "用地", "省级", "2026-12-31", "待协调"] {
        assert!(page.contains(part), "{part}");
    }
    jinan
        .form(
            &format!("{at}/replies"),
            &[("text", "已报省厅"), ("state", "coordinating"), ("level", "province"), ("asked", "province")],
        )
        .await
        .must(303);
    let refused = jinan.form(&format!("{at}/replies"), &[("text", "再报"), ("state", "coordinating")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("协调中") && refused.text().contains("再报"), "{}", refused.text());
    let record = jinan.get(&format!("/projects/{}", ids[0])).await.must(200).text();
    assert!(
        record.contains(&format!("href=\"{at}\"")) && record.contains("协调中"),
        "the project's page names it"
    );
    let list = jinan.get("/problems?state=coordinating").await.must(200).text();
    assert!(list.contains("二期用地未批"), "{list}");
    let english = jinan.get("/problems?lang=en").await.must(200).text();
    assert!(english.contains("Coordinating"), "{english}");
}

#[actix_web::test]
async fn a_city_hears_of_a_report_that_came_back_and_of_being_let_in_again() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let sent = send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201).json();
    decide(&reviewer, &sent, json!({ "decision": "return", "reason": "请补充形象进度" })).await.must(200);
    let unlock = json!({ "city": "370100", "until": "2026-12-01", "reason": "系统故障" });
    reviewer.post_json("/api/v1/obligations/2026-10/unlocks", &unlock).await.must(201);
    let notices = jinan.get("/api/v1/notices").await.must(200).json();
    let told: Vec<(&Value, &Value, &Value)> = notices["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["kind"], &one["period"], &one["href"]))
        .take(2)
        .collect();
    let month = json!("/updates?period=2026-10");
    assert_eq!(
        told,
        [
            (&json!("month_unlock"), &json!("2026-10"), &month),
            (&json!("report_return"), &json!("2026-10"), &month)
        ]
    );
    let page = jinan.get("/notices").await.must(200).text();
    assert!(page.contains("请补充形象进度") && page.contains("系统故障"), "{page}");
}
