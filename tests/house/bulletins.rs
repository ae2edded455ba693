//! The monthly bulletin as province and cities live it: drafted from the accepted reports, checked, published, numbered
//! and hashed, read by everybody, by name only in scope, corrected by a next version. The month is the October of
//! `month_statistics`: 34.0% of the plan done by four projects in three cities.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kit::{Answer, Client, TestApp, sheets};
use crate::month_statistics::{accepted, october};
use crate::updates::{building, listed, set};

pub const API: &str = "/api/v1/bulletins/2026-10";

pub async fn publish(who: &Client, body: Value) -> Answer {
    who.post_json(&format!("{API}/publish"), &body).await
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn group<'a>(bulletin: &'a Value, key: &str) -> &'a Value {
    bulletin["groups"].as_array().unwrap().iter().find(|group| group["key"] == key).unwrap()
}

fn errors(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |error: &Value| (text(&error["field"]), text(&error["code"]));
    answer.json()["errors"].as_array().unwrap().iter().map(pair).collect()
}

#[actix_web::test]
async fn a_bulletin_tells_the_same_figures_on_page_paper_workbook_api_and_in_its_hashed_bytes() {
    let app = TestApp::new().await;
    october(&app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let draft = reviewer.get(API).await.must(200).json();
    assert_eq!(
        (&draft["state"], &draft["hash"], &draft["number"]),
        (&json!("draft"), &Value::Null, &Value::Null)
    );
    let body = json!({ "foreword": "总体平稳，个别市偏慢。\n请抓紧。" });
    let bulletin = publish(&reviewer, body).await.must(200).json();
    assert_eq!((&bulletin["state"], &bulletin["version"]), (&json!("published"), &json!(1)));
    assert_eq!(bulletin["number"], "通报〔2026〕1号");
    assert_eq!(
        (&bulletin["list"], &bulletin["time_progress"]),
        (&json!({ "quarter": "2026Q3", "version": 1 }), &json!("83.3"))
    );
    let whole = &bulletin["whole"];
    assert_eq!((&whole["completion_rate"], &whole["progress_gap_pp"]), (&json!("34.0"), &json!("-49.3")));
    assert_eq!((&whole["start_rate"], &whole["start_rate_new"]), (&json!("75.0"), &json!("0.0")));
    assert_eq!((&whole["enrolment_rate"], &whole["on_time_rate"]), (&json!("100.0"), &json!("50.0")));
    assert_eq!(whole["lights"], json!({ "green": 1, "yellow": 1, "red": 2, "unreported": 0 }));
    assert_eq!(
        group(&bulletin, "370100")["ranks"],
        json!({ "completion_rate": 1, "start_rate": 1, "on_time_rate": 2 })
    );
    assert_eq!((&draft["whole"], &draft["groups"]), (&bulletin["whole"], &bulletin["groups"]));

    let file = reviewer.get(&format!("{API}/export.json")).await.must(200);
    assert_eq!(json!(sha256(&file.bytes)), bulletin["hash"], "the file is what was hashed");
    let document = file.json();
    assert_eq!((&document["schema"], &document["whole"]), (&json!("groundwork-bulletin/1"), whole));
    assert_eq!(document["projects"], bulletin["projects"]);

    let page = reviewer.get("/bulletins/2026-10").await.must(200).text();
    let print = reviewer.get("/bulletins/2026-10/print").await.must(200).text();
    let book = reviewer.get("/bulletins/2026-10/export.xlsx").await.must(200);
    assert!(book.header("content-disposition").contains("bulletin-2026-10-v1.xlsx"));
    let sheets = sheets(&book.bytes);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["各市", "其他分组", "红灯项目", "迟报未报", "项目明细", "_groundwork"]);
    let cities = &sheets[0].1;
    let row = |name: &str| cities.iter().find(|row| row[0] == name).unwrap();
    assert_eq!(
        row("济南市")[1..13],
        ["2", "2", "5000", "2700", "3700", "54.0%", "-29.3", "1", "100.0%", "1", "—", "100.0%"]
    );
    assert_eq!(row("济南市")[13..], ["1", "0", "1", "0", "0", "1", "0", "1", "0", "50.0%", "2"]);
    assert_eq!(row("合计")[1..7], ["4", "3", "10000", "3400", "4900", "34.0%"]);
    assert_eq!(row("淄博市")[6..9], ["—", "—", "—"]);
    for (name, figures) in [
        ("济南市", ["0.50", "0.27", "54.0%", "-29.3", "1", "100.0%"]),
        ("青岛市", ["0.25", "0.07", "28.0%", "-55.3", "2", "100.0%"]),
        ("烟台市", ["0.25", "0.00", "0.0%", "-83.3", "3", "0.0%"]),
        ("合计", ["1.00", "0.34", "34.0%", "-49.3", "—", "75.0%"]),
    ] {
        for (where_it_stands, text) in [("page", &page), ("print", &print)] {
            let row = text.split("<tr").find(|row| row.contains(&format!(">{name}<"))).unwrap();
            for figure in figures {
                assert!(row.contains(&format!(">{figure}</td>")), "{where_it_stands} {name} {figure}: {row}");
            }
        }
        let row = row(name);
        assert_eq!([&row[6], &row[7], &row[8], &row[9]], [figures[2], figures[3], figures[4], figures[5]]);
    }
    let hash = bulletin["hash"].as_str().unwrap();
    for (where_it_stands, text) in [("page", &page), ("print", &print)] {
        for said in [
            "总体平稳，个别市偏慢。",
            "请抓紧。",
            hash,
            "通报〔2026〕1号",
            "欠序时进度 49.3 个百分点",
            "济南乙",
            "青岛丙",
        ] {
            assert!(text.contains(said), "{where_it_stands}: {said}\n{text}");
        }
    }
    assert!(sheets[5].1.iter().any(|row| row[0] == "hash" && row[1] == hash));
    let named = |sheet: usize| {
        sheets[sheet].1.iter().map(|row| row[0].as_str()).filter(|name| name.len() == 9).collect::<Vec<_>>()
    };
    assert!(
        sheets[2].1.iter().any(|row| row[0] == "青岛丙") && sheets[2].1.iter().any(|row| row[0] == "济南乙")
    );
    assert!(!named(2).contains(&"济南甲") && named(4).contains(&"济南甲"));
    let english = reviewer.get("/bulletins/2026-10?lang=en").await.must(200).text();
    for said in ["Progress of key projects, 2026-10", "49.3 points behind the time", "Jinan"] {
        assert!(english.contains(said), "{said}\n{english}");
    }
}

#[actix_web::test]
async fn every_reader_sees_the_figures_and_names_only_in_her_scope_with_the_whole_documents_hash() {
    let app = TestApp::new().await;
    october(&app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let bulletin = publish(&reviewer, json!({})).await.must(200).json();
    let jinan = app.person(Role::City, "370100").await;
    let seen = jinan.get(API).await.must(200).json();
    assert_eq!(
        (&seen["whole"], &seen["groups"], &seen["hash"]),
        (&bulletin["whole"], &bulletin["groups"], &bulletin["hash"])
    );
    let names: Vec<&Value> = seen["projects"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["济南甲", "济南乙"]);
    assert_eq!(seen["is_extract"], true);
    let hash = bulletin["hash"].as_str().unwrap();
    for path in ["/bulletins/2026-10", "/bulletins/2026-10/print", "/bulletins/2026-10/export.json"] {
        let text = jinan.get(path).await.must(200).text();
        assert!(text.contains("济南乙") && text.contains(hash), "{path}: {text}");
        assert!(!text.contains("青岛丙") && !text.contains("烟台丁"), "{path}: {text}");
    }
    let page = jinan.get("/bulletins/2026-10").await.must(200).text();
    assert!(
        page.contains("本市摘录") && page.contains("28.0%"),
        "the other cities' figures are there: {page}"
    );
    assert!(page.contains("全省红灯项目 2 个") && !page.contains("key=370200"), "{page}");
    let extract = jinan.get("/bulletins/2026-10/export.json").await.must(200).json();
    assert_eq!(
        (&extract["schema"], &extract["hash_of_whole"]),
        (&json!("groundwork-bulletin-extract/1"), &bulletin["hash"])
    );
    let book = jinan.get("/bulletins/2026-10/export.xlsx").await.must(200);
    assert!(book.header("content-disposition").contains("bulletin-2026-10-v1-extract.xlsx"));
    let said = format!("{:?}", sheets(&book.bytes));
    assert!(said.contains("济南乙") && said.contains("28.0%") && !said.contains("青岛丙"), "{said}");

    // The statistics of the month show the same bulletin to everybody.
    let statistics = jinan.get("/api/v1/statistics?period=2026-10&key=370200").await.must(200).json();
    assert_eq!((&statistics["state"], &statistics["hash"]), (&json!("published"), &bulletin["hash"]));
    assert_eq!((&statistics["whole"]["count"], &statistics["is_bulletin"]), (&json!(4), &json!(true)));
    assert_eq!(statistics["rows"], json!([]), "figures of another city, and no names");
    assert!(!statistics.to_string().contains("青岛丙"));
    let own = jinan.get("/api/v1/statistics?period=2026-10&list=live").await.must(200).json();
    assert_eq!((&own["state"], &own["whole"]["count"]), (&json!("live"), &json!(2)));
}

#[actix_web::test]
async fn before_it_is_published_a_reader_sees_only_what_is_hers() {
    let app = TestApp::new().await;
    october(&app).await;
    let qingdao = app.person(Role::City, "370200").await;
    let seen = qingdao.get(API).await.must(200).json();
    assert_eq!((&seen["state"], &seen["whole"]["count"]), (&json!("draft"), &json!(1)));
    for path in ["/bulletins/2026-10", "/bulletins/2026-10/print", "/bulletins/2026-10/export.json"] {
        let text = qingdao.get(path).await.must(200).text();
        assert!(
            text.contains("青岛丙") && !text.contains("济南") && !text.contains("54.0%"),
            "{path}: {text}"
        );
    }
    let page = qingdao.get("/bulletins/2026-10").await.must(200).text();
    assert!(page.contains("本月通报尚未发布") && !page.contains("/publish"), "{page}");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert!(
        reviewer
            .get("/bulletins/2026-10")
            .await
            .must(200)
            .text()
            .contains("action=\"/bulletins/2026-10/publish\"")
    );
}

#[actix_web::test]
async fn each_city_is_told_and_the_deed_is_remembered() {
    let app = TestApp::new().await;
    october(&app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    publish(&reviewer, json!({})).await.must(200);
    let jinan = app.person(Role::City, "370100").await;
    let told = jinan.get("/api/v1/notices").await.must(200).json();
    let notice = &told["items"][0];
    assert_eq!(
        (&notice["kind"], &notice["href"]),
        (&json!("bulletin"), &json!("/bulletins/2026-10?version=1"))
    );
    let text = notice["text"].as_str().unwrap();
    for said in ["通报〔2026〕1号", "应报 2 个", "54.0%", "列第 1 位", "红灯 1 个", "迟报和逾期未报 1 项"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let page = jinan.get("/notices").await.must(200).text();
    assert!(page.contains("/bulletins/2026-10/export.xlsx?version=1") && page.contains("月度通报"), "{page}");
    let zibo = app.person(Role::City, "370300").await;
    let told = zibo.get("/api/v1/notices").await.must(200).json();
    assert!(told["items"][0]["text"].as_str().unwrap().contains("没有年度计划"), "{told}");
    let auditor = app.person(Role::Auditor, "370000").await;
    let records = auditor.get("/api/v1/audit").await.must(200).json();
    let record =
        &records["items"].as_array().unwrap().iter().find(|one| one["deed"] == "bulletin.publish").unwrap();
    assert_eq!((&record["subject_kind"], &record["subject_id"]), (&json!("bulletin"), &json!("2026-10")));
    assert!(auditor.get("/audit").await.must(200).text().contains("发布通报"));
    let index = jinan.get("/bulletins").await.must(200).text();
    assert!(index.contains("2026年10月") && index.contains("通报〔2026〕1号"), "{index}");
    let listed = jinan.get("/api/v1/bulletins").await.must(200).json();
    assert_eq!(
        (&listed["total"], &listed["items"][0]["bulletin"]["number"]),
        (&json!(1), &json!("通报〔2026〕1号"))
    );
}

#[actix_web::test]
async fn what_must_not_be_published_is_refused_and_nothing_changes() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲", "370100"), building("乙", "370200")]);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let refused = async |period: &str, body: Value| {
        let answer = app.person(Role::Reviewer, "370000").await;
        let answer = answer.post_json(&format!("/api/v1/bulletins/{period}/publish"), &body).await;
        (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
    };
    let conflict = |code: &str| (409, code.to_owned());
    assert_eq!(refused("2026-10", json!({})).await, conflict("bulletins-not-over"));
    assert_eq!(refused("2027-10", json!({})).await, conflict("bulletins-not-over"));
    assert_eq!(refused("2026-08", json!({})).await, conflict("bulletins-nothing-owed"));
    reviewer.post_json("/api/v1/bulletins/nonsense/publish", &json!({})).await.must(404);
    set(&app, "2026-11-03T09:00:00");
    accepted(&app, "370100", ids[0], json!({ "period": "2026-10", "no_change": true })).await;
    assert_eq!(
        refused("2026-10", json!({})).await,
        conflict("bulletins-still-due"),
        "乙 has time until the 6th"
    );
    let page = app.person(Role::Reviewer, "370000").await;
    let shown = page.form("/bulletins/2026-10/publish", &[("foreword", "保留这句话")]).await.must(409).text();
    assert!(shown.contains("还有 1 个项目在报送期内") && shown.contains("保留这句话"), "{shown}");
    set(&app, "2026-11-07T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    for (body, field, code) in [
        (json!({ "foreword": "长".repeat(1201) }), "foreword", "kernel-text-too-long"),
        (json!({ "number": "长".repeat(61) }), "number", "kernel-text-too-long"),
        (json!({ "number": "鲁工信清单〔2026〕3号" }), "number", "bulletins-number-taken"),
        (json!({ "nombre": "x" }), "nombre", "input-unknown-field"),
    ] {
        let answer = publish(&reviewer, body.clone()).await.must(422);
        assert_eq!(errors(&answer), [(field.to_owned(), code.to_owned())], "{body}");
    }
    let shown =
        reviewer.form("/bulletins/2026-10/publish", &[("number", &"长".repeat(61))]).await.must(422).text();
    assert!(shown.contains("href=\"#number\"") && shown.contains("错误："), "{shown}");
    for (role, scope) in [
        (Role::City, "370100"),
        (Role::Leader, "370000"),
        (Role::Officer, "370000"),
        (Role::Administrator, "370000"),
    ] {
        let person = app.person(role, scope).await;
        publish(&person, json!({})).await.must(403);
    }
    let narrow = app.person(Role::Reviewer, "370100").await;
    assert_eq!(publish(&narrow, json!({})).await.must(403).json()["code"], "bulletins-province-only");
    assert_eq!(reviewer.get(API).await.must(200).json()["state"], "draft", "nothing was published");
    publish(&reviewer, json!({ "number": "通报〔2026〕7号" })).await.must(200);
    let again = publish(&reviewer, json!({})).await.must(409).json();
    assert_eq!(again["code"], "bulletins-published-already");
    assert!(again["detail"].as_str().unwrap().contains("通报〔2026〕7号"), "{again}");
}

#[actix_web::test]
async fn a_month_that_was_closed_may_be_published_and_numbers_run_on_from_the_highest_of_the_year() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.post_json("/api/v1/obligations/2026-10/close", &json!({})).await.must(200);
    let first = publish(&reviewer, json!({ "number": "通报[2026] 7号" })).await.must(200).json();
    assert_eq!(
        (&first["number"], &first["whole"]["on_time_rate"]),
        (&json!("通报[2026] 7号"), &json!("0.0"))
    );
    set(&app, "2026-12-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let november = "/api/v1/bulletins/2026-11/publish";
    let taken = reviewer.post_json(november, &json!({ "number": "通报〔2026〕7号" })).await.must(422);
    assert_eq!(errors(&taken), [("number".to_owned(), "bulletins-number-taken".to_owned())]);
    let second = reviewer.post_json(november, &json!({})).await.must(200).json();
    assert_eq!((&second["number"], &second["previous_hash"]), (&json!("通报〔2026〕8号"), &first["hash"]));
    set(&app, "2027-01-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let december = reviewer.post_json("/api/v1/bulletins/2026-12/publish", &json!({})).await.must(200).json();
    assert_eq!(december["number"], "通报〔2027〕1号", "counted through the year in which it appears");
}

#[actix_web::test]
async fn the_word_of_the_numbers_is_configured() {
    let app = TestApp::configured(|config| config.bulletins.word = "鲁工信通报".to_owned()).await;
    listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let page = reviewer.get("/bulletins/2026-10").await.must(200).text();
    assert!(page.contains("placeholder=\"鲁工信通报〔2026〕1号\""), "{page}");
    reviewer.form("/bulletins/2026-10/publish", &[("number", ""), ("foreword", "")]).await.must(303);
    assert_eq!(reviewer.get(API).await.must(200).json()["number"], "鲁工信通报〔2026〕1号");
}
