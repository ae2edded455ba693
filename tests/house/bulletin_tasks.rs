//! The bulletin follows the supervised tasks: those that are open and those closed since the month began, as they stood
//! when it was published, by name only in the reader's scope.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::bulletins::{API, publish};
use crate::kit::{Client, TestApp, sheets};
use crate::month_statistics::{accepted, october};
use crate::updates::set;

async fn raise(who: &Client, project: i64, body: Value) -> Value {
    who.post_json(&format!("/api/v1/projects/{project}/supervised"), &body).await.must(201).json()
}

async fn say(who: &Client, task: &Value, state: &str) {
    let body = json!({ "text": "已核实", "state": state });
    let based = who.clone().with_header("If-Match", &format!("\"{}\"", task["version"]));
    based.post_json(&format!("/api/v1/supervised/{}/replies", task["id"]), &body).await.must(200);
}

/// Text, state and whether overdue of each task that a bulletin tells.
fn told(bulletin: &Value) -> Vec<(String, String, bool)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |task: &Value| (text(&task["text"]), text(&task["state"]), task["overdue"].as_bool().unwrap());
    bulletin["tasks"].as_array().unwrap().iter().map(one).collect()
}

fn task(text: &str, state: &str, overdue: bool) -> (String, String, bool) {
    (text.to_owned(), state.to_owned(), overdue)
}

#[actix_web::test]
async fn a_bulletin_tells_what_is_to_be_answered_for_as_it_stood_and_goes_on_saying_so() {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let late = raise(&reviewer, ids[0], json!({ "text": "请落实供电", "due_on": "2026-11-10" })).await;
    raise(&reviewer, ids[2], json!({ "text": "请核实投资", "due_on": "2026-12-01" })).await;
    let closed = raise(&reviewer, ids[3], json!({ "text": "请办理用地", "due_on": "2026-12-02" })).await;
    say(&reviewer, &closed, "closed").await;

    set(&app, "2026-11-12T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let expected = [
        task("请落实供电", "open", true),
        task("请核实投资", "open", false),
        task("请办理用地", "closed", false),
    ];
    assert_eq!(told(&reviewer.get(API).await.must(200).json()), expected, "the draft follows them");
    let bulletin = publish(&reviewer, json!({})).await.must(200).json();
    assert_eq!(told(&bulletin), expected);

    // What happens later is the next bulletin's, also when this one is corrected.
    say(&app.person(Role::City, "370100").await, &late, "answered").await;
    let stands = reviewer.get(API).await.must(200).json();
    assert_eq!((told(&stands), &stands["hash"]), (expected.to_vec(), &bulletin["hash"]));
    accepted(&app, "370100", ids[1], json!({ "period": "2026-10", "no_change": true })).await;
    let corrected = reviewer.post_json(&format!("{API}/corrections"), &json!({ "reason": "补报" })).await;
    assert_eq!(told(&corrected.must(200).json()), expected);

    let page = reviewer.get("/bulletins/2026-10").await.must(200).text();
    let sentence = "督办事项 3 件：待答复 2 件（其中逾期 1 件），已答复 0 件，办结 1 件。";
    assert!(page.contains(sentence) && page.contains("请核实投资"), "{page}");
    let print = reviewer.get("/bulletins/2026-10/print?lang=en").await.must(200).text();
    assert!(print.contains("5. Supervised tasks (3)") && print.contains("请落实供电"), "{print}");
    let book = sheets(&reviewer.get("/bulletins/2026-10/export.xlsx").await.must(200).bytes);
    let rows = &book.iter().find(|(name, _)| name == "督办事项").unwrap().1;
    let row = rows.iter().find(|row| row[0] == "请落实供电").unwrap();
    assert_eq!((row[4].as_str(), row[5].as_str()), ("2026-11-10", "逾期未复"));
}

#[actix_web::test]
async fn a_city_reads_its_own_tasks_by_name_and_the_count_of_all() {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    raise(&reviewer, ids[0], json!({ "text": "请落实供电" })).await;
    raise(&reviewer, ids[2], json!({ "text": "请核实投资" })).await;
    publish(&reviewer, json!({})).await.must(200);
    let jinan = app.person(Role::City, "370100").await;
    let extract = jinan.get(API).await.must(200).json();
    let texts: Vec<String> = told(&extract).into_iter().map(|(text, ..)| text).collect();
    assert_eq!(texts, ["请落实供电"]);
    for path in ["", "/print", "/export.json"] {
        let text = jinan.get(&format!("/bulletins/2026-10{path}")).await.must(200).text();
        assert!(text.contains("请落实供电") && !text.contains("请核实投资"), "{path}: {text}");
    }
    let page = jinan.get("/bulletins/2026-10").await.must(200).text();
    assert!(page.contains("督办事项 2 件"), "the province's figures are everybody's: {page}");
}
