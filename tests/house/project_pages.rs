//! The registry's pages and the first page as people use them: what they typed survives every refusal, every number
//! leads to its rows, a city sees its own, and what is exported is what was shown.

use calamine::{Data, Reader, Xlsx};
use groundwork::db::schema::projects as table;
use groundwork::features::projects::{self, Class, Facts, Nature, Source, Stage};
use groundwork::kernel::calendar::local_date;
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use regex::Regex;
use std::io::Cursor;

use diesel::prelude::*;

use crate::kit::{Answer, Client, TestApp};

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).unwrap()
}

fn wan(wan: i64) -> Option<Money> {
    Money::from_wan(wan)
}

fn date(text: &str) -> PlanDate {
    PlanDate::parse(text).unwrap()
}

/// A project with nothing missing for a nomination.
fn whole(name: &str, division: &str) -> Facts {
    Facts {
        unit: Some(format!("{name}有限公司")),
        class: Some(Class::Implementation),
        nature: Some(Nature::New),
        stage: Some(Stage::Negotiating),
        total_investment: wan(12_800),
        planned_start: Some(date("2026Q3")),
        planned_finish: Some(date("2028-09")),
        scope_text: Some("新建厂房 3 万平方米\n购置设备 40 台".to_owned()),
        responsible_unit: Some("市工业和信息化局".to_owned()),
        responsible_person: Some("王工".to_owned()),
        ..Facts::named(name, code(division))
    }
}

fn enter_all(app: &TestApp, all: Vec<Facts>) -> Vec<i64> {
    let (now, source, caller) =
        (app.clock.now(), Source::person("登记人"), Caller::command_line(code("370000")));
    let today = local_date(now, app.context.zone);
    let made = app.context.db.write_now(|conn| {
        let enter = |facts| Ok(projects::create(conn, &caller, facts, &source, now, today)?.id);
        all.into_iter().map(enter).collect()
    });
    made.unwrap()
}

fn enter(app: &TestApp, facts: Facts) -> i64 {
    enter_all(app, vec![facts])[0]
}

async fn reviewer(app: &TestApp) -> Client {
    app.person(Role::Reviewer, "370000").await
}

/// Every capture of a pattern's first group.
fn all(pattern: &str, text: &str) -> Vec<String> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The controls of the page's only large form, as a browser would send them.
fn controls(page: &str) -> Vec<(String, String)> {
    let page = page.replace("&quot;", "\"").replace("&#38;", "&");
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in Regex::new("<input [^>]*>").unwrap().find_iter(&page) {
        let attribute = |name: &str| all(&format!(r#" {name}="([^"]*)""#), tag.as_str()).pop();
        if let Some(name) = attribute("name").filter(|name| name != "csrf") {
            fields.push((name, attribute("value").unwrap_or_default()));
        }
    }
    for area in
        Regex::new(r#"(?s)<textarea name="([^"]*)"[^>]*>\n(.*?)</textarea>"#).unwrap().captures_iter(&page)
    {
        fields.push((area[1].to_owned(), area[2].to_owned()));
    }
    for select in Regex::new(r#"(?s)<select name="([^"]*)".*?</select>"#).unwrap().captures_iter(&page) {
        let chosen = all(r#"<option value="([^"]*)" selected>"#, &select[0]);
        fields.push((select[1].to_owned(), chosen.into_iter().next().unwrap_or_default()));
    }
    fields
}

/// The fields with some of them retyped.
fn retyped(fields: &[(String, String)], changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = fields.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)).cloned();
    kept.chain(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

async fn post(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.form(path, &fields).await
}

fn version(app: &TestApp, id: i64) -> i64 {
    app.context.db.read_now(|conn| Ok(table::table.find(id).select(table::version).first(conn)?)).unwrap()
}

#[actix_web::test]
async fn pages_keep_within_their_bytes_with_long_names_and_many_rows() {
    let app = TestApp::new().await;
    let long = "面向新能源汽车一体化压铸零部件的超大型智能制造示范工厂及配套热处理检测仓储物流设施建设项目";
    let cities = ["370102", "370202", "370302", "370600", "371700"];
    let all = (0..200).map(|n| whole(&format!("{long}（{n}期）"), cities[n % cities.len()])).collect();
    let id = enter_all(&app, all)[0];
    let person = reviewer(&app).await;
    for (path, most) in [
        ("/".to_owned(), 100_000),
        ("/?view=tiles".to_owned(), 100_000),
        ("/projects".to_owned(), 100_000),
        ("/projects?per_page=200".to_owned(), 250_000),
        ("/projects/new".to_owned(), 100_000),
        (format!("/projects/{id}"), 100_000),
        (format!("/projects/{id}/edit"), 100_000),
    ] {
        let bytes = person.get(&path).await.must(200).bytes.len();
        assert!(bytes <= most, "{path}: {bytes} bytes");
    }
    let rows = person.get("/projects?per_page=200").await.text();
    assert_eq!(rows.matches("<tr><td class=\"n\">").count(), 200);
}

#[actix_web::test]
async fn a_refused_form_comes_back_with_what_was_typed_and_says_what_is_wrong_at_each_field() {
    let app = TestApp::new().await;
    let person = reviewer(&app).await;
    let typed = [
        ("name", "电池<b>\"项目\"</b>"),
        ("division", "370102"),
        ("total_investment_wan", "近百亿元"),
        ("planned_finish", "不久"),
        ("scope_text", "一行\n二行"),
        ("class", "preparation"),
    ];
    let page = person.form("/projects/new", &typed).await.must(422).text();
    assert!(page.contains("<title>错误："));
    assert!(page.contains(r##"href="#total_investment_wan""##), "the summary leads to the field");
    assert_eq!(
        all(r#"id="([^"]*)"[^>]* aria-invalid="true""#, &page),
        ["planned_finish", "total_investment_wan"]
    );
    assert!(page.contains(r#"aria-describedby="total_investment_wan-e total_investment_wan-h""#));
    assert_eq!(page.matches(r#"class="e""#).count(), 2);
    assert!(!page.contains("<b>"), "what was typed is text, not markup");
    for kept in
        ["近百亿元", "不久", "一行\n二行", r#"value="370102" selected"#, r#"value="preparation" selected"#]
    {
        assert!(page.contains(kept), "{kept}");
    }
    let mended = retyped(
        &typed.map(|(name, value)| (name.to_owned(), value.to_owned())),
        &[("total_investment_wan", "１，２８０．５"), ("planned_finish", "2028年底")],
    );
    let saved = post(&person, "/projects/new", &mended).await.must(303);
    let record = person.get(saved.header("location")).await.must(200).text();
    assert!(record.contains("济南市历下区") && record.contains("1,281 万元") && record.contains("2028"));
}

#[actix_web::test]
async fn the_edit_form_sent_back_untouched_changes_nothing() {
    let app = TestApp::new().await;
    let exact = Facts {
        total_investment: Some(Money::from_yuan(128_000_001)),
        lng_e6: Some(117_123_456),
        lat_e6: Some(36_600_001),
        gb4754: vec!["C2922".to_owned(), "C3841".to_owned()],
        annual_plan: wan(300),
        ..whole("精确往返项目", "370102")
    };
    let id = enter(&app, exact);
    let person = reviewer(&app).await;
    let edit = format!("/projects/{id}/edit");
    let fields = controls(&person.get(&edit).await.must(200).text());
    assert!(fields.contains(&("total_investment_wan".to_owned(), "12800.0001".to_owned())));
    post(&person, &edit, &fields).await.must(303);
    assert_eq!(version(&app, id), 1);
    post(&person, &edit, &retyped(&fields, &[("unit", "新公司")])).await.must(303);
    assert_eq!(version(&app, id), 2);
}

#[actix_web::test]
async fn an_overtaken_edit_shows_three_sides_and_saves_what_is_chosen() {
    let app = TestApp::new().await;
    let id = enter(&app, whole("先后修改项目", "370102"));
    let (fast, slow) = (reviewer(&app).await, reviewer(&app).await);
    let edit = format!("/projects/{id}/edit");
    let fields = controls(&slow.get(&edit).await.must(200).text());
    let faster = [("unit", "快公司"), ("total_investment_wan", "20000")];
    post(&fast, &edit, &retyped(&fields, &faster)).await.must(303);
    let slower = retyped(&fields, &[("unit", "慢公司"), ("address", "经十路1号")]);
    let page = post(&slow, &edit, &slower).await.must(409).text();
    assert_eq!(
        all(r#"<th scope="row">([^<]*)</th>"#, &page),
        ["建设单位", "总投资"],
        "only what differs is asked"
    );
    assert_eq!(
        all(r#"type="radio" name="unit" value="([^"]*)""#, &page),
        ["先后修改项目有限公司", "慢公司", "快公司"]
    );
    assert_eq!(all(r#"value="([^"]*)" required checked"#, &page), ["20000"], "her untouched total gives way");
    assert_eq!(version(&app, id), 2, "nothing was overwritten");
    let hidden =
        controls(&page).into_iter().filter(|(name, _)| name != "unit" && name != "total_investment_wan");
    let hidden: Vec<_> = hidden.collect();
    let chosen = retyped(&hidden, &[("unit", "慢公司"), ("total_investment_wan", "20000")]);
    post(&slow, &edit, &chosen).await.must(303);
    let record = slow.get(&format!("/projects/{id}")).await.must(200).text();
    for kept in ["慢公司", "20,000 万元", "经十路1号"] {
        assert!(record.contains(kept), "{kept}");
    }
}

#[actix_web::test]
async fn a_stage_asks_for_its_facts_and_goes_back_only_with_a_reason() {
    let app = TestApp::new().await;
    let id = enter(&app, whole("阶段项目", "370102"));
    let person = reviewer(&app).await;
    let stage = format!("/projects/{id}/stage");
    let page = person.form(&stage, &[("version", "1"), ("stage", "started")]).await.must(422).text();
    assert!(
        page.contains(r##"href="#actual_start""##) && page.contains("<details open>"),
        "the form stands open"
    );
    let facts = [
        ("version", "1"),
        ("stage", "started"),
        ("actual_start", "2026-03"),
        ("project_code", "2305-371121-04-01-122324"),
    ];
    person.form(&stage, &facts).await.must(303);
    person.form(&stage, &[("version", "2"), ("stage", "signed")]).await.must(422);
    person.form(&stage, &[("version", "2"), ("stage", "signed"), ("reason", "误报开工")]).await.must(303);
    let record = person.get(&format!("/projects/{id}")).await.must(200).text();
    assert!(record.contains("误报开工") && record.contains("<del>开工</del> <ins>签约</ins>"));
    person.form(&stage, &[("version", "2"), ("stage", "filed")]).await.must(409);
}

#[actix_web::test]
async fn two_totals_stand_side_by_side_until_one_is_adopted_with_a_reason() {
    let app = TestApp::new().await;
    let id = enter(&app, whole("两个总投资项目", "370102"));
    let (now, caller) = (app.clock.now(), Caller::command_line(code("370000")));
    let today = local_date(now, app.context.zone);
    let other = Facts { total_investment: wan(21_000), ..whole("两个总投资项目", "370102") };
    let workbook = Source { label: "潍坊市7月.xlsx".to_owned(), import: Some(1) };
    app.context
        .db
        .write_now(|conn| projects::change(conn, &caller, id, None, other, None, &workbook, now, today))
        .unwrap();
    let person = reviewer(&app).await;
    let record = person.get(&format!("/projects/{id}")).await.must(200).text();
    assert!(
        record.contains("12,800 万元") && record.contains("21,000 万元") && record.contains("潍坊市7月.xlsx")
    );
    let adopt = all(r#"action="(/projects/[0-9]+/amounts/[0-9]+)""#, &record);
    assert_eq!(adopt.len(), 2, "either may be chosen");
    let version = version(&app, id).to_string();
    person.form(&adopt[1], &[("version", &version), ("reason", "以备案为准")]).await.must(303);
    let record = person.get(&format!("/projects/{id}")).await.must(200).text();
    assert!(
        record.contains("<del>12,800 万元</del> <ins>21,000 万元</ins>") && record.contains("以备案为准")
    );
    assert!(!record.contains("/amounts/"), "decided");
}

#[actix_web::test]
async fn a_warning_is_settled_by_a_reason_and_a_record_is_voided_only_with_one() {
    let app = TestApp::new().await;
    let odd = Facts { annual_plan: wan(99_999), ..whole("计划过大项目", "370102") };
    let id = enter(&app, odd);
    let person = reviewer(&app).await;
    let record = format!("/projects/{id}");
    assert!(person.get(&record).await.text().contains("年度计划 99,999 万元大于总投资"));
    let justify = format!("{record}/justifications");
    let reason = |text| [("version", "1"), ("field", "annual_plan_yuan"), ("reason", text)];
    person.form(&justify, &reason(" ")).await.must(422);
    person.form(&justify, &reason("含上年结转")).await.must(303);
    let page = person.get(&record).await.text();
    assert!(page.contains("含上年结转") && !page.contains("/justifications"));
    let at = version(&app, id).to_string();
    person.form(&format!("{record}/void"), &[("version", &at)]).await.must(422);
    person.form(&format!("{record}/void"), &[("version", &at), ("reason", "重复录入")]).await.must(303);
    assert!(person.get("/projects").await.text().contains("共 0 个"));
    let gone = person.get(&record).await.must(200).text();
    assert!(gone.contains("已作废") && !gone.contains(&format!("{record}/edit")));
}

#[actix_web::test]
async fn a_reader_without_the_right_is_offered_no_deed() {
    let app = TestApp::new().await;
    let id = enter(&app, whole("只读项目", "370102"));
    let leader = app.person(Role::Leader, "370000").await;
    for path in ["/projects".to_owned(), format!("/projects/{id}"), "/".to_owned()] {
        let page = leader.get(&path).await.must(200).text();
        let deeds = all(r#"<form[^>]* method="post"[^>]* action="([^"]*)""#, &page);
        assert_eq!(deeds, ["/sign-out"], "{path}");
        assert!(!page.contains("/projects/new") && !page.contains("/edit"), "{path}");
    }
}

#[actix_web::test]
async fn every_number_of_the_first_page_leads_to_exactly_its_rows() {
    let app = TestApp::new().await;
    let preparing = Facts { class: Some(Class::Preparation), ..whole("准备", "370202") };
    let started = Facts { stage: Some(Stage::UnderConstruction), ..whole("在建", "370102") };
    let parent = enter(&app, whole("打包项目", "371700"));
    let part = Facts { parent_id: Some(parent), ..whole("子项目", "371700") };
    let unassigned = Facts::named("待分配", code("370000"));
    enter_all(&app, vec![preparing, started, part, unassigned, whole("储备", "370100")]);
    let tiles = Regex::new(r#"<a href="(/projects[^"]*)">([0-9]+)</a>"#).unwrap();
    let area = Regex::new(r#"<a href="(/projects[^"]*)" aria-label="[^"：]*：([0-9]+) 个项目"#).unwrap();
    for (role, scope) in [(Role::Leader, "370000"), (Role::City, "370100"), (Role::City, "371700")] {
        let person = app.person(role, scope).await;
        let page = person.get("/").await.must(200).text();
        let numbers = tiles.captures_iter(&page).chain(area.captures_iter(&page));
        let numbers: Vec<(String, String)> = numbers
            .map(|found| (found[1].replace("&#38;", "&").replace("&amp;", "&"), found[2].to_owned()))
            .collect();
        assert!(numbers.len() >= 5, "{scope}: {numbers:?}");
        for (path, number) in numbers {
            let rows = person.get(&path).await.must(200).text();
            assert!(rows.contains(&format!("共 {number} 个")), "{scope}: {path} should have {number} rows");
        }
    }
    let leader = app.person(Role::Leader, "370000").await.get("/").await.text();
    assert!(
        leader.contains(">6</a>") && leader.contains("÷ 实施类 4 个"),
        "parts count, but not their money"
    );
    assert!(leader.contains(">5.1</a>"), "four totals of 1.28, without the part's");
}

#[actix_web::test]
async fn a_city_sees_counts_and_exports_only_its_own() {
    let app = TestApp::new().await;
    enter_all(&app, vec![whole("历下项目", "370102"), whole("市南项目", "370202")]);
    let jinan = app.person(Role::City, "370100").await;
    for path in ["/projects", "/projects?city=370200&city=370100", "/projects?q=%E9%A1%B9%E7%9B%AE"] {
        let page = jinan.get(path).await.must(200).text();
        assert!(page.contains("历下项目") && !page.contains("市南") && page.contains("共 1 个"), "{path}");
    }
    assert!(!jinan.get("/").await.text().contains("青岛"));
    assert!(jinan.get("/projects?city=370200").await.must(200).text().contains("没有符合条件的项目"));
    let csv = jinan.get("/projects/export.csv").await.must(200).text();
    assert!(csv.contains("历下项目") && !csv.contains("市南"));
}

#[actix_web::test]
async fn the_exported_workbook_says_what_the_list_says_and_no_text_becomes_a_formula() {
    let app = TestApp::new().await;
    let formula = Facts { unit: Some("=1+1".to_owned()), ..whole("=HYPERLINK(\"x\")", "370102") };
    let ids = enter_all(
        &app,
        vec![
            formula,
            Facts {
                stage: Some(Stage::Signed),
                total_investment: wan(56_789),
                ..whole("签约项目", "370202")
            },
            Facts {
                total_investment: None,
                total_text: Some("近百亿元".into()),
                ..whole("文字金额项目", "370302")
            },
        ],
    );
    let person = reviewer(&app).await;
    let answer = person.get("/projects/export.xlsx?sort=id").await.must(200);
    assert!(answer.header("content-disposition").contains("projects-2026-10-08.xlsx"));
    let mut book = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
    let range = book.worksheet_range("项目库").unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    let head = rows.iter().position(|row| row.iter().any(|cell| cell == "项目名称")).unwrap();
    let column = |name: &str| rows[head].iter().position(|cell| cell == name).unwrap();
    let body = &rows[head + 1..head + 4];
    let texts = |name: &str| body.iter().map(|row| row[column(name)].to_string()).collect::<Vec<_>>();
    assert_eq!(texts("项目名称"), ["=HYPERLINK(\"x\")", "签约项目", "文字金额项目"]);
    assert_eq!(texts("建设单位")[0], "=1+1");
    assert_eq!(texts("项目阶段"), ["洽谈", "签约", "洽谈"]);
    assert_eq!(texts("总投资（万元）"), ["12800", "56789", ""]);
    assert!(texts("备注")[2].contains("近百亿元"));
    let keys: Vec<String> = ids.iter().map(|id| format!("{id}:1")).collect();
    assert_eq!(texts("_key"), keys);
    assert!(book.worksheet_formula("项目库").unwrap().used_cells().next().is_none(), "no live formula");
    let filtered = person.get("/projects/export.csv?stage=signed").await.must(200).text();
    assert!(filtered.contains("签约项目") && !filtered.contains("文字金额项目"));
    assert!(filtered.starts_with('\u{feff}'));
    let reader = Regex::new("导出人：reviewer-[0-9]+").unwrap();
    assert!(reader.is_match(&filtered), "the file names its reader");
}

#[actix_web::test]
async fn the_lists_address_keeps_filters_order_and_page() {
    let app = TestApp::new().await;
    enter_all(&app, (0..60).map(|n| whole(&format!("第{n:02}号项目"), "370102")).collect());
    let person = reviewer(&app).await;
    let page = person.get("/projects?city=370100&stage=negotiating&sort=name&page=2").await.must(200).text();
    assert!(page.contains("第59号项目") && !page.contains("第10号项目") && page.contains("第 51–60 条"));
    let pin = Regex::new(r#"aria-sort="ascending"><a href="([^"]*)""#).unwrap().captures(&page).unwrap()[1]
        .to_owned();
    assert_eq!(pin.replace("&#38;", "&"), "/projects?city=370100&stage=negotiating&sort=-name");
    assert!(page.contains("/projects/export.xlsx?city=370100&#38;stage=negotiating&#38;sort=name"));
    let chips = all(r#"<a class="x" href="([^"]*)""#, &page);
    assert_eq!(chips[0].replace("&#38;", "&"), "/projects?stage=negotiating&sort=name");
    let fragment = person.clone().with_header("X-Fragment", "1").get("/projects").await.must(200);
    assert!(
        fragment.text().trim_start().starts_with("<section")
            && fragment.header("vary").contains("X-Fragment")
    );
    person.get("/projects?colour=red").await.must(422);
    person.get("/projects?sort=password").await.must(422);
}

#[actix_web::test]
async fn an_empty_registry_says_how_to_begin_to_those_who_may() {
    let app = TestApp::new().await;
    assert!(reviewer(&app).await.get("/").await.must(200).text().contains(r#"href="/projects/new""#));
    let leader = app.person(Role::Leader, "370000").await.get("/").await.must(200).text();
    assert!(leader.contains("项目库还是空的") && !leader.contains("/projects/new"));
    let english = reviewer(&app).await.get("/?lang=en").await.must(200).text();
    assert!(english.contains("The registry is still empty"));
}
