//! The reference data: loaded once, kept by the administrator, read by everybody who is signed in.

use diesel::prelude::*;
use groundwork::app::Application;
use groundwork::db::Conn;
use groundwork::db::schema::{chains, divisions, gb4754_divisions, holidays, industries, parks, stage_words};
use groundwork::features::reference::{Doubt, book, load_builtin, working_days};
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::error::Result;
use groundwork::kernel::instant::Clock;
use groundwork::kernel::role::Role;

use crate::kit::{Client, Database, TestApp};

const PARK: [(&str, &str); 5] = [
    ("name", "历下智能制造产业园"),
    ("division", "370102"),
    ("kind", "产业园"),
    ("area_km2", "1.25"),
    ("active", "true"),
];

async fn items(client: &Client, kind: &str) -> Vec<serde_json::Value> {
    let answer = client.get(&format!("/api/v1/reference/{kind}")).await.must(200);
    answer.json()["items"].as_array().unwrap().clone()
}

async fn park_of(client: &Client, name: &str) -> serde_json::Value {
    items(client, "parks").await.into_iter().find(|park| park["name"] == name).unwrap()
}

#[actix_web::test]
async fn a_new_installation_knows_the_province() {
    let app = TestApp::new().await;
    let leader = app.person(Role::Leader, "370000").await;
    for (kind, count) in [
        ("divisions", 1 + 16 + 136 + 1),
        ("industries", 34),
        ("chains", 11),
        ("gb4754", 31),
        ("parks", 34),
        ("holidays", 28 + 8 + 28 + 5 + 33 + 6),
    ] {
        assert_eq!(items(&leader, kind).await.len(), count, "{kind}");
    }
    let laiwu = items(&leader, "divisions").await.into_iter().find(|one| one["code"] == "371200").unwrap();
    assert_eq!((&laiwu["successor"], &laiwu["active"]), (&"370100".into(), &false.into()));
    leader.get("/api/v1/reference/rivers").await.must(404);
}

#[actix_web::test]
async fn starting_again_changes_nothing_and_keeps_the_administrators_words() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let renamed = [("name_zh", "历下新城"), ("name_en", "Lixia"), ("active", "true")];
    admin.form("/reference/divisions/370102", &renamed).await.must(303);
    let before = items(&admin, "divisions").await;
    load_builtin(&app.context).unwrap();
    assert_eq!(items(&admin, "divisions").await, before);
    assert!(before.iter().any(|one| one["name_zh"] == "历下新城"));
}

#[actix_web::test]
async fn replicas_that_start_at_once_agree() {
    let database = Database::empty();
    let first = Application::open(database.config(), Clock::system(), false).unwrap().context;
    first.db.write_now(emptied).unwrap();
    let starts: Vec<_> = (0..3)
        .map(|_| {
            let config = database.config();
            std::thread::spawn(move || Application::open(config, Clock::system(), false).map(|_| ()))
        })
        .collect();
    for start in starts {
        start.join().unwrap().unwrap();
    }
    let book = first.db.read_now(book).unwrap();
    assert_eq!((book.divisions.len(), book.chains.len(), book.parks.len()), (154, 11, 34));
}

/// As if nobody had started here before.
fn emptied(conn: &mut Conn) -> Result<()> {
    diesel::delete(parks::table).execute(conn)?;
    let nowhere = (divisions::parent_code.eq(None::<String>), divisions::successor.eq(None::<String>));
    diesel::update(divisions::table).set(nowhere).execute(conn)?;
    diesel::delete(divisions::table).execute(conn)?;
    diesel::delete(industries::table).execute(conn)?;
    diesel::delete(chains::table).execute(conn)?;
    diesel::delete(gb4754_divisions::table).execute(conn)?;
    diesel::delete(stage_words::table).execute(conn)?;
    diesel::delete(holidays::table).execute(conn)?;
    Ok(())
}

#[actix_web::test]
async fn the_administrator_adds_a_park_and_switches_it_off_and_both_are_remembered() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    admin.form("/reference/parks", &PARK).await.must(303);
    let park = park_of(&admin, PARK[0].1).await;
    assert_eq!((&park["area_m2"], &park["active"]), (&1_250_000.into(), &true.into()));

    let page = format!("/reference/parks/{}", park["id"]);
    assert!(admin.get(&page).await.must(200).text().contains("value=\"1.25\""));
    admin.form(&page, &PARK[..4]).await.must(303);
    assert_eq!(park_of(&admin, PARK[0].1).await["active"], false);

    let query = format!("/api/v1/audit?subject_kind=park&subject_id={}", park["id"]);
    let record = admin.get(&query).await.must(200).json();
    let deeds: Vec<_> = record["items"].as_array().unwrap().iter().map(|one| &one["deed"]).collect();
    assert_eq!(deeds, ["reference.change", "reference.add"]);
    let expected = serde_json::json!([{ "field": "active", "from": true, "to": false }]);
    assert_eq!(record["items"][0]["changes"], expected);
}

#[actix_web::test]
async fn saving_without_a_change_leaves_no_record() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let same = [
        ("name_zh", "农副食品加工业"),
        ("name_en", "Processing of agricultural and sideline food"),
        ("active", "true"),
    ];
    admin.form("/reference/gb4754/C13", &same).await.must(303);
    let record = admin.get("/api/v1/audit?subject_kind=gb4754").await.must(200).json();
    assert_eq!(record["total"], 0);
}

#[actix_web::test]
async fn a_refused_form_names_the_field_and_keeps_what_was_typed() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let chain = [("name_zh", "轻工"), ("name_en", "Typed by hand"), ("position", "12")];
    let text = admin.form("/reference/chains", &chain).await.must(422).text();
    assert!(text.contains("href=\"#name_zh\""), "a name that another chain bears: {text}");
    assert!(text.contains("Typed by hand"));
    let text = admin.form("/reference/parks", &[("area_km2", "很大")]).await.must(422).text();
    for field in ["name", "division", "kind", "area_km2"] {
        assert!(text.contains(&format!("href=\"#{field}\"")), "{field}: {text}");
    }
    assert_eq!(items(&admin, "chains").await.len(), 11);
}

#[actix_web::test]
async fn a_key_never_changes() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let forged =
        [("code", "370199"), ("name_zh", "历下区"), ("name_en", "Lixia District"), ("active", "true")];
    admin.form("/reference/divisions/370102", &forged).await.must(303);
    let codes: Vec<_> = items(&admin, "divisions").await.into_iter().map(|one| one["code"].clone()).collect();
    assert!(codes.contains(&"370102".into()) && !codes.contains(&"370199".into()));
    admin.get("/reference/divisions/370199").await.must(404);
}

#[actix_web::test]
async fn a_new_stage_word_is_read_at_once() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let word = [("word", "联动试车成功"), ("stage", "completed"), ("active", "true")];
    admin.form("/reference/stage-words", &word).await.must(303);
    let book = app.context.db.read(book).await.unwrap();
    assert_eq!(book.stage_word("联动试车成功").stage.as_deref(), Some("completed"));
    let page =
        admin.get("/reference/stage-words/%E8%81%94%E5%8A%A8%E8%AF%95%E8%BD%A6%E6%88%90%E5%8A%9F").await;
    assert!(page.must(200).text().contains("联动试车成功"));
}

#[actix_web::test]
async fn a_declared_day_counts_until_it_is_switched_off_and_a_new_one_at_once() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let is_working = async |day: &str| {
        let calendar = app.context.db.read(working_days).await.unwrap();
        calendar.is_working(day.parse().unwrap())
    };
    assert!(!is_working("2026-10-01").await && is_working("2026-10-10").await);
    assert!(is_working("2027-02-08").await, "the notice for 2027 is not known yet");

    let declared =
        [("day", "2027-02-08"), ("kind", "holiday"), ("name_zh", "春节"), ("name_en", "Spring Festival")];
    let on = [declared.as_slice(), &[("active", "true")]].concat();
    admin.form("/reference/holidays", &on).await.must(303);
    assert!(!is_working("2027-02-08").await);
    let text = admin.form("/reference/holidays", &on).await.must(422).text();
    assert!(text.contains("href=\"#day\""), "the day is declared already: {text}");
    assert!(admin.get("/reference/holidays").await.must(200).text().contains("2027-02-08 春节"));

    // A load at the next start keeps what was added and what was switched off.
    admin.form("/reference/holidays/2027-02-08", &declared).await.must(303);
    load_builtin(&app.context).unwrap();
    assert!(is_working("2027-02-08").await);
    assert_eq!(items(&admin, "holidays").await.len(), 108 + 1);

    let weekday = [("day", "2027-02-09"), ("kind", "makeup"), ("name_zh", "调休"), ("name_en", "Make-up")];
    let text = admin.form("/reference/holidays", &weekday).await.must(422).text();
    assert!(text.contains("href=\"#kind\""), "a Tuesday is worked anyway: {text}");
}

#[actix_web::test]
async fn an_abolished_division_is_read_as_its_successor() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let merged = [("name_zh", "市中区"), ("name_en", "Shizhong District"), ("successor", "370102")];
    admin.form("/reference/divisions/370103", &merged).await.must(303);
    let book = app.context.db.read(book).await.unwrap();
    let code = |text| DivisionCode::parse(text).unwrap();
    for words in ["370103", "济南市市中区"] {
        let place = book.place(words, None);
        assert_eq!(place.county, Some(code("370102")));
        assert_eq!(place.doubt, Some(Doubt::Abolished { from: code("370103"), to: code("370102") }));
    }
}

#[actix_web::test]
async fn the_pages_belong_to_the_administrator_and_speak_both_languages() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    for kind in ["divisions", "industries", "chains", "gb4754", "parks", "stage-words", "holidays"] {
        for lang in ["zh", "en"] {
            for page in ["", "/new"] {
                let text = admin.get(&format!("/reference/{kind}{page}?lang={lang}")).await.must(200).text();
                assert!(!text.contains("Unknown localization reference"), "{kind}{page} {lang}: {text}");
            }
        }
    }
    for role in [Role::Reviewer, Role::Officer, Role::City, Role::Leader, Role::Auditor] {
        let person = app.person(role, "370100").await;
        person.get("/reference").await.must(403);
        person.form("/reference/parks", &PARK).await.must(403);
        person.form("/reference/divisions/370102", &PARK).await.must(403);
    }
}

#[actix_web::test]
async fn an_administrator_of_one_city_keeps_its_places_and_leaves_the_provinces_names_alone() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::Administrator, "370100").await;
    jinan.form("/reference/parks", &PARK).await.must(303);
    let elsewhere = [("name", "胶州产业园"), ("division", "370281"), ("kind", "产业园")];
    jinan.form("/reference/parks", &elsewhere).await.must(404);
    let chain = [("name_zh", "低空装备"), ("name_en", "Low-altitude equipment"), ("position", "12")];
    jinan.form("/reference/chains", &chain).await.must(404);
    jinan.get("/reference/chains/1").await.must(404);
    assert_eq!(items(&jinan, "chains").await.len(), 11);
    assert_eq!(items(&jinan, "parks").await.len(), 35);
}
