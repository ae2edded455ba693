//! Digests where something is out of the ordinary: nobody approved one in time, a bundle stands beside its part, a project
//! has no light, and one changes its class.

use diesel::prelude::*;
use groundwork::db::schema::letters;
use groundwork::features::projects::{Class, Facts, Light};
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::digests::{DIGESTS, issues, prepare, shine, two_quarters};
use crate::kit::{Client, TestApp, alter, enter, publish_quarter};
use crate::updates::{building, set};

async fn quarter(who: &Client, period: &str) -> Value {
    let all = issues(who).await;
    let found = all.iter().find(|issue| issue["period"] == period && issue["kind"] == "quarterly").unwrap();
    who.get(&format!("{DIGESTS}/{}", found["id"])).await.must(200).json()
}

fn text_to(issue: &Value, reader: &Client) -> String {
    let copies = issue["copies"].as_array().unwrap();
    let copy = copies.iter().find(|copy| copy["user_id"] == reader.id).unwrap();
    copy["text"].as_str().unwrap().to_owned()
}

fn words_about_digests(app: &TestApp) -> Vec<String> {
    let words = letters::table.filter(letters::kind.eq("digest-word")).order(letters::id);
    words.select(letters::subject).load(&mut *app.context.db.connection().unwrap()).unwrap()
}

#[actix_web::test]
async fn what_nobody_approved_before_the_next_is_due_is_dropped_and_the_reviewers_hear_so_once() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    two_quarters(&app).await;
    set(&app, "2026-11-09T09:00:00");
    app.person(Role::Leader, "370000").await;
    app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let before = words_about_digests(&app).len();
    set(&app, "2027-02-22T09:00:00");
    prepare(&app);
    prepare(&app);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let third = quarter(&reviewer, "2026Q3").await;
    assert_eq!(third["state"], "dropped");
    let words = words_about_digests(&app).split_off(before);
    let dropped = words.iter().filter(|subject| subject.contains("无人批准，不再发送")).count();
    // Each of the two who review the whole province (one published the lists) hears it, once.
    assert_eq!(dropped, 2, "{words:?}");
    let based = reviewer.clone().with_header("If-Match", &format!("\"{}\"", third["revision"]));
    based.post_json(&format!("{DIGESTS}/{}/approve", third["id"]), &json!({})).await.must(409);
}

#[actix_web::test]
async fn a_bundle_stands_for_its_part_and_what_has_no_light_is_said_apart() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let bundle = enter(&app, building("打包项目", "370102"));
    let part = enter(&app, Facts { parent_id: Some(bundle), ..building("子项目", "370102") });
    let dark = enter(&app, building("无灯项目", "370102"));
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &[bundle, part, dark]).await;
    shine(&app, bundle, "2026-09", Light::Red);
    shine(&app, part, "2026-09", Light::Red);
    set(&app, "2026-11-09T09:00:00");
    let leader = app.person(Role::Leader, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let text = text_to(&quarter(&reviewer, "2026Q3").await, &leader);
    assert!(text.contains("亮红灯 1 个") && !text.contains("子项目"), "{text}");
    assert!(text.contains("另有 1 个项目当月尚无灯号"), "{text}");
}

#[actix_web::test]
async fn what_changed_its_class_is_named() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let one = enter(&app, Facts { class: Some(Class::Preparation), ..building("甲厂", "370102") });
    publish_quarter(&reviewer, "2026Q2", "鲁工信清单〔2026〕2号", &[one]).await;
    alter(&app, one, |facts| facts.class = Some(Class::Implementation));
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &[one]).await;
    set(&app, "2026-11-09T09:00:00");
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let text = text_to(&quarter(&reviewer, "2026Q3").await, &leader);
    assert!(text.contains("储备类转实施类 1 个") && text.contains("转实施类：甲厂"), "{text}");
}

#[actix_web::test]
async fn the_number_of_those_that_are_newly_red_leads_to_these_and_no_others() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    let [_, _, third, fourth] = two_quarters(&app).await;
    shine(&app, third, "2026-06", Light::Red);
    set(&app, "2026-11-09T09:00:00");
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let text = text_to(&quarter(&reviewer, "2026Q3").await, &leader);
    assert!(text.contains("亮红灯 2 个") && text.contains("其中新增 1 个"), "{text}");
    let all = "list=2026Q3&light=red&light_month=2026-09";
    let new = format!("{all}&light_since=2026-06");
    assert!(
        text.contains(&format!("/projects?{all}\n")) && text.contains(&format!("/projects?{new}\n")),
        "{text}"
    );
    for (query, expected) in [(all, vec![third, fourth]), (&new, vec![fourth])] {
        let path = format!("/api/v1/projects?{query}&sort=id");
        let rows = leader.get(&path).await.must(200).json()["items"].as_array().unwrap().clone();
        let ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, expected, "{query}");
    }
    let refused = leader.get("/api/v1/projects?light=red&light_since=June").await;
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].clone()), (422, json!("light_since")));
}
