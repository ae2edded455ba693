//! Open data: what the program exports passes the schema of the standard, uses its code lists, tells no persons, and
//! gives each reader her part.

use groundwork::features::projects::{Facts, Nature, Stage};
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use jsonschema::{Draft, Registry};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

use crate::kit::{Quarterly, TestApp, alter, enter, facts, publish_quarter};
use crate::source::root;

const PATH: &str = "/lists/2026Q2/export.oc4ids.json";

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(root().join("tests/data/oc4ids").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Every way in which a package breaks the standard's schema; formats of dates and addresses included.
pub fn faults(package: &Value) -> Vec<String> {
    let project = schema("project-schema.json");
    let id = project["id"].as_str().unwrap().to_owned();
    let registry = Registry::new().draft(Draft::Draft4).add(id, project).unwrap().prepare().unwrap();
    let standard = jsonschema::options()
        .with_draft(Draft::Draft4)
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(&schema("project-package-schema.json"))
        .unwrap();
    standard.iter_errors(package).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn codes(list: &str) -> BTreeSet<String> {
    let file = root().join("tests/data/oc4ids/codelists").join(format!("{list}.csv"));
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.records().map(|record| record.unwrap()[0].to_owned()).collect()
}

/// Every text under a member of this name, wherever it stands.
fn values(value: &Value, member: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                match inner {
                    Value::String(text) if name == member => _ = found.insert(text.clone()),
                    Value::Array(texts) if name == member => {
                        found.extend(texts.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => values(inner, member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| values(item, member, found)),
        _ => (),
    }
}

fn of(package: &Value, member: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    values(package, member, &mut found);
    found
}

fn full(name: &str, division: &str) -> Facts {
    let date = |text| Some(PlanDate::parse(text).unwrap());
    Facts {
        credit_code: Some("91370000163100123X".to_owned()),
        project_code: Some("2605-370102-04-01-123456".to_owned()),
        address: Some("经十路1号".to_owned()),
        lng_e6: Some(117_000_900),
        lat_e6: Some(36_675_800),
        gb4754: vec!["C2922".to_owned()],
        nature: Some(Nature::Renovation),
        stage: Some(Stage::UnderConstruction),
        actual_start: date("2026-05-20"),
        sponsor_leader: Some("李市长".to_owned()),
        cumulative_investment: groundwork::kernel::money::Money::from_wan(3),
        ..facts(name, division, 10)
    }
}

/// 2026Q1 with two projects; 2026Q2 with one of them, and every kind of fact.
async fn published(app: &TestApp) -> Value {
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [kept, gone] =
        [facts("济南甲", "370102", 10), facts("青岛退出", "370202", 20)].map(|one| enter(app, one));
    publish_quarter(&reviewer, "2026Q1", "鲁工信清单〔2026〕1号", &[kept, gone]).await;
    alter(app, kept, |now| *now = full("济南甲", "370102"));
    let part = enter(app, Facts { parent_id: Some(kept), ..facts("济南甲一期", "370102", 5) });
    let other = enter(app, facts("青岛乙", "370202", 7));
    publish_quarter(&reviewer, "2026Q2", "鲁工信清单〔2026〕2号", &[kept, part, other]).await;
    reviewer.get(PATH).await.must(200).json()
}

#[actix_web::test]
async fn the_package_passes_the_schema_of_the_standard_and_uses_its_codes() {
    let app = TestApp::new().await;
    let package = published(&app).await;
    assert_eq!(faults(&package), [""; 0]);
    // The judge sees a fault: a status that is no status, an id that is missing.
    let mut wrong = package.clone();
    wrong["projects"][0]["status"] = "signed".into();
    wrong["projects"][1]["id"] = Value::Null;
    assert_eq!(faults(&wrong).len(), 2);

    assert_eq!(
        (package["version"].as_str(), package["projects"].as_array().unwrap().len()),
        (Some("0.9"), 4)
    );
    for (member, list) in [("status", "projectStatus"), ("sector", "projectSector"), ("roles", "partyRole")] {
        let used = of(&package, member);
        let mut known = codes(list);
        if member == "status" {
            known.extend(codes("milestoneStatus"));
        }
        assert!(!used.is_empty() && used.is_subset(&known), "{member}: {used:?}");
    }
    let mut types = codes("projectType");
    types.extend(codes("milestoneType").into_iter().chain(codes("geometryType")));
    let used = of(&package, "type");
    assert!(used.contains("Point") && used.is_subset(&types), "{used:?}");
}

#[actix_web::test]
async fn a_project_is_told_in_the_words_of_the_standard() {
    let app = TestApp::new().await;
    let package = published(&app).await;
    let named = |title: &str| {
        let projects = package["projects"].as_array().unwrap();
        projects.iter().find(|project| project["title"] == title).unwrap()
    };
    let project = named("济南甲");
    assert_eq!((&project["status"], &project["type"]), (&"implementation".into(), &"rehabilitation".into()));
    assert_eq!(project["budget"]["amount"], serde_json::json!({ "amount": 100_000, "currency": "CNY" }));
    let period = serde_json::json!({ "startDate": "2026-05-01T00:00:00+08:00", "endDate": "2028-09-30T23:59:59+08:00" });
    assert_eq!(project["period"], period, "a month begins with its first day and ends with its last");
    assert_eq!(project["identifiers"][0]["id"], "2605-370102-04-01-123456");
    let place = &project["locations"][0];
    assert_eq!(place["gazetteer"]["identifiers"][0], "370102");
    assert_eq!(place["geometry"]["coordinates"], serde_json::json!([117.0009, 36.6758]));
    let roles: Vec<(&Value, &Value)> = project["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|party| (&party["name"], &party["roles"][0]))
        .collect();
    assert_eq!(
        roles,
        [
            (&"市工业和信息化局".into(), &"publicAuthority".into()),
            (&"济南甲有限公司".into(), &"buyer".into())
        ]
    );
    assert_eq!(project["parties"][1]["id"], "CN-USCC-91370000163100123X");
    let ids = |what: &str| {
        project[what].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids("forecasts"), ["totalInvestment", "annualPlan"], "plans apart from deeds");
    assert_eq!(ids("metrics"), ["cumulativeInvestment"]);
    let states: Vec<&Value> =
        project["milestones"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
    assert_eq!(states, ["met", "scheduled"]);

    let part = named("济南甲一期");
    assert_eq!(part["relatedProjects"][0]["identifier"], project["id"]);
    assert_eq!(part["relatedProjects"][0]["relationship"], "parent");
    assert_eq!(project["relatedProjects"][0]["identifier"], part["id"]);
    assert_eq!(named("青岛退出")["status"], "cancelled");
}

#[actix_web::test]
async fn no_person_stands_in_open_data() {
    let app = TestApp::new().await;
    let package = published(&app).await.to_string();
    for person in ["王工", "李市长", "reviewer-", "responsible_person", "contactPoint"] {
        assert!(!package.contains(person), "{person}: {package}");
    }
}

#[actix_web::test]
async fn a_city_gets_its_part_and_the_command_line_the_whole() {
    let app = TestApp::new().await;
    let whole = published(&app).await;
    let qingdao = app.person(Role::City, "370200").await;
    for path in [PATH, "/api/v1/lists/2026Q2/export.oc4ids.json"] {
        let part = qingdao.get(path).await.must(200).json();
        assert_eq!(faults(&part), [""; 0]);
        assert_eq!(of(&part, "title").iter().filter(|title| title.contains("济南甲")).count(), 0, "{part}");
        assert_ne!(part["uri"], whole["uri"], "another package than the whole");
    }
    let yantai = app.person(Role::City, "370600").await;
    yantai.get(PATH).await.must(404);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.json");
    let file = file.to_str().unwrap();
    let done = app.command(&["export", "list", "2026Q2", "--format", "oc4ids", "--output", file]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let written: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(written["projects"], {
        let mut projects = whole["projects"].clone();
        // The command knows the address from its own configuration.
        for (project, written) in
            projects.as_array_mut().unwrap().iter_mut().zip(written["projects"].as_array().unwrap())
        {
            project["documents"] = written["documents"].clone();
        }
        projects
    });
}

#[actix_web::test]
async fn a_draft_is_no_open_data() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 1);
    list.nominated(facts("济南甲", "370100", 10));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.get("/lists/2026Q3/export.oc4ids.json").await.must(404);
    reviewer.get("/lists/2026Q3/export.oc4ids").await.must(404);
}
