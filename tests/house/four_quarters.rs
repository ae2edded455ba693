//! Four quarters in the life of a province: sixteen cities nominate and report, projects enter, move, graduate, merge,
//! split and leave, one list is corrected. Then every file the program produces is read back by another reader, and all
//! of them say the same counts and sums.

use groundwork::features::projects::{Class, Facts, Stage};
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use regex::Regex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

use crate::kit::{CITIES, Client, TestApp, alter, enter, facts, sheets};

const QUARTERS: [&str; 4] = ["2025Q4", "2026Q1", "2026Q2", "2026Q3"];

/// Count and total in yuan.
type Sum = (i64, i64);

/// What one reading of a list says: the whole, each city, each kind of change.
#[derive(Debug, Default, PartialEq)]
struct Told {
    whole: Sum,
    cities: BTreeMap<String, Sum>,
    changes: BTreeMap<String, i64>,
}

impl Told {
    fn count(&mut self, city: &str, change: &str, yuan: i64) {
        let group = self.cities.entry(city.to_owned()).or_default();
        for sum in [&mut self.whole, group] {
            *sum = (sum.0 + 1, sum.1 + yuan);
        }
        *self.changes.entry(change.to_owned()).or_default() += 1;
    }
}

fn project(city: usize, number: i64, stage: Stage) -> Facts {
    let wan = 1_000 * (city as i64 + 1) + 7 * number + 1;
    let started = stage >= Stage::Started;
    let date = |text: &str| started.then(|| PlanDate::parse(text).unwrap());
    Facts {
        stage: Some(stage),
        project_code: started.then(|| "2305-371121-04-01-122324".to_owned()),
        actual_start: date("2025-03"),
        actual_finish: date("2025-11").filter(|_| stage >= Stage::InProduction),
        in_production_on: date("2025-12").filter(|_| stage >= Stage::InProduction),
        enrolled: started.then_some(number % 2 == 0),
        ..facts(&format!("{}市项目{number}", CITIES[city]), CITIES[city], wan)
    }
}

/// One quarter as its people do it: the cities nominate what is new, the reviewer decides everything.
async fn quarter(
    reviewer: &Client,
    cities: &[Client],
    at: usize,
    new: &[Vec<i64>],
    decisions: &BTreeMap<i64, Value>,
) -> Value {
    let (name, list) = (QUARTERS[at], format!("/api/v1/lists/{}", QUARTERS[at]));
    let opening =
        json!({ "quarter": name, "target": 48, "nominate_by": "2026-10-09", "publish_by": "2026-12-31" });
    reviewer.post_json("/api/v1/lists", &opening).await.must(201);
    for (city, projects) in cities.iter().zip(new) {
        for project in projects {
            city.post_json(&format!("{list}/entries"), &json!({ "project_id": project })).await.must(201);
        }
    }
    reviewer.post_json(&format!("{list}/state"), &json!({ "state": "reviewing" })).await.must(200);
    let shown = reviewer.get(&list).await.must(200).json();
    for entry in shown["entries"].as_array().unwrap() {
        let id = entry["project_id"].as_i64().unwrap();
        let usual = if entry["carried"] == true {
            json!({ "decision": "continue", "reason": "按计划推进" })
        } else {
            json!({ "decision": "accept" })
        };
        let based = reviewer.clone().with_header("If-Match", &format!("\"{}\"", entry["version"]));
        let decision = decisions.get(&id).unwrap_or(&usual);
        based.post_json(&format!("{list}/entries/{id}/decision"), decision).await.must(200);
    }
    let publishing = json!({ "number": format!("鲁工信清单〔2026〕{}号", at + 1), "reason": "按实有数发布" });
    reviewer.post_json(&format!("{list}/publish"), &publishing).await.must(200).json()
}

fn of_api(list: &Value) -> Told {
    let mut told = Told::default();
    for entry in list["entries"].as_array().unwrap() {
        let project = &entry["project"];
        let yuan = project["total_investment_yuan"].as_i64().unwrap();
        told.count(project["city"].as_str().unwrap(), entry["change"].as_str().unwrap(), yuan);
    }
    let exits = list["exits"].as_array().unwrap().len() as i64;
    if exits > 0 {
        told.changes.insert("exit".to_owned(), exits);
    }
    told
}

/// What the document itself sums up to.
fn of_totals(list: &Value, groups: &Value, key: &str) -> (Sum, BTreeMap<String, Sum>) {
    let sum =
        |value: &Value| (value["count"].as_i64().unwrap(), value["total_investment_yuan"].as_i64().unwrap());
    let by_city =
        groups.as_array().unwrap().iter().map(|group| (group[key].as_str().unwrap().to_owned(), sum(group)));
    (sum(list), by_city.collect())
}

/// Chinese words of the files back to the contract's.
struct Words {
    cities: BTreeMap<String, String>,
    changes: BTreeMap<&'static str, &'static str>,
}

fn yuan(text: &str) -> i64 {
    let text = text.replace(',', "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    whole.parse::<i64>().unwrap() * 10_000 + format!("{part:0<4}").parse::<i64>().unwrap()
}

/// From the rows of a table with a header: serial, city, change and total of each project.
fn of_rows(rows: &[Vec<String>], words: &Words) -> Told {
    let at = rows.iter().position(|row| row.first().is_some_and(|cell| cell == "序号")).unwrap();
    let column = |name: &str| {
        rows[at]
            .iter()
            .position(|cell| cell.starts_with(name))
            .unwrap_or_else(|| panic!("{name}: {:?}", rows[at]))
    };
    let (city, change, total) = (column("所在市"), column("变动"), column("总投资"));
    let mut told = Told::default();
    for row in rows[at + 1..].iter().filter(|row| row.first().is_some_and(|cell| cell.parse::<i64>().is_ok()))
    {
        told.count(&words.cities[&row[city]], words.changes[row[change].as_str()], yuan(&row[total]));
    }
    told
}

fn of_print(page: &str, words: &Words) -> Told {
    // The list itself is the first table; its attachments follow.
    let table = page.split("</table>").next().unwrap();
    let cell = Regex::new("<t[dh][^>]*>(.*?)</t[dh]>").unwrap();
    let mut told = Told::default();
    for row in table.split("<tr").filter(|row| !row.contains("rowgroup")) {
        let cells: Vec<&str> = cell.captures_iter(row).map(|found| found.get(1).unwrap().as_str()).collect();
        if cells.len() == 13 && cells[0].parse::<i64>().is_ok() {
            let city = words.cities.keys().find(|city| cells[3].starts_with(city.as_str())).unwrap();
            told.count(&words.cities[city], words.changes[cells[12]], yuan(cells[6]));
        }
    }
    told
}

fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn words(reviewer: &Client) -> Words {
    let divisions = reviewer.get("/api/v1/reference/divisions?per_page=500").await.must(200).json();
    let rows = divisions["items"].as_array().or_else(|| divisions.as_array()).unwrap().clone();
    let cities = rows.iter().filter(|row| row["level"] == "city" && row["active"] == true).flat_map(|row| {
        let (name, code) = (row["name_zh"].as_str().unwrap(), row["code"].as_str().unwrap());
        [name, name.trim_end_matches('市')].map(|name| (name.to_owned(), code.to_owned()))
    });
    let changes = BTreeMap::from([
        ("增补", "addition"),
        ("准备转实施", "to_implementation"),
        ("实施转准备", "to_preparation"),
        ("续列", "carried"),
    ]);
    Words { cities: cities.collect(), changes }
}

#[actix_web::test]
async fn four_quarters_of_sixteen_cities_say_the_same_in_every_file() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let mut cities = Vec::new();
    for city in CITIES {
        cities.push(app.person(Role::City, city).await);
    }
    let enter_all = |number: i64, stage: Stage| -> Vec<Vec<i64>> {
        (0..CITIES.len()).map(|city| vec![enter(&app, project(city, number, stage))]).collect()
    };
    let mut lists = Vec::new();

    // The first quarter: three projects a city, one of which produces already.
    let [building, planned, producing] = [
        enter_all(1, Stage::UnderConstruction),
        enter_all(2, Stage::Negotiating),
        enter_all(3, Stage::InProduction),
    ];
    let first: Vec<Vec<i64>> =
        (0..16).map(|city| [&building[city][..], &planned[city], &producing[city]].concat()).collect();
    lists.push(quarter(&reviewer, &cities, 0, &first, &BTreeMap::new()).await);

    // The second: what produces graduates, one new project a city, half of the planned move to preparation.
    let reason = |decision: &str| json!({ "decision": decision, "reason": "经核实" });
    let mut decisions: BTreeMap<i64, Value> =
        producing.iter().map(|ids| (ids[0], reason("graduate"))).collect();
    for ids in planned.iter().step_by(2) {
        decisions.insert(
            ids[0],
            json!({ "decision": "continue", "reason": "手续未办结", "class": "preparation" }),
        );
        alter(&app, ids[0], |facts| facts.class = Some(Class::Preparation));
    }
    lists.push(quarter(&reviewer, &cities, 1, &enter_all(4, Stage::Signed), &decisions).await);

    // The third: they come back, two projects merge, one splits, one is dropped.
    let mut decisions: BTreeMap<i64, Value> = BTreeMap::new();
    for ids in planned.iter().step_by(2) {
        alter(&app, ids[0], |facts| facts.class = Some(Class::Implementation));
        decisions.insert(
            ids[0],
            json!({ "decision": "continue", "reason": "手续办结", "class": "implementation" }),
        );
    }
    let fifth = enter_all(5, Stage::Filed);
    let parts = [6, 7].map(|number| enter(&app, project(2, number, Stage::Signed)));
    let mut new = fifth.clone();
    new[2].extend(parts);
    decisions.insert(
        building[0][0],
        json!({ "decision": "merge", "reason": "同一厂区", "into": [planned[0][0]] }),
    );
    decisions.insert(building[2][0], json!({ "decision": "split", "reason": "分期立项", "into": parts }));
    decisions.insert(building[5][0], reason("drop"));
    lists.push(quarter(&reviewer, &cities, 2, &new, &decisions).await);

    // The fourth: nothing new; then a wrong figure is put right.
    lists.push(quarter(&reviewer, &cities, 3, &vec![Vec::new(); 16], &BTreeMap::new()).await);
    let wrong = fifth[7][0];
    let change = json!({ "project_id": wrong, "field": "total_investment_yuan", "to": 123_450_000 });
    let correction = json!({ "reason": "总投资录入有误", "changes": [change] });
    let corrected =
        reviewer.post_json("/api/v1/lists/2026Q3/corrections", &correction).await.must(200).json();
    lists.push(corrected);

    let counts: Vec<i64> = lists.iter().map(|list| list["totals"]["count"].as_i64().unwrap()).collect();
    assert_eq!(counts, [48, 48, 63, 63, 63]);
    let changes: Vec<BTreeMap<String, i64>> = lists.iter().map(|list| of_api(list).changes).collect();
    let told = |pairs: &[(&str, i64)]| -> BTreeMap<String, i64> {
        pairs.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect()
    };
    assert_eq!(changes[0], told(&[("addition", 48)]));
    assert_eq!(changes[1], told(&[("addition", 16), ("carried", 24), ("to_preparation", 8), ("exit", 16)]));
    assert_eq!(changes[2], told(&[("addition", 18), ("carried", 37), ("to_implementation", 8), ("exit", 3)]));
    assert_eq!(changes[3], told(&[("carried", 63)]));

    let words = words(&reviewer).await;
    for (at, list) in lists.iter().enumerate() {
        let (name, version) = (list["quarter"].as_str().unwrap(), list["version"].as_i64().unwrap());
        let query = format!("?version={version}");
        let told = of_api(list);
        let entries = Told {
            changes: told.changes.clone().into_iter().filter(|(kind, _)| kind != "exit").collect(),
            ..of_api(list)
        };
        let said = format!("{name} v{version}");

        let (whole, by_city) = of_totals(&list["totals"], &list["totals"]["by_city"], "city");
        assert_eq!((whole, &by_city), (told.whole, &told.cities), "{said}: totals");
        let json = reviewer.get(&format!("/lists/{name}/export.json{query}")).await.must(200);
        let hash =
            Sha256::digest(&json.bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(list["hash"], hash, "{said}: the bytes are those that were hashed");
        let document = json.json();
        let (whole, by_city) = of_totals(&document["totals"], &document["totals"]["by_city"], "key");
        assert_eq!((whole, &by_city), (told.whole, &told.cities), "{said}: json");
        let csv = reviewer.get(&format!("/lists/{name}/export.csv{query}")).await.must(200);
        assert_eq!(of_rows(&csv_rows(&csv.bytes), &words), entries, "{said}: csv");
        let workbook =
            sheets(&reviewer.get(&format!("/lists/{name}/export.xlsx{query}")).await.must(200).bytes);
        assert_eq!(of_rows(&workbook[0].1, &words), entries, "{said}: xlsx");
        let print = reviewer.get(&format!("/lists/{name}/print{query}")).await.must(200).text();
        assert_eq!(of_print(&print, &words), entries, "{said}: print");
        let open = reviewer.get(&format!("/lists/{name}/export.oc4ids.json{query}")).await.must(200).json();
        assert!(open["projects"].as_array().unwrap().len() as i64 >= told.whole.0, "{said}: open data");

        // Sixteen extracts make the whole.
        let mut extracts = Told::default();
        for city in &cities {
            let part =
                of_api(&city.get(&format!("/api/v1/lists/{name}/versions/{version}")).await.must(200).json());
            extracts.whole = (extracts.whole.0 + part.whole.0, extracts.whole.1 + part.whole.1);
            extracts.cities.extend(part.cities);
            for (kind, count) in part.changes {
                *extracts.changes.entry(kind).or_default() += count;
            }
        }
        assert_eq!(extracts, told, "{said}: extracts");

        if (1..4).contains(&at) {
            let compared = reviewer
                .get(&format!("/api/v1/lists/{name}/compare?version={version}"))
                .await
                .must(200)
                .json();
            let length = |part: &str| compared[part].as_array().unwrap().len() as i64;
            let of = |kind: &str| told.changes.get(kind).copied().unwrap_or_default();
            assert_eq!(length("added"), of("addition"), "{said}: compare");
            assert_eq!(length("to_implementation"), of("to_implementation"), "{said}: compare");
            assert_eq!(length("to_preparation"), of("to_preparation"), "{said}: compare");
            assert_eq!(length("exited"), of("exit"), "{said}: compare");
            assert_eq!(length("carried"), of("carried"), "{said}: compare");
        }
    }
    let corrected = sheets(&reviewer.get("/lists/2026Q3/export.xlsx").await.must(200).bytes);
    let (_, rows) = corrected.iter().find(|(name, _)| name == "更正情况").unwrap();
    assert!(rows.iter().any(|row| row.contains(&"12,345 万元".to_owned())), "{rows:?}");
    let print = reviewer.get("/lists/2026Q3/print").await.must(200).text();
    assert!(print.contains("更正情况") && print.contains("12,345 万元"), "{print}");

    let statistics = reviewer.get("/api/v1/statistics?list=2026Q3&by=city").await.must(200).json();
    let (whole, by_city) = {
        let groups = statistics["groups"].as_array().unwrap().iter().map(|group| {
            let sum = (group["count"].as_i64().unwrap(), group["total_investment_yuan"].as_i64().unwrap());
            (group["key"].as_str().unwrap().to_owned(), sum)
        });
        let whole = &statistics["whole"];
        (
            (whole["count"].as_i64().unwrap(), whole["total_investment_yuan"].as_i64().unwrap()),
            groups.collect::<BTreeMap<_, _>>(),
        )
    };
    let newest = of_api(&lists[4]);
    assert_eq!((whole, by_city), (newest.whole, newest.cities), "statistics");
    let check = app.command(&["check"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}
