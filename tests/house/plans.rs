//! The year turns: plans of the new year are proposed project by project, written by a person, and January is a month
//! like any other.

use groundwork::features::projects::{Facts, Stage};
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{TestApp, facts};
use crate::updates::{building, decide, listed, send, set};

/// 1 亿元, 4000 万元 done, started in May 2026, to be finished in June 2028.
fn started(name: &str, division: &str) -> Facts {
    Facts {
        stage: Some(Stage::UnderConstruction),
        actual_start: PlanDate::parse("2026-05").ok(),
        planned_start: PlanDate::parse("2026-05").ok(),
        planned_finish: PlanDate::parse("2028-06").ok(),
        cumulative_investment: Money::from_wan(4000),
        ytd_investment: Money::from_wan(3000),
        annual_plan: Money::from_wan(5000),
        ..building(name, division)
    }
}

fn of(plans: &Value, id: i64) -> Value {
    plans["items"].as_array().unwrap().iter().find(|item| item["project_id"] == id).unwrap().clone()
}

#[actix_web::test]
async fn a_new_start_goes_on_next_year_with_a_proposal_and_what_a_person_submits_is_the_plan() {
    let app = TestApp::new().await;
    let waiting = Facts {
        planned_start: PlanDate::parse("2027-07").ok(),
        planned_finish: PlanDate::parse("2028-06").ok(),
        ..facts("乙厂", "370100", 10_000)
    };
    let ids = listed(&app, vec![started("甲厂", "370100"), waiting, started("丙厂", "370200")]);
    set(&app, "2026-12-21T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let plans = jinan.get("/api/v1/plans").await.must(200).json();
    assert_eq!((&plans["year"], plans["items"].as_array().unwrap().len()), (&json!(2027), 2), "{plans}");
    let first = of(&plans, ids[0]);
    assert_eq!((&first["course"], &first["was"]), (&json!("continued"), &json!("new_start")));
    assert_eq!((&first["annual_plan_yuan"], &first["proposed_yuan"]), (&Value::Null, &json!(40_000_000)));
    assert!(first["why"].as_str().unwrap().contains("未完成 6,000 万元"), "{first}");
    let second = of(&plans, ids[1]);
    assert_eq!((&second["course"], &second["proposed_yuan"]), (&json!("new_start"), &json!(50_000_000)));

    let page = jinan.get("/plans?year=2027").await.must(200).text();
    assert!(
        page.contains("新开工 → 续建") && page.contains("value=\"4000\"") && !page.contains("丙厂"),
        "{page}"
    );
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let versions = (format!("version-{first}"), format!("version-{second}"));
    let names = (format!("plan-{first}"), format!("plan-{second}"));
    let typed = [
        ("year", "2027"),
        ("project", &first),
        (&versions.0, "1"),
        (&names.0, "４，２００"),
        ("project", &second),
        (&versions.1, "1"),
        (&names.1, "很多"),
    ];
    let refused = jinan.form("/plans", &typed).await.must(422).text();
    assert!(refused.contains("value=\"很多\"") && refused.contains("已写入 1 个项目"), "{refused}");
    let plans = jinan.get("/api/v1/plans?year=2027").await.must(200).json();
    assert_eq!(of(&plans, ids[0])["annual_plan_yuan"], 42_000_000);
    let now = jinan.get(&format!("/api/v1/projects/{first}")).await.must(200).json();
    assert_eq!(
        (&now["annual_plan_yuan"], &now["ytd_investment_yuan"]),
        (&json!(50_000_000), &json!(30_000_000)),
        "the year that runs keeps its own"
    );
    jinan.get("/plans?year=2029").await.must(422);
    let other = json!({ "items": [{ "project_id": ids[2], "annual_plan_yuan": 1 }] });
    jinan.post_json("/api/v1/plans/2027", &other).await.must(404);
    let stale = json!({ "items": [{ "project_id": ids[0], "version": 1, "annual_plan_yuan": 1 }] });
    jinan.post_json("/api/v1/plans/2027", &stale).await.must(409);
    let both = json!({ "items": [{ "project_id": ids[1], "annual_plan_yuan": 50_000_000 },
        { "project_id": ids[0], "annual_plan_yuan": -1 }] });
    jinan.post_json("/api/v1/plans/2027", &both).await.must(422);
    let right = json!({ "items": [{ "project_id": ids[1], "annual_plan_yuan": 50_000_000 },
        { "project_id": ids[0], "annual_plan_yuan": 42_000_000 }] });
    let done = jinan.post_json("/api/v1/plans/2027", &right).await.must(200).json();
    assert_eq!(done["changed"], 1, "what stands already is not written again");
    let leader = app.person(Role::Leader, "370000").await;
    assert!(!leader.get("/plans").await.must(200).text().contains("name=\"plan-"), "she reads");
}

#[actix_web::test]
async fn january_is_reported_and_judged_by_the_new_years_plan_from_nothing_on() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![started("甲厂", "370100")]);
    set(&app, "2026-12-21T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let plan = json!({ "items": [{ "project_id": ids[0], "annual_plan_yuan": 42_000_000 }] });
    jinan.post_json("/api/v1/plans/2027", &plan).await.must(200);
    set(&app, "2027-02-01T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let due = jinan.get("/api/v1/updates/due?period=2027-01").await.must(200).json();
    assert_eq!(due["items"][0]["last"]["ytd_investment_yuan"], 0, "{due}");
    let report = json!({ "period": "2027-01", "ytd_investment_yuan": 3_000_000, "cumulative_investment_yuan": 43_000_000 });
    let sent = send(&jinan, ids[0], report).await.must(201).json();
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200);
    let project = jinan.get(&format!("/api/v1/projects/{}", ids[0])).await.must(200).json();
    assert_eq!(
        (&project["annual_plan_yuan"], &project["ytd_investment_yuan"]),
        (&json!(42_000_000), &json!(3_000_000))
    );
    // 300 of 4200 is 7.1%, a twelfth of the year is 8.3%.
    let light = project["light"].to_string();
    assert!(light.contains("7.1%") && light.contains("落后 1.2 个百分点"), "{light}");
}
