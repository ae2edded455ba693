//! The province on the map's page: told apart by metrics, through the quarters, city by city, with what lies where; each area leads
//! to its rows.

use groundwork::features::projects::Light;
use groundwork::kernel::role::Role;
use serde_json::json;

use crate::chains::{judge, three};
use crate::digests::shine;
use crate::kit::{Client, TestApp, enter, facts, publish_quarter};
use crate::updates::set;

/// The sentence of a city on the map, and where its area leads.
fn area(page: &str, city: &str) -> (String, String) {
    let link = regex::Regex::new(r#"<a href="([^"]+)" aria-label="([^"]+)" data-tip"#).unwrap();
    let found = link.captures_iter(page).find(|found| found[2].starts_with(city));
    let found = found.unwrap_or_else(|| panic!("{city} is not on the map: {page}"));
    (found[2].to_owned(), found[1].replace("&#38;", "&").replace("&amp;", "&"))
}

async fn page(who: &Client, query: &str) -> String {
    who.get(&format!("/atlas{query}")).await.must(200).text()
}

#[actix_web::test]
async fn each_metric_shades_the_cities_by_its_own_figure_and_leads_to_the_rows_behind_it() {
    let app = TestApp::new().await;
    set(&app, "2026-09-10T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let at = |name: &str, place: &str, total: i64| {
        let mut facts = facts(name, place, total);
        (facts.lng_e6, facts.lat_e6) = (Some(117_100_000), Some(36_650_000));
        facts
    };
    let ids = [
        enter(&app, at("济南甲", "370102", 10_000)),
        enter(&app, facts("济南乙", "370112", 30_000)),
        enter(&app, facts("青岛丙", "370202", 20_000)),
    ];
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &ids).await;
    shine(&app, ids[0], "2026-09", Light::Red);
    shine(&app, ids[2], "2026-09", Light::Green);
    let [anode, ..] = three(&reviewer).await;
    judge(&reviewer, &anode, json!({ "place": "370400", "strength": "missing", "evidence": "调研" }))
        .await
        .must(201);
    for (metric, city, said, rows) in [
        ("count", "济南", "2", 2),
        ("investment", "济南", "4.0", 2),
        ("light", "济南", "1", 1),
        ("light", "青岛", "0", 0),
    ] {
        let page = page(&reviewer, &format!("?metric={metric}")).await;
        let (sentence, href) = area(&page, city);
        assert!(sentence.contains(said), "{metric}: {sentence}");
        let shown = reviewer.get(&href.replacen("/projects", "/api/v1/projects", 1)).await.must(200).json();
        assert_eq!(shown["total"], rows, "{metric}: {href}");
    }
    let gaps = page(&reviewer, "?metric=gaps").await;
    let (sentence, href) = area(&gaps, "枣庄");
    assert!(sentence.contains('1') && href == "/atlas?place=370400", "{sentence} {href}");
    let city = reviewer.get(&href).await.must(200).text();
    assert!(city.contains("负极材料") && city.contains("/projects?city=370400"), "{city}");
    assert!(!city.contains("<svg class=\"map\" viewBox=\"0 0 760"), "of one city no province is drawn");
    // What lies where: a project on the list, a park; with the metric that is about them.
    let park = json!({ "name": "滕州锂电园", "place": "370481", "lng": 117.15, "lat": 35.08 });
    reviewer.post_json("/api/v1/parks", &park).await.must(201);
    let drawn = page(&reviewer, "?metric=count").await;
    assert!(drawn.contains("项目：济南甲（济南市历下区）") || drawn.contains("项目：济南甲"), "{drawn}");
    assert!(drawn.contains("园区：滕州锂电园") && drawn.contains(r#"<circle class="pt""#), "{drawn}");
    assert!(!page(&reviewer, "?metric=count&view=tiles").await.contains(r#"<circle class="pt""#));
    let english = page(&reviewer, "?metric=count&lang=en").await;
    assert!(english.contains("Discs are projects on the list"), "{english}");
    reviewer.get("/atlas?list=2020Q1&metric=count").await.must(404);
    reviewer.get("/atlas?list=x").await.must(422);
    reviewer.get("/atlas?place=370102").await.must(404);
    let jinan = app.person(Role::City, "370100").await;
    jinan.get("/atlas?place=370400").await.must(404);
}

#[actix_web::test]
async fn a_slider_shows_the_province_closing_its_gaps_quarter_by_quarter() {
    let app = TestApp::new().await;
    set(&app, "2026-03-10T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, _] = three(&officer).await;
    let at = |strength: &str| json!({ "place": "370400", "strength": strength, "evidence": "调研" });
    judge(&officer, &anode, at("missing")).await.must(201);
    judge(&officer, &cell, at("weak")).await.must(201);
    assert!(!page(&officer, "").await.contains("type=\"range\""), "one quarter is no history");
    set(&app, "2026-05-10T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    judge(&officer, &cell, at("strong")).await.must(201);
    set(&app, "2026-08-10T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    judge(&officer, &anode, at("ordinary")).await.must(201);
    let now = page(&officer, "").await;
    assert!(now.contains(r#"type="range" id="step" name="step" min="0" max="2" value="2""#), "{now}");
    for (asked, gaps) in
        [("?at=2026Q1", "2"), ("?at=2026Q2", "1"), ("?at=2026Q3", "0"), ("?step=0", "2"), ("", "0")]
    {
        let (sentence, _) = area(&page(&officer, asked).await, "枣庄");
        assert!(sentence.contains(gaps), "{asked}: {sentence}");
    }
    for wrong in ["?at=2025Q4", "?step=9", "?at=x"] {
        officer.get(&format!("/atlas{wrong}")).await.must(422);
    }
}
