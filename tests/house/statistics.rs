//! Statistics as their readers ask for them: both start rates with their denominators, ranks with ties, what has no
//! denominator, what each scope sees. The figures were computed by hand.

use calamine::{Data, Reader, Xlsx};
use chrono::TimeDelta;
use groundwork::features::projects::{Class, Facts, Stage};
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use std::io::Cursor;

use crate::kit::{Client, Quarterly, TestApp, facts};

const API: &str = "/api/v1/statistics";

/// A project of this stage, planned to start then, with plan and done of the year in 万元.
fn at(stage: Stage, start: &str, money: (i64, Option<i64>, Option<i64>), named: (&str, &str)) -> Facts {
    let (total, plan, ytd) = money;
    let started = stage.is_started().then(|| PlanDate::parse(start).unwrap());
    Facts {
        stage: Some(stage),
        planned_start: Some(PlanDate::parse(start).unwrap()),
        actual_start: started,
        annual_plan: plan.and_then(Money::from_wan),
        ytd_investment: ytd.and_then(Money::from_wan),
        ..facts(named.0, named.1, total)
    }
}

/// Five projects in three cities: 济南 and 青岛 are equal in money, number and start rate; 烟台 has nothing to divide by.
fn five() -> Vec<Facts> {
    vec![
        Facts {
            enrolled: Some(true),
            ..at(Stage::Started, "2026-05", (4000, Some(1000), Some(900)), ("甲项目", "370102"))
        },
        at(Stage::Filed, "2026-08", (1000, Some(250), None), ("乙项目", "370112")),
        Facts {
            enrolled: Some(false),
            ..at(Stage::UnderConstruction, "2025-04", (3000, Some(600), Some(600)), ("丙项目", "370202"))
        },
        at(Stage::Signed, "2026Q4", (2000, Some(400), Some(0)), ("丁项目", "370211")),
        Facts {
            class: Some(Class::Preparation),
            ..at(Stage::Signed, "2027", (5000, None, None), ("戊项目", "370602"))
        },
    ]
}

async fn published() -> (TestApp, Client) {
    let app = TestApp::new().await;
    Quarterly::published(&app, five());
    let leader = app.person(Role::Leader, "370000").await;
    (app, leader)
}

async fn ask(who: &Client, query: &str) -> Value {
    who.get(&format!("{API}{query}")).await.must(200).json()
}

/// `value numerator/denominator` of an indicator.
pub fn told(figures: &Value, indicator: &str) -> String {
    let one = &figures[indicator];
    let value = one["value"].as_str().unwrap_or("null");
    match one["denominator"].as_i64() {
        Some(whole) => format!("{value} {}/{whole}", one["numerator"]),
        None => value.to_owned(),
    }
}

/// The group of a key.
pub fn group<'a>(statistics: &'a Value, key: &str) -> &'a Value {
    statistics["groups"].as_array().unwrap().iter().find(|group| group["key"] == key).unwrap()
}

fn names(statistics: &Value) -> Vec<&str> {
    let open = statistics["started_not_enrolled"].as_array().unwrap();
    open.iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn the_whole_of_a_published_list_is_computed_by_hand_and_every_rate_names_its_denominator() {
    let (_app, leader) = published().await;
    let found = ask(&leader, "?list=2026Q3").await;
    assert_eq!(
        (&found["list"], &found["state"], &found["version"]),
        (&json!("2026Q3"), &json!("published"), &json!(1))
    );
    assert_eq!(
        (&found["as_of"], &found["months"]),
        (&json!("2026-09-30"), &json!(9)),
        "the list's day, not today"
    );
    let whole = &found["whole"];
    assert_eq!(
        (&whole["count"], &whole["split_count"], &whole["without_plan"]),
        (&json!(5), &json!(5), &json!(1))
    );
    assert_eq!(whole["total_investment_yuan"], 150_000_000);
    assert_eq!(
        (&whole["annual_plan_yuan"], &whole["ytd_investment_yuan"]),
        (&json!(22_500_000), &json!(15_000_000))
    );
    for (indicator, expected) in [
        ("start_rate", "50.0 2/4"),
        ("start_rate_new", "33.3 1/3"),
        ("completion_rate", "66.7 15000000/22500000"),
        ("time_progress", "75.0 9/12"),
        ("progress_gap_pp", "-8.3"),
        ("enrolment_rate", "50.0 1/2"),
        ("signed_to_started", "40.0 2/5"),
    ] {
        assert_eq!(told(whole, indicator), expected, "{indicator}");
    }
    let (a, b) = (&whole["start_rate"], &whole["start_rate_new"]);
    assert_eq!((&a["definition"], &b["definition"]), (&json!("a"), &json!("b")));
    assert_eq!(
        (&a["denominator_name"], &b["denominator_name"]),
        (&json!("全部实施类项目"), &json!("计划新开工项目"))
    );
    assert!(a["formula"].as_str().unwrap().contains("÷ 全部实施类项目数"));
    assert_eq!(whole["progress_gap_pp"]["unit"], "points");
    let ids: Vec<_> =
        whole["indicators"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 7);
    assert!(
        ids.iter()
            .all(|id| whole[*id] == whole["indicators"][ids.iter().position(|other| other == id).unwrap()])
    );
    assert_eq!(names(&found), ["丙项目"]);
    assert_eq!(ask(&leader, "").await, found, "the newest published list");
}

#[actix_web::test]
async fn cities_of_equal_value_share_a_rank_and_what_has_no_denominator_has_neither_rate_nor_rank() {
    let (_app, leader) = published().await;
    let found = ask(&leader, "?list=2026Q3&by=city").await;
    assert_eq!(found["groups"].as_array().unwrap().len(), 16, "every city, also the ones without a project");
    let ranks = |city: &str| {
        let ranks = &group(&found, city)["ranks"];
        ["total", "count", "start_rate", "completion_rate"].map(|by| ranks[by].as_i64())
    };
    assert_eq!(ranks("370100"), [Some(1), Some(1), Some(1), Some(1)]);
    assert_eq!(ranks("370200"), [Some(1), Some(1), Some(1), Some(2)]);
    assert_eq!(
        ranks("370600"),
        [Some(1), Some(3), None, None],
        "two share the first place, the next is third"
    );
    assert_eq!(ranks("370300"), [Some(4), Some(4), None, None]);
    let yantai = group(&found, "370600");
    assert_eq!(
        (told(yantai, "start_rate"), told(yantai, "completion_rate")),
        ("null 0/0".into(), "null 0/0".into())
    );
    assert_eq!(yantai["progress_gap_pp"]["value"], Value::Null);
    assert_eq!(told(group(&found, "370100"), "completion_rate"), "72.0 9000000/12500000");
    assert_eq!(told(group(&found, "370100"), "progress_gap_pp"), "-3.0");
    let page = leader.get("/statistics?list=2026Q3").await.must(200).text();
    let row = page.split("<tr").find(|row| row.contains(">烟台市<")).unwrap();
    assert!(row.contains(">—<") && row.contains("第 3 位"), "{row}");
}

#[actix_web::test]
async fn every_grouping_adds_up_to_the_whole() {
    let (_app, leader) = published().await;
    let found = ask(&leader, "?by=city,stage,class,industry,chain,nature").await;
    for by in ["city", "stage", "class", "industry", "chain", "nature"] {
        let groups: Vec<_> =
            found["groups"].as_array().unwrap().iter().filter(|group| group["by"] == by).collect();
        for figure in ["count", "started", "total_investment_yuan", "annual_plan_yuan", "ytd_investment_yuan"]
        {
            let sum: i64 = groups.iter().map(|group| group[figure].as_i64().unwrap()).sum();
            assert_eq!(found["whole"][figure], sum, "{by} {figure}");
        }
    }
    let stages: Vec<_> =
        found["groups"].as_array().unwrap().iter().filter(|group| group["by"] == "stage").collect();
    let told: Vec<_> = stages.iter().map(|group| (group["key"].as_str(), group["name"].as_str())).collect();
    assert_eq!(told[0], (Some("signed"), Some("签约")), "in the order of the stages");
}

#[actix_web::test]
async fn a_bundle_counts_once_and_its_parts_in_the_split_count() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let bundle = list.nominated(facts("打包项目", "370100", 900));
    for name in ["子项目一", "子项目二"] {
        list.nominated(Facts { parent_id: Some(bundle), ..facts(name, "370102", 400) });
    }
    list.review();
    list.accept_all();
    list.publish();
    let leader = app.person(Role::Leader, "370000").await;
    let found = ask(&leader, "").await;
    let whole = &found["whole"];
    assert_eq!((&whole["count"], &whole["split_count"]), (&json!(1), &json!(2)));
    assert_eq!(whole["total_investment_yuan"], 9_000_000);
    assert!(found["count_name"].as_str().unwrap().contains("打包项目按 1 个计"));
}

#[actix_web::test]
async fn aggregates_of_a_published_list_are_a_bulletin_and_names_are_not() {
    let (app, leader) = published().await;
    let whole = ask(&leader, "").await;
    let qingdao = app.person(Role::City, "370200").await;
    let jinan = app.person(Role::City, "370100").await;
    for (reader, seen) in [(&qingdao, vec!["丙项目"]), (&jinan, vec![])] {
        let found = ask(reader, "?list=2026Q3").await;
        assert_eq!((&found["whole"], &found["groups"]), (&whole["whole"], &whole["groups"]));
        assert_eq!((names(&found), &found["is_bulletin"]), (seen, &json!(true)));
    }
    for path in ["/statistics", "/statistics?by=stage,class"] {
        let page = jinan.get(path).await.must(200).text();
        assert!(!page.contains("丙项目") && !page.contains("city=370200"), "{path}");
    }
    assert!(qingdao.get("/statistics").await.must(200).text().contains("丙项目"));
}

#[actix_web::test]
async fn the_registry_and_a_list_in_work_are_measured_within_the_readers_scope() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 5);
    for facts in five() {
        list.nominated(facts);
    }
    let qingdao = app.person(Role::City, "370200").await;
    for (query, state) in [("?list=live", "live"), ("?list=2026Q3", "collecting"), ("", "live")] {
        let found = ask(&qingdao, query).await;
        assert_eq!((&found["state"], &found["whole"]["count"]), (&json!(state), &json!(2)), "{query}");
        let keys: Vec<_> = found["groups"].as_array().unwrap().iter().map(|group| &group["key"]).collect();
        assert_eq!(keys, ["370200"], "{query}");
        assert!(!found.to_string().contains("甲项目"));
    }
    let province = app.person(Role::Reviewer, "370000").await;
    let live = ask(&province, "?list=live").await;
    assert_eq!(
        (&live["whole"]["count"], &live["as_of"], &live["months"]),
        (&json!(5), &json!("2026-10-08"), &json!(9))
    );
    qingdao.get(&format!("{API}?list=2026Q2")).await.must(404);
}

#[actix_web::test]
async fn a_day_finds_the_version_that_was_published_by_its_end() {
    let (_app, leader) = published().await;
    assert_eq!(ask(&leader, "?as_of=2026-10-08").await["version"], 1);
    leader.get(&format!("{API}?list=2026Q3&as_of=2026-12-31")).await.must(422);
    leader.get(&format!("{API}?as_of=2026-10-07")).await.must(404);
    leader.get(&format!("{API}?list=2026Q3&as_of=2026-10-07")).await.must(404);
    leader.get(&format!("{API}?list=2026Q3&version=2")).await.must(404);
}

#[actix_web::test]
async fn registry_and_list_in_work_are_measured_as_they_were_known_on_a_day() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 2);
    list.nominated(facts("先报项目", "370102", 100)); // 8 October
    app.clock.advance(TimeDelta::days(1));
    list.nominated(facts("后报项目", "370202", 900)); // 9 October
    let leader = app.person(Role::Leader, "370000").await;
    let told = async |query: &str| {
        let found = ask(&leader, query).await;
        (found["whole"]["count"].as_i64(), found["whole"]["total_investment_yuan"].as_i64())
    };
    for list in ["live", "2026Q3"] {
        assert_eq!(
            told(&format!("?list={list}&as_of=2026-10-08")).await,
            (Some(1), Some(1_000_000)),
            "{list}"
        );
        assert_eq!(told(&format!("?list={list}")).await, (Some(2), Some(10_000_000)), "{list}");
        assert_eq!(
            told(&format!("?list={list}&as_of=2026-10-09")).await,
            (Some(2), Some(10_000_000)),
            "{list}"
        );
    }
    assert_eq!(told("?list=live&as_of=2026-10-07").await, (Some(0), Some(0)));
    leader.get(&format!("{API}?list=2026Q3&as_of=2026-10-07")).await.must(404);
}

#[actix_web::test]
async fn an_unknown_name_or_word_is_refused_by_its_name() {
    let (_app, leader) = published().await;
    for (query, field) in [
        ("colour=red", "colour"),
        ("list=2026-3", "list"),
        ("by=city,moon", "by"),
        ("list=live&as_of=2026-12-31", "as_of"),
        ("version=1", "version"),
        ("as_of=2026-13-01", "as_of"),
    ] {
        let refused = leader.get(&format!("{API}?{query}")).await.must(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{query}");
        leader.get(&format!("/statistics?{query}")).await.must(422);
        leader.get(&format!("/statistics/export.xlsx?{query}")).await.must(422);
    }
}

#[actix_web::test]
async fn the_page_tells_figure_formula_and_denominator_in_both_languages() {
    let (_app, leader) = published().await;
    for (lang, said) in [
        (
            "zh",
            [
                "开工率（a）",
                "2 ÷ 4，分母：全部实施类项目",
                ">-8.3</a> <small>个百分点</small>",
                "口径（b）的开工率 ＝ 计划新开工项目中已开工的项目数",
                "另有 1 个项目没有年度计划",
                "已开工未入统（1 个）",
            ],
        ),
        (
            "en",
            [
                "Start rate (a)",
                "2 ÷ 4, of all implementation projects",
                ">-8.3</a> <small>points</small>",
                "start rate by definition (b) = planned starts that have started",
                "1 project without a plan is left out",
                "Started, not in statistics (1)",
            ],
        ),
    ] {
        let page = leader.get(&format!("/statistics?lang={lang}")).await.must(200).text();
        for sentence in said {
            assert!(page.contains(sentence), "{lang}: {sentence}\n{page}");
        }
        assert!(page.contains("data-tip=") && page.contains("href=\"/lists/2026Q3/versions/1\""));
    }
    let live = leader.get("/statistics?list=live").await.must(200).text();
    assert!(
        live.contains("/projects?class=implementation&#38;stage=started"),
        "a number leads to its rows: {live}"
    );
}

#[actix_web::test]
async fn the_workbook_carries_the_pages_figures_with_their_operands() {
    let (_app, leader) = published().await;
    let file = leader.get("/statistics/export.xlsx?list=2026Q3").await.must(200);
    assert!(file.header("content-disposition").contains("statistics-2026Q3-v1.xlsx"));
    let mut book = Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let row = |name: &str| rows.iter().find(|row| row.get(1).is_some_and(|cell| cell == name)).unwrap();
    assert_eq!(row("合计")[2..12], ["5", "5", "15000", "2250", "1500", "0", "50.0%", "2", "4", "33.3%"]);
    assert_eq!(row("烟台市")[8..11], ["—", "0", "0"]);
    assert_eq!(row("青岛市").iter().rev().take(4).cloned().collect::<Vec<_>>(), ["2", "1", "1", "1"]);
}

/// Documents from before the fact existed must keep their bytes, so a list says it only of whom it is known.
#[actix_web::test]
async fn a_published_list_keeps_who_was_in_statistics_and_is_silent_where_nobody_said_it() {
    let (app, leader) = published().await;
    let document = leader.get("/lists/2026Q3/export.json").await.must(200).json();
    let said: Vec<Option<&Value>> = document["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["project"].get("enrolled"))
        .collect();
    assert_eq!(said, [Some(&json!(true)), None, Some(&json!(false)), None, None]);
    let api = leader.get("/api/v1/lists/2026Q3").await.must(200).json();
    assert_eq!(api["entries"][1]["project"]["enrolled"], Value::Null);
    let checked = app.command(&["check"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
