//! What months, their reviewers and their ledger owe to care: months follow one another whoever looks first, what stands is
//! not undone by what is old, many reports are decided at once, and everybody who may see a report finds its papers.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use groundwork::db::schema::updates;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Client, TestApp, rooms};
use crate::updates::{building, decide, listed, send, set};

fn texts(list: &Value, of: &str, field: &str) -> Vec<String> {
    list[of].as_array().unwrap().iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

async fn owed(who: &Client, period: &str) -> Value {
    who.get(&format!("/api/v1/obligations?period={period}")).await.must(200).json()
}

#[actix_web::test]
async fn months_are_opened_in_their_order_whichever_is_looked_at_first() {
    let mut told = Vec::new();
    // The newest first; or one after another.
    for order in [["2026-12", "2026-10", "2026-11"], ["2026-10", "2026-11", "2026-12"]] {
        let app = TestApp::new().await;
        let ids = listed(&app, vec![building("甲厂", "370100")]);
        set(&app, "2027-01-04T09:00:00");
        let auditor = app.person(Role::Auditor, "370000").await;
        for period in order {
            auditor.get(&format!("/updates?period={period}")).await.must(200);
        }
        let lights = auditor.get(&format!("/api/v1/projects/{}/lights", ids[0])).await.must(200).json();
        let tasks = auditor.get("/api/v1/supervised").await.must(200).json();
        told.push((texts(&lights, "items", "colour"), tasks["total"].clone()));
    }
    assert_eq!(told[0], told[1], "who looks where changes nothing");
    assert_eq!(
        (told[0].0.len(), &told[0].1),
        (3, &json!(1)),
        "three silent months, and one task of it: {told:?}"
    );
}

#[actix_web::test]
async fn a_month_before_the_first_takes_no_report_and_is_not_made_up_for() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    jinan.get("/updates?period=2026-10").await.must(200);
    for period in ["2026-09", "2020-01"] {
        jinan.get(&format!("/updates?period={period}")).await.must(200);
        let said = json!({ "period": period, "no_change": true });
        let refused = send(&jinan, ids[0], said).await.must(422).json();
        assert_eq!(refused["errors"][0]["code"], "updates-period-before", "{refused}");
        let month = [("period", period)];
        let photos = format!("/api/v1/projects/{}/photos", ids[0]);
        jinan.upload(&photos, "a.png", &rooms::png(8, 8), &month).await.must(422);
        assert_eq!(owed(&jinan, period).await["items"], json!([]));
    }
    let early = jinan.form("/updates", &[("period", "2027-01"), ("project", "1")]).await.must(422).text();
    assert!(early.contains("2027-01 还没有开始"), "{early}");
}

#[actix_web::test]
async fn a_month_that_nobody_had_looked_at_is_opened_also_when_a_later_one_was() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2027-01-04T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.get("/updates?period=2026-12").await.must(200);
    // As a database looks in which months were opened as people looked at them.
    let forget = "delete from obligations where period = '2026-11'; delete from reporting_periods where period = '2026-11'";
    app.context.db.connection().unwrap().batch_execute(forget).unwrap();
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, ids[0], json!({ "period": "2026-11", "no_change": true })).await.must(201);
    assert_eq!(owed(&jinan, "2026-11").await["items"][0]["late"], 1);
    let before = json!({ "period": "2026-09", "no_change": true });
    assert_eq!(send(&jinan, ids[0], before).await.must(422).json()["errors"][0]["field"], "period");
}

#[actix_web::test]
async fn a_report_that_cannot_be_accepted_among_many_is_left_as_it_was() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let mut updates = Vec::new();
    for id in &ids {
        let said = json!({ "period": "2026-10", "cumulative_investment_yuan": 13_000_000 });
        let sent = send(&jinan, *id, said).await.must(201).json();
        updates.push(json!({ "id": sent["id"], "version": sent["version"] }));
    }
    let project = format!("/api/v1/projects/{}", ids[0]);
    let version = reviewer.get(&project).await.must(200).json()["version"].as_i64().unwrap();
    let void = json!({ "side_state": "voided", "reason": "重复录入" });
    reviewer.patch_json(&project, version, &void).await.must(200);
    let all = json!({ "decision": "accept", "updates": updates });
    let answers = reviewer.post_json("/api/v1/updates/decisions", &all).await.must(200).json();
    assert!(answers["items"][0]["update"].is_null(), "{answers}");
    assert_eq!(answers["items"][1]["update"]["state"], "accepted");
    let state: String = updates::table
        .filter(updates::project_id.eq(ids[0]))
        .select(updates::state)
        .first(&mut *app.context.db.connection().unwrap())
        .unwrap();
    assert_eq!(state, "submitted", "nothing of a refused decision stays");
}

#[actix_web::test]
async fn an_attempt_at_another_citys_photos_is_remembered() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let month = [("period", "2026-10")];
    let png = rooms::png(8, 8);
    jinan.upload(&format!("/api/v1/projects/{}/photos", ids[0]), "a.png", &png, &month).await.must(404);
    jinan.upload(&format!("/projects/{}/report/photo", ids[0]), "a.png", &png, &month).await.must(404);
    let auditor = app.person(Role::Auditor, "370000").await;
    let records = auditor.get("/api/v1/audit").await.must(200).json();
    let refused = texts(&records, "items", "deed").into_iter().filter(|deed| deed == "update.refuse").count();
    assert_eq!(refused, 2, "{records}");
}

#[actix_web::test]
async fn the_years_sum_that_fell_within_its_year_is_asked_about() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let fell = json!({ "period": "2026-10", "ytd_investment_yuan": 6_000_000 });
    let refused = send(&jinan, ids[0], fell).await.must(422).json();
    let error = &refused["errors"][0];
    assert_eq!(
        (&error["field"], &error["code"]),
        (&json!("ytd_investment_yuan"), &json!("updates-flag-ytd-fell"))
    );
    let sentence = error["message"].as_str().unwrap();
    assert!(sentence.contains("700") && sentence.contains("600"), "{sentence}");
}

#[actix_web::test]
async fn a_citys_second_chance_has_a_limit_and_an_end() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let month = "/api/v1/obligations/2026-10";
    reviewer.post_json(&format!("{month}/close"), &json!({})).await.must(200);
    let unlocks = format!("{month}/unlocks");
    let open = |until: &str| json!({ "city": "370100", "until": until, "reason": "系统故障" });
    let long = reviewer.post_json(&unlocks, &open("2027-03-01")).await.must(422).json();
    assert_eq!(long["errors"][0]["code"], "updates-unlock-long");
    reviewer.post_json(&unlocks, &open("2027-02-10")).await.must(422);
    reviewer.post_json(&unlocks, &open("2027-02-09")).await.must(201);
    let granted = reviewer.post_json(&unlocks, &open("2026-11-20")).await.must(201).json();
    let end = |reason: &str| json!({ "id": granted["id"], "reason": reason });
    let ends = format!("{unlocks}/end");
    reviewer.post_json(&ends, &end(" ")).await.must(422);
    jinan.post_json(&ends, &end("x")).await.must(403);
    let ended = reviewer.post_json(&ends, &end("已补报")).await.must(200).json();
    assert_eq!((&ended["end_reason"], &ended["until"]), (&json!("已补报"), &granted["until"]));
    assert_eq!(reviewer.post_json(&ends, &end("再次")).await.must(409).json()["code"], "updates-unlock-over");
    let late = send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await;
    assert_eq!((late.status, &late.json()["code"]), (409, &json!("updates-period-closed")));
    let notices = jinan.get("/api/v1/notices").await.must(200).json();
    let kinds = texts(&notices, "items", "kind");
    assert!(kinds.contains(&"unlock_end".to_owned()), "the city is told: {kinds:?}");

    // The page says the same, and does the same.
    reviewer.post_json(&unlocks, &open("2026-11-20")).await.must(201);
    let page = reviewer.get("/updates?period=2026-10").await.must(200).text();
    assert!(page.contains("提前结束：已补报") && page.contains("action=\"/updates/unlocks/end\""), "{page}");
    let id = owed(&reviewer, "2026-10").await["unlocks"][0]["id"].to_string();
    let form = |reason: &'static str| [("period", "2026-10"), ("unlock", id.as_str()), ("reason", reason)];
    reviewer.form("/updates/unlocks/end", &form("")).await.must(422);
    reviewer.form("/updates/unlocks/end", &form("误开")).await.must(303);
    reviewer.form("/updates/unlocks/end", &form("误开")).await.must(422);
}

#[actix_web::test]
async fn many_reports_are_accepted_at_once_and_each_that_cannot_be_says_why() {
    let app = TestApp::new().await;
    let ids = listed(&app, ["甲", "乙", "丙"].map(|name| building(name, "370100")).to_vec());
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let mut sent = Vec::new();
    for id in &ids {
        let said = json!({ "period": "2026-10", "cumulative_investment_yuan": 13_000_000 });
        sent.push(send(&jinan, *id, said).await.must(201).json());
    }
    decide(&reviewer, &sent[2], json!({ "decision": "return", "reason": "请核对" })).await.must(200);
    let based = |one: &Value| json!({ "id": one["id"], "version": one["version"] });
    let all = json!({ "decision": "accept", "updates": sent.iter().map(based).collect::<Vec<_>>() });
    let decisions = "/api/v1/updates/decisions";
    jinan.post_json(decisions, &all).await.must(403);
    let back = json!({ "decision": "return", "updates": [based(&sent[0])] });
    let refused = reviewer.post_json(decisions, &back).await.must(422).json();
    assert_eq!(refused["errors"][0]["code"], "updates-decide-many-return");
    reviewer.post_json(decisions, &json!({ "decision": "accept", "updates": [] })).await.must(422);

    // On the page: the first is chosen, and one that came back in the meantime.
    let page = reviewer.get("/updates?period=2026-10").await.must(200).text();
    let choice = |one: &Value| format!("{}.{}", one["id"], one["version"]);
    let box_of = format!("name=\"update\" value=\"{}\"", choice(&sent[0]));
    let at = page.find(&box_of).unwrap_or_else(|| panic!("{page}"));
    assert!(
        page[at..].chars().take(150).collect::<String>().contains("checked"),
        "nothing is unusual about it: it is chosen already"
    );
    assert!(page.contains("上次 1,200"), "what stood last is beside it: {page}");
    let (first, third) = (choice(&sent[0]), choice(&sent[2]));
    let form = [
        ("period", "2026-10"),
        ("decision", "accept"),
        ("update", first.as_str()),
        ("update", third.as_str()),
    ];
    let answer = reviewer.form("/updates/decisions", &form).await.must(422).text();
    assert!(answer.contains("已处理 1 项") && answer.contains("这份报送已被修改"), "{answer}");
    let second = choice(&sent[1]);
    let at = answer.find(&format!("value=\"{second}\"")).unwrap_or_else(|| panic!("{answer}"));
    assert!(
        !answer[at..].chars().take(90).collect::<String>().contains("checked"),
        "what was not chosen is not chosen for her: {answer}"
    );
    let none = [("period", "2026-10"), ("decision", "accept")];
    let none = reviewer.form("/updates/decisions", &none).await.must(422).text();
    assert!(none.contains("请选择 1 至 500 项报送"), "{none}");
    let state = |who: Client, id: i64| async move {
        let all = who.get(&format!("/api/v1/projects/{id}/updates")).await.must(200).json();
        all["items"][0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(reviewer.clone(), ids[0]).await, "accepted", "one that is refused holds up no other");
    assert_eq!(state(reviewer.clone(), ids[2]).await, "returned");

    let answers = reviewer.post_json(decisions, &all).await.must(200).json();
    let codes: Vec<&Value> =
        answers["items"].as_array().unwrap().iter().map(|one| &one["errors"][0]["code"]).collect();
    assert_eq!(codes, [&json!("updates-row-overtaken"), &Value::Null, &json!("updates-row-overtaken")]);
    assert_eq!(answers["items"][1]["update"]["state"], "accepted");
}

#[actix_web::test]
async fn everybody_who_may_see_a_report_finds_its_sheet_its_photos_and_its_stamped_scan() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let fields = [("period", "2026-10")];
    let photos = format!("/api/v1/projects/{}/photos", ids[0]);
    jinan.upload(&photos, "现场.png", &rooms::png(64, 64), &fields).await.must(201);
    let sent = send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201).json();
    let scan = format!("/projects/{}/report/scan", ids[0]);
    jinan.upload(&scan, "盖章.pdf", b"%PDF-1.7 stamped\n%%EOF", &fields).await.must(303);
    for (role, scope) in [(Role::Reviewer, "370000"), (Role::Leader, "370000"), (Role::City, "370100")] {
        let reader = app.person(role, scope).await;
        let record = reader.get(&format!("/projects/{}", ids[0])).await.must(200).text();
        assert!(
            record.contains(&format!("/projects/{}/updates", ids[0])),
            "{role:?}: linked from the project"
        );
        let reports = reader.get(&format!("/projects/{}/updates", ids[0])).await.must(200).text();
        let sheet = reader.get(&format!("/updates/{}/print", sent["id"])).await.must(200).text();
        for page in [&reports, &sheet] {
            assert!(page.contains("盖章.pdf") && page.contains("/files/"), "{role:?}: {page}");
        }
        assert!(reports.contains("照片 1 张") && reports.contains("2026-10"), "{reports}");
    }
    let waiting = app.person(Role::Reviewer, "370000").await.get("/updates?period=2026-10").await.text();
    assert!(waiting.contains("盖章.pdf") && waiting.contains("照片 1 张"), "{waiting}");
    let qingdao = app.person(Role::City, "370200").await;
    qingdao.get(&format!("/projects/{}/updates", ids[0])).await.must(404);
}

#[actix_web::test]
async fn the_ledger_follows_a_city_and_a_person_over_months() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370200")]);
    let officer = app.person(Role::Officer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let me = jinan.get("/api/v1/me").await.must(200).json();
    let mine = json!({ "project_ids": [ids[0]], "user_id": me["id"] });
    officer.post_json("/api/v1/updates/reporters", &mine).await.must(200);
    for (day, period, late) in [("2026-11-03", "2026-10", false), ("2026-12-20", "2026-11", true)] {
        set(&app, &format!("{day}T09:00:00"));
        let jinan = app.person(Role::City, "370100").await;
        jinan.get(&format!("/updates?period={period}")).await.must(200);
        send(&jinan, ids[0], json!({ "period": period, "no_change": true })).await.must(201);
        let shown = owed(&jinan, period).await;
        assert_eq!(shown["items"][0]["late"], i64::from(late));
    }
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let ledger = reviewer.get("/api/v1/obligations/ledger").await.must(200).json();
    let city = &ledger["cities"][0];
    let rates: Vec<&Value> =
        city["months"].as_array().unwrap().iter().map(|month| &month["on_time_rate"]).collect();
    assert_eq!(rates, [&json!("100.0"), &json!("0.0")], "{ledger}");
    assert_eq!(
        (&city["on_time"], &city["late"], &city["on_time_rate"]),
        (&json!(1), &json!(1), &json!("50.0"))
    );
    assert_eq!(ledger["cities"][1]["missing"], 2);
    let person = &ledger["persons"][0];
    assert_eq!((&person["user_id"], &person["on_time_rate"]), (&me["id"], &json!("50.0")));
    let page = reviewer.get("/updates/ledger").await.must(200).text();
    assert!(page.contains(me["name"].as_str().unwrap()) && page.contains("50.0%"), "{page}");
    let one = reviewer.get("/api/v1/obligations/ledger?from=2026-10&until=2026-10").await.must(200).json();
    assert_eq!(one["cities"][0]["on_time_rate"], "100.0");
    let qingdao = app.person(Role::City, "370200").await;
    let own = qingdao.get("/api/v1/obligations/ledger").await.must(200).json();
    assert_eq!((own["cities"].as_array().unwrap().len(), &own["persons"]), (1, &json!([])));
    for (asked, field) in [
        ("from=2026-11&until=2026-10", "until"),
        ("from=2000-01&until=2026-10", "from"),
        ("from=October", "from"),
    ] {
        let refused = reviewer.get(&format!("/api/v1/obligations/ledger?{asked}")).await.must(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{asked}");
    }
}
