//! What a request asks for: an address that carries a name it does not take is refused by that name, and the answer
//! speaks the language that was asked for, by one rule for pages and programs.

use actix_web::http::Method;
use groundwork::app;
use groundwork::kernel::role::Role;
use groundwork::web::Access;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use crate::kit::{Client, Quarterly, TestApp, facts};

const LISTS: &str = "/api/v1/lists";

/// A reading address with something in place of each placeholder.
fn filled(pattern: &str) -> String {
    let placeholder = regex::Regex::new(r"\{([a-z_]+)\}").unwrap();
    let value = |found: &regex::Captures<'_>| match &found[1] {
        "quarter" => "2026Q3",
        "format" => "xlsx",
        "kind" => "divisions",
        _ => "1",
    };
    placeholder.replace_all(pattern, value).into_owned()
}

#[actix_web::test]
async fn every_reading_address_for_insiders_refuses_a_name_it_does_not_take_and_names_those_it_takes() {
    let app = TestApp::new().await;
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push((*role, app.person(*role, "370000").await));
    }
    let routes = app::routes();
    let reading: Vec<_> = routes.table().iter().filter(|route| route.method == Method::GET).collect();
    assert!(reading.len() > 40);
    for route in reading {
        let Access::May(deed) = route.access else {
            let plain = app.stranger().get(&filled(route.path)).await;
            app.stranger().get(&format!("{}?from=timeline", filled(route.path))).await.must(plain.status);
            continue;
        };
        let who: &Client = people.iter().find(|(role, _)| role.may(deed)).map(|(_, who)| who).unwrap();
        let refused = who.get(&format!("{}?colour=red&lang=en", filled(route.path))).await.must(422);
        let said = if route.path.starts_with("/api/") {
            let problem = refused.json();
            assert_eq!(problem["errors"][0]["field"], "colour", "{}", route.path);
            assert_eq!(problem["errors"][0]["code"], "error-query-name", "{}", route.path);
            problem["errors"][0]["message"].as_str().unwrap().to_owned()
        } else {
            refused.text()
        };
        assert!(said.contains("colour") && said.contains("lang"), "{}: {said}", route.path);
        assert!(route.names.iter().all(|name| said.contains(name)), "{}: {said}", route.path);
    }
    let leader = app.person(Role::Leader, "370000").await;
    let both = leader.get("/api/v1/projects?colour=red&shape=round&city=370100").await.must(422).json();
    let fields: Vec<&Value> = both["errors"].as_array().unwrap().iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["colour", "shape"], "all of them at once");
    app.stranger().get("/lists?colour=red").await.must(303);
    app.stranger().get("/api/v1/lists?colour=red").await.must(401);
    leader.send("HEAD", "/lists?colour=red", None).await.must(422);
    leader.get("/lists?lang=en").await.must(200);
}

#[actix_web::test]
async fn the_names_an_address_takes_are_those_that_the_api_document_promises() {
    let document = TestApp::new().await.stranger().get("/api/openapi.json").await.must(200).json();
    for route in app::routes().table() {
        if route.method != Method::GET || !route.path.starts_with("/api/v1/") {
            continue;
        }
        let parameters = &document["paths"][route.path]["get"]["parameters"];
        let promised: BTreeSet<&str> = parameters
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(promised, route.names.iter().copied().collect(), "{}", route.path);
    }
}

#[actix_web::test]
async fn a_list_answers_the_version_that_is_asked_for() {
    let app = TestApp::new().await;
    Quarterly::published(&app, [facts("济南甲", "370102", 10)]);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let list = format!("{LISTS}/2026Q3");
    let first = reviewer.get(&list).await.must(200).json();
    let project = &first["entries"][0]["project_id"];
    let change = json!({ "project_id": project, "field": "total_investment_yuan", "to": 200_000 });
    let correction = json!({ "reason": "总投资录入有误", "changes": [change] });
    reviewer.post_json(&format!("{list}/corrections"), &correction).await.must(200);
    assert_eq!(reviewer.get(&list).await.must(200).json()["version"], 2);
    assert_eq!(reviewer.get(&format!("{list}?version=2")).await.must(200).json()["version"], 2);
    let asked = reviewer.get(&format!("{list}?version=1")).await.must(200).json();
    assert_eq!((&asked["version"], &asked["hash"]), (&json!(1), &first["hash"]));
    assert_eq!(asked["totals"]["total_investment_yuan"], 100_000);
    reviewer.get(&format!("{list}?version=3")).await.must(404);
    for (query, field) in [("version=x", "version"), ("version=1&as_of=2026-10-08", "as_of")] {
        for address in [&list, "/lists/2026Q3"] {
            let refused = reviewer.get(&format!("{address}?{query}")).await.must(422);
            assert!(refused.text().contains(field), "{address}?{query}");
        }
    }
}

#[actix_web::test]
async fn the_lists_of_a_past_day_are_those_that_stood_then() {
    let app = TestApp::new().await;
    app.clock.advance(chrono::TimeDelta::days(1));
    let list = Quarterly::opened(&app, 3);
    list.nominated(facts("济南甲", "370102", 10));
    app.clock.advance(chrono::TimeDelta::days(1));
    list.nominated(facts("青岛乙", "370202", 20));
    list.review();
    list.accept_all();
    list.publish();
    app.clock.advance(chrono::TimeDelta::days(1));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let on = async |day: &str| {
        let all = reviewer.get(&format!("{LISTS}?as_of={day}")).await.must(200).json();
        let line = |one: &Value| (one["state"].clone(), one["version"].clone());
        all["items"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(on("2026-10-08").await, []);
    assert_eq!(on("2026-10-09").await, [(json!("collecting"), Value::Null)]);
    for day in ["2026-10-10", "2026-10-11"] {
        assert_eq!(on(day).await, [(json!("published"), json!(1))], "{day}");
    }
    let page = async |day: &str| reviewer.get(&format!("/lists?as_of={day}")).await.must(200).text();
    assert!(page("2026-10-08").await.contains("当日尚无已开放的清单"));
    let then = page("2026-10-09").await;
    for part in [
        "2026-10-09 日终",
        "征集中",
        "待审核 1",
        "href=\"/lists/2026Q3?as_of=2026-10-09\"",
        "href=\"/lists\"",
    ] {
        assert!(then.contains(part), "{part}: {then}");
    }
    assert!(
        !then.contains(Quarterly::NUMBER) && !then.contains("id=\"open\""),
        "nothing is done there: {then}"
    );
    assert!(page("2026-10-10").await.contains(Quarterly::NUMBER));
    // A city counts its own nominations of that day.
    let qingdao = app.person(Role::City, "370200").await;
    let own = qingdao.get("/lists?as_of=2026-10-09").await.must(200).text();
    assert!(own.contains("待审核 0"), "{own}");
    for day in ["soon", "2027-01-01"] {
        let refused = reviewer.get(&format!("{LISTS}?as_of={day}")).await.must(422).json();
        assert_eq!(refused["errors"][0]["field"], "as_of");
        reviewer.get(&format!("/lists?as_of={day}")).await.must(422);
    }
}

#[actix_web::test]
async fn a_collection_that_comes_whole_comes_in_pages_when_they_are_asked_for() {
    let leader = TestApp::new().await.person(Role::Leader, "370000").await;
    let path = "/api/v1/reference/divisions";
    let rows = async |query: &str| {
        leader.get(&format!("{path}{query}")).await.must(200).json()["items"].as_array().unwrap().clone()
    };
    let whole = rows("").await;
    assert!(whole.len() > 100);
    assert_eq!(rows("?per_page=10&page=2").await, whole[10..20]);
    leader.get(&format!("{path}?per_page=501")).await.must(422);
}

/// The detail of a refusal, in whatever language it came.
async fn said(who: &Client, path: &str) -> String {
    who.get(path).await.json()["detail"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn one_rule_says_the_language_of_page_program_and_stranger() {
    let app = TestApp::new().await;
    let accepting = |who: &Client, value: &str| who.clone().with_header("Accept-Language", value);
    let missing = "/api/v1/lists/2026Q9";
    // A program without sign-in: what it accepts, else Chinese; what the address says before that.
    let stranger = app.stranger();
    let unknown = "/api/v1/nothing";
    let [chinese, english] =
        [said(&stranger, unknown).await, said(&accepting(&stranger, "en"), unknown).await];
    assert_ne!(chinese, english);
    assert_eq!(said(&accepting(&stranger, "fr"), unknown).await, chinese);
    assert_eq!(said(&accepting(&stranger, "en"), &format!("{unknown}?lang=zh")).await, chinese);
    assert_eq!(said(&stranger, &format!("{unknown}?lang=en")).await, english);
    // A program with a token: what it accepts, else the account's language.
    let person = app.person(Role::City, "370100").await;
    let made = person.form("/account/tokens", &[("name", "walk")]).await.must(200).text();
    let secret =
        regex::Regex::new("<code>([0-9a-f]{64})</code>").unwrap().captures(&made).unwrap()[1].to_owned();
    let program = app.stranger().with_token(&secret);
    assert_eq!(said(&program, missing).await, chinese);
    assert_eq!(said(&accepting(&program, "en-GB,zh;q=0.5"), missing).await, english);
    person.form("/account/language", &[("lang", "en")]).await.must(303);
    assert_eq!(said(&program, missing).await, english, "stored");
    assert_eq!(said(&accepting(&program, "zh-CN"), missing).await, chinese);
    assert_eq!(said(&accepting(&program, "zh-CN"), &format!("{missing}?lang=en")).await, english);
    // Whoever may not is told so in her language, too, and what is no refusal follows the same rule.
    let forbidden = said(&program, "/api/v1/audit").await;
    assert_ne!(forbidden, said(&accepting(&program, "zh"), "/api/v1/audit").await);
    let city =
        json!({ "name": "齿轮", "city": "370100", "unit": "甲公司", "credit_code": "91370000163100123X" });
    let warned = async |who: &Client| {
        who.post_json("/api/v1/projects", &city).await.must(201).json()["warnings"].to_string()
    };
    let (in_english, in_chinese) = (warned(&program).await, warned(&accepting(&program, "zh")).await);
    assert!(
        in_english.contains("does not fit") && in_chinese.contains("校验码不符"),
        "{in_english} {in_chinese}"
    );
    // A browser sends Accept-Language without being told to: on a page the stored choice counts before it.
    let page =
        async |who: Client, path: &str| who.get(path).await.must(200).text().contains("<html lang=\"en\"");
    assert!(page(accepting(&person, "zh-CN"), "/account").await, "stored English");
    assert!(!page(accepting(&person, "en"), "/account?lang=zh").await);
    assert!(page(accepting(&app.stranger(), "en-US,en;q=0.9"), "/sign-in").await);
    assert!(!page(app.stranger(), "/sign-in").await);
}

#[actix_web::test]
async fn a_wrong_body_is_refused_in_the_readers_words_by_the_name_of_the_field() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let right =
        json!({ "quarter": "2026Q3", "target": 3, "nominate_by": "2026-10-10", "publish_by": "2026-10-20" });
    let with = |name: &str, value: Value| {
        let mut body = right.clone();
        body[name] = value;
        body
    };
    for (body, field, zh, en) in [
        (with("target", json!("3")), "target", "整数", "a whole number"),
        (with("target", json!(1.5)), "target", "整数", "a whole number"),
        (with("quarter", json!(3)), "quarter", "文字", "text in quotes"),
        (with("nominate_by", json!([])), "nominate_by", "文字", "text in quotes"),
        (json!("2026Q3"), ".", "对象", "an object"),
        (json!([1]), ".", "对象", "an object"),
    ] {
        for (accepted, expected) in [("zh", zh), ("en", en)] {
            let who = reviewer.clone().with_header("Accept-Language", accepted);
            let refused = who.post_json(LISTS, &body).await.must(422).json();
            let error = &refused["errors"][0];
            let message = error["message"].as_str().unwrap();
            assert_eq!((error["field"].as_str(), error["code"].as_str()), (Some(field), Some("input-type")));
            assert!(message.contains(expected), "{message}");
            for own in ["struct", "i64", "OpenBody", "invalid type", "missing field"] {
                assert!(!refused.to_string().contains(own), "{refused}");
            }
        }
    }
    let empty = reviewer.post_json(LISTS, &json!({})).await.must(422).json();
    assert_eq!(empty["errors"][0]["code"], "input-required");
}
