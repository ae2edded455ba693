//! The registry as its readers and officers meet it: permissive about gaps, strict about contradictions and gates,
//! never forgetful, and closed to other cities.

use chrono::TimeDelta;
use groundwork::db::schema::{amounts, project_versions};
use groundwork::features::projects::{self, Facts, Source};
use groundwork::kernel::calendar::local_date;
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::money::Money;
use groundwork::kernel::role::Role;
use groundwork::web::{Caller, encode};
use serde_json::{Value, json};

use diesel::prelude::*;

use crate::kit::{Answer, Client, TestApp};

const PROJECTS: &str = "/api/v1/projects";

/// A project that a nomination would take.
fn whole(name: &str) -> Value {
    json!({
        "name": name, "unit": "济南甲电池有限公司", "county": "370102", "industry": "新一代信息技术",
        "nature": "new", "class": "implementation", "stage": "signed", "total_investment_yuan": 1_280_000_000,
        "annual_plan_yuan": 300_000_000, "planned_start": "2026-05", "planned_finish": "2028",
        "scope_text": "年产10GWh动力电池", "responsible_unit": "历下区发改局", "responsible_person": "张三",
        "gb4754": ["C3841"], "lng": 117.091, "lat": 36.655
    })
}

async fn jinan(app: &TestApp) -> Client {
    app.person(Role::City, "370100").await
}

async fn made(client: &Client, body: &Value) -> Value {
    client.post_json(PROJECTS, body).await.must(201).json()
}

fn path(project: &Value) -> String {
    format!("{PROJECTS}/{}", project["id"])
}

fn refused(answer: Answer) -> Vec<(String, String)> {
    let body = answer.must(422).json();
    let errors = body["errors"].as_array().unwrap();
    let word = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    errors.iter().map(|error| (word(error, "field"), word(error, "code"))).collect()
}

fn fields(answer: Answer) -> Vec<String> {
    refused(answer).into_iter().map(|(field, _)| field).collect()
}

fn codes(project: &Value) -> Vec<&str> {
    project["warnings"].as_array().unwrap().iter().map(|warning| warning["code"].as_str().unwrap()).collect()
}

fn names(answer: Answer) -> Vec<String> {
    let page = answer.must(200).json();
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_project_is_entered_and_read_back_under_the_contracts_names() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let answer = client.post_json(PROJECTS, &whole("动力电池项目")).await.must(201);
    let (etag, location) = (answer.header("etag").to_owned(), answer.header("location").to_owned());
    let made = answer.json();
    assert_eq!(location, path(&made));
    assert_eq!(etag, "\"1\"");
    let read = client.get(&location).await.must(200);
    assert_eq!(read.header("etag"), "\"1\"");
    let read = read.json();
    assert_eq!(read, made);
    assert_eq!((&read["city"], &read["county"]), (&json!("370100"), &json!("370102")));
    assert_eq!((&read["lng"], &read["lat"]), (&json!(117.091), &json!(36.655)));
    assert_eq!(read["light"], json!({ "colour": "unreported", "reasons": [] }));
    assert_eq!((&read["missing"], &read["warnings"]), (&json!([]), &json!([])));
    assert_eq!(read["reporter_id"], json!(client.id));
    assert_eq!(read["amounts"][0]["adopted"], true);
    for name in [
        "credit_code",
        "park_id",
        "address",
        "segment_id",
        "ytd_investment_yuan",
        "cumulative_investment_yuan",
        "actual_start",
        "actual_finish",
        "in_production_on",
        "enrolled",
        "parent_id",
        "sponsor_leader",
    ] {
        assert_eq!(read.get(name), Some(&Value::Null), "{name}");
    }
}

#[actix_web::test]
async fn a_record_may_have_gaps_and_lists_them() {
    let app = TestApp::new().await;
    let province = app.person(Role::Officer, "370000").await;
    let record = made(&province, &json!({ "name": "谋划中的项目", "stage": "planned" })).await;
    assert_eq!(record["city"], Value::Null, "it stays with the province");
    let missing = record["missing"].as_array().unwrap();
    for field in ["unit", "city", "class", "nature", "total_investment_yuan", "planned_start", "scope_text"] {
        assert!(missing.contains(&json!(field)), "{field}: {missing:?}");
    }
    let lacking = province.get(&format!("{PROJECTS}?missing=unit")).await;
    assert_eq!(names(lacking), ["谋划中的项目"]);
    assert_eq!(names(province.get(&format!("{PROJECTS}?missing=name")).await), [""; 0]);
}

#[actix_web::test]
async fn a_city_officers_project_lies_in_her_city_without_saying_so() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    assert_eq!(made(&client, &json!({ "name": "本市项目" })).await["city"], "370100");
}

#[actix_web::test]
async fn a_change_is_based_on_a_version_and_a_stale_one_shows_three_sides() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let path = path(&made(&client, &whole("动力电池项目")).await);
    let body = json!({ "address": "经十路1号" });
    client.send("PATCH", &path, Some(("application/json", body.to_string().into_bytes()))).await.must(428);
    let changed = client.patch_json(&path, 1, &body).await.must(200);
    assert_eq!(changed.header("etag"), "\"2\"");
    let conflict = client.patch_json(&path, 1, &json!({ "unit": "乙公司" })).await.must(409).json();
    assert_eq!(conflict["base"]["address"], Value::Null);
    assert_eq!((&conflict["yours"]["unit"], &conflict["yours"]["address"]), (&json!("乙公司"), &Value::Null));
    assert_eq!(
        (&conflict["current"]["version"], &conflict["current"]["address"]),
        (&json!(2), &body["address"])
    );
    assert_eq!(client.get(&path).await.json()["unit"], "济南甲电池有限公司");
    client.patch_json(&path, 99, &json!({ "unit": "乙公司" })).await.must(409);
}

#[actix_web::test]
async fn absent_keeps_null_empties_and_no_difference_makes_no_version() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let path = path(&made(&client, &whole("动力电池项目")).await);
    let same = client.patch_json(&path, 1, &json!({ "stage": "signed", "name": " 动力电池项目 " })).await;
    assert_eq!(same.must(200).json()["version"], 1);
    let emptied =
        client.patch_json(&path, 1, &json!({ "unit": null, "annual_plan_yuan": null })).await.must(200);
    let emptied = emptied.json();
    assert_eq!((&emptied["unit"], &emptied["annual_plan_yuan"]), (&Value::Null, &Value::Null));
    assert_eq!(emptied["planned_start"], "2026-05");
    for always in ["name", "side_state"] {
        assert_eq!(fields(client.patch_json(&path, 2, &json!({ always: null })).await), [always]);
    }
}

#[actix_web::test]
async fn another_citys_project_is_not_there_and_a_project_cannot_be_moved_out_of_the_scope() {
    let app = TestApp::new().await;
    let (jinan, qingdao) = (jinan(&app).await, app.person(Role::City, "370200").await);
    let path = path(&made(&jinan, &whole("动力电池项目")).await);
    qingdao.get(&path).await.must(404);
    qingdao.get(&format!("{path}/history")).await.must(404);
    qingdao.patch_json(&path, 1, &json!({ "unit": "乙公司" })).await.must(404);
    assert_eq!(names(qingdao.get(PROJECTS).await), [""; 0]);
    let moved = jinan.patch_json(&path, 1, &json!({ "city": "370200", "county": null })).await;
    assert_eq!(refused(moved), [("city".into(), "projects-outside-scope".into())]);
    let elsewhere = jinan.post_json(PROJECTS, &json!({ "name": "项目", "county": "370202" })).await;
    assert_eq!(refused(elsewhere), [("county".into(), "projects-outside-scope".into())]);
    jinan.get(&format!("{PROJECTS}/999999")).await.must(404);
    jinan.get(&format!("{PROJECTS}/first")).await.must(404);
}

#[actix_web::test]
async fn the_same_submission_twice_is_one_project() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let (first, second) = (made(&client, &whole("项目")).await, made(&client, &whole("项目")).await);
    assert_eq!(first["id"], second["id"]);
    app.clock.advance(TimeDelta::seconds(59));
    assert_eq!(made(&client, &whole("项目")).await["id"], first["id"], "over the turn of a minute too");
    app.clock.advance(TimeDelta::minutes(3));
    let later = made(&client, &whole("项目")).await;
    assert_ne!(later["id"], first["id"]);
    assert_eq!(codes(&later), ["projects-suspected-duplicate"]);
    assert_eq!(later["warnings"][0]["suspects"], json!([first["id"]]));
}

#[actix_web::test]
async fn bad_input_is_refused_by_its_field_and_changes_nothing() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let with = |field: &str, value: Value| {
        let mut body = whole("项目");
        body[field] = value;
        body
    };
    for (field, value) in [
        ("colour", json!("red")),
        ("name", json!("")),
        ("name", json!("长".repeat(10_000))),
        ("name", json!("a\u{0}b")),
        ("unit", json!("a\u{202e}b")),
        ("total_investment_yuan", json!(-1)),
        ("total_investment_yuan", json!(1_000_000_000_000_001_i64)),
        ("total_investment_yuan", json!(1e30)),
        ("total_investment_yuan", json!("128000")),
        ("stage", json!("finished")),
        ("planned_start", json!("2026/05")),
        ("city", json!("370200")),
        ("county", json!("379999")),
        ("industry", json!("养殖")),
        ("park_id", json!(999_999)),
        ("chain_id", json!(999_999)),
        ("segment_id", json!(1)),
        ("parent_id", json!(999_999)),
        ("gb4754", json!(["D44"])),
        ("project_code", json!("2305-371121-04-01")),
        ("credit_code", json!("91440300192203821O")),
        ("lng", json!(400)),
        ("version", json!(3)),
    ] {
        let refused = fields(client.post_json(PROJECTS, &with(field, value.clone())).await);
        let known = if field == "city" { "county" } else { field };
        assert!(refused.iter().any(|name| name == known), "{field} = {value}: {refused:?}");
    }
    let mut backwards = whole("项目");
    backwards["planned_finish"] = json!("2025");
    assert_eq!(fields(client.post_json(PROJECTS, &backwards).await), ["planned_start", "planned_finish"]);
    client.post_json(PROJECTS, &json!({ "unit": "没有名称" })).await.must(422);
    assert_eq!(fields(client.post_json(PROJECTS, &json!(["按位置的名称"])).await), ["."]);
    assert_eq!(client.get(PROJECTS).await.json()["total"], 0);
}

#[actix_web::test]
async fn an_abolished_city_leads_to_where_it_went_with_a_warning() {
    let app = TestApp::new().await;
    let province = app.person(Role::Officer, "370000").await;
    let answer = province.post_json(PROJECTS, &json!({ "name": "项目", "city": "371200" })).await.must(201);
    let made = answer.json();
    assert_eq!((&made["city"], &made["county"]), (&json!("370100"), &json!(null)));
    let warning = &made["warnings"][0];
    assert_eq!((&warning["field"], &warning["code"]), (&json!("city"), &json!("projects-place-abolished")));
    assert!(warning["message"].as_str().unwrap().contains("370100"), "{warning}");
}

#[actix_web::test]
async fn a_wrong_form_is_refused_and_a_wrong_check_digit_only_remarked() {
    let app = TestApp::new().await;
    let client = app.person(Role::Officer, "370000").await;
    for (number, code, expected) in [
        (1, "2305-371121-04-01-122324", vec![]),
        (2, "2018-370481-33-03-047024", vec![]),
        (3, "2305-371121-04-01-122325", vec!["kernel-project-code-check-digit"]),
        (4, "2212-370672-04-01-411469", vec!["kernel-project-code-region-unknown"]),
    ] {
        let body = json!({ "name": format!("代码{number}"), "project_code": code });
        let project = made(&client, &body).await;
        assert_eq!(codes(&project), expected, "{code}");
        assert_eq!(project["project_code"], code);
    }
    for (number, code, expected) in [
        (1, "914403001922038216", vec![]),
        (2, "914403001922038217", vec!["kernel-credit-code-check-digit"]),
        (3, "91350100M0001TGQXM", vec!["kernel-credit-code-check-digit"]),
    ] {
        let project = made(&client, &json!({ "name": format!("信用{number}"), "credit_code": code })).await;
        assert_eq!(codes(&project), expected, "{code}");
    }
    let typed = json!({ "name": "全角", "project_code": "２３０５—３７１１２１—０４—０１—１２２３２４" });
    assert_eq!(made(&client, &typed).await["project_code"], "2305-371121-04-01-122324");
}

#[actix_web::test]
async fn a_warning_stays_until_a_reason_settles_it_and_comes_back_with_a_new_value() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let code = json!({ "name": "项目", "project_code": "2305-370102-04-01-122325" });
    let project = made(&client, &code).await;
    assert_eq!(codes(&project), ["kernel-project-code-check-digit"]);
    let path = path(&project);
    let settle = json!({ "justifications": { "project_code": "备案证明如此" } });
    let settled = client.patch_json(&path, 1, &settle).await.must(200).json();
    assert_eq!(settled["version"], 2);
    assert_eq!(settled["warnings"][0]["justified"], "备案证明如此");
    let other = json!({ "project_code": "2305-370102-04-01-122326" });
    let changed = client.patch_json(&path, 2, &other).await.must(200).json();
    assert_eq!(changed["warnings"][0].get("justified"), None);
    let empty = json!({ "justifications": { "project_code": " " } });
    assert_eq!(fields(client.patch_json(&path, 3, &empty).await), ["justifications.project_code"]);
    let unknown = json!({ "justifications": { "colour": "red" } });
    assert_eq!(fields(client.patch_json(&path, 3, &unknown).await), ["justifications.colour"]);
}

#[actix_web::test]
async fn a_stage_names_the_facts_it_requires_and_going_back_needs_a_reason() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let path = path(&made(&client, &json!({ "name": "项目", "stage": "planned" })).await);
    let start = client.patch_json(&path, 1, &json!({ "stage": "started" })).await;
    assert_eq!(fields(start), ["unit", "project_code", "actual_start"]);
    let ready = json!({
        "stage": "started", "unit": "甲公司", "project_code": "2305-370102-04-01-122324", "actual_start": "2026-09"
    });
    assert_eq!(client.patch_json(&path, 1, &ready).await.must(200).json()["stage"], "started");
    let back = json!({ "stage": "filed" });
    assert_eq!(fields(client.patch_json(&path, 2, &back).await), ["reason"]);
    let because = json!({ "stage": "filed", "reason": "误报开工" });
    client.patch_json(&path, 2, &because).await.must(200);
    let history = client.get(&format!("{path}/history")).await.must(200).json();
    assert_eq!(history["items"][0]["reason"], "误报开工");
}

#[actix_web::test]
async fn a_void_needs_a_reason_leaves_the_list_and_stays_readable() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let path = path(&made(&client, &whole("误录项目")).await);
    assert_eq!(fields(client.patch_json(&path, 1, &json!({ "side_state": "voided" })).await), ["reason"]);
    let merged = json!({ "side_state": "merged", "reason": "x" });
    assert_eq!(fields(client.patch_json(&path, 1, &merged).await), ["side_state"]);
    client.patch_json(&path, 1, &json!({ "side_state": "voided", "reason": "重复录入" })).await.must(200);
    assert_eq!(names(client.get(PROJECTS).await), [""; 0]);
    assert_eq!(names(client.get(&format!("{PROJECTS}?side_state=voided")).await), ["误录项目"]);
    client.patch_json(&path, 2, &json!({ "unit": "乙公司" })).await.must(409);
    let restored = json!({ "side_state": "active", "reason": "作废有误" });
    assert_eq!(client.patch_json(&path, 2, &restored).await.must(200).json()["side_state"], "active");
}

#[actix_web::test]
async fn a_bundle_is_counted_once_and_has_no_bundles_inside() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let bundle = made(&client, &whole("打包项目")).await;
    let mut body = whole("子项目");
    body["parent_id"] = bundle["id"].clone();
    let part = made(&client, &body).await;
    let page = client.get(PROJECTS).await.json();
    assert_eq!((&page["total"], &page["total_investment_yuan"]), (&json!(2), &json!(1_280_000_000)));
    let inside = json!({ "parent_id": part["id"] });
    let inner = made(&client, &json!({ "name": "孙项目" })).await;
    let refusal = refused(client.patch_json(&path(&inner), 1, &inside).await);
    assert_eq!(refusal, [("parent_id".into(), "projects-parent-is-part".into())]);
    let itself = json!({ "parent_id": bundle["id"] });
    let refusal = refused(client.patch_json(&path(&bundle), 1, &itself).await);
    assert_eq!(refusal, [("parent_id".into(), "projects-parent-itself".into())]);
    let inner = json!({ "parent_id": inner["id"] });
    let refusal = refused(client.patch_json(&path(&bundle), 1, &inner).await);
    assert_eq!(refusal, [("parent_id".into(), "projects-parent-has-parts".into())]);
}

#[actix_web::test]
async fn searching_filtering_sorting_and_paging_agree_on_what_exists() {
    let app = TestApp::new().await;
    let province = app.person(Role::Reviewer, "370000").await;
    for (name, county, stage, total) in [
        ("高效电池项目", "370102", "started", Some(3_000_000_000_i64)),
        ("轮胎项目100%", "370202", "planned", Some(1_000_000_000)),
        ("PVC新材料", "370303", "signed", Some(2_000_000_000)),
        ("未定项目", "370102", "reserved", None),
    ] {
        let body = json!({ "name": name, "county": county, "stage": stage, "total_investment_yuan": total });
        made(&province, &body).await;
    }
    let ask = |query: &str| {
        let (province, path) = (province.clone(), format!("{PROJECTS}?{query}"));
        async move { province.get(&path).await }
    };
    assert_eq!(names(ask(&format!("q={}", encode("电池"))).await), ["高效电池项目"]);
    assert_eq!(names(ask(&format!("q={}", encode("ｐｖｃ"))).await), ["PVC新材料"]);
    assert_eq!(names(ask(&format!("q={}&sort=id", encode("济南 历下"))).await), ["高效电池项目", "未定项目"]);
    assert_eq!(names(ask("q=%25").await), ["轮胎项目100%"], "a percent sign is a character, no wildcard");
    assert_eq!(names(ask("q=_").await), [""; 0]);
    assert_eq!(names(ask("city=370100&sort=name").await), ["未定项目", "高效电池项目"]);
    let by_total = ["高效电池项目", "PVC新材料", "轮胎项目100%", "未定项目"];
    assert_eq!(names(ask("sort=-total_investment_yuan").await), by_total, "what is not known comes last");
    let by_stage = ["轮胎项目100%", "未定项目", "PVC新材料", "高效电池项目"];
    assert_eq!(names(ask("sort=stage").await), by_stage);
    let page = ask("sort=-total_investment_yuan&per_page=2&page=2").await.json();
    assert_eq!((&page["total"], &page["page"], &page["per_page"]), (&json!(4), &json!(2), &json!(2)));
    assert_eq!(page["items"][0]["name"], "轮胎项目100%");
    assert_eq!(page["total_investment_yuan"], 6_000_000_000_i64);
    assert_eq!(ask("stage=started,signed").await.json()["total_investment_yuan"], 5_000_000_000_i64);
    assert_eq!(fields(ask("colour=red").await), ["colour"]);
    assert_eq!(fields(ask("sort=secret&stage=done").await), ["stage", "sort"]);
    assert_eq!(fields(ask("per_page=501").await), ["per_page"]);
}

#[actix_web::test]
async fn history_says_who_changed_what_from_which_to_which() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let path = path(&made(&client, &whole("动力电池项目")).await);
    app.clock.advance(TimeDelta::hours(1));
    let change = json!({ "total_investment_yuan": 1_500_000_000, "ytd_investment_yuan": 90_000_000,
        "cumulative_investment_yuan": 95_000_000, "reason": "可研批复" });
    client.patch_json(&path, 1, &change).await.must(200);
    let items = client.get(&format!("{path}/history")).await.must(200).json()["items"].clone();
    assert_eq!((&items[0]["version"], &items[1]["version"]), (&json!(2), &json!(1)));
    assert_eq!((&items[0]["deed"], &items[0]["reason"]), (&json!("project.change"), &json!("可研批复")));
    assert_eq!(
        items[0]["changes"],
        json!([
            { "field": "total_investment_yuan", "from": 1_280_000_000, "to": 1_500_000_000 },
            { "field": "ytd_investment_yuan", "from": null, "to": 90_000_000 },
            { "field": "cumulative_investment_yuan", "from": null, "to": 95_000_000 },
        ])
    );
    let first = items[1]["changes"].as_array().unwrap();
    assert!(
        first.contains(&json!({ "field": "annual_plan_yuan", "from": null, "to": 300_000_000 })),
        "{first:?}"
    );
    assert!(items[1]["actor"].as_str().unwrap().starts_with("city-"));
    let audited = app.person(Role::Auditor, "370000").await.get("/api/v1/audit?subject_kind=project").await;
    assert_eq!(audited.must(200).json()["total"], 2);
}

#[actix_web::test]
async fn versions_are_only_ever_added() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let project = made(&client, &whole("甲")).await;
    let id = project["id"].as_i64().unwrap();
    for (version, name) in [(1, "乙"), (2, "丙")] {
        client.patch_json(&path(&project), version, &json!({ "name": name })).await.must(200);
    }
    let kept: Vec<(i64, String)> = app
        .context
        .db
        .read_now(|conn| {
            use project_versions as t;
            Ok(t::table
                .filter(t::project_id.eq(id))
                .order(t::version)
                .select((t::version, t::name))
                .load(conn)?)
        })
        .unwrap();
    let expected = [(1, "甲"), (2, "乙"), (3, "丙")].map(|(version, name)| (version, name.to_owned()));
    assert_eq!(kept, expected);
}

/// The registry's deeds as an import calls them.
struct Desk {
    app: TestApp,
    caller: Caller,
}

impl Desk {
    fn new(app: &TestApp) -> Self {
        let province = DivisionCode::parse("370000").unwrap();
        Self { app: app.clone(), caller: Caller::command_line(province) }
    }

    fn create(&self, facts: Facts, source: &Source) -> projects::Project {
        let (now, today) = self.time();
        let deed = |conn: &mut _| projects::create(conn, &self.caller, facts, source, now, today);
        self.app.context.db.write_now(deed).unwrap()
    }

    /// A workbook that states another total.
    fn state(&self, project: &projects::Project, yuan: i64, source: &Source) -> projects::Project {
        let (now, today) = self.time();
        let facts = Facts { total_investment: Some(Money::from_yuan(yuan)), ..project.facts.clone() };
        self.app
            .context
            .db
            .write_now(|conn| {
                projects::change(conn, &self.caller, project.id, None, facts, None, source, now, today)
            })
            .unwrap()
    }

    fn adopt(&self, project: &projects::Project, amount: i64) -> projects::Project {
        let (now, today) = self.time();
        let at = (project.id, Some(project.version));
        self.app
            .context
            .db
            .write_now(|conn| projects::adopt(conn, &self.caller, at, amount, None, now, today))
            .unwrap()
    }

    fn time(&self) -> (groundwork::kernel::instant::Instant, chrono::NaiveDate) {
        let now = self.app.clock.now();
        (now, local_date(now, self.app.context.zone))
    }
}

fn conflicts(project: &projects::Project) -> usize {
    project.warnings.iter().filter(|warning| warning.message.id == "projects-total-conflict").count()
}

#[actix_web::test]
async fn two_sources_with_two_totals_stand_side_by_side_until_somebody_chooses() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app);
    let (city, ministry) = (Source::workbook("潍坊市报送表", 1), Source::workbook("发改委通报", 2));
    let (fifteen, twenty_one) = (1_500_000_000, 2_100_000_000);
    let place = DivisionCode::parse("370700").unwrap();
    let facts = Facts {
        total_investment: Some(Money::from_yuan(fifteen)),
        ..Facts::named("华建铝业高端铝材", place)
    };
    let first = desk.create(facts, &city);
    let second = desk.state(&first, twenty_one, &ministry);
    assert_eq!(second.facts.total_investment, Some(Money::from_yuan(fifteen)), "no flip-flop");
    assert_eq!((second.amounts.len(), conflicts(&second), second.version), (2, 1, 2));
    let again = desk.state(&second, twenty_one, &ministry);
    assert_eq!((again.version, again.amounts.len()), (2, 2), "the same workbook again changes nothing");
    let corrected = desk.state(&again, 1_600_000_000, &city);
    assert_eq!(
        corrected.facts.total_investment,
        Some(Money::from_yuan(1_600_000_000)),
        "a source corrects itself"
    );
    let other = corrected.amounts.iter().find(|amount| !amount.is_adopted()).unwrap().id;
    let chosen = desk.adopt(&corrected, other);
    assert_eq!(chosen.facts.total_investment, Some(Money::from_yuan(twenty_one)));
    assert_eq!(conflicts(&chosen), 0);
    let settled = desk.state(&chosen, 1_600_000_000, &city);
    assert_eq!(settled.version, chosen.version, "what was decided against stays decided");
    let at = |version| {
        let scope = desk.caller.scope.clone();
        let read = |conn: &mut _| projects::as_of(conn, &scope, first.id, version, 2026);
        app.context.db.read_now(read).unwrap().total_investment.unwrap().yuan()
    };
    assert_eq!([1, 2, 3, 4].map(at), [fifteen, fifteen, 1_600_000_000, twenty_one]);
    let adopted: i64 = app
        .context
        .db
        .read_now(|conn| {
            use amounts as t;
            let now = t::adopted_from.is_not_null().and(t::adopted_until.is_null());
            Ok(t::table.filter(t::project_id.eq(first.id).and(now)).count().get_result(conn)?)
        })
        .unwrap();
    assert_eq!(adopted, 1);
}

#[actix_web::test]
async fn words_without_a_number_are_kept_as_the_total() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app);
    let words = Facts {
        total_text: Some("近百亿元".into()),
        ..Facts::named("项目", DivisionCode::parse("370700").unwrap())
    };
    let source = Source::workbook("潍坊市报送表", 1);
    let project = desk.create(words, &source);
    assert_eq!(project.facts.total_text.as_deref(), Some("近百亿元"));
    assert!(project.missing.contains(&"total_investment_yuan"));
    let stated = desk.state(&project, 9_800_000_000, &source);
    assert_eq!(stated.facts.total_investment.unwrap().yuan(), 9_800_000_000);
}

#[actix_web::test]
async fn a_leader_reads_and_does_not_write() {
    let app = TestApp::new().await;
    let path = path(&made(&jinan(&app).await, &whole("项目")).await);
    let leader = app.person(Role::Leader, "370000").await;
    leader.get(&path).await.must(200);
    leader.patch_json(&path, 1, &json!({ "unit": "乙公司" })).await.must(403);
    leader.post_json(PROJECTS, &whole("另一项目")).await.must(403);
}

#[actix_web::test]
async fn whether_it_is_in_statistics_is_yes_no_or_unknown_and_comes_back_from_a_workbook() {
    let app = TestApp::new().await;
    let client = jinan(&app).await;
    let project = made(&client, &json!({ "name": "电池项目", "enrolled": true })).await;
    assert_eq!(project["enrolled"], true);
    let path = path(&project);
    let emptied = client.patch_json(&path, 1, &json!({ "enrolled": null })).await.must(200).json();
    assert_eq!(emptied["enrolled"], Value::Null);
    let history = client.get(&format!("{path}/history")).await.json();
    assert_eq!(history["items"][0]["changes"][0]["field"], "enrolled");
    client.patch_json(&path, 2, &json!({ "enrolled": "yes" })).await.must(422);
    let record = format!("/projects/{}", project["id"]);
    client.form(&format!("{record}/edit"), &[("version", "2"), ("enrolled", "false")]).await.must(303);
    let page = client.get(&record).await.text();
    assert!(page.contains("<dt>是否入统</dt><dd>否</dd>"), "{page}");

    let table = "项目名称,是否列统\n电池项目,已列统\n电机项目,×\n电控项目,拟入统\n";
    let kind = [("kind", "projects")];
    let sent = client.upload("/api/v1/imports", "a.csv", table.as_bytes(), &kind).await.must(201).json();
    assert_eq!(sent["cells"][0]["code"], "projects-sheet-word-unknown", "{sent}");
    let apply = format!("/api/v1/imports/{}/apply", sent["id"]);
    client.post_json(&apply, &json!({ "skip_bad_rows": false })).await.must(200);
    let all = client.get(&format!("{PROJECTS}?sort=id")).await.json();
    let said: Vec<&Value> = all["items"].as_array().unwrap().iter().map(|item| &item["enrolled"]).collect();
    assert_eq!(said, [&json!(true), &json!(false), &Value::Null]);
    for lang in ["zh", "en"] {
        let book = client.get(&format!("/projects/export.xlsx?lang={lang}")).await.must(200).bytes;
        let back = client.upload("/api/v1/imports", "back.xlsx", &book, &kind).await.must(201).json();
        assert_eq!(back["counts"]["unchanged"], 3, "{lang}: {back}");
    }
}
