//! Quarters one after the other, each published with exactly the projects that a test names, through the API as the
//! reviewer does it. What came over from the list before and is not named leaves it.

use groundwork::features::projects::{self, Facts, Source};
use groundwork::kernel::calendar::local_date;
use groundwork::kernel::division::DivisionCode;
use groundwork::web::Caller;
use serde_json::{Value, json};

use super::{Client, TestApp};

/// The sixteen cities of Shandong.
pub const CITIES: [&str; 16] = [
    "370100", "370200", "370300", "370400", "370500", "370600", "370700", "370800", "370900", "371000",
    "371100", "371300", "371400", "371500", "371600", "371700",
];

fn machine() -> Caller {
    Caller::command_line(DivisionCode::parse("370000").unwrap())
}

/// Enters a project; its id.
pub fn enter(app: &TestApp, facts: Facts) -> i64 {
    let (now, source) = (app.clock.now(), Source::person("test"));
    let today = local_date(now, app.context.zone);
    let made =
        app.context.db.write_now(|conn| projects::create(conn, &machine(), facts, &source, now, today));
    made.unwrap().id
}

/// Changes facts of a project in the registry.
pub fn alter(app: &TestApp, id: i64, change: impl FnOnce(&mut Facts)) {
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

/// Opens a quarter, nominates what is new in `wanted`, keeps what was carried over, lets go of the rest, publishes.
pub async fn publish_quarter(reviewer: &Client, quarter: &str, number: &str, wanted: &[i64]) -> Value {
    let list = format!("/api/v1/lists/{quarter}");
    let body = json!({ "quarter": quarter, "target": wanted.len(), "nominate_by": "2026-10-08", "publish_by": "2026-10-10" });
    reviewer.post_json("/api/v1/lists", &body).await.must(201);
    let carried: Vec<i64> = entries(reviewer, &list).await.iter().map(|(project, _)| *project).collect();
    for project in wanted.iter().filter(|project| !carried.contains(project)) {
        let body = json!({ "project_id": project });
        reviewer.post_json(&format!("{list}/entries"), &body).await.must(201);
    }
    reviewer.post_json(&format!("{list}/state"), &json!({ "state": "reviewing" })).await.must(200);
    for (project, version) in entries(reviewer, &list).await {
        let decision = match (carried.contains(&project), wanted.contains(&project)) {
            (true, true) => json!({ "decision": "continue", "reason": "按计划推进" }),
            (true, false) => json!({ "decision": "drop", "reason": "资金未落实" }),
            (false, _) => json!({ "decision": "accept" }),
        };
        let based = reviewer.clone().with_header("If-Match", &format!("\"{version}\""));
        based.post_json(&format!("{list}/entries/{project}/decision"), &decision).await.must(200);
    }
    reviewer.post_json(&format!("{list}/publish"), &json!({ "number": number })).await.must(200).json()
}

/// Projects of a list with the versions of their entries.
async fn entries(reviewer: &Client, list: &str) -> Vec<(i64, i64)> {
    let shown = reviewer.get(list).await.must(200).json();
    let pair = |entry: &Value| (entry["project_id"].as_i64().unwrap(), entry["version"].as_i64().unwrap());
    shown["entries"].as_array().unwrap().iter().map(pair).collect()
}
