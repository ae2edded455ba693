//! A chain's map comes in as a table, from the command line: real samples, what is refused at its cell, and the province as
//! GeoJSON.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::atlas::told;
use crate::kit::{Client, TestApp, enter, facts, publish_quarter};
use crate::updates::set;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/chain_map_samples.csv");

/// Exit code, and what was said on stdout.
fn import(app: &TestApp, file: &str, more: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["import", "atlas", file], more].concat();
    let output = app.program(&arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

/// A table of such rows in a file of its own.
fn table(app: &TestApp, rows: &[&str]) -> String {
    let file = app.beside("map.csv");
    let text = format!("产业链,环节,位置,企业,关系,市,载体,备注,来源\n{}\n", rows.join("\n"));
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

async fn chain(who: &Client, name: &str) -> Value {
    let all = who.get("/api/v1/chains").await.must(200).json();
    let found = all["items"].as_array().unwrap().iter().find(|one| one["name_zh"] == name);
    let Some(line) = found else { return Value::Null };
    who.get(&format!("/api/v1/chains/{}", line["id"])).await.must(200).json()
}

#[actix_web::test]
async fn real_samples_go_in_once_and_again_change_nothing() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let (code, rehearsed) = import(&app, SAMPLES, &["--dry-run", "--json"]);
    let rehearsed: Value = serde_json::from_str(&rehearsed).unwrap();
    let counts = json!({ "new": 23, "changed": 0, "unchanged": 1, "error": 0, "warning": 1 });
    assert_eq!((code, &rehearsed["counts"], &rehearsed["applied"]), (Some(0), &counts, &json!(false)));
    assert_eq!(chain(&officer, "枣庄锂电").await, Value::Null, "a rehearsal keeps nothing");
    let (code, said) = import(&app, SAMPLES, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("!C14 warning atlas-import-no-segment"), "{said}");
    assert!(said.ends_with("new 23 changed 0 unchanged 1 error 0 warning 1\n"), "{said}");
    let lithium = chain(&officer, "枣庄锂电").await;
    let segments = lithium["segments"].as_array().unwrap();
    assert_eq!(segments.len(), 12);
    let anode = segments.iter().find(|one| one["name"] == "负极材料").unwrap();
    assert_eq!((&anode["tier"], &anode["strengths"][0]["strength"]), (&json!("upstream"), &json!("missing")));
    assert_eq!(chain(&officer, "青岛新型显示(西海岸)").await["segments"].as_array().unwrap().len(), 9);
    let gaps = officer.get(&format!("/api/v1/chains/{}/gaps", lithium["id"])).await.must(200).json();
    assert_eq!(told(&gaps), [("负极材料".into(), "370400".into(), "missing".into(), 0, true)]);
    let here = officer.get("/api/v1/enterprises?per_page=100").await.must(200).json();
    let of = |name: &str| here["items"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
    assert_eq!((&of("联泓新科")["place"], &of("联泓新科")["source"]), (&json!("370481"), &json!("S41")));
    assert_eq!(of("京东方")["positions"][0]["role"], "leading");
    assert_eq!(of("山东熵路新能源")["positions"][0]["role"], "leading", "a note says so");
    let coming = officer.get("/api/v1/targets?per_page=100").await.must(200).json();
    let names: Vec<&Value> = coming["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert!(names.contains(&&json!("科达利")) && !names.contains(&&json!("多氟多")), "{names:?}");
    let parks = officer.get("/api/v1/parks?q=%E8%8A%AF%E6%B5%B7%E6%9E%97").await.must(200).json();
    assert_eq!(parks["items"][0]["city"], "370200");
    let (code, again) = import(&app, SAMPLES, &[]);
    assert!(
        code == Some(0) && again.ends_with("new 0 changed 0 unchanged 24 error 0 warning 1\n"),
        "{again}"
    );
}

#[actix_web::test]
async fn what_cannot_be_is_told_at_its_cell_and_nothing_is_half_applied() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let rows = [
        "某链,负极材料,上游,甲公司,现有,枣庄市,滕州市,,",
        "某链,隔膜,侧面,乙公司,现有,枣庄市,,,",
        "某链,铜箔,上游,丙公司,现有,南京市,,,",
        "某链,负极材料,下游,丁公司,在谈,枣庄市,,,",
        "某链,电芯,中游,戊公司,待定,枣庄市,某某园,,",
        "另一链,显示模组,中游,甲公司,现有,青岛市,,,",
    ];
    let file = table(&app, &rows);
    let (code, said) = import(&app, &file, &[]);
    assert_eq!(code, Some(1), "{said}");
    let lines: Vec<&str> =
        said.lines().filter_map(|line| line.split_once('!')).map(|(_, rest)| rest).collect();
    let codes: Vec<String> =
        lines.iter().map(|line| line.split(' ').take(3).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        codes,
        [
            "C3 error atlas-import-tier",
            "F4 error atlas-import-city",
            "C5 warning atlas-import-other-tier",
            "E6 warning atlas-import-relation",
            "G6 note atlas-import-carrier",
            "F7 error atlas-import-other-city",
        ],
        "{said}"
    );
    assert_eq!(chain(&officer, "某链").await, Value::Null);
    let copy = app.beside("marked.xlsx");
    let (code, _) = import(&app, &file, &["--skip-bad-rows", "--marked-copy", &copy.display().to_string()]);
    assert_eq!(code, Some(0));
    let sheets = crate::kit::sheets(&std::fs::read(&copy).unwrap());
    assert!(format!("{sheets:?}").contains("侧面"), "the copy holds what was sent");
    let kept = chain(&officer, "某链").await;
    let names: Vec<&Value> = kept["segments"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["负极材料", "电芯"], "rows without an error");
    assert_eq!(chain(&officer, "另一链").await, Value::Null, "a row that is refused leaves nothing behind");
    let no_table = table(&app, &[]).replace("map.csv", "other.csv");
    std::fs::write(&no_table, "a,b\n1,2\n").unwrap();
    let (code, said) = import(&app, &no_table, &[]);
    assert!(code == Some(1) && said.contains("产业链"), "it says what was looked for: {said}");
    let (code, _) = import(&app, "/nowhere/map.csv", &[]);
    assert_ne!(code, Some(0));
}

#[actix_web::test]
async fn the_province_is_a_map_for_programs_with_what_each_city_has_and_where_things_lie() {
    let app = TestApp::new().await;
    set(&app, "2026-09-10T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let at = |name: &str, place: &str, lng, lat| {
        let mut facts = facts(name, place, 10_000);
        (facts.lng_e6, facts.lat_e6) = (Some(lng), Some(lat));
        facts
    };
    let jinan = enter(&app, at("济南甲", "370102", 117_100_000, 36_650_000));
    let qingdao = enter(&app, facts("青岛乙", "370202", 20_000));
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &[jinan, qingdao]).await;
    let map = reviewer.get("/api/v1/map.geojson").await.must(200);
    assert!(map.header("content-type").starts_with("application/geo+json"));
    let map = map.json();
    assert_eq!(
        (&map["type"], &map["list"], &map["metric"]),
        (&json!("FeatureCollection"), &json!("2026Q3"), &json!("count"))
    );
    let features = map["features"].as_array().unwrap();
    let cities: Vec<&Value> = features.iter().filter(|one| one["geometry"]["type"] != "Point").collect();
    assert_eq!(cities.len(), 16);
    let value = |map: &Value, code: &str| {
        let all = map["features"].as_array().unwrap().clone();
        let city = all
            .into_iter()
            .find(|one| one["properties"]["adcode"] == code && one["properties"].get("value").is_some());
        city.unwrap()["properties"]["value"].clone()
    };
    assert_eq!(
        (value(&map, "370100"), value(&map, "370200"), value(&map, "370300")),
        (json!(1), json!(1), json!(0))
    );
    let points: Vec<&Value> = features.iter().filter(|one| one["properties"]["kind"] == "project").collect();
    assert_eq!(points.len(), 1);
    assert_eq!(points[0]["geometry"]["coordinates"], json!([117.1, 36.65]));
    let investment = reviewer.get("/api/v1/map.geojson?metric=investment&list=2026Q3").await.must(200).json();
    assert_eq!(value(&investment, "370200"), 200_000_000);
    // No month was lit, nobody has judged anything: nothing is known.
    for metric in ["light", "gaps"] {
        let map = reviewer.get(&format!("/api/v1/map.geojson?metric={metric}")).await.must(200).json();
        assert_eq!(value(&map, "370100"), Value::Null, "{metric}");
    }
    // A city sees its own.
    let city = app.person(Role::City, "370200").await;
    let own = city.get("/api/v1/map.geojson").await.must(200).json();
    assert_eq!((value(&own, "370200"), value(&own, "370100")), (json!(1), Value::Null));
    assert!(!own.to_string().contains("济南甲"));
    reviewer.get("/api/v1/map.geojson?metric=x").await.must(422);
    reviewer.get("/api/v1/map.geojson?list=2026Q2").await.must(404);
    for metric in ["gaps", "count", "investment", "completion", "light"] {
        let page = reviewer.get(&format!("/atlas?metric={metric}")).await.must(200).text();
        assert!(page.contains("class=\"map\"") && page.contains("济南市"), "{metric}");
    }
}
