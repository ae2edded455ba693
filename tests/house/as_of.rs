//! The registry as of any day: what was known that day is shown as it was known, with the same filters, orders and sums
//! as today's, and nothing of what came later shines through.

use calamine::{Data, Reader, Xlsx};
use chrono::{Datelike, TimeDelta};
use groundwork::features::projects::{
    self, Class, Facts, Filter, Nature, SORTS, SideState, Source, Stage, find, find_as_of,
};
use groundwork::kernel::calendar::local_date;
use groundwork::kernel::division::{DivisionCode, Scope};
use groundwork::kernel::money::Money;
use groundwork::kernel::paging::{PageRequest, Sort};
use groundwork::kernel::role::Role;
use groundwork::web::{Caller, encode};
use serde_json::{Value, json};
use std::io::Cursor;

use crate::kit::{Client, TestApp, facts};

const API: &str = "/api/v1/projects";

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).unwrap()
}

/// Somebody who writes into the registry while days go by, and the days.
struct Desk<'a> {
    app: &'a TestApp,
    caller: Caller,
}

impl<'a> Desk<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self { app, caller: Caller::command_line(code("370000")) }
    }

    fn tomorrow(&self) {
        self.app.clock.advance(TimeDelta::days(1));
    }

    fn enter(&self, facts: Facts) -> i64 {
        let now = self.app.clock.now();
        let (today, source) = (local_date(now, self.app.context.zone), Source::person("录入人"));
        let made = self
            .app
            .context
            .db
            .write_now(|conn| projects::create(conn, &self.caller, facts, &source, now, today));
        made.unwrap().id
    }

    fn change(&self, id: i64, source: &Source, change: impl FnOnce(&mut Facts)) -> projects::Project {
        let now = self.app.clock.now();
        let today = local_date(now, self.app.context.zone);
        let reason = Some("核实后更正".to_owned());
        let changed = self.app.context.db.write_now(|conn| {
            let mut facts = projects::project(conn, &self.caller.scope, id, today.year())?.facts;
            change(&mut facts);
            projects::change(conn, &self.caller, id, None, facts, reason, source, now, today)
        });
        changed.unwrap()
    }

    /// Chooses the total that is not adopted.
    fn adopt_the_other(&self, project: &projects::Project) {
        let now = self.app.clock.now();
        let today = local_date(now, self.app.context.zone);
        let other = project.amounts.iter().find(|amount| !amount.is_adopted()).unwrap().id;
        let at = (project.id, Some(project.version));
        let adopt = |conn: &mut _| projects::adopt(conn, &self.caller, at, other, None, now, today);
        self.app.context.db.write_now(adopt).unwrap();
    }
}

/// A story of five days, and what became of its projects.
struct Story {
    renamed: i64,
    voided: i64,
    moved: i64,
}

const YI: i64 = 100_000_000;

/// 8 October: three projects. 9th: one is renamed, a workbook states another total. 10th: that total is adopted, the
/// plan changes, work is reported. 11th: one is voided, one moves from Jinan to Qingdao. 12th: a fourth is entered.
fn five_days(app: &TestApp) -> Story {
    let desk = Desk::new(app);
    let person = Source::person("录入人");
    let renamed = desk.enter(facts("动力电池项目", "370102", 100_000));
    let voided = desk.enter(facts("铝箔项目", "370102", 30_000));
    let moved = desk.enter(facts("轴承项目", "370103", 7_000));
    desk.tomorrow();
    desk.change(renamed, &person, |facts| "储能电池项目".clone_into(&mut facts.name));
    let stated = desk.change(renamed, &Source::workbook("济南市报送表", 1), |facts| {
        facts.total_investment = Some(Money::from_yuan(15 * YI));
    });
    desk.tomorrow();
    desk.adopt_the_other(&stated);
    desk.change(renamed, &person, |facts| {
        facts.annual_plan = Some(Money::from_yuan(4 * YI));
        facts.ytd_investment = Some(Money::from_yuan(YI));
        facts.cumulative_investment = Some(Money::from_yuan(2 * YI));
    });
    desk.tomorrow();
    desk.change(voided, &person, |facts| facts.side_state = SideState::Voided);
    desk.change(moved, &person, |facts| facts.division = code("370202"));
    desk.tomorrow();
    desk.enter(facts("新录项目", "370102", 1_000));
    Story { renamed, voided, moved }
}

/// The collection as of a day.
async fn on(who: &Client, day: &str, filter: &str) -> Value {
    let page = who.get(&format!("{API}?as_of={day}&sort=id{filter}")).await.must(200).json();
    assert_eq!(page["as_of"], day);
    page
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

async fn record(who: &Client, id: i64, day: &str) -> Value {
    who.get(&format!("{API}/{id}?as_of={day}")).await.must(200).json()
}

#[actix_web::test]
async fn every_day_of_a_story_is_read_back_as_it_was() {
    let app = TestApp::new().await;
    let Story { renamed, voided, moved } = five_days(&app);
    let reader = app.person(Role::Leader, "370000").await;
    for (day, known, total) in [
        ("2026-10-07", vec![], 0),
        ("2026-10-08", vec!["动力电池项目", "铝箔项目", "轴承项目"], 1_370_000_000),
        ("2026-10-09", vec!["储能电池项目", "铝箔项目", "轴承项目"], 1_370_000_000),
        ("2026-10-10", vec!["储能电池项目", "铝箔项目", "轴承项目"], 1_870_000_000),
        ("2026-10-11", vec!["储能电池项目", "轴承项目"], 1_570_000_000),
        ("2026-10-12", vec!["储能电池项目", "轴承项目", "新录项目"], 1_580_000_000),
    ] {
        let page = on(&reader, day, "").await;
        assert_eq!(names(&page), known, "{day}");
        assert_eq!(
            (&page["total"], &page["total_investment_yuan"]),
            (&json!(known.len()), &json!(total)),
            "{day}"
        );
    }

    // Money by source and by year.
    let first = record(&reader, renamed, "2026-10-08").await;
    assert_eq!((&first["version"], &first["total_investment_yuan"]), (&json!(1), &json!(10 * YI)));
    assert_eq!(
        (&first["annual_plan_yuan"], &first["ytd_investment_yuan"]),
        (&json!(250_000_000), &Value::Null)
    );
    assert_eq!(first["amounts"].as_array().unwrap().len(), 1);
    let beside = record(&reader, renamed, "2026-10-09").await;
    assert_eq!(beside["total_investment_yuan"], 10 * YI, "another source's total stands beside");
    let adopted = |project: &Value| -> Vec<(Value, Value)> {
        let amounts = project["amounts"].as_array().unwrap().iter();
        amounts.map(|one| (one["total_investment_yuan"].clone(), one["adopted"].clone())).collect()
    };
    assert_eq!(
        adopted(&beside),
        [(json!(10 * YI), json!(true)), (json!(15 * YI), json!(false))],
        "the later decision does not shine through"
    );
    assert_eq!(beside["warnings"][0]["code"], "projects-total-conflict", "{beside}");
    let decided = record(&reader, renamed, "2026-10-10").await;
    assert_eq!(adopted(&decided)[0], (json!(15 * YI), json!(true)));
    assert_eq!(decided["warnings"], json!([]));
    assert_eq!(
        (
            &decided["annual_plan_yuan"],
            &decided["ytd_investment_yuan"],
            &decided["cumulative_investment_yuan"]
        ),
        (&json!(4 * YI), &json!(YI), &json!(2 * YI))
    );

    // Not yet recorded, voided since, moved since.
    reader.get(&format!("{API}/{renamed}?as_of=2026-10-07")).await.must(404);
    assert_eq!(record(&reader, voided, "2026-10-10").await["side_state"], "active");
    assert_eq!(record(&reader, voided, "2026-10-11").await["side_state"], "voided");
    assert_eq!(record(&reader, moved, "2026-10-10").await["county"], "370103");
    assert_eq!(names(&on(&reader, "2026-10-10", "&city=370200").await), [""; 0]);
    assert_eq!(names(&on(&reader, "2026-10-11", "&city=370200").await), ["轴承项目"]);
    let renamed_to = format!("&q={}", encode("储能"));
    assert_eq!(
        names(&on(&reader, "2026-10-08", &renamed_to).await),
        [""; 0],
        "the name of the day is searched"
    );
    assert_eq!(names(&on(&reader, "2026-10-09", &renamed_to).await), ["储能电池项目"]);
}

#[actix_web::test]
async fn a_past_year_shows_its_own_plan_and_progress() {
    let app = TestApp::new().await;
    let story = five_days(&app);
    app.clock.advance(TimeDelta::days(90));
    let reader = app.person(Role::Leader, "370000").await;
    let live = reader.get(&format!("{API}/{}", story.renamed)).await.must(200);
    assert_eq!(live.header("etag"), "\"5\"");
    let live = live.json();
    assert_eq!((&live["annual_plan_yuan"], &live["ytd_investment_yuan"]), (&Value::Null, &Value::Null));
    let then = reader.get(&format!("{API}/{}?as_of=2026-12-31", story.renamed)).await.must(200);
    assert!(then.headers.get("etag").is_none(), "nothing can be changed there");
    let then = then.json();
    assert_eq!((&then["annual_plan_yuan"], &then["ytd_investment_yuan"]), (&json!(4 * YI), &json!(YI)));
    assert_eq!(then["cumulative_investment_yuan"], live["cumulative_investment_yuan"]);
}

#[actix_web::test]
async fn the_pages_stay_in_the_past_and_offer_the_way_back() {
    let app = TestApp::new().await;
    let story = five_days(&app);
    let officer = app.person(Role::Officer, "370000").await;
    let text = async |path: &str| officer.get(path).await.must(200).text();

    let list = text("/projects?as_of=2026-10-08&city=370100&sort=name").await;
    for kept in [
        "以下为 2026-10-08 日终时的情况",
        "动力电池项目",
        "href=\"/projects?city=370100&#38;sort=name\">回到现在",
        &format!("href=\"/projects/{}?as_of=2026-10-08\"", story.renamed),
        "/projects/export.xlsx?as_of=2026-10-08",
        "name=\"as_of\" value=\"2026-10-08\" max=\"2026-10-12\"",
        "href=\"/projects?as_of=2026-10-08&#38;city=370100&#38;sort=-name\"",
        "id=\"past\"",
    ] {
        assert!(list.contains(kept), "{kept}: {list}");
    }
    for gone in ["储能电池项目", "/projects/new", "新录项目"] {
        assert!(!list.contains(gone), "{gone}: {list}");
    }
    let live = text("/projects").await;
    assert!(live.contains("/projects/new") && live.contains("id=\"list\"") && !live.contains("日终时的情况"));

    let page = text(&format!("/projects/{}?as_of=2026-10-09", story.renamed)).await;
    assert!(page.contains("以下为 2026-10-09 日终时的情况") && page.contains("储能电池项目"), "{page}");
    assert!(page.contains("href=\"/projects?as_of=2026-10-09\""), "{page}");
    assert!(page.contains(&format!("href=\"/projects/{}\">回到现在", story.renamed)), "{page}");
    for deed in ["/edit", "method=\"post\" action=\"/projects", "采用总投资"] {
        assert!(!page.contains(deed), "{deed}: {page}");
    }
    assert!(!page.contains("40,000"), "the plan of the day after: {page}");
    let english = text(&format!("/projects/{}?as_of=2026-10-09&lang=en", story.renamed)).await;
    assert!(english.contains("This is what was known at the end of 2026-10-09"), "{english}");
    officer.get(&format!("/projects/{}?as_of=2026-10-07", story.renamed)).await.must(404);
}

#[actix_web::test]
async fn the_files_of_a_past_day_hold_its_figures_and_say_so() {
    let app = TestApp::new().await;
    five_days(&app);
    let officer = app.person(Role::Officer, "370000").await;
    let file = officer.get("/projects/export.xlsx?as_of=2026-10-10&sort=id&lang=zh").await.must(200);
    assert!(file.header("content-disposition").contains("projects-2026-10-10.xlsx"));
    let mut book = Xlsx::new(Cursor::new(file.bytes.clone())).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    assert!(rows.iter().flatten().any(|cell| cell.contains("截至 2026-10-10 日终")), "{rows:?}");
    let header = rows.iter().position(|row| row.iter().any(|cell| cell == "项目名称")).unwrap();
    let column = |name: &str| rows[header].iter().position(|cell| cell.starts_with(name)).unwrap();
    let cells = |name: &str| -> Vec<&str> {
        let at = column(name);
        rows[header + 1..header + 4].iter().map(|row| row[at].as_str()).collect()
    };
    assert_eq!(cells("项目名称"), ["储能电池项目", "铝箔项目", "轴承项目"]);
    assert_eq!(cells("总投资"), ["150000", "30000", "7000"]);
    let csv = officer.get("/projects/export.csv?as_of=2026-10-08&sort=id").await.must(200).text();
    assert!(csv.contains("动力电池项目") && !csv.contains("储能电池项目"), "{csv}");
}

#[actix_web::test]
async fn a_city_sees_the_past_of_what_lies_in_it_today() {
    let app = TestApp::new().await;
    let Story { moved, .. } = five_days(&app);
    let jinan = app.person(Role::City, "370100").await;
    let qingdao = app.person(Role::City, "370200").await;
    assert_eq!(names(&on(&jinan, "2026-10-08", "").await), ["动力电池项目", "铝箔项目"]);
    assert_eq!(
        names(&on(&qingdao, "2026-10-08", "").await),
        ["轴承项目"],
        "its whole past has moved with it"
    );
    for path in [format!("{API}/{moved}"), format!("/projects/{moved}")] {
        jinan.get(&format!("{path}?as_of=2026-10-08")).await.must(404);
        qingdao.get(&format!("{path}?as_of=2026-10-08")).await.must(200);
    }
    let csv = jinan.get("/projects/export.csv?as_of=2026-10-08").await.must(200).text();
    assert!(!csv.contains("轴承项目"), "{csv}");
}

#[actix_web::test]
async fn what_has_no_past_or_has_not_come_is_refused_by_name() {
    let app = TestApp::new().await;
    let story = five_days(&app);
    let reader = app.person(Role::Leader, "370000").await;
    let record = format!("{API}/{}", story.renamed);
    for (query, field) in [
        ("as_of=2026-10-13", "as_of"),
        ("as_of=2026-10-32", "as_of"),
        ("as_of=last+week", "as_of"),
        ("as_of=2026-10-09&light=red", "light"),
        ("as_of=2026-10-09&list=2026Q3", "list"),
    ] {
        let refused = reader.get(&format!("{API}?{query}")).await.must(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        for page in ["/projects", "/projects/export.xlsx", "/projects/export.csv"] {
            reader.get(&format!("{page}?{query}")).await.must(422);
        }
        if field == "as_of" {
            reader.get(&format!("{record}?{query}")).await.must(422);
            reader.get(&format!("/projects/{}?{query}", story.renamed)).await.must(422);
        }
    }
    let english = reader.get(&format!("{API}?as_of=2027-01-01&lang=en")).await.must(422).text();
    assert!(english.contains("2027-01-01"), "{english}");
    // Today is live, named or not, with all its filters.
    let today = on(&reader, "2026-10-12", "&list=2026Q3&light=unreported").await;
    assert_eq!(today["total"], 0);
    let (named, live) = (on(&reader, "2026-10-12", "").await, reader.get(&format!("{API}?sort=id")).await);
    assert_eq!(named["items"], live.must(200).json()["items"]);
    reader.get(&format!("{API}?as_of=")).await.must(200);
}

/// Projects of every kind that a filter tells apart.
fn many_kinds(app: &TestApp) {
    let desk = Desk::new(app);
    let person = Source::person("录入人");
    let bundle = desk.enter(facts("打包项目", "370000", 90_000));
    let places = ["370100", "370102", "370103", "370200", "370202", "370700"];
    let mut ids = Vec::new();
    for (at, (place, stage)) in places.into_iter().zip(Stage::ALL.iter().cycle()).enumerate() {
        let plain = facts(&format!("{}号锂电Ａ项目", at + 1), place, 1_000 * (at as i64 % 3 + 1));
        ids.push(desk.enter(Facts {
            stage: (at != 2).then_some(*stage).filter(|stage| *stage < Stage::Filed),
            class: Some(if at % 2 == 0 { Class::Implementation } else { Class::Preparation }),
            nature: [None, Some(Nature::New), Some(Nature::Extension)][at % 3],
            industry: Some(if at % 2 == 0 { "metallurgy" } else { "light_industry" }.to_owned()),
            chain_id: (at % 2 == 1).then_some(1),
            total_investment: if at == 4 { None } else { plain.total_investment },
            parent_id: (at == 1).then_some(bundle),
            ..plain
        }));
        app.clock.advance(TimeDelta::minutes(1));
    }
    for (id, state) in ids.iter().zip([SideState::Active, SideState::Suspended, SideState::Exited]) {
        desk.change(*id, &person, |facts| facts.side_state = state);
    }
    desk.change(ids[5], &person, |facts| facts.side_state = SideState::Voided);
    desk.change(ids[3], &Source::workbook("青岛市报送表", 1), |facts| {
        facts.total_investment = Some(Money::from_yuan(YI));
    });
}

#[actix_web::test]
async fn the_past_that_ends_now_is_the_present_for_every_filter_and_order() {
    let app = TestApp::new().await;
    many_kinds(&app);
    let any = Filter::default;
    let filters = [
        any(),
        Filter { city: vec![code("370100"), code("370700")], ..any() },
        Filter { county: vec![code("370100"), code("370202")], ..any() },
        Filter { stage: vec![Stage::Planned, Stage::Signed], ..any() },
        Filter { class: Some(Class::Preparation), ..any() },
        Filter { nature: Some(Nature::New), ..any() },
        Filter { industry: Some("冶金".to_owned()), ..any() },
        Filter { industry: Some("light_industry".to_owned()), ..any() },
        Filter { industry: Some("没有".to_owned()), ..any() },
        Filter { chain: Some(1), ..any() },
        Filter { segment: Some(1), ..any() },
        Filter { park: Some(1), ..any() },
        Filter { parent: Some(1), ..any() },
        Filter { side_state: Some(SideState::Voided), ..any() },
        Filter { side_state: Some(SideState::Suspended), ..any() },
        Filter { missing: Some("any".to_owned()), ..any() },
        Filter { missing: Some("nature".to_owned()), ..any() },
        Filter { q: Some("锂电 a".to_owned()), ..any() },
        Filter { q: Some("市中".to_owned()), ..any() },
        Filter { q: Some("100%".to_owned()), ..any() },
        Filter { ids: vec![1, 2, 7], ..any() },
        Filter { city: vec![code("370100")], class: Some(Class::Implementation), ..any() },
    ];
    let scopes = [Scope::from(code("370000")), Scope::from(code("370100"))];
    let now = app.clock.now();
    let year = local_date(now, app.context.zone).year();
    let (whole, second) = (PageRequest::default(), PageRequest::new(Some(2), Some(2)).unwrap());
    // Every order of the whole registry, page by page; each filter in an order of its own.
    let orders = SORTS.iter().flat_map(|field| [(*field, false), (*field, true)]);
    let orders: Vec<Sort> = orders.map(|(field, descending)| Sort { field, descending }).collect();
    let all = orders.iter().flat_map(|sort| [(&filters[0], *sort, whole), (&filters[0], *sort, second)]);
    let each = filters.iter().zip(orders.iter().cycle()).map(|(filter, sort)| (filter, *sort, whole));
    let mut taken = 0;
    let same = |conn: &mut _| {
        for (filter, sort, page) in all.chain(each) {
            for scope in &scopes {
                let live = find(conn, scope, filter, sort, page)?;
                let (past, sum) = find_as_of(conn, scope, filter, sort, page, (now, year))?;
                let live_ids: Vec<i64> = live.page.items.iter().map(|row| row.id).collect();
                let past_ids: Vec<i64> = past.items.iter().map(|one| one.id).collect();
                assert_eq!(past_ids, live_ids, "{filter:?} {sort:?} {scope:?}");
                assert_eq!((past.total, sum), (live.page.total, live.total_investment), "{filter:?}");
                taken += past_ids.len();
            }
        }
        Ok(())
    };
    app.context.db.read_now(same).unwrap();
    assert!(taken > 100, "the filters find something: {taken}");
}

#[actix_web::test]
async fn a_day_later_yesterday_is_told_as_the_live_registry_told_it() {
    let app = TestApp::new().await;
    many_kinds(&app);
    let then = app.person(Role::Leader, "370000").await;
    let live = then.get(&format!("{API}?sort=id")).await.must(200).json();
    Desk::new(&app).tomorrow();
    let now = app.person(Role::Leader, "370000").await;
    let past = on(&now, "2026-10-08", "").await;
    assert_eq!(past["items"], live["items"], "versions, amounts, warnings and all");
    assert_eq!(past["total_investment_yuan"], live["total_investment_yuan"]);
}
