//! What a city is told and confirms having read, and what the province sees of it.

use groundwork::features::notices::Content;
use groundwork::kernel::instant::Instant;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::rooms::announced;
use crate::kit::{Client, Database, Quarterly, TestApp, facts};

const QUARTER: &str = Quarterly::QUARTER;
const RECEIPTS: &str = "/api/v1/lists/2026Q3/notices";

async fn told(who: &Client) -> Vec<Value> {
    who.get("/api/v1/notices").await.must(200).json()["items"].as_array().unwrap().clone()
}

async fn page(who: &Client, path: &str) -> String {
    who.get(path).await.must(200).text()
}

/// The announcements of one kind, as the province sees them.
async fn receipts(who: &Client, kind: &str) -> Vec<Value> {
    let answer = who.get(&format!("{RECEIPTS}?kind={kind}")).await.must(200).json();
    answer["items"].as_array().unwrap().clone()
}

fn published(count: i64) -> Content {
    Content::Publication {
        version: 1,
        number: Quarterly::NUMBER.to_owned(),
        count,
        total_investment_yuan: 300_000_000,
    }
}

#[actix_web::test]
async fn a_city_reads_what_is_addressed_to_it_newest_first_in_either_language() {
    let app = TestApp::new().await;
    let project = Quarterly::opened(&app, 3).nominated(facts("齿轮", "370102", 30_000));
    let returned =
        Content::Return { project_id: project, name: "齿轮".to_owned(), reason: "补充批复".to_owned() };
    announced(&app, QUARTER, "370100", returned);
    announced(&app, QUARTER, "370100", published(1));
    let until = Instant::parse("2026-10-12T10:00:00Z").unwrap();
    announced(&app, QUARTER, "370200", Content::Unlock { until, reason: "系统故障".to_owned() });
    let jinan = app.person(Role::City, "370100").await;
    let items = told(&jinan).await;
    assert_eq!((items[0]["kind"].as_str(), items[0]["version"].as_i64()), (Some("publication"), Some(1)));
    assert_eq!((items[1]["kind"].as_str(), items[1]["project_id"].as_i64()), (Some("return"), Some(project)));
    assert!(items.iter().all(|item| item["division"] == "370100" && item["read_at"].is_null()), "{items:?}");
    let chinese = page(&jinan, "/notices?lang=zh").await;
    for part in
        ["本市列入 1 个项目", "30,000 万元", "补充批复", "/lists/2026Q3/export.xlsx?version=1", "确认已阅"]
    {
        assert!(chinese.contains(part), "{part}: {chinese}");
    }
    assert!(chinese.contains(&format!("href=\"/lists/2026Q3/entries/{project}\"")), "{chinese}");
    let english = page(&jinan, "/notices?lang=en").await;
    assert!(
        english.contains("it holds 1 project of your city") && english.contains("was returned"),
        "{english}"
    );
    let qingdao = app.person(Role::City, "370200").await;
    let unlocked = page(&qingdao, "/notices").await;
    assert!(unlocked.contains("2026-10-12 18:00") && !unlocked.contains("补充批复"), "{unlocked}");
}

#[actix_web::test]
async fn what_waits_to_be_confirmed_stands_on_the_first_page_until_it_is() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    let before = jinan.get("/api/v1/notices").await.must(200).json()["total"].as_i64().unwrap();
    let id = announced(&app, QUARTER, "370100", published(2));
    let waiting = format!("{} 条通知待确认", before + 1);
    assert!(page(&jinan, "/").await.contains(&waiting));
    jinan.form(&format!("/notices/{id}/receipt"), &[]).await.must(303);
    assert!(!page(&jinan, "/").await.contains(&waiting));
    let list = page(&jinan, "/notices").await;
    assert!(list.contains("确认</span>"), "{list}");
    // A colleague has not read it, and the province is not asked to.
    let colleague = app.person(Role::City, "370100").await;
    assert!(page(&colleague, "/").await.contains(&waiting));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert!(told(&reviewer).await.is_empty());
    assert!(!page(&reviewer, "/").await.contains("条通知待确认"));
    assert!(page(&reviewer, "/notices").await.contains("送达情况"));
}

#[actix_web::test]
async fn confirming_twice_changes_nothing_and_the_first_instant_stands() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let id = announced(&app, QUARTER, "370100", published(2));
    let jinan = app.person(Role::City, "370100").await;
    let receipt = format!("/api/v1/notices/{id}/receipt");
    let first = jinan.send("POST", &receipt, None).await.must(200).json();
    assert_eq!(first["read_at"], app.clock.now().to_string());
    app.clock.advance(chrono::TimeDelta::hours(1));
    let before = Database::row_counts(&app.context.db);
    let again = jinan.send("POST", &receipt, None).await.must(200).json();
    jinan.form(&format!("/notices/{id}/receipt"), &[]).await.must(303);
    assert_eq!(again["read_at"], first["read_at"]);
    assert_eq!(before, Database::row_counts(&app.context.db), "no second receipt and no second record");
}

#[actix_web::test]
async fn a_notice_of_another_city_is_not_there_and_who_is_not_told_confirms_nothing() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let id = announced(&app, QUARTER, "370200", published(2));
    let receipt = format!("/api/v1/notices/{id}/receipt");
    for (role, scope, status) in [
        (Role::City, "370100", 404),
        (Role::City, "370102", 404),
        (Role::City, "370202", 409),
        (Role::Leader, "370200", 403),
        (Role::Auditor, "370000", 403),
        (Role::Reviewer, "370000", 409),
        (Role::City, "370200", 200),
    ] {
        let person = app.person(role, scope).await;
        person.send("POST", &receipt, None).await.must(status);
    }
    let jinan = app.person(Role::City, "370100").await;
    jinan.form(&format!("/notices/{id}/receipt"), &[]).await.must(404);
    jinan.send("POST", "/api/v1/notices/999999/receipt", None).await.must(404);
    let reader = app.person(Role::Leader, "370200").await;
    let shown = page(&reader, "/notices").await;
    assert!(
        shown.contains("未确认") && !shown.contains("/receipt\""),
        "who may not confirm has no button: {shown}"
    );
}

#[actix_web::test]
async fn the_province_sees_who_has_read_and_which_cities_have_not() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    let ids = ["370100", "370200", "370300"].map(|city| announced(&app, QUARTER, city, published(2)));
    jinan.form(&format!("/notices/{}/receipt", ids[0]), &[]).await.must(303);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [publication] = &receipts(&reviewer, "publication").await[..] else { panic!("one announcement") };
    assert_eq!(publication["told"], 3);
    assert_eq!(publication["unread"], json!(["370200", "370300"]));
    let confirmed = &publication["confirmed"][0];
    assert_eq!((confirmed["city"].as_str(), confirmed["notice_id"].as_i64()), (Some("370100"), Some(ids[0])));
    assert!(confirmed["reader"].as_str().unwrap().starts_with("city-") && confirmed["read_at"].is_string());
    let chinese = page(&reviewer, "/lists/2026Q3/notices").await;
    assert!(chinese.contains("已确认 1 条；尚未确认：青岛市、淄博市"), "{chinese}");
    let english = page(&reviewer, "/lists/2026Q3/notices?lang=en").await;
    assert!(english.contains("1 of 3 confirmed"), "{english}");
    // A city sees its own; a kind that is none and a list that was never opened are refused.
    let [own] = &receipts(&jinan, "publication").await[..] else { panic!("one announcement") };
    assert_eq!((own["told"].as_i64(), own["unread"].as_array().unwrap().len()), (Some(1), 0));
    assert_eq!(
        reviewer.get(&format!("{RECEIPTS}?kind=rumour")).await.must(422).json()["errors"][0]["field"],
        "kind"
    );
    reviewer.get("/api/v1/lists/2026Q4/notices").await.must(404);
    reviewer.get("/lists/2026Q4/notices").await.must(404);
}

#[actix_web::test]
async fn every_city_is_told_of_the_opening_and_of_the_publication_with_its_own_figures() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [opening] = &receipts(&reviewer, "opening").await[..] else { panic!("one announcement") };
    assert_eq!((opening["told"].as_i64(), opening["unread"].as_array().unwrap().len()), (Some(16), 16));
    // A deed that is refused tells nobody.
    let again =
        json!({ "quarter": QUARTER, "target": 3, "nominate_by": "2026-10-10", "publish_by": "2026-10-20" });
    reviewer.post_json("/api/v1/lists", &again).await.must(409);
    assert_eq!(receipts(&reviewer, "opening").await.len(), 1);
    list.nominated(facts("齿轮", "370102", 30_000));
    list.nominated(facts("轴承", "370103", 5));
    list.nominated(facts("省级平台", "370602", 7));
    list.review();
    list.accept_all();
    list.publish();
    let [publication] = &receipts(&reviewer, "publication").await[..] else { panic!("one announcement") };
    assert_eq!((publication["told"].as_i64(), publication["version"].as_i64()), (Some(16), Some(1)));
    let sentence = |items: Vec<Value>| items[0]["text"].as_str().unwrap().to_owned();
    let jinan = sentence(told(&app.person(Role::City, "370100").await).await);
    assert!(
        jinan.contains(Quarterly::NUMBER) && jinan.contains("2 个项目") && jinan.contains("30,005"),
        "{jinan}"
    );
    let qingdao = sentence(told(&app.person(Role::City, "370200").await).await);
    assert!(qingdao.contains("0 个项目"), "{qingdao}");
}

#[actix_web::test]
async fn a_returned_nomination_tells_its_city_and_no_other_with_the_reason() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let project = list.nominated(facts("齿轮", "370102", 30_000));
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await.with_header("If-Match", "\"1\"");
    let decision = format!("/api/v1/lists/2026Q3/entries/{project}/decision");
    let body = json!({ "decision": "return", "reason": "投资额依据不足" });
    reviewer.post_json(&decision, &body).await.must(200);
    let jinan = app.person(Role::City, "370100").await;
    let first = told(&jinan).await.remove(0);
    assert_eq!((first["kind"].as_str(), first["project_id"].as_i64()), (Some("return"), Some(project)));
    assert!(first["text"].as_str().unwrap().contains("投资额依据不足"), "{first}");
    jinan.get(first["href"].as_str().unwrap()).await.must(200);
    let qingdao = app.person(Role::City, "370200").await;
    assert!(told(&qingdao).await.iter().all(|notice| notice["kind"] == "opening"));
}

#[actix_web::test]
async fn a_city_let_in_again_is_told_until_when_and_a_correction_is_told_to_all_with_its_reason() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let project = list.nominated(facts("齿轮", "370102", 30_000));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let qingdao = app.person(Role::City, "370200").await;
    let jinan = app.person(Role::City, "370100").await;
    let unlock = json!({ "city": "370200", "until": "2026-10-12T18:00:00+08:00", "reason": "系统故障" });
    reviewer.post_json("/api/v1/lists/2026Q3/unlocks", &unlock).await.must(201);
    let first = told(&qingdao).await.remove(0);
    let text = first["text"].as_str().unwrap();
    assert!(
        first["kind"] == "unlock" && text.contains("2026-10-12 18:00") && text.contains("系统故障"),
        "{first}"
    );
    assert_eq!(told(&jinan).await[0]["kind"], "opening");
    list.review();
    list.accept_all();
    list.publish();
    let right = json!({ "project_id": project, "field": "total_investment_yuan", "to": 310_000_000 });
    let correction = json!({ "reason": "总投资录入有误", "changes": [right] });
    reviewer.post_json("/api/v1/lists/2026Q3/corrections", &correction).await.must(200);
    let newest = told(&jinan).await.remove(0);
    assert_eq!((newest["kind"].as_str(), newest["version"].as_i64()), (Some("correction"), Some(2)));
    let text = newest["text"].as_str().unwrap();
    assert!(text.contains("总投资录入有误") && text.contains("31,000 万元"), "{text}");
    jinan.get(newest["href"].as_str().unwrap()).await.must(200);
    let [corrected] = &receipts(&reviewer, "correction").await[..] else { panic!("one announcement") };
    assert_eq!(corrected["unread"].as_array().unwrap().len(), 16);
}

#[actix_web::test]
async fn a_countys_people_read_what_is_sent_to_their_city_and_the_city_confirms_it() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let [own, other] = ["370102", "370103"].map(|county| list.nominated(facts("齿轮", county, 30_000)));
    let id = announced(&app, QUARTER, "370100", published(2));
    let returned = |project_id, reason: &str| {
        let content = Content::Return { project_id, name: "齿轮".to_owned(), reason: reason.to_owned() };
        announced(&app, QUARTER, "370100", content)
    };
    let (of_own, of_other) = (returned(own, "补充批复"), returned(other, "邻县的理由"));
    announced(&app, QUARTER, "370200", published(9));
    let county = app.person(Role::City, "370102").await;
    let kinds: Vec<Value> = told(&county).await.iter().map(|notice| notice["kind"].clone()).collect();
    assert_eq!(kinds, ["return", "publication", "opening"], "the city's, without the neighbour's project");
    let shown = page(&county, "/notices").await;
    for part in ["本市列入 2 个项目", "补充批复", "由市里确认"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("邻县的理由") && !shown.contains("/receipt\""), "{shown}");
    assert!(!page(&county, "/").await.contains("条通知待确认"), "nothing waits for her");
    for (notice, status) in [(id, 409), (of_own, 409), (of_other, 404)] {
        let receipt = format!("/api/v1/notices/{notice}/receipt");
        county.send("POST", &receipt, None).await.must(status);
    }
    let refused = county.send("POST", &format!("/api/v1/notices/{id}/receipt"), None).await.json();
    assert_eq!(refused["code"], "notices-city-confirms");
    let city = app.person(Role::City, "370100").await;
    city.send("POST", &format!("/api/v1/notices/{of_other}/receipt"), None).await.must(200);
    assert_eq!(told(&city).await.len(), 4);
    // Who answers for counties of two cities reads what is sent to both.
    let two = app.person(Role::City, "370103,370202").await;
    let texts: Vec<Value> = told(&two).await.iter().map(|notice| notice["division"].clone()).collect();
    assert_eq!(texts, ["370200", "370100", "370100", "370200", "370100"]);
}
