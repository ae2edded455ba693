//! Statistics of a month: the accepted reports of a period, in the figures that a person computes, group by group, down to
//! the rows. Four projects in three cities owe a report for October 2026; ten twelfths of the year are over, 83.3%.
//!
//! - 济南甲: 2000 of 2500 万元 reported and accepted; 济南乙: 700 of 2500, never reported; 青岛丙: 700 of 2500, reported late;
//!   烟台丁: should have started in September, has not, and reported so

use calamine::{Data, Reader, Xlsx};
use groundwork::features::projects::{Facts, Stage};
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use std::io::Cursor;

use crate::kit::{Client, TestApp, alter, facts};
use crate::statistics::{group, told};
use crate::updates::{building, decide, listed, send, set};

const MONTH: &str = "/api/v1/statistics?period=2026-10";

/// The four projects, reported and accepted as the room's text says; their ids.
pub async fn october(app: &TestApp) -> Vec<i64> {
    let waiting = Facts {
        stage: Some(Stage::Filed),
        planned_start: PlanDate::parse("2026-09").ok(),
        ..facts("烟台丁", "370602", 10_000)
    };
    let projects = vec![
        building("济南甲", "370102"),
        building("济南乙", "370112"),
        building("青岛丙", "370202"),
        waiting,
    ];
    let ids = listed(app, projects);
    set(app, "2026-11-03T09:00:00");
    let moved = json!({ "period": "2026-10", "cumulative_investment_yuan": 25_000_000,
        "ytd_investment_yuan": 20_000_000 });
    accepted(app, "370100", ids[0], moved).await;
    let still = json!({ "period": "2026-10", "justifications": { "stage": "用地手续未完成" } });
    accepted(app, "370600", ids[3], still).await;
    set(app, "2026-11-09T09:00:00");
    accepted(app, "370200", ids[2], json!({ "period": "2026-10", "no_change": true })).await;
    ids
}

/// Sends a report as the city does, and accepts it.
pub async fn accepted(app: &TestApp, city: &'static str, project: i64, said: Value) {
    let (city, reviewer) = (app.person(Role::City, city).await, app.person(Role::Reviewer, "370000").await);
    let sent = send(&city, project, said).await.must(201).json();
    decide(&reviewer, &sent, json!({ "decision": "accept" })).await.must(200);
}

async fn ask(who: &Client, query: &str) -> Value {
    who.get(&format!("{MONTH}{query}")).await.must(200).json()
}

/// Due, on time, late, missing, excused.
fn reports(of: &Value) -> [i64; 5] {
    ["due", "on_time", "late", "missing", "excused"].map(|name| of["reports"][name].as_i64().unwrap())
}

/// Green, yellow, red, unreported.
fn lights(of: &Value) -> [i64; 4] {
    ["green", "yellow", "red", "unreported"].map(|name| of["lights"][name].as_i64().unwrap())
}

#[actix_web::test]
async fn a_months_figures_are_what_a_person_computes_from_its_accepted_reports() {
    let app = TestApp::new().await;
    october(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let found = ask(&leader, "").await;
    assert_eq!(
        (&found["period"], &found["state"], &found["list"]),
        (&json!("2026-10"), &json!("live"), &Value::Null)
    );
    assert_eq!((&found["as_of"], &found["months"]), (&json!("2026-10-31"), &json!(10)));
    let whole = &found["whole"];
    assert_eq!(
        (&whole["count"], &whole["started"], &whole["without_plan"]),
        (&json!(4), &json!(3), &json!(0))
    );
    assert_eq!(whole["annual_plan_yuan"], 100_000_000);
    assert_eq!(
        (&whole["ytd_investment_yuan"], &whole["cumulative_investment_yuan"]),
        (&json!(34_000_000), &json!(49_000_000))
    );
    for (indicator, expected) in [
        ("completion_rate", "34.0 34000000/100000000"),
        ("time_progress", "83.3 10/12"),
        ("progress_gap_pp", "-49.3"),
        ("start_rate", "75.0 3/4"),
        ("start_rate_new", "0.0 0/1"),
        ("enrolment_rate", "100.0 3/3"),
    ] {
        assert_eq!(told(whole, indicator), expected, "{indicator}");
    }
    assert_eq!((lights(whole), reports(&found)), ([1, 1, 2, 0], [0, 2, 1, 1, 0]));
    assert_eq!((&found["reports"]["on_time_rate"], &found["waiting"]), (&json!("50.0"), &json!(0)));
    assert_eq!(found["groups"].as_array().unwrap().len(), 16, "every city, also the ones that owe nothing");
    for (city, rate, gap, shown, stand, places) in [
        (
            "370100",
            "54.0 27000000/50000000",
            "-29.3",
            [1, 0, 1, 0],
            [0, 1, 0, 1, 0],
            [Some(1), Some(1), Some(2)],
        ),
        (
            "370200",
            "28.0 7000000/25000000",
            "-55.3",
            [0, 0, 1, 0],
            [0, 0, 1, 0, 0],
            [Some(2), Some(1), Some(3)],
        ),
        ("370600", "0.0 0/25000000", "-83.3", [0, 1, 0, 0], [0, 1, 0, 0, 0], [Some(3), Some(3), Some(1)]),
        ("370300", "null 0/0", "null", [0; 4], [0; 5], [None, None, None]),
    ] {
        let city = group(&found, city);
        assert_eq!(
            (told(city, "completion_rate").as_str(), told(city, "progress_gap_pp").as_str()),
            (rate, gap)
        );
        assert_eq!((lights(city), reports(city)), (shown, stand));
        let ranks = &city["ranks"];
        let stands = [&ranks["completion_rate"], &ranks["start_rate"], &city["reports"]["rank"]];
        assert_eq!(stands.map(Value::as_u64), places, "{city}");
    }
    let trend = found["trend"].as_array().unwrap();
    assert_eq!((trend.len(), &trend[0]["whole"]), (10, &Value::Null), "nothing was owed in January");
    assert_eq!(trend[9]["whole"]["completion_rate"], "34.0");
    let chains = ask(&leader, "&by=chain,industry,class").await;
    for by in ["chain", "industry", "class"] {
        let count: i64 = chains["groups"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|group| group["by"] == by)
            .map(|group| group["count"].as_i64().unwrap())
            .sum();
        assert_eq!(count, 4, "{by}");
    }
}

#[actix_web::test]
async fn what_is_said_for_later_months_or_in_the_registry_leaves_a_month_alone_and_a_report_made_up_for_does_not()
 {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let before = ask(&leader, "").await;
    set(&app, "2026-12-02T09:00:00");
    let november = json!({ "period": "2026-11", "cumulative_investment_yuan": 27_000_000, "ytd_investment_yuan": 22_000_000 });
    accepted(&app, "370100", ids[0], november).await;
    alter(&app, ids[2], |facts| {
        facts.ytd_investment = Money::from_wan(2400);
        facts.cumulative_investment = Money::from_wan(4000);
        facts.annual_plan = Money::from_wan(3000);
    });
    let leader = app.person(Role::Leader, "370000").await;
    let after = ask(&leader, "").await;
    assert_eq!((&before["whole"], &before["groups"]), (&after["whole"], &after["groups"]));
    let november = leader.get("/api/v1/statistics?period=2026-11").await.must(200).json();
    // 2200 + 700 + 700 of four times 2500: what was entered in December is none of November's.
    assert_eq!(told(&november["whole"], "completion_rate"), "36.0 36000000/100000000");

    let made_up = json!({ "period": "2026-10", "cumulative_investment_yuan": 14_000_000, "ytd_investment_yuan": 9_000_000 });
    accepted(&app, "370100", ids[1], made_up).await;
    let late = ask(&app.person(Role::Leader, "370000").await, "").await;
    assert_eq!(told(&late["whole"], "completion_rate"), "36.0 36000000/100000000", "2000 + 900 + 700");
    assert_eq!(told(group(&late, "370100"), "completion_rate"), "58.0 29000000/50000000");
    assert_eq!(reports(group(&late, "370100")), [0, 1, 1, 0, 0], "late, and no longer missing");
    let november = leader.get("/api/v1/statistics?period=2026-11").await.must(200).json();
    assert_eq!(
        told(&november["whole"], "completion_rate"),
        "38.0 38000000/100000000",
        "the newest known of 乙"
    );
}

#[actix_web::test]
async fn a_month_without_a_bulletin_is_measured_in_scope_and_its_rows_are_those_one_may_see() {
    let app = TestApp::new().await;
    october(&app).await;
    let jinan = app.person(Role::City, "370100").await;
    let own = ask(&jinan, "&key=370100").await;
    assert_eq!((&own["whole"]["count"], &own["is_bulletin"]), (&json!(2), &json!(false)));
    assert_eq!(told(&own["whole"], "completion_rate"), "54.0 27000000/50000000");
    let keys: Vec<&Value> = own["groups"].as_array().unwrap().iter().map(|group| &group["key"]).collect();
    assert_eq!(keys, ["370100"]);
    assert!(!own.to_string().contains("青岛丙"), "{own}");
    let row = |of: &Value, name: &str| {
        of["rows"].as_array().unwrap().iter().find(|row| row["name"] == name).cloned()
    };
    let first = row(&own, "济南甲").unwrap();
    assert_eq!(
        (&first["completion_rate"], &first["light"], &first["report"]),
        (&json!("80.0"), &json!("green"), &json!("on_time"))
    );
    assert_eq!((&first["ytd_investment_yuan"], &first["county"]), (&json!(20_000_000), &json!("370102")));
    let second = row(&own, "济南乙").unwrap();
    assert_eq!((&second["light"], &second["report"]), (&json!("red"), &json!("missing")));
    let leader = app.person(Role::Leader, "370000").await;
    let others = ask(&leader, "&key=370200").await;
    assert_eq!(others["rows"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&jinan, "&key=370200").await["rows"], json!([]));
    let unkeyed = ask(&leader, "&by=chain&key=-").await;
    assert_eq!(unkeyed["rows"].as_array().unwrap().len(), 4, "no chain was named");
    assert_eq!(ask(&leader, "").await["rows"], Value::Null);
    let county = app.person(Role::City, "370112").await;
    assert_eq!(ask(&county, "").await["whole"]["count"], 1);
}

#[actix_web::test]
async fn the_page_of_a_month_draws_map_bars_and_lines_and_says_the_same_in_a_table() {
    let app = TestApp::new().await;
    october(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    for (lang, said) in [
        (
            "zh",
            [
                "2026年10月月度调度统计",
                "示意图，不作划界依据",
                "竖线为序时进度 83.3%",
                "没有数据",
                "按时 2 · 迟报 1 · 未报 1",
            ],
        ),
        (
            "en",
            [
                "Monthly reports of 2026-10",
                "sketch",
                "The mark is the time progress, 83.3%",
                "No data",
                "Late 1",
            ],
        ),
    ] {
        let page = leader.get(&format!("/statistics?period=2026-10&lang={lang}")).await.must(200).text();
        for sentence in said {
            assert!(page.to_lowercase().contains(&sentence.to_lowercase()), "{lang}: {sentence}\n{page}");
        }
        // A line for the whole and for each of the sixteen cities.
        assert_eq!(page.matches("role=\"img\"><title>").count(), 17, "{lang}");
        assert_eq!(page.matches("url(#map-hatch)").count(), 13, "cities that owe nothing are hatched");
        assert!(page.contains(">54.0%<tspan") || page.contains(">54.0%</tspan>"), "the map says it");
        assert!(page.contains("54.0% · 1</b>"), "so do the bars, with the place");
        assert!(page.contains("period=2026-10&#38;by=city&#38;key=370100#rows"), "and lead to the rows");
    }
    let red = leader.get("/statistics?period=2026-10&map=red").await.must(200).text();
    assert!(red.contains("青岛市：红灯占比 100.0%") && red.contains("烟台市：红灯占比 0.0%"), "{red}");
    let rows = leader.get("/statistics?period=2026-10&by=city&key=370100").await.must(200).text();
    assert!(rows.contains("济南市的项目（2 个）") && rows.contains(">济南乙</a>"), "{rows}");
    let jinan = app.person(Role::City, "370100").await;
    let own = jinan.get("/statistics?period=2026-10").await.must(200).text();
    assert!(!own.contains("青岛丙") && !own.contains("28.0%") && own.contains("54.0%"), "{own}");
    let future = leader.get("/statistics?period=2027-03").await.must(200).text();
    assert!(future.contains("本月没有应报项目"), "{future}");
    assert_eq!(leader.get("/api/v1/statistics?period=2027-03").await.must(200).json()["whole"]["count"], 0);
    for query in
        ["period=2026-13", "period=2026-10&list=2026Q3", "period=2026-10&as_of=2026-10-31", "map=blue"]
    {
        leader.get(&format!("/statistics?{query}")).await.must(422);
    }
    leader.get("/statistics?period=2026-10&version=1").await.must(404);
}

#[actix_web::test]
async fn the_workbook_of_a_month_has_its_lights_and_reports_too() {
    let app = TestApp::new().await;
    october(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let file = leader.get("/statistics/export.xlsx?period=2026-10").await.must(200);
    assert!(file.header("content-disposition").contains("statistics-2026-10-draft.xlsx"));
    let mut book = Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let row = |name: &str| rows.iter().find(|row| row.get(1).is_some_and(|cell| cell == name)).unwrap();
    let last = |name: &str| row(name)[row(name).len() - 11..].to_vec();
    assert_eq!(last("合计"), ["1", "1", "2", "0", "0", "2", "1", "1", "0", "50.0%", "—"]);
    assert_eq!(last("济南市"), ["1", "0", "1", "0", "0", "1", "0", "1", "0", "50.0%", "2"]);
}
