//! Two lists compared: what entered, left, moved and changed between two quarters, two versions, or a list and the
//! registry; in figures, in words and as a workbook; and what may be one project under two names.

use calamine::{Data, Reader, Xlsx};
use diesel::connection::SimpleConnection;
use groundwork::features::lists::{self, Clue, Doubt, Pairing, Reason, pair};
use groundwork::features::projects::{self, Class, Facts, SideState, Source, Stage};
use groundwork::kernel::calendar::local_date;
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::money::Money;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use crate::kit::{Client, TestApp, facts};

const COMPARE: &str = "/api/v1/lists/2026Q3/compare";
const PAGE: &str = "/lists/2026Q3/compare";

fn machine() -> Caller {
    Caller::command_line(DivisionCode::parse("370000").unwrap())
}

fn enter(app: &TestApp, facts: Facts) -> i64 {
    let (now, source) = (app.clock.now(), Source::person("test"));
    let today = local_date(now, app.context.zone);
    let made =
        app.context.db.write_now(|conn| projects::create(conn, &machine(), facts, &source, now, today));
    made.unwrap().id
}

fn alter(app: &TestApp, id: i64, change: impl FnOnce(&mut Facts)) {
    let (now, source) = (app.clock.now(), Source::person("test"));
    let today = local_date(now, app.context.zone);
    app.context
        .db
        .write_now(|conn| {
            let mut facts = projects::project(conn, &machine().scope, id, 2026)?.facts;
            change(&mut facts);
            let reason = Some("核实".to_owned());
            projects::change(conn, &machine(), id, None, facts, reason, &source, now, today)
        })
        .unwrap();
}

/// A quarter's list with exactly these projects in review; what else came over from the list before is dropped.
async fn reviewed(reviewer: &Client, quarter: &str, wanted: &[(i64, Class)]) {
    let list = format!("/api/v1/lists/{quarter}");
    let opening = json!({ "quarter": quarter, "target": wanted.len(), "nominate_by": "2026-10-09", "publish_by": "2026-10-12" });
    reviewer.post_json("/api/v1/lists", &opening).await.must(201);
    for (project, class) in wanted {
        let body = json!({ "project_id": project, "class": class });
        let status = reviewer.post_json(&format!("{list}/entries"), &body).await.status;
        assert!(matches!(status, 201 | 409), "nominated, or carried over already: {status}");
    }
    reviewer.post_json(&format!("{list}/state"), &json!({ "state": "reviewing" })).await.must(200);
    let shown = reviewer.get(&list).await.must(200).json();
    for entry in shown["entries"].as_array().unwrap() {
        let (id, carried) = (entry["project_id"].as_i64().unwrap(), entry["carried"] == true);
        let decision = match wanted.iter().any(|(project, _)| *project == id) {
            true if carried => "continue",
            true => "accept",
            false => "drop",
        };
        let based = reviewer.clone().with_header("If-Match", &format!("\"{}\"", entry["version"]));
        let body = json!({ "decision": decision, "reason": "核实后决定" });
        based.post_json(&format!("{list}/entries/{id}/decision"), &body).await.must(200);
    }
}

async fn published(reviewer: &Client, quarter: &str, wanted: &[(i64, Class)]) {
    reviewed(reviewer, quarter, wanted).await;
    let number = json!({ "number": format!("鲁工信清单〔2026〕{quarter}号"), "reason": "按实有项目" });
    reviewer.post_json(&format!("/api/v1/lists/{quarter}/publish"), &number).await.must(200);
}

/// The story of most tests: Q2 with five projects, then changes, then Q3.
struct Story {
    app: TestApp,
    reviewer: Client,
    raised: i64,
    promoted: i64,
    back: i64,
    gone: i64,
    still: i64,
    new: i64,
}

impl Story {
    async fn told() -> Self {
        use Class::{Implementation, Preparation};
        let app = TestApp::new().await;
        let reviewer = app.person(Role::Reviewer, "370000").await;
        let of = |name: &str, place: &str, wan: i64, class: Class| {
            enter(&app, Facts { class: Some(class), ..facts(name, place, wan) })
        };
        let raised = of("甲", "370102", 100_000, Implementation);
        let promoted = of("乙", "370202", 50_000, Preparation);
        let back = of("丙", "370102", 30_000, Implementation);
        let gone = of("丁储能基地", "370202", 20_000, Implementation);
        let still = of("戊", "370302", 10_000, Implementation);
        let before = [
            (raised, Implementation),
            (promoted, Preparation),
            (back, Implementation),
            (gone, Implementation),
            (still, Implementation),
        ];
        published(&reviewer, "2026Q2", &before).await;
        alter(&app, raised, |facts| {
            facts.total_investment = Money::from_wan(120_000);
            "甲（扩建）".clone_into(&mut facts.name);
        });
        alter(&app, promoted, |facts| facts.class = Some(Implementation));
        alter(&app, back, |facts| facts.class = Some(Preparation));
        let renamed = Facts {
            unit: Some("丁储能基地有限公司".to_owned()),
            ..facts("丁储能基地（新址）", "370202", 20_000)
        };
        let new = enter(&app, renamed);
        let after = [
            (raised, Implementation),
            (promoted, Implementation),
            (back, Preparation),
            (still, Implementation),
            (new, Implementation),
        ];
        published(&reviewer, "2026Q3", &after).await;
        Self { app, reviewer, raised, promoted, back, gone, still, new }
    }

    async fn compared(&self, query: &str) -> Value {
        self.reviewer.get(&format!("{COMPARE}{query}")).await.must(200).json()
    }
}

fn ids(items: &Value) -> Vec<i64> {
    items.as_array().unwrap().iter().map(|item| item["project_id"].as_i64().unwrap()).collect()
}

/// The field and code of each refusal.
async fn refused(who: &Client, query: &str) -> Vec<(String, String)> {
    let body = who.get(&format!("{COMPARE}{query}")).await.must(422).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (text(&error["field"]), text(&error["code"])))
        .collect()
}

#[actix_web::test]
async fn a_list_differs_from_the_one_before_in_the_four_kinds_and_in_what_changed_of_the_rest() {
    let story = Story::told().await;
    let found = story.compared("?with=2026Q2").await;
    assert_eq!(
        found,
        story.compared("").await,
        "the published list before is what is meant when nobody says"
    );
    assert_eq!((&found["from"]["quarter"], &found["to"]["quarter"]), (&json!("2026Q2"), &json!("2026Q3")));
    assert_eq!(found["to"]["hash"], story.reviewer.get("/api/v1/lists/2026Q3").await.json()["hash"]);

    assert_eq!(ids(&found["added"]), [story.new]);
    assert_eq!(ids(&found["exited"]), [story.gone]);
    assert_eq!(ids(&found["to_implementation"]), [story.promoted]);
    assert_eq!(ids(&found["to_preparation"]), [story.back]);
    let carried: BTreeSet<i64> = ids(&found["carried"]).into_iter().collect();
    assert_eq!(carried, BTreeSet::from([story.raised, story.still]));

    let of = |id: i64| {
        let carried =
            found["carried"].as_array().unwrap().iter().find(|kept| kept["project_id"] == id).unwrap();
        carried["changes"].clone()
    };
    assert_eq!(
        of(story.raised),
        json!([
            { "field": "name", "from": "甲", "to": "甲（扩建）" },
            { "field": "total_investment_yuan", "from": 1_000_000_000_i64, "to": 1_200_000_000_i64 },
        ])
    );
    assert_eq!(of(story.still), json!([]));
    assert_eq!(
        found["to_implementation"][0]["changes"],
        json!([{ "field": "class", "from": "preparation", "to": "implementation" }])
    );
    assert_eq!(
        found["counts"],
        json!({ "added": 1, "to_implementation": 1, "to_preparation": 1, "exited": 1, "carried": 2, "changed": 3,
            "suspected": 1 })
    );
}

#[actix_web::test]
async fn money_and_stages_add_up_by_city_chain_industry_and_class() {
    let story = Story::told().await;
    let totals = story.compared("").await["totals"].clone();
    assert_eq!(totals["from"]["total_investment_yuan"], 2_100_000_000_i64);
    assert_eq!(totals["to"]["total_investment_yuan"], 2_300_000_000_i64);
    assert_eq!(totals["change"]["total_investment_yuan"], 200_000_000);
    assert_eq!(totals["from"]["stages"]["negotiating"], 5);
    for groups in ["by_city", "by_chain", "by_industry", "by_class"] {
        for side in ["from", "to", "change"] {
            for figure in ["count", "total_investment_yuan", "annual_plan_yuan", "started"] {
                let all = totals[groups].as_array().unwrap().iter();
                let sum: i64 = all.map(|group| group[side][figure].as_i64().unwrap()).sum();
                assert_eq!(sum, totals[side][figure].as_i64().unwrap(), "{groups} {side} {figure}");
            }
        }
    }
    let jinan = &totals["by_city"][0];
    assert_eq!(
        (&jinan["city"], &jinan["change"]["total_investment_yuan"]),
        (&json!("370100"), &json!(200_000_000))
    );
    let built = &totals["by_class"][0];
    assert_eq!(
        (&built["class"], &built["from"]["count"], &built["to"]["count"]),
        (&json!("implementation"), &json!(4), &json!(4))
    );
}

#[actix_web::test]
async fn the_shifts_are_told_in_the_callers_language() {
    let story = Story::told().await;
    let zh = story.compared("").await["sentences"].clone();
    assert_eq!(
        zh.as_array().unwrap()[..2],
        [
            json!(
                "与2026年二季度清单相比，2026年三季度清单共有5个项目，个数持平；总投资23.0亿元，增加2.0亿元。"
            ),
            json!("年度计划投资合计5.3亿元，与前期持平。"),
        ]
    );
    assert!(zh.as_array().unwrap().contains(&json!("增补1个项目，总投资2.0亿元，其中青岛市1个。")), "{zh:#}");
    let en = story.reviewer.get(&format!("{COMPARE}?lang=en")).await.must(200).json()["sentences"].clone();
    assert_eq!(
        en[0],
        "Compared with the list of Q2 2026, the list of Q3 2026 has 5 projects, as many as before; total investment is \
         CNY 2.30 billion, up CNY 0.20 billion."
    );
    assert_eq!(en.as_array().unwrap().len(), zh.as_array().unwrap().len());
}

#[actix_web::test]
async fn a_new_number_under_nearly_the_old_name_is_named_with_its_reasons_and_stays_in_both_counts() {
    let story = Story::told().await;
    let found = story.compared("").await;
    let pair = &found["suspected"][0];
    assert_eq!((pair["exited_id"].as_i64(), pair["added_id"].as_i64()), (Some(story.gone), Some(story.new)));
    let codes: Vec<&str> =
        pair["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    assert_eq!(codes[0], "compare-reason-core");
    assert!(codes.contains(&"compare-reason-unit") && codes.contains(&"compare-reason-city"), "{codes:?}");
    assert_eq!(
        (&found["added"][0]["suspected"], &found["exited"][0]["suspected"]),
        (&json!(true), &json!(true))
    );
}

#[actix_web::test]
async fn the_page_counts_on_top_strikes_out_the_old_value_and_needs_no_script() {
    let story = Story::told().await;
    let page = story.reviewer.get(&format!("{PAGE}?with=2026Q2")).await.must(200).text();
    assert!(page.contains("<h1>2026年二季度清单 → 2026年三季度清单</h1>"), "{page}");
    for count in ["href=\"#added\">1<", "href=\"#exited\">1<", "href=\"#changed\">3<"] {
        assert!(page.contains(count), "{count}: {page}");
    }
    assert!(page.contains("<del>100,000 万元</del><br><ins>120,000 万元</ins>"), "{page}");
    assert!(page.contains("<span class=\"delta up\">+2.00</span>"), "{page}");
    assert!(page.contains("个百分点") || page.contains("<span class=\"delta flat\"></span>"));
    assert!(page.contains("与2026年二季度清单相比") && page.contains("疑为同一项目（1）"), "{page}");
    assert!(!page.contains(" style=") && !page.contains("onclick"));
    assert!(page.contains("compare.xlsx?with=2026Q2"), "the workbook is that of what is shown");
    let english = story.reviewer.get(&format!("{PAGE}?with=2026Q2&lang=en")).await.must(200).text();
    assert!(english.contains("From the list of Q2 2026 to the list of Q3 2026"), "{english}");
    let list = story.reviewer.get("/lists/2026Q3?lang=zh").await.must(200).text();
    assert!(list.contains("href=\"/lists/2026Q3/compare\""), "the list leads there");
}

#[actix_web::test]
async fn the_older_list_is_always_the_base_and_the_page_says_when_it_was_put_first() {
    let story = Story::told().await;
    let forward = story.compared("?with=2026Q2").await;
    let backward = "/lists/2026Q2/compare";
    let turned = story.reviewer.get(&format!("/api/v1{backward}?with=2026Q3")).await.must(200).json();
    assert_eq!(turned, forward);
    let page = story.reviewer.get(&format!("{backward}?with=2026Q3")).await.must(200).text();
    assert!(page.contains("<h1>2026年二季度清单 → 2026年三季度清单</h1>"), "{page}");
    assert!(page.contains("比较总以较早的清单为前"), "{page}");
    let straight = story.reviewer.get(&format!("{PAGE}?with=2026Q2")).await.must(200).text();
    assert!(!straight.contains("比较总以较早的清单为前"));
    let english = story.reviewer.get(&format!("{backward}?with=2026Q3&lang=en")).await.must(200).text();
    assert!(english.contains("The earlier list is always the base"), "{english}");
}

#[actix_web::test]
async fn what_left_on_a_list_in_between_keeps_its_outcome_when_that_list_is_skipped() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [stays, early, late] =
        ["甲", "乙", "丙"].map(|name| (enter(&app, facts(name, "370102", 10_000)), Class::Implementation));
    published(&reviewer, "2026Q1", &[stays, early, late]).await;
    published(&reviewer, "2026Q2", &[stays, late]).await;
    published(&reviewer, "2026Q3", &[stays]).await;
    let found = reviewer.get(&format!("{COMPARE}?with=2026Q1")).await.must(200).json();
    assert_eq!(ids(&found["exited"]), [early.0, late.0]);
    for gone in found["exited"].as_array().unwrap() {
        assert_eq!((&gone["decision"], &gone["reason"]), (&json!("drop"), &json!("核实后决定")), "{gone}");
    }
    let sentences = found["sentences"].as_array().unwrap();
    let told = "退出2个项目，总投资2.0亿元，其中济南市2个；按去向，退出清单2个。";
    assert!(sentences.contains(&json!(told)), "{sentences:#?}");
    let english = reviewer.get(&format!("{COMPARE}?with=2026Q1&lang=en")).await.must(200).json();
    let told =
        "Left: 2 projects, with a total investment of CNY 0.20 billion (Jinan 2); by outcome: 2 dropped.";
    assert!(english["sentences"].as_array().unwrap().contains(&json!(told)), "{english:#}");
}

#[actix_web::test]
async fn a_comparison_that_cannot_be_made_shows_the_form_again_with_the_reason() {
    let story = Story::told().await;
    let page = story.reviewer.get(&format!("{PAGE}?with=2026Q3")).await.must(422).text();
    assert!(page.contains("两侧是同一份清单") && page.contains("<select name=\"with\""), "{page}");
    assert!(page.contains("value=\"2026Q3\" selected"), "what was chosen stays: {page}");
    let first = story.reviewer.get("/lists/2026Q2/compare").await.must(200).text();
    assert!(first.contains("此前没有已发布的清单"), "{first}");
    story.reviewer.get("/lists/2025Q1/compare").await.must(404);
    story.reviewer.get("/lists/2025Q1/compare?with=nonsense").await.must(404);
}

#[actix_web::test]
async fn what_cannot_be_compared_is_refused_by_the_name_of_the_parameter() {
    let story = Story::told().await;
    let who = &story.reviewer;
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(refused(who, "?with=2026Q3").await, one("with", "compare-with-itself"));
    assert_eq!(
        refused(who, "?with=2026Q3&with_version=1&version=1").await,
        one("with", "compare-with-itself")
    );
    assert_eq!(refused(who, "?with=lastyear").await, one("with", "compare-with-unknown"));
    assert_eq!(refused(who, "?version=x").await, one("version", "input-whole-number"));
    assert_eq!(refused(who, "?with=2026Q2&with_version=x").await, one("with_version", "input-whole-number"));
    assert_eq!(
        refused(who, "?with=live&with_version=1").await,
        one("with_version", "compare-live-has-no-version")
    );
    let nothing = who.get("/api/v1/lists/2026Q2/compare").await.must(422).json();
    assert_eq!(nothing["errors"][0]["code"], "compare-nothing-before");
    for unknown in ["?with=2025Q1", "?with=2026Q2&with_version=9", "?version=9", "?version=0"] {
        who.get(&format!("{COMPARE}{unknown}")).await.must(404);
    }
    who.get("/api/v1/lists/2031Q1/compare").await.must(404);
    who.get("/api/v1/lists/nonsense/compare").await.must(404);
}

#[actix_web::test]
async fn a_corrected_version_is_compared_with_the_one_it_replaces() {
    let story = Story::told().await;
    let correction = format!(
        "insert into list_entries (quarter, version, serial, project_id, project_version, section, class, change, \
           division, name, unit, project_code, industry, nature, stage, total_investment_yuan, annual_plan_yuan, \
           ytd_investment_yuan, cumulative_investment_yuan, planned_start, planned_finish, scope_text, \
           responsible_unit, responsible_person) \
         select quarter, 2, serial, project_id, project_version, section, class, change, division, name, unit, \
           project_code, industry, nature, stage, total_investment_yuan, annual_plan_yuan, ytd_investment_yuan, \
           cumulative_investment_yuan, planned_start, planned_finish, scope_text, responsible_unit, \
           responsible_person from list_entries where quarter = '2026Q3' and version = 1; \
         insert into list_versions (quarter, version, number, reason, data_as_of, publisher, published_at, document, \
           hash, previous_hash) \
         select quarter, 2, number, 'x', data_as_of, publisher, published_at, \
           replace(replace(document, '\"name\":\"戊\"', '\"name\":\"戊（更正）\"'), '\"version\":1', '\"version\":2'), \
           '{}', hash from list_versions where quarter = '2026Q3' and version = 1;",
        "f".repeat(64)
    );
    story.app.context.db.write_now(|conn| Ok(conn.batch_execute(&correction)?)).unwrap();
    let found = story.compared("?with=2026Q3&with_version=1&version=2").await;
    assert_eq!((&found["from"]["version"], &found["to"]["version"]), (&json!(1), &json!(2)));
    assert_eq!(found["counts"]["changed"], 1);
    assert_eq!(found["from"]["name"], "2026年三季度清单第1版");
    let changed =
        found["carried"].as_array().unwrap().iter().find(|kept| kept["project_id"] == story.still).unwrap();
    assert_eq!(changed["changes"], json!([{ "field": "name", "from": "戊", "to": "戊（更正）" }]));
    assert_eq!(
        story.compared("?with_version=1").await,
        found,
        "the newest version is meant when nobody says"
    );
    let before = story.compared("?version=1&with=2026Q2").await;
    assert_eq!(before["to"]["name"], "2026年三季度清单第1版", "a superseded version says which it is");
}

#[actix_web::test]
async fn a_list_in_work_is_compared_as_its_draft() {
    let story = Story::told().await;
    reviewed(&story.reviewer, "2026Q4", &[(story.raised, Class::Implementation)]).await;
    let found = story.reviewer.get("/api/v1/lists/2026Q4/compare").await.must(200).json();
    assert_eq!((&found["to"]["kind"], &found["to"]["hash"]), (&json!("draft"), &Value::Null));
    assert_eq!((&found["from"]["quarter"], &found["counts"]["exited"]), (&json!("2026Q3"), &json!(4)));
    assert!(found["sentences"][0].as_str().unwrap().contains("2026年四季度清单（草稿）"), "{found:#}");
}

#[actix_web::test]
async fn against_the_registry_it_shows_what_has_changed_since_what_lives_no_more_and_what_could_be_added() {
    let story = Story::told().await;
    alter(&story.app, story.still, |facts| facts.stage = Some(Stage::Signed));
    alter(&story.app, story.back, |facts| facts.side_state = SideState::Exited);
    let complete = enter(&story.app, facts("齐全的新项目", "370302", 7_000));
    enter(&story.app, Facts { unit: None, ..facts("缺项的新项目", "370302", 7_000) });
    alter(&story.app, story.gone, |facts| facts.side_state = SideState::Voided);
    let found = story.compared("?with=live").await;
    assert_eq!((&found["from"]["kind"], &found["to"]["kind"]), (&json!("published"), &json!("live")));
    assert_eq!(ids(&found["added"]), [complete]);
    assert_eq!(ids(&found["exited"]), [story.back]);
    assert_eq!(found["exited"][0]["side_state"], "exited");
    let changed: Vec<&Value> =
        found["carried"].as_array().unwrap().iter().filter(|kept| kept["changes"] != json!([])).collect();
    assert_eq!(changed.len(), 1, "{changed:#?}");
    assert_eq!(
        (&changed[0]["project_id"], &changed[0]["changes"]),
        (&json!(story.still), &json!([{ "field": "stage", "from": "negotiating", "to": "signed" }]))
    );
    let totals = &found["totals"];
    assert_eq!(
        (&totals["from"]["count"], &totals["to"]["count"]),
        (&json!(5), &json!(4)),
        "of the list's own entries"
    );
    let page = story.reviewer.get(&format!("{PAGE}?with=live")).await.must(200).text();
    assert!(page.contains("未列入清单的齐全项目（1）") && page.contains("已退出"), "{page}");
}

#[actix_web::test]
async fn a_reader_of_one_city_compares_her_extracts_and_learns_nothing_of_the_others() {
    let story = Story::told().await;
    enter(&story.app, facts("别市的齐全项目", "370302", 7_000));
    let jinan = story.app.person(Role::City, "370100").await;
    for query in ["?with=2026Q2", "?with=live"] {
        let found = jinan.get(&format!("{COMPARE}{query}")).await.must(200).json();
        assert_eq!((&found["from"]["extract"], &found["to"]["extract"]), (&json!(true), &json!(true)));
        assert_eq!(found["totals"]["from"]["count"], 2, "{query}");
        assert_eq!(found["totals"]["by_city"].as_array().unwrap().len(), 1);
        let text = found.to_string();
        for foreign in ["乙", "丁储能基地", "戊", "别市的"] {
            assert!(!text.contains(&format!("\"{foreign}")), "{query}: {foreign}: {text}");
        }
        let last = found["sentences"].as_array().unwrap().last().unwrap();
        assert_eq!(last, "以上仅统计您管理范围内的项目。");
        let page = jinan.get(&format!("{PAGE}{query}")).await.must(200).text();
        assert!(page.contains("摘录：") && !page.contains("丁储能基地"), "{page}");
    }
}

#[actix_web::test]
async fn why_a_project_left_is_told_where_the_list_knows_it() {
    let story = Story::told().await;
    let found = story.compared("").await;
    let list = story.reviewer.get("/api/v1/lists/2026Q3").await.json();
    for member in ["decision", "reason", "into"] {
        assert_eq!(found["exited"][0][member], list["exits"][0][member], "{member}");
    }
}

type Rows = Vec<Vec<Data>>;

/// The sheets of a workbook by name.
fn workbook(bytes: &[u8]) -> BTreeMap<String, Rows> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let sheets = book.worksheets();
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// The row that holds this text.
fn row<'a>(rows: &'a Rows, text: &str) -> &'a [Data] {
    let holds =
        |row: &&Vec<Data>| row.iter().any(|cell| matches!(cell, Data::String(found) if found == text));
    rows.iter().find(holds).unwrap_or_else(|| panic!("{text}: {rows:#?}"))
}

#[actix_web::test]
async fn the_workbook_holds_the_same_figures_as_numbers() {
    let story = Story::told().await;
    alter(&story.app, story.still, |facts| "=1+1".clone_into(&mut facts.name));
    let answer = story.reviewer.get(&format!("{PAGE}.xlsx?with=2026Q2")).await.must(200);
    assert!(answer.header("content-disposition").contains("2026Q2-v1-2026Q3-v1.xlsx"));
    let by_api = story.reviewer.get(&format!("{COMPARE}.xlsx?with=2026Q2")).await.must(200);
    assert_eq!(workbook(&by_api.bytes), workbook(&answer.bytes));
    let sheets = workbook(&answer.bytes);
    let figures = &sheets["概况"];
    assert_eq!(row(figures, "项目数（个）")[1..4], [5, 5, 0].map(|n| Data::Float(f64::from(n))));
    assert_eq!(
        row(figures, "总投资（万元）")[1..4],
        [210_000, 230_000, 20_000].map(|n| Data::Float(f64::from(n)))
    );
    let sentences = story.compared("?with=2026Q2").await["sentences"].clone();
    for sentence in sentences.as_array().unwrap() {
        row(figures, sentence.as_str().unwrap());
    }
    let moves = &sheets["进出与类别变动"];
    assert_eq!(row(moves, "丁储能基地（新址）")[0], Data::String("增补".to_owned()));
    assert_eq!(row(moves, "丁储能基地")[0], Data::String("退出".to_owned()));
    assert_eq!(row(moves, "乙")[8], Data::Float(50_000.0));
    let raised =
        sheets["内容变动"].iter().find(|row| row.get(4) == Some(&Data::String("总投资".to_owned()))).unwrap();
    assert_eq!(raised[5..7], [Data::Float(100_000.0), Data::Float(120_000.0)]);
    let groups = &sheets["分组合计"];
    let sum = |column: usize| {
        let cities = groups.iter().filter(|row| row[0] == Data::String("按市".to_owned()));
        cities
            .map(|row| match row[column] {
                Data::Float(n) => n,
                _ => panic!("{row:?}"),
            })
            .sum::<f64>()
    };
    let whole = row(groups, "全省合计");
    for (column, cell) in whole.iter().enumerate().skip(2) {
        assert_eq!(*cell, Data::Float(sum(column)), "column {column}");
    }
    assert_eq!(sheets["分组阶段"].len(), groups.len(), "the same groups");
    let live = story.reviewer.get(&format!("{PAGE}.xlsx?with=live")).await.must(200);
    let mut book = Xlsx::new(Cursor::new(live.bytes.clone())).unwrap();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.rows().flatten().all(String::is_empty), "no cell of {name} is a formula");
    }
    row(&workbook(&live.bytes)["内容变动"], "=1+1");
    story.reviewer.get(&format!("{PAGE}.xlsx?with=2026Q3")).await.must(422);
}

/// The names of one year of the real list.
fn names(year: &str) -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/lists_shanghai_2020_2021.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows = reader.records().map(|row| row.unwrap());
    rows.filter(|row| &row[1] == year).map(|row| row[4].to_owned()).collect()
}

fn paired(before: &[String], after: &[String]) -> Pairing {
    let clues = |names: &[String]| {
        let province = DivisionCode::parse("310000").unwrap();
        names.iter().map(|name| Clue::of(&Facts::named(name, province))).collect::<Vec<_>>()
    };
    pair(&clues(before), &clues(after))
}

#[test]
fn one_real_list_in_consecutive_years_by_names_alone() {
    let (before, after) = (names("2020"), names("2021"));
    assert_eq!((before.len(), after.len()), (13, 30));
    let found = paired(&before, &after);
    let same: Vec<&str> = found.same.iter().map(|(one, _)| before[*one].as_str()).collect();
    assert_eq!(
        same,
        ["CR929宽体客机研发保障建设项目", "顺络电子高端电子元器件与精密陶瓷研发及先进制造配套基地"]
    );
    assert!(
        found.proposed.is_empty(),
        "two facilities of one kind and two phases are no pairs: {:#?}",
        found.proposed
    );
    assert_eq!((found.entered.len(), found.left.len()), (28, 11), "and everything stands somewhere");
}

#[test]
fn renames_brackets_and_phases_of_the_next_year_are_proposed_and_not_counted_in_or_out() {
    let before = names("2021");
    // What the same list does from year to year (DOMAIN section 12): a bracket more or less, a name in other words,
    // a place before it, a phase that was not named; beside them a project that left and two that are new.
    let renamed = [
        ("上汽大众MEB工厂", "上汽大众MEB工厂（安亭）"),
        ("国能新能源汽车", "国能新能源汽车生产基地项目"),
        ("和辉光电第六代AMOLED生产线建设", "和辉光电第6代AMOLED显示生产线扩产建设项目"),
        (
            "超硅半导体300mm集成电路硅片全自动智能化生产线",
            "超硅半导体300mm集成电路硅片全自动智能化生产线一期",
        ),
    ];
    let left = "李政道研究所";
    let mut after: Vec<String> = before
        .iter()
        .filter(|name| *name != left)
        .map(|name| {
            renamed
                .iter()
                .find(|(old, _)| old == name)
                .map_or_else(|| name.clone(), |(_, new)| (*new).to_owned())
        })
        .collect();
    after.extend(["特斯拉超级工厂二期", "张江脑科学中心"].map(str::to_owned));
    let found = paired(&before, &after);
    let proposed: Vec<(&str, &str)> =
        found.proposed.iter().map(|one| (before[one.before].as_str(), after[one.after].as_str())).collect();
    assert_eq!(proposed, renamed);
    assert_eq!(found.proposed[0].reasons[0], Reason::Core);
    assert_eq!(found.proposed[1].reasons[0], Reason::Contained);
    assert!(found.proposed[2].reasons.contains(&Reason::Beginning));
    assert!(found.proposed[3].reasons.contains(&Reason::Capacity("300mm".to_owned())));
    assert_eq!(found.proposed[3].against, [Doubt::OnePhase(1)], "asked carefully");
    let of =
        |places: &[usize], names: &[String]| places.iter().map(|at| names[*at].clone()).collect::<Vec<_>>();
    assert_eq!(of(&found.left, &before), [left]);
    assert_eq!(of(&found.entered, &after), ["特斯拉超级工厂二期", "张江脑科学中心"]);
    assert_eq!(found.same.len() + found.proposed.len() + found.left.len(), before.len());
    assert_eq!(found.same.len() + found.proposed.len() + found.entered.len(), after.len());
}

#[test]
fn the_cases_of_the_handbook_are_asked_about_and_what_speaks_against_is_said() {
    let one = |old: &str, new: &str| paired(&[old.to_owned()], &[new.to_owned()]).proposed;
    let storage = one(
        "欧达年产10GWp光伏组件及2GWh智慧储能系统生产基地项目",
        "欧达年产10GWp光伏组件+1GW/2GWh智慧储能系统生产基地项目",
    );
    assert!(storage[0].against.is_empty(), "{storage:?}");
    let cells = one("爱旭太阳能电池组件项目", "爱旭太阳能高效电池组件一期项目");
    assert_eq!(cells[0].against, [Doubt::OnePhase(1)]);
    let acid = one("华鲁恒升30万吨二元酸项目", "华鲁恒升20万吨/年二元酸项目");
    assert_eq!(acid[0].against, [Doubt::Capacity("30万吨".to_owned(), "20万吨".to_owned())]);
    let zh = groundwork::web::Lang::Zh;
    assert_eq!(zh.render(&acid[0].against[0].message()), "规模不同（30万吨、20万吨），可能是另一期");
    assert!(one("动力电池项目一期", "动力电池项目二期").is_empty());
}

#[actix_web::test]
async fn lists_before_the_first_are_not_needed_to_read_a_list() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let only = enter(&app, facts("甲", "370102", 10));
    published(&reviewer, "2026Q3", &[(only, Class::Implementation)]).await;
    let found = reviewer.get(&format!("{COMPARE}?with=live")).await.must(200).json();
    assert_eq!(found["sentences"], json!(["项目库现状与2026年三季度清单的项目及内容完全一致。"]));
    let quarters = app.context.db.read_now(lists::lists).unwrap();
    assert_eq!(quarters.len(), 1, "comparing opens nothing");
}
