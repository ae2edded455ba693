//! The monthly reports as cities and province live them: what is owed and by when, what needs a reason, who signs, and
//! what becomes of a report that is accepted or returned. The list is published on 8 October 2026, so October is the
//! first month that is owed; its fifth working day afterwards is Friday, 6 November.

use diesel::prelude::*;
use groundwork::db::Conn;
use groundwork::db::schema::projects;
use groundwork::features::projects::{self as registry, Facts, SideState, Stage};
use groundwork::kernel::division::Scope;
use groundwork::kernel::instant::Instant;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, Quarterly, TestApp, alter, facts};

const OBLIGATIONS: &str = "/api/v1/obligations?period=2026-10";
const DUE: &str = "/api/v1/updates/due?period=2026-10";

/// A project that is being built: 1200 of 10 000 万元 done, 700 of them this year, and of a plan of 2500.
pub fn building(name: &str, division: &str) -> Facts {
    Facts {
        stage: Some(Stage::UnderConstruction),
        actual_start: Some(PlanDate::parse("2025-11").unwrap()),
        cumulative_investment: Money::from_wan(1200),
        ytd_investment: Money::from_wan(700),
        enrolled: Some(true),
        ..facts(name, division, 10_000)
    }
}

/// Publishes a list of these projects; their ids.
pub fn listed(app: &TestApp, projects: Vec<Facts>) -> Vec<i64> {
    let list = Quarterly::opened(app, 3);
    let ids = projects.into_iter().map(|facts| list.nominated(facts)).collect();
    list.review();
    list.accept_all();
    list.publish();
    ids
}

/// Sets the clock to a time of Shanghai.
pub fn set(app: &TestApp, local: &str) {
    let wanted = Instant::parse(&format!("{local}+08:00")).unwrap();
    app.clock.advance(wanted.utc() - app.clock.now().utc());
}

pub async fn send(who: &Client, project: i64, body: Value) -> Answer {
    who.post_json(&format!("/api/v1/projects/{project}/updates"), &body).await
}

pub async fn decide(who: &Client, update: &Value, body: Value) -> Answer {
    let based = who.clone().with_header("If-Match", &format!("\"{}\"", update["version"]));
    based.post_json(&format!("/api/v1/updates/{}/decision", update["id"]), &body).await
}

/// The tally of a city, as this reader sees it: due, on time, late, missing, excused.
async fn tally(who: &Client, city: &str) -> [i64; 5] {
    let shown = who.get(OBLIGATIONS).await.must(200).json();
    let of_city = |item: &&Value| item["city"] == city;
    let item = shown["items"].as_array().unwrap().iter().find(of_city).cloned().unwrap_or_default();
    ["due", "on_time", "late", "missing", "excused"].map(|name| item[name].as_i64().unwrap_or_default())
}

fn codes(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |error: &Value| (text(&error["field"]), text(&error["code"]));
    answer.json()["errors"].as_array().unwrap().iter().map(pair).collect()
}

fn refused(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[actix_web::test]
async fn the_last_minute_of_the_due_day_is_on_time_and_the_next_is_late_and_who_says_nothing_is_missing() {
    let app = TestApp::new().await;
    let places = [("甲", "370102"), ("乙", "370100"), ("丙", "370200")];
    let ids = listed(&app, places.map(|(name, place)| building(name, place)).to_vec());
    set(&app, "2026-11-06T23:58:00");
    let [jinan, qingdao] = [app.person(Role::City, "370100").await, app.person(Role::City, "370200").await];
    assert_eq!(tally(&jinan, "370100").await, [2, 0, 0, 0, 0]);
    assert_eq!(jinan.get(OBLIGATIONS).await.json()["due_at"], "2026-11-06T15:59:59.999999Z");
    set(&app, "2026-11-06T23:59:59");
    send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201);
    set(&app, "2026-11-07T00:00:00");
    send(&jinan, ids[1], json!({ "period": "2026-10", "no_change": true })).await.must(201);
    assert_eq!(tally(&jinan, "370100").await, [0, 1, 1, 0, 0]);
    assert_eq!(tally(&qingdao, "370200").await, [0, 0, 0, 1, 0]);
    assert_eq!(tally(&jinan, "370200").await, [0; 5], "another city's ledger is not hers to read");
    let leader = app.person(Role::Leader, "370000").await;
    let whole = leader.get(OBLIGATIONS).await.must(200).json()["whole"].take();
    assert_eq!((&whole["on_time"], &whole["late"], &whole["missing"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(whole["on_time_rate"], "33.3");
}

#[actix_web::test]
async fn what_is_owed_comes_with_last_times_values_and_is_gone_once_it_is_here() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370102"), building("乙", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let due = jinan.get(DUE).await.must(200).json();
    assert_eq!((&due["total"], &due["items"][0]["project_id"]), (&json!(1), &json!(ids[0])));
    let item = &due["items"][0];
    assert_eq!((&item["state"], &item["county"]), (&json!("due"), &json!("370102")));
    assert_eq!(item["last"]["cumulative_investment_yuan"], 12_000_000);
    assert_eq!(item["last"]["stage"], "under_construction");
    let said = json!({ "period": "2026-10", "cumulative_investment_yuan": 13_000_000,
        "ytd_investment_yuan": 8_000_000, "progress_text": "主体封顶", "problems": [{ "kind": "land", "text": "二期用地" }] });
    let sent = send(&jinan, ids[0], said).await.must(201).json();
    assert_eq!((&sent["state"], &sent["stage"]), (&json!("submitted"), &json!("under_construction")));
    assert_eq!(sent["problems"], json!([{ "kind": "land", "text": "二期用地" }]));
    assert_eq!(jinan.get(DUE).await.must(200).json()["total"], 0);
    let again = send(&jinan, ids[0], json!({ "period": "2026-10" })).await;
    assert_eq!((again.status, &again.json()["code"]), (409, &json!("updates-handed-already")));
}

#[actix_web::test]
async fn what_did_not_move_is_said_of_many_at_once_and_each_stands_for_itself() {
    let app = TestApp::new().await;
    let late_start = Facts { planned_start: PlanDate::parse("2026-05").ok(), ..facts("丙", "370100", 900) };
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370100"), late_start]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let body = json!({ "period": "2026-10", "project_ids": [ids[0], ids[1], ids[2], 999_999] });
    let answer = jinan.post_json("/api/v1/updates/no-change", &body).await.must(200).json();
    let items = answer["items"].as_array().unwrap();
    for item in &items[..2] {
        assert_eq!(
            (&item["update"]["state"], &item["update"]["no_change"]),
            (&json!("submitted"), &json!(true))
        );
        assert_eq!(item["update"]["cumulative_investment_yuan"], 12_000_000);
    }
    assert_eq!(items[2]["errors"][0]["code"], "updates-flag-start-passed");
    assert_eq!(items[3]["errors"][0]["field"], "project_id");
    assert_eq!(tally(&jinan, "370100").await, [1, 2, 0, 0, 0]);
    let contradiction = json!({ "period": "2026-10", "no_change": true, "cumulative_investment_yuan": 5 });
    let answer = send(&jinan, ids[2], contradiction).await;
    assert!(codes(&answer).contains(&("no_change".into(), "updates-no-change-but-changed".into())));
}

#[actix_web::test]
async fn a_flag_is_refused_without_its_reason_and_stays_visible_with_it() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let fell = json!({ "period": "2026-10", "cumulative_investment_yuan": 11_000_000 });
    let answer = send(&jinan, ids[0], fell.clone()).await.must(422);
    assert_eq!(codes(&answer), refused("cumulative_investment_yuan", "updates-flag-cumulative-fell"));
    let sentence = answer.json()["errors"][0]["message"].to_string();
    assert!(sentence.contains("1,200") && sentence.contains("1,100"), "{sentence}");
    let mut draft = fell.clone();
    draft["draft"] = json!(true);
    let draft = send(&jinan, ids[0], draft).await.must(201).json();
    assert_eq!((&draft["state"], &draft["flags"][0]["justified"]), (&json!("draft"), &Value::Null));
    assert_eq!(tally(&jinan, "370100").await, [1, 0, 0, 0, 0], "a draft is not handed in");
    let mut settled = fell;
    settled["justifications"] = json!({ "cumulative_investment_yuan": "上月误报，已与企业核实" });
    let sent = send(&jinan, ids[0], settled).await.must(201).json();
    assert_eq!(sent["id"], draft["id"], "the draft becomes the report");
    let seen = reviewer.get(&format!("/api/v1/projects/{}/updates", ids[0])).await.must(200).json();
    let flag = &seen["items"][0]["flags"][0];
    assert_eq!(flag["code"], "updates-flag-cumulative-fell");
    assert_eq!(flag["justified"], "上月误报，已与企业核实");
}

#[actix_web::test]
async fn a_returned_report_owes_again_and_what_was_returned_stays() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-06T15:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let first =
        send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201).json();
    let unfounded = decide(&reviewer, &first, json!({ "decision": "return" })).await.must(422);
    assert_eq!(codes(&unfounded), refused("reason", "updates-return-reason"));
    set(&app, "2026-11-06T23:00:00");
    let body = json!({ "decision": "return", "reason": "请补充形象进度" });
    let returned = decide(&reviewer, &first, body).await.must(200).json();
    assert_eq!((&returned["state"], &returned["reason"]), (&json!("returned"), &json!("请补充形象进度")));
    assert_eq!(tally(&jinan, "370100").await, [1, 0, 0, 0, 0]);
    let due = jinan.get(DUE).await.must(200).json();
    // Monday 9 and Tuesday 10 November are the two working days.
    assert_eq!(due["items"][0]["due_at"], "2026-11-10T15:59:59.999999Z");
    assert_eq!(due["items"][0]["update"]["reason"], "请补充形象进度");
    set(&app, "2026-11-10T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let second = json!({ "period": "2026-10", "progress_text": "设备安装" });
    let second = send(&jinan, ids[0], second).await.must(201).json();
    assert_ne!(second["id"], first["id"]);
    assert_eq!(tally(&jinan, "370100").await, [0, 1, 0, 0, 0]);
    let all = jinan.get(&format!("/api/v1/projects/{}/updates", ids[0])).await.must(200).json();
    let states: Vec<&Value> = all["items"].as_array().unwrap().iter().map(|item| &item["state"]).collect();
    assert_eq!(states, ["submitted", "returned"]);
}

#[actix_web::test]
async fn an_accepted_report_becomes_the_projects_facts_as_of_its_month() {
    let app = TestApp::new().await;
    let filed = Facts {
        stage: Some(Stage::Filed),
        planned_start: PlanDate::parse("2026-10").ok(),
        ..facts("甲", "370100", 9_000)
    };
    let ids = listed(&app, vec![filed]);
    set(&app, "2026-11-03T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    // Entered by hand in November; the report for October is accepted afterwards and is the newer word.
    alter(&app, ids[0], |facts| facts.cumulative_investment = Money::from_wan(90));
    let said = json!({ "period": "2026-10", "stage": "started", "cumulative_investment_yuan": 1_000_000,
        "ytd_investment_yuan": 1_000_000, "planned_finish": "2029",
        "justifications": { "planned_finish": "施工图调整" } });
    let sent = send(&jinan, ids[0], said).await.must(201).json();
    let project = format!("/api/v1/projects/{}", ids[0]);
    assert_eq!(
        reviewer.get(&project).await.json()["stage"],
        "filed",
        "nothing is taken before it is accepted"
    );
    let accepted = decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200).json();
    assert_eq!(accepted["state"], "accepted");
    let shown = reviewer.get(&project).await.must(200).json();
    assert_eq!((&shown["stage"], &shown["actual_start"]), (&json!("started"), &json!("2026-10")));
    assert_eq!(
        (&shown["cumulative_investment_yuan"], &shown["ytd_investment_yuan"]),
        (&json!(1_000_000), &json!(1_000_000))
    );
    assert_eq!(shown["planned_finish"], "2029");
    let history = reviewer.get(&format!("{project}/history")).await.must(200).text();
    assert!(history.contains("project.report"), "{history}");
    let again = decide(&reviewer, &accepted, json!({ "decision": "accept" })).await;
    assert_eq!((again.status, &again.json()["code"]), (409, &json!("updates-decide-not-submitted")));
}

#[actix_web::test]
async fn a_month_that_is_made_up_for_does_not_overwrite_what_has_been_said_since() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-12-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    for (period, yuan) in [("2026-11", 15_000_000), ("2026-10", 14_000_000)] {
        let said =
            json!({ "period": period, "cumulative_investment_yuan": yuan, "ytd_investment_yuan": yuan / 2 });
        let sent = send(&jinan, ids[0], said).await.must(201).json();
        decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200);
    }
    let shown = reviewer.get(&format!("/api/v1/projects/{}", ids[0])).await.must(200).json();
    assert_eq!(shown["cumulative_investment_yuan"], 15_000_000);
    assert_eq!(tally(&jinan, "370100").await, [0, 0, 1, 0, 0], "October came too late");
}

#[actix_web::test]
async fn with_the_new_year_the_years_investment_begins_anew() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2027-01-05T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let december = json!({ "period": "2026-12", "cumulative_investment_yuan": 16_000_000, "ytd_investment_yuan": 11_000_000 });
    let sent = send(&jinan, ids[0], december).await.must(201).json();
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200);
    let shown = reviewer.get(&format!("/api/v1/projects/{}", ids[0])).await.must(200).json();
    assert_eq!(
        (&shown["cumulative_investment_yuan"], &shown["ytd_investment_yuan"]),
        (&json!(16_000_000), &Value::Null)
    );
    let january =
        send(&jinan, ids[0], json!({ "period": "2027-01", "no_change": true })).await.must(201).json();
    assert_eq!(
        (&january["cumulative_investment_yuan"], &january["ytd_investment_yuan"]),
        (&json!(16_000_000), &json!(0))
    );
}

#[actix_web::test]
async fn where_two_sign_the_report_goes_up_with_the_second_name_and_not_before() {
    let app = TestApp::configured(|config| config.updates.sign_off = true).await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-05T09:00:00");
    let [writer, approver] = [app.person(Role::City, "370100").await, app.person(Role::City, "370100").await];
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let sent =
        send(&writer, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201).json();
    assert_eq!((&sent["state"], &sent["handed_at"]), (&json!("submitted"), &Value::Null));
    let updates = format!("/api/v1/projects/{}/updates", ids[0]);
    assert_eq!(
        reviewer.get(&updates).await.must(200).json()["items"],
        json!([]),
        "the province sees it once it is up"
    );
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(404);
    assert_eq!(tally(&reviewer, "370100").await, [1, 0, 0, 0, 0]);
    let own = decide(&writer, &sent, json!({ "decision": "approve" })).await;
    assert_eq!((own.status, &own.json()["code"]), (403, &json!("updates-approve-own")));
    let approved = decide(&approver, &sent, json!({ "decision": "approve" })).await.must(200).json();
    assert!(approved["approver"].is_string() && approved["handed_at"].is_string(), "{approved}");
    assert_eq!(tally(&reviewer, "370100").await, [0, 1, 0, 0, 0]);
    decide(&approver, &approved, json!({ "decision": "accept" })).await.must(403);
    decide(&reviewer, &approved, json!({ "decision": "accept" })).await.must(200);
}

#[actix_web::test]
async fn a_county_reports_to_its_city_where_the_setting_says_so() {
    let app = TestApp::configured(|config| config.updates.counties_report_to_city = true).await;
    let ids = listed(&app, vec![building("甲", "370102"), building("乙", "370102")]);
    set(&app, "2026-11-05T09:00:00");
    let [writer, colleague] =
        [app.person(Role::City, "370102").await, app.person(Role::City, "370102").await];
    let (city, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let nothing = json!({ "period": "2026-10", "no_change": true });
    let sent = send(&writer, ids[0], nothing.clone()).await.must(201).json();
    assert_eq!((&sent["state"], &sent["handed_at"]), (&json!("submitted"), &Value::Null));
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(404);
    let within = decide(&colleague, &sent, json!({ "decision": "approve" })).await;
    assert_eq!((within.status, &within.json()["code"]), (403, &json!("updates-approve-county")));
    let approved = decide(&city, &sent, json!({ "decision": "approve" })).await.must(200).json();
    assert!(approved["handed_at"].is_string(), "{approved}");
    let own = send(&city, ids[1], nothing).await.must(201).json();
    assert!(own["handed_at"].is_string(), "what the city itself reports goes up at once");
    assert_eq!(tally(&reviewer, "370100").await, [0, 2, 0, 0, 0]);
}

#[actix_web::test]
async fn another_citys_project_is_not_there_and_the_attempt_is_remembered() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(404);
    send(&jinan, ids[0], json!({ "period": "nonsense" })).await.must(404);
    send(&jinan, 999_999, json!({ "period": "2026-10" })).await.must(404);
    let auditor = app.person(Role::Auditor, "370000").await;
    let records = auditor.get("/api/v1/audit").await.must(200).json();
    let attempts: Vec<&Value> = records["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|record| record["deed"] == "update.refuse")
        .collect();
    assert_eq!(attempts.len(), 2, "{records}");
    assert_eq!(attempts[0]["subject_id"], ids[0].to_string());
    let qingdao = app.person(Role::City, "370200").await;
    assert_eq!(tally(&qingdao, "370200").await, [1, 0, 0, 0, 0]);
}

#[actix_web::test]
async fn a_closed_month_takes_nothing_more_but_from_a_city_that_was_let_in_again() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370200")]);
    set(&app, "2026-11-06T12:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let close = "/api/v1/obligations/2026-10/close";
    let early = reviewer.post_json(close, &json!({})).await;
    assert_eq!((early.status, &early.json()["code"]), (409, &json!("updates-close-early")));
    set(&app, "2026-11-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [jinan, qingdao] = [app.person(Role::City, "370100").await, app.person(Role::City, "370200").await];
    let closed = reviewer.post_json(close, &json!({})).await.must(200).json();
    assert!(closed["closed_at"].is_string());
    reviewer.post_json(close, &json!({})).await.must(409);
    let body = json!({ "period": "2026-10", "no_change": true });
    let refused = send(&jinan, ids[0], body.clone()).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("updates-period-closed")));
    let unlocks = "/api/v1/obligations/2026-10/unlocks";
    let unlock = json!({ "city": "370100", "until": "2026-11-09T18:00:00+08:00", "reason": "系统故障" });
    reviewer.post_json(unlocks, &unlock).await.must(201);
    reviewer
        .post_json(unlocks, &json!({ "city": "370102", "until": "2026-11-20", "reason": "x" }))
        .await
        .must(422);
    reviewer
        .post_json(unlocks, &json!({ "city": "370100", "until": "2026-11-01", "reason": "x" }))
        .await
        .must(422);
    send(&jinan, ids[0], body.clone()).await.must(201);
    send(&qingdao, ids[1], body.clone()).await.must(409);
    let shown = reviewer.get(OBLIGATIONS).await.must(200).json();
    assert_eq!(shown["unlocks"][0]["reason"], "系统故障");
    assert_eq!(tally(&reviewer, "370100").await, [0, 0, 1, 0, 0]);
    assert_eq!(tally(&reviewer, "370200").await, [0, 0, 0, 1, 0]);
}

#[actix_web::test]
async fn what_is_suspended_or_let_off_owes_nothing_and_counts_for_nobody() {
    let app = TestApp::new().await;
    let ids =
        listed(&app, vec![building("甲", "370100"), building("乙", "370100"), building("丙", "370100")]);
    alter(&app, ids[0], |facts| facts.side_state = SideState::Suspended);
    alter(&app, ids[1], |facts| facts.side_state = SideState::Exited);
    set(&app, "2026-11-02T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert_eq!(tally(&reviewer, "370100").await, [1, 0, 0, 0, 1], "what has left owes no report");
    let excuses = "/api/v1/obligations/2026-10/excuses";
    let body = json!({ "project_id": ids[2], "reason": "自然灾害" });
    reviewer.post_json(excuses, &body).await.must(204);
    reviewer.post_json(excuses, &body).await.must(404);
    assert_eq!(tally(&reviewer, "370100").await, [0, 0, 0, 0, 2]);
}

#[actix_web::test]
async fn the_ledger_names_the_person_whose_report_it_is() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370100")]);
    let jinan = app.person(Role::City, "370100").await;
    let own = diesel::update(projects::table.find(ids[0])).set(projects::reporter_id.eq(jinan.id));
    app.context.db.write_now(|conn| Ok(own.execute(conn)?)).unwrap();
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201);
    let persons = jinan.get(OBLIGATIONS).await.must(200).json()["persons"].take();
    assert_eq!(persons.as_array().unwrap().len(), 1, "{persons}");
    assert_eq!((&persons[0]["on_time"], &persons[0]["on_time_rate"]), (&json!(1), &json!("100.0")));
    assert!(persons[0]["name"].as_str().unwrap().starts_with("city-"), "{persons}");
}

#[actix_web::test]
async fn a_draft_of_a_city_is_not_the_provinces_to_see_or_to_overwrite() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, officer) =
        (app.person(Role::City, "370100").await, app.person(Role::Officer, "370000").await);
    let draft = json!({ "period": "2026-10", "draft": true, "progress_text": "主体封顶" });
    send(&jinan, ids[0], draft).await.must(201);
    let updates = format!("/api/v1/projects/{}/updates", ids[0]);
    assert_eq!(officer.get(&updates).await.must(200).json()["items"], json!([]));
    let refused = send(&officer, ids[0], json!({ "period": "2026-10", "no_change": true })).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("updates-open-in-city")));
    let kept = jinan.get(&updates).await.must(200).json();
    assert_eq!(kept["items"][0]["progress_text"], "主体封顶");
}

#[actix_web::test]
async fn what_cannot_be_is_refused_at_its_field() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    for (body, field, code) in [
        (json!({ "period": "2026-12" }), "period", "updates-period-future"),
        (json!({ "period": "2026-13" }), "period", "kernel-period-format"),
        (json!({ "period": "2026-10", "colour": 1 }), "colour", "input-unknown-field"),
        (json!({ "period": "2026-10", "stage": "flying" }), "stage", "input-type"),
        (
            json!({ "period": "2026-10", "cumulative_investment_yuan": -1 }),
            "cumulative_investment_yuan",
            "updates-amount-negative",
        ),
        (
            json!({ "period": "2026-10", "ytd_investment_yuan": 99_000_000 }),
            "ytd_investment_yuan",
            "updates-ytd-above-cumulative",
        ),
        (
            json!({ "period": "2026-10", "planned_finish": "soon" }),
            "planned_finish",
            "kernel-plan-date-format",
        ),
    ] {
        let answer = send(&jinan, ids[0], body.clone()).await.must(422);
        assert_eq!(codes(&answer), refused(field, code), "{body}");
    }
    let running = send(&jinan, ids[0], json!({ "period": "2026-11", "no_change": true })).await;
    assert_eq!(running.status, 201, "the month that runs takes reports");
}

#[actix_web::test]
async fn a_decision_or_a_draft_that_is_based_on_an_old_version_changes_nothing() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let draft = json!({ "period": "2026-10", "draft": true, "progress_text": "一" });
    let first = send(&jinan, ids[0], draft.clone()).await.must(201).json();
    send(&jinan, ids[0], draft.clone()).await.must(201);
    let old_window = jinan.clone().with_header("If-Match", &format!("\"{}\"", first["version"]));
    let stale = send(&old_window, ids[0], draft).await.must(409).json();
    assert_eq!((&stale["base"]["version"], &stale["current"]["version"]), (&json!(1), &json!(2)));
    let sent = send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201).json();
    let decision = format!("/api/v1/updates/{}/decision", sent["id"]);
    reviewer.post_json(&decision, &json!({ "decision": "accept" })).await.must(428);
    let old = json!({ "id": sent["id"], "version": 1 });
    decide(&reviewer, &old, json!({ "decision": "accept" })).await.must(409);
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200);
}

#[actix_web::test]
async fn a_projects_reports_come_whole_or_by_the_page_that_is_asked_for() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    for (day, period) in [("2026-11-02", "2026-10"), ("2026-12-02", "2026-11"), ("2027-01-04", "2026-12")] {
        set(&app, &format!("{day}T09:00:00"));
        let jinan = app.person(Role::City, "370100").await;
        send(&jinan, ids[0], json!({ "period": period, "no_change": true })).await.must(201);
    }
    let jinan = app.person(Role::City, "370100").await;
    let reports = format!("/api/v1/projects/{}/updates", ids[0]);
    let periods = |answer: Answer| -> Vec<Value> {
        let items = answer.json()["items"].take();
        items.as_array().unwrap().iter().map(|report| report["period"].clone()).collect()
    };
    assert_eq!(periods(jinan.get(&reports).await.must(200)), ["2026-12", "2026-11", "2026-10"]);
    assert_eq!(periods(jinan.get(&format!("{reports}?per_page=2&page=2")).await.must(200)), ["2026-10"]);
    jinan.get(&format!("{reports}?page=0")).await.must(422);
}

#[actix_web::test]
async fn decembers_last_word_on_its_year_is_kept_when_january_was_accepted_before_it() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2027-02-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let why = json!({ "cumulative_investment_yuan": "补报", "ytd_investment_yuan": "补报" });
    let said = |period: &str, ytd: i64, cumulative: i64| {
        json!({ "period": period, "justifications": why,
        "ytd_investment_yuan": ytd * 10_000, "cumulative_investment_yuan": cumulative * 10_000 })
    };
    let december = send(&jinan, ids[0], said("2026-12", 1500, 2000)).await.must(201).json();
    let january = send(&jinan, ids[0], said("2027-01", 100, 2100)).await.must(201).json();
    for report in [&january, &december] {
        decide(&reviewer, report, json!({ "decision": "accept" })).await.must(200);
    }
    let province = Scope::parse("370000").unwrap();
    let done = |year: i32| {
        let stands = |conn: &mut Conn| registry::project(conn, &province, ids[0], year);
        app.context.db.read_now(stands).unwrap().facts.ytd_investment.map(Money::yuan)
    };
    assert_eq!((done(2026), done(2027)), (Some(15_000_000), Some(1_000_000)));
    let stands = jinan.get(&format!("/api/v1/projects/{}", ids[0])).await.must(200).json();
    assert_eq!(stands["cumulative_investment_yuan"], 21_000_000, "January's is the newer word");
}

#[actix_web::test]
async fn what_came_back_may_be_handed_in_again_within_its_term_though_the_month_was_closed() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370100")]);
    set(&app, "2026-11-05T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let nothing = json!({ "period": "2026-10", "no_change": true });
    let sent = send(&jinan, ids[0], nothing.clone()).await.must(201).json();
    set(&app, "2026-11-09T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    reviewer.post_json("/api/v1/obligations/2026-10/close", &json!({})).await.must(200);
    decide(&reviewer, &sent, json!({ "decision": "return", "reason": "请附凭证" })).await.must(200);
    let shut = send(&jinan, ids[1], nothing.clone()).await;
    assert_eq!((shut.status, &shut.json()["code"]), (409, &json!("updates-period-closed")), "never reported");
    let form = jinan.get(&format!("/projects/{}/report?period=2026-10", ids[0])).await.must(200).text();
    assert!(form.contains("name=\"deed\" value=\"submit\""), "the form takes it: {form}");
    // Two working days: Tuesday 10 and Wednesday 11 November.
    set(&app, "2026-11-11T23:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let again = send(&jinan, ids[0], nothing.clone()).await.must(201).json();
    assert_eq!(tally(&jinan, "370100").await, [0, 1, 0, 1, 0], "on time as ever");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    decide(&reviewer, &again, json!({ "decision": "return", "reason": "再核" })).await.must(200);
    set(&app, "2026-11-14T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    assert_eq!(send(&jinan, ids[0], nothing).await.status, 409, "its term is over");
}
