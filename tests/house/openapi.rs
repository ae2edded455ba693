//! The API document and the running program are one: every operation is a route and every route an operation, and
//! what the program answers stands in the document.

use groundwork::app;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use crate::kit::{Answer, TestApp};

async fn document(app: &TestApp) -> Value {
    app.stranger().get("/api/openapi.json").await.must(200).json()
}

#[actix_web::test]
async fn every_route_of_the_api_is_documented_and_every_documented_operation_is_a_route() {
    let document = document(&TestApp::new().await).await;
    let documented: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |verb| (verb, path)))
        .map(|(verb, path)| format!("{} {path}", verb.to_uppercase()))
        .collect();
    let served: BTreeSet<String> = app::routes()
        .table()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let undocumented: Vec<_> = served.difference(&documented).collect();
    let unserved: Vec<_> = documented.difference(&served).collect();
    assert!(
        undocumented.is_empty(),
        "describe it with #[utoipa::path] in the room's api.rs: {undocumented:#?}"
    );
    assert!(unserved.is_empty(), "documented, but no route: {unserved:#?}");
}

#[actix_web::test]
async fn every_reference_inside_the_document_leads_somewhere() {
    let document = document(&TestApp::new().await).await;
    let text = document.to_string();
    let reference = regex::Regex::new(r#""\$ref":"\#([^"]+)""#).unwrap();
    let mut seen = 0;
    for found in reference.captures_iter(&text) {
        seen += 1;
        assert!(document.pointer(&found[1]).is_some(), "{} is not in the document", &found[1]);
    }
    assert!(seen > 5, "only {seen} references were found");
}

#[actix_web::test]
async fn what_the_program_answers_stands_in_the_document() {
    let app = TestApp::new().await;
    let document = document(&app).await;
    let stranger = app.stranger();
    let admin = app.person(Role::Administrator, "370000").await;
    let leader = app.person(Role::Leader, "370000").await;
    let wrong = json!({ "email": "nobody@example.gov.cn", "password": "x" });
    let check = |verb: &str, path: &str, answer: Answer, status: u16| {
        let operation = &document["paths"][path][verb];
        assert_eq!(answer.status, status, "{verb} {path}: {}", answer.text());
        let described = &operation["responses"][status.to_string()];
        assert!(described.is_object(), "{verb} {path}: {status} is not documented");
        let media = answer.header("content-type").split(';').next().unwrap();
        let promised = media.is_empty() || described["content"][media].is_object();
        assert!(promised, "{verb} {path}: {status} came as {media}: {described}");
    };
    check("get", "/api/v1/me", admin.get("/api/v1/me").await, 200);
    check("get", "/api/v1/me", stranger.get("/api/v1/me").await, 401);
    check("get", "/api/v1/audit", admin.get("/api/v1/audit").await, 200);
    check("get", "/api/v1/audit", leader.get("/api/v1/audit").await, 403);
    check("post", "/api/v1/session", stranger.post_json("/api/v1/session", &wrong).await, 401);
    check("post", "/api/v1/session", stranger.post_json("/api/v1/session", &json!({})).await, 422);
    let text = stranger.send("POST", "/api/v1/session", Some(("text/plain", b"x".to_vec()))).await;
    check("post", "/api/v1/session", text, 415);
    let broken = stranger.send("POST", "/api/v1/session", Some(("application/json", b"{".to_vec()))).await;
    check("post", "/api/v1/session", broken, 400);
    let long = vec![b' '; 2 << 20];
    let large = stranger.send("POST", "/api/v1/session", Some(("application/json", long))).await;
    check("post", "/api/v1/session", large, 413);
    check("delete", "/api/v1/session", leader.delete("/api/v1/session").await, 204);
}

#[actix_web::test]
async fn the_members_of_an_answer_are_those_of_its_schema() {
    let app = TestApp::new().await;
    let schemas = document(&app).await["components"]["schemas"].take();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let admin = app.person(Role::Administrator, "370000").await;
    let me = admin.get("/api/v1/me").await.json();
    assert_eq!(names(&me), names(&schemas["UserView"]["properties"]));
    let record = admin.get("/api/v1/audit").await.json()["items"][0].take();
    assert_eq!(names(&record), names(&schemas["Remembered"]["properties"]));
    let refused = app.stranger().get("/api/v1/me").await.json();
    assert!(names(&refused).is_subset(&names(&schemas["Problem"]["properties"])), "{refused}");
}

#[actix_web::test]
async fn the_document_is_a_page_too_in_both_languages_and_without_script_of_its_own() {
    let app = TestApp::new().await;
    for (lang, title) in [("zh", "接口文档"), ("en", "<h1>API</h1>")] {
        let page = app.stranger().get(&format!("/api/docs?lang={lang}")).await.must(200).text();
        assert!(
            page.contains(title) && page.contains("/api/v1/session") && page.contains("UserView"),
            "{page}"
        );
        assert_eq!(page.matches("<script").count(), 1, "the house's own file and nothing else");
    }
}
