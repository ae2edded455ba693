//! 督办: what stays red begins a task once, a person begins one by a remark, the city answers, the province closes, and
//! everything that was said stays.

use groundwork::features::projects::Facts;
use groundwork::kernel::money::Money;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::rooms::notices_of;
use crate::kit::{Answer, Client, TestApp, alter};
use crate::updates::{building, listed, send, set};

/// Being built, with so much of the year's 2500 万元 done.
fn at(name: &str, division: &str, ytd: i64) -> Facts {
    Facts {
        ytd_investment: Money::from_wan(ytd),
        cumulative_investment: Money::from_wan(5000),
        ..building(name, division)
    }
}

async fn tasks(who: &Client) -> Vec<Value> {
    who.get("/api/v1/supervised").await.must(200).json()["items"].as_array().unwrap().clone()
}

async fn say(who: &Client, task: &Value, body: Value) -> Answer {
    let based = who.clone().with_header("If-Match", &format!("\"{}\"", task["version"]));
    based.post_json(&format!("/api/v1/supervised/{}/replies", task["id"]), &body).await
}

#[actix_web::test]
async fn a_light_that_stays_red_two_months_begins_one_task_and_a_third_month_goes_on_in_it() {
    let app = TestApp::new().await;
    // 8% of the plan: red in October (83.3) and after; 84%: 7.7 points behind in November, green by the setting.
    let ids = listed(&app, vec![at("甲", "370100", 200), at("乙", "370100", 2100), at("丙", "370200", 200)]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let nothing = |period: &str| json!({ "period": period, "no_change": true });
    for id in &ids[..2] {
        send(&jinan, *id, nothing("2026-10")).await.must(201);
    }
    set(&app, "2026-11-10T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.post_json("/api/v1/obligations/2026-10/close", &json!({})).await.must(200);
    assert!(tasks(&reviewer).await.is_empty(), "one red month is none");
    // Entered in November, it counts for November.
    alter(&app, ids[2], |facts| facts.ytd_investment = Money::from_wan(2400));

    set(&app, "2026-12-02T09:00:00");
    let (jinan, qingdao) = (app.person(Role::City, "370100").await, app.person(Role::City, "370200").await);
    for id in &ids[..2] {
        send(&jinan, *id, nothing("2026-11")).await.must(201);
    }
    send(&qingdao, ids[2], nothing("2026-11")).await.must(201);
    assert!(tasks(&jinan).await.is_empty(), "while the month's reports come in nobody is asked");
    set(&app, "2026-12-10T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    reviewer.post_json("/api/v1/obligations/2026-11/close", &json!({})).await.must(200);
    let begun = tasks(&reviewer).await;
    assert_eq!(begun.len(), 1, "{begun:?}");
    let task = &begun[0];
    assert_eq!(
        (&task["project_id"], &task["cause"], &task["state"]),
        (&json!(ids[0]), &json!("red_light"), &json!("open"))
    );
    assert_eq!((&task["first_period"], &task["last_period"]), (&json!("2026-10"), &json!("2026-11")));
    // Ten working days after Thursday, 10 December.
    assert_eq!((&task["due_on"], &task["overdue"]), (&json!("2026-12-24"), &json!(false)));
    assert_eq!(task["raiser"], "系统", "nobody in person");
    let (href, told) = notices_of(&jinan, "supervised").await.remove(0);
    assert_eq!(href, format!("/supervised/{}", task["id"]));
    let text = task["text"].as_str().unwrap();
    assert!(told.contains(text) && told.contains("请于 2026-12-24 前答复"), "{told}");
    assert!(text.contains("连续 2 个月红灯") && text.contains("落后 83.7 个百分点"), "{text}");
    assert_eq!(tasks(&jinan).await.len(), 1);

    set(&app, "2027-01-04T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    send(&jinan, ids[0], nothing("2026-12")).await.must(201);
    assert_eq!(tasks(&reviewer).await[0]["overdue"], true);
    set(&app, "2027-02-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    // The next month's opening looks at December, too, where nobody closed it.
    jinan.get("/api/v1/obligations?period=2027-01").await.must(200);
    let now = tasks(&reviewer).await;
    assert_eq!((now.len(), &now[0]["last_period"]), (1, &json!("2026-12")), "{now:?}");
}

#[actix_web::test]
async fn the_city_answers_the_province_sends_back_or_closes_and_everything_said_stays() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer, leader) = (
        app.person(Role::City, "370100").await,
        app.person(Role::Reviewer, "370000").await,
        app.person(Role::Leader, "370000").await,
    );
    let raise = format!("/api/v1/projects/{}/supervised", ids[0]);
    let task = leader.post_json(&raise, &json!({ "text": "请专题研究供电问题" })).await.must(201).json();
    assert_eq!(
        (&task["cause"], &task["due_on"], &task["version"]),
        (&json!("remark"), &json!("2026-11-16"), &json!(1))
    );
    jinan.post_json(&raise, &json!({ "text": "x" })).await.must(403);
    let past = json!({ "text": " ", "due_on": "2026-11-01" });
    let wrong = leader.post_json(&raise, &past).await.must(422).json();
    let fields: Vec<&Value> =
        wrong["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["text", "due_on"]);

    let early = say(&jinan, &task, json!({ "text": "已办", "state": "closed" })).await;
    assert_eq!(early.status, 403, "the city does not close its own task");
    let answered = say(&jinan, &task, json!({ "text": "双回路年底前建成", "state": "answered" })).await;
    let answered = answered.must(200).json();
    let path = format!("/api/v1/supervised/{}/replies", task["id"]);
    let blind = json!({ "text": "x", "state": "closed" });
    assert_eq!(reviewer.post_json(&path, &blind).await.status, 428, "a step names what it is based on");
    let stale = say(&reviewer, &task, json!({ "text": "x", "state": "closed" })).await;
    assert_eq!((stale.status, &stale.json()["current"]["state"]), (409, &json!("answered")));
    let back =
        say(&reviewer, &answered, json!({ "text": "请附时间表", "state": "open" })).await.must(200).json();
    let itself = say(&reviewer, &back, json!({ "text": "代答", "state": "answered" })).await;
    assert_eq!((itself.status, &itself.json()["code"]), (403, &json!("supervised-city-answers")));
    let again = say(&jinan, &back, json!({ "text": "见附件", "state": "answered" })).await.must(200).json();
    let closed = say(&reviewer, &again, json!({ "text": "办结", "state": "closed" })).await.must(200).json();
    let after = say(&jinan, &closed, json!({ "text": "再说一次", "state": "answered" })).await.must(409);
    assert_eq!(after.json()["code"], "supervised-step");
    let states: Vec<&Value> =
        closed["replies"].as_array().unwrap().iter().map(|reply| &reply["state"]).collect();
    assert_eq!(states, ["answered", "open", "answered", "closed"]);

    // What the province says is told to the city; what she says herself is not.
    let told: Vec<String> =
        notices_of(&jinan, "supervised").await.into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        told,
        [
            "项目“甲”的督办事项有新的意见：办结",
            "项目“甲”的督办事项有新的意见：请附时间表",
            "督办项目“甲”，请于 2026-11-16 前答复：请专题研究供电问题"
        ]
    );

    let page = leader.get(&format!("/supervised/{}", task["id"])).await.must(200).text();
    assert!(page.contains("请附时间表") && page.contains("已办结"), "{page}");
    app.person(Role::City, "370200").await.get(&format!("/supervised/{}", task["id"])).await.must(404);
    let english = reviewer.get("/supervised?lang=en&state=closed").await.must(200).text();
    assert!(english.contains("Supervised tasks") && english.contains("甲"), "{english}");
    let form = [("text", "请核实开工条件"), ("due_on", "2026-12-01")];
    reviewer.form(&format!("/projects/{}/supervised", ids[1]), &form).await.must(303);
    assert_eq!(tasks(&reviewer).await.len(), 2);
}

#[actix_web::test]
async fn what_a_person_closed_does_not_begin_again_for_the_same_months_and_does_for_a_later_one() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![at("甲", "370100", 200)]);
    let close = |period: &'static str, day: &'static str| {
        set(&app, day);
        let app = &app;
        async move {
            let reviewer = app.person(Role::Reviewer, "370000").await;
            reviewer.post_json(&format!("/api/v1/obligations/{period}/close"), &json!({})).await.must(200);
            reviewer
        }
    };
    for (period, opened) in [("2026-10", "2026-11-02T09:00:00"), ("2026-11", "2026-12-02T09:00:00")] {
        set(&app, opened);
        let jinan = app.person(Role::City, "370100").await;
        send(&jinan, ids[0], json!({ "period": period, "no_change": true })).await.must(201);
    }
    close("2026-10", "2026-12-09T09:00:00").await;
    let reviewer = close("2026-11", "2026-12-10T09:00:00").await;
    let begun = tasks(&reviewer).await;
    say(&reviewer, &begun[0], json!({ "text": "已约谈", "state": "closed" })).await.must(200);
    // The next month's opening looks at November once more.
    set(&app, "2027-01-04T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    jinan.get("/updates?period=2026-12").await.must(200);
    assert_eq!(tasks(&jinan).await.len(), 1, "it was closed");
    send(&jinan, ids[0], json!({ "period": "2026-12", "no_change": true })).await.must(201);
    let reviewer = close("2026-12", "2027-01-12T09:00:00").await;
    assert_eq!(tasks(&reviewer).await.len(), 2, "a third red month is another matter");
}
