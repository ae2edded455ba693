//! Remarks on a nomination: what city and province say to one another about it.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, Quarterly, TestApp, facts};

fn api(project: i64) -> String {
    format!("/api/v1/lists/2026Q3/entries/{project}/comments")
}

fn sheet(project: i64) -> String {
    format!("/lists/2026Q3/entries/{project}")
}

async fn remarks(who: &Client, project: i64) -> Vec<Value> {
    who.get(&api(project)).await.must(200).json()["items"].as_array().unwrap().clone()
}

fn refused(answer: Answer) -> (String, String) {
    let error = answer.must(422).json()["errors"][0].take();
    (error["field"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
}

#[actix_web::test]
async fn city_and_province_remark_on_a_nomination_and_both_read_it_in_order() {
    let app = TestApp::new().await;
    let project = Quarterly::opened(&app, 3).nominated(facts("齿轮", "370102", 30_000));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let asked = json!({ "body": "用地批复在哪？\r\n请补充。 " });
    let written = reviewer.post_json(&api(project), &asked).await.must(201).json();
    assert_eq!(written["body"], "用地批复在哪？\n请补充。");
    let form = [("body", "已补充 <b>批复</b>")];
    let back = jinan.form(&format!("{}/comments", sheet(project)), &form).await.must(303);
    assert_eq!(back.header("location"), format!("{}#comments", sheet(project)));
    for reader in [&reviewer, &jinan] {
        let told = remarks(reader, project).await;
        let bodies: Vec<&str> = told.iter().map(|one| one["body"].as_str().unwrap()).collect();
        assert_eq!(bodies, ["用地批复在哪？\n请补充。", "已补充 <b>批复</b>"]);
        let page = reader.get(&sheet(project)).await.must(200).text();
        assert!(page.contains("请补充。") && page.contains("意见（2）"), "{page}");
        assert!(!page.contains("<b>批复"), "what was typed is never markup: {page}");
    }
    let second = jinan.get(&format!("{}?page=2&per_page=1", api(project))).await.must(200).json();
    assert_eq!((second["total"].as_i64(), second["items"][0]["id"].as_i64()), (Some(2), Some(2)));
}

#[actix_web::test]
async fn an_empty_an_endless_and_a_deceiving_remark_are_refused_and_what_was_typed_is_kept() {
    let app = TestApp::new().await;
    let project = Quarterly::opened(&app, 3).nominated(facts("齿轮", "370102", 30_000));
    let jinan = app.person(Role::City, "370100").await;
    for (body, code) in [
        (" \n ".to_owned(), "comments-empty"),
        ("字".repeat(1001), "kernel-text-too-long"),
        ("a\u{202E}b".to_owned(), "kernel-text-invisible"),
    ] {
        let answer = jinan.post_json(&api(project), &json!({ "body": body })).await;
        assert_eq!(refused(answer), ("body".to_owned(), code.to_owned()));
    }
    let unknown = jinan.post_json(&api(project), &json!({ "body": "x", "colour": 1 })).await;
    assert_eq!(refused(unknown).0, "colour");
    let typed = "长".repeat(1001);
    let page =
        jinan.form(&format!("{}/comments", sheet(project)), &[("body", &typed)]).await.must(422).text();
    assert!(page.contains(&typed) && page.contains("最多 1000 个字"), "{page}");
    assert!(remarks(&jinan, project).await.is_empty());
}

#[actix_web::test]
async fn who_enters_nominates_decides_or_leads_may_remark_and_who_only_keeps_or_audits_reads() {
    let app = TestApp::new().await;
    let project = Quarterly::opened(&app, 3).nominated(facts("齿轮", "370102", 30_000));
    for (role, scope, status) in [
        (Role::Reviewer, "370000", 201),
        (Role::Officer, "370100", 201),
        (Role::City, "370102", 201),
        (Role::Leader, "370000", 201),
        (Role::Auditor, "370000", 403),
        (Role::Administrator, "370000", 403),
        (Role::City, "370200", 404),
        (Role::Leader, "370103", 404),
    ] {
        let person = app.person(role, scope).await;
        person.post_json(&api(project), &json!({ "body": "意见" })).await.must(status);
        let reads = if status == 404 { 404 } else { 200 };
        person.get(&api(project)).await.must(reads);
        let page = person.get(&sheet(project)).await.must(reads).text();
        assert_eq!(page.contains("name=\"body\""), status == 201, "{role} of {scope}");
    }
    let jinan = app.person(Role::City, "370100").await;
    jinan.get(&sheet(project + 1)).await.must(404);
    jinan.get("/lists/2026Q3/entries/x").await.must(404);
    jinan.post_json(&api(project + 1), &json!({ "body": "x" })).await.must(404);
}

#[actix_web::test]
async fn a_remark_is_taken_back_by_its_author_alone_and_says_that_it_was() {
    let app = TestApp::new().await;
    let project = Quarterly::opened(&app, 3).nominated(facts("齿轮", "370102", 30_000));
    let (author, colleague) =
        (app.person(Role::City, "370100").await, app.person(Role::City, "370100").await);
    let written = author.post_json(&api(project), &json!({ "body": "写错了" })).await.must(201).json();
    let void = format!("{}/comments/{}/void", sheet(project), written["id"]);
    assert!(author.get(&sheet(project)).await.must(200).text().contains(&void));
    assert!(!colleague.get(&sheet(project)).await.must(200).text().contains(&void));
    colleague.form(&void, &[]).await.must(404);
    author.form(&void, &[]).await.must(303);
    author.form(&void, &[]).await.must(409);
    let told = remarks(&colleague, project).await.remove(0);
    assert!(told["body"].is_null() && told["voided_at"].is_string(), "{told}");
    let page = colleague.get(&sheet(project)).await.must(200).text();
    assert!(page.contains("已由本人撤回") && !page.contains("写错了"), "{page}");
}

#[actix_web::test]
async fn the_sheet_of_a_nomination_tells_its_facts_its_state_and_who_did_what_about_it_and_why() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let project = list.enter(facts("齿轮", "370102", 30_000));
    let jinan = app.person(Role::City, "370100").await;
    jinan.form("/lists/2026Q3/nominations", &[("only", &project.to_string())]).await.must(303);
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let (one, reason) = (format!("return:{project}:1"), format!("reason-{project}"));
    let decision = [("one", one.as_str()), (reason.as_str(), "投资额依据不足")];
    reviewer.form("/lists/2026Q3/decisions", &decision).await.must(303);
    let page = jinan.get(&sheet(project)).await.must(200).text();
    for part in
        ["齿轮有限公司", "济南市历下区", "30,000 万元", "已退回", "申报项目", "退回申报", "投资额依据不足"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let english = jinan.get(&format!("{}?lang=en", sheet(project))).await.must(200).text();
    assert!(english.contains("What happened") && english.contains("30,000 × 10,000 yuan"), "{english}");
}
